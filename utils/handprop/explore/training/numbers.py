"""The training explorer: XOR, epoch by epoch, with several learning rates from the same start.

>>> state(5.0, 400)["words"]
'Epoch 400, learning rate 5: the loss is 0.002807, 4 of 4 samples are right. The next epoch lowers it.'
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from handprop.examples import get
from handprop.explore.frame.words import phrases
from handprop.explore.training.points import points_of
from handprop.network import Network

RATES = (1.0, 5.0, 20.0, 60.0)  # slow, good, fast, and too large: it ends with one sample wrong
EPOCHS = 400
SIDE = 24  # cells of the map in each direction
MAP = (-0.5, 1.5)
XOR = get("xor")
phrase = phrases(__file__)


def samples(points: str = "") -> tuple[np.ndarray, np.ndarray]:
    """XOR and the points added: inputs, shape (4 + points, 2), and targets, shape (4 + points, 1)."""
    added = np.array(points_of(points)).reshape(-1, 3)
    return np.vstack([XOR.x, added[:, :2]]), np.vstack([XOR.y, added[:, 2:]])


@lru_cache(64)
def run(learning_rate: float, points: str = "") -> tuple[tuple[Network, ...], tuple[float, ...]]:
    """The network and its loss before the first epoch and after each; an epoch is one step on all samples.

    One epoch more than is shown is computed: the words tell what comes next.
    """
    net, nets, losses, (x, y) = XOR.network(), [], [], samples(points)
    for _ in range(EPOCHS + 2):
        values = net.forward(x)
        nets.append(net)
        losses.append(net.loss(values, y))
        net = net.update(net.backward(values, y), learning_rate)
    return tuple(nets), tuple(losses)


def state(learning_rate: float, epoch: int, points: str = "") -> dict:
    """Every number and sentence that the explorer shows; its twin is ``snapshot`` in numbers.js."""
    nets, losses = run(learning_rate, points)
    net, (x, y) = nets[epoch], samples(points)
    values = net.forward(x)
    predictions = values["prediction"][:, 0]
    right = int(((predictions > 0.5) == (y[:, 0] > 0.5)).sum())
    hidden, prediction = maps(net)
    above = (values["a1"] > 0.5).sum(axis=0)
    turn = "lowers" if losses[epoch + 1] < losses[epoch] else "raises"
    counts = {"right": right, "count": len(predictions)}
    return {
        "params": net.params,
        "gradients": {k: v for k, v in net.backward(values, y).items() if k in net.params},
        "loss": losses[epoch],
        "losses": [run(rate, points)[1][epoch] for rate in RATES],
        "predictions": predictions,
        "right": right,
        "map": prediction,
        "hidden": hidden,
        "sees": [
            phrase("sees", unit=j, above=int(n), count=len(predictions)) for j, n in enumerate(above, 1)
        ],
        "words": phrase(turn, epoch=epoch, rate=learning_rate, loss=losses[epoch], **counts),
    }


def maps(net: Network) -> tuple[np.ndarray, np.ndarray]:
    """What hidden units and the output give on a square of points from -0.5 to 1.5: rows are x2, columns x1.

    Returns (units, 25, 25) and (25, 25), from one forward pass.
    """
    ends = np.linspace(*MAP, SIDE + 1)
    x1, x2 = np.meshgrid(ends, ends)
    values = net.forward(np.column_stack([x1.ravel(), x2.ravel()]))
    return values["a1"].T.reshape(-1, *x1.shape), values["prediction"].reshape(x1.shape)
