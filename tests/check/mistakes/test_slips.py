"""What people really write, as plain code that knows nothing of the bank: refused, and named.

Each entry is a right function with one line written otherwise.
"""

import numpy as np
import pytest
from plain_code import RIGHT, function, question

from handprop.check import judge, load_questions

OUTPUT = "delta = error * prediction * (1 - prediction)"
SLIPS = [
    ("chain", OUTPUT, "delta = error * error * (1 - error)", "M86-SLOPE-OF-ERROR"),
    ("chain", OUTPUT, "delta = error * (1 - error)", "M86-SLOPE-OF-ERROR"),
    ("chain", "delta1 = delta * w2", "delta1 = prediction * w2", "M87-VALUE-BACK"),
    ("chain", "delta1 = delta * w2", "delta1 = error * w2", "M88-RAW-ERROR-BACK"),
    ("chain", "delta * w2", "delta * h", "L05-OTHER-FACTOR"),
    ("chain", "delta1 * w1]", "delta1 * x]", "L05-INPUT-ITSELF"),
    ("relu_chain", "delta * w2 *", "delta * h *", "L05-OTHER-FACTOR"),
    ("relu_chain", "delta1 * w1]", "delta1 * x]", "L05-INPUT-ITSELF"),
    ("exercise_2", "np.outer(x, dz)", "(np.outer(x, error * (z > 0)) * W1)", "L06-OWN-WEIGHT"),
    ("chain", "w2 * h * (1 - h)", "w2 * h", "M85-VALUE-FOR-SLOPE"),
    ("chain", "w2 * h * (1 - h)", "w2 * (1 - h ** 2)", "M96-SLOPE-OF-TANH"),
    ("chain", "w2 * h * (1 - h)", "w2 * (1 - np.tanh(h) ** 2)", "M96-SLOPE-OF-TANH"),
    ("chain", "db1 = delta1", "db1 = delta * w2", "M91-BIAS-NO-SLOPE"),
    ("chain", "z1 = x * w1 + b1", "z1 = (x + b1) * w1", "M93-BIAS-ON-INPUTS"),
    ("relu_chain", "delta1 = delta * w2", "delta1 = prediction * w2", "M87-VALUE-BACK"),
    ("relu_chain", "w2 * (z1 > 0)", "w2 * h", "M85-VALUE-FOR-SLOPE"),
    ("relu_chain", "dw2 = delta * h", "dw2 = delta * (h > 0)", "M90-SLOPE-INTO-H"),
    ("relu_chain", "db1 = delta1", "db1 = delta * w2", "M91-BIAS-NO-SLOPE"),
    ("relu_chain", "z1 = x * w1 + b1", "z1 = (x + b1) * w1", "M93-BIAS-ON-INPUTS"),
    ("exercise_2", "dh = error * W2", "dh = prediction * W2", "M87-VALUE-BACK"),
    ("exercise_2", "dz = dh * (z > 0)", "dz = dh * h", "M85-VALUE-FOR-SLOPE"),
    ("exercise_2", "dz = dh", "slope = h; slope[h > 0] = 1; dz = dh", "M90-SLOPE-INTO-H"),
    ("exercise_2", "rate * gradient", "rate * (w - learning_rate * gradient)", "M89-STEP-AS-GRADIENT"),
    ("exercise_2", "np.maximum(0, z)", "np.full(2, np.max(z, 0))", "M94-MAX-FOR-RELU"),
    ("exercise_2", "np.maximum(0, z)", "np.vectorize(lambda t: 0 if t < 0 else t)(z)", "M95-CUT-DECIMALS"),
    ("bias_gradient", "db1 = dh * (z > 0)", "db1 = dh", ("M91-BIAS-NO-SLOPE", "M33-NO-GATE")),
    ("bias_gradient", "dh = W2 @ error", "dh = W2 @ prediction", "M87-VALUE-BACK"),
    ("bias_gradient", "np.maximum(0, z)", "np.vectorize(lambda t: 0 if t < 0 else t)(z)", "M95-CUT-DECIMALS"),
    ("batch_gradient", OUTPUT, "delta = error * error * (1 - error)", "M86-SLOPE-OF-ERROR"),
    ("batch_gradient", "back = delta @ W2.T", "back = prediction @ W2.T", "M87-VALUE-BACK"),
    ("batch_gradient", "back = delta @ W2.T", "back = prediction @ W2.T / len(x)", "M87-VALUE-BACK"),
    ("batch_gradient", "back = delta @ W2.T", "back = error @ W2.T / len(x)", "M88-RAW-ERROR-BACK"),
    ("batch_gradient", "back * h * (1 - h)", "back * h", "M85-VALUE-FOR-SLOPE"),
    ("batch_gradient", "back * h * (1 - h)", "back * (1 - h ** 2)", "M96-SLOPE-OF-TANH"),
    ("batch_gradient", "back * h * (1 - h)", "back * (1 - np.tanh(h) ** 2)", "M96-SLOPE-OF-TANH"),
    ("forward", "np.maximum(0, z)", "np.full(len(z), np.max(z, 0))", "M94-MAX-FOR-RELU"),
    ("forward", "np.maximum(0, z)", "np.vectorize(lambda t: 0 if t < 0 else t)(z)", "M95-CUT-DECIMALS"),
    ("softmax_gradient", "dz = p - y", "dz = -y / p * p * (1 - p)", "SOFTMAX-DIAGONAL-ONLY"),
    ("softmax_gradient", "dz = p - y", "dz = (p - y) * p * (1 - p)", "SOFTMAX-EXTRA-SLOPE"),
    ("softmax_gradient", "e.sum(axis=1, keepdims=True)", "e.sum(axis=0)", "SOFTMAX-OVER-SAMPLES"),
    ("worst_error", "max(abs(a), abs(n), 1e-300)", "(max(abs(a), abs(n)) + 1e-8)", "SMALL-CONSTANT"),
    ("worst_error", "max(abs(a), abs(n), 1e-300)", "max(abs(a), abs(n), 1e-3)", "SMALL-CONSTANT"),
]  # fmt: skip
# What no case of a question can be made with, or what stops with an error: told for what it is.
TOLD = [
    ("forward", "np.maximum(0, z)", "np.max(z, 0)", "np.maximum"),
    ("softmax_gradient", "e.sum(axis=1, keepdims=True)", "e.sum(axis=1)", "shapes"),
]
SHARES = [
    ("-np.sum(np.dot(y.T, np.log(p)))", "LOSS-ALL-PAIRS"),
    ("-np.sum(y * np.log(p) + (1 - y) * np.log(1 - p))", "LOSS-WRONG-DIGITS-TOO"),
    ("np.sum(-y * np.log(p) + (1 - y) * np.log(1 - p))", "LOSS-ONE-MINUS"),
]


@pytest.mark.parametrize("name", RIGHT)
def test_without_a_slip_the_functions_are_right(name):
    verdict = judge(question(name), function(name))
    assert verdict.passed, str(verdict)


@pytest.mark.parametrize(("name", "old", "new", "known"), SLIPS, ids=lambda one: str(one)[:40])
def test_the_slip_is_named(name, old, new, known):
    verdict = judge(question(name), function(name, old, new))
    assert verdict.state == "wrong"
    assert set([known] if isinstance(known, str) else known) & set(verdict.mistakes), str(verdict)


@pytest.mark.parametrize(("name", "old", "new", "said"), TOLD)
def test_what_stops_with_an_error_is_told_with_advice(name, old, new, said):
    verdict = judge(question(name), function(name, old, new))
    assert verdict.state == "problem"
    assert said in str(verdict)


@pytest.mark.parametrize(("loss", "known"), SHARES)
def test_slips_in_the_cross_entropy(loss, known):
    y, e = np.array([[1.0, 0.0, 0.0]]), np.exp([[1.0, 2.0, 0.5]])
    p = e / e.sum()
    shares = next(one for one in load_questions("10_digits") if one.name == "shares")
    verdict = judge(shares, [*p.ravel(), eval(loss, {"np": np, "y": y, "p": p})])
    assert known in verdict.mistakes, str(verdict)


def test_one_number_alone_is_called_a_possibility():
    asked = next(one for one in load_questions("06_by_hand") if one.name == "after_the_step")
    adds = next(mistake for mistake in asked.pipeline.mistakes if mistake.id == "M01-ADD")
    wrong = asked.quantity(asked.pipeline.run(asked.cases[0], adds))
    assert "One wrong number can be chance" in str(judge(asked, wrong))
