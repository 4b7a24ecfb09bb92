"""The networks and data that the lessons share, with exact numbers and their sources.

Numbers are kept as decimal text, so that NumPy gets the nearest float64 and SymPy the exact fraction.

>>> seed = get("seed")
>>> seed.network()
Network(2-2-1, relu, linear, loss=half_squared)
>>> seed.x.tolist(), seed.y.tolist(), seed.learning_rate
([2.0, 3.0], [1.0], 0.05)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import numpy as np

from handprop.language import tr
from handprop.network import Network

Text = str | tuple[Any, ...]  # a decimal such as "0.12", or tuples of them, nested like an array


@dataclass(frozen=True)
class Example:
    """A network with its data: everything that is needed to compute one step, as decimal text.

    `text_x` and `text_y` are one sample, or a tuple of samples.
    """

    name: str
    title: str
    source: str
    text_x: Text
    text_y: Text
    text_params: Mapping[str, Text] = field(hash=False)
    activations: tuple[str, ...]
    text_learning_rate: str
    loss: str = "half_squared"
    frozen: tuple[str, ...] = ()

    @property
    def x(self) -> np.ndarray:
        """The input, shape (inputs,) or (samples, inputs), float64."""
        return floats(self.text_x)

    @property
    def y(self) -> np.ndarray:
        """The target, shape (outputs,) or (samples, outputs), float64."""
        return floats(self.text_y)

    @property
    def learning_rate(self) -> float:
        """The learning rate as a float."""
        return float(self.text_learning_rate)

    @property
    def params(self) -> dict[str, np.ndarray]:
        """The parameters as float64 arrays, by name."""
        return {name: floats(text) for name, text in self.text_params.items()}

    @property
    def exact_params(self) -> dict[str, Any]:
        """The parameters as nested lists of `fractions.Fraction`, by name."""
        return {name: fractions(text) for name, text in self.text_params.items()}

    def network(self) -> Network:
        """The network in NumPy."""
        return Network(self.params, self.activations, self.loss, self.frozen)


def floats(text: Text) -> np.ndarray:
    """Nested decimal text as a float64 array."""
    return np.array(text, dtype=np.float64)


def fractions(text: Text) -> list[Any] | Fraction:
    """Nested decimal text as nested lists of exact fractions."""
    return Fraction(text) if isinstance(text, str) else [fractions(part) for part in text]


_SEED_WEIGHTS: dict[str, Text] = {
    "W1": (("0.12", "0.15"), ("0.33", "0.09")),
    "W2": (("0.11",), ("0.12",)),
}
_ZERO_BIASES: dict[str, Text] = {"b1": ("0", "0"), "b2": ("0",)}

_ALL = [
    Example(
        name="seed",
        title=tr("The course's 2-2-1 network: both ReLU gates open, no biases"),
        source=tr("the worked 2-2-1 example that the course grew from"),
        text_x=("2", "3"),
        text_y=("1",),
        text_params=_SEED_WEIGHTS,
        activations=("relu", "linear"),
        text_learning_rate="0.05",
    ),
    Example(
        name="seed_bias",
        title=tr("The 2-2-1 network with trained biases that start at 0"),
        source=tr("the worked 2-2-1 example, with biases added by the course"),
        text_x=("2", "3"),
        text_y=("1",),
        text_params=_SEED_WEIGHTS | _ZERO_BIASES,
        activations=("relu", "linear"),
        text_learning_rate="0.05",
    ),
    Example(
        name="gate_seed",
        title=tr("The 2-2-1 network with w4 = -0.20: the gate of the second hidden unit is closed"),
        source=tr("the worked 2-2-1 example with one weight changed by the course"),
        text_x=("2", "3"),
        text_y=("1",),
        text_params={"W1": (("0.12", "0.15"), ("0.33", "-0.20")), "W2": (("0.11",), ("0.12",))},
        activations=("relu", "linear"),
        text_learning_rate="0.05",
    ),
    Example(
        name="gate_own",
        title=tr("A 2-2-1 network with a negative input, a closed gate, biases and a negative prediction"),
        source=tr("made for the course: gradients of both signs, on which known mistakes differ"),
        text_x=("1", "-2"),
        text_y=("0.5",),
        text_params={
            "W1": (("0.5", "-0.3"), ("0.1", "0.6")),
            "b1": ("0.1", "-0.2"),
            "W2": (("0.6",), ("0.9",)),
            "b2": ("-0.3",),
        },
        activations=("relu", "linear"),
        text_learning_rate="0.05",
    ),
    Example(
        name="chain",
        title=tr("A 1-1-1 sigmoid network with biases: the shortest chain of two layers"),
        source=tr("made for the course"),
        text_x=("1.5",),
        text_y=("0.25",),
        text_params={"W1": (("0.8",),), "b1": ("-0.4",), "W2": (("-1.2",),), "b2": ("0.6",)},
        activations=("sigmoid", "sigmoid"),
        text_learning_rate="0.5",
    ),
    Example(
        name="xor",
        title=tr("A 2-2-1 sigmoid network that learns XOR from random weights and zero biases"),
        source=tr("the task is from Rumelhart, Hinton, Williams, 1986; the numbers were made for the course"),
        text_x=(("0", "0"), ("0", "1"), ("1", "0"), ("1", "1")),
        text_y=(("0",), ("1",), ("1",), ("0",)),
        text_params={
            "W1": (("1.1", "0.3"), ("-0.5", "-1.3")),
            "b1": ("0", "0"),
            "W2": (("-1.9",), ("0.3",)),
            "b2": ("0",),
        },
        activations=("sigmoid", "sigmoid"),
        text_learning_rate="5",
    ),
    Example(
        name="batch_232",
        title=tr("A 2-3-2 sigmoid network on four samples; target 1 is XOR, target 2 is AND"),
        source=tr("made for the course: a batch, several outputs, matrices that are not square"),
        text_x=(("0", "0"), ("0", "1"), ("1", "0"), ("1", "1")),
        text_y=(("0", "0"), ("1", "0"), ("1", "0"), ("0", "1")),
        text_params={
            "W1": (("0.5", "-0.4", "0.3"), ("-0.2", "0.6", "0.8")),
            "b1": ("0.1", "-0.3", "0.2"),
            "W2": (("0.7", "-0.5"), ("-0.6", "0.4"), ("0.2", "0.9")),
            "b2": ("-0.1", "0.05"),
        },
        activations=("sigmoid", "sigmoid"),
        text_learning_rate="0.5",
    ),
    Example(
        name="mazur",
        title=tr("A 2-2-2 sigmoid network whose two units of a layer share a bias that is not trained"),
        source=tr("Matt Mazur, A Step by Step Backpropagation Example, 2015"),
        text_x=("0.05", "0.1"),
        text_y=("0.01", "0.99"),
        text_params={
            "W1": (("0.15", "0.25"), ("0.2", "0.3")),
            "b1": ("0.35", "0.35"),
            "W2": (("0.4", "0.5"), ("0.45", "0.55")),
            "b2": ("0.6", "0.6"),
        },
        activations=("sigmoid", "sigmoid"),
        text_learning_rate="0.5",
        frozen=("b1", "b2"),
    ),
    Example(
        name="hmkcode",
        title=tr("The 2-2-1 network that the course's example was copied from, with its first weights"),
        source=tr("hmkcode, Backpropagation Step by Step, 2018"),
        text_x=("2", "3"),
        text_y=("1",),
        text_params={"W1": (("0.11", "0.12"), ("0.21", "0.08")), "W2": (("0.14",), ("0.15",))},
        activations=("linear", "linear"),
        text_learning_rate="0.05",
    ),
    Example(
        name="nielsen_good_start",
        title=tr("One sigmoid neuron that learns to turn 1 into 0, from w = 0.6 and b = 0.9"),
        source=tr("Michael Nielsen, Neural Networks and Deep Learning, chapter 3"),
        text_x=("1",),
        text_y=("0",),
        text_params={"W1": (("0.6",),), "b1": ("0.9",)},
        activations=("sigmoid",),
        text_learning_rate="0.15",
    ),
    Example(
        name="nielsen_saturated",
        title=tr("The same neuron from w = 2 and b = 2, where the sigmoid is nearly flat"),
        source=tr("Michael Nielsen, Neural Networks and Deep Learning, chapter 3"),
        text_x=("1",),
        text_y=("0",),
        text_params={"W1": (("2",),), "b1": ("2",)},
        activations=("sigmoid",),
        text_learning_rate="0.15",
    ),
    Example(
        name="neuron_sigmoid",
        title=tr("One sigmoid neuron with weight 0.5 and bias 1, fed 0.25"),
        source=tr("the four forward-pass exercises in a later copy of the course's class outline"),
        text_x=("0.25",),
        text_y=("1",),
        text_params={"W1": (("0.5",),), "b1": ("1",)},
        activations=("sigmoid",),
        text_learning_rate="0.05",
    ),
    Example(
        name="cs231n_neuron",
        title=tr("One sigmoid neuron with two inputs and a bias, published with the gradients of its output"),
        source=tr("Stanford CS231n, Backpropagation, Intuitions; the target 0 is the course's"),
        text_x=("-1", "-2"),
        text_y=("0",),
        text_params={"W1": (("2",), ("-3",)), "b1": ("-3",)},
        activations=("sigmoid",),
        text_learning_rate="0.05",
    ),
    Example(
        name="karpathy_neuron",
        title=tr("One tanh neuron with an input of 0, whose weight gets no gradient and still matters"),
        source=tr("Andrej Karpathy, Neural Networks: Zero to Hero, lecture 1; the target 0 is the course's"),
        text_x=("2", "0"),
        text_y=("0",),
        text_params={"W1": (("-3",), ("1",)), "b1": ("6.8813735870195432",)},
        activations=("tanh",),
        text_learning_rate="0.05",
    ),
    Example(
        name="house",
        title=tr("One weight: price in dollars = w * square feet, unscaled"),
        source=tr("the house of the course's intuition post (150 000 against 100 000 dollars)"),
        text_x=("1500",),
        text_y=("100000",),
        text_params={"W1": (("100",),)},
        activations=("linear",),
        text_learning_rate="0.05",
    ),
    Example(
        name="house_scaled",
        title=tr("The same house in units of 100 000 dollars and 1 000 square feet"),
        source=tr("the house of the course's intuition post, scaled by the course"),
        text_x=("1.5",),
        text_y=("1",),
        text_params={"W1": (("1",),)},
        activations=("linear",),
        text_learning_rate="0.05",
    ),
]

# Two houses with a garden or without, both sold for 100 000 dollars.
# Rows are houses; columns are thousand square feet of house and of garden.
HOUSES = np.array([[1.5, 0.0], [0.5, 1.0]])
PRICES = np.array([[1.0], [1.0]])

EXAMPLES: dict[str, Example] = {example.name: example for example in _ALL}


def get(name: str) -> Example:
    """The example of that name.

    Raises ValueError, listing the names, if there is none.
    """
    try:
        return EXAMPLES[name]
    except KeyError:
        raise ValueError(
            tr(
                "There is no example {name!r}; choose from {examples}.",
                name=name,
                examples=", ".join(EXAMPLES),
            )
        ) from None
