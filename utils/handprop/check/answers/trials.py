"""Trying a learner's function on random cases; a case on which it fails is made simple to look at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import cycle, islice
from time import monotonic
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from handprop.border import call
from handprop.border.read_numbers import Problem, Unfinished
from handprop.check.answers.array import SINGLE
from handprop.check.answers.computed import right_on
from handprop.check.domain import Case, size_of

if TYPE_CHECKING:
    from handprop.check.answers.array import Array
    from handprop.check.question import Question

_AT_ONCE = 50  # cases in one message to another process
_SECONDS = 2.0  # a slow function is tried on fewer cases
_ROUNDS = 4  # of making a failing case simpler
_WITNESSES = 12  # failing cases, and as many that went well, that a hint has to explain
_PROBES = 2  # float32 runs with other roundings, beside the plain one
_NUDGE = 4 * np.finfo(np.float32).eps
_SIGNS = np.random.default_rng(0).choice([-1.0, 1.0], 97)
_PART = 0.25  # of what float32 may be off: other code rounds elsewhere

Outcome = np.ndarray | Problem


class Asked(NamedTuple):
    """A case, with the right answer to it."""

    case: Case
    kind: Array
    right: np.ndarray


@dataclass(frozen=True)
class Trial:
    """A case, what the function gave for it, and whether that is right."""

    case: Case
    outcome: Outcome
    right: bool


@dataclass(frozen=True)
class Trials:
    """All trials of a function; `keeps_state` if it gave another answer to what it was asked before."""

    trials: Sequence[Trial]
    keeps_state: bool

    @property
    def failures(self) -> list[Trial]:
        """The trials that went wrong."""
        return [trial for trial in self.trials if not trial.right]

    def witnesses(self) -> list[Trial]:
        """Some that went wrong and some that went well, all with numbers."""
        wrong = [trial for trial in self.failures if isinstance(trial.outcome, np.ndarray)]
        well = [trial for trial in self.trials if trial.right]
        return wrong[:_WITNESSES] + well[:_WITNESSES]


def random_trials(question: Question, function: Callable[..., Any], seed: int | None) -> Trials:
    """The function on random cases, between the question's own, which it has answered before."""
    own = question.once("own", lambda: [_asked(question, dict(case)) for case in question.cases])
    cases = drawn(question, seed)
    again = tried(question, function, own)
    trials, until = [], monotonic() + _SECONDS
    for start in range(0, len(cases), _AT_ONCE):
        trials += tried(question, function, cases[start : start + _AT_ONCE])
        if monotonic() > until or isinstance(trials[-1].outcome, Problem):
            break
    again += tried(question, function, own[:1])
    return Trials(trials, any(not trial.right for trial in again))


def drawn(question: Question, seed: int | None) -> list[Asked]:
    """The random cases of a seed, computed once, as a class has one for all; for None others every time."""

    def draw() -> list[Asked]:
        return list(islice(steady(question, question.domain.cases(seed)), question.domain.count))

    return draw() if seed is None else question.once(("drawn", seed), draw)


def simplest(question: Question, function: Callable[..., Any], failures: Sequence[Trial]) -> Trial:
    """The smallest of the cases that went wrong, its numbers rounded as far as it still goes wrong."""
    best = min(failures, key=lambda trial: size_of(trial.case))
    for _ in range(_ROUNDS):
        rounded = question.domain.simpler(best.case)
        simpler = (case for case in rounded if size_of(case) < size_of(best.case))
        trials = tried(question, function, list(steady(question, simpler)))
        if all(trial.right for trial in trials):
            break
        best = next(trial for trial in trials if not trial.right)
    return best


def _asked(question: Question, case: Case) -> Asked:
    kind, right = right_on(question, case)
    return Asked(case, kind, right)


def steady(question: Question, cases: Iterable[Case]) -> Iterator[Asked]:
    """Those of the cases where a right answer counts as right in float32 too, or in another order.

    Where large numbers nearly cancel, a sigmoid is flat, or ReLU is at its corner, rounding would decide.
    """
    for case in cases:
        asked = _asked(question, case)
        if np.isfinite(asked.right).all() and _stays(question, asked):
            yield asked


def _stays(question: Question, asked: Asked) -> bool:
    """Whether the calculation in float32 ends well within what float32 may be off."""
    strict = replace(asked.kind, tolerance=_PART * max(asked.kind.tolerance, SINGLE), singles=False)
    with np.errstate(all="ignore"):
        for rough in _roughly(asked.case):
            nearly = np.asarray(question.right(rough), dtype=np.float64).reshape(strict.shape)
            if not strict.same(asked.right, nearly).all():
                return False
    return True


def _roughly(case: Case) -> Iterator[Case]:
    """The case in float32, as it is and with each number that float32 cannot hold a little off."""
    yield {name: _in_float32(value, None) for name, value in case.items()}
    for start in range(_PROBES):
        signs = cycle(np.roll(_SIGNS, start))
        yield {name: _in_float32(value, signs) for name, value in case.items()}


def tried(question: Question, function: Callable[..., Any], asked: Sequence[Asked]) -> list[Trial]:
    """The trials of these cases, up to the first problem."""
    if not asked:
        return []
    values = call.call_all(function, [question.arguments(one.case) for one in asked])
    trials = []
    for one, value in zip(asked, values, strict=False):
        outcome = _read(one.kind, value)
        problem = isinstance(outcome, Problem)
        right = not problem and bool(one.kind.same(one.right, outcome).all())  # type: ignore[arg-type]
        trials.append(Trial(one.case, outcome, right))
        if problem:
            break
    return trials


def _read(kind: Array, value: object) -> Outcome:
    if isinstance(value, Problem):
        return value
    try:
        return kind.read(value)
    except Unfinished:
        return Problem("your function returns nothing.")
    except Problem as problem:
        return problem


def _in_float32(value: object, signs: Iterator[float] | None) -> object:
    if isinstance(value, list | tuple):
        return [_in_float32(item, signs) for item in value]
    if isinstance(value, float) or (isinstance(value, np.ndarray) and value.dtype.kind == "f"):
        return _rounded(np.asarray(value), signs)[()]
    return value


def _rounded(numbers: np.ndarray, signs: Iterator[float] | None) -> np.ndarray:
    single = numbers.astype(np.float32)
    if signs is None:
        return single
    off = np.fromiter(islice(signs, numbers.size), np.float32, numbers.size).reshape(numbers.shape)
    return single + off * _NUDGE * single * (single != numbers)
