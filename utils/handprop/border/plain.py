"""Values as plain data, for the border between the learner's code and the course's checks.

Only what this module names can cross: None, dots, booleans, numbers, text, lists, arrays of numbers, the text
of a formula, and handles for functions, which stay on their side and are called by number.  Reading builds no
object of the sender's choosing, so that nothing that a learner writes runs where answers are judged.
"""

from __future__ import annotations

import base64
import math
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np

from handprop.border.channel import Broken
from handprop.border.foreign import Expression, Foreign, entries, from_sympy, is_sympy
from handprop.border.read_numbers import READ_ONCE, Problem, is_flat, settled
from handprop.language import tr

_MOST_ITEMS = 200_000
_DEEPEST = 30
_LONGEST_TEXT = 10_000
_LARGEST_ARRAY = 2 * 2**20  # bytes
_MOST_BITS = 2_000  # of an integer: far beyond the largest float
_NUMBERS = "biufc"
_DTYPES = ("|b1", "|i1", "|u1", *(f"<{kind}{size}" for kind in "iu" for size in (2, 4, 8)))
_DTYPES += ("<f2", "<f4", "<f8", "<c8", "<c16")
_OF_PYTHON = (float, int, bool, type(None))

Function = Callable[..., Any]


class TooMuch(Exception):
    """A value that is too large or too deep to be an answer; the message is a sentence."""


def encode(value: Any, keep: Callable[[Function], int]) -> Any:
    """A value as plain JSON; `keep` stores a function and gives its handle.  Raises `TooMuch`."""
    return _Encoder(keep).encode(value, 0)


def is_plain(value: Any) -> bool:
    """Whether `encode` runs no code of the learner's: numbers and arrays of numbers, and lists of them."""
    if type(value) in (list, tuple):
        return is_flat(value) or all(map(is_plain, value))
    return type(value) in _OF_PYTHON or (type(value) is np.ndarray and value.dtype.kind in _NUMBERS)


def _too_much() -> TooMuch:
    return TooMuch(tr("Your answer holds far more than is asked for."))


class _Encoder:
    def __init__(self, keep: Callable[[Function], int]):
        self._keep = keep
        self._items = 0

    def encode(self, value: Any, depth: int) -> Any:
        self._items += 1
        if self._items > _MOST_ITEMS or depth > _DEEPEST:
            raise _too_much()
        if value is None or isinstance(value, bool):
            return value
        if value is Ellipsis:
            return {"is": "dots"}
        if isinstance(value, str):
            return str.__str__(value)[:_LONGEST_TEXT]
        if isinstance(value, np.ndarray):
            return self._array(np.asarray(value), depth)
        if isinstance(value, np.generic):
            return self._array(np.asarray(value), depth) if value.dtype.kind == "c" else self._scalar(value)
        if isinstance(value, int):
            return self._integer(value)
        if isinstance(value, float):
            return float.__add__(value, 0.0)
        if isinstance(value, complex):
            return {"is": "complex", "value": [value.real, value.imag]}
        return self._compound(value, depth)

    def _compound(self, value: Any, depth: int) -> Any:
        if type(value) in (list, tuple) and self._items + len(value) > _MOST_ITEMS:
            raise _too_much()  # before any of it is looked at: where Python is slow, that takes long
        if is_flat(value):
            self._items += len(value)
            return [one + 0.0 for one in value]
        if isinstance(value, READ_ONCE):
            return self._read_once(value, depth)
        if isinstance(value, list | tuple):
            items = [self.encode(item, depth + 1) for item in value]
            return items if isinstance(value, list) else {"is": "tuple", "value": items}
        if isinstance(value, dict | set | frozenset):
            return {"is": "dict" if isinstance(value, dict) else "set"}
        if is_sympy(value):
            return self._sympy(value, depth)
        if callable(value):
            return {"is": "function", "handle": self._keep(value)}
        return self._other(value, depth)

    def _read_once(self, value: Any, depth: int) -> Any:
        try:
            return self.encode(settled(value), depth)
        except Problem as problem:
            raise TooMuch(str(problem)) from None

    def _scalar(self, value: np.generic) -> Any:
        if isinstance(value, np.floating):
            return float(value)
        item = value.item()
        return self._other(item, 0) if isinstance(item, np.generic) else self.encode(item, _DEEPEST)

    @staticmethod
    def _integer(value: int) -> Any:
        if int.bit_length(value) > _MOST_BITS:
            return _foreign("int", f"a number of {int.bit_length(value)} bits", None)
        return int.__add__(value, 0)

    def _array(self, array: np.ndarray, depth: int) -> Any:
        if array.nbytes > _LARGEST_ARRAY:
            raise TooMuch(tr("Your answer holds far more numbers than are asked for."))
        if array.dtype.kind not in _NUMBERS:
            return self.encode(array.tolist(), depth + 1)
        array = array.astype(_portable(array.dtype), copy=False)
        data = base64.b64encode(array.tobytes()).decode("ascii")
        return {"is": "array", "dtype": array.dtype.str, "shape": list(array.shape), "value": data}

    def _sympy(self, value: Any, depth: int) -> Any:
        if (inside := entries(value)) is not value:  # answers are read from what a matrix holds
            return self.encode(inside, depth + 1)
        given = from_sympy(value)
        return {
            "is": "expression",
            "type": given.kind,
            "text": given.text,
            "value": given.value,
            "names": [list(pair) for pair in given.names],
            "expression": given.expression,
        }

    def _other(self, value: Any, depth: int) -> Any:
        """What NumPy can make numbers of (a range, a series of pandas, a tensor), else its text."""
        try:
            array = np.asarray(settled(value))
        except Exception:
            array = np.asarray(None)
        if array.dtype.kind in _NUMBERS or array.ndim:
            return self._array(array, depth)
        try:
            number = float(value)
        except Exception:
            number = None
        return _foreign(type(value).__name__, str(value), number)


def _foreign(kind: str, text: str, value: float | None) -> dict[str, Any]:
    return {"is": "other", "type": kind[:60], "text": text[:200], "value": value}


@cache
def _portable(dtype: np.dtype) -> np.dtype:
    """The type in little-endian order; longer floats than every platform has become doubles."""
    if dtype.kind in "fc" and dtype.itemsize > (8 if dtype.kind == "f" else 16):
        dtype = np.dtype("f8" if dtype.kind == "f" else "c16")
    return dtype.newbyteorder("<")


def decode(message: Any, call: Callable[[int], Function]) -> Any:
    """The value in a message; `call` makes a function from a handle.  Raises `Broken` if it is none."""
    try:
        return _decode(message, call, 0)
    except (AttributeError, KeyError, OverflowError, TypeError, ValueError):
        raise Broken from None


def _decode(message: Any, call: Callable[[int], Function], depth: int) -> Any:
    if depth > _DEEPEST + 5:
        raise ValueError
    if message is None or isinstance(message, bool | int | float):
        return message
    if isinstance(message, str):
        return clean(message)
    if isinstance(message, list):
        return message if is_flat(message) else [_decode(item, call, depth + 1) for item in message]
    match message["is"]:
        case "dots":
            return Ellipsis
        case "tuple":
            return tuple(_decode(item, call, depth + 1) for item in message["value"])
        case "dict":
            return {}
        case "set":
            return set()
        case "complex":
            real, imaginary = message["value"]
            return complex(float(real), float(imaginary))
        case "array":
            return _read_array(message)
        case "function":
            return call(int(message["handle"]))
        case "expression":
            return _read_expression(message)
        case "other":
            return Foreign(clean(message["type"])[:60], clean(message["text"])[:200], _read_number(message))
    raise ValueError


def clean(text: str) -> str:
    """Text without the halves of characters that no file and no database can hold."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _read_array(message: dict[str, Any]) -> np.ndarray:
    if (named := message["dtype"]) not in _DTYPES:
        raise ValueError
    dtype = np.dtype(named)
    shape = tuple(int(length) for length in message["shape"])
    if len(shape) > 16 or any(length < 0 for length in shape):
        raise ValueError
    data = base64.b64decode(message["value"], validate=True)
    if len(data) != math.prod(shape) * dtype.itemsize:
        raise ValueError
    return np.frombuffer(data, dtype).reshape(shape).astype(dtype.newbyteorder("="))


def _read_expression(message: dict[str, Any]) -> Expression:
    return Expression(
        clean(message["type"])[:60],
        clean(message["text"]),
        _read_number(message),
        tuple((clean(placeholder), clean(name)) for placeholder, name in message["names"]),
        message["expression"] is True,
    )


def _read_number(message: dict[str, Any]) -> float | None:
    return None if message["value"] is None else float(message["value"])
