"""The same mistake in another calculation: its id and its belief stay, its code is written anew.

`update_mistakes` and `error_mistakes` serve every calculation that names its stages alike.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from handprop.check.mistakes import catalogue as m
from handprop.check.mistakes.calculation import Mistake, Stage, Values


def again(mistake: Mistake, example: str, changes: Mapping[str, Stage], **words: str) -> Mistake:
    """The mistake with other code, and with other words where the first ones name weights of the 2-2-1."""
    return replace(mistake, example=example, changes=changes, **words)


_UPDATES: dict[Mistake, tuple[str, Callable[..., Any]]] = {
    m.ADD: ("{w}_new = {w} + learning_rate * {g}", lambda w, g, rate: w + rate * g),
    m.BLAME_LOWER: ("{w}_new = {w} - learning_rate * abs({g})", lambda w, g, rate: w - rate * np.abs(g)),
    m.SIGN_STEP: ("{w}_new = {w} - learning_rate * sign({g})", lambda w, g, rate: w - rate * np.sign(g)),
    m.NO_LR: ("{w}_new = {w} - {g}", lambda w, g, rate: w - g),
    m.LR_TWICE: (
        "{w}_new = {w} - learning_rate * (learning_rate * {g})",
        lambda w, g, rate: w - rate * (rate * g),
    ),
    m.LR_ON_WEIGHT: ("{w}_new = learning_rate * ({w} - {g})", lambda w, g, rate: rate * (w - g)),
}


def update_mistakes(slopes: Mapping[str, str]) -> tuple[Mistake, ...]:
    """The mistakes in ``w - learning_rate * slope``; `slopes`: parameter -> stage of its derivative."""
    first = next(iter(slopes))
    return tuple(
        again(
            mistake,
            line.format(w=first, g=slopes[first]),
            {f"new_{name}": _updated(rule, name, slope) for name, slope in slopes.items()},
        )
        for mistake, (line, rule) in _UPDATES.items()
    )


def _updated(rule: Callable[..., Any], name: str, slope: str) -> Stage:
    return lambda v: rule(getattr(v, name), getattr(v, slope), v.lr)


def _over_samples(v: Values, total: float) -> float:
    return total / (len(v.prediction) if np.ndim(v.prediction) == 2 else 1)


def error_mistakes() -> tuple[Mistake, ...]:
    """The mistakes between prediction and delta.

    They fit a calculation with the stages prediction, error (prediction - y), loss, and delta: what is sent
    back, which is the error again.  The loss is a mean over the samples where there are several.
    """
    return _ERROR_MISTAKES


_ERROR_MISTAKES = (
    again(m.TARGET_MINUS, "error = target - prediction", {"error": lambda v: v.y - v.prediction}),
    again(m.ABS_ERROR, "error = abs(prediction - target)", {"error": lambda v: np.abs(v.prediction - v.y)}),
    again(
        m.FACTOR_2,
        "loss = error ** 2",
        {
            "loss": lambda v: _over_samples(v, np.sum(v.error**2)),
            "delta": lambda v: 2 * v.error,
        },
        name="leaves out the 1/2 of the loss, or keeps the factor 2 in its derivative",
        hint="Where does the 1/2 of the loss stand in your calculation, and what does it do to the 2?",
    ),
    again(m.KEEP_HALF, "delta = 0.5 * error", {"delta": lambda v: 0.5 * v.error}),
    again(m.LOSS_AS_DELTA, "delta = 0.5 * error ** 2", {"delta": lambda v: 0.5 * v.error**2}),
    again(
        m.SIGNED_LOSS,
        "loss = prediction - target",
        {
            "loss": lambda v: _over_samples(v, np.sum(v.error)),
            "delta": lambda v: np.ones_like(v.error),
        },
    ),
    again(m.GRAD_OF_OUTPUT, "delta = 1", {"delta": lambda v: np.ones_like(v.error)}),
)
