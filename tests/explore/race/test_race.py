"""The race: its counts against multiplications that are counted, its gradients against each other."""

import re

import numpy as np
import pytest

from handprop import explore
from handprop.explore.race.numbers import LAST, SIZES, measured, seconds, state, totals


class Counted(float):
    """A number that counts the multiplications it takes part in."""

    count = 0

    def __mul__(self, other):
        Counted.count += 1
        return Counted(float(self) * float(other))

    def __add__(self, other):
        return Counted(float(self) + float(other))

    __radd__ = __add__


def forward(x, W, v):
    z = [sum((p * q for p, q in zip(x, column, strict=True)), Counted(0)) for column in W]
    h = [Counted(max(one, 0.0)) for one in z]
    return h, sum((p * q for p, q in zip(h, v, strict=True)), Counted(0))


@pytest.mark.parametrize("weights", [6, 600])
def test_the_totals_are_the_multiplications_that_both_ways_take(weights):
    inputs, hidden = SIZES[weights]
    assert inputs * hidden + hidden == weights
    rng = np.random.default_rng(1)
    x, v = ([Counted(n) for n in rng.uniform(0.1, 1, size)] for size in (inputs, hidden))
    W = [[Counted(n) for n in rng.uniform(0.1, 1, inputs)] for _ in range(hidden)]
    Counted.count = 0
    h, out = forward(x, W, v)
    delta = Counted(out - 1.0)
    _ = [delta * one for one in h]  # every gate is open
    down = [delta * one for one in v]
    _ = [d * p for d in down for p in x]
    assert Counted.count == totals(weights)["walk"]
    Counted.count = 0
    forward(x, W, v)
    assert Counted.count * (1 + weights) == totals(weights)["nudges"]  # one pass more than there are weights


@pytest.mark.parametrize("weights", SIZES)
def test_the_clocks_stop_where_their_way_is_done(weights):
    ways = totals(weights)
    before = {"nudges": -1.0, "walk": -1.0}
    for time in range(LAST + 1):
        now = state(weights, time)
        for name, share in now["shares"].items():
            assert share == pytest.approx(min(1, ways["nudges"] * time / LAST / ways[name]))
            assert share > before[name] or share == 1
        before = now["shares"]
    assert before == {"nudges": 1, "walk": 1}
    assert now["clocks"] == {name: seconds(total / 1e6) for name, total in ways.items()}


def test_a_time_has_the_unit_in_which_it_reads_best():
    assert [seconds(value) for value in (0, 4.2e-05, 0.00123, 0.1203, 59.5, 600, 3600.06)] == [
        "0 s", "42 µs", "1.23 ms", "120.3 ms", "59.5 s", "10 min", "1 h",
    ]  # fmt: skip


def test_it_is_run_on_this_machine_with_both_gradients_equal():
    assert all(took > 0 for took in measured(600).values())
    assert re.fullmatch(
        r"6 weights on this machine: nudges [\d.]+ \w+, one walk back [\d.]+ \w+\.", explore.race().measure()
    )


def test_the_size_is_one_of_three():
    assert explore.race(60_000).numbers()["weights"] == "60000"
    with pytest.raises(ValueError, match="weights cannot be 7"):
        explore.race(7)


def test_large_numbers_are_written_as_people_write_them():
    words = state(60_000, LAST)["words"].replace("\u00a0", " ")
    assert words.endswith("29 930 times as long for the same 60 000 slopes.")
    assert "nudges have 29 999." in state(60_000, 5)["words"].replace("\u00a0", " ")
