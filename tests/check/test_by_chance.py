"""Numbers that are asked by hand tell the known mistakes apart, one by one and two at a time."""

from dataclasses import replace

import numpy as np
import pytest
from by_chance import by_hand, coincidences, fewest
from questions import all_questions, leaves_trace

from handprop.check import load_questions

BY_HAND = [(lesson, question) for lesson, question in all_questions() if by_hand(question)]
# One number, in which one or six of eleven hundred pairs of mistakes agree with a single one.  A mistake that
# one number shows is called a possibility.
ONE_NUMBER = {"07.with_biases", "06.find_the_slip"}
NAMES = [f"{lesson[:2]}.{question.name}" for lesson, question in BY_HAND]


def told(pairs):
    """Coincidences by the ids of the mistakes; the right calculation has none."""
    return [tuple("+".join(mistake.id for mistake in one) or "right" for one in pair) for pair in pairs]


@pytest.mark.parametrize(("lesson", "question"), BY_HAND, ids=NAMES)
def test_no_two_known_mistakes_and_no_pair_share_their_numbers_by_chance(lesson, question):
    shared = told(coincidences(question, question.cases[0]))
    if f"{lesson[:2]}.{question.name}" in ONE_NUMBER:
        shared = [pair for pair in shared if "right" in pair or not any("+" in one for one in pair)]
    assert shared == []


# The other half of both: the same weights, with a sample that closes a gate.
OPEN = {"06.exercise_1", "06.find_the_slip"}


@pytest.mark.parametrize(("lesson", "question"), BY_HAND, ids=NAMES)
def test_a_forgotten_gate_shows_in_numbers_asked_by_hand(lesson, question):
    shows = [leaves_trace(question, question.cases[:1], gate) for gate in question.known(["M33-NO-GATE"])]
    assert all(shows) or f"{lesson[:2]}.{question.name}" in OPEN


def test_numbers_that_agree_by_chance_are_found():
    question = next(one for one in load_questions("06_by_hand") if one.name == "after_the_step")
    half = question.cases[0] | {"lr": 0.1}  # twice the lesson's, so that a kept half gives the same
    assert ("L06-LESSON-RATE", "M12-KEEP-HALF") in told(coincidences(question, half))


def test_what_is_the_same_by_nature_is_no_coincidence():
    question = next(one for one in load_questions("06_by_hand") if one.name == "after_the_step")
    ids = ("M01-ADD", "M02-TARGET-MINUS")  # to add the gradient, and to turn the error round
    only = replace(question, pipeline=replace(question.pipeline, mistakes=tuple(question.known(ids))))
    assert coincidences(only, only.cases[0]) == []


def test_the_search_takes_the_case_with_the_fewest():
    question = next(one for one in load_questions("00_start_here") if one.name == "dot_product")
    poor = {"values": np.array([3.0, 4.0, 5.0]), "weights": np.array([2.0, -2.0, 1.0])}
    assert coincidences(question, poor)
    assert fewest(question, [poor, question.cases[0]]) is question.cases[0]
