"""Forty pairs of formulas that are the same, forty that are nearly the same: all judged right."""

import numpy as np
import pytest

from handprop.check import Formula, Question, judge
from handprop.check.mistakes.calculation import Pipeline

NAMES = ("a", "b", "c", "x", "w", "z", "y", "h")
FORMULA = Formula({name: (lambda v, name=name: getattr(v, name)) for name in NAMES})


def cases():
    """Ten points, signs mixed, none near zero; h is never above 1, as an activation of a sigmoid is."""
    rng = np.random.default_rng(3)
    for _ in range(10):
        numbers = rng.uniform(0.2, 1.9, len(NAMES)) * rng.choice([-1, 1], len(NAMES))
        yield {**dict(zip(NAMES, numbers.tolist(), strict=True)), "h": float(rng.uniform(0.1, 0.9))}


def question(right):
    """A question whose right answer is this formula."""
    value = FORMULA.read(right)
    return Question("f", "00.1", 1, FORMULA, pipeline=Pipeline("f", {}), quantity=value, cases=list(cases()))


SAME = [
    ("a + b", "b + a"),
    ("a * b * c", "c * (b * a)"),
    ("a - b", "-(b - a)"),
    ("a * (b + c)", "a * b + a * c"),
    ("(a + b)**2", "a**2 + 2*a*b + b**2"),
    ("(a + b) * (a - b)", "a**2 - b**2"),
    ("a / b", "a * b**-1"),
    ("a / b / c", "a / (b * c)"),
    ("a / (b / c)", "a * c / b"),
    ("1 / a + 1 / b", "(a + b) / (a * b)"),
    ("(y - z) * x", "x * y - x * z"),
    ("-(y - z) * x", "(z - y) * x"),
    ("2 * a / 2", "a"),
    ("a**3 / a", "a^2"),
    ("a * a * a", "a**3"),
    ("0.5 * (a - b)**2", "(b - a)**2 / 2"),
    ("exp(a + b)", "exp(a) * exp(b)"),
    ("exp(-a)", "1 / exp(a)"),
    ("exp(2 * a)", "exp(a)**2"),
    ("log(exp(a))", "a"),
    ("exp(log(h))", "h"),
    ("log(h**2)", "2 * log(h)"),
    ("log(1 / h)", "-log(h)"),
    ("sqrt(h)", "h**0.5"),
    ("sqrt(h)**2", "h"),
    ("sigmoid(z)", "1 / (1 + exp(-z))"),
    ("sigmoid(z)", "exp(z) / (1 + exp(z))"),
    ("1 - sigmoid(z)", "sigmoid(-z)"),
    ("sigmoid(z) * (1 - sigmoid(z))", "sigmoid(z) - sigmoid(z)**2"),
    ("sigmoid(z) * (1 - sigmoid(z))", "exp(-z) / (1 + exp(-z))**2"),
    ("tanh(z)", "2 * sigmoid(2 * z) - 1"),
    ("tanh(z)", "(exp(z) - exp(-z)) / (exp(z) + exp(-z))"),
    ("1 - tanh(z)**2", "(1 - tanh(z)) * (1 + tanh(z))"),
    ("relu(z)", "z * step(z)"),
    ("relu(z) - relu(-z)", "z"),
    ("relu(z) + relu(-z)", "sqrt(z**2)"),
    ("step(z) + step(-z)", "1 + 0 * z"),
    ("step(z)**2", "step(z)"),
    ("h * (1 - h)", "h - h * h"),
    ("(y - z) * w * h * (1 - h) * x", "x*h*w*y - x*h*w*z - h^2*w*x*y + h^2*w*x*z"),
    ("a + b - a", "b"),
]

NEARLY = [
    ("a + b", "a - b"),
    ("a * b * c", "a * b + c"),
    ("a - b", "b - a"),
    ("a * (b + c)", "a * b + c"),
    ("(a + b)**2", "a**2 + b**2"),
    ("(a + b) * (a - b)", "a**2 + b**2"),
    ("a / b", "b / a"),
    ("a / b / c", "a / (b / c)"),
    ("1 / a + 1 / b", "1 / (a + b)"),
    ("(y - z) * x", "(z - y) * x"),
    ("0.5 * (a - b)**2", "(a - b)**2"),
    ("a**3 / a", "a**3"),
    ("exp(a + b)", "exp(a) + exp(b)"),
    ("exp(-a)", "-exp(a)"),
    ("exp(2 * a)", "2 * exp(a)"),
    ("log(h**2)", "log(h)**2"),
    ("log(1 / h)", "1 / log(h)"),
    ("sqrt(h)", "h / 2"),
    ("sqrt(z**2)", "z"),
    ("sigmoid(z)", "1 / (1 + exp(z))"),
    ("sigmoid(z)", "exp(-z) / (1 + exp(z))"),
    ("1 - sigmoid(z)", "sigmoid(z)"),
    ("sigmoid(z) * (1 - sigmoid(z))", "z * (1 - z)"),
    ("sigmoid(z) * (1 - sigmoid(z))", "sigmoid(sigmoid(z)) * (1 - sigmoid(sigmoid(z)))"),
    ("sigmoid(z) * (1 - sigmoid(z))", "sigmoid(z) * (1 + sigmoid(z))"),
    ("tanh(z)", "2 * sigmoid(z) - 1"),
    ("1 - tanh(z)**2", "(1 - tanh(z))**2"),
    ("relu(z)", "z"),
    ("relu(z)", "sqrt(z**2)"),
    ("relu(z)", "step(z)"),
    ("step(z)", "step(-z)"),
    ("h * (1 - h)", "h * (h - 1)"),
    ("h * (1 - h)", "1 - h"),
    ("(y - z) * w * h * (1 - h) * x", "(y - z) * w * h * (1 - h)"),
    ("(y - z) * w * h * (1 - h) * x", "(y - z) * w * (1 - h) * x"),
    ("(y - z) * w * x", "(y - z) * (w + x)"),
    ("a", "a * 1.000001"),
    ("a", "a + 0.000001"),
    ("a * b", "a * b + 0.000001 * c"),
    ("a + b - a", "a"),
    ("a^2", "2 * a"),
]


def test_there_are_forty_of_each():
    assert len(SAME) >= 40
    assert len(NEARLY) >= 40


@pytest.mark.parametrize(("right", "other"), SAME)
def test_the_same(right, other):
    verdict = judge(question(right), other)
    assert verdict.passed, str(verdict)
    assert judge(question(other), right).passed


@pytest.mark.parametrize(("right", "other"), NEARLY)
def test_nearly_the_same(right, other):
    assert judge(question(right), other).state == "wrong"
    assert judge(question(other), right).state == "wrong"
