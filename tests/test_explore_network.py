"""What the network explorer adds to its sliders: presets, phases, derivations; and every explorer as code."""

import time
from itertools import pairwise

import numpy as np
import pytest

from handprop import examples, explore
from handprop.explore.frame.as_code import called, written
from handprop.explore.frame.controls import Choice, LogControl
from handprop.explore.network.derivation import derivations, places, text
from handprop.explore.network.phases import PHASES
from handprop.network import Network
from handprop.symbolic import SymbolicNetwork

NAMES = [name for name in explore.__all__ if name != "digits"]  # digits trains first: test_explore_digits.py
STARTS = {"network": "seed", "matrices": "seed"}
ONE_SAMPLE = ("seed", "seed_bias", "gate_own", "chain", "mazur", "hmkcode", "karpathy_neuron")


def opened(name: str):
    """The explorer as a lesson opens it."""
    return getattr(explore, name)(*([examples.get(STARTS[name])] if name in STARTS else []))


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


# ---- presets ----


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


def test_diverges_means_that_each_step_jumps_farther():
    shown = seed().preset("diverges")
    losses, errors = steps(shown, 8)
    assert all(after > 1.1 * before for before, after in pairwise(losses))
    assert all(before * after < 0 for before, after in pairwise(errors))
    losses, _ = steps(shown.at(learning_rate=0.05), 8)
    assert all(after < before for before, after in pairwise(losses))


def test_presets_belong_to_the_network_that_they_are_made_for():
    assert explore.network(examples.get("chain")).presets == {}
    with pytest.raises(ValueError, match="no preset 'gone'; choose from the seed, dead ReLU, diverges"):
        seed().preset("gone")


@pytest.mark.parametrize("name", NAMES)
def test_the_view_knows_every_preset_as_the_controls_do(name):
    shown = opened(name)
    for preset in shown.presets:
        shown.preset(preset)
        known = {key: kind.place(shown.numbers()[key]) for key, kind in shown.kinds.items()}
        assert shown.view.presets[preset] == known
    assert set(shown.view.presets) == set(shown.presets)


# ---- phases ----


def test_the_phases_say_what_is_known_in_them():
    shown = seed()
    told = {phase: shown.at(phase=phase).state() for _, phase in PHASES}
    assert told["all"]["words"] == "One step of size 0.05 would lower the loss from 0.317 to 0.2487."
    assert told["forward"]["results"] == "Prediction 0.2037."
    assert told["forward"]["words"].endswith("from left to right. The prediction is 0.2037.")
    assert told["error"]["words"].endswith("minus the target is -0.7963, the loss is 0.317.")
    assert told["backward"]["words"].endswith("The largest of 6 is that of w5: -0.9794.")
    assert told["update"]["words"].endswith("minus η times its gradient. " + told["all"]["words"])
    assert shown.preset("dead ReLU").at(phase="backward").state()["words"].endswith("Every one is 0.")


def test_the_still_picture_shows_what_is_known_in_the_phase():
    shown = seed()
    found = {phase: shown.at(phase=phase).picture().text for _, phase in PHASES}
    knows_error = {phase for phase, words in found.items() if "target" in words.split("\n\nPhase")[0]}
    knows_slopes = {phase for phase, words in found.items() if "-0.9794" in words.split("\n\nPhase")[0]}
    assert knows_error == {"all", "error", "backward", "update"}
    assert knows_slopes == {"all", "backward", "update"}


# ---- every explorer as one line of code ----


def place(kind, control, share: float):
    """The value so far along the way of a control."""
    if isinstance(kind, Choice):
        return kind.options[round(share * (len(kind.options) - 1))][1]
    low, high = control.min, control.max
    if isinstance(kind, LogControl):
        return 10.0 ** (low + share * (high - low))
    return round(low + share * (high - low), 0 if kind.notch >= 1 else 12)


def moved(name: str, share: float):
    """The explorer with every control so far along its way."""
    shown = opened(name)
    setting = {key: place(kind, shown.controls[key], share) for key, kind in shown.kinds.items()}
    for key, value in setting.items():
        shown.controls[key].value = value
    return shown


@pytest.mark.parametrize("share", [0, 0.5, 1])
@pytest.mark.parametrize("name", NAMES)
def test_the_line_of_code_opens_the_same_state(name, share):
    shown = moved(name, share)
    again = eval(shown.code(), {"explore": explore, "examples": examples})
    assert again.numbers() == shown.numbers()
    assert again.code() == shown.code()
    assert again.reset().code() == again.view.call


def test_the_line_has_only_what_was_moved():
    shown = seed()
    assert shown.code() == 'explore.network(examples.get("seed"))'
    assert shown.at(w4=-0.2, phase="error").code() == shown.view.call + '.at(w4=-0.2, phase="error")'
    assert explore.training(6.0).at(learning_rate=2, epoch=9).code() == (
        "explore.training(6.0).at(learning_rate=2, epoch=9)"
    )


def test_networks_and_arrays_are_written_out():
    net = Network({"W1": [[0.5], [0.1 + 0.2]], "b1": [1.0]}, ["sigmoid"], "binary_cross_entropy", ["b1"])
    line = called("network", net, np.array([1.0, 2.0]), y=np.float64(1))
    again = eval(line, {"explore": explore, "Network": Network})
    np.testing.assert_array_equal(again.net.params["W1"], net.params["W1"])
    assert (again.net.loss_name, again.net.frozen) == (net.loss_name, net.frozen)
    assert line.endswith(", [1.0, 2.0], y=1.0)")
    assert written("ein 'a'") == "\"ein 'a'\""


def test_bad_settings_say_what_to_do():
    shown = seed()
    with pytest.raises(ValueError, match="no control 'w9'; there are w1, w2"):
        shown.at(w9=1)
    with pytest.raises(ValueError, match=r"w1 cannot be 3: its slider ends at 1\.0"):
        shown.at(w1=3)
    with pytest.raises(ValueError, match="phase cannot be 'sideways'; it must be one of its options"):
        shown.at(phase="sideways")


# ---- derivations ----


@pytest.mark.parametrize("name", ONE_SAMPLE)
def test_every_symbol_of_a_derivation_finds_its_number(name):
    example = examples.get(name)
    shown = explore.network(example)
    now = {**shown.state(), "params": shown.params, "target": shown.y}
    exact = SymbolicNetwork.of(example).values()
    found = places(shown.net)
    for symbol, value in exact.items():
        if symbol.name != "L":
            source, *spot = found[symbol.name]
            number = now[source]
            for step in spot:
                number = number[step]
            assert number == pytest.approx(float(value), rel=1e-12, abs=1e-15), symbol


def test_the_lines_are_those_of_the_lesson():
    lines = derivations(examples.get("seed").network())
    assert set(lines) == {f"w{i}" for i in range(1, 7)}
    assert [line["formula"] for line in lines["w6"]] == [
        "∂L/∂w6 = ∂L/∂ŷ · ∂ŷ/∂w6",
        "∂L/∂ŷ = ŷ − y",
        "∂ŷ/∂w6 = h2",
        "δ = ŷ − y",
        "∂L/∂w6 = (ŷ − y) · h2",
        "∂L/∂w6 = δ · h2",
    ]
    assert lines["w1"][-1]["formula"] == "∂L/∂w1 = δ · w5 · [z1 > 0] · x1"
    assert lines["w1"][0]["reason"] == "chain rule along w1 → z1 → h1 → ŷ → L"
    assert set(derivations(examples.get("gate_own").network())) >= {"b1", "b2", "b3"}


def test_other_formulas_are_written_as_on_paper():
    assert text(["/", ["+", "yhat", ["-", "y"]], ["*", "yhat", 2]]) == "(ŷ − y) / (ŷ · 2)"
    assert text(["+", 1, ["-", ["^", "yhat", 2]]]) == "1 − ŷ²"
    assert text(["f", "Sigmoid", "z1"]) == "σ(z1)"


def test_the_view_gets_the_derivations_when_it_asks():
    shown = seed()
    assert shown.view.derivations == {}
    shown.view.asked = True
    end = time.monotonic() + 60
    while not shown.view.derivations and time.monotonic() < end:
        time.sleep(0.05)
    assert set(shown.view.derivations) == {"lines", "places"}
    assert shown.view.derivations["lines"] == derivations(shown.net)
