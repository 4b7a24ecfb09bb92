"""On a phone, by finger: a sketch becomes an answer, a digit is drawn and read, a weight is moved."""

import json

import pytest
from places import REPO
from site_page import answer_of, cell_of, live, opened, ready, settled, until

from handprop.check import load_questions

pytestmark = pytest.mark.browser
PHONE = {"has_touch": True, "is_mobile": True, "device_scale_factor": 2}
# Where the points of these heights are, in pixels of the window.
SPOTS = """(pad, [[low, high], heights]) => {
  const svg = pad.querySelector("svg"), screen = svg.getScreenCTM();
  return [...svg.querySelectorAll(".hp-point")].map((point, i) => {
    const up = 246 - ((heights[i] - low) / (high - low)) * (246 - 28);
    const spot = new DOMPoint(Number(point.getAttribute("cx")), up).matrixTransform(screen);
    return [spot.x, spot.y];
  });
}"""


@pytest.fixture
def phone(browser, address):
    with opened(browser, address, **PHONE) as page:
        page.set_viewport_size({"width": 390, "height": 844})
        yield page


def drag(page, spots) -> None:
    """A finger from the first spot to the last."""
    line = page.context.new_cdp_session(page)
    for kind, spot in [("touchStart", spots[0]), *(("touchMove", one) for one in spots[1:])]:
        points = [{"x": spot[0], "y": spot[1]}]
        line.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
        page.wait_for_timeout(
            40
        )  # faster than a finger it would be a fling, which takes the next tap with it
    line.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


@pytest.mark.slow
@pytest.mark.usefixtures("python")
@pytest.mark.parametrize(("number", "name"), [("04", "loss_curve"), ("05", "slope_curve")])
def test_a_sketch_goes_into_the_answer_and_is_right(phone, address, number, name):
    (lesson,) = (REPO / "lessons").glob(f"{number}_*")
    question = next(one for one in load_questions(lesson.name) if one.name == name)
    heights = [float(one) for one in question.right(question.cases[0])]
    ready(phone, f"{address}{number}/exercise/")
    cell = cell_of(phone, name)
    cell.locator(".cell-tools button").first.tap()
    settled(phone)
    pad = cell.locator(".hp-sketchpad")
    pad.locator("svg").scroll_into_view_if_needed()
    top = phone.evaluate("scrollY")
    drag(phone, pad.evaluate(SPOTS, [question.answer.aid(question, []).spec["curve"]["y"], heights]))
    assert phone.evaluate("scrollY") == top
    pad.get_by_role("button", name="Write it into the answer").tap()
    pad.get_by_text("It stands in the answer above.").wait_for()
    text = answer_of(phone, name).locator(".input").inner_text()
    assert "..." not in text.split(name)[1]
    cell.locator(".cell-tools button").first.tap()
    settled(phone)
    assert "Right, as near as a hand draws" in cell.locator(".output").inner_text()
    assert phone.evaluate("document.documentElement.scrollWidth") == 390


def test_a_digit_is_drawn_and_read_and_a_weight_is_moved(phone, address):
    live(phone, f"{address}00/")
    explorer = phone.locator(".handprop-explorer").first
    words = explorer.locator(".hp-words").first
    sheet = explorer.locator(".hp-pixels").first
    sheet.scroll_into_view_if_needed()
    before, top = words.inner_text(), phone.evaluate("scrollY")
    box = sheet.bounding_box()
    along = [(box["x"] + box["width"] / 2, box["y"] + box["height"] * part / 10) for part in range(1, 10)]
    drag(phone, along)
    assert phone.evaluate("scrollY") == top
    said = json.dumps(before)
    until(phone, f"document.querySelector('.handprop-explorer .hp-words').innerText !== {said}")
