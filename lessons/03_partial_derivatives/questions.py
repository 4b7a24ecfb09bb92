"""The questions of exercise 03: slopes, partial derivatives, and what a gradient does not tell."""

from dataclasses import replace

import numpy as np

from handprop.check import Array, BreakingTest, Choice, Function, Mend, Question
from handprop.check.domain import Domain, features
from handprop.check.mistakes import catalogue as bank
from handprop.check.mistakes.again import again
from handprop.check.mistakes.calculation import Mistake, Pipeline
from handprop.check.variants import steps, vary
from handprop.language import tr

NO_DIVISION = Mistake(
    id="L03-NO-DIVISION",
    name="takes the change of the loss for the slope of the secant",
    belief="The slope is how much the loss changes.",
    hint="The loss changed over a nudge of {nudge}. By how much would it change over a whole 1 at that rate?",
    example="secant = loss(w + nudge) - loss(w)",
    changes={"secant": lambda v: v.after - v.before},
)
REVERSED = Mistake(
    id="L03-REVERSED",
    name="subtracts the loss after the nudge from the loss before it",
    belief="A difference is a difference, whichever way round.",
    hint="If the loss has fallen, which sign should its change have?",
    example="secant = (loss(w) - loss(w + nudge)) / nudge",
    changes={"secant": lambda v: (v.before - v.after) / v.nudge},
)
NO_INNER = Mistake(
    id="L03-NO-INNER",
    name="leaves out the number that the weight is multiplied with",
    belief="Half a square has the derivative that stands in the bracket.",
    hint="When w grows by 0.01, by how much does the bracket grow?",
    example="slope = size * w - price",
    changes={"slope": lambda v: v.size * v.w - v.price, "slope_there": lambda v: v.size * v.there - v.price},
)
STILL_A_SECANT = Mistake(
    id="L03-STILL-A-SECANT",
    name="gives the slope of a secant where the derivative is asked for",
    belief="A nudge of {nudge} is small enough.",
    hint="Take a tenth of the nudge, and a tenth of that. Do the slopes stay where they were?",
    example="slope = (loss(w + {nudge}) - loss(w)) / {nudge}",
    changes={
        "slope": lambda v: (v.size * v.w - v.price + v.size * v.nudge / 2) * v.size,
        "slope_there": lambda v: (v.size * v.there - v.price + v.size * v.nudge / 2) * v.size,
    },
)


def _with_nudge(ident, nudge):
    """The derivatives measured by a nudge that is too large for four digits."""
    return replace(
        STILL_A_SECANT,
        id=ident,
        name=tr("measures the derivative with a nudge of {nudge}", nudge=nudge),
        belief="A nudge this small is as good as none.",
        hint="You are close. Make the nudge a hundred times smaller. At which numbers do the slopes settle?",
        example=f"slope = (loss(w + {nudge}) - loss(w)) / {nudge}",
        changes={
            "slope": lambda v: (v.size * v.w - v.price + v.size * nudge / 2) * v.size,
            "slope_there": lambda v: (v.size * v.there - v.price + v.size * nudge / 2) * v.size,
        },
    )


LOSS_WITHOUT_HALF = {
    "name": "leaves out the half of the loss",
    "belief": "The loss is the square of the error.",
    "hint": "How does the question write the loss? Where does the ½ stand in your calculation?",
}
NO_HALF = Mistake(
    id="L03-NO-HALF",
    **LOSS_WITHOUT_HALF,
    example="loss = ({size} * w - {price}) ** 2",
    changes={
        "before": lambda v: (v.size * v.w - v.price) ** 2,
        "after": lambda v: (v.size * (v.w + v.nudge) - v.price) ** 2,
        "slope": lambda v: 2 * (v.size * v.w - v.price) * v.size,
        "slope_there": lambda v: 2 * (v.size * v.there - v.price) * v.size,
    },
)
KEEPS_2 = again(
    bank.FACTOR_2,
    "slope = 2 * ({size} * w - {price}) * {size}",
    {
        "slope": lambda v: 2 * (v.size * v.w - v.price) * v.size,
        "slope_there": lambda v: 2 * (v.size * v.there - v.price) * v.size,
    },
)

ONE_WEIGHT = Pipeline(
    "one_weight_slopes",
    {
        "before": lambda v: (v.size * v.w - v.price) ** 2 / 2,
        "after": lambda v: (v.size * (v.w + v.nudge) - v.price) ** 2 / 2,
        "secant": lambda v: (v.after - v.before) / v.nudge,
        "slope": lambda v: (v.size * v.w - v.price) * v.size,
        "slope_there": lambda v: (v.size * v.there - v.price) * v.size,
    },
    (
        NO_DIVISION,
        REVERSED,
        NO_INNER,
        STILL_A_SECANT,
        _with_nudge("L03-NUDGE-HUNDREDTH", 0.01),
        _with_nudge("L03-NUDGE-THOUSANDTH", 0.001),
        NO_HALF,
        KEEPS_2,
    ),
)

ALL_AT_ONCE = Mistake(
    id="L03-ALL-AT-ONCE",
    name="nudges both weights at the same time",
    belief="The loss depends on both weights, so both have to be moved.",
    hint="If both weights move and the loss rises, which of the two was it?",
    example="slope1 = (loss(w1 + nudge, w2 + nudge) - before) / nudge",
    changes={"slopes": lambda v: np.full(2, v.error * v.x.sum())},
)
STAYS_NUDGED = Mistake(
    id="L03-STAYS-NUDGED",
    name="leaves the first weight nudged while the second is measured",
    belief="One weight after the other is enough.",
    hint="When you measure w2, where does w1 stand, and where should it stand?",
    example="w[0] += nudge; ...; w[1] += nudge",
    changes={"slopes": lambda v: v.error * np.cumsum(v.x)},
)
SLOPES_REVERSED = replace(
    REVERSED,
    example="slope = (before - after) / nudge",
    changes={"slopes": lambda v: -v.error * v.x},
)
EXCHANGED = Mistake(
    id="L03-EXCHANGED",
    name="gives each derivative in the place of the other",
    belief="A list is a list: the order of its numbers does not matter.",
    hint="Which of your two numbers comes from a nudge of w1, and in which place of the list does it stand?",
    example="return [slope2, slope1]",
    changes={"slopes": lambda v: (v.error * v.x)[::-1]},
)
SHARES = Mistake(
    id="L03-SHARES",
    name="multiplies each partial derivative by its weight",
    belief="A weight that is larger is responsible for more of the loss.",
    hint="How does the loss react to a nudge? Does a nudge of 0.01 grow when the weight is larger?",
    example="slopes = w * (after - before) / nudge",
    changes={"slopes": lambda v: v.w * v.error * v.x},
)
NUDGES_INPUTS = Mistake(
    id="L03-NUDGES-INPUTS",
    name="nudges the inputs instead of the weights",
    belief="The inputs are what comes in, so they are what is moved.",
    hint="Whose derivatives are asked for? Which numbers of the model may move then?",
    example="slope1 = (loss(x1 + nudge, x2) - before) / nudge",
    changes={"slopes": lambda v: v.error * v.w},
)
NOT_DIVIDED = replace(
    NO_DIVISION,
    hint="Your numbers are about a millionth of the slopes. By what is a change divided to get a slope?",
    example="slope1 = loss(w1 + nudge, w2) - before  # the nudge is 1e-6",
    changes={"slopes": lambda v: 1e-6 * v.error * v.x},
)


def _coarse(ident, nudge):
    """Slopes measured on one side, by a nudge that costs digits."""
    return Mistake(
        id=ident,
        name=tr("measures with a nudge of {nudge}", nudge=nudge),
        belief="A nudge this small is as good as none.",
        hint="You are close. What do your slopes become when the nudge gets smaller and smaller?",
        example=f"nudge = {nudge}",
        changes={"slopes": lambda v: v.error * v.x + v.x**2 * nudge / 2},
    )


OF_PREDICTION = again(
    bank.GRAD_OF_OUTPUT,
    "slope1 = (predict(w1 + nudge, w2) - predict(w1, w2)) / nudge",
    {"slopes": lambda v: v.x},
    name="takes the slope of the prediction instead of the slope of the loss",
    belief="The derivative says how the prediction reacts to a weight.",
    hint="Two numbers change after a nudge, the prediction and the loss. Which of them is asked about?",
)
TIMES_LOSS = again(
    bank.LOSS_AS_DELTA,
    "slope1 = loss * x1",
    {"slopes": lambda v: v.error**2 / 2 * v.x},
    name="multiplies the input by the loss",
    belief="The slope of the loss is made of the loss.",
    hint="Does your number change its sign when the prediction goes from too low to too high?",
)
TWO_WEIGHTS = Pipeline(
    "two_weights",
    {"error": lambda v: v.x @ v.w - v.y, "slopes": lambda v: v.error * v.x},
    (
        ALL_AT_ONCE,
        STAYS_NUDGED,
        SLOPES_REVERSED,
        EXCHANGED,
        SHARES,
        NUDGES_INPUTS,
        NOT_DIVIDED,
        _coarse("L03-NUDGE-HUNDREDTH", 0.01),
        _coarse("L03-NUDGE-THOUSANDTH", 0.001),
        OF_PREDICTION,
        TIMES_LOSS,
        replace(
            NO_HALF,
            example="loss = (x1 * w1 + x2 * w2 - y) ** 2",
            changes={"slopes": lambda v: 2 * v.error * v.x},
        ),
    ),
)


def _two_weights(x, y, w):
    return {"x": np.array(x), "y": y, "w": np.array(w)}


# Errors and inputs of both signs, and an input of 0, which leaves its weight without influence.
TWO_WEIGHT_CASES = [
    _two_weights([1.5, 3.0], 1.0, [0.5, 0.4]),
    _two_weights([1.2, -0.8], 2.0, [0.3, 0.9]),
    _two_weights([-2.0, 0.7], 0.5, [-1.1, 0.6]),
    _two_weights([0.0, 1.3], 0.4, [0.8, -0.5]),
    _two_weights([-0.6, -1.4], -1.0, [0.7, 1.2]),
    _two_weights([2.0, -0.5], 0.6, [0.6, 0.4]),  # an error so small that a nudge of 0.001 shows
    _two_weights([0.3, 0.2], -1.0, [0.05, -0.05]),  # a prediction near 0
    _two_weights([1.2, 0.7], 0.0, [0.6, 0.0]),
    _two_weights([1.5, 0.8], -140.0, [0.5, 0.4]),  # and an error beyond the limits that some set
    _two_weights([0.5, 1.5], 2.0, [0.5, 0.5]),  # who looks for a weight by its value finds another
    _two_weights([0.8, 0.8], 1.0, [0.3, 0.6]),
]


def _any_model(rng, *, zero, ratio, size, target):
    """A model whose error is given by the larger of its inputs: then a nudge shows that is too large.

    The inputs are few enough to come again, with another target.  Where that lies between two given numbers,
    the weight of the smaller input is small.
    """
    x = np.round(rng.uniform(0.5, 2.5, 2) * rng.choice([-1.0, 1.0], 2), 1) * size
    x[int(rng.integers(2))] *= not zero
    w = np.round(rng.uniform(0.2, 1.5, 2) * rng.choice([-1.0, 1.0], 2), 2)
    error = np.abs(x).max() / ratio * rng.choice([-1.0, 1.0])
    if not target:
        return _two_weights(x, float(np.round(x @ w - error, 4)), w)
    y = float(np.round(rng.uniform(*target) * rng.choice([-1.0, 1.0]), 4))
    large = np.abs(x).argmax()
    w[1 - large] *= 0.01
    w[large] += (y + error - x @ w) / x[large]
    return _two_weights(x, y, w)


MODELS = Domain(
    _any_model,
    features(
        zero=(False, False, True),
        ratio=(5.0, 3.0, 1.5, 0.5, 0.02),
        size=(1.0, 0.2, 0.1),
        target=((), (0.004, 0.0095), (11, 20)),
    ),
    holds=lambda case: abs(case["x"] @ case["w"] - case["y"]) > np.abs(case["x"]).max() / 5.5 > 0,
)


def partials(x, y, w):
    """The two partial derivatives of the loss, by nudging.

    x: the two inputs; y: the target; w: the two weights; all numbers.
    The prediction is x1 * w1 + x2 * w2, the loss is half the squared error.
    Returns [dL/dw1, dL/dw2].
    """
    x1, x2 = x
    w1, w2 = w
    nudge = 1e-6

    def loss(w1, w2):
        return (x1 * w1 + x2 * w2 - y) ** 2 / 2

    before = loss(w1, w2)
    return [(loss(w1 + nudge, w2) - before) / nudge, (loss(w1, w2 + nudge) - before) / nudge]


def _model(x, y, w):
    """The numbers of a call as a case; raises ValueError where they are none."""
    x, w = np.asarray(x, dtype=float), np.asarray(w, dtype=float)
    if x.shape != (2,) or w.shape != (2,):
        raise ValueError("x and w are two numbers each.")
    return _two_weights(x, float(y), w)


def test_partials(partials):
    """Stop with an assert if `partials` is wrong, and run to the end if it is right.

    partials: called as partials([x1, x2], y, [w1, w2]), it returns [dL/dw1, dL/dw2] of the model in the
    question before.
    """
    nudge = 1e-6

    def loss(w1, w2):
        return (1.5 * w1 + 3 * w2 - 1) ** 2 / 2

    slopes = partials([1.5, 3], 1, [0.5, 0.4])
    assert abs(slopes[0] - (loss(0.5 + nudge, 0.4) - loss(0.5, 0.4)) / nudge) < 0.001
    assert abs(slopes[1] - (loss(0.5, 0.4 + nudge) - loss(0.5, 0.4)) / nudge) < 0.001


WITHOUT_INPUT = Mistake(
    id="L03-NO-INPUT",
    name="adds the nudge of a weight to the prediction, without its input",
    belief="What is added to the weight is added to the prediction.",
    hint="The nudge is multiplied by something before it reaches the prediction. By what?",
    example="nudged = prediction + nudge",
    changes={"nudged": lambda v: v.prediction + v.nudge},
)
OTHER_WEIGHT = Mistake(
    id="L03-OTHER-WEIGHT",
    name="nudges w1 and not w2",
    belief="The first weight is the one to be moved.",
    hint="Which of the two weights grows here?",
    example="nudged = x1 * (w1 + nudge) + x2 * w2",
    changes={"nudged": lambda v: v.prediction + v.nudge * v.x1},
)
BOTH_WEIGHTS = replace(
    ALL_AT_ONCE,
    example="nudged = x1 * (w1 + nudge) + x2 * (w2 + nudge)",
    changes={"nudged": lambda v: v.prediction + v.nudge * (v.x1 + v.x2)},
)
ONE_NUDGE = Pipeline(
    "one_nudge",
    {
        "prediction": lambda v: v.x1 * v.w1 + v.x2 * v.w2,
        "before": lambda v: (v.prediction - v.y) ** 2 / 2,
        "nudged": lambda v: v.prediction + v.nudge * v.x2,
        "after": lambda v: (v.nudged - v.y) ** 2 / 2,
        "slope": lambda v: (v.after - v.before) / v.nudge,
    },
    (WITHOUT_INPUT, OTHER_WEIGHT, BOTH_WEIGHTS),
)
NUDGE_CASE = {"x1": 0.1, "x2": 3.0, "y": 2.0, "w1": 8.0, "w2": 0.1, "nudge": 0.1}


def _page_with_the_slip(v):
    """The lines of the page: right before the slip, and what follows from it."""
    wrong = ONE_NUDGE.run({name: getattr(v, name) for name in NUDGE_CASE}, WITHOUT_INPUT)
    told = {"wrong_p": wrong.nudged, "wrong_after": wrong.after, "wrong_slope": wrong.slope}
    return {"p": v.prediction, "before": v.before, **told}


NUDGE_NUMBERS = vary(
    NUDGE_CASE,
    ONE_NUDGE,
    {
        "x1": (0.1, 0.2, 0.3, 0.4),
        "x2": steps(2, 6),
        "y": steps(2, 5, 0.5),
        "w1": steps(5, 9),
        "w2": (0.1, 0.2, 0.3),
        "nudge": (0.1, 0.2),
    },
    holds=lambda v: abs(v.before) > 0.02,
    shown=_page_with_the_slip,
)

ONE_HOUSE = {"size": 2.0, "price": 3.0, "w": 1.0, "nudge": 0.1, "there": 2.5}
ONE_HOUSE_NUMBERS = vary(
    ONE_HOUSE,
    ONE_WEIGHT,
    {
        "size": (1.5, 2.0, 2.5, 3.0, 4.0),
        "price": steps(2, 9),
        "w": steps(0.5, 2, 0.5),
        "nudge": (0.1, 0.2),
        "there": steps(1.5, 4, 0.5),
    },
    alike=lambda v: (v.slope > 0, v.secant > 0, v.slope_there > 0),
    holds=lambda v: abs(v.slope_there) < 30,
    shown=lambda v: {"after": v.w + v.nudge, "secant": v.secant, "slope": v.slope},
)

QUESTIONS = [
    Question(
        name="slopes",
        objective="03.1",
        points=2,
        parts=True,
        answer=Array(
            (3,),
            (tr("the secant at {w}"), tr("the derivative at {w}"), tr("the derivative at {there}")),
            tolerance=5e-4,
        ),
        stub="slopes = [..., ..., ...]",
        solution="""
import sympy

w = sympy.Symbol("w")
loss = ({size:code} * w - {price:code}) ** 2 / 2
before, after = loss.subs(w, {w:code}), loss.subs(w, {after:code})
slope = sympy.diff(loss, w)
slopes = [(after - before) / {nudge:code}, slope.subs(w, {w:code}), slope.subs(w, {there:code})]
""",
        pipeline=ONE_WEIGHT,
        quantity=lambda v: np.array([v.secant, v.slope, v.slope_there]),
        cases=[ONE_HOUSE],
        vary=ONE_HOUSE_NUMBERS,
    ),
    Question(
        name="reading",
        objective="03.1",
        points=1,
        answer=Choice(),
    ),
    Question(
        name="partials",
        objective="03.2",
        points=3,
        answer=Function("partials", Array((2,), ("dL/dw1", "dL/dw2"), tolerance=2e-3), nudges=True),
        solution=partials,
        pipeline=TWO_WEIGHTS,
        quantity=lambda v: v.slopes,
        cases=TWO_WEIGHT_CASES,
        arguments=lambda case: (case["x"].tolist(), case["y"], case["w"].tolist()),
        domain=MODELS,
    ),
    Question(
        name="test_partials",
        objective="03.2",
        points=1,
        parts=True,
        answer=BreakingTest(
            "test_partials",
            "partials",
            _model,
            (
                "L03-ALL-AT-ONCE",
                "L03-STAYS-NUDGED",
                "L03-EXCHANGED",
                "L03-SHARES",
                "L03-NUDGES-INPUTS",
                "L03-NO-HALF",
            ),
        ),
        solution=test_partials,
        pipeline=TWO_WEIGHTS,
        quantity=lambda v: v.slopes,
    ),
    Question(
        name="larger_weight",
        objective="03.3",
        points=1,
        parts=True,
        answer=Mend(
            (
                lambda v: v.prediction,
                lambda v: v.before,
                lambda v: v.nudged,
                lambda v: v.after,
                lambda v: v.slope,
            ),
            WITHOUT_INPUT,
        ),
        solution="larger_weight = [3, {x1:code} * {w1:code} + {x2:code} * ({w2:code} + {nudge:code})]",
        pipeline=ONE_NUDGE,
        quantity=lambda v: v.nudged,
        cases=[NUDGE_CASE],
        vary=NUDGE_NUMBERS,
    ),
    Question(
        name="shares",
        objective="03.3",
        points=1,
        answer=Choice(),
    ),
]
