"""The explorer of gradient checks: the V of the error over the step, and a slip that no step mends.

>>> state(1e-5)["verdict"]
'agrees'
>>> state(1e-5, slip="input")["ratio"]
'0.6667'
"""

from __future__ import annotations

import math

from handprop.draw import COLOURS, Picture, digits
from handprop.explore.frame import still
from handprop.explore.frame.as_code import shareable
from handprop.explore.frame.controls import Choice, LogControl, controls_of
from handprop.explore.frame.explorer import Explorer, view
from handprop.explore.gradient_check.losses import (
    HIGHEST,
    LOWEST,
    NOTCH,
    SIDES,
    W,
    errors,
    gradients,
    nearest,
    samples,
    shared_decimals,
)
from handprop.explore.gradient_check.still import paint
from handprop.numeric import EPS, STEP

AGREES, WRONG = 1e-6, 1e-2  # the limits of lesson 08, for float64
FLOOR, CEILING = -13, 1.3  # powers of ten of the relative error, in the picture
# Where bend and rounding are equally large for functions and numbers of size 1: eps^(1/3) and eps^(1/2).
# Source: Press, Teukolsky, Vetterling, Flannery, "Numerical Recipes", 3rd edition, section 5.7.
TIPS = {"central": STEP, "one-sided": math.sqrt(EPS)}
SLIPS = {
    "none": "none",
    "sign": "target − prediction",
    "half": "½ of the loss forgotten",
    "input": "input forgotten",
    "hidden slope": "hidden slope forgotten",
    "output slope": "a for a(1 − a) at the output",
    "rounded": "rounded to four digits",
}
PRESETS = {
    "right": {"h": 1e-5, "sides": "central", "slip": "none"},
    "step too large": {"h": 1.0, "sides": "one-sided", "slip": "none"},
    "step too small": {"h": 1e-15, "sides": "central", "slip": "none"},
    "a slip": {"h": 1e-5, "sides": "central", "slip": "hidden slope"},
    "rounded too early": {"h": 1e-5, "sides": "central", "slip": "rounded"},
}
_LEGEND = (
    "Loss over w1 of the 1-1-1 sigmoid network of lesson 05, at w1 = 0.8. Left: relative error between the "
    "gradient under check and the slope by nudges. The curves appear as far as the step has been; the thick "
    "one is the difference chosen."
)


@shareable
def gradient_check(h: float = 0.1, sides: str = "central", slip: str = "none") -> GradientCheckExplorer:
    """A gradient judged by nudges: sliders for the step, one side or two, and a slip in the gradient.

    Parameters
    ----------
    h : the step of the difference, from 1e-16 to 1; the explorer takes the nearest tenth of a power of ten.
    sides : ``"central"`` or ``"one-sided"``.
    slip : what is wrong with the gradient: a name in ``SLIPS``, such as ``"input"``.

    Raises ValueError for another step, side or slip.
    """
    if not 10.0**LOWEST <= h <= 10.0**HIGHEST:
        raise ValueError(f"h must lie between 1e-16 and 1; got {h!r}.")
    for name, value, known in (("sides", sides, SIDES), ("slip", slip, SLIPS)):
        if value not in known:
            raise ValueError(f"{name} must be one of {', '.join(known)}; got {value!r}.")
    return GradientCheckExplorer(float(h), sides, slip)


def state(h: float, sides: str = "central", slip: str = "none") -> dict:
    """Every number and sentence that the explorer shows; its twin is ``checked`` in gradient_check.js."""
    k, table = nearest(h), samples()
    h, up, down = table["h"][k], table["up"][k], table["down"][k] if sides == "central" else table["here"]
    width = 2 * h if sides == "central" else h
    gradient, slope = gradients()[slip], (up - down) / width
    curves = {name: errors(name, slip) for name in SIDES}
    error, best = curves[sides][k], curves[sides][nearest(TIPS[sides])]
    verdict = _verdict(error)
    shared = shared_decimals(up, down)
    return {
        "h": h,
        "up": up,
        "down": down,
        "difference": up - down,
        "width": width,
        "slope": slope,
        "gradient": gradient,
        "ratio": digits(gradient / slope) if slope else "none",
        "error": error,
        "verdict": verdict,
        "shared": shared,
        "curves": curves,
        "words": (
            f"Step {digits(h)}: the slope is {digits(slope)}, the gradient {digits(gradient)}, "
            f"the relative error {digits(error)}: {verdict}."
        ),
        "reason": f"{_reason(h, sides, shared, up == down)} {_best_words(best, sides)}",
    }


def _verdict(error: float) -> str:
    return "agrees" if error < AGREES else "a mistake" if error > WRONG else "cannot tell"


def _reason(h: float, sides: str, shared: int, lost: bool) -> str:
    if lost:
        return "The two losses are the same in every digit: the nudge is lost."
    if h > 10 * TIPS[sides]:
        return "The step is large: between the two points the curve bends."
    if h >= TIPS[sides] / 10:
        return "The step is about the best: bend and rounding are both small."
    return f"The step is small: the two losses share {shared} decimals, and the rest is rounding."


def _best_words(best: float, sides: str) -> str:
    # The smallest error of all steps would be luck: far to the left it jumps up and down.
    tip = samples()["h"][nearest(TIPS[sides])]
    if best < AGREES:
        return f"Near the tip, at {digits(tip)}, the error is {digits(best)}."
    judged = "the gradient is wrong" if best > WRONG else "the gradient is not exact"
    return f"Even near the tip, at {digits(tip)}, the error is {digits(best)}: {judged}."


class GradientCheckExplorer(Explorer):
    """What `gradient_check` returns."""

    presets = PRESETS

    def __init__(self, h: float, sides: str, slip: str):
        options = (("both sides", "central"), ("one side", "one-sided"))
        slips = tuple((words, name) for name, words in SLIPS.items())
        columns = [
            {"Step": [LogControl("h", "h", "step h", h, LOWEST, HIGHEST, NOTCH)]},
            {
                "Difference": [Choice("sides", "difference", "sides of the difference", sides, options)],
                "Gradient": [Choice("slip", "slip", "slip in the gradient", slip, slips)],
            },
        ]
        super().__init__(view("gradient_check", _spec(), controls_of(columns)), columns)

    def state(self) -> dict:
        """The numbers of now, as `state` computes them."""
        return state(**self.numbers())

    def picture(self) -> Picture:
        """The V, and the loss curve with its nudges, with the numbers of now."""
        numbers, now = self.numbers(), self.state()
        rows = [["step h", *SIDES]]
        for h in (1.0, 0.1, 0.01, 0.001, 1e-4, 1e-16):
            rows.append([digits(h), *(f"{now['curves'][name][nearest(h)]:.0e}" for name in SIDES)])
        alt = (
            "Two pictures: the relative error of a gradient against the step of the difference, on "
            f"logarithmic axes, and the loss curve with its nudges. Slip: {SLIPS[numbers['slip']]}. "
            f"{now['words']} {now['reason']}"
        )
        text = still.numbers(rows, now["words"], now["reason"])
        sides = numbers["sides"]
        return Picture(lambda figure: paint(figure, samples(), W, sides, now, LIMITS), (900, 400), alt, text)


LIMITS = {
    "steps": (LOWEST, HIGHEST),
    "errors": (FLOOR, CEILING),
    "agrees": math.log10(AGREES),
    "wrong": math.log10(WRONG),
}


def _spec() -> dict:
    return {
        **samples(),
        "w": W,
        "slips": [[name, gradients()[name]] for name in SLIPS],
        "tips": TIPS,
        "lowest": LOWEST,
        "notch": NOTCH,
        "limits": LIMITS,
        "colours": COLOURS,
        "legend": _LEGEND,
    }
