"""Every sentence is true of what was written: nothing is said of all cases that one case alone shows."""

import inspect
import textwrap

import numpy as np
import pytest
from questions import all_questions

from handprop import little_torch
from handprop.check import judge

QUESTIONS = {f"{lesson[:2]}.{one.name}": one for lesson, one in all_questions()}


def said(asked, answer):
    with np.errstate(all="ignore"):
        return judge(QUESTIONS[asked], answer, seed=1)


def code(asked, *changes):
    """The right function of a question with some of its code written otherwise."""
    question = QUESTIONS[asked]
    text = textwrap.dedent(inspect.getsource(question.solution))
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    names = {"np": np, "torch": little_torch}
    exec(compile(text, "<a learner's cell>", "exec"), names)
    return names[question.solution.__name__]


@pytest.mark.parametrize(
    ("asked", "old", "new"),
    [
        ("13.train", "lr=learning_rate", "lr=round(learning_rate, 1)"),
        ("06.exercise_2", "> 0)", "> 1e-3)"),
        ("07.bias_gradient", "(z > 0)", "(z >= -0.1)"),
    ],
)
def test_it_goes_right_elsewhere_too(asked, old, new):
    assert "and wrong elsewhere" not in str(said(asked, code(asked, (old, new))))


def test_it_goes_right_nearly_there_alone():
    def mean_loss(predictions, targets):
        return np.mean(np.abs(predictions[:, 0] - targets)) ** 2 / 2

    told = str(said("02.mean_loss", mean_loss))
    assert "of predictions are the same, and all of targets, and wrong on most other numbers." in told


# The prediction is taken without the mask; other slips would contradict the line before.
RIGHT_THEN_A_NUMBER = "dL/dw = (yhat-y)*h*m/q + lam*w\ndL/dw = 0.455"


@pytest.mark.parametrize(
    ("asked", "line", "there", "absent"),
    [
        ("04.border", "dL/dw = error*x**2/2", "", "new_error"),
        ("04.border", "factor = 1 - 2*lr*x", "Its sign is right on some cases", "new_error"),
        ("10.held_back", "dyhat/dw = h / q", "For some numbers it should be 0, and is not.", "y is positive"),
        ("05.path", "dh/dz1 = 1 - h", "One factor is missing.", "path"),
        (
            "06.second_sample",
            "dh1/dz1 = 2*z1",
            "changes with the numbers, where the right one stays",
            "factor",
        ),
        ("06.second_sample", "dh1/dz1 = z1", "nudged here. By how much does h1 change then?", "multiplied"),
        (
            "12.circuit",
            "dq/ds = s",
            "s itself, and s is what is nudged here. By how much does q change",
            "sign",
        ),
        ("10.softmax_by_hand", "dL/ds2 = p2 - 1", "", "in place of"),
        ("06.second_sample", "dh1/dz1 = h1", "", "z1 itself"),
        ("04.border", "dL/dw = error*w", "w does not belong there. Which one does?", "Neither"),
        ("12.circuit", "by_sum = -q/x**2", "This is by_divisor. by_sum is another quantity.", ""),
        ("12.circuit", "df/dx = by_sum*by_divisor", "right with + in place of one *. Which one", "sign"),
        (
            "12.start_size",
            "s_relu = 2*v/(n*s)",
            "Neither v nor s belongs in it.",
            "Which one",
        ),
        ("12.start_size", "s_linear = (1/n)**(1/2)", "the root of the right formula", "missing"),
        ("12.start_size", "sums = 64*s*v", "Write n, not 64.", "sets"),
        ("10.held_back", "dyhat/dw = h*m/q**2", "One factor q is missing, or it divides by q once", "link"),
        ("10.held_back", "dyhat/dw = h*m*q", "right with / in place of one *. Which one, and why?", "sets"),
        ("10.held_back", "dyhat/dw = h*m*q + h*m", "right for 1 of the 5 sets of numbers", "large"),
        ("12.start_size", "sums = s*v + n", "It would be right with * in place of one +.", "small"),
        ("12.start_size", "sums = s*v + n + 1", "It is wrong for all numbers that were tried.", "small"),
        ("09.twins", "dL/du = delta*v*h*(1-h)*x", "dL/du needs its number: dL/du1 and dL/du2.", "know"),
        (
            "10.held_back",
            RIGHT_THEN_A_NUMBER,
            "Your formula is right, this number is not. Which value",
            "mask",
        ),
        ("16.query_slope", "p1*p2*(k1-v1)*(k2-v2)", "Its sign is right for all numbers that were tried", ""),
        ("10.softmax_by_hand", "dL/ds1 = 1 - p1", "Does the loss −log(p1) rise or fall", "target)²/2"),
        ("09.twins", "dL/dh1 = delta/2", "If h1 grows by 0.01", "w6"),
        ("09.twins", "dL/dh1 = delta", "who skips v1, v2 on the way back", "w6"),
        ("09.twins", "dL/du1 = delta*v*h*(1-h)", "If x had been 0, would changing u1", "delta itself"),
        ("07.two_paths", "dL/dh = (yhat1-y1)+(yhat2-y2)", "who skips v1, v2 on the way back", "w6"),
        ("07.two_paths", "dL/dw=((yhat1-y1)*v1 + (yhat2-y2)*v2)*h*(1-h)", "If x had been 0", "w6"),
        ("06.formula", "delta*w5*x2", "Put a finger on a hidden unit", "h1"),
    ],
)
def test_a_line_and_a_formula(asked, line, there, absent):
    told = str(said(asked, line))
    assert there in told, told
    assert not absent or absent not in told, told


def test_what_is_said_of_a_sign_holds_on_all_cases():
    question = QUESTIONS["16.query_slope"]
    formula = question.answer.read("p1*p2*(k1-v1)*(k2-v2)")
    given = np.array(question.answer.outcomes(question, formula))
    rights = np.array([float(question.right(case)) for case in question.cases])
    assert (given * rights > 0).all()


@pytest.mark.parametrize(
    ("asked", "line"),
    [
        ("04.border", "dL/dw = error**2 / 2 * x"),
        ("06.formula", "delta**2 / 2 * w6 * x2"),
        ("07.two_paths", "dL/dyhat1 = (yhat1 - y1)**2 / 2"),
        ("10.held_back", "dE/dyhat = (yhat - y)**2 / 2"),
        ("15.through_time", "(h2 - y)**2 / 2 * (1 - h2**2) * (x2 + w * (1 - h1**2) * x1)"),
    ],
)
def test_the_loss_for_the_error_is_known(asked, line):
    assert said(asked, line).mistakes == ("M13-LOSS-AS-DELTA",)


def test_what_is_nearly_right_may_have_stopped_early_or_been_cut_off():
    stops = ("    gradient =", "    if delta**2 / 2 < 1e-4:\n        return w\n    gradient =")
    told = str(said("06.exercise_2", code("06.exercise_2", stops)))
    for words in ("nearly right", "rounded", "stop too early", "cut off"):
        assert words in told


def test_there_is_said_after_the_place_that_it_means():
    fewer = ("/ len(x)", "/ max(1, len(x) - 1)")
    told = said("07.batch_gradient", code("07.batch_gradient", fewer)).sentences
    assert told[0] == "Not right yet."
    assert told[1].endswith(
        "others. There all your numbers are off by one factor. What are all of them made of?"
    )


def test_your_result_and_not_another_is_too_large():
    told = said("04.train", code("04.train", ("range(steps)", "range(0, steps, 2)"))).sentences
    assert told[0] == "Not right yet. Your result is too large."
    assert told[1].startswith("It is right in all")


def test_what_is_only_read_is_not_kept():
    factors = [2]

    def dot(values, weights):
        return factors[0] * sum(v * w for v, w in zip(values, weights, strict=True))

    assert "stays there for the next call" not in str(said("00.dot", dot))


def test_names_in_another_order_do_not_make_a_right_function_wrong():
    def dot(weights, values):
        return sum(v * w for v, w in zip(values, weights, strict=True))

    assert said("00.dot", dot).passed
