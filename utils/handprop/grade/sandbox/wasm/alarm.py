"""A timer that interrupts a guest as a signal would: Python looks at some bytes between two of its steps.

Which bytes, and what is in them when SIGALRM has come, is learnt from a call of `PyErr_SetInterruptEx`, the
function that a signal handler of Python's calls.
"""

from __future__ import annotations

from collections.abc import Sequence
from time import monotonic, sleep

from handprop.grade.sandbox.wasm.memory import Memory

TRIPS = "PyErr_SetInterruptEx"
SIGNAL = 14  # SIGALRM, as the guest numbers signals
_SLICE = 0.05  # seconds of a sleep between two looks at the clock

Marks = Sequence[tuple[int, int]]


def learnt(before: bytes, after: bytes) -> list[tuple[int, int]]:
    """The bytes that a signal has changed, and the bits that were set in them."""
    return [(place, after[place] & ~before[place]) for place in _differences(before, after)]


def _differences(before: bytes, after: bytes, size: int = 4096) -> list[int]:
    found = []
    for page in range(0, len(before), size):
        one, other = before[page : page + size], after[page : page + size]
        if one != other:
            found += [page + k for k in range(len(one)) if one[k] != other[k]]
    return found


class Alarm:
    """The one timer of a guest."""

    def __init__(self, marks: Marks = ()):
        self.memory: Memory | None = None
        self._marks, self._due, self._rung = marks, 0.0, False

    def set(self, seconds: float) -> None:
        """Ring after some seconds; 0 for never."""
        self._due, self._rung = monotonic() + seconds if seconds > 0 else 0.0, False

    def look(self) -> bool:
        """Ring if it is time; until the guest has noticed, at every look again.  True if it has rung."""
        if not self._due or monotonic() < self._due:
            return False
        if self._rung and not self._unnoticed():
            return False
        self._rung = True
        for place, bits in self._marks:
            self.memory.write(place, bytes([self.memory.read(place, 1)[0] | bits]))
        return True

    def _unnoticed(self) -> bool:
        return any(self.memory.read(place, 1)[0] & bits for place, bits in self._marks)

    def wait(self, seconds: float) -> bool:
        """Sleep; False if it has rung before the time was over."""
        until = monotonic() + seconds
        while (left := until - monotonic()) > 0:
            if self.look():
                return False
            sleep(min(left, _SLICE))
        return True
