"""The still picture of the race: a lane for each way, and its clock."""

from __future__ import annotations

from handprop.draw import COLOURS
from handprop.explore.frame import still
from handprop.explore.race.numbers import phrase


def paint(figure, now: dict) -> None:
    """Draw both lanes; ``now`` is what `numbers.state` returns."""
    axes = figure.add_axes((0.02, 0.02, 0.78, 0.96))
    axes.set(xlim=(0, 1), ylim=(2, 0))
    axes.axis("off")
    for k, (name, colour) in enumerate((("nudges", COLOURS["nudge"]), ("walk", still.INK))):
        axes.text(0, k + 0.3, phrase(name), color=still.INK, fontsize=12)
        axes.barh(k + 0.6, 1, 0.3, facecolor="none", edgecolor=still.QUIET)
        axes.barh(k + 0.6, now["shares"][name], 0.3, color=colour)
        axes.text(1.03, k + 0.65, now["clocks"][name], color=still.INK, fontsize=13, weight="bold")
