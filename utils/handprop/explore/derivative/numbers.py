"""The explorer of derivatives: a nudge that shrinks, and the gradient of two weights on a contour map.

>>> state(1.0, 0.1, 0.0, 1.0)["words"]
'A nudge of 0.1 gives the slope 0.8625; the derivative is 0.75. They differ by 0.1125.'
"""

from __future__ import annotations

import math

import numpy as np

from handprop.examples import HOUSES, PRICES, get
from handprop.explore.frame.words import phrases
from handprop.network import Network

# One weight: the house of the lessons, 1.5 thousand square feet for 100 000 dollars.
HOUSE = get("house_scaled")
# Two weights: HOUSES, the same house, which has no garden, and a small one with a garden.
LEVELS = (0.02, 0.1, 0.3, 0.7, 1.3, 2.2, 3.5, 5.0, 7.0)  # of the loss, for the contours
SCALE = 0.4  # an arrow in the map is so much shorter than the slopes that it stands for
phrase = phrases(__file__)


def state(w: float, nudge: float, w1: float, w2: float) -> dict:
    """Every number and sentence that the explorer shows; its twin is ``derivativeState`` in numbers.js."""
    here, there = _house(w), _house(w + nudge)
    loss, nudged = (net.loss_at(HOUSE.x, HOUSE.y) for net in (here, there))
    slope = (nudged - loss) / nudge
    exact = float(here.gradients(HOUSE.x, HOUSE.y)["W1"][0, 0])
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
        "words": phrase("slopes", nudge=nudge, slope=slope, derivative=exact, apart=abs(slope - exact)),
        "gradient_words": gradient_words(gradient),
    }


def _house(w: float) -> Network:
    return HOUSE.network().with_params({"W1": [[w]]})


def _two(w1: float, w2: float) -> Network:
    return Network({"W1": [[w1], [w2]]}, ["linear"])


def gradient_words(gradient) -> str:
    """The gradient, shape (2,), and which way each weight has to go."""
    turns = [_turn(slope, f"w{i}") for i, slope in enumerate(gradient, 1) if slope]
    return phrase("gradient" if turns else "flat", gradient=gradient, turns=phrase("and").join(turns))


def _turn(slope: float, name: str) -> str:
    return phrase("decrease" if slope > 0 else "increase", name=name)


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
