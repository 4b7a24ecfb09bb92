"""The losses, gradients and relative errors that the explorer of gradient checks shows.

>>> round(gradients()["none"], 6)
-0.018363
"""

from __future__ import annotations

import math
from functools import cache

import numpy as np

from handprop.examples import get

LOWEST, HIGHEST, NOTCH = -16, 0, 0.1  # powers of ten of the step
REACH = 1.1  # the loss curve is drawn so far to both sides of w
SIDES = ("central", "one-sided")
_CHAIN = get("chain")
W = float(_CHAIN.params["W1"][0, 0])


def nearest(h: float) -> int:
    """The place of the nearest step in ``samples()["h"]``."""
    return min(max(round((math.log10(h) - LOWEST) / NOTCH), 0), len(samples()["h"]) - 1)


@cache
def samples() -> dict:
    """The loss at w, and above and below it for every step.

    The browser gets these numbers and computes none of its own: two mathematical libraries may differ in the
    last digit, and for small steps that digit is all that the difference consists of.
    """
    count = round((HIGHEST - LOWEST) / NOTCH)
    h = [float(f"{10.0 ** (LOWEST + NOTCH * k):.12g}") for k in range(count + 1)]
    curve = np.linspace(W - REACH, W + REACH, 67)
    return {
        "h": h,
        "up": [loss(W + step) for step in h],
        "down": [loss(W - step) for step in h],
        "here": loss(W),
        "curve": [[float(w), loss(float(w))] for w in curve],
    }


def loss(w: float) -> float:
    """The loss of the 1-1-1 network with the first weight ``w``."""
    return _CHAIN.network().with_params({"W1": [[w]]}).loss_at(_CHAIN.x, _CHAIN.y)


@cache
def gradients() -> dict[str, float]:
    """∂loss/∂w1 with each slip in it."""
    net = _CHAIN.network()
    values = net.forward(_CHAIN.x)
    exact = float(net.backward(values, _CHAIN.y)["W1"][0, 0])
    x, a1, a2 = float(_CHAIN.x[0]), float(values["a1"][0]), float(values["a2"][0])
    return {
        "none": exact,
        "sign": -exact,
        "half": 2 * exact,
        "input": exact / x,
        "hidden slope": exact / (a1 * (1 - a1)),
        "output slope": exact / (1 - a2),
        "rounded": float(f"{exact:.4g}"),
    }


@cache
def errors(sides: str, slip: str) -> list[float]:
    """The relative error for every step: the difference, divided by the larger of the two sizes."""
    table, gradient = samples(), gradients()[slip]
    rows = zip(table["h"], table["up"], table["down"], strict=True)
    if sides == "central":
        slopes = [(up - down) / (2 * h) for h, up, down in rows]
    else:
        slopes = [(up - table["here"]) / h for h, up, _ in rows]
    return [abs(gradient - slope) / max(abs(gradient), abs(slope)) for slope in slopes]


def shared_decimals(up: float, down: float) -> int:
    """How many decimals of the two numbers, written with 17, are the same from the left."""
    pairs = zip(f"{up:.17f}".partition(".")[2], f"{down:.17f}".partition(".")[2], strict=True)
    return next((k for k, (a, b) in enumerate(pairs) if a != b), 17)
