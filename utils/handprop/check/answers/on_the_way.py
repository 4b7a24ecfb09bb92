"""Leads from the numbers on the way: a function is right until one grows, or is off by one of them."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from math import prod
from typing import TYPE_CHECKING, Any

import numpy as np

from handprop.language import tr

if TYPE_CHECKING:
    from handprop.check.answers.trials import Asked, Trial
    from handprop.check.question import Question

_EACH = 8  # cases on either side of a limit: by chance no number parts so many
_MANY = 0.75  # of the cases beyond it have to go wrong
_NOUGHT = 0.02  # of a limit: what is smaller may as well be 0
_USUAL = 0.3  # of what is usual; below it all is nearly 0, and much that is wrong is right
_LITTLE = 0.8  # of what is usual, at most: what a function may take for 0
_ENOUGH = 10  # trials that have to say the same
_MOST = 30  # trials that are looked at
_SAME = 1e-6
_DIGITS = 4  # figures of one number, with its point: fewer come up by chance

_CUT = tr(
    "It is right in all {within} cases in which the numbers on the way stay small, and wrong in {wrong} of "
    "the {others} others. Is something cut off that grows too large?"
)
_STOPPED = tr(
    "It is right in all {within} cases in which no number on the way is very small, and wrong in {wrong} of "
    "the {others} others. Does something stop, or count as 0, too early?"
)


def where_large(question: Question, trials: Sequence[Trial]) -> str | None:
    """Whether a function goes wrong only where some number on the way is above a limit, or below one."""
    right, wrong = ([one for one in trials if one.right is so] for so in (True, False))
    if min(len(right), len(wrong)) < _EACH:
        return None
    rights, wrongs = ([one.asked.once("extremes", _extremes) for one in some] for some in (right, wrong))
    found = [
        one
        for name in rights[0]
        if all(name in one for one in (*rights, *wrongs))
        for one in _limits(*(np.array([one[name] for one in some]) for some in (rights, wrongs)))
    ]
    share, sentence, within = max(found, key=lambda one: one[0], default=(0.0, "", 0))
    if share < _MANY:
        return None
    return sentence.format(within=within, wrong=len(wrong), others=len(trials) - within)


def _limits(right: np.ndarray, wrong: np.ndarray) -> Iterator[tuple[float, str, int]]:
    """For a limit from above, and from below: the share beyond it that goes wrong, words, how many within.

    `right` and `wrong` have the largest and the smallest size of a number, one row for each case.
    """
    for k, sign, sentence in ((0, 1.0, _CUT), (1, -1.0, _STOPPED)):
        limit = (sign * wrong[:, k]).min()
        inside = right[sign * right[:, k] < limit, k]
        within = len(inside)
        # Where a number on the way is 0, most that is wrong is right.
        alive = np.count_nonzero(inside > _NOUGHT * abs(limit))
        # What is cut off is large, and what counts as 0 is small, beside what is usual.
        usual = np.median([*right[:, k], *wrong[:, k]])
        fits = limit >= _USUAL * usual if sign > 0 else -limit < _LITTLE * usual
        if fits and alive >= max(_EACH, within / 4):
            yield len(wrong) / (len(right) + len(wrong) - within), sentence, within


def another_number(question: Question, answer: np.ndarray) -> str | None:
    """Whether numbers worked out by hand are others of the same calculation, by more than chance."""
    if question.pipeline is None or (answer.size == 1 and len(f"{answer.item():.6g}".strip("-0.")) < _DIGITS):
        return None
    kind = question.kind.fitted(answer)
    for numbers in _on_the_way(question, question.cases[0]).values():
        if numbers.size == answer.size and kind.same(numbers.reshape(answer.shape), answer).all():
            return tr(
                "What you give comes up in this calculation, but it is not what is asked for. What is it?"
            )
    return None


def by_a_term(question: Question, given: Sequence[Trial]) -> str | None:
    """Whether what is returned is the right answer and a multiple of something, the same on every trial."""
    used = given[:_MOST]
    wrong = [one for one in used if not one.right]
    if len(wrong) < _ENOUGH:
        return None
    off = np.concatenate([np.ravel(one.outcome - one.wanted) for one in wrong])
    wanted = np.concatenate([one.wanted.ravel() for one in wrong])
    if _times(off, wanted):  # a factor is no term
        return None
    for words, numbers in _terms(question, wrong):
        if times := _times(off, numbers):
            return (
                tr(
                    "What you return is the right answer and {times:.3g} times {words}. "
                    "Where does that come in?",
                    times=times,
                    words=words,
                )
                if words
                else tr(
                    "What you return is the right answer and a multiple of other numbers of the calculation. "
                    "Which term stands in it that does not belong there, or is missing?"
                )
            )
    return None


def by_a_step(question: Question, given: Sequence[Trial]) -> str | None:
    """Whether what is returned is an argument minus a multiple of the right answer: a step, no gradient."""
    wrong = [one for one in given[:_MOST] if not one.right]
    if len(wrong) < _ENOUGH:
        return None
    theirs = np.concatenate([np.ravel(one.outcome) for one in wrong])  # type: ignore[arg-type]
    wanted = np.concatenate([one.wanted.ravel() for one in wrong])
    if _times(theirs, wanted):  # beside it small numbers may be anything
        return None
    for words, numbers in _parameters(question, wrong):
        if (times := _times(theirs - numbers, wanted)) < 0:
            return tr(
                "What you return is {words}, minus {times:.3g} times the right answer. "
                "Is the gradient asked for, or a step with it?",
                words=words,
                times=-times,
            )
    return None


def _parameters(question: Question, trials: Sequence[Trial]) -> Iterator[tuple[str, np.ndarray]]:
    """Arguments of the size of the right answer: one alone, or those that stand behind one another in it."""
    names = list(inspect.signature(question.solution).parameters)  # type: ignore[arg-type]
    arguments = [question.arguments(one.case) for one in trials]
    for first, last in combinations(range(len(names) + 1), 2):
        parts: list[np.ndarray] = []
        for one, trial in zip(arguments, trials, strict=True):
            found = [_numbers(value) for value in one[first:last]]
            if any(part is None for part in found):
                break
            parts.append(np.concatenate(found))  # type: ignore[arg-type]
            if parts[-1].size != trial.wanted.size:
                break
        else:
            yield tr(" and ").join(names[first:last]), np.concatenate(parts)


def _times(off: np.ndarray, numbers: np.ndarray) -> float:
    """How many times these numbers make up all that is off; 0 if they do not."""
    size = numbers @ numbers
    times = float(off @ numbers) / size if size else 0.0
    return times if np.abs(off - times * numbers).max() <= _SAME * np.abs(off).max() else 0.0


def _terms(question: Question, trials: Sequence[Trial]) -> Iterator[tuple[str, np.ndarray]]:
    """What may have been added: arguments with their names, then numbers on the way, which have none."""
    names = list(inspect.signature(question.solution).parameters)  # type: ignore[arg-type]
    arguments = [question.arguments(one.case) for one in trials]
    rates = [k for k, one in enumerate(arguments[0]) if isinstance(one, float)]
    for k, name in enumerate(names):
        if (numbers := _fitted(trials, [one[k] for one in arguments])) is not None:
            yield name, numbers
            for n in rates:
                scaled = _fitted(trials, [np.asarray(one[k], dtype=float) * one[n] for one in arguments])
                if n != k and scaled is not None:
                    yield tr("{name} times {other}", name=name, other=names[n]), scaled
    ways = [one.asked.once("on the way", _of_asked) for one in trials]
    for name in ways[0]:
        if all(name in one for one in ways):
            numbers = _fitted(trials, [one[name] for one in ways])
            if numbers is not None:
                yield "", numbers


def _fitted(trials: Sequence[Trial], values: Sequence[Any]) -> np.ndarray | None:
    """These values, one for each trial, as numbers beside what was returned; None where they do not fit."""
    parts = []
    for one, value in zip(trials, values, strict=True):
        numbers = _numbers(value)
        if numbers is None or numbers.size not in (1, one.wanted.size):
            return None
        parts.append(np.resize(numbers, one.wanted.size))
    found = np.concatenate(parts)
    return found if np.ptp(found) > 0 else None


def _extremes(asked: Asked) -> dict[str, tuple[float, float]]:
    """The largest and the smallest size of each number on the way."""
    sizes = ((name, np.abs(value)) for name, value in asked.once("on the way", _of_asked).items())
    return {name: (float(size.max()), float(size.min())) for name, size in sizes}


def largest(asked: Asked) -> float:
    """A number as large as comes up on the way: the product of the three largest that are given."""
    numbers = (_numbers(value) for value in asked.question.arguments(asked.case))
    sizes = (max(1.0, float(np.abs(one).max(initial=0.0))) for one in numbers if one is not None)
    return prod(sorted(sizes)[-3:])  # an input and two weights


def _of_asked(asked: Asked) -> dict[str, np.ndarray]:
    return _on_the_way(asked.question, asked.case)


def _on_the_way(question: Question, case: Mapping[str, Any]) -> dict[str, np.ndarray]:
    """All numbers of the right calculation, under the names that the check has for them."""
    found = {name: _numbers(value) for name, value in vars(question.pipeline.run(case)).items()}
    return {name: value for name, value in found.items() if value is not None and value.size}


def _numbers(value: Any) -> np.ndarray | None:
    if not isinstance(value, float | list | tuple | np.ndarray):
        return None
    try:
        numbers = np.asarray(value, dtype=float).ravel()
    except (TypeError, ValueError):
        return None
    return numbers if np.isfinite(numbers).all() else None
