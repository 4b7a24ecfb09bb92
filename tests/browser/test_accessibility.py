"""The explorers under axe-core: live in JupyterLab and as stored pictures, in both themes."""

import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe
from browser import run_all_cells, write_notebook
from usual import one_in

from handprop import examples, explore

pytestmark = pytest.mark.browser

NAMES = explore.__all__
GIVEN = dict.fromkeys(("network", "matrices", "one_step"), "seed")  # what start from an example
STORED = ("text/html", "image/png", "text/plain")
THEMES = ("Light", "Dark")
HIGH = 16_000  # JupyterLab draws only what is in the window
# Rules that have something to look at in our output; where one finds nothing, the test looks at nothing.
MEANT = {"aria-input-field-name", "button-name", "color-contrast", "select-name", "svg-img-alt"}


def made(name: str):
    """The explorer as a lesson opens it."""
    arguments = [examples.get(GIVEN[name])] if name in GIVEN else []
    return getattr(explore, name)(*arguments)


def as_cell(name: str) -> str:
    example = f"examples.get({GIVEN[name]!r})" if name in GIVEN else ""
    return f"explore.{name}({example})"


def write_stored(path) -> None:
    """A notebook with what each explorer leaves in it, where nothing runs."""
    write_notebook(path, *map(as_cell, NAMES))
    notebook = nbformat.read(path, as_version=4)
    for name, cell in zip(NAMES, notebook.cells, strict=True):
        bundle = made(name)._repr_mimebundle_()
        data = {kind: bundle[kind] for kind in STORED}
        cell.outputs = [nbformat.v4.new_output("execute_result", data=data, execution_count=1)]
        cell.execution_count = 1
    notebook.cells.append(nbformat.v4.new_markdown_cell("$\\frac{\\partial L}{\\partial w} = x$"))
    nbformat.write(notebook, path)


@pytest.fixture(scope="module")
def live(desk):
    """A notebook with the explorers, run."""
    write_notebook(desk.folder / "live.ipynb", "from handprop import examples, explore", *map(as_cell, NAMES))
    page, _ = desk.open("live.ipynb", height=HIGH, motion="reduce")
    run_all_cells(page)
    last = page.locator(".handprop-explorer").nth(len(NAMES) - 1)
    last.locator(".hp-words").first.wait_for(timeout=120_000)  # the digits are trained before
    return page


@pytest.fixture(scope="module")
def stored(desk):
    """A notebook with what the explorers left; it takes the place of the other one."""
    write_stored(desk.folder / "left.ipynb")
    page, _ = desk.open("left.ipynb", height=HIGH, motion="reduce")
    page.locator("figure img").nth(len(NAMES) - 1).wait_for()
    return page


def choose_theme(page, theme: str) -> None:
    page.get_by_text("Settings", exact=True).first.click()
    page.get_by_text("Theme", exact=True).first.hover()
    page.get_by_text(f"JupyterLab {theme}", exact=True).click()
    page.locator(f'body[data-jp-theme-name="JupyterLab {theme}"]').wait_for(state="attached")


def unfold(page) -> None:
    page.locator("details").evaluate_all("all => all.forEach((one) => { one.open = true; })")


def wait_for_pictures(page) -> None:
    """Until every stored picture is there again: a change of theme draws the outputs afresh."""
    page.wait_for_function(
        "wanted => { const all = [...document.querySelectorAll('figure img')];"
        " return all.length === wanted && all.every((one) => one.complete && one.clientWidth > 0); }",
        arg=len(NAMES),
    )


def found(page, part: str) -> dict:
    """What axe-core says of the parts of the page that match `part`."""
    options = {"resultTypes": ["violations", "incomplete"]}
    return Axe().run(page, {"include": [[part]]}, options).response


def complaints(result: dict) -> list[str]:
    return [
        f"{rule['id']}: {node['html']} {node['failureSummary']}"
        for rule in result["violations"]
        for node in rule["nodes"]
    ]


@pytest.mark.parametrize("theme", one_in(2, THEMES))
def test_the_explorers_have_no_violation(live, theme):
    choose_theme(live, theme)
    unfold(live)
    assert live.locator(".handprop-explorer").count() == len(NAMES)
    result = found(live, ".handprop-explorer")
    assert complaints(result) == []
    assert {rule["id"] for rule in result["passes"]} >= MEANT


@pytest.mark.slow
@pytest.mark.parametrize("theme", THEMES)
def test_the_stored_pictures_have_no_violation(stored, theme):
    choose_theme(stored, theme)
    unfold(stored)
    wait_for_pictures(stored)
    assert stored.locator("figure img").count() == len(NAMES)
    result = found(stored, ".jp-OutputArea-output")
    assert complaints(result) == []
    assert "image-alt" in {rule["id"] for rule in result["passes"]}


@pytest.mark.slow
def test_a_formula_is_there_as_mathml_and_no_stop_of_the_tab_key(stored):
    formula = stored.locator("mjx-container").first
    formula.wait_for()
    assert formula.locator("mjx-assistive-mml math mfrac").count() == 1
    assert formula.get_attribute("tabindex") is None
