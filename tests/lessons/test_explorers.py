"""What explorers say of a state is true of it."""

import re

import numpy as np
import pytest
from told import lesson, outputs

from handprop import explore
from handprop.examples import get
from handprop.explore.digits.explorer import PRESETS as DIGITS_PRESETS
from handprop.explore.digits.numbers import drawn
from handprop.explore.digits.numbers import state as digits_state
from handprop.explore.digits.runs import run
from handprop.explore.gradient_check.explorer import PRESETS, SLIPS
from handprop.explore.gradient_check.losses import samples
from handprop.explore.gradient_check.numbers import state
from handprop.explore.training.numbers import RATES, Setting, network_of
from handprop.explore.training.numbers import run as trained


@pytest.mark.parametrize("sides", ["central", "one-sided"])
def test_no_step_makes_a_right_gradient_a_mistake(sides):
    verdicts = {state(h, sides, "none")["verdict"] for h in samples()["h"]}
    assert verdicts == {"agrees", "cannot tell", "the step is to blame"}


@pytest.mark.parametrize("slip", [slip for slip in SLIPS if slip not in ("none", "rounded")])
def test_no_step_excuses_a_slip(slip):
    verdicts = {state(h, "central", slip)["verdict"] for h in samples()["h"]}
    assert "the step is to blame" not in verdicts
    assert "a mistake" in verdicts


@pytest.mark.parametrize("name", ["step too large", "step too small"])
def test_presets_with_a_bad_step_blame_the_step(name):
    assert state(**PRESETS[name])["verdict"] == "the step is to blame"


def test_the_steepest_gradient_is_called_so_whatever_its_sign():
    shown = explore.network(get("seed")).at(phase="backward")
    words = shown.state()["words"]
    slopes = np.concatenate([shown.state()["gradients"][name].ravel() for name in ("W1", "W2")])
    assert "largest" not in words
    assert words.endswith(f"{slopes[np.abs(slopes).argmax()]:.4g}.")


# ---- digits ----


def read_as(training, painted, epoch="40"):
    return digits_state(training, epoch, 7, painted)["said"]


def test_the_last_task_of_lesson_10_has_the_answer_that_stands_below_it():
    row, column = map(
        int, re.search(r"Only the pixel in row (\d), column (\d)\.", lesson("10_digits")).groups()
    )
    ink = drawn(7, "")[0]
    turned = [k for k in np.flatnonzero(ink) if read_as("lesson", f"7/{k}:0") != 2]
    assert read_as("lesson", "") == 2
    assert turned == [8 * (row - 1) + column - 1]
    assert read_as("lesson", f"7/{turned[0]}:0") == 3


def test_with_100_pictures_the_explorer_trains_as_lesson_10_does_and_overfits():
    told = re.findall(
        r"(\d+) epochs: training loss ([\d.]+), .*?validation loss ([\d.]+)", outputs("10_digits")
    )
    trained = run("few")
    for epochs, loss, validation in told:
        assert trained.loss[int(epochs)] == pytest.approx(float(loss), abs=2e-5)
        assert trained.loss_held[int(epochs)] == pytest.approx(float(validation), abs=2e-3)
    preset = DIGITS_PRESETS["only 100 pictures"]
    assert trained.loss_held[int(preset["epoch"])] > 1.1 * min(trained.loss_held)


# ---- training ----


def test_the_rate_that_lesson_09_calls_stuck_is_stuck_and_the_slow_one_is_not():
    rate, near, slow = map(
        float,
        re.search(
            r"The rate (\d+): its loss stays near ([\d.]+), and one sample stays wrong\. The rate (\d+) is",
            lesson("09_training_loop"),
        ).groups(),
    )
    done, index = trained(Setting(), 400), RATES.index(rate)
    losses = np.array(done.losses[:401])
    assert losses[200:, index] == pytest.approx(near, abs=0.002)
    xor = get("xor")
    nets = [network_of(row[index], "sigmoid") for row in done.params[100:401]]
    assert {int(((net.forward(xor.x)["prediction"] > 0.5) == xor.y).sum()) for net in nets} == {3}
    assert (np.diff(losses[:, RATES.index(slow)]) < 0).all()


def test_the_training_explorer_uses_only_what_lessons_before_it_taught():
    shown = explore.training()
    offered = [value for _, value in shown.kinds["activation"].options]
    assert offered == ["sigmoid", "relu"]
    for activation in offered:
        net = network_of(np.zeros(9), activation)
        assert net.activations == (activation, "sigmoid")
        assert net.loss_name == "half_squared"
