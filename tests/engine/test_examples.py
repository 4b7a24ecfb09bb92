"""The shared networks and data: well-formed, exact, and the same as in the truth tables."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
from fractions import Fraction

import numpy as np
import pytest
from places import truth

from handprop import examples
from handprop.examples import EXAMPLES, fractions, get
from handprop.network import Network

TRUTH = truth("truth_tables")

each_example = pytest.mark.parametrize("example", EXAMPLES.values(), ids=EXAMPLES)


@each_example
def test_an_example_makes_a_network_that_takes_a_step(example):
    network = example.network()
    assert isinstance(network, Network)
    before = network.loss_at(example.x, example.y)
    after = network.update(network.gradients(example.x, example.y), 1e-9).loss_at(example.x, example.y)
    assert np.isfinite([before, after]).all()
    assert after < before  # so the example is no stationary point, on which nothing could be learnt
    assert network.frozen == frozenset(example.frozen)


@each_example
def test_an_example_says_what_it_is_and_whence(example):
    assert EXAMPLES[example.name] is example
    assert example.title
    assert example.source


@each_example
def test_floats_are_the_nearest_to_the_exact_numbers(example):
    assert set(example.params) == set(example.exact_params) == set(example.network().params)
    for name, array in example.params.items():
        exact = np.array(example.exact_params[name], dtype=object)
        assert exact.shape == array.shape
        assert all(float(a) == b for a, b in zip(exact.flat, array.flat, strict=True))
    assert example.learning_rate == float(Fraction(example.text_learning_rate))


@each_example
def test_an_example_cannot_be_changed_by_accident(example):
    with pytest.raises(dataclasses.FrozenInstanceError):
        example.name = "other"
    example.params["W1"][...] = 99.0
    example.x[...] = 99.0
    assert not (example.params["W1"] == 99.0).any()
    assert not (example.x == 99.0).any()
    assert isinstance(hash(example), int)


@pytest.mark.parametrize(
    ("name", "table"),
    [("seed", "seed"), ("seed_bias", "seed"), ("gate_seed", "gate_seed"), ("gate_own", "gate_own")],
)
def test_small_examples_are_those_of_the_truth_tables(name, table):
    d, example = TRUTH["relu_2_2_1"][table]["definition"], get(name)
    assert list(example.text_x) == d["x"]
    assert example.text_y == (d["y"],)
    assert example.text_learning_rate == d["lr"]
    assert fractions(example.text_params["W1"]) == fractions(d["W1"])
    assert fractions(example.text_params["W2"]) == [[w] for w in fractions(d["W2"])]
    if "b1" in example.text_params:
        assert fractions(example.text_params["b1"]) == fractions(d["b1"])
        assert fractions(example.text_params["b2"]) == [Fraction(d["b2"])]
    else:
        assert not any(map(float, [*d["b1"], d["b2"]]))


def test_batch_example_is_that_of_the_truth_table():
    d, example = TRUTH["sigmoid_2_3_2_batch"]["definition"], get("batch_232")
    assert fractions(example.text_x) == fractions(d["X"])
    assert fractions(example.text_y) == fractions(d["Y"])
    assert example.text_learning_rate == d["lr"]
    for name in ("W1", "b1", "W2", "b2"):
        assert fractions(example.text_params[name]) == fractions(d[name])


def test_xor_is_learnt_from_its_start():
    xor = get("xor")
    network = xor.network()
    assert network.loss_at(xor.x, xor.y) > 0.125  # that of one half for every sample
    for _ in range(400):
        network = network.update(network.gradients(xor.x, xor.y), xor.learning_rate)
    prediction = network.forward(xor.x)["prediction"]
    assert np.array_equal(prediction > 0.5, xor.y == 1.0)
    assert network.loss_at(xor.x, xor.y) < 0.005


def test_chain_of_single_units_by_the_chain_rule():
    """The product of factors that lesson 05 writes down, one by one."""
    chain = get("chain")
    x, w1, b1 = chain.x[0], chain.params["W1"][0, 0], chain.params["b1"][0]
    w2, b2 = chain.params["W2"][0, 0], chain.params["b2"][0]
    a1 = 1.0 / (1.0 + np.exp(-(w1 * x + b1)))
    a2 = 1.0 / (1.0 + np.exp(-(w2 * a1 + b2)))
    by_hand = (a2 - chain.y[0]) * a2 * (1.0 - a2) * w2 * a1 * (1.0 - a1) * x
    gradient = chain.network().gradients(chain.x, chain.y)["W1"][0, 0]
    assert gradient == pytest.approx(by_hand, rel=1e-12)


@pytest.mark.parametrize(
    ("module", "absent"),
    [
        ("handprop", ("numpy", "sympy", "matplotlib", "ipywidgets")),
        ("handprop.network", ("sympy", "matplotlib", "ipywidgets")),
        ("handprop.numeric", ("sympy", "matplotlib", "ipywidgets", "handprop.network")),
        ("handprop.examples", ("sympy", "matplotlib", "ipywidgets")),
    ],
)
def test_imports_are_light(module, absent):
    code = f"import sys, {module}; print([name for name in {absent!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_unknown_names_are_answered_with_the_known_ones():
    with pytest.raises(ValueError, match="There is no example 'sead'; choose from seed, seed_bias"):
        examples.get("sead")
