"""A worker that nbgrader's process keeps between submissions, and lets go when there are no more."""

from __future__ import annotations

import atexit
import contextlib
import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock, Timer

from handprop.border.channel import Broken
from handprop.border.limits import Limits
from handprop.grade.intake.submission import Submission
from handprop.grade.judging.result import Result
from handprop.grade.roles import grade_id
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
        self._begun: tuple | None = None  # the marks of what the worker is judging meanwhile
        self._folder: TemporaryDirectory | None = None  # where it lies

    def start(self) -> None:
        """Start the worker if there is none.

        Raises NoSandbox or SandboxFault with a sentence if learners' code cannot be run safely here.
        """
        with self._lock:
            self._ready()
            self._wait()

    def begin(self, submission: Submission, notebook: Mapping) -> None:
        """Let the worker judge a notebook while the caller goes on; raises as `start` does."""
        with self._lock:
            try:
                worker = self._ready()
                self._finish(worker)
                self._folder = TemporaryDirectory(prefix="handprop-")
                path = Path(self._folder.name) / "submission.ipynb"
                path.write_text(json.dumps(notebook), encoding="utf-8")
                with contextlib.suppress(Broken):
                    worker.send(replace(submission, path=path))
                    self._begun = _marks(submission, notebook)
            finally:
                self._wait()

    def grade(self, submission: Submission, notebook: Mapping) -> Result:
        """The result of a submission, whose notebook this is; raises as `start` does.

        What was begun is waited for, and taken if it was this very notebook.
        """
        with self._lock:
            try:
                worker, begun = self._ready(), self._begun
                result = self._finish(worker)
                if result is not None and begun == _marks(submission, notebook):
                    return result
                return worker.grade(submission)
            finally:
                self._wait()

    def _finish(self, worker: Worker) -> Result | None:
        """What came of the notebook that was begun, if there is one and its worker lives."""
        begun, self._begun = self._begun, None
        if begun is None:
            return None
        try:
            return worker.receive()
        except Broken:
            worker.restart()
            return None
        finally:
            self._folder.cleanup()

    def stop(self) -> None:
        """Stop the worker, if there is one."""
        with self._lock:
            self._stop_timer()
            worker, self._worker, self._begun = self._worker, None, None
            if worker is not None:
                worker.stop()
            if self._folder is not None:
                self._folder.cleanup()

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


def _marks(submission: Submission, notebook: Mapping) -> tuple:
    """All that a result depends on: whose it is, the class's seed, the learner's numbers, the cells."""
    cells = [(cell["cell_type"], cell["source"], grade_id(cell)) for cell in notebook["cells"]]
    return submission.learner, submission.lesson, submission.seed, submission.numbers, cells


KEPT = Kept()
atexit.register(KEPT.stop)
