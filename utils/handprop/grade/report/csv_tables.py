"""Scores as a table, CSV or .xlsx: for a spreadsheet, for Canvas, for Moodle."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from handprop.grade.intake.class_list import CANVAS, MOODLE, PLAIN
from handprop.grade.intake.table_file import write_table
from handprop.grade.judging.result import BY_HAND
from handprop.grade.report.platform_tables import canvas_rows, moodle_rows
from handprop.grade.report.summary import Row, Summary
from handprop.grade.report.words import in_words, number
from handprop.language import tr

KINDS = (PLAIN, CANVAS, MOODLE)


def write(summary: Summary, file: Path, kind: str = PLAIN, column: str | None = None) -> None:
    """Write the scores to a file; learners whom a platform's list does not know are left out of its table.

    `column` is the platform's name for the exercise; by default the one in the list that has the lesson's
    name or title in it.  Raises ValueError if the list has no such column, OSError if writing fails.
    """
    rows = {PLAIN: _plain, CANVAS: canvas_rows, MOODLE: moodle_rows}[kind](summary, column)
    # A spreadsheet takes UTF-8 for something else unless the file begins with this mark.
    write_table(file, rows, "utf-8-sig" if kind == PLAIN else "utf-8")


def _plain(summary: Summary, _column: str | None) -> Iterator[list]:
    questions = [one.question.name for one in summary.questions]
    yield [
        "learner",
        "name",
        "state",
        "attempt",
        "handed_in",
        "late",
        "score",
        "points",
        *questions,
        "comment",
    ]
    for row in summary.rows:
        scores = [number(row.score_of(name)) for name in questions]
        when = row.handed_in.isoformat(" ", "seconds") if row.handed_in else ""
        told = [row.learner, row.name, _state(row), row.attempt, when, tr("late") if row.late else ""]
        yield [*told, number(row.score), number(row.points), *scores, _comment(row)]
    blank = [""] * len(questions)
    for entry in summary.missing:
        brought = summary.without.get(entry, "")
        told = [entry.id, entry.name, tr("no notebook") if brought else tr("missing"), "", "", ""]
        yield [*told, "", number(summary.points), *blank, brought]


def _state(row: Row) -> str:
    if row.not_judged:
        return tr("needs attention")
    waits = any(one.state == BY_HAND and row.score_of(one.name) is None for one in row.questions)
    return tr("to grade by hand") if waits else tr("graded")


def _comment(row: Row) -> str:
    """What a learner reads beside the score; for work that could not be judged the reason."""
    unusual = row.result.remarks if row.result and row.not_judged and not row.unread else ()
    return " ".join([in_words(row), *unusual])
