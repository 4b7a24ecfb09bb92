"""The still picture of the training explorer: losses, weights and the map of predictions."""

from __future__ import annotations

import numpy as np

from handprop.draw import AREAS, COLOURS
from handprop.explore.frame import still
from handprop.explore.training.numbers import MAP, RATES, SIDE, Setting, parameters, run, samples
from handprop.language import tr

DASHES = ("none", "10 4", "3 4", "12 4 2 4")
AXIS_ENDS = (20, 100, 400, 1000, 4000)
_LEAST = 400
_SPANS = 1000  # the losses, from the least to the most, that a linear axis can still show
_LEFT, _MIDDLE = (0.05, 0.15, 0.27, 0.74), (0.38, 0.15, 0.27, 0.74)


def shown_until(epoch: int) -> int:
    """The last epoch of the curves.  Without a kernel nothing can be played, so they do not end at the epoch
    of now, as those of a live explorer do."""
    return next(end for end in AXIS_ENDS if max(epoch, _LEAST) <= end)


def paint(figure, place: tuple[float, int, Setting], now: dict, axis: str) -> None:
    """Draw the three at a rate, an epoch and a setting; ``now`` is what `numbers.state` returns of them."""
    rate, epoch, setting = place
    end = shown_until(epoch)
    epochs = np.arange(end + 1)
    done = run(setting, end)
    losses, params = np.array(done.losses[: end + 1]), np.array(done.params[: end + 1])
    powers = axis == "log" or (axis == "auto" and losses.max() > _SPANS * losses.min())
    ends = (losses.min() / 2, 0.5) if powers else (0, 0.24 if losses.max() <= 0.24 else 0.5)
    axes = still.axes(figure, _LEFT, tr("Loss"), (0, end), ends, tr("epoch"), "")
    if powers:
        axes.set_yscale("log")
    for dash, other, curve in zip(DASHES, RATES, losses.T, strict=True):
        style = "solid" if dash == "none" else (0, tuple(int(v) / 3 for v in dash.split()))
        look = {"linestyle": style, "linewidth": 2.5 if other == rate else 1.2, "label": f"{other:g}"}
        axes.plot(epochs, curve, color=COLOURS["error"], **look)
    axes.plot(epoch, now["loss"], marker="o", color=still.INK, clip_on=False)
    axes.legend(frameon=False, loc="lower left" if powers else "upper right", title=tr("learning rate"))
    _paint_weights(figure, rate, epoch, params[:, RATES.index(rate)])
    _paint_map(figure, now, setting.points)


def _paint_weights(figure, rate: float, epoch: int, history: np.ndarray) -> None:
    reach = max(10.0, float(np.abs(history).max()))
    title = tr("Weights at {rate:g}", rate=rate)
    ends = (0, len(history) - 1)
    axes = still.axes(figure, _MIDDLE, title, ends, (-reach, reach), tr("epoch"), "")
    for (_, name, *_), curve in zip(parameters(history.shape[1] // 4), history.T, strict=True):
        colour, style = COLOURS["weights"][int(name[1]) - 1], "--" if name[0] == "b" else "-"
        axes.plot(curve, color=colour, linestyle=style, linewidth=1.5)
    axes.axvline(epoch, color=still.INK, linewidth=1)


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
    units = len(now["hidden"])
    columns = 1 if units <= 3 else 2
    room, wide = 0.74 / -(-units // columns), (0.075, 0.036)[columns - 1]
    for j, area in enumerate(now["hidden"]):
        row, column = divmod(j, columns)
        box = (0.915 + 0.039 * column, 0.89 - (row + 1) * room, wide, room - 0.09 * (row > 0))
        small = still.axes(figure, box, f"h{j + 1}", MAP, MAP, "", "")
        small.set_xticks(())
        small.set_yticks(())
        _paint_area(small, area, colours)
        for (x1, x2), (y,) in zip(*samples(points), strict=True):
            filled = still.ON_AREA if y > 0.5 else still.ON_AREA_PAPER
            small.plot(x1, x2, marker="o", markersize=4, color=filled, markeredgecolor=still.ON_AREA)


def _paint_area(axes, area: np.ndarray, colours) -> None:
    ends = np.linspace(*MAP, SIDE + 1)
    # What ReLU gives has no upper end: white is a closed gate.
    low, level, high = (-area.max(), 1e-9, area.max()) if area.max() > 1 else (0, 0.5, 1)
    axes.pcolormesh(ends, ends, area, cmap=colours, vmin=low, vmax=high, shading="gouraud", rasterized=True)
    if area.min() < level < area.max():
        axes.contour(ends, ends, area, levels=[level], colors=[still.ON_AREA])
