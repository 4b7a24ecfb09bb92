"""Running submissions without a sandbox on any platform: each in a fresh process, ended when it is done.

The next process gets warm while a submission runs, for its imports take a second.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence

from handprop.border.channel import Broken, Channel
from handprop.border.limits import Limits
from handprop.grade.sandbox.link import Link
from handprop.grade.sandbox.outside import isolation as kinds
from handprop.grade.sandbox.outside.isolation import SandboxFault
from handprop.language import tr

_START = 60.0  # seconds for the imports, on a slow machine


class Bare:
    """What takes the place of `server_handle.Sandbox` without one: a process each, and a limit on time."""

    isolation = kinds.BARE

    def __init__(self, limits: Limits):
        self.limits = limits
        self.ended = ""
        self._next: _Process | None = None

    def __enter__(self) -> Bare:
        self._next = _Process(self.limits)
        return self

    def __exit__(self, *_: object) -> None:
        if self._next is not None:
            self._next.end()

    @contextlib.contextmanager
    def submission(self, imports: Sequence[str] = ()) -> Iterator[Channel]:
        """A channel to a fresh process; at the end it is killed."""
        now, self._next = self._next, None
        try:
            channel = now.channel()
            self._next = _Process(self.limits)
            yield channel
        finally:
            now.end()
            if self._next is None:
                self._next = _Process(self.limits)

    def try_out(self) -> None:
        """Raise SandboxFault if a process cannot be started at all."""
        try:
            self._next.channel()
        except Broken:
            raise SandboxFault(tr("A process for learners' code does not start on this machine.")) from None


class _Process:
    """One process, and its scratch folder."""

    def __init__(self, limits: Limits):
        self._scratch = tempfile.TemporaryDirectory(prefix="handprop-", ignore_cleanup_errors=True)
        command = [sys.executable, "-P", "-s", "-u", "-m", "handprop.grade.sandbox.inside.alone"]
        self._link = Link(
            [*command, json.dumps({"output": limits.output})],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=self._scratch.name,
            env=kinds.environment(scratch=self._scratch.name) | _of_windows(),
            start_new_session=True,
        )
        self._channel: Channel | None = None

    def channel(self) -> Channel:
        """The channel, when the process is ready; raises Broken if it never is."""
        if self._channel is None:
            channel = Channel(self._link.socket(_START))
            channel.receive(_START)
            self._channel = channel
        return self._channel

    def end(self) -> None:
        """Kill the process, and what it started as far as the system can tell."""
        self._link.close()
        _kill_with_children(self._link.process)
        self._link.process.wait()
        self._scratch.cleanup()


def _kill_with_children(process: subprocess.Popen) -> None:
    if os.name == "nt":
        ending = ["taskkill", "/F", "/T", "/PID", str(process.pid)]
        subprocess.run(ending, capture_output=True, check=False)
    elif hasattr(os, "killpg"):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()


def _of_windows() -> dict[str, str]:
    """What programs need on Windows to start at all."""
    if os.name != "nt":
        return {}
    return {name: os.environ[name] for name in ("SYSTEMROOT", "TEMP", "TMP", "PATH") if name in os.environ}
