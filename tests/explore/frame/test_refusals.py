"""What an explorer says to arguments that do not fit, and that nothing moves then."""

import math

import pytest

from handprop import examples, explore
from handprop.explore.frame.controls import Choice, Control, LogControl
from handprop.explore.frame.pixel_controls import Painted

OPENED = {
    "deep_chain": explore.deep_chain,
    "derivative": explore.derivative,
    "digits": explore.digits,
    "drawn_digit": explore.drawn_digit,
    "error_and_loss": explore.error_and_loss,
    "gradient_check": explore.gradient_check,
    "graph": explore.graph,
    "input_gradient": explore.input_gradient,
    "learning_rate": explore.learning_rate,
    "matrices": lambda: explore.matrices(examples.get("seed")),
    "network": lambda: explore.network(examples.get("seed")),
    "neuron": explore.neuron,
    "nudge": explore.nudge,
    "one_step": lambda: explore.one_step(examples.get("seed")),
    "race": explore.race,
    "training": explore.training,
    "wrong_gradients": explore.wrong_gradients,
}
NO_NUMBERS = [math.nan, math.inf, -math.inf, None, "abc", "0.5", True, [0.5], {}, 1j]


def test_every_explorer_is_asked():
    assert sorted(OPENED) == sorted(explore.__all__)


@pytest.mark.parametrize("name", OPENED)
def test_a_value_that_does_not_fit_gets_a_sentence_and_moves_nothing(name):
    shown = OPENED[name]()
    before = shown.numbers()
    first = next(kind for kind in shown.kinds.values() if isinstance(kind, Control))
    for kind in shown.kinds.values():
        for value in wrong(kind):
            with pytest.raises(ValueError, match=rf"^{kind.name} (cannot|must) be .*\.$") as refused:
                shown.at(**{first.name: another(first), kind.name: value})
            assert repr(value) in str(refused.value)
    assert shown.numbers() == before
    with pytest.raises(ValueError, match=f"^There is no control 'w99'; there are {next(iter(before))}"):
        shown.at(**{first.name: another(first), "w99": 1})
    for preset in ("gone", None, ["the seed"], 3):
        with pytest.raises(
            ValueError, match=r"^There is no preset .*(; choose from|; this explorer has none)"
        ):
            shown.preset(preset)
    assert shown.numbers() == before


def another(control: Control) -> float:
    """A value that fits, and is not the one where the control starts."""
    return control.ends[0] if control.start != control.ends[0] else control.ends[1]


def wrong(kind) -> list:
    """Values that a control of that kind must refuse."""
    if isinstance(kind, Painted):
        return [None, 3, "9", "1/64:1", "1/3:17", [1]]
    if isinstance(kind, Choice):
        return [None, "sideways", 99, math.nan, True, ["all"], {}]
    low, high = kind.ends
    beyond = [high * 2 + 1, low / 2 if isinstance(kind, LogControl) else low - 1]
    return [*NO_NUMBERS, *beyond, *([low + 0.5] if kind.notch == 1 else [])]


@pytest.mark.parametrize("name", OPENED)
def test_every_preset_and_both_ends_of_each_slider_are_taken(name):
    shown = OPENED[name]()
    for preset, setting in shown.presets.items():
        now = shown.preset(preset).numbers()
        for control, value in setting.items():
            assert str(now[control]) == str(value) or now[control] == pytest.approx(value, rel=1e-11)
    for kind in shown.kinds.values():
        for end in kind.ends if isinstance(kind, Control) else ():
            assert shown.at(**{kind.name: end}).numbers()[kind.name] == pytest.approx(end, rel=1e-11)
