"""The network explorer: every weight, input, target and the learning rate, with values and gradients.

>>> from handprop.examples import get
>>> seed = get("seed")
>>> state(seed.network(), seed.x, seed.y, 0.05)["words"]
'One step with learning rate 0.05 would lower the loss from 0.317 to 0.2487.'
"""

from __future__ import annotations

from threading import Thread
from typing import TYPE_CHECKING

import numpy as np
import traitlets

from handprop import draw
from handprop.activations import for_browser
from handprop.course.faults import Refused
from handprop.draw.layout import (
    ARROW,
    COLOURS,
    LABEL_HEIGHT,
    LABEL_WIDTH,
    MANY,
    THIN,
    UNIT_HEIGHT,
    WIDER,
    hall,
    layout,
    parameter_names,
    sizes,
    unit_names,
    upright,
    width_reach,
)
from handprop.examples import Example
from handprop.explore.frame.as_code import shareable
from handprop.explore.frame.controls import Choice, Control, Groups, controls_of
from handprop.explore.frame.explorer import Explorer, view
from handprop.explore.frame.given import given
from handprop.explore.frame.parameter_sliders import layer_controls, listed, slider
from handprop.explore.network.derivation import derived, stored
from handprop.explore.network.numbers import state
from handprop.explore.network.phases import PHASES, phase_told
from handprop.explore.network.presets import presets
from handprop.language import tr
from handprop.network import Network

if TYPE_CHECKING:
    from handprop.worksheet import Worksheet


@shareable
def network(net: Network | Example, x=None, y=None, learning_rate: float = 0.05) -> NetworkExplorer:
    """Sliders for a small dense network on one sample.

    Parameters
    ----------
    net : a `Network`, or an `Example`, which brings ``x``, ``y`` and a learning rate of its own.
    x, y : the sample and its target, shapes (inputs,) and (outputs,); needed for a `Network`.
    learning_rate : where its slider starts, from 0 to 1, for a `Network`.

    Raises ValueError if x or y is missing or has another shape, TypeError for anything else than a network.
    """
    net, x, y, learning_rate = given(tr("The network explorer"), net, x, y, learning_rate)
    return NetworkExplorer(net, x, y, learning_rate)


class NetworkExplorer(Explorer):
    """What `network` returns; `params` and `learning_rate` follow the sliders, and can be observed."""

    params = traitlets.Dict(help="the parameters, float64 arrays by name", read_only=True)
    learning_rate = traitlets.Float(help="the learning rate", read_only=True)

    def __init__(self, net: Network, x: np.ndarray, y: np.ndarray, learning_rate: float):
        self.net, self._y = net, y
        self._names = parameter_names(net)
        self._inputs = [f"x{i + 1}" for i in range(x.size)]
        # Targets of a softmax must sum to 1, which single sliders cannot keep.
        movable = net.loss_name != "categorical_cross_entropy"
        self._targets = [f"y{j + 1}" for j in range(y.size)] if movable else []
        columns = self._columns(x, y, learning_rate)
        self.presets = presets(net)
        # SymPy takes half a second to load: of a network that no example has, the view asks for the
        # derivations once it is shown.
        asked = {
            "derivations": traitlets.Dict().tag(sync=True),
            "asked": traitlets.Bool().tag(sync=True, kernel=True),
            "write": traitlets.Int().tag(sync=True, kernel=True),
            "written": traitlets.Dict().tag(sync=True, kernel=True),
        }
        shown = view("network", self._spec(y), controls_of(columns), **asked)
        shown.derivations = stored(net)
        shown.observe(self._asked, "asked")
        shown.observe(self._write, "write")
        super().__init__(shown, columns)

    @property
    def x(self) -> np.ndarray:
        """The input, shape (inputs,)."""
        numbers = self.numbers()
        return np.array([numbers[name] for name in self._inputs])

    @property
    def y(self) -> np.ndarray:
        """The target, shape (outputs,)."""
        numbers = self.numbers()
        return np.array([numbers[name] for name in self._targets]) if self._targets else self._y

    @property
    def phase(self) -> str:
        """The phase that is shown: ``forward``, ``error``, ``backward``, ``update``, or ``all`` of them."""
        return self.numbers()["phase"]

    def state(self) -> dict:
        """The numbers of now, as `state` computes them, in the words of the phase."""
        now = state(self.net.with_params(self.params), self.x, self.y, self.learning_rate)
        return {**now, **phase_told(now, self.phase, self.net)}

    def picture(self) -> draw.Picture:
        """The network with the numbers of now, as far as they are known in the phase."""
        net = self.net.with_params(self.params)
        values = net.forward(self.x)
        target = None if self.phase == "forward" else self.y
        gradients = None if self.phase in ("forward", "error") else net.backward(values, self.y)
        return draw.network(net, values, gradients, target=target, note=self.state()["words"])

    def write_out(self) -> Worksheet:
        """The step that is shown, written out as on paper: every line, and a sheet to save and print."""
        from handprop.worksheet import worksheet  # SymPy takes half a second to load

        net = self.net.with_params(self.params)
        return worksheet(net, x=self.x, target=self.y, learning_rate=self.learning_rate)

    def complete(self) -> None:
        """Derive every gradient, unless that is done."""
        if not self.view.derivations:
            self._derive()

    def hall_spec(self) -> dict:
        """The view's spec with a picture that is read from the last row."""
        place = hall(sizes(self.net), biases=any(name.startswith("b") for name in self._names))
        return {**self.view.spec, "place": place, "upright": None}

    def _moved(self, change=None) -> None:
        numbers = self.numbers()
        params = {
            name: np.vectorize(numbers.get, otypes=[float])(names) for name, names in self._names.items()
        }
        if any(not np.array_equal(params[name], self.params.get(name)) for name in params):
            self.set_trait("params", params)
        self.set_trait("learning_rate", numbers["learning_rate"])

    def _asked(self, change) -> None:
        # Beside the kernel's own work: sliders go on speaking to Python meanwhile.
        if self.view.derivations:
            return
        try:
            Thread(target=self._derive, daemon=True).start()
        except RuntimeError:  # Python in a browser has no threads
            self._derive()

    def _write(self, change) -> None:
        # The number of the wish goes along: the same page, asked for again, is an answer too.
        try:
            self.view.written = {"wish": change.new, "page": self.write_out().text("html")}
        except Refused as fault:
            self.view.written = {"wish": change.new, "fault": str(fault)}

    def _derive(self) -> None:
        self.view.derivations = derived(self.net)

    def _columns(self, x, y, learning_rate) -> list[Groups]:
        units = unit_names(self.net)
        last = len(units) - 1
        rate = Control(
            "learning_rate", "η", tr("learning rate"), learning_rate, 0.0, max(1.0, learning_rate), 0.01
        )
        columns: list[Groups] = []
        for k in range(1, last + 1):
            title = (
                tr("Into the output")
                if k == last
                else tr("Into the hidden layer") + (f" {k}" if last > 2 else "")
            )
            columns.append({title: layer_controls(self.net, self._names, units, k)})
        columns[-1][tr("Learning rate")] = [rate]
        inputs = [
            slider(name, tr("input {name}", name=name), float(v), most=0.1, reach=5.0)
            for name, v in zip(self._inputs, x, strict=True)
        ]
        phase = Choice("phase", tr("phase"), tr("phase of the step"), "all", PHASES)
        return [*columns, {tr("Input, target, phase"): [*inputs, *self._target_controls(y), phase]}]

    def _target_controls(self, y) -> list[Control]:
        controls = []
        for name, value in zip(self._targets, map(float, y), strict=bool(self._targets)):
            short, label = ("y", tr("target y")) if len(y) == 1 else (name, tr("target {name}", name=name))
            if self.net.loss_name == "half_squared":
                controls.append(slider(name, label, value, most=0.1, reach=2.0, short=short))
            else:
                controls.append(Control(name, short, label, value, 0.0, 1.0, 0.01))
        return controls

    def _spec(self, y) -> dict:
        units = unit_names(self.net)
        parameters = listed(self._names)
        weights = [name for name in self._names if name.startswith("W")]
        biases = any(name.startswith("b") for name in self._names)
        return {
            "title": tr("A {map} network", map="-".join(map(str, sizes(self.net)))),
            "activations": list(self.net.activations),
            "facts": for_browser(self.net.activations),
            "loss": self.net.loss_name,
            "frozen": sorted(self.net.frozen),
            "names": self._names,
            "parameters": sorted(parameters, key=lambda row: (row[0][0] != "w", int(row[0][1:]))),
            "inputs": self._inputs,
            "targets": self._targets or y.tolist(),
            "units": [[unit["short"] for unit in column] for column in units],
            "place": layout(sizes(self.net), biases=biases),
            "upright": upright(sizes(self.net), biases),
            "close": None if len(parameters) > MANY else hall(sizes(self.net), biases),
            "widths": [THIN, WIDER, width_reach(np.abs(self.net.params[name]).max() for name in weights)],
            "arrow": ARROW,
            "colours": COLOURS,
            "label": [LABEL_WIDTH, LABEL_HEIGHT],
            "unit_height": UNIT_HEIGHT,
            "crowded": len(parameters) > MANY,
            "phases": [words for words, _ in PHASES[1:]],
        }
