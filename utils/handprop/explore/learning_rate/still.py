"""The still picture of the learning rate explorer: the steps on curve or map, and the loss step by step."""

from __future__ import annotations

import numpy as np

from handprop.draw import COLOURS, digits
from handprop.explore.frame import still
from handprop.language import tr

_LINE, _STEPS = COLOURS["error"], still.INK
_LEFT, _RIGHT = (0.07, 0.16, 0.4, 0.74), (0.57, 0.16, 0.4, 0.74)


def rows(run: dict, place: str) -> list[list[str]]:
    """At most eleven steps as a table: the number of the step, the place, the loss."""
    n = len(run["losses"]) - 1
    shown = np.unique(np.linspace(0, n, min(n + 1, 11)).round().astype(int))
    listed = [[str(k), place_words(run["places"][k]), digits(run["losses"][k])] for k in shown]
    return [[tr("step"), place, tr("loss")], *listed]


def place_words(place: float | list[float]) -> str:
    """A place in four digits; the two weights of a map with a comma between them."""
    return ", ".join(map(digits, np.atleast_1d(place)))


def paint(figure, frame: dict, run: dict, most: int, axis: str) -> None:
    """Both pictures on an empty figure."""
    left = _curve(figure, frame) if frame["kind"] == "curve" else _map(figure, frame)
    places = np.array(run["places"])
    heights = run["losses"] if frame["kind"] == "curve" else places[:, 1]
    _trail(left, places if frame["kind"] == "curve" else places[:, 0], heights)
    ends, top = (-1, most + 1), (0, frame["top"])
    right = still.axes(figure, _RIGHT, tr("The loss, step by step"), ends, top, tr("step"), tr("loss"))
    losses = np.array(run["losses"])
    if axis == "log" or (axis == "auto" and not (losses <= frame["top"]).all()):
        seen = losses[np.isfinite(losses) & (losses > 0)]
        right.set_yscale("log")
        right.set_ylim(seen.min() / 2, seen.max() * 2)
    else:
        right.set_yticks(frame["loss_ticks"])
    _trail(right, range(len(losses)), losses)


def _trail(axes, across, up) -> None:
    axes.plot(across, up, color=_STEPS, linewidth=1, marker="o", markersize=5)
    axes.plot(across[0], up[0], color=_STEPS, marker="o", markerfacecolor=still.PAPER)


def _curve(figure, frame: dict):
    ends = frame["span"], (0, frame["top"])
    axes = still.axes(figure, _LEFT, tr("The steps on the loss curve"), *ends, frame["place"], tr("loss"))
    u = np.linspace(*frame["span"], 200)
    axes.plot(u, 0.5 * (frame["factor"] * u - frame["target"]) ** 2, color=still.INK, linewidth=1.5)
    axes.axvline(frame["minimum"], color=still.QUIET, linewidth=1, linestyle=":")
    axes.set_xticks(frame["ticks"])
    axes.set_yticks(frame["loss_ticks"])
    return axes


def _map(figure, frame: dict):
    axes = still.axes(figure, _LEFT, tr("The steps on the map of the loss"), *frame["ends"], "w1", "w2")
    axes.set_aspect("equal")
    axes.set_yticks([-0.5, 0, 0.5, 1, 1.5])
    for contour in frame["contours"]:
        axes.fill(
            *zip(*contour["points"], strict=True), facecolor=(*_rgb(), 0.08), edgecolor=_LINE, linewidth=0.8
        )
    floor = np.array(frame["floor"])
    style = {"marker": "+", "markersize": 12} if len(floor) == 1 else {"linestyle": (0, (5, 3))}
    axes.plot(*floor.T, color=still.INK, **style)
    if frame["flat"] is not None:
        (low, _), (_, high) = frame["ends"]
        axes.axvspan(low, frame["flat"], facecolor="none", edgecolor=still.GRID, hatch="//")
        axes.text(low + 0.1, high - 0.2, tr("gate closed: flat"), color=still.INK, fontsize=9)
    return axes


def _rgb() -> tuple[float, ...]:
    return tuple(int(_LINE[i : i + 2], 16) / 255 for i in (1, 3, 5))
