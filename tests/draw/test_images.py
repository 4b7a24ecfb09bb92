"""Images side by side: what they show, what stays as text, and what is refused."""

import numpy as np
import pytest

from handprop import draw

RAMP = np.arange(12.0).reshape(3, 4)


def test_one_image_keeps_every_number_as_text():
    picture = draw.images(RAMP, ["seven"], title="A ramp")
    assert picture.text.splitlines()[0] == "A ramp: seven"
    rows = [[float(entry) for entry in line.split()] for line in picture.text.splitlines()[1:]]
    np.testing.assert_array_equal(rows, RAMP)
    assert picture.alt == "A ramp: 1 image of 3 by 4 pixels: seven (grey)."


def test_several_images_keep_their_extremes_and_where_they_are():
    picture = draw.images([RAMP, -2 * RAMP], ["up", "down"])
    assert picture.text.splitlines()[1:] == [
        "up    largest 11 in row 3, column 4, smallest 0 in row 1, column 1",
        "down  largest 0 in row 1, column 1, smallest -22 in row 3, column 4",
    ]
    assert (
        "down (coloured by sign, largest 0 in row 1, column 1, smallest -22 in row 3, column 4)"
        in picture.alt
    )


def test_every_image_is_drawn_with_its_label_and_inside_the_picture():
    picture = draw.images(np.repeat(RAMP[None], 8, axis=0))
    titles = [axes.get_title() for axes in picture.figure.axes]
    assert titles == [str(k) for k in range(1, 9)]
    for axes in picture.figure.axes:
        box = axes.get_position()
        assert 0 <= box.x0 < box.x1 <= 1
        assert 0 <= box.y0 < box.y1 <= 1
        np.testing.assert_array_equal(axes.images[0].get_array(), RAMP)


def test_colour_is_not_the_only_sign_of_a_negative_number():
    (axes,) = draw.images(np.array([[1.0, -1.0], [-0.1, 0.5]])).figure.axes
    assert [(text.get_position(), text.get_text()) for text in axes.texts] == [((1, 0), "−")]


def test_images_without_negative_numbers_share_one_scale():
    first, second = draw.images([RAMP, 3 * RAMP]).figure.axes
    assert first.images[0].get_clim() == second.images[0].get_clim() == (0.0, 33.0)


def test_a_signed_image_has_a_scale_of_its_own_and_leaves_the_others_grey():
    first, second, third = draw.images([RAMP, -5 * RAMP, 3 * RAMP]).figure.axes
    assert first.images[0].get_clim() == third.images[0].get_clim() == (0.0, 33.0)
    assert second.images[0].get_clim() == (-55.0, 55.0)
    assert first.images[0].cmap.name == third.images[0].cmap.name == "grey"
    assert second.images[0].cmap.name == "signed"


def test_a_blank_image_can_be_drawn():
    assert draw.images(np.zeros((2, 2))).png.startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("pixels", "labels", "said"),
    [
        (np.zeros(64), (), r"shape \(64,\)"),
        (np.zeros((0, 8, 8)), (), "shape"),
        (np.full((2, 2), np.nan), (), "not finite"),
        (np.zeros((2, 2, 2)), ["one"], "2 images and 1 labels"),
    ],
)
def test_what_cannot_be_drawn_is_refused_in_a_sentence(pixels, labels, said):
    with pytest.raises(ValueError, match=said):
        draw.images(pixels, labels)
