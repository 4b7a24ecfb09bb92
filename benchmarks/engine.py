"""How fast the engine is: against lean NumPy, other engines, PyTorch where it is installed, and to import.

    python benchmarks/engine.py

Every way computes the same: forward, loss, the gradients of all parameters and of the input, update; float64.
The ways take turns within each round, and what counts is the processor's time; the table shows the least time
of each over all rounds, and the ratio of these, so that a busy machine changes little.  PyTorch gets
one thread: with arrays of this size more threads cost more than they bring.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import math
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from handprop import examples
from handprop.network import Network

Way = Callable[[], float]  # trains from the same start, a step for each batch; returns the last loss
REPO = Path(__file__).resolve().parents[1]
SLOW_ROUNDS = 1  # of a way that takes longer than a round should


class Case(NamedTuple):
    """A network, its batches, and the learning rate."""

    network: Network
    batches: list[tuple[np.ndarray, np.ndarray]]
    rate: float

    @property
    def is_softmax(self) -> bool:
        return self.network.loss_name == "categorical_cross_entropy"


def seed_case() -> Case:
    """The 2-2-1 network and its single sample."""
    seed = examples.get("seed")
    return Case(seed.network(), [(seed.x, seed.y)], seed.learning_rate)


def digits_network() -> Network:
    """A 64-32-10 network, ReLU and softmax, with random weights."""
    rng = np.random.default_rng(0)
    params = {
        "W1": rng.normal(0.0, 0.2, (64, 32)),
        "b1": np.zeros(32),
        "W2": rng.normal(0.0, 0.2, (32, 10)),
        "b2": np.zeros(10),
    }
    return Network(params, ["relu", "softmax"], "categorical_cross_entropy")


def batch_case() -> Case:
    """A random batch of 64."""
    rng = np.random.default_rng(0)
    return Case(digits_network(), [(rng.random((64, 64)), np.eye(10)[rng.integers(10, size=64)])], 0.1)


def epoch_case() -> Case:
    """One epoch through the digits of lesson 10, in batches of 32."""
    data = examples.digits()
    starts = range(0, len(data.x), 32)
    return Case(digits_network(), [(data.x[k : k + 32], data.y[k : k + 32]) for k in starts], 0.1)


def engine(case: Case) -> Way:
    """The way a lesson does it."""

    def train() -> float:
        network = case.network
        for x, y in case.batches:
            values = network.forward(x)
            loss = network.loss(values, y)
            network = network.update(network.backward(values, y), case.rate)
        return loss

    return train


def lean_seed(case: Case) -> Way:
    """The 2-2-1 network in as few NumPy calls as we know: no names, no checks."""
    rate = case.rate

    def train() -> float:
        W1, W2 = case.network.params["W1"], case.network.params["W2"]
        for x, y in case.batches:
            z1 = x @ W1
            a1 = np.maximum(z1, 0.0)
            a2 = a1 @ W2
            delta2 = a2 - y
            loss = 0.5 * float(delta2 @ delta2)
            dW2 = a1[:, None] * delta2
            delta1 = (delta2 @ W2.T) * (z1 > 0.0)
            dW1 = x[:, None] * delta1
            dx = delta1 @ W1.T
            W1, W2 = W1 - rate * dW1, W2 - rate * dW2
        return loss if len(dx) else 0.0

    return train


def lean_digits(case: Case) -> Way:
    """The 64-32-10 network in as few NumPy calls as we know; one exp serves softmax and loss."""
    rate = case.rate

    def train() -> float:
        W1, b1, W2, b2 = (case.network.params[name] for name in ("W1", "b1", "W2", "b2"))
        for x, y in case.batches:
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
            W1, b1, W2, b2 = W1 - rate * dW1, b1 - rate * db1, W2 - rate * dW2, b2 - rate * db2
        return loss if len(dx) else 0.0

    return train


def lesson_names(lesson: str, last: str) -> dict[str, Any]:
    """What the code cells of a lesson define, up to the one that contains `last`."""
    text = (REPO / "lessons" / lesson / "lesson.md").read_text(encoding="utf-8")
    names: dict[str, Any] = {}
    for cell in re.findall(r"```\{code-cell\} ipython3\n(.*?)```", text, re.DOTALL):
        with contextlib.redirect_stdout(io.StringIO()):
            exec(re.sub(r"^:tags:.*\n", "", cell), names)
        if last in cell:
            return names
    raise SystemExit(f"Lesson {lesson} has no cell with {last!r}.")


def tensors(case: Case) -> Way:
    """The engine on arrays, as lesson 14 writes it."""
    names = lesson_names("14_tensors", "def cross_entropy")
    Tensor, backward, cross_entropy = names["Tensor"], names["backward"], names["cross_entropy"]
    half = Tensor(0.5)

    def train() -> float:
        p = case.network.params
        for x, y in case.batches:
            leaves = {name: Tensor(value) for name, value in p.items()}
            z = Tensor(x if x.ndim == 2 else x[None]) @ leaves["W1"]
            z = (z + leaves["b1"] if "b1" in p else z).relu() @ leaves["W2"]
            error = z - Tensor(y)
            soft = case.is_softmax
            loss = cross_entropy(z + leaves["b2"], y) if soft else (error * error).sum() * half
            backward(loss)
            p = {name: value - case.rate * leaves[name].grad for name, value in p.items()}
        return loss.data.item()

    return train


def scalars(number: type, backward: Callable) -> Callable[[Case], Way]:
    """An engine on single numbers: that of lesson 12, or micrograd's way."""

    def layer(values: list, W: list, b: list) -> list:
        sums = [sum(v * row[k] for v, row in zip(values, W, strict=True)) for k in range(len(W[0]))]
        return [each + bias for each, bias in zip(sums, b, strict=True)] if b else sums

    def cross_entropy(z: list, y: np.ndarray) -> Any:
        top = max(each.data for each in z)
        powers = [(each - top).exp() for each in z]
        return -(powers[int(y.argmax())] * sum(powers) ** -1).log()

    def loss_of(p: dict, x: np.ndarray, y: np.ndarray, softmax: bool) -> Any:
        h = [z.relu() for z in layer(x.tolist(), p["W1"], p.get("b1", []))]
        z = layer(h, p["W2"], p.get("b2", []))
        return cross_entropy(z, y) if softmax else sum((a - t) ** 2 for a, t in zip(z, y, strict=True)) * 0.5

    def numbers(value: np.ndarray) -> list:
        return (
            [numbers(row) for row in value] if value.ndim > 1 else [number(each) for each in value.tolist()]
        )

    def moved(value: Any, rate: float) -> Any:
        if isinstance(value, list):
            return [moved(each, rate) for each in value]
        return value.data - rate * value.grad

    def way(case: Case) -> Way:
        def train() -> float:
            p = {name: numbers(value) for name, value in case.network.params.items()}
            x, y = (np.atleast_2d(each) for each in case.batches[0])
            losses = [loss_of(p, *sample, case.is_softmax) for sample in zip(x, y, strict=True)]
            loss = sum(losses) * (1 / len(losses))
            backward(loss)
            return loss.data if [moved(each, case.rate) for each in p.values()] else 0.0

        return train

    return way


class Micrograd:
    """A number as in Andrej Karpathy's micrograd: each operation leaves a closure that feeds its parents."""

    def __init__(self, data: float, parents: tuple = ()):
        self.data, self.grad, self.parents, self.back = data, 0.0, parents, None

    def _made(self, data: float, parents: tuple, *slopes: float) -> Micrograd:
        out = Micrograd(data, parents)

        def back() -> None:
            for parent, slope in zip(parents, slopes, strict=True):
                parent.grad += slope * out.grad

        out.back = back
        return out

    def _other(self, other: Any) -> Micrograd:
        return other if isinstance(other, Micrograd) else Micrograd(other)

    def __add__(self, other: Any) -> Micrograd:
        other = self._other(other)
        return self._made(self.data + other.data, (self, other), 1.0, 1.0)

    def __mul__(self, other: Any) -> Micrograd:
        other = self._other(other)
        return self._made(self.data * other.data, (self, other), other.data, self.data)

    def __pow__(self, n: float) -> Micrograd:
        return self._made(self.data**n, (self,), n * self.data ** (n - 1))

    def relu(self) -> Micrograd:
        return self._made(max(self.data, 0.0), (self,), float(self.data > 0))

    def exp(self) -> Micrograd:
        return self._made(e := math.exp(self.data), (self,), e)

    def log(self) -> Micrograd:
        return self._made(math.log(self.data), (self,), 1 / self.data)

    def __neg__(self) -> Micrograd:
        return self * -1.0

    def __sub__(self, other: Any) -> Micrograd:
        return self + -self._other(other)

    __radd__, __rmul__ = __add__, __mul__

    def backward(self) -> None:
        order, seen = [], set()

        def visit(node: Micrograd) -> None:
            if node not in seen:
                seen.add(node)
                for parent in node.parents:
                    visit(parent)
                order.append(node)

        visit(self)
        self.grad = 1.0
        for node in reversed(order):
            if node.back:
                node.back()


def lesson_12() -> Callable[[Case], Way]:
    """The engine of lesson 12, with the logarithm that its learners add."""
    names = lesson_names("12_autograd", "Value.__pow__")
    Value = names["Value"]
    Value.log = lambda a: Value(math.log(a.data), (a,), (1 / a.data,))
    return scalars(Value, names["backward"])


def torch_way(case: Case) -> Way:
    """The same with autograd, and an update that leaves the network as it was."""
    import torch

    torch.set_num_threads(1)
    cross_entropy = torch.nn.functional.cross_entropy
    batches = [(torch.tensor(x, requires_grad=True), torch.tensor(y)) for x, y in case.batches]

    def train() -> float:
        params = {name: torch.tensor(each, requires_grad=True) for name, each in case.network.params.items()}
        for inputs, target in batches:
            z = inputs @ params["W1"]
            z = torch.relu(z + params["b1"] if "b1" in params else z) @ params["W2"]
            z = z + params["b2"] if "b2" in params else z
            loss = cross_entropy(z, target) if case.is_softmax else 0.5 * ((z - target) ** 2).sum()
            *slopes, _ = torch.autograd.grad(loss, [*params.values(), inputs])
            with torch.no_grad():
                moved = [
                    each - case.rate * slope for each, slope in zip(params.values(), slopes, strict=True)
                ]
            params = {name: each.requires_grad_() for name, each in zip(params, moved, strict=True)}
        return loss.item()

    return train


def race(ways: dict[str, Way], rounds: int, seconds: float) -> dict[str, list[float]]:
    """Seconds per step of each way, one figure per round; the ways take turns, in changing order."""
    losses = {name: way() for name, way in ways.items()}
    if max(losses.values()) - min(losses.values()) > 1e-10 * max(losses.values()):
        raise SystemExit(f"The ways do not agree on the loss: {losses}.")
    repeats = {name: max(1, int(seconds / max(duration(way, 1), 1e-6))) for name, way in ways.items()}
    times: dict[str, list[float]] = {name: [] for name in ways}
    order = list(ways)
    for k in range(rounds):
        order.append(order.pop(0))
        for name in order:
            if k < SLOW_ROUNDS or repeats[name] > 1:
                times[name].append(duration(ways[name], repeats[name]))
    return times


def duration(
    way: Callable[[], object], repeats: int, clock: Callable[[], float] = time.process_time
) -> float:
    """Seconds per call."""
    start = clock()
    for _ in range(repeats):
        way()
    return (clock() - start) / repeats


def import_way(module: str) -> Callable[[], object]:
    """A fresh interpreter that imports one module."""
    return lambda: subprocess.run([sys.executable, "-c", f"import {module}"], check=True)


def show(title: str, times: dict[str, list[float]], base: str) -> None:
    """One line per way: its least time, and how many times that of the base this is."""
    print(f"\n{title}")
    for name, taken in times.items():
        print(f"  {name:<28}{min(taken) * 1e6:>12,.1f} µs{min(taken) / min(times[base]):>8.2f} × {base}")


def torch_ways(case: Case) -> dict[str, Way]:
    """PyTorch's row; none where it is missing."""
    with contextlib.suppress(ImportError):
        return {"PyTorch": torch_way(case)}
    print("PyTorch is not installed here: its row is left out.")
    return {}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=41, help="rounds for the steps (default 41)")
    parser.add_argument("--imports", type=int, default=15, help="rounds for the imports (default 15)")
    arguments = parser.parse_args()
    on_numbers = {"engine on numbers (lesson 12)": lesson_12()}
    on_numbers |= {"micrograd's way": scalars(Micrograd, Micrograd.backward)}
    for title, case, lean in (
        ("2-2-1 network, one sample", seed_case(), lean_seed),
        ("64-32-10 network, ReLU and softmax, batch of 64", batch_case(), lean_digits),
        ("64-32-10 network, one epoch of the digits, batches of 32", epoch_case(), lean_digits),
    ):
        ways = {
            "handprop": engine(case),
            "lean NumPy": lean(case),
            "engine on arrays (lesson 14)": tensors(case),
        }
        if len(case.batches) == 1:  # an epoch would take a minute
            ways |= {name: way(case) for name, way in on_numbers.items()}
        ways |= torch_ways(case)
        show(title, race(ways, arguments.rounds, seconds=0.02), "lean NumPy")
    modules = ("handprop", "handprop.network", "handprop.examples", "numpy")
    imports = {f"import {module}": import_way(module) for module in modules}
    rounds = [
        {name: duration(way, 1, time.perf_counter) for name, way in imports.items()}
        for _ in range(arguments.imports + 1)
    ]
    times = {name: [each[name] for each in rounds[1:]] for name in imports}  # the first one warms the disk
    show("Fresh interpreters", times, "import numpy")


if __name__ == "__main__":
    main()
