"""The digits and their network: what lesson 11 starts from is what lesson 10 made."""

import re

import numpy as np
import pytest
from places import REPO

from handprop import examples

LESSON = REPO / "lessons" / "10_digits" / "lesson.md"


def accuracy(x, y):
    return np.mean(examples.digits_network().forward(x)["prediction"].argmax(axis=1) == y.argmax(axis=1))


def test_the_digits_are_scaled_split_and_one_hot():
    data = examples.digits()
    assert [array.shape for array in data] == [(1297, 64), (1297, 10), (500, 64), (500, 10)]
    x, y = np.concatenate([data.x, data.x_held]), np.concatenate([data.y, data.y_held])
    assert (x.min(), x.max()) == (0, 1)
    assert set(y.ravel()) == {0, 1}
    assert (y.sum(axis=1) == 1).all()


def test_no_sample_is_lost_or_taken_twice():
    from sklearn.datasets import load_digits

    data = examples.digits()
    ours = np.concatenate([data.x, data.x_held]) * 16
    np.testing.assert_array_equal(np.unique(ours, axis=0), np.unique(load_digits().data, axis=0))


def test_the_network_reads_97_of_100_held_out_digits():
    data = examples.digits()
    assert accuracy(data.x_held, data.y_held) >= 0.97
    assert accuracy(data.x, data.y) >= 0.99


@pytest.mark.parametrize("other", range(2))
def test_a_network_that_has_not_learned_does_not(other):
    data, rng = examples.digits(), np.random.default_rng(other)
    fresh = examples.digits_network().with_params({"W1": rng.normal(0, 0.2, (64, 32))})
    said = fresh.forward(data.x_held)["prediction"].argmax(axis=1)
    assert np.mean(said == data.y_held.argmax(axis=1)) < 0.5


def test_it_is_the_network_of_lesson_10():
    cells = re.findall(r"```\{code-cell\} ipython3\n(.*?)```", LESSON.read_text(encoding="utf-8"), re.DOTALL)
    wanted = ("import numpy", "data = load_digits", "def piles", "def new_network", "def train")
    names = {}
    for cell in cells:
        if cell.startswith(wanted):
            exec(cell, names)
    for name, value in examples.digits_network().params.items():
        np.testing.assert_array_equal(names["net"].params[name], value, err_msg=name)
