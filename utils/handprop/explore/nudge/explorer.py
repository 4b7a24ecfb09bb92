"""The explorer of a nudge that travels: one parameter of a chain moves, and all behind it follows.

>>> nudge(get("neuron_sigmoid")).at(nudge=0.01).state()["product"]
'0.25 · 0.1846 · (-0.2453) ≈ -0.01132'
"""

from __future__ import annotations

import numpy as np

from handprop.draw import Picture, digits
from handprop.draw.layout import COLOURS, parameter_names, sizes, unit_names
from handprop.examples import Example, get
from handprop.explore.frame import still
from handprop.explore.frame.as_code import shareable
from handprop.explore.frame.controls import Choice, LogControl, controls_of
from handprop.explore.frame.explorer import Explorer, view
from handprop.explore.frame.given import given
from handprop.explore.nudge.numbers import state
from handprop.explore.nudge.still import paint
from handprop.language import tr
from handprop.network import Network


@shareable
def nudge(net: Network | Example | None = None, x=None, y=None) -> NudgeExplorer:
    """A weight or bias of a chain is nudged; what follows is shown link by link, with its ratio.

    Parameters
    ----------
    net : a `Network` with one unit in each layer and half the squared error as its loss, or an `Example`,
        which brings ``x`` and ``y``; the 1-1-1 network of the course if there is none.
    x, y : the sample and its target, shape (1,); needed for a `Network`.

    Raises ValueError for any other network or shape, TypeError for anything else than a network.
    """
    net = get("chain") if net is None else net
    net, x, y, _ = given(tr("The explorer of a nudge"), net, x, y)
    if set(sizes(net)) != {1} or net.loss_name != "half_squared":
        raise ValueError(
            tr("A nudge travels along a chain, one unit in each layer; this is {net!r}.", net=net)
        )
    return NudgeExplorer(net, x, y)


class NudgeExplorer(Explorer):
    """What `nudge` returns."""

    def __init__(self, net: Network, x: np.ndarray, y: np.ndarray):
        self.net, self.x, self.y = net, x, y
        names = {str(np.array(labels).ravel()[0]): name for name, labels in parameter_names(net).items()}
        ordered = sorted(names, key=lambda name: (name[0] != "w", int(name[1:])))
        options = tuple((name, name) for name in ordered)
        columns = [
            {tr("Nudged"): [Choice("parameter", tr("which"), tr("what is nudged"), ordered[0], options)]},
            {tr("Nudge"): [LogControl("nudge", "ε", tr("size of the nudge"), 0.1, -6, 0, 0.1)]},
        ]
        super().__init__(view("nudge", self._spec(names), controls_of(columns)), columns)

    def state(self) -> dict:
        """The numbers of now, as `state` computes them."""
        return state(self.net, self.x, self.y, **self.numbers())

    def picture(self) -> Picture:
        """The chain with the numbers of now."""
        now = self.state()
        rows = [[tr("link"), tr("moved by"), tr("ratio"), tr("derivative")]]
        for link in now["links"]:
            ratio = "none" if link["ratio"] is None else digits(link["ratio"])
            rows.append(
                [
                    tr("{value} to {to}", value=link["from"], to=link["to"]),
                    digits(link["change"]),
                    ratio,
                    digits(link["slope"]),
                ]
            )
        text = still.numbers(rows, now["product"], now["words"])
        first = self.numbers()["parameter"]
        alt = tr(
            "A chain from {first} to the loss, with a ratio on each link. {words}",
            first=first,
            words=now["words"],
        )
        size = 150 * (len(now["links"]) + 1), 190
        return Picture(lambda figure: paint(figure, now, self.numbers()), size, alt, text)

    def _spec(self, names: dict[str, str]) -> dict:
        return {
            "params": {name: value.tolist() for name, value in self.net.params.items()},
            "activations": list(self.net.activations),
            "loss": self.net.loss_name,
            "x": self.x.tolist(),
            "y": self.y.tolist(),
            "names": names,
            "units": [column[0]["short"] for column in unit_names(self.net)],
            "colours": COLOURS,
        }
