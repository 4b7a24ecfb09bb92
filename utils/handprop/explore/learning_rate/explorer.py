"""The learning rate explorer: steps of gradient descent on a loss curve or a map of the loss.

>>> learning_rate("gardens", 0.5).state()["behaviour"]
'diverging'
"""

from __future__ import annotations

import math

from handprop.draw import COLOURS, Picture, digits
from handprop.explore.frame import still
from handprop.explore.frame.as_code import shareable
from handprop.explore.frame.controls import Choice, Control, Groups, LogControl, controls_of
from handprop.explore.frame.explorer import Explorer, view
from handprop.explore.learning_rate.landscapes import LANDSCAPES
from handprop.explore.learning_rate.numbers import state
from handprop.explore.learning_rate.still import paint, rows
from handprop.language import tr

_LOWEST, _HIGHEST = 1e-9, 10.0
_MOST_STEPS = 40
_START = (0.0, 1.3)

# The borders are those of lesson 04: 2/1.5² = 0.8889 for the scaled house; for the 2-2-1 network found by
# bisection, dead from 0.4432 on.  Those of the maps are in landscapes.py.
PRESETS = {
    tr("Slow"): {"example": "seed", "learning_rate": 0.001, "steps": 20, "start": 1.0},
    tr("Good"): {"example": "house_scaled", "learning_rate": 0.1, "steps": 20, "start": 1.0},
    tr("Oscillating"): {"example": "house_scaled", "learning_rate": 0.8, "steps": 20, "start": 1.0},
    tr("Diverging"): {"example": "house_scaled", "learning_rate": 0.95, "steps": 8, "start": 1.0},
    tr("Dead"): {"example": "seed", "learning_rate": 0.45, "steps": 40, "start": 1.0},
    tr("In dollars"): {"example": "house", "learning_rate": 0.1, "steps": 8, "start": 1.0},
    tr("Wide bowl"): {"example": "gardens_scaled", "learning_rate": 0.5, "steps": 20, "start": 1.0},
    tr("Narrow valley"): {"example": "gardens", "learning_rate": 0.035, "steps": 20, "start": 1.0},
    tr("Too far for ReLU"): {"example": "relu_1_1_1", "learning_rate": 0.9, "steps": 10, "start": 1.0},
}


@shareable
def learning_rate(
    example: str = "house_scaled", learning_rate: float = 0.1, steps: int = 10, start: float = 1.0
) -> LearningRateExplorer:
    """Gradient descent, drawn: the example, the learning rate, the number of steps and the start to move.

    Parameters
    ----------
    example : a curve: ``"house_scaled"``, ``"house"`` (the same in dollars and square feet) or ``"seed"``;
        or a map of two weights: ``"gardens_scaled"``, ``"gardens"`` (the same, with gardens in hundreds of
        square feet) or ``"relu_1_1_1"``.
    learning_rate : from 1e-9 to 10, where its slider starts.
    steps : from 0 to 40.
    start : what the example's weights are multiplied with before the first step, from 0 to 1.3.

    Raises ValueError for another example, or for a number beyond its slider.
    """
    _check(example, learning_rate, steps, start)
    return LearningRateExplorer(example, float(learning_rate), int(steps), float(start))


def _check(example, rate, steps, start) -> None:
    if example not in LANDSCAPES:
        raise ValueError(
            tr(
                "There is no loss of {example!r}; choose from {landscapes}.",
                example=example,
                landscapes=", ".join(LANDSCAPES),
            )
        )
    limits = {
        "learning_rate": (rate, _LOWEST, _HIGHEST),
        "steps": (steps, 0, _MOST_STEPS),
        "start": (start, *_START),
    }
    for name, (value, low, high) in limits.items():
        if not low <= value <= high:
            raise ValueError(
                tr(
                    "{name} must lie between {low:g} and {high:g}; got {value!r}.",
                    name=name,
                    low=low,
                    high=high,
                    value=value,
                )
            )


class LearningRateExplorer(Explorer):
    """What `learning_rate` returns."""

    presets = PRESETS

    def __init__(self, example: str, rate: float, steps: int, start: float):
        columns = _columns(example, rate, steps, start)
        super().__init__(view("learning_rate", _spec(), controls_of(columns)), columns)

    def state(self) -> dict:
        """The numbers of now, as `numbers.state` computes them."""
        now = self.numbers()
        return state(now["example"], now["learning_rate"], round(now["steps"]), now["start"])

    def picture(self) -> Picture:
        """Both pictures with the steps of now."""
        now, run = self.numbers(), self.state()
        frame = LANDSCAPES[now["example"]].frame()
        title = tr(
            "{words}, learning rate {learning_rate}",
            words=frame["words"],
            learning_rate=digits(now["learning_rate"]),
        )
        kinds = {"curve": tr("Two curves"), "map": tr("A map and a curve")}
        alt = tr(
            "{kinds}, {title}: the steps of gradient descent on the loss over the {place}, and the loss "
            "step by step. {words}",
            kinds=kinds[frame["kind"]],
            title=title,
            place=frame["place"],
            words=run["words"],
        )
        text = still.numbers(rows(run, frame["place"]), run["words"])
        return Picture(
            lambda figure: paint(figure, frame, run, _MOST_STEPS, now["axis"]), (900, 330), alt, text
        )


def _columns(example, rate, steps, start) -> list[Groups]:
    options = tuple((landscape.words, name) for name, landscape in LANDSCAPES.items())
    low, high = math.log10(_LOWEST), math.log10(_HIGHEST)
    count = Control("steps", tr("steps"), tr("number of steps"), steps, 0, _MOST_STEPS, 1)
    first = Control(
        "start", tr("start ×"), tr("start, times the example's first weights"), start, *_START, 0.01
    )
    return [
        {
            tr("Example"): [Choice("example", tr("loss of"), tr("example"), example, options)],
            tr("Start, times the first weights"): [first],
        },
        {
            tr("Learning rate"): [
                LogControl("learning_rate", "η", tr("learning rate"), rate, low, high, 0.01)
            ],
            tr("Number of steps"): [
                count,
                Choice("axis", tr("loss axis"), tr("axis of the loss"), "auto", still.AXES),
            ],
        },
    ]


def _spec() -> dict:
    return {
        "landscapes": {name: landscape.frame() for name, landscape in LANDSCAPES.items()},
        "most_steps": _MOST_STEPS,
        "colour": COLOURS["error"],
    }
