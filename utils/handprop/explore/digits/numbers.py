"""The explorer of digits: a picture, 32 hidden units, ten shares, and four trainings epoch by epoch.

>>> state("lesson", "40", 1, "")["words"]
'The network says 0, with a share of 1.000; the label is 0.'
"""

from __future__ import annotations

import numpy as np

from handprop.explore.digits.runs import RECIPES, STOPS, run
from handprop.explore.frame.pixel_controls import painted_pixels
from handprop.explore.frame.pixels import INK, pictures
from handprop.explore.frame.words import phrases

phrase = phrases(__file__)


def state(training: str, epoch: str, image: float, painted: str) -> dict:
    """Every number and sentence that the explorer shows; its twin is ``reading`` in numbers.js."""
    recipe, trained = RECIPES[training], run(training)
    after = recipe.reached(int(epoch))
    stop = STOPS.index(after)
    pixels, label = drawn(image, painted)
    on_it = painted_pixels(painted)[0] == round(image)
    values = trained.networks[stop].forward(recipe.scale * pixels / INK)
    shares = values["prediction"]
    said = int(shares.argmax())
    stuck, ended = trained.stuck[stop], after < int(epoch)
    right = round(500 * trained.accuracy[after])
    losses = {"loss": trained.loss[after], "held": trained.loss_held[after]}
    rest = phrase("rest", **losses, right=right, stuck=stuck)
    return {
        "pixels": pixels,
        "label": label,
        "hidden": values["a1"],
        "shares": shares,
        "said": said,
        "loss": trained.loss[after],
        "loss_held": trained.loss_held[after],
        "right": right,
        "stuck": stuck,
        "words": phrase(
            "says, painted" if on_it else "says", said=said, share=f"{shares[said]:.3f}", label=label
        ),
        "training_words": phrase(
            "ends" if ended else "one epoch" if after == 1 else "epochs", after=after, rest=rest
        ),
    }


def drawn(image: float, painted: str) -> tuple[np.ndarray, int]:
    """The pixels, shape (64,), whole numbers from 0 to 16, with what is painted on them; and the label."""
    rows, labels = pictures()
    pixels = rows[round(image) - 1].copy()
    where, paint_on_it = painted_pixels(painted)
    for place, ink in paint_on_it.items() if where == round(image) else ():
        pixels[place] = ink
    return pixels, int(labels[round(image) - 1])
