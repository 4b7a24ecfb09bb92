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
from handprop.language import tr

COUNT = 38
PRESETS = {
    tr("one pixel erased"): {"change": -1.0},
    tr("a pixel outside"): {"row": 7, "column": 7, "change": 1.0},
    tr("a corner"): {"row": 1, "column": 1, "change": 1.0},
    tr("another output"): {"output": "3"},
    tr("a mistake"): {"image": 31, "output": "4"},
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
            raise ValueError(
                tr(
                    "{name} must be a whole number from {low} to {high}; got {value!r}.",
                    name=name,
                    low=low,
                    high=high,
                    value=value,
                )
            )
    if not -1 <= change <= 1:
        raise ValueError(tr("change must lie between -1 and 1; got {change!r}.", change=change))
    return InputGradientExplorer(int(image), int(output), int(row), int(column), float(change))


class InputGradientExplorer(Explorer):
    """What `input_gradient` returns."""

    presets = PRESETS

    def __init__(self, image: int, output: int, row: int, column: int, change: float):
        options = tuple((tr("sum for {digit}", digit=digit), str(digit)) for digit in range(10))
        picture = [
            Control("image", "", tr("picture"), image, 1, COUNT, 1),
            Choice("output", tr("output"), tr("output"), str(output), options),
        ]
        pixel = [
            Control("row", tr("row"), tr("row of the pixel"), row, 1, SIDE, 1),
            Control("column", tr("column"), tr("column of the pixel"), column, 1, SIDE, 1),
            Control("change", tr("change"), tr("change of its ink"), change, -1, 1, NOTCH),
        ]
        columns = [{tr("Picture and output"): picture}, {tr("One pixel"): pixel}]
        super().__init__(view("input_gradient", _spec(), controls_of(columns)), columns)

    def state(self) -> dict:
        """The numbers of now, as `state` computes them."""
        return state(**self.numbers())

    def picture(self) -> Picture:
        """The digit, its input gradient and the pixel's curve, with the numbers of now."""
        numbers, now = self.numbers(), self.state()
        rows = [[tr("change"), tr("by the slope"), tr("in truth")]]
        for k in range(0, len(CHANGES), 4):
            change = float(CHANGES[k])
            rows.append([digits(change), f"{now['slope'] * change + 0:.3f}", f"{now['curve'][k]:.3f}"])
        alt = tr(
            "Three pictures: a handwritten {label} of 8 by 8 pixels, the slope of the sum for {output} "
            "at each pixel, and that sum while one pixel changes. {words} {where}",
            label=now["label"],
            output=numbers["output"],
            words=now["words"],
            where=now["where"],
        )
        text = still.numbers(rows, strongest(now["slopes"]), now["words"], now["where"])
        x = pictures()[0][round(numbers["image"]) - 1] / INK
        return Picture(lambda figure: paint(figure, x, CHANGES, numbers, now), (960, 320), alt, text)


def strongest(slopes) -> str:
    """The steepest pixel up and down, in words."""
    parts = []
    for name, k in ((tr("largest"), int(np.argmax(slopes))), (tr("smallest"), int(np.argmin(slopes)))):
        parts.append(
            tr("{name} slope {slopes} in {place}", name=name, slopes=digits(float(slopes[k])), place=place(k))
        )
    return tr("Of the 64 slopes: {parts}.", parts=", ".join(parts))


def _spec() -> dict:
    return {
        "pictures": described_pictures(),
        "network": described(reader()),
        "changes": CHANGES.tolist(),
        "marked": MARKED,
        "colours": COLOURS,
    }
