"""Judging an answer: right, or which mistake it was."""

from __future__ import annotations

from handprop.border.read_numbers import Problem, Unfinished
from handprop.check.mistakes.recognise import recognise_shape
from handprop.check.question import Question
from handprop.check.verdict import Verdict
from handprop.language import tr

MISSING = object()
"""Stands for an answer that was never defined: its cell was not run, or it stopped with an error."""


def judge(question: Question, raw: object, tries: int = 0, seed: int | None = None) -> Verdict:
    """The verdict on an answer; `tries` earlier wrong ones make the hints stronger.

    A function is tried on random cases too: others every time, or with a `seed` always the same.
    """
    try:
        if raw is MISSING:
            raise Problem(
                tr(
                    "There is no {variable} yet. Run the cell with your answer first.",
                    variable=question.variable,
                )
            )
        return question.answer.judge(question, raw, tries, seed)
    except Unfinished as unfinished:
        return Verdict("unfinished", (str(unfinished) or _unfinished(question, raw),))
    except Problem as problem:
        return _judge_shape(question, problem, tries) or Verdict("problem", (str(problem),))


def _unfinished(question: Question, raw: object) -> str:
    if callable(raw):
        return tr(
            "Not answered yet: {variable} returns nothing. If it is written, is there a `return`?",
            variable=question.variable,
        )
    return tr("Not answered yet: {variable} still waits for your answer.", variable=question.variable)


def _judge_shape(question: Question, problem: Problem, tries: int) -> Verdict | None:
    """The verdict on numbers of a wrong shape, if a known mistake gives just these."""
    if problem.numbers is None or question.pipeline is None:  # a function: those of its first case
        return None
    found = recognise_shape(question.pipeline, question.quantity, question.cases[0], problem.numbers)
    if not found:
        return None
    # Only a kind with numbers finds that they have a wrong shape.
    told = (*question.answer.named(question, found, tries), str(problem))  # type: ignore[attr-defined]
    return Verdict("wrong", told, tuple(one.id for (one,) in found))
