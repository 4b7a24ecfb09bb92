"""Steps of training that come out the same to the last digit in Python and in the browser, in steps.js.

With a large learning rate a difference in the sixteenth digit of a weight can grow from epoch to epoch, until
two programs that only nearly agree show different losses.  So both do the same additions and multiplications
in the same order, and take e to a power by them, not by a library.  A test compares them with
`handprop.network`.

>>> float(sigmoid(np.array([0.0]))[0])
0.5
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

_LN2 = (6.93147180369123816490e-01, 1.90821492927058770002e-10)  # its first 32 bits, and the rest
_HALVES = 0.5 ** np.arange(1075.0)  # exact, down to the smallest number there is
_TERMS = range(15, 0, -1)


def sigmoid(z: np.ndarray) -> np.ndarray:
    """1 / (1 + exp(-z)), by additions, multiplications and divisions only."""
    size = np.minimum(np.abs(z), 700.0)
    halvings = np.floor(size / _LN2[0] + 0.5)
    rest = size - halvings * _LN2[0] - halvings * _LN2[1]
    power = np.ones_like(z)
    for k in _TERMS:  # the series of exp, from its last term on
        power = 1.0 - power * rest / k
    power = power * _HALVES[halvings.astype(int)]
    return np.where(z < 0, power, 1.0) / (1.0 + power)


def _total(terms: np.ndarray, axis: int) -> np.ndarray:
    """The sum along an axis, one term after the other; np.sum has an order of its own."""
    return np.add.accumulate(terms, axis=axis).take(-1, axis=axis)


def step(
    p: np.ndarray, x: np.ndarray, y: np.ndarray, rates: np.ndarray, hidden: str
) -> tuple[np.ndarray, np.ndarray]:
    """One step on all samples, for each learning rate: the loss before it, shape (rates,), and the new ``p``.

    ``p`` has shape (rates, 4 units + 1): in each row W1 row by row, b1, W2, b2.  ``x`` has shape
    (samples, 2), ``y`` (samples,).  ``hidden`` is sigmoid or relu; the output is sigmoid, the loss half
    the square.
    """
    n = (p.shape[1] - 1) // 4
    w1, w2, b, v, c = (part[:, None] for part in np.split(p, [n, 2 * n, 3 * n, 4 * n], axis=1))
    x1, x2 = x[:, :1], x[:, 1:]
    z = x1 * w1 + x2 * w2 + b  # (rates, samples, units)
    h = sigmoid(z) if hidden == "sigmoid" else np.maximum(z, 0.0)
    prediction = sigmoid(_total(h * v, 2) + c[..., 0])  # (rates, samples)
    error = prediction - y
    delta = (error * (prediction * (1.0 - prediction)))[..., None]
    back = delta * v
    back = back * (h * (1.0 - h)) if hidden == "sigmoid" else np.where(z > 0, back, 0.0)
    slopes = np.concatenate([back * x1, back * x2, back, delta * h, delta], axis=2)
    mean = _total(slopes, 1) / len(x)
    return _total(0.5 * error * error, 1) / len(x), p - rates[:, None] * mean


class Runs:
    """A training for each of some rates, from one start: as many epochs as were asked for."""

    def __init__(
        self, start: np.ndarray, x: np.ndarray, y: np.ndarray, rates: tuple[float, ...], hidden: str
    ):
        self._given = x, y, np.array(rates), hidden
        self.params = [np.tile(start, (len(rates), 1))]
        self.losses: list[np.ndarray] = []

    def until(self, epoch: int) -> Runs:
        """Have ``params[epoch + 1]`` and ``losses[epoch + 1]``: words tell what comes next."""
        while len(self.losses) <= epoch + 1:
            loss, after = step(self.params[-1], *self._given)
            self.losses.append(loss)
            self.params.append(after)
        return self


@lru_cache(8)
def runs(
    start: tuple[float, ...],
    x: tuple[tuple[float, ...], ...],
    y: tuple[float, ...],
    rates: tuple[float, ...],
    hidden: str,
) -> Runs:
    """The runs of that start, kept for the next question."""
    return Runs(np.array(start), np.array(x), np.array(y), rates, hidden)
