"""The notches of sliders."""

import pytest

from handprop.explore.frame.controls import notch


@pytest.mark.parametrize(
    ("value", "most", "expected"),
    [(0.5, 0.01, 0.01), (0.123, 0.01, 0.001), (2.0, 0.1, 0.1), (1 / 3, 0.01, 1e-4)],
)
def test_notches_fit_the_start(value, most, expected):
    assert notch(value, most) == pytest.approx(expected)
