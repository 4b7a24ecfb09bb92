"""The explorer of input gradients: what one pixel does to one output, by the slope and in truth.

>>> state(7, "2", 6, 4, 0.0)["words"]
'Row 6, column 4 has the ink 1. Move the change away from 0 to compare.'
"""

from __future__ import annotations

import numpy as np

from handprop.explore.frame.pixels import INK, SIDE, pictures, reader
from handprop.explore.frame.words import phrases
from handprop.network import Network

NOTCH = 1 / 16
CHANGES = np.arange(-16, 17) * NOTCH  # of the ink of one pixel
ROUNDING = 1e-12  # a difference below is rounding, and is shown as 0
phrase = phrases(__file__)


def state(image: float, output: str, row: float, column: float, change: float) -> dict:
    """Every number and sentence that the explorer shows; its twin is ``impact`` in numbers.js."""
    net, digit = reader(), int(output)
    pixel = SIDE * (round(row) - 1) + round(column) - 1
    x = pictures()[0][round(image) - 1] / INK
    slopes = input_gradient_of(net, x, digit)
    values = net.forward(x)
    moved = net.forward(_nudged(x, pixel, [change]))
    true = float(moved["z2"][0, digit] - values["z2"][digit])
    turned = int(((moved["z1"][0] > 0) != (values["z1"] > 0)).sum())
    predicted = float(slopes[pixel]) * change
    ends = exact_ends(net, values["z1"], pixel)
    return {
        "ink": float(x[pixel]),
        "label": int(pictures()[1][round(image) - 1]),
        "said": int(values["prediction"].argmax()),
        "score": float(values["z2"][digit]),
        "slopes": slopes,
        "slope": float(slopes[pixel]),
        "predicted": predicted,
        "true": true,
        "difference": true - predicted if abs(true - predicted) > ROUNDING else 0.0,
        "turned": turned,
        "ends": ends,
        "curve": net.forward(_nudged(x, pixel, CHANGES))["z2"][:, digit] - values["z2"][digit],
        "words": _words(pixel, float(x[pixel]), change, digit, predicted, true),
        "where": _where(ends, turned, float(x[pixel]) + change),
    }


def input_gradient_of(net: Network, x, digit: int) -> np.ndarray:
    """The derivatives of one output sum with respect to each input, shape (inputs,), as in lesson 11."""
    gates = net.forward(x)["z1"] > 0
    return net.params["W1"] @ (net.params["W2"][:, digit] * gates)


def exact_ends(net: Network, z1, pixel: int) -> tuple[float, float]:
    """Between which changes of the pixel no gate turns, and the slope is exact; cut off at -1 and 1."""
    weights = net.params["W1"][pixel]
    turns = -z1[weights != 0] / weights[weights != 0]
    return float(max([*turns[turns < 0], -1.0])), float(min([*turns[turns > 0], 1.0]))


def _nudged(x, pixel: int, changes) -> np.ndarray:
    rows = np.tile(x, (len(changes), 1))
    rows[:, pixel] += changes
    return rows


def _words(pixel: int, ink: float, change: float, digit: int, predicted: float, true: float) -> str:
    row, column = pixel // SIDE + 1, pixel % SIDE + 1
    numbers = {"change": change, "digit": digit, "predicted": predicted, "true": true}
    return phrase("moved" if change else "still", row=row, column=column, ink=ink, **numbers)


def _where(ends: tuple[float, float], turned: int, ink: float) -> str:
    gates = phrase(("no gate", "one gate", "gates")[min(turned, 2)], turned=turned)
    paper = "" if 0 <= ink <= 1 else phrase("paper")
    return phrase("where", low=ends[0], high=ends[1], gates=gates, paper=paper)
