"""What is in view stays where it is while explorers and pictures come: a page to read must not jump."""

import pytest
from site_page import live, opened, until

pytestmark = pytest.mark.browser
SIZES = [(412, 823), (1350, 940)]
PAGES = ["", "06/", "06/exercise/", "08/"]
MOST = 0.05  # half of what Web Vitals calls good
NOTE = """
window.moved = [];
new PerformanceObserver((list) => list.getEntries().forEach((one) => !one.hadRecentInput && window.moved.push(
  [one.value, ...one.sources.map(({ node }) => node?.outerHTML?.slice(0, 80) ?? "")],
))).observe({ type: "layout-shift", buffered: true });
"""


@pytest.mark.parametrize("size", SIZES, ids=["phone", "desktop"])
def test_nothing_in_view_jumps(browser, address, size):
    with opened(browser, address) as page:
        page.add_init_script(NOTE)
        page.set_viewport_size({"width": size[0], "height": size[1]})
        for url in PAGES:
            page.goto(address + url)
            near = "one.getBoundingClientRect().top < innerHeight"
            widgets = "[...document.querySelectorAll('.widget')]"
            until(page, f"{widgets}.filter((one) => {near}).every((one) => 'live' in one.dataset)")
            page.wait_for_timeout(300)
            moved = page.evaluate("window.moved")
            assert sum(value for value, *_ in moved) < MOST, (url, moved)


def test_what_is_far_below_gets_its_room_as_the_reader_comes_near(browser, address):
    """To measure every derivation takes as long as everything else that an explorer does at first."""
    with opened(browser, address) as page:
        page.set_viewport_size({"width": 412, "height": 823})
        live(page, address)
        page.wait_for_timeout(300)
        room = "document.querySelector('.hp-board').style.minHeight"
        assert page.evaluate(room) == ""
        page.locator(".hp-board").scroll_into_view_if_needed()
        until(page, f"parseFloat({room}) > 50")


def test_no_number_of_a_slider_is_measured(browser, address):
    """The whole page was laid out for each of them, at first and at every move."""
    count = """
    window.measured = 0;
    const { get } = Object.getOwnPropertyDescriptor(Element.prototype, "scrollWidth");
    Object.defineProperty(Element.prototype, "scrollWidth", { get() {
      window.measured += this.matches(".widget-readout");
      return get.call(this);
    } });
    """
    with opened(browser, address) as page:
        page.add_init_script(count)
        live(page, address)
        page.locator(".noUi-handle").first.focus()
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(300)
        assert page.evaluate("window.measured") == 0
