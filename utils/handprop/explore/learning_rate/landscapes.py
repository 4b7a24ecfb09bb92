"""The losses that the learning rate explorer walks on: curves over one place, maps over two weights."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from handprop.examples import HOUSES, PRICES, get
from handprop.language import tr
from handprop.network import Network

Contour = dict[str, float | list[list[float]]]  # a level of the loss, and the points around all below it


@dataclass(frozen=True)
class Landscape:
    """A network with its data, x of shape (samples, inputs), and how the loss is drawn step by step.

    ``over`` is what a step that is too large jumps over; ``top`` is the loss at the upper end of the picture.
    """

    words: str
    place: str
    network: Network
    x: np.ndarray
    y: np.ndarray
    top: float
    loss_ticks: tuple[float, ...]
    over: str = "minimum"

    def where(self, net: Network, prediction: np.ndarray) -> float | list[float]:
        """The place of a network on the way down; `prediction` has shape (samples, outputs)."""
        raise NotImplementedError

    def frame(self) -> dict:
        """What the front end and the still picture have to know."""
        return {
            "words": self.words,
            "place": self.place,
            "over": self.over,
            "params": {key: value.tolist() for key, value in self.network.params.items()},
            "activations": list(self.network.activations),
            "x": self.x.tolist(),
            "y": self.y.tolist(),
            "top": self.top,
            "loss_ticks": list(self.loss_ticks),
        }


@dataclass(frozen=True)
class Curve(Landscape):
    """The loss over one place u, one half (factor * u - target)².

    With one weight the place is the weight and the factor is the input; in a larger network the place is
    the prediction, and the factor is 1.  Drawn is the minimum with `span` on either side.
    """

    span: float = 1.0
    ticks: tuple[float, ...] = ()

    @property
    def factor(self) -> float:
        """What the place is multiplied with to give the prediction."""
        return float(self.x[0, 0]) if len(self.network.activations) == 1 else 1.0

    def where(self, net, prediction):
        """The weight, or in a larger network the prediction."""
        return float(net.params["W1"][0, 0] if len(net.activations) == 1 else prediction[0, 0])

    def frame(self) -> dict:
        """What has to be known of any landscape, and the curve."""
        target = float(self.y[0, 0])
        minimum = target / self.factor
        ends = [minimum - self.span, minimum + self.span]
        own = {"factor": self.factor, "target": target, "minimum": minimum, "span": ends}
        return {**super().frame(), "kind": "curve", **own, "ticks": list(self.ticks)}


@dataclass(frozen=True)
class Map(Landscape):
    """The loss over two weights w1 and w2, as lines of equal loss.

    ``ends`` are those of w1 and of w2, of one scale: w1 spans one and a half times as much.  ``floor`` is the
    lowest place, a point or a line; left of ``flat`` no gate is open and the loss is the same everywhere.
    """

    ends: tuple[tuple[float, float], tuple[float, float]] = ((-1.4, 2.2), (-0.8, 1.6))
    levels: tuple[float, ...] = ()
    contours: Callable[[Map], list[Contour]] = list
    floor: Callable[[Map], np.ndarray] = list
    flat: float | None = None

    def where(self, net, prediction):
        """The two weights."""
        return [float(v) for value in net.params.values() for v in value.ravel()]

    def frame(self) -> dict:
        """What has to be known of any landscape, and the lines of equal loss."""
        own = {"ends": self.ends, "flat": self.flat, "contours": self.contours(self)}
        return {**super().frame(), "kind": "map", **own, "floor": _rounded(self.floor(self))}


def rings(place: Map) -> list[Contour]:
    """Lines of equal loss of a linear network with two weights: ellipses around the best weights.

    With H the mean of the outer products of the samples, the loss is one half d' H d at the distance d from
    the best weights.
    """
    H = place.x.T @ place.x / len(place.x)
    turn = np.linspace(0, 2 * np.pi, 72, endpoint=False)
    circle = np.linalg.solve(np.linalg.cholesky(H).T, [np.cos(turn), np.sin(turn)])
    best = lowest(place)[0]
    return [
        {"level": level, "points": _rounded(best + np.sqrt(2 * level) * circle.T)} for level in place.levels
    ]


def lowest(place: Map) -> np.ndarray:
    """The best weights of a linear network, shape (1, 2)."""
    return np.linalg.lstsq(place.x, place.y)[0].T


def bands(place: Map) -> list[Contour]:
    """Lines of equal loss of one ReLU unit with w1, and w2 behind it, for the input 1 and the target 1.

    Where w1 > 0 the loss is one half (w1 w2 - 1)²: below a level lies a band between two hyperbolas.  Where
    w1 is not above 0 the loss is one half; above that level the band takes in the whole of it.
    """
    (left, right), (low, high) = place.ends
    found = []
    for level in place.levels:
        reach = np.sqrt(2 * level)
        upper = _hyperbola(1 + reach, high, right)
        if reach < 1:
            lower = _hyperbola(1 - reach, high, right)
        else:
            corners = [[left - 1, high + 1], [left - 1, low - 1]]
            lower = np.vstack([_hyperbola(1 - reach, low, right)[::-1], corners[::-1]])[::-1]
        found.append({"level": level, "points": _rounded(np.vstack([upper, lower[::-1]]))})
    return found


def valley_floor(place: Map) -> np.ndarray:
    """Where w1 w2 = 1, shape (points, 2)."""
    return _hyperbola(1.0, place.ends[1][1], place.ends[0][1])


def _hyperbola(product: float, end: float, right: float) -> np.ndarray:
    """Points with w1 w2 = product from w2 a little beyond `end` to w1 a little beyond `right`."""
    first = product / (end + 0.1 * np.sign(end))
    w1 = np.geomspace(min(first, right), right + 0.1, 32)
    return np.column_stack([w1, product / w1])


def _rounded(points) -> list[list[float]]:
    return np.round(points, 4).tolist()


def _one(name: str) -> dict:
    example = get(name)
    return {"network": example.network(), "x": example.x[None], "y": example.y[None]}


def _two(x: np.ndarray) -> dict:
    return {"network": Network({"W1": [[-1.0], [0.5]]}, ["linear"]), "x": x, "y": PRICES}


_CHAIN = Network({"W1": [[1.8]], "W2": [[1.2]]}, ["relu", "linear"])
_WEIGHTS = tr("weights w1, w2")

# The borders of learning rates are 2 divided by the largest eigenvalue of H: 1.509 for the two houses, 0.0399
# with gardens in hundreds of square feet, which makes the valley long and narrow.
LANDSCAPES: dict[str, Landscape] = {
    "house_scaled": Curve(
        tr("house, scaled"), tr("weight w"), **_one("house_scaled"),
        span=2 / 3, ticks=(0, 0.5, 1), top=0.5, loss_ticks=(0, 0.1, 0.2, 0.3, 0.4, 0.5),
    ),
    "house": Curve(
        tr("house, in dollars"), tr("weight w"), **_one("house"),
        span=200 / 3, ticks=(0, 50, 100), top=5e9, loss_ticks=(0, 1e9, 2e9, 3e9, 4e9, 5e9),
    ),
    "seed": Curve(
        tr("2-2-1 network"), tr("prediction ŷ"), **_one("seed"),
        span=1.3, ticks=(0, 1, 2), top=0.845, loss_ticks=(0, 0.2, 0.4, 0.6, 0.8),
    ),
    "gardens_scaled": Map(
        tr("two houses, scaled"), _WEIGHTS, **_two(HOUSES), top=2.5, loss_ticks=(0, 0.5, 1, 1.5, 2, 2.5),
        levels=(0.02, 0.1, 0.3, 0.7, 1.3, 2.2, 3.5), contours=rings, floor=lowest,
    ),
    "gardens": Map(
        tr("two houses, mixed units"), _WEIGHTS, **_two(HOUSES * [1.0, 10.0]), top=5.0,
        loss_ticks=(0, 1, 2, 3, 4, 5), over="valley floor",
        levels=(0.1, 0.4, 1, 2, 4, 8, 16), contours=rings, floor=lowest,
    ),
    "relu_1_1_1": Map(
        tr("1-1-1 network"), _WEIGHTS, network=_CHAIN, x=np.ones((1, 1)), y=np.ones((1, 1)), top=1.0,
        loss_ticks=(0, 0.2, 0.4, 0.6, 0.8, 1), over="valley floor", ends=((-1.1, 2.5), (-0.8, 1.6)),
        levels=(0.02, 0.1, 0.25, 0.45, 0.8, 1.5, 2.5), contours=bands, floor=valley_floor, flat=0.0,
    ),
}  # fmt: skip
