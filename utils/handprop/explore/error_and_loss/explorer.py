"""The explorer of error and loss: predictions against fixed targets, errors as arrows, squares as squares."""

from __future__ import annotations

import math

import numpy as np

from handprop.draw import COLOURS, Picture
from handprop.explore.error_and_loss.numbers import state
from handprop.explore.error_and_loss.still import paint
from handprop.explore.frame import still
from handprop.explore.frame.as_code import shareable
from handprop.explore.frame.controls import Choice, Control, controls_of, notch
from handprop.explore.frame.explorer import Explorer, view
from handprop.language import tr

_ORDERS = ((tr("prediction − target"), "prediction"), (tr("target − prediction"), "target"))


@shareable
def error_and_loss(predictions=(1.5, 2.0, 0.7, 3.1), targets=(1.0, 2.2, 0.7, 2.8)) -> ErrorAndLossExplorer:
    """Sliders for the predicted prices of one to five houses, against the prices that they were sold for.

    Both have shape (houses,), in units of 100 000 dollars, from 0 to 10; the predictions are where the
    sliders start.  A slider goes as far as 1.5 to either side of its target, or as far as the widest start.

    Raises ValueError for other shapes or numbers.
    """
    predictions, targets = np.asarray(predictions, np.float64), np.asarray(targets, np.float64)
    if predictions.shape != targets.shape or predictions.ndim != 1 or not 1 <= predictions.size <= 5:
        raise ValueError(
            tr(
                "The explorer of error and loss needs as many predictions as targets, from 1 to 5; got "
                "shapes {shape} and {shape_2}.",
                shape=predictions.shape,
                shape_2=targets.shape,
            )
        )
    if not all(0 <= price <= 10 for price in [*predictions, *targets]):
        raise ValueError(tr("Prices go from 0 to 10, in units of 100 000 dollars."))
    return ErrorAndLossExplorer(predictions, targets)


class ErrorAndLossExplorer(Explorer):
    """What `error_and_loss` returns; `targets` has shape (houses,)."""

    def __init__(self, predictions: np.ndarray, targets: np.ndarray):
        self.targets = targets
        reach = max(1.5, math.ceil(2 * np.abs(predictions - targets).max()) / 2)
        sliders = [
            _slider(i, *map(float, pair), reach)
            for i, pair in enumerate(zip(predictions, targets, strict=True), 1)
        ]
        self._high = math.ceil(2 * max(slider.high for slider in sliders)) / 2
        order = Choice("order", tr("error ="), tr("order of the difference"), "prediction", _ORDERS)
        columns = [{tr("Prediction for each house"): sliders}, {tr("Error"): [order]}]
        spec = {
            "targets": targets.tolist(),
            "high": self._high,
            "reach": reach,
            "colours": COLOURS,
        }
        super().__init__(view("error_and_loss", spec, controls_of(columns)), columns)

    @property
    def predictions(self) -> np.ndarray:
        """The predictions of now, shape (houses,)."""
        numbers = self.numbers()
        return np.array([numbers[f"p{i}"] for i in range(1, self.targets.size + 1)])

    def state(self) -> dict:
        """The numbers of now, as `state` computes them."""
        return state(self.predictions, self.targets, self.numbers()["order"])

    def picture(self) -> Picture:
        """Errors and squares for the predictions of now."""
        now = self.state()
        alt = tr(
            "Errors of {size} predictions as arrows, their squares beside them. {words}",
            size=self.targets.size,
            words=now["words"],
        )
        heads = [tr("house"), tr("prediction"), tr("target"), tr("error"), tr("half squared error")]
        draw = lambda figure: paint(figure, now, self.predictions, self.targets, self._high)  # noqa: E731
        return Picture(draw, (820, 330), alt, still.numbers([heads, *now["rows"]], now["words"]))


def _slider(i: int, prediction: float, target: float, reach: float) -> Control:
    step = min(notch(prediction, 0.1), notch(target, 0.1))
    low, high = max(0.0, round(target - reach, 4)), round(target + reach, 4)
    return Control(
        f"p{i}", tr("house {i}", i=i), tr("prediction for house {i}", i=i), prediction, low, high, step
    )
