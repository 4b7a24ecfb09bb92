"""What a kind of answer has to know; nothing outside of `answers/` asks which kind a question has."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from handprop.check.verdict import Verdict
from handprop.course.words import Words
from handprop.language import tr

if TYPE_CHECKING:
    from handprop.check.mistakes.calculation import Mistake
    from handprop.check.question import Case, Question
    from handprop.check.variants.stream import Stream


class Kind:
    """A kind of answer; each one is a subclass in a file of its own.

    `always_the_same`: why a question of this kind is the same for everybody.  `manual`: an instructor grades
    it by hand.  `one_guess`: a second try would be a guess, so the last check of a notebook counts.
    `any_order`: what is asked has parts that may come in any order, so that `shuffled` gives another one.
    `fails_by_itself`: a problem with the answer is the answer's own, and asking again later will not help.
    `on_paper`: whether numbers may have been worked out by hand, and rounded on the way.
    `line_by_line`: whether each of the values is judged alone, so that one of them has to tell two mistakes
    apart.  `aside`: a line below what is asked, of a help that only a notebook of the course has.
    """

    manual = False
    on_paper = False
    always_the_same = tr("its numbers are not drawn yet: it has no `vary`.")
    one_guess = False
    any_order = False
    fails_by_itself = False
    line_by_line = False
    aside = ""

    def worded(self, words: Words) -> Kind:
        """The same kind of answer with what exercise.md says of it."""
        return self

    def filled(self, fill: Callable[[str], str]) -> Kind:
        """The same kind with a question's numbers in its own names."""
        return self

    def shuffled(self, stream: Stream) -> Mapping[str, str]:
        """Another order of what may come in any order, as `Question.drawn` takes it; empty for none.

        A kind that gives one says so in `any_order`.
        """
        return {}

    def readable(self) -> Mapping[str, object]:
        """What must be known to read an answer, and says nothing of the right one; as JSON."""
        return {"kind": "words"}

    def takes(self, drawn: Mapping[str, Any]) -> bool:
        """Whether an order that was once drawn still fits; where there is none, it does."""
        return "order" not in drawn

    def reordered(self, order: str, reasons: str = "") -> Kind:
        """The same kind with its options, and its numbered ones, in this order."""
        return self

    def in_course(self, sentence: str) -> str:
        """A sentence about an option, with the letter that the option has in the course."""
        return sentence

    @property
    def values(self) -> Any:
        """The kind of the values that are compared."""
        return self

    def judge(self, question: Question, raw: object, tries: int, seed: int | None) -> Verdict:
        """The verdict on an answer; raises `Problem` or `Unfinished` where it cannot be compared.

        `seed` is that of random cases; None for others every time.
        """
        raise NotImplementedError

    def right_for(self, question: Question, case: Case) -> Any:
        """The right answer for a case, from a calculation of the check's own."""
        if question.pipeline.keeps(case):
            return question.quantity(question.pipeline.right(case))
        if not question.once("asked alone", lambda: _can_be_asked_alone(question)):
            return question.quantity(question.pipeline.run(case))
        with np.errstate(all="ignore"):
            return question.quantity(question.pipeline.asked(case))

    def compared(self, cases: Sequence[Case]) -> Sequence[Case]:
        """Those of a question's cases on which numbers are compared."""
        return ()

    def tells(self, mistake: Mistake) -> bool:
        """Whether a mistake that shows in the values is told from them."""
        return True

    def chosen(self) -> Iterable[tuple[str, str]]:
        """Answers that show a mistake of the bank, each with its id; for kinds without numbers."""
        return ()

    def variable(self, question: Question) -> str:
        """The name under which the learner's answer is found."""
        return question.name

    def solution(self, question: Question) -> str:
        """The solution as code or text, without marks."""
        if callable(question.solution):
            return textwrap.dedent(inspect.getsource(question.solution)).strip()
        return textwrap.dedent(question.solution).strip()

    def cell(self, question: Question) -> str:
        """The code of the solution cell, with nbgrader's marks around what the learner writes."""
        if callable(question.solution):
            return _marked_function(question.solution)
        stub = question.stub or f"{self.variable(question)} = ..."
        return "\n".join([stub, *marked(self.solution(question))])

    def aid(self, question: Question, raw: object) -> object:
        """What a notebook shows beside a verdict to help with the next answer; None for nothing."""
        return None

    def remembered(self, raw: object) -> str | None:
        """What progress keeps of an answer, beside its outcome."""
        return None

    def slip_said_by(self, sentence: str) -> str:
        """What went wrong, for an instructor, from the first sentence that the learner was told."""
        return sentence


def _can_be_asked_alone(question: Question) -> bool:
    """Whether what is asked for comes out the same where no other stage of the calculation was computed."""
    with np.errstate(all="ignore"):
        try:
            alone = [question.quantity(question.pipeline.asked(case)) for case in question.cases]
        except (AttributeError, KeyError, TypeError):
            return False
    whole = [question.quantity(question.pipeline.run(case)) for case in question.cases]
    return all(np.array_equal(a, b, equal_nan=True) for a, b in zip(alone, whole, strict=True))  # type: ignore


def listed(words: Sequence[str]) -> str:
    """Words one after the other, with an "and" before the last."""
    return tr(" and ").join(filter(None, (", ".join(words[:-1]), words[-1])))


def marked(source: str, indent: str = "") -> list[str]:
    """Lines between nbgrader's marks."""
    return [f"{indent}### BEGIN SOLUTION", source, f"{indent}### END SOLUTION"]


def _marked_function(function: Callable[..., Any]) -> str:
    """The source of a function (it has a docstring), the rest of its body between nbgrader's marks."""
    source = textwrap.dedent(inspect.getsource(function)).rstrip()
    lines = source.splitlines()
    start = ast.parse(source).body[0].body[0].end_lineno  # type: ignore[attr-defined]  # the last line of the docstring
    return "\n".join([*lines[:start], *marked("\n".join(lines[start:]), "    ")])
