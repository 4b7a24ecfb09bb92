"""The explorers of lessons 08, 10 and 11 on Python's side: gradient check, digits, input gradient."""

import html
import importlib
import math
import re

import nbformat
import numpy as np
import pytest

from handprop import examples, explore, numeric
from handprop.explore.digits.runs import EPOCHS, RECIPES, STOPS, run
from handprop.explore.frame.pixel_controls import painted_pixels
from handprop.explore.frame.pixels import UNIT, packed, pictures, reader, rounded, unpacked
from handprop.explore.gradient_check.losses import (
    SIDES,
    errors,
    gradients,
    loss,
    nearest,
    samples,
    shared_decimals,
)

# The functions that explore offers hide the modules of the same names.
CHECK, DIGITS, INPUT = (
    importlib.import_module(f"handprop.explore.{name}.explorer")
    for name in ("gradient_check", "digits", "input_gradient")
)
NAMES = ("gradient_check", "digits", "input_gradient")
CHAIN = examples.get("chain")


def positions(control) -> list:
    """Both ends and the middle of a control."""
    if hasattr(control, "options"):
        options = [option[1] if isinstance(option, tuple) else option for option in control.options]
        return [options[0], options[len(options) // 2], options[-1]]
    if hasattr(control, "base"):
        return [control.base**e for e in (control.min, (control.min + control.max) / 2, control.max)]
    return [control.min, (control.min + control.max) // 2, control.max]


# ---- gradient check ----


def loss_by_hand(w1: float) -> float:
    """The loss of lesson 08, written out."""
    a1 = 1 / (1 + math.exp(-(1.5 * w1 - 0.4)))
    a2 = 1 / (1 + math.exp(-(-1.2 * a1 + 0.6)))
    return (a2 - 0.25) ** 2 / 2


def test_the_loss_is_that_of_lesson_08():
    for w in (-0.3, 0.0, 0.8, 1.9):
        assert loss(w) == pytest.approx(loss_by_hand(w), rel=1e-14)
    measured = numeric.gradient(lambda w: loss_by_hand(float(w)), 0.8)
    assert gradients()["none"] == pytest.approx(float(measured), rel=1e-9)


def test_each_slip_is_what_it_is_called():
    a1 = 1 / (1 + math.exp(-0.8))
    a2 = 1 / (1 + math.exp(1.2 * a1 - 0.6))
    error, out, hidden = a2 - 0.25, a2 * (1 - a2), a1 * (1 - a1)
    expected = {
        "none": error * out * -1.2 * hidden * 1.5,
        "sign": -error * out * -1.2 * hidden * 1.5,
        "half": 2 * error * out * -1.2 * hidden * 1.5,
        "input": error * out * -1.2 * hidden,
        "hidden slope": error * out * -1.2 * 1.5,
        "output slope": error * a2 * -1.2 * hidden * 1.5,
    }
    expected["rounded"] = float(f"{expected['none']:.4g}")
    assert set(gradients()) == set(CHECK.SLIPS) == set(expected)
    for slip, value in expected.items():
        assert gradients()[slip] == pytest.approx(value, rel=1e-12), slip


@pytest.mark.parametrize("name", ["h", "sides", "slip"])
def test_the_check_at_both_ends_and_in_the_middle_of_each_control(name):
    shown = explore.gradient_check(1e-3)
    for position in positions(shown.controls[name]):
        shown.controls[name].value = position
        now, numbers = shown.state(), shown.numbers()
        h = now["h"]
        assert h == pytest.approx(numbers["h"], rel=0.13)  # the nearest tenth of a power of ten
        below = 0.8 - h if numbers["sides"] == "central" else 0.8
        slope = (loss(0.8 + h) - loss(below)) / (2 * h if numbers["sides"] == "central" else h)
        gradient = gradients()[numbers["slip"]]
        assert (now["slope"], now["gradient"]) == (slope, gradient)
        assert now["error"] == abs(gradient - slope) / max(abs(gradient), abs(slope))


def test_the_v_of_lesson_08():
    central, one = (errors(name, "none") for name in SIDES)
    at = lambda curve, h: curve[nearest(h)]  # noqa: E731
    assert at(central, 0.1) / at(central, 0.01) == pytest.approx(100, rel=0.03)
    assert at(one, 0.01) / at(one, 0.001) == pytest.approx(10, rel=0.03)
    assert min(central) < 1e-10 < 1e-9 < min(one)
    assert 1e-7 < samples()["h"][int(np.argmin(central))] < 1e-4
    assert at(central, 1e-14) > 1e-5
    assert max(abs(math.log10(h) + 16 - 0.1 * k) for k, h in enumerate(samples()["h"])) < 1e-9


def test_every_verdict_and_every_reason_is_given():
    found = {(h, sides, slip): CHECK.state(h, sides, slip) for h, sides, slip in (
        (1e-5, "central", "none"), (1.0, "one-sided", "none"), (1e-12, "central", "none"),
        (1e-16, "central", "none"), (1e-5, "central", "rounded"), (1e-5, "central", "input"),
    )}  # fmt: skip
    verdicts = [now["verdict"] for now in found.values()]
    assert verdicts == ["agrees", "a mistake", "cannot tell", "a mistake", "cannot tell", "a mistake"]
    reasons = [now["reason"].split(":")[0].split(".")[0] for now in found.values()]
    assert reasons[:4] == [
        "The step is about the best", "The step is large", "The step is small",
        "The two losses are the same in every digit",
    ]  # fmt: skip
    assert found[1e-5, "central", "input"]["reason"].endswith("the gradient is wrong.")
    assert found[1e-5, "central", "rounded"]["reason"].endswith("the gradient is not exact.")


def test_shared_decimals_are_counted_from_the_point():
    assert shared_decimals(0.125, 0.1253) == 3
    assert shared_decimals(0.5, 0.5) == 17
    assert shared_decimals(0.5, 0.75) == 0


# ---- digits ----


def test_weights_are_packed_to_the_nearest_step():
    rng = np.random.default_rng(8)
    numbers = rng.uniform(-3.9, 3.9, 500)
    back = unpacked(packed(numbers))
    assert np.abs(back - numbers).max() <= UNIT / 2 + 1e-12
    np.testing.assert_array_equal(unpacked(packed(back)), back)
    with pytest.raises(ValueError, match="below 4 in size"):
        packed([4.0])


def test_the_first_training_is_that_of_lesson_10():
    trained, lesson, data = run("lesson"), examples.digits_network(), examples.digits()
    for name, value in rounded(lesson).params.items():
        np.testing.assert_array_equal(trained.networks[-1].params[name], value)
    assert trained.loss[-1] == pytest.approx(lesson.loss_at(data.x, data.y), rel=1e-9)
    assert trained.loss_held[-1] == pytest.approx(lesson.loss_at(data.x_held, data.y_held), rel=1e-9)
    said, truth = lesson.forward(data.x_held)["prediction"].argmax(axis=1), data.y_held.argmax(axis=1)
    assert trained.accuracy[-1] == np.mean(said == truth)


def test_the_trainings_do_what_their_names_say():
    lesson, few, fast, saturated = (run(name) for name in ("lesson", "few", "fast", "saturated"))
    assert {len(one.loss) for one in (lesson, few, fast, saturated)} == {EPOCHS + 1}
    lowest = int(np.argmin(few.loss_held))
    assert 5 < lowest < 20
    assert few.loss_held[-1] > few.loss_held[lowest] + 0.01  # overfitting
    assert few.loss[-1] < few.loss[lowest] / 3
    for stuck in (fast, saturated):
        assert min(stuck.loss[1:]) > 2.2  # guessing: log 10 = 2.303
        assert stuck.stuck[-1] == 32
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
        net = run(numbers["training"]).networks[STOPS.index(int(numbers["epoch"]))]
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


# ---- input gradient ----


@pytest.mark.parametrize("name", ["image", "output", "row", "column", "change"])
def test_input_gradients_at_both_ends_and_in_the_middle_of_each_control(name):
    shown = explore.input_gradient(9, 3, row=4, column=5, change=0.25)
    net = reader()
    for position in positions(shown.controls[name]):
        shown.controls[name].value = position
        now, numbers = shown.state(), shown.numbers()
        digit, pixel = int(numbers["output"]), 8 * round(numbers["row"]) + round(numbers["column"]) - 9
        x = pictures()[0][round(numbers["image"]) - 1] / 16
        measured = numeric.gradient(lambda x, digit=digit: net.forward(x)["z2"][digit], x)
        np.testing.assert_allclose(now["slopes"], measured, atol=1e-6)
        moved = x.copy()
        moved[pixel] += numbers["change"]
        true = net.forward(moved)["z2"][digit] - net.forward(x)["z2"][digit]
        assert now["true"] == pytest.approx(true, abs=1e-12)
        assert now["predicted"] == pytest.approx(measured[pixel] * numbers["change"], abs=1e-6)


def test_the_slope_is_exact_between_the_ends_and_not_beyond():
    beyond = 0
    for pixel in range(64):
        place = {"row": pixel // 8 + 1, "column": pixel % 8 + 1}
        low, high = INPUT.state(7, "2", **place, change=0.0)["ends"]
        for end in (low, high):
            inside = INPUT.state(7, "2", **place, change=0.99 * end)
            assert (inside["difference"], inside["turned"]) == (0, 0)
            outside = INPUT.state(7, "2", **place, change=1.01 * end)
            if -1 < end < 1:
                assert outside["turned"] >= 1
                beyond += abs(outside["difference"]) > 0
    assert beyond > 60


def test_the_curve_goes_through_the_point():
    for change in (-1.0, -0.5, 0.0, 0.4375, 1.0):
        now = INPUT.state(7, "2", 6, 4, change)
        place = INPUT.CHANGES.tolist().index(change)
        assert now["curve"][place] == pytest.approx(now["true"], abs=1e-12)


# ---- what all three share ----


def made(name):
    return getattr(explore, name)()


@pytest.mark.parametrize("name", NAMES)
def test_a_stored_notebook_shows_picture_and_numbers(name):
    from nbconvert import HTMLExporter

    picture = made(name).picture()
    caption = f"<pre>{html.escape(picture.text)}</pre>"
    data = {"text/html": picture.figure_html(caption=caption), "text/plain": picture.text}
    output = nbformat.v4.new_output("display_data", data=data)
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("", outputs=[output])])
    page, _ = HTMLExporter().from_notebook_node(notebook)
    assert html.escape(picture.text) in page
    assert len(re.search(r'<img alt="([^"]+)"', page)[1]) > 100
    assert "data:image/png;base64," in page


@pytest.mark.parametrize("name", NAMES)
def test_each_control_is_linked_to_the_view_and_named(name):
    shown = made(name)
    for control, widget in shown.controls.items():
        assert getattr(shown.view, control) == getattr(widget, shown.kinds[control].linked)
        assert shown.view.spec["controls"][control]["label"]
    assert name in explore.__all__


@pytest.mark.parametrize("name", NAMES)
def test_the_line_of_code_and_the_presets_give_the_state(name):
    shown = made(name)
    start = shown.state()["words"]
    for preset in shown.presets:
        shown.preset(preset)
        again = eval(shown.code(), {"explore": explore})
        assert again.numbers() == shown.numbers()
        assert again.state()["words"] == shown.state()["words"]
    assert shown.reset().state()["words"] == start


@pytest.mark.parametrize(
    ("call", "said"),
    [
        ("gradient_check(h=0)", "h must lie between 1e-16 and 1; got 0."),
        ("gradient_check(sides='both')", "sides must be one of central, one-sided; got 'both'."),
        ("gradient_check(slip='typo')", "slip must be one of none, sign, half"),
        ("digits(39)", "image must be a whole number from 1 to 38; got 39."),
        ("digits(training='slow')", "training must be one of lesson, few, fast, saturated; got 'slow'."),
        ("digits(epoch=4)", "epoch must be one of 0, 1, 2, 3, 5, 10, 20, 40; got 4."),
        ("input_gradient(output=10)", "output must be a whole number from 0 to 9; got 10."),
        ("input_gradient(row=0)", "row must be a whole number from 1 to 8; got 0."),
        ("input_gradient(change=1.5)", "change must lie between -1 and 1; got 1.5."),
    ],
)
def test_bad_calls_say_what_to_do(call, said):
    with pytest.raises(ValueError, match=re.escape(said)):
        eval(f"explore.{call}", {"explore": explore})
