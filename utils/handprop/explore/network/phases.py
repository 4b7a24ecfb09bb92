"""The phases of one step: forward, error, backward, update; what is known in each, in words.

>>> from handprop.examples import get
>>> from handprop.explore.network.numbers import state
>>> seed = get("seed")
>>> now = state(seed.network(), seed.x, seed.y, 0.05)
>>> phase_told(now, "error", seed.network())["words"]
'Phase 2 of 4, error: the prediction minus the target is -0.7963, the loss is 0.317.'
"""

from __future__ import annotations

import numpy as np

from handprop.draw.layout import digits, parameter_names
from handprop.network import Network

PHASES = (
    ("all at once", "all"),
    ("1 forward", "forward"),
    ("2 error", "error"),
    ("3 backward", "backward"),
    ("4 update", "update"),
)


def phase_told(now: dict, phase: str, net: Network) -> dict[str, str]:
    """The sentences of a phase: ``results`` and ``words``; the twin is ``phaseTold`` in network_phases.js.

    ``now`` is what `handprop.explore.network.state` returns; ``phase`` is one of `PHASES`.
    """
    told = {"all": now["words"], "error": _error(now), "backward": _backward(now, net)}
    told["forward"] = (
        "Phase 1 of 4, forward: the values go from left to right. "
        f"The prediction is {_listed(now['values']['prediction'])}."
    )
    told["update"] = f"Phase 4 of 4, update: every parameter minus η times its gradient. {now['words']}"
    results = f"Prediction {_listed(now['values']['prediction'])}." if phase == "forward" else now["results"]
    return {"results": results, "words": told[phase]}


def _error(now: dict) -> str:
    return (
        f"Phase 2 of 4, error: the prediction minus the target is {_listed(now['error'])}, "
        f"the loss is {digits(now['loss'])}."
    )


def _backward(now: dict, net: Network) -> str:
    start = "Phase 3 of 4, backward: the gradients go from right to left."
    slopes = {
        str(label): float(now["gradients"][name][at])
        for name, labels in parameter_names(net).items()
        for at, label in np.ndenumerate(np.array(labels))
    }
    largest = max(slopes, key=lambda label: abs(slopes[label]))
    if slopes[largest] == 0:
        return f"{start} Every one is 0."
    return f"{start} The largest of {len(slopes)} is that of {largest}: {digits(slopes[largest])}."


def _listed(numbers) -> str:
    return ", ".join(map(digits, np.atleast_1d(numbers)))
