"""Every explorer as one line of code, and its presets."""

import numpy as np
import pytest

from handprop import examples, explore
from handprop.explore.frame.as_code import called, written
from handprop.explore.frame.controls import Choice, LogControl
from handprop.explore.frame.pixel_controls import Painted
from handprop.explore.training.points import Points
from handprop.network import Network

NAMES = [name for name in explore.__all__ if name != "digits"]  # digits trains first


STARTS = {"network": "seed", "matrices": "seed", "one_step": "seed"}


def opened(name: str):
    """The explorer as a lesson opens it."""
    return getattr(explore, name)(*([examples.get(STARTS[name])] if name in STARTS else []))


def seed():
    return explore.network(examples.get("seed"))


@pytest.mark.parametrize("name", NAMES)
def test_the_view_knows_every_preset_as_the_controls_do(name):
    shown = opened(name)
    for preset in shown.presets:
        shown.preset(preset)
        known = {key: kind.place(shown.numbers()[key]) for key, kind in shown.kinds.items()}
        assert shown.view.presets[preset] == known
    assert set(shown.view.presets) == set(shown.presets)


def place(kind, control, share: float):
    """The value so far along the way of a control."""
    if isinstance(kind, Choice):
        return kind.options[round(share * (len(kind.options) - 1))][1]
    if isinstance(kind, Points):
        return "0.5,1.2:1 -0.25,0:0" if share else ""
    if isinstance(kind, Painted):
        return f"0/{round(share * 63)}:16" if share else ""
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
    assert explore.training(60.0).at(learning_rate=20, epoch=9).code() == (
        "explore.training(60.0).at(learning_rate=20, epoch=9)"
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
