"""The explorer of derivatives: a nudge that shrinks, and the gradient of two weights on a contour map."""

from __future__ import annotations

from handprop.draw import COLOURS, Picture, digits
from handprop.examples import HOUSES, PRICES
from handprop.explore.derivative.numbers import HOUSE, SCALE, contours, state
from handprop.explore.derivative.still import LOSS_ENDS, MAP_ENDS, W_ENDS, paint
from handprop.explore.frame import still
from handprop.explore.frame.as_code import shareable
from handprop.explore.frame.controls import Control, LogControl, controls_of, notch
from handprop.explore.frame.explorer import Explorer, view
from handprop.language import tr

# The weights move from -bound to bound: a slider is exact at 0 if 0 is its middle.
W_BOUND, MAP_BOUND = 1.5, 1.2


@shareable
def derivative(w: float = 1.0, nudge: float = 1.0, w1: float = 0.0, w2: float = -0.5) -> DerivativeExplorer:
    """Sliders for one weight with a nudge, and for two weights with their gradient.

    ``w`` is from -1.5 to 1.5, ``nudge`` from 0.0001 to 1, ``w1`` and ``w2`` are from -1.2 to 1.2.

    Raises ValueError for numbers outside these ends.
    """
    ends = {"w": (w, -W_BOUND, W_BOUND), "nudge": (nudge, 1e-4, 1.0)}
    ends |= {"w1": (w1, -MAP_BOUND, MAP_BOUND), "w2": (w2, -MAP_BOUND, MAP_BOUND)}
    for name, (value, low, high) in ends.items():
        if not low <= float(value) <= high:
            raise ValueError(
                tr(
                    "{name} must be from {low:g} to {high:g}; got {value!r}.",
                    name=name,
                    low=low,
                    high=high,
                    value=value,
                )
            )
    return DerivativeExplorer(float(w), float(nudge), float(w1), float(w2))


class DerivativeExplorer(Explorer):
    """What `derivative` returns."""

    def __init__(self, w: float, nudge: float, w1: float, w2: float):
        one = [
            Control("w", "w", tr("weight w of the one house"), w, -W_BOUND, W_BOUND, notch(w)),
            LogControl("nudge", "h", tr("nudge h, from 0.0001 to 1"), nudge, -4.0, 0.0, 0.1),
        ]
        two = [
            Control("w1", "w1", tr("weight w1, of the house"), w1, -MAP_BOUND, MAP_BOUND, notch(w1)),
            Control("w2", "w2", tr("weight w2, of the garden"), w2, -MAP_BOUND, MAP_BOUND, notch(w2)),
        ]
        columns = [{tr("One weight and a nudge"): one}, {tr("Two weights"): two}]
        spec = {
            "house": [HOUSE.x.tolist(), HOUSE.y.tolist()],
            "houses": [[x.tolist(), y.tolist()] for x, y in zip(HOUSES, PRICES, strict=True)],
            "contours": contours(),
            "scale": SCALE,
            "w_ends": W_ENDS,
            "loss_ends": LOSS_ENDS,
            "map_ends": MAP_ENDS,
            "colours": COLOURS,
        }
        super().__init__(view("derivative", spec, controls_of(columns)), columns)

    def state(self) -> dict:
        """The numbers of now, as `state` computes them."""
        numbers = self.numbers()
        return state(*(numbers[name] for name in ("w", "nudge", "w1", "w2")))

    def picture(self) -> Picture:
        """The secant, the tangent and the map with the numbers of now."""
        numbers, now = self.numbers(), self.state()
        rows = [[tr("nudge h"), tr("slope by nudge"), tr("derivative"), tr("difference")]]
        for h in (1.0, 0.1, 0.01, 0.001):
            other = state(numbers["w"], h, numbers["w1"], numbers["w2"])
            rows.append([digits(h), *(digits(other[key]) for key in ("slope", "derivative", "difference"))])
        words = f"{now['words']} {now['gradient_words']}"
        alt = tr(
            "A loss curve with secant and tangent at w = {w}, and a contour map. {words}",
            w=digits(numbers["w"]),
            words=words,
        )
        text = still.numbers(rows, now["words"], now["gradient_words"])
        return Picture(lambda figure: paint(figure, numbers, now), (860, 400), alt, text)
