"""What the points of an exercise are given for: for what learners derive and write, rather than choose."""

import pytest
from questions import all_questions

from handprop.check import BreakingTest, Derivation, Formula, Function, HeldOut, Mend

MADE = (Function, Formula, Derivation, BreakingTest, HeldOut, Mend)
QUESTIONS = all_questions()
LATER = sorted({lesson for lesson, _ in QUESTIONS if lesson >= "03"})
BOTH = ("05", "06", "07", "09", "10", "12")


@pytest.mark.parametrize("lesson", LATER)
def test_at_least_half_of_the_points_come_from_what_is_derived_or_written(lesson):
    asked = [question for name, question in QUESTIONS if name == lesson]
    made = sum(question.points for question in asked if isinstance(question.answer, MADE))
    assert made >= sum(question.points for question in asked) / 2


@pytest.mark.parametrize("number", BOTH)
def test_each_of_these_asks_for_a_derivation_and_for_a_function(number):
    kinds = {type(question.answer) for lesson, question in QUESTIONS if lesson.startswith(number)}
    assert {Derivation, Function} <= kinds
