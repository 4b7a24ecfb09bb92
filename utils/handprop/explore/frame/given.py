"""What an explorer of a network is opened with: a network, or an example, which brings the rest."""

from __future__ import annotations

import numpy as np

from handprop.examples import Example
from handprop.language import tr
from handprop.network import Network


def given(
    explorer: str, net: object, x: object, y: object, learning_rate: float = 0.0, *, batch: bool = False
) -> tuple[Network, np.ndarray, np.ndarray, float]:
    """The network, a sample and its target, and the learning rate; `explorer` is its name in a sentence.

    x, y : shapes (inputs,) and (outputs,); with `batch` also one sample in each row.

    Raises ValueError if x or y is missing or has another shape, TypeError for anything else than a network.
    """
    if isinstance(net, Example):
        x, y = net.x if x is None else x, net.y if y is None else y
        net, learning_rate = net.network(), net.learning_rate
    if not isinstance(net, Network):
        kind = type(net).__name__
        raise TypeError(
            tr("{explorer} needs a Network or an Example; it got {kind}.", explorer=explorer, kind=kind)
        )
    if x is None or y is None:
        raise ValueError(
            tr("{explorer} needs an input x and a target y beside the network.", explorer=explorer)
        )
    x, y = np.atleast_1d(np.asarray(x, dtype=float)), np.atleast_1d(np.asarray(y, dtype=float))
    if x.ndim != 1 and not batch:
        raise ValueError(
            tr(
                "{explorer} shows one sample; x has shape {shape}: pass x[0] and y[0].",
                explorer=explorer,
                shape=x.shape,
            )
        )
    net.loss_at(x, y)  # says which shape does not fit
    return net, x, y, learning_rate
