"""A formula that is right but for its brackets is told so; one that lacks more is not."""

import pytest
from questions import all_questions

from handprop.check import judge

QUESTIONS = {f"{lesson[:2]}.{one.name}": one for lesson, one in all_questions()}
BARS = "Only the bars are wrong."
SENTENCE = "Only the brackets are wrong."


@pytest.mark.parametrize(
    ("asked", "formula"),
    [
        ("15.through_time", "(h2 - y) * (1 - h2**2) * (x2 + w * 1 - h1**2 * x1)"),
        ("15.through_time", "(h2 - y) * (1 - h2**2) * x2 + w * (1 - h1**2) * x1"),
        ("15.through_time", "h2 - y * (1 - h2**2) * (x2 + w * (1 - h1**2) * x1)"),
        ("16.query_slope", "p1 * p2 * (k1 - k2) * v1 - v2"),
        ("16.query_slope", "p1 * p2 * (k1 - k2 * (v1 - v2))"),
        ("16.query_slope", "p1 * (p2 * k1 - k2) * (v1 - v2)"),
        ("16.query_slope", "p1 * p2 * k1 - k2 * v1 - v2"),
        ("04.border", "factor = (1 - lr * x)**2"),
        ("04.border", "new_w = (w - lr) * error * x"),
        ("05.path", "dyhat/dz2 = yhat * 1 - yhat"),
        ("05.path", "dL/db1 = yhat - y * yhat * (1 - yhat) * w2 * h * (1 - h)"),
        ("10.softmax_by_hand", "dp1/ds1 = p1 * 1 - p1"),
        ("12.circuit", "df/dx = z / (x - (x + y)) * z / x**2"),
        ("12.circuit", "df/dx = z / x - x + y * z / x**2"),
    ],
)
def test_only_the_brackets_are_wrong(asked, formula):
    verdict = judge(QUESTIONS[asked], formula)
    assert (verdict.state, SENTENCE in str(verdict)) == ("wrong", True)


@pytest.mark.parametrize(
    ("asked", "formula", "only_bars"),
    [
        ("04.border", "factor = |1 - lr * x^2|", True),
        ("06.formula", "abs(delta * w6 * x2)", True),
        ("04.border", "factor = |1 - lr * x|", False),
        ("04.border", "new_w = w - lr * |error| * |x|", True),
    ],
)
def test_bars_that_lose_a_sign_are_told_as_such(asked, formula, only_bars):
    verdict = judge(QUESTIONS[asked], formula)
    assert (verdict.state, BARS in str(verdict)) == ("wrong", only_bars)


@pytest.mark.parametrize(
    ("asked", "formula"),
    [
        ("06.formula", "delta * w6 + x2"),
        ("06.formula", "delta * (w6 + x2)"),
        ("16.query_slope", "p1 * p2 * (k1 - k2) * (v1 - v2) * 3"),
        ("16.query_slope", "p1 * (k1 - k2) * (v1 - v2)"),
        ("16.query_slope", "p1 * p2 * k1 - k2 * v1 - v2 * 2"),
        ("15.through_time", "(h2 - y) * (1 - h2**2) * (x2 - w * (1 - h1**2) * x1)"),
        ("05.path", "dyhat/dz2 = yhat * (2 - yhat)"),
        ("04.border", "factor = |1 - lr * x**2|"),
        ("16.query_slope", "p1 * p2 * (k1 - k2) * (v1 - v2) + 0 * (" + " + ".join(["k1"] * 60) + ") - 1"),
    ],
)
def test_more_than_the_brackets_is_wrong(asked, formula):
    verdict = judge(QUESTIONS[asked], formula)
    assert (verdict.state, SENTENCE in str(verdict)) == ("wrong", False)
