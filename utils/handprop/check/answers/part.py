"""Leads from the calculation itself: a slip of a simple kind, in one part, that gives these numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import permutations
from typing import TYPE_CHECKING, Any

import numpy as np

from handprop.border.read_numbers import Problem
from handprop.check.mistakes.calculation import Mistake, NoTrace, Pipeline, Stage, Values
from handprop.language import tr
from handprop.network import ACTIVATIONS

if TYPE_CHECKING:
    from handprop.check.question import Case, Question

_ENOUGH = 3  # wrong numbers, for which a slip that explains them all is hardly a coincidence

_SURE, _POSSIBLE = (
    tr("{} explains all your numbers. {}"),
    tr("One wrong number can be chance, but {} would give it. {}"),
)
_OF_TWO = tr("Two wrong numbers can be chance, but {} would give them. {}")


def _one_minus(value: Any) -> Any:
    return 1.0 - value


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
    (tr("a part that is squared"), tr("Which factor stands there twice?"), np.square),
    (tr("1 minus a part, in place of that part,"), tr("Which one?"), _one_minus),
    (tr("a sigmoid where none belongs"), tr("Which layer has no function?"), ACTIVATIONS["sigmoid"][0]),
    (tr("tanh where it does not belong"), tr("Which layer has no function?"), ACTIVATIONS["tanh"][0]),
    (tr("a softmax where none belongs"), tr("Which layer has no function?"), ACTIVATIONS["softmax"][0]),
)
_FOR_ONE = 3  # of these, for a single number
_FUNCTIONS = {"linear": tr("no function"), "relu": "ReLU", "sigmoid": tr("a sigmoid"), "tanh": "tanh"}


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
    if sure and (other := _by_other_function(question, cases, answers)):
        return other
    for what, ask, change in _KINDS if sure else _KINDS[:_FOR_ONE]:
        for slip, value in _on_first(question, cases[0], change):
            if _is(question, value, answers[0]) and all(
                _is(question, _value(question, slip, case), answer)
                for case, answer in zip(cases[1:], answers[1:], strict=True)
            ):
                if sure:
                    return _SURE.format(what[0].upper() + what[1:], ask)
                return (_POSSIBLE if wrong == 1 else _OF_TWO).format(what, ask)
    return None


def _by_other_function(
    question: Question, cases: Sequence[Case], answers: Sequence[np.ndarray]
) -> str | None:
    """Whether another activation function, with its slope, gives all these answers."""
    for z, a, slopes, there in _activations(question.pipeline, cases[:_ENOUGH]):
        for name, words in _FUNCTIONS.items():
            made = _with_function(name, z, a, slopes)
            slip = partial(_run, question.pipeline, made)
            if name != there and all(
                _is(question, _value(question, slip, case), answer)
                for case, answer in zip(cases, answers, strict=True)
            ):
                what = tr("{words} where {other} belongs", words=words, other=_FUNCTIONS[there])
                return _SURE.format(what[0].upper() + what[1:], tr("In which layer?"))
    return None


def has_relu(question: Question) -> bool:
    """Whether ReLU stands in the calculation, so that a 0 may come from a closed gate."""
    if question.pipeline is None:
        return False
    return any(there == "relu" for *_, there in _activations(question.pipeline, question.cases[:_ENOUGH]))


_Activation = tuple[str, str, list[str], str]


def _activations(pipeline: Pipeline, cases: Sequence[Case]) -> Sequence[_Activation]:
    """Which numbers on the way are an activation of which others, and which are its slopes."""
    if len(cases) > 1:
        return list(_looked_for(pipeline, cases))
    return pipeline.once(cases[0], "activations", lambda: list(_looked_for(pipeline, cases)))


def _looked_for(pipeline: Pipeline, cases: Sequence[Case]) -> Iterator[_Activation]:
    runs = [_floats(pipeline.run(case)) for case in cases]
    for a, z in permutations(runs[0], 2):
        for there in _FUNCTIONS:
            if a in pipeline.stages and there != "linear" and _are(runs, a, z, partial(_activated, there, z)):
                slope = partial(_slope, there, z)
                yield z, a, [one for one in pipeline.stages if one != a and _are(runs, one, z, slope)], there


_Run = Mapping[str, np.ndarray]


def _activated(function: str, z: str, run: _Run) -> np.ndarray:
    return ACTIVATIONS[function][0](run[z])


def _slope(function: str, z: str, run: _Run) -> np.ndarray:
    forward, back = ACTIVATIONS[function]
    return back(np.ones_like(run[z]), run[z], forward(run[z]))  # type: ignore[misc]


def _are(runs: Sequence[_Run], name: str, z: str, wanted: Callable[[_Run], np.ndarray]) -> bool:
    """Whether these numbers are what is wanted of `z`, in every run."""
    if not all(name in run and z in run and run[name].shape == run[z].shape for run in runs):
        return False
    here, there = (np.concatenate([run[one].ravel() for run in runs]) for one in (name, z))
    # ReLU of what is positive, and a slope of 1, say nothing.
    telling = bool(np.any(here != there)) and np.ptp(here) > 0
    return telling and all(_near(run[name], wanted(run)) for run in runs)


def _near(here: np.ndarray, there: np.ndarray) -> bool:
    """As np.allclose, which takes ten times as long: here it is asked thousands of times."""
    return bool((np.abs(here - there) <= 1e-9 * np.abs(there)).all())


def _floats(values: Values) -> dict[str, np.ndarray]:
    numbers = {name: value for name, value in vars(values).items() if isinstance(value, float | np.ndarray)}
    return {name: np.asarray(value, dtype=float) for name, value in numbers.items()}


def _with_function(name: str, z: str, a: str, slopes: Sequence[str]) -> Mapping[str, Stage]:
    def at(what: Callable[[str, str, _Run], np.ndarray]) -> Stage:
        return lambda values: what(name, z, {z: np.asarray(getattr(values, z), dtype=float)})

    return {a: at(_activated), **{slope: at(_slope) for slope in slopes}}


def _run(pipeline: Pipeline, changes: Mapping[str, Stage], case: Case) -> Values:
    return pipeline.run(case, Mistake("", "", "", "", "", changes))


_Slip = Callable[["Case"], Values]


def _slips(pipeline: Pipeline, case: Case, change: Callable[[Any], Any]) -> Iterator[_Slip]:
    """Runs of the calculation with one stage, or one number of the case, changed."""
    for name, stage in pipeline.stages.items():
        yield partial(_changed, pipeline, name, stage, change)
    if change is _one_minus:  # nobody does this to what the question gives
        return
    for name, value in case.items():
        if isinstance(value, float) or (isinstance(value, np.ndarray) and value.dtype.kind == "f"):
            yield partial(_given, pipeline, name, change)


def _changed(pipeline: Pipeline, name: str, stage: Stage, change: Callable[[Any], Any], case: Case) -> Values:
    def changed(values: Values) -> object:
        value: Any = stage(values)
        return change(np.asarray(value, dtype=float) if isinstance(value, list | tuple) else value)

    return _run(pipeline, {name: changed}, case)


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
