"""A worker that nbgrader's process keeps between submissions, and lets go when there are no more."""

from __future__ import annotations

import atexit
from threading import Lock, Timer

from handprop.border.limits import Limits
from handprop.grade.intake.submission import Submission
from handprop.grade.judging.result import Result
from handprop.grade.sandbox.outside import isolation
from handprop.grade.workers import this_machine
from handprop.grade.workers.worker import Worker

_IDLE = 20.0  # seconds; formgrader's server runs for days, and checks are loaded once per worker


class Kept:
    """One worker, started when it is needed and stopped when it was idle for a while."""

    def __init__(self, idle: float = _IDLE):
        self._idle = idle
        self._lock = Lock()
        self._worker: Worker | None = None
        self._timer: Timer | None = None

    def start(self) -> None:
        """Start the worker if there is none.

        Raises NoSandbox or SandboxFault with a sentence if learners' code cannot be run safely here.
        """
        with self._lock:
            self._ready()
            self._wait()

    def grade(self, submission: Submission) -> Result:
        """The result of a submission; raises as `start` does."""
        with self._lock:
            try:
                return self._ready().grade(submission)
            finally:
                self._wait()

    def stop(self) -> None:
        """Stop the worker, if there is one."""
        with self._lock:
            self._stop_timer()
            worker, self._worker = self._worker, None
            if worker is not None:
                worker.stop()

    def _ready(self) -> Worker:
        self._stop_timer()
        if self._worker is None:
            kind = isolation.best()
            this_machine.prepare(kind)
            worker = Worker(Limits(), kind)
            worker.start()
            worker.wait_until_ready()
            self._worker = worker
        return self._worker

    def _wait(self) -> None:
        self._timer = Timer(self._idle, self.stop)
        self._timer.daemon = True
        self._timer.start()

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


KEPT = Kept()
atexit.register(KEPT.stop)
