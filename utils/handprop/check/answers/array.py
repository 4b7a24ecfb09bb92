"""Numbers in a fixed shape: how they are read, and when two count as the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from handprop.border.read_numbers import DECIMAL_COMMA, Problem, Unfinished, as_numbers, fits_shape
from handprop.check.answers.computed import Computed
from handprop.language import tr, trn

if TYPE_CHECKING:
    from handprop.check.question import Case, Question

# Typed by hand, "four significant digits" leaves half a unit in the fourth place.
BY_HAND = 5e-4

# Computed, in float32 at worst and with sums in another order.
COMPUTED = 1e-5


# A count: nothing of it is lost.
EXACT = 1e-9


# What float32 reaches after a training step or two: seven digits, of which sums and differences cost some.
SINGLE = 1e-4

# What is left of sums that cancel, where numbers of ordinary size should give exactly 0.
NOISE = 1e-12


@dataclass(frozen=True)
class Array(Computed):
    """Numbers in a fixed order or shape.

    Parameters
    ----------
    shape : the shape of the right answer; ``()`` for one number.
    names : a name for each entry, in reading order, for feedback ("look at w3 again").
    tolerance : largest relative difference that still counts as equal.
    strict_shape : False accepts rows for columns and the other way round, as long as the count is right.
    singles : whether a learner may compute in float32; a formula is evaluated by the check itself.
    groups : parts of the answer that belong together, such as ``{"the output layer": (4, 5)}``.
    returned : whether a function of the learner's returns them; without that they are the answer itself.
    """

    shape: tuple[int, ...]
    names: tuple[str, ...] = ()
    tolerance: float = COMPUTED
    strict_shape: bool = False
    groups: tuple[tuple[str, tuple[int, ...]], ...] = ()
    singles: bool = True
    returned: bool = False

    on_paper = True
    padded = False
    """Whether some entries only fill up the shape, so that to count them would tell nothing."""

    @property
    def counts(self) -> bool:
        """Whether it is a count: then nothing is rounded, and there is no decimal point."""
        return self.tolerance <= EXACT

    def filled(self, fill: Callable[[str], str]) -> Array:
        """The same array; its entries may be named by numbers of the question."""
        return replace(self, names=tuple(map(fill, self.names)))

    def read(self, raw: object) -> np.ndarray:
        """The answer as a float64 array of `shape`; raises `Problem` or `Unfinished`."""
        try:
            array = as_numbers(raw)
        except Unfinished:
            raise
        except Problem as unreadable:
            raise Problem(self._not_one_each(raw) or str(unreadable)) from None
        if array.shape != self.shape:
            if not fits_shape(array.shape, self.shape, self.strict_shape):
                problem = Problem(self._not_one_each(raw) or self._wrong_shape(array, raw))
                problem.numbers = array
                raise problem
            array = array.reshape(self.shape)
        if not np.isfinite(array).all():
            k = int(np.flatnonzero(~np.isfinite(array.ravel()))[0])
            raise Problem(
                tr(
                    "{entry} is {value}, which is not a finite number. Look for a division by zero, "
                    "the exp of a large number, or a value that was never set.",
                    entry=self.opening(k),
                    value=array.ravel()[k],
                )
            )
        return array

    def readable(self) -> Mapping[str, object]:
        """The shape."""
        return {"kind": "numbers", "shape": list(self.shape), "strict": self.strict_shape}

    def compared(self, cases: Sequence[Case]) -> Sequence[Case]:
        """The first case alone, whose numbers the learner sees."""
        return cases[:1]

    def outcomes(self, question: Question, raw: object) -> list[np.ndarray]:
        """The numbers themselves."""
        return [self.read(raw)]

    def same(self, ours: np.ndarray, theirs: np.ndarray) -> np.ndarray:
        """Which entries agree, as an array of bool with the shape of the answer.

        The difference is measured against the entry itself, plus a tenth of that for the largest entry:
        an entry that is zero (a closed gate) or small by cancellation carries the rounding of the large ones.
        Numbers that were computed in float32 need no more digits than it has; whole numbers, which all look
        like that, are not excused where they count something.
        """
        off = np.abs(theirs - ours)
        same = off <= self.room(ours)
        excused = self.singles and not self.counts and self.tolerance < SINGLE
        if excused and not same.all() and is_single(theirs):
            return off <= self.room(ours, SINGLE)
        return same

    def room(self, ours: np.ndarray, tolerance: float | None = None) -> np.ndarray:
        """How far each number may be off from a right answer; the default tolerance is that of the kind."""
        # A mistake may divide by zero; what is infinite must not make room for every number.
        scale = np.where(np.isfinite(ours), np.abs(ours), 0.0)
        scale = scale + 0.1 * scale.max(initial=0.0)
        least = np.where(np.isfinite(ours) & (ours != 0), 0.0, NOISE)
        return np.asarray(np.maximum((tolerance or self.tolerance) * scale, least))

    def may_be_same(self, many: np.ndarray, theirs: np.ndarray) -> np.ndarray:
        """Which rows of many answers `same` may accept; a sieve for all at once, wider than any `same` is."""
        axes = tuple(range(1, many.ndim))
        with np.errstate(invalid="ignore"):  # a mistake may give infinity, or nothing: NaN
            largest = np.where(np.isfinite(many), np.abs(many), 0.0).max(axis=axes, initial=0.0)
            room = 1.2 * max(self.tolerance, SINGLE) * largest + NOISE
            return np.abs(many - theirs).max(axis=axes, initial=0.0) <= room

    def fitted(self, right: np.ndarray) -> Array:
        """The same kind for an answer of another size, as networks of other sizes have them."""
        shape = np.shape(right)
        if shape == self.shape or (len(shape) != len(self.shape) and np.size(right) == np.prod(self.shape)):
            return self
        return replace(self, shape=shape, names=(), groups=())

    def laid_out(self, case: Case) -> Array:
        """The same kind, with what only a case tells of it."""
        return self

    def other_order(self, right: np.ndarray, answer: np.ndarray) -> str | None:
        """A word about the order of the parts, if these are the right ones in another order."""
        return None

    def which_parts(self, wrong: np.ndarray, signs: str) -> str | None:
        """Which parts are right, where there are parts; `wrong` are places in reading order."""
        return None

    def entry(self, k: int) -> str:
        """The name of entry number `k` in reading order."""
        if self.names:
            return self.names[k]
        if not self.shape:
            return tr("Your number")
        return tr("entry {place}", place=[int(i) for i in np.unravel_index(k, self.shape)])

    def opening(self, k: int) -> str:
        """The name of an entry at the beginning of a sentence; a name of code stays as it is."""
        entry = self.entry(k)
        return entry[0].upper() + entry[1:] if entry.startswith(tr("entry")) else entry

    def _not_one_each(self, raw: object) -> str | None:
        """What to say where several arrays, or several numbers, stand for one; None where that is not so."""
        if isinstance(raw, list | tuple) and len({np.shape(one) for one in raw if _is_table(one)}) > 1:
            got = (
                tr("Your function returns {count} arrays of different shapes.", count=len(raw))
                if self.returned
                else tr("Your answer holds {count} arrays of different shapes.", count=len(raw))
            )
            return tr("{got} One is asked for, of the shape {shape}.", got=got, shape=self.shape)
        if not isinstance(raw, list | tuple | np.ndarray) or self.shape != (len(self.names),):
            return None
        if np.shape(raw)[:1] != self.shape if isinstance(raw, np.ndarray) else len(raw) != len(self.names):
            return None
        each = zip(self.names, map(_how_many, raw), strict=True)
        many = [(name, size) for name, size in each if size > 1]
        if not many:
            return None
        name, size = many[0]
        if len(many) == len(self.names):
            return tr(
                "Each of {names} holds {size} numbers in your answer. One number is asked for in each place.",
                names=", ".join(self.names),
                size=size,
            )
        return tr("{name} holds {size} numbers. One number is asked for there.", name=name, size=size)

    def _wrong_shape(self, array: np.ndarray, raw: object) -> str:
        count = int(np.prod(self.shape, dtype=int))
        if array.size == count:
            got = (
                tr("What your function returns has the shape {shape};", shape=array.shape)
                if self.returned
                else tr("Your answer has the shape {shape};", shape=array.shape)
            )
            return tr("{got} the shape {asked} is asked for.", got=got, asked=self.shape)
        if (
            array.size == 2 * count
            and not (self.counts or self.returned)
            and np.array_equal(array, np.round(array))
        ):
            if count == 1 and isinstance(raw, list):  # without brackets a comma makes a tuple
                return tr(
                    "Your answer holds {size} numbers; one number is asked for. If it is a decimal number: "
                    "{decimal_comma}",
                    size=array.size,
                    decimal_comma=DECIMAL_COMMA,
                )
            return tr(
                "Your answer holds {size} whole numbers. {decimal_comma}",
                size=array.size,
                decimal_comma=DECIMAL_COMMA,
            )
        if self.returned and count == 1 and _is_with_comma(raw):
            return tr(
                "Your function returns 2 numbers; one number is asked for. If a decimal number stands in it: "
                "{decimal_comma}",
                decimal_comma=DECIMAL_COMMA,
            )
        n = array.size
        got = (
            trn("Your function returns {size} number;", "Your function returns {size} numbers;", n, size=n)
            if self.returned
            else trn("Your answer holds {size} number;", "Your answer holds {size} numbers;", n, size=n)
        )
        if count == 1:
            return tr("{got} one number is asked for.", got=got)
        listed = f" ({', '.join(self.names)})" if self.names else ""
        return tr("{got} {count} are asked for{listed}.", got=got, count=count, listed=listed)


def _is_table(one: object) -> bool:
    return isinstance(one, np.ndarray) and one.ndim > 0


def _is_with_comma(raw: object) -> bool:
    """Whether it may be a decimal comma that made two numbers of one, as in `return 0,5 * x`."""
    return isinstance(raw, tuple) and len(raw) == 2 and type(raw[0]) is int


def _how_many(one: object) -> int:
    try:
        return np.size(one) if isinstance(one, list | tuple | np.ndarray) else 1
    except ValueError:  # rows of different lengths
        return 1


def Number(name: str = tr("Your number"), tolerance: float = BY_HAND) -> Array:
    """One number: an array without axes."""
    return Array(shape=(), names=(name,), tolerance=tolerance)


def is_single(numbers: np.ndarray) -> bool:
    """Whether numbers come from float32: no others fit into it by chance."""
    with np.errstate(over="ignore"):
        return np.array_equal(numbers.astype(np.float32), numbers)
