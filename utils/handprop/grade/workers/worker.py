"""A worker: a process that judges submissions, one after the other, with a sandbox of its own.

Started as `python -m handprop.grade.workers.worker` by a `Link`; it reads a submission per message and
answers with its result, both as plain JSON.
"""

from __future__ import annotations

import contextlib
import json
import os
import socket
import sys
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import datetime
from pathlib import Path

from handprop.border.channel import Broken, Channel
from handprop.border.limits import MIB, Limits
from handprop.check.variants.draw import varied
from handprop.grade.intake.notebook import Unreadable, Work, read
from handprop.grade.intake.submission import Submission
from handprop.grade.judging.judge import grade_work, ungraded
from handprop.grade.judging.result import Result
from handprop.grade.questions import questions_of
from handprop.grade.sandbox.link import Copy, Link, can_copy, end_with_parent, join
from handprop.grade.sandbox.outside.bare import Bare
from handprop.grade.sandbox.outside.isolation import BARE, WEBASSEMBLY, SandboxFault
from handprop.grade.sandbox.outside.server_handle import Sandbox
from handprop.grade.sandbox.wasm.handle import WebAssembly
from handprop.language import tr

NO_NUMBERS = tr(
    "No numbers were made for this learner. Put the learner on the class list, or mend the name, then run "
    "`handprop variants` and grade again."
)
_CLEAR = 1.0  # seconds for a worker to end by itself
_START = 120.0  # seconds
BEYOND = 60.0  # seconds beyond a submission's own limit before the worker itself is given up
_STARTS = 10  # how often a worker is started that is killed meanwhile
TIMES = 5  # how often a submission is begun when its worker dies
_ALONE = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}  # the cores are shared by workers
_MEMORY = 3072 * MIB  # a notebook of a hundred megabytes shall not be able to use up the machine


class Worker:
    """The conductor's handle of a worker; a context manager.

    It is a new process, or with `copied`, where that is possible, a copy of this one, which has everything
    imported already.  A copy takes over a `sandbox` that gets warm, or is.
    """

    def __init__(self, limits: Limits, isolation: str, sandbox: Sandbox | None = None, copied: bool = False):
        self.limits, self.isolation = limits, isolation
        self._sandbox, self._copied = sandbox, copied or sandbox is not None
        self._link: Link | Copy | None = None
        self._channel: Channel | None = None

    def __enter__(self) -> Worker:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def fileno(self) -> int:
        """For `select`: readable when a result has come, or the worker has died."""
        return self._link.socket(0).fileno()

    def start(self) -> None:
        """Start the process, unless it is there."""
        if self._link is None and self._copied and can_copy():
            self._start_copy()
        elif self._link is None:
            settings = {"limits": asdict(self.limits), "isolation": self.isolation}
            command = [sys.executable, "-m", "handprop.grade.workers.worker", json.dumps(settings)]
            self._link = Link(command, env=os.environ | _ALONE)

    def _start_copy(self) -> None:
        sandbox, self._sandbox = self._sandbox, None  # the next copy makes its own
        control = sandbox and sandbox.control
        self._link = Copy(
            lambda end: _serve(end, sandbox or sandbox_of(self.limits, self.isolation)),
            keep=[control] if control else [],
        )
        if sandbox is not None:
            sandbox.let_go()

    def wait_until_ready(self) -> None:
        """Wait for the imports; raises SandboxFault with a sentence if there is no sandbox."""
        for _ in range(_STARTS):
            with contextlib.suppress(Broken):
                self._channel = Channel(self._link.socket(_START))
                self._receive(_START)
                return
            self.stop()  # somebody killed it while it started
            self.start()
        self.stop()
        raise SandboxFault(
            tr("A process that grades submissions was ended again and again while it started.")
        )

    def stop(self) -> None:
        """End the process, and with it its sandbox."""
        if self._link is not None:
            self._link.end(_CLEAR)  # when the link is closed the worker clears up
            self._link = None

    def restart(self) -> None:
        """A new process for one that died or hangs."""
        self.stop()
        self.start()
        self.wait_until_ready()

    def send(self, submission: Submission) -> None:
        """Hand over a submission; raises Broken if the worker is dead."""
        self._channel.send(_to_json(submission), BEYOND)

    def receive(self) -> Result:
        """The result of the submission that was sent; raises Broken if the worker died or hangs."""
        message = self._receive(self.limits.total + BEYOND)
        work = message["work"] and Work.from_json(message["work"])
        return replace(Result.from_json(message["said"]), work=work)

    def _receive(self, seconds: float) -> Mapping:
        """What the worker says; raises SandboxFault if that is that it has no sandbox."""
        message = self._channel.receive(seconds)
        if "fault" in message:
            self.stop()
            raise SandboxFault(message["fault"])
        return message

    def grade(self, submission: Submission) -> Result:
        """The result of a submission; a worker that dies is replaced, and the submission begun again."""
        for _ in range(TIMES):
            try:
                self.send(submission)
                return self.receive()
            except Broken:
                self.restart()
        return given_up(submission, self.isolation)


def given_up(submission: Submission, isolation: str) -> Result:
    """The result of a submission whose worker died again and again."""
    sentence = tr("The grader itself stopped at this submission. Grade it by hand, and tell the authors.")
    return ungraded(submission.lesson, questions_of(submission.lesson), sentence, isolation)


def grade_in(sandbox: Sandbox | Bare | WebAssembly, submission: Submission) -> Result:
    """The result of a submission, in a sandbox that is there."""
    questions = questions_of(submission.lesson)
    if submission.numbers is not None and not submission.numbers:
        return ungraded(submission.lesson, questions, NO_NUMBERS, sandbox.isolation)
    questions = varied(questions, submission.numbers or {})
    try:
        work = read(submission.path, [question.name for question in questions])
    except Unreadable as fault:
        return unreadable(submission, fault, sandbox.isolation)
    return grade_work(submission.lesson, questions, work, sandbox, submission.seed)


def unreadable(submission: Submission, fault: Unreadable, isolation: str) -> Result:
    """The result of a submission that is no notebook."""
    return ungraded(submission.lesson, questions_of(submission.lesson), str(fault), isolation)


def main() -> None:
    """Judge until the conductor hangs up."""
    settings = json.loads(sys.argv[1])
    _serve(join(), sandbox_of(Limits(**settings["limits"]), settings["isolation"]))


def _serve(end: socket.socket, sandbox: Sandbox | Bare | WebAssembly) -> None:
    end_with_parent()
    channel = Channel(end)
    _limit_memory()
    with contextlib.suppress(Broken):
        try:
            with sandbox:
                sandbox.try_out()
                channel.send({"said": "ready"})
                while True:
                    submission = _from_json(channel.receive())
                    _answer(channel, grade_in(sandbox, submission))
        except SandboxFault as fault:
            channel.send({"fault": str(fault)})


def sandbox_of(limits: Limits, isolation: str) -> Sandbox | Bare | WebAssembly:
    """The sandbox of this kind, or what takes its place."""
    if isolation == BARE:
        return Bare(limits)
    if isolation == WEBASSEMBLY:
        return WebAssembly(limits)
    return Sandbox(limits, isolation)


def _limit_memory() -> None:
    with contextlib.suppress(ImportError, OSError, ValueError):  # there is none on Windows; macOS may refuse
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, resource.RLIM_INFINITY))


def _answer(channel: Channel, result: Result) -> None:
    """Send a result, with the notebook that was read, unless that is far larger than notebooks are."""
    said = {"said": result.to_json()}
    try:
        channel.send(said | {"work": result.work and result.work.to_json()})
    except ValueError:
        channel.send(said | {"work": None})


def _to_json(submission: Submission) -> dict:
    handed_in = submission.handed_in and submission.handed_in.isoformat()
    return asdict(submission) | {"path": str(submission.path.absolute()), "handed_in": handed_in}


def _from_json(message: Mapping) -> Submission:
    handed_in = message["handed_in"] and datetime.fromisoformat(message["handed_in"])
    return Submission(**message | {"path": Path(message["path"]), "handed_in": handed_in})


if __name__ == "__main__":
    main()
