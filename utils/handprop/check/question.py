"""A question, stated once: from it come the stub, the check, the solution and the test cell."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from handprop.check.answers.kind import Kind
from handprop.check.domain import Domain
from handprop.check.mistakes.calculation import Mistake, Pipeline, Values
from handprop.check.mistakes.wording import asked_only, filled, names_in
from handprop.check.variants.shuffle import reordered
from handprop.check.variants.vary import Fill, Vary
from handprop.course.counting import points
from handprop.course.words import Words

if TYPE_CHECKING:
    from handprop.check.answers.array import Array

Case = Mapping[str, Any]


@dataclass(frozen=True)
class Question:
    """One question of an exercise.

    Parameters
    ----------
    name : a Python name, unique in the exercise; also the name of the learner's variable.
    objective : the id of the lesson's objective that it assesses.
    points : for grading.
    answer : the kind of answer, from `handprop.check.answers`.
    solution : the solution, as code, or as a function whose source is the solution; a choice, a prediction
        and a text know theirs.
    stub : code that stands before the learner's answer; for a function it is made from the solution.
    pipeline, quantity : the calculation that the question is about, and what is asked for of it.
    cases : numbers to compute with; the first is the one that the learner sees.
    arguments : what the learner's function is called with, from a case.
    domain : all that the function may be called with; it is tried on cases drawn from there, beside `cases`.
    further, further_shown : other numbers for an answer that several mistakes fit, and how to name them.
    vary : the numbers of the question, and which others may be drawn; they stand in its words in braces.
    hints : what to say at the second and third try when no known mistake fits.
    parts : whether each number of the answer earns its share of the points in a class.
    insight : what there is to see in the right answer; said when it was given, so it may name it.
    title, ask : what the learner reads, in Markdown; like all words they come from exercise.md.
    memo : what does not depend on the learner, computed once for the question as it is; a copy starts anew.
    """

    name: str
    objective: str
    points: int
    answer: Kind
    solution: str | Callable[..., Any] = ""
    stub: str = ""
    # None where the kind of answer has no use for it, and then nothing asks for it.
    pipeline: Pipeline = None  # type: ignore[assignment]
    quantity: Callable[[Values], object] = None  # type: ignore[assignment]
    cases: Sequence[Case] = ()
    arguments: Callable[[Case], tuple[Any, ...]] = None  # type: ignore[assignment]
    domain: Domain = None  # type: ignore[assignment]
    further: Case | None = None
    further_shown: str = ""
    vary: Vary = None  # type: ignore[assignment]
    hints: tuple[str, ...] = field(default=())
    parts: bool = False
    insight: str = ""
    title: str = ""
    ask: str = ""
    template: tuple[Question, Words] = field(default=None, compare=False, repr=False)  # type: ignore[assignment]
    memo: dict[Any, Any] = field(init=False, default_factory=dict, repr=False, compare=False)

    def worded(self, words: Words) -> Question:
        """The same question with the words that exercise.md has for it."""
        return self._said(words, self._fill, (self, words))

    def drawn(self, drawn: Mapping[str, Any]) -> Question:
        """The same question with numbers, and an order of its options, that were drawn for somebody."""
        question, words = self.template
        order = drawn.get("order", ""), drawn.get("reasons", "")
        words = reordered(words, *order)
        question = replace(question, answer=question.answer.reordered(*order))
        if "numbers" not in drawn:
            return question._said(words, self._fill, self.template)
        numbers = drawn["numbers"]
        if question.cases:
            further = question.vary.further and question.vary.further(numbers)
            question = replace(question, cases=[question.vary.case(numbers)], further=further)
        return question._said(words, question.vary.words_of(numbers), self.template)

    @property
    def differs(self) -> bool:
        """Whether learners can get it with numbers, or an order, of their own."""
        return bool(self.vary) or self.answer.any_order

    @property
    def _fill(self) -> Fill:
        return self.vary.words_of(self.vary.numbers) if self.vary else Fill()

    def _said(self, words: Words, fill: Fill, template: tuple[Question, Words]) -> Question:
        words = words.mapped(fill)
        said = {name: getattr(words, name) for name in ("title", "ask", "insight", "hints", "further_shown")}
        asked = filled(asked_only(self.pipeline, self.quantity, self.cases), fill)
        asked = asked and asked.keeping(self.cases)
        solution = fill(self.solution) if isinstance(self.solution, str) else self.solution
        answer = self.answer.worded(words).filled(fill)
        return replace(self, answer=answer, pipeline=asked, solution=solution, template=template, **said)

    @property
    def names(self) -> set[str]:
        """The names that a learner of this question has met: those of its solution and of its words."""
        return names_in("\n".join((self.answer_source, self.title, self.ask, *self.hints)))

    @property
    def manual(self) -> bool:
        """Whether an instructor grades the answer by hand."""
        return self.answer.manual

    @property
    def kind(self) -> Array:
        """The kind of the values that are compared."""
        return self.answer.values

    @property
    def variable(self) -> str:
        """The name under which the learner's answer is found."""
        return self.answer.variable(self)

    def right(self, case: Case) -> Any:
        """The right answer for a case, from a calculation of the check's own."""
        return self.answer.right_for(self, case)

    def once(self, name: object, compute: Callable[[], Any]) -> Any:
        """What `compute` gives, from the memo if it was asked for before under this name."""
        if name not in self.memo:
            self.memo[name] = compute()
        return self.memo[name]

    def known(self, ids: Sequence[str]) -> list[Mistake]:
        """The mistakes of the question's pipeline that have these ids; it may have mistakes of its own."""
        mistakes = self.pipeline.mistakes if self.pipeline else ()
        return [mistake for mistake in mistakes if mistake.id in ids]

    @property
    def asked(self) -> str:
        """What the learner reads, below its heading, in Markdown."""
        return f"{self.heading}\n\n{self.ask.strip()}"

    @property
    def heading(self) -> str:
        """The title with the points, as a heading."""
        return f"## {self.title} ({points(self.points)})"

    @property
    def answer_source(self) -> str:
        """The code of the solution cell, with nbgrader's marks around what the learner writes."""
        return self.answer.cell(self)

    @property
    def solution_source(self) -> str:
        """The solution as code or text, without marks."""
        return self.answer.solution(self)

    @property
    def check_source(self) -> str:
        """The code of the cell that checks, and grades, the answer."""
        return f'check("{self.name}")'
