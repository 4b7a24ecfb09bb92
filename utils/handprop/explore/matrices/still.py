"""The still picture of the matrices explorer: equations of matrices, as text and in matplotlib."""

from __future__ import annotations

import re

import numpy as np

from handprop.draw import COLOURS, digits
from handprop.draw.network import aligned
from handprop.explore.frame import still
from handprop.explore.matrices.numbers import matrix
from handprop.language import tr

_SIGNS = {"product": " · ", "times": " ∘ ", "error": " - "}


def _parts(step: dict) -> list[tuple[str, str]]:
    """(what stands before it, its name) for the result and each factor."""
    signs = [" = ", _SIGNS.get(step["op"], ""), " + "]
    if step["op"] in ("activation", "sum"):
        signs[0] = " = f " if step["op"] == "activation" else tr(" = column sums of ")
    return [("", step["result"]), *zip(signs, step["factors"], strict=False)]


def block(step: dict, found: dict, named: dict) -> str:
    """An equation as text: names, shapes, and the numbers below."""
    head = "".join(
        f"{sign}{named[name]} ({'x'.join(map(str, matrix(found, name).shape))})"
        for sign, name in _parts(step)
    )
    rows = [[digits(v) for v in row] for row in found[step["result"]]]
    return f"{head}\n{aligned(rows)}"


_CELL, _LINE, _GAP, _SIGN = 66, 24, 54, 7.5  # pixels of the still picture


def _rows(step: dict, found: dict) -> int:
    return max(len(matrix(found, name)) for _, name in _parts(step))


def _width(step: dict, found: dict) -> float:
    return sum(_SIGN * len(sign) + _CELL * matrix(found, name).shape[1] + 8 for sign, name in _parts(step))


def plan(steps: list[dict], found: dict) -> tuple[tuple[float, float], list[tuple]]:
    """The size of the picture, and where each heading and equation stands: (what, left, top).

    The phases stand side by side, or one below the other where they are wide.
    """
    widest = max(_width(step, found) for step in steps)
    beside = widest <= 520
    places: list[tuple] = []
    left, top, bottom = 20.0, 24.0, 0.0
    for phase in ("forward", "backward"):
        places.append((phase.capitalize(), left, top))
        y = top + 38
        for step in (s for s in steps if s["phase"] == phase):
            places.append((step, left, y))
            y += _LINE * _rows(step, found) + _GAP
        bottom = max(bottom, y - 20)
        left, top = (left + widest + 40, top) if beside else (left, y)
    return ((2 if beside else 1) * (widest + 40) + 10, bottom), places


def paint(figure, size, places, found: dict, named: dict) -> None:
    """Draw headings and equations on an empty figure of that size, at the places of `plan`."""
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, size[0]), ylim=(size[1], 0))
    axes.set_axis_off()
    for what, left, top in places:
        if isinstance(what, str):
            axes.text(left, top, what, fontsize=11, weight="bold", va="center")
            continue
        x = left
        for sign, name in _parts(what):
            x = _paint_matrix(axes, x, top, sign, named[name], matrix(found, name), _edge(name))


def _edge(name: str) -> str:
    """The colour of the brackets: that of the layer, around parameters and their gradients."""
    own = re.fullmatch(r"d?[Wb](\d+)(\.T)?", name)
    return COLOURS["weights"][(int(own[1]) - 1) % len(COLOURS["weights"])] if own else still.INK


def _paint_matrix(axes, x: float, top: float, sign: str, label: str, entries: np.ndarray, edge: str) -> float:
    rows, columns = entries.shape
    height, width = _LINE * rows, _CELL * columns
    signs = {"fontsize": 9.5, "ha": "center", "va": "center"}
    axes.text(x + _SIGN * len(sign) / 2 - 4, top + height / 2, still.minus(sign.strip()), **signs)
    x += _SIGN * len(sign)
    name = {"fontsize": 8.5, "ha": "center", "color": still.QUIET}
    axes.text(x + width / 2, top - 8, f"{label}  {rows} × {columns}", **name)
    for side, inward in ((x, 5), (x + width, -5)):
        bracket = [side + inward, side, side, side + inward], [top, top, top + height, top + height]
        axes.plot(*bracket, color=edge, linewidth=1.2 if edge == still.INK else 2.4)
    for (i, j), value in np.ndenumerate(entries):
        place = x + _CELL * (j + 1) - 6, top + _LINE * i + 13
        text = digits(value)
        size = 8 * min(1.0, 8 / len(text))
        axes.text(*place, still.minus(text), fontsize=size, ha="right", va="center")
    return x + width + 8
