"""Python as WebAssembly, compiled, and its guests: one at a time, each with a memory of its own."""

from __future__ import annotations

import struct
import threading
from collections.abc import Callable

import wasmtime

# Two calls of wasmtime's public C API that its Python does not offer yet.
from wasmtime import _bindings, _ffi

from handprop.border.channel import LARGEST_FRAME
from handprop.grade.sandbox.wasm.alarm import Alarm
from handprop.grade.sandbox.wasm.memory import Memory
from handprop.grade.sandbox.wasm.wasi import MODULE, Calls

STACK = 8 * 2**20  # bytes of WebAssembly's stack, for which the guest's Python was built
_THREAD = 4 * STACK  # bytes of stack of the thread that runs it
_TICK = 0.05  # seconds between two looks at a guest that runs
_NEVER = 2**60  # ticks
_SIZES = {"i32": 32, "i64": 64}
_CALLBACK = _bindings._wasmtime_store_epoch_deadline_callback.argtypes[1]
_FINALIZER = _bindings._wasmtime_store_epoch_deadline_callback.argtypes[3]

Ask = Callable[[bytes], bytes]


class Gone(Exception):
    """A guest has ended, by itself or by a trap; the message says how."""


def engine() -> wasmtime.Engine:
    """The compiler and its settings; a module that one has compiled fits all."""
    config = wasmtime.Config()
    config.epoch_interruption = True
    _ffi.wasmtime_config_async_stack_size_set(config.ptr(), STACK)  # must not be below the next one
    config.max_wasm_stack = STACK
    return wasmtime.Engine(config)


class Machine:
    """A compiled module, linked to the calls of whichever guest is there."""

    def __init__(self, on: wasmtime.Engine, module: wasmtime.Module):
        self.engine, self.module = on, module
        self.guest: Guest | None = None
        self.linker = wasmtime.Linker(on)
        for wanted in module.imports:
            self._link(wanted.module, wanted.name, wanted.type)
        self.on_tick = _CALLBACK(self._tick)  # wasmtime holds it no longer than this object does

    def _link(self, module: str, name: str, kind: wasmtime.FuncType) -> None:
        sizes = [_SIZES[str(one)] for one in kind.params]
        if (module, name) == ("host", "call"):
            self.linker.define_func(module, name, kind, self._ask, access_caller=True)
        elif module == MODULE:
            answers = bool(kind.results)

            def call(*given: int) -> int | None:
                number = self.guest.calls.answer(name, given, sizes)
                return number if answers else None

            self.linker.define_func(module, name, kind, call)
        else:
            raise LookupError(f"The module wants {module}.{name}, which is not known.")

    def _ask(self, caller: wasmtime.Caller, place: int, length: int, where: int, size: int) -> int:
        """The guest's one door: a frame of bytes, answered with a frame; see `_host` in the guest."""
        memory, length = self.guest.memory, length % 2**32
        if length > LARGEST_FRAME + 1:
            return -2
        try:
            answer = self.guest.ask(memory.read(place % 2**32, length))
            room = caller["host_alloc"](caller, len(answer)) % 2**32
            memory.write(room, answer)
            memory.write(where % 2**32, struct.pack("<I", room))
            memory.write(size % 2**32, struct.pack("<I", len(answer)))
        except IndexError:  # an address beyond the guest's memory
            return -2
        return 0

    def _tick(self, _context: object, _data: object, delta: object, _kind: object) -> int:
        self.guest.alarm.look()
        delta[0] = 1
        return 0


class Guest:
    """An instance in which nothing has run yet; `ask` answers what it asks its host, `most` is in bytes."""

    def __init__(self, machine: Machine, calls: Calls, alarm: Alarm, most: int, ask: Ask):
        machine.guest = self
        self.calls, self.alarm, self.ask = calls, alarm, ask
        self._machine, self._store = machine, wasmtime.Store(machine.engine)
        self._store.set_limits(memory_size=most, instances=1, memories=1)
        self._store.set_epoch_deadline(1)
        _ffi.wasmtime_store_epoch_deadline_callback(self._store.ptr(), machine.on_tick, None, _FINALIZER())
        self._exports = machine.linker.instantiate(self._store, machine.module).exports(self._store)
        self.memory = calls.memory = alarm.memory = Memory(self._store, self._exports["memory"])

    def run(self, source: str) -> None:
        """Run a text of Python in it, to its end; raises `Gone` if that is the guest's too."""
        faults: list[BaseException] = []
        threading.stack_size(_THREAD)
        thread = threading.Thread(target=self._run, args=(source.encode(), faults))
        thread.start()
        while thread.is_alive():
            thread.join(_TICK)
            self._machine.engine.increment_epoch()
        if faults:
            raise faults[0]

    def _run(self, source: bytes, faults: list[BaseException]) -> None:
        try:
            place = self._exports["host_alloc"](self._store, len(source))
            self.memory.write(place % 2**32, source)
            if ended := self._exports["turn"](self._store, place, len(source)):
                faults.append(Gone(f"It ended with {ended}."))
        except (wasmtime.Trap, wasmtime.WasmtimeError) as fault:
            faults.append(Gone(str(fault).splitlines()[0]))
        except BaseException as fault:
            faults.append(fault)

    def call(self, name: str, *numbers: int) -> object:
        """Call one of its functions, while nothing else runs in it."""
        return self._exports[name](self._store, *numbers)

    def close(self) -> None:
        """Give its memory back."""
        self._store.close()
