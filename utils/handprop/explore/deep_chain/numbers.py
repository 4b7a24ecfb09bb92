"""The way back through a chain of equal layers; its twin is in numbers.js.

>>> state(depth=3, weight=2.0, activation="relu")["grads"]
[8.0, 4.0, 2.0, 1.0]
"""

from __future__ import annotations

import numpy as np

from handprop.explore.frame.words import phrases
from handprop.network import ACTIVATIONS

phrase = phrases(__file__)
SMALL, LARGE = 1e-3, 1e3  # beyond these a gradient is said to vanish or to explode
LESS, MORE = 0.9, 1.1  # between these, to hold


def state(depth: int, weight: float, activation: str) -> dict:
    """A chain a = f(weight · a), ``depth`` times, that starts at 1.

    ``grads[k]`` is the derivative of the last activation with respect to that of layer k, with k = 0 for the
    input; ``factors[k - 1]`` is weight times slope of layer k; ``mean`` is their geometric mean.
    """
    forward, back = ACTIVATIONS[activation]
    a, factors = 1.0, []
    for _ in range(depth):
        z = np.array([weight * a])
        out = forward(z)
        factors.append(weight * float(back(np.ones(1), z, out)[0]))
        a = float(out[0])
    grads = [1.0]
    for factor in reversed(factors):
        grads.insert(0, grads[0] * factor)
    left, mean = grads[0], grads[0] ** (1 / depth)
    words = phrase(_kind(left), left=left, mean=mean)
    return {"grads": grads, "factors": factors, "mean": mean, "words": words}


def _kind(left: float) -> str:
    if left < LESS:
        return "vanishes" if left < SMALL else "shrinks"
    if left > MORE:
        return "explodes" if left > LARGE else "grows"
    return "stays"
