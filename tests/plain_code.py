"""Right functions in plain code that knows nothing of the bank, to be written with a slip."""

import numpy as np

from handprop.check import load_questions

CHAIN = """
def chain(x, y, w1, b1, w2, b2):
    z1 = x * w1 + b1
    h = 1 / (1 + np.exp(-z1))
    prediction = 1 / (1 + np.exp(-(h * w2 + b2)))
    error = prediction - y
    delta = error * prediction * (1 - prediction)
    delta1 = delta * w2 * h * (1 - h)
    db1 = delta1
    return [delta1 * x, db1, delta * h, delta, delta1 * w1]
"""
RELU_CHAIN = """
def relu_chain(x, y, w1, b1, w2, b2):
    z1 = x * w1 + b1
    h = max(0, z1)
    error = h * w2 + b2 - y
    prediction = h * w2 + b2
    delta = error
    delta1 = delta * w2 * (z1 > 0)
    db1 = delta1
    dw2 = delta * h
    return [delta1 * x, db1, dw2, delta, delta1 * w1]
"""
STEP = """
def exercise_2(x, y, w, learning_rate):
    x, w = np.array(x, dtype=float), np.array(w, dtype=float)
    W1, W2 = w[:4].reshape(2, 2).T, w[4:]
    z = x @ W1
    h = np.maximum(0, z)
    prediction = h @ W2
    error = prediction - y
    dh = error * W2
    dz = dh * (z > 0)
    dW2 = error * h
    gradient = np.concatenate([np.outer(x, dz).T.ravel(), dW2])
    return w - learning_rate * gradient
"""
BIAS = """
def bias_gradient(x, y, W1, b1, W2, b2):
    z = x @ W1 + b1
    h = np.maximum(0, z)
    error = h @ W2 + b2 - y
    prediction = h @ W2 + b2
    dh = W2 @ error
    db1 = dh * (z > 0)
    return db1
"""
BATCH = """
def batch_gradient(x, y, W1, b1, W2, b2):
    h = 1 / (1 + np.exp(-(x @ W1 + b1)))
    prediction = 1 / (1 + np.exp(-(h @ W2 + b2)))
    error = prediction - y
    delta = error * prediction * (1 - prediction) / len(x)
    back = delta @ W2.T
    delta_h = back * h * (1 - h)
    return x.T @ delta_h
"""
FORWARD = """
def forward(x, W1, b1, W2, b2):
    z = x @ W1 + b1
    h = np.maximum(0, z)
    return h @ W2 + b2
"""
SOFTMAX = """
def softmax_gradient(x, y, W, b):
    e = np.exp(x @ W + b)
    p = e / e.sum(axis=1, keepdims=True)
    dz = p - y
    return x.T @ dz / len(x)
"""
WORST = """
def worst_error(analytic, numeric):
    pairs = zip(analytic, numeric)
    return max(abs(a - n) / max(abs(a), abs(n), 1e-300) for a, n in pairs)
"""
LESSON = {
    "chain": "05_chain_rule",
    "relu_chain": "05_chain_rule",
    "exercise_2": "06_by_hand",
    "bias_gradient": "07_matrices",
    "batch_gradient": "07_matrices",
    "forward": "01_forward_pass",
    "softmax_gradient": "10_digits",
    "worst_error": "08_check_gradients",
}
RIGHT = {
    "chain": CHAIN,
    "relu_chain": RELU_CHAIN,
    "exercise_2": STEP,
    "bias_gradient": BIAS,
    "batch_gradient": BATCH,
    "forward": FORWARD,
    "softmax_gradient": SOFTMAX,
    "worst_error": WORST,
}


def function(name, old="", new=""):
    """The right function with one piece of its text written otherwise."""
    source = RIGHT[name]
    assert source.count(old) == 1 or not old
    names = {"np": np}
    exec(source.replace(old, new) if old else source, names)
    return names[name]


def question(name):
    return next(one for one in load_questions(LESSON[name]) if one.name == name or one.variable == name)
