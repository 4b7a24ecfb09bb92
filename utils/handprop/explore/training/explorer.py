"""The training explorer: XOR, epoch by epoch, with several learning rates from the same start."""

from __future__ import annotations

import ipywidgets as widgets
import numpy as np

from handprop.draw import COLOURS, Picture, digits
from handprop.draw.layout import parameter_names
from handprop.explore.frame import still
from handprop.explore.frame.as_code import shareable
from handprop.explore.frame.controls import Choice, Control, Groups, controls_of
from handprop.explore.frame.explorer import Explorer, view
from handprop.explore.frame.parameter_sliders import listed
from handprop.explore.training.numbers import EPOCHS, MAP, RATES, SIDE, XOR, run, samples, state
from handprop.explore.training.points import MOST, Points
from handprop.explore.training.still import DASHES, HIGHEST_LOSS, LARGEST_WEIGHT, paint
from handprop.language import tr


@shareable
def training(learning_rate: float = 5.0, epoch: int = 0) -> TrainingExplorer:
    """The XOR network in training: play, pause, step, back, and again from the same start.

    Parameters
    ----------
    learning_rate : 1, 5, 20 or 60; all of them are drawn, this one is shown in full.
    epoch : from 0 to 400, where to start.

    Points are added by a click on the map, or as text: ``.at(points="0.5,1.2:1")`` is x1, x2 and target.

    Raises ValueError for another learning rate or epoch.
    """
    if learning_rate not in RATES:
        raise ValueError(
            tr(
                "learning_rate must be one of {listed}; got {learning_rate!r}.",
                listed=_listed(RATES),
                learning_rate=learning_rate,
            )
        )
    if not 0 <= epoch <= EPOCHS:
        raise ValueError(
            tr("epoch must lie between 0 and {epochs}; got {epoch!r}.", epochs=EPOCHS, epoch=epoch)
        )
    return TrainingExplorer(float(learning_rate), int(epoch))


class TrainingExplorer(Explorer):
    """What `training` returns; ``play`` is its ipywidgets player."""

    def __init__(self, learning_rate: float, epoch: int):
        self.play = widgets.Play(value=epoch, min=0, max=EPOCHS, interval=40, show_repeat=False)
        self.play.add_class("hp-play")
        columns = _columns(learning_rate, epoch)
        super().__init__(view("training", _spec(), controls_of(columns)), columns)
        self._links.append(widgets.jslink((self.play, "value"), (self.controls["epoch"], "value")))

    def state(self) -> dict:
        """The numbers of now, as `state` computes them."""
        return state(*self._now())

    def picture(self) -> Picture:
        """Losses, weights and the map of now."""
        (rate, epoch, points), now = self._now(), self.state()
        shown = np.linspace(0, EPOCHS, 9).astype(int)
        rows = [[str(k), *(digits(run(r, points)[1][k]) for r in RATES)] for k in shown]
        heads = [tr("epoch"), *(tr("loss at {r:g}", r=r) for r in RATES)]
        text = still.numbers([heads, *rows], _samples(now, points), now["words"])
        alt = tr(
            "Three pictures of a network that learns XOR: the loss over {epochs} epochs for learning "
            "rates {listed}; the parameters over the epochs at {rate:g}; maps of its predictions and of what "
            "its hidden units give. {words}",
            epochs=EPOCHS,
            listed=_listed(RATES),
            rate=rate,
            words=" ".join([now["words"], *now["sees"]]),
        )
        return Picture(lambda figure: paint(figure, (rate, epoch, points), now), (1080, 360), alt, text)

    def _now(self) -> tuple[float, int, str]:
        now = self.numbers()
        return float(now["learning_rate"]), round(now["epoch"]), now["points"]

    def _group(self, title: str, controls: list) -> list[widgets.Widget]:
        made = super()._group(title, controls)
        return [*made, self.play] if title == tr("Epoch") else made


def _columns(learning_rate: float, epoch: int) -> list[Groups]:
    options = tuple((f"{rate:g}", f"{rate:g}") for rate in RATES)
    choice = Choice("learning_rate", tr("learning rate"), tr("learning rate"), f"{learning_rate:g}", options)
    return [
        {tr("Learning rate"): [choice]},
        {
            tr("Epoch"): [
                Control("epoch", "", tr("epoch"), epoch, 0, EPOCHS, 1),
                Points("points", tr("points added")),
            ]
        },
    ]


def _spec() -> dict:
    net = XOR.network()
    return {
        "params": {name: value.tolist() for name, value in net.params.items()},
        "activations": list(net.activations),
        "loss": net.loss_name,
        "frozen": sorted(net.frozen),
        "x": XOR.x.tolist(),
        "y": XOR.y.tolist(),
        "rates": list(RATES),
        "epochs": EPOCHS,
        "parameters": listed(parameter_names(net)),
        "map": {"ends": list(MAP), "side": SIDE, "most": MOST},
        "highest_loss": HIGHEST_LOSS,
        "largest_weight": LARGEST_WEIGHT,
        "colours": COLOURS,
        "dashes": list(DASHES),
    }


def _listed(rates) -> str:
    return ", ".join(f"{rate:g}" for rate in rates)


def _samples(now: dict, points: str) -> str:
    return "; ".join(
        tr("x = ({x:g}, {x_2:g}): prediction {p}, target {y:g}", x=x[0], x_2=x[1], p=digits(p), y=y[0])
        for x, y, p in zip(*samples(points), now["predictions"], strict=True)
    )
