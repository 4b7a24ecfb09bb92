"""The judge's end of the WebAssembly sandbox: a process that runs guests, replaced when it is killed."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from time import monotonic
from typing import BinaryIO, Protocol

from handprop.border.channel import Broken, Channel, TooSlow
from handprop.border.limits import Limits
from handprop.grade.sandbox.link import Link
from handprop.grade.sandbox.outside import isolation as kinds
from handprop.grade.sandbox.outside.isolation import SandboxFault
from handprop.language import tr

_START = 600.0  # seconds, on a slow machine with a cold disk
_END = 2.0  # seconds for a guest that waits to be ended
_LOOK = 0.3  # seconds between two looks at what goes on
_STARTS = 10  # how often the process is started when it is killed meanwhile


class _GuestChannel(Channel):
    """Frames to a guest by way of its host; an empty one is the host's own, and ends a submission."""

    gone = False  # whether the host has said so

    def receive_bytes(self, seconds: float | None = None) -> bytes:
        """The guest's next frame; raises `Broken` when it is gone."""
        frame = super().receive_bytes(seconds)
        if not frame:
            self.gone = True
            raise Broken
        return frame

    def end(self) -> None:
        """Have the guest ended, whatever it still says; raises `Broken` then, `TooSlow` if it stays."""
        self.send_bytes(b"", _END)
        until = monotonic() + _END
        while True:
            self.receive_bytes(until - monotonic())


class Shown(Protocol):
    """What shows that something goes on: `step` now and then, `end` when it is over."""

    def step(self) -> None:
        """It still goes on."""

    def end(self) -> None:
        """It is over."""


def prepare(shown: Shown) -> None:
    """Compile the guests' Python for this machine and get a guest ready, if it has not been done: a minute.

    In a process of its own, for it takes 2.3 GB of memory.  Raises SandboxFault with a sentence if it fails.
    """
    from handprop.grade.sandbox.wasm import store

    if store.is_complete():
        return
    with tempfile.TemporaryFile() as log:
        command = [sys.executable, "-P", "-m", "handprop.grade.sandbox.wasm.making"]
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        try:
            while process.poll() is None:
                shown.step()
                time.sleep(_LOOK)
        finally:
            process.kill()
            process.wait()
            shown.end()
        if process.returncode:
            raise SandboxFault(
                tr("The sandbox of WebAssembly cannot be made ready: {why}", why=_last_line(log))
            )


def _last_line(log: BinaryIO) -> str:
    log.seek(0)
    return next(iter(log.read().decode("utf-8", "replace").strip().splitlines()[-1:]), "it said nothing")


class WebAssembly:
    """In place of `server_handle.Sandbox`, on any platform: each submission in a guest of its own."""

    isolation = kinds.WEBASSEMBLY

    def __init__(self, limits: Limits):
        self.limits = limits
        self.ended = ""  # "server" if the process was killed from outside
        self._link: Link | None = None
        self._channel: _GuestChannel | None = None

    def __enter__(self) -> WebAssembly:
        self._start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()

    @contextlib.contextmanager
    def submission(self, _: Sequence[str] = ()) -> Iterator[Channel]:
        """A channel to a fresh guest, which has everything imported; at the end it is gone."""
        channel = self._begun()
        try:
            yield channel
        finally:
            self._end(channel)

    def try_out(self) -> None:
        """Raise SandboxFault if no guest can be had."""
        self._ready()

    def _begun(self) -> _GuestChannel:
        for _ in range(_STARTS):
            channel = self._ready()
            with contextlib.suppress(Broken):
                channel.gone = False
                channel.send({"begin": True}, _END)
                return channel
            self._restart()
        raise SandboxFault(tr("The sandbox does not start again."))

    def _end(self, channel: _GuestChannel) -> None:
        self.ended = ""
        if channel.gone:
            return
        try:
            channel.end()
        except TooSlow:
            self._restart()
        except Broken:
            if not channel.gone:
                self.ended = "server"
                self._restart()

    def _restart(self) -> None:
        self._stop()
        self._start()

    def _start(self) -> None:
        command = [sys.executable, "-P", "-m", "handprop.grade.sandbox.wasm.host"]
        self._link = Link(
            [*command, json.dumps(asdict(self.limits))],
            stdout=subprocess.DEVNULL,
            stderr=None,
        )

    def _ready(self) -> _GuestChannel:
        """The channel, when the process has a guest; raises SandboxFault if it never has."""
        for _ in range(_STARTS):
            if self._channel is not None:
                return self._channel
            with contextlib.suppress(Broken):
                channel = _GuestChannel(self._link.socket(_START))
                said = channel.receive(_START)
                if "fault" in said:
                    raise SandboxFault(said["fault"])
                self._channel = channel
                continue
            self._restart()
        raise SandboxFault(tr("The sandbox's process was ended again and again while it started."))

    def _stop(self) -> None:
        if self._link is not None:
            self._link.close()
            self._link.process.kill()
            self._link.process.wait()
        self._link = self._channel = None
