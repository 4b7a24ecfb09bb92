"""What somebody wrote by hand into a notebook that the build makes: the next build must not delete it."""

from __future__ import annotations

from collections import Counter

from nbformat import NotebookNode

from handprop.build.expand import cell_id


def holds_notes(stored: NotebookNode, lesson: str) -> bool:
    """Whether a cell was added or changed by hand: the ids of ours are made from their text."""
    seen: Counter[str] = Counter()
    for cell in stored.cells:
        seen[cell.source] += 1
        if cell.source.strip() and cell.get("id") not in _ids(lesson, cell.source, seen[cell.source]):
            return True
    return False


def _ids(lesson: str, source: str, occurrence: int) -> list[str]:
    return [cell_id(lesson, source, number) for number in range(1, occurrence + 1)]
