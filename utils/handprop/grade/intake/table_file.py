"""Tables that people and platforms hand over: CSV with any separator, tab-separated UTF-16, Excel's .xlsx."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

from handprop.course.faults import Refused
from handprop.course.files import write_whole
from handprop.grade.intake import names
from handprop.language import tr

Rows = list[list[str]]


def read_table(path: Path) -> Rows:
    """The rows of a table as text, the header first; rows without anything in them are left out.

    Raises Refused, with what is wrong, if the file cannot be read as one.
    """
    try:
        rows = _of_workbook(path) if path.suffix.lower() in (".xlsx", ".xlsm") else _of_csv(path)
    except OSError as fault:
        raise Refused(
            tr("The list of learners {file} cannot be read: {why}.", file=path.name, why=fault.strerror)
        ) from None
    rows = [row for row in rows if any(cell.strip() for cell in row)]
    if not rows:
        raise Refused(tr("The list of learners {file} is empty: it has no header.", file=path.name))
    width = len(rows[0])
    return [[*row, *[""] * (width - len(row))] for row in rows]


def write_table(path: Path, rows: Iterable[Sequence[object]], encoding: str = "utf-8") -> bool:
    """Write rows as CSV, or as a workbook where the name ends in .xlsx; no text becomes a formula.

    False for CSV that was there already, the same.  Raises OSError if the file cannot be written.
    """
    safe = [[names.cell(one) for one in row] for row in rows]
    if path.suffix.lower() == ".xlsx":
        _write_workbook(path, safe)
        return True
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(safe)
    return write_whole(path, text.getvalue(), encoding)


def _of_csv(path: Path) -> Rows:
    data = path.read_bytes()
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        text = data.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError:
        raise Refused(
            tr(
                "The list of learners {file} cannot be read: save it as CSV in UTF-8, or as .xlsx.",
                file=path.name,
            )
        ) from None
    lines = text.splitlines(keepends=True)
    separator = max(",;\t", key=lines[0].count) if lines else ","
    try:
        return list(csv.reader(lines, delimiter=separator, strict=True))
    except csv.Error:
        raise Refused(
            tr("The list of learners {file} is not a CSV file with a header.", file=path.name)
        ) from None


def _of_workbook(path: Path) -> Rows:
    import zipfile

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        sheet = load_workbook(path, read_only=True, data_only=True).worksheets[0]
        return [[_as_text(value) for value in row] for row in sheet.iter_rows(values_only=True)]
    except (zipfile.BadZipFile, InvalidFileException, KeyError, IndexError, ValueError, TypeError):
        raise Refused(tr("The list of learners {file} is no workbook of Excel's.", file=path.name)) from None


def _as_text(value: object) -> str:
    if value is None:
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _write_workbook(path: Path, rows: Sequence[Sequence[object]]) -> None:
    from openpyxl import Workbook
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Scores")
    for row in rows:
        sheet.append([ILLEGAL_CHARACTERS_RE.sub("", one) if isinstance(one, str) else one for one in row])
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.part")
    try:
        book.save(draft)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
