"""Trying a learner's function on random cases; a case on which it fails is made simple to look at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain, islice
from time import monotonic, process_time
from typing import TYPE_CHECKING, Any

import numpy as np

from handprop.border import call
from handprop.border.read_numbers import Problem, Unfinished
from handprop.check.answers.array import SINGLE, Array
from handprop.check.answers.computed import right_on
from handprop.check.answers.on_the_way import largest
from handprop.check.domain import Case, size_of
from handprop.language import tr

if TYPE_CHECKING:
    from handprop.check.mistakes.calculation import Stage
    from handprop.check.question import Question

_AT_ONCE = 50  # cases in one message to another process
_SECONDS = 2.0  # a slow function is tried on fewer cases
_HERE = 10.0  # by the clock, where those are of the processor: a busy machine tries as many cases
_ROUNDS = 4  # of making a failing case simpler
_CERTAIN = 40  # failing cases, after which rounding is no excuse for others
_WITNESSES = 12  # failing cases, and as many that went well, that a hint has to explain
_PROBES = 2  # float32 runs with other roundings, beside the plain one
_NUDGE = 4 * np.finfo(np.float32).eps
_SIGNS = np.random.default_rng(0).choice(np.array([-_NUDGE, _NUDGE], dtype=np.float32), 4096)
_PART = 0.25  # of what float32 may be off: other code rounds elsewhere
_NEAR, _SMALL = (
    1e-3,
    1e-3,
)  # of the largest number; farther off, and of numbers above this, nothing is rounding
_LEFT = 8 * np.finfo(float).eps  # of the largest number: what float64 leaves where such numbers cancel
_MAY = 2  # times the noise of the probes
_STEPS = 4  # of these nudges make one: all steps together lose more than what is given
_ALTERED = 48  # cases that differ from another in one entry: an answer from memory is wrong on them
_LOST = 2 * np.finfo(float).eps / 1e-6  # of the loss, where a slope is measured by a nudge of 1e-6

Outcome = np.ndarray | Problem


@dataclass(frozen=True)
class Asked:
    """A case of a question, with the right answer to it, and with what was found out about it before."""

    question: Question
    case: Case
    kind: Array
    right: np.ndarray
    altered: bool = False  # made of another case
    memo: dict[Any, Any] = field(init=False, default_factory=dict, repr=False, compare=False)

    def once(self, name: object, compute: Callable[[Asked], Any]) -> Any:
        """What `compute` gives for this case, computed once: a whole class is asked for it."""
        if name not in self.memo:
            self.memo[name] = compute(self)
        return self.memo[name]

    @cached_property
    def steady(self) -> bool:
        """Whether a right answer counts as right in float32 too, or in another order.

        Where large numbers nearly cancel, a sigmoid is flat, or ReLU is at its corner, rounding would decide.
        """
        return _stays(self) and _shows(self)

    def excuses(self, outcome: Outcome) -> bool:
        """Whether rounding may have made this of a right answer."""
        if isinstance(outcome, np.ndarray) and (self._is_a_nought(outcome) or self._is_noise(outcome)):
            return True
        return not self.steady

    def _is_a_nought(self, outcome: np.ndarray) -> bool:
        """Whether all that is wrong should be 0, and is what is left where numbers on the way cancel.

        One learner's calculation may have large numbers there where the check's has exact noughts.
        """
        may = (self.right == 0) & (np.abs(outcome) <= _LEFT * self.once("largest", largest))
        return bool((may | self.kind.same(self.right, outcome)).all())

    def _is_noise(self, outcome: np.ndarray) -> bool:
        off = np.abs(outcome - self.right)
        size = max(np.abs(self.right).max(initial=0.0), _SMALL)
        if off.max(initial=0.0) > _NEAR * size:  # most of what is wrong: no need to ask
            return False
        may = off <= _MAY * (self._noise + 0.1 * self._noise.max(initial=0.0))
        return bool((may | self.kind.same(self.right, outcome)).all())  # what is right needs no excuse

    @cached_property
    def _noise(self) -> np.ndarray:
        """How far each number is off where what is given, and every step on the way, is kept in float32.

        A step may lose what no number that is given shows: 1 minus a share of nearly 1.
        """
        with np.errstate(all="ignore"):
            given = [self._off_in(self.question, rough) for rough in _roughly(self.case)]
            steps = [self._off_in(rough, self.case) for rough in _with_a_rough_step(self.question)]
        return np.asarray(np.max(given, axis=0) + np.sum(steps, axis=0))

    def _off_in(self, question: Question, case: Case) -> np.ndarray:
        nearly = np.asarray(question.right(case), dtype=np.float64).reshape(self.right.shape)
        return np.abs(nearly - self.right)


class Batch(list[Asked]):
    """Cases that a function is asked for together."""

    @cached_property
    def arguments(self) -> call.Cases:
        """What it is called with; made once, as many functions get the same."""
        return call.Cases(one.question.arguments(one.case) for one in self)

    def right_at_once(self, values: Sequence[object]) -> list[np.ndarray] | None:
        """The values as arrays where all are right; None where each has to be looked at by itself."""
        if self._wanted is None or len(values) != len(self) or not all(map(_is_floats, values)):
            return None
        rights, room = self._wanted
        try:
            numbers = np.array(values)
        except ValueError:  # of unequal lengths
            return None
        if numbers.shape != rights.shape or not (np.abs(numbers - rights) <= room).all():
            return None
        return [numbers[k, ...] for k in range(len(self))]  # arrays also where each is one number

    @cached_property
    def _wanted(self) -> tuple[np.ndarray, np.ndarray] | None:
        """The right answers, and how far off they may be, where all have one shape and a plain kind."""
        if len({one.right.shape for one in self}) != 1 or not all(type(one.kind) is Array for one in self):
            return None
        return np.array([one.right for one in self]), np.array([one.kind.room(one.right) for one in self])


@dataclass(frozen=True)
class Trial:
    """A case that was asked, what the function gave for it, and whether that is right."""

    asked: Asked
    outcome: Outcome
    right: bool

    @property
    def case(self) -> Case:
        """The case."""
        return self.asked.case

    @property
    def wanted(self) -> np.ndarray:
        """What is right."""
        return self.asked.right


@dataclass(frozen=True)
class Trials:
    """All trials of a function; `keeps_state` if it gave another answer to what it was asked before.

    `asked` counts the cases on which only rounding went wrong, too; they are no trials.
    """

    trials: Sequence[Trial]
    keeps_state: bool
    asked: int

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
    own = question.once("own", lambda: Batch(_asked(question, dict(case)) for case in question.cases))
    again = tried(function, own)
    trials: list[Trial] = []
    batches, count, wrong = drawn(question, seed), 0, 0
    is_late = _limit(function)
    for asked in batches:
        if is_late():
            break
        found = tried(function, asked)
        count += len(found)
        # Whether rounding decides takes three times as long to find out as the answer, and only a function
        # that went wrong has to know it; not one that has gone wrong again and again.
        for one, its in zip(found, asked, strict=False):
            if one.right or wrong >= _CERTAIN or not its.excuses(one.outcome):
                trials.append(one)
                wrong += not one.right
        if trials and isinstance(trials[-1].outcome, Problem):
            break
    again += tried(function, own[:1])
    return Trials(trials, any(not trial.right for trial in again), count)


def _limit(function: Callable[..., Any]) -> Callable[[], bool]:
    """Tells whether the time for a function is over, which begins now."""
    begun, worked = monotonic(), process_time()
    if isinstance(call.bare(function), call.Elsewhere):  # this processor only waits
        return lambda: monotonic() - begun >= _SECONDS
    return lambda: process_time() - worked >= _SECONDS or monotonic() - begun >= _HERE


def drawn(question: Question, seed: int | None) -> list[Batch]:
    """The random cases of a seed, computed once, as a class has one for all; for None others every time."""

    def draw() -> list[Batch]:
        cases = list(islice(finite(question, question.domain.cases(seed)), question.domain.count))
        altered = (other for one in cases for other in question.domain.altered(one.case))
        others = (replace(one, altered=True) for one in finite(question, altered))
        both = chain(cases, islice(others, _ALTERED))
        return list(iter(lambda: Batch(islice(both, _AT_ONCE)), []))

    return draw() if seed is None else question.once(("drawn", seed), draw)


def simplest(question: Question, function: Callable[..., Any], failures: Sequence[Trial]) -> Trial:
    """The smallest of the cases that went wrong, its numbers rounded as far as it still goes wrong."""
    best = min(failures, key=lambda trial: size_of(trial.case))
    for _ in range(_ROUNDS):
        rounded = question.domain.simpler(best.case)
        simpler = (case for case in rounded if size_of(case) < size_of(best.case))
        asked = list(finite(question, simpler))
        trials = zip(tried(function, asked), asked, strict=False)
        wrong = (trial for trial, its in trials if not trial.right and not its.excuses(trial.outcome))
        if (first := next(wrong, None)) is None:
            break
        best = first
    return best


def _asked(question: Question, case: Case) -> Asked:
    return Asked(question, case, *right_on(question, case))


def finite(question: Question, cases: Iterable[Case]) -> Iterator[Asked]:
    """Those of the cases that have an answer which is a number."""
    for case in cases:
        asked = _asked(question, case)
        if np.isfinite(asked.right).all():
            yield asked


def steady(question: Question, cases: Iterable[Case]) -> Iterator[Asked]:
    """Those of the cases whose answer no rounding decides."""
    return (asked for asked in finite(question, cases) if asked.steady)


def _stays(asked: Asked) -> bool:
    """Whether the calculation in float32 ends well within what float32 may be off."""
    strict = replace(asked.kind, tolerance=_PART * max(asked.kind.tolerance, SINGLE), singles=False)
    with np.errstate(all="ignore"):
        for rough in _roughly(asked.case):
            nearly = np.asarray(asked.question.right(rough), dtype=np.float64).reshape(strict.shape)
            if not strict.same(asked.right, nearly).all():
                return False
    return True


def _shows(asked: Asked) -> bool:
    """Whether nudges show the answer, if it is made of slopes of a loss: beside a large one they drown."""
    pipeline = asked.question.pipeline
    if pipeline is None or "loss" not in pipeline.stages or np.ndim(asked.right) == 0:
        return True
    with np.errstate(all="ignore"):
        lost = _LOST * np.abs(np.asarray(pipeline.asked(asked.case).loss, dtype=float)).max()
    return bool(asked.kind.same(asked.right, asked.right + lost * (asked.right != 0)).all())


def _roughly(case: Case) -> Iterator[Case]:
    """The case in float32, as it is and with each number that float32 cannot hold a little off."""
    single = {name: _in_float32(value) for name, value in case.items()}
    yield single
    for start in range(_PROBES):
        place, rough = start, {}
        for name, value in case.items():
            rough[name], place = _off(single[name], value, place)
        yield rough


def tried(function: Callable[..., Any], asked: Sequence[Asked]) -> list[Trial]:
    """The trials of these cases, up to the first problem."""
    if not asked:
        return []
    batch = asked if isinstance(asked, Batch) else Batch(asked)
    values = call.call_all(function, batch.arguments)
    if (outcomes := batch.right_at_once(values)) is not None:
        return [Trial(one, outcome, True) for one, outcome in zip(batch, outcomes, strict=True)]
    trials = []
    for one, value in zip(batch, values, strict=False):
        outcome = _read(one.kind, value)
        problem = isinstance(outcome, Problem)
        right = not problem and bool(one.kind.same(one.right, outcome).all())  # type: ignore[arg-type]
        trials.append(Trial(one, outcome, right))
        if problem:
            break
    return trials


def _is_floats(value: object) -> bool:
    """Whether a value is a float, an array of them, or a list of floats: what needs no reading."""
    if type(value) is list:
        return all(type(one) is float for one in value)
    return type(value) is float or (type(value) is np.ndarray and value.dtype == float)


def read(kind: Array, value: object) -> np.ndarray | None:
    """The numbers of what a function returned; None where there are none of this kind."""
    outcome = _read(kind, value)
    return None if isinstance(outcome, Problem) else outcome


def _read(kind: Array, value: object) -> Outcome:
    if isinstance(value, Problem):
        return value
    try:
        return kind.read(value)
    except Unfinished:
        return Problem(tr("your function returns nothing."))
    except Problem as problem:
        return problem


def _in_float32(value: object) -> object:
    if isinstance(value, list | tuple):
        return [_in_float32(item) for item in value]
    if isinstance(value, float):
        return np.float32(value)
    if isinstance(value, np.ndarray) and value.dtype.kind == "f":
        return value.astype(np.float32)
    return value


def _with_a_rough_step(question: Question) -> Sequence[Question]:
    """The question, with one step of its calculation after the other off by what float32 may lose there."""

    def rough() -> list[Question]:
        stages = question.pipeline.stages
        each = ({**stages, name: _rough_step(stages[name], k)} for k, name in enumerate(stages))
        return [replace(question, pipeline=replace(question.pipeline, stages=changed)) for changed in each]

    return question.once("roughened", rough)


def _rough_step(stage: Stage, first: int) -> Stage:
    return lambda values: _roughened(stage(values), first)


def _roughened(value: Any, first: int) -> object:
    if isinstance(value, list | tuple):
        return type(value)([_roughened(item, first) for item in value])
    if isinstance(value, float) or (isinstance(value, np.ndarray) and value.dtype.kind == "f"):
        return value * (1 + np.resize(_SIGNS[first:], np.shape(value)) / _STEPS)
    return value


def _off(single: object, value: object, place: int) -> tuple[object, int]:
    """What float32 cannot hold a little off, by the signs from this place on; and the place behind them."""
    if isinstance(value, list | tuple):
        items = []
        for one, item in zip(single, value, strict=True):  # type: ignore[call-overload]
            moved, place = _off(one, item, place)
            items.append(moved)
        return items, place
    if not isinstance(single, np.float32 | np.ndarray) or single.dtype != np.float32:
        return single, place
    stop = place + single.size
    signs = _SIGNS[place:stop].reshape(single.shape) if single.shape else _SIGNS[place]
    return single + signs * single * (single != value), stop
