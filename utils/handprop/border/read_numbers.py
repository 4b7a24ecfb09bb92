"""Reading numbers that a learner hands in, in any reasonable form.

Reading is generous in form (list or array, row or column, float32, SymPy number) and strict in substance
(how many numbers, real, finite).  What cannot be read raises `Problem` with a sentence for the learner.
"""

from __future__ import annotations

import math

import numpy as np

from handprop.border.foreign import is_sympy


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
