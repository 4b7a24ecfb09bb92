"""The neuron explorer: the weighted sum, the curve a = f(z), and the surface over both inputs."""

from __future__ import annotations

import math
from typing import ClassVar

import numpy as np

from handprop.activations import for_browser
from handprop.draw import COLOURS, Picture, digits
from handprop.draw.layout import THIN, WIDER
from handprop.explore.frame import still
from handprop.explore.frame.as_code import shareable
from handprop.explore.frame.controls import Choice, Control, Presets, controls_of, notch
from handprop.explore.frame.explorer import Explorer, view
from handprop.explore.neuron.map import COLOURS_OF_A, MOST_LINES, surface, top
from handprop.explore.neuron.map import paint as paint_map
from handprop.explore.neuron.numbers import NAMES, state
from handprop.explore.neuron.still import paint_curve
from handprop.language import tr


@shareable
def neuron(x=(2.0, 3.0), w=(0.12, 0.33), b: float = 0.0, activation: str = "relu") -> NeuronExplorer:
    """Sliders for one neuron with two inputs.

    ``x`` and ``w`` are two inputs and two weights, ``b`` is the bias, ``activation`` is a name such as
    ``relu`` or ``sigmoid``: where the controls start.  The default is the first hidden unit of the seed.

    Raises ValueError for another number of inputs or weights, an unknown activation, or numbers that are
    not finite.
    """
    x, w, b = np.asarray(x, np.float64), np.asarray(w, np.float64), np.asarray(b, np.float64)
    if x.shape != (2,) or w.shape != (2,) or b.ndim:
        raise ValueError(tr("The neuron explorer needs two inputs x, two weights w and one bias b."))
    if not np.isfinite([*x, *w, b]).all():
        raise ValueError(tr("The neuron explorer needs finite numbers for x, w and b."))
    if activation not in NAMES:
        raise ValueError(
            tr(
                "Unknown activation {activation!r}; choose from {names}.",
                activation=activation,
                names=", ".join(NAMES),
            )
        )
    return NeuronExplorer(x, w, float(b), activation)


class NeuronExplorer(Explorer):
    """What `neuron` returns."""

    presets: ClassVar[Presets] = {
        tr("Gate closed"): {"x1": 2, "x2": 3, "w1": 0.12, "w2": -0.33, "b": 0, "activation": "relu"},
        tr("x1 alone"): {"w1": 0.5, "w2": 0, "b": 0},
        tr("Difference"): {"w1": 0.5, "w2": -0.5, "b": 0, "activation": "linear"},
        tr("Steep sigmoid"): {"w1": 1, "w2": 1, "b": 0, "activation": "sigmoid"},
    }

    def __init__(self, x: np.ndarray, w: np.ndarray, b: float, activation: str):
        inputs = [_slider(f"x{i}", tr("input x{i}", i=i), v, 0.1, 4) for i, v in enumerate(map(float, x), 1)]
        weights = [
            _slider(f"w{i}", tr("weight w{i}, of input {i}", i=i), v, 0.01, 1)
            for i, v in enumerate(map(float, w), 1)
        ]
        bias = _slider("b", tr("bias b"), b, 0.01, 1)
        options = tuple((words, name) for name, words in NAMES.items())
        function = Choice("activation", tr("function"), tr("activation function f"), activation, options)
        columns = [
            {tr("Inputs"): inputs},
            {tr("Weights and bias"): [*weights, bias]},
            {tr("Activation"): [function]},
        ]
        highest = sum(s.high * t.high for s, t in zip(inputs, weights, strict=True)) + bias.high
        self._reach = float(math.ceil(highest))
        self._widest = max(slider.high for slider in (*weights, bias))
        self._inputs = max(slider.high for slider in inputs)
        super().__init__(view("neuron", self._spec(), controls_of(columns)), columns)

    def state(self) -> dict:
        """The numbers of now, as `state` computes them."""
        n = self.numbers()
        return state([n["x1"], n["x2"]], [n["w1"], n["w2"]], n["b"], n["activation"])

    def surface(self) -> dict:
        """The lines of equal output of now, as `map.surface` computes them."""
        n = self.numbers()
        return surface([n["w1"], n["w2"]], n["b"], n["activation"], self._inputs)

    def picture(self) -> Picture:
        """The curve and the map with the point of now."""
        numbers, now, found = self.numbers(), self.state(), self.surface()
        activation = numbers["activation"]
        at = f"z = {digits(now['z'])}, a = {digits(now['a'])}"
        alt = tr(
            "The curve of {names} with a point at {at}, and a map of a over both inputs. {words} {words_2}",
            names=NAMES[activation],
            at=at,
            words=now["words"],
            words_2=found["words"],
        )
        text = still.numbers(
            [[tr("step"), tr("computation"), tr("result")], *now["steps"]], now["words"], found["words"]
        )

        def paint(figure) -> None:
            paint_curve(figure, now, activation, self._reach)
            place = (0.6, 0.16, 0.38, 0.73)
            paint_map(figure, place, numbers, now, found, (self._inputs, self._reach))

        return Picture(paint, (860, 340), alt, text)

    def _spec(self) -> dict:
        return {
            "colours": COLOURS,
            "shades": COLOURS_OF_A,
            "tops": {name: top(name, self._reach) for name in NAMES},
            "reach": self._reach,
            "inputs": self._inputs,
            "most_lines": MOST_LINES,
            "widths": [THIN, WIDER, self._widest],
            "facts": for_browser(NAMES),
        }


def _slider(name: str, label: str, start: float, most: float, reach: float) -> Control:
    bound = float(max(reach, math.ceil(abs(start))))
    return Control(name, name, label, start, -bound, bound, notch(start, most))
