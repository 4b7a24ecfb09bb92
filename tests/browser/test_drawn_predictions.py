"""A prediction is drawn with mouse, finger and keys, or typed, and kept; then what happens is beside it."""

import base64
import json

import pytest
from places import REPO

from handprop.predict.box import CSS, ESM
from handprop.predict.find import specs

pytestmark = pytest.mark.browser

# A model as a notebook gives it, and a page around it that is taller than the window.
OPENED = """async ([module, spec, said]) => {
  document.body.innerHTML = "<div id='box' style='margin: 40px 20px 2000px'></div>";
  const told = { spec, said, seen: Boolean(said), family: [] };
  const calls = [];
  window.model = {
    get: (name) => told[name],
    set: (name, value) => {
      told[name] = value;
      calls.filter(([event]) => event === `change:${name}`).forEach(([, call]) => call());
    },
    on: (event, call) => calls.push([event, call]), off() {}, save_changes() {},
  };
  (await import(module)).default.render({ model: window.model, el: document.getElementById("box") });
}"""
# Where a curve would have to be drawn, in pixels of the window.
PLACES = """({ x, y, real }) => {
  const svg = document.querySelector("form svg");
  const grid = [...svg.querySelectorAll(".hp-point")].map((point) => Number(point.getAttribute("cx")));
  const screen = svg.getScreenCTM();
  return x.map((_, i) => {
    const height = 246 - ((real[i] - y[0]) / (y[1] - y[0])) * (246 - 28);
    const spot = new DOMPoint(grid[i], height).matrixTransform(screen);
    return [spot.x, spot.y];
  });
}"""
MODULE = f"data:text/javascript;base64,{base64.b64encode(ESM.encode()).decode()}"


def drawn_boxes() -> dict[str, dict]:
    """What the boxes with curves have to know, by lesson."""
    found = {}
    for folder in sorted((REPO / "lessons").glob("[0-9]*")):
        notebook = json.loads((REPO / "notebooks" / f"{folder.name}.ipynb").read_text("utf-8"))
        found |= {folder.name[:2]: s for s in specs(notebook, folder).values() if s["kind"] == "curve"}
    return found


BOXES = drawn_boxes()


@pytest.fixture
def opened(browser):
    """A function that shows the box of a lesson: its page."""
    contexts = []

    def show(lesson: str, said: str = "", **options):
        contexts.append(browser.new_context(viewport={"width": 700, "height": 900}, **options))
        page = contexts[-1].new_page()
        page.set_content("<!doctype html><title>box</title>")
        page.add_style_tag(content=CSS)
        page.evaluate(OPENED, [MODULE, BOXES[lesson], said])
        return page

    yield show
    for context in contexts:
        context.close()


def said(page) -> list[float]:
    return json.loads(page.evaluate("model.get('said')"))


def keep(page) -> str:
    """Keep the prediction; returns how near it was."""
    page.get_by_role("button", name="Keep it, then show").click()
    return page.locator(".hp-near").inner_text()


def expect_drawn(page, curve: dict) -> None:
    """The real curve was drawn, up to two pixels."""
    within = 2 * (curve["y"][1] - curve["y"][0]) / 218
    assert said(page) == pytest.approx(curve["real"], abs=within)


def test_the_lessons_with_drawn_predictions():
    assert list(BOXES) == ["04", "08", "09"]


@pytest.mark.parametrize("lesson", BOXES)
def test_drawn_with_a_mouse(opened, lesson):
    curve, page = BOXES[lesson]["curve"], opened(lesson)
    assert page.locator(".hp-outcome").is_hidden()
    places = page.evaluate(PLACES, curve)
    page.mouse.move(*places[0])
    page.mouse.down()
    for place in places[1:]:
        page.mouse.move(*place)
    page.mouse.up()
    assert keep(page).startswith("Very near: on average")
    expect_drawn(page, curve)
    outcome = page.locator(".hp-outcome")
    assert outcome.locator("svg[role=img] polyline").count() == 2
    outcome.locator("summary").click()
    assert outcome.locator("table tr").count() >= len(curve["x"])


def test_a_fast_hand_leaves_no_hole(opened):
    curve, page = BOXES["04"]["curve"], opened("04")
    places = page.evaluate(PLACES, curve)
    page.mouse.move(*places[0])
    page.mouse.down()
    page.mouse.move(*places[-1])  # at once, from the first point to the last
    page.mouse.up()
    assert page.locator("form .hp-moved").count() == len(curve["x"])
    keep(page)
    (first, last), count = (curve["real"][0], curve["real"][-1]), len(curve["x"])
    straight = [first + (last - first) * i / (count - 1) for i in range(count)]
    assert said(page) == pytest.approx(straight, abs=0.01)


def test_drawn_with_a_finger_and_the_page_stays_where_it_is(opened):
    curve, page = BOXES["08"]["curve"], opened("08", has_touch=True, is_mobile=True)
    touch = page.context.new_cdp_session(page)

    def finger(kind: str, *places) -> None:
        points = [{"x": x, "y": y} for x, y in places]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    places = page.evaluate(PLACES, curve)
    finger("touchStart", places[0])
    for place in places[1:]:
        finger("touchMove", place)
    finger("touchEnd")
    assert page.evaluate("scrollY") == 0
    assert keep(page).startswith("Very near: on average")
    expect_drawn(page, curve)


def test_drawn_with_keys(opened):
    curve, page = BOXES["09"]["curve"], opened("09")
    low, high = curve["y"]
    page.get_by_role("button", name="Keep it, then show").click()
    page.get_by_text("Draw the curve first, or look without predicting.").wait_for()
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "loss at step 0"
    page.keyboard.press("End")  # the first point to the top
    for _ in range(len(curve["x"]) - 1):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")  # there is no point beyond the last one
    page.keyboard.press("Home")
    for key in ("PageUp", "PageUp", "ArrowUp", "ArrowDown", "ArrowDown"):
        page.keyboard.press(key)
    focused = page.locator("form .hp-point:focus")
    assert focused.get_attribute("aria-label") == "loss at step 10"
    assert float(focused.get_attribute("aria-valuenow")) == pytest.approx(low + 0.18 * (high - low))
    assert page.locator("form .hp-point[tabindex='0']").count() == 1  # one stop for the Tab key
    keep(page)
    heights = said(page)
    assert (heights[0], heights[-1]) == pytest.approx((high, low + 0.18 * (high - low)))
    assert heights == sorted(heights, reverse=True)


def test_a_drawing_comes_back_the_next_day_and_can_be_changed(opened):
    curve = BOXES["04"]["curve"]
    flat = [0.1] * len(curve["x"])
    page = opened("04", json.dumps(flat))
    assert page.locator(".hp-near").inner_text().startswith(("Not far off", "Near", "Far off", "Very near"))
    page.get_by_role("button", name="Predict again").click()
    now = page.locator("form .hp-point").evaluate_all("all => all.map((one) => one.ariaValueNow)")
    assert [float(value) for value in now] == flat
    page.get_by_role("button", name="Show without predicting").click()
    assert page.locator(".hp-near").is_hidden()
    assert page.locator(".hp-outcome polyline").count() == 1


def test_what_was_kept_by_a_damaged_notebook_is_no_drawing(opened):
    page = opened("04", '[1, "two"]')
    assert page.locator(".hp-near").is_hidden()
    assert page.locator(".hp-outcome polyline").count() == 1


def typed(page, text: str, answer: float) -> str:
    """What the box says to a number: how near it was, or what it asks for."""
    spec = {"kind": "number", "answer": answer, "options": [], "outcome": "", "number": 1}
    page.evaluate(OPENED, [MODULE, spec, ""])
    page.get_by_label("Your prediction, a number").fill(text)
    page.get_by_role("button", name="Keep it, then show").click()
    return page.locator(".hp-near:visible, [role=status]:visible").first.inner_text()


TYPED = [
    ("1,5", 1.5), ("3/2", 1.5), ("1.5", 1.5), (" +1.5 ", 1.5), ("15e-1", 1.5), ("−0,04", -0.04),
    ("-.04", -0.04), ("−4 · 0.01", -0.04), ("13,824", 13824), ("13 824", 13824), ("64*216", 13824),
    ("1,310,720", 1310720), ("1 310 720", 1310720), ("10^8", 1e8), ("10**8", 1e8), ("1e8", 1e8),
    ("100 000 000", 1e8), ("0", 0), ("2^21-", None), ("abc", None), ("nan", None), ("inf", None),
    ("1/0", None), ("", None), ("1 2", None), ("0x10", None),
]  # fmt: skip


def test_a_number_is_read_as_learners_write_it_and_anything_else_is_asked_for_again(browser):
    page = browser.new_page()
    page.set_content("<!doctype html><title>box</title>")
    for text, number in TYPED:
        said = typed(page, text, number if number is not None else 1.5)
        if number is None:
            assert said.startswith("Type a number first"), text
        else:
            assert ", and it is" in said, (text, said)
    assert typed(page, "1310720", 1310720) == "You said 1310720, and it is 1310720."
    assert typed(page, "1/2", 1.5) == "You said 0.5. It is 1.5: you are 1 too low."
    page.close()
