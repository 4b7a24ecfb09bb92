"""What a network with two inputs answers all over the plane, and where it changes its mind."""

from __future__ import annotations

import numpy as np

from handprop.draw.layout import AREAS, INK, ON_AREA, ON_AREA_PAPER
from handprop.draw.picture import Picture
from handprop.language import tr
from handprop.network import Network

_SIZE = (520, 420)
_MARGIN = 0.5  # around the samples, in units of their spread
_FINE, _COARSE = 121, 5  # points per axis in the picture, and in the text
_HALF = 0.5


def decision_boundary(net: Network, x, target, output: int = 0, title: str = "") -> Picture:
    """One output of a network over the plane of its two inputs, with the samples and the line of 0.5.

    ``x`` has shape (samples, 2), ``target`` (samples,) or (samples, outputs), with targets of 0 and 1.

    Raises ValueError for a network that has not two inputs, for other shapes, and for an unknown output.
    """
    x, target = np.asarray(x, dtype=np.float64), np.asarray(target, dtype=np.float64)
    if net.params["W1"].shape[0] != 2:
        raise ValueError(tr("The plane needs a network with two inputs; this is {net!r}.", net=net))
    if x.ndim != 2 or x.shape[1] != 2 or len(target) != len(x):
        raise ValueError(
            tr("x has shape {shape}; expected (samples, 2), with a target for each sample.", shape=x.shape)
        )
    outputs = net.params[f"W{len(net.activations)}"].shape[1]
    if not 0 <= output < outputs:
        raise ValueError(
            tr(
                "There is no output {output}; the network has {outputs}, counted from 0.",
                output=output,
                outputs=outputs,
            )
        )
    y = target if target.ndim == 1 else target[:, output]
    title = title or tr("Prediction for every pair of inputs")
    answers = net.forward(x)["prediction"][:, output]
    return Picture(
        lambda figure: _paint(figure, net, x, y, output, title),
        _SIZE,
        _words(x, y, answers, title),
        _text(net, x, output, title),
    )


def _axes_of(x: np.ndarray, points: int) -> tuple[np.ndarray, np.ndarray]:
    low, high = x.min(axis=0), x.max(axis=0)
    spread = np.where(high > low, high - low, 1.0) * _MARGIN
    first, second = np.linspace(low - spread, high + spread, points).T
    return first, second


def _plane(net: Network, x: np.ndarray, output: int, points: int):
    first, second = _axes_of(x, points)
    grid = np.stack(np.meshgrid(first, second), axis=-1).reshape(-1, 2)
    return first, second, net.forward(grid)["prediction"][:, output].reshape(points, points)


def _words(x: np.ndarray, y: np.ndarray, answers: np.ndarray, title: str) -> str:
    each = [
        tr("at ({a:.3g}, {b:.3g}) the prediction is {p:.2f}, the target {t:.3g}", a=a, b=b, p=p, t=t)
        for (a, b), t, p in zip(x[:8], y, answers, strict=False)
    ]
    right = int(((answers > _HALF) == (y > _HALF)).sum())
    return tr(
        "{title}: {each}. {right} of {count} samples lie on their side of the line of 0.5.",
        title=title,
        each="; ".join(each),
        right=right,
        count=len(x),
    )


def _text(net: Network, x: np.ndarray, output: int, title: str) -> str:
    first, second, values = _plane(net, x, output, _COARSE)
    rows = [
        f"x2 = {b:5.2f}  " + "  ".join(f"{value:7.2f}" for value in row)
        for b, row in zip(second[::-1], values[::-1], strict=True)
    ]
    return "\n".join([title, *rows, "     x1 =  " + "  ".join(f"{a:7.2f}" for a in first)])


def _paint(figure, net: Network, x: np.ndarray, y: np.ndarray, output: int, title: str) -> None:
    from matplotlib.colors import LinearSegmentedColormap

    first, second, values = _plane(net, x, output, _FINE)
    axes = figure.add_axes((0.13, 0.13, 0.7, 0.77))
    # Blue for 0 and orange for 1, as in the training explorer: told apart by colour-blind readers.
    shades = LinearSegmentedColormap.from_list("sides", AREAS)
    image = axes.contourf(first, second, values, levels=np.linspace(0, 1, 21), cmap=shades, extend="both")
    image.set_rasterized(True)
    if values.min() < _HALF < values.max():
        line = axes.contour(first, second, values, levels=[_HALF], colors=ON_AREA, linewidths=1.5)
        axes.clabel(line, fmt="0.5")
    for (a, b), t in zip(x, y, strict=True):
        filled = t > _HALF
        axes.plot(
            a, b, "s" if filled else "o", markersize=11, mfc=ON_AREA if filled else ON_AREA_PAPER, mec=ON_AREA
        )
        axes.annotate(f"{t:.3g}", (a, b), (9, 7), textcoords="offset points", color=ON_AREA)
    figure.colorbar(image, cax=figure.add_axes((0.86, 0.13, 0.03, 0.77)), ticks=[0, 0.5, 1])
    axes.set_title(title, loc="left", fontsize=11, color=INK)
    axes.locator_params(nbins=5)
    axes.set_xlabel("x1", color=INK)
    axes.set_ylabel("x2", color=INK)
