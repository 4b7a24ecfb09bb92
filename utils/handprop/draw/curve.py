"""The loss, step by step."""

from __future__ import annotations

import numpy as np

from handprop.draw.layout import COLOURS, GRID, INK, digits
from handprop.draw.picture import Picture
from handprop.language import tr

_SIZE = (640, 320)


def loss_curve(losses, title: str = tr("Loss at each step")) -> Picture:
    """A curve of losses; ``losses[0]`` is the loss before the first step.

    Raises ValueError if there is no loss, or if it is not a plain sequence of numbers.  A loss that is
    not finite ends the curve, and the picture says so.
    """
    y = np.asarray(losses, dtype=np.float64)
    if y.ndim != 1 or y.size == 0:
        raise ValueError(
            tr("losses has shape {shape}; expected one loss per step, at least one.", shape=y.shape)
        )
    finite = int(np.argmin(np.isfinite(y))) if not np.isfinite(y).all() else y.size
    note = (
        ""
        if finite == y.size
        else tr(" From step {finite} on the loss is no longer a finite number.", finite=finite)
    )
    alt = tr("{title}: a curve {course}.{note}", title=title, course=_course(y[:finite]), note=note)
    return Picture(lambda figure: _paint(figure, y[:finite], title, note), _SIZE, alt, _text(y, title))


def _course(y: np.ndarray) -> str:
    if y.size == 0:
        return tr("without a finite loss")
    if y.size == 1:
        return tr("of one point, {y}", y=digits(y[0]))
    lowest = int(y.argmin())
    return tr(
        "over {size} steps from {y} to {y_2}; the lowest loss is {y_3}, at step {lowest}",
        size=y.size - 1,
        y=digits(y[0]),
        y_2=digits(y[-1]),
        y_3=digits(y[lowest]),
        lowest=lowest,
    )


def _text(y: np.ndarray, title: str) -> str:
    shown = np.unique(np.linspace(0, y.size - 1, min(y.size, 11)).round().astype(int))
    width = max(len(str(y.size - 1)), 4)
    return "\n".join(
        [
            title,
            tr("{value:>{width}}  loss", value="step", width=width),
            *(f"{i:>{width}}  {digits(y[i])}" for i in shown),
        ]
    )


def _paint(figure, y: np.ndarray, title: str, note: str) -> None:
    axes = figure.add_axes((0.125, 0.17, 0.845, 0.71))
    axes.plot(np.arange(y.size), y, color=COLOURS["error"], linewidth=2, marker="o" if y.size <= 30 else "")
    axes.set_title(title + note, loc="left", fontsize=11, color=INK)
    axes.set_xlabel("step", color=INK)
    axes.set_ylabel("loss", color=INK)
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(axis="y", color=GRID, linewidth=0.8)
    axes.set_axisbelow(True)
    if y.size and y.min() >= 0:
        axes.set_ylim(bottom=0)
    axes.xaxis.get_major_locator().set_params(integer=True)
