"""Reading numbers that a learner hands in, in any reasonable form.

Reading is generous in form (list or array, row or column, float32, SymPy number) and strict in substance
(how many numbers, real, finite).  What cannot be read raises `Problem` with a sentence for the learner.
"""

from __future__ import annotations

import itertools
import math
import re
import unicodedata
from collections import deque
from collections.abc import Iterator, ValuesView
from typing import Any

import numpy as np

from handprop.border.foreign import entries
from handprop.language import tr

MOST = 200_000
"""How many numbers an answer may hold."""
READ_ONCE = (Iterator, ValuesView, deque)
"""What holds numbers, and is neither a list nor what NumPy makes an array of."""
_DEEPEST = 30
_LONGEST_LIST = 1000  # characters
_WITH_COMMA = r"[-+]?\d+,\d+(?:[eE][-+]?\d+)?"
_THOUSANDS = r"\s*[-+]?[1-9]\d{0,2}(?:,\d{3})+\.\d+\s*"  # with a point behind them no comma is a decimal one
_ONE_COMMA = r"\s*[-+]?[1-9]\d{0,2},\d{3}\s*"
# As in 1.6 × 10⁻⁵.
_POWER_OF_TEN = re.compile(
    r"(\d+(?:\.\d*)?|\.\d+)\s*(?:[*x×·⋅]|\\times|\\cdot)\s*10\s*(?:\^|\*\*)\s*[({]?([-+]?\d+)[)}]?(?!\w)"
)
_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻"
_CALCULATION = re.compile(r"(?:[\d\s.,()+*/^×·÷-]|e|ln|log|exp|sqrt|np\.|math\.)+")
_SIGN = r"[*/^(×·÷]|[\d)]\s*[-+]"
_FRACTION = r"\s*([-+]?\d+)\s*/\s*(\d+)\s*"
_TENSORS = ("torch", "handprop.little_torch")
_PLAIN = (float, int, np.float64, np.ndarray)


DECIMAL_COMMA = tr("Write the decimal point as a point, not as a comma: 0.5, not 0,5.")
_EITHER_COMMA = tr("{text} can be read in two ways: write the number without a comma.")
_COMPUTED = tr("This is a calculation in quotes: {text}. Leave the quotes off, and Python works it out.")


class Problem(Exception):
    """An answer that cannot be compared; the message is a sentence for the learner.

    `numbers` are what was read, where it is numbers of the wrong shape: some mistakes show in the shape.
    """

    numbers: np.ndarray | None = None


class Unfinished(Problem):
    """The learner has not answered yet."""


def is_empty(raw: object) -> bool:
    """Whether nothing has been answered yet: None or the dots of the stub."""
    return raw is None or raw is Ellipsis


def is_flat(value: object) -> bool:
    """Whether this is a list of floats: what nearly all functions take and give needs no closer look."""
    return type(value) is list and set(map(type, value)) == {float}


def as_numbers(raw: object) -> np.ndarray:
    """Any reasonable form of numbers as a float64 array: nested lists, NumPy of any real dtype, SymPy.

    Raises `Unfinished` for an empty answer, `Problem` with a sentence for what is not numbers.
    """
    if type(raw) is np.ndarray and raw.dtype.kind in "iuf":
        return raw.astype(np.float64)
    if is_empty(raw):
        raise Unfinished
    if callable(raw):
        raise Problem(tr("This is a function; numbers are asked for. Call it, and hand in what it returns."))
    if isinstance(raw, str) and (raw := _from_text(text := raw, several=True)) is None:
        _refuse_calculation(text)
        raise Problem(tr("This is text; numbers are asked for. Type digits, without quotes."))
    if isinstance(raw, dict | set):
        raise Problem(
            tr(
                "This is a {name}; a list of numbers in the order asked for is needed.",
                name=type(raw).__name__,
            )
        )
    used_up = isinstance(raw, Iterator)
    array = _array(settled(raw))
    if used_up and not array.size:
        raise Problem(
            tr(
                "This is a {name} that gives nothing, or has been read to its end before. Make a list of it: "
                "list(...).",
                name=type(raw).__name__,
            )
        )
    if array.dtype.kind == "b":
        raise Problem(tr("This is True or False; numbers are asked for."))
    if array.dtype.kind in "iuf":
        return array.astype(np.float64)
    return _from_objects(array)


def settled(raw: Any, depth: int = 0) -> Any:
    """An answer in which what is read only once (map, generators, zip) has become a list.

    Lists and tuples are gone through, and so are tensors and matrices of SymPy; the rest stays as it is.
    Raises what reading it raises, and `Problem` where there is no end.
    """
    if depth > _DEEPEST:
        raise Problem(tr("Your answer holds lists inside lists inside lists, far deeper than is asked for."))
    if type(raw) in _PLAIN or is_flat(raw):  # nearly all there ever is
        return raw
    raw = entries(raw)
    if type(raw).__module__.startswith(_TENSORS):
        raw = raw.detach().numpy()  # a tensor that remembers how it was made is no array
    elif isinstance(raw, READ_ONCE):
        raw = _list(iter(raw))
    if not isinstance(raw, list | tuple):
        return raw
    items = [settled(item, depth + 1) for item in raw]
    if all(new is old for new, old in zip(items, raw, strict=True)):
        return raw
    return tuple(items) if isinstance(raw, tuple) else items


def _list(items: Iterator[Any]) -> list[Any]:
    found = list(itertools.islice(items, MOST + 1))
    if len(found) > MOST:
        raise Problem(tr("Your answer goes on without an end, or holds far more than is asked for."))
    return found


def _array(raw: Any) -> np.ndarray:
    try:
        return np.asarray(raw)
    except ValueError:
        pass
    try:  # numbers, and lists of one number beside them
        return np.array([np.asarray(item).item() for item in raw])
    except (TypeError, ValueError):
        raise Problem(tr("The rows of your answer have different lengths; make them equally long.")) from None


def _from_objects(array: np.ndarray) -> np.ndarray:
    if any(is_empty(item) for item in array.ravel()):
        raise Unfinished
    return np.array([_real(item) for item in array.ravel()], dtype=np.float64).reshape(array.shape)


def _from_text(text: str, several: bool = False) -> Any:
    """The number in a text, or with `several` a list of those in it; None where there is anything else."""
    text = _lowered(text)
    if len(text) <= _LONGEST_LIST:
        text = _POWER_OF_TEN.sub(r"\1e\2", text)
    if re.fullmatch(_THOUSANDS, text):
        text = text.replace(",", "")
    if re.fullmatch(_ONE_COMMA, text):
        raise Problem(_EITHER_COMMA.format(text=text.strip()))
    if re.fullmatch(rf"\s*{_WITH_COMMA}\s*", text):
        raise Problem(DECIMAL_COMMA)
    if fraction := re.fullmatch(_FRACTION, text):
        above, below = map(float, fraction.groups())
        return above / below if below else None
    try:
        return float(text)
    except ValueError:
        return _listed(text) if several else None


def _lowered(text: str) -> str:
    """The text with exponents behind a sign, and plain signs for the minus of the course and dashes."""
    raised = re.sub(f"[{_RAISED}]+", lambda found: f"^{unicodedata.normalize('NFKC', found[0])}", text)
    return re.sub("[−–]", "-", raised)


def _refuse_calculation(text: str) -> None:
    """Raise `Problem` for a text that Python would work out, if it stood without its quotes."""
    if len(text) > _LONGEST_LIST:
        return
    plain = _lowered(text)
    if re.search(r"\d", plain) and re.search(_SIGN, plain) and _CALCULATION.fullmatch(plain):
        raise Problem(_COMPUTED.format(text=text.strip()[:60]))


def _listed(text: str) -> list[float] | None:
    """The numbers of a list in a text, as in "3, 1.4"; None where there is anything else."""
    if len(text) > _LONGEST_LIST:
        return None
    inside = text.strip(" \n\t[]();,")
    in_brackets = text.lstrip()[:1] in ("[", "(") and ";" not in text
    apart = re.split(r"[,;]?\s+|;", inside)
    if not in_brackets and any(re.fullmatch(_WITH_COMMA, part) for part in apart):
        raise Problem(DECIMAL_COMMA)  # or two numbers: nobody knows
    numbers = [_from_text(part) for part in re.split(r"\s*[,;]\s*|\s+", inside)]
    return None if None in numbers else numbers


def _real(item: Any) -> float:
    try:
        if isinstance(item, str):
            return float(item if (number := _from_text(item)) is None else number)
        if isinstance(item, complex) and not item.imag:
            return item.real
        if not isinstance(item, complex):
            return float(item)
    except OverflowError:
        return math.inf  # an integer beyond every float; its sign does not matter
    except (TypeError, ValueError):
        pass
    if isinstance(item, str):
        _refuse_calculation(item)
    shown = str(item)[:60]
    if re.fullmatch(r"<.* at 0x\w+>", str(item)):  # the address of an object tells nobody anything
        shown = f"{type(item).__name__}(...)"
    raise Problem(tr("Your answer holds something that is not a real number: {item}.", item=shown))


def fits_shape(got: tuple[int, ...], asked: tuple[int, ...], strict: bool) -> bool:
    """Whether an array may be taken for one of the shape that is asked for.

    A row may stand for a column, unless `strict`; a table where a row is asked for, or the other way round,
    may not: the order of its entries would be a guess.
    """
    if got == asked or strict or math.prod(got) != math.prod(asked):
        return got == asked
    return all(len([axis for axis in shape if axis != 1]) <= 1 for shape in (got, asked))
