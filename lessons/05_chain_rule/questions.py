"""The questions of exercise 05: one neuron, then two in a row, with sigmoid and with ReLU."""

from dataclasses import replace

import numpy as np

from handprop.check import Array, Axes, Choice, Derivation, Function, Mend, Question, Sketch
from handprop.check.domain import Domain, features, numbers
from handprop.check.mistakes import CHAIN_RELU, CHAIN_SIGMOID, NEURON_SIGMOID
from handprop.check.mistakes.again import again
from handprop.check.mistakes.calculation import Mistake, Pipeline
from handprop.check.mistakes.chain import as_numbers
from handprop.check.mistakes.slips import (
    DENOMINATOR_BRACKETS,
    EXPONENT_BRACKETS,
    TANH_SLOPE,
    TARGET_IN_SLOPE,
    VALUE_FOR_SLOPE,
)
from handprop.check.variants import steps, vary
from handprop.examples import get
from handprop.language import tr

SAME_SLOPE = Mistake(
    id="L05-SAME-SLOPE",
    name="takes the slope of the output's sigmoid for the hidden one as well",
    belief="It is the same function, so it has the same slope.",
    hint="The sigmoid of the first neuron gives h. What is its slope there?",
    example="(yhat - y) * yhat * (1 - yhat) * w2 * yhat * (1 - yhat)",
    changes={"slope1": lambda v: v.prediction * (1 - v.prediction)},
)
MIXED_SLOPE = Mistake(
    id="L05-MIXED-SLOPE",
    name="mixes h and the prediction in the slope of the first neuron",
    belief="1 minus the prediction belongs to every sigmoid of the path.",
    hint="The slope of a sigmoid is a(1 - a). Which number is a for the first neuron, in both places?",
    example="(yhat - y) * yhat * (1 - yhat) * w2 * h * (1 - yhat)",
    changes={"slope1": lambda v: v.a1 * (1 - v.prediction)},
)
STILL_SIGMOID = Mistake(
    id="L05-STILL-SIGMOID",
    name="keeps the slope of a sigmoid for the hidden unit, which is a ReLU now",
    belief="The slope of an activation is a(1 - a).",
    hint="Of which function was h * (1 - h) the slope? Which function is there now?",
    example="delta1 = delta * w2 * h * (1 - h)",
    changes={"slope1": lambda v: v.a1 * (1 - v.a1)},
)
STILL_SIGMOID_OUTPUT = Mistake(
    id="L05-STILL-SIGMOID-OUTPUT",
    name="keeps the slope of a sigmoid for the output, which has no function now",
    belief="The output is squashed, as before.",
    hint="The prediction is z2 itself now. When z2 grows by 0.01, by how much does the prediction grow?",
    example="delta = (prediction - y) * prediction * (1 - prediction)",
    changes={"slope2": lambda v: v.prediction * (1 - v.prediction)},
)
OTHER_FACTOR = Mistake(
    id="L05-OTHER-FACTOR",
    name="goes back through h itself, where w2 belongs",
    belief="The link from h to z2 contributes h.",
    hint="On the way back to z1, h is what is nudged. What does z2 = w2 · h + b2 multiply it with?",
    example="delta1 = delta * h * h * (1 - h)",
    changes={"da1": lambda v: v.dz2 * v.a1},
)
INPUT_ITSELF = Mistake(
    id="L05-INPUT-ITSELF",
    name="multiplies by the input in the derivative for the input as well",
    belief="The last factor of a neuron is its input.",
    hint="For the input, x is what is nudged. What is it multiplied with?",
    example="dL/dx = delta1 * x",
    changes={"dx": lambda v: v.dz1 * v.x},
)


def _sigmoid(z):
    return 1 / (1 + np.exp(-z))


NEURON = Pipeline(
    "neuron",
    NEURON_SIGMOID.stages,
    (
        *NEURON_SIGMOID.mistakes,
        replace(INPUT_ITSELF, changes={"dx": lambda v: v.dz * v.x}),
        again(
            EXPONENT_BRACKETS,
            "a = 1 / (1 + np.exp(-x * w + b))",
            {"prediction": lambda v: _sigmoid(v.x * v.w - v.b)},
        ),
        again(DENOMINATOR_BRACKETS, "a = 1 / 1 + np.exp(-z)", {"prediction": lambda v: 1 + np.exp(-v.z)}),
        again(TARGET_IN_SLOPE, "delta = (a - y) * y * (1 - y)", {"slope": lambda v: v.y * (1 - v.y)}),
    ),
)
CHAIN = Pipeline(
    "chain",
    CHAIN_SIGMOID.stages,
    (
        *CHAIN_SIGMOID.mistakes,
        SAME_SLOPE,
        MIXED_SLOPE,
        OTHER_FACTOR,
        INPUT_ITSELF,
        again(
            EXPONENT_BRACKETS,
            "h = 1 / (1 + np.exp(-x * w1 + b1))",
            {
                "a1": lambda v: _sigmoid(v.x * v.w1 - v.b1),
                "prediction": lambda v: _sigmoid(v.a1 * v.w2 - v.b2),
            },
        ),
        again(
            DENOMINATOR_BRACKETS,
            "h = 1 / 1 + np.exp(-z1)",
            {"a1": lambda v: 1 + np.exp(-v.z1), "prediction": lambda v: 1 + np.exp(-v.z2)},
        ),
        again(
            TARGET_IN_SLOPE,
            "delta = (prediction - y) * y * (1 - y)",
            {"slope2": lambda v: v.y * (1 - v.y)},
        ),
    ),
)
GATED_CHAIN = Pipeline(
    "gated_chain",
    CHAIN_RELU.stages,
    (*CHAIN_RELU.mistakes, STILL_SIGMOID, STILL_SIGMOID_OUTPUT, OTHER_FACTOR, INPUT_ITSELF),
)

CHAIN_LETTERS = {
    "yhat": lambda v: v.prediction,
    "y": lambda v: v.y,
    "h": lambda v: v.a1,
    "x": lambda v: v.x,
    "w1": lambda v: v.w1,
    "b1": lambda v: v.b1,
    "w2": lambda v: v.w2,
    "b2": lambda v: v.b2,
}
# What may stand on the left in a derivation: each link of every path, and what has come back so far.
CHAIN_LINKS = {
    "L": lambda v: v.loss,
    "dL/dyhat": lambda v: v.delta,
    "dyhat/dz2": lambda v: v.slope2,
    "dL/dz2": lambda v: v.dz2,
    "delta": lambda v: v.dz2,
    "dz2/dh": lambda v: v.w2,
    "dz2/dw2": lambda v: v.a1,
    "dz2/db2": lambda v: 1.0,
    "dyhat/dh": lambda v: v.slope2 * v.w2,
    "dL/dh": lambda v: v.da1,
    "dh/dz1": lambda v: v.slope1,
    "dL/dz1": lambda v: v.dz1,
    "delta1": lambda v: v.dz1,
    "dz1/db1": lambda v: 1.0,
    "dz1/dw1": lambda v: v.x,
    "dz1/dx": lambda v: v.w1,
    "dh/db1": lambda v: v.slope1,
    "dL/db1": lambda v: v.db1,
    "dL/dw1": lambda v: v.dw1,
    "dL/dw2": lambda v: v.dw2,
    "dL/db2": lambda v: v.db2,
    "dL/dx": lambda v: v.dx,
}

CHAIN_NAMES = ("dL/dw1", "dL/db1", "dL/dw2", "dL/db2", "dL/dx")
CHAIN_PARTS = ((tr("the first neuron (w1, b1, x)"), (0, 1, 4)), (tr("the second neuron (w2, b2)"), (2, 3)))


def _chain_case(x, y, w1, b1, w2, b2):
    return {"x": x, "y": y, "w1": w1, "b1": b1, "w2": w2, "b2": b2, "lr": 0.1}


def _from_lesson():
    example = get("chain")
    numbers = {name: float(value.item()) for name, value in example.params.items()}
    return _chain_case(example.x.item(), example.y.item(), *(numbers[n] for n in ("W1", "b1", "W2", "b2")))


# The lesson's own numbers first; then inputs, weights and errors of both signs, and z far from 0.
SIGMOID_CASES = [
    _from_lesson(),
    _chain_case(-1.2, 0.9, 0.7, 0.3, 1.1, -0.5),
    _chain_case(0.6, 0.2, -1.4, 0.8, 0.9, 0.4),
    _chain_case(2.0, 0.6, 1.3, 0.5, -0.7, 1.2),
    _chain_case(-0.5, 0.1, -0.9, -1.1, 1.6, -0.3),
    # What is given is large, and the sums are not.
    _chain_case(12.0, 0.4, 0.15, -1.0, 8.0, -5.5),
    _chain_case(-0.6, 0.3, 8.0, 5.0, -9.0, 5.0),
    _chain_case(0.6, 0.3, 0.7, 0.3, -24.0, 16.5),
    _chain_case(0.004, 0.3, 0.7, 0.3, -1.1, 0.6),
    _chain_case(0.9, 0.3, 0.7, 0.3, 4.0, 6.5),  # a prediction nearer to 1 than many cut it off
    _chain_case(0.9, 0.3, 0.7, 0.3, -4.0, -9.5),  # and one nearer to 0
    _chain_case(1.0, 0.3, 0.7, -0.693, -1.1, 0.6),  # z1 nearly 0
]
# Some cut what comes back, against steps that are too long.
FAR_OFF = _chain_case(0.9, -5500.0, 0.7, 0.2, -1.6, 0.4)

# Open, closed, and exactly at the corner.  What comes back to the gate has both signs, in front of open gates
# and of closed ones: else a ReLU put on the gradient would pass.
RELU_CASES = [
    _from_lesson(),
    _chain_case(1.5, 0.25, 0.8, -2.0, -1.2, 0.6),
    _chain_case(-2.0, 0.5, -0.7, 0.3, 0.9, -0.4),
    _chain_case(0.6, 1.5, -1.4, 0.3, 0.9, 0.4),
    _chain_case(2.0, 1.0, 0.25, -0.5, 0.7, 0.3),
    _chain_case(1.1, -0.6, 0.9, 0.2, 0.8, -0.1),
    _chain_case(1.5, 2.0, 0.8, -0.4, 0.7, 0.3),
    _chain_case(-1.2, -0.5, -0.9, 0.2, -0.6, 0.9),
    _chain_case(0.9, 0.2, -1.1, 0.3, 0.8, 0.7),
    _chain_case(-1.4, 1.2, 0.6, -0.2, -0.9, 0.3),
    _chain_case(12.0, 0.5, 0.1, -0.4, 0.7, 0.3),
    _chain_case(1.3, 0.5, 0.006, 0.004, 0.7, 0.003),
    _chain_case(1.3, 0.5, 3000.0, 4000.0, 0.7, 0.3),
    _chain_case(1.5, 0.75, 0.5, 0.25, 0.5, 0.25),  # the target is met
]


def _any_chain(rng, *, kind, gate="any"):
    while True:
        case = _chain_case(*(float(number) for number in numbers(rng, kind, 6)))
        if gate == "corner":
            case |= {"x": float(rng.choice([-2, -1, 1, 2])), "w1": float(rng.integers(1, 8)) / 4}
            return case | {"b1": -case["x"] * case["w1"]}
        if off_the_corner(case) and gate in ("any", "open" if _z1(case) > 0 else "closed"):
            return case


# What makes a prediction near 0 or 1, or h near 0.
_FLAT = {"near 0": {"b2": -7.0}, "near 1": {"b2": 5.0}, "h near 0": {"b1": -12.0}}


def _any_sigmoid_chain(rng, *, kind):
    """Beside the usual kinds: where a sigmoid is flat, or a target so far off that slopes are large."""
    case = _any_chain(rng, kind="plain" if kind in (*_FLAT, "far off") else kind)
    case |= {name: case[name] + shift for name, shift in _FLAT.get(kind, {}).items()}
    if kind == "near 0":
        return case | {"y": round(case["y"] / 200, 7)}
    return case | {"y": 600 * case["y"], "w2": 3 * case["w2"]} if kind == "far off" else case


def _z1(case):
    return case["x"] * case["w1"] + case["b1"]


def off_the_corner(case):
    return abs(_z1(case)) > 0.02


# Without wide numbers: where a sigmoid is flat, 1 - h is made of rounding.
SIGMOID_CHAINS = Domain(
    _any_sigmoid_chain, features(kind=("plain", "whole", "repeated", "small", *_FLAT, "far off"))
)
RELU_CHAINS = Domain(
    _any_chain,
    features(
        kind=("plain", "whole", "repeated", "wide", "small", "far"), gate=("any", "open", "closed", "corner")
    ),
    holds=off_the_corner,
)


def _chain_arguments(case):
    return tuple(case[name] for name in ("x", "y", "w1", "b1", "w2", "b2"))


def _chain_gradient(v):
    return as_numbers(v, "dw1", "db1", "dw2", "db2", "dx")


def chain(x, y, w1, b1, w2, b2):
    """The five derivatives of the loss of a 1-1-1 network, sigmoid in both neurons.

    x: the input; y: the target; w1, b1, w2, b2: weights and biases; all numbers.
    Returns [dL/dw1, dL/db1, dL/dw2, dL/db2, dL/dx].
    """
    h = 1 / (1 + np.exp(-(x * w1 + b1)))
    prediction = 1 / (1 + np.exp(-(h * w2 + b2)))
    delta = (prediction - y) * prediction * (1 - prediction)
    delta1 = delta * w2 * h * (1 - h)
    return [delta1 * x, delta1, delta * h, delta, delta1 * w1]


def relu_chain(x, y, w1, b1, w2, b2):
    """The five derivatives of the loss of a 1-1-1 network, ReLU hidden, the output without a function.

    x: the input; y: the target; w1, b1, w2, b2: weights and biases; all numbers.
    Returns [dL/dw1, dL/db1, dL/dw2, dL/db2, dL/dx].
    """
    z = x * w1 + b1
    h = max(0, z)
    delta = h * w2 + b2 - y
    delta1 = delta * w2 * (z > 0)
    return [delta1 * x, delta1, delta * h, delta, delta1 * w1]


NEURON_CASE = {"x": 2.0, "y": 0.8, "w": -0.4, "b": 0.5, "lr": 0.1}
NEURON_NUMBERS = vary(
    NEURON_CASE,
    NEURON,
    {"x": steps(1, 4, 0.5), "w": steps(-0.9, -0.1, 0.1), "b": steps(0.1, 0.9, 0.1)},
    alike=lambda v: v.z > 0,
    holds=lambda v: abs(v.z) < 1.5,
)

SLIP_CASE = {"x": 0.25, "y": 1.0, "w": 0.5, "b": 1.0, "lr": 0.1}
SQUASHED_AGAIN = next(one for one in NEURON_SIGMOID.mistakes if one.id == "M40-SIG-DERIV-AT-A")


def _page_with_the_slip(v):
    """The numbers of the page: right before the slip, and what follows from it."""
    wrong = NEURON_SIGMOID.run({name: getattr(v, name) for name in SLIP_CASE}, SQUASHED_AGAIN)
    squashed = 1 / (1 + np.exp(-v.prediction))
    told = {"wrong_slope": wrong.slope, "wrong_dw": wrong.dw, "wrong_db": wrong.db}
    return {"z": v.z, "a": v.prediction, "error": v.error, "squashed": squashed, "rest": 1 - squashed, **told}


SLIP_NUMBERS = vary(
    SLIP_CASE,
    NEURON_SIGMOID,
    {"x": steps(0.25, 3, 0.25), "w": steps(0.1, 0.9, 0.1), "b": steps(0.5, 1.5, 0.1)},
    holds=lambda v: v.z < 2.5,
    shown=_page_with_the_slip,
)
PATH = Derivation(
    CHAIN_LETTERS,
    CHAIN_LINKS,
    formulas=("dL/db1",),
    numbers=("dL/db1",),
    also={"error": "yhat - y", "h1": "h", "z1": "w1 * x + b1", "z2": "w2 * h + b2"},
    # Two of them with a prediction that is too low, so that a lost sign is no chance.
    others=[*SIGMOID_CASES[1:], _chain_case(0.9, 0.8, 0.7, 0.2, -1.6, 0.4)],
)
PATH_NUMBERS = vary(
    SIGMOID_CASES[0],
    CHAIN,
    {
        "x": steps(0.5, 3, 0.5),
        "y": steps(0.05, 0.95, 0.05),
        "w1": steps(0.1, 1.5, 0.1),
        "b1": steps(-0.9, -0.1, 0.1),
        "w2": steps(-2, -0.3, 0.1),
        "b2": steps(0.1, 0.9, 0.1),
    },
    holds=lambda v: abs(v.error) > 0.05,
    shown=lambda v: {"h": v.a1, "yhat": v.prediction},
)

PLACES = np.array([-6.0, -2.0, 0.0, 2.0, 6.0])
SLOPE_CURVE = Pipeline(
    "slope_curve",
    {"a": lambda v: 1 / (1 + np.exp(-v.z)), "curve": lambda v: v.a * (1 - v.a)},
    (
        again(
            VALUE_FOR_SLOPE,
            "curve = sigmoid(z)",
            {"curve": lambda v: v.a},
            name="draws the sigmoid itself where its slope is asked for",
            hint="Far out on the right the sigmoid hardly moves any more. How large is its slope there?",
        ),
        again(
            TANH_SLOPE,
            "curve = 1 - np.tanh(z) ** 2",
            {"curve": lambda v: 1 - np.tanh(v.z) ** 2},
            name="draws the slope of tanh for that of the sigmoid",
            hint="The sigmoid climbs from 0 to 1 over a stretch of about 4. Can it be as steep as 1?",
        ),
        again(
            SQUASHED_AGAIN,
            "curve = sigmoid(a) * (1 - sigmoid(a))",
            {"curve": lambda v: 1 / (1 + np.exp(-v.a)) * (1 - 1 / (1 + np.exp(-v.a)))},
        ),
        Mistake(
            id="L05-SLOPE-OF-RELU",
            name="draws the slope of ReLU for that of the sigmoid",
            belief="A unit is either shut or open.",
            hint="The sigmoid has no corner. Is there a place at which its slope jumps?",
            example="curve = (z > 0)",
            changes={"curve": lambda v: (v.z > 0).astype(float)},
        ),
    ),
)

QUESTIONS = [
    Question(
        name="neuron",
        objective="05.1",
        points=2,
        parts=True,
        answer=Array((3,), ("dL/dw", "dL/db", "dL/dx"), tolerance=5e-4),
        stub="neuron = [..., ..., ...]",
        solution="""
z = {x:code} * {w:code} + {b:code}
a = 1 / (1 + np.exp(-z))
delta = (a - 0.8) * a * (1 - a)
neuron = [delta * {x:code}, delta, delta * {w:code}]
""",
        pipeline=NEURON,
        quantity=lambda v: as_numbers(v, "dw", "db", "dx"),
        cases=[NEURON_CASE],
        vary=NEURON_NUMBERS,
    ),
    Question(
        name="slip",
        objective="05.1",
        points=1,
        parts=True,
        answer=Mend(
            (lambda v: v.error, lambda v: v.slope, lambda v: v.dw, lambda v: v.db),
            SQUASHED_AGAIN,
        ),
        solution="""
a = 1 / (1 + np.exp(-({w:code} * {x:code} + {b:code})))
slip = [2, a * (1 - a)]
""",
        pipeline=NEURON_SIGMOID,
        quantity=lambda v: v.slope,
        cases=[SLIP_CASE],
        vary=SLIP_NUMBERS,
    ),
    Question(
        name="slope_curve",
        objective="05.1",
        points=1,
        answer=Sketch(
            (5,), tuple(f"z = {z:g}" for z in PLACES), axes=Axes(PLACES, (-0.5, 1), 3, "z", tr("slope"))
        ),
        stub="slope_curve = [..., ..., ..., ..., ...]",
        solution="slope_curve = [0, 0.1, 0.25, 0.1, 0]",
        pipeline=SLOPE_CURVE,
        quantity=lambda v: v.curve,
        cases=[{"z": PLACES}],
    ),
    Question(
        name="path",
        objective="05.2",
        points=2,
        parts=True,
        answer=PATH,
        solution='''
path = """
dL/db1 = dL/dyhat * dyhat/dz2 * dz2/dh * dh/dz1 * dz1/db1
dL/dyhat = yhat - y
dyhat/dz2 = yhat * (1 - yhat)
dz2/dh = w2
dh/dz1 = h * (1 - h)
dz1/db1 = 1
dL/db1 = (yhat - y) * yhat * (1 - yhat) * w2 * h * (1 - h)
dL/db1 = ({yhat:code} - {y:code}) * {yhat:code} * (1 - {yhat:code}) * ({w2:code}) * {h:code} * (1 - {h:code})
"""
''',
        pipeline=CHAIN,
        quantity=PATH.every,
        cases=SIGMOID_CASES[:1],
        vary=PATH_NUMBERS,
    ),
    Question(
        name="chain",
        objective="05.2",
        points=3,
        answer=Function("chain", Array((5,), CHAIN_NAMES, groups=CHAIN_PARTS)),
        solution=chain,
        pipeline=CHAIN,
        quantity=_chain_gradient,
        cases=[*SIGMOID_CASES, FAR_OFF],
        arguments=_chain_arguments,
        domain=SIGMOID_CHAINS,
    ),
    Question(
        name="closed",
        objective="05.3",
        points=1,
        answer=Choice(),
    ),
    Question(
        name="relu_chain",
        objective="05.3",
        points=2,
        answer=Function("relu_chain", Array((5,), CHAIN_NAMES, groups=CHAIN_PARTS)),
        solution=relu_chain,
        pipeline=GATED_CHAIN,
        quantity=_chain_gradient,
        cases=RELU_CASES,
        arguments=_chain_arguments,
        domain=RELU_CHAINS,
    ),
]
