"""Bringing one lesson or exercise back as it was; what the learner made of it is kept beside it, dated."""

from __future__ import annotations

import re
from pathlib import Path

from handprop.course import where
from handprop.course.files import write_whole
from handprop.language import tr
from handprop.learner.content import Piece, pieces
from handprop.learner.lay import Refused, beside
from handprop.learner.record import Record, read
from handprop.learner.trust import trust


def reset(clone: Path, folder: Path, name: str, lesson: bool = False) -> str:
    """Bring back the exercise of this name or number, or with `lesson` the lesson; return a sentence.

    Raises Refused for an unknown name, and OSError where the disk refuses.
    """
    piece, record = _named(clone, name, lesson), Record.read(folder)
    laid = record.files.get(piece.source)
    path, new = folder / (laid.name if laid else piece.name), piece.text()
    theirs, kept = read(path), beside(path)
    if path.is_dir():
        path.rename(kept)
        theirs = ""
    elif theirs is not None and theirs != new:
        write_whole(kept, theirs)  # before the file is touched: there is no moment without it
    write_whole(path, new)
    trust(path, new)
    record.keep(piece.source, path.name, new)
    said = tr("{path} is as it was in the beginning", path=path.name)
    if theirs in (None, new):
        return f"{said}."
    return tr(
        "{said}; your work is kept in {kept}. Where it is open: File, Reload Notebook from Disk.",
        said=said,
        kept=kept.name,
    )


def _named(clone: Path, name: str, lesson: bool) -> Piece:
    """The piece of this name: ``06``, ``6``, ``06_by_hand``, ``06_exercise_by_hand.ipynb``."""
    file = Path(name).name.removesuffix(".ipynb")
    stem = where.lesson_of(Path(file)) or file
    known = [piece for piece in pieces(clone) if piece.name.endswith(".ipynb")]
    for piece in known:
        fits = piece.lesson == stem or piece.lesson[:2] == _number(stem)
        if fits and (where.lesson_of(Path(piece.name)) is None) == lesson:
            return piece
    lessons = sorted({piece.lesson for piece in known})
    raise Refused(
        tr("There is no lesson {name!r}; choose from {lessons}.", name=name, lessons=", ".join(lessons))
    )


def _number(text: str) -> str:
    return text.zfill(2) if re.fullmatch(r"\d{1,2}", text) else ""
