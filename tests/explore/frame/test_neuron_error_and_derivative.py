"""Controls, calls and stored pictures of the explorers of a neuron, of error and loss, and of derivatives."""

import html
import math
import re

import nbformat
import pytest

from handprop import explore
from handprop.explore.frame import bundle
from handprop.explore.frame.controls import LogControl

NAMES = ("neuron", "error_and_loss", "derivative")


def made(name: str):
    return getattr(explore, name)()


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
        (lambda: explore.neuron(activation="ReLU"), "choose from linear, relu, "),
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
    assert "data:image/svg+xml;base64," in page


def test_the_tables_that_stay():
    assert re.search(r"^weighted sum z +0\.24 \+ 0\.99 \+ 0 +1\.23$", made("neuron").picture().text, re.M)
    assert re.search(r"^house 2 +2 +2\.2 +-0\.2 +0\.02$", made("error_and_loss").picture().text, re.M)
    assert re.search(r"^0\.01 +0\.7613 +0\.75 +0\.01125$", made("derivative").picture().text, re.M)
