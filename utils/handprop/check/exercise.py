"""The check that a learner calls: `check = exercise("06_by_hand")`, then `check("exercise_1")`."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from handprop.check import onward, progress, stale
from handprop.check.judge import MISSING, judge
from handprop.check.mistakes.calculation import Mistake
from handprop.check.mistakes.settle import settle
from handprop.check.question import Question
from handprop.check.variants import given
from handprop.check.variants.draw import varied
from handprop.check.verdict import Verdict, WrongAnswer
from handprop.course.questions import load_questions
from handprop.language import tr


class Exercise:
    """The questions of a lesson, and how often each was tried in this session.

    With `me`, a learner's name or an empty text, the questions have the learner's own numbers.
    """

    def __init__(self, lesson: str, questions: list[Question], me: str | None = None):
        self.lesson, self._me = lesson, me
        self.questions = {question.name: question for question in questions}
        self._tries: Counter[str] = Counter()
        self._suspects: dict[str, list[Mistake]] = {}

    def __call__(self, name: str, *answer: object, further: object = MISSING) -> Verdict:
        """Check the answer to a question: the variable of that name in the notebook, or the one handed over.

        `further` is the answer for the other numbers that a check has asked for.

        Returns the verdict when the answer is right; raises `WrongAnswer` when it is not, `ValueError` when
        there is no such question.
        """
        question = self._question(name)
        if further is not MISSING:
            raise WrongAnswer(settle(question, further, self._suspects.get(name, ())))
        if not answer and stale.is_stale(question.variable):
            raise WrongAnswer(stale.verdict(question.variable))
        raw = answer[0] if answer else _answer_in_notebook(question)
        verdict = judge(question, raw, self._tries[name])
        progress.record(self.lesson, name, verdict, question.answer.remembered(raw))
        if verdict.passed:
            return onward.after(verdict, self.lesson, question, list(self.questions.values()))
        self._tries[name] += verdict.state == "wrong"
        self._suspects[name] = question.known(verdict.mistakes)
        _help(question, raw)
        raise WrongAnswer(_typeset(verdict))

    def ask(self, name: str) -> None:
        """Show a question with the learner's own numbers."""
        from IPython.display import Markdown, display

        display(Markdown(self._question(name).ask))

    def solution(self, name: str) -> None:
        """Print the solution of a question; progress remembers that it was looked up."""
        print(self._question(name).solution_source)
        progress.look_up(self.lesson, name)

    def _question(self, name: str) -> Question:
        if name not in self.questions:
            raise ValueError(
                tr(
                    "There is no question {name!r} here; there are {questions}.",
                    name=name,
                    questions=", ".join(self.questions),
                )
            )
        if self._me is not None:
            self._take_own_numbers()
        return self.questions[name]

    def _take_own_numbers(self) -> None:
        """Put the learner's numbers into the questions, once; raises WrongAnswer with what is missing."""
        try:
            drawn = given.mine(self.lesson, self._me or "")
        except given.NumbersFault as fault:
            raise WrongAnswer(Verdict("problem", (str(fault),))) from None
        self.questions = {one.name: one for one in varied(self.questions.values(), drawn)}
        self._me = None

    def __repr__(self) -> str:
        return tr(
            "The exercise of lesson {lesson}: {questions}",
            lesson=self.lesson,
            questions=", ".join(self.questions),
        )


def _help(question: Question, raw: object) -> None:
    """In a notebook, what helps with the next answer, above the verdict."""
    from IPython import get_ipython
    from IPython.display import display

    if get_ipython() is not None and (aid := question.answer.aid(question, raw)) is not None:
        display(aid)


def _typeset(verdict: Verdict) -> Verdict:
    """The verdict; in a notebook the formula is displayed above it, and no longer in its sentences."""
    from IPython import get_ipython
    from IPython.display import Math, display

    if verdict.formula is None or get_ipython() is None:
        return verdict
    text, latex = verdict.formula
    display(Math(tr("\\text{{Your formula was read as }}\\; {latex}", latex=latex)))
    return replace(verdict, sentences=tuple(one for one in verdict.sentences if f"read as {text}" not in one))


def exercise(lesson: str, me: str | None = None) -> Exercise:
    """The exercise of a lesson, by the name of the lesson's folder.

    With `me` it has the numbers of that learner, from the file `numbers.json` beside the notebook; an empty
    text is for whoever the file, or the hub, knows.
    """
    stale.watch()
    return Exercise(lesson, [one for one in load_questions(lesson) if not one.manual], me)


def _answer_in_notebook(question: Question) -> object:
    from IPython import get_ipython

    shell = get_ipython()
    return MISSING if shell is None else shell.user_ns.get(question.variable, MISSING)
