"""The questions of a lesson as grading needs them again and again."""

from __future__ import annotations

from functools import cache

from handprop.check import load_questions
from handprop.check.question import Question


@cache
def questions_of(lesson: str) -> tuple[Question, ...]:
    """The questions of a lesson, loaded once; raises Refused if there is no such lesson."""
    return tuple(load_questions(lesson))
