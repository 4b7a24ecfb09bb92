"""Partial credit: five of six gradients are not nothing, and no point comes from an empty answer."""

import nbformat
import numpy as np
import pytest
from classroom import LESSON, hand_in
from nbgrader.utils import determine_grade

from handprop.check import Array, load_questions
from handprop.check.judge import judge
from handprop.course import lessons
from handprop.grade.intake.submission import Submission
from handprop.grade.notebooks import outputs
from handprop.grade.workers.this_machine import grade_one

WITH_PARTS = [
    pytest.param(question, id=f"{lesson}-{question.name}")
    for lesson in lessons.lessons()
    for question in load_questions(lesson)
    if question.parts and type(question.answer) is Array
]


def right_numbers(question):
    return np.asarray(question.right(question.cases[0]), dtype=float).reshape(question.answer.shape)


@pytest.mark.parametrize("question", WITH_PARTS)
def test_each_right_number_earns_its_share(question):
    right = right_numbers(question)
    for k in range(right.size):
        wrong = right.copy()
        wrong.flat[k] += 7.25
        verdict = judge(question, wrong.tolist())
        proof = any(right.flat[i] != 0 for i in range(right.size) if i != k)
        assert verdict.state == "wrong"
        assert verdict.earned == pytest.approx((right.size - 1) / right.size if proof else 0)


@pytest.mark.parametrize("question", WITH_PARTS)
def test_what_shows_no_work_earns_nothing(question):
    right = right_numbers(question)
    guesses = [np.zeros_like(right), *(np.full_like(right, number) for number in np.unique(right))]
    wrong_shape = [np.append(right.ravel(), 1.0), right.ravel()[:-1]]
    for guess in [*guesses, *wrong_shape, ...]:
        raw = guess if guess is ... else guess.tolist()
        assert judge(question, raw).earned == 0, guess


@pytest.mark.parametrize("question", WITH_PARTS)
def test_noughts_that_were_left_standing_earn_nothing(question):
    right = right_numbers(question)
    first = int(np.flatnonzero(right)[0])
    answer = np.zeros_like(right)
    answer.flat[first] = right.flat[first]
    assert judge(question, answer.tolist()).earned == pytest.approx(1 / right.size)


def test_other_questions_count_as_a_whole():
    question = next(one for one in load_questions("01_forward_pass") if one.name == "shapes")
    right = right_numbers(question)
    right[0] += 1
    assert judge(question, right.tolist()).earned == 0


def test_a_submission_with_five_of_six_gradients(tmp_path):
    six = "exercise_1 = [1.616, -3.232, -0.404, 0.808, -0.606, 99]"
    path = hand_in(tmp_path / "ada.ipynb", {"exercise_1": six})
    result = grade_one(Submission("ada", LESSON, path))
    first = result.questions[0]
    assert (first.name, first.state) == ("exercise_1", "wrong")
    assert first.score == pytest.approx(2 * 5 / 6)
    told = nbformat.from_dict({"cell_type": "code", "source": "", "outputs": outputs.verdict(first)})
    told.metadata = {"nbgrader": {"grade": True, "solution": False, "points": 2, "grade_id": "x"}}
    assert determine_grade(told)[0] == pytest.approx(2 * 5 / 6)
