"""Cases to check an answer on: numbers on which known mistakes differ from the truth and from each other."""

from __future__ import annotations

import numpy as np

from handprop.examples import Example

Case = dict[str, object]


def from_example(example: Example) -> Case:
    """A two-layer example with one sample as a case; missing biases are zeros."""
    params = example.params
    hidden, outputs = params["W2"].shape
    return {
        "x": example.x,
        "y": example.y,
        "W1": params["W1"],
        "b1": params.get("b1", np.zeros(hidden)),
        "W2": params["W2"],
        "b2": params.get("b2", np.zeros(outputs)),
        "lr": example.learning_rate,
    }


def random_case(
    seed: int,
    sizes: tuple[int, int, int] = (2, 2, 1),
    *,
    biases: bool = False,
    closed: tuple[int, ...] = (),
    margin: float = 0.1,
) -> Case:
    """A random network and sample, the same for the same seed.

    Numbers are between 0.2 and 1.5 in size, of both signs, with three decimals so that they read well.  Every
    pre-activation of the hidden layer is at least `margin` away from zero, where ReLU has no derivative, and
    those of the units in `closed` (and no others) are negative.
    """
    rng = np.random.default_rng(seed)
    inputs, hidden, outputs = sizes
    wanted = np.array([unit not in closed for unit in range(hidden)])
    while True:
        case = {
            "x": _numbers(rng, inputs),
            "y": _numbers(rng, outputs),
            "W1": _numbers(rng, inputs, hidden),
            "b1": _numbers(rng, hidden) * biases,
            "W2": _numbers(rng, hidden, outputs),
            "b2": _numbers(rng, outputs) * biases,
            "lr": float(np.round(rng.uniform(0.02, 0.3), 3)),
        }
        z = case["x"] @ case["W1"] + case["b1"]
        if np.array_equal(z > 0, wanted) and np.abs(z).min() >= margin:
            return case


def _numbers(rng: np.random.Generator, *shape: int) -> np.ndarray:
    return np.round(rng.uniform(0.2, 1.5, shape) * rng.choice([-1.0, 1.0], shape), 3)
