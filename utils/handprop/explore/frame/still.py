"""The still pictures that explorers with curves leave in a notebook: how their axes look in matplotlib."""

from __future__ import annotations

from collections.abc import Sequence

from handprop.draw.layout import GRID, INK, ON_AREA, ON_AREA_PAPER, PAPER, QUIET
from handprop.draw.network import aligned
from handprop.language import tr

__all__ = [
    "AXES",
    "GRID",
    "INK",
    "ON_AREA",
    "ON_AREA_PAPER",
    "PAPER",
    "QUIET",
    "axes",
    "minus",
    "numbers",
    "ticks",
]

# The choices of an axis of losses.
AXES = ((tr("chosen by itself"), "auto"), (tr("linear"), "linear"), (tr("powers of ten"), "log"))


def axes(figure, place: tuple[float, float, float, float], title: str, x, y, x_name: str, y_name: str):
    """Axes at `place` (left, bottom, width, height in parts of the figure), with the ends `x` and `y`."""
    made = figure.add_axes(place)
    made.set(xlim=x, ylim=y)
    made.set_title(title, loc="left", fontsize=11, color=INK)
    made.set_xlabel(x_name, color=QUIET)
    made.set_ylabel(y_name, color=QUIET)
    made.tick_params(colors=QUIET)
    made.grid(color=GRID, linewidth=0.8)
    made.set_axisbelow(True)
    made.spines[:].set_visible(False)
    return made


def ticks(reach: float) -> list[int]:
    """Five whole numbers from about -reach to about reach; plot.js has the same."""
    half = int(reach // 2)
    return [-2 * half, -half, 0, half, 2 * half]


def numbers(rows: Sequence[Sequence[str]], *sentences: str) -> str:
    """A table, its heading first, and sentences below it: the explorer as plain text."""
    return "\n\n".join([aligned([list(row) for row in rows]), *filter(None, sentences)])


def minus(text: str) -> str:
    """The same with true minus signs, as pictures show them."""
    return text.replace("-", "−")
