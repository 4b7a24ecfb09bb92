"""Putting a learner's cells and the course's own together, by the rules of `nbgrader autograde`."""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping

from nbformat import NotebookNode, v4

from handprop.grade.intake.notebook import Cell, Work

_TAG = re.compile(r"<[a-zA-Z/!?]")
Placed = list[tuple[NotebookNode, int | None]]
"""Cells, each with its place in what was handed in; None for one that was put back."""


def course_cells(release: NotebookNode) -> dict[str, NotebookNode]:
    """nbgrader's cells in the notebook that learners get, by name, in order."""
    return {cell.metadata.nbgrader.grade_id: cell for cell in release.cells if "nbgrader" in cell.metadata}


def questions_in(release: NotebookNode) -> list[str]:
    """The names of the questions: those of the cells to answer in."""
    return [name for name, cell in course_cells(release).items() if cell.metadata.nbgrader.solution]


def mend(work: Work, release: NotebookNode) -> Placed:
    """The learner's cells without outputs; nbgrader's cells once each, with the course's text where locked.

    Of a cell that is there several times the last one counts, as with nbgrader; cells with points that were
    deleted are put back.
    """
    course = course_cells(release)
    last = {name: cell.index for cell in work.cells if (name := _course_name(cell)) in course}
    placed: Placed = []
    for cell in work.cells:
        name = _course_name(cell)
        made = _from_course(course[name], cell) if last.get(name) == cell.index else _plain(cell)
        placed.append((made, cell.index))
    _put_back(placed, course)
    return placed


def assemble(cells: list[NotebookNode], release: NotebookNode) -> NotebookNode:
    """A notebook like the released one with these cells; ids by place, so that they stay the same."""
    notebook = v4.new_notebook(metadata=copy.deepcopy(release.metadata), cells=cells)
    for number, cell in enumerate(cells):
        cell.id = f"cell-{number}"
    return notebook


def grade_id(cell: NotebookNode) -> str | None:
    """nbgrader's name of a cell, None if it has none."""
    return cell.metadata.get("nbgrader", {}).get("grade_id")


def storable(text: str) -> str:
    """The text without halves of surrogate pairs, which no file in UTF-8 can hold."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _course_name(cell: Cell) -> str | None:
    if cell.checks:
        return f"{cell.checks}-check"
    return f"{cell.asks}-ask" if cell.asks else cell.answers


def _from_course(own: NotebookNode, cell: Cell) -> NotebookNode:
    made = copy.deepcopy(own)
    if own.metadata.nbgrader.solution:
        made.source = _harmless(made.cell_type, cell.source)
    return made


def _plain(cell: Cell) -> NotebookNode:
    new = {"code": v4.new_code_cell, "markdown": v4.new_markdown_cell, "raw": v4.new_raw_cell}
    return new[cell.kind](_harmless(cell.kind, cell.source))


def _harmless(kind: str, source: str) -> str:
    """The text of a cell; HTML in words is spelled out where it could do something.

    nbgrader's pages render Markdown as it is, scripts included, in the browser of whoever grades.
    """
    if kind == "code" or not _TAG.search(source):
        return storable(source)
    from nbconvert.preprocessors.sanitize import SanitizeHTML

    return SanitizeHTML().sanitize_html_tags(storable(source))


def _put_back(placed: Placed, course: Mapping[str, NotebookNode]) -> None:
    """Insert the cells with points that are missing, each after what it follows in the course."""
    after = 0  # the place behind the last cell of the course that is there
    for name, own in course.items():
        place = next((k for k, (cell, _) in enumerate(placed) if grade_id(cell) == name), None)
        if place is not None:
            after = place + 1
        elif own.metadata.nbgrader.grade:
            placed.insert(after, (copy.deepcopy(own), None))
            after += 1
