"""The explorer of wrong back-propagation: choose a mistake of the bank, and see who contradicts it.

>>> wrong_gradients().at(mistake="M02-TARGET-MINUS").state()["rows"][0]["ratio"] < 0
True
"""

from __future__ import annotations

import numpy as np

from handprop.draw import COLOURS, Picture, digits
from handprop.draw.layout import parameter_names, unit_names
from handprop.examples import Example, get
from handprop.explore.frame import still
from handprop.explore.frame.as_code import shareable
from handprop.explore.frame.controls import Choice, Control, Groups, controls_of
from handprop.explore.frame.explorer import Explorer, view
from handprop.explore.frame.given import given
from handprop.explore.frame.parameter_sliders import layer_controls, listed, slider
from handprop.explore.wrong_gradients.numbers import NONE, applying, phrase, state
from handprop.explore.wrong_gradients.still import paint
from handprop.language import tr
from handprop.network import Network

MOST_STEPS, MOST_ROWS = 40, 12
_VERDICTS = {"agrees": tr("agrees"), "differs": tr("differs"), "kink": tr("kink")}
_PRESETS = {
    tr("right"): {"mistake": NONE},
    tr("skips w5, w6"): {"mistake": "M25-NO-OUT-WEIGHT"},
    tr("sign turned"): {"mistake": "M02-TARGET-MINUS"},
    tr("no gate, no trace"): {"mistake": "M33-NO-GATE"},
    tr("no gate, one shut"): {"mistake": "M33-NO-GATE", "w2": -0.2},
}


@shareable
def wrong_gradients(
    net: Network | Example | None = None, x=None, y=None, learning_rate: float = 0.05
) -> WrongGradientsExplorer:
    """A mistake in back-propagation at work: its gradients beside nudges, and the loss on its steps.

    Parameters
    ----------
    net : a `Network` of two layers, ReLU or sigmoid before a linear output or sigmoid before sigmoid, with
        half the squared error and at most 12 parameters that learn, or an `Example`, which brings the rest;
        the 2-2-1 network of the course if there is none.
    x, y : the sample and its target, shapes (inputs,) and (outputs,); needed for a `Network`.
    learning_rate : where its slider starts, from 0 to 1, for a `Network`.

    Raises ValueError for any other network or shape, TypeError for anything else than a network.
    """
    net = get("seed") if net is None else net
    net, x, y, learning_rate = given(tr("The explorer of wrong gradients"), net, x, y, learning_rate)
    applying(net)  # says which networks fit
    learn = sum(value.size for name, value in net.params.items() if name not in net.frozen)
    if learn > MOST_ROWS:
        raise ValueError(
            tr(
                "The explorer of wrong gradients has room for {most_rows} parameters; these are {learn}.",
                most_rows=MOST_ROWS,
                learn=learn,
            )
        )
    return WrongGradientsExplorer(net, x, y, learning_rate)


class WrongGradientsExplorer(Explorer):
    """What `wrong_gradients` returns."""

    def __init__(self, net: Network, x: np.ndarray, y: np.ndarray, learning_rate: float):
        self.net, self._names = net, parameter_names(net)
        self._inputs = [f"x{i + 1}" for i in range(x.size)]
        self._targets = [f"y{j + 1}" for j in range(y.size)]
        columns = self._columns(x, y, learning_rate)
        kinds = {control.name for control in controls_of(columns)}
        known = {NONE, *applying(net)}
        self.presets = {
            name: setting
            for name, setting in _PRESETS.items()
            if setting["mistake"] in known and set(setting) <= kinds
        }
        super().__init__(view("wrong_gradients", self._spec(), controls_of(columns)), columns)

    def state(self) -> dict:
        """The numbers and sentences of now, as `state` computes them."""
        now = self.numbers()
        params = {name: np.vectorize(now.get, otypes=[float])(names) for name, names in self._names.items()}
        x, y = (np.array([now[name] for name in names]) for names in (self._inputs, self._targets))
        steps, rate = int(now["steps"]), now["learning_rate"]
        return state(self.net.with_params(params), x, y, now["mistake"], rate, steps)

    def picture(self) -> Picture:
        """The bars with their dots, and both losses, with the numbers of now."""
        now = self.state()
        rows = [[tr("parameter"), tr("back-propagation"), tr("nudge"), tr("verdict")]]
        rows += [
            [row["name"], digits(row["gradient"]), digits(row["nudge"]), _VERDICTS[row["verdict"]]]
            for row in now["rows"]
        ]
        alt = tr(
            "Two pictures: each gradient beside its nudge, and the loss over steps. {words}",
            words=now["words"],
        )
        text = still.numbers(rows, now["who"], now["words"])
        return Picture(lambda figure: paint(figure, now, MOST_STEPS), (900, 360), alt, text)

    def _columns(self, x, y, learning_rate: float) -> list[Groups]:
        units = unit_names(self.net)
        options = [(phrase("right"), NONE)]
        for key, made in applying(self.net).items():  # two forms of one mistake may have one name
            twice = any(made.name == words for words, _ in options)
            options.append((f"{made.name}: {made.example}" if twice else made.name, key))
        rate = Control("learning_rate", "η", tr("learning rate"), learning_rate, 0.0, 1.0, 0.01)
        steps = Control("steps", tr("steps"), tr("number of steps"), 10, 0, MOST_STEPS, 1)
        one = len(y) == 1
        data = [
            slider(name, tr("input {name}", name=name), float(value), most=0.1, reach=5.0)
            for name, value in zip(self._inputs, x, strict=True)
        ]
        data += [
            slider(
                name,
                tr("target {name}", name=name),
                float(value),
                most=0.1,
                reach=2.0,
                short="y" if one else name,
            )
            for name, value in zip(self._targets, y, strict=True)
        ]
        mistake = Choice("mistake", tr("mistake"), tr("mistake in back-propagation"), NONE, tuple(options))
        return [
            {tr("Back-propagation"): [mistake], tr("Steps"): [steps, rate]},
            {tr("Into the hidden layer"): layer_controls(self.net, self._names, units, 1)},
            {
                tr("Into the output"): layer_controls(self.net, self._names, units, 2),
                tr("Input and target"): data,
            },
        ]

    def _spec(self) -> dict:
        rows = [row for row in listed(self._names) if row[1] not in self.net.frozen]
        return {
            "names": self._names,
            "activations": list(self.net.activations),
            "loss": self.net.loss_name,
            "rows": sorted(rows, key=lambda row: (row[0][0] != "w", int(row[0][1:]))),
            "inputs": self._inputs,
            "targets": self._targets,
            "mistakes": {key: [made.name, made.example] for key, made in applying(self.net).items()},
            "most": MOST_STEPS,
            "colours": COLOURS,
        }
