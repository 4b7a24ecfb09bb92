"""What lessons 00 to 05 claim, computed, and that they argue with nothing that a learner has not seen."""

import re

import numpy as np
import pytest
from places import REPO
from told import code, lesson, names, outputs

from handprop import explore
from handprop.examples import get
from handprop.explore.learning_rate.numbers import state

SEED = get("seed")
# The behaviours of the explorer, beside the words that lesson 04 prints in bold for the same runs.
RUNS = [
    ("seed", 0.001, "slow", "too small"),
    ("seed", 0.05, "good", "good"),
    ("seed", 0.27, "oscillating", "oscillating"),
    ("seed", 0.3, "without end", "oscillating for ever"),
    ("seed", 0.45, "dead", "dead"),
    ("house_scaled", 0.9, "diverging", "diverging"),
]  # fmt: skip


def predictions(rate, steps):
    """The 2-2-1 network's predictions while it is trained."""
    net, found = SEED.network(), []
    for _ in range(steps + 1):
        found.append(net.forward(SEED.x)["prediction"][0])
        net = net.update(net.gradients(SEED.x, SEED.y), rate)
    return np.array(found)


def losses(rate, steps):
    return (predictions(rate, steps) - SEED.y[0]) ** 2 / 2


def test_lesson_00_says_how_many_lessons_have_sliders():
    having = [any("explore." in cell for cell in code(name)) for name in names()]
    word = "Each lesson has" if all(having) else "Most lessons have"
    assert len(having) / 2 < sum(having)
    assert f"{word} sliders" in lesson("00_start_here")


def test_one_line_beside_the_picture_of_lesson_00_gives_what_its_hint_says():
    hint = "One line beside the picture gives prediction, target, error and loss, in this order."
    assert hint in (REPO / "lessons" / "00_start_here" / "exercise.md").read_text(encoding="utf-8")
    for w5 in (0.11, -1.0, 0.5):
        shown = explore.network(get("seed")).at(w5=w5)
        said = shown.state()["results"]
        example = get("seed")
        net = example.network()
        net = net.with_params({"W2": np.array([[w5], net.params["W2"][1]])})
        prediction = float(net.forward(example.x)["prediction"][0])
        error = prediction - 1
        numbers = [f"{value:.4g}" for value in (prediction, 1, error, error**2 / 2)]
        line = "Prediction {}, target {}, error {}, loss {}.".format(*numbers)
        assert said == line


def test_without_activation_function_two_layers_do_what_one_neuron_does():
    told = re.findall(
        r"without ReLU ([-\d.]+), with ReLU ([-\d.]+), one neuron ([-\d.]+)", outputs("01_forward_pass")
    )
    assert len(told) == 2
    assert all(without == one for without, _, one in told)
    assert "they collapse into one" in lesson("01_forward_pass")
    rng = np.random.default_rng(0)
    for _ in range(20):
        x, W1, W2 = rng.normal(size=(5, 3)), rng.normal(size=(3, 4)), rng.normal(size=(4, 2))
        np.testing.assert_allclose(x @ W1 @ W2, x @ (W1 @ W2), atol=1e-12)


@pytest.mark.parametrize("name", ["03_partial_derivatives", "04_learning_rate", "05_chain_rule"])
def test_no_argument_with_a_page_that_the_learner_has_not_seen(name):
    assert not re.search(
        r"\b(the|that|a|an|one|another|much-read|second|third) (post|page|outline)\b", lesson(name), re.I
    )


@pytest.mark.parametrize(("example", "rate", "behaviour", "_words"), RUNS)
def test_the_explorer_of_lesson_04_says_of_a_run_what_it_does(example, rate, behaviour, _words):
    assert state(example, rate, 40)["behaviour"] == behaviour


def test_lesson_04_says_the_same_in_the_order_of_its_runs():
    assert f"In order: {', '.join(words for *_, words in RUNS)}." in lesson("04_learning_rate")


def test_oscillating_is_told_from_the_prediction():
    beyond = predictions(0.27, 40)[2:] > SEED.y[0]
    assert (beyond[1:] != beyond[:-1]).all()


def test_the_three_borders_of_lesson_04():
    words = ("the loss rises on its way", "it never settles", "the units die")
    told = re.search(", ".join(rf"from (\d\.\d+) on {each}" for each in words), lesson("04_learning_rate"))
    rises, never, dies = map(float, told.groups())
    step = {rises: 0.001, never: 0.001, dies: 0.001}
    assert (np.diff(losses(rises, 60)) > 0).any()
    assert not (np.diff(losses(rises - step[rises], 60)) > 0).any()
    assert losses(never, 2000)[-1] > 1e-4 > losses(never - step[never], 2000)[-1]
    assert losses(dies, 2000)[-1] == 0.5 != losses(dies - step[dies], 2000)[-1]


def test_the_answers_below_the_explorer_of_lesson_04():
    text = lesson("04_learning_rate")
    low, high = map(float, re.search(r"1\. Any between ([\d.]+) and ([\d.]+):", text).groups())
    rates = np.linspace(low, high, 40)
    assert {state("house_scaled", rate, 40)["behaviour"] for rate in rates} == {"oscillating"}
    border = float(re.search(r"2\. Near ([\d.]+\d)\.", text)[1])
    assert state("house_scaled", border - 0.01, 40)["behaviour"] == "oscillating"
    assert state("house_scaled", border + 0.01, 40)["behaviour"] == "diverging"
    assert state("seed", 0.45, 40)["dead_at"] == int(re.search(r"3\. At step (\d+)\.", text)[1])
