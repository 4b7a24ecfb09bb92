"""The gradebook of a class: nbgrader's own, with the result of every attempt kept beside its scores."""

from __future__ import annotations

import stat
from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from handprop.course.faults import Refused
from handprop.grade.gradebook import cells as book_cells
from handprop.grade.gradebook import results as book_table
from handprop.grade.gradebook import scores as book_scores
from handprop.grade.gradebook import standings as book_read
from handprop.grade.gradebook.engine import BookFault, in_transaction, reading
from handprop.grade.gradebook.late import ClassRules
from handprop.grade.gradebook.standings import Learner, Standing
from handprop.grade.gradebook.tables import open_engine
from handprop.grade.intake.submission import Submission
from handprop.grade.judging.result import Result
from handprop.language import tr

__all__ = ["Book", "BookFault", "Entry", "Learner", "Standing"]

_ABOUT_LATENESS = ("AssignLatePenalties", "LateSubmissionPlugin", "BasePlugin", "NbGraderPreprocessor")
LONGEST_NAME = 128  # characters, in nbgrader's tables


class Entry(NamedTuple):
    """An attempt and what came of it."""

    learner: str
    attempt: int
    handed_in: datetime | None
    result: Result


class Book:
    """The gradebook at an SQLAlchemy URL, such as ``sqlite:///gradebook.db``; made if it is new.

    `config` are nbgrader's settings for the course (`book_course.settings`), which say what late work costs
    where `rules`, those of the class, do not.
    Every method raises BookFault, with a sentence, if the database cannot be used.
    """

    def __init__(
        self,
        url: str,
        course_id: str = "handprop",
        config: Mapping | None = None,
        rules: ClassRules | None = None,
    ):
        self.url, self.course_id, self.rules = url, course_id, rules or ClassRules()
        self._penalty = self.rules.penalty if self.rules.late else _penalty(config or {})
        self._cells: dict[str, book_cells.Cells] = {}
        self._seen: dict[Submission, str] = {}
        self._engine = open_engine(url)

    def __enter__(self) -> Book:
        return self

    def __exit__(self, *_) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def prepare(self, lesson: str, release: Mapping) -> None:
        """Make a lesson's assignment, notebook and cells in the gradebook, or bring them up to date.

        `release` is the notebook that learners get.  Raises BookFault if questions came or went while there
        are submissions.
        """
        self._cells[lesson] = in_transaction(
            self._engine,
            lambda connection: book_cells.ensure(connection, self.course_id, lesson, release),
        )

    def has(self, submission: Submission, digest: str) -> bool:
        """Whether this very file was graded with these checks, and nbgrader has its scores if it counts.

        `record` keeps the file's fingerprint as it is now: a file that changes meanwhile is graded next time.
        """
        self._seen[submission] = mark = fingerprint(submission)

        def look(connection):
            known = book_table.marks(connection, submission)
            if known is None or known[:2] != (mark, digest):
                return False
            return not known[2] or book_scores.has(connection, submission.lesson, submission.learner)

        return reading(self._engine, look)

    def record(self, submission: Submission, result: Result, digest: str, *, counts: bool = True) -> None:
        """Keep a result and, if the attempt `counts`, put its scores into nbgrader's tables: all or nothing.

        Grades, comments and extra credit given by hand stay, and are marked for review as nbgrader does.
        Raises Refused for a learner's name that the gradebook cannot hold.
        """
        _check_name(submission.learner)
        seen = self._seen.pop(submission, None)
        marks = {"fingerprint": fingerprint(submission) if seen is None else seen, "digest": digest}

        def write(connection):
            book_table.save(connection, submission, result, marks, counts)
            if counts:
                cells = self._cells.get(submission.lesson) or book_cells.stored(connection, submission.lesson)
                learner, handed_in = submission.learner, submission.handed_in
                book_scores.save(connection, cells, learner, handed_in, result, self._penalty)

        in_transaction(self._engine, write)

    def seed(self) -> int:
        """The seed of the random cases on which functions of this class are tried."""
        return in_transaction(self._engine, book_table.seed_of_class)

    def results(self, lesson: str) -> list[Entry]:
        """Every attempt at a lesson, by learner and attempt."""
        return [Entry(*row[:3], Result.from_json(row.result)) for row in self._rows(lesson)]

    def attempts_that_count(self, lesson: str) -> dict[str, int]:
        """By learner, the attempt whose scores are in nbgrader's tables."""
        return {row.learner: row.attempt for row in self._rows(lesson) if row.counts}

    def standings(self, lesson: str) -> Mapping[str, Standing]:
        """By learner, the scores that stand: those given by hand first, with penalties and what is open."""
        found = reading(self._engine, lambda connection: book_read.standings(connection, lesson))
        for learner, standing in found.items():
            if (due := self.rules.date(lesson, learner)) is not None:
                standing.seconds_late = book_scores.seconds_late(standing.handed_in, due)
        return found

    def settle_lateness(self, lesson: str) -> int:
        """Take off what lateness costs by the dates and rules of now; how many learners' points changed."""
        changed = []
        for learner, standing in self.standings(lesson).items():
            late, total = standing.seconds_late, sum(standing.scores.values())
            off = self._penalty(learner, total, late) if late > 0 else None
            if abs((off or 0.0) - standing.penalty) > 1e-9:
                changed.append({"learner": learner, "lesson": lesson, "off": off})
        in_transaction(self._engine, lambda connection: book_scores.save_penalties(connection, changed))
        return len(changed)

    def learners(self) -> list[Learner]:
        """The learners whom nbgrader knows, with or without submissions."""
        return reading(self._engine, book_read.learners)

    def _rows(self, lesson: str) -> list:
        return reading(self._engine, lambda connection: book_table.of_lesson(connection, lesson))


def _penalty(config: Mapping) -> book_scores.Penalty:
    """The course's own rule for late work; nbgrader takes nothing off where its settings do not say so."""
    if not any(config.get(section) for section in _ABOUT_LATENESS):
        return lambda learner, score, seconds: None
    from handprop.grade.nbgrader.late_penalty import LatePenalty

    return LatePenalty(config)


def fingerprint(submission: Submission) -> str:
    """The digest of the notebook's bytes; empty if it is no plain file or cannot be read."""
    try:
        # A link could lead anywhere, and a pipe never ends.
        if not stat.S_ISREG(submission.path.lstat().st_mode):
            return ""
        return submission.fingerprint()
    except (OSError, ValueError):
        return ""


def _check_name(learner: str) -> None:
    if not learner or len(learner) > LONGEST_NAME:
        raise Refused(
            tr(
                "The gradebook holds names of 1 to {most} characters; this one has {length}: {name!r}.",
                most=LONGEST_NAME,
                length=len(learner),
                name=learner[:40],
            )
        )
    if "\0" in learner or not _is_text(learner):
        raise Refused(
            tr("The name {learner!r} has characters that the gradebook cannot hold.", learner=learner)
        )


def _is_text(name: str) -> bool:
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
