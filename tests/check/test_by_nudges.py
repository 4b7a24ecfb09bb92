"""Random cases never refuse a right answer that was measured by nudges, whatever the seed.

python course.py test -m slow tests/check/test_by_nudges.py
"""

from itertools import islice

import numpy as np
import pytest
from questions import all_questions

from handprop.check.answers import trials

QUESTIONS = {f"{lesson[:2]}.{question.name}": question for lesson, question in all_questions()}


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def slopes(f, point, nudge):
    """Central differences of a function of an array."""
    point = np.array(point, dtype=float)
    found = np.zeros_like(point)
    for place in np.ndindex(point.shape):
        above, below = point.copy(), point.copy()
        above[place] += nudge
        below[place] -= nudge
        found[place] = (f(above) - f(below)) / (2 * nudge)
    return found


def chain(nudge):
    def by_nudges(x, y, w1, b1, w2, b2):
        def loss(v):
            return (sigmoid(sigmoid(v[4] * v[0] + v[1]) * v[2] + v[3]) - y) ** 2 / 2

        return slopes(loss, [w1, b1, w2, b2, x], nudge)

    return by_nudges


def exercise_2(nudge):
    def by_nudges(x, y, w, learning_rate):
        def loss(w):
            h1, h2 = max(0, x[0] * w[0] + x[1] * w[1]), max(0, x[0] * w[2] + x[1] * w[3])
            return (h1 * w[4] + h2 * w[5] - y) ** 2 / 2

        return np.array(w) - learning_rate * slopes(loss, w, nudge)

    return by_nudges


def bias_gradient(nudge):
    def by_nudges(x, y, W1, b1, W2, b2):
        return slopes(lambda b: np.sum((np.maximum(0, x @ W1 + b) @ W2 + b2 - y) ** 2) / 2, b1, nudge)

    return by_nudges


def batch_gradient(nudge):
    def by_nudges(x, y, W1, b1, W2, b2):
        def loss(W):
            return np.mean(np.sum((sigmoid(sigmoid(x @ W + b1) @ W2 + b2) - y) ** 2, 1)) / 2

        return slopes(loss, W1, nudge)

    return by_nudges


def backward(nudge):
    def by_nudges(x, y, weights, biases):
        def loss(all_of_them):
            h = x
            for k, (W, b) in enumerate(zip(*all_of_them, strict=True)):
                z = h @ W + b
                h = np.maximum(0, z) if k < len(weights) - 1 else z
            return np.sum((h - y) ** 2) / 2

        def along(which, k):
            def changed(value):
                moved = [list(weights), list(biases)]
                moved[which][k] = value
                return loss(moved)

            return changed

        given = (weights, biases)
        return [[slopes(along(i, k), one, nudge) for k, one in enumerate(given[i])] for i in (0, 1)]

    return by_nudges


def softmax_gradient(nudge):
    def by_nudges(x, y, W, b):
        def loss(W):
            z = x @ W + b
            top = z.max(1, keepdims=True)
            return np.mean(top[:, 0] + np.log(np.exp(z - top).sum(1)) - (z * y).sum(1))

        return slopes(loss, W, nudge)

    return by_nudges


def impact(nudge):
    def by_nudges(x, W1, b1, W2, output):
        return slopes(lambda x: (np.maximum(0, x @ W1 + b1) @ W2)[output], x, nudge)

    return by_nudges


def new_operation(nudge):
    def by_nudges(a):
        return np.tanh(a), slopes(np.tanh, a, nudge)

    return by_nudges


def swish_backward(nudge):
    def by_nudges(z, arriving):
        return slopes(lambda z: np.sum(arriving * z * sigmoid(z)), z, nudge)

    return by_nudges


def column_back(nudge):
    def by_nudges(column, row, arriving):
        return slopes(lambda column: np.sum(arriving * column * row), column, nudge)

    return by_nudges


def norm_back(nudge):
    def by_nudges(x, arriving, eps):
        return slopes(lambda x: (x - x.mean()) / np.sqrt(x.var() + eps) @ arriving, x, nudge)

    return by_nudges


def input_back(nudge):
    def by_nudges(k, arriving):
        def loss(x):
            return sum(arriving[place] * (x[place : place + len(k)] @ k) for place in range(len(arriving)))

        return slopes(loss, np.ones(len(k) + len(arriving) - 1), nudge)

    return by_nudges


def kernel_back(nudge):
    def by_nudges(x, arriving):
        def loss(kernel):
            windows = np.lib.stride_tricks.sliding_window_view(x, kernel.shape)
            return np.einsum("ijkl,kl,ij->", windows, kernel, arriving)

        return slopes(loss, np.ones(np.subtract(x.shape, arriving.shape) + 1), nudge)

    return by_nudges


def cell_back(nudge):
    def by_nudges(x, y, u, w, b):
        def loss(v):
            h = 0.0
            for each in x:
                h = np.tanh(v[0] * each + v[1] * h + v[2])
            return (h - y) ** 2 / 2

        return slopes(loss, [u, w, b], nudge)

    return by_nudges


def layer_norm_back(nudge):
    def by_nudges(x, gain, arriving, eps):
        def loss(x):
            spread = np.sqrt(x.var(axis=1, keepdims=True) + eps)
            return np.sum(arriving * gain * (x - x.mean(axis=1, keepdims=True)) / spread)

        return slopes(loss, x, nudge)

    return by_nudges


def attention_back(nudge):
    def by_nudges(Q, K, V, arriving):
        def loss(tables):
            q, k, v = tables
            scores = q @ k.T / np.sqrt(q.shape[1])
            e = np.exp(scores - scores.max(axis=1, keepdims=True))
            return np.sum(arriving * (e / e.sum(axis=1, keepdims=True) @ v))

        return slopes(loss, [Q, K, V], nudge)

    return by_nudges


def new_layer_back(nudge):
    def by_nudges(x, A, B, arriving):
        return slopes(lambda x: arriving @ (x @ A * sigmoid(x @ B)), x, nudge)

    return by_nudges


BY_NUDGES = {
    "05.chain": chain,
    "06.exercise_2": exercise_2,
    "07.bias_gradient": bias_gradient,
    "07.batch_gradient": batch_gradient,
    "07.backward": backward,
    "10.softmax_gradient": softmax_gradient,
    "11.impact": impact,
    "12.new_operation": new_operation,
    "13.swish_backward": swish_backward,
    "14.column_back": column_back,
    "14.norm_back": norm_back,
    "15.input_back": input_back,
    "15.kernel_back": kernel_back,
    "15.cell_back": cell_back,
    "16.layer_norm_back": layer_norm_back,
    "16.attention_back": attention_back,
    "16.new_layer_back": new_layer_back,
}
NUDGES = (1e-4, 1e-5, 1e-6)


def refused(name, nudge, seeds):
    """The seeds with which the function by nudges is refused, each with the first case."""
    question, function, found = QUESTIONS[name], BY_NUDGES[name](nudge), []
    for seed in seeds:
        cases = list(trials.steady(question, islice(question.domain.cases(seed), 60)))
        failed = [one for one in trials.tried(function, cases) if not one.right]
        found += [(seed, one.case, one.outcome, one.wanted) for one in failed[:1]]
    return found


@pytest.mark.parametrize("name", BY_NUDGES)
def test_a_right_answer_by_nudges_passes(name):
    assert refused(name, 1e-5, range(1)) == []
    assert QUESTIONS[name].answer.passes(QUESTIONS[name], BY_NUDGES[name](1e-5), seed=0)


@pytest.mark.slow
@pytest.mark.parametrize("nudge", NUDGES)
@pytest.mark.parametrize("name", BY_NUDGES)
def test_it_passes_with_hundreds_of_seeds(name, nudge):
    if (name, nudge) == ("16.layer_norm_back", 1e-4):
        pytest.skip("where a row's numbers are near together, the result bends within 0.0001")
    assert refused(name, nudge, range(300)) == []
