"""The judge's end of the sandbox: start the fork server, begin and end submissions."""

from __future__ import annotations

import contextlib
import json
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict

from handprop.border.channel import Broken, Channel
from handprop.border.limits import Limits
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

    def __enter__(self) -> Sandbox:
        self._start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()

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
        self._stop()
        self._start()

    def _start(self) -> None:
        for _ in range(_STARTS - 1):
            with contextlib.suppress(_Killed):
                return self._start_once()
        return self._start_once()

    def _start_once(self) -> None:
        # Bubblewrap makes a scratch folder in memory; a folder on disk would outlive a grader that is killed.
        if self.isolation == kinds.NONE:
            self._scratch = tempfile.TemporaryDirectory(prefix="handprop-", ignore_cleanup_errors=True)
        scratch = self._scratch.name if self._scratch else "/"
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        isolated = self.isolation == kinds.BUBBLEWRAP
        settings = {
            "limits": asdict(self.limits),
            "isolated": isolated,
            "drop": isolated and kinds.as_root(),
        }
        with theirs, tempfile.TemporaryFile() as log:
            self._server = subprocess.Popen(
                [*kinds.command(self.isolation), json.dumps(settings)],
                stdin=theirs,
                stdout=log,
                stderr=log,
                cwd=scratch,
                env=kinds.environment(scratch=scratch),
            )
            theirs.close()
            self._wait_until_ready(log)

    def _wait_until_ready(self, log) -> None:
        self._control.settimeout(_START)
        try:
            said = self._control.recv(16)
        except OSError:
            said = b""
        if said != b"ready":
            log.seek(0)
            last = log.read().decode("utf-8", "replace").strip().splitlines()[-1:] or ["it said nothing"]
            killed = self._was_killed()
            self._stop()
            raise (_Killed if killed else SandboxFault)(tr("The sandbox does not start: {why}", why=last[0]))
        self._control.settimeout(_END)

    def _was_killed(self) -> bool:
        """Whether a signal ended the server, or what it runs in, which then exits with more than 128."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            code = self._server.wait(_END)
            return code < 0 or code > 128
        return False

    def _stop(self) -> None:
        if self._server is not None:
            self._control.close()
            self._server.kill()
            self._server.wait()
            self._server = None
        if self._scratch is not None:
            self._scratch.cleanup()
