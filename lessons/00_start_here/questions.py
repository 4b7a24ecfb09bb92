"""The self-test of lesson 00: dot product, slope, a little Python, and what back-propagation is."""

import numpy as np

from handprop.check import Array, Choice, Function, Number, Question
from handprop.check.cases import from_example
from handprop.check.domain import Domain, features, numbers
from handprop.check.mistakes import RELU_STEP
from handprop.check.mistakes.calculation import Mistake, Pipeline
from handprop.check.variants import steps, vary
from handprop.examples import get
from handprop.language import tr

DOT = Pipeline(
    "dot",
    {
        "products": lambda v: v.values * v.weights,
        "dot": lambda v: np.sum(v.products),
    },
    (
        Mistake(
            id="D01-NO-SIGN",
            name="loses a minus",
            belief="A product of numbers is as large as the numbers are.",
            hint="What is 4 times −2, and does adding it make the sum larger or smaller?",
            example="abs(a) * abs(b)",
            changes={"products": lambda v: np.abs(v.values * v.weights)},
        ),
        Mistake(
            id="D13-LAST-LEFT-OUT",
            name="leaves out the last pair",
            belief="Counting begins at 0, so it ends one earlier.",
            hint="How many pairs are there, and how many products have you added up?",
            example="for k in range(len(values) - 1): ...",
            changes={"dot": lambda v: np.sum(v.products[:-1])},
        ),
        Mistake(
            id="D02-ADD-THEN-MULTIPLY",
            name="adds up each list first and multiplies the two sums (or multiplies every number by all)",
            belief="The order of adding and multiplying does not matter.",
            hint=(
                "Each number belongs to one pair. How many pairs are there, and how many products? "
                "A loop inside a loop pairs every number with every other."
            ),
            example="sum(values) * sum(weights)",
            changes={"dot": lambda v: np.sum(v.values) * np.sum(v.weights)},
        ),
        Mistake(
            id="D03-MULTIPLY-ALL",
            name="multiplies the products with each other",
            belief="A product is made of products.",
            hint="After the pairs have been multiplied, what is done with the results?",
            example="result *= value * weight",
            changes={"dot": lambda v: np.prod(v.products)},
        ),
        Mistake(
            id="D04-CROSSED",
            name="pairs the first number of one list with the last of the other",
            belief="One of the lists is read from its end.",
            hint="Which number of the second list stands in the place of the first list's first number?",
            example="zip(values, reversed(weights))",
            changes={"products": lambda v: v.values * v.weights[::-1]},
        ),
        Mistake(
            id="D05-ADD-PAIRS",
            name="adds in pairs where pairs are to be multiplied",
            belief="A dot product adds everything up.",
            hint="What becomes of a pair in which one number is 0?",
            example="result += value + weight",
            changes={"products": lambda v: v.values + v.weights},
        ),
        Mistake(
            id="D06-LAST-ONLY",
            name="keeps the last product only",
            belief="`=` in a loop collects.",
            hint="What happens in your loop to the result of the round before?",
            example="result = value * weight",
            changes={"dot": lambda v: v.products[-1]},
        ),
        Mistake(
            id="D07-FIRST-ONLY",
            name="returns inside the loop, after the first round",
            belief="`return` belongs to the loop.",
            hint="How often does Python reach your `return`, and how far has the loop come by then?",
            example="    return result  (indented like the body of the loop)",
            changes={"dot": lambda v: v.products[0]},
        ),
        Mistake(
            id="D12-LEAVES-OUT-NEGATIVE",
            name="leaves out the products that are negative",
            belief="A negative product adds nothing.",
            hint="How many products did you add up? What does a negative one do to the sum?",
            example="if value * weight > 0: result += value * weight",
            changes={"products": lambda v: np.maximum(0, v.values * v.weights)},
        ),
    ),
)

SLOPE = Pipeline(
    "slope",
    {
        "dx": lambda v: v.x2 - v.x1,
        "dy": lambda v: v.y2 - v.y1,
        "slope": lambda v: v.dy / v.dx,
    },
    (
        Mistake(
            id="D08-UPSIDE-DOWN",
            name="divides the change of x by the change of y",
            belief="A slope is one change divided by the other.",
            hint="A steep line should have a large slope. Which of the two changes belongs on top?",
            example="slope = (x2 - x1) / (y2 - y1)",
            changes={"slope": lambda v: v.dx / v.dy},
        ),
        Mistake(
            id="D09-NO-SIGN",
            name="drops the sign",
            belief="Steepness is a size.",
            hint="y falls while x grows. How would a slope say that?",
            example="slope = (y1 - y2) / (x2 - x1)",
            changes={"slope": lambda v: np.abs(v.dy / v.dx)},
        ),
        Mistake(
            id="D10-NOT-DIVIDED",
            name="gives the whole change of y",
            belief="The slope is how far y falls.",
            hint="By how much does y change while x grows by 1?",
            example="slope = y2 - y1",
            changes={"slope": lambda v: v.dy},
        ),
        Mistake(
            id="D11-POINT",
            name="divides y by x at the second point",
            belief="The slope is y divided by x.",
            hint="Does the line go through zero? What if you compare two points of it?",
            example="slope = y2 / x2",
            changes={"slope": lambda v: v.y2 / v.x2},
        ),
    ),
)

TASTE = Pipeline(
    "taste",
    {
        **{name: RELU_STEP.stages[name] for name in ("z", "h", "zo", "prediction")},
        "loss": RELU_STEP.stages["loss"],
        "shown": lambda v: v.loss,
    },
    (
        Mistake(
            id="T01-PREDICTION",
            name="reads the prediction",
            belief="The number at the end of the network is the loss.",
            hint="0 would be perfect for the loss. What would be perfect for the number that you read?",
            example="first_taste = prediction",
            changes={"shown": lambda v: v.prediction[0]},
        ),
        Mistake(
            id="T02-ERROR",
            name="reads the error, the difference between prediction and target",
            belief="Error and loss are the same.",
            hint='The line that begins with "Prediction" names four numbers. Which of them is called loss?',
            example="first_taste = prediction - target",
            changes={"shown": lambda v: v.prediction[0] - v.y[0]},
        ),
        Mistake(
            id="T06-SIZE-OF-ERROR",
            name="gives the size of the error, without its sign",
            belief="The loss is how far the prediction is off.",
            hint='The line that begins with "Prediction" names four numbers. Which of them is called loss?',
            example="first_taste = abs(prediction - target)",
            changes={"shown": lambda v: abs(v.prediction[0] - v.y[0])},
        ),
        Mistake(
            id="T03-NOT-MOVED",
            name="reads the loss before moving the weight",
            belief="The picture shows the loss of the network as it was.",
            hint="Is w5 at its new value in the picture that you read?",
            example="the loss at w5 = 0.11",
            changes={"W2": lambda v: get("seed").params["W2"]},
        ),
        Mistake(
            id="T04-OTHER-WEIGHT",
            name="moves w6 and leaves w5 as it was",
            belief="The last two weights can be taken for each other.",
            hint="On the line from which unit does w5 stand?",
            example="w6 = {moved}",
            changes={"W2": lambda v: np.array([[0.11], [v.moved]])},
        ),
        Mistake(
            id="T05-PREDICTION-NOT-MOVED",
            name="reads the prediction, and before moving the weight",
            belief="The number at the end of the network is the loss.",
            hint="Is w5 at its new value in the picture? And which of the numbers in words is called loss?",
            example="the prediction at w5 = 0.11",
            changes={"W2": lambda v: get("seed").params["W2"], "shown": lambda v: v.prediction[0]},
        ),
    ),
)
# The weights are a stage of their own so that a learner may have moved another one.
TASTE = Pipeline("taste", {"W2": lambda v: np.array([[v.moved], [0.12]]), **TASTE.stages}, TASTE.mistakes)

MOVED = {**from_example(get("seed")), "moved": 0.5}
LISTS_SHOWN = {"values": np.array([4.0, 3.0, 1.0]), "weights": np.array([2.0, -3.0, 4.0])}
POINTS = {"x1": 1.0, "y1": 7.0, "x2": 3.0, "y2": 4.0}

_PAIRS = {f"{row[0]}{k + 1}": (row, k) for row in ("values", "weights") for k in range(3)}
DOT_NUMBERS = vary(
    LISTS_SHOWN,
    DOT,
    {
        **dict.fromkeys(("v1", "v2", "v3", "w1", "w3"), steps(1, 6)),
        "w2": steps(-5, -1),
    },
    _PAIRS,
    shown=lambda v: {"product": abs(v.products[1])},
)
SLOPE_NUMBERS = vary(
    POINTS,
    SLOPE,
    {"x1": steps(1, 4), "y1": steps(5, 12), "x2": steps(3, 8), "y2": steps(1, 9)},
    alike=lambda v: (np.sign(v.dx), np.sign(v.dy)),
    holds=lambda v: 4 * v.dy % v.dx == 0,  # a slope that is written down in two decimals
    shown=lambda v: {"slope": v.slope, "fall": -v.slope},
)
TASTE_NUMBERS = vary(MOVED, TASTE, {"moved": steps(0.2, 0.68, 0.01)}, shown=lambda v: {"loss": v.loss})


def _lists(seed, count):
    rng = np.random.default_rng(seed)
    return {
        "values": np.round(rng.uniform(-3, 3, count), 1),
        "weights": np.round(rng.uniform(-3, 3, count), 1),
    }


def _any_lists(rng, *, kind, longest):
    count = int(rng.integers(1, longest + 1))
    return {"values": numbers(rng, kind, count), "weights": numbers(rng, kind, count)}


LISTS = Domain(_any_lists, features(kind=("plain", "whole", "repeated", "wide", "far"), longest=(2, 9)))


def dot(values, weights):
    """The dot product of two lists of the same length.

    values, weights: lists of numbers.
    Returns one number.
    """
    result = 0
    for k in range(len(values)):
        result += values[k] * weights[k]
    return result


QUESTIONS = [
    Question(
        name="dot_product",
        objective="00.2",
        points=1,
        answer=Number(tr("The dot product")),
        solution="dot_product = {v1:code} * {w1:code} + {v2:code} * {w2:code} + {v3:code} * {w3:code}",
        pipeline=DOT,
        quantity=lambda v: v.dot,
        cases=[LISTS_SHOWN],
        vary=DOT_NUMBERS,
    ),
    Question(
        name="slope",
        objective="00.2",
        points=1,
        answer=Number(tr("The slope")),
        solution="slope = ({y2:code} - {y1:code}) / ({x2:code} - {x1:code})",
        pipeline=SLOPE,
        quantity=lambda v: v.slope,
        cases=[POINTS],
        vary=SLOPE_NUMBERS,
    ),
    Question(
        name="dot",
        objective="00.2",
        points=2,
        answer=Function("dot", Array((), (tr("The dot product"),))),
        solution=dot,
        pipeline=DOT,
        quantity=lambda v: v.dot,
        cases=[
            LISTS_SHOWN,
            *(_lists(seed, count) for seed, count in enumerate((2, 4, 6))),
        ],
        arguments=lambda case: (case["values"].tolist(), case["weights"].tolist()),
        domain=LISTS,
    ),
    Question(
        name="first_taste",
        objective="00.3",
        points=1,
        answer=Number(tr("The loss"), tolerance=1e-3),
        solution="first_taste = {loss:4}",
        pipeline=TASTE,
        quantity=lambda v: v.shown,
        cases=[MOVED],
        vary=TASTE_NUMBERS,
    ),
    Question(
        name="what_is_it",
        objective="00.1",
        points=2,
        answer=Choice(),
    ),
    Question(
        name="what_it_needs",
        objective="00.1",
        points=1,
        answer=Choice(),
    ),
]
