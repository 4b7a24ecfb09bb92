"""The explorer of error and loss: predictions against fixed targets, errors as arrows, squares as squares.

>>> state([1.5, 2.0], [1.0, 2.2])["words"]
'The mean loss of the 2 houses is 0.0725.'
"""

from __future__ import annotations

import math

import numpy as np

from handprop.draw import COLOURS, Picture, digits
from handprop.explore.frame import still
from handprop.explore.frame.as_code import shareable
from handprop.explore.frame.controls import Choice, Control, controls_of, notch
from handprop.explore.frame.explorer import Explorer, view
from handprop.network import Network

_ORDERS = (("prediction − target", "prediction"), ("target − prediction", "target"))
_LEGEND = (
    "Prices are in 100 000 dollars. The side of a square is as long as the arrow of its house; "
    "the loss is the filled half."
)
_TURNED = "Target minus prediction turns every sign, and no loss: a square has no sign."
# What a prediction passes on as it is: handprop.network then does the rest.
_AS_IT_IS = Network({"W1": [[1.0]]}, ["linear"])


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
            "The explorer of error and loss needs as many predictions as targets, from 1 to 5; "
            f"got shapes {predictions.shape} and {targets.shape}."
        )
    if not all(0 <= price <= 10 for price in [*predictions, *targets]):
        raise ValueError("Prices go from 0 to 10, in units of 100 000 dollars.")
    return ErrorAndLossExplorer(predictions, targets)


def state(predictions, targets, order: str = "prediction") -> dict:
    """Every number and sentence that the explorer shows; its twin is ``errorAndLossState`` in the front end.

    ``order`` names what comes first in the difference that is shown as ``errors``: the course's
    ``prediction`` (prediction minus target), or ``target``.
    """
    p, t = np.asarray(predictions, np.float64), np.asarray(targets, np.float64)
    errors = p - t if order == "prediction" else t - p
    losses = np.array([_AS_IT_IS.loss_at([one], target) for one, target in zip(p, t, strict=True)])
    mean = float(
        losses.mean()
    )  # term by term, as the browser adds: a tie in the last digit shown stays a tie
    houses = "house" if p.size == 1 else f"{p.size} houses"
    words = f"The mean loss of the {houses} is {digits(mean)}."
    return {
        "errors": errors,
        "losses": losses,
        "mean": mean,
        "sum": float(losses.sum()),
        "rows": _rows(p, t, errors, losses, mean),
        "words": words if order == "prediction" else f"{words} {_TURNED}",
    }


def _rows(p, t, errors, losses, mean: float) -> list[list[str]]:
    rows = [
        [f"house {i}", *map(digits, numbers)]
        for i, numbers in enumerate(zip(p, t, errors, losses, strict=True), 1)
    ]
    return [*rows, ["mean", "", "", digits(errors.mean()), digits(mean)]]


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
        order = Choice("order", "error =", "order of the difference", "prediction", _ORDERS)
        columns = [{"Prediction for each house": sliders}, {"Error": [order]}]
        spec = {
            "targets": targets.tolist(),
            "high": self._high,
            "reach": reach,
            "colours": COLOURS,
            "legend": _LEGEND,
            "turned": _TURNED,
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
        alt = (
            f"Errors of {self.targets.size} predictions as arrows, their squares beside them. {now['words']}"
        )
        heads = ["house", "prediction", "target", "error", "half squared error"]
        paint = lambda figure: _paint(figure, now, self.predictions, self.targets, self._high)  # noqa: E731
        return Picture(paint, (820, 330), alt, still.numbers([heads, *now["rows"]], now["words"]))


def _slider(i: int, prediction: float, target: float, reach: float) -> Control:
    step = min(notch(prediction, 0.1), notch(target, 0.1))
    low, high = max(0.0, round(target - reach, 4)), round(target + reach, 4)
    return Control(f"p{i}", str(i), f"prediction for house {i}", prediction, low, high, step)


def _paint(figure, now: dict, predictions, targets, high: float) -> None:
    rows = np.arange(targets.size)
    ends = (rows.size - 0.4, -0.6)
    axes = still.axes(
        figure, (0.09, 0.17, 0.43, 0.72), "Error", (0, high), ends, "price in 100 000 dollars", ""
    )
    axes.set_yticks(rows, [f"house {i + 1}" for i in rows])
    axes.xaxis.get_major_locator().set_params(integer=True)
    mark = {"markersize": 9, "linestyle": "none", "zorder": 3}
    axes.plot(targets, rows, "D", mfc="white", mec=COLOURS["target"], mew=2, label="target", **mark)
    axes.plot(predictions, rows, "o", color=COLOURS["prediction"], label="prediction", **mark)
    for row, (p, t, error) in enumerate(zip(predictions, targets, now["errors"], strict=True)):
        start, end = (t, p) if error == p - t else (p, t)
        axes.annotate("", (end, row + 0.28), (start, row + 0.28), arrowprops=_arrow(COLOURS["error"]))
        axes.text(high, row - 0.1, still.minus(digits(error)), ha="right", weight="bold", color=still.INK)
    axes.legend(loc="lower right", bbox_to_anchor=(1.0, 0.98), ncols=2, frameon=False, fontsize=9)
    _paint_squares(figure, now)


def _arrow(colour: str) -> dict:
    return {"arrowstyle": "-|>", "color": colour, "linewidth": 2.5, "shrinkA": 0, "shrinkB": 0}


def _paint_squares(figure, now: dict) -> None:
    axes = figure.add_axes((0.57, 0.05, 0.42, 0.84))
    axes.set_title("Half squared error", loc="left", fontsize=11, color=still.INK)
    squares = [(f"house {i}", loss, COLOURS["error"]) for i, loss in enumerate(now["losses"], 1)]
    squares.append(("mean loss", now["mean"], COLOURS["weights"][0]))
    cell = 1.3 * max(0.1, *(math.sqrt(2 * loss) for _, loss, _ in squares))
    for i, square in enumerate(squares):
        _paint_square(axes, i % 3 * 1.6 * cell, -(i // 3) * 1.3 * cell, cell, *square)
    axes.set(xlim=(-0.03 * cell, 4.6 * cell), ylim=(-1.75 * cell, 0.85 * cell), aspect="equal", anchor="NW")
    axes.set_axis_off()


def _paint_square(axes, left: float, foot: float, cell: float, name: str, loss: float, colour: str) -> None:
    from matplotlib.patches import Polygon, Rectangle

    side = math.sqrt(2 * loss)
    corners = [(left, foot), (left + side, foot), (left, foot + side)]
    axes.add_patch(Polygon(corners, color=colour, linewidth=0))
    axes.add_patch(Rectangle((left, foot), side, side, fill=False, edgecolor=colour, linewidth=1.5))
    words = f"{name}  {digits(loss)}"
    axes.text(left, foot - 0.08 * cell, words, va="top", fontsize=9, color=still.INK)
