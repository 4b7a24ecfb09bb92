"""Grading many submissions on several workers; each gets exactly one result, whatever happens."""

from __future__ import annotations

import contextlib
import select
from collections import deque
from collections.abc import Callable, Iterable
from time import monotonic

from handprop.border.channel import Broken
from handprop.border.limits import Limits
from handprop.grade.intake.submission import Submission
from handprop.grade.judging.result import Result
from handprop.grade.progress_bar import Waiting
from handprop.grade.questions import questions_of
from handprop.grade.sandbox.link import can_copy
from handprop.grade.sandbox.outside.isolation import BUBBLEWRAP, WEBASSEMBLY
from handprop.grade.sandbox.wasm import handle
from handprop.grade.workers import early
from handprop.grade.workers.worker import BEYOND, TIMES, Worker, given_up
from handprop.language import tr

_AHEAD = 2  # submissions that a worker has at a time

Report = Callable[[Submission, Result], None]


_early: list[Worker] = []


def start_early(workers: int, isolation: str = BUBBLEWRAP) -> None:
    """Start workers before there is work, so that their imports and the caller's go on side by side.

    Where copies of this process will do, there is nothing to start yet.
    """
    if can_copy():
        return
    prepare(isolation)
    for _ in range(workers):
        _early.append(Worker(Limits(), isolation))
        _early[-1].start()


def stop_early() -> None:
    """Stop the workers that were started early and never needed."""
    while _early:
        _early.pop().stop()


def prepare(isolation: str) -> None:
    """Compile the sandbox's parts where that has not been done yet."""
    if isolation == WEBASSEMBLY:
        handle.prepare(Waiting(tr("The sandbox is made ready, this once"), 80 / early.cores()))


def _worker(limits: Limits, isolation: str) -> Worker:
    """A worker that was started early, if one fits, or a new one."""
    fits = [one for one in _early if (one.limits, one.isolation) == (limits, isolation)]
    if not fits:
        return Worker(limits, isolation, early.take(limits, isolation), copied=True)
    _early.remove(fits[0])
    return fits[0]


def grade(
    submissions: Iterable[Submission],
    *,
    on_result: Report,
    workers: int = 1,
    limits: Limits | None = None,
    isolation: str = BUBBLEWRAP,
) -> None:
    """Grade submissions on `workers` processes; `on_result` is told each result as it comes, in any order.

    Raises SandboxFault with a sentence if there is no sandbox; what `on_result` raises ends the run.
    """
    waiting = deque((submission, 1) for submission in submissions)
    if not waiting:
        return
    prepare(isolation)
    for lesson in {submission.lesson for submission, _ in waiting}:
        questions_of(lesson)  # which copies of this process then have
    with contextlib.ExitStack() as stack:
        pool = [_worker(limits or Limits(), isolation) for _ in range(min(workers, len(waiting)))]
        for worker in pool:
            stack.enter_context(worker)
        for worker in pool:
            worker.wait_until_ready()
        _Round(pool, waiting, on_result).go()


def grade_one(submission: Submission, *, limits: Limits | None = None, isolation: str = BUBBLEWRAP) -> Result:
    """The result of one submission."""
    results: list[Result] = []

    def keep(_: Submission, result: Result) -> None:
        results.append(result)

    grade([submission], on_result=keep, limits=limits, isolation=isolation)
    return results[0]


class _Round:
    """Hands submissions to workers, and takes results from those that are done.

    A worker gets its next submission before it is done, so that it need not wait while a result is written.
    """

    def __init__(self, pool: list[Worker], waiting: deque, on_result: Report):
        self._pool, self._waiting, self._on_result = pool, waiting, on_result
        self._given: dict[Worker, deque[tuple[Submission, int]]] = {worker: deque() for worker in pool}
        self._until: dict[Worker, float] = {}

    def go(self) -> None:
        """Go on until every submission has its result."""
        for worker in self._pool:
            self._hand_out(worker)
        while self._until:
            first = min(self._until.values())
            done, _, _ = select.select(list(self._until), [], [], max(0.0, first - monotonic()))
            for worker in done or [one for one, until in self._until.items() if until <= monotonic()]:
                self._take_back(worker)

    def _hand_out(self, worker: Worker) -> None:
        """Give a worker as much as it should have; the last ones are for whoever is free."""
        given = self._given[worker]
        while self._waiting and (not given or (len(given) < _AHEAD and len(self._waiting) > len(self._pool))):
            given.append(self._waiting.popleft())
            with contextlib.suppress(Broken):  # a dead worker is seen when its result is taken
                worker.send(given[-1][0])
        if given:
            self._until.setdefault(worker, monotonic() + worker.limits.total + BEYOND)

    def _take_back(self, worker: Worker) -> None:
        given, until = self._given[worker], self._until.pop(worker)
        try:
            if until <= monotonic():
                raise Broken
            result = worker.receive()
            submission, times = given.popleft()
        except Broken:
            result = None
            submission, times = given.popleft()
            self._waiting.extendleft(reversed(given))  # which it never began
            given.clear()
            worker.restart()
        if result is None and times < TIMES:
            self._waiting.append((submission, times + 1))
        self._hand_out(worker)  # before the result is written
        if result is not None or times >= TIMES:
            self._on_result(submission, result or given_up(submission, worker.isolation))
