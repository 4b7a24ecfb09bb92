"""Answers that are numbers, for one case or for many: compared, and the mistake behind them recognised."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from handprop.check.answers.kind import Kind
from handprop.check.answers.on_the_way import another_number
from handprop.check.answers.part import by_a_part
from handprop.check.mistakes.recognise import (
    RELATIONS,
    Found,
    localise,
    lost_digits,
    recognise,
    wrong_value,
)
from handprop.check.mistakes.settle import ask_further
from handprop.check.mistakes.wording import spoken
from handprop.check.verdict import Verdict
from handprop.language import tr

if TYPE_CHECKING:
    from handprop.check.answers.array import Array
    from handprop.check.question import Case, Question


class Computed(Kind):
    """A kind of answer that gives numbers for every case that is compared.

    `which_line`: what to ask below a line of code that shows the slip.
    """

    which_line = ""

    def outcomes(self, question: Question, raw: object) -> list[np.ndarray]:
        """What the answer gives on each case; raises `Problem` or `Unfinished`."""
        raise NotImplementedError

    def praise(self, cases: int) -> str:
        """What to say of an answer that is right on all cases."""
        return tr("Right.")

    def where(self, question: Question, answers: Sequence[np.ndarray], wrong: Sequence[int]) -> list[str]:
        """On which numbers the answer goes wrong, if that is worth saying."""
        return []

    def judge(self, question: Question, raw: object, tries: int, seed: int | None) -> Verdict:
        """Right if the numbers agree on every case; if not, the mistake that they show."""
        return self.compare(question, self.outcomes(question, raw), tries)

    def compare(self, question: Question, answers: Sequence[np.ndarray], tries: int) -> Verdict:
        """The verdict on what came out on the first of the question's cases, or on all."""
        wrong = [k for k, answer in enumerate(answers) if not is_right(question, k, answer)]
        if not wrong:
            return Verdict("right", (self.praise(len(answers)),))
        found = _recognised(question, answers)
        if found:
            told = self.named(question, found, tries)
        else:
            told, rounded = _placed(question, answers, wrong, tries)
            if self.on_paper and not rounded:
                part = by_a_part(question, question.cases[:1], answers) or another_number(
                    question, answers[0]
                )
                told[1:1] = [part] if part else []
        told += _offer_solution(question, tries) + self.where(question, answers, wrong)
        return Verdict("wrong", tuple(told), _ids(found), share_of(question, answers[0]))

    def named(self, question: Question, found: Sequence[Found], tries: int) -> list[str]:
        """Name the mistake and ask its question; then the belief; then the line of code."""
        possible = found[:2]
        who = tr(", or who ").join(
            " and ".join(mistake.name for mistake in mistakes) for mistakes in possible
        )
        told = [
            tr(
                "Not right yet. {opening} is what comes out for someone who {who}.",
                opening=_opening(question, found),
                who=who,
            )
        ]
        told += [mistake.hint for mistakes in possible for mistake in mistakes]
        chosen = found[0] if len(found) == 1 else ()
        if tries >= 1:
            told += [
                tr(
                    "The belief behind it is often: «{belief}» Where does it fail here?",
                    belief=mistake.belief,
                )
                for mistake in chosen
            ]
        if tries >= 2:
            lines = [spoken(mistake.example, question.names) for mistake in chosen]
            told += [
                tr(
                    "As a line of code the slip reads `{line}`.{which_line}",
                    line=line,
                    which_line=self.which_line,
                )
                for line in filter(None, lines)
            ]
        told += ask_further(question, [one for (one, *_) in found])
        return list(dict.fromkeys(told))  # two mistakes may ask the same question


def _opening(question: Question, found: Sequence[Found]) -> str:
    """How sure it is that one of these was made: a single number may be a coincidence."""
    cases = question.answer.compared(question.cases) or question.cases[:1]
    evidence = sum(_differing(question, case, found[0]) for case in cases)
    return tr("One wrong number can be chance, but this") if evidence == 1 else tr("This")


def _differing(question: Question, case: Case, found: Found) -> int:
    kind, right = right_on(question, case)
    value = wrong_value(question.pipeline, question.quantity, kind, case, found)
    return 2 if value is None else int((~kind.same(right, value)).sum())  # a wrong shape is no coincidence


def right_on(question: Question, case: Case) -> tuple[Array, np.ndarray]:
    """The right answer for a case, and its kind: that of the question, in the size of this case."""
    right = np.asarray(question.right(case), dtype=np.float64)
    kind = question.kind.fitted(right)
    return kind, right.reshape(kind.shape)


def is_right(question: Question, k: int, answer: np.ndarray) -> bool:
    """Whether an answer is right on case number `k`."""
    kind, right = question.once(("right", k), lambda: right_on(question, question.cases[k]))
    return answer.shape == right.shape and bool(kind.same(right, answer).all())


def share_of(question: Question, answer: np.ndarray) -> float:
    """The share of the points that the right numbers among wrong ones earn; 0 where no parts count.

    Only a right number that is not 0 is proof of work: a row of noughts, or of one number, earns nothing, and
    a right 0 nothing where another 0 is wrong, for both may stand there unanswered.
    """
    kind, right = right_on(question, question.cases[0])
    if not question.parts or answer.shape != right.shape or np.ptp(answer) == 0:
        return 0.0
    same = kind.same(right, answer)
    if ((answer == 0) & ~same).any():
        same = same & (right != 0)
    return float(same.mean()) if (same & (right != 0)).any() else 0.0


def _recognised(question: Question, answers: Sequence[np.ndarray]) -> list[Found]:
    cases = question.cases[: len(answers)]  # one number or array is asked for the first case only
    return recognise(question.pipeline, question.quantity, question.kind, cases, answers)


def _placed(
    question: Question, answers: Sequence[np.ndarray], wrong: Sequence[int], tries: int
) -> tuple[list[str], bool]:
    """Where an answer goes wrong, in words; and whether all that is wrong is rounding."""
    rounded = _rounded_away(question, answers[wrong[0]]) if question.answer.on_paper else None
    told = tr("Not right yet. ") + (rounded or _localised(question, answers, wrong))
    return [told, *question.hints[:tries]], rounded is not None


def _localised(question: Question, answers: Sequence[np.ndarray], wrong: Sequence[int]) -> str:
    """What is wrong on the first of these cases; where it is said of all numbers, it has to hold on all."""
    told = [localise(*right_on(question, question.cases[k]), answers[k]) for k in wrong]
    agreed = all(one == told[0] for one in told)
    return told[0] if agreed else next((one for one in told if one not in RELATIONS), told[0])


def _rounded_away(question: Question, answer: np.ndarray) -> str | None:
    return lost_digits(question.pipeline, question.quantity, question.kind, question.cases[0], answer)


def _offer_solution(question: Question, tries: int) -> list[str]:
    return (
        [tr('If you want to see the solution: check.solution("{question}")', question=question.name)]
        if tries >= 2
        else []
    )


def _ids(found: Sequence[Found]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(mistake.id for mistakes in found for mistake in mistakes))
