"""What is inside an archive: zip, tar, a packed single file, and by 7z (where it is installed) 7z and rar.

Names in an archive never become names of files here, so that nothing can be written outside: a member that is
wanted is copied to a place of its own.  The archives' own statements of size are not believed.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import shutil
import subprocess
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from handprop.language import tr

LINK = tr("a link, not followed. Ask for the notebook itself")
LOCKED = tr("locked with a password")
_MAGIC = {
    b"PK\x03\x04": "zip",
    b"PK\x05\x06": "zip",  # an empty one
    b"\x1f\x8b": "gz",
    b"BZh": "bz2",
    b"\xfd7zXZ\x00": "xz",
    b"7z\xbc\xaf\x27\x1c": "7z",
    b"Rar!": "rar",
}
_OPENERS = {"gz": gzip.open, "bz2": bz2.open, "xz": lzma.open}
NO_ARCHIVES = (".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp", ".epub", ".jar", ".whl", ".npz", ".pages")
_TOOLS = ("7z", "7zz", "7za")
_LINK = 0o120000  # as Unix archives mark a symbolic link
_SECONDS = 120  # for 7z to list an archive, or to give a member
_DAMAGED = (
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    RuntimeError,
    NotImplementedError,
    ValueError,
    OSError,
)


class NoArchive(Exception):
    """An archive that cannot be opened; the message is a sentence."""


class TooLarge(Exception):
    """More bytes than there is room for."""


@dataclass(frozen=True)
class Member:
    """A file in an archive: the parts of its name, its size as stated, and how to copy its bytes."""

    parts: tuple[str, ...]
    size: int
    open: Callable[[], BinaryIO] | None
    fault: str = ""


def kind_of(path: Path) -> str | None:
    """The kind of archive that a plain file is, by its first bytes; None if it is none, as a .docx."""
    if path.name.lower().endswith(NO_ARCHIVES):
        return None
    try:
        with path.open("rb") as file:
            head = file.read(512)
    except OSError:
        return None
    if head[257:262] == b"ustar":
        return "tar"
    return next((kind for magic, kind in _MAGIC.items() if head.startswith(magic)), None)


@contextmanager
def opened(path: Path, most: int) -> Iterator[Iterator[Member]]:
    """The members of an archive, to be used one after the other; at most `most` bytes are unpacked.

    Raises NoArchive with a sentence, also while the members are gone through, and TooLarge.
    """
    kind = kind_of(path)
    ways = {"zip": _zip, "tar": _tar, "7z": _by_tool, "rar": _by_tool}
    members = ways.get(kind, _packed)(path, most)
    try:
        yield _checked(members, path)
    finally:
        members.close()


def copy(member: Member, target: Path, most: int) -> int:
    """Copy a member's bytes to a file; returns their number.

    Raises NoArchive if the member is damaged, TooLarge if it has more than `most` bytes.
    """
    try:
        with member.open() as source, target.open("wb") as file:
            shutil.copyfileobj(_Bounded(source, most), file)
    except _DAMAGED as fault:
        target.unlink(missing_ok=True)
        raise NoArchive(tr("it is damaged in its archive ({kind})", kind=type(fault).__name__)) from None
    except TooLarge:
        target.unlink(missing_ok=True)
        raise
    return target.stat().st_size


def _checked(members: Iterator[Member], path: Path) -> Iterator[Member]:
    try:
        yield from members
    except _DAMAGED as fault:
        why = str(fault) or type(fault).__name__
        raise NoArchive(tr("it cannot be unpacked: {why}", why=why.splitlines()[0][:100])) from None


def _zip(path: Path, _most: int) -> Iterator[Member]:
    with zipfile.ZipFile(path) as archive:
        for info in archive.infolist():
            if not info.is_dir() and not info.filename.endswith("\\"):
                yield Member(
                    _parts(_name(info)), info.file_size, _zip_opener(archive, info), _zip_fault(info)
                )


def _zip_opener(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Callable[[], BinaryIO]:
    return lambda: archive.open(info)


def _zip_fault(info: zipfile.ZipInfo) -> str:
    if info.external_attr >> 16 & 0o170000 == _LINK:
        return LINK
    return LOCKED if info.flag_bits & 1 else ""


def _name(info: zipfile.ZipInfo) -> str:
    """The member's name; macOS writes UTF-8 without saying so."""
    if info.flag_bits & 0x800:
        return info.filename
    try:
        return info.orig_filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return info.orig_filename


def _tar(path: Path, most: int, source: BinaryIO | None = None) -> Iterator[Member]:
    with source or path.open("rb") as raw, tarfile.open(fileobj=_Bounded(raw, most), mode="r|") as archive:
        for info in archive:
            if info.issym() or info.islnk():
                yield Member(_parts(info.name), 0, None, LINK)
            elif info.isfile():
                yield Member(_parts(info.name), info.size, _tar_opener(archive, info))


def _tar_opener(archive: tarfile.TarFile, info: tarfile.TarInfo) -> Callable[[], BinaryIO]:
    return lambda: archive.extractfile(info)


def _packed(path: Path, most: int) -> Iterator[Member]:
    """A tar in gzip, bzip2 or xz, or a single packed file."""
    open_ = _OPENERS.get(kind_of(path))
    if open_ is None:
        raise NoArchive(tr("it is no archive that can be opened here"))
    with open_(path) as stream:
        is_tar = stream.read(512)[257:262] == b"ustar"
    if is_tar:
        yield from _tar(path, most, open_(path))
    else:
        yield Member((path.stem,), path.stat().st_size, lambda: open_(path))


def _by_tool(path: Path, _most: int) -> Iterator[Member]:
    tool = next(filter(None, map(shutil.which, _TOOLS)), None)
    if tool is None:
        raise NoArchive(tr("it needs the program 7z, which is not installed here"))
    listed = _run(tool, "l", "-slt", "-ba", path)
    for block in listed.decode("utf-8", "replace").split("\n\n"):
        facts = dict(line.split(" = ", 1) for line in block.splitlines() if " = " in line)
        attributes = facts.get("Attributes", "")
        if "Path" not in facts or attributes.startswith("D") or facts.get("Folder") == "+":
            continue
        fault = LINK if " l" in attributes else ""
        fault = fault or (LOCKED if facts.get("Encrypted") == "+" else "")
        size = int(facts.get("Size") or 0)
        yield Member(_parts(facts["Path"]), size, _tool_opener(tool, path, facts["Path"]), fault)


def _tool_opener(tool: str, path: Path, name: str) -> Callable[[], BinaryIO]:
    return lambda: io.BytesIO(_run(tool, "x", "-so", path, name))


def _run(tool: str, do: str, *arguments: object) -> bytes:
    flags = [str(one) for one in arguments if str(one).startswith("-")]
    files = [str(one) for one in arguments if not str(one).startswith("-")]
    # -spd: a name in the archive is no pattern; -p: no question after a password.
    command = [tool, do, *flags, "-spd", "-p", "-y", "--", *files]
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=_SECONDS)
    except subprocess.TimeoutExpired:
        raise NoArchive(tr("unpacking it takes too long")) from None
    if done.returncode:
        raise NoArchive(tr("it is damaged, or locked with a password"))
    return done.stdout


def _parts(name: str) -> tuple[str, ...]:
    """The parts of a name, without what leads upwards or to the root; Windows' strokes are ours."""
    parts = (part.strip() for part in name.replace("\\", "/").split("/"))
    return tuple(part for part in parts if part.strip(". ") and part != "~") or ("unnamed",)


class _Bounded:
    """A stream that fails after `most` bytes."""

    def __init__(self, source: BinaryIO, most: int):
        self._source, self._left = source, most

    def read(self, size: int) -> bytes:
        data = self._source.read(size)
        self._left -= len(data)
        if self._left < 0:
            raise TooLarge
        return data
