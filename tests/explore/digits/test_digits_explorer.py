"""The explorer of digits on Python's side."""

import importlib

import numpy as np
import pytest

from handprop import examples, explore
from handprop.explore.digits.runs import EPOCHS, RECIPES, STOPS, run
from handprop.explore.frame.pixel_controls import painted_pixels
from handprop.explore.frame.pixels import pictures, reader, rounded

# The functions that explore offers hide the modules of the same names.
CHECK, DIGITS, INPUT = (
    importlib.import_module(f"handprop.explore.{name}.explorer")
    for name in ("gradient_check", "digits", "input_gradient")
)


def positions(control) -> list:
    """Both ends and the middle of a control."""
    if hasattr(control, "options"):
        options = [option[1] if isinstance(option, tuple) else option for option in control.options]
        return [options[0], options[len(options) // 2], options[-1]]
    if hasattr(control, "base"):
        return [control.base**e for e in (control.min, (control.min + control.max) / 2, control.max)]
    return [control.min, (control.min + control.max) // 2, control.max]


def test_the_first_training_is_that_of_lesson_10():
    trained, lesson, data = run("lesson"), examples.digits_network(), examples.digits()
    for name, value in rounded(lesson).params.items():
        np.testing.assert_array_equal(trained.networks[-1].params[name], value)
    assert trained.loss[-1] == pytest.approx(lesson.loss_at(data.x, data.y), rel=1e-5)
    assert trained.loss_held[-1] == pytest.approx(lesson.loss_at(data.x_held, data.y_held), rel=1e-5)
    said, truth = lesson.forward(data.x_held)["prediction"].argmax(axis=1), data.y_held.argmax(axis=1)
    assert trained.accuracy[-1] == np.mean(said == truth)


def test_the_trainings_do_what_their_names_say():
    lesson, few, fast, saturated = (run(name) for name in ("lesson", "few", "fast", "saturated"))
    assert {len(one.loss) for one in (lesson, fast, saturated)} == {EPOCHS + 1}
    lowest = int(np.argmin(few.loss_held))
    assert EPOCHS < lowest < 200
    assert few.loss_held[-1] > 1.1 * few.loss_held[lowest]  # overfitting
    assert few.loss[-1] < few.loss[lowest] / 8
    for stuck in (fast, saturated):
        assert min(stuck.loss[1:]) > 2.2  # guessing: log 10 = 2.303
        assert stuck.stuck[-1] >= 28  # of 32; on some processors rounding leaves up to three
    assert fast.networks[STOPS.index(10)].forward(pictures()[0] / 16)["a1"].max() == 0  # dead, not only equal
    assert lesson.stuck[0] == 2


def test_pictures_are_held_out_and_the_last_eight_are_the_mistakes():
    rows, labels = pictures()
    held = np.rint(examples.digits().x_held * 16)
    assert len(rows) == DIGITS.COUNT == INPUT.COUNT
    assert all((held == row).all(axis=1).any() for row in rows)
    said = reader().forward(rows / 16)["prediction"].argmax(axis=1)
    np.testing.assert_array_equal(said == labels, [True] * 30 + [False] * 8)
    assert labels[:30].tolist() == [digit for digit in range(10) for _ in range(3)]
    lesson = examples.digits_network().forward(rows / 16)["prediction"].argmax(axis=1)
    np.testing.assert_array_equal(said, lesson)  # rounding the weights turns no answer


@pytest.mark.parametrize("name", ["image", "training", "epoch"])
def test_digits_at_both_ends_and_in_the_middle_of_each_control(name):
    shown = explore.digits(7)
    for position in positions(shown.controls[name]):
        shown.controls[name].value = position
        now, numbers = shown.state(), shown.numbers()
        reached = RECIPES[numbers["training"]].reached(int(numbers["epoch"]))
        net = run(numbers["training"]).networks[STOPS.index(reached)]
        x = RECIPES[numbers["training"]].scale * pictures()[0][round(numbers["image"]) - 1] / 16
        values = net.forward(x)
        np.testing.assert_array_equal(now["shares"], values["prediction"])
        np.testing.assert_array_equal(now["hidden"], values["a1"])
        assert now["said"] == values["prediction"].argmax()
        assert f"says {now['said']}, with a share of {values['prediction'].max():.3f}" in now["words"]


def test_paint_changes_one_picture_only():
    shown = explore.digits(7).at(painted="7/43:0 0:16")
    plain = explore.digits(7).state()
    now = shown.state()
    assert np.flatnonzero(now["pixels"] != plain["pixels"]).tolist() == [0, 43]
    assert "painted" in now["words"]
    shown.at(image=8)
    np.testing.assert_array_equal(shown.state()["pixels"], pictures()[0][7])
    assert "painted" not in shown.state()["words"]


@pytest.mark.parametrize("text", ["7", "7/", "7/64:1", "7/1:17", "7/1:2 ", "x", "7/1:2,3:4"])
def test_paint_of_another_form_is_refused(text):
    with pytest.raises(ValueError, match="painted must be text such as"):
        painted_pixels(text)
