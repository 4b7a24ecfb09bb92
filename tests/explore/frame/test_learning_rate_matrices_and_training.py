"""Controls and stored pictures of the explorers of lessons 04, 07 and 09."""

import html
import re

import nbformat
import pytest

import handprop
from handprop import examples, explore

# The functions that explore offers hide the modules of the same names.


def all_three():
    return {
        "learning_rate": explore.learning_rate("seed", 0.45, steps=30),
        "matrices": explore.matrices(examples.get("gate_own")),
        "training": explore.training(20.0, 60),
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
    assert "data:image/svg+xml;base64," in page


def test_the_stored_numbers_are_those_of_now():
    shown = all_three()
    assert shown["learning_rate"].picture().text.endswith(shown["learning_rate"].state()["words"])
    assert re.search(r"^100 +0.1242 +0.09486 +0.00299 +0.08679$", shown["training"].picture().text, re.M)
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
