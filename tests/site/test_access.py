"""The site by keyboard alone, enlarged, in a narrow window, and in colours that the system forces."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from site_page import answer_of, live, ready, until

pytestmark = pytest.mark.browser
PAGES = ["", "06/", "06/exercise/", "glossary/"]
# The other kinds of pages, and the newest lessons; lesson 00 opens with the drawn digit.
MORE = ["00/", "00/practice/", "demos/", "instructor/"]
MORE += [f"{number}/{part}" for number in range(13, 18) for part in ("", "exercise/")]
ALL = [*PAGES, *(pytest.param(url, marks=pytest.mark.slow) for url in MORE)]
WIDTHS = {"400 % of 1280": 320, "200 % of 1280": 640}
FOCUS = """(() => {
  const one = document.activeElement;
  const { x, y, width, height } = one.getBoundingClientRect();
  const [left, right] = [Math.max(x, 0), Math.min(x + width, innerWidth)];
  const [top, bottom] = [Math.max(y, 0), Math.min(y + height, innerHeight)];
  const on = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
  const { outlineStyle, boxShadow } = getComputedStyle(one);
  const edge = one.matches(".hp-pixel") ? getComputedStyle(one.querySelector("rect")).strokeWidth : "";
  return {
    name: one.outerHTML.slice(0, 90),
    there: on !== null && (one === on || one.contains(on) || on.contains(one)),
    marked: outlineStyle !== "none" || boxShadow !== "none" || edge === "4px"
      || one.matches(".noUi-handle, .cm-content"),
  };
})()"""


def focused(page) -> str:
    """The words of what has the focus."""
    return page.evaluate(
        "document.activeElement.textContent.trim() || document.activeElement.ariaLabel || ''"
    )


def test_the_first_key_leads_past_the_contents(page, address):
    live(page, f"{address}06/")
    page.keyboard.press("Tab")
    assert focused(page) == "Skip to the text"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


@pytest.mark.parametrize("url", ALL)
def test_each_stop_of_the_tab_key_is_marked_and_covered_by_nothing(page, address, url):
    page.emulate_media(reduced_motion="reduce")
    live(page, address + url)
    page.evaluate("document.getElementById('content').focus()")
    hidden, seen = [], set()
    for _ in range(40):
        page.keyboard.press("Tab")
        page.wait_for_timeout(20)
        if page.evaluate("document.activeElement === document.body"):
            break  # the end of a short page
        stop = page.evaluate(FOCUS)
        seen.add(stop["name"])
        if not (stop["there"] and stop["marked"]):
            hidden.append(stop)
    assert hidden == []
    assert len(seen) > (6 if url == "00/practice/" else 8)  # the shortest page, of seven stops


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("url", ALL)
def test_axe_finds_no_violation(page, address, url, theme):
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    live(page, address + url)
    result = Axe().run(page, options={"resultTypes": ["violations"]}).response
    found = [
        f"{rule['id']}: {node['target']} {node['html']} {node['failureSummary']}"
        for rule in result["violations"]
        for node in rule["nodes"]
    ]
    assert found == []


@pytest.mark.usefixtures("python")
def test_a_cell_is_entered_changed_and_left_by_keys(page, address):
    ready(page, f"{address}06/exercise/")
    answer_of(page, "formula").locator(".input").focus()
    page.keyboard.press("Enter")
    until(page, "document.activeElement.matches('.cm-content')")
    page.keyboard.press("Control+a")
    page.keyboard.type("if True:\nformula = 'by keys'")
    page.keyboard.press("Escape")
    assert focused(page) == "Run"
    assert "    formula = 'by keys'" in answer_of(page, "formula").locator(".input").inner_text()
    page.keyboard.press("Tab")
    assert focused(page) == "Undo changes"


@pytest.mark.parametrize("url", ALL)
def test_enlarged_a_page_scrolls_in_one_direction_only(page, address, url):
    for width in WIDTHS.values():
        page.set_viewport_size({"width": width, "height": 450})
        live(page, address + url)
        assert page.evaluate("document.documentElement.scrollWidth") == width, width


@pytest.mark.parametrize("url", ALL[1:])
def test_with_forced_colours_buttons_have_an_edge_and_the_place_in_the_contents_is_marked(page, address, url):
    page.emulate_media(forced_colors="active")
    live(page, address + url)
    edges = page.evaluate(
        "[...document.querySelectorAll('.top button, .tools button, .cell-tools button:not(.quiet)')]"
        ".map((one) => getComputedStyle(one).borderTopStyle)"
    )
    assert set(edges) == {"solid"}
    here = "document.querySelector('#contents [aria-current]')"
    if page.evaluate(here) is not None:  # practice stands behind its exercise
        assert page.evaluate(f"getComputedStyle({here}).outlineStyle") == "solid"
