"""The judge's end of the sandbox: start the fork server, begin and end submissions."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import IO

from handprop.border.channel import Broken, Channel
from handprop.border.limits import Limits
from handprop.grade.sandbox.link import ours
from handprop.grade.sandbox.outside import isolation as kinds
from handprop.grade.sandbox.outside.isolation import SandboxFault
from handprop.language import tr

_STARTS = 10  # how often the server is started when it is killed meanwhile
_START = 60.0  # seconds for the imports, on a slow machine
_END = 10.0  # seconds for the kernel to clear away a submission


class _Killed(SandboxFault):
    """The server was killed while it started; the next one may not be."""


class Sandbox:
    """A fork server with the course's imports done; a context manager, restarted when it has died."""

    def __init__(self, limits: Limits, isolation: str):
        self.limits, self.isolation = limits, isolation
        self.ended = ""  # what ended the last submission, if not itself: "memory", or "server"
        self._server: subprocess.Popen | None = None
        self._control: socket.socket | None = None
        self._scratch: tempfile.TemporaryDirectory | None = None
        self._log: IO[bytes] | None = None  # what the server says of its own faults

    def __enter__(self) -> Sandbox:
        if self._control is None or not self._has_begun():
            self._start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def begin(self) -> None:
        """Let the server get warm, without waiting for it, and whatever comes of it."""
        with contextlib.suppress(SandboxFault, OSError):
            self._begin_server()

    @property
    def control(self) -> socket.socket | None:
        """The socket to the server, where there is one."""
        return self._control

    def let_go(self) -> None:
        """Leave the server to a copy of this process, which uses it."""
        if self._control is not None:
            self._control.close()

    @contextlib.contextmanager
    def submission(self, imports: Sequence[str] = ()) -> Iterator[Channel]:
        """A channel to a fresh fork with these modules imported, of those that the server knows.

        At the end it is killed with everything that it started.
        """
        ours, theirs = socket.socketpair()
        channel = Channel(ours)
        try:
            self._begin(theirs, imports)
            try:
                yield channel
            finally:
                channel.close()
                self._end()
        finally:
            ours.close()
            theirs.close()

    def try_out(self) -> None:
        """Raise SandboxFault if a submission cannot be run at all."""
        try:
            with self.submission() as channel:
                channel.send({"do": "ask", "name": "nothing", "seconds": 5})
                channel.receive(_START)
        except Broken:
            raise SandboxFault(
                tr(
                    "The sandbox starts, but this machine does not let it separate submissions: user "
                    "namespaces are switched off. Ask its administrator to allow them "
                    "(kernel.unprivileged_userns_clone, kernel.apparmor_restrict_unprivileged_userns)."
                )
            ) from None

    def _begin(self, theirs: socket.socket, imports: Sequence[str]) -> None:
        self.ended = ""
        if not self._hand_over(theirs, imports):
            self._restart()
            if not self._hand_over(theirs, imports):
                raise SandboxFault(tr("The sandbox does not start again."))
        theirs.close()  # so that the channel ends when the submission does

    def _hand_over(self, theirs: socket.socket, imports: Sequence[str]) -> bool:
        """Whether the server has what it needs for a submission, and begins."""
        try:
            socket.send_fds(self._control, [json.dumps(list(imports)).encode()], [theirs.fileno()])
            self._control.settimeout(_START)
            begun = self._control.recv(16) == b"go"
            self._control.settimeout(_END)
        except OSError:
            return False
        return begun

    def _end(self) -> None:
        try:
            self._control.send(b"k")
            outcome = self._control.recv(16)
        except OSError:
            outcome = b""
        self.ended = "memory" if outcome == b"m" else ""
        if outcome in (b"", b"!"):
            self.ended = "server"
            self._restart()

    def _restart(self) -> None:
        self.stop()
        self._start()

    def _has_begun(self) -> bool:
        """Whether the server that was begun is there; what is wrong with it shows when it is started anew."""
        try:
            self._wait_until_ready()
        except SandboxFault:
            return False
        return True

    def _start(self) -> None:
        for _ in range(_STARTS - 1):
            with contextlib.suppress(_Killed):
                return self._start_once()
        return self._start_once()

    def _start_once(self) -> None:
        self._begin_server()
        self._wait_until_ready()

    def _begin_server(self) -> None:
        # Bubblewrap makes a scratch folder in memory; a folder on disk would outlive a grader that is killed.
        if self.isolation == kinds.NONE:
            self._scratch = tempfile.TemporaryDirectory(prefix="handprop-", ignore_cleanup_errors=True)
        scratch = self._scratch.name if self._scratch else "/"
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        ours(self._control)
        self._log = tempfile.TemporaryFile()  # noqa: SIM115 (open as long as the server)
        isolated = self.isolation == kinds.BUBBLEWRAP
        settings = {
            "limits": asdict(self.limits),
            "isolated": isolated,
            "drop": isolated and kinds.as_root(),
        }
        with theirs:
            self._server = subprocess.Popen(
                [*kinds.command(self.isolation), json.dumps(settings)],
                stdin=theirs,
                stdout=self._log,
                stderr=self._log,
                cwd=scratch,
                env=kinds.environment(scratch=scratch),
            )

    def _wait_until_ready(self) -> None:
        self._control.settimeout(_START)
        try:
            said = self._control.recv(16)
        except OSError:
            said = b""
        if said != b"ready":
            self._log.seek(0)
            told = self._log.read().decode("utf-8", "replace").strip().splitlines()
            killed = self._was_killed()
            self.stop()
            why = told[-1].rstrip(".") if told else tr("it said nothing")
            raise (_Killed if killed else SandboxFault)(tr("The sandbox does not start: {why}.", why=why))
        self._control.settimeout(_END)

    def _was_killed(self) -> bool:
        """Whether a signal ended the server, or what it runs in, which then exits with more than 128."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            code = self._server.wait(_END)
            return code < 0 or code > 128
        return False

    def stop(self) -> None:
        """End the server, and what runs in it."""
        if self._server is not None:
            self._control.close()
            with contextlib.suppress(ProcessLookupError):  # a copy of the process that started it may stop it
                os.kill(self._server.pid, signal.SIGKILL)
            self._server.wait()
            self._log.close()
            self._server = self._control = None
        if self._scratch is not None:
            self._scratch.cleanup()
