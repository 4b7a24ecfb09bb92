"""The still picture of the neuron explorer: the curve of the activation."""

from __future__ import annotations

import numpy as np

from handprop.activations import FACTS
from handprop.draw import COLOURS, digits
from handprop.explore.frame import still
from handprop.explore.neuron.numbers import NAMES
from handprop.network import ACTIVATIONS


def paint_curve(figure, now: dict, activation: str, reach: float) -> None:
    """The curve a = f(z) with the point of now."""
    ticks = still.ticks(reach)
    limits, levels = _scale(activation, reach, ticks)
    axes = still.axes(
        figure,
        (0.07, 0.16, 0.46, 0.73),
        f"a = f(z), {NAMES[activation]}",
        (-reach, reach),
        limits,
        "z",
        "a",
    )
    axes.set_xticks(ticks)
    axes.set_yticks(levels)
    z = np.linspace(-reach, reach, 361)
    axes.plot(z, ACTIVATIONS[activation][0](z), color=still.INK, linewidth=2.5)
    style = {"color": still.INK, "linestyle": (0, (4, 3)), "linewidth": 1.2}
    axes.plot([now["z"]] * 2, [0, now["a"]], **style)
    axes.plot([0, now["z"]], [now["a"]] * 2, **style)
    axes.plot(now["z"], now["a"], "o", color=COLOURS["prediction"], markersize=9)
    numbers = still.minus(f"z = {digits(now['z'])}\na = {digits(now['a'])}")
    axes.text(0.03, 0.95, numbers, transform=axes.transAxes, va="top", weight="bold", color=still.INK)


def _scale(activation: str, reach: float, ticks: list) -> tuple[tuple[float, float], list]:
    """The axis of a: its ends, and where it has numbers."""
    if (ends := FACTS[activation].ends) is None:
        return (-reach, reach), ticks
    low, high = ends
    margin = 0.1 * (high - low)
    return (low - margin, high + margin), [low, (low + high) / 2, high]
