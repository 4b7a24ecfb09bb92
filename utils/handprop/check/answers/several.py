"""Several arrays at once, each with a name, in the order that a question asks for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import permutations, takewhile
from typing import TYPE_CHECKING

import numpy as np

from handprop.border.read_numbers import Problem, Unfinished, as_numbers, fits_shape, is_empty
from handprop.check.answers.array import Array
from handprop.language import tr, trn

if TYPE_CHECKING:
    from handprop.check.question import Case

Shape = tuple[int, ...]


@dataclass(frozen=True)
class Several(Array):
    """Several arrays in a list or tuple; compared as one, `shape` is that of all of them together.

    Parameters
    ----------
    parts : the name of each array, in the order asked for.
    shapes : the shape of each array for a case.
    layout : these shapes, once there is a case.
    """

    parts: tuple[str, ...] = ()
    shapes: Callable[[Case], Sequence[Shape]] = None  # type: ignore[assignment]
    layout: tuple[Shape, ...] = ()

    def laid_out(self, case: Case) -> Several:
        """The same kind, which knows the shapes of the arrays for this case."""
        return replace(self, layout=tuple(self.shapes(case)))

    def read(self, raw: object) -> np.ndarray:
        """The numbers of all arrays, in `shape`; raises `Problem` where there are others, or other shapes."""
        if is_empty(raw):
            raise Unfinished
        if isinstance(raw, np.ndarray) and raw.shape == self.shape:
            return super().read(raw)
        if isinstance(raw, np.ndarray) and raw.dtype == object:
            raw = list(raw)
        if not isinstance(raw, list | tuple) or len(raw) != len(self.parts):
            raise Problem(
                tr(
                    "{count} arrays are asked for, in this order: {names}.",
                    count=len(self.parts),
                    names=", ".join(self.parts),
                )
            )
        arrays = [as_numbers(each) for each in raw]
        if self.layout:
            self._refuse_shapes([array.shape for array in arrays])
        whole = np.concatenate([array.ravel() for array in arrays])
        return super().read(whole.reshape(self.shape) if whole.size == np.prod(self.shape) else whole)

    def _refuse_shapes(self, got: Sequence[Shape]) -> None:
        """Raise `Problem` where an array cannot be the one that should stand in its place."""
        misfits = [k for k, pair in enumerate(zip(got, self.layout, strict=True)) if not _fits(*pair)]
        if not misfits:
            return
        orders = permutations(range(len(self.parts)))
        fitting = [order for order in orders if all(map(_fits, got, (self.layout[k] for k in order)))]
        turned = all(got[k] == self.layout[k][::-1] for k in misfits)
        if len(fitting) == 1 and not turned:
            raise Problem(
                tr(
                    "By their shapes your arrays are {theirs}. The order asked for is {asked}.",
                    theirs=self._in_order(fitting[0]),
                    asked=", ".join(self.parts),
                )
            )
        k = misfits[0]
        raise Problem(
            tr(
                "{name} has the shape {shape}; the shape {asked} is asked for.",
                name=self.parts[k],
                shape=got[k],
                asked=self.layout[k],
            )
            + (tr(" Is it transposed, or does another one stand in its place?") if turned else "")
        )

    def other_order(self, right: np.ndarray, answer: np.ndarray) -> str | None:
        """A word about the order, if these are the right arrays in another one."""
        pieces = self._pieces(right)
        for order in permutations(range(len(pieces))):
            if self.same(np.concatenate([pieces[k] for k in order]), answer).all():
                return tr(
                    "All the numbers are right, but your arrays come in another order: {theirs}. "
                    "The order asked for is {asked}.",
                    theirs=self._in_order(order),
                    asked=", ".join(self.parts),
                )
        return None

    def which_parts(self, wrong: np.ndarray, signs: str) -> str | None:
        """Which arrays are right, and which are not; nothing where all numbers are wrong."""
        flags = np.zeros(sum(map(_size, self.layout)), dtype=bool)
        flags[wrong] = True
        pieces = list(zip(self.parts, self._pieces(flags), strict=True))
        if flags.all():
            return None
        right = [name for name, its in pieces if not its.any()]
        open_ones = [_named(name, its) for name, its in pieces if its.any()]
        if right:
            told = tr("Right: {good}. Not right yet: {bad}.", good=", ".join(right), bad=", ".join(open_ones))
        else:
            told = tr("Look again at {bad}.", bad=", ".join(open_ones))
        return f"{told} {signs}".strip()

    def entry(self, k: int) -> str:
        """A place in one of the arrays."""
        ends = np.cumsum([_size(shape) for shape in self.layout])
        which = len(list(takewhile(lambda end: end <= k, ends)))
        if which == len(ends):  # no case, no layout
            return super().entry(k)
        start = ends[which] - _size(self.layout[which])
        place = [int(i) for i in np.unravel_index(k - start, self.layout[which])]
        return f"{self.parts[which]}{place}"

    def _pieces(self, whole: np.ndarray) -> list[np.ndarray]:
        """What belongs to each array, of numbers in reading order."""
        return np.split(whole.ravel(), np.cumsum([_size(shape) for shape in self.layout])[:-1])

    def _in_order(self, order: Sequence[int]) -> str:
        return ", ".join(self.parts[k] for k in order)


def _size(shape: Shape) -> int:
    return int(np.prod(shape, dtype=int))


def _fits(got: Shape, asked: Shape) -> bool:
    """Whether an array may stand for one of the shape asked for: as it is, flat, or a row for a column."""
    return _size(got) == _size(asked) and (len(got) < 2 or fits_shape(got, asked, strict=False))


def _named(name: str, wrong: np.ndarray) -> str:
    right = int((~wrong).sum())
    if not right:
        return name
    return trn(
        "{name} ({right} of its {size} numbers is right)",
        "{name} ({right} of its {size} numbers are right)",
        right,
        name=name,
        right=right,
        size=wrong.size,
    )
