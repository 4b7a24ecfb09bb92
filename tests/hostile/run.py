"""Grade cases one after the other on one worker, each between two honest submissions."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from time import monotonic, sleep

from handprop.border.limits import Limits
from handprop.grade.intake.submission import Submission
from handprop.grade.judging.result import QuestionResult, Result
from handprop.grade.workers.worker import Worker
from hostile import CORPUS
from hostile.case import Setting
from hostile.notebook import LESSON, answered, honest
from hostile.scene import adopt_orphans, descendants, named

_CASES = {case.name: case for case in CORPUS}
_WRONG = {
    "exercise_1": "exercise_1 = [-1.616, 3.232, 0.404, -0.808, 0.606, 2.626]",
    "formula": "formula = 'delta * h1'",
    "closed_gate": "closed_gate = 'b'",
    "exercise_2": "def exercise_2(x, y, w, learning_rate):\n    print('called')\n    return w",
    "after_the_step": "1 / 0",
}


@dataclass(frozen=True)
class Graded:
    """What came of a case, of the honest one after it, and which processes ought not to be there."""

    name: str
    result: Result
    neighbour: Result
    undisturbed: Result
    left: tuple[str, ...]


def grade_cases(names: Sequence[str], setting: Setting, limits: Limits, isolation: str) -> list[Graded]:
    """Grade these cases in a sandbox of this kind, with honest submissions before, between and after them."""
    adopt_orphans()
    neighbours = [
        _write(setting, "honest-right", honest()),
        _write(setting, "honest-wrong", answered(_WRONG)),
    ]
    with Worker(limits, isolation) as worker:
        worker.wait_until_ready()
        undisturbed = [_timeless(worker.grade(one)) for one in neighbours]
        there = len(descendants(os.getpid()))
        graded = []
        for k, name in enumerate(names):
            _CASES[name].write(_place(setting, name), setting)
            result = worker.grade(_submission(setting, name))
            left = [f"{extra} processes" for extra in [len(descendants(os.getpid())) - there] if extra]
            neighbour = _timeless(worker.grade(neighbours[k % 2]))
            left += named(f"{setting.token}-{name}")
            graded.append(Graded(name, result, neighbour, undisturbed[k % 2], tuple(left)))
    until = monotonic() + 10  # the kernel ends the sandbox after its worker, not with it
    while descendants(os.getpid()) and monotonic() < until:
        sleep(0.05)
    if still := descendants(os.getpid()):
        raise AssertionError(f"{len(still)} processes are left when the worker has ended.")
    return graded


def _timeless(result: Result) -> Result:
    """The result without what differs on a busy machine: seconds, and how many cases there was time for."""
    return replace(result, seconds=0.0, questions=tuple(map(without_count, result.questions)))


def without_count(question: QuestionResult) -> QuestionResult:
    """The outcome of a question without the number of cases in its sentences."""
    said = (re.sub(r"on all \d+ cases", "on all cases", sentence) for sentence in question.sentences)
    return replace(question, sentences=tuple(said))


def _place(setting: Setting, name: str) -> Path:
    path = setting.folder / "submitted" / name / f"{LESSON}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def _submission(setting: Setting, name: str) -> Submission:
    return Submission(name, LESSON, _place(setting, name))


def _write(setting: Setting, name: str, notebook: dict) -> Submission:
    path = _place(setting, f"{name}-{os.getpid()}")
    path.write_text(json.dumps(notebook))
    return Submission(name, LESSON, path)
