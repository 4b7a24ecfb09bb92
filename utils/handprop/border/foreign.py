"""Objects of other libraries as plain data: what a check needs of them, and nothing that could run.

The notebook and the grader read a SymPy answer through the same `Expression`, so their verdicts agree.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from handprop.language import tr

LONGEST = 20_000  # characters of an expression


@dataclass(frozen=True)
class Foreign:
    """Any object, by the name of its type, its text and the number that it stands for, if there is one."""

    kind: str
    text: str
    value: float | None = None

    def __float__(self) -> float:
        if self.value is None:
            raise TypeError(tr("This {kind} is not a number.", kind=self.kind))
        return self.value

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Expression(Foreign):
    """A SymPy expression: `text` with placeholders, `names` the symbols that they stand for."""

    names: tuple[tuple[str, str], ...] = ()
    expression: bool = True  # False for an equation, a matrix and whatever else SymPy has

    def __str__(self) -> str:
        shown = dict(self.names)
        return re.sub(r"s\d+_", lambda found: shown.get(found.group(), found.group()), self.text)


def is_sympy(raw: Any) -> bool:
    """Whether an object is of SymPy, without importing SymPy."""
    return type(raw).__module__.partition(".")[0] == "sympy"


def entries(raw: Any) -> object:
    """The entries of a matrix or an array of SymPy as nested lists; any other object as it is."""
    if not is_sympy(raw) or not hasattr(raw, "tolist"):
        return raw
    return raw.tolist() if raw.shape else raw[()]


def from_sympy(raw: Any) -> Expression:
    """A SymPy object as plain data."""
    import sympy

    if not isinstance(raw, sympy.Expr):
        return Expression(type(raw).__name__, str(raw)[:LONGEST], expression=False)
    symbols = sorted(raw.free_symbols, key=str)
    # A symbol may be called `lambda` or `w^1`, which no Python expression could hold.
    names = {symbol: f"s{k}_" for k, symbol in enumerate(symbols)}
    text = str(raw.xreplace({symbol: sympy.Symbol(name) for symbol, name in names.items()}))
    shown = tuple((name, str(symbol)) for symbol, name in names.items())
    return Expression(type(raw).__name__, text[: LONGEST + 1], _number(raw), shown)


def _number(raw: Any) -> float | None:
    try:
        return float(raw)
    except (TypeError, ValueError, OverflowError):
        return None
