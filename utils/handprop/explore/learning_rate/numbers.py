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

from handprop.explore.frame.words import phrases
from handprop.explore.learning_rate.landscapes import LANDSCAPES, Landscape
from handprop.language import tr
from handprop.network import Network

BOTTOM = 1e-12  # a loss that is so small a part of the first one is rounding
_ROUND = 1 + 1e-9
phrase = phrases(__file__)


def state(example: str, learning_rate: float, steps: int, start: float = 1.0) -> dict:
    """Every number and sentence that the explorer shows; its twin is ``descent`` in numbers.js.

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
    name = _behaviour(losses, jumps, dead_at)
    key = {"dead": "dead at once" if not dead_at else "dead", "diverging": _grown(last)}.get(name, name)
    if name in ("good", "oscillating") and last <= BOTTOM * first:
        key = tr(
            "{name} to the bottom", name=name
        )  # the digits of what is left are rounding, another on each machine
    after = phrase("after one" if n == 1 else "after", n=n)
    left = 100 * last / first if first else 0.0
    return name, phrase(key, first=first, last=last, n=n, over=over, after=after, dead=dead_at, left=left)


def _behaviour(losses: list[float], jumps: int, dead_at: int) -> str:
    if losses[0] == 0:
        return "minimum"
    if dead_at >= 0:
        return "dead"
    if len(losses) == 1:
        return "start"
    if not math.isfinite(losses[-1]) or _diverges(losses):
        return "diverging"
    if jumps:
        return "oscillating" if _settles(losses) else "without end"
    return "slow" if _pace(losses) > 0.95 else "good"


def _grown(last: float) -> str:
    return "diverging" if math.isfinite(last) else "too large"


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
