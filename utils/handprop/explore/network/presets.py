"""The presets of the 2-2-1 network with ReLU: the course's numbers, closed gates, steps too large."""

from __future__ import annotations

from handprop.draw.layout import parameter_names, sizes
from handprop.examples import get
from handprop.explore.frame.controls import Presets
from handprop.language import tr
from handprop.network import Network

# "overshoots": each of the first eight steps jumps over the target and farther, and raises the loss; then the
# loss falls.  It does not diverge: where a step goes much too far here, the gates close and nothing moves.
_CHANGES = {
    tr("the seed"): {},
    tr("dead ReLU"): {"w2": -0.2, "w4": -0.2},
    tr("overshoots"): {"w5": 0.4, "w6": 0.8, "learning_rate": 0.2},
}


def presets(net: Network) -> Presets:
    """The named states of a 2-2-1 network with ReLU and a linear output; other networks have none."""
    if sizes(net) != [2, 2, 1] or net.activations != ("relu", "linear") or net.loss_name != "half_squared":
        return {}
    return {name: {**_seed(net), **changes} for name, changes in _CHANGES.items()}


def _seed(net: Network) -> dict[str, float]:
    seed = get("seed")
    params = {name: seed.params.get(name, net.params[name] * 0) for name in net.params}
    numbers = {"x1": seed.x[0], "x2": seed.x[1], "y1": seed.y[0], "learning_rate": seed.learning_rate}
    for name, labels in parameter_names(net).items():
        numbers |= dict(zip(_flat(labels), params[name].ravel(), strict=True))
    return {name: float(value) for name, value in numbers.items()}


def _flat(labels: list) -> list[str]:
    return [part for row in labels for part in (row if isinstance(row, list) else [row])]
