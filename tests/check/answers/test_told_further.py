"""What is said of answers in odd forms, and of numbers and formulas that lie near by chance, is so."""

import numpy as np
import pytest
from questions import all_questions

from handprop.check import judge

QUESTIONS = {f"{lesson[:2]}.{one.name}": one for lesson, one in all_questions()}


def said(asked, code):
    names = {"np": np}
    exec(compile(code, "<a learner's cell>", "exec"), names)
    with np.errstate(all="ignore"):
        return judge(QUESTIONS[asked], names[QUESTIONS[asked].variable], seed=1).sentences


SWISH_NEAR = "def new_operation(a):\n    t = np.tanh(a)\n    return {}\n"
ANYWHERE = [
    ("09.two_steps", "two_steps = 1e308", "million times too large", "whole number"),
    ("13.twice", "twice = 1e300", "million times too large", "whole number"),
    (
        "09.train",
        "def train(x, y, W1, W2, learning_rate, steps):\n    return {'losses': [0.0], 'W1': W1, 'W2': W2}",
        "Three things are asked for",
        "text",
    ),
    ("14.links", "links = 64 * 10 * (32 + 31) * 2 - 2", "Your result is too small", "Right"),
    ("14.links", "links = 64 * (32 + 31) * 2", "is a factor of 10 missing", ""),
    ("11.impact_by_hand", "impact_by_hand = [0, 0]", "None of the 2 numbers", "someone who"),
    ("11.fidelity", "fidelity = [7, 10]", "holds 2 numbers; one number is asked for", "whole"),
    ("11.fidelity", "fidelity = 0, 7", "not as a comma", ""),
    ("12.vanish", "vanish = 0", "The right answer is not zero", "You are close"),
    ("12.vanish", "vanish = 0.000017", "keep more digits", "larger"),
    ("12.vanish", "vanish = '1,68e-5'", "not as a comma", ""),
    ("12.vanish", "vanish = '(0.8 / 4) ** 5'", "Leave the quotes off", "Type digits"),
    ("15.half_arrives", "half_arrives = '-ln(2^(1/50) - 1)'", "Leave the quotes off", "Type digits"),
    ("15.half_arrives", "half_arrives = 'about four'", "Type digits", "quotes off"),
    ("06.find_the_slip", "find_the_slip = [3, '2.02 * 0.8606']", "Leave the quotes off", "real number"),
    ("14.links", "links = '80,640'", "write the number without a comma", "point"),
    ("09.when_to_stop", "when_to_stop = ['a', 'b', 'd']", "One option is asked for", "abd"),
    ("10.when_to_stop", "when_to_stop = '2c'", "Not (c).", "There is no option"),
    ("10.when_to_stop", "when_to_stop = 'b5'", "There is no reason 5; choose from 1, 2, 3, 4.", "missing"),
    ("10.when_to_stop", "when_to_stop = 'b23'", "One reason is asked for", "There is no option"),
    ("09.in_order", "in_order = 'draw, batch, gradients'", "the letters in their order", "stands twice"),
    (
        "12.new_operation",
        "class Value:\n    pass\n" + SWISH_NEAR.format("Value(), 1 - t**2"),
        "not a real number: Value(...)",
        "0x",
    ),
    (
        "17.read_new",
        "def read_new(x, y, x_new):\n    s = np.where(np.ptp(x, axis=0) > 0, x.std(axis=0), 1)\n"
        "    far = np.abs((x_new / s)[:, None] - (x / s)[None]).sum(axis=2)\n"
        "    return y[far.argmin(axis=1)] - 1",
        "of your classes are one too small. The first class is 0.",
        "most frequent",
    ),
    ("17.read_new", "def read_new(x, y, x_new):\n    return 0", "returns 1 number:", "1 numbers"),
    (
        "17.scaled",
        "def scaled(x, x_new):\n    s = x.std(0).copy()\n    s[np.isclose(x[0], x[1])] = 1\n"
        "    return (x_new - x.mean(0)) / s",
        "x has the shape (100, 3)",
        "1.3, 0.7], [0.5, 1.3",
    ),
    (
        "10.held_back",
        'held_back = """\ndyhat/dw = h * (1 - m) / q\ndL/dw = 1\n"""',
        "It is 0 for some numbers for which it should not be",
        "cut off",
    ),
    (
        "12.start_size",
        'start_size = """\ns_relu = 2 / (n * v)\nsize = 1\n"""',
        "One factor stands in it that does not belong there",
        "missing",
    ),
    (
        "12.start_size",
        'start_size = """\ns_relu = sqrt(2 / n)\nsize = 1\n"""',
        "This is size. s_relu is another quantity.",
        "missing",
    ),
    (
        "12.start_size",
        'start_size = """\nsums = (n * s * v)**2\nsize = 1\n"""',
        "the right formula, squared",
        "does not belong",
    ),
    (
        "16.query_slope",
        'query_slope = "0.25 * (k1 - k2) * (v1 - v2)"',
        "Only what has to do with p₁ and p₂ is wrong",
        "left out",
    ),
    (
        "10.softmax_gradient",
        "def softmax_gradient(x, y, W, b):\n    e = np.exp(x @ W + b); p = e / e.sum(axis=1, keepdims=True)\n"
        "    return W - 0.1 * x.T @ (p - y) / len(x)",
        "What you return is W, minus 0.1 times the right answer.",
        "someone who",
    ),
    (
        "13.swish_backward",
        "def swish_backward(z, arriving):\n    f = lambda z: z / (1 + np.exp(-z))\n"
        "    return arriving * (f(z + 0.1) - f(z - 0.1)) / 0.2",
        "come near the right ones on most cases",
        "nothing but 0",
    ),
    (
        "10.softmax_gradient",
        "def softmax_gradient(x, y, W, b):\n    e = np.exp(x @ W + b); p = e / e.sum(axis=1, keepdims=True)\n"
        "    return x.T @ ((p - y) * (1 - (p * y).sum(axis=1, keepdims=True))) / len(x)",
        "Not right yet",
        "y holds nothing but 0",
    ),
    (
        "12.forward_mode",
        "def forward_mode(parents, slopes, start):\n    v = [0.0] * len(parents); v[start] = 1.0\n"
        "    for k in range(start + 1, len(parents)):\n        for p in set(parents[k]):\n"
        "            v[k] += slopes[k][parents[k].index(p)] * v[p]\n    return v[-1]",
        "in which no list in parents holds a number twice",
        "",
    ),
    (
        "09.momentum",
        "def momentum(w, v, gradient, learning_rate, beta):\n"
        "    v = beta * v + np.where(abs(gradient) < 0.001, 0, gradient)\n"
        "    return w - learning_rate * v, v",
        "Not right yet: the new velocity.",
        "Entry",
    ),
    (
        "09.momentum",
        "def momentum(w, v, gradient, learning_rate, beta):\n"
        "    v = beta * (v if np.dot(v, gradient) > 0 else 0 * v) + gradient\n"
        "    return w - learning_rate * v, v",
        "cases in which beta is 0",
        "the gradient alone for the velocity",
    ),
]


@pytest.mark.parametrize(("asked", "code", "there", "absent"), ANYWHERE, ids=lambda one: str(one)[:40])
def test_what_is_said_is_so(asked, code, there, absent):
    told = " ".join(said(asked, code))
    assert there in told, told
    assert not absent or absent not in told, told
