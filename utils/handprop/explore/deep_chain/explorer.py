"""The explorer of deep chains: depth, weight and activation, and the gradient of every layer.

>>> deep_chain().at(weight=2, activation="relu", depth=10).state()["grads"][0]
1024.0
"""

from __future__ import annotations

from typing import ClassVar

from handprop.draw import Picture, digits
from handprop.explore.deep_chain.numbers import phrase, state
from handprop.explore.deep_chain.still import HIGHEST, LOWEST, MARKS, paint
from handprop.explore.frame import still
from handprop.explore.frame.as_code import shareable
from handprop.explore.frame.controls import Choice, Control, Presets, controls_of
from handprop.explore.frame.explorer import Explorer, view
from handprop.language import tr

DEEPEST = 40
ACTIVATIONS = tuple((name, name) for name in ("sigmoid", "tanh", "relu"))


@shareable
def deep_chain(depth: int = 20, weight: float = 1.0, activation: str = "sigmoid") -> DeepChainExplorer:
    """A chain of layers with one unit each and the same weight: what is left of the gradient at each of them.

    Parameters
    ----------
    depth : the number of layers to start with, from 1 to 40.
    weight : the weight of every layer, from 0.4 to 5.
    activation : "sigmoid", "tanh" or "relu".

    Raises ValueError for anything else.
    """
    return DeepChainExplorer().at(depth=depth, weight=weight, activation=activation)


class DeepChainExplorer(Explorer):
    """What `deep_chain` returns."""

    presets: ClassVar[Presets] = {
        tr("vanishing"): {"activation": "sigmoid", "weight": 1.0, "depth": 40},
        tr("exploding"): {"activation": "relu", "weight": 2.0, "depth": 40},
        tr("held"): {"activation": "relu", "weight": 1.0, "depth": 40},
    }

    def __init__(self):
        columns = [
            {tr("Chain"): [
                Control("depth", tr("depth"), tr("number of layers"), 20, 1, DEEPEST, 1),
                Control("weight", "w", tr("weight of every layer"), 1.0, 0.4, 5.0, 0.05),
            ]},
            {tr("Activation"): [
                Choice("activation", "f", tr("activation of every layer"), "sigmoid", ACTIVATIONS),
            ]},
        ]  # fmt: skip
        spec = {"deepest": DEEPEST, "ends": [LOWEST, HIGHEST], "marks": list(MARKS)}
        super().__init__(view("deep_chain", spec, controls_of(columns)), columns)

    def state(self) -> dict:
        """The numbers and the sentence of now, as `state` computes them."""
        now = self.numbers()
        return state(int(now["depth"]), now["weight"], now["activation"])

    def picture(self) -> Picture:
        """The bars of now, and a table of layers."""
        now = self.state()
        rows = [[tr("layer"), tr("weight times slope"), tr("gradient")]]
        for k, grad in enumerate(now["grads"]):
            rows.append([str(k), digits(now["factors"][k - 1]) if k else "-", digits(grad)])
        alt = f"{phrase('title')}. {now['words']}"
        text = still.numbers(rows, now["words"])
        return Picture(lambda figure: paint(figure, now, DEEPEST), (860, 340), alt, text)
