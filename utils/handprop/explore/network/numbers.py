"""Every number and sentence that the network explorer shows, and the browser computes again."""

from __future__ import annotations

import math

import numpy as np

from handprop.draw.layout import digits
from handprop.network import Network


def state(net: Network, x, y, learning_rate: float) -> dict:
    """Every number and sentence that is shown for one sample; ``state`` in network.js is its twin."""
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
        "results": _result_words(values["prediction"], y, error, loss),
        "words": _step_words(learning_rate, loss, loss_after),
    }


def _result_words(prediction, y, error, loss: float) -> str:
    listed = [", ".join(map(digits, np.atleast_1d(numbers))) for numbers in (prediction, y, error)]
    return "Prediction {}, target {}, error {}, loss {}.".format(*listed, digits(loss))


def _step_words(learning_rate: float, before: float, after: float) -> str:
    start = f"One step of size {digits(learning_rate)} would"
    if not math.isfinite(after):
        return f"{start} make the loss too large to compute."
    old, new = digits(before), digits(after)
    if after == before:
        return f"{start} leave the loss at {old}."
    verb = "lower" if after < before else "raise"
    if old == new:
        return f"{start} {verb} the loss by less than four digits can show: it stays at {old}."
    return f"{start} {verb} the loss from {old} to {new}."
