"""The activation functions in SymPy: how they print, their slopes, and their values for exact numbers."""

from __future__ import annotations

from collections.abc import Callable

from sympy import Expr, Function, Rational, S, exp, tanh
from sympy.printing.latex import LatexPrinter
from sympy.printing.str import StrPrinter

from handprop.symbolic.exact import exact
from handprop.symbolic.notation import Minus, Plus, Times

LEAK = Rational(1, 100)
Slope = Callable[[Expr, Expr], Expr]


class ReLU(Function):
    """``max(0, z)``; its derivative is `Gate`."""

    @classmethod
    def eval(cls, z: Expr) -> Expr | None:
        """The value for a number; left alone for a symbol."""
        gate = Gate(z)
        return None if isinstance(gate, Gate) else gate * z

    def fdiff(self, argindex: int = 1) -> Expr:
        """The derivative, for `sympy.diff`."""
        return Gate(self.args[0])

    def _eval_evalf(self, prec: int) -> Expr:
        return ReLU(self.args[0].evalf(prec))


class Gate(Function):
    """The slope of ReLU, written ``[z > 0]``: 1 where z > 0, else 0.  At z = 0 it is 0, by convention."""

    @classmethod
    def eval(cls, z: Expr) -> Expr | None:
        """1 or 0 for a number; left alone for a symbol."""
        if not z.is_number:
            return None
        positive = z.is_positive
        return S.One if (exact(z).is_positive if positive is None else positive) else S.Zero

    def fdiff(self, argindex: int = 1) -> Expr:
        """0: a step is flat on both sides."""
        return S.Zero

    def _sympystr(self, printer: StrPrinter) -> str:
        return f"[{printer._print(self.args[0])} > 0]"

    def _latex(self, printer: LatexPrinter, exp: str | None = None) -> str:
        gate = rf"\left[{printer._print(self.args[0])} > 0\right]"
        return gate if exp is None else f"{gate}^{{{exp}}}"


class Sigmoid(Function):
    """``1 / (1 + exp(-z))``; its derivative is ``sigmoid(z) (1 - sigmoid(z))``."""

    @classmethod
    def eval(cls, z: Expr) -> Expr | None:
        """1/2 at 0; exact elsewhere, so left alone."""
        return S.Half if z.is_zero else None

    def fdiff(self, argindex: int = 1) -> Expr:
        """The derivative, for `sympy.diff`."""
        return self * (1 - self)

    def _eval_rewrite_as_exp(self, z: Expr, **hints: object) -> Expr:
        return 1 / (1 + exp(-z))

    def _eval_evalf(self, prec: int) -> Expr:
        # Not through rewrite, which would write out the sigmoids inside z as well.
        return (1 / (1 + exp(-self.args[0])))._eval_evalf(prec)

    def _sympystr(self, printer: StrPrinter) -> str:
        return f"sigmoid({printer._print(self.args[0])})"

    def _latex(self, printer: LatexPrinter, exp: str | None = None) -> str:
        power = "" if exp is None else f"^{{{exp}}}"
        return rf"\sigma{power}\left({printer._print(self.args[0])}\right)"


class LeakyReLU(Function):
    """z where z > 0, else z / 100."""

    @classmethod
    def eval(cls, z: Expr) -> Expr | None:
        """The value for a number; left alone for a symbol."""
        gate = Gate(z)
        return None if isinstance(gate, Gate) else (gate + LEAK * (1 - gate)) * z

    def fdiff(self, argindex: int = 1) -> Expr:
        """The derivative, for `sympy.diff`."""
        return Gate(self.args[0]) + LEAK * (1 - Gate(self.args[0]))

    def _eval_evalf(self, prec: int) -> Expr:
        return LeakyReLU(self.args[0].evalf(prec))

    def _sympystr(self, printer: StrPrinter) -> str:
        return f"leaky_relu({printer._print(self.args[0])})"

    def _latex(self, printer: LatexPrinter, exp: str | None = None) -> str:
        power = "" if exp is None else f"^{{{exp}}}"
        return rf"\operatorname{{leakyReLU}}{power}\left({printer._print(self.args[0])}\right)"


# Each activation: a = f(z), and its slope written with z and with a, known by then.
ACTIVATIONS: dict[str, tuple[Callable[[Expr], Expr], Slope] | None] = {
    "linear": (lambda z: z, lambda z, a: S.One),
    "relu": (ReLU, lambda z, a: Gate(z)),
    "leaky_relu": (LeakyReLU, lambda z, a: Plus(Gate(z), Times(LEAK, Plus(1, Minus(Gate(z)))))),
    "sigmoid": (Sigmoid, lambda z, a: Times(a, Plus(1, Minus(a)))),
    "tanh": (tanh, lambda z, a: Plus(1, Minus(a**2))),
    "softmax": None,  # each output depends on every z: only used with its own loss
}
