"""Scores in the tables that Canvas and Moodle gave out: nothing but the cells of the scores is changed.

Canvas's `lib/gradebook_importer.rb` makes a new exercise of a column that it does not know, and sets the
points of an exercise from the row "Points Possible": so no column is made here, and that row stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from handprop.course.faults import Refused
from handprop.course.front import about
from handprop.grade.intake.class_list import CANVAS, MOODLE, Entry, Roster
from handprop.grade.intake.worksheet import NO, YES, Columns, columns_of
from handprop.grade.report.summary import Row, Summary
from handprop.grade.report.words import in_words, number, points
from handprop.language import tr

_CANVAS_ABOUT = ("student", "lastname", "firstname", "id", "sis user id", "sis login id", "integration id")
_CANVAS_ABOUT += ("root account", "section")
_CANVAS_TOTALS = re.compile(
    r"(current|final|override|unposted)\b.*\b(score|points|grade|status)\b", re.IGNORECASE
)
_POSSIBLE = "points possible"

NO_COLUMN = tr(
    "Canvas takes scores for a column that it has. Give the list that Canvas exports with --learners, or the "
    "column's whole name: --column 'Sheet 6 (1234)'."
)

Cells = list[list[object]]


def choose_column(roster: Roster, kind: str, lesson: str, title: str, wanted: str | None) -> int | None:
    """The place of the exercise's column in a platform's list; None where the list is not the platform's.

    Raises Refused if it is not there, could be several, or must not be written to.
    """
    if roster.kind != kind or not roster.rows:
        return None
    if kind == MOODLE:
        return _moodles_columns(roster, wanted).grade
    named = {place: name for place, name in enumerate(roster.header) if _is_canvas_exercise(name)}
    fit = [place for place, name in named.items() if _fits(name, lesson, title, wanted)]
    if len(fit) != 1:
        several = " or ".join(f'"{named[place]}"' for place in fit) or ", ".join(
            f'"{one}"' for one in named.values()
        )
        which = tr("could be the one") if fit else tr("are there")
        asked = (
            tr("the name {wanted!r}", wanted=wanted) if wanted else tr("the exercise {lesson}", lesson=lesson)
        )
        raise Refused(
            tr(
                "The list from Canvas has {words} for {asked}: {several} {which}. Name it: --column TITLE.",
                words=tr("several columns") if fit else tr("no column"),
                asked=asked,
                several=several or "none",
                which=which,
            )
        )
    if "read only" in _possible(roster, fit[0]).casefold():
        raise Refused(
            tr(
                'The column "{named}" is read only in Canvas; name another: --column TITLE.',
                named=named[fit[0]],
            )
        )
    return fit[0]


def check_column(roster: Roster | None, kind: str, lesson: str, wanted: str | None) -> None:
    """Refuse, before anything is graded, what has no column to go into."""
    if roster is not None:
        choose_column(roster, kind, lesson, about(lesson).title, wanted)
    if kind == CANVAS and wanted is None and (roster is None or roster.kind != CANVAS):
        raise Refused(NO_COLUMN)


def canvas_rows(summary: Summary, wanted: str | None) -> Cells:
    """Canvas's own rows with the scores; the columns about the learner and that of the exercise.

    Who handed nothing in keeps what is there.  Without Canvas's list `wanted` names the column.
    """
    place = choose_column(summary.roster, CANVAS, summary.lesson, summary.title, wanted)
    if place is None:
        return _canvas_alone(summary, wanted)
    possible = _number(_possible(summary.roster, place))
    about = [k for k, name in enumerate(summary.roster.header) if name.strip().casefold() in _CANVAS_ABOUT]
    cells: Cells = [[row[k] for k in (*about, place)] for row in summary.roster.rows]
    for entry, row in listed(summary):
        if row is not None and cells[entry.line][-1].strip().upper() != "EX":
            cells[entry.line][-1] = points(_scaled(row, possible))
    return cells


def moodle_rows(summary: Summary, wanted: str | None) -> Cells:
    """The worksheet with grades and comments filled in; rows that Moodle has locked stay as they are."""
    if summary.roster.kind != MOODLE:
        return _moodle_alone(summary, wanted)
    columns = _moodles_columns(summary.roster, wanted)
    cells: Cells = [list(row) for row in summary.roster.rows]
    for entry, row in listed(summary):
        if row is None or is_locked(summary.roster, columns, entry):
            continue
        line = cells[entry.line]
        if columns.scale is None:
            line[columns.grade] = _as_there(row, line, columns)
        if columns.comments is not None:
            line[columns.comments] = in_words(row)
    return cells


def left_alone(summary: Summary, kind: str, wanted: str | None) -> list[str]:
    """Sentences about rows of the list that were not filled in."""
    if kind != MOODLE or summary.roster.kind != MOODLE:
        return []
    columns = _moodles_columns(summary.roster, wanted)
    if columns.scale is not None:
        return [tr("Moodle grades this exercise on a scale: only comments were filled in.")]
    locked = [
        entry.name or entry.id
        for entry, row in listed(summary)
        if row and is_locked(summary.roster, columns, entry)
    ]
    return (
        [
            tr(
                "Moodle says that these grades cannot be changed; left alone: {locked}.",
                locked=", ".join(locked),
            )
        ]
        if locked
        else []
    )


def is_locked(roster: Roster, columns: Columns, entry: Entry) -> bool:
    """Whether Moodle says that a grade cannot be changed."""
    if columns.changeable is None:
        return False
    said = roster.rows[entry.line][columns.changeable].strip().casefold()
    return said in NO and said not in YES


def listed(summary: Summary) -> Iterator[tuple[Entry, Row | None]]:
    """Everybody on the list, in its order, with what they handed in."""
    rows = {entry: row for row in summary.rows if (entry := summary.known.get(row.learner))}
    for entry in summary.roster.entries:
        yield entry, rows.get(entry)


def _moodles_columns(roster: Roster, wanted: str | None) -> Columns:
    columns = columns_of(roster.rows, wanted)
    if columns is None:
        names = ", ".join(f'"{name}"' for name in roster.header)
        raise Refused(
            tr(
                "Which column of Moodle's worksheet is the grade? Name it with --column: {names}.",
                names=names,
            )
        )
    return columns


def _is_canvas_exercise(name: str) -> bool:
    return (
        name.strip().casefold() not in _CANVAS_ABOUT
        and not _CANVAS_TOTALS.search(name)
        and bool(name.strip())
    )


def _fits(name: str, lesson: str, title: str, wanted: str | None) -> bool:
    """Whether a column is the one that is wanted (without Canvas's number too), or the lesson's."""
    plain, bare = name.strip().casefold(), re.sub(r"\s*\(\d+\)$", "", name.strip()).casefold()
    if wanted is not None:
        return wanted.strip().casefold() in (plain, bare)
    # At a word's end: "Exercise 1" is not "Exercise 12".
    return any(re.search(rf"(?<!\w){re.escape(one.casefold())}(?!\w)", plain) for one in (lesson, title))


def _possible(roster: Roster, place: int) -> str:
    return next((row[place] for row in roster.rows[1:] if _POSSIBLE in row[0].casefold()), "")


def _number(text: str) -> float | None:
    try:
        value = float(text.strip().replace(",", "."))
    except ValueError:
        return None
    return value if value > 0 else None


def _scaled(row: Row, maximum: float | None) -> float:
    return row.score / row.points * maximum if maximum and row.points else row.score


def _as_there(row: Row, line: Sequence[str], columns: Columns) -> str:
    """The score as a part of Moodle's maximum, with a comma where Moodle writes one."""
    there = line[columns.maximum] if columns.maximum is not None else ""
    told = points(_scaled(row, _number(there)))
    return told.replace(".", ",") if "," in there else told


def _canvas_alone(summary: Summary, wanted: str | None) -> Cells:
    if wanted is None:
        raise Refused(NO_COLUMN)
    header = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", wanted]
    rows = []
    for row in summary.rows:
        found = re.fullmatch(
            r"\w+_(\d+)", row.learner
        )  # the user's number that Canvas put into the file's name
        login = "" if found else row.learner
        rows.append([row.name or row.learner, found[1] if found else "", "", login, "", number(row.score)])
    return [header, *rows]


def _moodle_alone(summary: Summary, wanted: str | None) -> Cells:
    rows: Cells = [["username", "email", wanted or summary.lesson, "feedback"]]
    for row in summary.rows:
        entry = summary.known.get(row.learner)
        rows.append([row.learner, entry.email if entry else "", number(row.score), in_words(row)])
    return rows
