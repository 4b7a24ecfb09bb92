"""Taking the notebooks out of a downloaded archive: nothing else in it is written, and nothing outside."""

from __future__ import annotations

import shutil
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from handprop.course.faults import Refused
from handprop.grade.intake.names import printable
from handprop.grade.intake.notebook import LARGEST_FILE

MOST_NOTEBOOKS = 20_000
LARGEST_ARCHIVE = 20 * 2**30  # bytes, unpacked; the entries' own statements of size are not believed


def unpack(archive: Path, folder: Path) -> list[str]:
    """Write the notebooks and times of an archive below `folder`; returns remarks on what was left out.

    Raises Refused if the file is no zip archive or holds more than a class can hand in.
    """
    remarks, left = [], LARGEST_ARCHIVE
    try:
        with zipfile.ZipFile(archive) as opened:
            for member, place in _wanted(opened):
                if (size := _write(opened, member, folder / place)) is None:
                    remarks.append(f"{printable(member.filename)}: damaged or too large, left out.")
                left -= size or 0
                if left < 0:
                    raise Refused(f"{archive.name} is larger than {LARGEST_ARCHIVE // 2**30} GB unpacked.")
    except (zipfile.BadZipFile, OSError) as fault:
        raise Refused(f"{archive.name} cannot be unpacked: {fault}.") from None
    return remarks


def _wanted(opened: zipfile.ZipFile) -> Iterator[tuple[zipfile.ZipInfo, Path]]:
    members = [member for member in opened.infolist() if _is_wanted(member.filename)]
    if len(members) > MOST_NOTEBOOKS:
        raise Refused(f"The archive holds {len(members)} notebooks, more than {MOST_NOTEBOOKS}.")
    for member in members:
        # What leads upwards or to the root is dropped from the name: it then leads nowhere.
        parts = [part.rstrip(". ") for part in PurePosixPath(member.filename.replace("\\", "/")).parts]
        parts = [part for part in parts if part.strip("/:") and part != "~"]
        yield member, Path(*parts)


def _is_wanted(name: str) -> bool:
    return name.endswith((".ipynb", "/timestamp.txt")) and "__MACOSX/" not in name


def _write(opened: zipfile.ZipFile, member: zipfile.ZipInfo, place: Path) -> int | None:
    """The bytes written, or None if the member is damaged, a link, or too large for a notebook."""
    if member.external_attr >> 16 & 0o170000 == 0o120000:  # a symbolic link, as Unix archives mark it
        return None
    place.parent.mkdir(parents=True, exist_ok=True)
    try:
        with opened.open(member) as source, place.open("wb") as target:
            shutil.copyfileobj(_Bounded(source), target)
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError):
        place.unlink(missing_ok=True)
        return None
    return place.stat().st_size


class _Bounded:
    """A stream that fails after as many bytes as a notebook may have."""

    def __init__(self, source):
        self._source, self._left = source, LARGEST_FILE

    def read(self, size: int) -> bytes:
        data = self._source.read(size)
        self._left -= len(data)
        if self._left < 0:
            raise EOFError
        return data
