"""The explorer of input gradients: what one pixel does to one output, by the slope and in truth."""

from __future__ import annotations

import numpy as np

from handprop.draw import COLOURS, Picture, digits
from handprop.explore.frame import still
from handprop.explore.frame.as_code import shareable
from handprop.explore.frame.controls import Choice, Control, controls_of
from handprop.explore.frame.explorer import Explorer, view
from handprop.explore.frame.pixels import (
    INK,
    MARKED,
    SIDE,
    described,
    described_pictures,
    pictures,
    place,
    reader,
)
from handprop.explore.input_gradient.numbers import CHANGES, NOTCH, state
from handprop.explore.input_gradient.still import paint

COUNT = 38
PRESETS = {
    "one pixel erased": {"change": -1.0},
    "a pixel outside": {"row": 7, "column": 7, "change": 1.0},
    "a corner": {"row": 1, "column": 1, "change": 1.0},
    "another output": {"output": "3"},
    "a mistake": {"image": 31, "output": "4"},
}


@shareable
def input_gradient(
    image: int = 7, output: int = 2, row: int = 6, column: int = 4, change: float = 0.0
) -> InputGradientExplorer:
    """The input gradient over the 64 pixels of a digit, and one pixel moved by a slider.

    Parameters
    ----------
    image : from 1 to 38; three of each digit, then eight that the network gets wrong.
    output : the digit, from 0 to 9, whose sum is looked at.
    row, column : the pixel, from 1 to 8.
    change : of the ink of that pixel, from -1 to 1.

    Raises ValueError for other values.
    """
    whole = {
        "image": (image, 1, COUNT),
        "output": (output, 0, 9),
        "row": (row, 1, SIDE),
        "column": (column, 1, SIDE),
    }
    for name, (value, low, high) in whole.items():
        if value not in range(low, high + 1):
            raise ValueError(f"{name} must be a whole number from {low} to {high}; got {value!r}.")
    if not -1 <= change <= 1:
        raise ValueError(f"change must lie between -1 and 1; got {change!r}.")
    return InputGradientExplorer(int(image), int(output), int(row), int(column), float(change))


class InputGradientExplorer(Explorer):
    """What `input_gradient` returns."""

    presets = PRESETS

    def __init__(self, image: int, output: int, row: int, column: int, change: float):
        options = tuple((f"sum for {digit}", str(digit)) for digit in range(10))
        picture = [
            Control("image", "", "picture", image, 1, COUNT, 1),
            Choice("output", "output", "output", str(output), options),
        ]
        pixel = [
            Control("row", "row", "row of the pixel", row, 1, SIDE, 1),
            Control("column", "column", "column of the pixel", column, 1, SIDE, 1),
            Control("change", "change", "change of its ink", change, -1, 1, NOTCH),
        ]
        columns = [{"Picture and output": picture}, {"One pixel": pixel}]
        super().__init__(view("input_gradient", _spec(), controls_of(columns)), columns)

    def state(self) -> dict:
        """The numbers of now, as `state` computes them."""
        return state(**self.numbers())

    def picture(self) -> Picture:
        """The digit, its input gradient and the pixel's curve, with the numbers of now."""
        numbers, now = self.numbers(), self.state()
        rows = [["change", "by the slope", "in truth"]]
        for k in range(0, len(CHANGES), 4):
            change = float(CHANGES[k])
            rows.append([digits(change), f"{now['slope'] * change + 0:.3f}", f"{now['curve'][k]:.3f}"])
        alt = (
            f"Three pictures: a handwritten {now['label']} of 8 by 8 pixels, the slope of the sum for "
            f"{numbers['output']} at each pixel, and that sum while one pixel changes. {now['words']} "
            f"{now['where']}"
        )
        text = still.numbers(rows, strongest(now["slopes"]), now["words"], now["where"])
        x = pictures()[0][round(numbers["image"]) - 1] / INK
        return Picture(lambda figure: paint(figure, x, CHANGES, numbers, now), (960, 320), alt, text)


def strongest(slopes) -> str:
    """The steepest pixel up and down, in words."""
    parts = []
    for name, k in (("largest", int(np.argmax(slopes))), ("smallest", int(np.argmin(slopes)))):
        parts.append(f"{name} slope {digits(float(slopes[k]))} in {place(k)}")
    return f"Of the 64 slopes: {', '.join(parts)}."


def _spec() -> dict:
    return {
        "pictures": described_pictures(),
        "network": described(reader()),
        "changes": CHANGES.tolist(),
        "marked": MARKED,
        "colours": COLOURS,
    }
