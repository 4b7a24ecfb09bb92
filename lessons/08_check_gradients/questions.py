"""The questions of exercise 08: central differences, relative error, and finding a fault."""

import numpy as np

from handprop.check import Array, Choice, Function, Number, Question
from handprop.check.cases import from_example, random_case, slope_case
from handprop.check.mistakes import CENTRAL_DIFFERENCE, GRADIENT_COMPARISON, RELU_STEP, by_id
from handprop.check.mistakes.again import again
from handprop.check.mistakes.calculation import Mistake, Pipeline, Values
from handprop.examples import get


def whole_number_case(seed, x):
    """The derivative of a random network's loss by its inputs, at inputs that are whole numbers.

    The step is large, so that a nudge that is never taken back shows.
    """
    return slope_case(random_case(seed) | {"x": np.array(x, dtype=float)}, "x", h=0.1)


SLOPE_CASES = [
    slope_case(from_example(get("seed")), "x"),
    *(whole_number_case(seed, x) for seed, x in [(72, (1, -2)), (61, (-3, 2)), (62, (4, 1)), (63, (-1, -2))]),
    # The loss of a ReLU network has no third derivative, so that any step gives the same slope; this one has.
    {"f": lambda x: x[0] ** 3 + x[0] * x[1], "w": np.array([2.0, -1.0]), "h": 0.5},
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


BY_HAND = Pipeline(
    "by_hand",
    CENTRAL_DIFFERENCE.stages,
    (
        Mistake(
            id="DERIVATIVE-ITSELF",
            name="gives the derivative, not the difference",
            belief="The central difference is the slope.",
            hint="What does the step 0.1 do in your calculation?",
            example="central = 3 * 2**2",
            changes={"slope": lambda v: 3 * v.w**2},
        ),
        TO_THE_LEFT,
        *CENTRAL_DIFFERENCE.mistakes,
    ),
)
IN_A_FUNCTION = Pipeline(
    "in_a_function",
    CENTRAL_DIFFERENCE.stages,
    (
        Mistake(
            id="STEP-IGNORED",
            name="takes 1e-5, whatever step is asked for",
            belief="The best step is known, so there is no need for another.",
            hint="Where does your function use h?",
            example="h = 1e-5",
            changes={"step": lambda v: 1e-5},
        ),
        again(
            by_id()["M68-INT-INPUT"],
            "x = np.array([2, 3]); x[0] += h; above = f(x); x[0] -= 2 * h; below = f(x); x[0] += h",
            {"slope": _slopes_of_integers},
            name="nudges an array of integers up and down in place, which cuts off each nudge",
        ),
        TO_THE_LEFT,
        *CENTRAL_DIFFERENCE.mistakes,
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
    pair([-1.0, 1.0, 1.0], [-2.0, 1.0, 1.0]),  # the worst pair is two negative numbers
]
COMPARISON = Pipeline(
    "comparison",
    GRADIENT_COMPARISON.stages,
    (
        *GRADIENT_COMPARISON.mistakes,
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


QUESTIONS = [
    Question(
        name="central",
        title="By hand",
        ask="""The loss is w³. What does the central difference with the step h = 0.1 give at w = 2?
Give at least four significant digits.

(Calculus says 12. How far off is the central difference, and how far the one-sided one?)
""",
        insight="The central difference, 12.01, is off by h² = 0.01, the one-sided, 12.61, by 0.61. Its two "
        "sides cancel most of the bend.",
        objective="08.1",
        points=1,
        answer=Number("The slope"),
        solution="central = (2.1**3 - 1.9**3) / 0.2",
        pipeline=BY_HAND,
        quantity=lambda v: v.slope,
        cases=[{"f": lambda w: w**3, "w": 2.0, "h": 0.1}],
        hints=("At which two points do you need the loss?", "How far apart are these two points?"),
    ),
    Question(
        name="which_step",
        title="Which step",
        ask="""You check a ReLU network in float64. Weights and inputs are near 1, and the smallest |z| of its
hidden units is 0.3. Which step do you take?

- (a) 1
- (b) 1e-5
- (c) 1e-12
- (d) 1e-17

Answer with one letter in quotes.
""",
        insight="A large step meets bends and corners, a small one meets rounding. In between there is much "
        "room: 1e-6 would do as well.",
        objective="08.1",
        points=1,
        answer=Choice(
            options={"a": "1", "b": "1e-5", "c": "1e-12", "d": "1e-17"},
            right="b",
            replies={
                "a": "A weight near 1 moves by 1. How far does z move, and where is the corner of ReLU?",
                "c": "Look at the left arm of the V: how large is the error at 1e-12?",
                "d": "What is 1 + 1e-17 in float64?",
            },
            mistakes={"a": "M60-H-TOO-BIG", "d": "M61-H-TOO-SMALL"},
        ),
    ),
    Question(
        name="numeric_gradient",
        title="Your own witness",
        ask="""Write a function that returns the gradient of `f` at the point `x` by central differences
with the step `h`.

`x` comes as a list of two whole numbers, such as `[2, 3]`.
""",
        insight="In an array of whole numbers the nudge is cut off, and the slopes are nonsense. So make the "
        "numbers floats first.",
        objective="08.1",
        points=3,
        answer=Function("numeric_gradient", Array((2,), ("the slope for x1", "the slope for x2"))),
        solution=numeric_gradient,
        pipeline=IN_A_FUNCTION,
        quantity=lambda v: v.slope,
        cases=SLOPE_CASES,
        arguments=lambda case: (case["f"], [int(number) for number in case["w"]], case["h"]),
        hints=(
            "Try it on f(x) = x1² + 5 x2 at [2, 3]: you know what must come out.",
            "Each slope moves one number; the other must be back at its place.",
        ),
    ),
    Question(
        name="worst_error",
        title="Your own judge",
        ask="""Write a function that returns the largest relative error between two gradients of three
numbers each. Divide by the larger of the two sizes. Where both numbers are 0, the error is 0. Do not round.
""",
        insight="A relative error tells how many digits agree: 1e-7 means about seven, however large the "
        "gradient is.",
        objective="08.2",
        points=2,
        answer=Function("worst_error", Array((), ("The worst error",))),
        solution=worst_error,
        pipeline=COMPARISON,
        quantity=lambda v: v.worst,
        cases=PAIRS,
        arguments=lambda case: (case["analytic"].tolist(), case["numeric"].tolist()),
        hints=(
            "What is the relative error of 0.5 and −0.5?",
            "Go through the pairs one by one and keep the largest error so far.",
        ),
    ),
    Question(
        name="find_the_fault",
        title="Where is the fault",
        ask=f"""Somebody checks a 2-2-1 network with ReLU in the hidden layer:

| entry | back-propagation | central difference |
|---|---|---|
{_TABLE}

What has been forgotten?

- (a) delta has the wrong sign
- (b) the outer product is turned round
- (c) the gate of the second hidden unit
- (d) the output weights on the way back

Answer with one letter in quotes.
""",
        insight="The wrong entries form a column: all weights into the second unit. Read the pattern before "
        "you search the code.",
        objective="08.3",
        points=1,
        answer=Choice(
            options={"a": "sign", "b": "turned", "c": "gate", "d": "output weights"},
            right="c",
            replies={
                "a": "Then every entry would have the other sign. Do they?",
                "b": "Then W1[0, 1] and W1[1, 0] would have changed places. Have they?",
                "d": "Then the first column of W1 would be off as well. Is it?",
            },
        ),
    ),
    Question(
        name="proof",
        title="What is a proof",
        ask="""A colleague has written a backward pass. "It is right: the loss fell in each of 100 steps."
What do you suggest?

- (a) nothing: a wrong gradient cannot lower the loss 100 times
- (b) to compare the gradient with central differences, on a network with a closed gate, at one point
- (c) to try a smaller learning rate and see whether the loss still falls
- (d) to compare the loss after 100 steps with that of somebody else's program

Answer with one letter in quotes.
""",
        insight="A loss falls in any direction that is roughly downhill. A gradient with a missing part can "
        "do that a hundred times.",
        objective="08.3",
        points=1,
        answer=Choice(
            options={"a": "nothing", "b": "central differences", "c": "smaller rate", "d": "another loss"},
            right="b",
            replies={
                "a": "How many of the wrong steps in the lesson lowered the loss? Why should they not go on?",
                "c": "A wrong gradient points roughly downhill. What does a smaller step do to its loss?",
                "d": "Two losses differ a little: which of the two programs is wrong, and in which line?",
            },
        ),
    ),
]
