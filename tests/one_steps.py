"""Networks whose step is walked: the course's own, and fifty at random."""

from itertools import pairwise

import numpy as np

from handprop.activations import FACTS
from handprop.examples import get
from handprop.network import Network

HIDDEN = tuple(name for name, facts in FACTS.items() if facts.alone)
LAST = (
    ("linear", "half_squared"),
    ("sigmoid", "half_squared"),
    ("tanh", "half_squared"),
    ("sigmoid", "binary_cross_entropy"),
    ("softmax", "categorical_cross_entropy"),
)


def random_case(seed: int):
    """A network of one to three layers, one to three samples, any activations and losses."""
    rng = np.random.default_rng(seed)
    sizes = rng.integers(1, 5, size=rng.integers(2, 5))
    last, loss = LAST[seed % len(LAST)]
    activations = [*(str(rng.choice(HIDDEN)) for _ in sizes[2:]), last]
    params = {}
    for k, (rows, columns) in enumerate(pairwise(sizes), 1):
        params[f"W{k}"] = rng.normal(size=(rows, columns))
        if rng.random() < 0.6:
            params[f"b{k}"] = rng.normal(size=columns)
    frozen = [name for name in params if rng.random() < 0.2]
    x = rng.normal(size=(rng.integers(1, 4), sizes[0]))
    y = rng.random(size=(len(x), sizes[-1]))
    if loss == "categorical_cross_entropy":
        y = np.eye(sizes[-1])[rng.integers(0, sizes[-1], size=len(x))]
    return Network(params, activations, loss, frozen), x, y, float(rng.uniform(0.01, 1))


def example_case(name: str):
    example = get(name)
    return example.network(), np.atleast_2d(example.x), np.atleast_2d(example.y), example.learning_rate


NAMES = ("seed", "gate_seed", "gate_own", "chain", "batch_232")
CASES = {name: example_case(name) for name in NAMES} | {f"random {k}": random_case(k) for k in range(50)}
