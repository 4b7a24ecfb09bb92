"""The sliders of a network's parameters, inputs and targets; the explorers of networks share them."""

from __future__ import annotations

import math

import numpy as np

from handprop.explore.frame.controls import Control, notch
from handprop.language import tr
from handprop.network import Network


def listed(names: dict) -> list[list]:
    """Each parameter as the front end finds it: its name in the drawing, its array, its indices."""
    return [
        [str(label), name, *map(int, at)]
        for name, labels in names.items()
        for at, label in np.ndenumerate(np.array(labels))
    ]


def layer_controls(net: Network, names: dict, units: list, k: int) -> list[Control]:
    """A slider for each weight and bias of layer k, named as `parameter_names` and `unit_names` say."""
    W = net.params[f"W{k}"]
    rows, columns = W.shape
    controls = []
    for j in range(columns):
        to = units[k][j]["words"]
        for i in range(rows):
            name = names[f"W{k}"][i][j]
            label = tr(
                "weight {name}, from {words} to {to}", name=name, words=units[k - 1][i]["words"], to=to
            )
            controls.append(slider(name, label, float(W[i, j]), most=0.01, reach=1.0))
    if f"b{k}" in net.params:
        for name, value, unit in zip(names[f"b{k}"], net.params[f"b{k}"], units[k], strict=True):
            label = tr("bias {name}, of {words}", name=name, words=unit["words"])
            controls.append(slider(name, label, float(value), most=0.01, reach=1.0))
    return controls


def slider(name: str, label: str, start: float, most: float, reach: float, short: str = "") -> Control:
    """A slider from -reach to reach, or farther if `start` needs it; `most` is the coarsest notch."""
    bound = float(max(reach, math.ceil(1.5 * abs(start))))
    return Control(name, short or name, label, start, -bound, bound, notch(start, most))
