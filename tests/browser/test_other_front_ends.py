"""Where there is no JupyterLab: one picture a cell, the live one where it lives, else the still one.

The page of `jupyter nbconvert --to html` asks the network for three files.  Here they come from a folder:
``npm install --prefix FOLDER @jupyter-widgets/html-manager requirejs``, and ``HANDPROP_HTML_MANAGER=FOLDER``.
"""

import json
import os
from pathlib import Path

import pytest
from places import REPO
from told import code

from handprop import explore
from handprop.explore.frame import explorer as module
from handprop.explore.frame.page import as_module

VIEW = "application/vnd.jupyter.widget-view+json"

# How others lay out the outputs of a cell; both are in one document everywhere.
PAGES = {
    "VS Code": '<div id="container"><div>{}</div></div>',
    "Colab": '<div id="output-area"><div id="output-body">{}</div></div>',
    "myst-nb": '<div class="cell docutils"><div class="cell_output docutils container">{}</div></div>',
    "nbsphinx": '<div class="nboutput nblast docutils container">{}</div>',
    "nbconvert": '<div class="jp-Cell-outputWrapper"><div class="jp-OutputArea">{}</div></div>',
}
OUTPUTS = {
    "VS Code": '<div class="output" style="padding: 0px">{}</div>',
    "Colab": '<div class="display_data output_subarea">{}</div>',
    "myst-nb": '<div class="output text_html">{}</div>',
    "nbsphinx": '<div class="output_area rendered_html docutils container">{}</div>',
    "nbconvert": '<div class="jp-OutputArea-child"><div class="jp-RenderedHTMLCommon">{}</div></div>',
}
LIVE = """async ([module, told]) => {
  const { default: explorer } = await import(module);
  const model = { get: (name) => told[name], set() {}, on() {}, off() {}, save_changes() {} };
  const el = document.getElementById("live");
  const end = explorer.render({ model, el });
  window.end = () => { end(); el.replaceChildren(); };
}"""


@pytest.fixture(scope="module")
def own():
    """Two explorers, and what their still pictures are as HTML."""
    made = [explore.neuron(), explore.error_and_loss()]
    return [(one.view, one._still()["text/html"]) for one in made]


def shown(name: str, own) -> str:
    """A page with two cells: both outputs of the first; of the second the still one, its view is missing."""
    (_, first), (_, second) = own
    live = OUTPUTS[name].format('<div id="live"></div>')
    cells = [live + OUTPUTS[name].format(first), OUTPUTS[name].format(second)]
    return "<!doctype html><title>page</title>" + "".join(PAGES[name].format(cell) for cell in cells)


@pytest.mark.browser
@pytest.mark.parametrize("name", PAGES)
def test_the_still_picture_is_seen_where_no_view_lives_and_there_alone(browser, own, name):
    view = own[0][0]
    told = json.loads(
        json.dumps({**view.own(), "spec": view.spec, "still": view.still, "presets": view.presets})
    )
    page = browser.new_page(viewport={"width": 1000, "height": 800})
    page.set_content(shown(name, own))
    first, second = [page.locator(f".{view.still}") for view, _ in own]
    assert [first.is_visible(), second.is_visible()] == [True, True]
    page.evaluate(LIVE, [as_module("neuron"), told])
    assert page.locator("#live svg").first.is_visible()
    assert [first.is_visible(), second.is_visible()] == [False, True]
    page.evaluate("end()")
    assert [first.is_visible(), second.is_visible()] == [True, True]
    page.close()


def test_the_live_view_goes_out_where_colab_can_name_its_own_widget_manager(monkeypatch):
    """Colab does so in a hook of the display publisher, which results of a cell do not pass."""
    from ipykernel.zmqshell import ZMQDisplayPublisher
    from jupyter_client.session import Session

    sent = []
    publisher = ZMQDisplayPublisher(session=Session(), pub_socket=None)
    publisher.register_hook(lambda message: sent.append(message["content"]))  # returns None: sent no farther
    monkeypatch.setattr(module, "get_ipython", lambda: type("Shell", (), {"display_pub": publisher})())
    result = explore.neuron()._repr_mimebundle_()
    assert [list(content["data"]) for content in sent] == [[VIEW]]
    assert VIEW not in result
    assert {"text/html", "image/png", "text/plain"} <= set(result)


LESSON = "03_partial_derivatives"
STATE = "application/vnd.jupyter.widget-state+json"


def exported() -> str:
    """The page of a lesson that was saved with w1 at 0.42."""
    import nbformat
    from nbconvert import HTMLExporter

    notebook = nbformat.read(REPO / "notebooks" / f"{LESSON}.ipynb", as_version=4)
    for model in notebook.metadata.widgets[STATE]["state"].values():
        state = model["state"]
        if "w1" in state:
            state["w1"] = 0.42  # the view
        if "hp-control-w1" in state.get("_dom_classes", []):
            state["value"] = 0.42
    return HTMLExporter().from_notebook_node(notebook)[0]


def explorers() -> list[str]:
    return [cell for cell in code(LESSON) if "explore." in cell and "import" not in cell]


def gradient_at(w1: float) -> str:
    return explore.derivative().at(w1=w1).state()["gradient_words"].replace("-", "−")


@pytest.fixture(params=["with", "without"])
def exported_page(request, browser, tmp_path):
    """The exported page, opened with or without what it asks the network for."""
    if not (folder := os.environ.get("HANDPROP_HTML_MANAGER")):
        pytest.skip("HANDPROP_HTML_MANAGER names no folder with html-manager.")
    import sys

    npm = Path(folder) / "node_modules"
    files = {
        "require.js": npm / "requirejs" / "require.js",
        "html-manager": npm / "@jupyter-widgets" / "html-manager" / "dist" / "embed-amd.js",
        "/anywidget": Path(sys.prefix) / "share" / "jupyter" / "nbextensions" / "anywidget" / "index.js",
    }

    def answer(route):
        found = next((file for part, file in files.items() if part in route.request.url), None)
        if route.request.url.startswith(("file:", "data:", "blob:")):
            route.continue_()
        elif found and request.param == "with":
            route.fulfill(path=found, content_type="text/javascript")
        else:
            route.abort()

    (tmp_path / "lesson.html").write_text(exported(), encoding="utf-8")
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.route("**/*", answer)
    page.goto((tmp_path / "lesson.html").as_uri())
    yield page, request.param == "with"
    page.close()


@pytest.mark.browser
@pytest.mark.slow
def test_an_exported_lesson_is_alive_where_it_was_left_or_has_its_still_picture(exported_page):
    page, alive = exported_page
    readout = page.locator(".handprop-explorer .hp-control-w1 .widget-readout")
    if alive:
        readout.wait_for()
        assert readout.inner_text() == "0.42"
        page.get_by_text(gradient_at(0.42)).first.wait_for()
        page.locator(".hp-control-w1 .noUi-handle").press("ArrowRight")
        page.get_by_text(gradient_at(0.43)).first.wait_for()
    else:
        page.wait_for_timeout(2000)
        assert readout.count() == 0
    stills = page.locator("[class^=hp-still-]").all()  # one for each explorer
    assert [still.is_visible() for still in stills] == [not alive] * len(explorers()) != []
    assert page.get_by_text("Error displaying widget").count() == 0
