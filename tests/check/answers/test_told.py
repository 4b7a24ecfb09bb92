"""What a learner is told of a wrong answer says what is so, once, and can be tried."""

import numpy as np
import pytest
from questions import all_questions

from handprop import little_torch
from handprop.check import judge

QUESTIONS = {f"{lesson[:2]}.{one.name}": one for lesson, one in all_questions()}


def said(asked, code):
    """The sentences of the verdict on an answer, as it stands in a cell."""
    names = {"np": np, "torch": little_torch}
    exec(compile(code, "<a learner's cell>", "exec"), names)
    asks = QUESTIONS[asked]
    with np.errstate(all="ignore"):
        return judge(asks, names[asks.variable], seed=1).sentences


FOUR = """
def gradients(x, y, W1, b1, W2, b2):
    z = x @ W1 + b1; h = np.maximum(z, 0); s = h @ W2 + b2
    p = np.exp(s - s.max(axis=1, keepdims=True)); p /= p.sum(axis=1, keepdims=True)
    d = (p - np.eye(len(b2))[y]) / len(x); below = d @ W2.T * (z > 0)
    dW1, db1, dW2, db2 = x.T @ below, below.sum(axis=0), h.T @ d, d.sum(axis=0)
"""
THREE = """
def attention_back(Q, K, V, arriving):
    r = np.sqrt(Q.shape[1]); s = Q @ K.T / r
    p = np.exp(s - s.max(axis=1, keepdims=True)); p /= p.sum(axis=1, keepdims=True)
    g = arriving @ V.T; s = p * (g - (p * g).sum(axis=1, keepdims=True)) / r
    dQ, dK, dV = s @ K, s.T @ Q, p.T @ arriving
"""
PARTS = [
    (
        "17.gradients",
        FOUR + "    return dW1, dW2, db1, db2",
        "By their shapes your arrays are dW1, dW2, db1, db2.",
    ),
    ("17.gradients", FOUR + "    return dW1, 2 * dW2, 3 * db1, db2", "your arrays are dW1, dW2, db1, db2."),
    (
        "17.gradients",
        FOUR + "    return np.concatenate([one.ravel() for one in (dW2, db2, dW1, db1)])",
        "your arrays come in another order: dW2, db2, dW1, db1. The order asked for is dW1, db1, dW2, db2.",
    ),
    (
        "17.gradients",
        FOUR + "    return dW1.T, db1, dW2.T, db2",
        "(4, 3); the shape (3, 4) is asked for. Is it transposed",
    ),
    (
        "17.gradients",
        FOUR + "    return dW1, db1, dW2",
        "4 arrays are asked for, in this order: dW1, db1, dW2, db2.",
    ),
    (
        "17.gradients",
        FOUR + "    return dW1, below, dW2, db2",
        "db1 has the shape (5, 4); the shape (4,) is asked for.",
    ),
    (
        "17.gradients",
        FOUR + "    return dW1, db1 + 0.3, dW2, db2",
        "Right: dW1, dW2, db2. Not right yet: db1.",
    ),
    (
        "17.gradients",
        FOUR + "    dW1[0, 0] = dW2[0, 0] = db1[:] = db2[:] = 7.0\n    return dW1, db1, dW2, db2",
        "Look again at dW1 (11 of its 12 numbers are right), db1, dW2 (11 of its 12 numbers are right), db2.",
    ),
    ("16.attention_back", THREE + "    return dV, dK, dQ", "another order: dL/dV, dL/dK, dL/dQ."),
    (
        "16.attention_back",
        THREE + "    return dQ, dK, 0.7 * dV",
        "Right: dL/dQ, dL/dK. Not right yet: dL/dV.",
    ),
    (
        "16.attention_back",
        THREE + "    return dQ",
        "3 arrays are asked for, in this order: dL/dQ, dL/dK, dL/dV.",
    ),
    ("16.attention_back", THREE + "    dK[0, 1] = np.nan\n    return dQ, dK, dV", "dL/dK[0, 1] is nan"),
]


@pytest.mark.parametrize(("asked", "code", "words"), PARTS, ids=lambda one: str(one)[-40:])
def test_arrays_with_names_are_told_apart(asked, code, words):
    assert words in " ".join(said(asked, code))


CELL = """
def cell_back(x, y, u, w, b):
    h = [0.0]
    for each in x: h.append(np.tanh(u * each + w * h[-1] + b))
    du, dw, db, g = [], [], [], h[-1] - y
    for t in range(len(x), 0, -1):
        d = g * (1 - h[t] ** 2); du.append(d * x[t - 1]); dw.append(d * h[t - 1]); db.append(d); g = d * w
"""
COUNTED = [
    (
        "15.cell_back",
        CELL + "    return du, dw, db",
        "Each of dL/du, dL/dw, dL/db holds 4 numbers in your answer.",
    ),
    (
        "15.cell_back",
        CELL + "    return sum(du), dw, sum(db)",
        "dL/dw holds 4 numbers. One number is asked for there.",
    ),
    (
        "15.cell_back",
        CELL + "    return sum(dw), sum(du), sum(db)",
        "The order asked for is dL/du, dL/dw, dL/db.",
    ),
    (
        "17.scaled",
        "def scaled(x, x_new): return x - 1, x_new - 1",
        "2 arrays of different shapes. One is asked for",
    ),
    ("16.parameters", "parameters = [6, 12]", "Your answer holds 2 numbers; one number is asked for."),
    ("09.count_steps", "count_steps = [20, 32]", "Your answer holds 2 numbers; one number is asked for."),
]


@pytest.mark.parametrize(("asked", "code", "words"), COUNTED, ids=lambda one: str(one)[-40:])
def test_too_many_numbers_are_told_by_their_place(asked, code, words):
    told = " ".join(said(asked, code))
    assert words in told
    assert "decimal point" not in told
    assert "equally long" not in told


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ("14.links", "links = 4711"),
        ("16.parameters", "parameters = 1711"),
        ("16.deep_chain", "deep_chain = 0.17"),
    ],
)
def test_no_sign_is_praised_where_no_slip_turns_it(asked, code):
    assert said(asked, code)[0] in (
        "Not right yet. Your result is too large.",
        "Not right yet. Your result is too small.",
    )


def test_the_sign_of_a_slope_is_worth_a_word():
    assert "The sign is right" in said("07.with_biases", "with_biases = 1.2345")[0]


def test_relu_is_named_only_where_there_is_one():
    assert "ReLU" not in " ".join(said("14.taken_back", "taken_back = [[1, 5], [1, 0], [-1, 1]]"))
    assert "ReLU" in " ".join(said("07.outer", "outer = [[-1.104, 1.932, 1.0], [0.552, -0.966, -0.5]]"))


def test_what_is_right_for_the_first_numbers_is_not_called_all_wrong_before():
    first, lead, called = said(
        "14.norm_back",
        "def norm_back(x, arriving, eps):\n"
        "    s = x.std(); r = (x - x.mean()) / s\n"
        "    return (arriving - arriving.mean() - r * (arriving * r).mean()) / s",
    )
    assert first == "Not right yet. It is right for the first numbers that it was tried on, not for others."
    assert lead.startswith("Whatever eps is")
    assert called.endswith("it goes wrong. None of the 5 numbers is right yet.")


def test_a_factor_is_told_once_and_with_its_size():
    told = said("14.column_back", "def column_back(column, row, arriving): return 2 * arriving @ row")
    assert told == (
        "Not right yet.",
        "What you return is 2 times the right answer, whatever the numbers. "
        "Which factor stands once too often, or is missing?",
    )


RANDOM = [
    ("rng.normal(size=W1.shape)", "rng = np.random.default_rng()\n", "`normal` in it draws"),
    ("np.random.rand(2, 3)", "", "`rand` in it draws"),
    ("torch.nn.Linear(2, 3).weight.detach().numpy().T", "", "`Linear` in it draws"),
    ("kept.append(1) or W1 + len(kept)", "kept = []\n", "into `kept` stays there for the next call"),
]


@pytest.mark.parametrize(("value", "before", "words"), RANDOM)
def test_chance_is_no_memory(value, before, words):
    code = f"{before}def batch_gradient(x, y, W1, b1, W2, b2):\n    return {value}"
    first, why = said("07.batch_gradient", code)
    assert "two different answers" in first
    assert words in why


WRONG_ELSEWHERE = [
    ("00.dot", "def dot(values, weights):\n    return sum(v * w for v, w in zip(values, weights) if w <= 5)"),
    (
        "14.norm_back",
        "def norm_back(x, arriving, eps):\n    s = x.std(); r = (x - x.mean()) / s\n"
        "    return (arriving - arriving.mean() - r * (arriving * r).mean()) / s",
    ),
    (
        "12.way_back",
        "def way_back(parents, slopes):\n    g = [0.0] * len(parents); g[-1] = 1\n"
        "    for n in reversed(range(len(parents))):\n"
        "        for p, s in zip(parents[n][:2], slopes[n]): g[p] += s * g[n]\n    return g[:3]",
    ),
]


@pytest.mark.parametrize(("asked", "code"), WRONG_ELSEWHERE, ids=lambda one: one[:20])
def test_the_call_that_fails_can_be_copied_and_tried(asked, code):
    (shown,) = [one for one in said(asked, code) if one.startswith("Called as ")]
    call = shown.removeprefix("Called as ").split(" it goes wrong.")[0]
    names = {"np": np}
    exec(code, names)
    theirs, asks = eval(call, names), QUESTIONS[asked]
    right = eval(call, {"np": np, asks.variable: asks.solution})
    assert not np.allclose(theirs, right)


def test_hard_coded_columns_are_told_as_columns():
    told = " ".join(
        said(
            "16.attention_back", THREE.replace("np.sqrt(Q.shape[1])", "np.sqrt(2)") + "    return dQ, dK, dV"
        )
    )
    assert "Q has 2 columns" in told
    assert "as many rows as columns" not in told


BATCH_LOOP = """
def batch_gradient(x, y, W1, b1, W2, b2):
    s = lambda z: 1 / (1 + np.exp(-z))
    total = np.zeros_like(W1)
    for k in range(min(4, len(x))):
        h = s(x[k] @ W1 + b1); p = s(h @ W2 + b2)
        total += np.outer(x[k], W2 @ ((p - y[k]) * p * (1 - p)) * h * (1 - h))
    return total / len(x)
"""
LAYERS = """
def backward(x, y, weights, biases):
    a, zs = [x], []
    for W, b in zip(weights, biases): zs.append(a[-1] @ W); a.append(np.maximum(0, zs[-1]))
    d, dW, db = zs[-1] - y, [], []
    for k in reversed(range(len(weights))):
        dW.insert(0, np.outer(a[k], d)); db.insert(0, d)
        if k: d = weights[k] @ d * (zs[k - 1] > 0)
    return dW, db
"""
# What was said before of each of these is named behind it: it was not so, or said nothing.
SEEN_BY_A_STRANGER = [
    (
        "00.dot",
        "def dot(values, weights): return round(float(np.dot(values, weights)), 2)",
        "with 2 decimals",
        "",
    ),
    (
        "01.forward_by_hand",
        "def forward_by_hand(x, w):\n    r = lambda z: max(0, z)\n"
        "    return round(r(x[0]*w[0]+x[1]*w[1])*w[4] + r(x[0]*w[2]+x[1]*w[3])*w[5], 4)",
        "the right answer with 4 decimals",
        "",
    ),
    (
        "02.mean_loss",
        "def mean_loss(predictions, targets):\n    e = predictions[:, 0] - targets\n"
        "    return np.mean(e[e != 0]**2)/2",
        "is nan, which is not a finite number",
        "one wrong sign",
    ),
    (
        "02.mean_loss",
        "def mean_loss(predictions, targets):\n"
        "    return np.mean(np.minimum(0, predictions[:, 0] - targets)**2)/2",
        "in which the prediction is below the target",
        "",
    ),
    (
        "03.partials",
        "def partials(x, y, w): return [0.0, 0.0] if x[0] < 100 else x",
        "the same numbers whatever it is given",
        "float32",
    ),
    (
        "03.partials",
        "def partials(x, y, w):\n    f = lambda a, b: (x[0]*a + x[1]*b - y)**2/2\n"
        "    return [(f(w[0]+1e-6, w[1])-f(*w))/1e-5, (f(w[0], w[1]+1e-6)-f(*w))/1e-5]",
        "0.1 times the right answer",
        "differs from case to case",
    ),
    (
        "04.train",
        "def train(size, price, w, learning_rate, steps):\n    for k in range(steps):\n"
        "        w = w - learning_rate/steps*(w*size-price)*size\n    return w",
        "in which steps is at most 1",
        "in which steps is 0",
    ),
    (
        "03.partials",
        "def partials(x, y, w):\n    e = x[0]*w[0]+x[1]*w[1]-y\n"
        "    return np.clip([e*x[0], e*x[1]], -10, 10)",
        "it goes wrong",
        "Is your nudge too large",
    ),
    ("04.units", 'units = "-60000 dollars * square feet"', "its power of ten is not", "leaves out"),
    (
        "05.slope_curve",
        "slope_curve = [0.25] * 5",
        "does the curve rise, fall or stay",
        "a part that is left out",
    ),
    (
        "05.chain",
        "def chain(x, y, w1, b1, w2, b2):\n    s = lambda z: 1/(1+np.exp(z))\n"
        "    h = s(x*w1+b1); p = s(h*w2+b2); d = (p-y)*p*(1-p); d1 = d*w2*h*(1-h)\n"
        "    return [d1*x, d1, d*h, d, d1*w1]",
        "None of the 5 numbers is right",
        "4 of 5",
    ),
    (
        "05.chain",
        "def chain(x, y, w1, b1, w2, b2):\n    s = lambda z: 1/(1+np.exp(-z))\n"
        "    h = s(x*w1+b1); p = s(h*w2+b2); d = (p-y)*p*(1-p); d1 = d*(w2 - .1*d*h)*h*(1-h)\n"
        "    return [d1*x, d1, d*h, d, d1*w1]",
        "Not right yet: the first neuron",
        "too early",
    ),
    (
        "05.relu_chain",
        "def relu_chain(x, y, w1, b1, w2, b2):\n    z = x*w1+b1; d = max(0, z)*w2+b2-y; d1 = d*w2*(z > 0)\n"
        "    return [d1*x, d1, d*(z > 0), d, d1*w1]",
        "takes the slope of ReLU, 1 or 0, for the hidden value",
        "you have set",
    ),
    (
        "07.bias_gradient",
        "def bias_gradient(x, y, W1, b1, W2, b2):\n"
        "    return W2 @ (np.maximum(0, x @ W1 + b1) @ W2 + b2 - y)",
        "who takes what arrives at a hidden unit for the gradient of its bias",
        "takes z instead of h for W2",
    ),
    ("07.batch_gradient", BATCH_LOOP, "in which x has at most 4 rows", ""),
    ("07.backward", LAYERS, "Whatever biases is", ""),
    (
        "08.numeric_gradient",
        "def numeric_gradient(f, x, h):\n    g = []\n    for k in range(2):\n"
        "        above = np.array(x, dtype=float); below = above\n        above[k] += h; below[k] -= h\n"
        "        g.append((f(above)-f(below))/(2*h))\n    return g",
        "asks f twice at the same point",
        "",
    ),
    (
        "08.numeric_gradient",
        "def numeric_gradient(f, x, h):\n    x = np.array(x, dtype=float)\n"
        "    return [(f(x+h*e)-f(x-h*e))/2*h for e in np.eye(2)]",
        "the brackets round 2 * h are missing",
        "",
    ),
    (
        "08.numeric_gradient",
        "def numeric_gradient(f, x, h):\n    x = np.array(x, dtype=float)\n"
        "    return [f(x+h*e)-f(x-h*e)/(2*h) for e in np.eye(2)]",
        "in which h is 0.5",
        "too early",
    ),
    (
        "09.train",
        "def train(x, y, W1, W2, learning_rate, steps): return [1], [[W1, W2]]",
        "Three things",
        "rows",
    ),
    (
        "15.kernel_back",
        "def kernel_back(x, arriving):\n"
        "    a = arriving.T if arriving.shape[0] == arriving.shape[1] else arriving\n    h, w = a.shape\n"
        "    r, c = x.shape[0] - h + 1, x.shape[1] - w + 1\n"
        "    return [[np.sum(x[i:i+h, j:j+w]*a) for j in range(c)] for i in range(r)]",
        "None of the 6 numbers is right",
        "1 times",
    ),
    (
        "17.scaled",
        "def scaled(x, x_new): return (x_new - x.mean(0)) / (x.std(0) + 1e-12)",
        "it goes wrong",
        "1 times the right answer",
    ),
]


@pytest.mark.parametrize(
    ("asked", "code", "words", "never"), SEEN_BY_A_STRANGER, ids=lambda one: str(one)[:30]
)
def test_what_is_said_is_so(asked, code, words, never):
    told = " ".join(said(asked, code))
    assert words in told
    assert not never or never not in told


def test_a_function_that_sometimes_happens_to_be_right_is_random_all_the_same():
    code = "def forward(x, W1, b1, W2, b2):\n    h = np.maximum(0, x @ W1 + b1)\n"
    code += "    return (h if np.random.rand() < .97 else 2 * h) @ W2 + b2"
    told = [" ".join(said("01.forward", code)) for _ in range(5)]
    assert all("It goes right where" not in one for one in told)


@pytest.mark.parametrize("k", range(len(QUESTIONS["08.numeric_gradient"].cases)))
def test_a_function_that_is_handed_over_is_shown_as_it_is(k):
    asks = QUESTIONS["08.numeric_gradient"]
    f, x, h = asks.arguments(asks.cases[k])
    shown = eval(f.typed, {"np": np})
    assert np.isclose(shown(np.array(x) + h), f(np.array(x) + h), rtol=1e-6)


def test_drawn_functions_are_shown_as_they_are():
    for case, _ in zip(QUESTIONS["08.numeric_gradient"].domain.cases(1), range(20), strict=False):
        shown = eval(case["f"].typed, {"np": np})
        assert np.isclose(shown([1.5, -0.7]), case["f"]([1.5, -0.7]))


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (1721, "at least five"),
        (1720, "at least five"),
        (1724.4286, "whole number"),
        (1722, "Your result is too large"),
    ],
)
def test_a_number_with_too_few_digits_is_told_how_many_and_a_large_one_is_not_whole_by_chance(answer, told):
    verdict = judge(QUESTIONS["12.cost"], answer, 0)
    assert not verdict.passed
    assert told in str(verdict)
