"""The questions of exercise 04: steps of gradient descent, and how far they may go."""

from dataclasses import replace

import numpy as np

from handprop.check import Array, Axes, Choice, Derivation, Function, Match, Measure, Number, Question, Sketch
from handprop.check.domain import Domain, features, numbers
from handprop.check.mistakes import HOUSE, HOUSE_TRAINING
from handprop.check.mistakes.again import again
from handprop.check.mistakes.calculation import Mistake, Pipeline
from handprop.check.mistakes.catalogue import LOSS_AS_DELTA
from handprop.check.mistakes.training import in_every_step
from handprop.check.variants import steps, vary
from handprop.language import tr


def _case(size, price, w, lr, steps=1):
    """A house in the units that the weight belongs to."""
    return {
        "size": size,
        "price": price,
        "w": w,
        "lr": lr,
        "steps": steps,
        "size_unit": 1.0,
        "price_unit": 1.0,
    }


FRACTION = Mistake(
    id="M71-LR-0-1",
    name="takes 1 for the border, whatever the input",
    belief="The learning rate is a fraction, so it lies between 0 and 1.",
    hint="By what is the error multiplied in one step with the learning rate 1?",
    example="border = 1",
    changes={"border": lambda v: 1.0},
)
BEST = Mistake(
    id="L04-BEST",
    name="takes the learning rate that removes the error in one step for the border",
    belief="Beyond the minimum every step is too long.",
    hint="With a longer step the error changes its sign. Is it already larger than before?",
    example="border = 1 / x ** 2",
    changes={"border": lambda v: 1 / v.x**2},
)
NOT_SQUARED = Mistake(
    id="L04-NOT-SQUARED",
    name="counts the input once instead of twice",
    belief="The slope is error times input, so the input counts once.",
    hint="The input makes the slope larger. Where does it come in a second time?",
    example="border = 2 / x",
    changes={"border": lambda v: 2 / v.x},
)
OLD_SLOPE = Mistake(
    id="L04-OLD-SLOPE",
    name="takes the slope at the start in every step",
    belief="The slope belongs to the model, so it is computed once.",
    hint="After the first step the weight is another one. Is the slope still the same there?",
    example="slope = (w * size - price) * size  # before the loop",
    changes={"w": lambda v: v.path[0]["w"] + v.steps * (v.path[min(1, v.steps)]["w"] - v.path[0]["w"])},
)
RETURNS_EARLY = Mistake(
    id="L04-RETURNS-EARLY",
    name="gets no farther than the first step",
    belief="The loop goes on after a return.",
    hint="Does the second round start from the weight that the first one left? "
    "And does your return stand inside the loop, or after it?",
    example="for _ in range(steps): ...; return w",
    changes={"w": lambda v: v.path[min(1, v.steps)]["w"]},
)
NO_LOOP = Mistake(
    id="L04-NO-LOOP",
    name="makes one step, however many are asked for",
    belief="The number of steps belongs to the learning rate.",
    hint="Which line of yours depends on the number of steps?",
    example="return w - learning_rate * (w * size - price) * size",
    changes={"w": lambda v: v.start["w"] - v.lr * (v.start["w"] * v.size - v.price) * v.size},
)
RETURNS_LOSS = Mistake(
    id="L04-RETURNS-LOSS",
    name="returns the loss instead of the weight",
    belief="Training is about the loss, so the loss comes back.",
    hint="Which of the two is asked for, the weight or the loss?",
    example="return (w * size - price) ** 2 / 2",
    changes={"w": lambda v: v.loss},
)
ONE_TOO_FEW = Mistake(
    id="L04-ONE-TOO-FEW",
    name="makes one step less than asked for",
    belief="The start counts as the first step.",
    hint="With 1 step, what should come back: the weight at the start, or another one?",
    example="for _ in range(steps - 1):",
    changes={"w": lambda v: v.path[max(0, v.steps - 1)]["w"]},
)
ONE_TOO_MANY = Mistake(
    id="L04-ONE-TOO-MANY",
    name="makes one step more than asked for",
    belief="Counting begins at 0, so one has to be added.",
    hint="With 0 steps, what should come back?",
    example="for _ in range(steps + 1):",
    changes={"w": lambda v: v.path[-1]["w"] - v.lr * (v.path[-1]["w"] * v.size - v.price) * v.size},
)
RETURNS_PREDICTION = Mistake(
    id="L04-RETURNS-PREDICTION",
    name="returns the prediction instead of the weight",
    belief="What is wanted of a model is its prediction.",
    hint="Which of the two is asked for, the weight or the prediction?",
    example="return w * size",
    changes={"w": lambda v: v.path[-1]["w"] * v.size},
)

# The same mistakes in words that this lesson knows: delta comes in lesson 05.
WORDS = {
    "M02-TARGET-MINUS": {
        "name": "takes target minus prediction for the error, but still subtracts",
        "hint": "Where the prediction is too high, is the slope positive or negative? And what is yours?",
    },
    "M03-ABS-ERROR": {
        "hint": "If the prediction were too high by the same amount instead of too low, would your weight "
        "move the other way?"
    },
    "M04-BLAME-LOWER": {
        "name": "lowers the weight in every step",
        "belief": "A prediction that is wrong has too large a weight.",
        "hint": "Where the prediction is too low and the size is positive, would a smaller weight help?",
    },
    "M12-KEEP-HALF": {"example": "slope = 0.5 * error * size"},
    "M13-LOSS-AS-DELTA": {
        "name": "multiplies the size by the loss instead of the error",
        "belief": "The slope of the loss is made of the loss.",
        "example": "slope = 0.5 * error ** 2 * size",
    },
    "M15-GRAD-OF-OUTPUT": {
        "name": "takes the slope of the prediction instead of the slope of the loss",
        "hint": "How would your slope know whether the prediction was too high or too low?",
        "example": "slope = size",
    },
    "M49-NOT-ZEROED": {
        "name": "keeps adding to the slopes of the steps before",
        "belief": "All slopes on the way count.",
        "hint": "With which slope should the second step be made: that of its place, or a sum of two?",
        "example": "slope += (w * size - price) * size",
    },
}


def _in_words(mistakes):
    return tuple(replace(mistake, **WORDS.get(mistake.id, {})) for mistake in mistakes)


PRICE_FOR_SIZE = Mistake(
    id="L04-PRICE-FOR-SIZE",
    name="multiplies the error by the price instead of the size",
    belief="A house has two numbers, and either will do.",
    hint="The prediction is w · size. When w grows by 0.01, by how much does the prediction grow?",
    example="slope = (w * size - price) * price",
    changes={"dw": lambda v: v.error * v.y},
)
LOSS_FOR_SLOPE = Mistake(
    id="L04-LOSS-FOR-SLOPE",
    name="takes the loss itself for its slope",
    belief="The loss says how far the weight has to move.",
    hint="The loss is never negative. Can a slope be negative, and when is it?",
    example="slope = (w * size - price) ** 2 / 2",
    changes={"dw": lambda v: v.loss},
)

ONE_STEP = Pipeline(
    "one_weight_step", HOUSE.stages, (*_in_words(HOUSE.mistakes), PRICE_FOR_SIZE, LOSS_FOR_SLOPE)
)
TRAINING = Pipeline(
    "one_weight_training",
    HOUSE_TRAINING.stages,
    (
        *_in_words(HOUSE_TRAINING.mistakes),
        *(in_every_step(HOUSE, mistake, {"w": "next_w"}) for mistake in (PRICE_FOR_SIZE, LOSS_FOR_SLOPE)),
        OLD_SLOPE,
        RETURNS_EARLY,
        NO_LOOP,
        ONE_TOO_FEW,
        ONE_TOO_MANY,
        RETURNS_PREDICTION,
        RETURNS_LOSS,
    ),
)

ADDED = Mistake(
    id="L04-ADDED",
    name="adds the step instead of subtracting it",
    belief="A step makes the weight better, so it is added.",
    hint="Where the prediction is too high, the slope is positive. Should the weight grow there?",
    example="new_w = w + lr * error * x",
    changes={"new_w": lambda v: v.w + v.lr * v.slope},
)
NO_RATE = Mistake(
    id="L04-NO-RATE",
    name="subtracts the slope itself, without the learning rate",
    belief="The slope is the step.",
    hint="Which number decides how far a step goes?",
    example="new_w = w - error * x",
    changes={"new_w": lambda v: v.w - v.slope},
)
NO_INPUT = Mistake(
    id="L04-NO-INPUT",
    name="takes the error for the slope, without the input",
    belief="The slope of the loss is the error.",
    hint="If x were 0, would w matter? What is the slope then?",
    example="dL/dw = error",
    changes={"slope": lambda v: v.error},
)
LOSS_FOR_ERROR = again(
    LOSS_AS_DELTA,
    "dL/dw = error ** 2 / 2 * x",
    {"slope": lambda v: v.error**2 / 2 * v.x},
    name="multiplies the input by the loss instead of the error",
    belief="The slope of the loss is made of the loss.",
)
KEEPS_X = Mistake(
    id="L04-FACTOR-ONE-X",
    name="counts the input once where it counts twice",
    belief="The step has the input once, so the error has it once.",
    hint="The weight moves by lr · error · x, and x multiplies it once more in the prediction. By how much "
    "does the error move?",
    example="new_error = error * (1 - lr * x)",
    changes={"new_error": lambda v: v.error * (1 - v.lr * v.x)},
)
BORDER = Pipeline(
    "border",
    {
        "error": lambda v: v.w * v.x - v.y,
        "slope": lambda v: v.error * v.x,
        "new_w": lambda v: v.w - v.lr * v.slope,
        "new_error": lambda v: v.new_w * v.x - v.y,
        "factor": lambda v: v.new_error / v.error,
        "border": lambda v: 2 / v.x**2,
    },
    (FRACTION, BEST, NOT_SQUARED, ADDED, NO_RATE, NO_INPUT, LOSS_FOR_ERROR, KEEPS_X),
)
BORDER_CASE = {"x": 40.0, "w": 0.3, "y": 5.0, "lr": 0.001}
BORDER_LINES = Derivation(
    {"lr": lambda v: v.lr, "x": lambda v: v.x, "w": lambda v: v.w, "y": lambda v: v.y},
    {
        "dL/dw": lambda v: v.slope,
        "new_w": lambda v: v.new_w,
        "new_error": lambda v: v.new_error,
        "factor": lambda v: v.factor,
        "border": lambda v: v.border,
        "dL/derror": lambda v: v.error,
        "derror/dw": lambda v: v.x,
    },
    formulas=("factor",),
    numbers=("border",),
    also={"error": "w * x - y"},
    others=[
        {"x": 2.0, "w": 0.7, "y": 1.0, "lr": 0.1},
        {"x": -1.5, "w": 1.2, "y": 0.4, "lr": 0.3},
        {"x": 0.6, "w": -0.8, "y": 1.7, "lr": 1.1},
        {"x": 3.1, "w": 0.9, "y": -0.5, "lr": 0.25},
    ],
)


def train(size, price, w, learning_rate, steps):
    """Train the model prediction = w * size by gradient descent.

    size, price: one house; w: the weight at the start; all numbers; steps: how many steps, an int.
    The loss is half the squared error.  Returns the weight after the last step.
    """
    for _ in range(steps):
        slope = (w * size - price) * size
        w = w - learning_rate * slope
    return w


# Both signs of the error and of the size, a jump over the minimum, a loss that rises, and no step at all.
TRAINING_CASES = [
    _case(2.5, 3.0, 1.5, 0.1, 2),
    _case(1.5, 1.0, 1.0, 0.05, 3),
    _case(-0.8, 1.3, 0.4, 0.3, 4),
    _case(2.0, 1.0, 0.9, 0.4, 3),
    _case(1.0, 0.7, 2.0, 2.2, 4),
    _case(2.5, 4.0, 0.3, 0.07, 1),
    _case(2.5, 4.0, 0.3, 0.07, 0),
    _case(2.0, 3.0, 1.0, 0.9, 20),  # a weight that runs away
    _case(2.0, 3.0, 1.0, 0.01, 40),
]


def _any_training(rng, *, kind, pull, steps, lands_on_0):
    """`pull` is what one step makes of the distance to the best weight: too slow, a jump, or too far.

    Only the weight is ever small: a small size would need a huge learning rate.
    """
    size, price = (float(number) for number in numbers(rng, "plain" if kind == "small" else kind, 2))
    w = float(numbers(rng, kind))
    size = size or 1.0
    low, high = pull
    lr = float(f"{rng.uniform(low, high) / size**2:.3g}")
    if lands_on_0 and lr:  # and has to go on from there
        price = w * size - w / (lr * size)
    return _case(size, price, w, lr, int(rng.integers(steps[0], steps[1] + 1)))


TRAININGS = Domain(
    _any_training,
    features(
        kind=("plain", "whole", "repeated", "small", "large", "far"),
        pull=((0.02, 0.2), (0.4, 0.9), (1.1, 1.8), (2.1, 2.4)),
        steps=((0, 2), (3, 12)),
        lands_on_0=(False, False, False, True),
    ),
    holds=lambda case: case["size"] != 0 and case["lr"] > 0,
)


def _part(v):
    """What a step leaves of the error."""
    return 1 - v.lr * v.size**2


STEP_CASE = _case(2.5, 4.0, 3.0, 0.1)
STEP_NUMBERS = vary(
    STEP_CASE,
    ONE_STEP,
    {
        "size": (1.5, 2.0, 2.5, 3.0, 4.0),
        "price": steps(1, 6, 0.5),
        "w": steps(0.5, 3, 0.5),
        "lr": (0.05, 0.1, 0.2),
    },
    alike=lambda v: v.error > 0,
    holds=lambda v: 0.1 < _part(v) < 0.9,
    shown=lambda v: {"error": v.error, "left": v.new_prediction - v.price, "part": _part(v)},
)
# Inputs for which 2 / x² has few digits.
_NICE = (
    2,
    2.5,
    3.125,
    4,
    5,
    6.25,
    8,
    10,
    12.5,
    16,
    20,
    25,
    31.25,
    32,
    40,
    50,
    62.5,
    80,
    100,
    125,
    160,
    200,
    250,
)
BORDER_NUMBERS = vary(BORDER_CASE, BORDER, {"x": (*_NICE, 320, 400, 500, 625, 800)})

UNITS_CASE = _case(2000.0, 150_000.0, 60.0, 1e-8)
UNITS_NUMBERS = vary(
    UNITS_CASE,
    ONE_STEP,
    {"size": steps(1000, 3000, 100), "price": steps(100_000, 300_000, 10_000), "w": steps(50, 95, 5)},
    alike=lambda v: v.error < 0,
    holds=lambda v: abs(v.error) > 5000,
    shown=lambda v: {"error": v.error, "slope": v.dw},
)

ERROR_FOR_LOSS = Mistake(
    id="L04-ERROR-FOR-LOSS",
    name="draws the error, which changes its sign, for the loss",
    belief="Error and loss are the same thing.",
    hint="The loss is half the square of the error. Can it be below 0?",
    example="curve = factor ** steps",
    changes={"curve": lambda v: v.factor**v.step},
)
SIZE_FOR_LOSS = Mistake(
    id="L04-SIZE-FOR-LOSS",
    name="draws the size of the error for the loss",
    belief="The loss grows as the error does.",
    hint="The error is multiplied by the same number in each step. By what is its square multiplied?",
    example="curve = abs(factor) ** steps",
    changes={"curve": lambda v: np.abs(v.factor) ** v.step},
)
ALWAYS_FALLS = Mistake(
    id="L04-ALWAYS-FALLS",
    name="lets the loss fall, as it does with a rate that is small enough",
    belief="A step goes downhill, so the loss falls.",
    hint="By what is the error multiplied in one step? Is it nearer to 0 afterwards?",
    example="curve = (1 / factor ** 2) ** steps",
    changes={"curve": lambda v: v.factor ** (-2 * v.step)},
)
SAME_SWING = Mistake(
    id="L04-SAME-SWING",
    name="lets the loss stay, as it does exactly at the border",
    belief="A step that is too long jumps to the other side, as far away as before.",
    hint="At which learning rate is the error multiplied by exactly −1? Is this one larger?",
    example="curve = 1",
    changes={"curve": lambda v: np.ones(len(v.step))},
)
LOSS_CURVE = Pipeline(
    "loss_curve",
    {"factor": lambda v: 1 - v.lr * v.x**2, "curve": lambda v: v.factor ** (2 * v.step)},
    (ERROR_FOR_LOSS, SIZE_FOR_LOSS, ALWAYS_FALLS, SAME_SWING),
)
STEPS = np.arange(5)

QUESTIONS = [
    Question(
        name="one_step",
        objective="04.1",
        points=1,
        parts=True,
        answer=Array((3,), (tr("the slope"), tr("the new weight"), tr("the new prediction")), tolerance=5e-4),
        stub="one_step = [..., ..., ...]",
        solution="""
slope = ({w:code} * {size:code} - {price:code}) * {size:code}
weight = {w:code} - {lr:code} * slope
one_step = [slope, weight, weight * {size:code}]
""",
        pipeline=ONE_STEP,
        quantity=lambda v: np.array([v.dw, v.new_w, v.new_prediction]),
        cases=[STEP_CASE],
        vary=STEP_NUMBERS,
    ),
    Question(
        name="minus",
        objective="04.1",
        points=1,
        answer=Choice(),
    ),
    Question(
        name="train",
        objective="04.2",
        points=3,
        answer=Function("train", Number(tr("The weight after training"), tolerance=1e-5)),
        solution=train,
        pipeline=TRAINING,
        quantity=lambda v: v.w,
        cases=TRAINING_CASES,
        arguments=lambda case: (case["size"], case["price"], case["w"], case["lr"], case["steps"]),
        domain=TRAININGS,
    ),
    Question(
        name="behaviours",
        objective="04.2",
        points=1,
        parts=True,
        answer=Match(mistakes={"b4": "M72-LR-TOO-SMALL", "c3": "M70-LR-TOO-BIG"}),
    ),
    Question(
        name="loss_curve",
        objective="04.2",
        points=1,
        answer=Sketch(
            (5,),
            (tr("the start"), *(tr("step {k}", k=k) for k in STEPS[1:])),
            axes=Axes(STEPS, (-2, 8), 5, tr("step"), tr("loss")),
            known=(0,),
        ),
        stub="loss_curve = [1, ..., ..., ..., ...]",
        solution="loss_curve = [1, 1.4, 2, 3, 4.3]",
        pipeline=LOSS_CURVE,
        quantity=lambda v: v.curve,
        cases=[{"x": 1.0, "lr": 2.2, "step": STEPS}],
    ),
    Question(
        name="border",
        objective="04.3",
        points=2,
        parts=True,
        answer=BORDER_LINES,
        solution='''
border = """
dL/dw = error * x
new_w = w - lr * error * x
new_error = error - lr * error * x * x
factor = 1 - lr * x**2
border = 2 / {x:code}**2
"""
''',
        pipeline=BORDER,
        quantity=BORDER_LINES.every,
        cases=[BORDER_CASE],
        vary=BORDER_NUMBERS,
    ),
    Question(
        name="units",
        objective="04.3",
        points=1,
        parts=True,
        answer=Measure(
            "dollars * square feet",
            "dollars per metre",
            tr("A slope is error times size. Which two units meet there?"),
        ),
        solution='units = "{slope:code} dollars * square feet"',
        pipeline=ONE_STEP,
        quantity=lambda v: v.dw,
        cases=[UNITS_CASE],
        vary=UNITS_NUMBERS,
    ),
]
