"""The training explorer: XOR, epoch by epoch, with several learning rates from the same start.

>>> state(0.5, 400)["words"]
'Epoch 400, learning rate 0.5: the loss is 0.0219, 4 of 4 samples are right. The next epoch lowers it.'
"""

from __future__ import annotations

from functools import cache

import ipywidgets as widgets
import numpy as np

from handprop.draw import COLOURS, Picture, digits
from handprop.draw.layout import parameter_names
from handprop.examples import get
from handprop.explore.frame import still
from handprop.explore.frame.as_code import shareable
from handprop.explore.frame.controls import Choice, Control, Groups, controls_of
from handprop.explore.frame.explorer import Explorer, view
from handprop.network import Network

RATES = (0.1, 0.5, 2.0, 6.0)  # slow, good, fast, and too large: it ends with one sample wrong
EPOCHS = 400
_SIDE = 24  # cells of the map in each direction
_MAP = (-0.5, 1.5)
_HIGHEST_LOSS = 1.5
_LARGEST_WEIGHT = 8.0
_DASHES = ("none", "10 4", "3 4", "12 4 2 4")
_LEGEND = (
    "All curves start from the same weights; the thick one is the learning rate chosen. In the map, orange "
    "is a prediction near 1, blue near 0; the black line is 0.5. A dashed ring: a sample on the wrong side."
)
_XOR = get("xor")


@shareable
def training(learning_rate: float = 0.5, epoch: int = 0) -> TrainingExplorer:
    """The XOR network in training: play, pause, step, back, and again from the same start.

    Parameters
    ----------
    learning_rate : 0.1, 0.5, 2 or 6; all of them are drawn, this one is shown in full.
    epoch : from 0 to 400, where to start.

    Raises ValueError for another learning rate or epoch.
    """
    if learning_rate not in RATES:
        raise ValueError(f"learning_rate must be one of {_listed(RATES)}; got {learning_rate!r}.")
    if not 0 <= epoch <= EPOCHS:
        raise ValueError(f"epoch must lie between 0 and {EPOCHS}; got {epoch!r}.")
    return TrainingExplorer(float(learning_rate), int(epoch))


@cache
def run(learning_rate: float) -> tuple[tuple[Network, ...], tuple[float, ...]]:
    """The network and its loss before the first epoch and after each; an epoch is one step on all samples.

    One epoch more than is shown is computed: the words tell what comes next.
    """
    net, nets, losses = _XOR.network(), [], []
    for _ in range(EPOCHS + 2):
        values = net.forward(_XOR.x)
        nets.append(net)
        losses.append(net.loss(values, _XOR.y))
        net = net.update(net.backward(values, _XOR.y), learning_rate)
    return tuple(nets), tuple(losses)


def state(learning_rate: float, epoch: int) -> dict:
    """Every number and sentence that the explorer shows; its twin is ``snapshot`` in training.js."""
    nets, losses = run(learning_rate)
    net = nets[epoch]
    values = net.forward(_XOR.x)
    predictions = values["prediction"][:, 0]
    right = int(((predictions > 0.5) == (_XOR.y[:, 0] > 0.5)).sum())
    turn = "lowers" if losses[epoch + 1] < losses[epoch] else "raises"
    words = (
        f"Epoch {epoch}, learning rate {digits(learning_rate)}: the loss is {digits(losses[epoch])}, "
        f"{right} of {len(predictions)} samples are right. The next epoch {turn} it."
    )
    return {
        "params": net.params,
        "gradients": {k: v for k, v in net.backward(values, _XOR.y).items() if k in net.params},
        "loss": losses[epoch],
        "losses": [run(rate)[1][epoch] for rate in RATES],
        "predictions": predictions,
        "right": right,
        "map": decision_map(net),
        "words": words,
    }


def decision_map(net: Network) -> np.ndarray:
    """Predictions on a square of points from -0.5 to 1.5, shape (25, 25): rows are x2, columns x1."""
    ends = np.linspace(*_MAP, _SIDE + 1)
    x1, x2 = np.meshgrid(ends, ends)
    points = np.column_stack([x1.ravel(), x2.ravel()])
    return net.forward(points)["prediction"].reshape(x1.shape)


class TrainingExplorer(Explorer):
    """What `training` returns; ``play`` is its ipywidgets player."""

    def __init__(self, learning_rate: float, epoch: int):
        self.play = widgets.Play(value=epoch, min=0, max=EPOCHS, interval=40, show_repeat=False)
        self.play.add_class("hp-play")
        columns = _columns(learning_rate, epoch)
        super().__init__(view("training", _spec(), controls_of(columns)), columns)
        widgets.jslink((self.play, "value"), (self.controls["epoch"], "value"))

    def state(self) -> dict:
        """The numbers of now, as `state` computes them."""
        return state(*self._now())

    def picture(self) -> Picture:
        """Losses, weights and the map of now."""
        (rate, epoch), now = self._now(), self.state()
        shown = np.linspace(0, EPOCHS, 9).astype(int)
        rows = [[str(k), *(digits(run(r)[1][k]) for r in RATES)] for k in shown]
        text = still.numbers(
            [["epoch", *(f"loss at {r:g}" for r in RATES)], *rows], _samples(now), now["words"]
        )
        alt = (
            f"Three pictures of a network that learns XOR: the loss over {EPOCHS} epochs for learning rates "
            f"{_listed(RATES)}; the parameters over the epochs at {rate:g}; a map of its predictions. "
            f"{now['words']}"
        )
        return Picture(lambda figure: _paint(figure, rate, epoch, now), (1080, 360), alt, text)

    def _now(self) -> tuple[float, int]:
        now = self.numbers()
        return float(now["learning_rate"]), round(now["epoch"])

    def _group(self, title: str, controls: list) -> list[widgets.Widget]:
        made = super()._group(title, controls)
        return [*made, self.play] if title == "Epoch" else made


def _columns(learning_rate: float, epoch: int) -> list[Groups]:
    options = tuple((f"{rate:g}", f"{rate:g}") for rate in RATES)
    choice = Choice("learning_rate", "learning rate", "learning rate", f"{learning_rate:g}", options)
    return [{"Learning rate": [choice]}, {"Epoch": [Control("epoch", "", "epoch", epoch, 0, EPOCHS, 1)]}]


def _spec() -> dict:
    net = _XOR.network()
    names = parameter_names(net)
    parameters = [
        [str(label), name, *map(int, at)]
        for name, labels in names.items()
        for at, label in np.ndenumerate(np.array(labels))
    ]
    return {
        "params": {name: value.tolist() for name, value in net.params.items()},
        "activations": list(net.activations),
        "loss": net.loss_name,
        "frozen": sorted(net.frozen),
        "x": _XOR.x.tolist(),
        "y": _XOR.y.tolist(),
        "rates": list(RATES),
        "epochs": EPOCHS,
        "parameters": parameters,
        "map": {"ends": list(_MAP), "side": _SIDE},
        "highest_loss": _HIGHEST_LOSS,
        "largest_weight": _LARGEST_WEIGHT,
        "colours": COLOURS,
        "dashes": list(_DASHES),
        "legend": _LEGEND,
    }


def _listed(rates) -> str:
    return ", ".join(f"{rate:g}" for rate in rates)


def _samples(now: dict) -> str:
    return "; ".join(
        f"x = ({x[0]:g}, {x[1]:g}): prediction {digits(p)}, target {y[0]:g}"
        for x, y, p in zip(_XOR.x, _XOR.y, now["predictions"], strict=True)
    )


def _paint(figure, rate: float, epoch: int, now: dict) -> None:
    epochs = np.arange(EPOCHS + 1)
    ends = (0, EPOCHS)
    axes = still.axes(figure, (0.05, 0.15, 0.27, 0.74), "Loss", ends, (0, _HIGHEST_LOSS), "epoch", "")
    for colour, dash, other in zip(COLOURS["weights"], _DASHES, RATES, strict=True):
        style = "solid" if dash == "none" else (0, tuple(int(v) / 3 for v in dash.split()))
        width = 2.5 if other == rate else 1.2
        label = f"{other:g}"
        axes.plot(epochs, run(other)[1][:-1], color=colour, linestyle=style, linewidth=width, label=label)
    axes.plot(epoch, now["loss"], marker="o", color=still.INK, clip_on=False)
    axes.legend(frameon=False, loc="upper right", title="learning rate")
    reach = (-_LARGEST_WEIGHT, _LARGEST_WEIGHT)
    axes = still.axes(figure, (0.38, 0.15, 0.27, 0.74), f"Weights at {rate:g}", ends, reach, "epoch", "")
    for name in now["params"]:
        history = np.array([net.params[name].ravel() for net in run(rate)[0][:-1]])
        colour, style = COLOURS["weights"][int(name[1]) - 1], "--" if name[0] == "b" else "-"
        axes.plot(epochs, history, color=colour, linestyle=style, linewidth=1.5)
    axes.axvline(epoch, color=still.INK, linewidth=1)
    _paint_map(figure, now)


def _paint_map(figure, now: dict) -> None:
    from matplotlib.colors import LinearSegmentedColormap

    colours = LinearSegmentedColormap.from_list("xor", ["#56B4E9", "#ffffff", "#E69F00"])
    axes = still.axes(figure, (0.72, 0.15, 0.26, 0.74), "Prediction", _MAP, _MAP, "x1", "x2")
    axes.set_xticks((0, 1))
    axes.set_yticks((0, 1))
    ends = np.linspace(*_MAP, _SIDE + 1)
    axes.pcolormesh(ends, ends, now["map"], cmap=colours, vmin=0, vmax=1, shading="gouraud")
    if now["map"].min() < 0.5 < now["map"].max():
        axes.contour(ends, ends, now["map"], levels=[0.5], colors=[still.INK])
    for (x1, x2), (y,) in zip(_XOR.x, _XOR.y, strict=True):
        axes.plot(x1, x2, marker="o", markersize=15, color="white", markeredgecolor=still.INK)
        axes.text(x1, x2, f"{y:g}", ha="center", va="center", color=still.INK)
