"""The training explorer on Python's side."""

import numpy as np
import pytest

from handprop import examples, explore

# The functions that explore offers hide the modules of the same names.
from handprop.explore.training.numbers import EPOCHS, RATES, maps, run, samples  # isort: skip
from handprop.explore.training.numbers import state as trained  # isort: skip


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
    assert {run(rate)[1][0] for rate in RATES} == {run(5.0)[1][0]}
    end = {rate: trained(rate, EPOCHS) for rate in RATES}
    assert end[1.0]["loss"] > 20 * end[5.0]["loss"] > 100 * end[20.0]["loss"]
    assert [end[rate]["right"] for rate in RATES] == [3, 4, 4, 3]
    assert max(max(run(rate)[1]) for rate in RATES) < explore.training().view.spec["highest_loss"]
    largest = max(np.abs(p).max() for rate in RATES for net in run(rate)[0] for p in net.params.values())
    assert largest < explore.training().view.spec["largest_weight"]


def test_the_maps_hold_the_predictions_and_what_hidden_units_give():
    net = run(5.0)[0][200]
    hidden, found = maps(net)
    assert (hidden.shape, found.shape) == ((2, 25, 25), (25, 25))
    ends = np.linspace(-0.5, 1.5, 25)
    for i, j in ((0, 0), (24, 3), (7, 19)):
        assert found[i, j] == pytest.approx(net.forward([ends[j], ends[i]])["prediction"][0], rel=1e-12)
        assert hidden[:, i, j] == pytest.approx(net.forward([ends[j], ends[i]])["a1"], rel=1e-12)


def test_it_is_said_for_how_many_samples_a_hidden_unit_is_above_one_half():
    now = trained(5.0, 400)
    above = (run(5.0)[0][400].forward(examples.get("xor").x)["a1"] > 0.5).sum(axis=0)
    assert now["sees"] == [f"h{j} is above 0.5 for {n} of 4 samples." for j, n in enumerate(above, 1)]
    assert now["sees"][0] in explore.training(epoch=400).picture().alt


def test_the_player_is_a_widget_over_all_epochs():
    shown = explore.training(epoch=17)
    assert (shown.play.value, shown.play.min, shown.play.max) == (17, 0, EPOCHS)


def test_points_that_are_added_are_trained_on():
    shown = explore.training().at(points="0.5,1.2:1 -0.25,0:0", epoch=30)
    x, y = samples("0.5,1.2:1 -0.25,0:0")
    assert (x[4:].tolist(), y[4:].tolist()) == ([[0.5, 1.2], [-0.25, 0.0]], [[1.0], [0.0]])
    net = examples.get("xor").network()
    for _ in range(30):
        net = net.update(net.gradients(x, y), 5.0)
    assert shown.state()["loss"] == net.loss_at(x, y)
    assert "of 6 samples are right" in shown.state()["words"]
    assert "x = (0.5, 1.2): prediction" in shown.picture().text
    assert shown.reset().state()["loss"] == trained(5.0, 0)["loss"]


@pytest.mark.parametrize("points", ["0.5", "0.5,2:1", "0.5,1:2", "0,0:1 ", " ".join(["0,0:1"] * 7), 3])
def test_a_text_without_points_is_refused_in_a_sentence(points):
    with pytest.raises(ValueError, match="points must be text such as"):
        explore.training().at(points=points)
