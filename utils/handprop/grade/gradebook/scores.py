"""Scores in nbgrader's gradebook, by the rules of its `SaveAutoGrades`; what was given by hand is kept."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Column, Connection, Select, Table, bindparam, insert, select, update

from handprop.grade.gradebook import cells as book_cells
from handprop.grade.gradebook.cells import Cells
from handprop.grade.gradebook.schema import ASSIGNMENT, COMMENT, GRADE, STUDENT, SUBMITTED, WORK, new_id
from handprop.grade.judging.result import QuestionResult, Result

Penalty = Callable[[str, float, float], float | None]
"""From a learner, a score and the seconds of lateness to the points taken off; None for no penalty."""


@dataclass(frozen=True)
class _Row:
    """A submitted notebook in the gradebook, when it came and by when it was due."""

    work: str
    handed_in: datetime | None
    due: datetime | None


def save(
    connection: Connection,
    cells: Cells,
    learner: str,
    handed_in: datetime | None,
    result: Result,
    penalty: Penalty,
) -> None:
    """Write the scores of a result, in the caller's transaction."""
    row = _submission(connection, cells, learner, handed_in)
    scores = _auto_scores(cells, result)
    total = _save_grades(connection, row.work, scores)
    _save_comments(connection, row.work, _auto_comments(cells, result))
    late = seconds_late(row.handed_in, row.due)
    off = penalty(learner, total, late) if late > 0 else None
    connection.execute(update(WORK).where(WORK.c.id == row.work).values(late_submission_penalty=off))


def save_outputs(
    connection: Connection,
    lesson: str,
    learner: str,
    scores: Mapping[str, float | None],
    comments: Mapping[str, str | None],
) -> None:
    """Write scores and comments by the names of cells, in the caller's transaction."""
    cells = book_cells.stored(connection, lesson)
    row = _submission(connection, cells, learner, None)
    _save_grades(connection, row.work, {cells.graded[name]: score for name, score in scores.items()})
    _save_comments(connection, row.work, {cells.answers[name]: said for name, said in comments.items()})


def has(connection: Connection, lesson: str, learner: str) -> bool:
    """Whether nbgrader's tables have a submission; somebody may have removed it there."""
    query = select(WORK.c.id).join(SUBMITTED, SUBMITTED.c.id == WORK.c.assignment_id)
    query = query.join(ASSIGNMENT, ASSIGNMENT.c.id == SUBMITTED.c.assignment_id)
    query = query.where(SUBMITTED.c.student_id == learner, ASSIGNMENT.c.name == lesson)
    return connection.execute(query.limit(1)).one_or_none() is not None


def _auto_scores(cells: Cells, result: Result) -> dict[str, float | None]:
    """What the autograder gives to every cell with points, by the cell's id; None where a hand is needed."""
    scores: dict[str, float | None] = dict.fromkeys(cells.graded.values())
    for question in result.questions:
        check = cells.graded.get(f"{question.name}-check")
        if check is not None:
            scores[check] = question.score
        elif question.name in cells.graded:
            scores[cells.graded[question.name]] = _by_hand(cells, question)
    return scores


def _by_hand(cells: Cells, question: QuestionResult) -> float | None:
    # An answer that was never touched needs nobody to read it.
    return 0.0 if _untouched(cells, question) else question.score


def _auto_comments(cells: Cells, result: Result) -> dict[str, str | None]:
    return {
        cells.answers[question.name]: "No response." if _untouched(cells, question) else None
        for question in result.questions
        if question.name in cells.answers
    }


def _untouched(cells: Cells, question: QuestionResult) -> bool:
    return question.answer == cells.stubs.get(question.name)


def _submission(connection: Connection, cells: Cells, learner: str, handed_in: datetime | None) -> _Row:
    """The rows of a submission, made if they are not there; with the time of this one."""
    query = (
        select(SUBMITTED.c.id, WORK.c.id, SUBMITTED.c.timestamp, SUBMITTED.c.extension, ASSIGNMENT.c.duedate)
        .join(ASSIGNMENT, ASSIGNMENT.c.id == SUBMITTED.c.assignment_id)
        .outerjoin(WORK, (WORK.c.assignment_id == SUBMITTED.c.id) & (WORK.c.notebook_id == cells.notebook))
        .where(SUBMITTED.c.assignment_id == cells.assignment, SUBMITTED.c.student_id == learner)
    )
    found = connection.execute(query).one_or_none()
    if found is None:
        return _new_submission(connection, cells, learner, handed_in)
    submitted, work, before, extension, due = found
    if handed_in is not None:
        connection.execute(update(SUBMITTED).where(SUBMITTED.c.id == submitted).values(timestamp=handed_in))
    work = work or _new_work(connection, cells, submitted)
    return _Row(work, handed_in or before, due + extension if due and extension else due)


def _new_submission(connection: Connection, cells: Cells, learner: str, handed_in: datetime | None) -> _Row:
    if connection.execute(select(STUDENT.c.id).where(STUDENT.c.id == learner)).one_or_none() is None:
        connection.execute(insert(STUDENT).values(id=learner))
    submitted = {"id": new_id(), "assignment_id": cells.assignment, "student_id": learner}
    connection.execute(insert(SUBMITTED).values(submitted | {"timestamp": handed_in}))
    due = connection.execute(select(ASSIGNMENT.c.duedate).where(ASSIGNMENT.c.id == cells.assignment)).scalar()
    return _Row(_new_work(connection, cells, submitted["id"]), handed_in, due)


def _new_work(connection: Connection, cells: Cells, submitted: str) -> str:
    work = {"id": new_id(), "notebook_id": cells.notebook, "assignment_id": submitted, "flagged": False}
    connection.execute(insert(WORK).values(work))
    return work["id"]


def _save_grades(connection: Connection, work: str, scores: Mapping[str, float | None]) -> float:
    """Write the autograder's scores; the sum, with what was given by hand."""
    columns = (GRADE.c.cell_id, GRADE.c.id, GRADE.c.manual_score, GRADE.c.extra_credit)
    stored = {row.cell_id: row for row in connection.execute(_rows_of(GRADE, columns, work, scores))}
    total, new, changed = 0.0, [], []
    for cell, auto in scores.items():
        if (old := stored.get(cell)) is None:
            row = {"id": new_id(), "cell_id": cell, "notebook_id": work}
            new.append(row | {"auto_score": auto, "needs_manual_grade": auto is None})
            total += auto or 0.0
        else:
            # A grade given by hand stands; that it was given for other work is for the grader to see.
            needs = old.manual_score is not None or auto is None
            changed.append({"row": old.id, "auto": auto, "needs": needs})
            total += final(old.manual_score, auto, old.extra_credit)
    _execute_many(connection, insert(GRADE), new)
    _execute_many(connection, _UPDATE_GRADE, changed)
    return total


def final(manual: float | None, auto: float | None, extra: float | None) -> float:
    """The score as nbgrader adds it up: extra credit counts only beside a score."""
    score = auto if manual is None else manual
    return 0.0 if score is None else score + (extra or 0.0)


def _save_comments(connection: Connection, work: str, comments: Mapping[str, str | None]) -> None:
    query = _rows_of(COMMENT, (COMMENT.c.cell_id, COMMENT.c.id), work, comments)
    stored = dict(tuple(row) for row in connection.execute(query))
    new = [
        {"id": new_id(), "cell_id": cell, "notebook_id": work, "auto_comment": said}
        for cell, said in comments.items()
        if cell not in stored
    ]
    changed = [{"row": stored[cell], "said": said} for cell, said in comments.items() if cell in stored]
    _execute_many(connection, insert(COMMENT), new)
    _execute_many(connection, _UPDATE_COMMENT, changed)


_UPDATE_GRADE = (
    update(GRADE)
    .where(GRADE.c.id == bindparam("row"))
    .values(auto_score=bindparam("auto"), needs_manual_grade=bindparam("needs"))
)
_UPDATE_COMMENT = (
    update(COMMENT).where(COMMENT.c.id == bindparam("row")).values(auto_comment=bindparam("said"))
)


def _rows_of(table: Table, columns: Sequence[Column], work: str, cells: Collection[str]) -> Select:
    # Both columns of the index are named, or the whole table would be read.
    return select(*columns).where(table.c.cell_id.in_(list(cells)), table.c.notebook_id == work)


def _execute_many(connection: Connection, statement, rows: list[dict]) -> None:
    if rows:
        connection.execute(statement, rows)


def seconds_late(handed_in: datetime | None, due: datetime | None) -> float:
    """The seconds after the due date; 0 if either is unknown."""
    if handed_in is None or due is None:
        return 0.0
    return max(0.0, (handed_in - due).total_seconds())
