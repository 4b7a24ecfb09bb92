"""Sheets for a class: everybody's own numbers, the solutions apart, one table of all answers."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Sequence
from pathlib import Path

from handprop.course.faults import Refused
from handprop.language import tr
from handprop.worksheet import as_pdf
from handprop.worksheet.sheet import FORMATS, Worksheet

SHEETS, SOLUTIONS, KEY, ALL = "sheets", "solutions", "answers.csv", "all_sheets.pdf"
_MOST = 1000


def write(
    folder: Path,
    names: Sequence[str],
    make: Callable[[str], Worksheet],
    formats: Sequence[str],
    say: Callable[[str], None] = lambda told: None,
) -> list[Path]:
    """Write a sheet and a solution for each name, and ``answers.csv``; the files, in that order.

    Several sheets as PDF are also in one file, to be printed in one go.

    `make` gives the worksheet of a name.  Raises Refused for names that would share a file, and for an
    unknown format; nothing is written then.
    """
    if unknown := sorted(set(formats) - FORMATS.keys()):
        raise Refused(
            tr(
                "There is no format {unknown!r}; choose from {formats}.",
                unknown=unknown[0],
                formats=", ".join(FORMATS),
            )
        )
    files = _file_names(names)
    written, answers, to_print = [], [], []
    for number, (name, file) in enumerate(files.items(), 1):
        sheet = make(name)
        for ending in formats:
            written.append(sheet.save(folder / SHEETS / f"{file}.{ending}", solution=False))
            written.append(sheet.save(folder / SOLUTIONS / f"{file}_solution.{ending}"))
        answers.append((name, sheet.key()))
        to_print.append(list(sheet.sheet()))
        say(f"{number} of {len(files)}")
    if "pdf" in formats and len(files) > 1:
        (folder / ALL).write_bytes(as_pdf.written(*to_print))
    return [*written, _write_key(folder / KEY, answers)]


def numbered(count: int) -> list[str]:
    """The names of so many sheets: ``1``, ``2``, ... with leading zeros; raises Refused beyond a thousand."""
    if not 1 <= count <= _MOST:
        raise Refused(tr("One command writes 1 to {most} sheets.", most=_MOST))
    return [f"{number:0{len(str(count))}}" for number in range(1, count + 1)]


def _file_names(names: Sequence[str]) -> dict[str, str]:
    """A safe name of a file for each name."""
    found: dict[str, str] = {}
    for name in names:
        file = re.sub(r"[^\w.-]+", "_", name).strip("._") or "sheet"
        if other := next((one for one, taken in found.items() if taken.casefold() == file.casefold()), None):
            raise Refused(
                tr(
                    "{other!r} and {name!r} would write the same file; give each an id of its own.",
                    other=other,
                    name=name,
                )
            )
        found[name] = file
    return found


def _write_key(path: Path, answers: Sequence[tuple[str, dict[str, str]]]) -> Path:
    columns = dict.fromkeys(name for _, key in answers for name in key)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        table = csv.writer(file)
        table.writerow(["sheet", *columns])
        table.writerows([name, *(key.get(column, "") for column in columns)] for name, key in answers)
    return path
