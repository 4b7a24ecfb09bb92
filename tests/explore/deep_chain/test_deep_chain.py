"""Deep chains: every gradient against NumPy's network, and what vanishes, holds and explodes."""

import numpy as np
import pytest

from handprop import explore
from handprop.explore.deep_chain.numbers import state
from handprop.explore.deep_chain.still import HIGHEST
from handprop.network import Network


@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "relu"])
@pytest.mark.parametrize("weight", [0.4, 1.0, 2.5])
@pytest.mark.parametrize("depth", [1, 2, 7, 40])
def test_the_gradients_are_those_of_the_network(activation, weight, depth):
    net = Network({f"W{k}": [[weight]] for k in range(1, depth + 1)}, [activation] * depth)
    values = net.forward(np.ones(1))
    # The error of the last layer is 1 where the target is one below the prediction.
    deltas = net.backward(values, values["prediction"] - 1)
    truth = [deltas[f"delta{k}"][0] * weight for k in range(1, depth + 1)]
    assert state(depth, weight, activation)["grads"] == pytest.approx([*truth, 1.0], rel=1e-9)


def test_what_vanishes_holds_and_explodes():
    words = {
        name: explore.deep_chain().preset(name).state()["words"] for name in explore.deep_chain().presets
    }
    assert "vanishes" in words["vanishing"]
    assert "explodes" in words["exploding"]
    assert "1 arrives at the input: the gradient holds" in words["held"]


def test_no_exploding_gradient_leaves_the_picture():
    steepest = explore.deep_chain().kinds["weight"].ends[1]
    assert np.log10(state(40, steepest, "relu")["grads"][0]) < HIGHEST


def test_no_weight_holds_the_gradient_of_a_deep_sigmoid_chain():
    """What lesson 12 claims, up to weights of 1000."""
    assert max(state(40, w, "sigmoid")["grads"][0] for w in np.logspace(-1, 3, 400)) < 1e-3


@pytest.mark.parametrize("wrong", [{"depth": 0}, {"depth": 2.5}, {"weight": 6}, {"activation": "softmax"}])
def test_what_cannot_be_shown_is_refused_in_a_sentence(wrong):
    with pytest.raises(ValueError, match=f"^{next(iter(wrong))} cannot be .*\\.$"):
        explore.deep_chain(**wrong)


def test_a_gradient_is_said_to_hold_only_where_about_1_arrives():
    said = {
        (1, "sigmoid", 1.0): "0.1966 arrives at the input: the gradient gets smaller",
        (3, "relu", 2.0): "8 arrives at the input: the gradient gets larger",
        (40, "relu", 1.0): "1 arrives at the input: the gradient holds",
    }
    for (depth, activation, weight), words in said.items():
        assert words in state(depth, weight, activation)["words"]
