"""The still picture of the digits explorer: a picture, its ten shares, and the curves of the training."""

from __future__ import annotations

import numpy as np

from handprop.draw import AREAS, COLOURS
from handprop.explore.frame import still
from handprop.explore.frame.pixels import INK, MARKED, SIDE
from handprop.language import tr


def paint(figure, now: dict, trained, epoch: int) -> None:
    """Draw the three; ``now`` is what `digits.state` returns, ``trained`` a `digits_runs.Run`."""
    paint_pixels(
        figure.add_axes((0.02, 0.12, 0.26, 0.78)),
        now["pixels"] / INK,
        tr("label {label}", label=now["label"]),
    )
    paint_shares(figure, (0.34, 0.16, 0.24, 0.74), now)
    _paint_losses(figure, trained, epoch)


def paint_pixels(axes, pixels, title: str, signed: bool = False) -> None:
    """64 pixels: grey from 0 to 1, or, if ``signed``, coloured by sign and marked where they are strong."""
    from matplotlib.colors import LinearSegmentedColormap

    grid = np.reshape(pixels, (SIDE, SIDE))
    limit = float(np.abs(grid).max() or 1.0) if signed else 1.0
    ends = AREAS if signed else ("#ffffff", "#000000")
    colours = LinearSegmentedColormap.from_list("pixels", ends)
    axes.imshow(grid, cmap=colours, vmin=-limit if signed else 0.0, vmax=limit, interpolation="none")
    axes.set(xticks=[], yticks=[])
    axes.set_title(title, loc="left", fontsize=11, color=still.INK)
    for row, column in np.argwhere(np.abs(grid) > MARKED * limit) if signed else ():
        sign = "+" if grid[row, column] > 0 else "−"
        axes.text(column, row, sign, ha="center", va="center", fontsize=11, color=still.ON_AREA)


def paint_shares(figure, place: tuple[float, float, float, float], now: dict) -> None:
    """The shares of the ten digits as bars, in a place of the figure."""
    axes = still.axes(figure, place, tr("Ten shares"), (0, 1.15), (9.6, -0.6), tr("share"), "")
    colours = [COLOURS["prediction"] if k == now["said"] else still.QUIET for k in range(10)]
    axes.barh(range(10), now["shares"], color=colours)
    for digit, share in enumerate(now["shares"]):
        axes.text(share + 0.02, digit, f"{share:.3f}", va="center", fontsize=8, color=still.INK)
    axes.set_yticks(range(10))
    axes.set_xticks((0, 0.5, 1))


def _paint_losses(figure, trained, epoch: int) -> None:
    epochs = range(len(trained.loss))
    axes = still.axes(
        figure,
        (0.66, 0.16, 0.32, 0.74),
        tr("Loss over epochs"),
        (0, len(epochs) - 1),
        (0, 2.6),
        tr("epoch"),
        "",
    )
    axes.plot(epochs, trained.loss, color=COLOURS["error"], linewidth=2.2, label=tr("training"))
    axes.plot(
        epochs,
        trained.loss_held,
        color=COLOURS["error"],
        linewidth=2.2,
        linestyle="--",
        label=tr("held out"),
    )
    axes.axvline(epoch, color=still.INK, linewidth=1)
    axes.legend(frameon=False, loc="upper right")
