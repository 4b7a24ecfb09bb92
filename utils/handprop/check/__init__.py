"""Checking answers: is it right, and if not, which mistake is it.

>>> from handprop.check import exercise
>>> check = exercise("06_by_hand")          # doctest: +SKIP
>>> check("exercise_1")                     # doctest: +SKIP
"""

from handprop.check.answers import (
    BY_HAND,
    COMPUTED,
    Array,
    BreakingTest,
    Choice,
    Derivation,
    Formula,
    Function,
    Match,
    Measure,
    Mend,
    Number,
    Order,
    Prediction,
    Sketch,
    Text,
)
from handprop.check.exercise import Exercise, exercise
from handprop.check.judge import judge
from handprop.check.progress_report import overview as course_progress
from handprop.check.question import Question
from handprop.check.verdict import Verdict, WrongAnswer
from handprop.course.questions import load_questions, questions_from

__all__ = [
    "BY_HAND",
    "COMPUTED",
    "Array",
    "BreakingTest",
    "Choice",
    "Derivation",
    "Exercise",
    "Formula",
    "Function",
    "Match",
    "Measure",
    "Mend",
    "Number",
    "Order",
    "Prediction",
    "Question",
    "Sketch",
    "Text",
    "Verdict",
    "WrongAnswer",
    "course_progress",
    "exercise",
    "judge",
    "load_questions",
    "questions_from",
]
