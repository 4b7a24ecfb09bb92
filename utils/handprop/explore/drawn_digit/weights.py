"""The network that reads drawn digits: trained here, by the course's own code, and stored.

Lesson 10's network reads pictures that fill their frame.  A hand on a screen draws beside the middle, too
small, or slanted, so this one sees each picture of the training anew in every epoch: moved, turned,
stretched, slanted.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import numpy as np

from handprop.examples import digits
from handprop.examples.digit_images import untrained
from handprop.explore.frame.pixels import INK, LETTERS, described, rounded, unpacked
from handprop.network import Network

EPOCHS = 400
MOVED, TURNED, SLANTED, STRETCHED = 1.0, 0.2, 0.35, (0.65, 1.1)  # pixels, radians, shear, factors
_SURE = 0.97  # the share from which on a picture is read without a doubt
_STORE = Path(__file__).with_name("weights.json")


@cache
def networks() -> dict[str, Network]:
    """``"trained"`` and ``"at random"``, the weights that it started from; both as the browser gets them."""
    return {name: _read(told) for name, told in stored()["networks"].items()}


@cache
def stored() -> dict:
    """``networks``, by name, and ``sheets``, written by hand, as the front end unpacks them."""
    return json.loads(_STORE.read_text(encoding="utf-8"))


def train() -> dict:
    """Train (seed 0), and describe what `stored` has; 10 seconds or so."""
    data, rng = digits(), np.random.default_rng(0)
    start = net = untrained(rng)
    for epoch in range(EPOCHS):
        x, order = varied(data.x, rng), rng.permutation(len(data.x))
        rate = 0.2 if epoch < 0.7 * EPOCHS else 0.05
        for k in range(0, len(order), 32):
            batch = order[k : k + 32]
            net = net.update(net.gradients(x[batch], data.y[batch]), rate)
    found = {"trained": rounded(net), "at random": rounded(start)}
    told = {name: described(one) for name, one in found.items()}
    return {"networks": told, "sheets": _sheets(found["trained"], data)}


def _sheets(net: Network, data) -> list[str]:
    """Of each digit the first held-out picture that is read without a doubt, a letter for each pixel."""
    shares = net.forward(data.x_held)["prediction"]
    chosen = [np.flatnonzero(data.y_held[:, k] * shares[:, k] > _SURE)[0] for k in range(10)]
    return ["".join(LETTERS[ink] for ink in np.rint(data.x_held[k] * INK).astype(int)) for k in chosen]


def write() -> None:
    """Train anew and store what came of it: ``python -m handprop.explore.drawn_digit.weights``."""
    _STORE.write_text(json.dumps(train()) + "\n", encoding="utf-8")


def varied(pictures: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Each picture, 64 pixels from 0 to 1, moved, turned, slanted, stretched and inked at random.

    Shapes (pictures, 64) in and out.
    """
    count = len(pictures)
    draw = lambda low, high: rng.uniform(low, high, (count, 1, 1))  # noqa: E731
    turn, across, down = draw(-TURNED, TURNED), draw(*STRETCHED), draw(*STRETCHED)
    slant, right, below = draw(-SLANTED, SLANTED), draw(-MOVED, MOVED), draw(-MOVED, MOVED)
    v, u = np.meshgrid(np.arange(8) - 3.5, np.arange(8) - 3.5, indexing="ij")
    u, v = u - right, v - below
    columns = (np.cos(turn) * u + np.sin(turn) * v + slant * v) / across + 3.5
    rows = (np.cos(turn) * v - np.sin(turn) * u) / down + 3.5
    ink = _between(pictures.reshape(-1, 8, 8), rows, columns) * draw(1, 1.6)
    return np.clip(ink, 0, 1).reshape(count, 64)


def _between(pictures: np.ndarray, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """The ink at places between pixels, by the four around; paper outside of a picture."""
    sheet = np.pad(pictures, ((0, 0), (1, 1), (1, 1)))
    which = np.arange(len(pictures))[:, None, None]
    at = lambda i, j: sheet[which, np.clip(i + 1, 0, 9), np.clip(j + 1, 0, 9)]  # noqa: E731
    i, j = np.floor(rows).astype(int), np.floor(columns).astype(int)
    down, right = rows - i, columns - j
    upper = (1 - right) * at(i, j) + right * at(i, j + 1)
    return (1 - down) * upper + down * ((1 - right) * at(i + 1, j) + right * at(i + 1, j + 1))


def _read(told: dict) -> Network:
    params = {name: unpacked(text).reshape(shape) for name, (shape, text) in told["params"].items()}
    return Network(params, told["activations"], loss=told["loss"])


if __name__ == "__main__":
    write()
