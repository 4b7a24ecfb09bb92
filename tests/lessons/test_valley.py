"""What lesson 09 says of momentum and Adam on a narrow valley, computed."""

import re

import numpy as np
from told import code, lesson, outputs

from handprop.explore.learning_rate.landscapes import LANDSCAPES

ROWS = {
    int(size): eval(steps)
    for size, steps in re.findall(r"^garden +(\d+): (.*)$", outputs("09_training_loop"), re.M)
}


def test_the_middle_valley_is_the_narrow_one_of_lesson_04():
    narrow = LANDSCAPES["gardens"]
    (cell,) = [each for each in code("09_training_loop") if "def steps_until" in each]
    names = {"np": np}
    exec(cell.replace("    return t", "    return x, t"), names)
    x, _ = names["steps_until"](100, "plain", 10, 0.03)
    assert np.array_equal(x, narrow.x)
    assert np.array_equal(narrow.network.params["W1"].ravel(), [-1.0, 0.5])


def test_plain_steps_win_in_the_round_bowl_and_need_a_hundred_times_as_many_as_adam_in_the_narrowest():
    assert "In the round bowl plain steps win, and momentum overshoots" in lesson("09_training_loop")
    assert "Adam needs less than a hundredth of the plain steps" in lesson("09_training_loop")
    assert min(ROWS[1], key=ROWS[1].get) == "plain"
    assert 100 * ROWS[100]["Adam"] < ROWS[100]["plain"]
    assert max(row["Adam"] for row in ROWS.values()) < 1.5 * min(row["Adam"] for row in ROWS.values())


def test_momentum_overshoots_in_the_round_bowl():
    x = np.array([[1.5, 0], [0.5, 1]])
    best = np.linalg.solve(x, [1, 1])
    w, v, sides = np.array([-1.0, 0.5]), 0, set()
    for _ in range(100):
        v = 0.9 * v + x.T @ (x @ w - 1) / 2
        w = w - v
        sides.add(bool(w[0] > best[0]))
    assert sides == {True, False}


def test_equal_slopes_pile_up_to_ten_times_one_of_them():
    v = 0.0
    for _ in range(1000):
        v = 0.9 * v + 1.0
    assert abs(v - 10) < 1e-9
