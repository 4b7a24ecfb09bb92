"""Gradient descent on a landscape, step by step, and the name of what it does.

>>> state("house_scaled", learning_rate=0.9, steps=10)["behaviour"]
'diverging'
>>> state("seed", learning_rate=0.45, steps=40)["behaviour"]
'dead'
"""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np

from handprop.draw import digits
from handprop.explore.learning_rate.landscapes import LANDSCAPES, Landscape
from handprop.network import Network

BOTTOM = 1e-12  # a loss that is so small a part of the first one is rounding
_ROUND = 1 + 1e-9


def state(example: str, learning_rate: float, steps: int, start: float = 1.0) -> dict:
    """Every number and sentence that the explorer shows; its twin is ``descent`` in learning_rate.js.

    ``places`` and ``losses`` have one entry for the start and one for each step; they end at the first loss
    that is not finite.  A place is a number, or the two weights of a map.  ``crossings`` counts the steps
    that jumped over the lowest place.  ``dead_at`` is the first step after which every gradient is 0 at a
    loss above 0, or -1.
    """
    chosen = LANDSCAPES[example]
    net = chosen.network
    net = net.with_params({name: start * value for name, value in net.params.items()})
    walk = _walk(chosen, net, learning_rate, steps)
    behaviour, words = verdict(walk["losses"], walk["crossings"], walk["dead_at"], chosen.over)
    return {**walk, "behaviour": behaviour, "words": words}


def _walk(chosen: Landscape, net: Network, rate: float, steps: int) -> dict:
    places, losses, slopes, dead_at = [], [], [], -1
    with np.errstate(over="ignore", invalid="ignore"):  # a diverging run is a result, not a mistake
        for step in range(steps + 1):
            values = net.forward(chosen.x)
            places.append(chosen.where(net, values["prediction"]))
            losses.append(net.loss(values, chosen.y))
            if not math.isfinite(losses[-1]):
                break
            gradients = net.backward(values, chosen.y)
            slopes.append(np.concatenate([gradients[name].ravel() for name in net.params]))
            if dead_at < 0 and losses[-1] > 0 and not slopes[-1].any():
                dead_at = step
            net = net.update(gradients, rate)
        found = {"places": places, "losses": losses, "crossings": crossings(losses, slopes)}
    return {**found, "dead_at": dead_at}


def crossings(losses: list[float], slopes: list[np.ndarray]) -> int:
    """How many steps jumped over the lowest place, apart from what rounding does at the bottom.

    Behind it, the gradient points back: its dot product with the one before is negative.
    """
    pairs = zip(pairwise(slopes), losses[1:], strict=False)
    return sum(bool(a @ b < 0) and loss > BOTTOM * losses[0] for (a, b), loss in pairs)


def verdict(losses: list[float], jumps: int, dead_at: int = -1, over: str = "minimum") -> tuple[str, str]:
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
    if _diverges(losses):
        grown = f"from {digits(first)} to {digits(last)}"
        return "diverging", f"Diverging: each step jumps over the {over}, and farther; the loss went {grown}."
    if jumps:
        return _oscillating(losses, over, f"{after} the loss is {digits(last)}.")
    left = f"{after} {digits(100 * last / first)} % of the loss is left: {digits(last)}."
    if _pace(losses) > 0.95:
        return "slow", f"Slow: a step takes less than 5 % off the loss. {left}"
    return "good", f"Good: the steps walk straight down. {left}"


def _oscillating(losses: list[float], over: str, end: str) -> tuple[str, str]:
    if _settles(losses):
        return "oscillating", f"Oscillating: steps jump over the {over}, nearer and nearer. {end}"
    return "without end", f"Oscillating without end: steps jump over the {over} and come no nearer. {end}"


def _diverges(losses: list[float]) -> bool:
    """Whether the loss ends above the start and rises in every step but at most the first third.

    On a map, what the steps gain along the valley may hide at first that they leave it across.
    """
    low = losses.index(min(losses))
    rises = all(b > a * _ROUND for a, b in pairwise(losses[low:]))
    return rises and losses[-1] > losses[0] * _ROUND and 3 * low <= len(losses) - 1


def _settles(losses: list[float]) -> bool:
    """Whether the higher loss of two steps in a row never rises again, and has fallen; rounding aside."""
    after = losses[1:]
    if len(after) < 3:
        return losses[-1] < losses[-2]
    highs = [max(pair) for pair in pairwise(after)]
    bottom = BOTTOM * losses[0]
    falls = all(b <= a * _ROUND + bottom for a, b in pairwise(highs))
    return falls and highs[-1] < highs[0] / _ROUND


def _pace(losses: list[float]) -> float:
    """What a step leaves of the loss, on average over the later half of the run.

    The first steps may be fast across a narrow valley, and the rest slow along it.
    """
    n = len(losses) - 1
    if losses[-1] <= BOTTOM * losses[0]:
        return 0.0
    return (losses[-1] / losses[n // 2]) ** (1 / (n - n // 2))
