"""SymPy objects for formulas as people write them on paper, and how they print.

SymPy sorts the factors of a product and multiplies numbers as soon as it sees them.  `Times` and `Plus`
keep factors and terms as written until ``doit()``; `Partial` is a partial derivative that has only been
named.

>>> from sympy import Rational, Symbol, latex
>>> Times(Symbol("delta"), Symbol("w5"), Symbol("x1"))
delta * w5 * x1
>>> latex(Partial(Symbol("L"), Symbol("w1")))
'\\\\frac{\\\\partial L}{\\\\partial w_{1}}'
>>> as_text(Times(Rational(-7963, 10000), Rational(11, 100)), decimals=True)
'-0.7963 * 0.11'
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from decimal import Context, Decimal, Inexact
from functools import lru_cache
from typing import Self

from sympy import Add, Basic, Expr, Mul, Rational, S, Symbol, sympify
from sympy.printing.latex import LatexPrinter
from sympy.printing.precedence import PRECEDENCE
from sympy.printing.str import StrPrinter

DIGITS = 4  # significant digits in print
_MOST_DIGITS = 40  # where terms cancel


class Partial(Expr):
    """The partial derivative of one quantity by another, named but not worked out."""

    def __new__(cls, of: Symbol, by: Symbol) -> Partial:
        """Of which quantity, and by which."""
        return Expr.__new__(cls, of, by)

    def _sympystr(self, printer: StrPrinter) -> str:
        return "d{}/d{}".format(*map(printer._print, self.args))

    def _latex(self, printer: LatexPrinter, exp: str | None = None) -> str:
        return r"\frac{{\partial {}}}{{\partial {}}}".format(*map(printer._print, self.args))


class Path(Basic):
    """Quantities, each of which enters the next: from a parameter to the loss."""

    def _sympystr(self, printer: StrPrinter) -> str:
        return " -> ".join(map(printer._print, self.args))

    def _latex(self, printer: LatexPrinter) -> str:
        return r" \to ".join(map(printer._print, self.args))


class _Written(Expr):
    """An operation that is kept as written; ``doit()`` carries it out."""

    def __new__(cls, *args: object) -> Self:
        return Expr.__new__(cls, *map(sympify, args))

    def doit(self, **hints: object) -> Expr:
        """The result, as an ordinary SymPy expression."""
        return self._operation(*(arg.doit(**hints) for arg in self.args))

    def _eval_derivative(self, symbol: Symbol) -> Expr:
        return self.doit().diff(symbol)

    def _eval_evalf(self, prec: int) -> Expr:
        return self.doit()._eval_evalf(prec)


class Times(_Written):
    """A product whose factors stay in order."""

    _operation = Mul
    precedence = PRECEDENCE["Mul"]

    def _sympystr(self, printer: StrPrinter) -> str:
        return " * ".join(_factors(self, printer, "({})"))

    def _latex(self, printer: LatexPrinter) -> str:
        return r" \cdot ".join(_factors(self, printer, r"\left({}\right)"))


class Plus(_Written):
    """A sum whose terms stay in order; a negative term is subtracted."""

    _operation = Add
    precedence = PRECEDENCE["Add"]

    def _sympystr(self, printer: StrPrinter) -> str:
        first, *rest = map(printer._print, self.args)
        return first + "".join(f" - {t[1:].strip()}" if t.startswith("-") else f" + {t}" for t in rest)

    _latex = _sympystr


class Minus(_Written):
    """The negative of a term, so that ``yhat - y`` still shows the subtraction when y is 0."""

    @staticmethod
    def _operation(term: Expr) -> Expr:
        return -term

    def _sympystr(self, printer: StrPrinter) -> str:
        return "-" + _bracketed(self.args[0], printer, "({})")

    def _latex(self, printer: LatexPrinter) -> str:
        return "-" + _bracketed(self.args[0], printer, r"\left({}\right)")


class Over(_Written):
    """A fraction, written with a bar."""

    precedence = PRECEDENCE["Mul"]

    @staticmethod
    def _operation(numerator: Expr, denominator: Expr) -> Expr:
        return numerator / denominator

    def _sympystr(self, printer: StrPrinter) -> str:
        return "({}) / ({})".format(*map(printer._print, self.args))

    def _latex(self, printer: LatexPrinter) -> str:
        return r"\frac{{{}}}{{{}}}".format(*map(printer._print, self.args))


def times(factors: Iterable[Expr]) -> Expr:
    """The product of the factors as written, without factors of 1 and without brackets in brackets."""
    flat = [part for f in factors for part in (f.args if isinstance(f, Times) else [f]) if part != 1]
    return Times(*flat) if len(flat) > 1 else flat[0] if flat else S.One


def plus(terms: Iterable[Expr]) -> Expr:
    """The sum of the terms as written; one term stays itself."""
    terms = list(terms)
    return Plus(*terms) if len(terms) > 1 else terms[0]


@lru_cache(maxsize=1024)
def decimal(value: Expr, digits: int = DIGITS) -> tuple[str, bool]:
    """A number in print, and whether that is the exact number.

    Integers of up to ten digits are printed in full, everything else to so many significant digits.
    """
    if value.is_Integer and abs(value) < 10**10:
        return str(value), True
    context = Context(prec=digits)
    if value.is_Rational:
        rounded = context.divide(Decimal(value.p), Decimal(value.q))
        return _notation(rounded), not context.flags[Inexact]
    return _notation(context.create_decimal(str(value.evalf(20)))), False


def is_rounded(expr: Basic, digits: int = DIGITS) -> bool:
    """Whether any number of an expression is rounded when printed as a decimal of so many digits."""
    printer = _DecimalText()
    printer.digits = digits
    printer.doprint(expr)
    return printer.has_rounded


def as_latex(expr: Basic, decimals: bool = False, digits: int = DIGITS) -> str:
    """LaTeX; with `decimals`, numbers as `decimal` prints them, to at least so many `digits`."""
    if not decimals:
        return LatexPrinter({"ln_notation": True}).doprint(expr)
    printer = _DecimalLatex({"ln_notation": True})
    printer.digits = digits
    return printer.doprint(expr)


@lru_cache(maxsize=256)  # a line is asked for its sign, its text and its LaTeX
def enough_digits(expr: Basic) -> int:
    """The digits for the numbers in a sum, so that print gives the sum in print: more where terms cancel."""
    if not isinstance(expr, Plus):
        return DIGITS
    total = Decimal(decimal(expr.doit())[0])
    last_digit = Decimal(1).scaleb(total.adjusted() - DIGITS + 1) if total else 0
    counts = range(DIGITS, _MOST_DIGITS)
    return next((n for n in counts if abs(_printed(expr, n) - total) <= last_digit), _MOST_DIGITS)


def _printed(expr: Basic, digits: int) -> Decimal:
    """What an expression gives when worked out from its numbers in print."""
    value = _in_print(expr, digits).doit()
    return Decimal(decimal(value, 2 * _MOST_DIGITS)[0])


def _in_print(expr: Basic, digits: int) -> Basic:
    if _is_plain_number(expr):
        return Rational(decimal(expr, digits)[0])
    return expr.func(*(_in_print(arg, digits) for arg in expr.args))


def as_text(expr: Basic, decimals: bool = False, digits: int = DIGITS) -> str:
    """Plain text; with `decimals`, numbers as `decimal` prints them, to at least so many `digits`."""
    if not decimals:
        return StrPrinter().doprint(expr)
    printer = _DecimalText()
    printer.digits = digits
    return printer.doprint(expr)


class _Decimals:
    """Prints every part that is a number, however it is written, as one decimal."""

    shape: Callable[[str], str] = staticmethod(str)
    digits = DIGITS
    has_rounded = False

    def _print(self, expr: Basic, **kwargs: object) -> str:
        if _is_plain_number(expr) and not kwargs:
            text, is_exact = decimal(expr, self.digits)
            self.has_rounded = self.has_rounded or not is_exact
            return self.shape(text)
        before, self.digits = self.digits, max(self.digits, enough_digits(expr))
        try:
            return super()._print(expr, **kwargs)  # type: ignore[misc]  # the printer beside it has one
        finally:
            self.digits = before


class _DecimalText(_Decimals, StrPrinter):
    pass


class _DecimalLatex(_Decimals, LatexPrinter):
    @staticmethod
    def shape(text: str) -> str:
        mantissa, _, exponent = text.partition("e")
        return rf"{mantissa} \times 10^{{{int(exponent)}}}" if exponent else mantissa


def _is_plain_number(expr: Basic) -> bool:
    return isinstance(expr, Expr) and bool(expr.is_number) and not expr.has(_Written)


def _factors(product: Times, printer: StrPrinter | LatexPrinter, brackets: str) -> Iterator[str]:
    for place, factor in enumerate(product.args):
        text = _bracketed(factor, printer, brackets)
        # A minus sign at the very front needs no brackets.
        yield printer._print(factor) if place == 0 and _is_plain_number(factor) else text


def _bracketed(part: Expr, printer: StrPrinter | LatexPrinter, brackets: str) -> str:
    """A factor in print, in brackets where it is a sum or negative."""
    text = printer._print(part)
    is_sum = isinstance(part, Plus | Add) and not (isinstance(printer, _Decimals) and _is_plain_number(part))
    return brackets.format(text) if is_sum or text.startswith("-") else text


def _notation(number: Decimal) -> str:
    number = number.normalize()
    if number == 0 or -4 <= number.adjusted() < 7:
        return format(number, "f")
    return format(number, "e")
