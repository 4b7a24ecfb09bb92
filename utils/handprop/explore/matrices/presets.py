"""The presets of the matrices explorer: what makes a row, a column or everything of a gradient 0."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from handprop.activations import FACTS
from handprop.draw.layout import parameter_names, unit_names
from handprop.explore.frame.controls import Control, Presets
from handprop.explore.network.presets import presets as of_network
from handprop.language import tr
from handprop.network import Network

MOST_UNITS = 3  # as many gates have a preset of their own


def presets(net: Network, x: np.ndarray, y: np.ndarray, controls: Mapping[str, Control]) -> Presets:
    """The named states of the matrices of a network, as far as its `controls` reach them."""
    names = parameter_names(net)
    found = {tr("the seed"): of_network(net).get(tr("the seed"), {})}
    if x.ndim == 1:
        found |= _gates(net, x, names)
        found["x1 = 0"] = {"x1": 0.0}
    if len(net.activations) > 1:
        onward = names[f"W{len(net.activations)}"][0]  # what leads from the first unit to the outputs
        found[tr(" and ").join(onward) + " = 0"] = dict.fromkeys(onward, 0.0)
    if net.loss_name == "half_squared" and x.ndim == 1:
        prediction = net.forward(x)["prediction"]
        found[tr("error 0")] = {f"y{j}": float(value) for j, value in enumerate(prediction, 1)}
    kept = {
        name: {key: v + 0.0 for key, v in state.items() if key in controls} for name, state in found.items()
    }
    return {name: state for name, state in kept.items() if state and _reached(state, controls)}


def _gates(net: Network, x: np.ndarray, names: dict) -> dict[str, dict[str, float]]:
    """For each of the first hidden units, if they have gates, its weights and bias turned: so does z."""
    if not FACTS[net.activations[0]].gate or len(net.activations) == 1:
        return {}
    units, z, found = unit_names(net)[1], net.forward(x)["z1"], {}
    for j in range(min(len(units), MOST_UNITS)):
        into = dict(zip([row[j] for row in names["W1"]], -net.params["W1"][:, j], strict=True))
        if "b1" in net.params:
            into[names["b1"][j]] = -net.params["b1"][j]
        if z[j] != 0:
            state = tr("closed") if z[j] > 0 else tr("open")
            found[f"{units[j]['short']} {state}"] = {name: float(v) for name, v in into.items()}
    return found


def _reached(state: dict[str, float], controls: Mapping[str, Control]) -> bool:
    return all(controls[name].low <= value <= controls[name].high for name, value in state.items())
