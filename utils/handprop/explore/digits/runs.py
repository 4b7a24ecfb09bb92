"""Four trainings of one network on digits, and what became of each after some epochs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from handprop.examples import digits
from handprop.explore.frame.pixels import rounded
from handprop.language import tr
from handprop.network import Network

EPOCHS = 40  # of most trainings
STOPS = (0, 1, 2, 3, 5, 10, 20, 40, 100, 200, 400, 800)  # the epochs whose weights are kept
_DIGITS = 6  # of the losses that are kept: more than are shown, and few to send


@dataclass(frozen=True)
class Recipe:
    """How a network is trained: the pictures are multiplied by ``scale``."""

    words: str
    pictures: int = 1297
    rate: float = 0.2
    batch: int = 32
    activation: str = "relu"
    scale: float = 1.0
    epochs: int = EPOCHS

    def reached(self, epoch: int) -> int:
        """How many epochs have been done at a stop: behind the end of the training, all there are."""
        return min(epoch, self.epochs)


RECIPES = {
    "lesson": Recipe(tr("all pictures, rate 0.2")),
    "few": Recipe(tr("only 100 pictures"), pictures=100, epochs=800),
    "fast": Recipe(tr("all pictures, rate 2"), rate=2.0),
    "saturated": Recipe(tr("sigmoid, pixels × 1000"), activation="sigmoid", scale=1000.0),
}


@dataclass(frozen=True)
class Run:
    """What a training left: losses and accuracy before the first epoch and after each, networks at `STOPS`.

    ``stuck`` counts, at `STOPS`, the hidden units that give the same value for every training picture.
    """

    loss: tuple[float, ...]
    loss_held: tuple[float, ...]
    accuracy: tuple[float, ...]
    networks: tuple[Network, ...]
    stuck: tuple[int, ...]


@cache
def run(name: str) -> Run:
    """Train by the recipe of that name.  The same start and the same order for every recipe (seed 0)."""
    from threadpoolctl import threadpool_limits  # comes with scikit-learn

    # The matrices are small: several threads would wait for each other longer than they compute.
    with threadpool_limits(limits=1, user_api="blas"):
        return _run(RECIPES[name], digits())


def _run(recipe: Recipe, data) -> Run:
    x, y, x_held = (
        recipe.scale * data.x[: recipe.pictures],
        data.y[: recipe.pictures],
        recipe.scale * data.x_held,
    )
    rng = np.random.default_rng(0)
    net, nets, rows = _start(rng, recipe.activation), [], []
    for epoch in range(recipe.epochs + 1):
        values = net.forward(x_held)
        right = values["prediction"].argmax(axis=1) == data.y_held.argmax(axis=1)
        losses = net.loss_at(x, y), net.loss(values, data.y_held)
        rows.append((*(float(f"{loss:.{_DIGITS}g}") for loss in losses), float(right.mean())))
        if epoch in STOPS:
            nets.append(net)
        net = _epoch(net, x, y, recipe, rng)
    stuck = tuple(_stuck(net, recipe.scale * data.x) for net in nets)
    return Run(*zip(*rows, strict=True), tuple(map(rounded, nets)), stuck)


def _start(rng: np.random.Generator, activation: str) -> Network:
    """The untrained network of lesson 10: `handprop.examples.digits_network` begins like this."""
    params = {
        "W1": rng.normal(0, np.sqrt(2 / 64), (64, 32)),
        "b1": np.zeros(32),
        "W2": rng.normal(0, np.sqrt(2 / 32), (32, 10)),
        "b2": np.zeros(10),
    }
    return Network(params, [activation, "softmax"], loss="categorical_cross_entropy")


def _epoch(net: Network, x, y, recipe: Recipe, rng: np.random.Generator) -> Network:
    order = rng.permutation(len(x))
    for k in range(0, len(order), recipe.batch):
        batch = order[k : k + recipe.batch]
        net = net.update(net.gradients(x[batch], y[batch]), recipe.rate)
    return net


def _stuck(net: Network, x) -> int:
    return int((np.ptp(net.forward(x)["a1"], axis=0) == 0).sum())
