"""Evaluating the text of a SymPy expression in plain floats; SymPy itself is not asked.

An expression of a learner may be made to cost hours in SymPy (a power of powers).  Here a text is read as a
syntax tree, of which a short list of nodes and functions is let through, and each node costs one operation.
"""

from __future__ import annotations

import ast
import math
import operator
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from handprop.border.read_numbers import Problem
from handprop.language import tr

_MOST_NODES = 4_000
_DEEPEST = 450
_LARGEST_NUMBER = 1e12

_OPERATORS = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: math.pow,
}
_COMPARISONS = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}
_CONSTANTS = {"pi": math.pi, "E": math.e}


def _heaviside(z: float, at_zero: float = 0.5) -> float:
    return at_zero if z == 0 else float(z > 0)


def _piecewise(*pieces: tuple[float, bool]) -> float:
    return next((value for value, holds in pieces if holds), math.nan)


_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "Abs": abs,
    "Heaviside": _heaviside,
    "Max": max,
    "Min": min,
    "Piecewise": _piecewise,
    "cos": math.cos,
    "cosh": math.cosh,
    "exp": math.exp,
    "log": math.log,
    "sech": lambda z: 1 / math.cosh(z),
    "sign": lambda z: float((z > 0) - (z < 0)),
    "sin": math.sin,
    "sinh": math.sinh,
    "sqrt": math.sqrt,
    "tanh": math.tanh,
}


def sympy_tree(text: str, names: Collection[str]) -> ast.expr:
    """The syntax tree of an expression as SymPy prints it, in symbols of these names; raises `Problem`."""
    try:
        tree = ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        raise Problem(tr("This expression cannot be read. Hand it in as text in quotes instead.")) from None
    if sum(1 for _ in ast.walk(tree)) > _MOST_NODES:
        raise Problem(tr("This expression is far longer than it needs to be."))
    _refuse_strangers(tree, names, 0)
    return tree


def evaluate_sympy(tree: ast.expr, numbers: Mapping[str, float]) -> float:
    """The value of the tree with these numbers for its symbols; raises `Problem`."""
    try:
        return float(_value(tree, numbers))
    except (ArithmeticError, ValueError, TypeError):
        raise Problem(tr("This expression has no real value for some numbers.")) from None


def _refuse_strangers(node: ast.AST, names: Collection[str], depth: int) -> None:
    if depth > _DEEPEST:
        raise Problem(tr("The expression has too many brackets inside brackets. Write it more simply."))
    for part in _parts(node, names):
        _refuse_strangers(part, names, depth + 1)


def _parts(node: ast.AST, names: Collection[str]) -> Sequence[ast.AST]:
    match node:
        case ast.BinOp(left, op, right) if type(op) in _OPERATORS:
            return [left, right]
        case ast.UnaryOp(ast.USub() | ast.UAdd(), operand):
            return [operand]
        case ast.Compare(left, [op], [right]) if type(op) in _COMPARISONS:
            return [left, right]
        case ast.Call(ast.Name(name), arguments, []) if name in _FUNCTIONS:
            return arguments
        case ast.Tuple([value, condition]):
            return [value, condition]
        case ast.Name(name) if name in names or name in _CONSTANTS:
            return []
        case ast.Constant(bool()):
            return []
        case ast.Constant(int() | float() as value) if abs(value) <= _LARGEST_NUMBER:
            return []
        case ast.Constant():
            raise Problem(tr("A number in the expression is too large to be meant."))
    raise Problem(
        tr(
            "This expression holds something that cannot be compared. Only sums, products, powers and "
            "{functions} may stand in it.",
            functions=", ".join(_FUNCTIONS),
        )
    )


def _value(node: ast.AST, numbers: Mapping[str, float]) -> Any:
    match node:
        case ast.BinOp(left, op, right):
            return float(_OPERATORS[type(op)](_value(left, numbers), _value(right, numbers)))
        case ast.UnaryOp(op, operand):
            value = _value(operand, numbers)
            return -value if isinstance(op, ast.USub) else value
        case ast.Compare(left, [op], [right]):
            return _COMPARISONS[type(op)](_value(left, numbers), _value(right, numbers))
        case ast.Call(ast.Name(name), arguments):
            return _FUNCTIONS[name](*(_value(argument, numbers) for argument in arguments))
        case ast.Tuple([value, condition]):
            return _value(value, numbers), _value(condition, numbers)
        case ast.Name(name):
            return numbers[name] if name in numbers else _CONSTANTS[name]
    return node.value  # type: ignore[attr-defined]
