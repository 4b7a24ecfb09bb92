"""Sketches: near is right, a known mistake is named, and so is every feature that is wrong."""

import numpy as np
import pytest

from handprop.check import Sketch, judge, load_questions
from handprop.check.mistakes.recognise import wrong_value


def question(lesson, name):
    return next(one for one in load_questions(lesson) if one.name == name)


SLOPE = question("05_chain_rule", "slope_curve")
LOSS = question("04_learning_rate", "loss_curve")


@pytest.mark.parametrize("asked", [SLOPE, LOSS], ids=["slope", "loss"])
def test_what_a_hand_draws_is_right_and_what_misses_once_is_not(asked):
    right = np.asarray(asked.right(asked.cases[0]))
    near = asked.answer.tolerance * np.abs(right).max()
    rng = np.random.default_rng(3)
    for _ in range(200):
        drawn = right + rng.uniform(-0.99, 0.99, right.size) * near
        for k in asked.answer.known:
            drawn[k] = right[k] * rng.uniform(0.81, 1.19)
        assert judge(asked, drawn.tolist()).passed
        drawn[rng.integers(right.size)] += rng.choice([-2, 2]) * near
        assert not judge(asked, drawn.tolist()).passed


@pytest.mark.parametrize("asked", [SLOPE, LOSS], ids=["slope", "loss"])
def test_every_known_mistake_is_named_also_where_a_hand_drew_it(asked):
    for mistake in asked.pipeline.mistakes:
        curve = wrong_value(asked.pipeline, asked.quantity, asked.kind, asked.cases[0], (mistake,))
        for share in (0, 0.05):
            verdict = judge(asked, (curve + share * np.abs(curve).max()).tolist())
            assert verdict.mistakes == (mistake.id,), mistake.id


@pytest.mark.parametrize(
    ("asked", "drawn", "told", "untold"),
    [
        (SLOPE, [0, 0.1, -0.25, 0.1, 0], ["sign at z = 0:", "slope from z = -2 to z = 0"], ["Far out"]),
        (SLOPE, [0.2, 0.1, 0.25, 0.1, 0], ["sign at z = -6:", "slope from z = -6 to z = -2"], ["z = 6"]),
        (SLOPE, [0, 0.2, 0.25, 0.2, 0], ["Look at z = -2 and z = 2: is the curve bent"], ["sign", "slope"]),
        (SLOPE, [0, 0.12, 0.3, 0.12, 0], ["The shape is right. How high is the curve at z = 0?"], ["Look"]),
        (LOSS, [1, 2, 3, 3, 3], ["slope from step 2 to step 3", "Far out, at step 4"], ["sign"]),
        (LOSS, [1, 2, 4, 8, 16], ["The shape is right. How high is the curve at step 4?"], ["Look"]),
        (LOSS, [1, 3, 9, 27, 81], ["The shape is right. How high is the curve at step 4?"], ["Far out"]),
        (SLOPE, [0, 0.02, 0.25, 0.1, 0], ["How high is the curve at z = -2?"], ["Far out"]),
        (LOSS, [1, 1.5, 2, 2.5, 3], ["is the curve bent"], ["sign", "slope"]),
        (LOSS, [1.44, 2.07, 2.99, 4.3, 6.19], ["yet. How high is the curve at the start? The"], ["step 4"]),
        (LOSS, [0.6, 1.2, 2, 3, 4.3], ["How high is the curve at the start? The"], ["Look"]),
    ],
)
def test_every_wrong_feature_is_named_and_no_other(asked, drawn, told, untold):
    verdict = judge(asked, drawn)
    said = " ".join(verdict.sentences)
    assert verdict.state == "wrong"
    assert [words for words in told if words not in said] == []
    assert [words for words in untold if words in said] == []


def test_no_number_of_the_right_curve_is_given_away():
    said = " ".join(judge(LOSS, [1, 2, 3, 2, 1], tries=1).sentences)
    assert not {"1.4", "1.44", "2.07", "2.99", "4.3"} & set(said.split())


@pytest.mark.parametrize(
    "drawn", [[..., ..., ..., ..., ...], "[0, 1, 2]", [0, 1], [0, 1, 2, 3, float("nan")]]
)
def test_what_is_no_curve_gets_a_sentence(drawn):
    assert judge(SLOPE, drawn).state in ("unfinished", "problem")


def test_a_sketch_does_not_vary_and_says_why():
    assert SLOPE.vary is None
    assert "the same for all numbers" in Sketch.always_the_same


def test_a_curve_that_is_too_low_is_not_asked_for_its_sign():
    asked = question("04_learning_rate", "loss_curve")
    assert "sign" not in str(judge(asked, [1, 0.5, 0.25, 0.2, 0.1]))
    assert "How high is the curve at the start?" in str(judge(asked, [8, 11.5, 16.6, 23.9, 34.4]))
