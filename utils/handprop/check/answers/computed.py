"""Answers that are numbers, for one case or for many: compared, and the mistake behind them recognised."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from handprop.check.answers.kind import Kind
from handprop.check.answers.on_the_way import another_number
from handprop.check.answers.part import by_a_part, has_relu
from handprop.check.mistakes.recognise import (
    RELATIONS,
    Found,
    localise,
    lost_digits,
    only_places,
    recognise,
    wrong_value,
)
from handprop.check.mistakes.settle import ask_further
from handprop.check.mistakes.wording import spoken
from handprop.check.verdict import Verdict
from handprop.language import tr

if TYPE_CHECKING:
    from handprop.check.answers.array import Array
    from handprop.check.mistakes.calculation import Mistake
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

    def compare(
        self, question: Question, answers: Sequence[np.ndarray], tries: int, name: bool = True
    ) -> Verdict:
        """The verdict on what came out on the first of the question's cases, or on all.

        Without `name` no mistake is looked for: there may be one that explains these cases, and not others.
        """
        wrong = [k for k, answer in enumerate(answers) if not is_right(question, k, answer)]
        if not wrong:
            return Verdict("right", (self.praise(len(answers)),))
        found = _recognised(question, answers) if name else []
        where = self.where(question, answers, wrong)
        if found:
            told = self.named(question, found, tries)
            kind, right = right_on(question, question.cases[wrong[0]])
            if len(found[0]) > 1 and (places := only_places(kind, right, answers[wrong[0]])):
                told.insert(1, places)
            told += [*_offer_solution(question, tries), *where]
        else:
            told, rounded = _placed(question, answers, wrong, tries, where)
            if self.on_paper and not rounded:
                part = by_a_part(question, question.cases[:1], answers) or another_number(
                    question, answers[0]
                )
                told[1:1] = [part] if part else []
            told += _offer_solution(question, tries)
        return Verdict("wrong", tuple(told), _ids(found), share_of(question, answers[0]))

    def named(self, question: Question, found: Sequence[Found], tries: int) -> list[str]:
        """Name the mistake and ask its question; then the belief; then the line of code."""
        # A mistake that does something else besides, which nobody has seen here, comes last.
        possible = sorted(found, key=lambda one: _beyond(question, one))[:2]
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


def _beyond(question: Question, found: Found) -> int:
    """How many of the steps that these mistakes change might stay as they are: the numbers would not tell."""
    case = question.cases[0]

    def value(*mistakes: Mistake) -> np.ndarray | None:
        return question.pipeline.value(question.quantity, case, *mistakes)

    def unseen(one: Mistake, name: str) -> bool:
        changes = {other: change for other, change in one.changes.items() if other != name}
        with np.errstate(all="ignore"):
            less, whole = value(replace(one, changes=changes)), value(one)
        return less is not None and whole is not None and np.array_equal(less, whole)

    if question.pipeline is None:
        return 0
    return sum(len(one.changes) > 1 and unseen(one, name) for one in found for name in one.changes)


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
    kind = question.kind.fitted(right).laid_out(case)
    return kind, right.reshape(kind.shape)


def kind_of(question: Question, k: int) -> Array:
    """The kind of the answer to case number `k`, in its size."""
    kind, _ = question.once(("right", k), lambda: right_on(question, question.cases[k]))
    return kind


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
    question: Question,
    answers: Sequence[np.ndarray],
    wrong: Sequence[int],
    tries: int,
    where: Sequence[str],
) -> tuple[list[str], bool]:
    """Where an answer goes wrong, in words, after what is known of it; and whether all of it is rounding."""
    rounded = _rounded_away(question, answers[wrong[0]]) if question.answer.on_paper else None
    placed = rounded or _localised(question, answers, wrong, bool(where))
    # In one breath with the case on which it goes wrong, if there is one.
    told = [*where[:-1], " ".join([*where[-1:], placed]).strip()]
    told[0] = tr("Not right yet. ") + told[0]
    return [*told, *question.hints[:tries]], rounded is not None


def _localised(question: Question, answers: Sequence[np.ndarray], wrong: Sequence[int], shown: bool) -> str:
    """What is wrong on the first of these cases; where it is said of all numbers, it has to hold on all.

    Where the learner is `shown` this case, nothing is said of another one.
    """
    told = [_on_case(question, answers, k) for k in wrong]
    if all(one == told[0] for one in told):
        return told[0]
    if shown:
        return "" if told[0].startswith(RELATIONS) else told[0]
    # Of several cases none is named, so the one on which most numbers are wrong says what is right; one in
    # which all should be 0, as where a target is met, says little.
    most = sorted(range(len(wrong)), key=lambda n: _how_telling(question, answers, wrong[n]), reverse=True)
    return next((told[n] for n in most if not told[n].startswith(RELATIONS)), told[0])


def _how_telling(question: Question, answers: Sequence[np.ndarray], k: int) -> tuple[bool, int]:
    """Whether a case has an answer that is not 0 throughout, and how many numbers are wrong there."""
    kind, right = right_on(question, question.cases[k])
    return bool(right.any()), int((~kind.same(right, answers[k])).sum())


def _on_case(question: Question, answers: Sequence[np.ndarray], k: int) -> str:
    kind, right = right_on(question, question.cases[k])
    return localise(kind, right, answers[k], gates=_has_gates(question), signed=_has_signs(question))


def _has_gates(question: Question) -> bool:
    """Whether a 0 in the right answer may come from a closed gate."""
    return question.once("gates", lambda: has_relu(question))


def _has_signs(question: Question) -> bool:
    """Whether some known mistake turns the sign of a single number: then a right one is worth a word."""

    def turned() -> bool:
        case, pipeline = question.cases[0], question.pipeline
        right = np.asarray(question.right(case), dtype=float)
        found = (pipeline.value(question.quantity, case, one) for one in pipeline.mistakes)
        return any(value is not None and value.size == 1 and value * right < 0 for value in found)

    return question.kind.shape == () and question.once("signs", turned)


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
