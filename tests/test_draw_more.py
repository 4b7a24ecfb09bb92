"""The pictures of lessons 08 and 09: what they show, what they say in words, what they refuse."""

import numpy as np
import pytest

from handprop import draw, examples

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
    assert "bent: the error is 1e-03 at the step 1e-02; at smaller steps rounding takes over." in one.alt


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


XOR = examples.get("batch_232")


def test_decision_boundary_says_every_prediction():
    picture = draw.decision_boundary(XOR.network(), XOR.x, XOR.y)
    first = XOR.network().forward(XOR.x)["prediction"][:, 0]
    for (a, b), value in zip(XOR.x, first, strict=True):
        assert f"at ({a:.3g}, {b:.3g}) the prediction is {value:.2f}" in picture.alt


def test_decision_boundary_shows_the_output_that_is_asked_for():
    texts = {repr(draw.decision_boundary(XOR.network(), XOR.x, XOR.y, output=k)) for k in (0, 1)}
    assert len(texts) == 2


def test_decision_boundary_text_holds_the_plane_with_x2_upwards():
    rows = repr(draw.decision_boundary(XOR.network(), XOR.x, XOR.y)).splitlines()[1:]
    corner = XOR.network().forward([-0.5, 1.5])["prediction"][0]
    assert rows[0].split()[:4] == ["x2", "=", "1.50", f"{corner:.2f}"]
    assert rows[-1].split() == ["x1", "=", "-0.50", "0.00", "0.50", "1.00", "1.50"]


def test_decision_boundary_tells_targets_apart_without_colour():
    axes = draw.decision_boundary(XOR.network(), XOR.x, XOR.y).figure.axes[0]
    assert [line.get_marker() for line in axes.lines] == ["o", "s", "s", "o"]
    assert [text.get_text() for text in axes.texts][-4:] == ["0", "1", "1", "0"]


@pytest.mark.parametrize(
    ("name", "x", "output", "words"),
    [
        ("chain", [[0.0], [1.0]], 0, "two inputs"),
        ("batch_232", [[0.0, 1.0]] * 3, 0, "a target for each"),
        ("batch_232", XOR.x, 2, "no output 2"),
    ],
)
def test_decision_boundary_refuses_what_it_cannot_draw(name, x, output, words):
    with pytest.raises(ValueError, match=words):
        draw.decision_boundary(examples.get(name).network(), x, XOR.y, output)
