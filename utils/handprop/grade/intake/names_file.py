"""`names.csv`: the instructor's answers to what a download does not say, kept for the next run.

One row a file or folder of the download: `file`, `learner` (empty until it is answered; - leaves it out), and
why it was asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from handprop.course.faults import Refused
from handprop.grade.intake.table_file import read_table, write_table
from handprop.language import tr

NAME = "names.csv"
LEFT_OUT = "-"
_HEADER = ("file", "learner", "why it is asked")


def read_names(folder: Path) -> dict[str, str]:
    """The answers in a folder's `names.csv`, by file; empty answers too.

    Raises Refused if the file cannot be read.
    """
    file = folder / NAME
    if not file.is_file():
        return {}
    try:
        header, *rows = read_table(file)
        place, learner = (header.index(name) for name in _HEADER[:2])
    except ValueError:
        raise Refused(
            tr(
                "{file} cannot be read: it wants the columns `file` and `learner`, as CSV in UTF-8.",
                file=file,
            )
        ) from None
    return {
        row[place].removeprefix("'").strip().strip("/"): row[learner].removeprefix("'").strip()
        for row in rows
    }


def write_names(folder: Path, asked: Mapping[str, str], known: Mapping[str, str]) -> Path | None:
    """Write what is asked (file -> why), with the answers that are there; None if nothing was ever asked.

    Raises OSError if the file cannot be written.
    """
    rows = [(name, answer, "") for name, answer in known.items() if answer]
    rows += [(name, "", why) for name, why in asked.items() if not known.get(name.strip("/"))]
    if not rows or (not asked and known):
        return folder / NAME if asked else None
    write_table(folder / NAME, [_HEADER, *rows], "utf-8-sig")
    return folder / NAME


def answer_for(name: str, answers: Mapping[str, str]) -> str:
    """What was answered for a file, or for a folder or archive that it lies in; the longest name first."""
    return next((answers[place] for place in _above(name) if answers.get(place)), "")


def _above(name: str) -> Iterable[str]:
    parts = name.strip("/").split("/")
    return ("/".join(parts[:k]) for k in range(len(parts), 0, -1))
