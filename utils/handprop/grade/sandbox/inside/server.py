"""The fork server: imports what learners' notebooks import once, and forks for each submission.

It is started by `sandbox.outside.server_handle`, which sends it, over the socket on standard input, one
message per submission: what to have imported, and one end of a socket pair.  The fork gets namespaces of its
own, serves the judge over that socket, and is killed with everything that it started when the judge is done
or the memory is used up.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import select
import signal
import socket
import sys
import traceback
from collections.abc import Iterable
from pathlib import Path

from handprop.border.limits import Limits
from handprop.grade.sandbox.inside import imports, namespaces, shell

_CONTROL = 0  # the file descriptor of the socket to the judge
_LOOK_EVERY = 0.05  # seconds between two looks at the memory in use


def main() -> None:
    """Serve until the judge hangs up."""
    settings = json.loads(sys.argv[1])
    server = _Server(Limits(**settings["limits"]), settings["isolated"])
    if settings["drop"]:
        namespaces.become_nobody()
    namespaces.adopt_orphans()
    control = socket.socket(fileno=_CONTROL)
    _take_font_list()
    ready = shell.make_shell()
    ready.run_cell("pass", store_history=False)  # for what the first cell imports
    _import(imports.ALWAYS)
    control.send(b"ready")
    while True:
        message, ends, _, _ = socket.recv_fds(control, 4096, 1)
        if not message:
            return
        if ends:  # without one it is a late call to end what has ended already
            _import(name for name in json.loads(message) if name in imports.KNOWN)
            control.send(b"go")
            control.send(server.submission(ready, control, ends[0]))


def _take_font_list() -> None:
    cache = Path(os.environ["MPLCONFIGDIR"])
    cache.mkdir(exist_ok=True)
    for file in Path("/fonts").glob("*.json"):  # the list of fonts takes a second to make
        (cache / file.name).write_bytes(file.read_bytes())


def _import(names: Iterable[str]) -> None:
    new = [name for name in names if name not in sys.modules]
    for name in new:
        with contextlib.suppress(ImportError):  # the learner's own import says it better
            importlib.import_module(name)
    if new:
        gc.freeze()  # so that a fork does not copy pages for the garbage collector


class _Server:
    """Forks, watches and ends submissions, one at a time."""

    def __init__(self, limits: Limits, isolated: bool):
        self._limits, self._isolated = limits, isolated

    def submission(self, ready, control: socket.socket, end: int) -> bytes:
        """Run one submission to its end; one byte that says how it ended."""
        first = self._fork(ready, control, end)
        os.close(end)
        if first is None:
            return b"!"
        try:
            return self._watch(first, control)
        finally:
            _kill_children()

    def _fork(self, ready, control: socket.socket, end: int) -> int | None:
        """The process that runs the learner's code, as this process sees it; None if there is none."""
        told, tell = os.pipe()
        between = os.fork()
        if between == 0:
            self._become_submission(ready, control, end, tell)
        os.close(tell)
        said = os.read(told, 16)
        os.close(told)
        os.waitpid(between, 0)
        return int(said) if said else None

    def _become_submission(self, ready, control: socket.socket, end: int, tell: int) -> None:
        """In the first fork: make the namespaces, fork process 1 in them, and go."""
        try:
            if self._isolated:
                namespaces.enter_new()
            second = os.fork()
            if second:
                os.write(tell, str(second).encode())
                os._exit(0)
            control.detach()
            self._run(ready, end)
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(1)

    def _run(self, ready, end: int) -> None:
        os.setsid()
        namespaces.set_limits(self._limits)
        if self._isolated:
            namespaces.close_the_doors(self._limits)
        os.makedirs(os.environ["HOME"], exist_ok=True)
        os.chdir(os.environ["HOME"])
        channel = shell.Channel(socket.socket(fileno=_only(end)))
        with contextlib.suppress(shell.Broken):
            shell.Session(ready, channel, self._limits.output).serve()

    def _watch(self, first: int, control: socket.socket) -> bytes:
        """Wait until the submission ends, the judge calls it off, or it uses too much memory."""
        watched = os.pidfd_open(first)
        try:
            while True:
                ready, _, _ = select.select([control, watched], [], [], _LOOK_EVERY)
                if control in ready:
                    control.recv(16)
                    return b"k"
                if watched in ready:
                    return b"e"
                if self._memory(first) > self._limits.memory:
                    return b"m"
        finally:
            os.close(watched)

    def _memory(self, first: int) -> int:
        """Bytes that the processes of the submission hold beyond what they share with the server."""
        base = _resident(os.getpid())
        return sum(max(0, _resident(process) - base) for process in self._processes(first))

    def _processes(self, first: int) -> list[int]:
        """The processes of the submission: all that there are in the sandbox, or all in its group."""
        found = [int(name) for name in os.listdir("/proc") if name.isdigit()]
        if self._isolated:
            return [process for process in found if process not in (1, os.getpid())]
        return [process for process in found if _group(process) == first]


def _kill_children() -> None:
    """Kill process 1 of the submission, and with its namespace all that it started; wait until all is gone.

    Without namespaces orphans become children of the server, one generation after the other.
    """
    while children := _children():
        for process in children:
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        with contextlib.suppress(ChildProcessError):
            os.waitpid(-1, 0)


def _children() -> list[int]:
    with open(f"/proc/self/task/{os.getpid()}/children") as file:
        return [int(number) for number in file.read().split()]


def _group(process: int) -> int | None:
    try:
        return os.getpgid(process)
    except ProcessLookupError:
        return None


def _only(end: int) -> int:
    """Close every file but one, and point the standard streams to nowhere."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    keep = os.dup2(end, 3) if end != 3 else 3
    if nowhere == 3:
        nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    os.closerange(4, 65536)
    os.set_inheritable(keep, False)
    return keep


def _resident(process: int) -> int:
    try:
        with open(f"/proc/{process}/statm") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGESIZE")
    except (OSError, IndexError):
        return 0


if __name__ == "__main__":
    main()
