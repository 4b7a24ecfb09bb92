"""Reading nbgrader's tables: who is in the class, and how a lesson stands after autograder and hand."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from handprop.grade.gradebook.engine import Connection
from handprop.grade.gradebook.scores import final, seconds_late, with_extension
from handprop.grade.gradebook.times import moment


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
    rows = connection.execute("SELECT id, first_name, last_name, email, lms_user_id FROM student ORDER BY id")
    return [Learner(*[value or "" for value in row]) for row in rows]


_OF_LESSON = """
    FROM submitted_assignment
    JOIN assignment ON assignment.id = submitted_assignment.assignment_id
    JOIN submitted_notebook ON submitted_notebook.assignment_id = submitted_assignment.id
"""


def standings(connection: Connection, lesson: str) -> dict[str, Standing]:
    """How every learner stands in a lesson, by id, in their order."""
    query = f"""
        SELECT student_id, timestamp, extension, duedate, late_submission_penalty {_OF_LESSON}
        WHERE assignment.name = :lesson ORDER BY student_id
    """
    found = {row[0]: _standing(*row) for row in connection.execute(query, lesson=lesson)}
    _read_grades(connection, lesson, found)
    _read_comments(connection, lesson, found)
    return found


def _standing(learner: str, handed_in: object, extension: object, due: object, off: float | None) -> Standing:
    late = seconds_late(moment(handed_in), with_extension(due, extension))
    return Standing(learner, moment(handed_in), late, off or 0.0)


def _read_grades(connection: Connection, lesson: str, found: dict[str, Standing]) -> None:
    query = f"""
        SELECT student_id, base_cell.name, manual_score, auto_score, extra_credit, needs_manual_grade
        {_OF_LESSON}
        JOIN grade ON grade.notebook_id = submitted_notebook.id
        JOIN base_cell ON base_cell.id = grade.cell_id
        WHERE assignment.name = :lesson
    """
    for learner, cell, manual, auto, extra, needs in connection.execute(query, lesson=lesson):
        question = cell.removesuffix("-check")
        found[learner].scores[question] = final(manual, auto, extra)
        if needs:
            found[learner].open.append(question)


def _read_comments(connection: Connection, lesson: str, found: dict[str, Standing]) -> None:
    query = f"""
        SELECT student_id, base_cell.name, manual_comment {_OF_LESSON}
        JOIN comment ON comment.notebook_id = submitted_notebook.id
        JOIN base_cell ON base_cell.id = comment.cell_id
        WHERE assignment.name = :lesson AND manual_comment IS NOT NULL
    """
    for learner, question, said in connection.execute(query, lesson=lesson):
        found[learner].comments[question] = said
