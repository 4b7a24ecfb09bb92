"""When several mistakes fit one answer: other numbers, on which they come out differently."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from handprop.border.read_numbers import Problem, Unfinished
from handprop.check.mistakes.calculation import Mistake
from handprop.check.mistakes.recognise import wrong_value
from handprop.check.verdict import Verdict
from handprop.language import tr

if TYPE_CHECKING:
    from handprop.check.question import Question


def settle(question: Question, raw: object, suspects: Sequence[Mistake]) -> Verdict:
    """The verdict on the calculation done with `question.further`, given the mistakes that fitted before.

    Never a pass: the question itself is still open.
    """
    try:
        answer = question.kind.read(raw)
    except Unfinished:
        return Verdict(
            "unfinished", (tr("Not answered yet: do the same calculation with the other numbers."),)
        )
    except Problem as problem:
        return Verdict("problem", (str(problem),))
    fitting = [mistake for mistake in suspects if fits(question, mistake, answer)]
    if not fitting:
        return Verdict(
            "wrong", (tr("These numbers fit neither of the two. Go through the first ones again."),)
        )
    found = fitting[0]
    told = (
        tr("So it is this: someone who {found}.", found=found.name),
        found.hint,
        tr("Now look at the first numbers again."),
    )
    return Verdict("wrong", told, (found.id,))


def ask_further(question: Question, suspects: Sequence[Mistake]) -> list[str]:
    """The sentence that asks for `question.further`, if the suspects differ there."""
    if question.further is None or len(suspects) < 2:
        return []
    first, *others = (wrong_value(*_asked(question), (mistake,)) for mistake in suspects)
    if first is None or all(other is None or question.kind.same(first, other).all() for other in others):
        return []
    return [
        tr(
            "To see which of them it is, do the same with {further_shown}, and hand your numbers in as "
            'check("{question}", further=...).',
            further_shown=question.further_shown,
            question=question.name,
        )
    ]


def fits(question: Question, mistake: Mistake, answer: np.ndarray) -> bool:
    """Whether the mistake gives this answer on the further case; without a trace there, the right one."""
    value = wrong_value(*_asked(question), (mistake,))
    return value is not None and bool(question.kind.same(value, answer).all())


def _asked(question: Question) -> tuple[Any, Any, Any, Any]:
    return question.pipeline, question.quantity, question.kind, question.further
