"""One training step of a two-layer network on one sample, and the impact of the inputs on its prediction."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from handprop.check.mistakes import catalogue as m
from handprop.check.mistakes import slips, whole_gradient
from handprop.check.mistakes.again import again
from handprop.check.mistakes.calculation import Mistake, Pipeline, Stage, Values

_UPDATE = (m.ADD, m.BLAME_LOWER, m.SIGN_STEP, m.NO_LR, m.LR_TWICE, m.LR_ON_WEIGHT)
_DELTA = (
    m.TARGET_MINUS,
    m.ABS_ERROR,
    m.FACTOR_2,
    m.KEEP_HALF,
    m.LOSS_AS_DELTA,
    m.SIGNED_LOSS,
    m.GRAD_OF_OUTPUT,
)
_PATHS = (
    m.UPDATED_W,
    m.STALE_H,
    m.OUTER_TRANSPOSED,
    m.ELEMENTWISE_XD,
    m.FWD_COLUMNS,
    m.FWD_TRANSPOSED,
    m.ADD_ALONG_PATH,
    m.SUM_WEIGHTS,
    m.NO_OUT_WEIGHT,
    m.WRONG_WEIGHT,
    m.NO_INPUT_FACTOR,
    m.EQUAL_SPLIT,
    m.USE_YHAT,
    m.W_TIMES_DELTA,
    m.FULL_CORRECTION,
    m.ROUND_EARLY,
)
_INPUT = (whole_gradient.BACK_NO_TRANSPOSE, whole_gradient.ONE_PATH, whole_gradient.OVERWRITE_PATH)
_WHOLE = (
    whole_gradient.ALIAS,
    whole_gradient.GRADIENT_SUM,
    whole_gradient.GRADIENT_LENGTH,
    whole_gradient.BIG_WEIGHT,
    whole_gradient.LOSS_SHARES,
)
_RELU = (m.NO_GATE, m.GATE_ON_OUTPUT, m.GATE_ON_DW2, m.GRADIENT_RELU, m.RELU_AT_0, m.FORWARD_NO_RELU)
_SIGMOID = (m.SIG_DERIV_AT_A, m.Z_ONE_MINUS_Z, m.SIG_NO_DERIV)
_BIAS = (m.BIAS_FROZEN, m.BIAS_ONE)

SATURATION = Mistake(
    id="M75-SATURATION",
    name="feeds large raw inputs, a thousand times too large, into sigmoid units",
    belief="Bigger inputs give stronger signals.",
    hint="What is the slope of the sigmoid where your pre-activations lie?",
    example="x = 1000 * x",
    changes={"x": lambda v: 1000 * v.x},
)


def _one_step_stages(
    hidden: Mapping[str, Stage], output: Mapping[str, Stage], biases: Mapping[str, Stage]
) -> dict[str, Stage]:
    """One training step of a two-layer network on one sample.

    A case gives x (inputs,), y (outputs,), W1 (inputs, hidden), b1, W2 (hidden, outputs), b2 and lr.
    This is a calculation of its own: it must not lean on `handprop.network`, which answers are checked with.
    """
    return {
        "x": lambda v: v.x,
        "z": lambda v: v.x @ v.W1 + v.b1,
        "h": hidden["value"],
        "zo": lambda v: v.h @ v.W2 + v.b2,
        "prediction": output["value"],
        "loss": lambda v: 0.5 * np.sum((v.prediction - v.y) ** 2),
        "delta": lambda v: v.prediction - v.y,
        "dzo": output["slope"],
        "dW2": lambda v: np.outer(v.h, v.dzo),
        "db2": lambda v: v.dzo,
        "dh": lambda v: v.W2 @ v.dzo,
        "dz": hidden["slope"],
        "dW1": lambda v: np.outer(v.x, v.dz),
        "db1": lambda v: v.dz,
        "new_W2": lambda v: v.W2 - v.lr * v.dW2,
        "new_W1": lambda v: v.W1 - v.lr * v.dW1,
        **biases,
        "new_z": lambda v: v.x @ v.new_W1 + _new(v, "b1"),
        "new_h": lambda v: hidden["value"](_at(v, z=v.new_z)),
        "new_prediction": lambda v: output["value"](_at(v, zo=v.new_h @ v.new_W2 + _new(v, "b2"))),
        "new_loss": lambda v: 0.5 * np.sum((v.new_prediction - v.y) ** 2),
        "dx": lambda v: v.W1 @ v.dz,
    }


def _at(values: Values, **others: object) -> Values:
    return Values(**{**vars(values), **others})


# Biases that are absent, or frozen, have no stage; a mistake about their update then leaves no trace.
_NO_BIASES: dict[str, Stage] = {}
_TRAINED_BIASES: dict[str, Stage] = {
    "new_b2": lambda v: v.b2 - v.lr * v.db2,
    "new_b1": lambda v: v.b1 - v.lr * v.db1,
}


def _new(values: Values, bias: str) -> np.ndarray:
    return getattr(values, f"new_{bias}", getattr(values, bias))


_LINEAR_OUTPUT = {"value": lambda v: v.zo, "slope": lambda v: v.delta}
_SIGMOID_OUTPUT = {
    "value": lambda v: m.sigmoid(v.zo),
    "slope": lambda v: v.delta * v.prediction * (1 - v.prediction),
}
_RELU_HIDDEN = {"value": lambda v: np.maximum(0, v.z), "slope": lambda v: v.dh * (v.z > 0)}
_SIGMOID_HIDDEN = {"value": lambda v: m.sigmoid(v.z), "slope": lambda v: v.dh * v.h * (1 - v.h)}

RELU_STEP = Pipeline(
    "relu_step",
    _one_step_stages(_RELU_HIDDEN, _LINEAR_OUTPUT, _NO_BIASES),
    (*_UPDATE, *_DELTA, *_PATHS, *_RELU, *_INPUT, *slips.ONE_RELU),
)
RELU_BIAS_STEP = Pipeline(
    "relu_bias_step",
    _one_step_stages(_RELU_HIDDEN, _LINEAR_OUTPUT, _TRAINED_BIASES),
    (*RELU_STEP.mistakes, *_BIAS, *slips.ONE_BIAS),
)
SIGMOID_STEP = Pipeline(
    "sigmoid_step",
    _one_step_stages(_SIGMOID_HIDDEN, _LINEAR_OUTPUT, _NO_BIASES),
    (*_UPDATE, *_DELTA, *_PATHS, *_SIGMOID, *_INPUT, SATURATION, *slips.ONE_SIGMOID),
)
SIGMOID_OUTPUT_STEP = Pipeline(
    "sigmoid_output_step",
    _one_step_stages(_SIGMOID_HIDDEN, _SIGMOID_OUTPUT, _NO_BIASES),
    (*SIGMOID_STEP.mistakes, m.OUT_NO_DERIV, *slips.ONE_SIGMOID_OUTPUT),
)


def _with_views(step: Pipeline) -> Pipeline:
    """The step, and ways to look at its gradient as a whole; apart, because a check runs a step very often.

    ``gradient`` holds the weights' derivatives in the order of the drawing, ``strongest`` the place of the
    largest among them, ``total`` the loss, ``change_W2`` the move of W2, ``hidden_slope`` f'(z) of each
    hidden unit.
    """
    views: dict[str, Stage] = {
        "gradient": lambda v: whole_gradient.as_drawn(v.dW1, v.dW2),
        "strongest": lambda v: int(np.argmax(np.abs(whole_gradient.as_drawn(v.dW1, v.dW2)))),
        "total": lambda v: v.loss,
        "change_W2": lambda v: v.new_W2 - v.W2,
        "hidden_slope": lambda v: step.stages["dz"](_at(v, dh=np.ones_like(v.h))),
    }
    return Pipeline(f"{step.name}_views", {**step.stages, **views}, (*step.mistakes, *_WHOLE))


RELU_VIEWS = _with_views(RELU_STEP)
SIGMOID_VIEWS = _with_views(SIGMOID_STEP)


def _impact_stages(step: Pipeline) -> dict[str, Stage]:
    """How the prediction answers to each input: the way back, with 1 where the loss would give delta.

    A case is as for the step; `output` (0 if missing) says which output is meant.  ``impact`` has the shape
    (inputs,); ``loss_step`` is the step with the loss, which some take for the impact.
    """
    names = ("x", "z", "h", "zo", "prediction", "delta", "dzo", "dh", "dz", "dx")
    stages = {name: step.stages[name] for name in names}
    stages["delta"] = lambda v: np.eye(len(v.prediction))[getattr(v, "output", 0)]
    return {**stages, "loss_step": lambda v: step.run(vars(v)), "impact": lambda v: v.dx}


_IMPACT = (
    m.FWD_COLUMNS,
    m.FWD_TRANSPOSED,
    m.SUM_WEIGHTS,
    m.NO_OUT_WEIGHT,
    m.WRONG_WEIGHT,
    *_INPUT,
    whole_gradient.INPUT_IMPACT,
    whole_gradient.LOSS_IMPACT,
    whole_gradient.WEIGHT_IMPACT,
)
RELU_IMPACT = Pipeline(
    "relu_impact",
    _impact_stages(RELU_STEP),
    (
        *_IMPACT,
        again(
            m.NO_GATE,
            m.NO_GATE.example,
            m.NO_GATE.changes,
            hint="Pick a hidden unit with z < 0 and nudge an input. Does that unit pass anything on?",
        ),
        m.GRADIENT_RELU,
        m.RELU_AT_0,
    ),
)
SIGMOID_IMPACT = Pipeline("sigmoid_impact", _impact_stages(SIGMOID_STEP), (*_IMPACT, *_SIGMOID))
SIGMOID_OUTPUT_IMPACT = Pipeline(
    "sigmoid_output_impact",
    _impact_stages(SIGMOID_OUTPUT_STEP),
    (*SIGMOID_IMPACT.mistakes, m.OUT_NO_DERIV),
)
