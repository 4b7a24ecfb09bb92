"""One step of a network as a time line of sub-steps, each with the calculations that are made in it.

>>> from handprop.examples import get
>>> seed = get("seed")
>>> stops = timeline(seed.network(), seed.x[None], seed.y[None], seed.learning_rate)
>>> [stop["kind"] for stop in stops[:4]]
['start', 'products', 'sums', 'activations']
>>> told(stops[1]["lines"][0])
'x1 · w1 = 2 · 0.12 = 0.24'
"""

from __future__ import annotations

import math

import numpy as np

from handprop.activations import FACTS
from handprop.draw.layout import digits, parameter_names, unit_names
from handprop.explore.frame.words import bracketed, enough, phrases
from handprop.language import tr
from handprop.network import ACTIVATIONS, Network

PHASES = {
    "forward": tr("forward"),
    "error": tr("error"),
    "backward": tr("backward"),
    "update": tr("update"),
}


phrase = phrases(__file__)


def timeline(net: Network, x, y, learning_rate: float, sample: int = 0) -> list[dict]:
    """The sub-steps of one step, in order; ``timeline`` in numbers.js is its twin.

    ``x`` has shape (samples, inputs), ``y`` (samples, outputs); the sub-steps follow the sample with
    that index; where there are several, one of them takes the mean of their gradients.  Each sub-step has a
    ``kind``, a ``phase``, a ``layer`` (0 where it concerns none) and ``lines``, its calculations: ``name``,
    ``at`` (what is computed: ``["W2", 0, 0]`` is the gradient of that weight), ``value``, and ``terms``, a
    sum of products of [name, number] over ``over``; ``call`` is the name, for readers, of a function that is
    applied instead.
    """
    return _Walk(net, np.asarray(x), np.asarray(y), learning_rate, sample).stops()


def told(line: dict) -> str:
    """A calculation in one line: name, formula, numbers, result; "≈" where four digits are not all."""
    result = digits(line["value"])
    # The numbers of a mean need no names.
    shown = line["name"], formula(line) if line["over"] == 1 else "", _numbers(line)
    parts = [part for k, part in enumerate(shown) if part and part not in (*shown[:k], result)]
    whole = abs(float(result) - line["value"]) <= 1e-12 * abs(line["value"])
    return f"{' = '.join(parts)} {'=' if whole else '≈'} {result}"


def state(net: Network, x, y, learning_rate: float, time: int, sample: int = 0) -> dict:
    """Every number and sentence that is shown at the end of sub-step ``time``; its twin is in numbers.js.

    ``x`` has shape (samples, inputs), ``y`` (samples, outputs).
    """
    stops = timeline(net, x, y, learning_rate, sample)
    x, y = np.asarray(x), np.asarray(y)
    values, mean = net.forward(x[sample]), net.gradients(x, y)
    after = net.update(mean, learning_rate)
    # Deltas belong to a sample; the gradients of the parameters are those of the step.
    gradients = net.gradients(x[sample], y[sample]) | {name: mean[name] for name in net.params}
    losses = {"loss": net.loss_at(x, y), "loss_after": after.loss_at(x, y)}
    now = {"values": values, "gradients": gradients, "params_after": after.params, **losses}
    return {
        **now,
        "stops": stops,
        "error": values["prediction"] - y[sample],
        "lines": [told(line) for line in stops[time]["lines"]],
        "words": _words(net, stops, time, len(x), losses),
    }


def _words(net: Network, stops: list[dict], time: int, samples: int, losses: dict) -> str:
    stop = stops[time]
    words = phrase(
        _sentence(net, stop),
        name=FACTS[net.activations[stop["layer"] - 1]].label if stop["layer"] else phrase(net.loss_name),
        count=samples,
        after=losses["loss_after"],
        unit=unit_names(net)[max(stop["layer"] - (stop["kind"] == "back"), 0)][0]["short"],
    )
    if not time:
        return phrase("place start", words=words)
    phase = PHASES[stop["phase"]].capitalize()
    return phrase("place", phase=phase, number=time, count=len(stops) - 1, words=words)


def _sentence(net: Network, stop: dict) -> str:
    kind, name = stop["kind"], net.activations[stop["layer"] - 1]
    with_bias = f"b{stop['layer']}" in net.params
    special = {
        "sums": " bias" if with_bias else "",
        "gradients": " bias" if with_bias else "",
        "activations": " gate" if FACTS[name].gate else "" if FACTS[name].alone else " together",
        "loss": _kind_of_loss(net),
        "back": " alone" if len(unit_names(net)[stop["layer"]]) == 1 else "",
        "delta": " partner" if net.loss_name != "half_squared" else "" if name == "linear" else " slope",
        "gates": " gate" if FACTS[name].gate else "" if name == "linear" else " slope",
    }
    return kind + special.get(kind, "")


def _kind_of_loss(net: Network) -> str:
    if net.loss_name != "half_squared":
        return " other"
    return " several" if len(unit_names(net)[-1]) > 1 else ""


def formula(line: dict) -> str:
    """What is computed, in names."""
    if line["call"]:
        return f"{line['call']}({', '.join(name for term in line['terms'] for name, _ in term)})"
    return _summed([[name for name, _ in term] for term in line["terms"]])


def _numbers(line: dict) -> str:
    terms = [tuple(value for _, value in term) for term in line["terms"]]
    if line["call"]:
        return f"{line['call']}({', '.join(digits(value) for term in terms for value in term)})"
    if not math.isfinite(line["value"]):
        return ""
    count = enough(terms, line["value"], line["over"])
    signed = [term[0][0].startswith("−") for term in line["terms"]]
    written = [
        [
            ("−" if minus and not k else "") + bracketed(-v if minus and not k else v, count)
            for k, v in enumerate(t)
        ]
        for minus, t in zip(signed, terms, strict=True)
    ]
    written[0][0] = digits(terms[0][0], count) if not signed[0] else written[0][0]
    return _over(line, _summed(written))


def _summed(terms: list[list[str]]) -> str:
    text = " + ".join(" · ".join(term) for term in terms)
    return text.replace("+ −", "− ")


def _over(line: dict, text: str) -> str:
    return text if line["over"] == 1 else f"({text}) / {line['over']}"


class _Walk:
    """One step of one sample, and the names of everything on its way."""

    def __init__(self, net: Network, x: np.ndarray, y: np.ndarray, learning_rate: float, sample: int):
        self.net, self.x, self.y, self.rate, self.sample = net, x, y, learning_rate, sample
        self.layers = range(1, len(net.activations) + 1)
        self.last = len(net.activations)
        self.values = net.forward(x[sample])
        self.each = [net.gradients(row, target) for row, target in zip(x, y, strict=True)]
        self.gradients = self.each[sample]
        self.mean = {name: sum(one[name] for one in self.each) / len(x) for name in net.params}
        self.names = parameter_names(net)
        self.units = [[unit["short"] for unit in column] for column in unit_names(net)]

    def stops(self) -> list[dict]:
        """All sub-steps, in order."""
        forward = [stop for k in self.layers for stop in self._forward(k)]
        backward = [stop for k in reversed(self.layers) for stop in self._backward(k)]
        mean = [self._mean()] if len(self.x) > 1 else []
        start = _stop("start", "start", 0, [])
        return [start, *forward, *self._error(), self._output_delta(), *backward, *mean, self._update()]

    def _forward(self, k: int) -> list[dict]:
        below, W, z = self._a(k - 1), self.net.params[f"W{k}"], self.values[f"z{k}"]
        products, sums, outs = [], [], []
        for j in range(W.shape[1]):
            terms = []
            for i in range(W.shape[0]):
                named = [[self.units[k - 1][i], below[i]], [self.names[f"W{k}"][i][j], W[i, j]]]
                product = f"{named[0][0]} · {named[1][0]}"
                products.append(_line(product, ["product", k, i, j], [named], below[i] * W[i, j]))
                terms.append([[product, below[i] * W[i, j]]])
            if f"b{k}" in self.net.params:
                terms.append([[self.names[f"b{k}"][j], self.net.params[f"b{k}"][j]]])
            sums.append(_line(self._z(k, j), ["z", k, j], terms, z[j]))
            if self.net.activations[k - 1] != "linear":
                outs.append(self._activated(k, j))
        made = [_stop("products", "forward", k, products), _stop("sums", "forward", k, sums)]
        return [*made, _stop("activations", "forward", k, outs)] if outs else made

    def _activated(self, k: int, j: int) -> dict:
        name, z = self.net.activations[k - 1], self.values[f"z{k}"]
        units = [j] if FACTS[name].alone else range(len(z))
        terms = [[[self._z(k, unit), z[unit]]] for unit in units]
        return _line(self.units[k][j], ["a", k, j], terms, self.values[f"a{k}"][j], FACTS[name].label)

    def _error(self) -> list[dict]:
        y, prediction = self.y[self.sample], self.values["prediction"]
        errors, terms = [], []
        for j, (out, target) in enumerate(zip(prediction, y, strict=True)):
            name = self._numbered("y", j)
            named = [[[self.units[-1][j], out]], [[f"−{name}", -target]]]
            errors.append(_line(self._numbered(tr("error"), j), ["error", j], named, out - target))
            terms.append([["½", 0.5], *[[self._numbered(tr("error"), j), out - target]] * 2])
        loss, call = self.net.loss(self.values, y), ""
        if self.net.loss_name != "half_squared":
            call = phrase(self.net.loss_name)
            terms = [[[self.units[-1][j], out]] for j, out in enumerate(prediction)]
        made = _line("loss", ["loss"], terms, loss, call)
        return [_stop("error", "error", 0, errors), _stop("loss", "error", 0, [made])]

    def _output_delta(self) -> dict:
        lines = []
        for j, delta in enumerate(self.gradients[f"delta{self.last}"]):
            error = [self._numbered(tr("error"), j), self.values["prediction"][j] - self.y[self.sample][j]]
            slope = self._slope(self.last, j) if self.net.loss_name == "half_squared" else []
            lines.append(_line(self._delta(self.last, j), ["delta", self.last, j], [[error, *slope]], delta))
        return _stop("delta", "backward", self.last, lines)

    def _backward(self, k: int) -> list[dict]:
        below, delta, W = self._a(k - 1), self.gradients[f"delta{k}"], self.net.params[f"W{k}"]
        slopes, products = [], []
        for j in range(W.shape[1]):
            sent = [self._delta(k, j), delta[j]]
            for i in range(W.shape[0]):
                name, weight = self.names[f"W{k}"][i][j], W[i, j]
                into = [self.units[k - 1][i], below[i]]
                slopes.append(
                    _line(f"∂{name}", [f"W{k}", i, j], [[sent, into]], self.gradients[f"W{k}"][i, j])
                )
                parts = [sent, [name, weight]]
                part = self._came(k, i, j)
                products.append(_line(part, ["back", k, i, j], [parts], delta[j] * weight))
            if f"b{k}" in self.net.params:
                slopes.append(_line(f"∂{self.names[f'b{k}'][j]}", [f"b{k}", j], [[sent]], delta[j]))
        made = [_stop("gradients", "backward", k, slopes)]
        return made if k == 1 else [*made, _stop("back", "backward", k, products), *self._gates(k, W, delta)]

    def _gates(self, k: int, W: np.ndarray, delta: np.ndarray) -> list[dict]:
        arrived, under = W @ delta, self.gradients[f"delta{k - 1}"]
        joined, gates = [], []
        for i in range(W.shape[0]):
            name = f"∂{self.units[k - 1][i]}"
            terms = [[[self._came(k, i, j), delta[j] * W[i, j]]] for j in range(W.shape[1])]
            joined.append(_line(name, ["da", k - 1, i], terms, arrived[i]))
            parts = [[name, arrived[i]], *self._slope(k - 1, i)]
            gates.append(_line(self._delta(k - 1, i), ["delta", k - 1, i], [parts], under[i]))
        last = _stop("gates", "backward", k - 1, gates)
        return [_stop("joined", "backward", k - 1, joined), last] if W.shape[1] > 1 else [last]

    def _mean(self) -> dict:
        count, lines = len(self.x), []
        for name, at, label in self._parameters():
            terms = [
                [[tr("∂{label} of {n}", label=label, n=n), one[name][at]]]
                for n, one in enumerate(self.each, 1)
            ]
            lines.append(
                _line(
                    tr("mean ∂{label}", label=label),
                    [f"mean {name}", *at],
                    terms,
                    self.mean[name][at],
                    over=count,
                )
            )
        return _stop("mean", "update", 0, lines)

    def _update(self) -> dict:
        after, lines = self.net.update(self.mean, self.rate).params, []
        for name, at, label in self._parameters():
            if name in self.net.frozen:
                continue
            of_mean = tr("mean ∂{label}", label=label)
            slope = [of_mean if len(self.x) > 1 else f"∂{label}", self.mean[name][at]]
            terms = [[[label, self.net.params[name][at]]], [["−η", -self.rate], slope]]
            lines.append(_line(tr("new {label}", label=label), [f"new {name}", *at], terms, after[name][at]))
        return _stop("update", "update", 0, lines)

    def _parameters(self) -> list[tuple[str, tuple[int, ...], str]]:
        named = ((name, np.array(labels)) for name, labels in self.names.items())
        found = [(name, at, str(label)) for name, labels in named for at, label in np.ndenumerate(labels)]
        return sorted(found, key=lambda one: (one[2][0] != "w", int(one[2][1:])))

    def _a(self, k: int) -> np.ndarray:
        return self.values[f"a{k}"] if k else self.values["x"]

    def _slope(self, k: int, j: int) -> list[list]:
        name = self.net.activations[k - 1]
        if name == "linear":
            return []
        z, a = self.values[f"z{k}"][j], self.values[f"a{k}"][j]
        return [[tr("gate") if FACTS[name].gate else tr("slope"), float(ACTIVATIONS[name][1](1.0, z, a))]]

    def _before(self, k: int) -> int:
        return sum(len(column) for column in self.units[1:k])

    def _z(self, k: int, j: int) -> str:
        linear = self.net.activations[k - 1] == "linear"
        return self.units[k][j] if linear else f"z{self._before(k) + j + 1}"

    def _delta(self, k: int, j: int) -> str:
        return self._numbered("δ", j) if k == self.last else f"δ{self._before(k) + j + 1}"

    def _came(self, k: int, i: int, j: int) -> str:
        """What comes back along a line: where it comes alone, it is the derivative of the unit's output."""
        unit, weights = self.units[k - 1][i], self.names[f"W{k}"][i]
        return f"{self._delta(k, j)} · {weights[j]}" if len(weights) > 1 else f"∂{unit}"

    def _numbered(self, name: str, j: int) -> str:
        many = len(self.units[-1]) > 1
        first = self._before(self.last) if name == "δ" else 0
        return f"{name}{' ' if name == 'error' else ''}{first + j + 1}" if many else name


def _stop(kind: str, phase: str, layer: int, lines: list[dict]) -> dict:
    return {"kind": kind, "phase": phase, "layer": layer, "lines": lines}


def _line(name: str, at: list, terms: list, value: float, call: str = "", over: int = 1) -> dict:
    plain = [[[part, float(number)] for part, number in term] for term in terms]
    return {"name": name, "at": at, "terms": plain, "call": call, "over": over, "value": float(value)}
