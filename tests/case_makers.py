"""Cases of one neuron, of a chain and of the house, beside those that questions use."""

import numpy as np

from handprop.check.cases import MARGIN


def chain_from_example(example):
    """The 1-1-1 example, or one neuron, as a case of single numbers: x, y, w1, b1, ..., or x, y, w, b."""
    layers = sum(name.startswith("W") for name in example.params)
    names = {name: name.lower() if layers > 1 else name[0].lower() for name in example.params}
    case = {names[name]: float(value.item()) for name, value in example.params.items()}
    return case | {"x": float(example.x.item()), "y": float(example.y.item()), "lr": example.learning_rate}


def random_chain(seed, *, closed=False):
    """Random numbers for the 1-1-1 chain; `closed` says that the first pre-activation is negative."""
    rng = np.random.default_rng(seed)
    while True:
        case = {name: _number(rng) for name in ("x", "y", "w1", "b1", "w2", "b2")}
        z = case["w1"] * case["x"] + case["b1"]
        if (z < 0) == closed and abs(z) >= MARGIN:
            return case | {"lr": float(np.round(rng.uniform(0.02, 0.3), 3))}


def _number(rng):
    return float(np.round(rng.uniform(0.2, 1.5) * rng.choice([-1.0, 1.0]), 3))


def random_neuron(seed, *, closed=False):
    """Random numbers for one neuron; `closed` says that the pre-activation is negative."""
    chain = random_chain(seed, closed=closed)
    return {"x": chain["x"], "y": chain["y"], "w": chain["w1"], "b": chain["b1"], "lr": chain["lr"]}


def random_house(seed):
    """A random house in scaled units; the price that the weight predicts is too high or too low."""
    rng = np.random.default_rng(seed)
    return {
        "size": float(np.round(rng.uniform(0.6, 2.4), 2)) * 1000.0,
        "price": float(np.round(rng.uniform(0.5, 3.0), 2)) * 100_000.0,
        "w": float(np.round(rng.uniform(0.4, 1.8), 2)),
        "b": 0.0,
        "lr": float(np.round(rng.uniform(0.02, 0.3), 3)),
        "size_unit": 1000.0,
        "price_unit": 100_000.0,
    }
