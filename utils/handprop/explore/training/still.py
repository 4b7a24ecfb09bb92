"""The still picture of the training explorer: losses, weights and the map of predictions."""

from __future__ import annotations

import numpy as np

from handprop.draw import AREAS, COLOURS
from handprop.explore.frame import still
from handprop.explore.training.numbers import EPOCHS, MAP, RATES, SIDE, run, samples
from handprop.language import tr

HIGHEST_LOSS = 0.24
LARGEST_WEIGHT = 10.0
DASHES = ("none", "10 4", "3 4", "12 4 2 4")


def paint(figure, place: tuple[float, int, str], now: dict) -> None:
    """Draw the three at a rate, an epoch and with points; ``now`` is what `numbers.state` returns of them."""
    rate, epoch, points = place
    epochs = np.arange(EPOCHS + 1)
    ends = (0, EPOCHS)
    axes = still.axes(figure, (0.05, 0.15, 0.27, 0.74), tr("Loss"), ends, (0, HIGHEST_LOSS), tr("epoch"), "")
    for dash, other in zip(DASHES, RATES, strict=True):
        style = "solid" if dash == "none" else (0, tuple(int(v) / 3 for v in dash.split()))
        look = {"linestyle": style, "linewidth": 2.5 if other == rate else 1.2, "label": f"{other:g}"}
        axes.plot(epochs, run(other, points)[1][:-1], color=COLOURS["error"], **look)
    axes.plot(epoch, now["loss"], marker="o", color=still.INK, clip_on=False)
    axes.legend(frameon=False, loc="upper right", title=tr("learning rate"))
    reach = (-LARGEST_WEIGHT, LARGEST_WEIGHT)
    axes = still.axes(
        figure, (0.38, 0.15, 0.27, 0.74), tr("Weights at {rate:g}", rate=rate), ends, reach, tr("epoch"), ""
    )
    for name in now["params"]:
        history = np.array([net.params[name].ravel() for net in run(rate, points)[0][:-1]])
        colour, style = COLOURS["weights"][int(name[1]) - 1], "--" if name[0] == "b" else "-"
        axes.plot(epochs, history, color=colour, linestyle=style, linewidth=1.5)
    axes.axvline(epoch, color=still.INK, linewidth=1)
    _paint_map(figure, now, points)


def _paint_map(figure, now: dict, points: str) -> None:
    from matplotlib.colors import LinearSegmentedColormap

    colours = LinearSegmentedColormap.from_list("xor", AREAS)
    axes = still.axes(figure, (0.7, 0.15, 0.19, 0.74), tr("Prediction"), MAP, MAP, "x1", "x2")
    axes.set_xticks((0, 1))
    axes.set_yticks((0, 1))
    _paint_area(axes, now["map"], colours)
    for (x1, x2), (y,) in zip(*samples(points), strict=True):
        axes.plot(x1, x2, marker="o", markersize=15, color=still.ON_AREA_PAPER, markeredgecolor=still.ON_AREA)
        axes.text(x1, x2, f"{y:g}", ha="center", va="center", color=still.ON_AREA)
    room = 0.74 / len(now["hidden"])
    for j, area in enumerate(now["hidden"]):
        box = (0.915, 0.89 - (j + 1) * room, 0.075, room - 0.09 * (j > 0))
        small = still.axes(figure, box, f"h{j + 1}", MAP, MAP, "", "")
        small.set_xticks(())
        small.set_yticks(())
        _paint_area(small, area, colours)
        for (x1, x2), (y,) in zip(*samples(points), strict=True):
            filled = still.ON_AREA if y > 0.5 else still.ON_AREA_PAPER
            small.plot(x1, x2, marker="o", markersize=4, color=filled, markeredgecolor=still.ON_AREA)


def _paint_area(axes, area: np.ndarray, colours) -> None:
    ends = np.linspace(*MAP, SIDE + 1)
    axes.pcolormesh(ends, ends, area, cmap=colours, vmin=0, vmax=1, shading="gouraud", rasterized=True)
    if area.min() < 0.5 < area.max():
        axes.contour(ends, ends, area, levels=[0.5], colors=[still.ON_AREA])
