"""A lesson in the learner's folder: alive before any cell is run, and the next day as it was left.

The next day it is opened in JupyterLab, then in Notebook 7, on the same server.
"""

import shutil

import pytest
from browser import jupyterlab, watch
from places import REPO

from handprop import explore
from handprop.learner.lay import lay

pytestmark = pytest.mark.browser

LESSON = "03_partial_derivatives"
# Notebook 7.6 says this of every notebook, also of an empty one without any settings: its list of shortcuts
# asks for its own settings before they are there.
OF_NOTEBOOK_7 = "page error: Cannot read properties of undefined (reading 'schema')"


@pytest.fixture(scope="module")
def lab(chromium, tmp_path_factory):
    """The address of a JupyterLab on a learner's folder with one lesson."""
    folder, clone = tmp_path_factory.mktemp("lab"), tmp_path_factory.mktemp("clone")
    for source in (f"notebooks/{LESSON}.ipynb", f"lessons/{LESSON}/predictions.yml"):
        (clone / source).parent.mkdir(parents=True)
        shutil.copy(REPO / source, clone / source)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JUPYTER_DATA_DIR", str(folder / "data"))  # where JupyterLab looks whom it trusts
        lay(clone, folder / "files")
    with jupyterlab(folder, config=(REPO / "config" / "learner",)) as address:
        yield address


def opened(browser, address: str, view: str = "lab/tree"):
    """The lesson in a window so high that every cell is drawn; what went wrong."""
    page = browser.new_page(viewport={"width": 1280, "height": 14_000})
    page.set_default_timeout(60_000)
    faults = watch(page, address)
    page.goto(f"{address}/{view}/{LESSON}.ipynb")
    page.locator(".handprop-explorer .noUi-handle[aria-label]").first.wait_for()
    return page, faults


def test_a_lesson_is_alive_before_any_cell_is_run_and_remembers(browser, lab):
    page, faults = opened(browser, lab)
    slider = page.locator(".handprop-explorer .hp-control-w1 .noUi-handle")
    slider.focus()
    for _ in range(42):
        page.keyboard.press("ArrowRight")
    page.locator(".handprop-explorer .hp-control-w1 .widget-readout", has_text="0.42").wait_for()
    expect_said(page)
    assert page.get_by_text("To move the sliders, open the lesson").locator("visible=true").count() == 0
    assert page.get_by_text("slope 0.7501").locator("visible=true").count() == 0

    box = page.locator(".hp-predict").nth(1)
    box.get_by_role("button", name="Keep it, then show").click()
    box.get_by_text("Choose one first").wait_for()
    box.get_by_label("It goes to 0.").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    box.get_by_text("You said: It goes to 0. It is: It settles.").wait_for()
    box.get_by_text("slope 0.7501").wait_for()
    page.locator(".jp-Notebook .jp-MarkdownCell").first.click()
    page.keyboard.press("Control+s")
    page.wait_for_function("!document.querySelector('.jp-mod-current .jp-mod-dirty, .jp-mod-dirty')")
    assert faults == []
    page.close()

    for view in ("lab/tree", "notebooks"):
        expect_as_it_was_left(*opened(browser, lab, view))


def expect_said(page) -> None:
    """The sentence of Python at that place; it comes a moment after the readout."""
    words = explore.derivative().at(w1=0.42).state()["gradient_words"].replace("-", "−")
    page.locator(".handprop-explorer .hp-words").get_by_text(words, exact=True).wait_for()


def expect_as_it_was_left(page, faults: list[str]) -> None:
    page.locator(".handprop-explorer .hp-control-w1 .widget-readout", has_text="0.42").wait_for()
    expect_said(page)
    assert page.get_by_text("To move the sliders, open the lesson").locator("visible=true").count() == 0
    page.locator(".hp-predict").nth(1).get_by_text("You said: It goes to 0. It is: It settles.").wait_for()
    assert page.get_by_text("Error displaying widget").count() == 0
    assert [fault for fault in faults if fault != OF_NOTEBOOK_7] == []
    page.close()
