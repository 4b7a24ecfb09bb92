"""The cells of a lesson's exercise in nbgrader's gradebook: what can be scored, and what was there before."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, insert, select, update

from handprop.grade.gradebook.engine import BookFault
from handprop.grade.gradebook.schema import (
    ASSIGNMENT,
    BASE,
    CELL,
    COURSE,
    NOTEBOOK,
    SOLUTION,
    SOURCE,
    WORK,
    new_id,
)
from handprop.grade.notebooks.roles import grade_id, is_grade, is_locked, is_solution, marks


@dataclass(frozen=True)
class Cells:
    """The ids of a lesson's cells in the gradebook.

    `graded` are the cells with points and `answers` the cells with answers, by name; `stubs` are the texts of
    the answer cells as learners got them.
    """

    assignment: str
    notebook: str
    graded: Mapping[str, str]
    answers: Mapping[str, str]
    stubs: Mapping[str, str]


def ensure(connection: Connection, course: str, lesson: str, release: Mapping) -> Cells:
    """The cells of a lesson, made or brought up to date from the notebook that learners get.

    The rules of `nbgrader generate_assignment`: texts and points may change at any time, but no cell may come
    or go while there are submissions.  Raises BookFault if one does.
    """
    assignment = _assignment(connection, course, lesson)
    notebook = _notebook(connection, assignment, lesson, release)
    wanted = _wanted(release)
    stored = set(_column(connection, SOURCE.c.name, SOURCE.c.notebook_id == notebook))
    if stored - set(wanted) or (stored and set(wanted) - stored):
        _forget(connection, lesson, notebook, stored ^ set(wanted))
        stored = set()
    if not stored:
        _insert(connection, notebook, wanted)
    else:
        _update(connection, notebook, wanted)
    return known(connection, assignment, notebook)


def stored(connection: Connection, lesson: str) -> Cells:
    """The cells that the gradebook has of a lesson; raises BookFault if it has none."""
    query = select(ASSIGNMENT.c.id, NOTEBOOK.c.id).join(NOTEBOOK, NOTEBOOK.c.assignment_id == ASSIGNMENT.c.id)
    found = connection.execute(
        query.where(ASSIGNMENT.c.name == lesson, NOTEBOOK.c.name == lesson)
    ).one_or_none()
    if found is None:
        raise BookFault(f"The gradebook has no lesson {lesson}; run `nbgrader generate_assignment {lesson}`.")
    return known(connection, *found)


def is_current(connection: Connection, lesson: str, release: Mapping) -> bool:
    """Whether the texts and points in the gradebook are those of the notebook that learners get."""
    cells = stored(connection, lesson)
    columns = (SOURCE.c.name, SOURCE.c.cell_type, SOURCE.c.locked, SOURCE.c.source, SOURCE.c.checksum)
    rows = connection.execute(select(*columns).where(SOURCE.c.notebook_id == cells.notebook)).mappings()
    texts = {row["name"]: {key: row[key] for key in row if key != "name"} for row in rows}
    points = connection.execute(
        select(CELL.c.id, CELL.c.max_score).where(CELL.c.id.in_(cells.graded.values()))
    )
    wanted = _wanted(release)
    worth = {
        cells.graded.get(name): _worth(cell)["max_score"] for name, cell in wanted.items() if is_grade(cell)
    }
    return (
        texts == {name: _source(cell) for name, cell in wanted.items()} and dict(map(tuple, points)) == worth
    )


def known(connection: Connection, assignment: str, notebook: str) -> Cells:
    """The cells that the gradebook has of a notebook."""
    rows = connection.execute(
        select(BASE.c.name, BASE.c.id, BASE.c.type).where(BASE.c.notebook_id == notebook)
    )
    kinds: dict[str, dict[str, str]] = {"GradeCell": {}, "SolutionCell": {}, "TaskCell": {}}
    for name, id_, kind in rows:
        kinds[kind][name] = id_
    texts = connection.execute(select(SOURCE.c.name, SOURCE.c.source).where(SOURCE.c.notebook_id == notebook))
    stubs = {name: source for name, source in texts if name in kinds["SolutionCell"]}
    return Cells(assignment, notebook, kinds["GradeCell"], kinds["SolutionCell"], stubs)


def _assignment(connection: Connection, course: str, lesson: str) -> str:
    if not _column(connection, COURSE.c.id, COURSE.c.id == course):
        connection.execute(insert(COURSE).values(id=course))
    if found := _column(connection, ASSIGNMENT.c.id, ASSIGNMENT.c.name == lesson):
        return found[0]
    connection.execute(insert(ASSIGNMENT).values(id=(new := new_id()), name=lesson, course_id=course))
    return new


def _notebook(connection: Connection, assignment: str, lesson: str, release: Mapping) -> str:
    found = _column(
        connection, NOTEBOOK.c.id, NOTEBOOK.c.assignment_id == assignment, NOTEBOOK.c.name == lesson
    )
    if found:
        return found[0]
    kernel = json.dumps(release["metadata"].get("kernelspec", {}))
    new = new_id()
    connection.execute(
        insert(NOTEBOOK).values(id=new, name=lesson, assignment_id=assignment, kernelspec=kernel)
    )
    return new


def _wanted(release: Mapping) -> dict[str, Mapping]:
    known = (cell for cell in release["cells"] if is_grade(cell) or is_solution(cell) or is_locked(cell))
    return {grade_id(cell): cell for cell in known}


def _forget(connection: Connection, lesson: str, notebook: str, changed: set[str]) -> None:
    query = select(func.count()).select_from(WORK).where(WORK.c.notebook_id == notebook)
    if connection.execute(query).scalar():
        raise BookFault(
            f"The cells of lesson {lesson} have changed ({', '.join(sorted(changed))}) and the gradebook has "
            f"submissions for the old ones. Keep a copy of the gradebook, then run "
            f"`nbgrader db assignment remove {lesson} --force` and grade again."
        )
    ids = select(BASE.c.id).where(BASE.c.notebook_id == notebook)
    for table in (CELL, SOLUTION):
        connection.execute(delete(table).where(table.c.id.in_(ids)))
    for table in (BASE, SOURCE):
        connection.execute(delete(table).where(table.c.notebook_id == notebook))


def _insert(connection: Connection, notebook: str, wanted: Mapping[str, Mapping]) -> None:
    for name, cell in wanted.items():
        source = {"id": new_id(), "name": name, "notebook_id": notebook}
        connection.execute(insert(SOURCE).values(source | _source(cell)))
        if is_grade(cell):
            new = _insert_base(connection, notebook, name, "GradeCell")
            connection.execute(insert(CELL).values(id=new, **_worth(cell)))
        if is_solution(cell):
            new = _insert_base(connection, notebook, name, "SolutionCell")
            connection.execute(insert(SOLUTION).values(id=new))


def _insert_base(connection: Connection, notebook: str, name: str, kind: str) -> str:
    new = new_id()
    connection.execute(insert(BASE).values(id=new, name=name, notebook_id=notebook, type=kind))
    return new


def _update(connection: Connection, notebook: str, wanted: Mapping[str, Mapping]) -> None:
    for name, cell in wanted.items():
        here = (SOURCE.c.notebook_id == notebook, SOURCE.c.name == name)
        connection.execute(update(SOURCE).where(*here).values(_source(cell)))
        if is_grade(cell):
            ids = select(BASE.c.id).where(
                BASE.c.notebook_id == notebook, BASE.c.name == name, BASE.c.type == "GradeCell"
            )
            connection.execute(update(CELL).where(CELL.c.id.in_(ids)).values(_worth(cell)))


def _source(cell: Mapping) -> dict:
    return {
        "cell_type": cell["cell_type"],
        "locked": is_locked(cell),
        "source": cell["source"],
        "checksum": marks(cell).get("checksum"),
    }


def _worth(cell: Mapping) -> dict:
    return {"max_score": float(marks(cell)["points"]), "cell_type": cell["cell_type"]}


def _column(connection: Connection, column, *conditions) -> list:
    return list(connection.execute(select(column).where(*conditions)).scalars())
