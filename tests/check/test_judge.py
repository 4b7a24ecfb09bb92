"""What a learner is told: a plain sentence for each way in which an answer can fail."""

import contextlib
import time

import numpy as np
import pytest
import sympy
from questions import all_questions, answer_from

from handprop.check import Exercise, Function, WrongAnswer, judge, load_questions
from handprop.check.answers.function import called
from handprop.check.judge import MISSING
from handprop.examples import get

QUESTIONS = {question.name: question for question in load_questions("06_by_hand")}
RIGHT = [1.616, -3.232, -0.404, 0.808, -0.606, -2.626]
step = answer_from("06_by_hand", QUESTIONS["exercise_2"])


def said(name, answer, tries=0):
    verdict = judge(QUESTIONS[name], answer, tries)
    assert not verdict.passed
    return str(verdict)


@pytest.mark.parametrize(
    "answer",
    [
        RIGHT,
        tuple(RIGHT),
        np.array(RIGHT),
        np.array(RIGHT, dtype=np.float32),
        np.array([RIGHT]),
        np.array(RIGHT)[:, None],
        [np.float64(number) for number in RIGHT],
        [sympy.Float(number) for number in RIGHT],
        [sympy.Rational(str(number)) for number in RIGHT],
        sympy.Matrix(RIGHT),
        sympy.Matrix([RIGHT]),
        [np.array(number) for number in RIGHT],
        [np.array([number]) for number in RIGHT],
        np.array(RIGHT).astype(complex),
        [round(number, 3) for number in RIGHT],
        [f"{number}".replace("-", "−") for number in RIGHT],
    ],
    ids=lambda answer: type(answer).__name__,
)
def test_a_right_answer_is_right_in_every_reasonable_form(answer):
    verdict = judge(QUESTIONS["exercise_1"], answer)
    assert verdict.passed, str(verdict)


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (None, "Not answered yet"),
        (..., "Not answered yet"),
        ([..., 1, 2, 3, 4, 5], "Not answered yet"),
        ([1, 2, 3], "3 numbers; 6 are asked for (w1, w2, w3, w4, w5, w6)"),
        (4.0, "1 number; 6 are asked for"),
        ("1.6 and -3.2", "This is text"),
        (
            [[RIGHT[0], RIGHT[1]], [RIGHT[2], RIGHT[3]], [RIGHT[4], RIGHT[5]]],
            "Your answer has the shape (3, 2)",
        ),
        ([1, 2, 3, 4, 5, "six"], "not a real number: six"),
        ([1, 2, 3, 4, 5, 1j], "not a real number"),
        ([1, 2, 3, 4, 5, float("nan")], "w6 is nan, which is not a finite number"),
        ([float("inf")] * 6, "w1 is inf"),
        ([10**400] * 6, "w1 is inf, which is not a finite number"),
        ([-(10**5000)] * 6, "w1 is inf"),
        ([[1, 2], [3, 4], [5, 6]], "shape (3, 2); the shape (6,) is asked for"),
        ([[1, 2], [3]], "rows of your answer have different lengths"),
        ({"w1": 1}, "a list of numbers in the order asked for"),
        (len, "This is a function; numbers are asked for"),
        ([True] * 6, "True or False"),
        (MISSING, "There is no exercise_1 yet. Run the cell with your answer first."),
        ([], "0 numbers; 6 are asked for"),
    ],
)
def test_what_cannot_be_compared_has_its_own_sentence(answer, sentence):
    assert sentence in said("exercise_1", answer)


def test_the_numbers_of_a_question_are_never_given_away():
    for answer in ([0.0] * 6, [-number for number in RIGHT], [2.5 * number for number in RIGHT], RIGHT[::-1]):
        text = said("exercise_1", answer, tries=5)
        assert not any(str(abs(number)) in text for number in RIGHT), text


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ([3 * number for number in RIGHT], "off by the same factor"),
        ([RIGHT[1], RIGHT[0], *RIGHT[2:]], "in the wrong places"),
        ([*RIGHT[:3], 5.0, *RIGHT[4:]], "5 of 6 numbers are right. Look again at w4"),
        (
            [1.0, 2.0, 3.0, 4.0, *RIGHT[4:]],
            "Right: the output layer (w5, w6). Not right yet: the hidden layer (w1 to w4).",
        ),
        (
            [*RIGHT[:4], 7.0, 8.0],
            "Right: the hidden layer (w1 to w4). Not right yet: the output layer (w5, w6).",
        ),
        ([7.0] * 6, "None of the 6 numbers is right yet"),
        (
            [1.6, *RIGHT[1:]],
            "You are close: keep more digits on the way, and give at least four. It concerns w1.",
        ),
        ([round(number, 2) for number in RIGHT], "You are close"),
    ],
)
def test_what_fits_no_known_mistake_is_localised(answer, sentence):
    assert sentence in said("exercise_1", answer)


def test_a_prediction_from_numbers_rounded_on_the_way_is_told_so():
    x, w = np.array([3.4, -0.55]), np.round([0.1644608, 0.4542784, 0.1, 0.7, 0.6174272, -0.2], 3)
    rough = np.maximum(0, [x @ w[:2], x @ w[2:4]]) @ w[4:]
    assert "keep more digits" in said("after_the_step", float(rough))


@pytest.mark.parametrize("factor", [1.007, 0.993, 1.0077777])
def test_what_rounding_does_not_explain_is_not_called_close(factor):
    assert "digits" not in said("exercise_1", [factor * number for number in RIGHT])
    assert "digits" not in said("exercise_2", lambda *given: factor * np.array(step(*given)))


def test_counts_and_shares_have_no_digits_to_keep():
    for lesson, name, answer in (
        ("09", "count_steps", 298),
        ("11", "fidelity", 0.706),
        ("11", "fidelity", 0.71),
    ):
        question = next(q for place, q in all_questions() if place[:2] == lesson and q.name == name)
        assert "digits" not in str(judge(question, answer))


def test_hints_get_stronger_and_end_in_the_offer_of_the_solution():
    adds = [w + 0.05 * g for w, g in zip([0.12, 0.33, 0.15, 0.09, 0.11, 0.12], np.ones(6), strict=True)]
    unknown = [said("exercise_2", lambda *_: adds, tries) for tries in range(3)]
    assert len(unknown[0]) < len(unknown[1]) < len(unknown[2])
    known = [said("exercise_1", [2 * number for number in RIGHT], tries) for tries in range(3)]
    assert "factor 2" in known[0]
    assert "belief" in known[1]
    assert "check.solution" in known[2]
    assert "check.solution" not in known[1]


def test_a_pair_of_mistakes_is_recognised():
    def adds_and_forgets_the_gate(x, y, w, learning_rate):
        z = np.array([x[0] * w[0] + x[1] * w[1], x[0] * w[2] + x[1] * w[3]])
        h = np.maximum(0, z)
        delta = h @ w[4:] - y
        gradient = [
            delta * w[4] * x[0],
            delta * w[4] * x[1],
            delta * w[5] * x[0],
            delta * w[5] * x[1],
            *(delta * h),
        ]
        return [a + learning_rate * b for a, b in zip(w, gradient, strict=True)]

    verdict = judge(QUESTIONS["exercise_2"], adds_and_forgets_the_gate)
    assert {"M01-ADD", "M33-NO-GATE"} <= set(verdict.mistakes)


class TestFurtherNumbers:
    """Target minus prediction, and an error without a sign, agree when the prediction is too low."""

    TOO_HIGH = (-0.784, 1.568, 0.196, -0.392, 0.294, 1.274)  # the gradients for the target -1

    @pytest.fixture
    def asked(self):
        check = Exercise("06_by_hand", list(QUESTIONS.values()))
        with pytest.raises(WrongAnswer, match="do the same with the target −1"):
            check("exercise_1", [-number for number in RIGHT])
        return check

    def test_the_numbers_are_the_right_ones_for_the_further_case(self):
        question = QUESTIONS["exercise_1"]
        assert question.kind.same(question.right(question.further), np.array(self.TOO_HIGH)).all()

    @pytest.mark.parametrize(("sign", "mistake"), [(-1, "M02-TARGET-MINUS"), (1, "M03-ABS-ERROR")])
    def test_they_tell_the_mistakes_apart(self, asked, sign, mistake):
        with pytest.raises(WrongAnswer) as caught:
            asked("exercise_1", further=[sign * number for number in self.TOO_HIGH])
        assert caught.value.verdict.mistakes == (mistake,)

    def test_numbers_that_fit_neither(self, asked):
        with pytest.raises(WrongAnswer, match="fit neither"):
            asked("exercise_1", further=[1.0] * 6)

    def test_they_never_pass_the_question(self, asked):
        with pytest.raises(WrongAnswer):
            asked("exercise_1", further=self.TOO_HIGH)

    def test_nothing_is_asked_where_one_mistake_fits(self):
        assert "do the same with" not in said("exercise_1", [2 * number for number in RIGHT])

    def test_nothing_is_asked_where_no_numbers_could_tell(self):
        drops_delta = [-0.8, 1.6, 0.2, -0.4, 0.3, 1.3]
        assert {"M14-SIGNED-LOSS", "M15-GRAD-OF-OUTPUT"} == set(
            judge(QUESTIONS["exercise_1"], drops_delta).mistakes
        )
        assert "do the same with" not in said("exercise_1", drops_delta)


class TestFunctions:
    def test_a_hard_coded_answer_fails_and_is_told_so(self):
        seed = get("seed")
        fixed = step([2, 3], 1, [0.12, 0.33, 0.15, 0.09, 0.11, 0.12], seed.learning_rate)
        assert "the same numbers whatever it is given" in said("exercise_2", lambda *_: fixed)

    def test_right_on_the_visible_numbers_only(self):
        def no_gate(x, y, w, learning_rate):
            h = np.array([x[0] * w[0] + x[1] * w[1], x[0] * w[2] + x[1] * w[3]])
            delta = np.maximum(h, 0) @ w[4:] - y
            gradient = [delta * w[4 + j] * x[i] for j in (0, 1) for i in (0, 1)] + list(
                delta * np.maximum(h, 0)
            )
            return [a - learning_rate * b for a, b in zip(w, gradient, strict=True)]

        text = said("exercise_2", no_gate)
        assert "forgets the derivative of ReLU" in text
        assert "It is right for the first numbers that it was tried on, not for others" in text

    def test_an_error_shows_the_learners_own_line_and_none_of_ours(self):
        def breaks(x, y, w, learning_rate):
            return w[7] * x

        text = said("exercise_2", breaks)
        assert "in the line `return w[7] * x`" in text
        assert "IndexError" in text
        assert "handprop" not in text

    @pytest.mark.parametrize("answer", [lambda x: x, lambda: 1])
    def test_wrong_arguments(self, answer):
        assert "cannot be called as it is asked for" in said("exercise_2", answer)

    def test_leaving_the_program_does_not_end_the_check(self):
        def leaves(x, y, w, learning_rate):
            raise SystemExit

        assert "SystemExit" in said("exercise_2", leaves)

    def test_an_endless_loop_is_stopped(self, monkeypatch):
        def endless(x, y, w, learning_rate):
            while True:
                with contextlib.suppress(Exception):
                    time.sleep(0.01)

        monkeypatch.setattr("handprop.border.call.call.__kwdefaults__", {"seconds": 0.3})
        assert "still running" in said("exercise_2", endless)

    def test_the_learner_gets_copies(self):
        def greedy(x, y, w, learning_rate):
            new = step(x, y, w, learning_rate)
            w[:] = [0.0] * 6
            x[:] = [0.0] * 2
            return new

        assert judge(QUESTIONS["exercise_2"], greedy).passed

    def test_nothing_is_printed_but_on_the_visible_case(self, capsys):
        def talks(x, y, w, learning_rate):
            print("here")
            return step(x, y, w, learning_rate)

        assert judge(QUESTIONS["exercise_2"], talks).passed
        assert capsys.readouterr().out == "here\n"

    @pytest.mark.parametrize(
        "form",
        [tuple, np.array, lambda w: np.array(w, dtype=np.float32), lambda w: np.array([w]), sympy.Matrix],
    )
    def test_the_return_value_may_have_any_reasonable_form(self, form):
        assert judge(QUESTIONS["exercise_2"], lambda *arguments: form(step(*arguments))).passed

    def test_a_forgotten_return_is_named(self):
        assert "is there a `return`?" in said("exercise_2", lambda *_: None)

    def test_a_slip_with_arrays_gets_advice(self):
        def compares(x, y, w, learning_rate):
            return max(0, np.array(w))

        assert "np.maximum" in said("exercise_2", compares)

    def test_arguments_of_any_form_can_be_shown(self):
        shown = called(QUESTIONS["exercise_2"], ([[1], [], [2, 3]], np.array([[1.0, 2.5]]), len, 0.123456))
        assert shown == "Called as exercise_2([[1], [], [2, 3]], np.array([[1.0, 2.5]]), f, 0.123456)"

    def test_numbers_instead_of_a_function(self):
        assert "exercise_2 is not a function" in said("exercise_2", [1, 2, 3])

    def test_a_function_that_returns_nothing_on_some_cases_only(self):
        def forgets(x, y, w, learning_rate):
            if x == [2, 3]:
                return step(x, y, w, learning_rate)
            return None

        assert "your function returns nothing" in said("exercise_2", forgets)


def test_checks_do_not_lean_on_the_engine_that_they_check(monkeypatch):
    """With a sign flipped in the engine, its own answer is refused and the right one still passes."""
    from handprop.network import Network

    def by_engine(x, y, w, learning_rate):
        net = Network({"W1": [[w[0], w[2]], [w[1], w[3]]], "W2": [[w[4]], [w[5]]]}, ["relu", "linear"])
        new = net.update(net.gradients(x, y), learning_rate).params
        return [*new["W1"].T.ravel(), *new["W2"].ravel()]

    assert judge(QUESTIONS["exercise_2"], by_engine).passed
    whole = Network.backward

    def flipped(self, values, target):
        return {name: -gradient for name, gradient in whole(self, values, target).items()}

    monkeypatch.setattr(Network, "backward", flipped)
    assert "adds the gradient" in said("exercise_2", by_engine)
    assert judge(QUESTIONS["exercise_2"], step).passed


class TestExercise:
    def test_a_wrong_answer_raises_without_a_traceback_of_ours(self):
        check = Exercise("06_by_hand", list(QUESTIONS.values()))
        with pytest.raises(WrongAnswer) as caught:
            check("exercise_1", [0.0] * 6)
        shown = "\n".join(caught.value._render_traceback_())
        assert shown.startswith("Not right yet")
        assert "Traceback" not in shown
        assert "File" not in shown

    def test_tries_are_counted_and_unfinished_answers_are_not(self):
        check = Exercise("06_by_hand", list(QUESTIONS.values()))
        texts = []
        for answer in ([0.0] * 6, None, [0.0] * 6, [0.0] * 6):
            with pytest.raises(WrongAnswer) as caught:
                check("exercise_1", answer)
            texts.append(str(caught.value))
        assert "check.solution" in texts[3]
        assert "check.solution" not in texts[2]

    def test_a_right_answer_returns_a_verdict_that_shows_itself(self):
        check = Exercise("06_by_hand", list(QUESTIONS.values()))
        verdict = check("exercise_1", RIGHT)
        assert repr(verdict) == f"✓ Right.\n{QUESTIONS['exercise_1'].insight}"
        assert "Right." in verdict._repr_html_()

    def test_the_solution_can_be_asked_for(self, capsys):
        check = Exercise("06_by_hand", list(QUESTIONS.values()))
        check.solution("exercise_2")
        assert "def exercise_2(x, y, w, learning_rate)" in capsys.readouterr().out

    def test_an_unknown_question_is_named(self):
        check = Exercise("06_by_hand", list(QUESTIONS.values()))
        with pytest.raises(ValueError, match="There is no question 'exercise_9' here; there are exercise_1"):
            check("exercise_9")

    def test_an_unknown_lesson_is_named(self):
        with pytest.raises(ValueError, match="There is no lesson '99_none' with questions"):
            load_questions("99_none")


def test_every_function_question_has_cases_with_closed_gates():
    for question in QUESTIONS.values():
        if isinstance(question.answer, Function):
            closed = [(question.pipeline.run(case).z <= 0).any() for case in question.cases]
            assert any(closed)
            assert not all(closed)
