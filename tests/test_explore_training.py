"""The explorers of lessons 04, 07 and 09 on Python's side: learning rate, matrices, training."""

import html
import re

import nbformat
import numpy as np
import pytest

import handprop
from handprop import examples, explore
from handprop.network import Network

# The functions that explore offers hide the modules of the same names.
from handprop.explore.learning_rate.numbers import crossings  # isort: skip
from handprop.explore.learning_rate.numbers import state as descent  # isort: skip
from handprop.explore.learning_rate.landscapes import LANDSCAPES, Curve, Map  # isort: skip
from handprop.explore.learning_rate.explorer import PRESETS  # isort: skip
from handprop.explore.matrices.numbers import equations, values  # isort: skip
from handprop.explore.matrices.words import state as traced  # isort: skip
from handprop.explore.training.numbers import EPOCHS, RATES, decision_map, run  # isort: skip
from handprop.explore.training.numbers import state as trained  # isort: skip


# ---- learning rate ----


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
    example, rate, steps = PRESETS[name]
    expected = {
        "In dollars": "diverging",
        "Wide bowl": "good",
        "Narrow valley": "oscillating",
        "Too far for ReLU": "dead",
    }.get(name, name.lower())
    assert descent(example, rate, steps)["behaviour"] == expected


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
    other = eval(explore.training(6.0, 123).code(), {"explore": explore})
    assert other.numbers() == {"learning_rate": "6", "epoch": 123}


def test_bad_calls_say_what_to_do():
    with pytest.raises(ValueError, match="There is no loss of 'hut'; choose from house_scaled, house, seed"):
        explore.learning_rate("hut")
    with pytest.raises(ValueError, match=r"learning_rate must lie between 1e-09 and 10; got 0"):
        explore.learning_rate(learning_rate=0)
    with pytest.raises(ValueError, match="steps must lie between 0 and 40"):
        explore.learning_rate(steps=41)
    with pytest.raises(ValueError, match=r"one of 0.1, 0.5, 2, 6; got 0.3"):
        explore.training(0.3)
    with pytest.raises(ValueError, match="epoch must lie between 0 and 400"):
        explore.training(epoch=-1)
    with pytest.raises(TypeError, match="it got dict"):
        explore.matrices({"W1": [[1.0]]})
    with pytest.raises(ValueError, match="input x and a target y"):
        explore.matrices(examples.get("seed").network())
    with pytest.raises(ValueError, match="up to 24 parameters and 6 samples; this has 2 and 7"):
        explore.matrices(Network({"W1": [[1.0], [2.0]]}, ["linear"]), np.ones((7, 2)), np.ones((7, 1)))


# ---- matrices ----

NETWORKS = ("seed", "gate_own", "mazur", "chain", "batch_232", "xor")


@pytest.mark.parametrize("name", NETWORKS)
def test_each_matrix_is_what_its_equation_says(name):
    example = examples.get(name)
    net = example.network()
    found = values(net, example.x, example.y)
    pick = lambda key: found[key.removesuffix(".T")].T if key.endswith(".T") else found[key]  # noqa: E731
    for step in equations(net):
        factors = [pick(key) for key in step["factors"]]
        if step["op"] == "product":
            expected = factors[0] @ factors[1] + (factors[2] if len(factors) == 3 else 0)
        elif step["op"] == "times":
            expected = factors[0] * factors[1]
        elif step["op"] == "sum":
            expected = factors[0].sum(axis=0, keepdims=True)
        elif step["op"] == "error":
            expected = (factors[0] - factors[1]) / len(factors[0])
        else:
            continue
        np.testing.assert_allclose(found[step["result"]], expected, rtol=1e-12, atol=1e-15)
    gradients = net.gradients(example.x, example.y)
    for key in net.params:
        np.testing.assert_allclose(found[f"d{key}"], np.atleast_2d(gradients[key]), rtol=1e-12)


@pytest.mark.parametrize("name", NETWORKS)
def test_the_numbers_of_a_sentence_give_its_result(name):
    example = examples.get(name)
    words = traced(example.network(), example.x, example.y)["words"]
    checked = 0
    for entry in (entry for matrix in words.values() for row in matrix for entry in row):
        made = re.search(r": ([^:]+) = (\S+)\.$", entry)
        if not made or "f′" in made[1] or re.match("[a-z]+\\(", made[1]):
            continue
        assert eval(made[1].replace("·", "*")) == pytest.approx(float(made[2]), rel=2e-2, abs=1e-3), entry
        checked += 1
    assert checked > 5


def test_sentences_name_rows_columns_and_weights():
    seed = examples.get("seed")
    words = traced(seed.network(), seed.x, seed.y)["words"]
    assert words["z1"][0][1] == (
        "z1, row 1, column 2: row 1 of x times column 2 of W1: 2 · 0.15 + 3 · 0.09 = 0.57."
    )
    assert words["W1"][1][0] == "W1 (w2), row 2, column 1: 0.33, given."
    assert words["dW2"][1][0].startswith("∂W2 (∂w6), row 2, column 1: row 2 of hᵀ times column 1 of δ2:")


def test_every_slider_of_the_matrices_moves_its_entry():
    shown = explore.matrices(examples.get("seed"))
    spots = {"w1": ("W1", 0, 0), "w2": ("W1", 1, 0), "w3": ("W1", 0, 1), "w4": ("W1", 1, 1)}
    spots |= {"w5": ("W2", 0, 0), "w6": ("W2", 1, 0), "x1": ("x", 0, 0), "x2": ("x", 0, 1), "y1": ("y", 0, 0)}
    assert set(spots) == set(shown.controls)
    for name, (key, i, j) in spots.items():
        for position in positions(shown.controls[name]):
            shown.controls[name].value = position
            now = shown.state()["values"]
            assert now[key][i, j] == pytest.approx(position)
            error = now["a2"] - now["y"]
            np.testing.assert_allclose(now["dW2"], now["a1"].T @ error, atol=1e-15)
            np.testing.assert_allclose(
                now["dW1"], now["x"].T @ (error @ shown.params["W2"].T * (now["z1"] > 0)), atol=1e-15
            )


@pytest.mark.parametrize("name", ["seed", "gate_own", "mazur", "chain"])
def test_the_presets_of_the_matrices_do_what_they_are_called(name):
    shown = explore.matrices(examples.get(name))
    assert {"x1 = 0", "error 0"} <= set(shown.presets)
    for preset in shown.presets:
        now = shown.preset(preset).state()["values"]
        if preset == "the seed":
            assert now["a2"] == pytest.approx(0.2037)
        elif preset == "x1 = 0":
            assert not now["dW1"][0].any()
        elif preset == "error 0":
            assert all(np.abs(now[f"d{key}"]).max() < 1e-14 for key in shown.net.params)
        elif preset.endswith("= 0"):
            assert not now["dW1"][:, 0].any()  # nothing comes back to the first hidden unit
        else:
            unit = int(preset[1]) - 1
            assert preset.endswith(" open" if now["z1"][0, unit] > 0 else " closed")
            assert now["dW1"][:, unit].any() == preset.endswith("open")


def test_a_batch_has_presets_for_weights_only():
    assert set(explore.matrices(examples.get("batch_232")).presets) == {"w7 and w10 = 0"}
    far = Network({"W1": [[1.0]], "W2": [[9.0]]}, ["relu", "linear"])
    assert "error 0" not in explore.matrices(far, [3.0], [1.0]).presets  # the target's slider ends at 2


# ---- training ----


@pytest.mark.parametrize("rate", RATES)
def test_training_at_both_ends_and_in_the_middle(rate):
    shown = explore.training(rate)
    example = examples.get("xor")
    net, seen = example.network(), {}
    for epoch in range(EPOCHS + 1):
        seen[epoch] = net
        net = net.update(net.gradients(example.x, example.y), rate)
    for epoch in (0, EPOCHS // 2, EPOCHS):
        shown.controls["epoch"].value = epoch
        now = shown.state()
        for key, value in seen[epoch].params.items():
            np.testing.assert_array_equal(now["params"][key], value)
        assert now["loss"] == now["losses"][RATES.index(rate)] == seen[epoch].loss_at(example.x, example.y)


def test_the_learning_rates_behave_differently_from_one_start():
    assert {run(rate)[1][0] for rate in RATES} == {run(0.5)[1][0]}
    end = {rate: trained(rate, EPOCHS) for rate in RATES}
    assert end[0.1]["loss"] > 10 * end[0.5]["loss"] > 10 * end[2.0]["loss"]
    assert (end[2.0]["right"], end[6.0]["right"]) == (4, 3)
    assert max(run(6.0)[1]) < explore.training().view.spec["highest_loss"]
    largest = max(np.abs(p).max() for rate in RATES for net in run(rate)[0] for p in net.params.values())
    assert largest < explore.training().view.spec["largest_weight"]


def test_the_map_holds_the_predictions():
    net = run(0.5)[0][200]
    found = decision_map(net)
    assert found.shape == (25, 25)
    ends = np.linspace(-0.5, 1.5, 25)
    for i, j in ((0, 0), (24, 3), (7, 19)):
        assert found[i, j] == pytest.approx(net.forward([ends[j], ends[i]])["prediction"][0], rel=1e-12)


def test_the_player_is_a_widget_over_all_epochs():
    shown = explore.training(epoch=17)
    assert (shown.play.value, shown.play.min, shown.play.max) == (17, 0, EPOCHS)


# ---- what all three share ----


def all_three():
    return {
        "learning_rate": explore.learning_rate("seed", 0.45, steps=30),
        "matrices": explore.matrices(examples.get("gate_own")),
        "training": explore.training(2.0, 60),
    }


@pytest.mark.parametrize("name", ["learning_rate", "matrices", "training"])
def test_a_stored_notebook_shows_picture_and_numbers(name):
    from nbconvert import HTMLExporter

    shown = all_three()[name]
    bundle = shown._repr_mimebundle_()
    assert bundle["application/vnd.jupyter.widget-view+json"]["model_id"] == shown.model_id
    del bundle["application/vnd.jupyter.widget-view+json"]
    text = bundle["text/plain"]
    assert html.escape(text) in bundle["text/html"]
    assert "0x" not in text.replace("0x", "", text.count(" (0x"))  # no address: nbval compares this text
    output = nbformat.v4.new_output("display_data", data=bundle)
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("", outputs=[output])])
    page, _ = HTMLExporter().from_notebook_node(notebook)
    alt = re.search(r'<img alt="([^"]+)"', page)[1]
    assert len(alt) > 100
    assert "data:image/png;base64," in page


def test_the_stored_numbers_are_those_of_now():
    shown = all_three()
    assert shown["learning_rate"].picture().text.endswith(shown["learning_rate"].state()["words"])
    assert re.search(r"^100 +0.6263 +0.2037 +0.02181 +0.4403$", shown["training"].picture().text, re.M)
    assert "∂W2 (2x1) = hᵀ (2x1) · δ2 (1x1)\n" in shown["matrices"].picture().text


@pytest.mark.parametrize("name", ["learning_rate", "matrices", "training"])
def test_each_control_is_linked_to_the_view_and_named(name):
    shown = all_three()[name]
    assert set(shown.view.spec["controls"]) == set(shown.controls)
    for control, widget in shown.controls.items():
        linked = shown._kinds[control].linked
        assert getattr(shown.view, control) == getattr(widget, linked)
        assert shown.view.spec["controls"][control]["label"]
    assert handprop.explore.__all__.count(name) == 1
