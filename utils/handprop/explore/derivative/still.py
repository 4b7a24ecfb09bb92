"""The still picture of the explorer of derivatives: secant and tangent, and the map with its arrows."""

from __future__ import annotations

import numpy as np

from handprop.draw import COLOURS, digits
from handprop.explore.derivative.numbers import HOUSE, SCALE, contours
from handprop.explore.frame import still
from handprop.language import tr

W_ENDS, MAP_ENDS = (-1.6, 2.6), (-2.4, 2.4)
LOSS_ENDS = (-0.6, 6.0)


def paint(figure, numbers: dict, now: dict) -> None:
    """Draw both; ``now`` is what `numbers.state` returns."""
    _paint_curve(figure, numbers["w"], numbers["nudge"], now)
    _paint_map(figure, numbers["w1"], numbers["w2"], now["gradient"])


def _paint_curve(figure, w: float, h: float, now: dict) -> None:
    axes = still.axes(
        figure,
        (0.06, 0.14, 0.4, 0.77),
        tr("One weight: secant and tangent"),
        W_ENDS,
        LOSS_ENDS,
        "w",
        tr("loss"),
    )
    places = np.linspace(*W_ENDS, 141)
    axes.plot(places, (HOUSE.x[0] * places - HOUSE.y[0]) ** 2 / 2, color=COLOURS["error"], linewidth=2.5)
    for name, slope, style in (
        ("secant", now["slope"], "solid"),
        ("tangent", now["derivative"], (0, (5, 3))),
    ):
        colour = COLOURS["nudge"] if name == "secant" else still.INK
        label = still.minus(tr("{name}, slope {slope}", name=name, slope=digits(slope)))
        axes.plot(places, now["loss"] + slope * (places - w), color=colour, linestyle=style, label=label)
    axes.plot([w, w + h], [now["loss"], now["loss_nudged"]], "o", color=COLOURS["nudge"])
    axes.legend(loc="upper center", frameon=False)


def _paint_map(figure, w1: float, w2: float, gradient) -> None:
    from matplotlib.patches import Ellipse

    axes = still.axes(
        figure, (0.57, 0.14, 0.36, 0.77), tr("Two weights: the gradient"), MAP_ENDS, MAP_ENDS, "w1", "w2"
    )
    axes.set_aspect("equal")
    for ring in contours():
        size = {"width": 2 * ring["rx"], "height": 2 * ring["ry"], "angle": ring["angle"]}
        axes.add_patch(Ellipse((ring["x"], ring["y"]), **size, fill=False, edgecolor=COLOURS["error"]))
    step = SCALE * np.asarray(gradient)
    for dx, dy, style, name in (
        (step[0], 0, "thin", "∂loss/∂w1 and ∂loss/∂w2"), (0, step[1], "thin", ""),
        (*step, "whole", "gradient"), (*-step, "dashed", tr("minus the gradient")),
    ):  # fmt: skip
        mark = _MARKS[style]
        axes.annotate("", (w1 + dx, w2 + dy), (w1, w2), arrowprops={**_ARROW, **mark})
        axes.plot([], [], color=still.INK, label=name or "_none", **mark)
    axes.legend(loc="lower left", fontsize=9, framealpha=0.9, edgecolor="none")
    axes.plot(w1, w2, "o", color=still.INK)


_ARROW = {"arrowstyle": "-|>", "color": still.INK, "shrinkA": 0, "shrinkB": 0}
_MARKS = {
    "thin": {"linewidth": 1.2},
    "whole": {"linewidth": 2.5},
    "dashed": {"linewidth": 2.5, "linestyle": (0, (3, 2))},
}
