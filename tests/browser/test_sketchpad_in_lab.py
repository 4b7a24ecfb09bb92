"""A sketch is drawn by mouse, finger and keys; its heights go into the answer, and are judged as numbers."""

import base64
import json

import pytest
from browser import run_all_cells, write_notebook

from handprop.check import judge, load_questions
from handprop.check.sketchpad import CSS, ESM

pytestmark = pytest.mark.browser

QUESTIONS = {
    one.name: one for lesson in ("04_learning_rate", "05_chain_rule") for one in load_questions(lesson)
}
NAMES = ["loss_curve", "slope_curve"]
ALONE = """async ([module, spec]) => {
  document.body.innerHTML = "<div id='pad' style='margin: 40px 20px 2000px'></div>";
  const el = document.getElementById("pad");
  (await import(module)).default.render({ model: { get: () => spec }, el });
}"""
# Where the points of these heights are, in pixels of the window.
SPOTS = """([curve, heights]) => {
  const svg = document.querySelector(".hp-sketchpad svg"), screen = svg.getScreenCTM();
  return [...svg.querySelectorAll(".hp-point")].map((point, i) => {
    const up = 246 - ((heights[i] - curve.y[0]) / (curve.y[1] - curve.y[0])) * (246 - 28);
    const spot = new DOMPoint(Number(point.getAttribute("cx")), up).matrixTransform(screen);
    return [spot.x, spot.y];
  });
}"""
MODULE = f"data:text/javascript;base64,{base64.b64encode(ESM.encode()).decode()}"


def spec_of(name, given=()):
    question = QUESTIONS[name]
    return question.answer.aid(question, list(given)).spec


def right(name):
    question = QUESTIONS[name]
    return [float(height) for height in question.right(question.cases[0])]


def curve_of(line, name):
    assert line.startswith(f"{name} = [")
    return json.loads(line.removeprefix(f"{name} = "))


@pytest.fixture
def alone(browser):
    """A function that shows the axes of a question on a page without cells."""
    contexts = []

    def show(name, given=(), **options):
        contexts.append(browser.new_context(viewport={"width": 700, "height": 900}, **options))
        page = contexts[-1].new_page()
        page.set_content("<!doctype html><title>pad</title>")
        page.add_style_tag(content=CSS)
        page.evaluate(ALONE, [MODULE, spec_of(name, given)])
        return page

    yield show
    for context in contexts:
        context.close()


def draw(page, name):
    spots = page.evaluate(SPOTS, [spec_of(name)["curve"], right(name)])
    page.mouse.move(*spots[0])
    page.mouse.down()
    for spot in spots[1:]:
        page.mouse.move(*spot)
    page.mouse.up()


@pytest.mark.parametrize("name", NAMES)
def test_what_is_drawn_with_a_mouse_is_right(alone, name):
    page = alone(name)
    assert page.locator(".hp-line").is_hidden()
    assert page.get_by_role("button").is_disabled()
    draw(page, name)
    assert judge(QUESTIONS[name], curve_of(page.locator(".hp-line").inner_text(), name)).passed
    page.get_by_role("button", name="Write it into the answer").click()
    page.get_by_text("this line into the answer, run it").wait_for()  # there is no cell that could take it


def test_what_is_drawn_with_a_finger_is_right(alone):
    page = alone("slope_curve", has_touch=True, is_mobile=True)
    touch = page.context.new_cdp_session(page)
    spots = page.evaluate(SPOTS, [spec_of("slope_curve")["curve"], right("slope_curve")])
    for kind, spot in [("touchStart", spots[0]), *(("touchMove", spot) for spot in spots[1:])]:
        points = [{"x": spot[0], "y": spot[1]}]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    assert page.evaluate("scrollY") == 0
    line = page.locator(".hp-line").inner_text()
    assert judge(QUESTIONS["slope_curve"], curve_of(line, "slope_curve")).passed


def test_what_is_drawn_with_keys_is_right_and_what_was_given_stands_there(alone):
    page = alone("loss_curve", [1, ..., ..., ..., ...])
    points = page.locator(".hp-point")
    assert float(points.first.get_attribute("aria-valuenow")) == 1
    points.first.focus()
    for height in right("loss_curve")[1:]:
        page.keyboard.press("ArrowRight")
        while float(page.locator(".hp-point:focus").get_attribute("aria-valuenow")) < height - 0.1:
            page.keyboard.press("ArrowUp")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Write it into the answer"
    line = page.locator(".hp-line").inner_text()
    assert judge(QUESTIONS["loss_curve"], curve_of(line, "loss_curve")).passed


def test_in_jupyterlab_it_goes_into_the_answer_and_is_right(desk):
    stub = "# the slope\nslope_curve = [..., ..., ...,\n  ..., ...]\n# and more"
    cells = ('from handprop.check import exercise\ncheck = exercise("05_chain_rule")', stub)
    write_notebook(desk.folder / "sketch.ipynb", *cells, 'check("slope_curve")')
    page, faults = desk.open("sketch.ipynb", height=1200, width=1100)
    run_all_cells(page)
    page.locator(".hp-sketchpad svg").wait_for()
    page.get_by_text("Not answered yet").wait_for()
    draw(page, "slope_curve")
    page.get_by_role("button", name="Write it into the answer").click()
    page.get_by_text("It stands in the answer above.").wait_for()
    answer = page.locator(".jp-CodeCell .cm-content").nth(1).inner_text()
    assert answer.startswith("# the slope\nslope_curve = [")
    assert answer.endswith("]\n# and more")
    assert "..." not in answer
    run_all_cells(page)
    page.get_by_text("Right, as near as a hand draws").wait_for()
    assert page.locator(".hp-sketchpad").count() == 0
    assert faults == []
