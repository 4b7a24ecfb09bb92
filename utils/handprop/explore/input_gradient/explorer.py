"""The explorer of input gradients: what one pixel does to one output, by the slope and in truth.

>>> state(7, "2", 6, 4, 0.0)["words"]
'Row 6, column 4 has the ink 1. Move the change away from 0 to compare.'
"""

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
from handprop.explore.input_gradient.still import paint
from handprop.network import Network

COUNT = 38
NOTCH = 1 / 16
CHANGES = np.arange(-16, 17) * NOTCH  # of the ink of one pixel
ROUNDING = 1e-12  # a difference below is rounding, and is shown as 0
PRESETS = {
    "one pixel erased": {"change": -1.0},
    "a pixel outside": {"row": 7, "column": 7, "change": 1.0},
    "a corner": {"row": 1, "column": 1, "change": 1.0},
    "another output": {"output": "3"},
    "a mistake": {"image": 31, "output": "4"},
}
_LEGEND = (
    "The network of lesson 10 (ReLU); the output is the sum for one digit, before softmax. Orange and +: "
    "more ink raises the sum. Blue and −: more ink lowers it. Signs stand where the slope is strong."
)


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


def state(image: float, output: str, row: float, column: float, change: float) -> dict:
    """Every number and sentence that the explorer shows; its twin is ``impact`` in input_gradient.js."""
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
    first = f"{place(pixel).capitalize()} has the ink {digits(ink)}."
    if not change:
        return f"{first} Move the change away from 0 to compare."
    return (
        f"{first} A change of {digits(change)} should move the sum for {digit} by {digits(predicted)}; "
        f"it moves by {digits(true)}."
    )


def _where(ends: tuple[float, float], turned: int, ink: float) -> str:
    low, high = (digits(end) for end in ends)
    gates = f"{turned or 'no'} gate{'s' * (turned != 1)}"
    paper = " No paper has such ink." if not 0 <= ink <= 1 else ""
    exact = f"The slope is exact for changes from {low} to {high}, where the first gates turn."
    return f"{exact} Here {gates} turned.{paper}"


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
            Control("column", "col", "column of the pixel", column, 1, SIDE, 1),
            Control("change", "±", "change of its ink", change, -1, 1, NOTCH),
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
        "legend": _LEGEND,
    }
