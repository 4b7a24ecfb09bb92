"""Which question comes next: one in which the mistakes can be made that are least firm."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from handprop.check.question import Question
from handprop.check.variants.draw import showing
from handprop.practice.memory import Memory

_NEW = 0.02  # for a mistake that was never looked for: with nothing to mend, questions differ


def choose(pool: Sequence[Question], memory: Memory, asked: Counter, now: datetime) -> tuple[Question, str]:
    """The next question, and the id of the mistake that it is asked for, empty for none.

    `asked` counts how often each question was asked in this session.
    """
    needs = {question.name: _needs(question, memory, now) for question in pool}
    best = max(pool, key=lambda one: (_worth(one, needs[one.name], asked), -pool.index(one)))
    why = max(needs[best.name], key=needs[best.name].get, default="")
    return best, why if needs[best.name].get(why) else ""


def _needs(question: Question, memory: Memory, now: datetime) -> dict[str, float]:
    return {mistake.id: memory.need(mistake.id, now) for mistake in showing(question)}


def _worth(question: Question, needs: dict[str, float], asked: Counter) -> float:
    """The greatest need, then what is new; a question that was just asked may wait for another as good."""
    new = _NEW * len(needs) / (1 + asked[question.name]) ** 2
    return max(needs.values(), default=0.0) + new - 0.05 * asked[question.name]
