"""The explorer of one step: forward, error, back, update, sub-step by sub-step on a time line.

>>> from handprop.examples import get
>>> one_step(get("seed")).at(time=3).state()["lines"]
['h1 = ReLU(z1) = ReLU(1.23) = 1.23', 'h2 = ReLU(z2) = ReLU(0.57) = 0.57']
"""

from __future__ import annotations

import numpy as np

from handprop import draw
from handprop.activations import for_browser
from handprop.draw.layout import COLOURS, parameter_names, sizes, unit_names
from handprop.examples import Example
from handprop.explore.frame import still
from handprop.explore.frame.as_code import shareable
from handprop.explore.frame.controls import Choice, Control, Groups, controls_of
from handprop.explore.frame.explorer import Explorer, view
from handprop.explore.frame.given import given
from handprop.explore.frame.parameter_sliders import layer_controls, listed, slider
from handprop.explore.network.presets import presets
from handprop.explore.one_step.numbers import PHASES, state, timeline, told
from handprop.language import tr
from handprop.network import Network

MOST_UNITS = 4  # in one layer: more would not be readable


@shareable
def one_step(
    net: Network | Example, x=None, y=None, learning_rate: float = 0.05, time: int = 0
) -> OneStepExplorer:
    """One step of a small dense network on a time line: played, stepped, dragged, forward and back.

    Parameters
    ----------
    net : a `Network`, or an `Example`, which brings ``x``, ``y`` and a learning rate of its own.
    x, y : one sample and its target, shapes (inputs,) and (outputs,), or a batch, one sample in each row;
        needed for a `Network`.
    learning_rate : where its slider starts, from 0 to 1, for a `Network`.
    time : the sub-step to start at; 0 is before the first.

    Raises ValueError if x or y is missing or has another shape, or for a layer with more than four units;
    TypeError for anything else than a network.
    """
    net, x, y, learning_rate = given(tr("The explorer of one step"), net, x, y, learning_rate, batch=True)
    if max(sizes(net)) > MOST_UNITS:
        raise ValueError(
            tr(
                "The explorer of one step shows up to {most_units} units in a layer; this is {net!r}.",
                most_units=MOST_UNITS,
                net=net,
            )
        )
    explorer = OneStepExplorer(net, x, y, learning_rate)
    return explorer.at(time=time)


class OneStepExplorer(Explorer):
    """What `one_step` returns."""

    def __init__(self, net: Network, x: np.ndarray, y: np.ndarray, learning_rate: float):
        self.net, self._names, self._batch = net, parameter_names(net), x.ndim == 2
        # The names of sliders, or numbers where there is no slider.
        self._x, self._y = (
            (x.tolist(), y.tolist()) if self._batch else ([self._inputs(x)], [self._targets(y)])
        )
        self.presets = {} if self._batch else presets(net)
        rows = np.atleast_2d(x), np.atleast_2d(y)
        stops = timeline(net, *rows, learning_rate)
        columns = self._columns(rows[0][0], rows[1][0], learning_rate, len(stops) - 1)
        super().__init__(view("one_step", self._spec(stops), controls_of(columns)), columns)

    @property
    def x(self) -> np.ndarray:
        """The inputs, shape (samples, inputs)."""
        return self._read(self._x)

    @property
    def y(self) -> np.ndarray:
        """The targets, shape (samples, outputs)."""
        return self._read(self._y)

    @property
    def network(self) -> Network:
        """The network with the numbers of now."""
        return self.net.with_params({name: self._read(names) for name, names in self._names.items()})

    def state(self) -> dict:
        """The numbers and sentences at the end of the sub-step of now, as `state` computes them."""
        now = self.numbers()
        sample = int(now["sample"]) - 1 if "sample" in now else 0
        return state(self.network, self.x, self.y, now["learning_rate"], int(now["time"]), sample)

    def hall_spec(self) -> dict:
        """Drawn close together, so that the letters are large."""
        return {**self.view.spec, "hall": True}

    def picture(self) -> draw.Picture:
        """The network as far as it is computed, and every sub-step in words."""
        now, time, net = self.state(), int(self.numbers()["time"]), self.network
        phase = now["stops"][time]["phase"]
        # A sub-step within a phase shows what the phases before it have found.
        values = None if phase in ("start", "forward") else now["values"]
        gradients = now["gradients"] if phase == "update" else None
        target = self.y[int(self.numbers().get("sample", 1)) - 1] if values else None
        shown = draw.network(net, values, gradients, target=target, note=now["words"])
        rows = [
            f"{k}. {PHASES[stop['phase']]}: {'; '.join(map(told, stop['lines']))}"
            for k, stop in enumerate(now["stops"])
            if k
        ]
        text = still.numbers([[tr("weight"), tr("value")], *self._weights(net)], now["words"], *rows)
        return shown.with_text(text)

    def _weights(self, net: Network) -> list[list[str]]:
        parameters = {name: net.params[name] for name in self._names}
        return [
            [label, draw.digits(float(parameters[name][tuple(at)]))]
            for label, name, *at in listed(self._names)
        ]

    def _read(self, names) -> np.ndarray:
        numbers = self.numbers()
        return np.vectorize(lambda name: float(numbers.get(name, name)), otypes=[float])(
            np.array(names, object)
        )

    def _inputs(self, x: np.ndarray) -> list[str]:
        return [f"x{i + 1}" for i in range(x.size)]

    def _targets(self, y: np.ndarray) -> list:
        # Targets of a softmax must sum to 1, which single sliders cannot keep.
        movable = self.net.loss_name != "categorical_cross_entropy"
        return [f"y{j + 1}" for j in range(y.size)] if movable else y.tolist()

    def _columns(self, x, y, learning_rate: float, last: int) -> list[Groups]:
        units = unit_names(self.net)
        layers = range(1, len(units))
        columns: list[Groups] = [
            {tr("Into layer {k}", k=k): layer_controls(self.net, self._names, units, k)} for k in layers
        ]
        rate = Control(
            "learning_rate", "η", tr("learning rate"), learning_rate, 0.0, max(1.0, learning_rate), 0.01
        )
        # The time line stands in the picture; this slider is hidden, and is there for Python.
        time = Control("time", tr("time"), tr("sub-step"), 0, 0, last, 1)
        columns[-1][tr("Learning rate")] = [rate, time]
        if self._batch:
            options = tuple((f"{n}", f"{n}") for n in range(1, len(self._x) + 1))
            given = {
                tr("Sample"): [Choice("sample", tr("sample"), tr("sample that is followed"), "1", options)]
            }
        else:
            given = {
                tr("Input and target"): [
                    *self._sliders(self._x[0], x, 5.0),
                    *self._sliders(self._y[0], y, 2.0),
                ]
            }
        return [*columns, given]

    def _sliders(self, names: list, values: np.ndarray, reach: float) -> list[Control]:
        unit = self.net.loss_name == "binary_cross_entropy"
        return [
            Control(name, name, tr("target {name}", name=name), float(v), 0.0, 1.0, 0.01)
            if unit and name[0] == "y"
            else slider(
                name,
                (tr("input {name}") if name[0] == "x" else tr("target {name}")).format(name=name),
                float(v),
                0.1,
                reach,
            )
            for name, v in zip(names, values, strict=True)
            if isinstance(name, str)
        ]

    def _spec(self, stops: list[dict]) -> dict:
        return {
            "title": tr("A {map} network", map="-".join(map(str, sizes(self.net)))),
            "activations": list(self.net.activations),
            "facts": for_browser(self.net.activations),
            "loss": self.net.loss_name,
            "frozen": sorted(self.net.frozen),
            "names": self._names,
            "parameters": sorted(listed(self._names), key=lambda row: (row[0][0] != "w", int(row[0][1:]))),
            "x": self._x,
            "y": self._y,
            "units": [[unit["short"] for unit in column] for column in unit_names(self.net)],
            "phases": [stop["phase"] for stop in stops],
            "most_lines": max(len(stop["lines"]) for stop in stops),
            "colours": COLOURS,
        }
