"""Whether a formula would be right with another letter in some place."""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Sequence
from itertools import product

from handprop.check.answers.typeset import as_text
from handprop.language import tr

_MOST = 400  # ways to write other letters in place of one


def by_a_letter(tree: ast.expr, letters: Sequence[str], is_right: Callable[[ast.expr], bool]) -> str:
    """A sentence, if other letters where one stands make the formula right; else nothing."""
    tree = copy.deepcopy(tree)
    for letter in letters:
        places = [node for node in ast.walk(tree) if isinstance(node, ast.Name) and node.id == letter]
        if places and len(letters) ** len(places) <= _MOST and _is_another(tree, places, letters, is_right):
            return tr(
                "{shown} stands in a place in which another letter belongs. Which one?",
                shown=as_text(ast.Name(letter)),
            )
    return ""


def _is_another(
    tree: ast.expr, places: Sequence[ast.Name], letters: Sequence[str], is_right: Callable[[ast.expr], bool]
) -> bool:
    before = places[0].id
    for others in product(letters, repeat=len(places)):
        _write(places, others)
        if is_right(tree):
            return True
    _write(places, [before] * len(places))
    return False


def _write(places: Sequence[ast.Name], letters: Sequence[str]) -> None:
    for place, letter in zip(places, letters, strict=True):
        place.id = letter
