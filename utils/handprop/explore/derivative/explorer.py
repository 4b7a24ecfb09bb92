"""The explorer of derivatives: a nudge that shrinks, and the gradient of two weights on a contour map.

>>> state(1.0, 0.1, 0.0, 1.0)["words"]
'A nudge of 0.1 gives the slope 0.8625; the derivative is 0.75. They differ by 0.1125.'
"""

from __future__ import annotations

import math

import numpy as np

from handprop.draw import COLOURS, Picture, digits
from handprop.examples import HOUSES, PRICES, get
from handprop.explore.frame import still
from handprop.explore.frame.as_code import shareable
from handprop.explore.frame.controls import Control, LogControl, controls_of, notch
from handprop.explore.frame.explorer import Explorer, view
from handprop.network import Network

# One weight: the house of the lessons, 1.5 thousand square feet for 100 000 dollars.
_HOUSE = get("house_scaled")
# Two weights: HOUSES, the same house, which has no garden, and a small one with a garden.
LEVELS = (0.02, 0.1, 0.3, 0.7, 1.3, 2.2, 3.5, 5.0, 7.0)  # of the loss, for the contours
SCALE = 0.4  # an arrow in the map is so much shorter than the slopes that it stands for
# The weights move from -bound to bound: a slider is exact at 0 if 0 is its middle.
W_BOUND, MAP_BOUND = 1.5, 1.2
W_ENDS, MAP_ENDS = (-1.6, 2.6), (-2.4, 2.4)
LOSS_ENDS = (-0.6, 6.0)
_LEGEND = (
    "Left: one house, prediction w · 1.5, price 1. Right: two houses, prediction w1 · house + w2 · garden; "
    "a line joins points of equal loss. Arrows are drawn at 0.4 of their length."
)


@shareable
def derivative(w: float = 1.0, nudge: float = 1.0, w1: float = 0.0, w2: float = -0.5) -> DerivativeExplorer:
    """Sliders for one weight with a nudge, and for two weights with their gradient.

    ``w`` is from -1.5 to 1.5, ``nudge`` from 0.0001 to 1, ``w1`` and ``w2`` are from -1.2 to 1.2.

    Raises ValueError for numbers outside these ends.
    """
    ends = {"w": (w, -W_BOUND, W_BOUND), "nudge": (nudge, 1e-4, 1.0)}
    ends |= {"w1": (w1, -MAP_BOUND, MAP_BOUND), "w2": (w2, -MAP_BOUND, MAP_BOUND)}
    for name, (value, low, high) in ends.items():
        if not low <= float(value) <= high:
            raise ValueError(f"{name} must be from {low:g} to {high:g}; got {value!r}.")
    return DerivativeExplorer(float(w), float(nudge), float(w1), float(w2))


def state(w: float, nudge: float, w1: float, w2: float) -> dict:
    """Every number and sentence that the explorer shows; its twin is ``derivativeState`` in derivative.js."""
    here, there = _house(w), _house(w + nudge)
    loss, nudged = (net.loss_at(_HOUSE.x, _HOUSE.y) for net in (here, there))
    slope = (nudged - loss) / nudge
    exact = float(here.gradients(_HOUSE.x, _HOUSE.y)["W1"][0, 0])
    two = _two(w1, w2)
    gradient = two.gradients(HOUSES, PRICES)["W1"].ravel()
    return {
        "loss": loss,
        "loss_nudged": nudged,
        "slope": slope,
        "derivative": exact,
        "difference": slope - exact,
        "loss_two": two.loss_at(HOUSES, PRICES),
        "gradient": gradient,
        "length": math.hypot(*gradient),
        "words": (
            f"A nudge of {digits(nudge)} gives the slope {digits(slope)}; the derivative is {digits(exact)}. "
            f"They differ by {digits(abs(slope - exact))}."
        ),
        "gradient_words": gradient_words(gradient),
    }


def _house(w: float) -> Network:
    return _HOUSE.network().with_params({"W1": [[w]]})


def _two(w1: float, w2: float) -> Network:
    return Network({"W1": [[w1], [w2]]}, ["linear"])


def gradient_words(gradient) -> str:
    """The gradient, shape (2,), and which way each weight has to go."""
    parts = ", ".join(map(digits, gradient))
    turns = [f"{_turn(slope)} w{i}" for i, slope in enumerate(gradient, 1) if slope]
    if not turns:
        return f"The gradient is ({parts}): here the loss is flat."
    return f"The gradient is ({parts}). To lower the loss: {' and '.join(turns)}."


def _turn(slope: float) -> str:
    return "decrease" if slope > 0 else "increase"


def contours() -> list[dict[str, float]]:
    """The lines of equal loss of the two weights, as ellipses: level, centre, radii, angle in degrees.

    With H the mean of the outer products of the houses, loss = 1/2 d' H d at the distance d from the best
    weights; its eigenvectors are the axes, and sqrt(2 level / eigenvalue) are the radii.
    """
    H = HOUSES.T @ HOUSES / len(HOUSES)
    centre = np.linalg.solve(HOUSES, PRICES).ravel()
    values, vectors = np.linalg.eigh(H)
    angle = math.degrees(math.atan2(vectors[1, 0], vectors[0, 0]))
    return [
        {"level": level, "x": centre[0], "y": centre[1], "angle": angle, "rx": rx, "ry": ry}
        for level in LEVELS
        for rx, ry in [np.sqrt(2 * level / values)]
    ]


class DerivativeExplorer(Explorer):
    """What `derivative` returns."""

    def __init__(self, w: float, nudge: float, w1: float, w2: float):
        one = [
            Control("w", "w", "weight w of the one house", w, -W_BOUND, W_BOUND, notch(w)),
            LogControl("nudge", "h", "nudge h, from 0.0001 to 1", nudge, -4.0, 0.0, 0.1),
        ]
        two = [
            Control("w1", "w1", "weight w1, of the house", w1, -MAP_BOUND, MAP_BOUND, notch(w1)),
            Control("w2", "w2", "weight w2, of the garden", w2, -MAP_BOUND, MAP_BOUND, notch(w2)),
        ]
        columns = [{"One weight and a nudge": one}, {"Two weights": two}]
        spec = {
            "house": [_HOUSE.x.tolist(), _HOUSE.y.tolist()],
            "houses": [[x.tolist(), y.tolist()] for x, y in zip(HOUSES, PRICES, strict=True)],
            "contours": contours(),
            "scale": SCALE,
            "w_ends": W_ENDS,
            "loss_ends": LOSS_ENDS,
            "map_ends": MAP_ENDS,
            "colours": COLOURS,
            "legend": _LEGEND,
        }
        super().__init__(view("derivative", spec, controls_of(columns)), columns)

    def state(self) -> dict:
        """The numbers of now, as `state` computes them."""
        numbers = self.numbers()
        return state(*(numbers[name] for name in ("w", "nudge", "w1", "w2")))

    def picture(self) -> Picture:
        """The secant, the tangent and the map with the numbers of now."""
        numbers, now = self.numbers(), self.state()
        rows = [["nudge h", "slope by nudge", "derivative", "difference"]]
        for h in (1.0, 0.1, 0.01, 0.001):
            other = state(numbers["w"], h, numbers["w1"], numbers["w2"])
            rows.append([digits(h), *(digits(other[key]) for key in ("slope", "derivative", "difference"))])
        words = f"{now['words']} {now['gradient_words']}"
        alt = (
            f"A loss curve with secant and tangent at w = {digits(numbers['w'])}, and a contour map. {words}"
        )
        text = still.numbers(rows, now["words"], now["gradient_words"])
        return Picture(lambda figure: _paint(figure, numbers, now), (860, 400), alt, text)


def _paint(figure, numbers: dict, now: dict) -> None:
    _paint_curve(figure, numbers["w"], numbers["nudge"], now)
    _paint_map(figure, numbers["w1"], numbers["w2"], now["gradient"])


def _paint_curve(figure, w: float, h: float, now: dict) -> None:
    axes = still.axes(
        figure, (0.06, 0.14, 0.4, 0.77), "One weight: secant and tangent", W_ENDS, LOSS_ENDS, "w", "loss"
    )
    places = np.linspace(*W_ENDS, 141)
    axes.plot(
        places, (_HOUSE.x[0] * places - _HOUSE.y[0]) ** 2 / 2, color=COLOURS["weights"][0], linewidth=2.5
    )
    for name, slope, style in (
        ("secant", now["slope"], "solid"),
        ("tangent", now["derivative"], (0, (5, 3))),
    ):
        colour = COLOURS["error"] if name == "secant" else still.INK
        label = still.minus(f"{name}, slope {digits(slope)}")
        axes.plot(places, now["loss"] + slope * (places - w), color=colour, linestyle=style, label=label)
    axes.plot([w, w + h], [now["loss"], now["loss_nudged"]], "o", color=COLOURS["weights"][1])
    axes.legend(loc="upper center", frameon=False)


def _paint_map(figure, w1: float, w2: float, gradient) -> None:
    from matplotlib.patches import Ellipse

    axes = still.axes(
        figure, (0.57, 0.14, 0.36, 0.77), "Two weights: the gradient", MAP_ENDS, MAP_ENDS, "w1", "w2"
    )
    axes.set_aspect("equal")
    for ring in contours():
        size = {"width": 2 * ring["rx"], "height": 2 * ring["ry"], "angle": ring["angle"]}
        axes.add_patch(Ellipse((ring["x"], ring["y"]), **size, fill=False, edgecolor=COLOURS["weights"][0]))
    step = SCALE * np.asarray(gradient)
    for dx, dy, colour, name in (
        (step[0], 0, COLOURS["target"], "∂loss/∂w1 and ∂loss/∂w2"), (0, step[1], COLOURS["target"], ""),
        (*step, COLOURS["weights"][1], "gradient"), (*-step, COLOURS["prediction"], "minus the gradient"),
    ):  # fmt: skip
        axes.annotate("", (w1 + dx, w2 + dy), (w1, w2), arrowprops=_arrow(colour))
        axes.plot([], [], color=colour, linewidth=2, label=name or "_none")
    axes.legend(loc="lower left", fontsize=9, framealpha=0.9, edgecolor="none")
    axes.plot(w1, w2, "o", color=still.INK)


def _arrow(colour: str) -> dict:
    return {"arrowstyle": "-|>", "color": colour, "linewidth": 2, "shrinkA": 0, "shrinkB": 0}
