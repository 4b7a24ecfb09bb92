"""All exercises of a course beside each other: points by learner, totals, and the weeks compared."""

from __future__ import annotations

import statistics
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from handprop.course.front import about
from handprop.course.lessons import lessons
from handprop.grade.gradebook.book import Book
from handprop.grade.intake.class_list import Roster
from handprop.grade.intake.table_file import write_table
from handprop.grade.report.words import points


@dataclass(frozen=True)
class Week:
    """An exercise: its points, and the mean and the median of those who handed in."""

    lesson: str
    title: str
    points: float
    handed_in: int
    mean: float
    median: float


@dataclass(frozen=True)
class Course:
    """The exercises that were graded, and each learner's points by exercise."""

    weeks: tuple[Week, ...]
    scores: Mapping[str, Mapping[str, float]]

    def total(self, learner: str) -> float:
        """A learner's points in all."""
        return sum(self.scores[learner].values())

    @property
    def points(self) -> float:
        """The points of all exercises."""
        return sum(week.points for week in self.weeks)


def course_of(
    book: Book,
    gone: Collection[str] = (),
    roster: Roster | None = None,
    numbers: Mapping[str, Collection[str]] | None = None,
) -> Course:
    """What the gradebook holds of all exercises, without learners who are called otherwise by now (`gone`).

    Those of the class list who never handed in anything stand there too, with nothing; `numbers` are the
    platform's own, by learner.
    """
    from handprop.grade.questions import questions_of

    weeks: list[Week] = []
    scores: dict[str, dict[str, float]] = {}
    for lesson in lessons():
        of = {who: one.score for who, one in book.standings(lesson).items() if who not in gone}
        if not of:
            continue
        possible = float(sum(question.points for question in questions_of(lesson)))
        mean, median = statistics.mean(of.values()), statistics.median(of.values())
        weeks.append(Week(lesson, about(lesson).title, possible, len(of), mean, median))
        for learner, score in of.items():
            scores.setdefault(learner, {})[lesson] = score
    present = set(roster.of(scores, numbers).values()) if roster else set()
    scores |= {entry.id: {} for entry in (roster.entries if roster else ()) if entry not in present}
    return Course(tuple(weeks), dict(sorted(scores.items(), key=lambda one: one[0].casefold())))


def write_course(course: Course, folder: Path) -> None:
    """Write `course.csv`, and `course.xlsx` if that has changed.  Raises OSError if that is not possible."""
    changed = write_table(folder / "course.csv", _rows(course), "utf-8-sig")
    if (
        changed or not (folder / "course.xlsx").is_file()
    ):  # importing what writes it takes a quarter of a second
        write_table(folder / "course.xlsx", _rows(course))


def _rows(course: Course) -> list[list]:
    names = [week.lesson for week in course.weeks]
    rows: list[list] = [["learner", *names, "total"]]
    rows.append(["points", *(points(week.points) for week in course.weeks), points(course.points)])
    for learner, of in course.scores.items():
        told = [points(of[name]) if name in of else "" for name in names]
        rows.append([learner, *told, points(course.total(learner))])
    return rows
