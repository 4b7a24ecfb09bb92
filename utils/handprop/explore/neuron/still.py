"""The still picture of the neuron explorer: the curve of the activation."""

from __future__ import annotations

import numpy as np

from handprop.draw import COLOURS, digits
from handprop.explore.frame import still
from handprop.explore.neuron.numbers import NAMES
from handprop.network import ACTIVATIONS


def paint_curve(figure, now: dict, activation: str, reach: float) -> None:
    """The curve a = f(z) with the point of now."""
    low, high = {"sigmoid": (-0.1, 1.1), "tanh": (-1.2, 1.2)}.get(activation, (-reach, reach))
    axes = still.axes(
        figure,
        (0.07, 0.16, 0.46, 0.73),
        f"a = f(z), {NAMES[activation]}",
        (-reach, reach),
        (low, high),
        "z",
        "a",
    )
    ticks = still.ticks(reach)
    axes.set_xticks(ticks)
    axes.set_yticks({"sigmoid": [0, 0.5, 1], "tanh": [-1, 0, 1]}.get(activation, ticks))
    z = np.linspace(-reach, reach, 361)
    axes.plot(z, ACTIVATIONS[activation][0](z), color=COLOURS["weights"][0], linewidth=2.5)
    style = {"color": still.INK, "linestyle": (0, (4, 3)), "linewidth": 1.2}
    axes.plot([now["z"]] * 2, [0, now["a"]], **style)
    axes.plot([0, now["z"]], [now["a"]] * 2, **style)
    axes.plot(now["z"], now["a"], "o", color=COLOURS["weights"][1], markersize=9)
    numbers = still.minus(f"z = {digits(now['z'])}\na = {digits(now['a'])}")
    axes.text(0.03, 0.95, numbers, transform=axes.transAxes, va="top", weight="bold", color=still.INK)
