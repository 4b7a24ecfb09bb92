"""What the exercises claim, computed: a chain of twelve layers; and words that they must not mix up."""

import math
import re

import pytest
from told import ROOT, exercise, number

from handprop.check import load_questions

DERIVATIVE_BY = r"\b([Dd]erivative of|[Dd]ifferentiate)\b[^.?]{0,60} by (its|the|every|each|a)\b"
EXERCISES = sorted(path.name for path in (ROOT / "solutions").iterdir() if path.is_dir())


def twelve_layers(weight, bias, x):
    """The largest sum, in size, and the derivative of the output with respect to x."""
    largest, slope = 0.0, 1.0
    for _ in range(12):
        z = weight * x + bias
        x = 1 / (1 + math.exp(-z))
        largest, slope = max(largest, abs(z)), slope * weight * x * (1 - x)
    return largest, slope


def test_the_answer_about_twelve_layers_is_the_derivative_of_the_chain_that_it_describes():
    told = re.search(
        r"Every weight is ([−\d.]+), every bias is ([−\d.]+)\. The input is ([−\d.]*\d)\.",
        exercise("12_autograd"),
    )
    largest, slope = twelve_layers(*map(number, told.groups()))
    question = next(each for each in load_questions("12_autograd") if each.name == "vanish")
    assert largest == 0  # where the sigmoid is steepest, as the question says
    assert question.right(question.cases[0]) == pytest.approx(slope, rel=1e-12)


def test_without_biases_no_input_brings_the_chain_near_its_steepest_slope():
    # Why the question needs its biases: this is what it once asked for.
    slopes = [twelve_layers(2, 0, k / 100)[1] for k in range(-1000, 1001)]
    assert max(slopes) < 0.5**12 / 100


@pytest.mark.parametrize("name", EXERCISES)
def test_what_is_chosen_by_is_not_called_held_out(name):
    choosing = re.search(r"Which of these networks should be used.*", exercise(name))
    assert choosing is None or "validation loss" in exercise(name)


@pytest.mark.parametrize("name", EXERCISES)
def test_a_derivative_is_one_with_respect_to_something(name):
    assert not re.search(DERIVATIVE_BY, exercise(name))


def test_no_question_asks_which_shape_has_something():
    """What is its shape, not which shape has it: so asks nobody whose language English is."""
    asked = r"\b(which (shape|signs?|slope)|how many (numbers|rows|columns|links|parents)) ha(s|ve)\b"
    turned = re.compile(rf"{asked}|step of (size 0|\{{do\[learning)", re.IGNORECASE)  # a rate is no step
    for path in (ROOT / "lessons").glob("*/*.*"):
        assert not turned.findall(path.read_text(encoding="utf-8")), path
