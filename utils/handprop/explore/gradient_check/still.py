"""The still picture of the gradient check: the V on logarithmic axes, and the loss curve with its nudges."""

from __future__ import annotations

import numpy as np

from handprop.draw import COLOURS
from handprop.explore.frame import still
from handprop.language import tr

_STYLES = {"central": "solid", "one-sided": (0, (5, 2))}


def paint(figure, table: dict, w: float, sides: str, now: dict, limits: dict) -> None:
    """Draw both pictures; ``table`` is what `losses.samples` returns, ``now`` what ``state`` does."""
    _paint_v(figure, table["h"], sides, now, limits)
    _paint_curve(figure, table["curve"], w, now)


def _paint_v(figure, steps: list[float], sides: str, now: dict, limits: dict) -> None:
    ends = [tuple(10.0**end for end in limits[name]) for name in ("steps", "errors")]
    axes = still.axes(
        figure,
        (0.08, 0.14, 0.44, 0.76),
        tr("Relative error for each step"),
        *ends,
        tr("step h"),
        tr("relative error"),
    )
    axes.set(xscale="log", yscale="log", xlim=ends[0], ylim=ends[1])
    low, high = 10.0 ** limits["agrees"], 10.0 ** limits["wrong"]
    axes.axhspan(ends[1][0], low, color=COLOURS["prediction"], alpha=0.12)
    axes.axhspan(high, ends[1][1], color=COLOURS["error"], alpha=0.12)
    for words, place, height in (
        ("agrees", -15.6, ends[1][0] * 3),
        (tr("a mistake, or a bad step"), -11.5, high * 2),
    ):
        axes.text(10.0**place, height, words, color=still.QUIET)
    for name, style in _STYLES.items():
        heights = np.maximum(now["curves"][name], ends[1][0])
        width = 2.5 if name == sides else 1.2
        axes.plot(steps, heights, color=COLOURS["nudge"], linestyle=style, linewidth=width, label=name)
    axes.plot(now["h"], max(now["error"], ends[1][0]), "o", color=still.INK, clip_on=False)
    axes.legend(loc="lower right", frameon=False)


def _paint_curve(figure, curve: list, w: float, now: dict) -> None:
    places, losses = np.array(curve).T
    span = (losses.min() - 0.004, losses.max() + 0.004)
    ends = (places[0], places[-1])
    axes = still.axes(
        figure, (0.62, 0.14, 0.36, 0.76), tr("The loss and its nudges"), ends, span, "w1", tr("loss")
    )
    axes.plot(places, losses, color=COLOURS["error"], linewidth=2.5)
    here = float(np.interp(w, places, losses))
    left = w - (now["width"] - now["h"])
    for name, slope, through, style in (
        (tr("slope by nudges"), now["slope"], (left, now["down"]), "solid"),
        (tr("gradient under check"), now["gradient"], (w, here), (0, (5, 3))),
    ):
        colour = COLOURS["nudge"] if style == "solid" else still.INK
        axes.plot(
            places, through[1] + slope * (places - through[0]), color=colour, linestyle=style, label=name
        )
    axes.plot([left, w + now["h"]], [now["down"], now["up"]], "o", color=COLOURS["nudge"])
    axes.legend(loc="upper left", frameon=False)
