"""The training explorer: XOR, epoch by epoch, with several learning rates from the same start.

>>> state(5.0, 400)["words"]
'Epoch 400, learning rate 5: the loss is 0.002807, 4 of 4 samples are right. The next epoch lowers it.'
>>> state(5.0, 0, Setting(part=1))["words"]
'Sample 1 of 4, forward: w1 · x1 = 1.1 · 0 = 0.'
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from handprop.draw.layout import parameter_names
from handprop.examples import get
from handprop.explore.frame.parameter_sliders import listed
from handprop.explore.frame.words import phrases
from handprop.explore.training.parts import told
from handprop.explore.training.points import points_of
from handprop.explore.training.steps import Runs, runs
from handprop.network import Network

RATES = (1.0, 5.0, 20.0, 60.0)  # slow, good, fast, and too large: it ends with one sample wrong
EPOCHS = 4000
MOST_UNITS = 8
LESSON = "lesson"
STARTS = (LESSON, *map(str, range(10)))
SIDE = 24  # cells of the map in each direction
MAP = (-0.5, 1.5)
XOR = get("xor")
phrase = phrases(__file__)


class Setting(NamedTuple):
    """What is trained: points added to XOR, hidden units, start, activation of the hidden units; and how
    many sub-steps of the epoch are done, as `parts` counts them."""

    points: str = ""
    units: int = 2
    start: str = LESSON
    activation: str = "sigmoid"
    part: int = 0


def start_of(units: int, start: str) -> tuple[np.ndarray, np.ndarray]:
    """Weights into the hidden units, shape (2, units), and out of them, shape (units, 1); biases are 0.

    A number draws as lesson 09 does: `default_rng`, first W1, then W2.  The lesson's own start has two
    units; a third and further ones are those of the start 0.
    """
    rng = np.random.default_rng(0 if start == LESSON else int(start))
    W1, W2 = rng.normal(size=(2, units)), rng.normal(size=(units, 1))
    if start == LESSON:
        own = min(units, XOR.params["W1"].shape[1])
        W1[:, :own], W2[:own] = XOR.params["W1"][:, :own], XOR.params["W2"][:own]
    return W1, W2


def row_of(units: int, start: str) -> list[float]:
    """The start as one row of numbers: W1 row by row, b1, W2, b2."""
    W1, W2 = start_of(units, start)
    return [*W1.ravel().tolist(), *[0.0] * units, *W2.ravel().tolist(), 0.0]


def network_of(row: np.ndarray, activation: str) -> Network:
    """The network of a row of numbers, shape (4 units + 1,)."""
    n = len(row) // 4
    W1, b1, W2, b2 = np.split(row, [2 * n, 3 * n, 4 * n])
    params = {"W1": W1.reshape(2, n), "b1": b1, "W2": W2.reshape(n, 1), "b2": b2}
    return Network(params, [activation, "sigmoid"])


def samples(points: str = "") -> tuple[np.ndarray, np.ndarray]:
    """XOR and the points added: inputs, shape (4 + points, 2), and targets, shape (4 + points, 1)."""
    added = np.array(points_of(points)).reshape(-1, 3)
    return np.vstack([XOR.x, added[:, :2]]), np.vstack([XOR.y, added[:, 2:]])


def run(setting: Setting, epoch: int) -> Runs:
    """The trainings of all rates, to one epoch more at least; an epoch is one step on all samples."""
    x, y = samples(setting.points)
    start = tuple(row_of(setting.units, setting.start))
    given = start, tuple(map(tuple, x.tolist())), tuple(y.ravel().tolist())
    return runs(*given, RATES, setting.activation).until(epoch)


@lru_cache(MOST_UNITS)
def parameters(units: int) -> list[list]:
    """Each parameter in the order of a row: its name in the drawing, its array, its indices."""
    return listed(parameter_names(network_of(np.zeros(4 * units + 1), "sigmoid")))


def state(learning_rate: float, epoch: int, setting: Setting | None = None) -> dict:
    """Every number and sentence that the explorer shows; its twin is ``snapshot`` in numbers.js."""
    setting = setting or Setting()
    runs, index = run(setting, epoch), RATES.index(learning_rate)
    net, (x, y) = network_of(runs.params[epoch][index], setting.activation), samples(setting.points)
    values = net.forward(x)
    predictions = values["prediction"][:, 0]
    right = int(((predictions > 0.5) == (y[:, 0] > 0.5)).sum())
    hidden, prediction = maps(net)
    above = (values["z1"] > 0).sum(axis=0)
    losses = [float(runs.losses[k][index]) for k in (epoch, epoch + 1)]
    turn = "lowers" if losses[1] < losses[0] else "raises" if losses[1] > losses[0] else "keeps"
    counts = {"right": right, "count": len(predictions)}
    gradients = {k: v for k, v in net.backward(values, y).items() if k in net.params}
    words = phrase(turn, epoch=epoch, rate=learning_rate, loss=losses[0], **counts)
    if setting.part:
        words = told(net, x, y, learning_rate, setting.part, parameters(setting.units))
    sees = "sees" if setting.activation == "sigmoid" else "opens"
    return {
        "params": net.params,
        "gradients": gradients,
        "loss": losses[0],
        "losses": runs.losses[epoch].tolist(),
        "predictions": predictions,
        "right": right,
        "map": prediction,
        "hidden": hidden,
        "sees": [phrase(sees, unit=j, above=int(n), count=len(x)) for j, n in enumerate(above, 1)],
        "words": words,
    }


def maps(net: Network) -> tuple[np.ndarray, np.ndarray]:
    """What hidden units and the output give on a square of points from -0.5 to 1.5: rows are x2, columns x1.

    Returns (units, 25, 25) and (25, 25), from one forward pass.
    """
    ends = np.linspace(*MAP, SIDE + 1)
    x1, x2 = np.meshgrid(ends, ends)
    values = net.forward(np.column_stack([x1.ravel(), x2.ravel()]))
    return values["a1"].T.reshape(-1, *x1.shape), values["prediction"].reshape(x1.shape)
