"""The explorer of derivatives on Python's side."""

import math

import numpy as np
import pytest

from handprop import explore, numeric
from handprop.examples import HOUSES, PRICES
from handprop.explore.derivative.numbers import contours, gradient_words
from handprop.explore.derivative.numbers import state as derivative_state


def made(name: str):
    return getattr(explore, name)()


def positions(shown, name: str) -> list:
    """Both ends and the middle of a slider, or everything that can be chosen."""
    control = shown.controls[name]
    if name in ("activation", "order"):
        return [value for _, value in control.options]
    ends = [control.min, (control.min + control.max) / 2, control.max]
    return [10.0**end for end in ends] if name == "nudge" else ends


def moved(name: str):
    """That explorer at each position of each control, the others where they start."""
    for control in made(name).controls:
        shown = made(name)
        for position in positions(shown, control):
            shown.controls[control].value = position
            yield shown


def close(found, expected):
    np.testing.assert_allclose(found, expected, rtol=1e-12, atol=1e-14)


def test_derivatives_at_both_ends_and_in_the_middle_of_every_control():
    for shown in moved("derivative"):
        n, now = shown.numbers(), shown.state()
        w, h, w1, w2 = (n[name] for name in ("w", "nudge", "w1", "w2"))
        slope = 1.5 * (1.5 * w - 1)
        first, second = 1.5 * w1 - 1, 0.5 * w1 + w2 - 1
        close(now["loss"], (1.5 * w - 1) ** 2 / 2)
        close(now["derivative"], slope)
        # A parabola's secant misses its tangent by half the curvature times the nudge.
        assert now["slope"] == pytest.approx(slope + 1.125 * h, abs=1e-15 / h + 1e-12)
        assert now["difference"] == pytest.approx(1.125 * h, abs=1e-15 / h + 1e-12)
        close(now["loss_two"], (first**2 + second**2) / 4)
        close(now["gradient"], [(1.5 * first + 0.5 * second) / 2, second / 2])
        close(now["length"], np.linalg.norm(now["gradient"]))


def test_the_gradient_agrees_with_nudges():
    loss = lambda w: np.mean((HOUSES @ w - PRICES[:, 0]) ** 2) / 2  # noqa: E731
    for w in ([0.0, -0.5], [1.2, -1.2], [-1.2, 1.2]):
        exact = derivative_state(1.0, 0.1, *w)["gradient"]
        assert numeric.compare(exact, numeric.gradient(loss, np.array(w))).ok


def test_contours_are_lines_of_equal_loss():
    for ring in contours():
        turn = math.radians(ring["angle"])
        for t in np.linspace(0, 2 * math.pi, 9):
            across, up = ring["rx"] * math.cos(t), ring["ry"] * math.sin(t)
            w1 = ring["x"] + across * math.cos(turn) - up * math.sin(turn)
            w2 = ring["y"] + across * math.sin(turn) + up * math.cos(turn)
            assert derivative_state(0.0, 1.0, w1, w2)["loss_two"] == pytest.approx(ring["level"])


def test_the_uphill_arrow_stays_inside_the_map_wherever_the_sliders_are():
    shown = explore.derivative()
    spec, end = shown.view.spec, shown.controls["w1"].max
    for w1 in (-end, end):
        for w2 in (-end, end):
            tip = np.array([w1, w2]) + spec["scale"] * derivative_state(0.0, 1.0, w1, w2)["gradient"]
            assert np.all(np.abs(tip) < spec["map_ends"][1])


def test_the_gradient_in_words():
    assert gradient_words([0.0, 0.0]) == "The gradient is (0, 0): here the loss is flat."
    assert gradient_words([-0.5, 0.0]) == "The gradient is (-0.5, 0). To lower the loss: increase w1."
    both = "The gradient is (0.5, -2). To lower the loss: decrease w1 and increase w2."
    assert gradient_words([0.5, -2.0]) == both
