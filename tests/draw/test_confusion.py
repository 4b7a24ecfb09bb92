"""The table of what was read as what."""

import numpy as np
import pytest
from matplotlib.colors import to_rgb

from handprop import draw

TABLE = [[1, 1, 0], [0, 1, 0], [2, 0, 1]]


def test_the_text_holds_the_whole_table_and_the_words_what_is_wrong_most_often():
    picture = draw.confusion(TABLE, ["cat", "dog", "owl"])
    rows = [line.split() for line in picture.text.splitlines()[1:]]
    assert rows == [
        ["said", "cat", "dog", "owl"],
        ["true", "cat", "1", "1", "0"],
        ["true", "dog", "0", "1", "0"],
        ["true", "owl", "2", "0", "1"],
    ]
    assert "3 of 6 are right" in picture.alt
    assert "Most often wrong: owl read as cat, 2 times; cat read as dog, 1 times." in picture.alt


def test_every_count_stands_in_its_cell_and_right_ones_are_bold():
    axes = draw.confusion(TABLE).figure.axes[0]
    found = {(int(t.get_position()[1]), int(t.get_position()[0])): t for t in axes.texts}
    assert {place: text.get_text() for place, text in found.items()} == {
        (0, 0): "1", (0, 1): "1", (1, 1): "1", (2, 0): "2", (2, 2): "1",
    }  # fmt: skip
    assert {place for place, text in found.items() if text.get_fontweight() == "bold"} == {
        (0, 0),
        (1, 1),
        (2, 2),
    }
    shades = axes.images[0].cmap(axes.images[0].norm(np.array([-1.0, 1.0])))
    assert shades[0, :3] == pytest.approx(to_rgb(draw.AREAS[0]))
    assert shades[1, :3] == pytest.approx(to_rgb(draw.AREAS[2]))
    assert axes.images[0].get_array()[2].tolist() == pytest.approx([2 / 3, 0, -1 / 3])


@pytest.mark.parametrize(
    ("table", "names", "words"),
    [
        ([1, 2], (), "table has shape"),
        ([[1, 2], [3]], (), "different lengths"),
        (np.zeros((0, 0), dtype=int), (), "table has shape"),
        ([[1, 2, 3], [4, 5, 6]], (), "table has shape"),
        ([[0.5, 1.0], [1.0, 0.0]], (), "whole numbers from 0"),
        ([[1, -1], [0, 0]], (), "whole numbers from 0"),
        (TABLE, ["a", "b"], "There are 3 classes and 2 names"),
    ],
)
def test_what_is_no_table_is_refused_in_a_sentence(table, names, words):
    with pytest.raises(ValueError, match=words):
        draw.confusion(table, names)
