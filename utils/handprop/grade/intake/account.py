"""The account of a download: what came of every file, as a table, counted in one sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from handprop.grade.intake.table_file import write_table

GRADED, OLDER = "graded", "older attempt"
SOLUTION, LESSON, EMPTY = "solution of the course", "lesson of the course", "exercise as handed out"
ELSEWHERE, PAPER, SYSTEM, PACKED = "another exercise", "no notebook", "of a system", "archive, opened"
LEFT, ASK = "left out", "needs you"

_MANY = {
    GRADED: "graded",
    OLDER: "older attempts",
    SOLUTION: "solutions of the course",
    LESSON: "lessons of the course",
    EMPTY: "exercises as handed out",
    ELSEWHERE: "of another exercise",
    PAPER: "no notebooks",
    SYSTEM: "of a system",
    PACKED: "archives, opened",
    LEFT: "left out by you",
    ASK: "need you",
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
        return "0 files."
    numbers: Counter[str] = Counter()
    for file in files:
        numbers[file.what] += file.count
    told = [f"{numbers[what]} {_said(what, numbers[what])}" for what in _MANY if numbers[what]]
    total = numbers.total()
    return f"{total} {'file' if total == 1 else 'files'}: {', '.join(told)}."


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
    return _MANY[what] if number != 1 else {ASK: "needs you", LEFT: "left out by you"}.get(what, what)
