"""The still picture of the explorer of error and loss: errors as arrows, squares as squares."""

from __future__ import annotations

import math

import numpy as np

from handprop.draw import COLOURS, digits
from handprop.explore.error_and_loss.numbers import phrase
from handprop.explore.frame import still
from handprop.language import tr


def paint(figure, now: dict, predictions, targets, high: float) -> None:
    """Draw both; ``now`` is what `numbers.state` returns."""
    rows = np.arange(targets.size)
    ends = (rows.size - 0.4, -0.6)
    axes = still.axes(
        figure, (0.09, 0.17, 0.43, 0.72), tr("Error"), (0, high), ends, tr("price in 100 000 dollars"), ""
    )
    axes.set_yticks(rows, [phrase("house", i=i + 1) for i in rows])
    axes.xaxis.get_major_locator().set_params(integer=True)
    mark = {"markersize": 9, "linestyle": "none", "zorder": 3}
    axes.plot(targets, rows, "D", mfc=still.PAPER, mec=COLOURS["target"], mew=2, label=tr("target"), **mark)
    axes.plot(predictions, rows, "o", color=COLOURS["prediction"], label=tr("prediction"), **mark)
    for row, (p, t, error) in enumerate(zip(predictions, targets, now["errors"], strict=True)):
        start, end = (t, p) if error == p - t else (p, t)
        axes.annotate("", (end, row + 0.28), (start, row + 0.28), arrowprops=_arrow(COLOURS["error"]))
        axes.text(high, row - 0.1, still.minus(digits(error)), ha="right", weight="bold", color=still.INK)
    axes.legend(loc="lower right", bbox_to_anchor=(1.0, 0.98), ncols=2, frameon=False, fontsize=9)
    _paint_squares(figure, now)


def _arrow(colour: str) -> dict:
    return {"arrowstyle": "-|>", "color": colour, "linewidth": 2.5, "shrinkA": 0, "shrinkB": 0}


def _paint_squares(figure, now: dict) -> None:
    axes = figure.add_axes((0.57, 0.05, 0.42, 0.84))
    axes.set_title(tr("Half squared error"), loc="left", fontsize=11, color=still.INK)
    squares = [(phrase("house", i=i), loss, COLOURS["error"]) for i, loss in enumerate(now["losses"], 1)]
    squares.append((tr("mean loss"), now["mean"], COLOURS["error"]))
    cell = 1.3 * max(0.1, *(math.sqrt(2 * loss) for _, loss, _ in squares))
    for i, square in enumerate(squares):
        _paint_square(axes, i % 3 * 1.6 * cell, -(i // 3) * 1.3 * cell, cell, *square)
    axes.set(xlim=(-0.03 * cell, 4.6 * cell), ylim=(-1.75 * cell, 0.85 * cell), aspect="equal", anchor="NW")
    axes.set_axis_off()


def _paint_square(axes, left: float, foot: float, cell: float, name: str, loss: float, colour: str) -> None:
    from matplotlib.patches import Polygon, Rectangle

    side = math.sqrt(2 * loss)
    corners = [(left, foot), (left + side, foot), (left, foot + side)]
    axes.add_patch(Polygon(corners, color=colour, linewidth=0))
    axes.add_patch(Rectangle((left, foot), side, side, fill=False, edgecolor=colour, linewidth=1.5))
    words = f"{name}  {digits(loss)}"
    axes.text(left, foot - 0.08 * cell, words, va="top", fontsize=9, color=still.INK)
