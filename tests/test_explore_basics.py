"""The explorers of a neuron, of error and loss, and of derivatives, on Python's side."""

import html
import math
import re

import nbformat
import numpy as np
import pytest

from handprop import explore, numeric
from handprop.examples import HOUSES, PRICES
from handprop.explore.derivative.numbers import contours, gradient_words
from handprop.explore.derivative.numbers import state as derivative_state
from handprop.explore.error_and_loss.numbers import state as error_state
from handprop.explore.frame import bundle
from handprop.explore.frame.controls import LogControl
from handprop.explore.neuron.map import MOST_LINES
from handprop.explore.neuron.map import surface as neuron_surface
from handprop.explore.neuron.numbers import state as neuron_state
from handprop.network import Network

NAMES = ("neuron", "error_and_loss", "derivative")
ONE_TO_ONE = Network({"W1": [[1.0]]}, ["linear"])  # its mean over a batch is the course's
F = {
    "linear": lambda z: z,
    "relu": lambda z: max(z, 0.0),
    "sigmoid": lambda z: 1 / (1 + math.exp(-z)),
    "tanh": math.tanh,
}


def made(name: str):
    return getattr(explore, name)()


def positions(shown, name: str) -> list:
    """Both ends and the middle of a slider, or everything that can be chosen."""
    control = shown.controls[name]
    if name in ("activation", "order"):
        return [value for _, value in control.options]
    ends = [control.min, (control.min + control.max) / 2, control.max]
    return [10.0**end for end in ends] if name == "nudge" else ends


def moved(name: str):
    """That explorer at each position of each control, the others where they start."""
    for control in made(name).controls:
        shown = made(name)
        for position in positions(shown, control):
            shown.controls[control].value = position
            yield shown


def close(found, expected):
    np.testing.assert_allclose(found, expected, rtol=1e-12, atol=1e-14)


def test_the_neuron_at_both_ends_and_in_the_middle_of_every_control():
    for shown in moved("neuron"):
        n, now = shown.numbers(), shown.state()
        z = n["w1"] * n["x1"] + n["w2"] * n["x2"] + n["b"]
        close(now["products"], [n["w1"] * n["x1"], n["w2"] * n["x2"]])
        close(now["z"], z)
        close(now["a"], F[n["activation"]](now["z"]))
        assert [row[2] for row in now["steps"]] == [
            f"{value + 0.0:.4g}" for value in (*now["products"], n["b"], now["z"], now["a"])
        ]


def on_the_edge(end, reach):
    return max(abs(v) for v in end) == pytest.approx(reach)


def test_the_lines_of_the_surface_wherever_the_sliders_are():
    for shown in moved("neuron"):
        n, found = shown.numbers(), shown.surface()
        f = F[n["activation"]]
        z = lambda x: n["w1"] * x[0] + n["w2"] * x[1] + n["b"]  # noqa: E731, B023
        assert len(found["levels"]) <= MOST_LINES
        assert 0 not in found["levels"]
        for a, line in zip(found["levels"], found["lines"], strict=True):
            for end in line:
                assert f(z(end)) == pytest.approx(a, rel=1e-9)
                assert on_the_edge(end, 4.0)
        for end in found["zero"]:
            assert z(end) == pytest.approx(0.0, abs=1e-12)
            assert on_the_edge(end, 4.0)


def test_each_line_that_crosses_the_square_is_found():
    rng = np.random.default_rng(5)
    corners = np.array([[-4, -4], [-4, 4], [4, -4], [4, 4]])
    for w in [*rng.uniform(-1, 1, (200, 2)), [0.5, 0.0], [0.0, -0.5], [0.3, 0.3], [0.0, 0.0]]:
        b = float(rng.uniform(-1, 1))
        z = corners @ w + b
        zero = neuron_surface(w, b, "tanh", 4.0)["zero"]
        assert bool(zero) == (z.min() < 0 < z.max())


def test_the_levels_are_round_and_the_gate_has_none_below():
    lines = neuron_surface([0.12, 0.33], 0.0, "linear", 4.0)
    assert lines["levels"] == [-1, 1]
    relu = neuron_surface([0.12, 0.33], 0.0, "relu", 4.0)["levels"]
    assert relu == [0.5, 1, 1.5]
    assert neuron_surface([0.0, 0.0], 0.5, "relu", 4.0)["levels"] == []


@pytest.mark.parametrize(
    ("w", "b", "words"),
    [
        ((0.12, 0.33), 0.0, "z = 0 on the line from x = (-4, 1.455) to (4, -1.455)."),
        ((0.5, 0.0), -1.0, "z = 0 on the line from x = (2, -4) to (2, 4)."),
        ((0.1, 0.1), 1.0, "z is above 0 for every input of the map."),
        ((0.1, 0.1), -1.0, "z is below 0 for every input of the map."),
        ((0.0, 0.0), 0.0, "z = 0 for every input."),
    ],
)
def test_the_surface_in_words(w, b, words):
    assert neuron_surface(w, b, "relu", 4.0)["words"] == words


@pytest.mark.parametrize("name", explore.neuron().presets)
def test_a_preset_of_the_neuron_shows_what_it_is_called(name):
    shown = explore.neuron(x=(1, 1), w=(0.5, 0.3), activation="tanh").preset(name)
    now, n, zero = shown.state(), shown.numbers(), np.array(shown.surface()["zero"])
    if name == "Gate closed":
        assert now["z"] < 0 == now["a"]
    elif name == "x1 alone":
        assert zero[:, 0].tolist() == [0, 0]  # upright: x2 makes no difference
    elif name == "Difference":
        assert now["a"] == pytest.approx((n["x1"] - n["x2"]) / 2)
    else:
        assert n["activation"] == "sigmoid"
        assert abs(zero[0] + zero[1]).tolist() == [0, 0]


def test_errors_and_losses_at_both_ends_and_in_the_middle_of_every_control():
    targets = [1.0, 2.2, 0.7, 2.8]
    for shown in moved("error_and_loss"):
        n, now = shown.numbers(), shown.state()
        errors = [n[f"p{i}"] - t for i, t in enumerate(targets, 1)]
        sign = 1 if n["order"] == "prediction" else -1
        close(now["errors"], [sign * error for error in errors])
        close(now["losses"], [error**2 / 2 for error in errors])
        close(now["mean"], sum(error**2 / 2 for error in errors) / 4)
        predictions = shown.predictions[:, None]
        close(now["mean"], ONE_TO_ONE.loss_at(predictions, np.array(targets)[:, None]))


def test_derivatives_at_both_ends_and_in_the_middle_of_every_control():
    for shown in moved("derivative"):
        n, now = shown.numbers(), shown.state()
        w, h, w1, w2 = (n[name] for name in ("w", "nudge", "w1", "w2"))
        slope = 1.5 * (1.5 * w - 1)
        first, second = 1.5 * w1 - 1, 0.5 * w1 + w2 - 1
        close(now["loss"], (1.5 * w - 1) ** 2 / 2)
        close(now["derivative"], slope)
        # A parabola's secant misses its tangent by half the curvature times the nudge.
        assert now["slope"] == pytest.approx(slope + 1.125 * h, abs=1e-15 / h + 1e-12)
        assert now["difference"] == pytest.approx(1.125 * h, abs=1e-15 / h + 1e-12)
        close(now["loss_two"], (first**2 + second**2) / 4)
        close(now["gradient"], [(1.5 * first + 0.5 * second) / 2, second / 2])
        close(now["length"], np.linalg.norm(now["gradient"]))


def test_the_gradient_agrees_with_nudges():
    loss = lambda w: np.mean((HOUSES @ w - PRICES[:, 0]) ** 2) / 2  # noqa: E731
    for w in ([0.0, -0.5], [1.2, -1.2], [-1.2, 1.2]):
        exact = derivative_state(1.0, 0.1, *w)["gradient"]
        assert numeric.compare(exact, numeric.gradient(loss, np.array(w))).ok


def test_contours_are_lines_of_equal_loss():
    for ring in contours():
        turn = math.radians(ring["angle"])
        for t in np.linspace(0, 2 * math.pi, 9):
            across, up = ring["rx"] * math.cos(t), ring["ry"] * math.sin(t)
            w1 = ring["x"] + across * math.cos(turn) - up * math.sin(turn)
            w2 = ring["y"] + across * math.sin(turn) + up * math.cos(turn)
            assert derivative_state(0.0, 1.0, w1, w2)["loss_two"] == pytest.approx(ring["level"])


def test_the_uphill_arrow_stays_inside_the_map_wherever_the_sliders_are():
    shown = explore.derivative()
    spec, end = shown.view.spec, shown.controls["w1"].max
    for w1 in (-end, end):
        for w2 in (-end, end):
            tip = np.array([w1, w2]) + spec["scale"] * derivative_state(0.0, 1.0, w1, w2)["gradient"]
            assert np.all(np.abs(tip) < spec["map_ends"][1])


@pytest.mark.parametrize(
    ("w", "activation", "words"),
    [
        ((0.12, 0.33), "relu", "z = 1.23 is above 0, so ReLU lets it through: a = 1.23."),
        ((0, 0), "relu", "z = 0 is not above 0, so ReLU gives 0: the gate is closed."),
        ((0.12, -0.5), "relu", "z = -1.26 is not above 0, so ReLU gives 0: the gate is closed."),
        ((0.12, -0.5), "linear", "A linear neuron passes on its weighted sum: a = z = -1.26."),
        ((0.12, 0.33), "sigmoid", "Sigmoid squeezes z = 1.23 to a = 0.7738, between 0 and 1."),
        ((0.12, -0.5), "tanh", "Tanh squeezes z = -1.26 to a = -0.8511, between -1 and 1."),
    ],
)
def test_the_neuron_in_words(w, activation, words):
    assert neuron_state([2, 3], w, 0.0, activation)["words"] == words


def test_the_computation_by_hand_puts_negative_numbers_in_parentheses():
    steps = neuron_state([2.0, -3.0], [-0.12, 0.33], -0.5, "sigmoid")["steps"]
    assert steps[0] == ["w1 · x1", "-0.12 · 2", "-0.24"]
    assert steps[1] == ["w2 · x2", "0.33 · (-3)", "-0.99"]
    assert steps[3] == ["weighted sum z", "-0.24 + (-0.99) + (-0.5)", "-1.73"]
    assert steps[4][1] == "1 / (1 + exp(1.73))"


def test_the_other_order_turns_every_sign_and_no_loss():
    ours, theirs = (error_state([1.5, 2.0], [1.0, 2.2], order) for order in ("prediction", "target"))
    close(theirs["errors"], -ours["errors"])
    assert theirs["losses"].tolist() == ours["losses"].tolist()
    assert theirs["mean"] == ours["mean"]
    assert theirs["words"].startswith(ours["words"])
    assert "turns every sign" in theirs["words"]
    assert "turns" not in ours["words"]


def test_the_gradient_in_words():
    assert gradient_words([0.0, 0.0]) == "The gradient is (0, 0): here the loss is flat."
    assert gradient_words([-0.5, 0.0]) == "The gradient is (-0.5, 0). To lower the loss: increase w1."
    both = "The gradient is (0.5, -2). To lower the loss: decrease w1 and increase w2."
    assert gradient_words([0.5, -2.0]) == both


@pytest.mark.parametrize("name", NAMES)
def test_sliders_start_on_a_notch_and_each_control_is_linked_to_the_view(name):
    shown = made(name)
    spec = shown.view.spec["controls"]
    assert set(spec) == set(shown.controls)
    for control_name, control in shown.controls.items():
        linked = control.index if control_name in ("activation", "order") else control.value
        assert getattr(shown.view, control_name) == linked == spec[control_name]["start"]
        assert f"hp-control-{control_name}" in control._dom_classes
        if hasattr(control, "step"):
            start = math.log10(control.value) if control_name == "nudge" else control.value
            notches = (start - control.min) / control.step
            assert notches == pytest.approx(round(notches), abs=1e-6)


@pytest.mark.parametrize("name", NAMES)
def test_what_the_learner_names_is_where_the_controls_start(name):
    given = {
        "neuron": {"x": [-1, 5], "w": [0.5, -2], "b": 0.25, "activation": "tanh"},
        "error_and_loss": {"predictions": [1.5], "targets": [1.0]},
        "derivative": {"w": 0.25, "nudge": 0.01, "w1": -1, "w2": 0.5},
    }[name]
    numbers = getattr(explore, name)(**given).numbers()
    expected = {
        "neuron": {"x1": -1, "x2": 5, "w1": 0.5, "w2": -2, "b": 0.25, "activation": "tanh"},
        "error_and_loss": {"p1": 1.5, "order": "prediction"},
        "derivative": given,
    }[name]
    assert numbers == expected


def test_a_logarithmic_slider_restores_its_start_only_from_very_near():
    control = LogControl("h", "h", "h", 0.01, -4.0, 0.0, 0.1)
    near = control.described()["notch"] / 2
    assert 0 < near < 0.01 * (1 - 10**-0.1)  # the neighbouring notch is farther


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: explore.neuron(x=[1, 2, 3]), "two inputs x, two weights w and one bias b"),
        (lambda: explore.neuron(b=math.nan), "finite numbers"),
        (lambda: explore.neuron(activation="ReLU"), "choose from linear, relu, sigmoid, tanh"),
        (lambda: explore.error_and_loss([1.0, 2.0], [1.0]), r"from 1 to 5; got shapes \(2,\) and \(1,\)"),
        (lambda: explore.error_and_loss([1.0] * 6, [1.0] * 6), "from 1 to 5"),
        (lambda: explore.error_and_loss([150_000], [100_000]), "units of 100 000 dollars"),
        (lambda: explore.derivative(nudge=0), "nudge must be from 0.0001 to 1; got 0"),
        (lambda: explore.derivative(w1=9), "w1 must be from -1.2 to 1.2; got 9"),
    ],
)
def test_bad_calls_say_what_to_do(call, words):
    with pytest.raises(ValueError, match=words):
        call()


@pytest.mark.parametrize("name", NAMES)
def test_the_parts_of_the_front_end_are_one_module(name):
    module = bundle.module(name)
    assert not re.search(r"^\s*import\b|\bimport\(|https?://(?!www\.w3\.org/2000/svg)", module, re.M)
    assert made(name).view._esm == module


@pytest.mark.parametrize("name", NAMES)
def test_a_stored_notebook_shows_picture_and_table_without_widgets(name):
    from nbconvert import HTMLExporter

    shown = made(name)
    bundle = shown._repr_mimebundle_()
    text = bundle["text/plain"]
    assert shown.state()["words"] in text
    assert "0x" not in text  # no address: nbval compares this text
    assert html.escape(text) in bundle["text/html"]
    del bundle["application/vnd.jupyter.widget-view+json"]  # as the build stores it
    output = nbformat.v4.new_output("display_data", data=bundle)
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("", outputs=[output])])
    page, _ = HTMLExporter().from_notebook_node(notebook)
    assert f'<img alt="{html.escape(shown.picture().alt)}"' in page
    assert "data:image/png;base64," in page


def test_the_tables_that_stay():
    assert re.search(r"^weighted sum z +0\.24 \+ 0\.99 \+ 0 +1\.23$", made("neuron").picture().text, re.M)
    assert re.search(r"^house 2 +2 +2\.2 +-0\.2 +0\.02$", made("error_and_loss").picture().text, re.M)
    assert re.search(r"^0\.01 +0\.7613 +0\.75 +0\.01125$", made("derivative").picture().text, re.M)
