"""Every number and sentence that the network explorer shows, and the browser computes again."""

from __future__ import annotations

import math

import numpy as np

from handprop.draw.layout import digits
from handprop.explore.frame.words import phrases
from handprop.network import Network

phrase = phrases(__file__)


def state(net: Network, x, y, learning_rate: float) -> dict:
    """Every number and sentence that is shown for one sample; ``state`` in numbers.js is its twin."""
    values = net.forward(x)
    gradients = net.backward(values, y)
    loss = net.loss(values, y)
    with np.errstate(over="ignore", invalid="ignore"):  # a step of any size is allowed; its loss says so
        after = net.update(gradients, learning_rate)
        loss_after = after.loss(after.forward(x), y)
    error = values["prediction"] - y
    return {
        "values": values,
        "gradients": gradients,
        "error": error,
        "loss": loss,
        "params_after": after.params,
        "loss_after": loss_after,
        "results": phrase("results", prediction=values["prediction"], target=y, error=error, loss=loss),
        "words": phrase(_turn(loss, loss_after), rate=learning_rate, before=loss, after=loss_after),
    }


def _turn(before: float, after: float) -> str:
    if not math.isfinite(after):
        return "too large"
    if after == before:
        return "leave"
    return ("lower" if after < before else "raise") + " a little" * (digits(before) == digits(after))
