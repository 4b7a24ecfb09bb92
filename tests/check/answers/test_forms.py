"""The right answer in every reasonable form is right, for every kind of question; a changed one never is."""

import itertools
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import partial

import numpy as np
import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from handprop.check import Array, Choice, Number, Question, judge, load_questions
from handprop.check.cases import random_case
from handprop.check.mistakes import RELU_STEP

QUESTIONS = {question.name: question for question in load_questions("06_by_hand")}
STEP = QUESTIONS["exercise_2"]
solution = STEP.solution

NUMBER = QUESTIONS["after_the_step"]
VALUE = float(NUMBER.right(NUMBER.cases[0]))


@pytest.mark.parametrize(
    "answer",
    [
        VALUE,
        np.float64(VALUE),
        np.float32(VALUE),
        np.array(VALUE),
        np.array([VALUE]),
        np.array([[VALUE]]),
        [VALUE],
        (VALUE,),
        [[VALUE]],
        round(VALUE, 4),
        sympy.Float(VALUE),
        sympy.Rational(str(VALUE)),
        sympy.Matrix([VALUE]),
        Fraction(VALUE),
        Decimal(VALUE),
        complex(VALUE, 0),
        np.longdouble(VALUE),
    ],
    ids=lambda answer: f"{type(answer).__name__}-{answer}",
)
def test_a_number(answer):
    verdict = judge(NUMBER, answer)
    assert verdict.passed, str(verdict)


def test_a_decimal_comma_gets_a_sentence_about_the_point():
    for answer in ("0,1234", (0, 1234), [0, 1234]):
        assert "point" in str(judge(NUMBER, answer)), answer
    assert "point" in str(judge(QUESTIONS["exercise_1"], [0, 12] * 6))


def test_what_can_be_read_only_once_is_told_so_when_it_is_empty():
    used = map(float, [VALUE])
    assert judge(NUMBER, used).passed
    assert "list(...)" in str(judge(NUMBER, used))
    assert "without an end" in str(judge(NUMBER, itertools.count()))


def test_exactly_zero_may_be_noise_of_floats_and_nothing_else():
    kind = Array((3,))
    assert kind.same(np.zeros(3), np.array([1e-17, -3e-16, 0.0])).all()
    assert not kind.same(np.zeros(3), np.array([1e-9, 0.0, 0.0])).all()
    assert kind.same(np.array([0.0, 1.0, 2.0]), np.array([1e-17, 1.0, 2.0])).all()


WITH_REASON = Question(
    name="why",
    title="",
    ask="",
    objective="06.1",
    points=1,
    answer=Choice(
        options={"a": "", "b": "", "c": ""},
        right="b",
        replies={"a": "", "c": ""},
        reasons={"1": "", "2": "", "3": ""},
        right_reason="2",
    ),
)


@pytest.mark.parametrize(
    "answer", ["b2", "B2", "b 2", " b2 ", "b-2", "(b) 2", "b) 2", "b.2", "B, 2", ("b", 2), ["b", "2"], "b2\n"]
)
def test_a_choice_with_a_reason(answer):
    assert judge(WITH_REASON, answer).passed


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        ("b1", "wrong"),
        ("a2", "wrong"),
        ("b", "problem"),
        ("2", "problem"),
        ("d2", "problem"),
        ("b4", "problem"),
        (2, "problem"),
        ("b22", "problem"),
    ],
)
def test_other_choices_with_a_reason(answer, state):
    assert judge(WITH_REASON, answer).state == state


@pytest.mark.parametrize(
    "answer",
    [
        *("d", "D", " d ", "(d)", "d)", "d.", ["d"], ("d",), "d\n", "\td", "[d]", '"d"', "'D'", "ｄ"),
        *("Answer: d", "answer = d", "my answer is (d).", "option d", "d) those of w3, w4 and w6"),
        *("Those of w3, w4 and w6", "(d) those of w3, w4"),
    ],
)
def test_a_choice(answer):
    assert judge(QUESTIONS["closed_gate"], answer).passed


@pytest.mark.parametrize("answer", ["c) those of w3, w4 and w6", "those of w3", "Answer: e", "d or c"])
def test_what_names_no_option_for_sure_is_a_problem(answer):
    assert "There is no option" in str(judge(QUESTIONS["closed_gate"], answer))


def by_matrices(x, y, w, learning_rate):
    """The same step written with arrays: other sums, in another order, in place."""
    x, w = np.asarray(x, dtype=float), np.array(w, dtype=float)
    W1, W2 = w[:4].reshape(2, 2).T, w[4:]
    z = x @ W1
    h = np.where(z > 0, z, 0)
    error = np.dot(W2, h) - y
    dz = error * W2 * np.heaviside(z, 0)
    w[:4] -= learning_rate * np.outer(x, dz).T.ravel()
    w[4:] -= learning_rate * error * h
    return w


def by_nudges(x, y, w, learning_rate):
    """The same step from central differences."""
    w = np.array(w, dtype=float)

    def loss(w):
        h = np.maximum(0, [x[0] * w[0] + x[1] * w[1], x[0] * w[2] + x[1] * w[3]])
        return (h @ w[4:] - y) ** 2 / 2

    nudges = 1e-5 * np.eye(6)
    return w - learning_rate * np.array([(loss(w + n) - loss(w - n)) / 2e-5 for n in nudges])


def by_single_precision(x, y, w, learning_rate):
    x, w = np.array(x, dtype=np.float32), np.array(w, dtype=np.float32)
    return by_matrices(x, np.float32(y), w, np.float32(learning_rate)).astype(np.float32)


def by_sympy(x, y, w, learning_rate):
    names = sympy.symbols("w1:7")
    h = [sympy.Max(0, x[0] * names[0] + x[1] * names[1]), sympy.Max(0, x[0] * names[2] + x[1] * names[3])]
    loss = (h[0] * names[4] + h[1] * names[5] - y) ** 2 / 2
    here = dict(zip(names, w, strict=True))
    return [a - learning_rate * sympy.diff(loss, name).subs(here) for name, a in here.items()]


class AsObject:
    def __call__(self, x, y, w, learning_rate):
        return solution(x, y, w, learning_rate)


@pytest.mark.parametrize(
    "answer",
    [
        solution,
        by_matrices,
        by_nudges,
        by_single_precision,
        by_sympy,
        AsObject(),
        partial(solution),
        lambda *arguments: solution(*arguments),
        lambda x, y, w, learning_rate: tuple(solution(x, y, w, learning_rate)),
        lambda x, y, w, rate: np.array(solution(x, y, w, rate)).reshape(6, 1),
        lambda x, y, w, rate: np.array([solution(x, y, w, rate)]),
        lambda x, y, w, rate: [np.array(number) for number in solution(x, y, w, rate)],
        lambda x, y, w, rate: sympy.Matrix(solution(x, y, w, rate)),
        lambda a, b, c, d: (number for number in [solution(a, b, c, d)]).__next__(),
    ],
)
def test_a_function(answer):
    verdict = judge(STEP, answer)
    assert verdict.passed, str(verdict)


def many_cases(count):
    gates = [(), (0,), (1,), (0, 1)]
    return [random_case(10_000 + seed, closed=gates[seed % 4]) for seed in range(count)]


def test_a_right_function_written_differently_never_fails():
    verdict = judge(replace(STEP, cases=many_cases(3_000)), by_matrices)
    assert verdict.passed, str(verdict)


@settings(max_examples=30)  # the slow tests of right answers try thousands
@given(
    case=st.integers(0, 10**6),
    entry=st.integers(0, 5),
    size=st.floats(2e-4, 3),
    sign=st.sampled_from([-1, 1]),
)
def test_a_function_that_is_off_in_one_weight_never_passes(case, entry, size, sign):
    def off(*arguments):
        new = solution(*arguments)
        new[entry] += sign * size * max(np.abs(new))
        return new

    assert not judge(replace(STEP, cases=[random_case(case)]), off).passed


@given(
    shape=st.sampled_from([(), (3,), (2, 3), (3, 2), (4, 1)]),
    seed=st.integers(0, 10**6),
    scale=st.floats(-12, 12),
)
def test_any_array_accepts_itself_and_no_neighbour(shape, seed, scale):
    rng = np.random.default_rng(seed)
    right = np.asarray(rng.normal(size=shape) * 10**scale)
    kind = Array(shape)
    assert kind.same(right, kind.read(right.tolist())).all()
    changed = right.copy()
    where = tuple(rng.integers(n) for n in shape)
    changed[where] += rng.choice([-1, 1]) * 1e-4 * np.abs(right).max()
    assert not kind.same(right, changed).all()


def test_a_table_is_not_reordered_to_fit():
    kind = Array((2, 3))
    question = Question(
        "q",
        "06.1",
        1,
        kind,
        pipeline=RELU_STEP,
        quantity=lambda v: np.outer(v.x, [1, 2, 3]),
        cases=[random_case(1)],
    )
    right = np.asarray(question.right(question.cases[0]))
    assert judge(question, right).passed
    assert "shape" in str(judge(question, right.T))
    assert not judge(question, right.ravel()).passed


def test_the_number_kind_is_as_tolerant_as_four_digits_need():
    kind = Number()
    for value in (1.23456789, 0.00096543, 98765.4, -0.175186):
        assert kind.same(np.array(value), kind.read(float(f"{value:.4g}"))).all()
        assert not kind.same(np.array(value), kind.read(float(f"{value:.2g}"))).all()
