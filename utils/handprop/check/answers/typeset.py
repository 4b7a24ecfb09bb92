"""A formula that was read, set as in a book: one line of text for messages, LaTeX for cards."""

from __future__ import annotations

import ast
import re

OVER = "_over_"  # between the parts of a derivative that is given a name
_SUM, _PRODUCT, _POWER, _ATOM = range(1, 5)
_SUPERSCRIPTS = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_LETTERS = {
    "delta": ("δ", r"\delta"),
    "yhat": ("ŷ", r"\hat{y}"),
    "lr": ("η", r"\eta"),
    "lam": ("λ", r"\lambda"),
}
_FUNCTIONS = {
    "exp": r"\exp",
    "log": r"\log",
    "tanh": r"\tanh",
    "cosh": r"\cosh",
    "sinh": r"\sinh",
    "sigmoid": r"\sigma",
}
_LEVELS = {ast.Add: _SUM, ast.Sub: _SUM, ast.Mult: _PRODUCT, ast.Div: _PRODUCT, ast.Pow: _POWER}


def as_text(tree: ast.expr) -> str:
    """The formula in one line, with subscripts and powers: ``δ · w₆ · x₂``."""
    return _Text().write(tree)


def as_latex(tree: ast.expr) -> str:
    """The formula in LaTeX, without dollar signs."""
    return _Latex().write(tree)


def _sign_first(tree: ast.expr) -> ast.expr:
    """-a * b, which Python reads as (-a) * b, as -(a * b)."""
    match tree:
        case ast.BinOp(left, (ast.Mult() | ast.Div()) as op, right):
            match _sign_first(left):
                case ast.UnaryOp(ast.USub() as sign, operand):
                    return ast.UnaryOp(sign, ast.BinOp(operand, op, right))
    return tree


def _is_quotient(tree: ast.expr) -> bool:
    return isinstance(tree, ast.BinOp) and isinstance(tree.op, ast.Div)


def _parts(name: str) -> tuple[str, str]:
    """The letters of a name, and its number."""
    letter = name.rstrip("0123456789")
    return letter, name[len(letter) :]


class _Text:
    product = " · "

    def write(self, tree: ast.expr, least: int = 0) -> str:
        """The tree, in brackets if it binds less than `least`."""
        text, level = self._written(tree)
        return self.brackets(text) if level < least else text

    def _written(self, tree: ast.expr) -> tuple[str, int]:
        match _sign_first(tree):
            case ast.BinOp(left, op, right):
                return self.operation(left, type(op), right)
            case ast.UnaryOp(ast.USub(), operand):
                return f"{self.minus}{self.write(operand, _PRODUCT)}", _SUM
            case ast.UnaryOp(_, operand):
                return self._written(operand)
            case ast.Call(ast.Name(name), arguments):
                return self.call(name, ", ".join(self.write(argument) for argument in arguments)), _ATOM
            case ast.Name(name):
                return self.name(name), _ATOM
            case ast.Constant(bool() | int() | float() as value):
                return f"{value:.12g}".replace("-", self.minus), _ATOM
        return ast.unparse(tree), _SUM

    def operation(self, left: ast.expr, op: type[ast.operator], right: ast.expr) -> tuple[str, int]:
        level = _LEVELS[op]
        if op is ast.Pow:
            return self.power(self.write(left, _ATOM), right), _POWER
        if op is ast.Div:
            return self.fraction(left, right)
        sign = {ast.Add: " + ", ast.Sub: f" {self.minus.strip()} ", ast.Mult: self.product}[op]
        right_least = level if op in (ast.Add, ast.Mult) else level + 1
        return f"{self.factor(left, level)}{sign}{self.write(right, right_least)}", level

    def factor(self, left: ast.expr, level: int) -> str:
        """What stands on the left of a sign; in one line, a quotient before a factor needs brackets."""
        text = self.write(left, level)
        return self.brackets(text) if level == _PRODUCT and " / " in text and _is_quotient(left) else text

    minus = "−"

    def brackets(self, text: str) -> str:
        return f"({text})"

    def fraction(self, top: ast.expr, bottom: ast.expr) -> tuple[str, int]:
        bar = "/" if isinstance(top, ast.Constant) and isinstance(bottom, ast.Constant) else " / "
        return f"{self.write(top, _PRODUCT)}{bar}{self.write(bottom, _POWER)}", _PRODUCT

    def power(self, base: str, exponent: ast.expr) -> str:
        raised = self.write(exponent).replace("−", "-")
        if re.fullmatch(r"-?\d+", raised):
            return base + raised.translate(_SUPERSCRIPTS)
        return f"{base}^{self.write(exponent, _ATOM)}"

    def call(self, name: str, arguments: str) -> str:
        if name == "step":
            return f"[{arguments} > 0]"
        return f"|{arguments}|" if name == "abs" else f"{name}({arguments})"

    def name(self, name: str) -> str:
        if OVER in name:  # a derivative
            return "/".join(f"d{self.name(one[1:])}" for one in name.split(OVER))
        letter, number = _parts(name)
        return _LETTERS.get(letter, (letter,))[0] + number.translate(_SUBSCRIPTS)


class _Latex(_Text):
    product, minus = r" \cdot ", "-"

    def brackets(self, text: str) -> str:
        return rf"\left({text}\right)"

    def fraction(self, top: ast.expr, bottom: ast.expr) -> tuple[str, int]:
        return rf"\frac{{{self.write(top)}}}{{{self.write(bottom)}}}", _PRODUCT

    def power(self, base: str, exponent: ast.expr) -> str:
        return f"{base}^{{{self.write(exponent)}}}"

    def call(self, name: str, arguments: str) -> str:
        if name == "sqrt":
            return rf"\sqrt{{{arguments}}}"
        if name == "abs":
            return rf"\left|{arguments}\right|"
        if name == "step":
            return rf"\left[{arguments} > 0\right]"
        shown = _FUNCTIONS.get(name, rf"\operatorname{{{name}}}")
        return rf"{shown}\left({arguments}\right)"

    def name(self, name: str) -> str:
        letter, number = _parts(name)
        plain = letter if len(letter) == 1 else rf"\mathrm{{{letter}}}"
        shown = _LETTERS.get(letter, ("", plain))[1]
        return f"{shown}_{{{number}}}" if number else shown
