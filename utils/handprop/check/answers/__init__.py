"""The kinds of answer, one a file."""

from handprop.check.answers.array import BY_HAND, COMPUTED, Array, Number
from handprop.check.answers.choice import Choice
from handprop.check.answers.formula import Formula
from handprop.check.answers.function import Function
from handprop.check.answers.prediction import Prediction
from handprop.check.answers.text import Text

__all__ = [
    "BY_HAND",
    "COMPUTED",
    "Array",
    "Choice",
    "Formula",
    "Function",
    "Number",
    "Prediction",
    "Text",
]
