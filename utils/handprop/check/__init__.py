"""Checking answers: is it right, and if not, which mistake is it.

>>> from handprop.check import exercise
>>> check = exercise("06_by_hand")          # doctest: +SKIP
>>> check("exercise_1")                     # doctest: +SKIP
"""

from handprop.check import answers
from handprop.check.answers import *  # noqa: F403  # every kind that there is
from handprop.check.exercise import Exercise, exercise
from handprop.check.judge import judge
from handprop.check.progress_report import overview as course_progress
from handprop.check.question import Question
from handprop.check.verdict import Verdict, WrongAnswer
from handprop.course.questions import load_questions, questions_from

__all__ = [
    "Exercise",
    "Question",
    "Verdict",
    "WrongAnswer",
    "course_progress",
    "exercise",
    "judge",
    "load_questions",
    "questions_from",
]
__all__ += answers.__all__
