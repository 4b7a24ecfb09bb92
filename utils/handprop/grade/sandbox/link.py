"""A process of the grader's own with a socket to it, on every platform.

POSIX gives the child one end of a pair as its standard input.  Elsewhere the child connects to a port of this
machine, and proves with a key that it reads from its standard input that it is the one that was started.
"""

from __future__ import annotations

import contextlib
import ctypes
import hmac
import os
import secrets
import signal
import socket
import stat
import subprocess
import sys
from collections.abc import Callable, Sequence
from multiprocessing import current_process, get_context
from time import monotonic
from weakref import WeakSet

from handprop.border.channel import Broken

_KEY = 32  # characters
_SLICE = 0.2  # seconds between two looks whether the process is still there
_ends: WeakSet[socket.socket] = WeakSet()  # this process's ends of all links


def ours(end: socket.socket) -> socket.socket:
    """This process's own end, which no copy of the process may keep open."""
    _ends.add(end)
    return end


class Link:
    """A started process, and the socket to it."""

    def __init__(self, command: Sequence[str], **options: object):
        self._door: socket.socket | None = None
        self._key = ""
        self._end: socket.socket | None = None
        if has_pairs():
            self._end, theirs = socket.socketpair()
            ours(self._end)
            with theirs:
                self.process = subprocess.Popen(command, stdin=theirs, **options)
        else:
            self._open_door(command, options)

    def socket(self, seconds: float) -> socket.socket:
        """The socket; raises Broken if the process does not come in time, or has ended."""
        until = monotonic() + seconds
        while self._end is None:
            if monotonic() > until or self.process.poll() is not None:
                raise Broken
            with contextlib.suppress(TimeoutError):
                self._take(self._door.accept()[0])
        return self._end

    def close(self) -> None:
        """Hang up, which the process takes as its end."""
        for one in (self._end, self._door):
            if one is not None:
                one.close()

    def end(self, seconds: float) -> None:
        """Hang up, and see to it that the process ends: by itself within some seconds, or killed."""
        self.close()
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def _open_door(self, command: Sequence[str], options: dict) -> None:
        self._door = socket.create_server(("127.0.0.1", 0))
        self._door.settimeout(_SLICE)
        self._key = secrets.token_hex(_KEY // 2)
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, **options)
        with contextlib.suppress(OSError), self.process.stdin as given:
            given.write(f"{self._door.getsockname()[1]} {self._key}\n".encode())

    def _take(self, end: socket.socket) -> None:
        """Keep a connection if it brings the key: anybody on this machine could have called."""
        end.settimeout(_SLICE)
        said = b""
        with contextlib.suppress(OSError):
            while len(said) < _KEY and (part := end.recv(_KEY - len(said))):
                said += part
        if hmac.compare_digest(said, self._key.encode()):
            end.settimeout(None)
            self._end = end
        else:
            end.close()


class Copy:
    """A copy of this process as it is now, with a socket to it; only where `can_copy`.

    It calls `work` with its end of the pair.  Everything that is imported here is there at once.
    """

    def __init__(self, work: Callable[[socket.socket], None], keep: Sequence[socket.socket] = ()):
        self._end, theirs = socket.socketpair()
        with theirs:
            self.process = get_context("fork").Process(
                target=self._work, args=(work, theirs, keep), daemon=True
            )
            self.process.start()
        ours(self._end)

    def socket(self, _: float) -> socket.socket:
        """The socket."""
        return self._end

    def end(self, seconds: float) -> None:
        """Hang up, and see to it that the process ends: by itself within some seconds, or killed."""
        self._end.close()
        self.process.join(seconds)
        if self.process.exitcode is None:
            self.process.kill()
            self.process.join()

    def _work(
        self, work: Callable[[socket.socket], None], end: socket.socket, keep: Sequence[socket.socket]
    ) -> None:
        self._end.close()
        for one in set(_ends) - set(keep):
            one.close()
        with contextlib.suppress(Broken):
            work(end)


def can_copy() -> bool:
    """Whether this process can be copied safely: on Linux, where it has a single thread."""
    if not hasattr(os, "fork") or sys.platform != "linux" or current_process().daemon:
        return False
    return len(os.listdir("/proc/self/task")) == 1


def has_pairs() -> bool:
    """Whether a socket can be a process's standard input."""
    return hasattr(socket, "AF_UNIX") and os.name == "posix"


def join() -> socket.socket:
    """In the process: the socket to the one that started it."""
    if stat.S_ISSOCK(os.fstat(0).st_mode):
        return socket.socket(fileno=0)
    port, key = sys.stdin.readline().split()
    end = socket.create_connection(("127.0.0.1", int(port)))
    end.sendall(key.encode())
    return end


def end_with_parent() -> None:
    """In the process: die when the one that started it dies, whatever goes on; Ctrl-C is that one's."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with contextlib.suppress(OSError, AttributeError, TypeError):
        ctypes.CDLL(None).prctl(1, signal.SIGKILL, 0, 0, 0)  # PR_SET_PDEATHSIG
