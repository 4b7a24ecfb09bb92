"""Gradients by nudging, and the comparison of two gradients.

A central difference moves one number a little up and a little down and asks how much the loss changed:
``(f(w + h) - f(w - h)) / 2h``.  It needs nothing but the loss itself, so it can judge any other gradient.

>>> square = gradients(lambda p: float(p["w"] @ p["w"]), {"w": np.array([3.0, -2.0])})
>>> square["w"].round(6).tolist()
[6.0, -4.0]
>>> compare({"w": [6.0, 4.0]}, square).worst.label
'w[1]'
"""

from __future__ import annotations

import html
import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from handprop.language import tr

EPS = float(np.finfo(np.float64).eps)

STEP = EPS ** (1 / 3)
"""The nudge for numbers around 1, 6.1e-6.  A larger one bends (error h² f'''/6), a smaller one drowns in the
rounding of the loss (error eps |f| / h); the sum is smallest near h = eps^(1/3).  Source: Press, Teukolsky,
Vetterling, Flannery, "Numerical Recipes", 3rd edition, section 5.7."""

# A loss is a rounded sum of many terms: we allow it this many units of rounding error.  A small loss is no
# more exact than one of size 1: log(0.999) is small, but 0.999 was rounded like any number near 1.
_ROUNDINGS = 8.0
# Smaller relative errors are no better evidence: their digits depend on how a computer rounds.
_ROUNDED = 1e-8
# One-sided slopes that differ by less than this share of themselves need no closer look for a kink.
_BEND = 1e-4

AGREES, TINY, KINK, DIFFERS = (
    "agrees",
    tr("agrees (too small to measure)"),
    tr("kink: cannot tell"),
    "differs",
)


Arrays = Mapping[str, np.ndarray]
Loss = Callable[[dict[str, Any]], Any]  # parameters by name -> one number


class Estimates(dict[str, Any]):
    """Gradients by name, as `gradients` measured them.

    noise : by name, the size below which rounding in the loss drowns the entry; same shapes.
    kinks : by name, True where the loss has a corner within the nudge, as at the 0 of ReLU; same shapes.
    """

    def __init__(self, values: Arrays, noise: Arrays, kinks: Arrays):
        super().__init__(values)
        self.noise = noise
        self.kinks = kinks


def gradient(f: Callable[[Any], Any], array: object, step: float | None = None) -> Any:
    """The gradient of ``f(array)``, a number, by central differences; same shape as ``array``.

    Costs two calls of ``f`` per entry.  ``step`` and the errors raised: see `gradients`.
    """
    return gradients(lambda params: f(params["array"]), {"array": array}, step)["array"]


def gradients(loss: Loss, params: Mapping[str, object], step: float | None = None) -> Estimates:
    """The gradient of ``loss(params)``, a number, with respect to every entry of every parameter.

    ``params`` holds float arrays by name, and ``loss`` gets such a dictionary, with read-only arrays of its
    own: the caller's arrays never change.  ``step`` is the nudge; without it, ``STEP * max(1, |entry|)``.

    Raises TypeError for parameters that are not floats (a nudge of an integer would be lost) and for a loss
    that is not one number; ValueError for NaN or infinity, and for a step that is not positive or is lost
    beside the entry.
    """
    _check_step(step)
    if not isinstance(params, Mapping):
        raise TypeError(
            tr("params must be a dictionary of arrays by name; got {name}.", name=type(params).__name__)
        )
    base = {name: _floats(value, name) for name, value in params.items()}
    middle = _number(loss(_handed_out(base)), tr("at the given parameters"))
    values = {name: np.zeros(array.shape) for name, array in base.items()}
    noise = {name: np.zeros(array.shape) for name, array in base.items()}
    kinks = {name: np.zeros(array.shape, dtype=bool) for name, array in base.items()}
    for name, array in base.items():
        for index in np.ndindex(array.shape):
            nudged = _Nudge(loss, base, name, index, middle)
            h = float(step) if step else STEP * max(1.0, abs(float(array[index])))
            values[name][index], noise[name][index], kinks[name][index] = nudged.measure(h)
    return Estimates({name: array[()] for name, array in values.items()}, noise, kinks)


@dataclass
class _Nudge:
    """One entry of one parameter, and the loss as a function of it alone."""

    loss: Loss
    base: dict[str, np.ndarray]
    name: str
    index: tuple[int, ...]
    middle: float

    def measure(self, h: float) -> tuple[float, float, bool]:
        """The central difference, the size of its rounding error, and whether a kink is near.

        Two things are rounded: the loss, and the entry itself, which moves the point by eps times its size
        and so the slope by that much of the curvature, ``bend / h²``.
        """
        up, down, width = self.both(h)
        of_loss = max(1.0, abs(up), abs(down), abs(self.middle)) / width
        curvature = abs(up - 2.0 * self.middle + down) / (width / 2.0) ** 2
        of_entry = max(1.0, abs(self.base[self.name][self.index])) * curvature
        noise = _ROUNDINGS * EPS * (of_loss + of_entry)
        return (up - down) / width, noise, self.has_kink(up, down, width)

    def both(self, h: float) -> tuple[float, float, float]:
        """The loss above and below, and the distance between the two points after rounding."""
        entry = float(self.base[self.name][self.index])
        above, below = entry + h, entry - h
        if above == entry or below == entry:
            raise ValueError(
                tr(
                    "A step of {h:.4g} is lost beside {label} = {entry:.4g}; take a larger one.",
                    h=h,
                    label=self.label,
                    entry=entry,
                )
            )
        return self.at(above), self.at(below), above - below

    def at(self, entry: float) -> float:
        array = self.base[self.name].copy()
        array[self.index] = entry
        return _number(
            self.loss(_handed_out({**self.base, self.name: array})), f"at {self.label} = {entry!r}"
        )

    def has_kink(self, up: float, down: float, width: float) -> bool:
        """Whether the slopes on the two sides differ by more than smooth bending explains.

        The bend ``f(w + h) - 2 f(w) + f(w - h)`` of a smooth loss shrinks fourfold when h is halved.  That of
        a corner at distance d shrinks like h - d: one of two halvings gives it away, wherever it lies.
        """
        bend = up - 2.0 * self.middle + down
        rounding = _ROUNDINGS * EPS * max(1.0, abs(up), abs(down), abs(self.middle))
        steepest = max(abs(up - self.middle), abs(self.middle - down))
        if abs(bend) <= max(_BEND * steepest, 64.0 * rounding):
            return False
        for halvings in (1, 2):
            up, down, _ = self.both(width / 2.0 ** (halvings + 1))
            smaller = up - 2.0 * self.middle + down
            if abs(4.0**halvings * smaller / bend - 1.0) > 0.35:
                return True
        return False

    @property
    def label(self) -> str:
        return _label(self.name, self.index)


@dataclass(frozen=True)
class Entry:
    """One line of a comparison: the same entry of two gradients."""

    label: str
    analytic: float
    numeric: float
    floor: float
    kink: bool
    rtol: float

    @property
    def absolute(self) -> float:
        """``|analytic - numeric|``."""
        return abs(self.analytic - self.numeric)

    @property
    def relative(self) -> float:
        """``|analytic - numeric| / max(|analytic|, |numeric|)``, and 0 where both are 0."""
        return self.absolute / self.size if self.size else 0.0

    @property
    def size(self) -> float:
        """The larger of the two magnitudes."""
        return max(abs(self.analytic), abs(self.numeric))

    @property
    def excess(self) -> float:
        """The absolute error in units of what is allowed; more than 1 is too much."""
        if not self.absolute:
            return 0.0
        allowed = self.rtol * self.size + self.floor
        return self.absolute / allowed if allowed else float("inf")

    @property
    def is_rounding(self) -> bool:
        """Whether the two agree so well that what is left of their difference is rounding.

        Another computer rounds otherwise, so such a difference is not printed in digits.
        """
        return not self.kink and self.excess <= 1.0 and (self.relative < _ROUNDED or self.size <= self.floor)

    @property
    def verdict(self) -> str:
        """One of AGREES, TINY, KINK, DIFFERS."""
        if self.kink:
            return KINK
        if self.excess > 1.0:
            return DIFFERS
        return TINY if 0.0 < self.size <= self.floor else AGREES


class Comparison:
    """Two gradients side by side, entry by entry; shows itself as a table in text and in Jupyter."""

    rows = 20  # a longer table shows the worst this many

    def __init__(self, entries: list[Entry]):
        self.entries = entries

    @property
    def ok(self) -> bool:
        """Whether no entry differs.  Entries at a kink count neither way."""
        return all(entry.verdict != DIFFERS for entry in self.entries)

    @property
    def worst(self) -> Entry:
        """The entry with the largest error in units of what is allowed; one at a kink only if all are."""
        return max(self.entries, key=lambda entry: (not entry.kink, entry.excess))

    @property
    def kinks(self) -> list[Entry]:
        """The entries that central differences cannot judge."""
        return [entry for entry in self.entries if entry.kink]

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)

    @property
    def summary(self) -> str:
        """One or two sentences: how many agree, which is worst, and whether a kink is near."""
        wrong = sum(entry.verdict == DIFFERS for entry in self.entries)
        judged = len(self) - len(self.kinks)
        worst = tr(
            "; worst: {worst}, relative error {relative:.2g}",
            worst=self.worst.label,
            relative=self.worst.relative,
        )
        worst = tr(", apart from rounding") if self.worst.is_rounding else worst
        first = (
            tr("{wrong} of {judged} entries differ", wrong=wrong, judged=judged)
            if wrong
            else tr("{judged} of {count} entries agree", judged=judged, count=len(self))
        )
        if not self.kinks:
            return f"{first}{worst}."
        names = ", ".join(entry.label for entry in self.kinks[:5]) + (", ..." if len(self.kinks) > 5 else "")
        note = tr(
            "At {names} the two sides of the nudge have different slopes: a kink is near, so no verdict.",
            names=names,
        )
        return f"{first}{worst}. {note}" if judged else note

    def __str__(self) -> str:
        lines = [
            ("entry", "analytic", "numeric", tr("abs. error"), tr("rel. error"), "verdict"),
            *self._cells(),
        ]
        widths = [max(len(line[column]) for line in lines) for column in range(6)]
        text = [
            "  ".join([line[0].ljust(widths[0]), *map(str.rjust, line[1:5], widths[1:5]), line[5]])
            for line in lines
        ]
        return "\n".join([*text, *filter(None, [self._left_out()]), self.summary])

    __repr__ = __str__

    def _repr_html_(self) -> str:
        head = "".join(
            f'<th scope="col">{name}</th>'
            for name in (
                "entry",
                "analytic",
                "numeric",
                tr("absolute error"),
                tr("relative error"),
                "verdict",
            )
        )
        body = "".join(
            "<tr>"
            + f'<th scope="row">{html.escape(cells[0])}</th>'
            + "".join(f"<td>{html.escape(cell)}</td>" for cell in cells[1:])
            + "</tr>"
            for cells in self._cells()
        )
        caption = html.escape(" ".join(filter(None, [self.summary, self._left_out()])))
        return (
            f'<table><caption style="caption-side: bottom; text-align: left">{caption}</caption>'
            f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
        )

    def _shown(self) -> list[Entry]:
        if len(self) <= self.rows:
            return self.entries
        return sorted(self.entries, key=lambda entry: -entry.excess)[: self.rows]

    def _left_out(self) -> str:
        more = len(self) - len(self._shown())
        return (
            tr("The {rows} worst of {count} entries are shown.", rows=self.rows, count=len(self))
            if more
            else ""
        )

    def _cells(self) -> list[tuple[str, ...]]:
        worst = self.worst
        return [
            (
                entry.label,
                f"{entry.analytic + 0.0:.4g}",  # + 0.0 turns -0 into 0
                f"{entry.numeric:.4g}",
                *_error_words(entry),
                entry.verdict + (" (worst)" if entry is worst and not entry.is_rounding else ""),
            )
            for entry in self._shown()
        ]


def compare(analytic: object, numeric: object, rtol: float = 1e-6, atol: float | None = None) -> Comparison:
    """The gradient ``analytic`` judged by the gradient ``numeric``, entry by entry.

    Both are dictionaries of arrays by name, or both single arrays.  Names that only ``analytic`` has (deltas,
    say) are left out.  An entry agrees if ``|a - n| <= rtol * max(|a|, |n|) + floor``.  The relative error of
    a tiny entry says nothing, so the floor is what rounding leaves of a central difference, measured by
    `gradients`; for a ``numeric`` from elsewhere it is ``eps^(2/3)`` times its largest entry, the accuracy
    of central differences with the best step.  ``atol`` replaces the floor.

    Raises ValueError for missing names, different shapes, NaN or infinity; TypeError for what is not numbers.
    """
    if not isinstance(numeric, Mapping):
        return compare({"gradient": analytic}, {"gradient": numeric}, rtol, atol)
    if not isinstance(analytic, Mapping):
        raise TypeError(
            tr("analytic must be a dictionary like numeric; got {name}.", name=type(analytic).__name__)
        )
    if missing := [name for name in numeric if name not in analytic]:
        raise ValueError(
            tr(
                "analytic has no {map}; it has {map_2}.",
                map=", ".join(map(str, missing)),
                map_2=", ".join(map(str, analytic)),
            )
        )
    entries = [entry for name in numeric for entry in _entries(name, analytic[name], numeric, rtol, atol)]
    if not entries:
        raise ValueError(tr("There is nothing to compare: the gradients have no entries."))
    return Comparison(entries)


def _entries(
    name: str, analytic: object, numeric: Mapping[str, Any], rtol: float, atol: float | None
) -> Iterator[Entry]:
    ours, theirs = (
        _floats(analytic, f"analytic {name}", True),
        _floats(numeric[name], f"numeric {name}", True),
    )
    if ours.shape != theirs.shape:
        raise ValueError(
            tr(
                "{name} has shape {shape} in analytic and {shape_2} in numeric.",
                name=name,
                shape=ours.shape,
                shape_2=theirs.shape,
            )
        )
    floor, kinks = np.full(theirs.shape, _far_floor(numeric)), np.zeros(theirs.shape, dtype=bool)
    if isinstance(numeric, Estimates):
        floor, kinks = numeric.noise[name], numeric.kinks[name]
    floor = floor if atol is None else np.full(theirs.shape, atol)
    for index in np.ndindex(theirs.shape):
        pair = float(ours[index]), float(theirs[index])
        yield Entry(_label(name, index), *pair, float(floor[index]), bool(kinks[index]), rtol)


def _error_words(entry: Entry) -> tuple[str, str]:
    if entry.is_rounding and entry.size:
        return "rounding", "rounding"
    return f"{entry.absolute:.2g}", f"{entry.relative:.2g}"


def _far_floor(numeric: Mapping[str, Any]) -> float:
    largest = max(float(np.max(np.abs(value), initial=0.0)) for value in numeric.values())
    return math.pow(EPS, 2 / 3) * largest


def _label(name: str, index: tuple[int, ...]) -> str:
    return f"{name}[{', '.join(map(str, index))}]" if index else name


def _handed_out(arrays: Mapping[str, np.ndarray]) -> dict[str, Any]:
    """The arrays as a loss gets them: read-only, and plain numbers where there are no dimensions."""
    for array in arrays.values():
        array.setflags(write=False)
    return {name: array if array.ndim else array[()] for name, array in arrays.items()}


def _floats(value: object, name: str, integers: bool = False) -> np.ndarray:
    """A float64 copy."""
    try:
        array = np.array(value)
    except ValueError as fault:
        raise ValueError(tr("{name} must be a rectangular array of numbers.", name=name)) from fault
    if array.dtype.kind in "iu" and not integers:
        raise TypeError(
            tr(
                "{name} holds integers ({dtype}), in which a nudge would be lost; write 2.0 for 2, or use "
                ".astype(float).",
                name=name,
                dtype=array.dtype,
            )
        )
    if array.dtype.kind not in "fiu":
        raise TypeError(tr("{name} must hold real numbers; it holds {dtype}.", name=name, dtype=array.dtype))
    if not np.isfinite(array).all():
        raise ValueError(
            tr(
                "{name} holds a number that is not finite: {flat}.",
                name=name,
                flat=array[~np.isfinite(array)].flat[0],
            )
        )
    return array.astype(np.float64)


def _number(value: object, where: str) -> float:
    array = np.asarray(value)
    if array.ndim or array.dtype.kind not in "fiu":
        got = tr("an array of shape {shape}", shape=array.shape) if array.ndim else type(value).__name__
        raise TypeError(
            tr("The loss must return one real number; {where} it returned {got}.", where=where, got=got)
        )
    if not np.isfinite(array):
        raise ValueError(tr("The loss is {array} {where}.", array=float(array), where=where))
    return float(array)


def _check_step(step: float | None) -> None:
    if step is None:
        return
    if isinstance(step, bool) or not isinstance(step, (int, float, np.number)):
        raise TypeError(tr("step must be a number; got {step!r}.", step=step))
    if not (np.isfinite(step) and step > 0):
        raise ValueError(tr("step must be positive and finite; got {step!r}.", step=step))
