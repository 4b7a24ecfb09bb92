"""Reading a learner's notebook as data: nothing in it is run, and nothing in it is trusted."""

from __future__ import annotations

import json
import os
import re
import stat
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import astuple, dataclass, replace
from pathlib import Path

from handprop.course.faults import Fault
from handprop.language import tr, trn

LARGEST_FILE = 128 * 2**20  # bytes; outputs can be large, and are not looked at
MOST_PARTS = 4_000_000  # texts, lists and objects in the JSON; each takes some hundred bytes of memory
LARGEST_SOURCE = 200_000  # characters of one cell
MOST_CELLS = 2_000

_ARCHIVES = (
    b"pk\x03\x04",
    b"\x1f\x8b",
    b"bzh",
    b"\xfd7zxz\0",
    b"7z\xbc\xaf\x27\x1c",
    b"rar!",
)  # in small letters

_CHECK, _ASK = "-check", "-ask"  # how the build names the cells around an answer


class Unreadable(Fault):
    """A file that is not a notebook; the message is a sentence for learner and instructor."""


@dataclass(frozen=True)
class Cell:
    """A cell: its place, its kind, its text, and the question that it answers, checks or asks."""

    index: int
    kind: str
    source: str
    answers: str | None = None
    checks: str | None = None
    asks: str | None = None


@dataclass(frozen=True)
class Work:
    """The cells of a notebook, and sentences about what is unusual in it."""

    cells: tuple[Cell, ...]
    remarks: tuple[str, ...] = ()

    def answer(self, question: str) -> str:
        """The text of the answer cells of a question, one after the other; empty if there is none."""
        return "\n\n".join(cell.source for cell in self.cells if cell.answers == question)

    def to_json(self) -> dict:
        """The work as plain JSON, for another process."""
        return {"cells": [list(astuple(cell)) for cell in self.cells], "remarks": list(self.remarks)}

    @classmethod
    def from_json(cls, data: Mapping) -> Work:
        """The work that `to_json` gave."""
        return cls(tuple(Cell(*cell) for cell in data["cells"]), tuple(data["remarks"]))


def read(path: Path, questions: Collection[str]) -> Work:
    """The notebook at `path`, with its cells tied to the questions of this name.

    Raises Unreadable with one sentence if there is no notebook in it.
    """
    notebook = _load(path)
    cells = _cells(notebook)
    read_ = [_cell(index, cell, questions) for index, cell in enumerate(cells[:MOST_CELLS])]
    good = [cell for cell in read_ if cell is not None]
    remarks = _left_out(read_, len(cells)) + _form(notebook) + _kernel(notebook) + _unusual(good, questions)
    return Work(tuple(good), tuple(remarks))


def as_code(work: Work, questions: Collection[str]) -> Work:
    """The work with the answers to these questions as code, and a remark on each that stood in a text cell.

    nbgrader gives a cell its kind back, too: a key that was hit by mistake costs no points.
    """
    texts = [cell for cell in work.cells if cell.answers in questions and cell.kind != "code"]
    cells = tuple(replace(cell, kind="code") if cell in texts else cell for cell in work.cells)
    told = (
        tr("The answer cell of {name} was a text cell; it was run as code.", name=cell.answers)
        for cell in texts
    )
    return Work(cells, (*work.remarks, *dict.fromkeys(told)))


def _cells(notebook: Mapping) -> list:
    cells = notebook.get("cells")
    if not isinstance(cells, list) and isinstance(notebook.get("worksheets"), list):
        cells = _of_format_3(notebook["worksheets"])
    if not isinstance(cells, list):
        raise Unreadable(tr("The file is JSON, but not a notebook: it has no cells."))
    if not cells:
        raise Unreadable(tr("The notebook is empty: it has no cells."))
    return cells


def _load(path: Path) -> Mapping:
    data = bytes_of(path)
    if not data.strip():
        raise Unreadable(tr("The file is empty."))
    if data.count(b"[") + data.count(b"{") + data.count(b'"') // 2 > MOST_PARTS:
        raise Unreadable(
            tr("The file holds far more than a notebook does. Clear its outputs and hand it in again.")
        )
    try:
        notebook = json.loads(data)
    except (ValueError, RecursionError, MemoryError) as fault:
        raise Unreadable(tr("The file is not a notebook: {why}.", why=_why_not(data, fault))) from None
    if not isinstance(notebook, dict):
        raise Unreadable(tr("The file is JSON, but not a notebook."))
    return notebook


def _why_not(data: bytes, fault: Exception) -> str:
    """What is wrong with bytes that are no JSON."""
    head = data[:2000].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    kinds = {
        b"%pdf": tr("a PDF"),
        **dict.fromkeys(_ARCHIVES, tr("an archive")),
        b"\x89png": tr("a picture"),
        b"\xff\xd8\xff": tr("a picture"),
    }
    for magic, kind in kinds.items():
        if head.startswith(magic):
            return tr("it is {kind}, only its name is a notebook's", kind=kind)
    if re.match(rb"<(!doctype|html|\?xml|head|body)", head):
        return tr("it is a web page (HTML), so not valid JSON. Hand in the .ipynb file itself")
    if re.search(rb"^<{7} ", data, re.MULTILINE) and re.search(rb"^>{7} ", data, re.MULTILINE):
        return tr("it has the marks of a merge conflict (<<<<<<<), so it is not valid JSON")
    if isinstance(fault, UnicodeDecodeError):
        return tr("its encoding is not UTF-8, so it is not valid JSON")
    if isinstance(fault, json.JSONDecodeError) and head.startswith(b"{") and _ends_early(data, fault):
        return tr("it is cut off in the middle, so it is not valid JSON")
    if not head.startswith(b"{") and data.strip(b"\0") == b"":
        return tr("it holds nothing but zeros, so it is not valid JSON")
    return tr("it is not valid JSON")


def _ends_early(data: bytes, fault: json.JSONDecodeError) -> bool:
    """Whether what is missing is the end: nothing is left at the place of the fault, or a text never ends."""
    left = fault.doc[fault.pos :].strip()
    return not left or (fault.msg.startswith("Unterminated string") and b"}" not in data.rstrip()[-2:])


def bytes_of(path: Path) -> bytes:
    """What a plain file holds; raises Unreadable."""
    try:
        return _bytes_of(path)
    except OSError as fault:
        raise Unreadable(tr("The file cannot be opened: {why}.", why=fault.strerror)) from None


def _bytes_of(path: Path) -> bytes:
    # A link may lead to the solutions, and a pipe or a device may never end: only a plain file is opened.
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    if path.is_symlink():
        raise Unreadable(tr("The file is a link to another file; hand in the notebook itself."))
    with os.fdopen(os.open(path, flags | getattr(os, "O_BINARY", 0)), "rb") as file:
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode):
            raise Unreadable(tr("This is not a plain file."))
        if status.st_size > LARGEST_FILE:
            raise Unreadable(
                tr(
                    "The file has {size:.0f} MB, more than {most}. Clear its outputs and hand it in again.",
                    size=status.st_size / 2**20,
                    most=LARGEST_FILE // 2**20,
                )
            )
        return file.read(LARGEST_FILE + 1)


def _of_format_3(worksheets: Sequence) -> list:
    """The cells of a notebook in nbformat 3, in which the text of a code cell is called input."""
    sheets = [sheet.get("cells") for sheet in worksheets if isinstance(sheet, dict)]
    cells = [cell for sheet in sheets if isinstance(sheet, list) for cell in sheet]
    return [
        cell | {"source": cell.get("source", cell.get("input"))} if isinstance(cell, dict) else cell
        for cell in cells
    ]


def _cell(index: int, cell: object, questions: Collection[str]) -> Cell | None:
    if not isinstance(cell, dict) or cell.get("cell_type") not in ("code", "markdown", "raw"):
        return None
    source = cell.get("source")
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        source = "".join(source)
    if not isinstance(source, str) or len(source) > LARGEST_SOURCE:
        return None
    return Cell(index, cell["cell_type"], _clean(source), *_tied(cell, questions))


def _clean(text: str) -> str:
    """The text without what no file or database takes: half a surrogate pair, the null character."""
    return text.encode("utf-8", "replace").decode().replace("\0", "\ufffd")


def _tied(cell: Mapping, questions: Collection[str]) -> tuple[str | None, str | None, str | None]:
    """The questions that a cell answers, checks and asks, by nbgrader's metadata; at most one is there."""
    metadata = cell.get("metadata")
    nbgrader = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    name = nbgrader.get("grade_id") if isinstance(nbgrader, dict) else None
    if not isinstance(name, str):
        return None, None, None
    if name in questions:
        return name, None, None
    return None, *(_bare(name, suffix, questions) for suffix in (_CHECK, _ASK))


def _bare(name: str, suffix: str, questions: Collection[str]) -> str | None:
    """The question in a name that ends in `suffix`."""
    bare = name.removesuffix(suffix)
    return bare if bare != name and bare in questions else None


def _left_out(cells: Sequence[Cell | None], there: int) -> list[str]:
    told = []
    if bad := [index + 1 for index, cell in enumerate(cells) if cell is None]:
        told.append(
            trn(
                "Cell {first} cannot be read and was left out.",
                "{count} cells, the first of them number {first}, cannot be read and were left out.",
                len(bad),
                count=len(bad),
                first=bad[0],
            )
        )
    if there > MOST_CELLS:
        told.append(
            tr(
                "The notebook has {count} cells; those after number {most} were left out.",
                count=there,
                most=MOST_CELLS,
            )
        )
    return told


def _form(notebook: Mapping) -> list[str]:
    form = notebook.get("nbformat")
    if form == 4:
        return []
    if type(form) is int and 0 < form < 1000:
        return [tr("The notebook has format {form}, not 4; it was read all the same.", form=form)]
    return [tr("The notebook does not say its format, not 4; it was read all the same.")]


def _kernel(notebook: Mapping) -> list[str]:
    metadata = notebook.get("metadata")
    spec = metadata.get("kernelspec") if isinstance(metadata, dict) else None
    language = spec.get("language", "python") if isinstance(spec, dict) else "python"
    if isinstance(language, str) and language.lower() != "python":
        asked = language[:40]
        return [tr("The notebook asks for a kernel for {asked}; it was run with Python.", asked=asked)]
    return []


def _unusual(cells: Sequence[Cell], questions: Collection[str]) -> list[str]:
    answers = Counter(cell.answers for cell in cells if cell.answers)
    checks = Counter(cell.checks for cell in cells if cell.checks)
    told = [
        tr("The answer cell of {name} is there {n} times.", name=name, n=n)
        for name, n in answers.items()
        if n > 1
    ]
    told += [
        tr("The check cell of {name} is there {n} times.", name=name, n=n)
        for name, n in checks.items()
        if n > 1
    ]
    if gone := [name for name in questions if name not in answers]:
        told.append(tr("No answer cell for {names}.", names=", ".join(gone)))
    return told
