"""A learner's own data: a table, or a folder of pictures or recordings, as rows of numbers.

>>> from handprop.examples import read_pictures
>>> own = read_pictures("my_pictures")  # doctest: +SKIP

Each file or line that cannot be used is left out, and `Own.left_out` has a sentence about it.
"""

from __future__ import annotations

import csv
import math
import unicodedata
import wave
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from handprop.course.faults import Refused
from handprop.examples.spoken_digits import loudness, read_wave
from handprop.language import tr

_SHORT = 12  # characters of a cell that a sentence quotes
_MOST_PIXELS = 64
_MOST_SENTENCES = 20  # about files or lines that are left out; the rest are counted
_SHEETS = (".xlsx", ".xls", ".ods", ".numbers")


class CannotRead(Refused):
    """The data as a whole cannot be used; a notebook shows the sentence without a traceback."""

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


class Own(NamedTuple):
    """Samples of the learner's own.

    ``x`` (samples, features), in the units of the file; pixels and loudness from 0 to 1.  ``y`` (samples,)
    numbers of classes, from 0.  ``classes`` and ``features`` are names; ``left_out`` holds sentences.
    """

    x: np.ndarray
    y: np.ndarray
    classes: tuple[str, ...]
    features: tuple[str, ...]
    left_out: tuple[str, ...]


def read_table(path: str | Path, target: str, leave: Sequence[str] = ()) -> Own:
    """A CSV file: its first line names the columns, and the column `target` says the class of each line.

    Commas, semicolons or tabs part the cells; where commas do not, numbers may have decimal commas.
    Columns in `leave` are not read.  Raises CannotRead if the file cannot be used at all.
    """
    path, target, leave = Path(path), _one_form(target), [*map(_one_form, leave)]
    head, lines, comma = _lines(path)
    wanted = [name for name in head if name not in (target, *leave)]
    for name in (target, *leave):
        if name not in head:
            if any(map(_is_number, head)):
                raise CannotRead(_no_names(path, head))
            raise CannotRead(
                tr(
                    "There is no column {name!r}; the first line names {head}.",
                    name=name,
                    head=", ".join(head),
                )
            )
    if not wanted:
        raise CannotRead(tr("Beside {target!r} no column is left to learn from.", target=target))
    rows, labels, left_out = [], [], []
    for number, cells in lines:
        try:
            named = _named(head, cells)
            rows.append([_number(named[name], name, comma) for name in wanted])
            labels.append(_label(named[target], target))
        except ValueError as fault:
            del rows[len(labels) :]
            left_out.append(tr("Line {number} is left out: {fault}.", number=number, fault=fault))
    return _own(rows, labels, wanted, left_out, tr("line of {name}", name=path.name))


def read_pictures(folder: str | Path, size: int = 8, dark_ink: bool = True) -> Own:
    """Pictures in a folder with one folder for each class, such as ``my_pictures/cat/1.png``.

    Each is made grey and `size` by `size` pixels, a row of numbers from 0 (paper) to 1 (ink); with
    ``dark_ink=False`` what is light counts as ink.  Raises CannotRead if the folder cannot be used at all.
    """
    if not 2 <= size <= _MOST_PIXELS:
        raise CannotRead(
            tr(
                "size is {size}; from 2 to {most_pixels} pixels a side are possible.",
                size=size,
                most_pixels=_MOST_PIXELS,
            )
        )
    names = [tr("row {i} column {j}", i=i, j=j) for i in range(1, size + 1) for j in range(1, size + 1)]
    return _folder(folder, lambda path: _pixels(path, size, dark_ink), names, "picture")


def read_sounds(folder: str | Path) -> Own:
    """Recordings (WAV, one channel, 16 bits) in a folder with one folder for each word.

    Each becomes 16 slices of time with the loudness of 8 bands of pitch, as in `spoken_digits`: 128 numbers
    from 0 to 1.  Raises CannotRead if the folder cannot be used at all.
    """
    names = [tr("slice {t} band {k}", t=t, k=k) for t in range(1, 17) for k in range(1, 9)]
    return _folder(folder, _loudness, names, "recording")


def _lines(path: Path) -> tuple[list[str], list[tuple[int, list[str]]], bool]:
    """The names of the columns, the other lines with their numbers, and whether decimals may have commas."""
    if path.suffix.lower() in _SHEETS:
        raise CannotRead(tr("{path} is a spreadsheet; save it as CSV, then read that file.", path=path.name))
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise CannotRead(tr("There is no file {path}.", path=path)) from None
    except UnicodeDecodeError:
        raise CannotRead(
            tr("{path} is not text in UTF-8; save it as CSV with UTF-8.", path=path.name)
        ) from None
    except OSError as fault:
        raise CannotRead(
            tr("{path} cannot be opened: {strerror}.", path=path, strerror=fault.strerror)
        ) from None
    lines = _one_form(text).splitlines()
    first = next((line for line in lines if line.strip()), "")
    if first.startswith("sep="):  # a note of Excel to itself
        lines[lines.index(first)] = ""
        first = next((line for line in lines if line.strip()), "")
    part = max(",;\t", key=lambda sign: len(next(csv.reader([first], delimiter=sign), ())))
    reader = csv.reader(lines, delimiter=part)
    try:
        found = [(reader.line_num, cells) for cells in reader if any(cell.strip() for cell in cells)]
    except csv.Error as fault:
        raise CannotRead(
            tr(
                "{path} is no table: {fault}, near line {line_num}.",
                path=path.name,
                fault=fault,
                line_num=reader.line_num,
            )
        ) from None
    if len(found) < 2:
        raise CannotRead(tr("{path} holds no lines below the names of the columns.", path=path.name))
    head = [cell.strip() for cell in found[0][1]]
    if "" in head:
        raise CannotRead(_no_names(path, head))
    if twice := [name for name, count in Counter(head).items() if count > 1]:
        raise CannotRead(tr("Two columns of {path} have the name {twice!r}.", path=path.name, twice=twice[0]))
    return head, found[1:], part != ","


def _one_form(text: str) -> str:
    """One way to write an umlaut, of the two that there are."""
    return unicodedata.normalize("NFC", text)


def _no_names(path: Path, head: Sequence[str]) -> str:
    first = ", ".join(head)[:60]
    return tr(
        "The first line of {path} must name every column; it reads {first!r}.", path=path.name, first=first
    )


def _named(head: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    if len(cells) != len(head):
        raise ValueError(
            tr("it has {count} cells, and the first line {count_2}", count=len(cells), count_2=len(head))
        )
    return dict(zip(head, map(str.strip, cells), strict=True))


def _number(cell: str, name: str, comma: bool) -> float:
    if not cell:
        raise ValueError(tr("nothing stands under {name!r}", name=name))
    try:
        number = float(cell.replace(",", ".") if comma else cell)
    except ValueError:
        raise ValueError(tr("{cell!r} under {name!r} is no number", cell=cell[:_SHORT], name=name)) from None
    if not math.isfinite(number):
        raise ValueError(tr("{cell!r} under {name!r} is no finite number", cell=cell, name=name))
    return number


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def _label(cell: str, target: str) -> str:
    if not cell:
        raise ValueError(tr("nothing stands under {target!r}", target=target))
    return cell


def _folder(folder: str | Path, read: Callable[[Path], np.ndarray], names: Sequence[str], what: str) -> Own:
    """One row for each file in the folders of the folder, which are the classes."""
    folder = Path(folder)
    if not folder.is_dir():
        raise CannotRead(tr("There is no folder {folder}.", folder=folder))
    classes = sorted(each for each in _seen(folder) if each.is_dir())
    if not classes:
        raise CannotRead(
            tr(
                "{folder} must hold a folder for each class, with the files of the class in it.",
                folder=folder,
            )
        )
    rows, labels, left_out = [], [], []
    for path in (path for each in classes for path in _seen(each) if path.is_file()):
        try:
            rows.append(read(path))
            labels.append(path.parent.name)
        except ValueError as fault:
            left_out.append(
                tr(
                    "{parent}/{path} is left out: {fault}.",
                    parent=path.parent.name,
                    path=path.name,
                    fault=fault,
                )
            )
    return _own(rows, labels, names, left_out, f"{what} in {folder}")


def _seen(folder: Path) -> Iterable[Path]:
    """What a folder holds, in order of names, without hidden files."""
    return sorted(path for path in folder.iterdir() if not path.name.startswith("."))


def _pixels(path: Path, size: int, dark_ink: bool) -> np.ndarray:
    """A picture as a row of size * size numbers; raises ValueError with the reason."""
    from PIL import Image

    try:
        with Image.open(path) as picture:
            flat = Image.new("RGBA", picture.size, "white")  # what is transparent counts as paper
            flat.alpha_composite(picture.convert("RGBA"))
            grey = np.asarray(flat.convert("L").resize((size, size), Image.Resampling.BOX)) / 255
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise ValueError(
            tr("no picture that can be read") if path.stat().st_size else tr("the file is empty")
        ) from None
    return (1 - grey if dark_ink else grey).ravel()


def _loudness(path: Path) -> np.ndarray:
    """A recording as a row of 128 numbers; raises ValueError with the reason."""
    try:
        return loudness(*read_wave(path)).ravel()
    except (wave.Error, EOFError, OSError):
        raise ValueError(tr("no WAV file that can be read")) from None


def _own(
    rows: Sequence[Sequence[float] | np.ndarray],
    labels: Sequence[str],
    names: Sequence[str],
    left_out: Sequence[str],
    what: str,
) -> Own:
    why = f" {left_out[0]}" if left_out else ""
    if not rows:
        raise CannotRead(tr("Not one {what} can be used.{why}", what=what, why=why))
    classes = sorted(set(labels))
    if len(classes) < 2:
        raise CannotRead(
            tr(
                "Every {what} is of the class {classes!r}; at least two are needed.{why}",
                what=what,
                classes=classes[0],
                why=why,
            )
        )
    number = {name: k for k, name in enumerate(classes)}
    y = np.array([number[label] for label in labels])
    told = [*left_out[:_MOST_SENTENCES]]
    if more := len(left_out) - len(told):
        told.append(tr("{more} more are left out.", more=more))
    return Own(np.array(rows, dtype=float), y, tuple(classes), tuple(names), tuple(told))
