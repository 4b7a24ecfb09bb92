"""What lives longer than one call of a learner's function: globals, defaults, attributes."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from types import CodeType, FunctionType, MethodType, ModuleType
from typing import Any

import numpy as np

_PLAIN = (list, dict, set, int, float, str, type(None))
_LARGEST = 10**6  # numbers of an array: of a larger one, such as somebody's data, no copy is kept


def kept(function: Callable[..., Any]) -> dict[str, object]:
    """Each of these by its name, with how it looks now; those of functions that it calls are among them."""
    found: dict[str, object] = {}
    seen, to_do = set(), [function]
    while to_do:
        one: Any = to_do.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        for name, value in _listed(one):
            if isinstance(value, FunctionType):
                to_do.append(value)
            elif not isinstance(value, ModuleType) and not callable(value):
                found[name] = _look(value)
    return found


def names_in(code: Any) -> Iterator[str]:
    """The names of what a function asks for, and of functions inside it."""
    if isinstance(code, CodeType):
        yield from reversed(code.co_names)  # in np.random.normal what draws comes last
        for inner in code.co_consts:
            yield from names_in(inner)


def _listed(function: Any) -> list[tuple[str, Any]]:
    try:
        return list(_outside(function))
    except Exception:  # an object of the learner's may answer anything with an error
        return []


def _outside(function: Any) -> Iterator[tuple[str, Any]]:
    """What a function, or an object that can be called, finds there when it is called, with names."""
    if isinstance(function, MethodType):
        yield from _outside(function.__func__)
        function = function.__self__
    for name, value in list(getattr(function, "__dict__", {}).items()):
        if not name.startswith("_"):  # what a library keeps for itself
            yield f"{getattr(function, '__name__', 'self')}.{name}", value
    if not isinstance(function, FunctionType):
        yield "", vars(type(function)).get("__call__")
        return
    code = function.__code__
    there = function.__globals__
    yield from ((name, there[name]) for name in names_in(code) if name in there)
    for name, cell in zip(code.co_freevars, function.__closure__ or (), strict=True):
        if cell != type(cell)():  # an empty one
            yield name, cell.cell_contents
    defaults = function.__defaults__ or ()
    yield from zip(
        code.co_varnames[code.co_argcount - len(defaults) : code.co_argcount], defaults, strict=True
    )
    yield from (function.__kwdefaults__ or {}).items()


def _look(value: Any) -> object:
    """Something that is another one when the value has changed."""
    if isinstance(value, np.ndarray):
        return (value.shape, value.tobytes()) if value.size <= _LARGEST else id(value)
    try:
        if isinstance(value, _PLAIN):
            return repr(value)
        return repr(vars(value)) if _is_own(type(value)) else None
    except Exception:  # it may be the learner's own __repr__
        return None


def _is_own(kind: type) -> bool:
    """Whether a class is the learner's: what is inside an object of a library may take seconds to look at."""
    return kind.__module__ in ("__main__", "builtins") or kind.__module__ not in sys.modules
