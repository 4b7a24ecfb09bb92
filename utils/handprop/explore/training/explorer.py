"""The training explorer: XOR, epoch by epoch, with several learning rates from the same start."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from handprop.activations import FACTS
from handprop.draw import COLOURS, Picture, digits
from handprop.explore.frame import still
from handprop.explore.frame.as_code import shareable
from handprop.explore.frame.controls import Choice, Control, Groups, Presets, controls_of
from handprop.explore.frame.explorer import Explorer, view
from handprop.explore.training.numbers import (
    EPOCHS,
    LESSON,
    MAP,
    MOST_UNITS,
    RATES,
    SIDE,
    STARTS,
    XOR,
    Setting,
    parameters,
    run,
    samples,
    state,
)
from handprop.explore.training.parts import count
from handprop.explore.training.points import MOST, Points
from handprop.explore.training.still import AXIS_ENDS, DASHES, paint, shown_until
from handprop.language import tr


@shareable
def training(learning_rate: float = 5.0, epoch: int = 0) -> TrainingExplorer:
    """The XOR network in training, at any speed from one multiplication to a thousand epochs a second.

    Parameters
    ----------
    learning_rate : 1, 5, 20 or 60; all of them are drawn, this one is shown in full.
    epoch : from 0 to 4000, where to start.

    What is trained is chosen by controls: ``.at(units=3, start=0, activation="relu")`` has three hidden
    units, the start that ``default_rng(0)`` draws, and ReLU in them.  Points are added by a click on the
    map, or as text: ``.at(points="0.5,1.2:1")`` is x1, x2 and target.  ``.at(part=1)`` is the first
    multiplication of an epoch.

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
    """What `training` returns."""

    presets: ClassVar[Presets] = {
        tr("one unit"): {"units": 1, "epoch": 1000},
        tr("eight units"): {"units": 8, "start": "0", "epoch": 1000},
        tr("closed gates"): {"start": "2", "activation": "relu", "epoch": 400},
        tr("one by one"): {"speed": "part", "part": 1},
    }

    def __init__(self, learning_rate: float, epoch: int):
        columns = _columns(learning_rate, epoch)
        super().__init__(view("training", _spec(), controls_of(columns)), columns)

    def state(self) -> dict:
        """The numbers of now, as `state` computes them."""
        return state(*self._now())

    def picture(self) -> Picture:
        """Losses, weights and the map of now."""
        (rate, epoch, setting), now = self._now(), self.state()
        end = shown_until(epoch)
        losses = run(setting, end).losses
        shown = np.linspace(0, end, 9).astype(int)
        rows = [[str(k), *map(digits, losses[k])] for k in shown]
        heads = [tr("epoch"), *(tr("loss at {r:g}", r=r) for r in RATES)]
        text = still.numbers([heads, *rows], _samples(now, setting.points), now["words"])
        alt = tr(
            "Three pictures of a network that learns XOR: the loss over {epochs} epochs for learning "
            "rates {listed}; the parameters over the epochs at {rate:g}; maps of its predictions and of what "
            "its hidden units give. {words}",
            epochs=end,
            listed=_listed(RATES),
            rate=rate,
            words=" ".join([now["words"], *now["sees"]]),
        )
        axis = self.numbers()["axis"]
        return Picture(
            lambda figure: paint(figure, (rate, epoch, setting), now, axis), (1080, 360), alt, text
        )

    def _now(self) -> tuple[float, int, Setting]:
        now = self.numbers()
        whole = {name: round(now[name]) for name in ("units", "part")}
        chosen = {name: now[name] for name in ("points", "start", "activation")}
        return float(now["learning_rate"]), round(now["epoch"]), Setting(**chosen, **whole)


def _columns(learning_rate: float, epoch: int) -> list[Groups]:
    rates = tuple((f"{rate:g}", f"{rate:g}") for rate in RATES)
    starts = ((tr("the lesson's"), LESSON), *((name, name) for name in STARTS[1:]))
    activations = tuple((FACTS[name].label, name) for name in ("sigmoid", "relu"))
    rate = Choice("learning_rate", tr("learning rate"), tr("learning rate"), f"{learning_rate:g}", rates)
    axis = Choice("axis", tr("loss axis"), tr("axis of the loss"), "auto", still.AXES)
    pace = Choice("speed", tr("speed"), tr("speed of Play, and size of a step"), "25", _speeds())
    hidden = Choice("activation", tr("hidden"), tr("activation of the hidden units"), "sigmoid", activations)
    return [
        {tr("Training"): [rate, axis, pace]},
        {
            tr("Network"): [
                Control("units", tr("units"), tr("hidden units"), 2, 1, MOST_UNITS, 1),
                Choice("start", tr("start"), tr("start: the seed of its random numbers"), LESSON, starts),
                hidden,
            ]
        },
        {
            tr("Epoch"): [
                Control("epoch", "", tr("epoch"), epoch, 0, EPOCHS, 1),
                Control(
                    "part", "", tr("sub-step of the epoch"), 0, 0, count(MOST_UNITS, len(XOR.x) + MOST), 1
                ),
                Points("points", tr("points added")),
            ]
        },
    ]


# What a step of that speed is, and how many of them Play makes in a second.
SPEEDS = {
    "part": ("part", 0.8),
    "sample": ("sample", 0.8),
    "epoch": ("epoch", 2),
    "25": ("epoch", 25),
    "200": ("epoch", 200),
    "1000": ("epoch", 1000),
}


def _speeds() -> tuple[tuple[str, str], ...]:
    named = {
        "part": tr("one multiplication at a time"),
        "sample": tr("one sample at a time"),
        "epoch": tr("one epoch at a time"),
    }
    return tuple((named.get(name) or tr("{n} epochs a second", n=name), name) for name in SPEEDS)


def _spec() -> dict:
    own = [[*row] for row in (*XOR.params["W1"].tolist(), XOR.params["W2"].ravel().tolist())]
    streams = {name: np.random.default_rng(0 if name == LESSON else int(name)) for name in STARTS}
    return {
        "x": XOR.x.tolist(),
        "y": XOR.y.tolist(),
        "rates": list(RATES),
        "epochs": EPOCHS,
        "axis_ends": list(AXIS_ENDS),
        "speeds": [{"kind": kind, "pace": pace} for kind, pace in SPEEDS.values()],
        "starts": {
            name: {
                "stream": stream.normal(size=3 * MOST_UNITS).tolist(),
                "own": own if name == LESSON else [[], [], []],
            }
            for name, stream in streams.items()
        },
        "names": {name: FACTS[name].label for name in ("sigmoid", "relu")},
        "parameters": [parameters(n) for n in range(1, MOST_UNITS + 1)],
        "map": {"ends": list(MAP), "side": SIDE, "most": MOST},
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
