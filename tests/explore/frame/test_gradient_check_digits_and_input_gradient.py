"""Controls, calls and stored pictures of the explorers of lessons 08, 10 and 11."""

import html
import re

import nbformat
import pytest

from handprop import explore

NAMES = ("gradient_check", "digits", "input_gradient")


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
    assert "data:image/svg+xml;base64," in page


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
        ("digits(epoch=4)", "epoch must be one of 0, 1, 2, 3, 5, 10, 20, 40, 100, 200, 400, 800; got 4."),
        ("input_gradient(output=10)", "output must be a whole number from 0 to 9; got 10."),
        ("input_gradient(row=0)", "row must be a whole number from 1 to 8; got 0."),
        ("input_gradient(change=1.5)", "change must lie between -1 and 1; got 1.5."),
    ],
)
def test_bad_calls_say_what_to_do(call, said):
    with pytest.raises(ValueError, match=re.escape(said)):
        eval(f"explore.{call}", {"explore": explore})
