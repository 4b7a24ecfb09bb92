"""The list of a class: who should have handed in, and how the learning platform names them.

Known by their columns and values: the gradebook that Canvas exports (Student, ID, …), the grading worksheet
of Moodle in any language ("Participant 101", also without names), and any other table with a column `id`,
`learner`, `username` or `email`, such as what `nbgrader db student import` takes, or GitHub Classroom's.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from handprop.course.faults import Refused
from handprop.grade.intake.names import identity
from handprop.grade.intake.table_file import read_table
from handprop.grade.intake.worksheet import are_participants, columns_of
from handprop.language import tr

CANVAS, MOODLE, PLAIN = "canvas", "moodle", "plain"

_IDS = (
    *(
        "id",
        "learner",
        "student_id",
        "student id",
        "student",
        "username",
        "login",
        "id number",
        "sis id",
        "sid",
    ),
    *("matrikelnummer", "identifier", "email", "email address", "e-mail", "mail"),
)
_EMAILS = ("email", "email address", "e-mail", "mail")
_MORE = ("github_username", "github username", "orgdefinedid", "username", "sid", "student id", "id number")
_FIRST = ("first_name", "first name", "firstname", "given name", "vorname", "prénom", "nombre")
_LAST = ("last_name", "last name", "lastname", "surname", "family name", "nachname", "nom", "apellido(s)")
_GROUP = re.compile(
    r"\d|group|gruppe|groupe|grupo|gruppo|team|section|class|tutor|kurs|seminar|lab\b", re.IGNORECASE
)


@dataclass(frozen=True)
class Entry:
    """A learner of the list.

    `id` and `name` are to show, `keys` what a submission may go by, `numbers` the platform's own numbers,
    `line` the place of the row in the file.
    """

    id: str
    name: str = ""
    email: str = ""
    keys: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()
    line: int = 0


@dataclass(frozen=True)
class Roster:
    """The list of a class, and the rows of the table that it was read from, the header first."""

    kind: str = PLAIN
    rows: tuple[tuple[str, ...], ...] = ()
    entries: tuple[Entry, ...] = ()

    @property
    def header(self) -> tuple[str, ...]:
        """The names of the columns."""
        return self.rows[0] if self.rows else ()

    def of(
        self, learners: Iterable[str], numbers: Mapping[str, Collection[str]] | None = None
    ) -> dict[str, Entry]:
        """The entry of each learner that is on the list, by the platform's `numbers` before names.

        Where several learners fit one entry it goes to the one who fits it best, else to nobody; nobody gets
        one of several entries.
        """
        numbers = numbers or {}
        ranked = {learner: self._fits(learner, numbers.get(learner, ())) for learner in learners}
        single = {learner: (rank, of[0]) for learner, (rank, of) in ranked.items() if len(of) == 1}
        best: dict[Entry, list[int]] = defaultdict(list)
        for rank, entry in single.values():
            best[entry].append(rank)
        return {
            learner: entry
            for learner, (rank, entry) in single.items()
            if rank == min(best[entry]) and best[entry].count(rank) == 1
        }

    def doubts(self, learner: str, numbers: Collection[str] = ()) -> list[Entry]:
        """The entries that a learner could be, where that is not sure."""
        _, of = self._fits(learner, numbers)
        return of or [entry for entry in self.entries if _near(_words(learner), _words(entry.name))]

    def known(self, names: Iterable[str]) -> set[Entry]:
        """The entries that are meant by some of these names."""
        return {of[0] for name in names if len(of := self._fits(name, ())[1]) == 1}

    def _fits(self, learner: str, numbers: Collection[str]) -> tuple[int, list[Entry]]:
        """The entries that fit, and the rank of what they fit by, the surest 0."""
        told = [*numbers, *(f"{self.kind} {number}" for number in _numbers_in(learner, self.kind))]
        key = _key(learner)
        ways = (
            (self._by_number, told),
            (self._by_key, [_key(one[4:]) for one in told if one.startswith("key ")]),
            (self._by_id, [learner]),
            (self._by_key, [key]),
            (self._by_name, _forms(learner)),
            (self._by_key, [_key(part) for part in _ends(learner)]),
            (self._by_name, [form for part in _ends(learner) for form in _forms(part)]),
        )
        for rank, (known, keys) in enumerate(ways):
            if found := list(dict.fromkeys(entry for one in keys for entry in known.get(one, ()))):
                return rank, [*found, *(self._contradicting(learner, found) if rank == 0 else ())]
        return len(ways), []

    def _contradicting(self, learner: str, found: list[Entry]) -> set[Entry]:
        """Others who have just the learner's name: then the numbers are those of another exercise."""
        name = re.sub(r"_\d+$", "", learner)
        same = {entry for form in _forms(name) for entry in self._by_name.get(form, ())}
        return same if same.isdisjoint(found) else set()

    @cached_property
    def _by_number(self) -> Mapping[str, list[Entry]]:
        return _index((number, entry) for entry in self.entries for number in entry.numbers)

    @cached_property
    def _by_id(self) -> Mapping[str, list[Entry]]:
        return _index((entry.id, entry) for entry in self.entries)

    @cached_property
    def _by_key(self) -> Mapping[str, list[Entry]]:
        return _index((key, entry) for entry in self.entries for key in entry.keys)

    @cached_property
    def _by_name(self) -> Mapping[str, list[Entry]]:
        return _index((form, entry) for entry in self.entries for form in _forms(entry.name))


def roster_of(students: Iterable[tuple[str, str, str]]) -> Roster:
    """A list made from (id, name, email), as nbgrader's gradebook keeps its students."""
    return Roster(entries=tuple(Entry(id_, name, email, _keys(id_, email)) for id_, name, email in students))


def read_roster(path: Path) -> Roster:
    """The list in a CSV file or a workbook.

    Raises Refused, with what is missing, if the file cannot be read as one.
    """
    rows = read_table(path)
    columns = {name.strip().casefold(): place for place, name in reversed(list(enumerate(rows[0])))}
    if {"id", "section"} <= columns.keys() and (
        "student" in columns or {"lastname", "firstname"} <= columns.keys()
    ):
        kind, entry = CANVAS, _of_canvas
    elif columns_of(rows) or _is_worksheet(rows):
        kind, entry = MOODLE, _of_moodle
    elif any(name in columns for name in _IDS) or _names_in(columns):
        kind, entry = PLAIN, _of_plain
    else:
        raise Refused(
            tr(
                "{file} has no column for the learners' ids. Name it `id`, or take the file that Canvas or "
                "Moodle exports.",
                file=path.name,
            )
        )
    found = (entry(_Row(columns, row), line) for line, row in enumerate(rows[1:], 1))
    return Roster(kind, tuple(map(tuple, rows)), tuple(one for one in found if one and one.id))


def _is_worksheet(rows: list[list[str]]) -> bool:
    """Whether it is Moodle's though its grade was not found: the instructor is asked for the column then."""
    known = {name.strip().casefold() for name in rows[0]}
    return are_participants(rows) and not known.intersection(_IDS)


class _Row:
    """The cells of a row by the name of the column, in small letters; empty where there is no such column."""

    def __init__(self, columns: Mapping[str, int], cells: list[str]):
        self._columns, self.cells = columns, cells

    def __getitem__(self, name: str) -> str:
        place = self._columns.get(name)
        return self.cells[place].strip() if place is not None else ""

    def first(self, names: Iterable[str]) -> str:
        return next((self[name] for name in names if self[name]), "")


def _of_canvas(row: _Row, line: int) -> Entry | None:
    number, login = row["id"], row["sis login id"]
    if not (number or login):  # not the row of points possible
        return None
    name = row["student"] or f"{row['lastname']}, {row['firstname']}"
    # Canvas's downloads are named by the sortable name without blanks and signs, and the user's number.
    short = re.sub(r"\W", "", name.casefold())
    ids = [login, row["sis user id"], f"{short}_{number}"]
    return Entry(identity(next(filter(None, ids))), name, "", _keys(*ids), _numbers(CANVAS, number), line)


def _of_moodle(row: _Row, line: int) -> Entry:
    told = row.cells[0].strip()
    number = "".join(re.findall(r"\d+", told))
    email = next((cell.strip() for cell in row.cells if re.fullmatch(r"\S+@\S+\.\S+", cell.strip())), "")
    name = row["full name"] or _second(row.cells, email)
    others = (row["username"], row["id number"])
    ids = (name, f"{name}_{number}" if name else "", told, email, *others)
    return Entry(identity(name or told), name, email, _keys(*ids), _numbers(MOODLE, number), line)


def _second(cells: list[str], email: str) -> str:
    """The name, in a worksheet in any language: the second column, where it holds words.

    With hidden names that column is the state of the hand-in, as it is where there is no address either.
    """
    words = cells[1].strip() if len(cells) > 1 else ""
    return words if email and email != words else ""


def _of_plain(row: _Row, line: int) -> Entry:
    parts = filter(None, (row.first(_FIRST), row.first(_LAST)))
    name = row.first(("name", "full name", "student name", "display name")) or " ".join(parts)
    email = row.first(_EMAILS)
    id_ = row.first(_IDS) or name
    more = [row[one] for one in _MORE]
    return Entry(identity(id_), name, email, _keys(id_, email, *more), line=line)


def _names_in(columns: Mapping[str, int]) -> bool:
    return "name" in columns or any(name in columns for name in _LAST)


def _keys(*names: str) -> frozenset[str]:
    return frozenset(_key(name) for name in names if name.strip())


def _key(name: str) -> str:
    return unicodedata.normalize("NFC", identity(name)).casefold()


def _numbers(kind: str, number: str) -> frozenset[str]:
    return frozenset([f"{kind} {int(number)}"] if number.isascii() and number.isdecimal() else ())


def _numbers_in(learner: str, kind: str) -> Iterator[str]:
    """The platform's numbers in a learner's name, as it was found or as a gradebook of old has it."""
    patterns = {
        CANVAS: (r"_([1-9]\d*)_\d+(?:_|$)", r"_([1-9]\d*)$"),
        MOODLE: (r"_(\d+)_assignsubmission", r"_(\d+)$", r"^[^\W\d_]+[ _]?(\d+)$"),
    }
    for pattern in patterns.get(kind, ()):
        if match := re.search(pattern, learner):
            yield match[1]
            return


def _ends(name: str) -> list[str]:
    """What is left of a name without a group or a task in front: ``Group A-Ada Lovelace``, ``hw6-ada``."""
    parts = name.split("-")
    ends = (("-".join(parts[:k]), "-".join(parts[k:])) for k in range(1, len(parts)))
    return [end for front, end in ends if len(end) > 1 and _GROUP.search(front)]


def _forms(name: str) -> list[tuple[str, ...] | str]:
    """A name without order, accents and signs, in the ways that people write it; and without blanks."""
    found: list[tuple[str, ...] | str] = []
    for told in (name, _spelled_out(name)):
        words = _words(told)
        found.append(tuple(sorted(words)))
        first = tuple(words[1:] + words[:1])
        found += ["".join(words), "".join(first), "".join(words[-1:] + words[:-1])]
    return [one for one in dict.fromkeys(found) if one]


def _words(name: str) -> list[str]:
    bare = unicodedata.normalize("NFKD", name.casefold())
    bare = "".join(sign for sign in bare if not unicodedata.combining(sign))
    return re.findall(r"[^\W_]+", bare.replace("'", "").replace("’", "").replace("ø", "o").replace("ł", "l"))


def _spelled_out(name: str) -> str:
    """Umlauts and their like as two letters."""
    pairs = {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "å": "aa", "ø": "oe", "æ": "ae", "œ": "oe"}
    composed = unicodedata.normalize("NFC", name).casefold()
    return "".join(pairs.get(sign, sign) for sign in composed)


def _near(words: list[str], others: list[str]) -> bool:
    """Whether one name could be a longer form of the other."""
    mine, theirs = Counter(words), Counter(others)
    return bool(words and others) and (mine <= theirs or theirs <= mine)


def _index(pairs: Iterable[tuple[object, Entry]]) -> Mapping[object, list[Entry]]:
    found: dict[object, list[Entry]] = defaultdict(list)
    for key, entry in pairs:
        found[key].append(entry)
    return found
