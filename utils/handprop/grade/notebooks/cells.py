"""Putting a learner's cells and the course's own together, by the rules of `nbgrader autograde`."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Mapping, Sequence

from handprop.check.question import Question
from handprop.grade.intake.notebook import Cell, Work
from handprop.grade.roles import grade_id, is_grade, is_solution

_TAG = re.compile(r"<[a-zA-Z/!?]")
Placed = list[tuple[dict, int | None]]
"""Cells, each with its place in what was handed in; None for one that was put back."""


def course_cells(release: Mapping) -> dict[str, dict]:
    """nbgrader's cells in the notebook that learners get, by name, in order."""
    return {name: cell for cell in release["cells"] if (name := grade_id(cell)) is not None}


def questions_in(release: Mapping) -> list[str]:
    """The names of the questions: those of the cells to answer in."""
    return [name for name, cell in course_cells(release).items() if is_solution(cell)]


def answers_in_code(release: Mapping) -> list[str]:
    """The names of the questions that are answered in code."""
    cells = course_cells(release)
    return [name for name in questions_in(release) if cells[name]["cell_type"] == "code"]


def personal(release: Mapping, questions: Iterable[Question]) -> Mapping:
    """The released notebook with what these questions ask, such as a learner's own numbers."""
    asked = {f"{one.name}-ask": one.asked for one in questions}
    cells = [{**cell, "source": asked.get(grade_id(cell), cell["source"])} for cell in release["cells"]]
    return {**release, "cells": cells}


def mend(work: Work, release: Mapping) -> Placed:
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


def assemble(cells: Sequence[Mapping], release: Mapping) -> dict:
    """A notebook like the released one with these cells; ids by place, so that they stay the same."""
    named = [{**cell, "id": f"cell-{number}"} for number, cell in enumerate(cells)]
    return {**copy.deepcopy(dict(release)), "cells": named}


def new_cell(kind: str, source: str) -> dict:
    """A cell as the format of notebooks has it."""
    more = {"execution_count": None, "outputs": []} if kind == "code" else {}
    return {"cell_type": kind, "metadata": {}, "source": source, **more}


def storable(text: str) -> str:
    """The text without halves of surrogate pairs, which no file in UTF-8 can hold."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _course_name(cell: Cell) -> str | None:
    if cell.checks:
        return f"{cell.checks}-check"
    return f"{cell.asks}-ask" if cell.asks else cell.answers


def _from_course(own: dict, cell: Cell) -> dict:
    made = copy.deepcopy(own)
    if is_solution(own):
        made["source"] = _harmless(made["cell_type"], cell.source)
    return made


def _plain(cell: Cell) -> dict:
    return new_cell(cell.kind, _harmless(cell.kind, cell.source))


def _harmless(kind: str, source: str) -> str:
    """The text of a cell; HTML in words is spelled out where it could do something.

    nbgrader's pages render Markdown as it is, scripts included, in the browser of whoever grades.
    """
    if kind == "code" or not _TAG.search(source):
        return storable(source)
    from nbconvert.preprocessors.sanitize import SanitizeHTML

    return SanitizeHTML().sanitize_html_tags(storable(source))


def _put_back(placed: Placed, course: Mapping[str, dict]) -> None:
    """Insert the cells with points that are missing, each after what it follows in the course."""
    after = 0  # the place behind the last cell of the course that is there
    for name, own in course.items():
        place = next((k for k, (cell, _) in enumerate(placed) if grade_id(cell) == name), None)
        if place is not None:
            after = place + 1
        elif is_grade(own):
            placed.insert(after, (copy.deepcopy(own), None))
            after += 1
