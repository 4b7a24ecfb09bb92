"""Scores as CSV: for a spreadsheet, for Canvas, for Moodle.

The columns are those that the platforms read: Canvas's `lib/gradebook_importer.rb` (Student, ID, SIS User ID,
SIS Login ID, Section, then assignments; a second row with the points possible), and the grading worksheet of
Moodle (mod/assign/feedback/offline: Identifier, Grade, Feedback comments) or its import of grades from CSV.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from handprop.course.files import write_whole
from handprop.grade.intake import names
from handprop.grade.intake.class_list import CANVAS, MOODLE, PLAIN, Entry
from handprop.grade.judging.result import BY_HAND
from handprop.grade.report.summary import Row, Summary

KINDS = (PLAIN, CANVAS, MOODLE)

_CANVAS_ALWAYS = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
_CANVAS_COLUMNS = (*_CANVAS_ALWAYS[:-1], "Integration ID", "Root Account", "Section")


def write(summary: Summary, file: Path, kind: str = PLAIN, column: str | None = None) -> None:
    """Write the scores to a file; learners whom a platform's list does not know are left out of its table.

    `column` is the platform's name for the exercise; by default the one in the list that has the lesson's
    name or title in it, else the lesson's name.  Raises OSError if the file cannot be written.
    """
    rows = {PLAIN: _plain, CANVAS: _canvas, MOODLE: _moodle}[kind](summary, column or _column(summary))
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows([names.cell(one) for one in row] for row in rows)
    # A spreadsheet takes UTF-8 for something else unless the file begins with this mark.
    write_whole(file, text.getvalue(), "utf-8-sig" if kind == PLAIN else "utf-8")


def number(value: float | None) -> str:
    """Points without noughts that say nothing; empty for None."""
    return "" if value is None else f"{value:.4g}"


def _plain(summary: Summary, _column: str) -> Iterator[list]:
    questions = [one.question.name for one in summary.questions]
    yield ["learner", "name", "state", "attempt", "handed_in", "late", "score", "points", *questions]
    for row in summary.rows:
        scores = [number(row.score_of(name)) for name in questions]
        when = row.handed_in.isoformat(" ", "seconds") if row.handed_in else ""
        told = [row.learner, row.name, _state(row), row.attempt, when, "late" if row.late else ""]
        yield [*told, number(row.score), number(row.points), *scores]
    blank = [""] * len(questions)
    for entry in summary.missing:
        yield [entry.id, entry.name, "missing", "", "", "", "", number(summary.points), *blank]


def _state(row: Row) -> str:
    if row.not_judged:
        return "needs attention"
    waits = any(one.state == BY_HAND and row.score_of(one.name) is None for one in row.questions)
    return "to grade by hand" if waits else "graded"


def _canvas(summary: Summary, column: str) -> Iterator[list]:
    header = [name for name in _CANVAS_COLUMNS if name in (*summary.roster.header, *_CANVAS_ALWAYS)]
    yield [*header, column]
    yield ["    Points Possible", *[""] * (len(header) - 1), number(summary.points)]
    if _has_list(summary, CANVAS):
        for entry, row in _listed(summary):
            yield [*[entry.row.get(name, "") for name in header], number(row.score) if row else ""]
        return
    for row in summary.rows:
        told = {"Student": row.name or row.learner, **_canvas_id(row.learner)}
        yield [*[told.get(name, "") for name in header], number(row.score)]


def _canvas_id(learner: str) -> dict[str, str]:
    """The user's number that Canvas put into the file's name, else the learner's name as login."""
    found = re.fullmatch(r"\w+_(\d+)", learner)
    return {"ID": found[1]} if found else {"SIS Login ID": learner}


def _moodle(summary: Summary, column: str) -> Iterator[list]:
    if not _has_list(summary, MOODLE):
        yield ["username", "email", column, "feedback"]
        known = summary.roster.of(row.learner for row in summary.rows)
        for row in summary.rows:
            email = known[row.learner].email if row.learner in known else ""
            yield [row.learner, email, number(row.score), _in_words(row)]
        return
    yield list(summary.roster.header)
    for entry, row in _listed(summary):
        filled = dict(entry.row)
        if row is not None:
            filled |= {"Grade": _of_maximum(row, filled), "Feedback comments": _in_words(row)}
        yield [filled.get(name, "") for name in summary.roster.header]


def _of_maximum(row: Row, filled: Mapping[str, str]) -> str:
    """The score as a part of the grade that Moodle has for the exercise, which may be 100 for 10 points."""
    try:
        maximum = float(filled["Maximum Grade"].replace(",", "."))
    except (KeyError, ValueError):
        return number(row.score)
    return number(row.score / row.points * maximum) if row.points else number(row.score)


def _in_words(row: Row) -> str:
    open_ = [one.title for one in row.questions if (row.score_of(one.name) or 0.0) < one.points]
    told = f"{number(row.score)} of {number(row.points)} points."
    return f"{told} Look again at: {'; '.join(open_)}." if open_ else told


def _listed(summary: Summary) -> Iterator[tuple[Entry, Row | None]]:
    """Everybody on the list, in its order, with what they handed in."""
    of = summary.roster.of(row.learner for row in summary.rows)
    rows = {of[row.learner]: row for row in summary.rows if row.learner in of}
    for entry in summary.roster.entries:
        yield entry, rows.get(entry)


def _has_list(summary: Summary, kind: str) -> bool:
    return kind != PLAIN and summary.roster.kind == kind


def _column(summary: Summary) -> str:
    for name in summary.roster.header:
        if summary.lesson in name.casefold() or summary.title.casefold() in name.casefold():
            return name
    return summary.lesson
