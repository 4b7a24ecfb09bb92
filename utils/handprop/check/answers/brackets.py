"""Whether a formula would be right with its brackets in other places, or without its bars."""

from __future__ import annotations

import ast
import copy
import io
import tokenize
from collections.abc import Callable, Iterator
from itertools import chain, combinations

from handprop.language import tr

_MOST_TOKENS = 40  # of a longer formula there are too many pairs to try


def by_brackets(tree: ast.expr, is_right: Callable[[ast.expr], bool]) -> str:
    """A sentence, if one pair of brackets more, less or elsewhere makes the formula right; else nothing."""
    tokens = _tokens(ast.unparse(tree))
    if len(tokens) > _MOST_TOKENS:
        return ""
    if any(map(is_right, _trees(chain(_with_a_pair(tokens), _without_a_pair(tokens))))):
        return tr("Only the brackets are wrong. What does your formula work out first, and what should it?")
    return ""


def by_bars(tree: ast.expr, is_right: Callable[[ast.expr], bool]) -> str:
    """A sentence, if the formula is right without the bars |a| in it; else nothing."""
    bare = _WithoutBars().visit(copy.deepcopy(tree))
    if ast.dump(bare) != ast.dump(tree) and is_right(bare):
        return tr("Only the bars are wrong. |a| is never negative. May what stands between them be?")
    return ""


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


def _trees(texts: Iterator[list[str]]) -> Iterator[ast.expr]:
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
