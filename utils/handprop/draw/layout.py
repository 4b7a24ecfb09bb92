"""Where the parts of a network stand in its picture, what they are called, and which colours they have.

The matplotlib picture and the explorer in the browser both draw from here.  Lengths are in pixels of a
picture at its natural size; y points down, as in SVG.
"""

from __future__ import annotations

from itertools import pairwise

from handprop.network import Network

# Okabe and Ito, "Color Universal Design", 2008: told apart by colour-blind readers.  Only lines and
# areas are coloured; text keeps the ink of the page, for contrast.
COLOURS = {
    "input": "#56B4E9",
    "weights": ["#0072B2", "#D55E00", "#CC79A7", "#56B4E9"],
    "prediction": "#009E73",
    "target": "#CC79A7",
    "error": "#E69F00",
}

COLUMN = 330  # between the centres of neighbouring layers
ROW = 168  # between the centres of neighbouring units of the tallest layer, if there are two or three
INPUT_WIDTH = 78
UNIT_WIDTH = 164
UNIT_HEIGHT = 58
LABEL_WIDTH = 104
LABEL_HEIGHT = 40
RESULT_WIDTH = 128
RESULT_GAP = 24
MANY = 24  # with more weights than this, labels on the lines would cover each other
MARGIN = 12

_ENOUGH = LABEL_HEIGHT + 7  # between the centres of neighbouring labels


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
    named = [[{"short": f"x{i + 1}", "words": f"input {i + 1}"} for i in range(counts[0])]]
    hidden = 0
    for count in counts[1:-1]:
        units = range(hidden + 1, hidden + count + 1)
        named.append([{"short": f"h{i}", "words": f"hidden unit {i}"} for i in units])
        hidden += count
    one = counts[-1] == 1
    outputs = range(1, counts[-1] + 1)
    named.append(
        [{"short": "ŷ" if one else f"ŷ{i}", "words": "the output" if one else f"output {i}"} for i in outputs]
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


def _edges(left: list[dict], right: list[dict]) -> list[list[dict[str, float]]]:
    t = _label_position([a["y"] for a in left], [b["y"] for b in right])
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


def _label_position(left: list[float], right: list[float]) -> float:
    """The place along the edges, nearest to the middle, where the labels are far enough apart."""
    best, best_gap = 0.5, -1.0
    for t in (0.5, 0.46, 0.42, 0.38, 0.36, 1 / 3, 0.3):
        heights = sorted(a + t * (b - a) for a in left for b in right)
        gap = min((q - p for p, q in pairwise(heights)), default=_ENOUGH)
        if gap >= _ENOUGH:
            return t
        if gap > best_gap:
            best, best_gap = t, gap
    return best
