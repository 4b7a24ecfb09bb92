"""Finding the submissions in a folder, as nbgrader, Moodle, Canvas or a person with a mouse leaves them.

Nothing is opened here but to see which lesson a notebook belongs to, and no link is followed.

    <learner>/<lesson>/<lesson>.ipynb, timestamp.txt      nbgrader
    <learner>.ipynb                                       flat
    <learner>/any.ipynb, <learner>/2/any.ipynb            a folder each; several notebooks are attempts
    First Last_123_assignsubmission_file_/any.ipynb       Moodle (mod/assign/locallib.php)
    lastfirst_LATE_123_456_any.ipynb                      Canvas (lib/content_zipper.rb)
"""

from __future__ import annotations

import contextlib
import os
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from handprop.course.faults import Refused
from handprop.course.lessons import lessons
from handprop.grade.intake.names import identity, printable
from handprop.grade.intake.submission import Submission
from handprop.grade.intake.which_lesson import lesson_of

MOODLE = re.compile(r"(?P<name>.+)_(?P<number>\d+)_assignsubmission_(?P<kind>[a-z]+)_?(?P<file>.*)", re.S)
_CANVAS = re.compile(r"(?P<name>\w+?)(?P<late>_LATE)?_(?P<number>\d+)_\d+_(?P<file>.+)", re.S)
_DEEPEST = 4  # folders below a learner's own


@dataclass
class Found:
    """What a folder holds.

    `submissions` are ordered by lesson, learner and attempt; `remarks` are sentences about what was left out;
    `late` holds the paths that Canvas marks as late.
    """

    submissions: list[Submission] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    late: set[Path] = field(default_factory=set)


@dataclass(frozen=True)
class _Entry:
    """A notebook: whose, where, and for which lesson if a folder's name says it."""

    learner: str
    path: Path
    lesson: str | None = None
    number: str = ""
    late: bool = False


def find(folder: Path, lesson: str | None = None) -> Found:
    """The submissions in `folder`, which may also be a single notebook; those of one lesson if it is given.

    Raises Refused if there is no such folder.
    """
    found = Found()
    if folder.is_dir():
        paths = _inside(folder, found)
    elif folder.is_file() and folder.suffix == ".ipynb":
        paths, folder = [folder], folder.parent
    else:
        raise Refused(f"There is no folder {printable(str(folder))}.")
    entries = _tell_namesakes_apart([one for path in paths for one in _top(path, found)])
    by_learner: dict[tuple[str, str], list[_Entry]] = defaultdict(list)
    for entry in _of_lesson(entries, lesson, folder, found):
        by_learner[entry.lesson, entry.learner].append(entry)
    for _, attempts in sorted(by_learner.items()):
        found.submissions += _numbered(attempts)
        found.late |= {entry.path for entry in attempts if entry.late}
    return found


def _inside(folder: Path, found: Found) -> list[Path]:
    """What is in a folder, without hidden things; links and what cannot be opened are told and left out."""
    try:
        paths = sorted(Path(entry.path) for entry in os.scandir(folder))
    except OSError as fault:
        found.remarks.append(f"{printable(folder.name)}: cannot be opened ({fault.strerror}).")
        return []
    paths = [path for path in paths if not path.name.startswith((".", "__MACOSX"))]
    for link in (path for path in paths if path.is_symlink()):
        found.remarks.append(f"{_shown(link)}: a link, not followed. Ask for the notebook itself.")
    return [path for path in paths if not path.is_symlink()]


def _top(path: Path, found: Found) -> Iterator[_Entry]:
    """The notebooks behind one entry of the folder."""
    moodle = MOODLE.fullmatch(path.name)
    if path.is_dir():
        if moodle and moodle["kind"] != "file":  # what a learner typed into Moodle's own text field
            return
        learner, number = (moodle["name"], moodle["number"]) if moodle else (path.name, "")
        yield from _folder(path, identity(learner), number, found)
    elif path.suffix == ".zip":
        found.remarks.append(f"{_shown(path)}: an archive. Unpack it, or grade it by its own name.")
    elif path.suffix == ".ipynb":
        yield _file(path, moodle)


def _file(path: Path, moodle: re.Match | None) -> _Entry:
    if moodle and moodle["kind"] == "file":
        return _Entry(identity(moodle["name"]), path, number=moodle["number"])
    if canvas := _CANVAS.fullmatch(path.name):
        # Canvas numbers its users; many have the same name.
        learner = identity(f"{canvas['name']}_{canvas['number']}")
        return _Entry(learner, path, late=bool(canvas["late"]))
    return _Entry(identity(path.stem), path)


def _folder(folder: Path, learner: str, number: str, found: Found) -> list[_Entry]:
    before = len(found.remarks)
    entries = list(_notebooks(folder, found, 0))
    if not entries and len(found.remarks) == before:
        found.remarks.append(f"{_shown(folder)}: no notebook in this folder.")
    return [_Entry(learner, path, lesson, number) for path, lesson in entries]


def _notebooks(folder: Path, found: Found, depth: int) -> Iterator[tuple[Path, str | None]]:
    """The notebooks in a folder and below it, with the lesson that the name of a folder says."""
    lesson = folder.name if depth and folder.name in lessons() else None
    paths = _inside(folder, found)
    notebooks = [path for path in paths if path.suffix == ".ipynb"]
    # nbgrader's own notebook has the name of the lesson; others beside it are scrap paper.
    named = [path for path in notebooks if path.stem == lesson]
    yield from ((path, lesson) for path in named or notebooks)
    if depth < _DEEPEST:
        for path in paths:
            if path.is_dir() and path.suffix != ".ipynb":
                yield from ((one, below or lesson) for one, below in _notebooks(path, found, depth + 1))


def _tell_namesakes_apart(entries: list[_Entry]) -> list[_Entry]:
    """Two of Moodle's participants with one name get their number into it."""
    numbers: dict[str, set[str]] = defaultdict(set)
    for entry in entries:
        numbers[entry.learner].add(entry.number)
    twice = {learner for learner, of in numbers.items() if len(of - {""}) > 1}
    return [
        replace(entry, learner=f"{entry.learner}_{entry.number}") if entry.learner in twice else entry
        for entry in entries
    ]


def _of_lesson(entries: list[_Entry], wanted: str | None, top: Path, found: Found) -> Iterator[_Entry]:
    """The entries with their lesson; one of another lesson is told where its learner has nothing else."""
    read = [replace(entry, lesson=entry.lesson or lesson_of(entry.path)) for entry in entries]
    lessons = {entry.lesson for entry in read} - {None}
    # A damaged notebook counts as one of the lesson that all others are of, and is then said to be damaged.
    common = wanted or (lessons.pop() if len(lessons) == 1 else None)
    fitting = {entry.learner for entry in read if entry.lesson and wanted in (None, entry.lesson)}
    for entry in read:
        place = printable(entry.path.relative_to(top).as_posix())
        if entry.lesson is None and entry.learner in fitting:
            found.remarks.append(f"{place}: not a notebook of this course; left out.")
        elif entry.lesson is None and common is None:
            found.remarks.append(f"{place}: it does not say of which lesson it is. Name it: --lesson 06.")
        elif entry.lesson is None:
            yield replace(entry, lesson=common)
        elif wanted in (None, entry.lesson):
            yield entry
        elif entry.learner not in fitting and not _is_nbgraders(entry):
            found.remarks.append(f"{place}: the exercise of {entry.lesson}, not of {wanted}; left out.")


def _is_nbgraders(entry: _Entry) -> bool:
    """Whether the notebook lies where nbgrader collects it: then the same learner has a folder per lesson."""
    return entry.path.parent.name == entry.lesson


def _numbered(entries: Iterable[_Entry]) -> Iterator[Submission]:
    """The attempts of a learner at a lesson, ordered by time where all have one, else by their names."""
    timed = [(_handed_in(entry.path), entry) for entry in entries]
    if all(time for time, _ in timed):
        timed.sort(key=lambda one: (one[0], _natural(one[1].path)))
    else:
        timed.sort(key=lambda one: _natural(one[1].path))
    for attempt, (time, entry) in enumerate(timed, 1):
        yield Submission(entry.learner, entry.lesson, entry.path, attempt, time)


def _natural(path: Path) -> list:
    """A key that sorts "2" before "10", and the plain name before numbered ones."""
    parts = re.split(r"(\d+)", str(path.with_suffix("")))
    return [int(part) if part.isdecimal() else part for part in parts]


def _handed_in(notebook: Path) -> datetime | None:
    """The time that nbgrader wrote beside a notebook, in UTC."""
    file = notebook.parent / "timestamp.txt"
    try:
        if file.is_symlink() or not file.is_file():
            return None
        with file.open(encoding="utf-8") as stream:
            return _utc(stream.read(100).strip())
    except (OSError, ValueError, OverflowError):
        return None


def _utc(text: str) -> datetime:
    """A time as nbgrader writes it, in UTC without a zone; raises ValueError for what is none."""
    # "2026-03-01 12:00:00.000000 UTC" by default; anything else goes to the library that nbgrader takes.
    with contextlib.suppress(ValueError):
        return _in_utc(datetime.fromisoformat(text.removesuffix(" UTC")))
    from dateutil import parser, tz

    *rest, zone = text.split(" ")
    if len(rest) != 2:
        return _in_utc(parser.parse(text))
    known = int(zone) if zone.lstrip("+-").isdecimal() else tz.gettz(zone)
    return _in_utc(parser.parse(" ".join([*rest, "TZ"]), tzinfos={"TZ": known}))


def _in_utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment


def _shown(path: Path) -> str:
    return printable(f"{path.parent.name}/{path.name}")
