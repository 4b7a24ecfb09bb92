"""The cells of a lesson's exercise in nbgrader's gradebook: what can be scored, and what was there before."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import uuid4

from handprop.grade.gradebook.engine import BookFault, Connection
from handprop.grade.roles import grade_id, is_grade, is_locked, is_solution, marks
from handprop.language import tr


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
    stored = set(_sources(connection, notebook))
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
    query = "SELECT assignment.id, notebook.id FROM assignment JOIN notebook ON assignment_id = assignment.id"
    rows = connection.execute(f"{query} WHERE assignment.name = :name AND notebook.name = :name", name=lesson)
    if not rows:
        raise BookFault(
            tr(
                "The gradebook has no lesson {lesson}; run `nbgrader generate_assignment {lesson}`.",
                lesson=lesson,
            )
        )
    return known(connection, *rows[0])


def is_current(connection: Connection, lesson: str, release: Mapping) -> bool:
    """Whether the texts and points in the gradebook are those of the notebook that learners get."""
    cells, wanted = stored(connection, lesson), _wanted(release)
    texts = {name: _source(cell) for name, cell in wanted.items()}
    worth = {name: _worth(cell) for name, cell in wanted.items() if is_grade(cell)}
    return _sources(connection, cells.notebook) == texts and _points(connection, cells.notebook) == worth


def known(connection: Connection, assignment: str, notebook: str) -> Cells:
    """The cells that the gradebook has of a notebook."""
    rows = connection.execute("SELECT name, id, type FROM base_cell WHERE notebook_id = :id", id=notebook)
    kinds: dict[str, dict[str, str]] = {"GradeCell": {}, "SolutionCell": {}, "TaskCell": {}}
    for name, id_, kind in rows:
        kinds[kind][name] = id_
    texts = _sources(connection, notebook)
    stubs = {name: texts[name]["source"] for name in kinds["SolutionCell"] if name in texts}
    return Cells(assignment, notebook, kinds["GradeCell"], kinds["SolutionCell"], stubs)


def new_id() -> str:
    """An id for a row, of nbgrader's form."""
    return uuid4().hex


def _sources(connection: Connection, notebook: str) -> dict[str, dict]:
    query = "SELECT name, cell_type, locked, source, checksum FROM source_cell WHERE notebook_id = :id"
    return {
        name: {"cell_type": kind, "locked": bool(locked), "source": source, "checksum": checksum}
        for name, kind, locked, source, checksum in connection.execute(query, id=notebook)
    }


def _points(connection: Connection, notebook: str) -> dict[str, dict]:
    query = (
        "SELECT name, max_score, cell_type FROM base_cell JOIN grade_cells ON grade_cells.id = base_cell.id"
    )
    rows = connection.execute(f"{query} WHERE notebook_id = :id", id=notebook)
    return {name: {"max_score": score, "cell_type": kind} for name, score, kind in rows}


def _assignment(connection: Connection, course: str, lesson: str) -> str:
    if not connection.execute("SELECT id FROM course WHERE id = :id", id=course):
        connection.execute("INSERT INTO course (id) VALUES (:id)", id=course)
    if found := connection.execute("SELECT id FROM assignment WHERE name = :name", name=lesson):
        return found[0][0]
    insert = "INSERT INTO assignment (id, name, course_id) VALUES (:id, :name, :course)"
    connection.execute(insert, id=(new := new_id()), name=lesson, course=course)
    return new


def _notebook(connection: Connection, assignment: str, lesson: str, release: Mapping) -> str:
    query = "SELECT id FROM notebook WHERE assignment_id = :assignment AND name = :name"
    if found := connection.execute(query, assignment=assignment, name=lesson):
        return found[0][0]
    kernel = json.dumps(release["metadata"].get("kernelspec", {}))
    insert = "INSERT INTO notebook (id, name, assignment_id, kernelspec) VALUES (:id, :name, :of, :kernel)"
    connection.execute(insert, id=(new := new_id()), name=lesson, of=assignment, kernel=kernel)
    return new


def _wanted(release: Mapping) -> dict[str, Mapping]:
    known = (cell for cell in release["cells"] if is_grade(cell) or is_solution(cell) or is_locked(cell))
    return {grade_id(cell): cell for cell in known}


def _forget(connection: Connection, lesson: str, notebook: str, changed: set[str]) -> None:
    if connection.execute("SELECT 1 FROM submitted_notebook WHERE notebook_id = :id", id=notebook):
        raise BookFault(
            tr(
                "The cells of lesson {lesson} have changed ({changed}) and the gradebook has submissions for "
                "the old ones. Keep a copy of the gradebook, then run `nbgrader db assignment remove "
                "{lesson} --force` and grade again.",
                lesson=lesson,
                changed=", ".join(sorted(changed)),
            )
        )
    of_notebook = "(SELECT id FROM base_cell WHERE notebook_id = :id)"
    for table in ("grade_cells", "solution_cells"):
        connection.execute(f"DELETE FROM {table} WHERE id IN {of_notebook}", id=notebook)
    for table in ("base_cell", "source_cell"):
        connection.execute(f"DELETE FROM {table} WHERE notebook_id = :id", id=notebook)


def _insert(connection: Connection, notebook: str, wanted: Mapping[str, Mapping]) -> None:
    columns = "id, name, notebook_id, cell_type, locked, source, checksum"
    values = ":id, :name, :notebook, :cell_type, :locked, :source, :checksum"
    for name, cell in wanted.items():
        insert = f"INSERT INTO source_cell ({columns}) VALUES ({values})"
        connection.execute(insert, id=new_id(), name=name, notebook=notebook, **_source(cell))
        if is_grade(cell):
            new = _insert_base(connection, notebook, name, "GradeCell")
            insert = "INSERT INTO grade_cells (id, max_score, cell_type) VALUES (:id, :max_score, :cell_type)"
            connection.execute(insert, id=new, **_worth(cell))
        if is_solution(cell):
            new = _insert_base(connection, notebook, name, "SolutionCell")
            connection.execute("INSERT INTO solution_cells (id) VALUES (:id)", id=new)


def _insert_base(connection: Connection, notebook: str, name: str, kind: str) -> str:
    insert = "INSERT INTO base_cell (id, name, notebook_id, type) VALUES (:id, :name, :notebook, :kind)"
    connection.execute(insert, id=(new := new_id()), name=name, notebook=notebook, kind=kind)
    return new


_UPDATE_SOURCE = """
    UPDATE source_cell SET cell_type = :cell_type, locked = :locked, source = :source, checksum = :checksum
    WHERE notebook_id = :notebook AND name = :name
"""
_UPDATE_POINTS = """
    UPDATE grade_cells SET max_score = :max_score, cell_type = :cell_type
    WHERE id IN (
        SELECT id FROM base_cell WHERE notebook_id = :notebook AND name = :name AND type = 'GradeCell'
    )
"""


def _update(connection: Connection, notebook: str, wanted: Mapping[str, Mapping]) -> None:
    for name, cell in wanted.items():
        connection.execute(_UPDATE_SOURCE, notebook=notebook, name=name, **_source(cell))
        if is_grade(cell):
            connection.execute(_UPDATE_POINTS, notebook=notebook, name=name, **_worth(cell))


def _source(cell: Mapping) -> dict:
    return {
        "cell_type": cell["cell_type"],
        "locked": is_locked(cell),
        "source": cell["source"],
        "checksum": marks(cell).get("checksum"),
    }


def _worth(cell: Mapping) -> dict:
    return {"max_score": float(marks(cell)["points"]), "cell_type": cell["cell_type"]}
