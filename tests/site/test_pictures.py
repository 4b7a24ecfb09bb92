"""The pictures of a page as files beside it."""

import re

from handprop import draw
from handprop.site import pictures


def test_a_picture_becomes_a_file_and_its_room_is_kept():
    picture, found = draw.loss_curve([2.0, 1.0]), {}
    page = pictures.out_of(picture.figure_html(), "../", found)
    ((name, drawn),) = found.items()
    assert name.endswith(".svg")
    assert drawn == picture.svg
    assert re.search(rf'src="\.\./assets/pictures/{name}" width="640" height="320"', page)
    assert page.count("width=") == 1
    assert "alt=" in page
