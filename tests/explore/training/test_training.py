"""The training explorer on Python's side."""

import re

import numpy as np
import pytest

from handprop import examples, explore
from handprop.network import Network

# The functions that explore offers hide the modules of the same names.
from handprop.explore.training.numbers import (  # isort: skip
    EPOCHS,
    RATES,
    STARTS,
    Setting,
    maps,
    network_of,
    run,
    samples,
    start_of,
)
from handprop.explore.training.numbers import state as trained  # isort: skip
from handprop.explore.training.parts import count, part_of  # isort: skip
from handprop.explore.training.steps import sigmoid  # isort: skip

XOR = examples.get("xor")
OTHERS = [
    Setting(units=1, start="7"),
    Setting(units=3, start="0", activation="relu"),
    Setting("0.5,1.2:1 -0.25,0:0", 8, "4"),
]


def by_network(setting: Setting) -> Network:
    """The start, put together anew."""
    W1, W2 = start_of(setting.units, setting.start)
    params = {"W1": W1, "b1": np.zeros(setting.units), "W2": W2, "b2": np.zeros(1)}
    return Network(params, [setting.activation, "sigmoid"])


@pytest.mark.parametrize("rate", RATES)
def test_training_is_that_of_the_network_at_both_ends_and_in_the_middle(rate):
    shown = explore.training(rate)
    net, seen = XOR.network(), {}
    for epoch in range(401):
        seen[epoch] = net
        net = net.update(net.gradients(XOR.x, XOR.y), rate)
    for epoch in (0, 200, 400):
        shown.controls["epoch"].value = epoch
        now = shown.state()
        for key, value in seen[epoch].params.items():
            assert now["params"][key] == pytest.approx(value, rel=1e-9, abs=1e-12)
        assert now["loss"] == now["losses"][RATES.index(rate)]
        assert now["loss"] == pytest.approx(seen[epoch].loss_at(XOR.x, XOR.y), rel=1e-9)


@pytest.mark.parametrize("setting", OTHERS)
def test_other_networks_are_trained_as_the_network_would(setting):
    net, (x, y) = by_network(setting), samples(setting.points)
    for epoch in range(61):
        if epoch in (0, 1, 60):
            now = trained(5.0, epoch, setting)
            for key, value in net.params.items():
                assert now["params"][key] == pytest.approx(value, rel=1e-9, abs=1e-12)
            assert now["loss"] == pytest.approx(net.loss_at(x, y), rel=1e-9)
        net = net.update(net.gradients(x, y), 5.0)


def test_a_numbered_start_is_the_one_that_lesson_09_draws():
    rng = np.random.default_rng(0)
    W1, W2 = start_of(3, "0")
    np.testing.assert_array_equal(W1, rng.normal(size=(2, 3)))
    np.testing.assert_array_equal(W2, rng.normal(size=(3, 1)))
    assert len({start_of(2, start)[0].tobytes() for start in STARTS}) == len(STARTS)
    np.testing.assert_array_equal(start_of(5, "lesson")[0][:, :2], XOR.params["W1"])


def test_sigmoid_has_all_its_digits():
    z = np.concatenate([np.linspace(-40, 40, 4001), [-800.0, -700.0, 0.0, 1e-300, 700.0, 1e6]])
    expected = np.exp(-np.logaddexp(0, -z))
    # An exponent of 40 has 2e-15 of its own digits to lose.
    np.testing.assert_allclose(sigmoid(z), expected, rtol=1e-14, atol=1e-300)


def test_the_learning_rates_behave_differently_from_one_start():
    losses = np.array(run(Setting(), 400).losses[:401])
    assert len({*losses[0]}) == 1
    end = {rate: trained(rate, 400) for rate in RATES}
    assert end[1.0]["loss"] > 20 * end[5.0]["loss"] > 100 * end[20.0]["loss"]
    assert [end[rate]["right"] for rate in RATES] == [3, 4, 4, 3]


def test_the_maps_hold_the_predictions_and_what_hidden_units_give():
    net = network_of(run(Setting(), 200).params[200][1], "sigmoid")
    hidden, found = maps(net)
    assert (hidden.shape, found.shape) == ((2, 25, 25), (25, 25))
    ends = np.linspace(-0.5, 1.5, 25)
    for i, j in ((0, 0), (24, 3), (7, 19)):
        assert found[i, j] == pytest.approx(net.forward([ends[j], ends[i]])["prediction"][0], rel=1e-12)
        assert hidden[:, i, j] == pytest.approx(net.forward([ends[j], ends[i]])["a1"], rel=1e-12)


def test_it_is_said_for_how_many_samples_a_hidden_unit_is_above_one_half_or_open():
    now = trained(5.0, 400)
    above = (network_of(run(Setting(), 400).params[400][1], "sigmoid").forward(XOR.x)["a1"] > 0.5).sum(axis=0)
    assert now["sees"] == [f"h{j} is above 0.5 for {n} of 4 samples." for j, n in enumerate(above, 1)]
    assert now["sees"][0] in explore.training(epoch=400).picture().alt
    shut = explore.training().preset("closed gates").state()
    assert shut["sees"] == [f"The gate of h{j} is open for 0 of 4 samples." for j in (1, 2)]
    assert shut["words"].endswith("2 of 4 samples are right. The next epoch does not change it.")


# ---- one multiplication at a time ----


def results(setting: Setting, epoch: int, rate: float) -> list[tuple[str, float]]:
    """What each sub-step of an epoch calculates: the words before its formula, its result."""
    found = []
    for part in range(1, count(setting.units, len(samples(setting.points)[0])) + 1):
        words = trained(rate, epoch, setting._replace(part=part))["words"]
        head, number = re.fullmatch(r"(.+?) [=:] .*[=≈] (-?[\d.e+-]+?)[.:](?: .*)?", words).groups()
        found.append((head, float(number)))
    return found


@pytest.mark.parametrize("setting", [Setting(), *OTHERS[:2]])
def test_the_sub_steps_of_an_epoch_are_its_gradients_and_its_update(setting):
    x, y = samples(setting.points)
    rows = run(setting, 8).params
    net, after = (network_of(rows[k][1], setting.activation) for k in (7, 8))
    found = results(setting, 7, 5.0)
    n = setting.units
    names = explore.training().view.spec["parameters"][n - 1]
    mean = net.gradients(x, y)
    for label, key, *at in names:
        grads = [v for head, v in found if re.search(rf"gradient of {label}$", head)]
        updates = [v for head, v in found if head.endswith(f"Update: {label}")]
        assert updates == [pytest.approx(after.params[key][tuple(at)], rel=1e-3, abs=1e-12)]
        if key[0] == "W":
            assert len(grads) == len(x)
            assert np.mean(grads) == pytest.approx(mean[key][tuple(at)], rel=2e-2, abs=1e-6)
    values = net.forward(x)
    for s in range(len(x)):
        own = [(head, v) for head, v in found if head.startswith(f"Sample {s + 1} of")]
        outputs = [v for head, v in own if head.endswith("the output")]
        assert outputs[0] == pytest.approx(values["prediction"][s, 0], rel=1e-3)
        hidden = [v for head, v in own if re.search(r"forward: h\d$", head)]
        assert hidden == pytest.approx(values["a1"][s], rel=1e-3, abs=1e-12)
        errors = [v for head, v in own if head.endswith(": error")]
        assert errors == [pytest.approx(values["prediction"][s, 0] - y[s, 0], rel=1e-3)]


def test_an_epoch_has_as_many_sub_steps_as_multiplications_and_what_becomes_of_them():
    assert count(2, 4) == 4 * 19 + 9
    kinds = [part_of(k, 2, 4).kind for k in range(1, count(2, 4) + 1)]
    assert kinds.count("product") == 4 * 6
    assert kinds.count("gradient") == 4 * 6
    assert kinds.count("update") == 9
    assert len({part_of(k, 3, 5) for k in range(1, count(3, 5) + 1)}) == count(3, 5)


# ---- the controls ----


def test_all_that_is_chosen_is_in_the_code_and_comes_back():
    shown = explore.training().at(units=3, start=0, activation="relu", axis="log", speed=1000, epoch=EPOCHS)
    code = 'explore.training().at(axis="log", speed=1000, units=3, start=0, activation="relu", epoch=4000)'
    assert shown.code() == code
    again = eval(code, {"explore": explore})
    assert again.state()["words"] == shown.state()["words"]
    assert shown.reset().code() == "explore.training()"


@pytest.mark.parametrize(
    ("epoch", "axis", "powers"),
    [(0, "auto", False), (4000, "auto", True), (4000, "linear", False), (0, "log", True)],
)
def test_the_stored_picture_has_an_axis_of_powers_where_losses_span_decades(epoch, axis, powers):
    shown = explore.training(epoch=epoch).at(axis=axis)
    losses = shown.picture().figure.axes[0]
    assert (losses.get_yscale() == "log") == powers
    assert losses.get_xlim()[1] == max(epoch, 400)


def test_points_that_are_added_are_trained_on():
    points = "0.5,1.2:1 -0.25,0:0"
    shown = explore.training().at(points=points, epoch=30)
    x, y = samples(points)
    assert (x[4:].tolist(), y[4:].tolist()) == ([[0.5, 1.2], [-0.25, 0.0]], [[1.0], [0.0]])
    net = XOR.network()
    for _ in range(30):
        net = net.update(net.gradients(x, y), 5.0)
    assert shown.state()["loss"] == pytest.approx(net.loss_at(x, y), rel=1e-9)
    assert "of 6 samples are right" in shown.state()["words"]
    assert "x = (0.5, 1.2): prediction" in shown.picture().text
    assert shown.reset().state()["loss"] == trained(5.0, 0)["loss"]


@pytest.mark.parametrize("points", ["0.5", "0.5,2:1", "0.5,1:2", "0,0:1 ", " ".join(["0,0:1"] * 7), 3])
def test_a_text_without_points_is_refused_in_a_sentence(points):
    with pytest.raises(ValueError, match="points must be text such as"):
        explore.training().at(points=points)
