"""What lessons 15 and 16 claim, computed."""

import re

import numpy as np
import pytest
from told import lesson, number, outputs

from handprop.check import load_questions
from handprop.numeric import gradients

SHARED, SUMS = "15_shared_weights", "16_sums_and_products"


def right(name, question, case=0):
    found = next(one for one in load_questions(name) if one.name == question)
    return found, found.right(found.cases[case]), found.cases[case]


def test_the_derivatives_by_hand_are_those_of_the_lesson():
    x, k, arriving = np.array([1.0, 3, 2, 0, 4]), np.array([2.0, -1, 1]), np.array([1.0, -1, 2])
    by_hand = [arriving @ x[place : place + 3] for place in range(3)]
    told = re.search(r"The first weight gets .*? = (\d+)\..*?The middle input .*? = (\d+)\.", lesson(SHARED))
    assert number(told[1]) == by_hand[0]
    assert number(told[2]) == arriving @ k[::-1]


def test_the_gate_lets_thousands_of_times_as_much_reach_the_beginning():
    rows = re.findall(r"(no gate|gate) arrives at state \{.* 1: '(.*?)'\}", outputs(SHARED))
    arrived = {name: float(size) for name, size in rows}
    assert 1000 < arrived["gate"] / arrived["no gate"] < 10000
    assert "thousands of times as much reaches the beginning" in lesson(SHARED)


def test_with_a_gate_more_words_are_read_and_new_voices_are_read_worse():
    known = {
        name: int(share)
        for name, share in re.findall(r"(no gate|gate): read rightly (\d+)%", outputs(SHARED))
    }
    new = [int(share) for share in re.findall(r"person \d: (\d+)%", outputs(SHARED))]
    assert known["gate"] > known["no gate"] + 10
    assert len(new) == 6
    assert max(new) < known["gate"]
    assert max(new) - min(new) > 20  # "very different from voice to voice"


def test_attention_learns_to_look():
    rows = re.findall(r"step +(\d+): loss ([\d.]+), share at the right note ([\d.]+)", outputs(SUMS))
    losses, shares = [float(row[1]) for row in rows], [float(row[2]) for row in rows]
    assert losses[-1] < losses[0] / 100
    assert shares[-1] > 0.6 > shares[0]


@pytest.mark.parametrize("case", range(3))
def test_the_right_way_back_of_each_function_is_what_nudges_measure(case):
    """The checks know their answers from formulas of their own; here the loss itself is the witness."""
    _, found, one = right(SHARED, "cell_back", case)

    def last_state(p):
        h = 0.0
        for x in one["x"]:
            h = np.tanh(p["u"] * x + p["w"] * h + p["b"])
        return (h - one["y"]) ** 2 / 2

    slopes = gradients(last_state, {name: one[name] for name in "uwb"})
    assert np.allclose(found, [slopes[name] for name in "uwb"], atol=1e-7)

    _, found, one = right(SUMS, "attention_back", case)

    def looked(p):
        scores = p["Q"] @ p["K"].T / np.sqrt(p["Q"].shape[1])
        share = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
        return (one["arriving"] * (share @ p["V"])).sum()

    slopes = gradients(looked, {name: one[name] for name in "QKV"})
    assert np.allclose(found, [slopes[name] for name in "QKV"], atol=1e-7)

    _, found, one = right(SUMS, "layer_norm_back", case)

    def normal(p):
        x = p["x"]
        spread = np.sqrt(x.var(axis=1, keepdims=True) + one["eps"])
        return (one["arriving"] * one["gain"] * (x - x.mean(axis=1, keepdims=True)) / spread).sum()

    assert np.allclose(found, gradients(normal, {"x": one["x"]})["x"], atol=1e-7)

    _, found, one = right(SUMS, "query_slope", case)

    def answer(p):
        e = np.exp([p["q"] * one["k1"], p["q"] * one["k2"]])
        return (e[0] * one["v1"] + e[1] * one["v2"]) / e.sum()

    assert np.allclose(found, gradients(answer, {"q": one["q"]})["q"], atol=1e-7)
