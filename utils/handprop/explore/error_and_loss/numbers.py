"""The explorer of error and loss: predictions against fixed targets, errors as arrows, squares as squares.

>>> state([1.5, 2.0], [1.0, 2.2])["words"]
'The mean loss of the 2 houses is 0.0725.'
"""

from __future__ import annotations

import numpy as np

from handprop.draw import digits
from handprop.explore.frame.words import phrases
from handprop.network import Network

# What a prediction passes on as it is: handprop.network then does the rest.
_AS_IT_IS = Network({"W1": [[1.0]]}, ["linear"])
phrase = phrases(__file__)


def state(predictions, targets, order: str = "prediction") -> dict:
    """Every number and sentence that the explorer shows; its twin is ``errorAndLossState`` in numbers.js.

    ``order`` names what comes first in the difference that is shown as ``errors``: the course's
    ``prediction`` (prediction minus target), or ``target``.
    """
    p, t = np.asarray(predictions, np.float64), np.asarray(targets, np.float64)
    errors = p - t if order == "prediction" else t - p
    losses = np.array([_AS_IT_IS.loss_at([one], target) for one, target in zip(p, t, strict=True)])
    # Term by term, as the browser adds: a tie in the last digit shown stays a tie.
    mean = float(losses.mean())
    words = phrase("one" if p.size == 1 else "many", count=p.size, mean=mean)
    return {
        "errors": errors,
        "losses": losses,
        "mean": mean,
        "sum": float(losses.sum()),
        "rows": _rows(p, t, errors, losses, mean),
        "words": words if order == "prediction" else phrase("turned", words=words),
    }


def _rows(p, t, errors, losses, mean: float) -> list[list[str]]:
    rows = [
        [phrase("house", i=i), *map(digits, numbers)]
        for i, numbers in enumerate(zip(p, t, errors, losses, strict=True), 1)
    ]
    return [*rows, [phrase("mean"), "", "", digits(errors.mean()), digits(mean)]]
