"""The V of the step, lesson 08: what it shows, what it says in words, what it refuses."""

import numpy as np
import pytest

from handprop import draw

STEPS = 10.0 ** -np.arange(1, 5)
ERRORS = {"one-sided": STEPS, "central": STEPS**2}


def test_v_curve_holds_every_number_as_text():
    text = repr(draw.v_curve(STEPS, ERRORS))
    assert text.splitlines()[1].split() == ["step", "one-sided", "central"]
    assert text.splitlines()[-1].split() == ["1e-04", "1e-04", "1e-08"]


def test_v_curve_says_where_each_curve_is_lowest():
    alt = draw.v_curve(STEPS, {"bent": [1e-2, 1e-6, 1e-3, 1e-1]}).alt
    assert "bent: the smallest error, 1e-06, at the step 1e-02." in alt


def test_v_curve_gives_a_bound_where_an_error_is_rounding():
    steps = [1e-2, 1e-6, 1e-12]
    errors = [{"bent": [1e-3, measured, measured]} for measured in (3e-13, 4e-12)]
    one, other = (draw.v_curve(steps, each) for each in errors)
    assert repr(one) == repr(other)
    assert one.alt == other.alt
    assert repr(one).splitlines()[-1].split() == ["1e-12", "<", "2e-03"]
    assert "bent: the error is smallest at the step 1e-06, below 2e-09; at smaller steps" in one.alt


def test_v_curve_tells_curves_apart_without_colour():
    (axes,) = draw.v_curve(STEPS, ERRORS).figure.axes
    assert len({(line.get_marker(), line.get_linestyle()) for line in axes.lines}) == 2
    assert {text.get_text() for text in axes.texts} == set(ERRORS)
    assert axes.get_xscale() == axes.get_yscale() == "log"


def test_v_curve_leaves_a_gap_for_an_error_of_zero():
    picture = draw.v_curve(STEPS, {"exact at last": [1e-2, 1e-4, 1e-6, 0]})
    assert np.isnan(picture.figure.axes[0].lines[0].get_ydata()[-1])
    assert picture.png.startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("steps", "errors"),
    [
        ([], {"a": []}),
        ([0.1, -0.1], {"a": [1, 1]}),
        ([0.1, 0.2], {"a": [1]}),
        ([0.1, 0.2], {"a": [1, -1]}),
        ([0.1, 0.2], {"a": [1, np.nan]}),
        ([0.1, 0.2], {}),
    ],
)
def test_v_curve_refuses_what_it_cannot_draw(steps, errors):
    with pytest.raises(ValueError, match="must"):
        draw.v_curve(steps, errors)
