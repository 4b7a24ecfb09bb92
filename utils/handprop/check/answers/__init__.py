"""The kinds of answer, one a file."""

from handprop.check.answers.array import BY_HAND, COMPUTED, EXACT, Array, Number
from handprop.check.answers.breaking_test import BreakingTest
from handprop.check.answers.choice import Choice
from handprop.check.answers.derivation import Derivation
from handprop.check.answers.formula import Formula
from handprop.check.answers.function import Function
from handprop.check.answers.held_out import HeldOut
from handprop.check.answers.match import Match
from handprop.check.answers.measure import Measure
from handprop.check.answers.mend import Mend
from handprop.check.answers.order import Order
from handprop.check.answers.prediction import Prediction
from handprop.check.answers.several import Several
from handprop.check.answers.sketch import Axes, Sketch
from handprop.check.answers.text import Text

__all__ = [
    "BY_HAND",
    "COMPUTED",
    "EXACT",
    "Array",
    "Axes",
    "BreakingTest",
    "Choice",
    "Derivation",
    "Formula",
    "Function",
    "HeldOut",
    "Match",
    "Measure",
    "Mend",
    "Number",
    "Order",
    "Prediction",
    "Several",
    "Sketch",
    "Text",
]
