"""Derivations: every line is judged, in any right form; the first wrong one is named with its mistake."""

import math

import numpy as np
import pytest
from questions import all_questions, answer_from

from handprop.check import Derivation, judge
from handprop.check.answers.paths import along_paths
from handprop.check.mistakes.calculation import NoTrace

ALL = all_questions()
QUESTIONS = [
    pytest.param(lesson, question, id=f"{lesson[:2]}.{question.name}")
    for lesson, question in ALL
    if isinstance(question.answer, Derivation)
]
PATH = next(question for _, question in ALL if question.name == "path")
TWINS = next(question for _, question in ALL if question.name == "twins")
SECOND = next(question for _, question in ALL if question.name == "second_sample")
BORDER = next(question for _, question in ALL if question.name == "border")
TWO_PATHS = next(question for _, question in ALL if question.name == "two_paths")
GOALS = "dL/db1 = (yhat - y) * yhat * (1 - yhat) * w2 * h * (1 - h)\ndL/db1 = -0.0122418776"


def values(question, *mistakes):
    """What every line may be about, by name, with the mistakes made; None where they cannot be."""
    try:
        run = question.pipeline.run(question.cases[0], *mistakes)
    except NoTrace:
        return None
    return {name: float(value(run)) for name, value in question.answer.quantities.items()}


def wrong_lines(question):
    """(mistake, name, number): the first line in which a mistake shows, with the number that it gives."""
    right, kind = values(question), question.answer.values
    for mistake in question.pipeline.mistakes:
        for name, number in (values(question, mistake) or {}).items():
            if np.isfinite(number) and abs(number - right[name]) > 2 * kind.tolerance * abs(right[name]):
                yield mistake, name, number
                break


@pytest.mark.parametrize(("lesson", "question"), QUESTIONS)
def test_a_line_with_the_number_of_a_known_mistake_is_rejected_and_named(lesson, question):
    seen = set()
    for mistake, name, number in wrong_lines(question):
        verdict = judge(question, f"{name} = {number!r}")
        assert verdict.state == "wrong"
        assert mistake.id in verdict.mistakes, (mistake.id, name, str(verdict))
        assert verdict.sentences[0].startswith("Line 1 is the first that goes wrong")
        for other in set(verdict.mistakes) - {mistake.id}:
            known = next(one for one in question.pipeline.mistakes if one.id == other)
            assert values(question, known)[name] == pytest.approx(number, rel=2e-3, abs=1e-9)
        seen.add(mistake.id)
    assert len(seen) >= 5


@pytest.mark.parametrize(("lesson", "question"), QUESTIONS)
def test_each_line_of_the_solution_may_be_left_out_but_the_goals(lesson, question):
    lines = [line for line in answer_from(lesson, question).splitlines() if line.strip()]
    for k in range(len(lines)):
        verdict = judge(question, "\n".join(lines[:k] + lines[k + 1 :]))
        assert verdict.passed or "Still missing" in str(verdict)
    assert all(judge(question, line).state != "problem" for line in lines)


@pytest.mark.parametrize(("lesson", "question"), QUESTIONS)
def test_a_line_changed_a_little_is_the_first_wrong_one(lesson, question):
    lines = [line for line in answer_from(lesson, question).splitlines() if line.strip()]
    for k, line in enumerate(lines):
        others = () if line.endswith("= 0") else (f"{line} * 1.01", line.replace("=", "= -1 *", 1))
        for changed in (f"{line} + 1", *others):
            verdict = judge(question, "\n".join([*lines[:k], changed, *lines[k + 1 :]]))
            assert verdict.state == "wrong"
            assert f"Line {k + 1} is the first" in verdict.sentences[0]
            assert verdict.share < 1


@pytest.mark.parametrize(
    "lines",
    [
        "dL/db1 = dL/dz1",
        "∂L/∂b₁ = ∂L/∂ŷ · ∂ŷ/∂z₂ · ∂z₂/∂h · ∂h/∂z₁ · ∂z₁/∂b₁",
        r"\frac{dL}{db_1} = \frac{\partial L}{\partial z_1}",
        "dloss/dprediction = error",
        "dz2/dh1 = w2",
        "delta = (yhat - y) * yhat * (1 - yhat)\ndelta1 = delta * w2 * h * (1 - h)\ndL/db1 = delta1",
        "slope = h * (1 - h)\ndL/dz1 = dL/dh * slope",
        "L = (yhat - y)^2 / 2",
        "z1 = w1 * x + b1 = 1.5 * 0.8 - 0.4 = 0.8",
        "h = sigmoid(z1)\nyhat = sigmoid(w2 * h + b2)",
        "# first the output\n1. dyhat/dz2 = yhat - yhat^2\n\n2) dh/dz1 = h(1 - h)",
        "dh/dz1 = 0.69 * 0.31   # rounded",
        "dh/dz1 = h * (1 - 0.68997)",
        "dL/db1 = dL/dyhat * dyhat/dz2 * dz2/dh * dh/dz1\n       = dL/dz1 = ...",
        "dz2/dh = w2; dh/dz1 = h * (1 - h);",
        "```text\n- dz2/dh := w2\n* dh/dz1 == h * (1 - h)\n• dz1/db1 = 1\n```",
        "dE/db1 = dL/dz1\ndC/db1 = dJ/dz1\n∂E/∂z2 = dcost/dyhat * dyhat/dz2",
    ],
)
def test_right_lines_in_any_form_do_no_harm(lines):
    verdict = judge(PATH, f"{lines}\n{GOALS}")
    assert verdict.passed, str(verdict)


@pytest.mark.parametrize("name", ["db1", "dL_db1", "dLdb1", "dL_db_1", "dloss_db1"])
def test_a_derivative_may_be_written_as_a_name(name):
    assert judge(PATH, GOALS.replace("dL/db1", name)).passed
    verdict = judge(PATH, f"{GOALS}\n{name} = dL/dz1 * 2")
    assert "Line 3 is the first" in verdict.sentences[0]
    assert verdict.sentences[-1] == "It is read as the derivative dL/db1."


def test_a_name_that_is_not_asked_for_may_be_the_learners_own():
    assert judge(PATH, f"dh = h * (1 - h)\ndL/dz1 = dL/dh * dh\n{GOALS}").passed
    assert judge(PATH, f"dh = dL/dz2 * w2\ndL/dz1 = dh * h * (1 - h)\n{GOALS}").passed
    assert judge(PATH, f"dL/dz1 = dh * dh_dz1\n{GOALS}").passed
    assert "Line 2 is the first" in judge(PATH, f"dh = h * (1 - h)\ndL/dz1 = dh\n{GOALS}").sentences[0]


FORWARD = [
    (PATH, "dz2/db1 = w2 * h * (1 - h)", "w2 * h * (1 - yhat)", ("L05-MIXED-SLOPE",)),
    (PATH, "dyhat/db1 = dyhat/dz1", "yhat * (1 - yhat) * w2", ("M42-SIG-NO-DERIV",)),
    (PATH, "dyhat/dz1 = yhat * (1 - yhat) * w2 * h * (1 - h)", "yhat * (1 - yhat) * h * (1 - h)", None),
    (PATH, "dL/db1 = dL/dz2 * dz2/dz1 * dz1/db1", "dL/dz2 * dz2/dh * dz1/db1", None),
    (PATH, "dz2_dz1 = w2 * h * (1 - h)", "w2 * h", ("M85-VALUE-FOR-SLOPE",)),
    (SECOND, "dyhat/dw1 = w5 * x1", "w5", ()),
    (SECOND, "dh1/dw1 = x1", "w1", ()),
    (SECOND, "dyhat/dz1 = w5", "w1", None),
    (SECOND, "dL/dx1 = dL/dz1 * w1 + dL/dz2 * w3", "dL/dz1 * w1 + dL/dz1 * w3", ()),
    (TWO_PATHS, "dyhat1/dw = v1 * h * (1 - h) * x", "v1 * x", ("M42-SIG-NO-DERIV",)),
    (TWO_PATHS, "dz/db = 1", "b", ()),
    (TWO_PATHS, "dL/dx = dL/dh * h * (1 - h) * w", "dL/dyhat1 * v1 * h * (1 - h) * w", ("M54-ONE-PATH",)),
    (BORDER, "derror/dw = x", "w", ()),
    (BORDER, "dL/derror = error", "error / 2", ()),
    (TWINS, "dh1/du1 = h * (1 - h) * x", "h * (1 - h) * u", ()),
]


@pytest.mark.parametrize(("asked", "line", "wrong", "ids"), FORWARD)
def test_who_goes_forward_is_judged_as_well(asked, line, wrong, ids):
    assert "Every line is right so far" in str(judge(asked, line))
    verdict = judge(asked, f"{line.partition('=')[0]} = {wrong}")
    assert "Line 1 is the first that goes wrong" in verdict.sentences[0]
    assert ids is None or verdict.mistakes == ids, str(verdict)


@pytest.mark.parametrize(("lesson", "question"), QUESTIONS)
def test_a_derivative_that_is_given_is_the_sum_over_its_paths(lesson, question):
    kind = question.answer
    names = [name for name in kind.quantities if "/" in name]
    for name in names:
        found = along_paths(one for one in names if one != name).get(name)
        if found is None or name == "df/dx":  # f = q / x: a path of x has no link
            continue
        for case in question.cases:
            links = {one: float(kind.quantities[one](question.pipeline.run(case))) for one in names}
            value = sum(math.prod(links[one] for one in way.split(" * ")) for way in found.split(" + "))
            assert value == pytest.approx(links[name]), name


def test_a_list_of_lines_is_as_good_as_a_text():
    assert judge(PATH, GOALS.splitlines()).passed


@pytest.mark.parametrize(
    ("lines", "mistake", "number"),
    [
        ("dL/dyhat = y - yhat", "M02-TARGET-MINUS", 1),
        ("dyhat/dz2 = yhat * (1 - yhat)\ndh/dz1 = z1 * (1 - z1)", "M41-Z-ONE-MINUS-Z", 2),
        ("dL/db1 = dL/dyhat * dyhat/dz2 * dh/dz1", "M25-NO-OUT-WEIGHT", 1),
        ("dL/db1 = dL/dz2 * w2", "M42-SIG-NO-DERIV", 1),
        ("dz1/db1 = 1\ndh/dz1 = yhat * (1 - yhat)\ndL/db1 = dL/dz1 * 2", "L05-SAME-SLOPE", 2),
        ("dL/db1 = (yhat - y) * yhat * (1 - yhat) * w2 * h * (1 - yhat)", "L05-MIXED-SLOPE", 1),
        ("s = h * (1 - yhat)\ndL/db1 = dL/dh * s", "L05-MIXED-SLOPE", 2),
        ("dL/db1 = 1", "M47-BIAS-ONE", 1),
        ("dz2/dh = w2; dE/db1 = 1", "M47-BIAS-ONE", 1),
        ("```\n- dz2/dh := w2\n- dC/db1 := 1\n```", "M47-BIAS-ONE", 3),
    ],
)
def test_the_first_wrong_line_is_named_with_its_mistake(lines, mistake, number):
    verdict = judge(PATH, f"{lines}\n{GOALS}")
    assert verdict.state == "wrong"
    assert mistake in verdict.mistakes, str(verdict)
    assert f"Line {number} is the first that goes wrong" in verdict.sentences[0]


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("dz2/dh = h", "h is what is nudged here"),
        ("dz2/dw2 = w2", "w2 is what is nudged here"),
        ("delta = dL/dz2\ndL/db1 = delta * w2 * h * (1 - h)", "Write delta out in these letters."),
        ("dL/db1 = dL/dz1 * dz1/db1", "Write dL/dz1 and dz1/db1 out in these letters."),
        (
            "dL/db1 = dL/dyhat * dyhat/dz2 * dz2/dh * dh/dz1",
            "Write dL/dyhat, dyhat/dz2, dz2/dh and dh/dz1 out in these letters.",
        ),
        ("dL/dyhat = yhat", "It is off by y, whatever the numbers."),
        ("dyhat/dz2 = h * (1 - h)", "h stands in a place in which another letter belongs."),
        ("dyhat/dz2 = yhat * (1 - h)", "h stands in a place in which another letter belongs."),
        ("dz2/dh = w2 + b2", "It is off by b₂, whatever the numbers."),
        ("dL/db1 = 3 * dL/dyhat * dyhat/dz2", "read as 3 · dL/dŷ · dŷ/dz₂."),
    ],
)
def test_a_link_taken_the_other_way_or_a_letter_too_many_is_told(lines, said):
    assert said in str(judge(PATH, lines))


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (3, "as text in quotes"),
        ({}, "as text in quotes"),
        ([1, 2], "as text in quotes"),
        ("dL/db1", "no equals sign"),
        ("= 3", "nothing on the left"),
        ("3 = 4", "One name or one derivative"),
        ("dL/db1 * 2 = 4", "One name or one derivative"),
        ("dL/dq = 4", "dL/dq is not on the way here"),
        ("dyhat/dL = 4", "dyhat/dL is turned round: write dL/dyhat."),
        ("dL/db1 = dL/dyhat * dz2/dyhat * w2", "dz2/dyhat is turned round: write dyhat/dz2."),
        ("dL/dy = y - yhat", "This check does not know dL/dy."),
        ("dL/db1 = dL/db1", "dL/db1 is itself"),
        ("dL/db1 = q * 2", "q is not a symbol of this question; use yhat, y, h"),
        ("dL/db1 = __import__('os')", "Line 1"),
        ("dL/db1 = yhat / (y - y)", "divides by something that can be zero"),
        ("dL/db1 = 0,5 * w2", "decimal point"),
        ("dL/db1 = " + "1 + " * 3000 + "1", "far longer"),
        ("dL/db1 = ((((w2", "close every bracket"),
        (
            "\n".join(
                ["aa = h * h"] + [f"{'a' * k} = {'a' * (k - 1)} * {'a' * (k - 1)}" for k in range(3, 40)]
            ),
            "longer",
        ),
        ("dL/db1 = 9**9**9", "cannot be meant"),
    ],
)
def test_what_cannot_be_read_is_told_in_one_sentence(raw, said):
    verdict = judge(PATH, raw)
    assert verdict.state == "problem"
    assert len(verdict.sentences) == 1
    assert said in str(verdict)


@pytest.mark.parametrize("raw", [..., None, "", "\n\n", "dL/db1 = ...", "dL/db1 = \n", []])
def test_nothing_yet_is_unfinished(raw):
    assert judge(PATH, raw).state == "unfinished"


def test_what_is_missing_is_said_and_earns_its_share():
    letters, number = GOALS.splitlines()
    assert judge(PATH, letters).share == judge(PATH, number).share == pytest.approx(1 / 3)
    assert "as a number" in str(judge(PATH, letters))
    assert "alone" in str(judge(PATH, number))
    assert judge(PATH, "dL/db1 = dL/dz1").share == 0
    assert judge(PATH, f"{GOALS}\ndh/dz1 = 2").share == pytest.approx(2 / 3)
    assert not judge(PATH, number + "\ndL/db1 = 0.3 * w2 * 0 - 0.01224187").passed


def test_a_mistake_that_a_right_line_refutes_is_not_named():
    border = next(question for _, question in all_questions() if question.name == "border")
    line = "new_error = error * (1 - lr * x)"
    assert judge(border, line).mistakes == ("L04-NO-INPUT", "L04-FACTOR-ONE-X")
    assert judge(border, f"dL/dw = error * x\n{line}").mistakes == ("L04-FACTOR-ONE-X",)


@pytest.mark.parametrize("line", ["factor = -1", "factor = 3"])
def test_a_wrong_number_is_told_that_letters_are_asked_for(line):
    border = next(question for _, question in all_questions() if question.name == "border")
    said = str(judge(border, line))
    assert "This is a number. Write factor in lr, x, w, y alone." in said
    assert "sign" not in said
    assert "sign" in str(judge(border, "factor = x"))


LETTERS = "delta * v * h * (1 - h) * x"


@pytest.mark.parametrize(
    "lines",
    [
        f"dL/du1 = dL/du2 = {LETTERS}",
        f"dL/du2 = dL/du1 = {LETTERS}",
        f"dL/du1 = {LETTERS} = dL/du2",
        f"du1 = du2 = {LETTERS}",
        f"dL/du1 = {LETTERS}\ndL/du2 = dL/du1",
        f"dL/du2 = dL/du1\ndL/du1 = {LETTERS}",
        f"dL/du1 = {LETTERS}\nboth = dL/du1\ndL/du2 = both",
    ],
)
def test_a_goal_that_is_set_equal_to_another_is_reached_with_it(lines):
    verdict = judge(TWINS, lines)
    assert verdict.passed, str(verdict)


@pytest.mark.parametrize(
    "lines",
    [
        f"dL/du1 = dL/du2 = {LETTERS} * 2",
        "dL/du1 = dL/du2 = delta * v * h * (1 - h)",
        f"dL/du1 = dL/dz1 = {LETTERS}",
        f"dL/du1 = dL/dv2 = {LETTERS}",
        f"dL/du1 = 2 * dL/du2 = {LETTERS}",
        f"dL/du1 = {LETTERS}\ndL/du2 = -dL/du1",
        f"dL/du1 = {LETTERS} / 2\ndL/du2 = dL/du1",
        "dL/du1 = dL/du2 = 0.0123",
    ],
)
def test_a_wrong_chain_is_named_as_the_first_wrong_line(lines):
    verdict = judge(TWINS, lines)
    assert verdict.state == "wrong"
    assert "is the first that goes wrong" in verdict.sentences[0]


@pytest.mark.parametrize(
    "lines",
    [
        "dL/du1 = dL/du2",
        "dL/du1 = dL/du2\ndL/du2 = dL/du1",
        "dL/du1 = dL/dz1 * x\ndL/du2 = dL/du1",
        "dL/du1 = dL/du2 = dL/dz2 * dz2/du2",
    ],
)
def test_goals_that_are_equal_but_never_in_letters_are_missing_both(lines):
    verdict = judge(TWINS, lines)
    assert (verdict.state, verdict.share) == ("wrong", 0)
    assert "dL/du1 in delta" in str(verdict)
    assert "dL/du2 in delta" in str(verdict)


def test_a_circle_in_one_line_is_told_as_such():
    verdict = judge(TWINS, "dL/du1 = dL/du2 = dL/du1")
    assert verdict.state == "problem"
    assert "dL/du1 is itself" in str(verdict)


def test_square_brackets_are_brackets_in_a_line_too():
    right = "[(yhat1 - y1) v1 + (yhat2 - y2) v2] h [1 - h] x"
    assert judge(TWO_PATHS, f"dL/dw = {right}").share > 0
    assert judge(TWO_PATHS, f"dL/dz = dL/dh [h - h^2]\ndL/dw = {right}").share > 0
    wrong = judge(TWO_PATHS, f"dL/dw = {right.replace('v2]', 'v1]')}")
    assert wrong.share == 0
    assert "Line 1 is the first" in wrong.sentences[0]
    assert "square brackets" in str(judge(TWO_PATHS, "dL/dh = v[1]"))
