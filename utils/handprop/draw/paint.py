"""The network's picture in matplotlib, at the places that `layout` gives."""

from __future__ import annotations

from handprop.activations import FACTS
from handprop.draw.layout import (
    COLOURS,
    INK,
    LABEL_HEIGHT,
    LABEL_WIDTH,
    MANY,
    PAPER,
    QUIET,
    RESULT_GAP,
    RESULT_WIDTH,
    THIN,
    UNIT_HEIGHT,
    WIDER,
    digits,
    gradient_arrow,
    width_reach,
)

_POINTS = 0.72  # a pixel of the picture in points, at 100 dots per inch


def paint(figure, facts, place: dict) -> None:
    """Draw the network that `facts` tells of on an empty figure of the size of `place`."""
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, place["width"]), ylim=(place["height"], 0))
    axes.set_axis_off()
    weights = list(facts.weights())
    reach = width_reach(abs(w[4]) for w in weights)
    steepest = max((abs(w[5] or 0.0) for w in weights), default=0.0)
    for weight in weights:
        _line(axes, place, weight, reach)
    for weight in weights:
        _arrow(axes, place, weight, steepest)
    if len(weights) <= MANY:
        for weight in weights:
            _label(axes, place, weight)
    for k, column in enumerate(place["nodes"]):
        for i, node in enumerate(column):
            _unit(axes, facts, k, i, node)
    _biases(axes, facts, place)
    if facts.target is not None:
        _results(axes, facts, place)


def _colour(k: int) -> str:
    return COLOURS["weights"][(k - 1) % len(COLOURS["weights"])]


def _text(axes, x, y, text, size=14, **style) -> None:
    style = {"color": INK, "ha": "center", "va": "center", "zorder": 5, **style}
    axes.text(x, y, text.replace("-", "−"), fontsize=size * _POINTS, **style)


def _box(axes, x, y, width, height, edge, rounding=8, **style) -> None:
    from matplotlib.patches import FancyBboxPatch

    style = {"facecolor": PAPER, "linewidth": 1.5, "zorder": 3, **style}
    shape = f"round,pad=0,rounding_size={rounding}"
    corner = (x - width / 2, y - height / 2)
    axes.add_patch(FancyBboxPatch(corner, width, height, boxstyle=shape, edgecolor=edge, **style))


def _line(axes, place, weight, reach) -> None:
    k, i, j = weight[:3]
    edge = place["edges"][k - 1][i][j]
    width = (THIN + WIDER * min(abs(weight[4]) / reach, 1.0)) * _POINTS
    style = (0, (2.4, 1.4)) if weight[4] < 0 else "solid"
    axes.plot(
        [edge["x1"], edge["x2"]], [edge["y1"], edge["y2"]], color=_colour(k), linewidth=width, linestyle=style
    )


def _arrow(axes, place, weight, steepest) -> None:
    """The gradient of a weight: an arrow back along its line, the longer, the larger."""
    k, i, j, _, _, slope = weight
    ends = gradient_arrow(place["edges"][k - 1][i][j], abs(slope or 0.0) / steepest if steepest else 0.0)
    if not ends:
        return
    start, tip = ends
    for width, head, colour in ((6.0, 11.5, PAPER), (2.4, 8.5, INK)):
        arrow = {
            "arrowstyle": f"-|>,head_length={head / 20},head_width={head / 34}",
            "linewidth": width * _POINTS,
            "color": colour,
            "shrinkA": 0,
            "shrinkB": 0,
            "mutation_scale": 10 * _POINTS * 1.4,
        }
        axes.annotate("", tip, start, arrowprops=arrow, zorder=2.5)


def _label(axes, place, weight) -> None:
    k, i, j, name, value, slope = weight
    x, y = (place["edges"][k - 1][i][j][key] for key in ("lx", "ly"))
    height = LABEL_HEIGHT if slope is not None else LABEL_HEIGHT / 2 + 4
    _box(axes, x, y, LABEL_WIDTH, height, _colour(k), rounding=6)
    first = y if slope is None else y - 9
    _pair(axes, x, first, LABEL_WIDTH / 2 - 7, name, value, 13, weight="bold")
    if slope is not None:
        _pair(axes, x, y + 10, LABEL_WIDTH / 2 - 7, "∂", slope, 13)


def _pair(axes, x, y, half, name, number, size, **style) -> None:
    """A name to the left and its number to the right: numbers stand in line, and do not jump."""
    _text(axes, x - half, y, name, size, ha="left", **style)
    _number(axes, x + half, y, number, size, ha="right", **style)


def _number(axes, x, y, value, size, **style) -> None:
    text = digits(value)
    # -1.234e-05 has ten characters: smaller, so that it stays in its box.
    _text(axes, x, y, text, size * min(1.0, 8 / len(text)), **style)


def _unit(axes, facts, k, i, node) -> None:
    x, y, width = node["x"], node["y"], node["width"]
    outer = k == len(facts.units) - 1
    closed = k > 0 and facts.closed(k, i)
    edge = COLOURS["input"] if k == 0 else COLOURS["prediction"] if outer else INK
    line = (0, (3, 2)) if closed else "solid"
    _box(axes, x, y, width, UNIT_HEIGHT, edge, 14, linewidth=2.2, linestyle=line)
    lift = 30 if f"b{k}" in facts.net.params else 12
    style = {"color": INK, "weight": "bold"} if closed else {"color": QUIET}
    _text(axes, x, y - UNIT_HEIGHT / 2 - lift, facts.title(k, i), 13, **style)
    if facts.values is not None:
        _numbers(axes, facts, k, i, node, closed)
    if k and facts.gradients is not None:
        _text(axes, x, y + UNIT_HEIGHT / 2 + 15, f"← δ {digits(facts.gradients[f'delta{k}'][i])}", 13)


def _numbers(axes, facts, k, i, node, closed) -> None:
    x, y = node["x"], node["y"]
    if k == 0:
        _number(axes, x, y, facts.values["x"][i], 16, weight="bold")
        return
    activation = facts.net.activations[k - 1]
    if activation == "linear":
        _value(axes, x, y, "z = a", facts.values[f"a{k}"][i])
        return
    _value(axes, x - 41, y, "z", facts.values[f"z{k}"][i])
    _value(axes, x + 41, y, "a", facts.values[f"a{k}"][i])
    if FACTS[activation].gate:
        _gate(axes, x, y, closed)
    else:
        axes.plot([x, x], [y - 3, y + UNIT_HEIGHT / 2], color=QUIET, linewidth=1, zorder=4)
        _text(axes, x, y - 14, FACTS[activation].symbol, 12, color=QUIET)


def _value(axes, x, y, caption, value) -> None:
    _text(axes, x, y - 14, caption, 12, color=QUIET)
    _number(axes, x, y + 8, value, 14, weight="bold")


def _gate(axes, x, y, closed) -> None:
    """Two posts and a door, hinged at the upper post; it stands open where z > 0."""
    half = UNIT_HEIGHT / 2
    for post in ((y - half, y - 11), (y + 11, y + half)):
        axes.plot([x, x], post, color=INK, linewidth=2.4, solid_capstyle="butt", zorder=4)
    end, width = ((x, y + 11), 5) if closed else ((x + 14, y - 17), 2.4)
    axes.plot([x, end[0]], [y - 11, end[1]], color=INK, linewidth=width, solid_capstyle="butt", zorder=4)


def _biases(axes, facts, place) -> None:
    for k, j, name, value, slope in facts.biases():
        node = place["nodes"][k][j]
        text = f"{name} = {digits(value)}" + ("" if slope is None else f"  ∂ {digits(slope)}")
        _text(axes, node["x"], node["y"] - UNIT_HEIGHT / 2 - 12, text, 12.5)


def _results(axes, facts, place) -> None:
    for j, spot in enumerate(place["results"]):
        x, y = spot["x"], spot["y"]
        left = x - RESULT_WIDTH / 2
        axes.plot([left - RESULT_GAP, left], [y, y], color=QUIET, linewidth=1, linestyle=":")
        _box(axes, x, y, RESULT_WIDTH, 54, COLOURS["target"], linestyle=(0, (4, 2)))
        half = RESULT_WIDTH / 2 - 10
        _pair(axes, x, y - 12, half, "target", facts.target[j], 13)
        _pair(axes, x, y + 12, half, "error", facts.values["prediction"][j] - facts.target[j], 13)
    spot = place["loss"]
    _box(axes, spot["x"], spot["y"], RESULT_WIDTH, 34, COLOURS["error"], linewidth=2.2)
    _pair(axes, spot["x"], spot["y"], half, "loss", facts.loss, 15, weight="bold")
