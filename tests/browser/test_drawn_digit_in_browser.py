"""A digit drawn in a real browser: by mouse, finger and keys, read as Python reads it."""

import numpy as np
import pytest
from alone import opened
from browser import import_modules

from handprop import explore
from handprop.explore.drawn_digit.numbers import SHEETS, state

pytestmark = pytest.mark.browser

THREE = [
    (2.2, 1.9),
    (3.8, 1),
    (5.4, 2.2),
    (3.8, 3.8),
    (5.6, 5.4),
    (3.9, 7.1),
    (2, 6.3),
]  # in pixels of the sheet


def test_every_number_is_that_of_python(browser):
    page = browser.new_page()
    import_modules(page, "drawn_digit")
    spec = explore.drawn_digit().view.spec
    run = """([spec, weights, place, painted, change]) => {
        const net = drawn_digit.unpackedNet(spec.networks[weights]);
        return drawn_digit.reading(spec, net, place, painted, weights, change);
    }"""
    for place, name in enumerate(SHEETS):
        for weights, change in (("trained", 0), ("trained", -5), ("at random", 0.5)):
            painted = f"{place}/9:16 10:3" if place % 2 else ""
            found = page.evaluate(run, [spec, weights, place, painted, change])
            made = state(name, painted, weights, change)
            for key in ("pixels", "hidden", "shares", "weight"):
                np.testing.assert_allclose(found[key], made[key], rtol=1e-9, atol=1e-15)
            for key in ("said", "before", "unit", "words", "weight_words"):
                assert found[key] == made[key]
    page.close()


@pytest.mark.parametrize("width", [1280, 390])
def test_a_three_is_drawn_and_read_and_a_weight_dragged_until_it_is_not(browser, tmp_path, width):
    touch = {"has_touch": True, "is_mobile": True} if width < 400 else {}
    page, faults = opened(browser, tmp_path, explore.drawn_digit(), width, 844, **touch)
    page.get_by_text("Clear the sheet").click()
    page.get_by_text("The sheet is empty.").first.wait_for()
    page.evaluate("scrollTo(0, 0)")
    cells = page.locator(".hp-pixel rect")
    first, last = cells.first.bounding_box(), cells.last.bounding_box()
    unit = (last["x"] + last["width"] - first["x"]) / 8
    spots = [(first["x"] + unit * x, first["y"] + unit * y) for x, y in THREE]
    if touch:
        finger = page.context.new_cdp_session(page)
        for kind, at in [
            ("touchStart", spots[0]),
            *(("touchMove", s) for s in spots[1:]),
            ("touchEnd", None),
        ]:
            points = [{"x": at[0], "y": at[1]}] if at else []
            finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    else:
        page.mouse.move(*spots[0])
        page.mouse.down()
        for spot in spots[1:]:
            page.mouse.move(*spot, steps=5)
        page.mouse.up()
    page.get_by_text("The network reads a 3,").first.wait_for()
    assert page.evaluate("scrollY") == 0
    held = page.locator("[data-hold=change]").bounding_box()
    x, y = held["x"] + held["width"] / 2, held["y"] + held["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 130, y, steps=5)
    page.mouse.up()
    page.get_by_text("has changed, and the 3 is read as a").first.wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert faults == []
    page.close()


def test_a_digit_is_drawn_by_keys(browser, tmp_path):
    page, _ = opened(browser, tmp_path, explore.drawn_digit("empty"), 1000, 844)
    page.locator(".hp-pixel").first.focus()
    for key in ["ArrowRight"] * 3 + ["Enter", "ArrowDown"] * 8:
        page.keyboard.press(key)
    page.get_by_text("The network reads a").first.wait_for()
    page.keyboard.press("Enter")  # once more on the last: it is erased
    page.locator(".hp-pixel").nth(59).get_by_label("ink 0 of 16").or_(
        page.locator("[aria-label='row 8, column 4: ink 0 of 16']")
    ).first.wait_for(state="attached")
    page.close()
