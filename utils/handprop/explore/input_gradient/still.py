"""The still picture of input gradients: the digit, its slopes, and the pixel's line and curve."""

from __future__ import annotations

import numpy as np

from handprop.draw import COLOURS
from handprop.explore.digits.still import paint_pixels
from handprop.explore.frame import still
from handprop.language import tr


def paint(figure, x, changes, numbers: dict, now: dict) -> None:
    """Draw the three; ``now`` is what `input_gradient.state` returns."""
    left = figure.add_axes((0.02, 0.12, 0.26, 0.78))
    right = figure.add_axes((0.33, 0.12, 0.26, 0.78))
    paint_pixels(left, x, tr("label {label}", label=now["label"]))
    paint_pixels(
        right, now["slopes"], tr("slope of the sum for {output}", output=numbers["output"]), signed=True
    )
    for axes in (left, right):
        _frame(axes, numbers["row"] - 1.5, numbers["column"] - 1.5)
    _paint_curve(figure, changes, numbers["change"], now)


def _frame(axes, row: float, column: float) -> None:
    from matplotlib.patches import Rectangle

    for colour, width in ((still.ON_AREA, 4), (still.ON_AREA_PAPER, 1.5)):
        axes.add_patch(Rectangle((column, row), 1, 1, fill=False, edgecolor=colour, linewidth=width))


def _paint_curve(figure, changes, change: float, now: dict) -> None:
    line = now["slope"] * np.asarray(changes)
    reach = 1.1 * max(np.abs(line).max(), np.abs(now["curve"]).max(), 0.1)
    axes = still.axes(
        figure,
        (0.68, 0.16, 0.3, 0.74),
        tr("Change of the sum"),
        (-1, 1),
        (-reach, reach),
        tr("change of ink"),
        "",
    )
    axes.axvspan(*now["ends"], color=still.QUIET, alpha=0.15, label=tr("the slope is exact"))
    axes.plot(changes, now["curve"], color=COLOURS["prediction"], linewidth=2.5, label=tr("in truth"))
    axes.plot(changes, line, color=still.INK, linestyle=(0, (5, 3)), label=tr("by the slope"))
    axes.plot(change, now["true"], "o", color=COLOURS["prediction"])
    axes.legend(frameon=False, fontsize=8)
