"""Numbers worked out by hand: which mistakes, and pairs of them, give the same ones by chance.

Two slips may be the same by nature (to add the gradient, and to turn the error round), and no numbers tell
them apart.  What agrees only because the numbers happen to be these is blamed on the wrong slip, or passes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations

import numpy as np

from handprop.check.answers.array import Array
from handprop.check.answers.computed import right_on
from handprop.check.domain import Case
from handprop.check.mistakes.recognise import Found, wrong_value
from handprop.check.question import Question

_OFF = 0.07  # of each number: far more than two answers may differ, too little to turn a gate
_OTHERS = 3

Coincidence = tuple[Found, Found]


def by_hand(question: Question) -> bool:
    """Whether a question asks for numbers that the bank knows wrong ones for."""
    return question.answer.on_paper and question.pipeline is not None


def coincidences(question: Question, case: Case) -> list[Coincidence]:
    """The mistakes, and pairs of mistakes, that share their numbers on this case, and not near to it.

    The right calculation counts as one: it is the empty tuple of mistakes.
    """
    shared = list(_shared(question, case))
    near = [_values(question, other, {one for pair in shared for one in pair}) for other in _around(case)]
    kind, _ = right_on(question, case)
    return [
        (one, other)
        for one, other in shared
        if not all(_same(kind, values.get(one), values.get(other)) for values in near)
    ]


def fewest(question: Question, cases: Iterable[Case]) -> Case:
    """Of these cases the one with the fewest coincidences: how the numbers of a question are found."""
    return min(cases, key=lambda case: len(coincidences(question, case)))


def _shared(question: Question, case: Case) -> Iterator[Coincidence]:
    kind, _ = right_on(question, case)
    single = [(), *((mistake,) for mistake in question.pipeline.mistakes)]
    values = _values(question, case, [*single, *question.pipeline.pairs])
    right = values[()]
    traced = {(), *(one for one in single if one in values and not _same(kind, right, values[one]))}
    apart = [one for one in values if one in traced or (len(one) == 2 and all((m,) in traced for m in one))]
    few = right.size < 4  # then no pair of mistakes is ever named
    for one, other in combinations(apart, 2):
        if (few and len(one) == len(other) == 2) or set(one) & set(other):
            continue
        if _same(kind, values[one], values[other]) and not _one_id(one, other):
            yield one, other


def _values(question: Question, case: Case, found: Iterable[Found]) -> dict[Found, np.ndarray]:
    kind, _ = right_on(question, case)
    given = ((one, wrong_value(question.pipeline, question.quantity, kind, case, one)) for one in found)
    return {one: value for one, value in given if value is not None and np.isfinite(value).all()}


def _around(case: Case) -> Iterator[Case]:
    rng = np.random.default_rng(0)
    for _ in range(_OTHERS):
        yield {name: _moved(rng, value) for name, value in case.items()}


def _moved(rng: np.random.Generator, value: object) -> object:
    if isinstance(value, float) or (isinstance(value, np.ndarray) and value.dtype.kind == "f"):
        return value * (1 + _OFF * rng.uniform(-1, 1, np.shape(value)))
    return value


def _same(kind: Array, one: np.ndarray | None, other: np.ndarray | None) -> bool:
    return one is not None and other is not None and bool(kind.same(one, other).all())


def _one_id(one: Found, other: Found) -> bool:
    return [mistake.id for mistake in one] == [mistake.id for mistake in other]
