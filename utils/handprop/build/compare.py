"""What differs between the notebook that the sources make and the one that is stored.

Outputs are not compared: nbval does that, by running the notebook.
"""

from __future__ import annotations

import difflib
import json
from dataclasses import dataclass
from itertools import zip_longest

from nbformat import NotebookNode


@dataclass(frozen=True)
class Difference:
    """One cell that differs (from 1, as stored; None for the notebook as a whole), and a unified diff."""

    path: str
    cell: int | None
    text: str
    diff: str = ""

    def __str__(self) -> str:
        cell = f" (cell {self.cell})" if self.cell else ""
        return f"{self.path}{cell}: {self.text}" + (f"\n{self.diff}" if self.diff else "")


def differences(built: NotebookNode, stored: NotebookNode | None, path: str, source: str) -> list[Difference]:
    """Every difference in cell type, source, metadata or id, and in the metadata of the notebook.

    `path` names the stored notebook and `source` what it is made from, for the messages.
    """
    if stored is None:
        return [Difference(path, None, f"missing, or not a notebook; {source} makes it.")]
    found = []
    kept = {name: value for name, value in stored.metadata.items() if name != "widgets"}  # what a run leaves
    if built.metadata != kept:
        diff = _diff(_json(kept), _json(built.metadata), path, source)
        found.append(Difference(path, None, "the metadata of the notebook differs.", diff))
    old, new = [_shown(cell) for cell in stored.cells], [_shown(cell) for cell in built.cells]
    for kind, i, i_end, j, j_end in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            found += _changed(old[i:i_end], new[j:j_end], i + 1, path, source)
    return found


def _changed(old: list[str], new: list[str], first: int, path: str, source: str) -> list[Difference]:
    found = []
    for number, (before, after) in enumerate(zip_longest(old, new), first):
        if before is None:
            text = "a cell is missing here."
        elif after is None:
            text = "this cell is not in the source."
        else:
            text = "this cell differs."
        found.append(Difference(path, number, text, _diff(before or "", after or "", path, source)))
    return found


def _shown(cell: NotebookNode) -> str:
    """A cell as text: equal for equal cells, and readable in a diff."""
    head = f"[{cell.cell_type}] id: {cell.get('id')}"
    about = f"\n{_json(cell.metadata)}" if cell.metadata else ""
    return f"{head}{about}\n{cell.source}"


def _json(metadata: dict) -> str:
    return json.dumps(metadata, indent=1, sort_keys=True, ensure_ascii=False)


def _diff(before: str, after: str, path: str, source: str) -> str:
    lines = difflib.unified_diff(
        before.splitlines(), after.splitlines(), f"stored: {path}", f"built: {source}", lineterm=""
    )
    return "\n".join(lines)
