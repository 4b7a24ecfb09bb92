"""Exported demos in a real browser: opened from disk, without network, server or kernel."""

from itertools import product

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from browser import watch
from places import TESTS
from usual import one_in

from handprop import demo
from handprop.demo.frames import put, stops, values_of
from handprop.demo.page import export
from handprop.draw import digits
from handprop.explore.frame.controls import Choice, LogControl
from handprop.explore.gradient_check.losses import nearest
from handprop.explore.wrong_gradients.still import marked

pytestmark = pytest.mark.browser

STORIES = demo.stories()
every_second = pytest.mark.parametrize("story", one_in(2, STORIES), ids=lambda story: story.name)
every_fourth = pytest.mark.parametrize("story", one_in(4, STORIES), ids=lambda story: story.name)


@pytest.fixture
def opened(browser, tmp_path):
    """A function that exports a story and opens the file: (page, what went wrong)."""
    contexts = []

    def open_file(story, motion="reduce", **size):
        file = tmp_path / f"{story.name}.html"
        export(story, file)
        context = browser.new_context(offline=True, reduced_motion=motion, viewport=size or None)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        faults = watch(page, file.as_uri())
        page.goto(file.as_uri())
        return page, faults

    yield open_file
    for context in contexts:
        context.close()


def minus(text: str) -> str:
    return text.replace("-", "−")


# ---- what a page shows, and what NumPy says that it must show ----


def rows(page, part: str) -> list[list[str]]:
    """The cells of the tables that match `part`, also of those that only a notebook shows."""
    read = """tables => tables.map(table => [...table.tBodies[0].rows].filter(row => !row.hidden)
        .map(row => [...row.cells].map(cell => cell.textContent))).flat()"""
    return page.locator(part).evaluate_all(read)


def network(page, now) -> tuple[list, list]:
    table = rows(page, ".hp-tables table:nth-of-type(2)")
    gradients, after = now["gradients"], now["params_after"]
    expected = []
    for name, slopes in gradients.items():
        if name[0] in "Wb":
            pairs = zip(slopes.T.ravel(), after[name].T.ravel(), strict=True)
            expected += [[minus(digits(slope)), minus(digits(new))] for slope, new in pairs]
    return sorted(row[2:] for row in table), sorted(expected)


def one_step(page, now):
    read = "all => all.map(one => one.textContent).filter(Boolean)"
    return page.locator(".hp-ledger li").evaluate_all(read) or [""], [
        minus(line) for line in now["lines"]
    ] or [""]


def neuron(page, now):
    return rows(page, ".hp-steps table"), [[minus(cell) for cell in row] for row in now["steps"]]


def error_and_loss(page, now):
    return rows(page, ".hp-tables table"), [[minus(cell) for cell in row] for row in now["rows"]]


def derivative(page, now):
    table = [row[-1] for row in rows(page, "table.hp-values")]
    left = [now["slope"], now["derivative"], now["difference"]]
    right = [*now["gradient"], now["length"]]
    return table[:6], [minus(digits(value)) for value in [*left, *right]]


def learning_rate(page, now):
    steps = range(len(now["losses"]))
    place = lambda k: ", ".join(digits(v) for v in np.atleast_1d(now["places"][k]))  # noqa: E731
    expected = [[str(k), minus(place(k)), minus(digits(now["losses"][k]))] for k in steps]
    return rows(page, ".hp-tables table"), expected


def matrices(page, now):
    table = page.locator("[aria-label*=', row ']").evaluate_all("all => all.map(cell => cell.textContent)")
    values = {minus(digits(v)) for part in now["values"].values() for v in part.ravel()}
    return sorted(set(table) & values), sorted(values)


def training(page, now):
    table = [row[-1] for row in rows(page, "table.hp-values") if row[-1]]
    return table, [minus(digits(value)) for value in [*now["losses"], *now["predictions"]]]


def gradient_check(page, now):
    table = [row[-1] for row in rows(page, "table.hp-values, table.hp-losses")]
    errors = [now["curves"][name][nearest(now["h"])] for name in ("central", "one-sided")]
    slopes = [
        now["slope"],
        now["gradient"],
        float(now["ratio"]) if now["slope"] else now["ratio"],
        now["error"],
    ]
    losses = [f"{now[key]:.17f}" for key in ("up", "down")]
    expected = [*errors, *losses, *slopes]
    return table, [value if isinstance(value, str) else minus(digits(value)) for value in expected]


def digits_explorer(page, now):
    hidden = [row[-1] for row in rows(page, ".hp-tables table")]
    shares = page.locator(".hp-bar-text").evaluate_all("all => all.map(one => one.textContent.split(' ')[0])")
    curves = [row[-1] for row in rows(page, "table.hp-values")]
    figures = [digits(now["loss"]), digits(now["loss_held"]), str(now["right"]), str(now["stuck"])]
    expected = [minus(digits(value)) for value in now["hidden"]]
    return [hidden, shares, curves], [expected, [f"{share:.3f}" for share in now["shares"]], figures]


def input_gradient(page, now):
    read = "all => all.map(one => one.getAttribute('aria-label').split('slope ')[1])"
    slopes = page.locator("[aria-label*=': slope ']").evaluate_all(read)
    values = [row[-1] for row in rows(page, "table.hp-values")]
    expected = [now["predicted"], now["true"], now["difference"]]
    found = [minus(digits(value)) for value in expected]
    return [slopes, values], [[minus(digits(v)) for v in now["slopes"]], [*found, str(now["turned"])]]


def wrong_gradients(page, now):
    numbers = [[minus(digits(row[key])) for key in ("gradient", "nudge")] for row in now["rows"]]
    expected = [
        [row["name"], *pair, minus(marked(row))] for row, pair in zip(now["rows"], numbers, strict=True)
    ]
    losses = [row[-1] for row in rows(page, "table.hp-values")]
    return [rows(page, ".hp-tables table"), losses], [
        expected,
        [minus(digits(now[key][-1])) for key in ("losses", "right")],
    ]


def graph(page, now):
    table = [row[-1] for row in rows(page, ".hp-tables table, .hp-below table")]
    return table, [minus(digits(grad)) if grad is not None else "–" for grad in now["grads"]]


def deep_chain(page, now):
    table = rows(page, ".hp-tables table, .hp-below table")
    return [row[-1] for row in table], [minus(digits(grad)) for grad in now["grads"]]


def drawn_digit(page, now):
    table = rows(page, ".hp-tables table, .hp-below table")
    return [row[-1] for row in table], [f"{share:.3f}" for share in now["shares"]]


READERS = {
    reader.__name__: reader
    for reader in (
        network,
        neuron,
        one_step,
        error_and_loss,
        derivative,
        learning_rate,
        matrices,
        training,
        graph,
        deep_chain,
        drawn_digit,
    )
} | {
    "wrong_gradients": wrong_gradients,
    "gradient_check": gradient_check,
    "digits": digits_explorer,
    "input_gradient": input_gradient,
}


def expect(page, picture: str, now: dict) -> None:
    """The page shows what NumPy computes; a frame passes before it does."""
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    found, expected = READERS[picture](page, now)
    assert found == expected
    assert expected


def shown_values(page) -> dict[str, str]:
    """What the sliders say to a screen reader, and what is chosen in lists."""
    sliders = page.locator(".demo-control input")
    said = sliders.evaluate_all("all => all.map(i => [i.ariaLabel, i.getAttribute('aria-valuetext')])")
    lists = page.locator(".demo-control select")
    return dict(said) | dict(lists.evaluate_all("all => all.map(s => [s.ariaLabel, s.value])"))


def expected_values(story, explorer) -> dict[str, str]:
    numbers, values, found = explorer.numbers(), values_of(explorer), {}
    for kind in (explorer.kinds[name] for name in story.controls):
        if isinstance(kind, Choice):
            found[kind.label] = kind.options[values[kind.name]][0]
        else:
            found[kind.label] = minus(digits(numbers[kind.name]))
    return found


# ---- the stories ----


@every_second
def test_a_whole_story_by_keyboard(story, opened):
    page, faults = opened(story, width=1280, height=720)
    explorer, told = story.make(), stops(story)
    picture = explorer.view.picture
    for index, stop in enumerate(told):
        size = page.evaluate("(({scrollWidth: w, scrollHeight: h}) => [w, h])(document.documentElement)")
        assert size == [1280, 720], f"stop {index} does not fit the beamer"
        put(explorer, stop.numbers)
        expect(page, picture, stop.state)
        assert shown_values(page) == expected_values(story, explorer)
        assert page.locator("#demo-ask").inner_text().replace("\u00a0", " ") == stop.ask
        answer = page.locator("#demo-answer")
        assert answer.is_visible() == bool(stop.notice)
        if stop.notice:
            assert page.locator("#demo-notice").inner_text().replace("\u00a0", " ") == stop.notice
        page.keyboard.press("ArrowRight" if index % 2 else "Space")
    assert page.locator("#demo-next").is_disabled()
    for stop in told[-2::-1]:
        page.keyboard.press("ArrowLeft")
        assert page.locator("#demo-ask").inner_text().replace("\u00a0", " ") == stop.ask
    expect(page, picture, told[0].state)
    page.keyboard.press("End")
    expect(page, picture, told[-1].state)
    page.keyboard.press("Home")
    expect(page, picture, told[0].state)
    assert faults == []


@every_fourth
def test_sliders_and_presets_by_keyboard(story, opened):
    page, faults = opened(story)
    explorer = story.make()
    picture, told = explorer.view.picture, stops(story)
    name = next(name for name in story.controls if not isinstance(explorer.kinds[name], Choice))
    kind = explorer.kinds[name]
    page.get_by_role("slider", name=kind.label, exact=True).focus()
    key = "ArrowRight" if explorer.numbers()[name] < _end(kind) else "ArrowLeft"
    for _ in range(3):
        page.keyboard.press(key)
    put(explorer, {name: _moved(kind, explorer.numbers()[name], 3 if key == "ArrowRight" else -3)})
    expect(page, picture, explorer.state())
    assert shown_values(page) == expected_values(story, explorer)
    assert page.locator("#demo-count").inner_text().startswith("step 1 ")  # the arrows were the slider's

    page.keyboard.press("r")
    expect(page, picture, told[0].state)
    page.keyboard.press("Escape")
    for number, setting in enumerate(story.presets.values(), 1):
        page.keyboard.press(str(number))
        explorer = story.make()
        put(explorer, setting)
        expect(page, picture, explorer.state())
    page.keyboard.press("ArrowRight")
    expect(page, picture, told[1].state)
    assert faults == []


def _end(kind) -> float:
    return 10.0**kind.high if isinstance(kind, LogControl) else kind.high


def _moved(kind, value: float, notches: int) -> float:
    if isinstance(kind, LogControl):
        return float(f"{value * 10 ** (notches * kind.notch):.15g}")
    return float(f"{value + notches * kind.notch:.15g}")


def test_sliders_travel_unless_motion_is_to_be_reduced(opened):
    page, faults = opened(demo.find("forward_pass"), motion="no-preference")
    page.evaluate(
        """() => {
            window.seen = new Set();
            const text = document.querySelector("output"); // that of x1
            window.arrived = new Promise((done) => new MutationObserver(() => {
                seen.add(text.textContent);
                if (text.textContent === "3") done();
            }).observe(text, {childList: true}));
        }"""
    )
    page.keyboard.press("ArrowRight")
    page.evaluate("arrived")
    assert page.evaluate("seen.size") > 3
    expect(page, "neuron", stops(demo.find("forward_pass"))[1].state)
    assert faults == []


@every_fourth
def test_a_narrow_window_scrolls_in_one_direction_only(story, opened):
    page, _ = opened(story, width=640, height=360)  # also what 200 % zoom leaves of 1280 x 720
    page.keyboard.press("End")
    for width in (640, 360):
        page.set_viewport_size({"width": width, "height": 600})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


SMALLEST = """() => {
  const written = [...document.querySelectorAll(`.demo-view svg.hp-picture text, .demo-view .hp-matrix td,
    .demo-view :is(.hp-values, .hp-losses, .hp-steps) td`)];
  const numbers = written.filter((node) => /^[−+]?\\d/.test(node.textContent) && !node.matches(".hp-long")
    && node.getBoundingClientRect().width > 0 && getComputedStyle(node).visibility !== "hidden");
  const scale = (node) => (node.ownerSVGElement ? node.getScreenCTM().a : 1);
  return Math.min(...numbers.map((node) => parseFloat(getComputedStyle(node).fontSize) * scale(node)));
}"""


@every_second
@pytest.mark.parametrize("everywhere", [False, pytest.param(True, marks=pytest.mark.slow)])
def test_numbers_in_the_picture_are_read_from_the_last_row(story, opened, everywhere):
    """After the first answer and at the end; the slow test looks at every question and every answer."""
    keys = ["ArrowRight"] * (2 * len(story.steps) - 1) if everywhere else ["ArrowRight", "End"]
    for width, height, least in ((1920, 1080, 24), (1024, 768, 20)):
        page, _ = opened(story, width=width, height=height)
        for number, key in enumerate(keys):
            page.keyboard.press(key)
            page.evaluate("() => new Promise(requestAnimationFrame)")
            assert page.evaluate(SMALLEST) >= least, (width, number)
            size = page.evaluate("(({scrollWidth: w, scrollHeight: h}) => [w, h])(document.documentElement)")
            assert size == [width, height], number


def test_bold_entries_of_matrices_move_no_others(opened):
    story = next(one for one in STORIES if one.name == "matrices")
    page, _ = opened(story, width=1920, height=1080)
    cells = "[...document.querySelectorAll('.demo-view td')]"
    lefts = cells + ".map((cell) => Math.round(cell.getBoundingClientRect().left))"
    before = page.evaluate(lefts)
    page.keyboard.press("ArrowRight")
    page.locator("td.hp-first").first.wait_for()
    assert page.evaluate(lefts) == before


def test_no_arrow_of_a_gradient_is_hidden_in_a_lecture_hall(opened):
    story = next(one for one in STORIES if one.name == "chain_rule")
    for width, height in ((1920, 1080), (1024, 768)):
        page, _ = opened(story, width=width, height=height)
        page.evaluate(TOOLS)
        assert page.evaluate("hiddenHeads()") == []


TOOLS = (TESTS / "browser" / "on_the_page.js").read_text(encoding="utf-8")


def test_slopes_of_a_graph_stand_on_their_own_lines_and_touch_nothing_else(opened):
    graphs = [story for story in STORIES if story.make().view.picture == "graph"]
    assert graphs
    for story, (width, height) in product(graphs, ((1920, 1080), (1024, 768))):
        page, _ = opened(story, width=width, height=height)
        page.evaluate(TOOLS)
        for key in ("Home", "ArrowRight", "End"):
            page.keyboard.press(key)
            page.evaluate("frames()")
            assert page.evaluate("slopes()") == [], (story.name, width, key)


@every_fourth
def test_the_name_of_an_axis_stands_clear_of_its_numbers_and_every_choice_has_room(story, opened):
    for width, height in ((1920, 1080), (1024, 768)):
        page, _ = opened(story, width=width, height=height)
        page.evaluate(TOOLS)
        page.keyboard.press("ArrowRight")
        faults = page.evaluate("cramped(30)")
        assert [fault for fault in faults if " touches " not in fault] == [], width


@every_fourth
def test_the_picture_is_there_in_a_narrow_window(story, opened):
    for width in (640, 390):
        page, _ = opened(story, width=width, height=844)
        page.evaluate(TOOLS)
        page.keyboard.press("End")
        page.evaluate("frames()")
        pictures = page.locator(".demo-view :is(svg.hp-picture, .hp-matrix)").filter(visible=True).all()
        assert pictures
        assert all(box["height"] > 25 for box in (one.bounding_box() for one in pictures)), width


def test_lists_beside_a_picture_end_at_one_line(opened):
    page, _ = opened(demo.find("check_gradients"), width=1024, height=768)
    ends = "all => all.map((one) => Math.round(one.getBoundingClientRect().right))"
    numbers = page.locator(".demo-view .hp-lists table.hp-values").filter(visible=True).evaluate_all(ends)
    assert len(numbers) > 1
    assert len(set(numbers)) == 1


def test_no_sentence_of_the_explorer_answers_what_is_being_asked(opened):
    page, _ = opened(demo.find("forward_pass"))
    said = page.locator(".hp-words").first
    assert not said.is_visible()
    page.keyboard.press("ArrowRight")
    said.wait_for()


@every_second
def test_what_a_step_hides_comes_with_its_answer(story, opened):
    for number, step in enumerate(story.steps, 1):
        if not step.hides:
            continue
        page, _ = opened(story)
        page.evaluate("number => { location.hash = `#${number}`; }", number)
        hidden = page.locator(".demo-view").locator(step.hides)
        page.locator("#demo-count").filter(has_text=f"step {number} of").wait_for()
        assert hidden.count()
        assert not any(hidden.nth(k).is_visible() for k in range(hidden.count()))
        page.keyboard.press("ArrowRight")
        assert any(hidden.nth(k).is_visible() for k in range(hidden.count()))


def test_the_address_has_what_was_moved(opened):
    page, faults = opened(demo.find("chain_rule"))
    page.evaluate("location.hash = '#2!'")
    page.wait_for_function("() => !document.getElementById('demo-answer').hidden")
    slider = page.locator(".demo-control input").nth(1)
    slider.focus()
    page.keyboard.press("ArrowRight")
    moved = slider.input_value()
    page.wait_for_function("() => location.hash.startsWith('#2!&w1=')")
    page.reload()
    assert page.locator(".demo-control input").nth(1).input_value() == moved
    assert page.url.partition("#")[2].startswith("2!&w1=")
    page.locator("body").press("ArrowLeft")
    assert page.url.endswith("#2")
    assert faults == []


def test_the_address_has_the_step(opened):
    page, faults = opened(demo.find("chain_rule"))
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    assert page.url.endswith("#2!")
    notice = page.locator("#demo-notice").inner_text()
    page.keyboard.press("Home")
    page.evaluate("location.hash = '#2!'")
    page.locator("#demo-notice").filter(has_text=notice).wait_for()
    page.reload()
    assert page.locator("#demo-notice").inner_text() == notice
    assert faults == []


def test_the_presenter_sees_answers_that_the_class_does_not(opened):
    story = demo.find("chain_rule")
    page, faults = opened(story)
    with page.expect_popup() as popup:
        page.keyboard.press("p")
    notes = popup.value
    first, told = stops(story)[:2]
    text = notes.locator("body").inner_text().replace("\u00a0", " ")
    assert first.ask in text
    assert told.notice in text
    assert all(answer in text for answer in first.answers)
    assert not page.locator("#demo-answer").is_visible()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    notes.get_by_text(stops(story)[2].ask[:30]).wait_for()
    assert faults == []


def test_a_pen_writes_until_the_next_step(opened):
    page, _ = opened(demo.find("chain_rule"), width=1280, height=720)
    page.keyboard.press("w")
    page.mouse.move(300, 300)
    page.mouse.down()
    page.mouse.move(400, 350)
    page.mouse.up()
    assert page.locator(".demo-pen polyline").count() == 1
    page.keyboard.press("w")
    page.keyboard.press("ArrowRight")
    assert page.locator(".demo-pen polyline").count() == 0


def test_a_handout_has_every_step_with_its_picture(opened):
    story = demo.find("chain_rule")
    page, faults = opened(story)
    # Playwright calls a function that an expression gives: the page would have printed at once.
    page.evaluate("() => { window.print = () => { window.printed = true; }; }")
    page.keyboard.press("h")
    page.wait_for_function("() => window.printed")
    page.emulate_media(media="print")
    steps = page.locator("#demo-handout li")
    assert steps.count() == len(story.steps)
    assert steps.locator("svg.hp-picture").count() == len(story.steps)
    assert steps.first.is_visible()
    assert not page.locator("#demo-view").is_visible()
    assert faults == []


def test_light_and_dark(opened):
    page, faults = opened(demo.find("by_hand"))
    paper = "getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(paper) == "rgb(255, 255, 255)"
    page.keyboard.press("d")
    assert page.evaluate(paper) == "rgb(20, 23, 28)"
    page.keyboard.press("d")
    assert page.evaluate(paper) == "rgb(255, 255, 255)"
    assert faults == []


@pytest.mark.parametrize(
    ("story", "theme"),
    one_in(2, [(demo.find("by_hand"), "dark"), *((story, "light") for story in STORIES)]),
    ids=lambda part: getattr(part, "name", part),
)
def test_axe_finds_no_violation(story, theme, opened):
    page, _ = opened(story, width=1920, height=1080)
    page.keyboard.press("ArrowRight")
    if theme == "dark":
        page.keyboard.press("d")
    found = Axe().run(page).response["violations"]
    assert [(fault["id"], [node["target"] for node in fault["nodes"]]) for fault in found] == []


@pytest.mark.parametrize("name", ["by_hand", "forks", "check_gradients"])
def test_on_a_phone_question_and_next_are_in_view_with_the_picture(name, opened):
    page, faults = opened(demo.find(name), width=390, height=844)
    for _ in range(4):
        box = page.locator("#demo-next").bounding_box()
        assert box["y"] + box["height"] <= 844
        picture = page.locator(".demo-view .hp-stage").bounding_box()
        story = page.locator(".demo-story").bounding_box()
        assert picture["y"] >= 0
        # At least three quarters of the picture are above the question.
        assert story["y"] - picture["y"] > 0.75 * picture["height"], (story, picture)
        page.keyboard.press("ArrowRight")
    assert faults == []


def test_in_an_old_hall_the_picture_of_a_step_keeps_its_place_from_question_to_answer(opened):
    page, faults = opened(demo.find("by_hand"), width=1024, height=768)
    places = set()
    for _ in stops(demo.find("by_hand")):
        page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
        box = page.locator("svg.hp-step").bounding_box()
        places.add((round(box["y"]), round(box["height"])))
        page.keyboard.press("ArrowRight")
    assert len(places) == 1
    assert faults == []
