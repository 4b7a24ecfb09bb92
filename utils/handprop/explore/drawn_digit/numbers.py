"""What the explorer of a drawn digit shows.

>>> state("2", "", "trained", 0)["words"]
'The network reads a 2, with a share of 0.994.'
"""

from __future__ import annotations

import numpy as np

from handprop.draw import digits
from handprop.explore.drawn_digit.weights import networks, stored
from handprop.explore.frame.pixel_controls import painted_pixels
from handprop.explore.frame.pixels import INK, LETTERS
from handprop.explore.frame.words import phrases

phrase = phrases(__file__)
SHEETS = ("empty", *map(str, range(10)))


def sheets() -> list[np.ndarray]:
    """An empty sheet, and one held-out picture of each digit, shapes (64,), whole numbers from 0 to 16."""
    return [np.zeros(64, int), *(np.array([*map(LETTERS.index, text)]) for text in stored()["sheets"])]


def state(sheet: str, painted: str, weights: str, change: float) -> dict:
    """Every number and sentence that the explorer shows; its twin is ``reading`` in numbers.js."""
    net = networks()[weights]
    place = SHEETS.index(sheet)
    pixels = sheets()[place].copy()
    where, paint = painted_pixels(painted)
    for pixel, ink in paint.items() if where == place else ():
        pixels[pixel] = ink
    values = net.forward(pixels / INK)
    before = int(values["prediction"].argmax())
    W2 = net.params["W2"].copy()
    unit = int((values["a1"] * W2[:, before]).argmax())
    W2[unit, before] += change
    shares = net.with_params({"W2": W2}).forward(pixels / INK)["prediction"]
    said = int(shares.argmax())
    count = f"{sum(value.size for value in net.params.values())}"
    told = {"said": str(said), "before": str(before), "share": f"{shares[said]:.3f}", "count": count}
    kind = "untrained" if weights != "trained" else "reads"
    if change:
        kind = "held" if said == before else "turned"
    name = f"h{unit + 1} → {before}"
    about = phrase("weight", name=name, weight=digits(W2[unit, before]), said=str(before))
    return {
        "pixels": pixels,
        "hidden": values["a1"],
        "shares": shares,
        "said": said,
        "before": before,
        "unit": unit,
        "weight": float(W2[unit, before]),
        "words": phrase(kind, **told) if pixels.any() else phrase("empty"),
        "weight_words": about,
    }
