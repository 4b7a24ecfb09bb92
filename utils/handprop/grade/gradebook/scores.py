"""Scores in nbgrader's gradebook, by the rules of its `SaveAutoGrades`; what was given by hand is kept."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from handprop.grade.gradebook import cells as book_cells
from handprop.grade.gradebook.cells import Cells, new_id
from handprop.grade.gradebook.engine import Connection
from handprop.grade.gradebook.times import moment, span
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
    update = "UPDATE submitted_notebook SET late_submission_penalty = :off WHERE id = :id"
    connection.execute(update, off=off, id=row.work)


def save_penalties(connection: Connection, rows: Sequence[dict]) -> None:
    """Write what lateness costs (`off`, None for nothing) by `learner` and `lesson`, in the transaction."""
    update = """
        UPDATE submitted_notebook SET late_submission_penalty = :off WHERE assignment_id IN (
            SELECT submitted_assignment.id FROM submitted_assignment
            JOIN assignment ON assignment.id = submitted_assignment.assignment_id
            WHERE submitted_assignment.student_id = :learner AND assignment.name = :lesson)
    """
    if rows:
        connection.execute_many(update, list(rows))


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
    query = """
        SELECT 1 FROM submitted_notebook
        JOIN submitted_assignment ON submitted_assignment.id = submitted_notebook.assignment_id
        JOIN assignment ON assignment.id = submitted_assignment.assignment_id
        WHERE submitted_assignment.student_id = :learner AND assignment.name = :lesson
    """
    return bool(connection.execute(query, learner=learner, lesson=lesson))


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


_SUBMISSION = """
    SELECT submitted_assignment.id, submitted_notebook.id, submitted_assignment.timestamp,
           submitted_assignment.extension, assignment.duedate
    FROM submitted_assignment
    JOIN assignment ON assignment.id = submitted_assignment.assignment_id
    LEFT JOIN submitted_notebook ON submitted_notebook.assignment_id = submitted_assignment.id
        AND submitted_notebook.notebook_id = :notebook
    WHERE submitted_assignment.assignment_id = :assignment AND submitted_assignment.student_id = :learner
"""


def _submission(connection: Connection, cells: Cells, learner: str, handed_in: datetime | None) -> _Row:
    """The rows of a submission, made if they are not there; with the time of this one."""
    where = {"notebook": cells.notebook, "assignment": cells.assignment, "learner": learner}
    found = connection.execute(_SUBMISSION, **where)
    if not found:
        return _new_submission(connection, cells, learner, handed_in)
    submitted, work, before, extension, due = found[0]
    if handed_in is not None:
        update = "UPDATE submitted_assignment SET timestamp = :handed_in WHERE id = :id"
        connection.execute(update, handed_in=handed_in, id=submitted)
    work = work or _new_work(connection, cells, submitted)
    return _Row(work, handed_in or moment(before), with_extension(due, extension))


def _new_submission(connection: Connection, cells: Cells, learner: str, handed_in: datetime | None) -> _Row:
    if not connection.execute("SELECT id FROM student WHERE id = :id", id=learner):
        connection.execute("INSERT INTO student (id) VALUES (:id)", id=learner)
    insert = """
        INSERT INTO submitted_assignment (id, assignment_id, student_id, timestamp)
        VALUES (:id, :assignment, :learner, :handed_in)
    """
    new = {"id": new_id(), "assignment": cells.assignment, "learner": learner, "handed_in": handed_in}
    connection.execute(insert, **new)
    due = connection.execute("SELECT duedate FROM assignment WHERE id = :id", id=cells.assignment)
    return _Row(_new_work(connection, cells, new["id"]), handed_in, moment(due[0][0]))


def _new_work(connection: Connection, cells: Cells, submitted: str) -> str:
    insert = """
        INSERT INTO submitted_notebook (id, notebook_id, assignment_id, flagged)
        VALUES (:id, :notebook, :submitted, :flagged)
    """
    new = {"id": new_id(), "notebook": cells.notebook, "submitted": submitted, "flagged": False}
    connection.execute(insert, **new)
    return new["id"]


_INSERT_GRADE = """
    INSERT INTO grade (id, cell_id, notebook_id, auto_score, needs_manual_grade)
    VALUES (:id, :cell, :work, :auto, :needs)
"""
_UPDATE_GRADE = "UPDATE grade SET auto_score = :auto, needs_manual_grade = :needs WHERE id = :id"


def _save_grades(connection: Connection, work: str, scores: Mapping[str, float | None]) -> float:
    """Write the autograder's scores; the sum, with what was given by hand."""
    query = "SELECT cell_id, id, manual_score, extra_credit FROM grade WHERE notebook_id = :work"
    stored = {cell: rest for cell, *rest in _rows_of(connection, query, work, scores)}
    total, new, changed = 0.0, [], []
    for cell, auto in scores.items():
        if cell not in stored:
            new.append({"id": new_id(), "cell": cell, "work": work, "auto": auto, "needs": auto is None})
            total += auto or 0.0
        else:
            id_, manual, extra = stored[cell]
            # A grade given by hand stands; that it was given for other work is for the grader to see.
            changed.append({"id": id_, "auto": auto, "needs": manual is not None or auto is None})
            total += final(manual, auto, extra)
    connection.execute_many(_INSERT_GRADE, new)
    connection.execute_many(_UPDATE_GRADE, changed)
    return total


def final(manual: float | None, auto: float | None, extra: float | None) -> float:
    """The score as nbgrader adds it up: extra credit counts only beside a score."""
    score = auto if manual is None else manual
    return 0.0 if score is None else score + (extra or 0.0)


_INSERT_COMMENT = (
    "INSERT INTO comment (id, cell_id, notebook_id, auto_comment) VALUES (:id, :cell, :work, :said)"
)
_UPDATE_COMMENT = "UPDATE comment SET auto_comment = :said WHERE id = :id"


def _save_comments(connection: Connection, work: str, comments: Mapping[str, str | None]) -> None:
    query = "SELECT cell_id, id FROM comment WHERE notebook_id = :work"
    stored = dict(tuple(row) for row in _rows_of(connection, query, work, comments))
    new = [
        {"id": new_id(), "cell": cell, "work": work, "said": said}
        for cell, said in comments.items()
        if cell not in stored
    ]
    changed = [{"id": stored[cell], "said": said} for cell, said in comments.items() if cell in stored]
    connection.execute_many(_INSERT_COMMENT, new)
    connection.execute_many(_UPDATE_COMMENT, changed)


def _rows_of(connection: Connection, query: str, work: str, cells: Collection[str]) -> list[Sequence]:
    # Both columns of the index are named, or the whole table would be read.
    names = {f"cell{number}": cell for number, cell in enumerate(cells)}
    if not names:
        return []
    return connection.execute(f"{query} AND cell_id IN (:{', :'.join(names)})", work=work, **names)


def with_extension(due: object, extension: object) -> datetime | None:
    """The learner's own date, from what the database has of the assignment's date and the extension."""
    due, more = moment(due), span(extension)
    return due + more if due and more else due


def seconds_late(handed_in: datetime | None, due: datetime | None) -> float:
    """The seconds after the due date; 0 if either is unknown."""
    if handed_in is None or due is None:
        return 0.0
    return max(0.0, (handed_in - due).total_seconds())
