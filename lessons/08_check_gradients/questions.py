"""The questions of exercise 08: central differences, relative error, and finding a fault."""

import numpy as np

from handprop.check import Array, Choice, Function, Number, Question
from handprop.check.bank import CENTRAL_DIFFERENCE, GRADIENT_COMPARISON, RELU_STEP, by_id
from handprop.check.cases import from_example, random_case, slope_case
from handprop.examples import get


def whole_number_case(seed, x):
    """The derivative of a random network's loss by its inputs, at inputs that are whole numbers.

    The step is large, so that a nudge that is never taken back shows.
    """
    return slope_case(random_case(seed) | {"x": np.array(x, dtype=float)}, "x", h=0.1)


SLOPE_CASES = [
    slope_case(from_example(get("seed")), "x"),
    *(whole_number_case(seed, x) for seed, x in [(72, (1, -2)), (61, (-3, 2)), (62, (4, 1)), (63, (-1, -2))]),
]


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
]

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
        objective="08.1",
        points=1,
        answer=Number("The slope"),
        solution="central = (2.1**3 - 1.9**3) / 0.2",
        pipeline=CENTRAL_DIFFERENCE,
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
        ask="""Write a function that returns the gradient of `f` at the point `x` by central differences.

`x` comes as a list of two whole numbers, such as `[2, 3]`. The list must not be changed.
""",
        objective="08.1",
        points=3,
        answer=Function("numeric_gradient", Array((2,), ("the slope for x1", "the slope for x2"))),
        solution=numeric_gradient,
        pipeline=CENTRAL_DIFFERENCE,
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
        objective="08.2",
        points=2,
        answer=Function("worst_error", Array((), ("The worst error",))),
        solution=worst_error,
        pipeline=GRADIENT_COMPARISON,
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
