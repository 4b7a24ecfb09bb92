"""The explorer of gradient checks: the V of the error over the step, and a slip that no step mends."""

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
    gradients,
    nearest,
    samples,
)
from handprop.explore.gradient_check.numbers import AGREES, TIPS, WRONG, state
from handprop.explore.gradient_check.still import paint
from handprop.language import tr

FLOOR, CEILING = -13, 1.3  # powers of ten of the relative error, in the picture
SLIPS = {
    "none": tr("none"),
    "sign": tr("target − prediction"),
    "half": tr("½ of the loss forgotten"),
    "input": tr("input forgotten"),
    "hidden slope": tr("hidden slope forgotten"),
    "output slope": tr("a for a(1 − a) at the output"),
    "rounded": tr("rounded to four digits"),
}
PRESETS = {
    tr("right"): {"h": 1e-5, "sides": "central", "slip": "none"},
    tr("step too large"): {"h": 1.0, "sides": "one-sided", "slip": "none"},
    tr("step too small"): {"h": 1e-15, "sides": "central", "slip": "none"},
    tr("a slip"): {"h": 1e-5, "sides": "central", "slip": "hidden slope"},
    tr("rounded too early"): {"h": 1e-5, "sides": "central", "slip": "rounded"},
}


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
        raise ValueError(tr("h must lie between 1e-16 and 1; got {h!r}.", h=h))
    for name, value, known in (("sides", sides, SIDES), ("slip", slip, SLIPS)):
        if value not in known:
            raise ValueError(
                tr(
                    "{name} must be one of {known}; got {value!r}.",
                    name=name,
                    known=", ".join(known),
                    value=value,
                )
            )
    return GradientCheckExplorer(float(h), sides, slip)


class GradientCheckExplorer(Explorer):
    """What `gradient_check` returns."""

    presets = PRESETS

    def __init__(self, h: float, sides: str, slip: str):
        options = ((tr("both sides"), "central"), (tr("one side"), "one-sided"))
        slips = tuple((words, name) for name, words in SLIPS.items())
        columns = [
            {tr("Step"): [LogControl("h", "h", tr("step h"), h, LOWEST, HIGHEST, NOTCH)]},
            {
                tr("Difference"): [
                    Choice("sides", tr("difference"), tr("sides of the difference"), sides, options)
                ],
                tr("Gradient"): [Choice("slip", tr("slip"), tr("slip in the gradient"), slip, slips)],
            },
        ]
        super().__init__(view("gradient_check", _spec(), controls_of(columns)), columns)

    def state(self) -> dict:
        """The numbers of now, as `state` computes them."""
        return state(**self.numbers())

    def picture(self) -> Picture:
        """The V, and the loss curve with its nudges, with the numbers of now."""
        numbers, now = self.numbers(), self.state()
        rows = [[tr("step h"), *SIDES]]
        for h in (1.0, 0.1, 0.01, 0.001, 1e-4, 1e-16):
            rows.append([digits(h), *(f"{now['curves'][name][nearest(h)]:.0e}" for name in SIDES)])
        alt = tr(
            "Two pictures: the relative error of a gradient against the step of the difference, on "
            "logarithmic axes, and the loss curve with its nudges. Slip: {slips}. {words} {reason}",
            slips=SLIPS[numbers["slip"]],
            words=now["words"],
            reason=now["reason"],
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
    }
