"""The still picture of the training explorer: losses, weights and the map of predictions."""

from __future__ import annotations

import numpy as np

from handprop.draw import AREAS, COLOURS
from handprop.explore.frame import still
from handprop.explore.training.numbers import EPOCHS, MAP, RATES, SIDE, XOR, run
from handprop.language import tr

HIGHEST_LOSS = 0.24
LARGEST_WEIGHT = 10.0
DASHES = ("none", "10 4", "3 4", "12 4 2 4")


def paint(figure, rate: float, epoch: int, now: dict) -> None:
    """Draw the three; ``now`` is what `numbers.state` returns."""
    epochs = np.arange(EPOCHS + 1)
    ends = (0, EPOCHS)
    axes = still.axes(figure, (0.05, 0.15, 0.27, 0.74), tr("Loss"), ends, (0, HIGHEST_LOSS), tr("epoch"), "")
    for dash, other in zip(DASHES, RATES, strict=True):
        style = "solid" if dash == "none" else (0, tuple(int(v) / 3 for v in dash.split()))
        look = {"linestyle": style, "linewidth": 2.5 if other == rate else 1.2, "label": f"{other:g}"}
        axes.plot(epochs, run(other)[1][:-1], color=COLOURS["error"], **look)
    axes.plot(epoch, now["loss"], marker="o", color=still.INK, clip_on=False)
    axes.legend(frameon=False, loc="upper right", title=tr("learning rate"))
    reach = (-LARGEST_WEIGHT, LARGEST_WEIGHT)
    axes = still.axes(
        figure, (0.38, 0.15, 0.27, 0.74), tr("Weights at {rate:g}", rate=rate), ends, reach, tr("epoch"), ""
    )
    for name in now["params"]:
        history = np.array([net.params[name].ravel() for net in run(rate)[0][:-1]])
        colour, style = COLOURS["weights"][int(name[1]) - 1], "--" if name[0] == "b" else "-"
        axes.plot(epochs, history, color=colour, linestyle=style, linewidth=1.5)
    axes.axvline(epoch, color=still.INK, linewidth=1)
    _paint_map(figure, now)


def _paint_map(figure, now: dict) -> None:
    from matplotlib.colors import LinearSegmentedColormap

    colours = LinearSegmentedColormap.from_list("xor", AREAS)
    axes = still.axes(figure, (0.72, 0.15, 0.26, 0.74), tr("Prediction"), MAP, MAP, "x1", "x2")
    axes.set_xticks((0, 1))
    axes.set_yticks((0, 1))
    ends = np.linspace(*MAP, SIDE + 1)
    axes.pcolormesh(ends, ends, now["map"], cmap=colours, vmin=0, vmax=1, shading="gouraud", rasterized=True)
    if now["map"].min() < 0.5 < now["map"].max():
        axes.contour(ends, ends, now["map"], levels=[0.5], colors=[still.ON_AREA])
    for (x1, x2), (y,) in zip(XOR.x, XOR.y, strict=True):
        axes.plot(x1, x2, marker="o", markersize=15, color=still.ON_AREA_PAPER, markeredgecolor=still.ON_AREA)
        axes.text(x1, x2, f"{y:g}", ha="center", va="center", color=still.ON_AREA)
