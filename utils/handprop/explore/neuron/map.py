"""The surface that a neuron with two inputs computes: lines of equal output over x1 and x2.

z = w1 x1 + w2 x2 + b is the same along straight lines, and a = f(z) with it.

>>> surface([0.12, 0.33], 0.0, "relu", 4.0)["zero"]
[[-4.0, 1.4545454545454544], [4.0, -1.4545454545454544]]
"""

from __future__ import annotations

import math

import numpy as np

from handprop.activations import FACTS
from handprop.draw import AREAS, COLOURS, digits
from handprop.explore.frame import still
from handprop.explore.neuron.numbers import phrase
from handprop.language import tr
from handprop.network import ACTIVATIONS

MOST_LINES = 8
# Below 0, 0, above 0.
COLOURS_OF_A = tuple(colour.lower() for colour in AREAS)


def surface(w, b: float, activation: str, reach: float) -> dict:
    """The lines of equal output on the square of inputs from -reach to reach; its twin is in map.js.

    ``zero`` is the line z = 0 and ``lines`` are those of ``levels``, each as its two ends [x1, x2], or empty
    where it does not cross the square; ``words`` say where z = 0 is.
    """
    most = reach * (abs(w[0]) + abs(w[1]))
    facts = FACTS[activation]
    lowest = b - most if facts.straight_from is None else max(b - most, facts.straight_from)
    levels = facts.levels or _round_levels(lowest, b + most)
    zero = _line(w, -b, reach)
    return {
        "zero": zero,
        "levels": [a for a, _ in levels],
        "lines": [_line(w, z - b, reach) for _, z in levels],
        "words": _words(zero, b),
    }


def _round_levels(low: float, high: float) -> list[tuple[float, float]]:
    """Round numbers other than 0 from low to high, each as a and as the same z."""
    if not high > low:
        return []
    step = _round_step((high - low) / (MOST_LINES - 1))
    places = range(math.ceil(low / step), math.floor(high / step) + 1)
    return [(k * step, k * step) for k in places if k]


def _round_step(least: float) -> float:
    """The smallest of 1, 2, 5 times a power of ten that is at least `least`."""
    power = math.floor(math.log10(least))
    steps = [factor * 10.0**exponent for exponent in (power, power + 1) for factor in (1, 2, 5)]
    return next(step for step in steps if step >= least)


def _line(w, c: float, reach: float) -> list[list[float]]:
    """Where w1 x1 + w2 x2 = c crosses the square: two ends, or none."""
    w1, w2 = (float(v) for v in w)
    # The ends lie on the left and right sides, or on lower and upper where the line is steep.
    steep = abs(w1) > abs(w2)
    along, across = (w1, w2) if steep else (w2, w1)
    if along == 0:
        return []
    # With t running over the lesser axis, the other is (c - across t) / along; keep what is in the square.
    at = lambda t: (c - across * t) / along  # noqa: E731
    low, high = -reach, reach
    if across != 0:
        ends = sorted((c - along * side) / across for side in (-reach, reach))
        low, high = max(low, ends[0]), min(high, ends[1])
    elif abs(at(0.0)) > reach:
        return []
    if low >= high:
        return []
    return [[at(t), t] if steep else [t, at(t)] for t in (low, high)]


def _words(zero: list, b: float) -> str:
    if zero:
        return phrase("zero", start=zero[0], end=zero[1])
    return phrase("zero everywhere" if b == 0 else "above" if b > 0 else "below")


def top(activation: str, reach: float) -> tuple[float, float]:
    """The output that has the full colour, and the power by which colours fade towards 0."""
    ends = FACTS[activation].ends
    return (max(map(abs, ends)), 1.0) if ends else (reach, 0.5)


def paint(figure, place, numbers: dict, now: dict, found: dict, ends: tuple[float, float]) -> None:
    """The map in matplotlib: `numbers` of the controls, `now` the state, `found` the surface.

    ``ends`` are the reach of the inputs, and that of z.
    """
    from matplotlib.colors import LinearSegmentedColormap

    reach, activation = ends[0], numbers["activation"]
    axes = still.axes(figure, place, tr("a over both inputs"), (-reach, reach), (-reach, reach), "x1", "x2")
    axes.set(xticks=still.ticks(reach), yticks=still.ticks(reach), aspect="equal")
    axes.grid(visible=False)
    side = np.linspace(-reach, reach, 161)
    z = numbers["w1"] * side + numbers["w2"] * side[:, None] + numbers["b"]
    full, power = top(activation, ends[1])
    a = ACTIVATIONS[activation][0](z) / full
    # In bands: a stored picture has few colours, and is to keep that of the point.
    colours = LinearSegmentedColormap.from_list("output", COLOURS_OF_A, N=25)
    corners = {"extent": (-reach, reach, -reach, reach), "origin": "lower", "zorder": 0}
    axes.imshow(np.sign(a) * np.abs(a) ** power, cmap=colours, vmin=-1, vmax=1, **corners)
    for i, (level, line) in enumerate(zip(found["levels"], found["lines"], strict=True)):
        _draw_line(axes, line, digits(level), 0.7 if i % 2 else 0.3, linewidth=0.8)
    _draw_line(axes, found["zero"], "z = 0", 0.5, linewidth=1.8, linestyle=(0, (5, 3)))
    axes.plot(numbers["x1"], numbers["x2"], "o", color=COLOURS["prediction"], markersize=9)


def _draw_line(axes, line: list, words: str, share: float, **style) -> None:
    if not line:
        return
    axes.plot(*zip(*line, strict=True), color=still.ON_AREA, **style)
    at = np.array(line[0]) + share * np.subtract(line[1], line[0])
    box = {"boxstyle": "round,pad=0.1", "facecolor": still.ON_AREA_PAPER, "edgecolor": "none", "alpha": 0.7}
    axes.text(*at, still.minus(words), fontsize=8, ha="center", va="center", bbox=box, color=still.ON_AREA)
