"""The loss, step by step."""

from __future__ import annotations

import numpy as np

from handprop.draw.layout import COLOURS, digits
from handprop.draw.picture import Picture

_SIZE = (640, 320)


def loss_curve(losses, title: str = "Loss at each step") -> Picture:
    """A curve of losses; ``losses[0]`` is the loss before the first step.

    Raises ValueError if there is no loss, or if it is not a plain sequence of numbers.  A loss that is
    not finite ends the curve, and the picture says so.
    """
    y = np.asarray(losses, dtype=np.float64)
    if y.ndim != 1 or y.size == 0:
        raise ValueError(f"losses has shape {y.shape}; expected one loss per step, at least one.")
    finite = int(np.argmin(np.isfinite(y))) if not np.isfinite(y).all() else y.size
    note = "" if finite == y.size else f" From step {finite} on the loss is no longer a finite number."
    alt = f"{title}: a curve {_course(y[:finite])}.{note}"
    return Picture(lambda figure: _paint(figure, y[:finite], title, note), _SIZE, alt, _text(y, title))


def _course(y: np.ndarray) -> str:
    if y.size == 0:
        return "without a finite loss"
    if y.size == 1:
        return f"of one point, {digits(y[0])}"
    lowest = int(y.argmin())
    return (
        f"over {y.size - 1} steps from {digits(y[0])} to {digits(y[-1])}; "
        f"the lowest loss is {digits(y[lowest])}, at step {lowest}"
    )


def _text(y: np.ndarray, title: str) -> str:
    shown = np.unique(np.linspace(0, y.size - 1, min(y.size, 11)).round().astype(int))
    width = max(len(str(y.size - 1)), 4)
    return "\n".join([title, f"{'step':>{width}}  loss", *(f"{i:>{width}}  {digits(y[i])}" for i in shown)])


def _paint(figure, y: np.ndarray, title: str, note: str) -> None:
    axes = figure.add_axes((0.125, 0.17, 0.845, 0.71))
    axes.plot(np.arange(y.size), y, color=COLOURS["error"], linewidth=2, marker="o" if y.size <= 30 else "")
    axes.set_title(title + note, loc="left", fontsize=11, color="#222222")
    axes.set_xlabel("step", color="#222222")
    axes.set_ylabel("loss", color="#222222")
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(axis="y", color="#dddddd", linewidth=0.8)
    axes.set_axisbelow(True)
    if y.size and y.min() >= 0:
        axes.set_ylim(bottom=0)
    axes.xaxis.get_major_locator().set_params(integer=True)
