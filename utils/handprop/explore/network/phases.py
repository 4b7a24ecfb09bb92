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

from handprop.draw.layout import parameter_names
from handprop.explore.network.numbers import phrase
from handprop.language import tr
from handprop.network import Network

PHASES = (
    (tr("all at once"), "all"),
    (tr("1 forward"), "forward"),
    (tr("2 error"), "error"),
    (tr("3 backward"), "backward"),
    (tr("4 update"), "update"),
)


def phase_told(now: dict, phase: str, net: Network) -> dict[str, str]:
    """The sentences of a phase: ``results`` and ``words``; the twin is ``phaseTold`` in phases.js.

    ``now`` is what `handprop.explore.network.numbers.state` returns; ``phase`` is one of `PHASES`.
    """
    prediction = now["values"]["prediction"]
    told = {
        "all": now["words"],
        "forward": phrase("forward", prediction=prediction),
        "error": phrase("error", error=now["error"], loss=now["loss"]),
        "backward": _backward(now, net),
        "update": phrase("update", words=now["words"]),
    }
    results = phrase("forward results", prediction=prediction) if phase == "forward" else now["results"]
    return {"results": results, "words": told[phase]}


def _backward(now: dict, net: Network) -> str:
    slopes = {
        str(label): float(now["gradients"][name][at])
        for name, labels in parameter_names(net).items()
        for at, label in np.ndenumerate(np.array(labels))
    }
    largest = max(slopes, key=lambda label: abs(slopes[label]))
    if slopes[largest] == 0:
        return phrase("backward 0")
    return phrase("backward", count=len(slopes), name=largest, slope=slopes[largest])
