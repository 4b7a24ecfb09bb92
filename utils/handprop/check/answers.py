"""Kinds of answer: how what a learner hands in is read, and when two values count as the same.

Reading is generous in form (list or array, row or column, float32, SymPy number) and strict in substance
(how many numbers, real, finite).  What cannot be read raises `Problem` with a sentence for the learner.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np

from handprop.check.foreign import is_sympy

# Typed by hand, "four significant digits" leaves half a unit in the fourth place.
BY_HAND = 5e-4
# Computed, in float32 at worst and with sums in another order.
COMPUTED = 1e-5


class Problem(Exception):
    """An answer that cannot be compared; the message is a sentence for the learner.

    `numbers` are what was read, where it is numbers of the wrong shape: some mistakes show in the shape.
    """

    numbers: np.ndarray | None = None


class Unfinished(Problem):
    """The learner has not answered yet."""


@dataclass(frozen=True)
class Array:
    """Numbers in a fixed order or shape.

    Parameters
    ----------
    shape : the shape of the right answer; ``()`` for one number.
    names : a name for each entry, in reading order, for feedback ("look at w3 again").
    tolerance : largest relative difference that still counts as equal.
    strict_shape : False accepts rows for columns and the other way round, as long as the count is right.
    groups : parts of the answer that belong together, such as ``{"the output layer": (4, 5)}``.
    """

    shape: tuple[int, ...]
    names: tuple[str, ...] = ()
    tolerance: float = COMPUTED
    strict_shape: bool = False
    groups: tuple[tuple[str, tuple[int, ...]], ...] = ()

    def read(self, raw: object) -> np.ndarray:
        """The answer as a float64 array of `shape`; raises `Problem` or `Unfinished`."""
        array = as_numbers(raw)
        if array.shape != self.shape:
            if (
                self.strict_shape
                or array.size != np.prod(self.shape, dtype=int)
                or _really_2d(array, self.shape)
            ):
                problem = Problem(self._wrong_shape(array))
                problem.numbers = array
                raise problem
            array = array.reshape(self.shape)
        if not np.isfinite(array).all():
            k = int(np.flatnonzero(~np.isfinite(array.ravel()))[0])
            raise Problem(
                f"{self.entry(k)} is {array.ravel()[k]}, which is not a finite number. "
                "Look for a division by zero or a value that was never set."
            )
        return array

    def same(self, ours: np.ndarray, theirs: np.ndarray) -> np.ndarray:
        """Which entries agree, as an array of bool with the shape of the answer.

        The difference is measured against the entry itself, plus a tenth of that for the largest entry:
        an entry that is zero (a closed gate) or small by cancellation carries the rounding of the large ones.
        """
        # A mistake may divide by zero; what is infinite must not make room for every number.
        scale = np.where(np.isfinite(ours), np.abs(ours), 0.0)
        allowed = self.tolerance * (scale + 0.1 * scale.max(initial=0.0))
        return np.abs(theirs - ours) <= allowed

    def entry(self, k: int) -> str:
        """The name of entry number `k` in reading order."""
        if self.names:
            return self.names[k]
        if not self.shape:
            return "Your number"
        return f"Entry {[int(i) for i in np.unravel_index(k, self.shape)]}"

    def _wrong_shape(self, array: np.ndarray) -> str:
        count = int(np.prod(self.shape, dtype=int))
        if array.size == count:
            return f"Your answer has the shape {array.shape}; the shape {self.shape} is asked for."
        got = f"Your answer holds {array.size} number{'s' * (array.size != 1)};"
        if count == 1:
            return f"{got} one number is asked for."
        listed = f" ({', '.join(self.names)})" if self.names else ""
        return f"{got} {count} are asked for{listed}."


def Number(name: str = "Your number", tolerance: float = BY_HAND) -> Array:
    """One number: an array without axes."""
    return Array(shape=(), names=(name,), tolerance=tolerance)


@dataclass(frozen=True)
class Choice:
    """One of several options, if asked for with a reason: `"b"`, or `"b2"` for option b because of reason 2.

    Parameters
    ----------
    options : label -> text; the labels are small letters.
    right : the label of the right option.
    replies : label of a wrong option -> the question or remark that leads on.
    reasons : number, as text -> text; empty if no reason is asked for.
    right_reason : the number of the right reason.
    mistakes : label of a wrong option -> id of the mistake in the bank that it shows.
    """

    options: dict[str, str]
    right: str
    replies: dict[str, str]
    reasons: dict[str, str] = field(default_factory=dict)
    right_reason: str = ""
    mistakes: dict[str, str] = field(default_factory=dict)

    @property
    def whole(self) -> str:
        """The right answer as it is typed."""
        return self.right + self.right_reason

    def read(self, raw: object) -> str:
        """Letter and number, in any case, with or without brackets; raises `Problem` or `Unfinished`."""
        if is_empty(raw) or (isinstance(raw, str) and not raw.strip()):
            raise Unfinished
        if isinstance(raw, tuple | list):
            raw = "".join(str(part) for part in raw)
        form = (
            'a letter and a number in quotes, such as "a1"'
            if self.reasons
            else 'one letter in quotes, such as "a"'
        )
        if not isinstance(raw, str):
            raise Problem(f"Answer with {form}.")
        label = "".join(sign for sign in raw.lower() if sign.isalnum())
        if label[:1] not in self.options or len(label) > 1 + bool(self.reasons):
            raise Problem(
                f"There is no option {raw.strip()[:60]!r}; answer with {form}, from {self._range()}."
            )
        if self.reasons and label[1:] not in self.reasons:
            raise Problem(f"The reason is missing: answer with {form}, from {self._range()}.")
        return label

    def _range(self) -> str:
        letters = ", ".join(self.options)
        return f"{letters} and {', '.join(self.reasons)}" if self.reasons else letters


@dataclass(frozen=True)
class Prediction:
    """What the learner expects before the reveal: kept, shown beside the outcome, neither right nor wrong.

    Parameters
    ----------
    outcome : what really happens, as a sentence or a number.
    remark : what to notice when the two differ.
    """

    outcome: object
    remark: str = ""

    def read(self, raw: object) -> str:
        """The prediction as text; raises `Unfinished`."""
        if is_empty(raw) or not str(raw).strip():
            raise Unfinished
        return f"{raw:.4g}" if isinstance(raw, float) else str(raw).strip()[:200]


@dataclass(frozen=True)
class Text:
    """A short free text, graded by hand.

    Parameters
    ----------
    model : an answer that deserves full points, for the solution.
    """

    model: str


@dataclass(frozen=True)
class Function:
    """A Python function of the learner's, called with the arguments of each case.

    Parameters
    ----------
    name : the name that the learner's function has.
    returns : the kind of what it returns.
    """

    name: str
    returns: Array


def is_empty(raw: object) -> bool:
    """Whether nothing has been answered yet: None or the dots of the stub."""
    return raw is None or raw is Ellipsis


def as_numbers(raw: object) -> np.ndarray:
    """Any reasonable form of numbers as a float64 array: nested lists, NumPy of any real dtype, SymPy.

    Raises `Unfinished` for an empty answer, `Problem` with a sentence for what is not numbers.
    """
    if is_empty(raw):
        raise Unfinished
    if callable(raw):
        raise Problem("This is a function; numbers are asked for. Call it, and hand in what it returns.")
    if isinstance(raw, str) and (raw := _from_text(raw)) is None:
        raise Problem("This is text; numbers are asked for. Leave the quotes away.")
    if isinstance(raw, dict | set):
        raise Problem(f"This is a {type(raw).__name__}; a list of numbers in the order asked for is needed.")
    if is_sympy(raw) and hasattr(raw, "tolist"):
        raw = raw.tolist()  # a SymPy matrix
    try:
        array = np.asarray(raw)
    except ValueError:
        raise Problem("The rows of your answer have different lengths; make them equally long.") from None
    if array.dtype.kind == "b":
        raise Problem("This is True or False; numbers are asked for.")
    if array.dtype.kind in "iuf":
        return array.astype(np.float64)
    return _from_objects(array)


def _from_objects(array: np.ndarray) -> np.ndarray:
    if any(is_empty(item) for item in array.ravel()):
        raise Unfinished
    return np.array([_real(item) for item in array.ravel()], dtype=np.float64).reshape(array.shape)


def _from_text(text: str) -> float | None:
    try:
        return float(text.replace("−", "-"))  # the minus that the course prints
    except ValueError:
        return None


def _real(item: object) -> float:
    try:
        if isinstance(item, str):
            item = item.replace("−", "-")
        if isinstance(item, complex) and not item.imag:
            return item.real
        if not isinstance(item, complex):
            return float(item)
    except OverflowError:
        return math.inf  # an integer beyond every float; its sign does not matter
    except (TypeError, ValueError):
        pass
    raise Problem(f"Your answer holds something that is not a real number: {str(item)[:60]}.")


def _really_2d(array: np.ndarray, shape: tuple[int, ...]) -> bool:
    """A table where a row is asked for, or the other way round: the order of its entries would be a guess."""
    thick = [axis for axis in array.shape if axis != 1]
    return len(thick) > 1 or len([axis for axis in shape if axis != 1]) > 1
