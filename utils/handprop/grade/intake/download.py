"""Everything in a download, archives opened: a folder, an archive or a notebook becomes a list of pieces.

Nothing is left out of the list.  Links are not followed and pipes not opened; what belongs to a system or a
tool (`.git`, `__MACOSX`, `.ipynb_checkpoints`, the course's own `.handprop`) is one piece a folder.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from handprop.course.faults import Refused
from handprop.grade.intake import archive
from handprop.grade.intake.names import printable
from handprop.grade.intake.notebook import LARGEST_FILE
from handprop.language import tr

MOST_FILES = 200_000
MOST_NOTEBOOKS = 20_000
MOST_IN_ONE = 2_000  # notebooks in an archive that a learner packed
LARGEST_ARCHIVE = 20 * 2**30  # bytes, unpacked
LARGEST_INNER = 2**30
DEEPEST, DEEPEST_ARCHIVE = 24, 4

NOTEBOOK = re.compile(r"\.ipynb(?:\.(?:txt|json|html?|download|crdownload|bak|pdf))*(?: ?\(\d+\))?$", re.I)
_PERHAPS = ("", ".txt", ".json", ".zip", ".download")  # suffixes that a browser gives a notebook
_SYSTEM = re.compile(r"\..*|__MACOSX|__pycache__|node_modules|Thumbs\.db|desktop\.ini|~\$.*", re.I)
EMPTY = tr("an empty folder")
_FACTS = re.compile(r"timestamp\.txt|submission_metadata\.yml|.*_attempt_[-\d]+\.txt", re.I)


@dataclass(frozen=True)
class Piece:
    """A file of the download.

    `parts` is its path there, in which an archive is a folder; `path` is where its bytes are, None if they
    were not needed; `count` is more than 1 for a system's folder.  `fault` says why it could not be had.
    """

    parts: tuple[str, ...]
    size: int = 0
    path: Path | None = None
    fault: str = ""
    notebook: bool = False
    archive: bool = False
    system: bool = False
    count: int = 1

    @property
    def name(self) -> str:
        """The path in the download, as it is shown."""
        return printable("/".join(self.parts)) + ("/" if self.count > 1 else "")


def contents(place: Path, scratch: Path) -> list[Piece]:
    """What is in a folder, an archive, or a notebook; what is taken out of archives goes below `scratch`.

    Raises Refused if there is no such thing, or if it holds more than a class can hand in.
    """
    reader = _Reader(scratch)
    if place.is_dir():
        found = list(reader.folder(place, ()))
    elif place.is_file() and archive.kind_of(place):
        found = reader.whole_archive(place)
    elif place.is_file() and NOTEBOOK.search(place.name):
        return [Piece((place.name,), place.stat().st_size, place, notebook=True)]
    else:
        kind = "archive" if place.suffix in (".zip", ".tar", ".gz", ".tgz", ".7z") else "folder"
        broken = place.is_file() and kind == "archive"
        raise Refused(
            tr("{file} cannot be unpacked: it is no archive.", file=place.name)
            if broken
            else tr("There is no {kind} {place}.", kind=kind, place=printable(str(place)))
        )
    return _together(found)


class _Reader:
    """Goes through folders and archives, within the limits of all together."""

    def __init__(self, scratch: Path):
        self._scratch, self._taken, self._files, self._notebooks = scratch, 0, 0, 0
        self._left = LARGEST_ARCHIVE

    def folder(self, folder: Path, parts: tuple[str, ...]) -> Iterator[Piece]:
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError as fault:
            yield Piece((*parts, "."), fault=tr("the folder cannot be opened ({why})", why=fault.strerror))
            return
        for entry in entries:
            yield from self._entry(Path(entry.path), (*parts, entry.name))
        if not entries and parts:
            yield Piece((*parts, "."), fault=EMPTY)

    def _entry(self, path: Path, parts: tuple[str, ...]) -> Iterator[Piece]:
        if _SYSTEM.fullmatch(parts[-1]):
            yield _system(path, parts)
        elif path.is_symlink():
            yield self._counted(Piece(parts, fault=archive.LINK, notebook=bool(NOTEBOOK.search(parts[-1]))))
        elif path.is_dir() and len(parts) > DEEPEST:
            yield Piece((*parts, "."), fault=tr("folders too deep inside each other"))
        elif path.is_dir():
            yield from self.folder(path, parts)
        else:
            yield from self._file(path, parts, 0)

    def whole_archive(self, path: Path) -> list[Piece]:
        """The members of the archive that was named; raises Refused if it cannot be unpacked."""
        try:
            return list(self._members(path, (), 1, self._left, MOST_NOTEBOOKS))
        except archive.NoArchive as fault:
            raise Refused(
                tr("{file} cannot be unpacked: {why}.", file=path.name, why=str(fault).removeprefix("it "))
            ) from None
        except archive.TooLarge:
            size = LARGEST_ARCHIVE // 2**30
            raise Refused(
                tr("{file} is larger than {size} GB unpacked.", file=path.name, size=size)
            ) from None

    def _file(self, path: Path, parts: tuple[str, ...], depth: int, name: str = "") -> Iterator[Piece]:
        """A file on this disk, which may be an archive; `name` of a member stands in `parts` only."""
        try:
            status = path.lstat()
        except OSError as fault:
            yield Piece(parts, fault=tr("it cannot be opened ({why})", why=fault.strerror))
            return
        piece = Piece(parts, status.st_size, path)
        if not stat.S_ISREG(status.st_mode):
            yield self._counted(
                replace(piece, fault=tr("not a plain file"), notebook=bool(NOTEBOOK.search(parts[-1])))
            )
        elif archive.kind_of(path) and not parts[-1].lower().endswith(archive.NO_ARCHIVES):
            yield from self._archive(piece, depth)
        else:
            yield self._counted(replace(piece, notebook=_is_notebook(path, parts[-1])))

    def _archive(self, piece: Piece, depth: int) -> Iterator[Piece]:
        if depth >= DEEPEST_ARCHIVE:
            yield self._not_opened(piece, tr("archives too deep inside each other"))
            return
        before = self._files, self._notebooks
        try:
            most = min(self._left, LARGEST_INNER if depth else LARGEST_ARCHIVE)
            notebooks = MOST_IN_ONE if depth else MOST_NOTEBOOKS
            members = list(self._members(piece.path, piece.parts, depth + 1, most, notebooks))
            if NOTEBOOK.search(piece.parts[-1]) and all(one.fault for one in members):
                raise archive.NoArchive
        except archive.NoArchive as fault:
            self._files, self._notebooks = before
            yield self._not_opened(piece, tr("an archive; {why}", why=fault))
        except (archive.TooLarge, ValueError):
            self._files, self._notebooks = before
            yield self._not_opened(piece, tr("an archive with far more in it than work"))
        else:
            yield self._counted(replace(piece, archive=True, path=None))
            yield from members

    def _not_opened(self, piece: Piece, why: str) -> Piece:
        """An archive that is not opened; one with a notebook's name is somebody's damaged notebook."""
        if NOTEBOOK.search(piece.parts[-1]):
            return self._counted(replace(piece, notebook=True))
        return self._counted(replace(piece, fault=why, archive=True))

    def _members(
        self, path: Path, parts: tuple[str, ...], depth: int, most: int, notebooks: int
    ) -> Iterator[Piece]:
        before = self._notebooks
        with archive.opened(path, most) as members:
            for member in members:
                yield from self._member(member, (*parts, *member.parts), depth)
                if self._notebooks - before > notebooks:
                    number = self._notebooks - before
                    raise Refused(
                        tr(
                            "The archive holds {number} notebooks or more, more than {notebooks}.",
                            number=number,
                            notebooks=notebooks,
                        )
                    )

    def _member(self, member: archive.Member, parts: tuple[str, ...], depth: int) -> Iterator[Piece]:
        if place := _system_part(member.parts):
            yield Piece(parts[: len(parts) - len(member.parts) + place], member.size, system=True)
        elif member.fault:
            yield self._counted(
                Piece(parts, member.size, fault=member.fault, notebook=bool(NOTEBOOK.search(parts[-1])))
            )
        elif not _is_wanted(parts[-1]):
            yield self._counted(Piece(parts, member.size))
        else:
            yield from self._taken_out(member, parts, depth)

    def _taken_out(self, member: archive.Member, parts: tuple[str, ...], depth: int) -> Iterator[Piece]:
        self._taken += 1
        place = self._scratch / f"{self._taken}{_suffix(parts[-1])}"
        try:
            self._left -= archive.copy(member, place, min(LARGEST_FILE, max(0, self._left)))
        except archive.NoArchive as fault:
            yield self._counted(Piece(parts, member.size, fault=str(fault), notebook=True))
        except archive.TooLarge:
            if self._left <= LARGEST_FILE:
                raise
            yield self._counted(
                Piece(parts, member.size, fault=tr("too large for a notebook"), notebook=True)
            )
        else:
            yield from self._file(place, parts, depth)

    def _counted(self, piece: Piece) -> Piece:
        self._files += 1
        self._notebooks += piece.notebook
        if self._files > MOST_FILES:
            raise Refused(tr("The download holds more than {MOST_FILES} files.", MOST_FILES=MOST_FILES))
        return piece


def _is_wanted(name: str) -> bool:
    """Whether a member of an archive is taken out: a notebook, an archive, or what a platform says of it."""
    lower = name.lower()
    packed = (".zip", ".tar", ".gz", ".tgz", ".bz2", ".tbz2", ".xz", ".txz", ".7z", ".rar")
    perhaps = os.path.splitext(lower)[1] in _PERHAPS
    return bool(NOTEBOOK.search(name) or _FACTS.fullmatch(name) or lower.endswith(packed) or perhaps)


def _suffix(name: str) -> str:
    return ".ipynb" if NOTEBOOK.search(name) else Path(printable(name)).suffix[:10].replace("/", "")


def _is_notebook(path: Path, name: str) -> bool:
    """By its name, or by how it begins where a browser may have changed the name."""
    if NOTEBOOK.search(name):
        return True
    if os.path.splitext(name.lower())[1] not in _PERHAPS:
        return False
    try:
        with path.open("rb") as file:
            head = file.read(200_000)
    except OSError:
        return False
    return head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{") and b'"cells"' in head


def _system_part(parts: tuple[str, ...]) -> int:
    """How many parts lead to what belongs to a system; 0 if none does."""
    return next((number for number, part in enumerate(parts, 1) if _SYSTEM.fullmatch(part)), 0)


def _system(path: Path, parts: tuple[str, ...]) -> Piece:
    """A file or a whole folder of a system: counted, not read."""
    if path.is_symlink() or not path.is_dir():
        return Piece(parts, 0 if path.is_symlink() else path.lstat().st_size, system=True)
    size = count = 0
    for folder, _, files in os.walk(path):
        for name in files:
            size, count = size + os.lstat(os.path.join(folder, name)).st_size, count + 1
    return Piece(parts, size, system=True, count=count)


def _together(pieces: Iterable[Piece]) -> list[Piece]:
    """The pieces, with those of one system's folder in an archive made one."""
    found: dict[tuple, Piece] = {}
    for number, piece in enumerate(pieces):
        key = (piece.parts,) if piece.system else (piece.parts, number)
        if before := found.get(key):
            piece = replace(before, size=before.size + piece.size, count=before.count + piece.count)
        found[key] = piece
    return list(found.values())
