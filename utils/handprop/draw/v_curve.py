"""The error of a numeric derivative against its step, on logarithmic axes: it falls, then rises again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from handprop.draw.layout import COLOURS, GRID, INK
from handprop.draw.picture import Picture
from handprop.language import tr

_SIZE = (640, 360)
_ROUNDINGS = 10 * np.finfo(float).eps
_MARKERS = "osD^"
_LINES = ("-", "--", "-.", ":")
_SIDES = {"central": ("-", "o"), "one-sided": ("--", "s")}  # as the explorer draws them


def v_curve(steps: Sequence[float], errors: Mapping[str, Sequence[float]], title: str = "") -> Picture:
    """One curve for each name in ``errors``: the size of the error at each step.

    Both axes are logarithmic.  A curve is known by its marker, its line and its name, not by colour
    alone.  An error of exactly 0 has no logarithm and leaves a gap.

    In words, an error that may be no more than the rounding of two numbers near 1, divided by the step, is
    given by that bound: its own digits would be others on the next computer.

    Raises ValueError for steps that are not positive, and for errors that are not one number, at least 0,
    for each step.
    """
    h = np.asarray(steps, dtype=np.float64)
    if h.ndim != 1 or h.size == 0 or not (h > 0).all():
        raise ValueError(tr("steps must be a list of positive numbers."))
    curves = {name: _checked(name, values, h) for name, values in errors.items()}
    if not curves:
        raise ValueError(tr("errors must hold at least one curve, by name."))
    title = title or tr("Error of the slope for each step")
    alt = tr("{title}, on logarithmic axes. ", title=title) + " ".join(
        _course(name, h, e) for name, e in curves.items()
    )
    return Picture(lambda figure: _paint(figure, h, curves, title), _SIZE, alt, _text(h, curves, title))


def _checked(name: str, values: Sequence[float], h: np.ndarray) -> np.ndarray:
    e = np.asarray(values, dtype=np.float64)
    if e.shape != h.shape or not (e >= 0).all() or not np.isfinite(e).all():
        raise ValueError(
            tr(
                "errors[{name!r}] must hold {size} finite numbers, one for each step, none below 0.",
                name=name,
                size=h.size,
            )
        )
    return e


def _course(name: str, h: np.ndarray, e: np.ndarray) -> str:
    best, measured = int(e.argmin()), np.flatnonzero(e >= _bound(h))
    if not measured.size:
        return tr("{name}: no more than rounding at any step.", name=name)
    if best in measured:
        return tr(
            "{name}: the smallest error, {e:.0e}, at the step {h:.0e}.", name=name, e=e[best], h=h[best]
        )
    return tr(
        "{name}: the error is smallest at the step {h:.0e}, below {bound:.0e}; at smaller steps rounding "
        "takes over.",
        name=name,
        bound=_bound(h)[best],
        h=h[best],
    )


def _bound(h: np.ndarray) -> np.ndarray:
    return _ROUNDINGS / h


def _word(error: float, step: float) -> str:
    bound = float(_bound(np.float64(step)))
    return f"{error:.0e}" if error >= bound else f"< {bound:.0e}"


def _text(h: np.ndarray, curves: Mapping[str, np.ndarray], title: str) -> str:
    widths = [max(len(name), 7) for name in curves]
    head = "  ".join(["step ", *(name.rjust(width) for name, width in zip(curves, widths, strict=True))])
    rows = [
        "  ".join(
            [
                f"{h[k]:.0e}",
                *(_word(e[k], h[k]).rjust(w) for e, w in zip(curves.values(), widths, strict=True)),
            ]
        )
        for k in range(h.size)
    ]
    return "\n".join([title, head, *rows])


def _paint(figure, h: np.ndarray, curves: Mapping[str, np.ndarray], title: str) -> None:
    axes = figure.add_axes((0.11, 0.15, 0.74, 0.74))
    for k, (name, e) in enumerate(curves.items()):
        e = np.where(e > 0, e, np.nan)
        line, marker = _SIDES.get(name, (_LINES[k % 4], _MARKERS[k % 4]))
        axes.loglog(h, e, color=COLOURS["nudge"], linestyle=line, marker=marker, markersize=5)
        widest = int(np.nanargmax(np.where(np.isfinite(e), h, np.nan)))
        axes.annotate(
            name, (h[widest], e[widest]), (9, 0), textcoords="offset points", va="center", color=INK
        )
    axes.set_title(title, loc="left", fontsize=11, color=INK)
    axes.set_xlabel(tr("step (smaller to the left)"), color=INK)
    axes.set_ylabel("error", color=INK)
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(color=GRID, linewidth=0.8)
    axes.set_axisbelow(True)
