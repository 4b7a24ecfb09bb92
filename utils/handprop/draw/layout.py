"""Where the parts of a network stand in its picture, what they are called, and which colours they have.

The matplotlib picture and the explorer in the browser both draw from here.  Lengths are in pixels of a
picture at its natural size; y points down, as in SVG.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from itertools import pairwise

import numpy as np

from handprop.language import tr
from handprop.network import Network

# One meaning for each colour: docs/visual_language.md.  After Okabe and Ito, "Color Universal Design", 2008,
# the light ones darkened until each has 3 : 1 on white and on a dark page (a test computes it).  Only lines
# and areas are coloured; text keeps the ink of the page.
COLOURS = {
    "input": "#3B8FC4",
    "weights": ["#0072B2", "#D55E00", "#6B7F00", "#3B8FC4"],
    "prediction": "#009E73",
    "target": "#B5588F",
    "error": "#B07800",
    "nudge": "#8662C7",
}
AREAS = ("#56B4E9", "#FFFFFF", "#E69F00")  # below 0, 0, above 0: areas with black signs on them

# The page's own: a dark page has others in their place (as_svg.py).
INK, QUIET, GRID, PAPER = "#1a1a1a", "#595959", "#dddddd", "#ffffff"
ON_AREA, ON_AREA_PAPER = "#0a0a0a", "#fefefe"  # signs on an area, which is as light on a dark page

COLUMN = 340  # between the centres of neighbouring layers
ROW = 168  # between the centres of neighbouring units of the tallest layer, if there are two or three
INPUT_WIDTH = 78
UNIT_WIDTH = 164
UNIT_HEIGHT = 58
LABEL_WIDTH = 104
LABEL_HEIGHT = 40
RESULT_WIDTH = 148
RESULT_GAP = 24
MANY = 24  # with more weights than this, labels on the lines would cover each other
MARGIN = 12
UPRIGHT = 2  # with more units in a layer, a network does not fit upright on a phone

_UPRIGHT_WIDTH = 366
_UPRIGHT_EDGE = 116  # from a layer to what stands above the next
_UPRIGHT_LABEL = 80


THIN, WIDER = 1.4, 8.0  # the width of the line of a weight of 0, and what is added at the end of its slider
ARROW = 0.32  # the longest arrow of a gradient, as a part of its line


def width_reach(sizes: Iterable[float]) -> float:
    """The size of a weight whose line is widest: where the sliders of such weights end, 1 or more."""
    return float(max([1.0, *(math.ceil(1.5 * size) for size in sizes)]))


def gradient_arrow(edge: dict[str, float], share: float) -> tuple | None:
    """Where the arrow of a gradient begins and ends, back along its line; None where it would have no length.

    ``share`` is its size as a part of the largest one.
    """
    if share < 0.02:
        return None
    points = (0.97, 0.97 - max(ARROW * share, 0.05))
    across, down = edge["x2"] - edge["x1"], edge["y2"] - edge["y1"]
    return tuple((edge["x1"] + t * across, edge["y1"] + t * down) for t in points)


def digits(value: float, count: int = 4) -> str:
    """Four significant digits, as the course prints every number, or ``count``; never "-0"."""
    return f"{value + 0.0:.{count}g}"


def sizes(net: Network) -> list[int]:
    """The number of inputs, then of units per layer: ``[2, 2, 1]``."""
    weights = [net.params[f"W{k}"] for k in range(1, len(net.activations) + 1)]
    return [weights[0].shape[0]] + [W.shape[1] for W in weights]


def parameter_names(net: Network) -> dict[str, list]:
    """The names in the drawing, in the shape of each parameter: ``W1`` is ``[[w1, w3], [w2, w4]]``.

    Weights are numbered unit by unit, so column by column; biases unit by unit.
    """
    names: dict[str, list] = {}
    weights = units = 0
    for k, W in ((k, net.params[f"W{k}"]) for k in range(1, len(net.activations) + 1)):
        rows, columns = W.shape
        names[f"W{k}"] = [[f"w{weights + j * rows + i + 1}" for j in range(columns)] for i in range(rows)]
        if f"b{k}" in net.params:
            names[f"b{k}"] = [f"b{units + j + 1}" for j in range(columns)]
        weights, units = weights + rows * columns, units + columns
    return names


def unit_names(net: Network) -> list[list[dict[str, str]]]:
    """For each layer from the input on, for each unit: its ``short`` name and its name in ``words``."""
    counts = sizes(net)
    named = [[{"short": f"x{i + 1}", "words": tr("input {i}", i=i + 1)} for i in range(counts[0])]]
    hidden = 0
    for count in counts[1:-1]:
        units = range(hidden + 1, hidden + count + 1)
        named.append([{"short": f"h{i}", "words": tr("hidden unit {i}", i=i)} for i in units])
        hidden += count
    one = counts[-1] == 1
    outputs = range(1, counts[-1] + 1)
    named.append(
        [
            {"short": "ŷ" if one else f"ŷ{i}", "words": tr("the output") if one else tr("output {i}", i=i)}
            for i in outputs
        ]
    )
    return named


def layout(counts: list[int], biases: bool = False, results: bool = True) -> dict:
    """Places for a dense network with that many units per layer, as plain numbers for JSON.

    ``nodes[k][i]`` is a unit, ``edges[k][i][j]`` leads from unit i of layer k to unit j of layer k + 1
    (``lx``, ``ly`` is the centre of its label), ``results[j]`` stands beside output j, ``loss`` below them.
    `biases` and `results` say whether there is room to leave for them.
    """
    tallest = max(counts)
    row = ROW if tallest <= 3 else max(ROW * 3 / tallest, LABEL_HEIGHT + 60)
    top = MARGIN + (40 if biases else 22)
    middle = top + UNIT_HEIGHT / 2 + max(row * (tallest - 1), 96) / 2
    nodes = [_column(k, count, middle, row) for k, count in enumerate(counts)]
    edges = [_edges(left, right) for left, right in pairwise(nodes)]
    x = nodes[-1][0]["x"] + UNIT_WIDTH / 2 + RESULT_GAP + RESULT_WIDTH / 2
    loss = {"x": x, "y": nodes[-1][-1]["y"] + 70}
    right = x + RESULT_WIDTH / 2 if results else nodes[-1][0]["x"] + UNIT_WIDTH / 2
    return {
        "width": right + MARGIN,
        "height": max(2 * middle - top + 24, loss["y"] + 17 if results else 0.0) + MARGIN,
        "nodes": nodes,
        "edges": edges,
        "results": [{"x": x, "y": node["y"]} for node in nodes[-1]],
        "loss": loss,
    }


def _column(k: int, count: int, middle: float, row: float) -> list[dict[str, float]]:
    x, width = MARGIN + INPUT_WIDTH / 2 + COLUMN * k, UNIT_WIDTH if k else INPUT_WIDTH
    return [{"x": x, "y": middle + row * (i - (count - 1) / 2), "width": width} for i in range(count)]


def upright(counts: list[int], biases: bool = False) -> dict | None:
    """The same from top to bottom, for a phone; None where a layer has more units than fit beside each other.

    A label on a crossing line stands before the crossing, one on a straight line after it.
    """
    if max(counts) > UPRIGHT:
        return None
    above, half = (40 if biases else 22), UNIT_HEIGHT / 2
    y, nodes = MARGIN + above + half, []
    for k, count in enumerate(counts):
        step = _UPRIGHT_WIDTH / count
        width = UNIT_WIDTH if k else INPUT_WIDTH
        nodes.append([{"x": step * (i + 0.5), "y": y, "width": width} for i in range(count)])
        y += UNIT_HEIGHT + _UPRIGHT_EDGE + above
    last, middle = nodes[-1][0]["y"], _UPRIGHT_WIDTH / 2
    below = [{"x": node["x"], "y": last + half + 64} for node in nodes[-1]]
    loss = {"x": middle, "y": last + half + 64 + 50}
    return {
        "width": _UPRIGHT_WIDTH,
        "height": loss["y"] + 17 + MARGIN,
        "nodes": nodes,
        "edges": [_upright_edges(left, right, above) for left, right in pairwise(nodes)],
        "results": below,
        "loss": loss,
        "label_width": _UPRIGHT_LABEL,
        "upright": True,
    }


def hall(counts: list[int], biases: bool = False) -> dict:
    """The same across, with large boxes for large numbers, for a demo that is read from the last row.

    Target, error and loss stand below the outputs, so that the lines have the width of the screen.
    """
    big, row = {"label_width": 136, "label_height": 52, "unit_height": 68, "result_width": 178}, 176
    top, half = MARGIN + (50 if biases else 26), big["unit_height"] / 2
    tallest = max(counts)
    middle = top + half + max(row * (tallest - 1), 130 + 90 * (counts[-1] > 1)) / 2
    last, x, nodes = len(counts) - 1, MARGIN + INPUT_WIDTH / 2, []
    for k, count in enumerate(counts):
        width = (178 if k == last else 204) if k else INPUT_WIDTH
        if k:
            x += nodes[-1][0]["width"] / 2 + (236 if counts[k] > 1 else 208) + width / 2
        spread = row + 90 * (k == last)
        heights = [middle + spread * (i - (count - 1) / 2) for i in range(count)]
        nodes.append([{"x": x, "y": y, "width": width} for y in heights])
    below = [{"x": x, "y": node["y"] + half + 30 + 32} for node in nodes[-1]]
    loss = {"x": x, "y": below[-1]["y"] + 56}
    edges = [_edges(left, right, big["label_width"]) for left, right in pairwise(nodes)]
    low = max(nodes[k][-1]["y"] for k in range(last)) + half + 34
    size = {"width": x + 178 / 2 + MARGIN, "height": max(low, loss["y"] + 24) + MARGIN}
    return {**size, **big, "nodes": nodes, "edges": edges, "results": below, "loss": loss, "hall": True}


def _upright_edges(left: list[dict], right: list[dict], above: float) -> list[list[dict[str, float]]]:
    return [[_upright_edge(a, b, above) for b in right] for a in left]


def _upright_edge(a: dict, b: dict, above: float) -> dict[str, float]:
    top, bottom = a["y"] + UNIT_HEIGHT / 2, b["y"] - UNIT_HEIGHT / 2 - above
    aside = abs(a["x"] - b["x"])
    crosses = aside > _UPRIGHT_WIDTH / 3  # the others lead into one unit, or straight down
    t = 0.24 if crosses else 0.5 if aside else 0.7
    x, y = a["x"] + t * (b["x"] - a["x"]), top + t * (bottom - top)
    return {"x1": a["x"], "y1": top, "x2": b["x"], "y2": bottom, "lx": x, "ly": y}


def _edges(left: list[dict], right: list[dict], label: float = LABEL_WIDTH) -> list[list[dict[str, float]]]:
    length = right[0]["x"] - right[0]["width"] / 2 - left[0]["x"] - left[0]["width"] / 2
    t = _label_position([a["y"] for a in left], [b["y"] for b in right], length, label)
    return [[_edge(a, b, t) for b in right] for a in left]


def _edge(a: dict, b: dict, t: float) -> dict[str, float]:
    x1, x2 = a["x"] + a["width"] / 2, b["x"] - b["width"] / 2
    return {
        "x1": x1,
        "y1": a["y"],
        "x2": x2,
        "y2": b["y"],
        "lx": x1 + t * (x2 - x1),
        "ly": a["y"] + t * (b["y"] - a["y"]),
    }


def _label_position(left: list[float], right: list[float], length: float, label: float) -> float:
    """The place along the edges, before the first crossing, where the labels are far enough apart."""
    nearest = (label / 2 + 2) / length  # clear of the unit that the edges leave
    if len(left) == 1 or len(right) == 1:
        return max(0.36 if len(left) > 1 else 0.5, nearest)

    def gap(t: float) -> float:
        heights = sorted(a + t * (b - a) for a in left for b in right)
        return min(q - p for p, q in pairwise(heights))

    last = max(_first_crossing(left, right) - 0.02, nearest)
    return max(np.linspace(nearest, last, 30), key=gap).item()


def _first_crossing(left: list[float], right: list[float]) -> float:
    (a, b), (c, d) = (left[0], left[1]), (right[-1], right[0])
    return (b - a) / ((b - a) + (c - d))
