"""The account of a download: what came of every file, as a table, counted in one sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from handprop.course.counting import counted
from handprop.grade.intake.table_file import write_table
from handprop.language import tr

GRADED, OLDER = tr("graded"), tr("older attempt")
SOLUTION, LESSON = tr("solution of the course"), tr("lesson of the course")
EMPTY, ELSEWHERE, PAPER = tr("exercise as handed out"), tr("another exercise"), tr("no notebook")
SYSTEM, PACKED = tr("of a system"), tr("archive, opened")
LEFT, ASK = tr("left out"), tr("needs you")

_MANY = {
    GRADED: tr("graded"),
    OLDER: tr("older attempts"),
    SOLUTION: tr("solutions of the course"),
    LESSON: tr("lessons of the course"),
    EMPTY: tr("exercises as handed out"),
    ELSEWHERE: tr("of another exercise"),
    PAPER: tr("no notebooks"),
    SYSTEM: tr("of a system"),
    PACKED: tr("archives, opened"),
    LEFT: tr("left out by you"),
    ASK: tr("need you"),
}
_HEADER = ("file", "bytes", "files", "learner", "exercise", "attempt", "what", "why")


@dataclass(frozen=True)
class Filed:
    """What came of a file: whose it is, for which exercise, which attempt of how many, and why."""

    name: str
    size: int
    what: str
    learner: str = ""
    lesson: str = ""
    attempt: str = ""
    why: str = ""
    count: int = 1


def summary(files: Sequence[Filed]) -> str:
    """All files by what came of them, in one sentence."""
    if not files:
        return tr("0 files.")
    numbers: Counter[str] = Counter()
    for file in files:
        numbers[file.what] += file.count
    told = [f"{numbers[what]} {_said(what, numbers[what])}" for what in _MANY if numbers[what]]
    return tr("{files}: {told}.", files=counted(numbers.total(), "file", "files"), told=", ".join(told))


def write_account(file: Path, files: Sequence[Filed]) -> None:
    """Write the table.  Raises OSError if that is not possible."""
    rows = [
        (one.name, one.size, one.count, one.learner, one.lesson, one.attempt, one.what, one.why)
        for one in files
    ]
    write_table(file, [_HEADER, *rows], "utf-8-sig")


def side_by_side(files: Sequence[Filed]) -> list[Filed]:
    """By learner and exercise, the attempts in their order; what has no learner at the end."""
    return sorted(
        files, key=lambda one: (not one.learner, one.learner.casefold(), one.lesson, one.attempt, one.name)
    )


def _said(what: str, number: int) -> str:
    return _MANY[what] if number != 1 else {LEFT: _MANY[LEFT]}.get(what, what)
