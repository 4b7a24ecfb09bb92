"""A function of the learner's."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from handprop.border import call
from handprop.border.read_numbers import Problem, Unfinished, is_empty
from handprop.check.answers.array import Array
from handprop.check.answers.computed import Computed, is_right
from handprop.check.verdict import Verdict

if TYPE_CHECKING:
    from handprop.check.question import Case, Question


@dataclass(frozen=True)
class Function(Computed):
    """A Python function of the learner's, called with the arguments of each case.

    Parameters
    ----------
    name : the name that the learner's function has.
    returns : the kind of what it returns.
    """

    name: str
    returns: Array

    fails_by_itself = True
    which_line = " Which line of yours does that?"

    @property
    def values(self) -> Array:
        """The kind of what the function returns."""
        return self.returns

    def variable(self, question: Question) -> str:
        """The name of the function."""
        return self.name

    def compared(self, cases: Sequence[Case]) -> Sequence[Case]:
        """All of them."""
        return cases

    def outcomes(self, question: Question, raw: object) -> list[np.ndarray]:
        """What the learner's function returns on every case, read as the kind that is asked for."""
        if is_empty(raw):
            raise Unfinished
        if not isinstance(raw, call.Watched):
            raise Problem(f"{self.name} is not a function. Write it with `def {self.name}(...):`.")
        answers: list[np.ndarray] = []
        for k in range(len(question.cases)):
            try:
                answers.append(_call_on_case(question, raw, k))
            except Problem:
                # A wrong answer on an earlier case says more than, say, a division by zero on this one.
                if all(is_right(question, j, answer) for j, answer in enumerate(answers)):
                    raise
                break
        return answers

    def judge(self, question: Question, raw: object, tries: int) -> Verdict:
        """As any numbers; a function that changes what it is given is told so."""
        if not callable(raw):
            return super().judge(question, raw, tries)
        watched = call.Watched(raw)
        verdict = super().judge(question, watched, tries)
        return replace(verdict, sentences=(*verdict.sentences, *_overwritten(question, watched.changed)))

    def praise(self, cases: int) -> str:
        """Right, and on how many cases."""
        return f"Right, on all {cases} cases."

    def where(self, question: Question, answers: Sequence[np.ndarray], wrong: Sequence[int]) -> list[str]:
        """On which numbers it goes wrong, when it is right on those that the learner sees."""
        if wrong[0] == 0:
            return []
        if all(np.array_equal(answers[0], answer) for answer in answers[1:]):
            return [
                "Your function returns the same numbers whatever it is given. "
                "Compute them from its arguments."
            ]
        return [
            "It is right for the first numbers that it was tried on, not for others. "
            + f"{called(question, question.arguments(question.cases[wrong[0]]))} it goes wrong."
        ]


def _overwritten(question: Question, changed: set[int]) -> list[str]:
    if not changed:
        return []
    names = list(inspect.signature(question.solution).parameters)
    listed = " and ".join(names[k] for k in sorted(changed))
    return [
        f"By the way: your function changes {listed}, which it was given, so whoever calls it loses the old "
        "numbers. A copy, np.array(...), leaves them as they are."
    ]


def _call_on_case(question: Question, function: Callable, k: int) -> np.ndarray:
    arguments = question.arguments(question.cases[k])
    try:
        return question.kind.read(call.call(function, arguments, quiet=k > 0))
    except Unfinished:
        if k == 0:
            raise
        raise Problem(f"{called(question, arguments)}, your function returns nothing.") from None
    except Problem as problem:
        if k == 0:
            raise
        raise Problem(f"{called(question, arguments)}: {problem}") from None


def called(question: Question, arguments: tuple) -> str:
    """A call of the learner's function, in words that open a sentence."""
    shown = ", ".join(_short(argument) for argument in arguments)
    return f"Called as {question.variable}({shown})"


def _short(value: object) -> str:
    if callable(value):
        return "f"
    if isinstance(value, list | tuple):  # rows may differ in length
        return f"[{', '.join(map(_short, value))}]"
    return np.array2string(np.asarray(value), precision=4, separator=", ").replace("\n", "")
