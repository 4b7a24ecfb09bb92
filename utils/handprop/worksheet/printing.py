"""Numbers and formulas in print: decimals of chosen digits, or fractions where there are any."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sympy import Expr, Symbol

from handprop.symbolic import Line
from handprop.symbolic.exact import exact
from handprop.symbolic.notation import DIGITS, as_latex, as_text, decimal, enough_digits, is_rounded
from handprop.worksheet.blocks import Formula

Numbers = Mapping[Symbol, Expr]


def named(symbol: Symbol) -> str:
    """A quantity as it is called in tables and answer keys."""
    return as_text(symbol).replace("yhat", "ŷ")


@dataclass(frozen=True)
class Style:
    """How numbers are printed: `digits` significant ones, or as `fractions` where they are some."""

    digits: int = DIGITS
    fractions: bool = False

    def number(self, value: Expr) -> str:
        """A number as text."""
        if self.fractions and value.is_Rational:
            return str(value)
        return decimal(value, self.digits)[0]

    def latex(self, expr: Expr) -> str:
        """An expression with numbers in it, in LaTeX."""
        if self._as_fractions(expr):
            return as_latex(expr)
        return as_latex(expr, decimals=True, digits=max(self.digits, enough_digits(expr)))

    def text(self, expr: Expr) -> str:
        """The same as text."""
        return as_text(expr, decimals=not self._as_fractions(expr), digits=self.digits)

    def is_rounded(self, expr: Expr) -> bool:
        """Whether print rounds a number of the expression."""
        return not self._as_fractions(expr) and is_rounded(expr, self.digits)

    def worked(self, left: Expr, formula: Expr, numbers: Numbers) -> Formula:
        """``left = formula = with numbers = value``, a row each."""
        put_in = formula.xreplace(dict(numbers))
        value = exact(put_in.doit())
        return self.rows(left, [formula], [put_in, value] if put_in != value else [value])

    def lines(self, lines: Sequence[Line]) -> Formula:
        """Lines with the same left side as one formula."""
        symbols = [line.right for line in lines if not line.numeric]
        return self.rows(lines[0].left, symbols, [line.right for line in lines if line.numeric])

    def rows(self, left: Expr, symbols: Sequence[Expr], numeric: Sequence[Expr]) -> Formula:
        """A formula of one left side and several right sides, those with numbers last."""
        rights = [("=", "=", as_latex(one), as_text(one)) for one in symbols]
        for one in numeric:
            rounded = self.is_rounded(one)
            rights.append(
                (r"\approx" if rounded else "=", "≈" if rounded else "=", self.latex(one), self.text(one))
            )
        heads = [as_latex(left).replace("error", r"\text{error}"), *[""] * (len(rights) - 1)]
        rows = tuple(
            f"{head} & {sign} {latex}" for head, (sign, _, latex, _) in zip(heads, rights, strict=True)
        )
        return Formula(rows, " ".join([as_text(left), *(f"{sign} {text}" for _, sign, _, text in rights)]))

    def matrix(self, rows: Sequence[Sequence[Expr]]) -> str:
        """Rows of numbers as a matrix in LaTeX."""
        body = r" \\ ".join(" & ".join(self.latex(one) for one in row) for row in rows)
        return rf"\begin{{bmatrix}} {body} \end{{bmatrix}}"

    def _as_fractions(self, expr: Expr) -> bool:
        return self.fractions and all(one.is_Rational for one in expr.atoms() if one.is_number)
