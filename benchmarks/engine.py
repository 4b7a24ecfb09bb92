"""How fast the engine is: against lean NumPy, against PyTorch where it is installed, and to import.

    python benchmarks/engine.py

Every way computes the same: forward, loss, the gradients of all parameters and of the input, update; float64.
The ways take turns within each round, so that a busy machine slows all of them; the table shows the median
time of each and the median of the ratios within the rounds.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time
from collections.abc import Callable

import numpy as np

from handprop import examples
from handprop.network import Network

Way = Callable[[], float]  # takes one step from the same start, returns the loss


def seed_case() -> tuple[Network, np.ndarray, np.ndarray, float]:
    """The 2-2-1 network and its single sample."""
    seed = examples.get("seed")
    return seed.network(), seed.x, seed.y, seed.learning_rate


def digits_case() -> tuple[Network, np.ndarray, np.ndarray, float]:
    """A 64-32-10 network, ReLU and softmax, with random weights, and a random batch of 64."""
    rng = np.random.default_rng(0)
    params = {
        "W1": rng.normal(0.0, 0.2, (64, 32)),
        "b1": np.zeros(32),
        "W2": rng.normal(0.0, 0.2, (32, 10)),
        "b2": np.zeros(10),
    }
    network = Network(params, ["relu", "softmax"], "categorical_cross_entropy")
    return network, rng.random((64, 64)), np.eye(10)[rng.integers(10, size=64)], 0.1


def engine(network: Network, x: np.ndarray, y: np.ndarray, rate: float) -> Way:
    """The way a lesson does it."""

    def step() -> float:
        values = network.forward(x)
        loss = network.loss(values, y)
        network.update(network.backward(values, y), rate)
        return loss

    return step


def lean_seed(network: Network, x: np.ndarray, y: np.ndarray, rate: float) -> Way:
    """The 2-2-1 network in as few NumPy calls as we know: no names, no checks."""
    W1, W2 = network.params["W1"], network.params["W2"]

    def step() -> float:
        z1 = x @ W1
        a1 = np.maximum(z1, 0.0)
        a2 = a1 @ W2
        delta2 = a2 - y
        loss = 0.5 * float(delta2 @ delta2)
        dW2 = a1[:, None] * delta2
        delta1 = (delta2 @ W2.T) * (z1 > 0.0)
        dW1 = x[:, None] * delta1
        dx = delta1 @ W1.T
        new = W1 - rate * dW1, W2 - rate * dW2
        return loss if len(dx) + len(new) else 0.0

    return step


def lean_digits(network: Network, x: np.ndarray, y: np.ndarray, rate: float) -> Way:
    """The 64-32-10 network in as few NumPy calls as we know; one exp serves softmax and loss."""
    W1, b1, W2, b2 = (network.params[name] for name in ("W1", "b1", "W2", "b2"))

    def step() -> float:
        z1 = x @ W1 + b1
        a1 = np.maximum(z1, 0.0)
        z2 = a1 @ W2 + b2
        shifted = z2 - z2.max(axis=1, keepdims=True)
        e = np.exp(shifted)
        total = e.sum(axis=1, keepdims=True)
        a2 = e / total
        loss = float(np.log(total).sum() - np.vdot(y, shifted)) / len(x)
        delta2 = (a2 - y) / len(x)
        dW2, db2 = a1.T @ delta2, delta2.sum(axis=0)
        delta1 = (delta2 @ W2.T) * (z1 > 0.0)
        dW1, db1 = x.T @ delta1, delta1.sum(axis=0)
        dx = delta1 @ W1.T
        new = W1 - rate * dW1, b1 - rate * db1, W2 - rate * dW2, b2 - rate * db2
        return loss if len(dx) + len(new) else 0.0

    return step


def torch_way(network: Network, x: np.ndarray, y: np.ndarray, rate: float, threads: int) -> Way:
    """The same step with autograd and an update in place that is undone, so that each step starts alike."""
    import torch

    params = {name: torch.tensor(value, requires_grad=True) for name, value in network.params.items()}
    inputs = torch.tensor(x, requires_grad=True)
    target = torch.tensor(y)
    cross_entropy = torch.nn.functional.cross_entropy
    softmax = network.loss_name == "categorical_cross_entropy"

    def step() -> float:
        torch.set_num_threads(threads)
        z = inputs @ params["W1"]
        z = torch.relu(z + params["b1"] if "b1" in params else z) @ params["W2"]
        z = z + params["b2"] if "b2" in params else z
        loss = cross_entropy(z, target) if softmax else 0.5 * ((z - target) ** 2).sum()
        gradients = torch.autograd.grad(loss, [*params.values(), inputs])
        with torch.no_grad():
            _ = [value - rate * slope for value, slope in zip(params.values(), gradients, strict=False)]
        return loss.item()

    return step


def race(ways: dict[str, Way], rounds: int, seconds: float) -> dict[str, list[float]]:
    """Seconds per step of each way, one figure per round; the ways take turns, in changing order."""
    losses = {name: way() for name, way in ways.items()}
    if max(losses.values()) - min(losses.values()) > 1e-12 * max(losses.values()):
        raise SystemExit(f"The ways do not agree on the loss: {losses}.")
    repeats = max(1, int(seconds / min(duration(way, 20) for way in ways.values())))
    times: dict[str, list[float]] = {name: [] for name in ways}
    order = list(ways)
    for _ in range(rounds):
        order.append(order.pop(0))
        for name in order:
            times[name].append(duration(ways[name], repeats))
    return times


def duration(way: Callable[[], object], repeats: int) -> float:
    """Seconds per call."""
    start = time.perf_counter()
    for _ in range(repeats):
        way()
    return (time.perf_counter() - start) / repeats


def import_way(module: str) -> Callable[[], object]:
    """A fresh interpreter that imports one module."""
    return lambda: subprocess.run([sys.executable, "-c", f"import {module}"], check=True)


def show(title: str, times: dict[str, list[float]], base: str) -> None:
    """One line per way: median time and median ratio to the base."""
    print(f"\n{title}")
    for name, taken in times.items():
        ratios = [one / other for one, other in zip(taken, times[base], strict=True)]
        middle = f"{statistics.median(taken) * 1e6:>12,.1f} µs"
        print(f"  {name:<28}{middle}{statistics.median(ratios):>8.2f} × {base}")


def torch_threads() -> dict[str, int]:
    """The numbers of threads to try; none where PyTorch is missing."""
    try:
        import torch
    except ImportError:
        print("PyTorch is not installed here: its rows are left out.")
        return {}
    return {"PyTorch, 1 thread": 1, f"PyTorch, default ({torch.get_num_threads()})": torch.get_num_threads()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=41, help="rounds for the steps (default 41)")
    parser.add_argument("--imports", type=int, default=15, help="rounds for the imports (default 15)")
    arguments = parser.parse_args()
    threads = torch_threads()
    for title, case, lean in (
        ("2-2-1 network, one sample", seed_case(), lean_seed),
        ("64-32-10 network, ReLU and softmax, batch of 64", digits_case(), lean_digits),
    ):
        ways = {"handprop": engine(*case), "lean NumPy": lean(*case)}
        ways |= {name: torch_way(*case, number) for name, number in threads.items()}
        show(title, race(ways, arguments.rounds, seconds=0.02), "lean NumPy")
    modules = ("handprop", "handprop.network", "handprop.examples", "numpy")
    imports = {f"import {module}": import_way(module) for module in modules}
    rounds = [{name: duration(way, 1) for name, way in imports.items()} for _ in range(arguments.imports + 1)]
    times = {name: [each[name] for each in rounds[1:]] for name in imports}  # the first one warms the disk
    show("Fresh interpreters", times, "import numpy")


if __name__ == "__main__":
    main()
