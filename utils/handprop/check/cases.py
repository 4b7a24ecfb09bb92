"""Cases to check an answer on: numbers on which known mistakes differ from the truth and from each other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from handprop.examples import Example

Case = dict[str, Any]
MARGIN = 0.1  # of a pre-activation from zero, where it could be on either side of it


def from_example(example: Example) -> Case:
    """A two-layer example, one sample or a batch, as a case; missing biases are zeros."""
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
        case: Case = {
            "x": _numbers(rng, inputs),
            "y": _numbers(rng, outputs),
            "W1": _numbers(rng, inputs, hidden),
            "b1": _numbers(rng, hidden) * biases,
            "W2": _numbers(rng, hidden, outputs),
            "b2": _numbers(rng, outputs) * biases,
            "lr": _rate(rng),
        }
        z = case["x"] @ case["W1"] + case["b1"]
        if np.array_equal(z > 0, wanted) and np.abs(z).min() >= margin:
            return case


def random_batch(
    seed: int,
    sizes: tuple[int, int, int] = (2, 3, 2),
    samples: int = 4,
) -> Case:
    """A random network with biases and a batch, in numbers as those of `random_case`.

    Every pre-activation of the hidden layer is at least `MARGIN` away from zero.  With ReLU every hidden unit
    is open for some sample, and some gate is closed.
    """
    rng = np.random.default_rng(seed)
    inputs, hidden, outputs = sizes
    while True:
        case: Case = {
            "x": _numbers(rng, samples, inputs),
            "y": _numbers(rng, samples, outputs),
            "W1": _numbers(rng, inputs, hidden),
            "b1": _numbers(rng, hidden),
            "W2": _numbers(rng, hidden, outputs),
            "b2": _numbers(rng, outputs),
            "lr": _rate(rng),
        }
        z = case["x"] @ case["W1"] + case["b1"]
        if (z > 0).any(axis=0).all() and not (z > 0).all() and np.abs(z).min() >= MARGIN:
            return case


def far_off(case: Case, name: str, factor: float = 4000.0) -> Case:
    """The case with one array far out: who cuts numbers at 1000 is right wherever none is larger."""
    return case | {name: factor * case[name]}


def house_case(scaled: Example) -> Case:
    """The one-weight example in scaled units as a case in square feet and dollars.

    The bias, where one is used, is 0.
    """
    units = {"size_unit": 1000.0, "price_unit": 100_000.0}
    return units | {
        "size": float(scaled.x.item()) * units["size_unit"],
        "price": float(scaled.y.item()) * units["price_unit"],
        "w": float(scaled.params["W1"].item()),
        "b": 0.0,
        "lr": scaled.learning_rate,
    }


def loss_along(case: Case, name: str, place: tuple[int, ...] | None = None) -> Callable[..., Any]:
    """The loss of the ReLU network of a case as a function of one of its arrays, or of one entry of it.

    It computes in the precision of what it is given, so that float32 shows: every other number is converted.
    """

    def loss(value: object) -> float:
        dtype = np.result_type(np.asarray(value), np.float32)
        numbers = {key: np.array(case[key], dtype=dtype) for key in ("x", "y", "W1", "b1", "W2", "b2")}
        if place is None:
            numbers[name] = np.asarray(value, dtype=dtype)
        else:
            numbers[name][place] = value
        h = np.maximum(0, numbers["x"] @ numbers["W1"] + numbers["b1"])
        error = h @ numbers["W2"] + numbers["b2"] - numbers["y"]
        return dtype.type(0.5) * np.sum(error**2)

    loss.__qualname__ = "f"  # as what Python says of a wrong call shows it
    return loss


def slope_case(case: Case, name: str, place: tuple[int, ...] | None = None, h: float = 1e-5) -> Case:
    """What a numeric derivative needs: the function, the point and the step."""
    point = case[name] if place is None else float(case[name][place])
    return {"f": loss_along(case, name, place), "w": point, "h": h}


def typed(function: Callable[..., Any], formula: str) -> Callable[..., Any]:
    """A function of x that is shown as this formula where a learner's function was called with it."""
    function.typed = f"lambda x: {formula}"  # type: ignore[attr-defined]
    return function


def _rate(rng: np.random.Generator) -> float:
    return float(np.round(rng.uniform(0.02, 0.3), 3))


def _numbers(rng: np.random.Generator, *shape: int) -> np.ndarray:
    return np.round(rng.uniform(0.2, 1.5, shape) * rng.choice([-1.0, 1.0], shape), 3)
