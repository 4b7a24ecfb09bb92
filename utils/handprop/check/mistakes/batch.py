"""One training step of a two-layer network on a batch: samples are rows, the loss is a mean over them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from handprop.check.mistakes import catalogue as m
from handprop.check.mistakes import slips
from handprop.check.mistakes.again import again, error_mistakes, update_mistakes
from handprop.check.mistakes.calculation import Mistake, NoTrace, Pipeline, Stage, Values

Activation = Mapping[str, Callable[..., Any]]


def _batch_stages(hidden: Activation, output: Activation) -> dict[str, Stage]:
    """A case gives x (samples, inputs), y (samples, outputs), W1, b1, W2, b2 and lr.

    An activation is given by its value, a function of z, and its slope, a function of z and a.
    """
    return {
        "X": lambda v: v.x,
        "Z1": lambda v: v.X @ v.W1 + v.b1,
        "A1": lambda v: hidden["value"](v.Z1),
        "Z2": lambda v: v.A1 @ v.W2 + v.b2,
        "A2": lambda v: output["value"](v.Z2),
        "prediction": lambda v: v.A2,
        "error": lambda v: v.prediction - v.y,
        "loss": lambda v: 0.5 * np.sum(v.error**2) / len(v.X),
        "delta": lambda v: v.error,
        "slope2": lambda v: output["slope"](v.Z2, v.A2),
        "dZ2": lambda v: v.delta * v.slope2 / len(v.X),
        "dW2": lambda v: v.A1.T @ v.dZ2,
        "db2": lambda v: v.dZ2.sum(axis=0),
        "dA1": lambda v: v.dZ2 @ v.W2.T,
        "slope1": lambda v: hidden["slope"](v.Z1, v.A1),
        "dZ1": lambda v: v.dA1 * v.slope1,
        "dW1": lambda v: v.X.T @ v.dZ1,
        "db1": lambda v: v.dZ1.sum(axis=0),
        "new_W2": lambda v: v.W2 - v.lr * v.dW2,
        "new_b2": lambda v: v.b2 - v.lr * v.db2,
        "new_W1": lambda v: v.W1 - v.lr * v.dW1,
        "new_b1": lambda v: v.b1 - v.lr * v.db1,
        "dX": lambda v: v.dZ1 @ v.W1.T,
        "new_A1": lambda v: hidden["value"](v.X @ v.new_W1 + v.new_b1),
        "new_A2": lambda v: output["value"](v.new_A1 @ v.new_W2 + v.new_b2),
        "new_loss": lambda v: 0.5 * np.sum((v.new_A2 - v.y) ** 2) / len(v.X),
    }


def _if_square(v: Values, value: np.ndarray) -> np.ndarray:
    if v.W1.shape[0] != v.W1.shape[1]:
        raise NoTrace("only a square matrix can be used the wrong way round")
    return value


def _table_of_differences(v: Values) -> np.ndarray:
    """Each prediction against every target: (samples, 1) - (samples,)."""
    if v.y.shape[1] != 1:
        raise NoTrace("several outputs do not stretch to a table")
    return v.prediction - v.y.ravel()


BROADCAST = Mistake(
    id="M53-BROADCAST-N1",
    name="subtracts shapes (n, 1) and (n,) and gets a table of n times n differences",
    belief="Both contain the same numbers, so the difference has just as many.",
    hint="Print the shape of the difference before squaring it.",
    example="error = prediction - y  # shapes (4, 1) and (4,)",
    changes={
        "error": lambda v: _table_of_differences(v).mean(axis=1, keepdims=True),
        "loss": lambda v: 0.5 * np.mean(_table_of_differences(v) ** 2),
    },
)

SUM_VS_MEAN = Mistake(
    id="M57-SUM-VS-MEAN",
    name="sums over the batch where the loss is a mean",
    belief="Every sample adds its gradient.",
    hint="If you copy every sample twice, should the mean loss and its slopes become twice as large?",
    example="dZ2 = error * slope  # not divided by the number of samples",
    changes={
        "loss": lambda v: 0.5 * np.sum(v.error**2),
        "dZ2": lambda v: v.delta * v.slope2,
    },
)

BIAS_NO_BATCH_SUM = Mistake(
    id="M58-BIAS-NO-BATCH-SUM",
    name="does not sum the bias gradient over the batch",
    belief="The bias gradient is delta.",
    hint="How many bias numbers should the layer have after the update?",
    example="db1 = dZ1",
    changes={"db2": lambda v: v.dZ2, "db1": lambda v: v.dZ1},
)

_ANYWHERE = (
    BROADCAST,
    SUM_VS_MEAN,
    BIAS_NO_BATCH_SUM,
    *update_mistakes({"W1": "dW1", "b1": "db1", "W2": "dW2", "b2": "db2"}),
    *error_mistakes(),
    again(
        m.UPDATED_W,
        "dA1 = dZ2 @ W2_new.T",
        {"dA1": lambda v: v.dZ2 @ (v.W2 - v.lr * v.dW2).T},
        name="uses the already updated output weights for the gradients of the first layer",
        hint="Where in weight space was the forward pass done, and are all derivatives taken at that point?",
    ),
    again(
        m.STALE_H,
        "A2_new = f(A1 @ W2_new + b2_new)",
        {"new_A1": lambda v: v.A1},
        hint="Which of the numbers in the forward pass depend on W1 and b1?",
    ),
    again(
        m.OUTER_TRANSPOSED,
        "dW1 = dZ1.T @ X",
        {"dW1": lambda v: _if_square(v, v.dZ1.T @ v.X)},
        belief="The shape fits, so the order does not matter.",
        hint="Which row of W1 belongs to input 2, and what stands in that row of your gradient?",
    ),
    again(
        m.ELEMENTWISE_XD,
        "dW1 = (X * dZ1).sum(axis=0)",
        {"dW1": lambda v: np.broadcast_to((v.X * v.dZ1).sum(axis=0), v.W1.shape)},
    ),
    again(m.FWD_TRANSPOSED, "Z1 = X @ W1.T + b1", {"Z1": lambda v: v.X @ _if_square(v, v.W1.T) + v.b1}),
    again(
        m.SUM_WEIGHTS,
        "dA1 = (dZ2 * W2.sum(axis=0)).sum(axis=1, keepdims=True)",
        {"dA1": lambda v: np.broadcast_to((v.dZ2 @ v.W2.T).sum(axis=1, keepdims=True), v.A1.shape)},
    ),
    again(
        m.NO_OUT_WEIGHT,
        "dA1 = dZ2.sum(axis=1, keepdims=True)",
        {"dA1": lambda v: np.broadcast_to(v.dZ2.sum(axis=1, keepdims=True), v.A1.shape)},
        name="skips the output weights on the way back",
        hint="Nudge one hidden value by 0.01 and work out by how much each prediction moves.",
    ),
    again(
        m.WRONG_WEIGHT,
        "dA1 = dZ2.sum(axis=1, keepdims=True) * W1[0]",
        {"dA1": lambda v: v.dZ2.sum(axis=1, keepdims=True) * v.W1[0]},
        name="goes back through the incoming weights W1 instead of the outgoing W2",
        belief="The gradient of a weight must contain that weight.",
        hint="Put your finger on a first weight in the drawing and follow it to the loss: what do you pass?",
    ),
    again(
        m.NO_INPUT_FACTOR,
        "dW2 = dZ2.sum(axis=0)",
        {"dW2": lambda v: np.broadcast_to(v.dZ2.sum(axis=0), v.W2.shape)},
        hint="If a hidden unit had been 0 for all samples, would its output weights change the prediction?",
    ),
    again(
        m.USE_YHAT,
        "dW2 = (prediction * dZ2).sum(axis=0)",
        {"dW2": lambda v: np.broadcast_to((v.A2 * v.dZ2).sum(axis=0), v.W2.shape)},
        name="multiplies delta by the prediction instead of the hidden values",
        hint="What does an output weight get multiplied with in the forward pass?",
    ),
    again(
        m.W_TIMES_DELTA,
        "dW1 = W1 * dZ1.sum(axis=0)",
        {"dW1": lambda v: v.W1 * v.dZ1.sum(axis=0)},
    ),
    again(m.BIAS_FROZEN, "b1_new = b1", {"new_b2": lambda v: v.b2, "new_b1": lambda v: v.b1}),
    again(
        m.BIAS_ONE,
        "db1 = np.ones(hidden)",
        {"db2": lambda v: np.ones_like(v.b2), "db1": lambda v: np.ones_like(v.b1)},
    ),
    again(
        m.ROUND_EARLY,
        "W1_new = np.round(W1 - learning_rate * dW1, 2)",
        {
            "new_W2": lambda v: np.round(v.W2 - v.lr * v.dW2, 2),
            "new_W1": lambda v: np.round(v.W1 - v.lr * v.dW1, 2),
        },
        hint="How large was the smallest change of a weight, compared with the rounding step?",
    ),
)

_SIGMOID: Activation = {"value": m.sigmoid, "slope": lambda z, a: a * (1 - a)}
_RELU: Activation = {"value": lambda z: np.maximum(0, z), "slope": lambda z, a: (z > 0).astype(float)}
_LINEAR: Activation = {"value": lambda z: z, "slope": lambda z, a: np.ones_like(z)}


def _slope_of_sigmoid(z: np.ndarray) -> np.ndarray:
    return m.sigmoid(z) * (1 - m.sigmoid(z))


SIGMOID_BATCH = Pipeline(
    "sigmoid_batch",
    _batch_stages(_SIGMOID, _SIGMOID),
    (
        *_ANYWHERE,
        again(
            m.SIG_DERIV_AT_A,
            "dZ1 = dA1 * sigmoid_prime(A1)",
            {
                "slope2": lambda v: _slope_of_sigmoid(v.A2),
                "slope1": lambda v: _slope_of_sigmoid(v.A1),
            },
        ),
        again(
            m.Z_ONE_MINUS_Z,
            "dZ1 = dA1 * Z1 * (1 - Z1)",
            {"slope2": lambda v: v.Z2 * (1 - v.Z2), "slope1": lambda v: v.Z1 * (1 - v.Z1)},
        ),
        again(m.SIG_NO_DERIV, "dZ1 = dA1", {"slope1": lambda v: np.ones_like(v.Z1)}),
        again(m.OUT_NO_DERIV, "dZ2 = error / samples", {"slope2": lambda v: np.ones_like(v.Z2)}),
        *slips.BATCH_SIGMOID,
    ),
)

RELU_BATCH = Pipeline(
    "relu_batch",
    _batch_stages(_RELU, _LINEAR),
    (
        *_ANYWHERE,
        again(m.NO_GATE, "dZ1 = dA1", {"slope1": lambda v: np.ones_like(v.Z1)}),
        again(m.GATE_ON_OUTPUT, "dZ2 = error * (A2 > 0) / samples", {"slope2": lambda v: v.A2 > 0}),
        again(
            m.GATE_ON_DW2,
            "dW2 = Z1.T @ dZ2; dZ1 = dA1",
            {"dW2": lambda v: v.Z1.T @ v.dZ2, "slope1": lambda v: np.ones_like(v.Z1)},
            name="gates the wrong layer: takes Z1 instead of A1 for W2 and leaves W1 without a gate",
            hint="Does an output weight act before or after the ReLU of its hidden unit?",
        ),
        again(m.GRADIENT_RELU, "dZ1 = np.maximum(0, dA1)", {"dZ1": lambda v: np.maximum(0, v.dA1)}),
        again(m.RELU_AT_0, "dZ1 = dA1 * (Z1 >= 0)", {"slope1": lambda v: v.Z1 >= 0}),
        again(
            m.FORWARD_NO_RELU,
            "A1 = Z1",
            {"A1": lambda v: v.Z1, "new_A1": lambda v: v.X @ v.new_W1 + v.new_b1},
        ),
        *slips.BATCH_RELU,
    ),
)
