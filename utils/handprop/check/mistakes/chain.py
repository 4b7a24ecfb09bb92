"""One neuron, and the chain of two: single numbers, with weight and bias, for the chain rule step by step."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from handprop.check.mistakes import catalogue as m
from handprop.check.mistakes import slips
from handprop.check.mistakes.again import again, error_mistakes, update_mistakes
from handprop.check.mistakes.calculation import Mistake, Pipeline, Stage, Values

Activation = Mapping[str, Callable[..., Any]]

SIGMOID: Activation = {"value": m.sigmoid, "slope": lambda z, a: a * (1 - a)}
RELU: Activation = {"value": lambda z: np.maximum(0.0, z), "slope": lambda z, a: float(z > 0)}
LINEAR: Activation = {"value": lambda z: z, "slope": lambda z, a: 1.0}


def _chain_stages(hidden: Activation, output: Activation) -> dict[str, Stage]:
    """A case gives the numbers x, y, w1, b1, w2, b2 and lr."""
    return {
        "z1": lambda v: v.w1 * v.x + v.b1,
        "a1": lambda v: hidden["value"](v.z1),
        "z2": lambda v: v.w2 * v.a1 + v.b2,
        "prediction": lambda v: output["value"](v.z2),
        "error": lambda v: v.prediction - v.y,
        "loss": lambda v: 0.5 * v.error**2,
        "delta": lambda v: v.error,
        "slope2": lambda v: output["slope"](v.z2, v.prediction),
        "dz2": lambda v: v.delta * v.slope2,
        "dw2": lambda v: v.dz2 * v.a1,
        "db2": lambda v: v.dz2,
        "da1": lambda v: v.dz2 * v.w2,
        "slope1": lambda v: hidden["slope"](v.z1, v.a1),
        "dz1": lambda v: v.da1 * v.slope1,
        "dw1": lambda v: v.dz1 * v.x,
        "db1": lambda v: v.dz1,
        "dx": lambda v: v.dz1 * v.w1,
        **{f"new_{name}": _step(name) for name in ("w2", "b2", "w1", "b1")},
        "new_a1": lambda v: hidden["value"](v.new_w1 * v.x + v.new_b1),
        "new_prediction": lambda v: output["value"](v.new_w2 * v.new_a1 + v.new_b2),
        "new_loss": lambda v: 0.5 * (v.new_prediction - v.y) ** 2,
    }


def _neuron_stages(f: Activation) -> dict[str, Stage]:
    """A case gives the numbers x, y, w, b and lr."""
    return {
        "z": lambda v: v.w * v.x + v.b,
        "prediction": lambda v: f["value"](v.z),
        "error": lambda v: v.prediction - v.y,
        "loss": lambda v: 0.5 * v.error**2,
        "delta": lambda v: v.error,
        "slope": lambda v: f["slope"](v.z, v.prediction),
        "dz": lambda v: v.delta * v.slope,
        "dw": lambda v: v.dz * v.x,
        "db": lambda v: v.dz,
        "dx": lambda v: v.dz * v.w,
        **{f"new_{name}": _step(name) for name in ("w", "b")},
        "new_prediction": lambda v: f["value"](v.new_w * v.x + v.new_b),
        "new_loss": lambda v: 0.5 * (v.new_prediction - v.y) ** 2,
    }


def _step(name: str) -> Stage:
    return lambda v: getattr(v, name) - v.lr * getattr(v, f"d{name}")


def _sigmoid_slope(number: np.ndarray) -> np.ndarray:
    return m.sigmoid(number) * (1 - m.sigmoid(number))


def _added(output: Activation) -> Mistake:
    """Adding along the path; nobody counts the 1 of a linear output as a factor."""
    end: Stage = (lambda v: v.delta) if output is LINEAR else (lambda v: v.delta + v.slope2)
    return again(
        m.ADD_ALONG_PATH,
        "dw1 = delta + w2 + slope + x",
        {
            "dw2": lambda v: end(v) + v.a1,
            "dw1": lambda v: end(v) + v.w2 + v.slope1 + v.x,
            "dx": lambda v: end(v) + v.w2 + v.slope1 + v.w1,
        },
    )


_CHAIN = (
    *update_mistakes({"w1": "dw1", "b1": "db1", "w2": "dw2", "b2": "db2"}),
    *error_mistakes(),
    again(
        m.UPDATED_W,
        "da1 = dz2 * w2_new",
        {"da1": lambda v: v.dz2 * (v.w2 - v.lr * v.dw2)},
        name="uses the already updated w2 for the gradients of w1 and b1",
    ),
    again(
        m.STALE_H,
        "prediction_new = f(w2_new * a1 + b2_new)",
        {"new_a1": lambda v: v.a1},
        name="checks the improvement with the old hidden value",
        hint="Which of the numbers in the forward pass depend on w1 and b1?",
    ),
    again(
        m.NO_OUT_WEIGHT,
        "da1 = dz2",
        {"da1": lambda v: v.dz2},
        name="skips w2 on the way back",
        belief="The error of the output is the error of the hidden unit.",
        hint="Nudge the hidden value by 0.01 and work out by how much the output moves.",
    ),
    again(
        m.WRONG_WEIGHT,
        "da1 = dz2 * w1",
        {"da1": lambda v: v.dz2 * v.w1},
        name="goes back through w1 instead of w2",
        hint="On the drawing, put your finger on w1 and follow the arrow to the loss: what do you pass?",
    ),
    again(
        m.NO_INPUT_FACTOR,
        "dw1 = dz1",
        {"dw2": lambda v: v.dz2, "dw1": lambda v: v.dz1},
        hint="If x had been 0, would changing w1 change the prediction?",
    ),
    again(
        m.USE_YHAT,
        "dw2 = dz2 * prediction",
        {"dw2": lambda v: v.dz2 * v.prediction},
        name="multiplies delta by the prediction instead of the hidden value",
        hint="What does w2 get multiplied with in the forward pass?",
    ),
    again(
        m.W_TIMES_DELTA,
        "dw1 = dz1 * w1",
        {"dw2": lambda v: v.dz2 * v.w2, "dw1": lambda v: v.dz1 * v.w1},
        hint="In the product w1 * x, which of the two are you changing?",
    ),
    again(m.BIAS_FROZEN, "b1_new = b1", {"new_b2": lambda v: v.b2, "new_b1": lambda v: v.b1}),
    again(m.BIAS_ONE, "db1 = 1", {"db2": lambda v: 1.0, "db1": lambda v: 1.0}),
)

CHAIN_SIGMOID = Pipeline(
    "chain_sigmoid",
    _chain_stages(SIGMOID, SIGMOID),
    (
        *_CHAIN,
        _added(SIGMOID),
        again(
            m.SIG_DERIV_AT_A,
            "slope1 = sigmoid_prime(a1)",
            {
                "slope2": lambda v: _sigmoid_slope(v.prediction),
                "slope1": lambda v: _sigmoid_slope(v.a1),
            },
        ),
        again(
            m.Z_ONE_MINUS_Z,
            "slope1 = z1 * (1 - z1)",
            {"slope2": lambda v: v.z2 * (1 - v.z2), "slope1": lambda v: v.z1 * (1 - v.z1)},
        ),
        again(m.SIG_NO_DERIV, "dz1 = da1", {"slope1": lambda v: 1.0}),
        again(m.OUT_NO_DERIV, "dz2 = prediction - target", {"slope2": lambda v: 1.0}),
        *slips.CHAIN_SIGMOID,
    ),
)

CHAIN_RELU = Pipeline(
    "chain_relu",
    _chain_stages(RELU, LINEAR),
    (
        *_CHAIN,
        _added(LINEAR),
        again(m.NO_GATE, "dz1 = da1", {"slope1": lambda v: 1.0}),
        again(
            m.GATE_ON_OUTPUT,
            "dz2 = (prediction - target) * (prediction > 0)",
            {"slope2": lambda v: float(v.prediction > 0)},
        ),
        again(m.GRADIENT_RELU, "dz1 = max(0, da1)", {"dz1": lambda v: np.maximum(0.0, v.da1)}),
        again(m.RELU_AT_0, "dz1 = da1 * (z1 >= 0)", {"slope1": lambda v: float(v.z1 >= 0)}),
        again(
            m.FORWARD_NO_RELU,
            "a1 = z1",
            {"a1": lambda v: v.z1, "new_a1": lambda v: v.new_w1 * v.x + v.new_b1},
        ),
        *slips.CHAIN_RELU,
    ),
)

_NEURON = (
    *update_mistakes({"w": "dw", "b": "db"}),
    *error_mistakes(),
    again(
        m.NO_INPUT_FACTOR,
        "dw = dz",
        {"dw": lambda v: v.dz},
        hint="If x had been 0, would changing w change the prediction?",
    ),
    again(
        m.W_TIMES_DELTA,
        "dw = dz * w",
        {"dw": lambda v: v.dz * v.w},
        hint="In the product w * x, which of the two are you changing?",
    ),
    again(
        m.ADD_ALONG_PATH,
        "dw = delta + slope + x",
        {"dw": lambda v: v.delta + v.slope + v.x, "dx": lambda v: v.delta + v.slope + v.w},
    ),
    again(m.BIAS_FROZEN, "b_new = b", {"new_b": lambda v: v.b}),
    again(m.BIAS_ONE, "db = 1", {"db": lambda v: 1.0}),
)

NEURON_SIGMOID = Pipeline(
    "neuron_sigmoid",
    _neuron_stages(SIGMOID),
    (
        *_NEURON,
        again(
            m.SIG_DERIV_AT_A,
            "slope = sigmoid_prime(a)",
            {"slope": lambda v: _sigmoid_slope(v.prediction)},
        ),
        again(m.Z_ONE_MINUS_Z, "slope = z * (1 - z)", {"slope": lambda v: v.z * (1 - v.z)}),
        again(m.OUT_NO_DERIV, "dz = prediction - target", {"slope": lambda v: 1.0}),
        *slips.NEURON_SIGMOID,
    ),
)

NEURON_RELU = Pipeline(
    "neuron_relu",
    _neuron_stages(RELU),
    (
        *_NEURON,
        again(m.NO_GATE, "dz = prediction - target", {"slope": lambda v: 1.0}),
        again(m.GRADIENT_RELU, "dz = max(0, delta)", {"dz": lambda v: np.maximum(0.0, v.delta)}),
        again(m.RELU_AT_0, "dz = delta * (z >= 0)", {"slope": lambda v: float(v.z >= 0)}),
        again(
            m.FORWARD_NO_RELU,
            "a = z",
            {"prediction": lambda v: v.z, "new_prediction": lambda v: v.new_w * v.x + v.new_b},
        ),
        *slips.NEURON_RELU,
    ),
)


def as_numbers(v: Values, *names: str) -> np.ndarray:
    """Several stages as one array, for a question that asks for them together."""
    return np.array([getattr(v, name) for name in names], dtype=float)
