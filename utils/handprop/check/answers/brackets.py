"""Whether a formula would be right with its brackets elsewhere, without its bars, or with another sign."""

from __future__ import annotations

import ast
import copy
import io
import re
import tokenize
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, combinations

from handprop.language import tr

_MOST_TOKENS = 40  # of a longer formula there are too many pairs to try
_SIGNS: dict[type[ast.operator], str] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
_SUM = re.compile(r"\w+(?: [-+] \w+)+")


def by_brackets(tree: ast.expr, is_right: Callable[[ast.expr], bool]) -> str:
    """A sentence, if one pair of brackets more, less or elsewhere makes the formula right; else nothing.

    Of several pairs only those around all sums are tried, as who leaves out one leaves out all.
    """
    text = ast.unparse(tree)
    tokens = _tokens(text)
    if len(tokens) > _MOST_TOKENS:
        return ""
    around_sums = _tokens(_SUM.sub(r"(\g<0>)", text))
    if any(map(is_right, _trees(chain(_with_a_pair(tokens), _without_a_pair(tokens), [around_sums])))):
        return tr("Only the brackets are wrong. What does your formula work out first, and what should it?")
    return ""


def by_bars(tree: ast.expr, is_right: Callable[[ast.expr], bool]) -> str:
    """A sentence, if the formula is right without the bars |a| in it; else nothing."""
    bare = _WithoutBars().visit(copy.deepcopy(tree))
    if ast.dump(bare) != ast.dump(tree) and is_right(bare):
        return tr("Only the bars are wrong. |a| is never negative. May what stands between them be?")
    return ""


def by_sign(tree: ast.expr, is_right: Callable[[ast.expr], bool]) -> str:
    """A sentence, if another sign of arithmetic in one place makes the formula right; else nothing."""
    tree = copy.deepcopy(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.BinOp) and (sign := _SIGNS.get(type(node.op))):
            before = node.op
            for other in _others(node):
                node.op = other()
                if is_right(tree):
                    return tr(
                        "It would be right with {other} in place of one {sign}. Which one, and why?",
                        other=_SIGNS[other],
                        sign=sign,
                    )
            node.op = before
    return ""


def _others(node: ast.BinOp) -> list[type[ast.operator]]:
    """The signs that may be meant; `p * 1` for `p - 1` would be right by accident."""
    alike = next(pair for pair in ((ast.Add, ast.Sub), (ast.Mult, ast.Div)) if type(node.op) in pair)
    with_number = isinstance(node.left, ast.Constant) or isinstance(node.right, ast.Constant)
    return [one for one in (alike if with_number else _SIGNS) if one is not type(node.op)]


class _WithoutBars(ast.NodeTransformer):
    def visit_Call(self, node: ast.Call) -> ast.expr:
        self.generic_visit(node)
        return node.args[0] if isinstance(node.func, ast.Name) and node.func.id == "abs" else node


def _tokens(text: str) -> list[str]:
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    return [token.string for token in tokens if token.string.strip()]


def _with_a_pair(tokens: list[str]) -> Iterator[list[str]]:
    for start, stop in combinations(range(len(tokens) + 1), 2):
        # `x**2 / 2` is no `x**(2 / 2)` that lost its brackets.
        exponent = start > 0 and tokens[start - 1] == "**"
        # Around one number, or around all, a pair changes nothing.  One more makes `(w - (lr) * x)` of
        # `(w - lr) * x`: so a pair moves.
        if 1 < stop - start < len(tokens) and not exponent:
            yield [*tokens[:start], "(", *tokens[start:stop], ")", *tokens[stop:]]


def _without_a_pair(tokens: list[str]) -> Iterator[list[str]]:
    opened: list[int] = []
    for k, token in enumerate(tokens):
        if token == "(":
            opened.append(k)
        elif token == ")":
            start = opened.pop()
            yield [*tokens[:start], *tokens[start + 1 : k], *tokens[k + 1 :]]


def _trees(texts: Iterable[list[str]]) -> Iterator[ast.expr]:
    """Those that can be read, each once: most pairs change nothing."""
    seen = set()
    for tokens in texts:
        try:
            tree = ast.parse(" ".join(tokens), mode="eval").body
        except SyntaxError:
            continue
        if (form := ast.dump(tree)) not in seen:
            seen.add(form)
            yield tree
