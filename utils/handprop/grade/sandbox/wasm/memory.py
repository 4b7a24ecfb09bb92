"""The memory of a guest, read and written within its bounds."""

from __future__ import annotations

import ctypes

import wasmtime


class Memory:
    """The linear memory of an instance; an address beyond its end raises IndexError, and touches nothing."""

    def __init__(self, store: wasmtime.Store, memory: wasmtime.Memory):
        self._store, self._memory = store, memory

    def __len__(self) -> int:
        return self._memory.data_len(self._store)

    def address(self, place: int, length: int) -> int:
        """Where bytes of the guest's lie in this process; it moves when the guest's memory grows."""
        if not 0 <= place <= place + length <= len(self):
            raise IndexError(place)
        return ctypes.addressof(self._memory.data_ptr(self._store).contents) + place

    def read(self, place: int, length: int) -> bytes:
        """Bytes of the guest's."""
        return ctypes.string_at(self.address(place, length), length)

    def all(self) -> bytes:
        """Everything in it."""
        return self.read(0, len(self))

    def write(self, place: int, data: bytes) -> None:
        """Put bytes into the guest's memory."""
        ctypes.memmove(self.address(place, len(data)), data, len(data))

    def grow_to(self, length: int) -> None:
        """Make it as long as this, in whole pages of 64 KiB."""
        if length > len(self):
            self._memory.grow(self._store, -(-(length - len(self)) // 2**16))
