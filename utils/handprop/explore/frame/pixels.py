"""What the explorers of digits send to the browser: pictures and networks, as short texts.

>>> unpacked(packed([0.5, -1.25])).tolist()
[0.5, -1.25]
"""

from __future__ import annotations

import string
from functools import cache

import numpy as np

from handprop.examples import digits, digits_network
from handprop.language import tr
from handprop.network import Network

# Weights are rounded to steps of this size: two letters hold one.  Being a power of two, like the steps of
# ink, it makes all sums exact, in any order: NumPy and the browser agree in every digit.
UNIT = 1 / 512
INK = 16  # a pixel is a whole number from 0, paper, to 16, ink
SIDE = 8
MARKED = 0.3  # share of the strongest pixel from which on a sign is written into a pixel
EACH = 3  # pictures of each digit that the network reads rightly
LETTERS = string.ascii_uppercase + string.ascii_lowercase + string.digits + "-_"
_HALF = len(LETTERS) ** 2 // 2


def packed(numbers) -> str:
    """Two letters for each number, in rows; the numbers must be smaller than 4 in size.

    Raises ValueError for a larger one.
    """
    steps = np.rint(np.ravel(numbers) / UNIT).astype(int) + _HALF
    if steps.min() < 0 or steps.max() >= 2 * _HALF:
        raise ValueError(tr("Only numbers below {half:g} in size can be packed.", half=_HALF * UNIT))
    return "".join(LETTERS[k // 64] + LETTERS[k % 64] for k in steps)


def unpacked(text: str) -> np.ndarray:
    """The numbers that `packed` made into a text, shape (count,)."""
    places = np.array([LETTERS.index(letter) for letter in text]).reshape(-1, 2)
    return (places @ [64, 1] - _HALF) * UNIT


def rounded(net: Network) -> Network:
    """The network with the weights that the browser gets."""
    return net.with_params({name: unpacked(packed(p)).reshape(p.shape) for name, p in net.params.items()})


def described(net: Network) -> dict:
    """A network as the front end unpacks it."""
    return {
        "params": {name: [list(value.shape), packed(value)] for name, value in net.params.items()},
        "activations": list(net.activations),
        "loss": net.loss_name,
    }


@cache
def reader() -> Network:
    """The network of lesson 10, with the weights that the browser gets."""
    return rounded(digits_network())


@cache
def pictures() -> tuple[np.ndarray, np.ndarray]:
    """Held-out pictures and their labels: three of each digit that `reader` reads rightly, then its mistakes.

    Shapes (pictures, 64), whole numbers from 0 to 16, and (pictures,).
    """
    data = digits()
    truth = data.y_held.argmax(axis=1)
    said = reader().forward(data.x_held)["prediction"].argmax(axis=1)
    right = [k for digit in range(10) for k in np.flatnonzero((truth == digit) & (said == digit))[:EACH]]
    chosen = [*right, *np.flatnonzero(said != truth)]
    return np.rint(data.x_held[chosen] * INK).astype(int), truth[chosen]


def described_pictures() -> list[list]:
    """Each picture as 64 letters and its label."""
    rows, labels = pictures()
    return [["".join(LETTERS[v] for v in row), int(label)] for row, label in zip(rows, labels, strict=True)]


def place(index: int) -> str:
    """A pixel in words, counted from 1 as in lesson 11."""
    return tr("row {row}, column {column}", row=index // SIDE + 1, column=index % SIDE + 1)
