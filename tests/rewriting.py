"""Right answers in thousands of forms: formulas rewritten by SymPy, functions by their syntax, containers."""

import ast
import contextlib
import textwrap
from array import array
from collections import deque
from decimal import Decimal
from fractions import Fraction

import numpy as np
import sympy

from handprop import little_torch

# --- formulas ---------------------------------------------------------------------------------------------

WRITTEN = {"delta": ("delta", "δ", "error"), "yhat": ("yhat", "ŷ", "prediction", "y_pred", "y_hat")}
WRITTEN |= {"y": ("y", "target")}
LATEX = {"delta": r"\delta", "yhat": r"\hat{y}"}
TIMES = ("*", " * ", "·", " × ", "⋅", " ")
MINUS = ("-", "−", "–")


def rewritten(rng, expression):
    """An equivalent expression: some random steps of algebra."""
    symbols = sorted(expression.free_symbols, key=str)
    for _ in range(rng.integers(0, 4)):
        a, b = (symbols[rng.integers(len(symbols))] for _ in range(2))
        steps = [
            sympy.expand,
            sympy.factor,
            sympy.together,
            lambda e, a=a: sympy.expand(e * a) / a,
            lambda e, a=a, b=b: sympy.Add(e, a * b, -a * b, evaluate=False),
            lambda e: sympy.Mul(2, e, sympy.Rational(1, 2), evaluate=False),
            lambda e, a=a: sympy.Mul(e, a**2, 1 / a**2, evaluate=False),
            lambda e, a=a: sympy.collect(sympy.expand(e), a),
            lambda e: -sympy.Mul(-1, e, evaluate=False),
            lambda e, a=a: sympy.Add(sympy.expand(e * (1 + a)), -a * e, evaluate=False),
        ]
        expression = steps[rng.integers(len(steps))](expression)
    return expression


def typed(rng, expression):
    """The expression as somebody types it: text with one of many signs for everything, LaTeX, or SymPy."""
    how = rng.integers(8)
    if how == 0:
        return expression
    if how <= 2:
        names = {
            s: LATEX.get(str(s)) or f"{str(s)[0]}_{str(s)[1:]}".rstrip("_") for s in expression.free_symbols
        }
        sign = (None, "dot", "times")[rng.integers(3)]
        text = sympy.latex(expression, symbol_names=names, mul_symbol=sign)
        return f"${text}$" if rng.integers(2) else text
    return _Typist(rng).sum(expression)


class _Typist:
    """Writes an expression in one style, as a person would."""

    def __init__(self, rng):
        self.rng = rng
        self.times = TIMES[rng.integers(len(TIMES))]
        self.minus = MINUS[rng.integers(len(MINUS))]
        self.brackets = [("(", ")"), ("(", ")"), ("[", "]")][rng.integers(3)]
        self.subscript = rng.integers(3)
        self.power = rng.integers(3)
        self.names = {name: forms[rng.integers(len(forms))] for name, forms in WRITTEN.items()}

    def sum(self, e):
        if not isinstance(e, sympy.Add):
            return self.product(e)
        text = ""
        for k, part in enumerate(self.rng.permutation(len(e.args))):
            term = self.product(e.args[part])
            negative = term.startswith(self.minus)
            text += term if k == 0 else f" {term}" if negative else f" + {term}"
        return text

    def product(self, e):
        if (e.is_Number and e < 0) or (
            isinstance(e, sympy.Mul) and e.args and e.args[0].is_Number and e.args[0] < 0
        ):
            return f"{self.minus}{self.product_of(-e) if not isinstance(-e, sympy.Add) else self.bracket(-e)}"
        return self.product_of(e)

    def product_of(self, e):
        factors = list(e.args) if isinstance(e, sympy.Mul) else [e]
        top = [f for f in factors if not self.below(f)]
        bottom = [1 / f for f in factors if self.below(f)]
        numbers = [f for f in top if f.is_Number]
        top = numbers + [f for f in top if not f.is_Number]
        text = self.joined(top) if top else "1"
        for f in bottom:
            text += f" / {self.factor(f)}"
        return text

    def below(self, f):
        return isinstance(f, sympy.Pow) and f.exp.is_number and f.exp < 0 and not isinstance(f, sympy.exp)

    def joined(self, factors):
        parts = [self.factor(f) for f in factors]
        text = parts[0]
        for part in parts[1:]:
            sign = self.times if not part[0].isdigit() and part[0] not in "½" else "*"
            text += ("" if sign == " " and self.rng.integers(2) and part[0] in "([" else sign) + part
        return text

    def factor(self, e):
        if isinstance(e, sympy.Symbol):
            return self.name(str(e))
        if e == sympy.Rational(1, 2) and self.rng.integers(2):
            return "½"
        if e.is_Integer and e >= 0:
            return str(e)
        if isinstance(e, sympy.exp):
            return f"exp({self.sum(e.args[0])})"
        if isinstance(e, sympy.Pow) and e.exp.is_Integer and e.exp > 0:
            return self.factor(e.base) + self.raised(int(e.exp))
        if e.is_Rational:
            return f"({e.p}/{e.q})" if e > 0 else f"({self.minus}{-e.p}/{e.q})"
        return self.bracket(e)

    def bracket(self, e):
        left, right = self.brackets if isinstance(e, sympy.Add | sympy.Mul) else ("(", ")")
        # A square bracket after a name would be an index.
        return f"({self.sum(e)})" if self.times == " " else f"{left}{self.sum(e)}{right}"

    def raised(self, k):
        return (f"**{k}", f"^{k}", "".join("⁰¹²³⁴⁵⁶⁷⁸⁹"[int(d)] for d in str(k)))[self.power]

    def name(self, name):
        if name in self.names:
            return self.names[name]
        letter, digits = name[0], name[1:]
        if not digits:
            return name
        low = "".join("₀₁₂₃₄₅₆₇₈₉"[int(d)] for d in digits)
        return (name, f"{letter}_{digits}", letter + low)[self.subscript]


# --- functions --------------------------------------------------------------------------------------------


class _Rewrite(ast.NodeTransformer):
    """Other code for the same: each place is rewritten or left, at random."""

    def __init__(self, rng):
        self.rng = rng

    def visit_BinOp(self, node):
        self.generic_visit(node)
        if self.rng.integers(2):
            return node
        a, b = ast.unparse(node.left), ast.unparse(node.right)
        forms = {
            ast.Mult: [f"({b}) * ({a})", f"np.multiply({a}, {b})"],
            ast.Add: [f"({b}) + ({a})", f"np.add({a}, {b})", f"({a}) - (-({b}))"],
            ast.Sub: [f"-(({b}) - ({a}))", f"({a}) + (-({b}))", f"np.subtract({a}, {b})"],
            ast.Div: [f"({a}) * (1 / ({b}))", f"np.divide({a}, {b})", f"({a}) / ({b})"],
            ast.MatMult: [f"np.matmul({a}, {b})", f"np.dot({a}, {b})"],
            ast.Pow: [f"np.power({a}, {b})", f"({a}) * ({a})" if b == "2" else f"({a}) ** ({b})"],
        }.get(type(node.op), [f"({ast.unparse(node)})"])
        return ast.parse(forms[self.rng.integers(len(forms))], mode="eval").body

    def visit_Call(self, node):
        self.generic_visit(node)
        text = ast.unparse(node)
        if text.startswith("np.maximum(0, ") and self.rng.integers(2):
            z = ast.unparse(node.args[1])
            forms = [f"np.where({z} > 0, {z}, 0)", f"({z}) * ({z} > 0)", f"(abs({z}) + ({z})) / 2"]
            return ast.parse(forms[self.rng.integers(len(forms))], mode="eval").body
        return node


def other_code(rng, source):
    """The function in `source` written differently, or as it is where that fails to compile."""
    tree = ast.parse(textwrap.dedent(source))
    docstring = tree.body[0].body.pop(0)
    tree = ast.fix_missing_locations(_Rewrite(rng).visit(tree))
    names = {"np": np, "torch": little_torch}
    exec(compile(tree, "<a learner's cell>", "exec"), names)
    assert docstring
    return names[tree.body[0].name]


def agrees(function, solution, argument_lists):
    """Whether two functions give the same on all these arguments, up to rounding."""
    with contextlib.suppress(Exception), np.errstate(all="ignore"):
        for arguments in argument_lists:
            for a, b in zip(*(_parts(f(*arguments())) for f in (function, solution)), strict=True):
                if a.shape != b.shape or not np.allclose(a, b, rtol=1e-9, atol=1e-14):
                    return False
        return True
    return False


def _parts(result):
    """What a function returns, as arrays: several, if it returns a tuple."""
    return [np.asarray(one, dtype=float) for one in (result if isinstance(result, tuple) else (result,))]


# --- containers -------------------------------------------------------------------------------------------


def forms_of(value):
    """Functions that put numbers into a container or a number type that anybody may use for them."""
    forms = [
        lambda v: v,
        lambda v: v.tolist(),
        lambda v: _tuples(v.tolist()),
        lambda v: v.astype(np.float32),
        lambda v: v.astype(object),
        lambda v: np.asfortranarray(v),
        lambda v: _mapped(v.tolist(), np.float64),
        lambda v: _mapped(v.tolist(), np.float32),
        lambda v: _mapped(v.tolist(), np.array),
        lambda v: _mapped(v.tolist(), Fraction),
        lambda v: _mapped(v.tolist(), Decimal),
        lambda v: _mapped(v.tolist(), sympy.Float),
        lambda v: _mapped(v.tolist(), lambda x: complex(x, 0)),
        lambda v: v + 0j,
        lambda v: v.astype(np.longdouble),
    ]
    if value.ndim <= 2:
        forms += [
            lambda v: np.matrix(v) if v.ndim == 2 or v.size else v,
            lambda v: sympy.Matrix(v.tolist() if v.ndim else [v]),
        ]
    if value.ndim == 0:
        forms += [lambda v: [v], lambda v: [[float(v)]], lambda v: (float(v),), lambda v: (x for x in [v])]
    if value.ndim == 1:
        forms += [
            lambda v: v[:, None],
            lambda v: v[None, :],
            lambda v: [[x] for x in v.tolist()],
            lambda v: [np.array([x]) for x in v],
            lambda v: map(float, v),
            lambda v: (x for x in v),
            lambda v: zip(v.tolist(), strict=True),
            lambda v: deque(v.tolist()),
            lambda v: array("d", v.tolist()),
            lambda v: dict(enumerate(v.tolist())).values(),
            lambda v: [v[0], *(np.array([x]) for x in v[1:])],
            lambda v: reversed([*reversed(v.tolist())]),
        ]
    if value.ndim == 2:
        forms += [
            lambda v: list(v),
            lambda v: (list(r) for r in v),
            lambda v: map(tuple, v),
            lambda v: [map(float, r) for r in v],
        ]
    return forms


def _tuples(value):
    return tuple(map(_tuples, value)) if isinstance(value, list) else value


def _mapped(value, make):
    return [_mapped(item, make) for item in value] if isinstance(value, list) else make(value)
