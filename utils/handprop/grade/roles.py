"""What a cell of a notebook is for, by nbgrader's metadata; cells are the plain data of the file's JSON."""

from __future__ import annotations

from collections.abc import Mapping


def marks(cell: Mapping) -> Mapping:
    """What nbgrader notes at a cell; empty for a cell that it does not know."""
    return cell["metadata"].get("nbgrader", {})


def grade_id(cell: Mapping) -> str | None:
    """nbgrader's name of a cell, None if it has none."""
    return marks(cell).get("grade_id")


def is_grade(cell: Mapping) -> bool:
    """Whether a cell has points."""
    return marks(cell).get("grade", False)


def is_solution(cell: Mapping) -> bool:
    """Whether a cell is to be answered in."""
    return marks(cell).get("solution", False)


def is_locked(cell: Mapping) -> bool:
    """Whether the text of a cell is the course's, whatever the learner makes of it."""
    return not is_solution(cell) and (is_grade(cell) or marks(cell).get("locked", False))
