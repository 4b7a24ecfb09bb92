"""The race in a real browser: the numbers of Python, played, and nothing cut at any size."""

import pytest
from alone import opened
from axe_playwright_python.sync_playwright import Axe
from browser import import_modules

from handprop import explore
from handprop.explore.race.numbers import LAST, SIZES, state

pytestmark = pytest.mark.browser


def test_every_time_is_that_of_python(browser):
    page = browser.new_page()
    import_modules(page, "race")
    spec = explore.race().view.spec
    for weights in SIZES:
        for time in range(LAST + 1):
            found = page.evaluate("(all) => race.state(...all)", [spec, str(weights), time])
            assert found == state(weights, time)
    page.close()


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1280, "light")])
def test_both_lanes_run_to_their_end(browser, tmp_path, width, scheme):
    shown = explore.race(60_000)
    page, faults = opened(browser, tmp_path, shown, width, 844, color_scheme=scheme, reduced_motion="reduce")
    page.locator(".hp-track input").focus()
    page.keyboard.press("ArrowRight")
    page.get_by_text(shown.at(time=1).state()["words"], exact=True).wait_for()
    page.keyboard.press("End")
    page.get_by_text(shown.at(time=LAST).state()["words"], exact=True).wait_for()
    widths = page.locator(".hp-lane-done").evaluate_all("all => all.map((one) => one.getAttribute('width'))")
    assert widths == ["480.00", "480.00"]
    assert page.locator("svg").get_by_text("1 h", exact=True).count() == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    found = Axe().run(page, context=".handprop-explorer")
    assert [one["id"] for one in found.response["violations"]] == []
    assert faults == []


def test_a_frame_that_began_before_it_was_asked_for_leads_nowhere_back(browser, tmp_path):
    page, faults = opened(browser, tmp_path, explore.race(6), 800, 844)
    early = (
        "const ask = requestAnimationFrame; window.requestAnimationFrame = (act) => ask((t) => act(t - 40))"
    )
    page.evaluate(f"() => {{ {early} }}")
    page.locator(".hp-track input").focus()
    page.keyboard.press("End")
    page.wait_for_function(
        "() => document.querySelectorAll('.hp-lane-done')[1].getAttribute('width') === '480.00'"
    )
    assert faults == []  # a width below 0 is one
