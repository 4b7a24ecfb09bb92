"""Answers that are older than their cell: a cell that stops with an error leaves the answer of its last run.

Judging that one would praise or blame what no longer stands on the page.  The notebook's shell says when a
cell has run; nothing happens outside a notebook.
"""

from __future__ import annotations

import ast
import re
from typing import Any

from handprop.check.verdict import Verdict
from handprop.language import tr

_SIGN = re.compile(r"invalid character '(.)'")
_MEANT = {
    **dict.fromkeys("−–—", "-"),
    **dict.fromkeys("×·", "*"),
    **dict.fromkeys("“”„", '"'),
    **dict.fromkeys("‘’", "'"),
    "÷": "/",
    "…": "...",
}
_before: dict[str, object] = {}
_stale: dict[str, tuple[str, str]] = {}  # the error's name, and what to do about it
_watched: list[object] = []


def watch() -> None:
    """Begin to listen to the notebook's shell, if there is one."""
    from IPython import get_ipython

    shell = get_ipython()
    if shell is None or shell in _watched:
        return
    _watched.append(shell)
    shell.events.register("pre_run_cell", lambda _: _remember(shell.user_ns))
    shell.events.register("post_run_cell", lambda result: _look(shell.user_ns, result))


def is_stale(variable: str) -> bool:
    """Whether the cell that gives this variable stopped with an error, and left the value from before."""
    return variable in _stale


def verdict(variable: str) -> Verdict:
    """What a learner is told instead of a judgement."""
    stale, advice = _stale[variable]
    told = tr(
        "Not checked: the cell with {variable} stopped with an error ({stale}).",
        variable=variable,
        stale=stale,
    )
    return Verdict("unfinished", (told, advice))


def _remember(names: dict[str, Any]) -> None:
    _before.clear()
    _before.update(names)


def _look(names: dict[str, Any], result: Any) -> None:
    given = assigned(result.info.raw_cell or "")
    error = result.error_before_exec or result.error_in_exec
    for name in given:
        if error is not None and names.get(name) is _before.get(name):
            _stale[name] = type(error).__name__, _advice(error)
        else:
            _stale.pop(name, None)


def _advice(error: BaseException) -> str:
    """What to do: a keyboard on glass, or a text that was copied, has signs that only look like Python's."""
    found = _SIGN.match(error.msg or "") if isinstance(error, SyntaxError) else None
    if found is None:
        return tr("Mend that cell and run it first.")
    sign, plain = found[1], _MEANT.get(found[1])
    if plain:
        return tr("Python does not know the sign {sign}: type {plain} in its place.", sign=sign, plain=plain)
    return tr("Python does not know the sign {sign}: type another in its place.", sign=sign)


def assigned(code: str) -> set[str]:
    """The names that a cell defines at its top level, also where the cell is no Python."""
    try:
        tree = ast.parse(code)
    except (SyntaxError, ValueError):
        return set(re.findall(r"^(?:def\s+)?(\w+)\s*(?:=(?!=)|\()", code, re.MULTILINE))
    return {name for statement in tree.body for name in _given(statement)}


def _given(statement: ast.stmt) -> set[str]:
    if isinstance(statement, ast.FunctionDef | ast.ClassDef):
        return {statement.name}
    nodes = (node for node in ast.walk(statement) if isinstance(node, ast.Name))
    return {node.id for node in nodes if isinstance(node.ctx, ast.Store)}
