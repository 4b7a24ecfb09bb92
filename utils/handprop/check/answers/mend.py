"""The wrong line of a calculation, and what should stand there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from handprop.border.read_numbers import Problem, Unfinished, as_numbers, is_empty
from handprop.check.answers.array import BY_HAND, Array, Number
from handprop.check.answers.kind import Kind
from handprop.check.mistakes.calculation import Mistake, Pipeline, Values
from handprop.check.verdict import Verdict
from handprop.language import tr

if TYPE_CHECKING:
    from handprop.check.question import Case, Question

_FORM = tr(
    "Answer with two numbers: that of the line, and the one that should stand there, such as [2, 0.5]."
)


@dataclass(frozen=True)
class Mend(Kind):
    """A calculation in which one known mistake was made: its first wrong line, and the right number for it.

    Parameters
    ----------
    lines : what the numbered lines of the question say, each as a function of a run of the pipeline.
    slip : the mistake that was made.
    """

    lines: Sequence[Callable[[Values], float]]
    slip: Mistake

    values = Array(shape=(), names=(tr("Your number"),), tolerance=BY_HAND)
    on_paper = True

    def told(self, pipeline: Pipeline, case: Case) -> list[float]:
        """The numbers of the lines as the question gives them, with the mistake made."""
        run = pipeline.run(case, self.slip)
        return [float(line(run)) for line in self.lines]

    def compared(self, cases: Sequence[Case]) -> Sequence[Case]:
        """The first case alone, whose numbers the learner sees."""
        return cases[:1]

    def cell(self, question: Question) -> str:
        """Two numbers that wait, and the solution."""
        return super().cell(replace(question, stub=question.stub or f"{question.name} = [..., ...]"))

    def read(self, raw: object) -> tuple[int, np.ndarray]:
        """The number of the line, and the number for it; raises `Problem` or `Unfinished`."""
        if is_empty(raw) or (isinstance(raw, list | tuple) and raw and all(map(is_empty, raw))):
            raise Unfinished
        if isinstance(raw, list | tuple) and any(map(is_empty, raw)):
            raise Problem(tr("One of your two numbers is missing. {form}", form=_FORM))
        numbers = as_numbers(raw).ravel()
        if numbers.size != 2:
            raise Problem(_FORM)
        line, number = numbers
        if line not in range(1, len(self.lines) + 1):
            raise Problem(tr("There is no line {line:.6g}. {form}", line=line, form=_FORM))
        if not np.isfinite(number):
            raise Problem(tr("The number for the line is not finite. Look for a division by zero."))
        return int(line), np.asarray(number)

    def judge(self, question: Question, raw: object, tries: int, seed: int | None) -> Verdict:
        """Right where line and number are; else which of the two is not, and the mistake in the number."""
        line, number = self.read(raw)
        wrong, given = self._first(question), self.told(question.pipeline, question.cases[0])
        if line != wrong:
            told = (
                tr("Line {line} follows rightly from those above it. Look above it.", line=line)
                if line > wrong
                else tr("Line {line} is right. Look below it.", line=line)
            )
            return Verdict("wrong", (told, *question.hints[:tries]))
        share = 0.5 * question.parts
        kind = Number(tr("Your number"))
        if kind.same(np.asarray(given[wrong - 1]), number).all():
            told = tr(
                "It is line {line}. But this is the number that stands there already: what should it be?",
                line=line,
            )
            return Verdict("wrong", (told, self.slip.hint), share=share)
        verdict = kind.judge(replace(question, answer=kind, parts=False), number, tries, seed)
        if verdict.passed:
            return Verdict("right", (tr("Right, the line and its number."),))
        if not verdict.mistakes and (other := self._belongs(question, number)) is not None:
            told = tr(
                "It is line {line}. But your number is that of line {other}: what comes out in this one?",
                line=line,
                other=other,
            )
            return Verdict("wrong", (told, *question.hints[:tries]), share=share)
        first, *others = verdict.sentences
        told = tr("It is line {line}. {first}", line=line, first=first.removeprefix("Not right yet. "))
        return replace(verdict, sentences=(told, *others), share=share)

    def tells(self, mistake: Mistake) -> bool:
        """All but the mistake that is there already: it is given, so it says nothing about who repeats it."""
        return mistake != self.slip

    def _belongs(self, question: Question, number: np.ndarray) -> int | None:
        """Another line in which this number stands, or should stand."""
        right, given = (
            question.pipeline.run(question.cases[0]),
            self.told(question.pipeline, question.cases[0]),
        )
        wrong = self._first(question)
        for k, line in enumerate(self.lines, 1):
            for one in (float(line(right)), given[k - 1]):
                if k != wrong and self.values.same(np.asarray(one), number).all():
                    return k
        return None

    def _first(self, question: Question) -> int:
        """The number of the first wrong line."""
        right, case = question.pipeline.run(question.cases[0]), question.cases[0]
        pairs = zip(self.lines, self.told(question.pipeline, case), strict=True)
        same = (
            bool(self.values.same(np.asarray(line(right)), np.asarray(told)).all()) for line, told in pairs
        )
        return 1 + list(same).index(False)

    def right_for(self, question: Question, case: Case) -> float:
        """The right number for the wrong line."""
        return float(self.mended(question)(question.pipeline.run(case)))

    def mended(self, question: Question) -> Callable[[Values], float]:
        """The line that is wrong, as a function of a run."""
        return self.lines[self._first(question) - 1]
