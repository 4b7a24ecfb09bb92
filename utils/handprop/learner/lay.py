"""Laying the course into a learner's folder, and bringing it up to date: nothing of the learner's is lost.

Each file goes its own way: one that is missing is laid, one that the learner did not touch becomes new, one
that the learner did is merged; where that is not clean, theirs stays and the new one is put beside it.  The
file is written before the copy that remembers what was laid: a run that is killed can be repeated.
"""

from __future__ import annotations

import contextlib
import os
from datetime import datetime
from pathlib import Path

from handprop.course import where
from handprop.course.files import alone, write_whole
from handprop.language import tr
from handprop.learner.content import Piece, cells, likeness, pieces, signature
from handprop.learner.record import Record, digest, read
from handprop.learner.trust import is_trusted, trust

_ALIKE = 0.5  # a notebook that shares half of its cells with another is the same one, renamed
OPEN = tr(
    "The course has changed, and JupyterLab is open on your folder: close it (File, Shut Down), "
    "then start once more, and the new lessons come."
)
_TRIES = 3  # a file that JupyterLab saves while it is brought up to date


class Refused(Exception):
    """The folder cannot be used; the message is a sentence for the learner."""


class _Saved(Exception):
    """The file was saved while its new state was prepared."""


def lay(clone: Path, folder: Path) -> list[str]:
    """Bring a folder up to date with the course; return a sentence for each thing that is worth one.

    Raises Refused for a folder that is none, or is the course's own, and OSError where the disk refuses.
    """
    check_place(clone, folder)
    (folder / where.HIDDEN).mkdir(parents=True, exist_ok=True)
    if not (folder / ".gitignore").exists():
        write_whole(folder / ".gitignore", "*\n")  # wherever it lies, it is no part of the course
    with alone(folder / where.HIDDEN / "lock"):
        return _lay(clone, folder)


def check_place(clone: Path, folder: Path) -> None:
    """Raise Refused where a learner's folder must not be."""
    if folder.exists() and not folder.is_dir():
        raise Refused(tr("{folder} is a file, not a folder: name another one with --folder.", folder=folder))
    own = (clone, *(path for path in clone.iterdir() if path.is_dir() and path.name in _ROOMS))
    if folder == clone or any(folder == room or folder.is_relative_to(room) for room in own[1:]):
        raise Refused(
            tr(
                "{folder} belongs to the course itself: name a folder of your own with --folder.",
                folder=folder,
            )
        )
    if clone.is_relative_to(folder):
        raise Refused(
            tr("The course itself lies in {folder}: name a folder beside it with --folder.", folder=folder)
        )


_ROOMS = (
    *("notebooks", "exercises", "solutions", "lessons", "utils", "tests", "docs", "benchmarks", "deploy"),
    *("config", ".venv", ".git", ".ci"),
)


def _lay(clone: Path, folder: Path) -> list[str]:
    record, now = Record.read(folder), signature(clone)
    everything = pieces(clone)
    if record.seen == now and all((folder / laid.name).exists() for laid in record.files.values()):
        return []
    if record.seen and _is_open(record):
        return [OPEN]
    said = _follow(record, everything)
    for piece in everything:
        said += _bring_patiently(piece, record)
    said += _forget(record, everything)
    record.seen = now
    record.write()
    return said


def _is_open(record: Record) -> bool:
    from handprop.learner.running import is_open

    return is_open(record.folder)


def _bring_patiently(piece: Piece, record: Record) -> list[str]:
    for _ in range(_TRIES):
        with contextlib.suppress(_Saved):
            return _bring(piece, record)
    return [
        tr("{piece} is being saved again and again: start once more when it is closed.", piece=piece.name)
    ]


def _bring(piece: Piece, record: Record) -> list[str]:
    laid = record.files.get(piece.source)
    name, new = laid.name if laid else piece.name, piece.text()
    path = record.folder / name
    base, theirs, said = record.base(piece.source), read(path), []
    if path.is_dir():
        return _put_beside(piece, name, record, None, new)
    if theirs is None:
        new, said = _first(piece, name, record, new)
    elif theirs == new or base == new:
        pass
    elif theirs == base:
        _replace(path, theirs, new)
        trust(path, new)
    elif base is None and likeness(theirs, new) >= _ALIKE:
        pass  # the record was lost: what is there is what was laid, with the learner's work in it
    elif (merged := _merged(piece, base, theirs, new)) is None:
        return _put_beside(piece, name, record, theirs, new)
    else:
        write_whole(record.folder / where.HIDDEN / "before" / name, theirs)
        _replace(path, theirs, merged)
        if is_trusted(path, theirs):
            trust(path, merged)
    record.keep(piece.source, name, new)
    return said


def _first(piece: Piece, name: str, record: Record, new: str) -> tuple[str, list[str]]:
    """Lay a file that is not there; work that was done in the clone, in earlier versions, comes along."""
    from handprop.learner.earlier import earlier_work

    work = None if piece.source in record.files else earlier_work(piece)
    if work is None:
        write_whole(record.folder / name, new)
        trust(record.folder / name, new)
        return new, []
    before, worked = work
    write_whole(record.folder / name, worked)
    return before, [tr("Your work in {source} was copied to {name}.", source=piece.source, name=name)]


def _merged(piece: Piece, base: str | None, theirs: str, new: str) -> str | None:
    if base is None or not piece.name.endswith(".ipynb"):
        return None
    from handprop.learner.merge import merge  # nbdime takes a second to import

    return merge(base, theirs, new)


def _replace(path: Path, expected: str, text: str) -> None:
    """Write a file that still is as it was read; JupyterLab may save it at any moment."""
    draft = path.with_name(f".{path.name}.part")
    write_whole(draft, text)
    if read(path) != expected:
        draft.unlink()
        raise _Saved
    os.replace(draft, path)


def _put_beside(piece: Piece, name: str, record: Record, theirs: str | None, new: str) -> list[str]:
    """Lay the new file under another name; `theirs` is None where a folder has taken its own."""
    laid = record.files.get(piece.source)
    if laid and laid.beside == digest(new):
        return []
    path = beside(record.folder / name, "new")
    write_whole(path, new)
    trust(path, new)
    if laid is None:
        record.keep(piece.source, path.name, new)
        return [
            tr("There is a {name} of your own already; the course's is {path}.", name=name, path=path.name)
        ]
    laid.beside = digest(new)
    record.write()
    return [
        tr("{name} {why}: yours stays, the new one is {path}.", name=name, why=_why(theirs), path=path.name)
    ]


def _why(theirs: str | None) -> str:
    if theirs is None:
        return tr("is a folder")
    changed = tr("was changed by you and by the course in the same place")
    return changed if list(cells(theirs)) else tr("is damaged")


def beside(path: Path, what: str = "") -> Path:
    """A free name beside a file, with the day and the minute in it."""
    words = " ".join(part for part in (what, f"{datetime.now():%Y-%m-%d %H.%M}") if part)
    names = (f"{path.stem} ({words}{f', {k}' if k > 1 else ''}){path.suffix}" for k in range(1, 1000))
    return next(found for name in names if not (found := path.with_name(name)).exists())


def _follow(record: Record, everything: list[Piece]) -> list[str]:
    """Let the learner's files take the names that their lessons have now."""
    fresh = {piece.source: piece for piece in everything if piece.source not in record.files}
    said, lessons = [], {}
    for old in sorted(set(record.files) - {piece.source for piece in everything}):
        fits = {source: likeness(record.base(old) or "", fresh[source].text()) for source in fresh}
        best = max(fits, key=fits.get, default=None)
        if best and fits[best] >= _ALIKE:
            piece, before = fresh.pop(best), record.files[old].name
            record.follow(old, piece.source, piece.name)
            lessons[Path(old).stem] = piece.lesson
            said.append(tr("{before} is called {piece} now.", before=before, piece=piece.name))
    _rename_marks(record.folder, lessons)
    return said


def _rename_marks(folder: Path, lessons: dict[str, str]) -> None:
    from handprop.check import progress

    file = where.progress(folder)
    if lessons and file.exists():
        marks = progress.read(file, folder)
        progress.write(file, {lessons.get(lesson, lesson): of for lesson, of in marks.items()})


def _forget(record: Record, everything: list[Piece]) -> list[str]:
    gone = set(record.files) - {piece.source for piece in everything}
    return [
        tr("{name} is no longer part of the course; it stays with you.", name=record.files.pop(source).name)
        for source in sorted(gone)
    ]
