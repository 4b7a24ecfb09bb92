"""Reading nbgrader's tables: who is in the class, and how a lesson stands after autograder and hand."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, Select, select

from handprop.grade.gradebook.schema import ASSIGNMENT, BASE, COMMENT, GRADE, STUDENT, SUBMITTED, WORK
from handprop.grade.gradebook.scores import final, seconds_late


@dataclass(frozen=True)
class Learner:
    """A learner as nbgrader knows them; what is not known is empty."""

    id: str
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    lms_user_id: str = ""


@dataclass
class Standing:
    """The scores of one learner in one lesson.

    `scores` are the points by question (a grade given by hand before the autograder's, extra credit
    included), `open` the questions that wait for a hand, `comments` what a grader wrote, `penalty` the points
    taken off for lateness, `seconds_late` the time after the learner's own date.
    """

    learner: str
    handed_in: datetime | None
    seconds_late: float
    penalty: float
    scores: dict[str, float] = field(default_factory=dict)
    open: list[str] = field(default_factory=list)
    comments: dict[str, str] = field(default_factory=dict)

    @property
    def score(self) -> float:
        """The points in all, less the penalty."""
        return sum(self.scores.values()) - self.penalty


def learners(connection: Connection) -> list[Learner]:
    """Everybody in the table of students, by id."""
    names = ("id", "first_name", "last_name", "email", "lms_user_id")
    rows = connection.execute(select(*[STUDENT.c[name] for name in names]).order_by(STUDENT.c.id))
    return [Learner(*[value or "" for value in row]) for row in rows]


def standings(connection: Connection, lesson: str) -> dict[str, Standing]:
    """How every learner stands in a lesson, by id, in their order."""
    columns = (SUBMITTED.c.student_id, SUBMITTED.c.timestamp, SUBMITTED.c.extension)
    columns += (ASSIGNMENT.c.duedate, WORK.c.late_submission_penalty)
    rows = connection.execute(_of(lesson, select(*columns)).order_by(SUBMITTED.c.student_id))
    found = {row.student_id: _standing(row) for row in rows}
    _read_grades(connection, lesson, found)
    _read_comments(connection, lesson, found)
    return found


def _standing(row) -> Standing:
    due = row.duedate + row.extension if row.duedate and row.extension else row.duedate
    late = seconds_late(row.timestamp, due)
    return Standing(row.student_id, row.timestamp, late, row.late_submission_penalty or 0.0)


def _read_grades(connection: Connection, lesson: str, found: dict[str, Standing]) -> None:
    columns = (GRADE.c.manual_score, GRADE.c.auto_score, GRADE.c.extra_credit, GRADE.c.needs_manual_grade)
    query = _of(lesson, select(SUBMITTED.c.student_id, BASE.c.name, *columns))
    query = query.join(GRADE, GRADE.c.notebook_id == WORK.c.id).join(BASE, BASE.c.id == GRADE.c.cell_id)
    for learner, cell, manual, auto, extra, needs in connection.execute(query):
        question = cell.removesuffix("-check")
        found[learner].scores[question] = final(manual, auto, extra)
        if needs:
            found[learner].open.append(question)


def _read_comments(connection: Connection, lesson: str, found: dict[str, Standing]) -> None:
    query = _of(lesson, select(SUBMITTED.c.student_id, BASE.c.name, COMMENT.c.manual_comment))
    query = query.join(COMMENT, COMMENT.c.notebook_id == WORK.c.id).join(BASE, BASE.c.id == COMMENT.c.cell_id)
    for learner, question, said in connection.execute(query.where(COMMENT.c.manual_comment.is_not(None))):
        found[learner].comments[question] = said


def _of(lesson: str, query: Select) -> Select:
    """The query, with the submissions of a lesson to take columns from."""
    query = query.select_from(SUBMITTED).join(ASSIGNMENT, ASSIGNMENT.c.id == SUBMITTED.c.assignment_id)
    return query.join(WORK, WORK.c.assignment_id == SUBMITTED.c.id).where(ASSIGNMENT.c.name == lesson)
