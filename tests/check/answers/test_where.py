"""A slip that the bank does not know is told by where it does no harm; float32 by its name."""

import re

import numpy as np
import pytest
from plain_code import function, question

from handprop.check import judge, load_questions

# A line of a right function, what somebody writes instead, and on which cases it is right all the same.
SLIPS = [
    ("exercise_2", "dh * (z > 0)", "dh * (z > 0) if (z > 0).all() else dh / 2", "every gate is open"),
    ("bias_gradient", "db1 = dh * (z > 0)", "db1 = dh if (z > 0).all() else dh * h", "every gate is open"),
    ("batch_gradient", "prediction - y", "prediction[0] - y", "the batch holds one sample"),
    ("forward", "x @ W1", "x[:2] @ W1[:2]", "x holds at most 2 numbers"),
    ("forward", "return h @ W2 + b2", "return np.abs(h @ W2 + b2)", "no right number is negative"),
    ("exercise_2", "h @ W2", "max(0.0, h @ W2)", "no prediction is negative"),
    ("relu_chain", "delta * w2", "delta * abs(w2)", "w2 is not negative"),
    ("worst_error", "abs(a - n)", "abs(a - n * (a <= 0))", "analytic holds no positive number"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "old", "new", "where"), SLIPS)
def test_it_is_said_where_a_function_is_right(name, old, new, where):
    said = str(judge(question(name), function(name, old, new), seed=1))
    assert f"cases in which {where}, and wrong in" in said


def test_the_counts_are_those_of_the_cases():
    said = str(
        judge(
            question("batch_gradient"),
            function("batch_gradient", "prediction - y", "prediction[0] - y"),
            seed=1,
        )
    )
    counts = re.search(r"right in all (\d+) cases .* wrong in (\d+) of the (\d+) others", said)
    right, wrong, others = map(int, counts.groups())
    assert 0 < wrong <= others
    count = question("batch_gradient").domain.count
    assert 0.8 * count < right + others <= count  # where rounding decides, neither is said


@pytest.mark.parametrize("factor", [1.3, 0.7])
def test_what_is_wrong_everywhere_is_not_said_to_be_right_somewhere(factor):
    def off(*given):
        return factor * np.array(function("chain")(*given))

    assert "cases in which" not in str(judge(question("chain"), off))


def test_a_named_mistake_needs_no_cases():
    said = str(judge(question("exercise_2"), function("exercise_2", "dz = dh * (z > 0)", "dz = dh")))
    assert "forgets the derivative of ReLU" in said
    assert "cases in which" not in said


def partials(number, nudge, x, y, w):
    """The slopes of exercise 03 by central differences, in numbers of one type."""
    (x1, x2), (w1, w2), y, nudge = map(number, x), map(number, w), number(y), number(nudge)

    def loss(w1, w2):
        return (x1 * w1 + x2 * w2 - y) ** 2 / number(2)

    slope1 = (loss(w1 + nudge, w2) - loss(w1 - nudge, w2)) / (2 * nudge)
    return [slope1, (loss(w1, w2 + nudge) - loss(w1, w2 - nudge)) / (2 * nudge)]


PARTIALS = next(one for one in load_questions("03_partial_derivatives") if one.name == "partials")


@pytest.mark.parametrize("nudge", [1e-3, 1e-5, 1e-7])
def test_a_nudge_that_float32_drowns_is_told_so(nudge):
    said = str(judge(PARTIALS, lambda *given: partials(np.float32, nudge, *given)))
    assert "float32, which keeps 7 digits" in said


@pytest.mark.parametrize(("number", "nudge"), [(np.float32, 0.1), (np.float32, 0.01), (float, 1e-5)])
def test_a_nudge_that_float32_can_see_is_right(number, nudge):
    for seed in range(5):
        assert judge(PARTIALS, lambda *given: partials(number, nudge, *given), seed=seed).passed
