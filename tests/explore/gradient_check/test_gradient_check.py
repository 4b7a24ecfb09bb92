"""The explorer of gradient checks on Python's side."""

import importlib
import math

import numpy as np
import pytest

from handprop import explore, numeric
from handprop.explore.gradient_check.losses import (
    SIDES,
    errors,
    gradients,
    loss,
    nearest,
    samples,
    shared_decimals,
)

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


def loss_by_hand(w1: float) -> float:
    """The loss of lesson 08, written out."""
    a1 = 1 / (1 + math.exp(-(1.5 * w1 - 0.4)))
    a2 = 1 / (1 + math.exp(-(-1.2 * a1 + 0.6)))
    return (a2 - 0.25) ** 2 / 2


def test_the_loss_is_that_of_lesson_08():
    for w in (-0.3, 0.0, 0.8, 1.9):
        assert loss(w) == pytest.approx(loss_by_hand(w), rel=1e-14)
    measured = numeric.gradient(lambda w: loss_by_hand(float(w)), 0.8)
    assert gradients()["none"] == pytest.approx(float(measured), rel=1e-9)


def test_each_slip_is_what_it_is_called():
    a1 = 1 / (1 + math.exp(-0.8))
    a2 = 1 / (1 + math.exp(1.2 * a1 - 0.6))
    error, out, hidden = a2 - 0.25, a2 * (1 - a2), a1 * (1 - a1)
    expected = {
        "none": error * out * -1.2 * hidden * 1.5,
        "sign": -error * out * -1.2 * hidden * 1.5,
        "half": 2 * error * out * -1.2 * hidden * 1.5,
        "input": error * out * -1.2 * hidden,
        "hidden slope": error * out * -1.2 * 1.5,
        "output slope": error * a2 * -1.2 * hidden * 1.5,
    }
    expected["rounded"] = float(f"{expected['none']:.4g}")
    assert set(gradients()) == set(CHECK.SLIPS) == set(expected)
    for slip, value in expected.items():
        assert gradients()[slip] == pytest.approx(value, rel=1e-12), slip


@pytest.mark.parametrize("name", ["h", "sides", "slip"])
def test_the_check_at_both_ends_and_in_the_middle_of_each_control(name):
    shown = explore.gradient_check(1e-3)
    for position in positions(shown.controls[name]):
        shown.controls[name].value = position
        now, numbers = shown.state(), shown.numbers()
        h = now["h"]
        assert h == pytest.approx(numbers["h"], rel=0.13)  # the nearest tenth of a power of ten
        below = 0.8 - h if numbers["sides"] == "central" else 0.8
        slope = (loss(0.8 + h) - loss(below)) / (2 * h if numbers["sides"] == "central" else h)
        gradient = gradients()[numbers["slip"]]
        assert (now["slope"], now["gradient"]) == (slope, gradient)
        assert now["error"] == abs(gradient - slope) / max(abs(gradient), abs(slope))


def test_the_v_of_lesson_08():
    central, one = (errors(name, "none") for name in SIDES)
    at = lambda curve, h: curve[nearest(h)]  # noqa: E731
    assert at(central, 0.1) / at(central, 0.01) == pytest.approx(100, rel=0.03)
    assert at(one, 0.01) / at(one, 0.001) == pytest.approx(10, rel=0.03)
    assert min(central) < 1e-10 < 1e-9 < min(one)
    assert 1e-7 < samples()["h"][int(np.argmin(central))] < 1e-4
    assert at(central, 1e-14) > 1e-5
    assert max(abs(math.log10(h) + 16 - 0.1 * k) for k, h in enumerate(samples()["h"])) < 1e-9


def test_every_verdict_and_every_reason_is_given():
    found = {(h, sides, slip): CHECK.state(h, sides, slip) for h, sides, slip in (
        (1e-5, "central", "none"), (1.0, "one-sided", "none"), (1e-12, "central", "none"),
        (1e-16, "central", "none"), (1e-5, "central", "rounded"), (1e-5, "central", "input"),
        (1e-15, "central", "input"), (1.0, "one-sided", "sign"),
    )}  # fmt: skip
    verdicts = [now["verdict"] for now in found.values()]
    blamed = "the step is to blame"  # the gradient is right there
    assert verdicts == ["agrees", blamed, "cannot tell", blamed, "cannot tell", *["a mistake"] * 3]
    reasons = [now["reason"].split(":")[0].split(".")[0] for now in found.values()]
    assert reasons[:4] == [
        "The step is about the best", "The step is large", "The step is small",
        "The two losses are the same in every digit",
    ]  # fmt: skip
    assert found[1e-5, "central", "input"]["reason"].endswith("the gradient is wrong.")
    assert found[1e-5, "central", "rounded"]["reason"].endswith("the gradient is not exact.")


def test_shared_decimals_are_counted_from_the_point():
    assert shared_decimals(0.125, 0.1253) == 3
    assert shared_decimals(0.5, 0.5) == 17
    assert shared_decimals(0.5, 0.75) == 0
