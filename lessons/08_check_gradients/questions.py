"""The questions of exercise 08: central differences, relative error, and finding a fault."""

import numpy as np

from handprop.check import Array, BreakingTest, Choice, Function, Number, Question
from handprop.check.cases import from_example, random_case, slope_case, typed
from handprop.check.domain import Domain, features, numbers
from handprop.check.mistakes import CENTRAL_DIFFERENCE, CHAIN_RELU, GRADIENT_COMPARISON, RELU_STEP, by_id
from handprop.check.mistakes.again import again
from handprop.check.mistakes.calculation import Mistake, Pipeline, Values
from handprop.check.mistakes.chain import as_numbers
from handprop.check.variants import steps, vary
from handprop.examples import get
from handprop.language import tr


def whole_number_case(seed, x):
    """The derivative of a random network's loss by its inputs, at inputs that are whole numbers.

    The step is large, so that a nudge that is never taken back shows.
    """
    return _loss_case(random_case(seed) | {"x": np.array(x, dtype=float)}, h=0.1)


def _loss_case(case, h):
    """The loss of a network as a function of its inputs."""
    shown = slope_case(case, "x", h=h)
    W1, W2, y = case["W1"].tolist(), case["W2"].tolist(), case["y"].item()
    return shown | {
        "f": typed(shown["f"], f"np.sum(np.maximum(0, x @ np.array({W1})) @ {W2} - {y:g}) ** 2 / 2")
    }


SLOPE_CASES = [
    _loss_case(from_example(get("seed")), h=1e-5),
    *(whole_number_case(seed, x) for seed, x in [(72, (1, -2)), (61, (-3, 2)), (62, (4, 1)), (63, (-1, -2))]),
    # The loss of a ReLU network has no third derivative, so that any step gives the same slope; this one has.
    {
        "f": typed(lambda x: x[0] ** 3 + x[0] * x[1], "x[0]**3 + x[0] * x[1]"),
        "w": np.array([2.0, -1.0]),
        "h": 0.5,
    },
]


def _without_nudge(stage):
    """What f gives at the point itself, in place of the nudged points."""
    return lambda v: CENTRAL_DIFFERENCE.stages[stage](Values(**{**vars(v), "step": 0.0}))


TO_THE_LEFT = again(
    by_id()["M62-FORWARD-DIFF"],
    "slope = (f(w) - f(w - h)) / h",
    {"above": _without_nudge("above"), "width": lambda v: v.step},
    name="uses a one-sided difference, to the left",
)


def _slopes_of_integers(v):
    """Nudged up, down and back in place; an array of integers cuts off what each of the three leaves over."""
    point, slopes = CENTRAL_DIFFERENCE.run(vars(v), by_id()["M68-INT-INPUT"]).point, []
    for k in range(len(point)):
        point[k] = point[k] + v.step
        above = v.f(point)
        point[k] = point[k] - 2 * v.step
        slopes.append((above - v.f(point)) / (2 * v.step))
        point[k] = point[k] + v.step
    return slopes


HALF_OF_ONE_SIDE = again(
    by_id()["M62-FORWARD-DIFF"],
    "slope = (f(w + h) - f(w)) / (2 * h)",
    {"below": _without_nudge("below")},
    name="nudges to one side only, and divides by two steps all the same",
    hint="At which two points do you ask f, and how far are they apart?",
)
NOT_DIVIDED = Mistake(
    id="L08-NOT-DIVIDED",
    name="takes the difference of the two values and does not divide it",
    belief="The difference is the slope.",
    hint="By how much would f change over a whole 1, at that rate?",
    example="slope = f(w + h) - f(w - h)",
    changes={"width": lambda v: 1.0},
)
NO_BRACKETS = Mistake(
    id="L08-NO-BRACKETS",
    name="divides by 2 and multiplies by h: the brackets round 2 * h are missing",
    belief="What stands to the right of the / is all below it.",
    hint="In which order does Python work out 6 / 2 * 3?",
    example="slope = (f(w + h) - f(w - h)) / 2 * h",
    changes={"width": lambda v: 2 / v.step},
)
_DIVISIONS = (HALF_OF_ONE_SIDE, NOT_DIVIDED, NO_BRACKETS)
BY_HAND = Pipeline(
    "by_hand",
    CENTRAL_DIFFERENCE.stages,
    (
        Mistake(
            id="DERIVATIVE-ITSELF",
            name="gives the derivative, not the difference",
            belief="The central difference is the slope.",
            hint="What does the step {h} do in your calculation?",
            example="central = 3 * {w}**2",
            changes={"slope": lambda v: 3 * v.w**2},
        ),
        TO_THE_LEFT,
        *CENTRAL_DIFFERENCE.mistakes,
        *_DIVISIONS,
    ),
)
IN_A_FUNCTION = Pipeline(
    "in_a_function",
    CENTRAL_DIFFERENCE.stages,
    (
        Mistake(
            id="STEP-IGNORED",
            name="finds the slope as with a far smaller step than the one asked for, such as 1e-5",
            belief="The best step is known, so there is no need for another.",
            hint="Where does your function use h? How far apart are the two points at which f is asked?",
            example="h = 1e-5",
            changes={"step": lambda v: 1e-5},
        ),
        again(
            by_id()["M68-INT-INPUT"],
            "x = np.array([2, 3]); x[0] += h; above = f(x); x[0] -= 2 * h; below = f(x); x[0] += h",
            {"slope": _slopes_of_integers},
            name="nudges an array of integers up and down in place, which cuts off each nudge",
        ),
        Mistake(
            id="L03-ALL-AT-ONCE",
            name="nudges both numbers at the same time",
            belief="f depends on both numbers, so both have to be moved.",
            hint="If both numbers move and f rises, which of the two was it?",
            example="slope = (f(x + h) - f(x - h)) / (2 * h)",
            changes={
                "slope": lambda v: np.full(2, (v.f(v.w + v.step) - v.f(v.w - v.step)) / (2 * v.step)),
            },
        ),
        TO_THE_LEFT,
        Mistake(
            id="ONE-ARRAY-TWO-NAMES",
            name="asks f twice at the same point",
            belief="A second name makes a second array.",
            hint="Print both points before f is called. Have they two names for one array, or has a nudge "
            "been cut to 0 in an array of whole numbers?",
            example="below = above; above[k] += h; below[k] -= h",
            changes={"slope": lambda v: np.zeros(2)},
        ),
        *CENTRAL_DIFFERENCE.mistakes,
        *_DIVISIONS,
    ),
)


def pair(analytic, numeric):
    """Two gradients to compare, as a case."""
    return {"analytic": np.array(analytic), "numeric": np.array(numeric), "tolerance": 1e-6}


# Ordinary numbers first: with a 0 among them, the known mistakes divide by it.
PAIRS = [
    pair([0.8, -0.25, 0.031], [-0.4, -0.26, 0.0325]),
    pair([1.2, -3.4, 0.5], [2.4, -3.4, 0.51]),
    pair([4e-6, 3.0, -2.0], [6e-6, 3.0, -2.00001]),
    pair([0.0, 1.5, -0.7], [0.0, 1.5001, -0.7]),
    pair([0.0, 0.2, 0.3], [0.4, 0.2, 0.3]),
    # Errors and gradients that some call equal to nothing; float32 can hold these numbers.
    pair([1.0, 0.5, -2.0], [1.0 + 2**-17, 0.5, -2.0]),
    pair([2**-28, 0.0, 2**-27], [1.5 * 2**-28, 0.0, 2**-27]),
    pair([-1.0, 1.0, 1.0], [-2.0, 1.0, 1.0]),  # the worst pair is two negative numbers
]


def _with_constant(constant, divisor):
    return Mistake(
        id="SMALL-CONSTANT",
        name="adds a small constant to the divisor, or divides by no less than it, to be safe from 0",
        belief="A small constant changes nothing.",
        hint="How large is your constant beside the smallest gradients here? Ask for 0 with an if instead.",
        example="error = abs(a - n) / (max(abs(a), abs(n)) + 1e-8)",
        changes={"error": lambda v: v.difference / divisor(v, constant)},
    )


def _divided(v, size):
    return np.where(v.difference == 0, 0.0, v.difference / size)


def _larger(v):
    return np.maximum(np.abs(v.analytic), np.abs(v.numeric))


SMALL_CONSTANTS = tuple(
    _with_constant(10.0**-k, divisor)
    for k in range(3, 12)
    for divisor in (
        lambda v, constant: _larger(v) + constant,
        lambda v, constant: np.maximum(_larger(v), constant),
    )
)
COMPARISON = Pipeline(
    "comparison",
    GRADIENT_COMPARISON.stages,
    (
        *GRADIENT_COMPARISON.mistakes,
        *SMALL_CONSTANTS,
        Mistake(
            id="L08-SUM-OF-SIZES",
            name="divides by the sum of the two sizes, and not by the larger one",
            belief="A relative error compares with both numbers.",
            hint="What does your function return for 1 and 0? The question says by what to divide.",
            example="error = abs(a - n) / (abs(a) + abs(n))",
            changes={"error": lambda v: _divided(v, np.abs(v.analytic) + np.abs(v.numeric))},
        ),
        Mistake(
            id="L08-MEAN-OF-SIZES",
            name="divides by the mean of the two sizes, and not by the larger one",
            belief="A relative error compares with the middle of both numbers.",
            hint="What does your function return for 1 and 0? The question says by what to divide.",
            example="error = abs(a - n) / ((abs(a) + abs(n)) / 2)",
            changes={"error": lambda v: _divided(v, (np.abs(v.analytic) + np.abs(v.numeric)) / 2)},
        ),
        Mistake(
            id="L08-SUM-OF-ERRORS",
            name="adds up the errors of the pairs instead of keeping the largest",
            belief="All errors together tell how wrong it is.",
            hint="Three pairs have errors of 0.1, 0.2 and 0.3. Which number is asked for?",
            example="worst = worst + abs(a - n) / size",
            changes={"worst": lambda v: np.sum(v.error)},
        ),
        Mistake(
            id="L08-MEAN-OF-ERRORS",
            name="takes the mean of the errors of the pairs instead of the largest",
            belief="A mean tells how good the gradient is.",
            hint="One of a million slopes is wrong. Would a mean show it?",
            example="return sum(errors) / len(errors)",
            changes={"worst": lambda v: np.mean(v.error)},
        ),
        Mistake(
            id="SIGNED-LARGER",
            name="divides by the larger number, and not by the larger size",
            belief="The larger of two numbers is the one that is farther to the right.",
            hint="What do you divide by for −1 and −2, and which sign does the error have then?",
            example="error = abs(a - n) / max(a, n)",
            changes={
                "error": lambda v: np.where(
                    v.difference == 0, 0.0, v.difference / np.maximum(v.analytic, v.numeric)
                )
            },
        ),
    ),
)

# One gate is closed; the numbers are those of somebody who forgets it.
_FAULT = random_case(4, closed=(1,))
_RIGHT = RELU_STEP.run(_FAULT)
_WRONG = RELU_STEP.run(_FAULT, by_id()["M33-NO-GATE"])
_PLACES = [(name, place) for name, shape in [("W1", (2, 2)), ("W2", (2, 1))] for place in np.ndindex(shape)]
_TABLE = "\n".join(
    f"| {name}[{place[0]}, {place[1]}] | {getattr(_WRONG, 'd' + name)[place] + 0:.4g} "
    f"| {getattr(_RIGHT, 'd' + name)[place] + 0:.4g} |"
    for name, place in _PLACES
)


def _polynomial(a, b, c, d):
    """A function of two numbers with mixed and with higher terms, so that the step shows."""

    def f(x):
        x1, x2 = np.asarray(x)
        return a * x1**3 + b * x1 * x2 + c * x2**3 + d * x1 * x2**2

    terms = f"{a:g} * x[0]**3 + {b:g} * x[0] * x[1] + {c:g} * x[1]**3 + {d:g} * x[0] * x[1]**2"
    return typed(f, terms.replace("+ -", "- "))


def _any_slope(rng, *, step, point, kind):
    point = rng.integers(-4, 5, 2).astype(float) * (point == "anywhere")  # at 0 the slopes are small
    coefficients = np.round(numbers(rng, kind, 4), 1)  # short, for a failing call is shown
    return {"f": _polynomial(*coefficients), "w": point, "h": step}


SLOPES = Domain(
    _any_slope,
    features(
        step=(0.5, 0.1, 1e-2, 1e-4), point=("anywhere", "anywhere", "at 0"), kind=("plain", "plain", "far")
    ),
    count=100,
    holds=lambda case: case["h"] > 0,
)


def _any_pair(rng, *, kind, how):
    analytic, numeric = numbers(rng, kind, 3), numbers(rng, kind, 3)
    if how == "near":
        numeric = np.round(analytic * (1 + rng.uniform(-0.5, 0.5, 3)), 3)
    if how == "all are 0":
        return pair(np.zeros(3), np.zeros(3))
    place = int(rng.integers(3))
    analytic[place] *= how not in ("one is 0", "both are 0")
    numeric[place] *= how != "both are 0"
    return pair(analytic, numeric)


GRADIENT_PAIRS = Domain(
    _any_pair,
    features(
        kind=("plain", "whole", "repeated", "wide", "far"),
        how=("near", "near", "free", "one is 0", "both are 0", "all are 0"),
    ),
)


def numeric_gradient(f, x, h):
    """The gradient of f at x by central differences.

    f: takes an array of two numbers, returns a number; x: a list of two numbers; h: the step.
    Returns two numbers.
    """
    gradient = []
    for k in range(2):
        above, below = np.array(x, dtype=float), np.array(x, dtype=float)
        above[k] += h
        below[k] -= h
        gradient.append((f(above) - f(below)) / (2 * h))
    return gradient


def worst_error(analytic, numeric):
    """The largest relative error between two gradients, two lists of three numbers.

    Two zeros have the error 0.  Returns one number.
    """
    worst = 0
    for a, n in zip(analytic, numeric, strict=True):
        size = max(abs(a), abs(n))
        if size > 0:
            worst = max(worst, abs(a - n) / size)
    return worst


def _gated(x, y, w1, w2):
    """The numbers of a call as a case of the 1-1-1 network without biases."""
    return {"x": float(x), "y": float(y), "w1": float(w1), "b1": 0.0, "w2": float(w2), "b2": 0.0, "lr": 0.1}


def test_gradient(gradient):
    """Stop with an assert if `gradient` is wrong, and run to the end if it is right.

    gradient: called as gradient(x, y, w1, w2) with four numbers, it returns [dL/dw1, dL/dw2] of the network
    in the question.
    """
    h = 1e-5
    for x, y, w1, w2 in [(2, 1, 0.5, -0.8), (2, 1, -0.5, 0.8), (2, -1, 0.5, 0.8), (1, 3, 0.7, 0.9)]:

        def loss(w1, w2, x=x, y=y):
            return (w2 * max(0, w1 * x) - y) ** 2 / 2

        by_nudge = [
            (loss(w1 + h, w2) - loss(w1 - h, w2)) / (2 * h),
            (loss(w1, w2 + h) - loss(w1, w2 - h)) / (2 * h),
        ]
        assert np.allclose(gradient(x, y, w1, w2), by_nudge, atol=1e-6)


CUBE = {"f": lambda w: w**3, "w": 2.0, "h": 0.1}


def _cube_shown(v):
    one_sided, exact = ((v.w + v.h) ** 3 - v.w**3) / v.h, 3 * v.w**2
    central = ((v.w + v.h) ** 3 - (v.w - v.h) ** 3) / (2 * v.h)
    return {
        "above": v.w + v.h,
        "below": v.w - v.h,
        "width": 2 * v.h,
        "central": central,
        "square": v.h**2,
        "one_sided": one_sided,
        "off": one_sided - exact,
        "exact": exact,
    }


CUBE_NUMBERS = vary(CUBE, BY_HAND, {"w": steps(1, 5, 0.5), "h": (0.1, 0.2, 0.3, 0.4, 0.5)}, shown=_cube_shown)

QUESTIONS = [
    Question(
        name="central",
        objective="08.1",
        points=1,
        answer=Number(tr("The slope")),
        solution="central = ({above:code}**3 - {below:code}**3) / {width:code}",
        pipeline=BY_HAND,
        quantity=lambda v: v.slope,
        cases=[CUBE],
        vary=CUBE_NUMBERS,
    ),
    Question(
        name="which_step",
        objective="08.1",
        points=1,
        answer=Choice(mistakes={"a": "M60-H-TOO-BIG", "d": "M61-H-TOO-SMALL"}),
    ),
    Question(
        name="numeric_gradient",
        objective="08.1",
        points=3,
        answer=Function(
            "numeric_gradient", Array((2,), (tr("the slope for x1"), tr("the slope for x2"))), nudges=True
        ),
        solution=numeric_gradient,
        pipeline=IN_A_FUNCTION,
        quantity=lambda v: v.slope,
        cases=SLOPE_CASES,
        arguments=lambda case: (case["f"], [int(number) for number in case["w"]], case["h"]),
        domain=SLOPES,
    ),
    Question(
        name="worst_error",
        objective="08.2",
        points=2,
        answer=Function("worst_error", Array((), (tr("The worst error"),))),
        solution=worst_error,
        pipeline=COMPARISON,
        quantity=lambda v: v.worst,
        cases=PAIRS,
        arguments=lambda case: (case["analytic"].tolist(), case["numeric"].tolist()),
        domain=GRADIENT_PAIRS,
    ),
    Question(
        name="find_the_fault",
        objective="08.3",
        points=1,
        answer=Choice(),
    ),
    Question(
        name="test_gradient",
        objective="08.3",
        points=1,
        parts=True,
        answer=BreakingTest(
            "test_gradient",
            "gradient",
            _gated,
            (
                "M33-NO-GATE",
                "M36-GRADIENT-RELU",
                "M26-WRONG-WEIGHT",
                "M30-USE-YHAT",
                "M34-GATE-ON-OUTPUT",
            ),
        ),
        solution=test_gradient,
        pipeline=CHAIN_RELU,
        quantity=lambda v: as_numbers(v, "dw1", "dw2"),
    ),
]
