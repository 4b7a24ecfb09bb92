"""The price of a house from its size: one weight, in dollars and square feet or scaled."""

from __future__ import annotations

from handprop.check.mistakes import catalogue as m
from handprop.check.mistakes import slips
from handprop.check.mistakes.again import again, error_mistakes, update_mistakes
from handprop.check.mistakes.calculation import Mistake, Pipeline, Stage


def _house_stages(bias: bool) -> dict[str, Stage]:
    """A case gives size, price, w (and b with a bias), lr, size_unit and price_unit.

    Size and price come in square feet and dollars; the units say what they are divided by (1: unscaled).
    w and b belong to the scaled numbers.  ``dollars`` and ``new_dollars`` are the predicted prices in
    dollars; ``next_w`` and ``next_b`` are what the next step starts from, in the units of the case.
    """
    biases: dict[str, Stage] = {
        "b": lambda v: v.b,
        "db": lambda v: v.delta,
        "new_b": lambda v: v.b - v.lr * v.db,
        "next_b": lambda v: v.new_b,
    }
    chosen = biases if bias else {}
    return {
        "w": lambda v: v.w,
        **{name: stage for name, stage in chosen.items() if name == "b"},
        "x": lambda v: v.size / v.size_unit,
        "y": lambda v: v.price / v.price_unit,
        "prediction": lambda v: v.w * v.x + (v.b if bias else 0.0),
        "dollars": lambda v: v.prediction * v.price_unit,
        "error": lambda v: v.prediction - v.y,
        "loss": lambda v: 0.5 * v.error**2,
        "delta": lambda v: v.error,
        "dw": lambda v: v.delta * v.x,
        "new_w": lambda v: v.w - v.lr * v.dw,
        "next_w": lambda v: v.new_w,
        **{name: stage for name, stage in chosen.items() if name != "b"},
        "new_prediction": lambda v: v.new_w * v.x + (v.new_b if bias else 0.0),
        "new_dollars": lambda v: v.new_prediction * v.price_unit,
        "new_loss": lambda v: 0.5 * (v.new_prediction - v.y) ** 2,
    }


UNITS = Mistake(
    id="M79-UNITS",
    name="trains on dollars and square feet without scaling",
    belief="The algorithm does not care about units.",
    hint="How large is one step of the weight, in dollars per square foot?",
    example="x, y = 1500.0, 100000.0",
    changes={
        "w": lambda v: v.w * v.price_unit / v.size_unit,
        "b": lambda v: v.b * v.price_unit,
        "x": lambda v: v.size,
        "y": lambda v: v.price,
        "dollars": lambda v: v.prediction,
        "new_dollars": lambda v: v.new_prediction,
        "next_w": lambda v: v.new_w * v.size_unit / v.price_unit,
        "next_b": lambda v: v.new_b / v.price_unit,
    },
)

HOUSE_ADD = Mistake(
    id="M80-HOUSE-ADD",
    name="adds the gradient, which drives the predicted price farther away",
    belief="The term is added; the minus is inside the derivative.",
    hint="When the predicted price is too high, should the weight on a positive input rise or fall?",
    example="w_new = w + learning_rate * gradient",
    changes={
        "new_w": lambda v: v.w + v.lr * v.dw,
        "new_b": lambda v: v.b + v.lr * v.db,
    },
)

_HOUSE = (
    UNITS,
    HOUSE_ADD,
    *(mistake for mistake in update_mistakes({"w": "dw", "b": "db"}) if mistake.id != m.ADD.id),
    *error_mistakes(),
    again(
        m.NO_INPUT_FACTOR,
        "gradient = error",
        {"dw": lambda v: v.delta},
        name="uses the error itself as the gradient, without the size",
        belief="The error says how wrong the weight is.",
        hint="For a house of size 0, would another weight change the predicted price?",
    ),
    again(
        m.W_TIMES_DELTA,
        "gradient = error * w",
        {"dw": lambda v: v.delta * v.w},
        name="multiplies by the weight instead of the size",
        belief="The derivative of w * size is w.",
        hint="In the product w * size, which of the two are you changing?",
    ),
    again(
        m.FULL_CORRECTION,
        "w_new = price / size",
        {"new_w": lambda v: v.w - v.error / v.x},
        name="makes the weight remove the whole error at once",
        hint="What would this weight do to the next house, and where does the learning rate come in?",
    ),
)


HOUSE = Pipeline("house", _house_stages(bias=False), (*_HOUSE, *slips.HOUSE))
HOUSE_BIAS = Pipeline(
    "house_bias",
    _house_stages(bias=True),
    (
        *_HOUSE,
        again(m.BIAS_FROZEN, "b_new = b", {"new_b": lambda v: v.b}),
        again(m.BIAS_ONE, "db = 1", {"db": lambda v: 1.0}),
        *slips.HOUSE_BIAS,
    ),
)
