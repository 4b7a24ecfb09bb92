"""Drawing a question anew: numbers with the same gates, on which every known mistake shows as before.

A draw is thrown away unless each mistake that shows with the numbers of the course shows with the new ones
too, and no two that differ there are the same here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from handprop.check.mistakes.calculation import Mistake, NoTrace
from handprop.check.variants.stream import Stream
from handprop.check.variants.vary import Numbers

if TYPE_CHECKING:
    from handprop.check.question import Question

MOST_DRAWS = 100_000
Drawn = Mapping[str, Any]
"""What was drawn for a question, as JSON: ``numbers``, and for a choice ``order`` and ``reasons``."""


class NoVariant(Exception):
    """No fit numbers were found: the ranges of the question are too narrow; the message names it."""


def draw(questions: Sequence[Question], stream_of: Callable[[str], Stream]) -> dict[str, Drawn]:
    """What is drawn for each of the questions that vary; `stream_of` gives the draws for a name.

    Questions that share numbers get the same.  Raises NoVariant.
    """
    drawn: dict[str, Drawn] = {
        name: {"numbers": numbers} for name, numbers in _all_numbers(questions, stream_of).items()
    }
    for question in questions:
        if order := question.answer.shuffled(stream_of(f"{question.name} options")):
            drawn[question.name] = {**drawn.get(question.name, {}), **order}
    return drawn


def varied(questions: Iterable[Question], drawn: Mapping[str, Drawn]) -> tuple[Question, ...]:
    """The questions with what was drawn for somebody; the others as they are."""
    return tuple(one.drawn(drawn[one.name]) if one.name in drawn else one for one in questions)


def _all_numbers(questions: Sequence[Question], stream_of: Callable[[str], Stream]) -> dict[str, Numbers]:
    groups: dict[str, list[Question]] = defaultdict(list)
    for question in questions:
        if question.vary:
            groups[question.vary.name or question.name].append(question)
    found = {name: _numbers(group, stream_of(name)) for name, group in groups.items()}
    return {question.name: found[name] for name, group in groups.items() for question in group}


def _numbers(group: Sequence[Question], stream: Stream) -> Numbers:
    quickest_first = sorted(group, key=lambda question: question.answer.line_by_line)
    for _ in range(MOST_DRAWS):
        numbers = group[0].vary.draw(stream)
        if all(is_fit(question, numbers) for question in quickest_first):
            return numbers
    raise NoVariant(f"No numbers for {group[0].name} keep its mistakes apart: widen the ranges of its vary.")


def is_fit(question: Question, numbers: Numbers) -> bool:
    """Whether a question with these numbers has the gates, the zeros and the mistakes of the course's."""
    if not question.vary.is_alike(numbers):
        return False
    if question.pipeline is None or question.quantity is None:
        return True
    known, case = _profile_of_course(question), question.vary.case(numbers)
    right = _value(question, case)
    if right is None or not np.array_equal(right == 0, known.right == 0):
        return False
    return _keeps_apart(question, known, case, right) and _settles(question, known, numbers)


def showing(question: Question) -> frozenset[Any]:
    """The mistakes that leave a trace in what a question asks for, and are told from it."""
    return frozenset(one for one in _profile_of_course(question).showing if question.answer.tells(one))


class _Profile:
    """What the mistakes of a question give with the numbers of the course."""

    def __init__(self, question: Question):
        self.right = _value(question, question.cases[0])
        values = {one: _value(question, question.cases[0], one) for one in question.pipeline.mistakes}
        self.showing = {
            one
            for one, value in values.items()
            if value is not None and not _same(question, self.right, value)  # type: ignore[arg-type]  # the course has an answer
        }
        self.alike = _alike(question, {one: values[one] for one in self.showing}, self.right)
        self.settled = _told_apart_further(question, self.alike, question.further)


_profiles: dict[int, tuple[Question, _Profile]] = {}


def _profile_of_course(question: Question) -> _Profile:
    """The profile, worked out once for each question; questions are compared by identity."""
    known = _profiles.get(id(question))
    if known is None or known[0] is not question:
        known = _profiles[id(question)] = (question, _Profile(question))
    return known[1]


def _value(question: Question, case: Mapping[Any, Any], *mistakes: Mistake) -> np.ndarray | None:
    """What is answered, in the shape that is asked for; None where it has another, or cannot be had."""
    try:
        value = np.asarray(question.quantity(question.pipeline.run(case, *mistakes)), dtype=float)
    except NoTrace:
        return None
    shape = question.kind.shape
    return value.reshape(shape) if value.size == np.prod(shape, dtype=int) else None


def _same(question: Question, one: np.ndarray, other: np.ndarray) -> bool:
    return bool(question.kind.same(one, other).all() or question.kind.same(other, one).all())


def _alike(question: Question, values: Mapping[Any, Any], right: Any) -> set[frozenset[Any]]:
    """The pairs of mistakes that give the same: in all, or in a line, where each line stands for itself."""
    listed = list(values.items())
    if question.answer.line_by_line:
        pairs = _alike_in_a_line(np.array(list(values.values())), right, question.kind.tolerance)
        return {frozenset((listed[k][0], listed[m][0])) for k, m in pairs}
    return {
        frozenset((listed[k][0], listed[m][0]))
        for k, m in _near(np.array([value.ravel() for value in values.values()]), question.kind.tolerance)
        if _same(question, listed[k][1], listed[m][1])
    }


def _near(rows: np.ndarray, tolerance: float) -> Iterator[tuple[int, int]]:
    """The pairs of rows that may count as the same: the kind, which is slower, need look at no others."""
    rows = np.nan_to_num(rows, nan=np.inf)
    with np.errstate(invalid="ignore"):
        apart = np.abs(rows[:, None] - rows[None]).max(axis=2)
    scale = np.abs(rows).max(axis=1)
    within = 2 * tolerance * np.maximum(scale[:, None], scale) + 1e-9
    return ((k, m) for k, m in np.argwhere(~(apart > within)) if k < m)


def _alike_in_a_line(rows: np.ndarray, right: np.ndarray, tolerance: float) -> Iterator[tuple[int, int]]:
    """The pairs of rows that share a number which is not the right one."""
    shows = ~_close(rows, right, tolerance)
    both = shows[:, None] & shows[None] & _close(rows[:, None], rows[None], tolerance)
    return ((k, m) for k, m in np.argwhere(both.any(axis=2)) if k < m)


def _close(one: np.ndarray, other: np.ndarray, tolerance: float) -> np.ndarray:
    return np.abs(one - other) <= 2 * tolerance * np.abs(other) + 1e-9


def _keeps_apart(question: Question, known: _Profile, case: Mapping[Any, Any], right: np.ndarray) -> bool:
    values: dict[Any, Any] = {}
    for mistake in question.pipeline.mistakes:
        value = _value(question, case, mistake)
        shows = value is not None and not _same(question, right, value)
        if not shows and mistake in known.showing:
            return False
        if shows:
            values[mistake] = value
    return not values or _alike(question, values, right) <= known.alike


def _told_apart_further(
    question: Question, pairs: set[frozenset[Any]], further: Mapping[Any, Any] | None
) -> set[frozenset[Any]]:
    """Those of the pairs that the further numbers tell apart."""
    if further is None:
        return set()
    told = set()
    for one, other in map(tuple, pairs):
        first, second = _value(question, further, one), _value(question, further, other)
        if first is not None and second is not None and not _same(question, first, second):
            told.add(frozenset((one, other)))
    return told


def _settles(question: Question, known: _Profile, numbers: Numbers) -> bool:
    further = question.vary.further
    if not known.settled:
        return True
    return further is not None and known.settled <= _told_apart_further(
        question, known.alike, further(numbers)
    )
