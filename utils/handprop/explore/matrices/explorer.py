"""The matrices explorer: the network as matrices, each entry traced to the factors that it is made of.

>>> from handprop.examples import get
>>> matrices(get("seed")).state()["words"]["W1"][1][0]
'W1 (w2), row 2, column 1: 0.33, given.'
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import traitlets

from handprop.draw import COLOURS, Picture
from handprop.draw.layout import parameter_names, unit_names
from handprop.examples import Example
from handprop.explore.frame.as_code import shareable
from handprop.explore.frame.controls import Groups, controls_of
from handprop.explore.frame.explorer import Explorer, view
from handprop.explore.frame.given import given
from handprop.explore.frame.parameter_sliders import layer_controls, slider
from handprop.explore.matrices.numbers import equations, labels, values
from handprop.explore.matrices.presets import presets
from handprop.explore.matrices.still import block, paint, plan
from handprop.explore.matrices.words import state
from handprop.language import tr
from handprop.network import Network

MOST_PARAMETERS = 24  # more numbers than this are a wall, and their sliders another
MOST_SAMPLES = 6


@shareable
def matrices(net: Network | Example, x=None, y=None) -> MatricesExplorer:
    """A small network as matrices with their shapes, forward and backward.

    Parameters
    ----------
    net : a `Network` with at most 24 parameters, or an `Example`, which brings ``x`` and ``y``.
    x, y : one sample, shapes (inputs,) and (outputs,), or up to 6, shapes (samples, inputs) and (samples,
        outputs); needed for a `Network`.

    Raises ValueError if x or y is missing, has another shape or there is too much to show; TypeError for
    anything else than a network.
    """
    net, x, y, _ = given(tr("The matrices explorer"), net, x, y, batch=True)
    parameters = sum(value.size for value in net.params.values())
    if parameters > MOST_PARAMETERS or len(np.atleast_2d(x)) > MOST_SAMPLES:
        raise ValueError(
            tr(
                "The matrices explorer shows up to {most_parameters} parameters and {most_samples} samples; "
                "this has {parameters} and {count}.",
                most_parameters=MOST_PARAMETERS,
                most_samples=MOST_SAMPLES,
                parameters=parameters,
                count=len(np.atleast_2d(x)),
            )
        )
    return MatricesExplorer(net, x, y)


class MatricesExplorer(Explorer):
    """What `matrices` returns; `params` follows the sliders, and can be observed."""

    params = traitlets.Dict(help="the parameters, float64 arrays by name", read_only=True)

    def __init__(self, net: Network, x: np.ndarray, y: np.ndarray):
        self.net, self._x, self._y = net, x, y
        self._names = parameter_names(net)
        columns = _columns(net, x, y, self._names)
        self._movable = {c.name: c for c in controls_of(columns)}
        self.presets = presets(net, x, y, self._movable)
        super().__init__(view("matrices", self._spec(), controls_of(columns)), columns)

    @property
    def x(self) -> np.ndarray:
        """The input, in the shape that it came in."""
        return _followed(self._x, "x", self.numbers())

    @property
    def y(self) -> np.ndarray:
        """The target, in the shape that it came in."""
        return _followed(self._y, "y", self.numbers())

    def state(self) -> dict:
        """The matrices of now, as `state` computes them."""
        return state(self.net.with_params(self.params), self.x, self.y)

    def picture(self) -> Picture:
        """All matrices with the numbers of now."""
        net = self.net.with_params(self.params)
        now, steps = self.state(), [step for step in equations(net) if step["phase"]]
        found, named = values(net, self.x, self.y), labels(net)
        first = now["words"][steps[0]["result"]][0][0]
        alt = tr(
            "{net!r} as {count} equations of matrices, forward and backward. {first}",
            net=net,
            count=len(steps),
            first=first,
        )
        text = "\n\n".join(block(step, found, named) for step in steps)
        size, places = plan(steps, found)
        return Picture(lambda figure: paint(figure, size, places, found, named), size, alt, text)

    def _moved(self, change=None) -> None:
        now = self.numbers()
        params = {name: np.vectorize(now.get, otypes=[float])(names) for name, names in self._names.items()}
        if any(not np.array_equal(params[name], self.params.get(name)) for name in params):
            self.set_trait("params", params)

    def _spec(self) -> dict:
        return {
            "activations": list(self.net.activations),
            "loss": self.net.loss_name,
            "frozen": sorted(self.net.frozen),
            "names": self._names,
            "x": self._x.tolist() if self._x.ndim == 2 else [_named(self._x, "x", self._movable)],
            "y": self._y.tolist() if self._y.ndim == 2 else [_named(self._y, "y", self._movable)],
            "equations": equations(self.net),
            "labels": labels(self.net),
            "colours": COLOURS,
        }


def _columns(net: Network, x, y, names) -> list[Groups]:
    units = unit_names(net)
    last = len(units) - 1
    titles = [tr("W{k} and b{k}", k=k) if f"b{k}" in net.params else f"W{k}" for k in range(1, last + 1)]
    columns: list[Groups] = [
        {titles[k - 1]: layer_controls(net, names, units, k)} for k in range(1, last + 1)
    ]
    if x.ndim == 2:
        return columns
    ends = [
        slider(f"x{i + 1}", tr("input x{i}", i=i + 1), float(v), most=0.1, reach=5.0) for i, v in enumerate(x)
    ]
    if net.loss_name == "half_squared":
        ends += [
            slider(f"y{j + 1}", tr("target y{j}", j=j + 1), float(v), most=0.1, reach=2.0)
            for j, v in enumerate(y)
        ]
    return [*columns, {tr("Input and target"): ends}]


def _named(row: np.ndarray, letter: str, movable: Mapping) -> list:
    """The names of the controls of a row, or its numbers where there is no control."""
    named = [f"{letter}{i + 1}" for i in range(row.size)]
    return named if set(named) <= set(movable) else row.tolist()


def _followed(given: np.ndarray, letter: str, now: dict) -> np.ndarray:
    if given.ndim == 2:
        return given
    return np.array([now.get(f"{letter}{i + 1}", v) for i, v in enumerate(given)])
