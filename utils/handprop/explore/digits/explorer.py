"""The explorer of digits: a picture, 32 hidden units, ten shares, and four trainings epoch by epoch."""

from __future__ import annotations

from handprop.draw import COLOURS, Picture
from handprop.explore.digits.numbers import state
from handprop.explore.digits.runs import RECIPES, STOPS, run
from handprop.explore.digits.still import paint
from handprop.explore.frame import still
from handprop.explore.frame.as_code import shareable
from handprop.explore.frame.controls import Choice, Control, controls_of
from handprop.explore.frame.explorer import Explorer, view
from handprop.explore.frame.pixel_controls import Painted, Stops
from handprop.explore.frame.pixels import described, described_pictures
from handprop.language import tr

COUNT = 38  # pictures to choose from: 3 of each digit, and 8 mistakes
HIGHEST_LOSS = 2.6
PRESETS = {
    tr("before training"): {"epoch": "0"},
    tr("a mistake"): {"image": 31},
    tr("only 100 pictures"): {"training": "few", "epoch": "800"},
    tr("rate too large"): {"training": "fast"},
    tr("saturated"): {"training": "saturated"},
}


@shareable
def digits(image: int = 1, training: str = "lesson", epoch: int = 40) -> DigitsExplorer:
    """A network that reads digits: choose a picture, paint on it, go through the epochs of four trainings.

    Parameters
    ----------
    image : from 1 to 38; three of each digit, then eight that the network of lesson 10 gets wrong.
    training : ``"lesson"``, ``"few"`` (only 100 pictures), ``"fast"`` (learning rate 2) or ``"saturated"``
        (sigmoid, pixels times 1000).
    epoch : 0, 1, 2, 3, 5, 10, 20 or 40; for ``"few"`` also 100, 200, 400 or 800.  The others end at 40.

    The first call trains the four networks: some seconds.  Raises ValueError for other values.
    """
    if image not in range(1, COUNT + 1):
        raise ValueError(
            tr("image must be a whole number from 1 to {count}; got {image!r}.", count=COUNT, image=image)
        )
    if training not in RECIPES:
        raise ValueError(
            tr(
                "training must be one of {recipes}; got {training!r}.",
                recipes=", ".join(RECIPES),
                training=training,
            )
        )
    if epoch not in STOPS:
        raise ValueError(
            tr("epoch must be one of {map}; got {epoch!r}.", map=", ".join(map(str, STOPS)), epoch=epoch)
        )
    return DigitsExplorer(image, training, int(epoch))


class DigitsExplorer(Explorer):
    """What `digits` returns."""

    presets = PRESETS

    def __init__(self, image: int, training: str, epoch: int):
        recipes = tuple((recipe.words, name) for name, recipe in RECIPES.items())
        stops = tuple((str(stop), str(stop)) for stop in STOPS)
        columns = [
            {
                tr("Picture"): [
                    Control("image", "", tr("picture"), image, 1, COUNT, 1),
                    Painted("painted", tr("painted pixels")),
                ]
            },
            {
                tr("Training"): [
                    Choice("training", tr("training"), tr("training"), training, recipes),
                    Stops("epoch", tr("epoch"), tr("epoch"), str(epoch), stops),
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
        trained, recipe = run(numbers["training"]), RECIPES[numbers["training"]]
        rows = [[tr("epoch"), tr("training loss"), tr("held-out loss"), tr("held-out accuracy")]]
        for stop in STOPS[: len(trained.networks)]:
            row = (trained.loss[stop], trained.loss_held[stop])
            rows.append([str(stop), *(f"{value:.3f}" for value in row), f"{trained.accuracy[stop]:.1%}"])
        alt = tr(
            "Three pictures: a handwritten {label} of 8 by 8 pixels, the shares that a network gives to "
            "the ten digits, and its losses over {epochs} epochs. {words} {training_words}",
            label=now["label"],
            epochs=recipe.epochs,
            words=now["words"],
            training_words=now["training_words"],
        )
        shares = tr("shares") + ": " + ", ".join(f"{k}: {share:.3f}" for k, share in enumerate(now["shares"]))
        text = still.numbers(rows, shares, now["words"], now["training_words"])
        epoch = recipe.reached(int(numbers["epoch"]))
        return Picture(lambda figure: paint(figure, now, trained, epoch), (960, 320), alt, text)


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
        "ends": {name: recipe.epochs for name, recipe in RECIPES.items()},
        "highest_loss": HIGHEST_LOSS,
        "colours": COLOURS,
    }
