"""A nudge of one parameter of a chain, and what follows on its way to the loss.

>>> from handprop.examples import get
>>> neuron = get("neuron_sigmoid")
>>> now = state(neuron.network(), neuron.x, neuron.y, "w1", 0.01)
>>> [link["to"] for link in now["links"]]
['z1', 'ŷ', 'loss']
"""

from __future__ import annotations

import math

import numpy as np

from handprop.draw.layout import digits, parameter_names, unit_names
from handprop.explore.frame.words import bracketed, phrases
from handprop.network import ACTIVATIONS, Network

phrase = phrases(__file__)


def state(net: Network, x, y, parameter: str, nudge: float) -> dict:
    """Every number and sentence that is shown; its twin is in numbers.js.

    ``net`` has one unit in each layer and half the squared error as its loss; ``x`` and ``y`` have shape
    (1,); ``parameter`` is one of its names in drawings.  ``links`` lead from there to the loss: what is
    changed and what changes, by how much it moved, the ratio (None for a link at which nothing arrives)
    and the derivative ``slope``.
    """
    name, k = layer_of(net, parameter)
    moved = net.with_params({name: net.params[name] + nudge})
    before, after = path(net, x, y, k), path(moved, x, y, k)
    steps = [nudge, *(b - a for (_, a), (_, b) in zip(before, after, strict=True))]
    names = [parameter, *(name for name, _ in before)]
    slopes = _slopes(net, x, y, name, k)
    links = [
        {"from": names[i], "to": names[i + 1], "before": before[i][1], "change": steps[i + 1],
         "ratio": steps[i + 1] / steps[i] if steps[i] else None, "slope": slopes[i]}
        for i in range(len(before))
    ]  # fmt: skip
    rate, slope = steps[-1] / nudge, math.prod(slopes)
    kind = "up" if steps[-1] > 0 else "down" if steps[-1] < 0 else "same"
    value = float(net.params[name].ravel()[0])
    words = phrase(kind, name=parameter, nudge=nudge, change=abs(steps[-1]), rate=rate, slope=slope)
    return {
        "value": value, "links": links, "rate": rate, "slope": slope, "words": words,
        "product": _product(links, rate),
    }  # fmt: skip


def layer_of(net: Network, parameter: str) -> tuple[str, int]:
    """The array of a parameter and its layer: ``("W2", 2)`` for w2."""
    labels = {np.array(names).ravel()[0]: name for name, names in parameter_names(net).items()}
    return labels[parameter], int(labels[parameter][1:])


def path(net: Network, x, y, k: int) -> list[tuple[str, float]]:
    """The quantities from z of layer ``k`` to the loss, by name; where a = z, z is left out."""
    values, units = net.forward(x), unit_names(net)
    found = []
    for layer in range(k, len(net.activations) + 1):
        if net.activations[layer - 1] != "linear":
            found.append((f"z{layer}", float(values[f"z{layer}"][0])))
        found.append((units[layer][0]["short"], float(values[f"a{layer}"][0])))
    return [*found, ("loss", net.loss(values, y))]


def _slopes(net: Network, x, y, name: str, k: int) -> list[float]:
    values, last = net.forward(x), len(net.activations)
    into = values[f"a{k - 1}"] if k > 1 else values["x"]
    slopes = [1.0 if name[0] == "b" else float(into[0])]
    for layer in range(k, last + 1):
        if layer > k:
            slopes.append(float(net.params[f"W{layer}"][0, 0]))
        activation = net.activations[layer - 1]
        if activation != "linear":
            z, a = values[f"z{layer}"][0], values[f"a{layer}"][0]
            slopes.append(float(ACTIVATIONS[activation][1](1.0, z, a)))
    return [*slopes, float(values["prediction"][0] - y[0])]


def _product(links: list[dict], rate: float) -> str:
    if any(link["ratio"] is None for link in links):
        return phrase("broken")
    first, *rest = [link["ratio"] for link in links]
    return phrase("product", ratios=" · ".join([digits(first), *map(bracketed, rest)]), rate=digits(rate))
