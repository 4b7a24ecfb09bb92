"""The explorer of digits: a picture, 32 hidden units, ten shares, and four trainings epoch by epoch.

>>> state("lesson", "40", 1, "")["words"]
'The network says 0, with a share of 1.000; the label is 0.'
"""

from __future__ import annotations

import numpy as np

from handprop.draw import COLOURS, Picture
from handprop.draw import digits as shown
from handprop.explore.digits.runs import EPOCHS, RECIPES, STOPS, run
from handprop.explore.digits.still import paint
from handprop.explore.frame import still
from handprop.explore.frame.as_code import shareable
from handprop.explore.frame.controls import Choice, Control, controls_of
from handprop.explore.frame.explorer import Explorer, view
from handprop.explore.frame.pixel_controls import Painted, Stops, painted_pixels
from handprop.explore.frame.pixels import INK, described, described_pictures, pictures

COUNT = 38  # pictures to choose from: 3 of each digit, and 8 mistakes
HIGHEST_LOSS = 2.6
PRESETS = {
    "before training": {"epoch": "0"},
    "a mistake": {"image": 31},
    "only 100 pictures": {"training": "few"},
    "rate too large": {"training": "fast"},
    "saturated": {"training": "saturated"},
}
_LEGEND = (
    "The pictures are held out: no network was trained on them. The last eight are those that the network of "
    "lesson 10 reads wrongly. A hidden unit is stuck if it gives the same for every picture. The weights are "
    "rounded to steps of 1/512. The curves appear as far as the training has been."
)


@shareable
def digits(image: int = 1, training: str = "lesson", epoch: int = 40) -> DigitsExplorer:
    """A network that reads digits: choose a picture, paint on it, go through the epochs of four trainings.

    Parameters
    ----------
    image : from 1 to 38; three of each digit, then eight that the network of lesson 10 gets wrong.
    training : ``"lesson"``, ``"few"`` (only 100 pictures), ``"fast"`` (learning rate 2) or ``"saturated"``
        (sigmoid, pixels times 1000).
    epoch : 0, 1, 2, 3, 5, 10, 20 or 40.

    The first call trains the four networks: some seconds.  Raises ValueError for other values.
    """
    if image not in range(1, COUNT + 1):
        raise ValueError(f"image must be a whole number from 1 to {COUNT}; got {image!r}.")
    if training not in RECIPES:
        raise ValueError(f"training must be one of {', '.join(RECIPES)}; got {training!r}.")
    if epoch not in STOPS:
        raise ValueError(f"epoch must be one of {', '.join(map(str, STOPS))}; got {epoch!r}.")
    return DigitsExplorer(image, training, int(epoch))


def state(training: str, epoch: str, image: float, painted: str) -> dict:
    """Every number and sentence that the explorer shows; its twin is ``reading`` in digits.js."""
    recipe, trained, stop = RECIPES[training], run(training), STOPS.index(int(epoch))
    pixels, label = drawn(image, painted)
    on_it = painted_pixels(painted)[0] == round(image)
    values = trained.networks[stop].forward(recipe.scale * pixels / INK)
    shares = values["prediction"]
    said = int(shares.argmax())
    after, stuck = int(epoch), trained.stuck[stop]
    return {
        "pixels": pixels,
        "label": label,
        "hidden": values["a1"],
        "shares": shares,
        "said": said,
        "loss": trained.loss[after],
        "loss_held": trained.loss_held[after],
        "right": round(500 * trained.accuracy[after]),
        "stuck": stuck,
        "words": (
            f"The network says {said}, with a share of {shares[said]:.3f}; "
            f"the label is {label}{', but it has been painted on' if on_it else ''}."
        ),
        "training_words": (
            f"After {after} epoch{'s' * (after != 1)}: training loss {shown(trained.loss[after])}, "
            f"held-out loss {shown(trained.loss_held[after])}, "
            f"{round(500 * trained.accuracy[after])} of 500 held-out pictures right. "
            f"{stuck} of 32 hidden units are stuck: the same for every picture."
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


class DigitsExplorer(Explorer):
    """What `digits` returns."""

    presets = PRESETS

    def __init__(self, image: int, training: str, epoch: int):
        recipes = tuple((recipe.words, name) for name, recipe in RECIPES.items())
        stops = tuple((str(stop), str(stop)) for stop in STOPS)
        columns = [
            {
                "Picture": [
                    Control("image", "", "picture", image, 1, COUNT, 1),
                    Painted("painted", "painted pixels"),
                ]
            },
            {
                "Training": [
                    Choice("training", "training", "training", training, recipes),
                    Stops("epoch", "epoch", "epoch", str(epoch), stops),
                ]
            },
        ]
        super().__init__(view("digits", _spec(), controls_of(columns)), columns)

    def state(self) -> dict:
        """The numbers of now, as `state` computes them."""
        return state(**self.numbers())

    def picture(self) -> Picture:
        """The picture, the ten shares and the curves of now."""
        numbers, now = self.numbers(), self.state()
        trained = run(numbers["training"])
        rows = [["epoch", "training loss", "held-out loss", "held-out accuracy"]]
        for stop in STOPS:
            row = (trained.loss[stop], trained.loss_held[stop])
            rows.append([str(stop), *(f"{value:.3f}" for value in row), f"{trained.accuracy[stop]:.1%}"])
        alt = (
            f"Three pictures: a handwritten {now['label']} of 8 by 8 pixels, the shares that a network gives "
            f"to the ten digits, and its losses over {EPOCHS} epochs. {now['words']} {now['training_words']}"
        )
        shares = "shares: " + ", ".join(f"{k}: {share:.3f}" for k, share in enumerate(now["shares"]))
        text = still.numbers(rows, shares, now["words"], now["training_words"])
        return Picture(
            lambda figure: paint(figure, now, trained, int(numbers["epoch"])), (960, 320), alt, text
        )


def _spec() -> dict:
    runs = {name: run(name) for name in RECIPES}
    return {
        "pictures": described_pictures(),
        "scales": {name: recipe.scale for name, recipe in RECIPES.items()},
        "networks": {name: [described(net) for net in one.networks] for name, one in runs.items()},
        "curves": {
            name: {"loss": one.loss, "loss_held": one.loss_held, "accuracy": one.accuracy, "stuck": one.stuck}
            for name, one in runs.items()
        },
        "stops": STOPS,
        "epochs": EPOCHS,
        "highest_loss": HIGHEST_LOSS,
        "colours": COLOURS,
        "legend": _LEGEND,
    }
