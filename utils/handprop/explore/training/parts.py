"""The sub-steps of an epoch, one multiplication each: every sample forward and back, then every weight moves.

A sample has 8 n + 3 of them with n hidden units: at each hidden unit two products and its activation; the
products at the output; its activation, the error, its delta; the gradients of the weights into the output;
for each hidden unit its delta and two gradients.  Last, each of the 4 n + 1 parameters moves.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from handprop.activations import FACTS
from handprop.draw.layout import digits
from handprop.explore.frame.words import bracketed, enough, phrases
from handprop.network import Network

phrase = phrases(__file__)


class Part(NamedTuple):
    """A sub-step: what it is, of which sample (counted from 0), and at which parameter of the row or unit."""

    kind: str
    sample: int
    at: int
    unit: int = 0


def count(units: int, samples: int) -> int:
    """How many sub-steps an epoch has."""
    return samples * (8 * units + 3) + 4 * units + 1


def part_of(number: int, units: int, samples: int) -> Part:
    """The sub-step of that number, counted from 1; the last one for a larger number.

    >>> part_of(3, 2, 4), part_of(10, 2, 4).kind, part_of(85, 2, 4)
    (Part(kind='unit', sample=0, at=4, unit=0), 'error', Part(kind='update', sample=4, at=8, unit=0))
    """
    n, each = units, 8 * units + 3
    sample, r = divmod(min(number, count(n, samples)) - 1, each)
    if sample >= samples:
        return Part("update", samples, min(number, count(n, samples)) - 1 - samples * each)
    if r < 3 * n:
        unit, i = divmod(r, 3)
        return (
            Part("unit", sample, 2 * n + unit, unit)
            if i == 2
            else Part("product", sample, i * n + unit, unit)
        )
    if r < 4 * n:
        return Part("product", sample, r, n)
    if r < 4 * n + 3:
        return Part(("unit", "error", "delta")[r - 4 * n], sample, 4 * n, n)
    if r < 5 * n + 3:
        return Part("gradient", sample, r - n - 3, n)
    unit, i = divmod(r - 5 * n - 3, 3)
    return (
        Part("gradient", sample, (i - 1) * n + unit, unit) if i else Part("back", sample, 3 * n + unit, unit)
    )


def told(net: Network, x: np.ndarray, y: np.ndarray, rate: float, number: int, names: list[list]) -> str:
    """The sentence of a sub-step, with its numbers; ``names`` has the parameters in the order of a row."""
    worked = _Worked(net, x, y, rate, part_of(number, net.params["W1"].shape[1], len(x)), names)
    numbers = getattr(worked, worked.part.kind)()
    result = numbers["result"]
    whole = abs(float(digits(result)) - result) <= 1e-12 * abs(result)
    return phrase(worked.part.kind, **{**numbers, "is": "=" if whole else "≈"})


class _Worked:
    """What a sub-step calculates: a method for each kind, which gives the numbers of its sentence."""

    def __init__(
        self, net: Network, x: np.ndarray, y: np.ndarray, rate: float, part: Part, names: list[list]
    ):
        self.part, self.rate, self.net, self.all = part, rate, net, (x, y)
        self.n, self._names = net.params["W1"].shape[1], names
        sample = min(part.sample, len(x) - 1)
        self.x, self.y = x[sample], float(y[sample, 0])
        self.values = net.forward(self.x)
        self.slopes = net.backward(self.values, y[sample])
        self.known = {"sample": part.sample + 1, "count": len(x)}
        self.last = part.unit == self.n  # at the output

    def product(self) -> dict:
        source, b = self._source()
        a = float(_row(self.net.params)[self.part.at])
        return {**self._factors(a, b), "weight": self._name(), "from": source}

    def unit(self) -> dict:
        layer, at = (2, 0) if self.last else (1, self.part.unit)
        f = FACTS[self.net.activations[layer - 1]].label
        z, a = (float(self.values[f"{key}{layer}"][at]) for key in "za")
        return {**self.known, "to": self._unit(), "f": f, "a": z, "result": a, "bias": self._name()}

    def error(self) -> dict:
        a, b = float(self.values["prediction"][0]), self.y
        long = enough([(a,), (-b,)], a - b)
        return {**self.known, "a": digits(a, long), "b": bracketed(b, long), "result": a - b}

    def delta(self) -> dict:
        a = float(self.values["prediction"][0])
        return {**self._factors(a - self.y, a * (1 - a)), "bias": self._name()}

    def gradient(self) -> dict:
        source, b = self._source()
        a = float(self.slopes["delta2"][0] if self.last else self.slopes["delta1"][self.part.unit])
        return {**self._factors(a, b), "weight": self._name(), "to": self._unit(), "from": source}

    def back(self) -> dict:
        z, a = (float(self.values[key][self.part.unit]) for key in ("z1", "a1"))
        slope = a * (1 - a) if self.net.activations[0] == "sigmoid" else float(z > 0)
        names = {"to": self._unit(), "weight": self._name(), "bias": self._name(2 * self.n + self.part.unit)}
        weight = float(_row(self.net.params)[self.part.at])
        numbers = self._factors(float(self.slopes["delta2"][0]), weight, slope)
        return {**numbers, **names, "slope": bracketed(slope)}

    def update(self) -> dict:
        mean = float(_row(self.net.gradients(*self.all))[self.part.at])
        old = float(_row(self.net.params)[self.part.at])
        new = old - self.rate * mean
        long = enough([(old,), (-self.rate, mean)], new)
        numbers = {"a": digits(old, long), "b": bracketed(mean, long), "result": new, "rate": self.rate}
        return {**numbers, "weight": self._name(), "count": len(self.all[0])}

    def _factors(self, a: float, b: float, c: float = 1.0) -> dict:
        return {**self.known, "a": a, "b": bracketed(b), "result": a * b * c}

    def _name(self, at: int | None = None) -> str:
        return self._names[self.part.at if at is None else at][0]

    def _unit(self) -> str:
        return phrase("output") if self.last else f"h{self.part.unit + 1}"

    def _source(self) -> tuple[str, float]:
        """Where the line of a weight comes from: its name and value."""
        if self.last:
            i = self.part.at - 3 * self.n
            return f"h{i + 1}", float(self.values["a1"][i])
        i = self.part.at // self.n
        return f"x{i + 1}", float(self.x[i])


def _row(params: dict) -> np.ndarray:
    return np.concatenate([np.ravel(params[key]) for key in ("W1", "b1", "W2", "b2")])
