"""The files that a guest sees: the course's, laid in and read-only, and a scratch folder in memory.

Nothing here opens a file of the machine's; paths are names in a tree, and `..` ends at its root.
"""

from __future__ import annotations

import errno
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

_MOST_NODES = 4096  # files and folders of the guest's own
_MOST_OPEN = 256
_LONGEST_NAME = 255
_DEEPEST = 100


class Refused(OSError):
    """A call on files that fails, as an operating system's would; `errno` says why."""

    def __init__(self, number: int):
        super().__init__(number, "")


@dataclass(eq=False)
class Node:
    """A file or a folder: `given` is what a file holds, or the file of the machine's that does.

    `children` are those of a folder, None for a file.  `number` is 0 for what is no file at all.
    """

    number: int
    given: bytes | bytearray | Path = b""
    children: dict[str, Node] | None = None
    writable: bool = False

    @property
    def is_folder(self) -> bool:
        """Whether it is a folder."""
        return self.children is not None

    @property
    def data(self) -> bytes | bytearray:
        """What a file holds; what is laid in is read when it is asked for."""
        if isinstance(self.given, Path):
            self.given = self.given.read_bytes()
        return self.given

    @property
    def size(self) -> int:
        """Bytes in a file."""
        return len(self.data)


@dataclass(eq=False)
class Open:
    """An open file or folder: where the next byte is read or written, and what is allowed."""

    node: Node
    reads: bool = True
    writes: bool = False
    appends: bool = False
    place: int = 0
    listing: list[tuple[str, Node]] = field(default_factory=list)


class Tree:
    """A file system in memory; raises `Refused` for whatever it does not allow.

    laid_in : path -> bytes, or the file that holds them, read-only.  scratch : the folder in which the guest
    may write, `room` bytes in all.
    """

    def __init__(self, laid_in: Mapping[str, bytes | Path], scratch: str, room: int):
        self._room, self._used, self._made, self._numbers = room, 0, 0, 1
        self.root = Node(1, children={})
        self.lay_in(self.root, laid_in)
        self._folder(self.root, scratch).writable = True
        self.opened: dict[int, Open] = {}

    def lay_in(self, folder: Node, files: Mapping[str, bytes | Path]) -> None:
        """Put files below a folder."""
        for path, given in files.items():
            above, _, name = path.rpartition("/")
            self._folder(folder, above).children[name] = self._node(given=given)

    def lay_out(self, files: Mapping[str, bytes | None]) -> None:
        """Make folders (None) and files of the guest's own, each after the folder that it is in."""
        for path, data in files.items():
            if data is None:
                self.make_folder(self.root, path)
            else:
                self.write(self._make(self.root, path, given=bytearray()), 0, data)

    def new_root(self, files: Mapping[str, bytes | Path]) -> Node:
        """A folder that stands in no other, with these files."""
        root = self._node(children={})
        self.lay_in(root, files)
        return root

    def _folder(self, here: Node, path: str) -> Node:
        for name in filter(None, path.split("/")):
            here = here.children.get(name) or here.children.setdefault(name, self._node(children={}))
        return here

    def _node(self, **what: object) -> Node:
        self._numbers += 1
        return Node(self._numbers, **what)

    def find(self, start: Node, path: str) -> Node:
        """What stands at a path, from a folder on."""
        folder, name = self._place(start, path)
        if not name:
            return folder
        if name not in folder.children:
            raise Refused(errno.ENOENT)
        node = folder.children[name]
        if path.endswith("/") and not node.is_folder:
            raise Refused(errno.ENOTDIR)
        return node

    def _place(self, start: Node, path: str) -> tuple[Node, str]:
        """The folder that a path ends in, and the last name; none for the folder itself."""
        if not start.is_folder:
            raise Refused(errno.ENOTDIR)
        way, names = [start], [name for name in path.split("/") if name not in ("", ".")]
        if len(names) > _DEEPEST or any(len(name) > _LONGEST_NAME for name in names):
            raise Refused(errno.ENAMETOOLONG)
        for k, name in enumerate(names):
            if name == "..":
                way = way[:-1] or [self.root]
            elif k == len(names) - 1:
                return way[-1], name
            else:
                way.append(self._below(way[-1], name))
        return way[-1], ""

    @staticmethod
    def _below(folder: Node, name: str) -> Node:
        node = folder.children.get(name)
        if node is None:
            raise Refused(errno.ENOENT)
        if not node.is_folder:
            raise Refused(errno.ENOTDIR)
        return node

    def open(self, start: Node, path: str, *, create: bool, new: bool, empty: bool, folder: bool) -> Node:
        """The file at a path: made if `create` (and only `new`), emptied if `empty`, a folder if `folder`."""
        try:
            node = self.find(start, path)
        except Refused as fault:
            if fault.errno != errno.ENOENT or not create:
                raise
            return self._make(start, path, given=bytearray())
        if create and new:
            raise Refused(errno.EEXIST)
        if folder and not node.is_folder:
            raise Refused(errno.ENOTDIR)
        if empty:
            self.resize(node, 0)
        return node

    def _make(self, start: Node, path: str, **what: object) -> Node:
        folder, name = self._place(start, path)
        if not name or name in folder.children:
            raise Refused(errno.EEXIST)
        if not folder.writable:
            raise Refused(errno.EROFS)
        if self._made >= _MOST_NODES:
            raise Refused(errno.ENOSPC)
        self._made += 1
        folder.children[name] = self._node(writable=True, **what)
        return folder.children[name]

    def make_folder(self, start: Node, path: str) -> None:
        """A new, empty folder."""
        self._make(start, path, children={})

    def remove(self, start: Node, path: str, *, folder: bool) -> None:
        """Remove a file, or an empty folder."""
        above, name = self._place(start, path)
        node = self.find(start, path)
        if node.is_folder != folder:
            raise Refused(errno.ENOTDIR if folder else errno.EISDIR)
        if not above.writable or not node.writable or not name:
            raise Refused(errno.EROFS)
        if node.children:
            raise Refused(errno.ENOTEMPTY)
        self._forget(above, name)

    def _forget(self, folder: Node, name: str) -> None:
        node = folder.children.pop(name)
        self._made -= 1
        if not node.is_folder:
            self.resize(node, 0)

    def rename(self, start: Node, path: str, other: Node, new: str) -> None:
        """Give a file or folder another name, in place of what stands there."""
        (above, name), (there, last) = self._place(start, path), self._place(other, new)
        node = self.find(start, path)
        if not (above.writable and there.writable and node.writable and name and last):
            raise Refused(errno.EROFS)
        if self._holds(node, there):
            raise Refused(errno.EINVAL)
        before = there.children.get(last)
        if before is node:
            return
        if before is not None:
            self.remove(other, new, folder=node.is_folder)
        there.children[last] = above.children.pop(name)

    def _holds(self, node: Node, other: Node) -> bool:
        """Whether a folder is another one, or stands above it."""
        return node is other or any(self._holds(one, other) for one in (node.children or {}).values())

    def resize(self, node: Node, size: int) -> None:
        """Cut a file of the guest's own, or fill it up with zeros."""
        if node.is_folder:
            raise Refused(errno.EISDIR)
        if not node.writable:
            raise Refused(errno.EROFS)
        if size - node.size > self._room - self._used:
            raise Refused(errno.ENOSPC)
        self._used += size - node.size
        if size < node.size:
            del node.data[size:]
        else:
            node.data.extend(bytes(size - node.size))

    def write(self, node: Node, place: int, data: bytes) -> None:
        """Write into a file of the guest's own, beyond its end if need be."""
        if place + len(data) > node.size:
            self.resize(node, place + len(data))
        elif not node.writable or node.is_folder:
            raise Refused(errno.EROFS)
        node.data[place : place + len(data)] = data

    def hand_out(self, opened: Open) -> int:
        """The lowest number that is free, from now on that of an open file."""
        if len(self.opened) >= _MOST_OPEN:
            raise Refused(errno.EMFILE)
        number = next(k for k in range(_MOST_OPEN + 4) if k not in self.opened)
        self.opened[number] = opened
        return number

    def of(self, number: int) -> Open:
        """The open file with a number."""
        if number not in self.opened:
            raise Refused(errno.EBADF)
        return self.opened[number]
