"""The process that runs guests, one submission after the other, started by `outside.webassembly`.

Over the socket to the judge come frames: `{"begin": ...}` asks for a fresh guest, all that follow are the
guest's, up to an empty one, which ends it.  An empty frame back says that the guest is gone.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import threading

from handprop.border.channel import Broken, Channel
from handprop.border.limits import Limits
from handprop.course.faults import Fault
from handprop.grade.sandbox.link import end_with_parent, join
from handprop.grade.sandbox.wasm import making
from handprop.grade.sandbox.wasm.alarm import Alarm
from handprop.grade.sandbox.wasm.machine import Gone
from handprop.grade.sandbox.wasm.snapshot import Snapshot
from handprop.grade.sandbox.wasm.wasi import Exit
from handprop.grade.sandbox.wasm.world import INSIDE, World

_BEYOND = 120.0  # seconds beyond a submission's own limit before this process ends itself
_BEGIN = b'{"begin": true}'


class _Over(Exception):
    """The judge wants no more of this submission."""


class _Submission:
    """One guest and the judge that it answers."""

    def __init__(self, channel: Channel, limits: Limits, world: World, ready: Snapshot):
        self._channel, self._limits = channel, limits
        self._alarm = Alarm(ready.marks)
        most = ready.length + limits.memory
        self._guest, self._tree = world.guest(self._alarm, most, limits.disk, self._ask)
        ready.put(self._guest.memory)
        self._tree.lay_out(ready.files)

    def run(self) -> None:
        """Run the guest until it or the judge ends it; where there is no judge any more, time does."""
        last = threading.Timer(self._limits.total + _BEYOND, os._exit, [1])
        last.daemon = True
        last.start()
        with contextlib.suppress(Gone, Exit, _Over):
            self._guest.run(f"import {INSIDE} as guest; guest.serve({self._limits.output})")
        last.cancel()

    def close(self) -> None:
        """Give all that it used back."""
        self._guest.close()

    def _ask(self, frame: bytes) -> bytes:
        kind, data = frame[:1], frame[1:]
        if kind == b"r":
            return self._received()
        if kind == b"s" and data:  # an empty frame would be this process's own word
            self._channel.send_bytes(data)
        elif kind == b"a":
            with contextlib.suppress(ValueError):
                self._alarm.set(float(data))
        return b""

    def _received(self) -> bytes:
        frame = self._channel.receive_bytes()
        if not frame:
            raise _Over
        return frame


def main() -> None:
    """Serve until the judge hangs up."""
    limits = Limits(**json.loads(sys.argv[1]))
    end_with_parent()
    channel = Channel(join())
    _free_addresses()
    with contextlib.suppress(Broken):
        try:
            world = World.around(making.machine())
            ready = making.ready(world)
        except Fault as fault:
            channel.send({"fault": str(fault)})
            return
        channel.send({"ready": True})
        _serve(channel, limits, world, ready)
    os._exit(0)  # a thread of a guest's may still be there


def _free_addresses() -> None:
    """Lift the limit that the worker has set itself: guests take 4 GB of addresses, and little memory."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


def _serve(channel: Channel, limits: Limits, world: World, ready: Snapshot) -> None:
    while True:
        submission = _Submission(channel, limits, world, ready)
        while channel.receive_bytes() != _BEGIN:  # what came too late for the one before
            pass
        submission.run()
        submission.close()
        channel.send_bytes(b"")


if __name__ == "__main__":
    main()
