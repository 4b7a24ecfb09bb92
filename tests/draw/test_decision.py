"""The decision map, lesson 09: what it shows, what it says in words, what it refuses."""

import pytest

from handprop import draw, examples

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
