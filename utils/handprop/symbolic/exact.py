"""Exact numbers that are no fractions, such as sigmoid(4/5): known by how they are made, worked out once.

SymPy works out a nested number from its innermost part each time that it is asked, and asks often: for a
sign, for four digits, for four more.  In a deep network each layer would multiply that work.  `Exact` is one
number that hides its parts, so that the numbers of a layer are worked out once and then used by the next.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar
from weakref import WeakValueDictionary

from sympy import AtomicExpr, Expr, Float, Function, Rational, S, Symbol, preorder_traversal
from sympy.printing.latex import LatexPrinter
from sympy.printing.precedence import precedence
from sympy.printing.str import StrPrinter

_MOST_DIGITS = 1000  # a number without a digit among so many decimals is 0: float64 ends after 324
_LONGEST = 300  # parts; a longer number is printed in decimals
_BITS, _BITS_PER_LEVEL = 256, 48
_DIGITS_PER_BIT = 0.30103


class Exact(AtomicExpr):
    """A real number, exact through its `definition`: an expression in fractions and other numbers."""

    is_number = True
    is_commutative = True
    is_real = True
    is_zero = False  # `exact` makes no other
    __slots__ = ("__weakref__", "_known", "definition", "depth", "size")
    _all: ClassVar[WeakValueDictionary[Expr, Exact]] = WeakValueDictionary()

    definition: Expr
    size: int  # parts of its definition, written out in fractions
    depth: int  # levels of numbers below it
    _known: dict[int, Float]

    def __new__(cls, definition: Expr) -> Exact:
        """The one number of this definition."""
        if (known := cls._all.get(definition)) is not None:
            return known
        made: Exact = AtomicExpr.__new__(cls)
        made.definition, made._known = definition, {}
        parts = list(preorder_traversal(definition))
        made.size = sum(getattr(part, "size", 1) for part in parts)
        made.depth = 1 + max(getattr(part, "depth", 0) for part in parts)
        return cls._all.setdefault(definition, made)

    def __getnewargs__(self) -> tuple[Expr]:
        return (self.definition,)

    def _hashable_content(self) -> tuple[Expr]:
        return (self.definition,)

    @property
    def precedence(self) -> int:
        """How tightly it binds in print: like its definition."""
        return precedence(self.definition)

    def _eval_evalf(self, prec: int) -> Float:
        # What is made from others asks them for a few bits more: deep numbers know fewer, so that one round
        # of all numbers is enough for any question up to its precision.
        spare = _BITS_PER_LEVEL * self.depth
        bits = -(-(prec + spare) // _BITS) * _BITS
        if bits not in self._known:
            digits = int((bits - spare) * _DIGITS_PER_BIT) + 1
            self._known[bits] = self.definition.evalf(digits, maxn=_MOST_DIGITS)
        return self._known[bits]

    def _sympystr(self, printer: StrPrinter) -> str:
        return f"{self.evalf(15)}..." if self.size > _LONGEST else printer._print(self.definition)

    def _latex(self, printer: LatexPrinter) -> str:
        return rf"{self.evalf(15)}\ldots" if self.size > _LONGEST else printer._print(self.definition)


def exact(number: Expr) -> Expr:
    """The number as a fraction if it is one, else as `Exact`, with a fraction before it where there is one.

    `number` holds no symbols and no floats.
    """
    factor, rest = number.as_coeff_Mul()
    if number.is_Rational or isinstance(rest, Exact):
        return number
    return factor * Exact(rest) if has_digits(rest) else S.Zero


def has_digits(number: Expr, most: int = _MOST_DIGITS) -> bool:
    """Whether a number without symbols differs from 0 in one of its first decimals, `most` of them."""
    if number.is_Rational:
        return number != 0
    # SymPy marks a result in which nothing is left but rounding with a precision of 1 bit.
    return number.evalf(3, maxn=most)._prec > 1


def put_in(expr: Expr, numbers: Mapping[Symbol, Expr]) -> Expr:
    """An expression with numbers for its symbols, and each function in it, innermost first, as `Exact`."""
    return expr.xreplace(numbers).replace(lambda part: isinstance(part, Function), exact)


def written_out(number: Expr) -> Expr:
    """The number as its definition, for readers: an ordinary SymPy expression at its outermost level."""
    factor, rest = number.as_coeff_Mul()
    return factor * rest.definition if isinstance(rest, Exact) else number


def is_exact(number: object) -> bool:
    """Whether a SymPy object is a real number without any float in it."""
    if isinstance(number, Rational):
        return True
    return isinstance(number, Expr) and bool(number.is_number and number.is_real) and not number.has(Float)
