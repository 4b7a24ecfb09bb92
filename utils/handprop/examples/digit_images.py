"""Handwritten digits, real and small, and a network that reads them."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np

from handprop.network import Network

_HELD_OUT = 500


class Digits(NamedTuple):
    """Images of 8 by 8 pixels as rows of 64 numbers from 0 (paper) to 1 (ink), and their one-hot targets.

    ``x`` (1297, 64) and ``y`` (1297, 10) are for training; ``x_held`` (500, 64) and ``y_held`` (500, 10) are
    held out.
    """

    x: np.ndarray
    y: np.ndarray
    x_held: np.ndarray
    y_held: np.ndarray


def digits() -> Digits:
    """The 1797 digits that come with scikit-learn, shuffled (seed 0), scaled and split.

    Source: E. Alpaydin, C. Kaynak, "Optical Recognition of Handwritten Digits", UCI Machine Learning
    Repository, 1998; scikit-learn bundles the test part.
    """
    from sklearn.datasets import load_digits

    data = load_digits()
    order = np.random.default_rng(0).permutation(len(data.data))
    x, y = data.data[order] / 16, np.eye(10)[data.target[order]]
    return Digits(x[:-_HELD_OUT], y[:-_HELD_OUT], x[-_HELD_OUT:], y[-_HELD_OUT:])


@cache
def digits_network() -> Network:
    """The 64-32-10 network of lesson 10 (ReLU, softmax), trained as there; takes a second or two."""
    data, rng = digits(), np.random.default_rng(0)
    net = untrained(rng)
    for _ in range(40):
        order = rng.permutation(len(data.x))
        for k in range(0, len(order), 32):
            batch = order[k : k + 32]
            net = net.update(net.gradients(data.x[batch], data.y[batch]), learning_rate=0.2)
    return net


def untrained(rng: np.random.Generator) -> Network:
    """The same network at random weights."""
    params = {
        "W1": rng.normal(0, np.sqrt(2 / 64), (64, 32)),
        "b1": np.zeros(32),
        "W2": rng.normal(0, np.sqrt(2 / 32), (32, 10)),
        "b2": np.zeros(10),
    }
    return Network(params, ["relu", "softmax"], loss="categorical_cross_entropy")
