"""What stands around a run of the corpus, and what must be the same afterwards."""

from __future__ import annotations

import contextlib
import ctypes
import hashlib
import os
import site
import socket
import sqlite3
import stat
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

from hostile.case import Setting
from hostile.notebook import REPO

_LARGE = 2**20  # bytes; of larger files size and time are compared


class Listener:
    """Listens on the loopback address and on an abstract socket, and counts who calls."""

    def __init__(self, name: str):
        self.calls = 0
        self._stream = socket.create_server(("127.0.0.1", 0))
        self.port = self._stream.getsockname()[1]
        self._datagrams = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._datagrams.bind(("127.0.0.1", self.port))
        self._abstract = socket.socket(socket.AF_UNIX)
        self._abstract.bind(f"\0{name}")
        self._abstract.listen()
        self._all = (self._stream, self._datagrams, self._abstract)
        waits = (self._stream.accept, lambda: self._datagrams.recv(100), self._abstract.accept)
        for wait in waits:
            threading.Thread(target=self._count, args=(wait,), daemon=True).start()

    def _count(self, wait) -> None:
        with contextlib.suppress(OSError):
            while True:
                wait()
                self.calls += 1

    def close(self) -> None:
        """Stop listening."""
        for end in self._all:
            end.close()


def make_class(folder: Path, secret: str) -> None:
    """A class's folder: a gradebook, solutions, other learners, and a secret in each."""
    with contextlib.closing(sqlite3.connect(folder / "gradebook.db")) as book, book:
        book.execute("create table grade (learner text, score real)")
        book.execute("insert into grade values (?, 3)", (secret,))
    for name in ("solutions/06_by_hand/secret.ipynb", "submitted/ada/secret.ipynb", "secret.txt"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(f'{{"cells": [], "secret": "{secret}"}}')


def picture_of(folder: Path) -> dict[str, object]:
    """Every file below a folder, and a digest of what is in it."""
    return {str(path): _state(path) for path in sorted(folder.rglob("*"))}


def _state(path: Path) -> object:
    status = path.lstat()
    if stat.S_ISDIR(status.st_mode):
        return status.st_mode  # its time changes with what the tests put into it
    if not path.is_file() or path.is_symlink() or status.st_size > _LARGE:
        return status.st_mode, status.st_size, status.st_mtime_ns
    return hashlib.sha256(path.read_bytes()).hexdigest()


def left_behind(setting: Setting) -> list[str]:
    """Files with the run's token in their names, in every folder that a submission knows of."""
    folders = {Path(tempfile.gettempdir()), Path.home(), Path.cwd(), setting.folder.parent, *_of_the_course()}
    folders |= {Path(sys.prefix), Path(sys.executable).parent, *map(Path, site.getsitepackages())}
    folders |= {Path("/"), *(Path("/", name) for name in ("etc", "usr", "run", "dev", "home", "root"))}
    folders |= {Path("/", *parts) for parts in (("dev", "shm"), ("var", "tmp"), ("dev", "mqueue"))}
    return [str(path) for folder in folders for path in _found(folder, setting.token)]


def _of_the_course() -> set[Path]:
    return {REPO, REPO / "utils" / "handprop", REPO / ".venv", REPO / "solutions", REPO / "lessons"}


def _found(folder: Path, token: str) -> Iterator[Path]:
    with contextlib.suppress(OSError):
        yield from (path for path in folder.iterdir() if path.name.startswith(token))


def adopt_orphans() -> None:
    """Become the parent of whatever is left behind, so that it is seen among one's descendants."""
    ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)  # PR_SET_CHILD_SUBREAPER


def descendants(process: int) -> list[int]:
    """The processes that stem from a process; those that have ended and wait to be noticed are left out."""
    parents = {int(name): _parent(int(name)) for name in os.listdir("/proc") if name.isdigit()}
    found, new = set(), {process}
    while new:
        new = {child for child, parent in parents.items() if parent in new} - found
        found |= new
    return sorted(found)


def _parent(process: int) -> int | None:
    try:
        state, parent = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[:2]
    except OSError:
        return None
    return None if state in "ZX" else int(parent)


def named(token: str) -> list[str]:
    """The command lines that hold a token."""
    lines = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            lines.append(path.read_bytes().decode(errors="replace").replace("\0", " "))
    return [line for line in lines if token in line]
