"""The network explorer on Python's side: its numbers, its sliders, what it leaves in a notebook."""

import html
import re

import nbformat
import numpy as np
import pytest

import handprop
from handprop import examples
from handprop.explore.network.numbers import state
from handprop.network import Network

NAMES = (
    "seed",
    "seed_bias",
    "gate_own",
    "mazur",
    "hmkcode",
    "neuron_sigmoid",
    "nielsen_saturated",
    "house_scaled",
)


def explorer(name: str = "seed"):
    return handprop.explore.network(examples.get(name))


def sliders(shown) -> dict:
    """The controls that hold a number; the phase is a list."""
    return {name: control for name, control in shown.controls.items() if name != "phase"}


def by_hand(numbers: dict) -> dict:
    """The 2-2-1 network written out, path by path: no matrix, nothing shared with the package."""
    w1, w2, w3, w4, w5, w6 = (numbers[f"w{i}"] for i in range(1, 7))
    x1, x2, y, rate = (numbers[name] for name in ("x1", "x2", "y1", "learning_rate"))
    loss = lambda w1, w2, w3, w4, w5, w6: (  # noqa: E731
        0.5 * (w5 * max(w1 * x1 + w2 * x2, 0) + w6 * max(w3 * x1 + w4 * x2, 0) - y) ** 2
    )
    z1, z2 = w1 * x1 + w2 * x2, w3 * x1 + w4 * x2
    h1, h2 = max(z1, 0.0), max(z2, 0.0)
    error = w5 * h1 + w6 * h2 - y
    d1, d2 = error * w5 * (z1 > 0), error * w6 * (z2 > 0)
    slopes = [d1 * x1, d1 * x2, d2 * x1, d2 * x2, error * h1, error * h2]
    moved = [w - rate * slope for w, slope in zip((w1, w2, w3, w4, w5, w6), slopes, strict=True)]
    return {"z": [z1, z2], "error": error, "slopes": slopes, "moved": moved, "after": loss(*moved)}


def test_every_slider_at_both_ends_and_in_the_middle():
    for name in sliders(explorer()):
        shown = explorer()
        slider = shown.controls[name]
        for position in (slider.min, (slider.min + slider.max) / 2, slider.max):
            slider.value = position
            now, expected = shown.state(), by_hand(shown.numbers())
            gradients = now["gradients"]
            slopes = [*gradients["W1"].T.ravel(), *gradients["W2"].ravel()]
            moved = [*now["params_after"]["W1"].T.ravel(), *now["params_after"]["W2"].ravel()]
            np.testing.assert_allclose(now["values"]["z1"], expected["z"], rtol=1e-12, atol=1e-15)
            np.testing.assert_allclose(now["error"], expected["error"], rtol=1e-12, atol=1e-15)
            np.testing.assert_allclose(slopes, expected["slopes"], rtol=1e-12, atol=1e-15)
            np.testing.assert_allclose(moved, expected["moved"], rtol=1e-12, atol=1e-15)
            assert now["loss"] == pytest.approx(expected["error"] ** 2 / 2, rel=1e-12, abs=1e-15)
            assert now["loss_after"] == pytest.approx(expected["after"], rel=1e-12, abs=1e-15)


@pytest.mark.parametrize("name", NAMES)
def test_sliders_start_at_the_example_on_a_notch_inside_their_ends(name):
    example = examples.get(name)
    shown = explorer(name)
    for slider in sliders(shown).values():
        assert slider.min <= slider.value <= slider.max
        notches = (slider.value - slider.min) / slider.step
        assert notches == pytest.approx(round(notches), abs=1e-6)
    np.testing.assert_array_equal(shown.x, example.x)
    np.testing.assert_array_equal(shown.y, example.y)
    assert shown.learning_rate == example.learning_rate
    for key, value in example.params.items():
        np.testing.assert_array_equal(shown.params[key], value)


def test_params_and_learning_rate_follow_the_sliders_and_can_be_observed():
    shown = explorer()
    heard = []
    shown.observe(lambda change: heard.append((change["name"], change["new"])), ["params", "learning_rate"])
    shown.controls["w3"].value = -0.5
    shown.controls["learning_rate"].value = 0.2
    assert [name for name, _ in heard] == ["params", "learning_rate"]
    assert heard[0][1]["W1"].tolist() == [[0.12, -0.5], [0.33, 0.09]]
    assert shown.params["W1"][0, 1] == -0.5
    assert shown.learning_rate == 0.2
    assert shown.state()["values"]["z1"][1] == pytest.approx(-0.5 * 2 + 0.09 * 3)


def test_an_input_slider_does_not_announce_new_params():
    shown = explorer()
    heard = []
    shown.observe(heard.append, "params")
    shown.controls["x1"].value = 1.0
    assert heard == []
    assert shown.x.tolist() == [1.0, 3.0]


def test_each_slider_is_linked_to_a_number_of_the_view():
    shown = explorer("gate_own")
    assert set(shown.view.spec["controls"]) == set(shown.controls)
    assert all(getattr(shown.view, name) == slider.value for name, slider in sliders(shown).items())
    assert shown.view.phase == shown.controls["phase"].index == 0
    assert {f"hp-control-{name}" for name in shown.controls} == {
        css for slider in shown.controls.values() for css in slider._dom_classes
    }


def test_controls_are_named_in_words():
    labels = {name: slider.tooltip for name, slider in explorer("gate_own").controls.items()}
    assert labels["w1"] == "weight w1, from input 1 to hidden unit 1"
    assert labels["w3"] == "weight w3, from input 1 to hidden unit 2"
    assert labels["w6"] == "weight w6, from hidden unit 2 to the output"
    assert labels["b2"] == "bias b2, of hidden unit 2"
    assert labels["learning_rate"] == "learning rate"
    assert (labels["x2"], labels["y1"]) == ("input x2", "target y")


@pytest.mark.parametrize(
    ("rate", "weight", "words"),
    [
        (0.05, 0.5, "One step with learning rate 0.05 would lower the loss from 0.125 to 0.1128."),
        (3.0, 0.5, "One step with learning rate 3 would raise the loss from 0.125 to 0.5."),
        (0.05, 1.0, "One step with learning rate 0.05 would leave the loss at 0."),
        (
            1e-9,
            0.5,
            "One step with learning rate 1e-09 would lower the loss by less than four digits can show: ",
        ),
        (1e200, 0.5, "One step with learning rate 1e+200 would make the loss too large to compute."),
    ],
)
def test_the_step_in_words(rate, weight, words):
    net = Network({"W1": [[weight]]}, ["linear"])
    assert state(net, [1.0], [1.0], rate)["words"].startswith(words)


def test_the_results_in_words():
    seed = examples.get("seed")
    results = state(seed.network(), seed.x, seed.y, 0.05)["results"]
    assert results == "Prediction 0.2037, target 1, error -0.7963, loss 0.317."


def test_targets_of_cross_entropy_stay_probabilities():
    sigmoid = Network({"W1": [[0.5], [0.1]]}, ["sigmoid"], loss="binary_cross_entropy")
    target = handprop.explore.network(sigmoid, [1.0, 2.0], [1.0]).controls["y1"]
    assert (target.min, target.max) == (0.0, 1.0)
    softmax = Network({"W1": [[0.5, 0.2], [0.1, -0.3]]}, ["softmax"], loss="categorical_cross_entropy")
    shown = handprop.explore.network(softmax, [1.0, 2.0], [0.0, 1.0])
    assert "y1" not in shown.controls
    assert shown.state()["loss"] == softmax.loss_at([1.0, 2.0], [0.0, 1.0])


def test_frozen_biases_have_sliders_and_do_not_step():
    shown = explorer("mazur")
    assert shown.view.spec["frozen"] == ["b1", "b2"]
    assert shown.state()["params_after"]["b1"].tolist() == [0.35, 0.35]


def test_bad_calls_say_what_to_do():
    net = examples.get("seed").network()
    batch = examples.get("batch_232")
    with pytest.raises(TypeError, match="it got dict"):
        handprop.explore.network({"W1": [[1.0]]})
    with pytest.raises(ValueError, match="input x and a target y"):
        handprop.explore.network(net)
    with pytest.raises(ValueError, match="one sample"):
        handprop.explore.network(batch)
    with pytest.raises(ValueError, match=r"expected \(2,\)"):
        handprop.explore.network(net, [1.0, 2.0, 3.0], [1.0])
    with pytest.raises(ValueError, match=r"target has shape \(2,\)"):
        handprop.explore.network(net, [1.0, 2.0], [1.0, 0.0])


def test_the_notebook_gets_the_widget_a_picture_and_the_numbers():
    shown = explorer()
    shown.controls["w4"].value = -0.2
    bundle = shown._repr_mimebundle_()
    assert bundle["application/vnd.jupyter.widget-view+json"]["model_id"] == shown.model_id
    text = bundle["text/plain"]
    assert re.search(r"^w4 +x2 +h2 +-0.2 +0$", text, re.M)
    assert re.search(r"^h2 +-0.3 +0 +0$", text, re.M)
    assert text.endswith(shown.state()["words"])
    assert html.escape(text) in bundle["text/html"]
    assert "gate closed" in bundle["text/html"]
    assert "0x" not in text  # no address: nbval compares this text


def test_a_stored_notebook_shows_picture_and_table_without_widgets():
    from nbconvert import HTMLExporter

    bundle = explorer()._repr_mimebundle_()
    del bundle["application/vnd.jupyter.widget-view+json"]  # as the build stores it
    output = nbformat.v4.new_output("display_data", data=bundle)
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("", outputs=[output])])
    page, _ = HTMLExporter().from_notebook_node(notebook)
    assert re.search(r'<img alt="A 2-2-1 network[^"]*gradient -0.1752', page)
    assert "data:image/svg+xml;base64," in page
    assert re.search(r"<pre>Network\(2-2-1.*w6 +h2 +ŷ +0.12 +-0.4539", page, re.S)


def test_the_view_gets_the_step_written_out_when_it_asks_each_time():
    shown = explorer().at(w5=0.3)
    shown.view.write = 1
    first = shown.view.written
    assert first["page"] == shown.write_out().text("html")
    assert "0.3" in first["page"]
    shown.view.write = 2
    assert shown.view.written != first  # else the browser would hear nothing
    assert shown.view.written["page"] == first["page"]
    shown.at(learning_rate=0)
    shown.view.write = 3
    assert shown.view.written == {
        "wish": 3,
        "fault": "learning_rate: 0.0 makes no step down; a learning rate is above 0.",
    }
