"""Inside a WebAssembly guest: what stands for a socket and a timer there, and the session of a submission.

`sandbox.wasm.making` calls `get_ready` and keeps the memory that comes of it; every submission begins with a
copy of it, in which `sandbox.wasm.host` calls `serve`.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import random
import signal
from collections.abc import Iterable

import _host  # of the guest's own Python: the one door to its host

from handprop.border.channel import LARGEST_FRAME, Broken, from_bytes, to_bytes
from handprop.grade.sandbox.inside import imports, lacking, shell, waiting


class _Channel:
    """Messages by way of the host, as `handprop.border.channel.Channel` has them."""

    def send(self, message: object) -> None:
        """Send a message; raises ValueError if it is too large."""
        data = to_bytes(message)
        if len(data) > LARGEST_FRAME:
            raise ValueError("The message is too large.")
        _host.call(b"s" + data)

    def receive(self) -> object:
        """The next message; the host ends the guest where there is none any more."""
        return from_bytes(_host.call(b"r"))


def set_timer(_: int, seconds: float, __: float = 0.0) -> tuple[float, float]:
    """As `signal.setitimer`, which is missing here: the host sends SIGALRM after some seconds; 0: never."""
    _host.call(b"a" + f"{seconds:f}".encode())
    return 0.0, 0.0


def get_ready(modules: Iterable[str]) -> None:
    """Import all that learners import, and make the shell."""
    signal.ITIMER_REAL, signal.setitimer = 0, set_timer
    signal.signal(signal.SIGALRM, lambda *_: None)  # without a handler a signal leaves no trace
    os.makedirs(os.environ["HOME"], exist_ok=True)
    os.chdir(os.environ["HOME"])
    waiting.use()
    ready = shell.make_shell()
    for name in (*imports.ALWAYS, *modules):
        with contextlib.suppress(ImportError):  # the learner's own import says it better
            importlib.import_module(name)
    ready.run_cell("pass", store_history=False)  # for what the first cell imports
    lacking.explain(ready)


def serve(output: int) -> None:
    """Serve the judge until the host ends this."""
    random.seed()
    with contextlib.suppress(Broken):
        shell.Session(shell.make_shell(), _Channel(), output).serve()
