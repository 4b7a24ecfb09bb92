"""The explorer of input gradients on Python's side."""

import importlib

import numpy as np
import pytest

from handprop import explore, numeric
from handprop.explore.frame.pixels import pictures, reader

# The functions that explore offers hide the modules of the same names.
CHECK, DIGITS, INPUT = (
    importlib.import_module(f"handprop.explore.{name}.explorer")
    for name in ("gradient_check", "digits", "input_gradient")
)


def positions(control) -> list:
    """Both ends and the middle of a control."""
    if hasattr(control, "options"):
        options = [option[1] if isinstance(option, tuple) else option for option in control.options]
        return [options[0], options[len(options) // 2], options[-1]]
    if hasattr(control, "base"):
        return [control.base**e for e in (control.min, (control.min + control.max) / 2, control.max)]
    return [control.min, (control.min + control.max) // 2, control.max]


@pytest.mark.parametrize("name", ["image", "output", "row", "column", "change"])
def test_input_gradients_at_both_ends_and_in_the_middle_of_each_control(name):
    shown = explore.input_gradient(9, 3, row=4, column=5, change=0.25)
    net = reader()
    for position in positions(shown.controls[name]):
        shown.controls[name].value = position
        now, numbers = shown.state(), shown.numbers()
        digit, pixel = int(numbers["output"]), 8 * round(numbers["row"]) + round(numbers["column"]) - 9
        x = pictures()[0][round(numbers["image"]) - 1] / 16
        measured = numeric.gradient(lambda x, digit=digit: net.forward(x)["z2"][digit], x)
        np.testing.assert_allclose(now["slopes"], measured, atol=1e-6)
        moved = x.copy()
        moved[pixel] += numbers["change"]
        true = net.forward(moved)["z2"][digit] - net.forward(x)["z2"][digit]
        assert now["true"] == pytest.approx(true, abs=1e-12)
        assert now["predicted"] == pytest.approx(measured[pixel] * numbers["change"], abs=1e-6)


def test_the_slope_is_exact_between_the_ends_and_not_beyond():
    beyond = 0
    for pixel in range(64):
        place = {"row": pixel // 8 + 1, "column": pixel % 8 + 1}
        low, high = INPUT.state(7, "2", **place, change=0.0)["ends"]
        for end in (low, high):
            inside = INPUT.state(7, "2", **place, change=0.99 * end)
            assert (inside["difference"], inside["turned"]) == (0, 0)
            outside = INPUT.state(7, "2", **place, change=1.01 * end)
            if -1 < end < 1:
                assert outside["turned"] >= 1
                beyond += abs(outside["difference"]) > 0
    assert beyond > 60


def test_the_curve_goes_through_the_point():
    for change in (-1.0, -0.5, 0.0, 0.4375, 1.0):
        now = INPUT.state(7, "2", 6, 4, change)
        place = INPUT.CHANGES.tolist().index(change)
        assert now["curve"][place] == pytest.approx(now["true"], abs=1e-12)
