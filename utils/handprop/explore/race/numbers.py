"""Nudge every weight against one walk back, in multiplications; the twin is in numbers.js.

>>> state(6, 10)["words"]
'The walk back took 14 µs, nudges took 42 µs: 3 times as long for the same 6 slopes.'
"""

from __future__ import annotations

import time as clock

import numpy as np

from handprop.draw.layout import digits
from handprop.explore.frame.words import phrases
from handprop.language import tr

phrase = phrases(__file__)
SIZES = {6: (2, 2), 600: (19, 30), 60_000: (199, 300)}  # weights -> inputs and hidden units, with one output
SPEED = 1e6  # multiplications in a second, on the machine that the clocks belong to
LAST = 10  # sub-steps of the race; at the last one, the nudges are done
_UNITS = ((3600.0, "h"), (60.0, "min"), (1.0, "s"), (1e-3, "ms"), (1e-6, "µs"))


def totals(weights: int) -> dict[str, int]:
    """The multiplications that each way takes, for all slopes of a network of that size in `SIZES`."""
    _, hidden = SIZES[weights]
    forward = weights
    return {"nudges": forward * (weights + 1), "walk": forward + weights + hidden}


def state(weights: int, time: int) -> dict:
    """What is shown at sub-step ``time`` of 10: the ``shares`` of both lanes, both ``clocks``, a sentence.

    A clock stops where its lane is full.
    """
    all_of = totals(weights)
    now = all_of["nudges"] * time / LAST
    done = {name: min(now, total) for name, total in all_of.items()}
    spent = {name: seconds(count / SPEED) for name, count in done.items()}
    nudged = int(min(max(now // weights - 1, 0), weights))
    return {
        "shares": {name: done[name] / all_of[name] for name in all_of},
        "clocks": spent,
        "words": phrase(
            _kind(time, done["walk"] < all_of["walk"]),
            weights=grouped(weights),
            nudged=grouped(nudged),
            clock=seconds(now / SPEED),
            ratio=grouped(all_of["nudges"] / all_of["walk"]),
            **spent,
        ),
    }


def seconds(value: float) -> str:
    """A time in the unit in which it reads best: ``0.12`` is "120 ms"."""
    size, unit = next(((size, unit) for size, unit in _UNITS if value >= size), (1.0, "s"))
    return f"{digits(value / size)} {unit}"


def grouped(value: float) -> str:
    """A number as people write it: 29926.4 is "29 930", to four digits, and a count keeps all of them."""
    text = f"{value if isinstance(value, int) else float(digits(value)):,}"
    return text.removesuffix(".0").replace(",", "\u00a0")


def _kind(time: int, walking: bool) -> str:
    if time in (0, LAST):
        return "end" if time else "start"
    return "running" if walking else "waiting"


def measured(weights: int) -> dict[str, float]:
    """The seconds that both ways take here, with NumPy and ReLU: ``nudges`` and ``walk``.

    Raises ArithmeticError if the two gradients do not agree.
    """
    inputs, hidden = SIZES[weights]
    rng = np.random.default_rng(0)
    x, W = rng.normal(size=inputs), rng.normal(size=(inputs, hidden)) / np.sqrt(inputs)
    v = rng.normal(size=hidden) / np.sqrt(hidden)

    def loss() -> float:
        return 0.5 * (np.maximum(x @ W, 0) @ v - 1.0) ** 2

    started = clock.perf_counter()
    z = x @ W
    h = np.maximum(z, 0)
    delta = h @ v - 1.0
    slopes = [np.outer(x, delta * v * (z > 0)), delta * h]
    walked = clock.perf_counter()
    before, nudges = loss(), [np.empty_like(W), np.empty_like(v)]
    for array, found in zip((W, v), nudges, strict=True):
        for at in np.ndindex(array.shape):
            kept = array[at]
            array[at] = kept + 1e-6
            found[at] = (loss() - before) / 1e-6
            array[at] = kept
    ended = clock.perf_counter()
    if not all(np.allclose(a, b, atol=1e-4) for a, b in zip(slopes, nudges, strict=True)):
        raise ArithmeticError(tr("Nudges and the walk back do not agree."))
    return {"nudges": ended - walked, "walk": walked - started}
