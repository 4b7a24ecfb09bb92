"""The list of a class: who should have handed in, and how the learning platform names them.

Three kinds of CSV file are known by their columns: the gradebook that Canvas exports (Student, ID, …), the
grading worksheet of Moodle (Identifier, Full name, …), and any other with a column `id`, `learner` or
`username`, such as the one that `nbgrader db student import` takes.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from handprop.course.faults import Refused
from handprop.grade.intake.names import identity

CANVAS, MOODLE, PLAIN = "canvas", "moodle", "plain"

_IDS = ("id", "learner", "student_id", "student", "username", "id number", "email", "email address")
_EMAILS = ("email", "email address", "e-mail")


@dataclass(frozen=True)
class Entry:
    """A learner of the list: `id` and `name` to show, `keys` that a submission may go by, the file's row."""

    id: str
    name: str = ""
    email: str = ""
    keys: frozenset[str] = frozenset()
    row: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Roster:
    """The list of a class.  `header` holds the columns of the file that it was read from."""

    kind: str = PLAIN
    header: tuple[str, ...] = ()
    entries: tuple[Entry, ...] = ()

    def of(self, learners: Iterable[str]) -> dict[str, Entry]:
        """The entry of each learner that is on the list.

        Where two learners fit one entry it goes to the one of just that id, else to nobody, and nobody gets
        one of two entries.
        """
        claims: dict[str, list[Entry]] = {}
        for entry in self.entries:
            for key in entry.keys:
                claims.setdefault(key, []).append(entry)
        known = {learner: claims.get(_key(learner), []) for learner in learners}
        single = {learner: entries[0] for learner, entries in known.items() if len(entries) == 1}
        often = Counter(single.values())
        return {one: entry for one, entry in single.items() if often[entry] == 1 or one == entry.id}


def roster_of(students: Iterable[tuple[str, str, str]]) -> Roster:
    """A list made from (id, name, email), as nbgrader's gradebook keeps its students."""
    return Roster(entries=tuple(Entry(id_, name, email, _keys(id_, email)) for id_, name, email in students))


def read_roster(path: Path) -> Roster:
    """The list in a CSV file.

    Raises Refused, with what is missing, if the file cannot be read as one.
    """
    header, rows = _rows(path)
    columns = {name.strip().casefold(): name for name in header}
    if {"student", "id", "section"} <= columns.keys():
        kind, entry = CANVAS, _of_canvas
        rows = [row for row in rows if row["ID"] or row.get("SIS Login ID")]  # not the row of points possible
    elif {"identifier", "full name"} <= columns.keys():
        kind, entry = MOODLE, _of_moodle
    elif any(name in columns for name in _IDS):
        kind, entry = PLAIN, _of_plain
    else:
        raise Refused(
            f"{path.name} has no column for the learners' ids. Name it `id`, or take the file that Canvas or "
            "Moodle exports."
        )
    entries = [entry({name: row[column] for name, column in columns.items()}, row) for row in rows]
    return Roster(kind, tuple(header), tuple(one for one in entries if one.id))


def _rows(path: Path) -> tuple[list[str], list[dict[str, str]]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as fault:
        why = fault.strerror if isinstance(fault, OSError) else "save it as CSV in UTF-8"
        raise Refused(f"The list of learners {path.name} cannot be read: {why}.") from None
    lines = text.splitlines(keepends=True)
    separator = max(",;\t", key=lines[0].count) if lines else ","
    try:
        header, *rows = [row for row in csv.reader(lines, delimiter=separator, strict=True) if any(row)]
    except (csv.Error, ValueError):
        raise Refused(f"The list of learners {path.name} is not a CSV file with a header.") from None
    return header, [dict(zip(header, [*row, *[""] * len(header)], strict=False)) for row in rows]


def _of_canvas(columns: Mapping[str, str], row: Mapping[str, str]) -> Entry:
    name, number = columns["student"].strip(), columns["id"].strip()
    # Canvas's downloads are named by the sortable name without blanks and signs, and the user's number.
    short = re.sub(r"\W", "", name.casefold())
    ids = [columns.get("sis login id", ""), columns.get("sis user id", ""), f"{short}_{number}"]
    return Entry(next(filter(None, ids)), name, "", _keys(*ids), row)


def _of_moodle(columns: Mapping[str, str], row: Mapping[str, str]) -> Entry:
    name, email = columns["full name"].strip(), columns.get("email address", "")
    number = "".join(re.findall(r"\d+", columns["identifier"]))  # "Participant 123"
    others = (columns.get("username", ""), columns.get("id number", ""))
    return Entry(name or number, name, email, _keys(name, f"{name}_{number}", email, *others), row)


def _of_plain(columns: Mapping[str, str], row: Mapping[str, str]) -> Entry:
    parts = (columns.get("first_name") or columns.get("first name"), columns.get("last_name"))
    last = columns.get("last name") or columns.get("surname")
    name = columns.get("name") or " ".join(filter(None, (*parts, last)))
    email = next((columns[one] for one in _EMAILS if columns.get(one)), "")
    id_ = next((columns[one] for one in _IDS if columns.get(one)), "")
    return Entry(identity(id_), name.strip(), email, _keys(id_, email), row)


def _keys(*names: str) -> frozenset[str]:
    return frozenset(_key(name) for name in names if name.strip())


def _key(name: str) -> str:
    return unicodedata.normalize("NFC", identity(name)).casefold()
