"""Formulas typed by learners: equivalent ones pass, nearly equivalent ones fail, hostile text is refused."""

import functools
import time

import pytest
import sympy

from handprop.border.read_numbers import Problem
from handprop.check import Formula, judge, load_questions

THROUGH_TIME = next(one for one in load_questions("15_shared_weights") if one.name == "through_time")
QUERY_SLOPE = next(one for one in load_questions("16_sums_and_products") if one.name == "query_slope")
QUESTION = next(question for question in load_questions("06_by_hand") if question.name == "formula")
delta, w6, x2, h1, w1, w2, x1 = sympy.symbols("delta w6 x2 h1 w1 w2 x1")


@pytest.mark.parametrize(
    "answer",
    [
        "delta * w6 * x2",
        "x2*w6*delta",
        "w6 * (delta * x2)",
        "+delta * w6 * x2",
        "-delta * w6 * -x2",
        "delta * w6 * x2 + 0",
        "delta * w6 * x2 * 1.0",
        "2 * delta * w6 * x2 / 2",
        "delta * w6 / (1 / x2)",
        "delta * (w6 * x2 + h1) - delta * h1",
        "δ * w6 * x2",
        "δ·w6·x2",
        "delta × w6 × x2",
        "−delta * w6 * −x2",
        "Δ*w6*x2",
        "delta * w6 ** 2 * x2 / w6",
        "delta*w6^2*x2/w6",
        "delta * w6 * x2 * (w1*x1 + w2*x2) / h1",
        "exp(log(2)) * delta * w6 * x2 / 2",
        "  delta*w6*x2  ",
        delta * w6 * x2,
        sympy.expand((delta + 1) * w6 * x2) - w6 * x2,
        sympy.Mul(delta, w6, x2, evaluate=False),
        sympy.diff(delta * w6 * x2**2 / 2, x2),
    ],
    ids=str,
)
def test_equivalent_forms_pass(answer):
    verdict = judge(QUESTION, answer)
    assert verdict.passed, str(verdict)


@pytest.mark.parametrize(
    "answer",
    [
        "delta * w6 * x1",
        "delta * w5 * x2",
        "delta * w4 * x2",
        "-delta * w6 * x2",
        "delta * w6",
        "w6 * x2",
        "delta + w6 + x2",
        "delta * w6 * x2 * 1.0001",
        "delta * w6 * x2 + 0.0001",
        "delta * w6 * x2 ** 1.0001 + 0 * h1",
        "2 * delta * w6 * x2",
        "delta * w6 * x2 / 2",
        "delta ** 2 * w6 * x2",
        "delta * h2 * x2",
        "delta * (w5 + w6) * x2",
        "sqrt((delta * w6 * x2) ** 2)",
        delta * w6,
        delta * w6 * x2 + sympy.Rational(1, 10**6),
    ],
    ids=str,
)
def test_nearly_equivalent_forms_do_not(answer):
    # A number raised to a broken power may have no real value; that is refused too, in another sentence.
    assert judge(QUESTION, answer).state in ("wrong", "problem")


def test_a_derivative_that_is_not_worked_out_is_refused():
    verdict = judge(QUESTION, sympy.Derivative(delta * w6 * x2**2 / 2, x2))
    assert "not worked out" in str(verdict)


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os').system('echo hello')",
        "().__class__.__bases__",
        "delta.real",
        "open('x')",
        "[x for x in (1, 2)]",
        "lambda: 1",
        "delta if w6 else x2",
        "delta, w6",
        "'text'",
        "f'{delta}'",
        "exp(delta, w6)",
        "exp(*delta)",
        "(x := 3)",
        "9**9**9**9",
        "(((10**20)**20)**20)**20",
        "1e400",
        "10**400",
        "exp(" * 60 + "delta" + ")" * 60,
        "-" * 300 + "delta",
        "delta" + "*delta" * 5000,
        "delta @ w6",
        "delta *",
        "delta = 3",
        "import os",
        "True",
        "1j",
        "None",
        "q * w6",
        "exp(exp(exp(exp(exp(10)))))",
        "1 / (delta - delta)",
        "log(-1)",
        "(-1) ** 0.5",
        "\x00",
    ],
    ids=lambda text: text[:24].encode("unicode_escape").decode(),
)
def test_hostile_or_broken_text_is_refused_in_a_sentence_and_soon(text):
    verdict, took = timed(text)
    assert verdict.state == "problem"
    assert str(verdict).endswith((".", '".'))
    assert "Traceback" not in str(verdict)
    assert took < MUCH_LONGER * (ordinary() + timed("delta * w6 * x2")[1])


def timed(text):
    """The verdict, and its time of the processor, which no other process moves."""
    before = time.process_time()
    return judge(QUESTION, text), time.process_time() - before


@functools.cache
def ordinary():
    return max(timed(text)[1] for text in ("delta * w6 * x2", "delta * (w6 + x2)", "sqrt(delta ** 2)"))


MUCH_LONGER = 1000


@pytest.mark.parametrize(
    "answer", [[1], {"a": 1}, len, True, b"delta", sympy.Eq(delta, w6), sympy.Matrix([1])]
)
def test_other_objects_are_refused_in_a_sentence(answer):
    assert judge(QUESTION, answer).state == "problem"


@pytest.mark.parametrize("answer", ["", "  ", None, ...])
def test_nothing_is_unfinished(answer):
    assert judge(QUESTION, answer).state == "unfinished"


def test_functions_that_the_course_uses_can_be_typed():
    formula, z = Formula({"z": lambda v: v}), sympy.Symbol("z")
    assert formula.read("sigmoid(z) * (1 - sigmoid(z))")(0.0) == pytest.approx(0.25)
    assert formula.read("relu(z)")(-2.0) == 0.0
    assert formula.read("step(z) * tanh(z)")(-2.0) == 0.0
    assert formula.read("np.power((1 - (z)), 2) - pow(z - 1, square(-1) + 1)")(3.0) == 0.0
    assert formula.read("sech(z)")(0.7) == pytest.approx(float(1 / sympy.cosh(0.7)))
    assert formula.read(1 / sympy.cosh(z) - sympy.sech(z))(0.7) == pytest.approx(0.0)


@pytest.mark.parametrize(
    "answer",
    [
        "delta w6 x2",
        "deltaw6x2",
        "x2(delta w6)",
        "(delta)(w6)(x2)",
        "[delta w6] x2",
        "δ w₆ x₂",
        "2 δ·w₆·x₂·½",
        "½·2δw₆x₂",
        "h1² delta w6 x2 h1⁻²",
        "delta⋅w6×x2",
        "δ – 0 + δ w6 x2 − δ",
        "error * w_6 * x_2",
        "DELTA*W6*X2",
        r"\delta w_6 x_2",
        r"$\delta\,w_6\,x_2$",
        r"\frac{1}{2} 2 \delta \cdot w_{6} \cdot x_{2}".replace("} 2", "} \\cdot 2"),
        "\frac{1}{1} \\delta \times w_6 x_2",
        r"x_2\frac{\delta}{\frac{1}{w_6}}",
        r"\left(\delta w_6\right)\mathrm{x_2}",
        "np.exp(0) delta w6 x2",
        "e^0 delta w6 x2",
        "delta w6 [h2 > 0] x2",
        "delta * w6 * (w3 * x1 + w4 * x2 > 0.0) * x2",
    ],
)
def test_what_can_mean_one_thing_is_read(answer):
    verdict = judge(QUESTION, answer)
    assert verdict.passed, str(verdict)
    assert "δ" in str(verdict)


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ("1/h1 delta w6 x2 h1", "two ways"),
        ("2½ delta", "two ways"),
        ("delta w6 2", "right after another factor"),
        ("delta w 6 x 2", "right after another factor"),
        ("0,5*delta", "not as a comma"),
        ("max(0, z2)", "max is not needed here"),
        ("delta * np.maximum(0, h2) * x2", "write relu(z) for max(0, z)"),
        ("pow(delta, w6, x2)", "A comma or a semicolon parts it in two"),
        ("delta, w6", "A comma or a semicolon parts it in two"),
        ("w[6]*x[2]*delta", "square brackets"),
        ("delta*w[5+1]*x2", "square brackets"),
        ("delta*w6*x2[0]", "square brackets"),
        ("delta*w6*x2[i + 1]", "square brackets"),
        ("delta*w6[x2]", "square brackets"),
        ("(delta*w6*x2)[0]", "square brackets"),
        ("1/h1 [delta + 1]", "two ways"),
        ("delta * [w6 * x2", "close every bracket"),
        ("e w6 x2", "e is not a symbol"),
        ("sigmoid h1", "Write brackets after sigmoid"),
        (r"\delta \star w_6", r"\star cannot be read"),
        (
            "delta * w6 * [z2 > 0] * x2",
            "z2 is not a symbol of this question. For a gate that is open, write 1.",
        ),
        ("delta * w6 * (h2 >= 0) * x2", "a gate, such as [z > 0]"),
    ],
)
def test_what_can_mean_two_things_is_refused_with_the_way_out(answer, told):
    verdict = judge(QUESTION, answer)
    assert verdict.state == "problem"
    assert told in str(verdict)


def test_the_check_shows_how_it_read_the_formula():
    verdict = judge(QUESTION, "x2(delta w6)/1")
    assert "Your formula was read as x₂ · δ · w₆ / 1." in verdict.sentences
    assert r"$\frac{x_{2} \cdot \delta \cdot w_{6}}{1}$" in verdict._repr_html_()
    assert "Your formula was read as w₁²." in str(judge(QUESTION, "w1**2"))
    assert "read as δ · w₆ · x₂." in str(judge(QUESTION, delta * w6 * x2))


def test_a_lost_sign_is_told_for_what_it_is():
    said = str(judge(QUESTION, "delta * sqrt(w6**2) * x2"))
    assert "right where w₆ is positive, and wrong where w₆ is negative" in said
    assert "square root" in said


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ("-delta w6 x2", "Only the sign"),
        ("2 delta w6 x2", "same factor"),
        ("½ delta w6 x2", "same factor"),
        ("delta w6", "One factor is missing"),
        ("w6 x2", "One factor is missing"),
        ("delta w6 x2 h1", "does not belong"),
        ("delta² w6 x2", "does not belong"),
        ("delta w6 h2", "h₂ does not belong there"),
        ("0 delta w6 x2", "It is 0 on all cases"),
        ("delta sqrt(w6^2) x2 / (1 + e^-h1)", "Only what has to do with h₁ and w₆"),
    ],
)
def test_a_factor_or_a_sign_is_told_as_such_and_not_blamed_on_the_loss(answer, told):
    verdict = judge(QUESTION, answer)
    assert told in str(verdict)
    assert "loss" not in str(verdict)


def test_a_stranger_is_named():
    with pytest.raises(Problem, match="q is not a symbol of this question"):
        Formula({"z": lambda v: v}).read("q + z")


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        (THROUGH_TIME, "(h2-y)(1-h2)(1+h2)[x2 + w(1-h1)(1+h1)x1]"),
        (THROUGH_TIME, "(h2-y)[1-h2^2] [x2 + w[1-h1^2]x1]"),
        (THROUGH_TIME, r"(h_2-y)\left[1-h_2^2\right]\bigl[x_2 + w(1-h_1^2)x_1\bigr]"),
        (QUERY_SLOPE, "p1 p2 [k1 - k2] [v1 - v2]"),
        (QUERY_SLOPE, "p1p2[k1 - k2][v1 - v2]"),
        (QUERY_SLOPE, "p1[p2 k1 - p2 k2][v1 - v2]"),
        (QUERY_SLOPE, "1/2 [k1 - k2][v1 - v2] 2 p1 p2"),
        (QUERY_SLOPE, "p1 exp[0] p2 [k1 - k2](v1 - v2)"),
    ],
)
def test_square_brackets_that_can_be_no_index_are_brackets(question, answer):
    verdict = judge(question, answer)
    assert verdict.passed, str(verdict)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        (THROUGH_TIME, "(h2-y)(1-h2)(1+h2)[x2 + w(1-h1)(1+h1)x2]"),
        (THROUGH_TIME, "(h2-y)(1-h2)[1+h2] x2 + w(1-h1)(1+h1)x1"),
        (THROUGH_TIME, "(h2-y)[1-h2]^2 [x2 + w[1-h1^2]x1]"),
        (QUERY_SLOPE, "p1 p2 [k1 - k2] [v2 - v1]"),
        (QUERY_SLOPE, "p1 p2 [k1] - k2 [v1 - v2]"),
        (QUERY_SLOPE, "p1 [k1 - k2] [v1 - v2]"),
        (QUERY_SLOPE, "p1 p2 k[1 - 2] [v1 - v2]"),
    ],
)
def test_square_brackets_let_nothing_wrong_pass(question, answer):
    assert judge(question, answer).state in ("wrong", "problem")


def test_delta_may_be_written_out_and_is_offered_alone():
    for right in ("(yhat - y) * w6 * x2", "(prediction - target) w6 x2", "(h1 w5 + h2 w6 - y) w6 x2"):
        assert judge(QUESTION, right).passed
    offered = "delta, x1, x2, h1, h2, w1, w2, w3, w4, w5, w6"
    assert f"t is not a symbol of this question; use {offered}." in str(judge(QUESTION, "(yhat - t) * w6"))
    assert f"a formula in {offered} is asked for" in str(judge(QUESTION, "3"))


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ("(y - yhat) * w6 * x2", "Only the sign"),
        ("(target - prediction) * w6 * x2", "Only the sign"),
        ("(yhat - y) * w6", "One factor is missing"),
        ("delta * (yhat - y) * w6 * x2", "does not belong"),
        ("yhat - y * w6 * x2", "Only the brackets"),
        ("yhat * w6 * x2", "prediction back"),
        ("y * w6 * x2", ""),
        ("(yhat + y) * w6 * x2", ""),
        ("(yhat - y) * w5 * x2", "leaves hidden unit 1 through w6"),
        ("(yhat - y)**2 / 2 * w6 * x2", ""),
        ("(h1 w5 - y) w6 x2", ""),
    ],
)
def test_delta_written_out_lets_nothing_wrong_pass(answer, told):
    verdict = judge(QUESTION, answer)
    assert verdict.state == "wrong"
    assert told in str(verdict)
