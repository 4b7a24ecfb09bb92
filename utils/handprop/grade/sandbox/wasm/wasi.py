"""What a guest may ask of its host: the calls of WASI preview 1, answered from a tree of files in memory.

There is no other way out of a guest.  Every address and length comes from the guest and is held against its
memory before anything is read or written; what is not named here fails as a call that does not exist.
Numbers and layouts are those of `wasi_snapshot_preview1`.
"""

from __future__ import annotations

import errno
import os
import struct
import time
from collections.abc import Callable, Iterator, Mapping, Sequence

from handprop.grade.sandbox.wasm.files import Node, Open, Refused, Tree
from handprop.grade.sandbox.wasm.memory import Memory

MODULE = "wasi_snapshot_preview1"
_NUMBERS = {  # of errors, by name
    "EBADF": 8, "EEXIST": 20, "EINVAL": 28, "EISDIR": 31, "EMFILE": 33, "ENAMETOOLONG": 37, "ENOENT": 44,
    "ENOSPC": 51, "ENOTDIR": 54, "ENOTEMPTY": 55, "EROFS": 69,
}  # fmt: skip
_NO_SUCH_CALL, _FAULT, _INTERRUPTED, _INVALID = 52, 21, 27, 28
_FOLDER, _FILE, _DEVICE = 3, 4, 2
_ALL_RIGHTS = 2**29 - 1
_READ, _WRITE = 1 << 1, 1 << 6
_CREATE, _IS_FOLDER, _NEW, _EMPTY = 1, 2, 4, 8
_APPEND = 1
_STREAMS = 3  # standard input, output and error
_LARGEST_READ = 2**24  # bytes in one call
_MOST_PARTS = 1024


Sleep = Callable[[float], bool]


class Exit(Exception):
    """The guest has ended itself."""


class Calls:
    """The calls of one guest, answered from `tree`, whose `roots` it finds open, by their names.

    `sleep(seconds)` waits; False if it was interrupted.
    """

    def __init__(self, tree: Tree, roots: Mapping[str, Node], environment: Mapping[str, str], sleep: Sleep):
        self._tree, self._sleep = tree, sleep
        self._words = [b"python"]
        self._environment = [f"{name}={value}".encode() for name, value in environment.items()]
        self._began = time.monotonic_ns()
        self.memory: Memory | None = None
        nothing = Node(0)
        for number in range(_STREAMS):
            tree.opened[number] = Open(nothing, writes=number > 0)
        self._roots = {tree.hand_out(Open(node)): name.encode() for name, node in roots.items()}

    def answer(self, name: str, given: Sequence[int], sizes: Sequence[int]) -> int:
        """The number of the error of a call, 0 for none; its arguments have `sizes` bits."""
        does = getattr(self, f"_{name}", None)
        if does is None:
            return _NO_SUCH_CALL
        try:
            return does(*(one % 2**size for one, size in zip(given, sizes, strict=True))) or 0
        except Refused as fault:
            return _NUMBERS[errno.errorcode[fault.errno]]
        except (IndexError, OverflowError, struct.error):  # an address beyond the guest's memory
            return _FAULT

    def _put(self, place: int, layout: str, *values: int) -> None:
        self.memory.write(place, struct.pack("<" + layout, *values))

    def _parts(self, place: int, count: int) -> Iterator[tuple[int, int]]:
        """Where the pieces of a read or a write lie, and how long they are."""
        if count > _MOST_PARTS:
            raise Refused(errno.EINVAL)
        for k in range(count):
            yield struct.unpack("<II", self.memory.read(place + 8 * k, 8))

    def _path(self, place: int, length: int) -> str:
        if length > 4096:
            raise Refused(errno.ENAMETOOLONG)
        text = self.memory.read(place, length)
        if b"\0" in text:
            raise Refused(errno.EINVAL)
        return text.decode("utf-8", "surrogateescape")

    # What a program is told when it starts.

    def _args_get(self, places: int, texts: int) -> None:
        self._strings(self._words, places, texts)

    def _args_sizes_get(self, count: int, size: int) -> None:
        self._sizes(self._words, count, size)

    def _environ_get(self, places: int, texts: int) -> None:
        self._strings(self._environment, places, texts)

    def _environ_sizes_get(self, count: int, size: int) -> None:
        self._sizes(self._environment, count, size)

    def _strings(self, strings: list[bytes], places: int, texts: int) -> None:
        for k, text in enumerate(strings):
            self._put(places + 4 * k, "I", texts)
            self.memory.write(texts, text + b"\0")
            texts += len(text) + 1

    def _sizes(self, strings: list[bytes], count: int, size: int) -> None:
        self._put(count, "I", len(strings))
        self._put(size, "I", sum(len(text) + 1 for text in strings))

    # Clocks, sleep, chance, the end.

    def _clock_res_get(self, clock: int, out: int) -> None:
        self._put(out, "Q", 1000)

    def _clock_time_get(self, clock: int, _: int, out: int) -> None:
        self._put(out, "Q", self._now(clock))

    def _now(self, clock: int) -> int:
        return time.time_ns() if clock == 0 else time.monotonic_ns() - self._began

    def _poll_oneoff(self, asked: int, out: int, count: int, told: int) -> int | None:
        """Wait for the first of several things: a time, or a file, which is always ready."""
        if not 0 < count <= _MOST_PARTS:
            return _INVALID
        waits = [self._wait(self.memory.read(asked + 48 * k, 48)) for k in range(count)]
        shortest = min(seconds for seconds, *_ in waits)
        if shortest > 0 and not self._sleep(shortest):
            return _INTERRUPTED
        ready = [event for seconds, *event in waits if seconds <= shortest]
        for k, (user, kind) in enumerate(ready):
            self._put(out + 32 * k, "QHHIQII", user, 0, kind, 0, 0, 0, 0)
        self._put(told, "I", len(ready))
        return None

    def _wait(self, asked: bytes) -> tuple[float, int, int]:
        """Seconds to wait for one thing, and what its event says."""
        user, kind, clock, until, _, flags = struct.unpack_from("<QB7xI4xQQH", asked)
        if kind != 0:
            return 0.0, user, kind
        return (until - self._now(clock) if flags & 1 else until) / 1e9, user, kind

    def _sched_yield(self) -> None:
        pass

    def _random_get(self, place: int, length: int) -> None:
        if length > _LARGEST_READ:
            raise Refused(errno.EINVAL)
        self.memory.write(place, os.urandom(length))

    def _proc_exit(self, code: int) -> None:
        raise Exit(code)

    # Open files.

    def _fd_close(self, number: int) -> None:
        self._tree.of(number)
        del self._tree.opened[number]

    def _fd_sync(self, number: int) -> None:
        self._tree.of(number)

    _fd_datasync = _fd_sync

    def _fd_fdstat_get(self, number: int, out: int) -> None:
        opened = self._tree.of(number)
        flags = _APPEND if opened.appends else 0
        self._put(out, "BxHxxxxQQ", _kind(opened.node), flags, _ALL_RIGHTS, _ALL_RIGHTS)

    def _fd_fdstat_set_flags(self, number: int, flags: int) -> None:
        self._tree.of(number).appends = bool(flags & _APPEND)

    def _fd_filestat_get(self, number: int, out: int) -> None:
        self._state(self._tree.of(number).node, out)

    def _state(self, node: Node, out: int) -> None:
        self._put(out, "QQB7xQQQQQ", 1, node.number, _kind(node), 1, node.size, 0, 0, 0)

    def _fd_filestat_set_size(self, number: int, size: int) -> None:
        if not (opened := self._tree.of(number)).writes:
            raise Refused(errno.EBADF)
        self._tree.resize(opened.node, size)

    def _fd_filestat_set_times(self, number: int, *_: int) -> None:
        self._tree.of(number)

    def _path_filestat_set_times(self, number: int, _: int, path: int, length: int, *__: int) -> None:
        self._tree.find(self._tree.of(number).node, self._path(path, length))

    def _fd_prestat_get(self, number: int, out: int) -> None:
        self._put(out, "BxxxI", 0, len(self._root(number)))

    def _fd_prestat_dir_name(self, number: int, out: int, length: int) -> None:
        self.memory.write(out, self._root(number)[:length])

    def _root(self, number: int) -> bytes:
        if number not in self._roots:
            raise Refused(errno.EBADF)
        return self._roots[number]

    def _fd_read(self, number: int, parts: int, count: int, told: int) -> None:
        opened = self._tree.of(number)
        self._put(told, "I", got := self._read(opened, parts, count, opened.place))
        opened.place += got

    def _fd_pread(self, number: int, parts: int, count: int, place: int, told: int) -> None:
        self._put(told, "I", self._read(self._tree.of(number), parts, count, place))

    def _read(self, opened: Open, parts: int, count: int, place: int) -> int:
        if opened.node.is_folder:
            raise Refused(errno.EISDIR)
        if not opened.reads:
            raise Refused(errno.EBADF)
        begin = place
        for where, length in self._parts(parts, count):
            data = bytes(opened.node.data[place : place + min(length, _LARGEST_READ)])
            self.memory.write(where, data)
            place += len(data)
            if len(data) < length:
                break
        return place - begin

    def _fd_write(self, number: int, parts: int, count: int, told: int) -> None:
        opened = self._tree.of(number)
        place = opened.node.size if opened.appends else opened.place
        self._put(told, "I", wrote := self._write(opened, parts, count, place))
        opened.place = place + wrote

    def _fd_pwrite(self, number: int, parts: int, count: int, place: int, told: int) -> None:
        self._put(told, "I", self._write(self._tree.of(number), parts, count, place))

    def _write(self, opened: Open, parts: int, count: int, place: int) -> int:
        if not opened.writes:
            raise Refused(errno.EBADF)
        begin = place
        for where, length in self._parts(parts, count):
            if opened.node.number:  # 0: the standard streams, which nobody reads
                self._tree.write(opened.node, place, self.memory.read(where, length))
            place += length
        return place - begin

    def _fd_seek(self, number: int, offset: int, whence: int, out: int) -> None:
        opened = self._tree.of(number)
        if whence > 2 or not opened.node.number:
            raise Refused(errno.EINVAL)
        start = (0, opened.place, opened.node.size)[whence]
        if not 0 <= start + _signed(offset) < 2**62:
            raise Refused(errno.EINVAL)
        opened.place = start + _signed(offset)
        self._put(out, "Q", opened.place)

    def _fd_tell(self, number: int, out: int) -> None:
        self._put(out, "Q", self._tree.of(number).place)

    def _fd_readdir(self, number: int, out: int, room: int, start: int, told: int) -> None:
        opened = self._tree.of(number)
        if not opened.node.is_folder:
            raise Refused(errno.ENOTDIR)
        if start == 0:
            opened.listing = [(".", opened.node), ("..", opened.node), *opened.node.children.items()]
        data = b""
        for k, (name, node) in enumerate(opened.listing[start:], start + 1):
            text = name.encode("utf-8", "surrogateescape")
            data += struct.pack("<QQIB3x", k, node.number, len(text), _kind(node)) + text
            if len(data) >= room:
                break
        self.memory.write(out, data[:room])
        self._put(told, "I", min(len(data), room))

    # Paths.

    def _path_open(
        self,
        number: int,
        _: int,
        path: int,
        length: int,
        how: int,
        rights: int,
        __: int,
        flags: int,
        out: int,
    ) -> None:
        node = self._tree.open(
            self._tree.of(number).node,
            self._path(path, length),
            create=bool(how & _CREATE),
            new=bool(how & _NEW),
            empty=bool(how & _EMPTY),
            folder=bool(how & _IS_FOLDER),
        )
        writes = bool(rights & _WRITE) and not node.is_folder
        if writes and not node.writable:
            raise Refused(errno.EROFS)
        opened = Open(node, bool(rights & _READ), writes, bool(flags & _APPEND))
        self._put(out, "I", self._tree.hand_out(opened))

    def _path_filestat_get(self, number: int, _: int, path: int, length: int, out: int) -> None:
        self._state(self._tree.find(self._tree.of(number).node, self._path(path, length)), out)

    def _path_create_directory(self, number: int, path: int, length: int) -> None:
        self._tree.make_folder(self._tree.of(number).node, self._path(path, length))

    def _path_remove_directory(self, number: int, path: int, length: int) -> None:
        self._tree.remove(self._tree.of(number).node, self._path(path, length), folder=True)

    def _path_unlink_file(self, number: int, path: int, length: int) -> None:
        self._tree.remove(self._tree.of(number).node, self._path(path, length), folder=False)

    def _path_rename(self, number: int, path: int, length: int, other: int, new: int, size: int) -> None:
        start, there = self._tree.of(number).node, self._tree.of(other).node
        self._tree.rename(start, self._path(path, length), there, self._path(new, size))


def _kind(node: Node) -> int:
    return _FOLDER if node.is_folder else _FILE if node.number else _DEVICE


def _signed(number: int) -> int:
    return number - 2**64 if number >= 2**63 else number
