"""Whose numbers an answer fits: right for a neighbour's, and wrong for one's own.

One number may fit by chance; two are asked for, or one table of two, and only where few others have the same
right answer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from handprop.check.question import Question
from handprop.check.variants.draw import Drawn
from handprop.grade.judging.result import Result
from handprop.language import tr

COURSE = ""
"""Stands for the numbers of the course itself, which everybody can look up."""
_EVIDENCE = 2  # numbers other than 0 that fit
_SHARED = 0.05  # the part of a class that may have the same right answer, beyond which it tells nothing


@dataclass(frozen=True)
class Match:
    """A learner's answers that are right for somebody else's numbers: whose, and to which questions."""

    learner: str
    other: str
    questions: tuple[str, ...]


class Rights:
    """The right answers of a class to one exercise, with everybody's own numbers."""

    def __init__(self, questions: Sequence[Question], numbers: Mapping[str, Mapping[str, Drawn]]):
        self._kinds = {one.name: one.kind for one in questions if one.vary and one.cases}
        self._right = {
            one.name: {
                learner: _right(one, drawn[one.name])
                for learner, drawn in numbers.items()
                if one.name in drawn
            }
            | {COURSE: _right(one, {"numbers": one.vary.numbers})}
            for one in questions
            if one.name in self._kinds
        }

    def matches(self, learner: str, result: Result) -> list[Match]:
        """Whose numbers the wrong answers of a learner fit, the best match first."""
        found: dict[str, list[str]] = defaultdict(list)
        weight: dict[str, int] = defaultdict(int)
        for one in result.questions:
            if one.name not in self._kinds or one.state != "wrong" or not one.given:
                continue
            given = np.reshape(one.given, self._kinds[one.name].shape)
            owners, numbers = self._owners(one.name, given), int(np.count_nonzero(given))
            # In a small class two may have the same numbers: a whole table of theirs is still no chance.
            few = 2 if numbers >= _EVIDENCE else 1
            if learner in owners or len(owners - {COURSE}) > max(few, _SHARED * len(self._right[one.name])):
                continue
            for other in owners:
                found[other].append(one.name)
                weight[other] += numbers
        told = [Match(learner, other, tuple(of)) for other, of in found.items() if weight[other] >= _EVIDENCE]
        return sorted(told, key=lambda match: (-len(match.questions), match.other))

    def _owners(self, name: str, given: np.ndarray) -> set[str]:
        kind = self._kinds[name]
        return {other for other, right in self._right[name].items() if kind.same(right, given).all()}


def _right(question: Question, drawn: Drawn) -> np.ndarray:
    """The right answer with these numbers, without the words."""
    case = question.vary.case(drawn["numbers"])
    return np.asarray(question.right(case), dtype=float).reshape(question.kind.shape)


def told(matches: Sequence[Match]) -> list[str]:
    """Sentences for the instructor; two who have each other's numbers are told of once."""
    best: dict[str, list[Match]] = defaultdict(list)  # several where others have the same numbers
    for match in matches:
        if not best[match.learner] or best[match.learner][0].questions == match.questions:
            best[match.learner].append(match)
    sentences, swapped = [], set()
    for learner, mine in best.items():
        if learner in swapped:
            continue
        back = next((one for one in mine if _has(best.get(one.other, []), learner)), None)
        if back is not None:
            swapped.add(back.other)
            sentences.append(
                tr(
                    "{learner} and {other} have each other's numbers: were their notebooks exchanged? "
                    "It shows in {questions}.",
                    learner=learner,
                    other=back.other,
                    questions=", ".join(back.questions),
                )
            )
        else:
            sentences.append(_of_another(mine))
    return sentences


def _has(matches: Sequence[Match], other: str) -> bool:
    return any(match.other == other for match in matches)


def _of_another(matches: Sequence[Match]) -> str:
    others = [match.other for match in matches]
    whose = (
        tr("the numbers of the course")
        if COURSE in others
        else tr("the numbers of {other}", other=tr(" and ").join(others))
    )
    return tr(
        "{learner}: the answers to {questions} are right for {whose}.",
        learner=matches[0].learner,
        questions=", ".join(matches[0].questions),
        whose=whose,
    )
