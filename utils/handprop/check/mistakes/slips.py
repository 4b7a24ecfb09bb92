"""More of what people write, each in every calculation in which it can be made.

A base mistake has its words and the code of the step on one sample; `again` writes it for the others.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from handprop.check.mistakes.again import again
from handprop.check.mistakes.calculation import Mistake, NoTrace, Stage, Values


def _same_width(v: Values) -> Values:
    if np.shape(v.x)[-1] != np.shape(v.b1)[-1]:
        raise NoTrace("inputs and hidden units can be paired only where there are as many of both")
    return v


def _cut(z: np.ndarray) -> np.ndarray:
    """What np.vectorize makes of ReLU: the type of the first result is that of all."""
    h = np.maximum(0, z)
    return np.trunc(h) if np.size(z) and np.ravel(z)[0] < 0 else h


VALUE_FOR_SLOPE = Mistake(
    id="M85-VALUE-FOR-SLOPE",
    name="multiplies by the value of the activation where its slope belongs",
    belief="The link from the sum to the activation contributes the activation.",
    hint="When the sum of a hidden unit grows by 0.01, by how much does the unit's value grow?",
    example="dz = dh * h",
    changes={"dz": lambda v: v.dh * v.h},
)
SLOPE_OF_ERROR = Mistake(
    id="M86-SLOPE-OF-ERROR",
    name="takes the slope of the sigmoid at the error, error · (1 − error)",
    belief="The slope is s(1 − s), and the error is what goes back.",
    hint="Which number came out of the sigmoid: the error or the prediction?",
    example="delta = error * error * (1 - error)",
    changes={"dzo": lambda v: v.delta * v.delta * (1 - v.delta)},
)
SLOPE_OF_ERROR_ALONE = again(
    SLOPE_OF_ERROR, "delta = error * (1 - error)", {"dzo": lambda v: v.delta * (1 - v.delta)}
)
VALUE_BACK = Mistake(
    id="M87-VALUE-BACK",
    name="sends the prediction back through the weights instead of delta",
    belief="What the network says is sent back to where it came from.",
    hint="If the prediction were exactly right, what should arrive at the hidden units?",
    example="dh = prediction * W2",
    changes={"dh": lambda v: v.W2 @ v.prediction},
)
RAW_ERROR = Mistake(
    id="M88-RAW-ERROR-BACK",
    name="sends the error back to the hidden layer without the slope of the output",
    belief="The slope of the output belongs to the output's weights only.",
    hint="Which factor of the output's delta lies on the path to the hidden units as well?",
    example="dh = error * W2",
    changes={"dh": lambda v: v.W2 @ v.delta},
)
STEP_AS_GRADIENT = Mistake(
    id="M89-STEP-AS-GRADIENT",
    name="makes the step twice: first into what is called the gradient, then with it",
    belief="The gradient already is the weight after the step.",
    hint="Your last line subtracts learning rate times something. Is that a slope, or already a new weight?",
    example="g = w - lr * dw; w = w - lr * g",
    changes={
        f"new_{name}": (lambda v, name=name: _twice(getattr(v, name), getattr(v, f"d{name}"), v.lr))  # type: ignore[misc]
        for name in ("W2", "b2", "W1", "b1")
    },
)
SLOPE_INTO_H = Mistake(
    id="M90-SLOPE-INTO-H",
    name="takes the slope of ReLU, 1 or 0, for the hidden value in the gradient of an output weight",
    belief="A new name or an assignment with a mask leaves the old array as it was.",
    hint="By what is an output weight multiplied in the forward pass? "
    "If you wrote slopes into the array of the hidden values, the values are gone.",
    example="slope = h; slope[h > 0] = 1; dW2 = np.outer(h, delta)",
    changes={"dW2": lambda v: np.outer(v.h > 0, v.dzo)},
)
BIAS_NO_SLOPE = Mistake(
    id="M91-BIAS-NO-SLOPE",
    name="takes what arrives at a hidden unit for the gradient of its bias, without the slope",
    belief="A bias is only added, so nothing is multiplied.",
    hint="Does a hidden bias act before or after the activation of its unit?",
    example="db1 = dh",
    changes={"db1": lambda v: v.dh},
)
BIAS_TIMES_INPUT = Mistake(
    id="M92-BIAS-TIMES-INPUT",
    name="multiplies the gradient of a bias by the input, as for a weight",
    belief="Every path of a neuron ends with its input.",
    hint="By how much does the sum of a unit change when its bias grows by 0.01?",
    example="db1 = dz * x",
    changes={"db1": lambda v: (_same_width(v), v.dz * v.x)[1]},
)
BIAS_ON_INPUTS = Mistake(
    id="M93-BIAS-ON-INPUTS",
    name="adds the biases to the inputs, before the weights",
    belief="A bias moves the input.",
    hint="Is the bias multiplied by a weight in the forward pass? Where is it added?",
    example="z = (x + b1) @ W1",
    changes={"z": lambda v: (_same_width(v), (v.x + v.b1) @ v.W1)[1]},
)
MAX_FOR_RELU = Mistake(
    id="M94-MAX-FOR-RELU",
    name="takes the largest of the sums for all units, np.max, where ReLU asks each one, np.maximum",
    belief="max is max.",
    hint="How many numbers does np.max(z, 0) return for two hidden units?",
    example="h = np.max(z, 0)",
    changes={"h": lambda v: np.full_like(v.z, np.max(v.z))},
)
CUT_DECIMALS = Mistake(
    id="M95-CUT-DECIMALS",
    name="loses the decimals in ReLU: np.vectorize takes the type of its first result, and 0 is an integer",
    belief="A function that is right for one number is right for an array of them.",
    hint="Print your ReLU of −1.5 and 2.7 together. What has become of the 0.7?",
    example="h = np.vectorize(lambda t: 0 if t < 0 else t)(z)",
    changes={"h": lambda v: _cut(v.z)},
)
TANH_SLOPE = Mistake(
    id="M96-SLOPE-OF-TANH",
    name="takes the slope of tanh, 1 − h², for the sigmoid",
    belief="Every activation that levels off has the same slope.",
    hint="Whose slope is 1 − h²? What is the slope of the activation that is used here?",
    example="dz = dh * (1 - h ** 2)",
    changes={"dz": lambda v: v.dh * (1 - v.h**2)},
)
EXPONENT_BRACKETS = Mistake(
    id="M97-EXPONENT-BRACKETS",
    name="loses the brackets behind the minus of the sigmoid, so that the bias keeps its sign",
    belief="The minus stands in front of all that follows.",
    hint="Does the minus in your exponent reach the bias? Print the exponent, and the sum beside it.",
    example="h = 1 / (1 + np.exp(-x @ W1 + b1))",
    changes={"h": lambda v: 1 / (1 + np.exp(-v.x @ v.W1 + v.b1))},
)
DENOMINATOR_BRACKETS = Mistake(
    id="M98-DENOMINATOR-BRACKETS",
    name="loses the brackets round the denominator of the sigmoid, 1 / 1 + exp(-z)",
    belief="What stands to the right of the / is all below it.",
    hint="Can a sigmoid be larger than 1? In which order does Python work out 1 / 1 + np.exp(-z)?",
    example="h = 1 / 1 + np.exp(-z)",
    changes={"h": lambda v: 1 + np.exp(-v.z)},
)
TARGET_IN_SLOPE = Mistake(
    id="M99-TARGET-IN-SLOPE",
    name="takes the slope of the output's sigmoid at the target, y · (1 − y)",
    belief="y is what comes out.",
    hint="The slope belongs to the number that came out of the sigmoid. Is that the target?",
    example="delta = (prediction - y) * y * (1 - y)",
    changes={"dzo": lambda v: v.delta * v.y * (1 - v.y)},
)
TANH_OF_H = again(
    TANH_SLOPE,
    "dz = dh * (1 - np.tanh(h) ** 2)",
    {"dz": lambda v: v.dh * (1 - np.tanh(v.h) ** 2)},
    name="takes the slope of tanh, and at the activation, 1 − tanh(h)²",
)


def _twice(w: np.ndarray, slope: np.ndarray, rate: float) -> np.ndarray:
    return w - rate * (w - rate * slope)


_COMMON = (VALUE_FOR_SLOPE, VALUE_BACK, STEP_AS_GRADIENT)
ONE_RELU = (*_COMMON, SLOPE_INTO_H, MAX_FOR_RELU, CUT_DECIMALS)
ONE_SIGMOID = (*_COMMON, TANH_SLOPE, TANH_OF_H)
ONE_SIGMOID_OUTPUT = (SLOPE_OF_ERROR, SLOPE_OF_ERROR_ALONE, RAW_ERROR)
ONE_BIAS = (BIAS_NO_SLOPE, BIAS_TIMES_INPUT, BIAS_ON_INPUTS)

_BATCH = (
    again(VALUE_FOR_SLOPE, "dZ1 = dA1 * A1", {"slope1": lambda v: v.A1}),
    again(VALUE_BACK, "dA1 = A2 @ W2.T / samples", {"dA1": lambda v: v.A2 @ v.W2.T / len(v.X)}),
    again(VALUE_BACK, "dA1 = A2 @ W2.T", {"dA1": lambda v: v.A2 @ v.W2.T}),
    again(STEP_AS_GRADIENT, "g = W - lr * dW; W = W - lr * g", STEP_AS_GRADIENT.changes),
    again(BIAS_NO_SLOPE, "db1 = dA1.sum(axis=0)", {"db1": lambda v: v.dA1.sum(axis=0)}),
    again(
        BIAS_TIMES_INPUT,
        "db1 = (X * dZ1).sum(axis=0)",
        {"db1": lambda v: (_same_width(v), (v.X * v.dZ1).sum(axis=0))[1]},
    ),
    again(BIAS_ON_INPUTS, "Z1 = (X + b1) @ W1", {"Z1": lambda v: (_same_width(v), (v.X + v.b1) @ v.W1)[1]}),
)
BATCH_RELU = (
    *_BATCH,
    again(SLOPE_INTO_H, "A1[A1 > 0] = 1; dW2 = A1.T @ dZ2", {"dW2": lambda v: (v.A1 > 0).T @ v.dZ2}),
    again(CUT_DECIMALS, CUT_DECIMALS.example, {"A1": lambda v: _cut(v.Z1)}),
)
BATCH_SIGMOID = (
    *_BATCH,
    again(TANH_SLOPE, "dZ1 = dA1 * (1 - A1 ** 2)", {"slope1": lambda v: 1 - v.A1**2}),
    again(
        TANH_SLOPE,
        "dZ1 = dA1 * (1 - np.tanh(A1) ** 2)",
        {"slope1": lambda v: 1 - np.tanh(v.A1) ** 2},
        name=TANH_OF_H.name,
    ),
    again(
        SLOPE_OF_ERROR,
        "dZ2 = error * error * (1 - error) / samples",
        {"slope2": lambda v: v.error * (1 - v.error)},
    ),
    again(SLOPE_OF_ERROR, "dZ2 = error * (1 - error) / samples", {"slope2": lambda v: 1 - v.error}),
    again(RAW_ERROR, "dA1 = error @ W2.T / samples", {"dA1": lambda v: v.delta @ v.W2.T / len(v.X)}),
)

_HINT_OF_ONE = {"hint": "When the sum of the hidden unit grows by 0.01, by how much does its value grow?"}
_NEW = {
    name: (lambda v, name=name: _twice(getattr(v, name), getattr(v, f"d{name}"), v.lr))
    for name in ("w", "b", "w1", "b1", "w2", "b2")
}


def _updates(*names: str) -> Mapping[str, Stage]:
    return {f"new_{name}": _NEW[name] for name in names}


_CHAIN = (
    again(VALUE_FOR_SLOPE, "delta1 = delta * w2 * h", {"slope1": lambda v: v.a1}, **_HINT_OF_ONE),
    again(VALUE_BACK, "delta1 = prediction * w2 * slope", {"da1": lambda v: v.prediction * v.w2}),
    again(STEP_AS_GRADIENT, STEP_AS_GRADIENT.example, _updates("w1", "b1", "w2", "b2")),
    again(BIAS_NO_SLOPE, "db1 = delta * w2", {"db1": lambda v: v.da1}),
    again(
        BIAS_TIMES_INPUT,
        "db1 = delta1 * x",
        {"db1": lambda v: v.dz1 * v.x, "db2": lambda v: v.dz2 * v.a1},
        hint="In the sum x · w1 + b1, by how much does it change when b1 grows by 0.01?",
    ),
    again(BIAS_ON_INPUTS, "z1 = (x + b1) * w1", {"z1": lambda v: v.w1 * (v.x + v.b1)}),
)
CHAIN_RELU = (
    *_CHAIN,
    again(SLOPE_INTO_H, "h = 1.0 if h > 0 else 0.0; dw2 = delta * h", {"dw2": lambda v: v.dz2 * (v.z1 > 0)}),
)
CHAIN_SIGMOID = (
    *_CHAIN,
    again(TANH_SLOPE, "delta1 = delta * w2 * (1 - h ** 2)", {"slope1": lambda v: 1 - v.a1**2}),
    again(
        TANH_SLOPE,
        "delta1 = delta * w2 * (1 - np.tanh(h) ** 2)",
        {"slope1": lambda v: 1 - np.tanh(v.a1) ** 2},
        name=TANH_OF_H.name,
    ),
    again(SLOPE_OF_ERROR, SLOPE_OF_ERROR.example, {"slope2": lambda v: v.error * (1 - v.error)}),
    again(SLOPE_OF_ERROR, SLOPE_OF_ERROR_ALONE.example, {"slope2": lambda v: 1 - v.error}),
    again(RAW_ERROR, "delta1 = error * w2 * h * (1 - h)", {"da1": lambda v: v.delta * v.w2}),
)

_NEURON = (
    again(STEP_AS_GRADIENT, STEP_AS_GRADIENT.example, _updates("w", "b")),
    again(
        BIAS_TIMES_INPUT,
        "db = delta * x",
        {"db": lambda v: v.dz * v.x},
        hint="In the sum x · w + b, by how much does it change when b grows by 0.01?",
    ),
    again(BIAS_ON_INPUTS, "z = (x + b) * w", {"z": lambda v: v.w * (v.x + v.b)}),
    again(
        VALUE_FOR_SLOPE,
        "delta = error * a",
        {"slope": lambda v: v.prediction},
        hint="When z grows by 0.01, by how much does the neuron's value grow?",
    ),
)
NEURON_RELU = _NEURON
NEURON_SIGMOID = (
    *_NEURON,
    again(SLOPE_OF_ERROR, SLOPE_OF_ERROR.example, {"slope": lambda v: v.error * (1 - v.error)}),
    again(SLOPE_OF_ERROR, SLOPE_OF_ERROR_ALONE.example, {"slope": lambda v: 1 - v.error}),
    again(TANH_SLOPE, "delta = error * (1 - a ** 2)", {"slope": lambda v: 1 - v.prediction**2}),
)

HOUSE = (
    again(
        STEP_AS_GRADIENT,
        STEP_AS_GRADIENT.example,
        {"new_w": _NEW["w"], "new_b": _NEW["b"]},
    ),
)
HOUSE_BIAS = (
    *HOUSE,
    again(
        BIAS_TIMES_INPUT,
        "db = error * size",
        {"db": lambda v: v.delta * v.x},
        hint="In w · size + b, by how much does the prediction change when b grows by 0.01?",
    ),
)
