"""Leads from the calculation itself: a slip of a simple kind, in one part, that gives these numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from handprop.border.read_numbers import Problem
from handprop.check.mistakes.calculation import Mistake, NoTrace, Pipeline, Stage, Values
from handprop.language import tr

if TYPE_CHECKING:
    from handprop.check.question import Case, Question

_ENOUGH = 3  # wrong numbers, for which a slip that explains them all is hardly a coincidence

_SURE, _POSSIBLE = (
    tr("{} explains all your numbers. {}"),
    tr("One wrong number can be chance, but {} would give it. {}"),
)
_KINDS: tuple[tuple[str, str, Callable[[Any], Any]], ...] = (
    (
        tr("one wrong sign on the way"),
        tr("Is some part added where it is subtracted, or the other way round?"),
        lambda value: -value,
    ),
    (tr("a minus sign that got lost on the way"), tr("Whose?"), np.abs),
    (tr("a part that is left out"), tr("Which one?"), lambda value: 0.0 * value),
    (tr("a factor that is left out"), tr("Which one?"), lambda value: 0.0 * value + 1.0),
    (tr("one part that is twice as large as it should be"), tr("Which one?"), lambda value: 2.0 * value),
    (
        tr("one part that is half as large as it should be"),
        tr("Which factor did it lose?"),
        lambda value: value / 2,
    ),
)
_FOR_ONE = 3  # of these, for a single number


def by_a_part(question: Question, cases: Sequence[Case], answers: Sequence[np.ndarray]) -> str | None:
    """Which kind of slip in one part of the calculation gives all these answers, if some does.

    Which part it is has a name in the check's own code only, so it is not told.
    """
    if question.pipeline is None or not any(map(np.any, answers)):
        return None
    wrong = 0
    for case, answer in zip(cases, answers, strict=True):
        right = np.asarray(question.right(case), dtype=float)
        if right.size != answer.size:
            return None
        wrong += int((~question.kind.fitted(answer).same(right.reshape(answer.shape), answer)).sum())
    sure = wrong >= _ENOUGH
    for what, ask, change in _KINDS if sure else _KINDS[:_FOR_ONE]:
        for slip, value in _on_first(question, cases[0], change):
            if _is(question, value, answers[0]) and all(
                _is(question, _value(question, slip, case), answer)
                for case, answer in zip(cases[1:], answers[1:], strict=True)
            ):
                return _SURE.format(what.capitalize(), ask) if sure else _POSSIBLE.format(what, ask)
    return None


_Slip = Callable[["Case"], Values]


def _slips(pipeline: Pipeline, case: Case, change: Callable[[Any], Any]) -> Iterator[_Slip]:
    """Runs of the calculation with one stage, or one number of the case, changed."""
    for name, stage in pipeline.stages.items():
        yield partial(_changed, pipeline, name, stage, change)
    for name, value in case.items():
        if isinstance(value, float) or (isinstance(value, np.ndarray) and value.dtype.kind == "f"):
            yield partial(_given, pipeline, name, change)


def _changed(pipeline: Pipeline, name: str, stage: Stage, change: Callable[[Any], Any], case: Case) -> Values:
    def changed(values: Values) -> object:
        value: Any = stage(values)
        return change(np.asarray(value, dtype=float) if isinstance(value, list | tuple) else value)

    return pipeline.run(case, Mistake("", "", "", "", "", {name: changed}))


def _given(pipeline: Pipeline, name: str, change: Callable[[Any], Any], case: Case) -> Values:
    return pipeline.run({**case, name: change(case[name])})


def _on_first(question: Question, case: Case, change: Callable[[Any], Any]) -> list[tuple[_Slip, Any]]:
    """The slips that a change makes, each with the answer that it gives; None where it gives none."""

    def compute() -> list[tuple[_Slip, Any]]:
        slips = _slips(question.pipeline, case, change)
        return [(slip, _value(question, slip, case)) for slip in slips]

    return question.pipeline.once(case, (question.quantity, change), compute)


def _value(question: Question, slip: _Slip, case: Case) -> np.ndarray | None:
    try:
        return np.asarray(question.quantity(slip(case)), dtype=float)
    except (NoTrace, Problem, TypeError, AttributeError, KeyError, ZeroDivisionError):
        return None


def _is(question: Question, value: np.ndarray | None, answer: np.ndarray) -> bool:
    if value is None or value.size != answer.size:
        return False
    return bool(question.kind.fitted(answer).same(value.reshape(answer.shape), answer).all())
