"""The test that breaks this code: it lets the right function pass and fails each of several wrong ones."""

import numpy as np
import pytest
from questions import all_questions, answer_from

from handprop.check import BreakingTest, judge

ALL = all_questions()
QUESTIONS = [
    pytest.param(lesson, question, id=f"{lesson[:2]}.{question.name}")
    for lesson, question in ALL
    if isinstance(question.answer, BreakingTest)
]
GRADIENT = next(question for _, question in ALL if question.name == "test_gradient")

HEAD = "def test_gradient(gradient):\n"
ONE_POINT = HEAD + "    assert np.allclose(gradient(2, 1, 0.5, -0.8), [2.88, -1.8])"


def made(source):
    """The function that a cell with this source leaves."""
    names = {"np": np}
    exec(compile(source, "<ipython-input-1>", "exec"), names)
    return names["test_gradient"]


def judged(source, **how):
    return judge(GRADIENT, made(source), **how)


def test_it_is_used_in_two_lessons():
    assert len({param.values[0] for param in QUESTIONS}) >= 2


@pytest.mark.parametrize(("lesson", "question"), QUESTIONS)
def test_the_solution_passes_in_any_order_of_the_functions(lesson, question):
    answer = answer_from(lesson, question)
    assert all(judge(question, answer, seed=seed).passed for seed in range(8))


@pytest.mark.parametrize(("lesson", "question"), QUESTIONS)
def test_there_are_several_wrong_functions_each_with_a_known_mistake(lesson, question):
    assert len(question.answer.mistakes) == len(question.known(question.answer.mistakes)) >= 5


@pytest.mark.parametrize(("lesson", "question"), QUESTIONS)
def test_each_wrong_function_comes_through_some_test_and_is_told(lesson, question):
    """A test that knows one mistake alone lets the others through, and says so."""
    count = len(question.answer.mistakes)
    for known in question.answer.mistakes:
        verdict = judge(question, tells(lesson, question, known))
        assert verdict.state == "wrong"
        assert f"1 of {count} wrong ones fail" in str(verdict)
        assert verdict.share == pytest.approx(1 / count)
        assert verdict.mistakes == ()


POINTS = {
    "03": [([1.5, 3], 1, [0.5, 0.4])],
    "08": [(2, 1, -0.5, 0.8), (1, 3, 0.7, 0.9), (2, -1, 0.5, -0.8), (2, 1, 0.5, -0.8), (3, 2, 1.1, -0.4)],
}


def tells(lesson, question, known):
    """A test that stops at the function with this mistake and at no other: it compares with that very one."""

    def given(point, *mistakes):
        case = question.answer.case(*point)
        return np.asarray(question.quantity(question.pipeline.run(case, *mistakes)))

    (mistake,) = question.known([known])
    others = [(one,) for one in question.known(question.answer.mistakes) if one is not mistake]
    point, wrong = next(
        (point, given(point, mistake))
        for point in POINTS[lesson[:2]]
        if not any(np.allclose(given(point, mistake), given(point, *other)) for other in [(), *others])
    )
    return lambda tested: not np.allclose(tested(*point), wrong)


def test_what_comes_through_is_named_with_what_would_show_it():
    verdict = judged(ONE_POINT)
    assert verdict.state == "wrong"
    assert "The right function passes, and" in str(verdict)
    assert "With which numbers" in str(verdict)


@pytest.mark.parametrize(
    ("body", "state", "said"),
    [
        ("pass", "unfinished", "Not answered yet: test_gradient never calls gradient"),
        ("return 3", "problem", "Let it say `assert ...`"),
        ("gradient(1, 2, 3, 4); return [1]", "problem", "Let it say `assert ...`"),
        ("gradient(1, 2)", "problem", "what it does not take: it is gradient(x, y, w1, w2)"),
        ("gradient('a', 2, [3], None)", "problem", "what it does not take"),
        ("assert False", "problem", "never calls gradient"),
        ("assert gradient(1, 2, 3, 4)[0] == 17", "wrong", "fails the right function too"),
        ("return gradient(1, 2, 3, 4)[0] == 17", "wrong", "fails the right function too"),
        ("[gradient(1, 2, 3, 4) for _ in range(30000)]", "problem", "a few are enough"),
        (
            "assert list(gradient(3, 1, 0.1, 0.7)) == list(np.array([-1.659, -0.237]) * 1)",
            "wrong",
            "right function",
        ),
    ],
)
def test_a_test_that_proves_nothing_is_told_why(body, state, said):
    verdict = judged(f"{HEAD}    {body}")
    assert verdict.state == state, str(verdict)
    assert said in str(verdict)
    assert verdict.share == 0


def test_exactly_equal_is_too_much_to_ask():
    body = "    x, y, w1, w2 = 3, 1, 0.1, 0.7\n    e = w2 * w1 * x - y\n"
    verdict = judged(
        HEAD + body + "    assert list(gradient(x, y, w1, w2)) == list(gradient(x, y, w1, w2) * 1.0)"
    )
    assert verdict.state == "wrong"  # it passes everything
    exact = body + "    right = [-0.79 * 0.7 * 3, -0.79 * 0.1 * 3]\n"
    verdict = judged(HEAD + exact + "    assert max(abs(gradient(x, y, w1, w2) - right)) < 1e-14")
    assert "last digit" in str(verdict) or "right function" in str(verdict)


def test_whoever_counts_calls_instead_of_looking_is_not_believed():
    source = (
        f"count = 0\n{HEAD}    global count\n    count += 1\n    gradient(1, 2, 3, 4)\n    assert count < 3"
    )
    outcomes = {judge(GRADIENT, made(source), seed=seed).state for seed in range(20)}
    assert outcomes == {"wrong"}


@pytest.mark.parametrize("raw", [3, "assert True", [1], {}])
def test_what_is_no_function_is_told_in_one_sentence(raw):
    verdict = judge(GRADIENT, raw)
    assert verdict.state == "problem"
    assert len(verdict.sentences) == 1


@pytest.mark.parametrize("raw", [..., None])
def test_nothing_yet_is_unfinished(raw):
    assert judge(GRADIENT, raw).state == "unfinished"
