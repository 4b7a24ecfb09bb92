"""A guest that has imported everything, kept as the pages of its memory: each submission gets a copy.

Besides its memory a guest is what its host knows of it: the files in its scratch folder.  Nothing runs in it
while it is taken, so there is nothing else: no stack, no open file.
"""

from __future__ import annotations

import base64
import ctypes
import json
import mmap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from handprop.course.files import write_whole
from handprop.grade.sandbox.wasm.memory import Memory

_PAGE = 4096
_HEAD = 8  # bytes with the length of what comes before the pages

Runs = list[tuple[int, int]]


def save(path: Path, new: bytes, now: bytes, marks: Runs, files: Mapping[str, bytes | None]) -> None:
    """Keep what a memory holds beyond that of a new guest, the marks of its alarm, and its files.

    `files` has the bytes of a file, None for a folder.
    """
    runs = list(_runs(new, now))
    texts = {name: data and base64.b64encode(data).decode() for name, data in files.items()}
    head = {"length": len(now), "runs": runs, "marks": marks, "files": texts}
    first = json.dumps(head).encode()
    pages = (now[place : place + size] for place, size in runs)
    write_whole(path, b"".join([len(first).to_bytes(_HEAD, "big"), first, *pages]))


def _runs(new: bytes, now: bytes) -> Iterator[tuple[int, int]]:
    """Where pages differ, and how many bytes; what lies beyond the old end was zero."""
    nothing, begin = bytes(_PAGE), None
    for place in range(0, len(now) + _PAGE, _PAGE):
        before = new[place : place + _PAGE] or nothing
        if place < len(now) and now[place : place + _PAGE] != before:
            begin = place if begin is None else begin
        elif begin is not None:
            yield begin, place - begin
            begin = None


@dataclass(frozen=True)
class Snapshot:
    """What was kept: `put` it into the memory of a new guest."""

    length: int
    runs: Runs
    marks: Runs
    files: Mapping[str, bytes | None]
    whole: mmap.mmap
    begin: int

    @classmethod
    def load(cls, path: Path) -> Snapshot:
        """Raises OSError or ValueError if there is none that can be read."""
        with path.open("rb") as file:
            whole = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY)
        begin = _HEAD + int.from_bytes(whole[:_HEAD], "big")
        head = json.loads(whole[_HEAD:begin])
        files = {name: text and base64.b64decode(text) for name, text in head["files"].items()}
        return cls(head["length"], head["runs"], head["marks"], files, whole, begin)

    def put(self, memory: Memory) -> None:
        """Make the memory of a new guest that of the one that was kept."""
        memory.grow_to(self.length)
        source = ctypes.addressof(ctypes.c_char.from_buffer(self.whole)) + self.begin
        for place, size in self.runs:
            ctypes.memmove(memory.address(place, size), source, size)
            source += size
