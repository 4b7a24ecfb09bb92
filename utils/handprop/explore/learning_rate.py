"""The learning rate explorer: steps of gradient descent on the loss curve, and what they do, by name.

>>> state("house_scaled", learning_rate=0.9, steps=10)["behaviour"]
'diverging'
>>> state("seed", learning_rate=0.45, steps=40)["behaviour"]
'dead'
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import ClassVar

import numpy as np

from handprop.draw import COLOURS, Picture, digits
from handprop.examples import get
from handprop.explore import still
from handprop.explore.base import Choice, Control, Explorer, Groups, LogControl, controls_of, shareable, view
from handprop.network import Network

_LEGEND = (
    "Each dot is a step: the hollow one the start, the large one the last. Both pictures show the same "
    "losses at the same height. A triangle stands for a step that lies outside of the picture."
)
_LOWEST, _HIGHEST = 1e-9, 10.0
_MOST_STEPS = 40
_START = (0.0, 1.3)


@dataclass(frozen=True)
class Landscape:
    """An example with the curve that its steps walk on, and the part of the curve that is drawn.

    The curve is the loss over a place u, one half (factor * u - target)².  With one weight the place is the
    weight and the factor is the input; in a larger network the place is the prediction, and the factor is 1.
    """

    words: str
    place: str
    span: float
    ticks: tuple[float, ...]
    loss_ticks: tuple[float, ...]


LANDSCAPES = {
    "house_scaled": Landscape("house, scaled", "weight w", 2 / 3, (0, 0.5, 1), (0, 0.1, 0.2, 0.3, 0.4, 0.5)),
    "house": Landscape("house, in dollars", "weight w", 200 / 3, (0, 50, 100), (0, 1e9, 2e9, 3e9, 4e9, 5e9)),
    "seed": Landscape("2-2-1 network", "prediction ŷ", 1.3, (0, 1, 2), (0, 0.2, 0.4, 0.6, 0.8)),
}

# The borders are those of lesson 04: 2/1.5² = 0.8889 for the scaled house; for the 2-2-1 network found by
# bisection, dead from 0.4432 on.
PRESETS = {
    "Slow": ("seed", 0.001, 20),
    "Good": ("house_scaled", 0.1, 20),
    "Oscillating": ("house_scaled", 0.8, 20),
    "Diverging": ("house_scaled", 0.95, 8),
    "Dead": ("seed", 0.45, 40),
    "In dollars": ("house", 0.1, 8),
}


@shareable
def learning_rate(
    example: str = "house_scaled", learning_rate: float = 0.1, steps: int = 10, start: float = 1.0
) -> LearningRateExplorer:
    """Gradient descent, drawn: the example, the learning rate, the number of steps and the start to move.

    Parameters
    ----------
    example : ``"house_scaled"``, ``"house"`` (the same in dollars and square feet) or ``"seed"``.
    learning_rate : from 1e-9 to 10, where its slider starts.
    steps : from 0 to 40.
    start : what the example's weights are multiplied with before the first step, from 0 to 1.3.

    Raises ValueError for another example, or for a number beyond its slider.
    """
    _check(example, learning_rate, steps, start)
    return LearningRateExplorer(example, float(learning_rate), int(steps), float(start))


def _check(example, rate, steps, start) -> None:
    if example not in LANDSCAPES:
        raise ValueError(f"There is no curve for {example!r}; choose from {', '.join(LANDSCAPES)}.")
    limits = {
        "learning_rate": (rate, _LOWEST, _HIGHEST),
        "steps": (steps, 0, _MOST_STEPS),
        "start": (start, *_START),
    }
    for name, (value, low, high) in limits.items():
        if not low <= value <= high:
            raise ValueError(f"{name} must lie between {low:g} and {high:g}; got {value!r}.")


def state(example: str, learning_rate: float, steps: int, start: float = 1.0) -> dict:
    """Every number and sentence that the explorer shows; its twin is ``descent`` in learning_rate.js.

    ``places``, ``losses`` and ``errors`` have one number for the start and one for each step; they end at
    the first loss that is not finite.  ``dead_at`` is the first step after which every gradient is 0 at a
    loss above 0, or -1.
    """
    chosen = get(example)
    net = chosen.network()
    net = net.with_params({name: start * value for name, value in net.params.items()})
    walk = _walk(net, chosen.x, chosen.y, learning_rate, steps)
    behaviour, words = verdict(walk["losses"], walk["errors"], walk["dead_at"])
    return {**walk, "behaviour": behaviour, "words": words}


def _walk(net: Network, x, y, rate: float, steps: int) -> dict:
    places, losses, errors, dead_at = [], [], [], -1
    with np.errstate(over="ignore", invalid="ignore"):  # a diverging run is a result, not a mistake
        for step in range(steps + 1):
            values = net.forward(x)
            prediction = float(values["prediction"][0])
            places.append(_place(net, prediction))
            losses.append(net.loss(values, y))
            errors.append(prediction - float(y[0]))
            if not math.isfinite(losses[-1]):
                break
            gradients = net.backward(values, y)
            if dead_at < 0 and losses[-1] > 0 and not any(gradients[name].any() for name in net.params):
                dead_at = step
            net = net.update(gradients, rate)
    return {"places": places, "losses": losses, "errors": errors, "dead_at": dead_at}


def _place(net: Network, prediction: float) -> float:
    return float(net.params["W1"][0, 0]) if len(net.activations) == 1 else prediction


def verdict(losses: list[float], errors: list[float], dead_at: int = -1) -> tuple[str, str]:
    """The name of what a run does, and a sentence about it.

    The names are those of lesson 04: slow, good, oscillating, without end, diverging, dead; before any step
    ``"start"``, and ``"minimum"`` where the start is one.
    """
    first, last, n = losses[0], losses[-1], len(losses) - 1
    after = f"After {n} step{'' if n == 1 else 's'}"
    if first == 0:
        return "minimum", "The start is the minimum: the slope is 0, and no step moves."
    if dead_at >= 0:
        when = f"after step {dead_at}" if dead_at else "at the start"
        return "dead", f"Dead: {when} no gate is open, every gradient is 0, the loss stays at {digits(last)}."
    if n == 0:
        return "start", f"No step yet: the loss is {digits(first)}."
    if not math.isfinite(last):
        return "diverging", f"Diverging: after step {n} the loss is too large to compute."
    if all(b > a * (1 + 1e-9) for a, b in pairwise(losses)):
        grown = f"from {digits(first)} to {digits(last)}"
        return (
            "diverging",
            (f"Diverging: each step jumps over the minimum, and farther; the loss went {grown}."),
        )
    end = f"{after} the loss is {digits(last)}."
    if crossings(losses, errors):
        if _settles(losses):
            return "oscillating", f"Oscillating: steps jump over the minimum, nearer and nearer. {end}"
        return (
            "without end",
            f"Oscillating without end: steps jump over the minimum and come no nearer. {end}",
        )
    left = f"{after} {digits(100 * last / first)} % of the loss is left: {digits(last)}."
    if (last / first) ** (1 / n) > 0.95:
        return "slow", f"Slow: a step takes less than 5 % off the loss. {left}"
    return "good", f"Good: the steps walk straight down. {left}"


def crossings(losses: list[float], errors: list[float]) -> int:
    """How many steps jumped over the minimum, apart from what rounding does at the bottom."""
    pairs = zip(pairwise(errors), losses[1:], strict=True)
    return sum(a * b < 0 and loss > 1e-12 * losses[0] for (a, b), loss in pairs)


def _settles(losses: list[float]) -> bool:
    """Whether the higher loss of two steps in a row never rises again, and has fallen; rounding aside."""
    after = losses[1:]
    if len(after) < 3:
        return losses[-1] < losses[-2]
    highs = [max(pair) for pair in pairwise(after)]
    bottom = 1e-12 * losses[0]
    falls = all(b <= a * (1 + 1e-9) + bottom for a, b in pairwise(highs))
    return falls and highs[-1] < highs[0] * (1 - 1e-9)


class LearningRateExplorer(Explorer):
    """What `learning_rate` returns."""

    presets: ClassVar = {
        name: {"example": example, "learning_rate": rate, "steps": steps, "start": 1.0}
        for name, (example, rate, steps) in PRESETS.items()
    }

    def __init__(self, example: str, rate: float, steps: int, start: float):
        columns = _columns(example, rate, steps, start)
        super().__init__(view("learning_rate", _spec(), controls_of(columns)), columns)

    def state(self) -> dict:
        """The numbers of now, as `state` computes them."""
        now = self.numbers()
        return state(now["example"], now["learning_rate"], round(now["steps"]), now["start"])

    def picture(self) -> Picture:
        """Both curves with the steps of now."""
        now, run = self.numbers(), self.state()
        frame = _spec()["landscapes"][now["example"]]
        title = f"{frame['words']}, learning rate {digits(now['learning_rate'])}"
        alt = (
            f"Two curves, {title}: the steps of gradient descent on the loss over the {frame['place']}, "
            f"and the loss step by step. {run['words']}"
        )
        text = still.numbers(_rows(run, frame["place"]), run["words"])
        return Picture(lambda figure: _paint(figure, frame, run), (900, 330), alt, text)


def _columns(example, rate, steps, start) -> list[Groups]:
    options = tuple((landscape.words, name) for name, landscape in LANDSCAPES.items())
    low, high = math.log10(_LOWEST), math.log10(_HIGHEST)
    count = Control("steps", "n", "number of steps", steps, 0, _MOST_STEPS, 1)
    first = Control("start", "×", "start, times the example's first weights", start, *_START, 0.01)
    return [
        {
            "Example": [Choice("example", "loss curve of", "example", example, options)],
            "Start, times the first weights": [first],
        },
        {
            "Learning rate": [LogControl("learning_rate", "η", "learning rate", rate, low, high, 0.01)],
            "Number of steps": [count],
        },
    ]


def _spec() -> dict:
    landscapes = {name: _frame(name, landscape) for name, landscape in LANDSCAPES.items()}
    colour, most = COLOURS["weights"][0], _MOST_STEPS
    return {
        "landscapes": landscapes,
        "most_steps": most,
        "colour": colour,
        "legend": _LEGEND,
    }


def _frame(name: str, landscape: Landscape) -> dict:
    example = get(name)
    net = example.network()
    single = len(net.activations) == 1
    factor = float(example.x[0]) if single else 1.0
    target = float(example.y[0])
    minimum = target / factor
    return {
        "words": landscape.words,
        "place": landscape.place,
        "params": {key: value.tolist() for key, value in net.params.items()},
        "activations": list(net.activations),
        "x": example.x.tolist(),
        "y": example.y.tolist(),
        "factor": factor,
        "target": target,
        "minimum": minimum,
        "span": [minimum - landscape.span, minimum + landscape.span],
        "top": 0.5 * (factor * landscape.span) ** 2,
        "ticks": list(landscape.ticks),
        "loss_ticks": list(landscape.loss_ticks),
    }


def _rows(run: dict, place: str) -> list[list[str]]:
    n = len(run["losses"]) - 1
    shown = np.unique(np.linspace(0, n, min(n + 1, 11)).round().astype(int))
    rows = [[str(k), digits(run["places"][k]), digits(run["losses"][k])] for k in shown]
    return [["step", place, "loss"], *rows]


def _paint(figure, frame: dict, run: dict) -> None:
    heights = (0, frame["top"])
    left = still.axes(
        figure,
        (0.07, 0.16, 0.4, 0.74),
        "The steps on the loss curve",
        frame["span"],
        heights,
        frame["place"],
        "loss",
    )
    ends = (-1, _MOST_STEPS + 1)
    right = still.axes(
        figure, (0.57, 0.16, 0.4, 0.74), "The loss, step by step", ends, heights, "step", "loss"
    )
    u = np.linspace(*frame["span"], 200)
    left.plot(u, 0.5 * (frame["factor"] * u - frame["target"]) ** 2, color=still.INK, linewidth=1.5)
    left.axvline(frame["minimum"], color=still.QUIET, linewidth=1, linestyle=":")
    left.set_xticks(frame["ticks"])
    for axes, along in ((left, run["places"]), (right, range(len(run["losses"])))):
        axes.plot(along, run["losses"], color=COLOURS["weights"][0], linewidth=1, marker="o", markersize=5)
        axes.plot(
            along[0], run["losses"][0], color=COLOURS["weights"][0], marker="o", markerfacecolor="white"
        )
        axes.set_yticks(frame["loss_ticks"])
