"""Grading on several machines: Dask hands submissions to its workers, each with a sandbox of its own.

A submission is the unit: its bytes go there, its result comes back.  Dask gives a submission to another
worker when one dies.  The learner's code runs in the sandbox there too; what Dask itself sends is
code, so scheduler and workers belong on machines and a network that only the instructor's work uses.
"""

from __future__ import annotations

import atexit
import tempfile
import threading
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from handprop.border.limits import Limits
from handprop.grade.intake.notebook import Unreadable, bytes_of
from handprop.grade.intake.submission import Submission
from handprop.grade.judging.checks_digest import digest
from handprop.grade.judging.result import Result
from handprop.grade.sandbox.outside.isolation import BUBBLEWRAP
from handprop.grade.sandbox.outside.server_handle import SandboxFault
from handprop.grade.workers.this_machine import Report, prepare
from handprop.grade.workers.worker import Worker, given_up, unreadable
from handprop.language import tr

_CONNECT = 30  # seconds
_TRIES = 3

_own = threading.local()


class _Task(NamedTuple):
    """A submission on its way to another machine."""

    submission: Submission
    data: bytes
    digest: str
    limits: Limits
    isolation: str


class OtherCourse(Exception):
    """A machine has other questions or checks than the one that asks."""


def grade_on(
    scheduler: str,
    submissions: Iterable[Submission],
    *,
    on_result: Report,
    limits: Limits | None = None,
    isolation: str = BUBBLEWRAP,
) -> None:
    """Grade submissions on the workers of a Dask scheduler, such as ``tcp://10.0.0.5:8786``.

    Like `this_machine.grade`: each submission gets one result, in any order.  Raises SandboxFault with a
    sentence where no scheduler answers, no worker has a sandbox, or machines have different checks.
    """
    client = _connect(scheduler)
    try:
        with client.as_current():
            _grade(client, list(submissions), on_result, limits or Limits(), isolation)
    finally:
        client.close()


def _connect(scheduler: str):
    try:
        from distributed import Client
    except ImportError:
        raise SandboxFault(
            tr("Grading on several machines needs Dask: install it with `pip install distributed`.")
        ) from None
    try:
        return Client(scheduler, timeout=_CONNECT, set_as_default=False)
    except (OSError, ValueError):
        raise SandboxFault(tr("No Dask scheduler answers at {scheduler}.", scheduler=scheduler)) from None


def _grade(client, submissions: list[Submission], on_result: Report, limits: Limits, isolation: str) -> None:
    from distributed import as_completed

    asked = {}
    for submission in submissions:
        try:
            task = _Task(submission, bytes_of(submission.path), digest(submission.lesson), limits, isolation)
        except Unreadable as fault:
            on_result(submission, unreadable(submission, fault, isolation))
        else:
            asked[client.submit(_graded_there, task, pure=False, retries=_TRIES)] = submission
    for future in as_completed(list(asked)):
        submission = asked.pop(future)
        on_result(submission, _result_of(future, submission, isolation))
        future.release()


def _result_of(future, submission: Submission, isolation: str) -> Result:
    from distributed import KilledWorker

    try:
        return Result.from_json(future.result())
    except KilledWorker:  # one worker after the other died with it
        return given_up(submission, isolation)
    except OtherCourse as fault:
        raise SandboxFault(str(fault)) from None


def _graded_there(task: _Task) -> str:
    """On a machine of the cluster: the result of a submission, as text."""
    if digest(task.submission.lesson) != task.digest:
        raise OtherCourse(
            tr("A machine of the cluster has other questions or checks; give all the same course.")
        )
    worker = _worker(task.limits, task.isolation)
    with tempfile.TemporaryDirectory(prefix="handprop-") as folder:
        path = Path(folder) / "submission.ipynb"
        path.write_bytes(task.data)
        return worker.grade(replace(task.submission, path=path)).to_json()


def _worker(limits: Limits, isolation: str) -> Worker:
    """The worker of this thread; it stays for the next submission."""
    known = getattr(_own, "worker", None)
    if known is not None and (known.limits, known.isolation) == (limits, isolation):
        return known
    if known is not None:
        known.stop()
    prepare(isolation)
    _own.worker = Worker(limits, isolation)
    atexit.register(_own.worker.stop)
    _own.worker.start()
    _own.worker.wait_until_ready()
    return _own.worker
