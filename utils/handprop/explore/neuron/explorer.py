"""The neuron explorer: the weighted sum step by step, the curve a = f(z), and the surface over both inputs.

>>> state([2.0, 3.0], [0.12, 0.33], 0.0, "relu")["words"]
'z = 1.23 is above 0, so ReLU lets it through: a = 1.23.'
"""

from __future__ import annotations

import math
from typing import ClassVar

import numpy as np

from handprop.draw import COLOURS, Picture, digits
from handprop.explore.frame import still
from handprop.explore.frame.as_code import shareable
from handprop.explore.frame.controls import Choice, Control, Presets, controls_of, notch
from handprop.explore.frame.explorer import Explorer, view
from handprop.explore.neuron.map import COLOURS_OF_A, MOST_LINES, surface, top
from handprop.explore.neuron.map import paint as paint_map
from handprop.network import ACTIVATIONS, Network

NAMES = {"linear": "linear", "relu": "ReLU", "sigmoid": "sigmoid", "tanh": "tanh"}
_LEGEND = (
    "A wide line carries a large product; a dashed line has a negative weight. In the curve, the dashed "
    "lines lead to z and to a. In the map, each line joins inputs with the same output a, written on it."
)


@shareable
def neuron(x=(2.0, 3.0), w=(0.12, 0.33), b: float = 0.0, activation: str = "relu") -> NeuronExplorer:
    """Sliders for one neuron with two inputs.

    ``x`` and ``w`` are two inputs and two weights, ``b`` is the bias, ``activation`` is ``linear``, ``relu``,
    ``sigmoid`` or ``tanh``: where the controls start.  The default is the first hidden unit of the seed.

    Raises ValueError for another number of inputs or weights, an unknown activation, or numbers that are
    not finite.
    """
    x, w, b = np.asarray(x, np.float64), np.asarray(w, np.float64), np.asarray(b, np.float64)
    if x.shape != (2,) or w.shape != (2,) or b.ndim:
        raise ValueError("The neuron explorer needs two inputs x, two weights w and one bias b.")
    if not np.isfinite([*x, *w, b]).all():
        raise ValueError("The neuron explorer needs finite numbers for x, w and b.")
    if activation not in NAMES:
        raise ValueError(f"Unknown activation {activation!r}; choose from {', '.join(NAMES)}.")
    return NeuronExplorer(x, w, float(b), activation)


def state(x, w, b: float, activation: str) -> dict:
    """Every number and sentence that the explorer shows; its twin is ``neuronState`` in neuron.js.

    ``steps`` are the rows of the computation by hand: name, computation, result.
    """
    x, w = np.asarray(x, np.float64), np.asarray(w, np.float64)
    values = Network({"W1": w[:, None], "b1": [b]}, [activation]).forward(x)
    z, a = float(values["z1"][0]), float(values["a1"][0])
    products = w * x
    total = " + ".join([digits(products[0]), _signed(products[1]), _signed(b)])
    steps = [
        *(
            [f"w{i} · x{i}", f"{digits(w[i - 1])} · {_signed(x[i - 1])}", digits(products[i - 1])]
            for i in (1, 2)
        ),
        ["bias b", "", digits(b)],
        ["weighted sum z", total, digits(z)],
        [f"a = f(z), {NAMES[activation]}", _applied(activation, z), digits(a)],
    ]
    return {"products": products, "z": z, "a": a, "steps": steps, "words": _words(activation, z, a)}


def _signed(value: float) -> str:
    text = digits(value)
    return f"({text})" if text.startswith("-") else text


def _applied(activation: str, z: float) -> str:
    forms = {
        "linear": digits(z),
        "relu": f"max(0, {digits(z)})",
        "sigmoid": f"1 / (1 + exp({digits(-z)}))",
        "tanh": f"tanh({digits(z)})",
    }
    return forms[activation]


def _words(activation: str, z: float, a: float) -> str:
    z_text, a_text = digits(z), digits(a)
    if activation == "linear":
        return f"A linear neuron passes on its weighted sum: a = z = {z_text}."
    if activation == "relu" and z > 0:
        return f"z = {z_text} is above 0, so ReLU lets it through: a = {a_text}."
    if activation == "relu":
        return f"z = {z_text} is not above 0, so ReLU gives 0: the gate is closed."
    ends = "0 and 1" if activation == "sigmoid" else "-1 and 1"
    return f"{NAMES[activation].capitalize()} squeezes z = {z_text} to a = {a_text}, between {ends}."


class NeuronExplorer(Explorer):
    """What `neuron` returns."""

    presets: ClassVar[Presets] = {
        "Gate closed": {"x1": 2, "x2": 3, "w1": 0.12, "w2": -0.33, "b": 0, "activation": "relu"},
        "x1 alone": {"w1": 0.5, "w2": 0, "b": 0},
        "Difference": {"w1": 0.5, "w2": -0.5, "b": 0, "activation": "linear"},
        "Steep sigmoid": {"w1": 1, "w2": 1, "b": 0, "activation": "sigmoid"},
    }

    def __init__(self, x: np.ndarray, w: np.ndarray, b: float, activation: str):
        inputs = [_slider(f"x{i}", f"input x{i}", v, 0.1, 4) for i, v in enumerate(map(float, x), 1)]
        weights = [
            _slider(f"w{i}", f"weight w{i}, of input {i}", v, 0.01, 1) for i, v in enumerate(map(float, w), 1)
        ]
        bias = _slider("b", "bias b", b, 0.01, 1)
        options = tuple((words, name) for name, words in NAMES.items())
        function = Choice("activation", "function", "activation function f", activation, options)
        columns = [{"Inputs": inputs}, {"Weights and bias": [*weights, bias]}, {"Activation": [function]}]
        highest = sum(s.high * t.high for s, t in zip(inputs, weights, strict=True)) + bias.high
        self._reach = float(math.ceil(highest))
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
        alt = (
            f"The curve of {NAMES[activation]} with a point at {at}, and a map of a over both inputs. "
            f"{now['words']} {found['words']}"
        )
        text = still.numbers([["step", "computation", "result"], *now["steps"]], now["words"], found["words"])

        def paint(figure) -> None:
            _paint(figure, now, activation, self._reach)
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
            "names": NAMES,
            "legend": _LEGEND,
        }


def _slider(name: str, label: str, start: float, most: float, reach: float) -> Control:
    bound = float(max(reach, math.ceil(abs(start))))
    return Control(name, name, label, start, -bound, bound, notch(start, most))


def _paint(figure, now: dict, activation: str, reach: float) -> None:
    low, high = {"sigmoid": (-0.1, 1.1), "tanh": (-1.2, 1.2)}.get(activation, (-reach, reach))
    axes = still.axes(
        figure,
        (0.07, 0.16, 0.46, 0.73),
        f"a = f(z), {NAMES[activation]}",
        (-reach, reach),
        (low, high),
        "z",
        "a",
    )
    ticks = still.ticks(reach)
    axes.set_xticks(ticks)
    axes.set_yticks({"sigmoid": [0, 0.5, 1], "tanh": [-1, 0, 1]}.get(activation, ticks))
    z = np.linspace(-reach, reach, 361)
    axes.plot(z, ACTIVATIONS[activation][0](z), color=COLOURS["weights"][0], linewidth=2.5)
    style = {"color": still.INK, "linestyle": (0, (4, 3)), "linewidth": 1.2}
    axes.plot([now["z"]] * 2, [0, now["a"]], **style)
    axes.plot([0, now["z"]], [now["a"]] * 2, **style)
    axes.plot(now["z"], now["a"], "o", color=COLOURS["weights"][1], markersize=9)
    numbers = still.minus(f"z = {digits(now['z'])}\na = {digits(now['a'])}")
    axes.text(0.03, 0.95, numbers, transform=axes.transAxes, va="top", weight="bold", color=still.INK)
