"""The explorer of learning rates on Python's side."""

import numpy as np
import pytest

from handprop import examples, explore
from handprop.network import Network

# The functions that explore offers hide the modules of the same names.
from handprop.explore.learning_rate.numbers import crossings  # isort: skip
from handprop.explore.learning_rate.numbers import state as descent  # isort: skip
from handprop.explore.learning_rate.landscapes import LANDSCAPES, Curve, Map  # isort: skip
from handprop.explore.learning_rate.explorer import PRESETS  # isort: skip


def house_by_hand(rate: float, steps: int, start: float) -> tuple[list[float], list[float]]:
    """Weights and losses of the scaled house, in closed form: each step multiplies the error."""
    errors = [(1.5 * start - 1) * (1 - 2.25 * rate) ** k for k in range(steps + 1)]
    return [(1 + error) / 1.5 for error in errors], [error**2 / 2 for error in errors]


def positions(slider) -> tuple[float, float, float]:
    if hasattr(slider, "base"):
        return tuple(slider.base**e for e in (slider.min, (slider.min + slider.max) / 2, slider.max))
    return slider.min, (slider.min + slider.max) / 2, slider.max


@pytest.mark.parametrize("name", ["learning_rate", "steps", "start"])
def test_the_house_at_both_ends_and_in_the_middle_of_each_slider(name):
    shown = explore.learning_rate(steps=8)
    for position in positions(shown.controls[name]):
        shown.controls[name].value = position
        now = shown.numbers()
        weights, losses = house_by_hand(now["learning_rate"], round(now["steps"]), now["start"])
        found = shown.state()
        np.testing.assert_allclose(found["places"], weights, rtol=1e-9, atol=1e-12)
        np.testing.assert_allclose(found["losses"], losses, rtol=1e-9, atol=1e-12)


CURVES = [name for name, landscape in LANDSCAPES.items() if isinstance(landscape, Curve)]


MAPS = [name for name, landscape in LANDSCAPES.items() if isinstance(landscape, Map)]


@pytest.mark.parametrize("name", CURVES)
def test_each_step_lies_on_the_curve_that_is_drawn(name):
    frame = explore.learning_rate(name).view.spec["landscapes"][name]
    found = descent(name, 0.03 if name != "house" else 3e-8, 20)
    curve = 0.5 * (frame["factor"] * np.array(found["places"]) - frame["target"]) ** 2
    np.testing.assert_allclose(found["losses"], curve, rtol=1e-9)
    assert frame["span"][0] <= found["places"][0] <= frame["span"][1]


def test_unscaled_units_only_rescale_the_learning_rate():
    scaled, dollars = descent("house_scaled", 0.1, 10), descent("house", 0.1 / 1e6, 10)
    np.testing.assert_allclose(np.array(dollars["places"]) / 100, scaled["places"], rtol=1e-12)
    assert dollars["behaviour"] == scaled["behaviour"] == "good"
    assert descent("house", 0.1, 10)["behaviour"] == "diverging"


@pytest.mark.parametrize(
    ("example", "rate", "steps", "behaviour"),
    [
        ("house_scaled", 0.001, 10, "slow"),
        ("house_scaled", 0.4, 10, "good"),
        ("house_scaled", 1 / 2.25, 10, "good"),  # lands on the minimum, up to rounding
        ("house_scaled", 0.888, 30, "oscillating"),
        ("house_scaled", 8 / 9, 30, "without end"),
        ("house_scaled", 0.8895, 30, "diverging"),
        ("house", 8.88e-7, 30, "oscillating"),
        ("house", 8.895e-7, 30, "diverging"),
        ("seed", 0.001, 20, "slow"),
        ("seed", 0.05, 20, "good"),
        ("seed", 0.277, 40, "oscillating"),
        ("seed", 0.3, 40, "without end"),
        ("seed", 0.45, 40, "dead"),
        ("seed", 0.05, 0, "start"),
        ("gardens_scaled", 0.01, 20, "slow"),
        ("gardens_scaled", 0.5, 20, "good"),
        ("gardens_scaled", 1.5, 20, "oscillating"),
        ("gardens_scaled", 1.52, 20, "diverging"),
        ("gardens", 0.02, 20, "slow"),  # quick across the valley, slow along it
        ("gardens", 0.0398, 40, "oscillating"),
        ("gardens", 0.0403, 40, "diverging"),
        ("relu_1_1_1", 0.1, 20, "good"),
        ("relu_1_1_1", 0.5, 20, "oscillating"),
        ("relu_1_1_1", 0.9, 10, "dead"),
    ],
)
def test_the_names_of_lesson_04(example, rate, steps, behaviour):
    assert descent(example, rate, steps)["behaviour"] == behaviour


@pytest.mark.parametrize("name", list(PRESETS))
def test_a_preset_shows_what_it_is_called(name):
    setting = PRESETS[name]
    expected = {
        "In dollars": "diverging",
        "Wide bowl": "good",
        "Narrow valley": "oscillating",
        "Too far for ReLU": "dead",
    }.get(name, name.lower())
    assert descent(**setting)["behaviour"] == expected


def test_the_borders_of_the_network_found_by_its_losses():
    falls = lambda rate: np.all(np.diff(descent("seed", rate, 40)["losses"]) <= 0)  # noqa: E731
    assert falls(0.2592)
    assert not falls(0.2594)
    assert descent("seed", 0.4431, 2000)["dead_at"] == -1
    assert descent("seed", 0.4433, 2000)["dead_at"] > 0


def test_a_dead_network_stands_still():
    found = descent("seed", 0.45, 40)
    dead = found["dead_at"]
    assert set(found["losses"][dead:]) == {0.5}
    assert set(found["losses"][:dead]).isdisjoint({0.5})
    assert found["words"].startswith(f"Dead: after step {dead} no gate is open")
    assert descent("seed", 0.05, 5, start=0.0)["dead_at"] == 0


def test_a_loss_beyond_floating_point_ends_the_run():
    found = descent("house", 10.0, 40)
    assert np.isinf(found["losses"][-1])
    assert np.isfinite(found["losses"][:-1]).all()
    assert (
        found["words"]
        == f"Diverging: after step {len(found['losses']) - 1} the loss is too large to compute."
    )


def test_the_minimum_itself_and_rounding_at_the_bottom():
    assert descent("house_scaled", 0.1, 5, start=2 / 3)["behaviour"] in ("minimum", "good")
    there, back = np.array([1.0, 0.5]), np.array([-0.7, 0.1])
    assert crossings([1.0, 1e-13], [there, back]) == 0
    assert crossings([1.0, 0.5], [there, back]) == 1
    assert crossings([1.0, 0.5], [there, there]) == 0


def slopes_by_nudges(name, w):
    """Loss and gradient over two weights, the gradient by central differences of the loss written out."""
    landscape = LANDSCAPES[name]
    x, y = landscape.x, landscape.y
    relu = lambda w: np.maximum(x * w[0], 0) * w[1]  # noqa: E731
    linear = lambda w: x @ w[:, None]  # noqa: E731
    predict = relu if name == "relu_1_1_1" else linear
    loss = lambda w: np.mean((predict(w) - y) ** 2) / 2  # noqa: E731
    h = 1e-6
    return loss(w), np.array([(loss(w + d) - loss(w - d)) / (2 * h) for d in h * np.eye(2)])


@pytest.mark.parametrize("name", MAPS)
@pytest.mark.parametrize("start", [0.0, 0.65, 1.3])
def test_steps_on_a_map_walk_against_the_slope(name, start):
    rate = {"gardens": 0.03}.get(name, 0.3)
    found = descent(name, rate, 12, start)
    weights = np.array(
        [start * v for value in LANDSCAPES[name].network.params.values() for v in value.ravel()]
    )
    for k, (place, loss) in enumerate(zip(found["places"], found["losses"], strict=True)):
        expected, slope = slopes_by_nudges(name, weights)
        assert loss == pytest.approx(expected, rel=1e-6, abs=1e-12), k
        np.testing.assert_allclose(place, weights, rtol=1e-6, atol=1e-8)
        if (
            np.any(weights > 0) or name != "relu_1_1_1"
        ):  # at w = 0 ReLU has a kink, and its slope is taken as 0
            weights = weights - rate * slope


@pytest.mark.parametrize("name", MAPS)
def test_contours_are_lines_of_equal_loss(name):
    landscape = LANDSCAPES[name]
    inside = lambda w: all(low < v < high for v, (low, high) in zip(w, landscape.ends, strict=True))  # noqa: E731
    for contour in landscape.frame()["contours"]:
        seen = [np.array(w) for w in contour["points"] if inside(w)]
        found = [slopes_by_nudges(name, w) for w in seen]
        for loss, slope in found:  # points are rounded to four digits behind the point
            assert loss == pytest.approx(contour["level"], abs=1e-4 * (1 + np.abs(slope).sum()))
    lowest = [slopes_by_nudges(name, np.array(w))[0] for w in landscape.frame()["floor"]]
    assert lowest == pytest.approx([0.0] * len(lowest), abs=1e-6)


def test_a_map_has_one_scale_for_both_weights_and_room_for_every_start():
    for name in MAPS:
        (left, right), (low, high) = LANDSCAPES[name].ends
        assert (right - left) / (high - low) == pytest.approx(1.5)
        for start in (0.0, 1.0, 1.3):
            w1, w2 = descent(name, 0.1, 0, start)["places"][0]
            assert left < w1 < right
            assert low < w2 < high


def test_mixed_units_make_the_valley_long_and_narrow():
    stretch = {}
    for name in ("gardens_scaled", "gardens"):
        x = LANDSCAPES[name].x
        small, large = np.linalg.eigvalsh(x.T @ x / len(x))
        border = 2 / large
        assert descent(name, 0.99 * border, 40)["behaviour"] == "oscillating"
        assert descent(name, 1.01 * border, 40)["behaviour"] == "diverging"
        stretch[name] = np.sqrt(large / small)
    assert stretch["gardens_scaled"] < 2
    assert stretch["gardens"] > 6


def test_left_of_the_gate_the_map_is_flat():
    for w1 in (-1.0, -0.2):
        loss, slope = slopes_by_nudges("relu_1_1_1", np.array([w1, 0.7]))
        assert loss == 0.5
        assert not slope.any()
    dead = descent("relu_1_1_1", 0.9, 10)
    assert dead["places"][dead["dead_at"]][0] < LANDSCAPES["relu_1_1_1"].flat


def test_the_line_of_code_makes_the_same_explorer():
    shown = explore.learning_rate("gardens", 0.03, steps=7, start=1.25)
    assert eval(shown.code(), {"explore": explore}).state() == shown.state()
    other = eval(explore.training(60.0, 123).code(), {"explore": explore})
    assert other.numbers() == explore.training(60.0, 123).numbers()
    assert (other.numbers()["learning_rate"], other.numbers()["epoch"]) == ("60", 123)


def test_bad_calls_say_what_to_do():
    with pytest.raises(ValueError, match="There is no loss of 'hut'; choose from house_scaled, house, seed"):
        explore.learning_rate("hut")
    with pytest.raises(ValueError, match=r"learning_rate must lie between 1e-09 and 10; got 0"):
        explore.learning_rate(learning_rate=0)
    with pytest.raises(ValueError, match="steps must lie between 0 and 40"):
        explore.learning_rate(steps=41)
    with pytest.raises(ValueError, match=r"one of 1, 5, 20, 60; got 0.3"):
        explore.training(0.3)
    with pytest.raises(ValueError, match="epoch must lie between 0 and 400"):
        explore.training(epoch=-1)
    with pytest.raises(TypeError, match="it got dict"):
        explore.matrices({"W1": [[1.0]]})
    with pytest.raises(ValueError, match="input x and a target y"):
        explore.matrices(examples.get("seed").network())
    with pytest.raises(ValueError, match="up to 24 parameters and 6 samples; this has 2 and 7"):
        explore.matrices(Network({"W1": [[1.0], [2.0]]}, ["linear"]), np.ones((7, 2)), np.ones((7, 1)))


@pytest.mark.parametrize(
    ("preset", "axis", "powers"),
    [("In dollars", "auto", True), ("In dollars", "linear", False), ("Good", "auto", False)],
)
def test_the_stored_picture_has_an_axis_of_powers_where_a_loss_lies_beyond_it(preset, axis, powers):
    shown = explore.learning_rate().preset(preset).at(axis=axis)
    losses = shown.picture().figure.axes[1]
    assert (losses.get_yscale() == "log") == powers
    low, high = losses.get_ylim()
    assert (low < min(shown.state()["losses"]) and high > max(shown.state()["losses"])) == (axis == "auto")


@pytest.mark.parametrize("example", LANDSCAPES)
def test_every_landscape_has_a_still(example):
    shown = explore.learning_rate(example, 0.1, steps=3)
    still = shown.picture()
    kind = "A map and a curve" if LANDSCAPES[example].frame()["kind"] == "map" else "Two curves"
    assert still.alt.startswith(kind)
    assert still.alt.endswith(shown.state()["words"])
    assert still.svg.count(b"<text") + still.svg.count(b"<use") > 10
