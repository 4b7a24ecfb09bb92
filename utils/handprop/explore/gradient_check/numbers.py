"""The explorer of gradient checks: the V of the error over the step, and a slip that no step mends.

>>> state(1e-5)["verdict"]
'agrees'
>>> state(1e-5, slip="input")["ratio"]
'0.6667'
"""

from __future__ import annotations

import math

from handprop.draw import digits
from handprop.explore.frame.words import phrases
from handprop.explore.gradient_check.losses import SIDES, errors, gradients, nearest, samples, shared_decimals
from handprop.numeric import EPS, STEP

AGREES, WRONG = 1e-6, 1e-2  # the limits of lesson 08, for float64
# Where bend and rounding are equally large for functions and numbers of size 1: eps^(1/3) and eps^(1/2).
# Source: Press, Teukolsky, Vetterling, Flannery, "Numerical Recipes", 3rd edition, section 5.7.
TIPS = {"central": STEP, "one-sided": math.sqrt(EPS)}
phrase = phrases(__file__)


def state(h: float, sides: str = "central", slip: str = "none") -> dict:
    """Every number and sentence that the explorer shows; its twin is ``checked`` in numbers.js."""
    k, table = nearest(h), samples()
    h, up, down = table["h"][k], table["up"][k], table["down"][k] if sides == "central" else table["here"]
    width = 2 * h if sides == "central" else h
    gradient, slope = gradients()[slip], (up - down) / width
    curves = {name: errors(name, slip) for name in SIDES}
    error, best = curves[sides][k], curves[sides][nearest(TIPS[sides])]
    verdict = _verdict(error, best)
    shared = shared_decimals(up, down)
    return {
        "h": h,
        "up": up,
        "down": down,
        "difference": up - down,
        "width": width,
        "slope": slope,
        "gradient": gradient,
        "ratio": digits(gradient / slope) if slope else phrase("no ratio"),
        "error": error,
        "verdict": phrase(verdict),
        "shared": shared,
        "curves": curves,
        "words": phrase("words", h=h, slope=slope, gradient=gradient, error=error, verdict=phrase(verdict)),
        "reason": f"{_reason(h, sides, shared, up == down)} {_best_words(best, sides)}",
    }


def _verdict(error: float, best: float) -> str:
    if error <= WRONG:
        return "agrees" if error < AGREES else "unsure"
    return "mistake" if best > WRONG else "bad step"


def _reason(h: float, sides: str, shared: int, lost: bool) -> str:
    if lost:
        return phrase("lost")
    if h > 10 * TIPS[sides]:
        return phrase("large")
    return phrase("best") if h >= TIPS[sides] / 10 else phrase("small", shared=shared)


def _best_words(best: float, sides: str) -> str:
    # The smallest error of all steps would be luck: far to the left it jumps up and down.
    tip = samples()["h"][nearest(TIPS[sides])]
    return phrase(f"tip {_verdict(best, best)}", tip=tip, best=best)
