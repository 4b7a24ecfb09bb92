"""The course's picture of a small dense network, with its numbers on it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from handprop.activations import FACTS
from handprop.draw.layout import digits, layout, parameter_names, sizes, unit_names
from handprop.draw.paint import paint
from handprop.draw.picture import Picture
from handprop.language import tr
from handprop.network import Network


def network(
    net: Network,
    values: Mapping | None = None,
    gradients: Mapping | None = None,
    target=None,
    names: Mapping | None = None,
    note: str = "",
) -> Picture:
    """A picture of `net`: inputs left, prediction right, a line for each weight.

    Parameters
    ----------
    net : the network; at most 24 weights get their names and numbers on the lines.
    values : from ``net.forward(x)`` for one sample; puts x, z, a and the prediction into the units.
    gradients : from ``net.backward(values, target)``; puts ∂ beside the weights, an arrow back along each
        line, the longer, the larger, and δ below the units.  A line's width is always that of its weight.
    target : shown with error and loss, beside the prediction; needs `values`.
    names : other names for parameters, ``{"W1": [["w11", "w12"], ["w21", "w22"]]}``, in their shapes.
    note : a sentence to add to the picture in words and to its numbers.

    Returns a `Picture`.  Raises ValueError for a batch, or for a target without values.
    """
    if values is not None and np.ndim(values["x"]) != 1:
        raise ValueError(
            tr("The picture shows one sample; pass the values of net.forward(x[0]), not of a batch.")
        )
    if target is not None and values is None:
        raise ValueError(tr("A target needs values: pass values=net.forward(x) as well."))
    facts = _Facts(net, values, gradients, target, {**parameter_names(net), **(names or {})})
    place = layout(sizes(net), biases=any(facts.biases()), results=target is not None)
    size = place["width"], place["height"]
    words = [describe(facts), note] if note else [describe(facts)]
    numbers = [table_text(facts), note] if note else [table_text(facts)]
    return Picture(lambda figure: paint(figure, facts, place), size, " ".join(words), "\n\n".join(numbers))


class _Facts:
    """What there is to show, with the names to show it under."""

    def __init__(self, net, values, gradients, target, names):
        self.net, self.values, self.gradients, self.names = net, values, gradients, names
        self.target = None if target is None else np.atleast_1d(np.asarray(target, dtype=np.float64))
        self.units = unit_names(net)
        self.loss = None if target is None else net.loss(values, target)

    def weights(self):
        """(layer, i, j, name, value, gradient or None) for each weight, in the order of the names."""
        for k in range(1, len(self.units)):
            W = self.net.params[f"W{k}"]
            g = self.gradients[f"W{k}"] if self.gradients is not None else None
            for j in range(W.shape[1]):
                for i in range(W.shape[0]):
                    slope = None if g is None else float(g[i, j])
                    yield k, i, j, self.names[f"W{k}"][i][j], float(W[i, j]), slope

    def biases(self):
        """(layer, j, name, value, gradient or None) for each bias."""
        for k in range(1, len(self.units)):
            if (b := self.net.params.get(f"b{k}")) is not None:
                g = self.gradients[f"b{k}"] if self.gradients is not None else None
                for j in range(b.size):
                    yield k, j, self.names[f"b{k}"][j], float(b[j]), None if g is None else float(g[j])

    def closed(self, k: int, j: int) -> bool:
        """Whether unit j of layer k has a gate, and lets nothing through."""
        return self._has_gate(k) and self.values[f"z{k}"][j] <= 0

    def _has_gate(self, k: int) -> bool:
        return k > 0 and self.values is not None and FACTS[self.net.activations[k - 1]].gate

    def title(self, k: int, j: int) -> str:
        """What stands above unit j of layer k: its kind, its name, and its gate if it has one."""
        kind = tr("input") if k == 0 else tr("prediction") if k == len(self.units) - 1 else tr("hidden")
        gate = ""
        if self._has_gate(k):
            gate = tr(" · gate closed") if self.closed(k, j) else tr(" · gate open")
        return f"{kind} {self.units[k][j]['short']}{gate}"

    def results(self) -> str:
        """Prediction, target, error and loss in one line; empty without values."""
        if self.values is None:
            return ""
        prediction = ", ".join(map(digits, self.values["prediction"]))
        if self.target is None:
            return tr("prediction {prediction}", prediction=prediction)
        error = ", ".join(map(digits, self.values["prediction"] - self.target))
        target = ", ".join(map(digits, self.target))
        return tr(
            "prediction {prediction}, target {target}, error {error}, loss {loss}",
            prediction=prediction,
            target=target,
            error=error,
            loss=digits(self.loss),
        )


def describe(facts: _Facts) -> str:
    """The picture in words, for its alternative text."""
    shape = "-".join(map(str, sizes(facts.net)))
    parts = [
        tr("A {shape} network ({activations})", shape=shape, activations=", ".join(facts.net.activations))
    ]
    if facts.values is not None:
        parts += [facts.results(), *(_unit_words(facts, k, j) for k, j in _units(facts))]
    for k, i, j, name, value, slope in facts.weights():
        ends = tr(
            "{short} to {short_2}", short=facts.units[k - 1][i]["short"], short_2=facts.units[k][j]["short"]
        )
        parts.append(
            tr("{name} from {ends} is {value}", name=name, ends=ends, value=digits(value))
            + _slope_words(slope)
        )
    parts += [
        tr("bias {name} is {value}", name=name, value=digits(value)) + _slope_words(slope)
        for _, _, name, value, slope in facts.biases()
    ]
    return "; ".join(parts) + "."


def _units(facts: _Facts):
    return [(k, j) for k in range(len(facts.units)) for j in range(len(facts.units[k]))]


def _unit_words(facts: _Facts, k: int, j: int) -> str:
    name = facts.units[k][j]["short"]
    if k == 0:
        return f"{name} = {digits(facts.values['x'][j])}"
    words = f"{name}: z = {digits(facts.values[f'z{k}'][j])}, a = {digits(facts.values[f'a{k}'][j])}"
    if facts.gradients is not None:
        words += tr(", delta = {gradients}", gradients=digits(facts.gradients[f"delta{k}"][j]))
    return words + (tr(", gate closed") if facts.closed(k, j) else "")


def _slope_words(slope: float | None) -> str:
    return "" if slope is None else tr(", gradient {slope}", slope=digits(slope))


def tables(facts: _Facts) -> list[list[list[str]]]:
    """The numbers of the picture as two tables, units and parameters; the first row is the heading."""
    head = [tr("parameter"), tr("from"), tr("to"), tr("value")]
    names = [head + ([] if facts.gradients is None else [tr("gradient")])]
    for k, i, j, name, *numbers in facts.weights():
        ends = [facts.units[k - 1][i]["short"], facts.units[k][j]["short"]]
        names.append([name, *ends, *(digits(v) for v in numbers if v is not None)])
    for k, j, name, *numbers in facts.biases():
        names.append([name, "", facts.units[k][j]["short"], *(digits(v) for v in numbers if v is not None)])
    return [names] if facts.values is None else [_unit_table(facts), names]


def _unit_table(facts: _Facts) -> list[list[str]]:
    rows = [[tr("unit"), "z", "a"] + ([] if facts.gradients is None else [tr("delta")])]
    for k, j in _units(facts):
        z = digits(facts.values[f"z{k}"][j]) if k else ""
        row = [facts.units[k][j]["short"], z, digits(facts.values[f"a{k}" if k else "x"][j])]
        if facts.gradients is not None:
            row.append(digits(facts.gradients[f"delta{k}"][j]) if k else "")
        rows.append(row)
    return rows


def table_text(facts: _Facts) -> str:
    """The numbers of the picture as plain text, columns aligned."""
    first = f"{facts.net!r}" + (f": {facts.results()}" if facts.values is not None else "")
    return "\n\n".join([first, *(aligned(rows) for rows in tables(facts))])


def aligned(rows: list[list[str]]) -> str:
    """A table as plain text."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ("  ".join(f"{cell:<{w}}" for cell, w in zip(row, widths, strict=True)) for row in rows)
    return "\n".join(line.rstrip() for line in lines)
