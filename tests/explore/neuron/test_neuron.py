"""The neuron explorer on Python's side."""

import numpy as np
import pytest

from handprop import explore
from handprop.check.answers.formula import FUNCTIONS
from handprop.explore.neuron.map import MOST_LINES
from handprop.explore.neuron.map import surface as neuron_surface
from handprop.explore.neuron.numbers import state as neuron_state

F = {"linear": float, **FUNCTIONS}


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
