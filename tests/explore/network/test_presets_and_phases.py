"""What the network explorer adds to its sliders: presets and phases."""

from itertools import pairwise

import numpy as np
import pytest

from handprop import examples, explore
from handprop.explore.network.phases import PHASES


def seed():
    return explore.network(examples.get("seed"))


def steps(shown, count: int) -> tuple[list[float], list[float]]:
    """Losses and errors of so many steps from where the explorer stands."""
    net, losses, errors = shown.net.with_params(shown.params), [], []
    for _ in range(count + 1):
        values = net.forward(shown.x)
        losses.append(net.loss(values, shown.y))
        errors.append(float(values["prediction"][0] - shown.y[0]))
        net = net.update(net.backward(values, shown.y), shown.learning_rate)
    return losses, errors


@pytest.mark.parametrize("name", ["seed", "seed_bias", "gate_own"])
def test_the_seed_is_the_seed_wherever_it_is_chosen(name):
    shown = explore.network(examples.get(name)).at(w1=1, x2=-3, learning_rate=1).preset("the seed")
    example = examples.get("seed")
    for key in ("W1", "W2"):
        np.testing.assert_array_equal(shown.params[key], example.params[key])
    assert not any(value.any() for key, value in shown.params.items() if key[0] == "b")
    assert (shown.x.tolist(), shown.y.tolist(), shown.learning_rate) == ([2.0, 3.0], [1.0], 0.05)


@pytest.mark.parametrize("name", ["seed", "seed_bias"])
def test_a_dead_relu_learns_nothing(name):
    shown = explore.network(examples.get(name)).preset("dead ReLU")
    now = shown.state()
    assert (now["values"]["z1"] < 0).all()
    assert now["loss"] == 0.5
    assert not now["gradients"]["W1"].any()
    assert not now["gradients"]["W2"].any()
    if name == "seed":
        assert steps(shown, 50)[0] == [0.5] * 51


def test_overshoots_means_that_each_step_jumps_farther_and_that_it_comes_back():
    shown = seed().preset("overshoots")
    losses, _ = steps(shown, 60)
    assert losses[-1] < 1e-6  # so it does not diverge; the loss of this network cannot, for its gates close
    shown.preset("overshoots")
    losses, errors = steps(shown, 8)
    assert all(after > 1.1 * before for before, after in pairwise(losses))
    assert all(before * after < 0 for before, after in pairwise(errors))
    losses, _ = steps(shown.at(learning_rate=0.05), 8)
    assert all(after < before for before, after in pairwise(losses))


def test_presets_belong_to_the_network_that_they_are_made_for():
    assert explore.network(examples.get("chain")).presets == {}
    with pytest.raises(ValueError, match="no preset 'gone'; choose from the seed, dead ReLU, overshoots"):
        seed().preset("gone")


def test_the_phases_say_what_is_known_in_them():
    shown = seed()
    told = {phase: shown.at(phase=phase).state() for _, phase in PHASES}
    step = "One step with learning rate 0.05 would lower the loss from 0.317 to 0.2487."
    assert told["all"]["words"] == step
    assert told["forward"]["results"] == "Prediction 0.2037."
    assert told["forward"]["words"].endswith("from left to right. The prediction is 0.2037.")
    assert told["error"]["words"].endswith("minus the target is -0.7963, the loss is 0.317.")
    assert told["backward"]["words"].endswith("The steepest of 6 is that of w5: -0.9794.")
    assert told["update"]["words"].endswith("minus η times its gradient. " + told["all"]["words"])
    assert shown.preset("dead ReLU").at(phase="backward").state()["words"].endswith("Every one is 0.")


def test_the_still_picture_shows_what_is_known_in_the_phase():
    shown = seed()
    found = {phase: shown.at(phase=phase).picture().text for _, phase in PHASES}
    knows_error = {phase for phase, words in found.items() if "target" in words.split("\n\nPhase")[0]}
    knows_slopes = {phase for phase, words in found.items() if "-0.9794" in words.split("\n\nPhase")[0]}
    assert knows_error == {"all", "error", "backward", "update"}
    assert knows_slopes == {"all", "backward", "update"}
