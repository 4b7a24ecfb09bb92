"""Every explorer on its page: what is in view together, what moves, what is cut off, at several sizes."""

import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from browser import watch
from pictures import MAKERS, SIZES
from PIL import Image, ImageChops, ImageStat
from places import REPO, TESTS

from handprop.draw import AREAS
from handprop.explore.frame.page import hash_of, page_of

pytestmark = pytest.mark.browser
slow = pytest.mark.slow  # about 400 pages are opened; the usual run looks at one explorer, at 200 % zoom

SAMPLE = "derivative"
SEEN = ("desk", "half", "zoomed", "phone", "low")


def sampled(key: str, values, sample: str):
    """Each value, all but one in the slow tests."""
    return pytest.mark.parametrize(key, [pytest.param(v, marks=() if v == sample else slow) for v in values])


each_explorer = sampled("name", MAKERS, SAMPLE)
each_size = sampled("size", SEEN, "zoomed")
each_theme = sampled("scheme", ("light", "dark"), "dark")

TOOLS = (TESTS / "browser" / "on_the_page.js").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """A function that writes the page of an explorer, once: its file."""
    folder = tmp_path_factory.mktemp("pages")

    @cache
    def file_of(name: str) -> Path:
        file = folder / f"{name}.html"
        file.write_text(page_of(MAKERS[name]()), encoding="utf-8")
        return file

    return file_of


@pytest.fixture
def opened(browser, files):
    """A function that opens the page of an explorer: (page, what went wrong)."""
    contexts = []

    def open_page(name: str, size: str = "desk", end: str = "", **options):
        width, height = SIZES[size]
        viewport = {"width": width, "height": height}
        contexts.append(browser.new_context(offline=True, viewport=viewport, **options))
        page = contexts[-1].new_page()
        page.set_default_timeout(20_000)
        address = files(name).as_uri()
        faults = watch(page, address)
        page.add_init_script(TOOLS)
        page.goto(address + end)
        page.locator(".hp-words").first.wait_for(state="attached")
        if folded := page.locator(".hp-fold[aria-expanded=false]").all():
            folded[0].click()  # the sliders
        return page, faults

    yield open_page
    for context in contexts:
        context.close()


@each_explorer
@each_size
def test_nothing_moves_touches_or_is_cut_off_at_any_preset_or_slider_end(opened, name, size):
    page, faults = opened(name, size, reduced_motion="reduce")
    found, places = page.evaluate("walk()")
    assert found == {}
    assert len(places) == 1, places
    assert faults == []


@each_explorer
@sampled("size", ("half", "zoomed", "phone", "low"), "phone")
def test_letters_of_pictures_are_large_enough_to_be_read(opened, name, size):
    page, _ = opened(name, size, reduced_motion="reduce")
    assert page.evaluate("small(10.5)") == {}


@each_explorer
@each_size
def test_nothing_beside_the_picture_is_cramped_or_out_of_line(opened, name, size):
    page, _ = opened(name, size, reduced_motion="reduce")
    assert page.evaluate("cramped(30)") == []


@each_explorer
@each_size
def test_picture_and_the_control_in_hand_are_on_the_screen_together(opened, name, size):
    page, _ = opened(name, size, reduced_motion="reduce")
    assert page.evaluate("together()") == []
    # Upright, these two fill a small phone, in the smallest letters that can be read.
    assert (size == "low" and name in ("network", "one_step")) or not page.locator(".hp-loose").count()


def test_a_slider_that_is_not_needed_is_not_there(opened):
    page, _ = opened("training")
    assert page.locator(".hp-control-part").is_hidden()  # an epoch is not done in pieces


def test_on_a_phone_no_line_of_the_network_touches_a_delta(opened):
    page, _ = opened("network", "phone", reduced_motion="reduce")
    touched = """() => {
      const svg = document.querySelector("svg.hp-picture:not(.hp-away)");
      const lines = [...svg.querySelectorAll("line[data-parameter]")];
      const point = (line, part) => line.getPointAtLength(part * line.getTotalLength());
      const along = (line) => Array.from({ length: 200 }, (_, k) => point(line, k / 199))
        .map((spot) => spot.matrixTransform(svg.getScreenCTM()));
      const spots = lines.flatMap(along);
      const deltas = [...svg.querySelectorAll("text")].filter((node) => /δ/.test(node.textContent));
      return deltas.filter((node) => {
        const { left, right, top, bottom } = node.getBoundingClientRect();
        return spots.some(({ x, y }) => x > left - 2 && x < right + 2 && y > top + 2 && y < bottom - 2);
      }).map((node) => node.textContent);
    }"""
    assert page.evaluate(touched) == []


@each_explorer
@sampled("size", ("wide", "desk", "half", "zoomed", "low"), "zoomed")
def test_lists_stand_below_their_panels_and_where_panels_take_turns_alone(opened, name, size):
    page, _ = opened(name, size, reduced_motion="reduce")
    assert page.evaluate("strays()") == []


@sampled("name", ("one_step", "graph", "race"), "graph")
@sampled("size", ("desk", "phone"), "phone")
def test_names_of_phases_stand_below_their_parts_of_the_time_line(opened, name, size):
    page, _ = opened(name, size, reduced_motion="reduce")
    assert page.evaluate("misnamed()") == []


def test_on_a_phone_slopes_and_the_sum_of_a_fork_stand_clear_of_the_lines_of_a_graph(opened):
    page, _ = opened("graph", "phone", reduced_motion="reduce")
    for _ in range(int(page.locator(".hp-track input").get_attribute("max"))):
        assert [*page.evaluate("slopes()"), *page.evaluate("crossedSums()")] == []
        page.get_by_role("button", name="Next").click()


@pytest.mark.parametrize("size", ["desk", pytest.param("half", marks=slow), "phone"])
def test_no_arrow_of_a_gradient_has_its_head_below_the_label_of_its_line(opened, size):
    page, _ = opened("network", size, reduced_motion="reduce")
    assert page.evaluate("hiddenHeads()") == []


def test_what_to_choose_is_said_right_below_what_is_chosen_from(opened):
    page, _ = opened("network", "wide")
    choices, advice = (page.locator(part).bounding_box() for part in (".hp-choices", ".hp-advice"))
    assert 0 < advice["y"] - choices["y"] - choices["height"] < 20


@slow
@pytest.mark.parametrize("name", MAKERS)
def test_what_is_read_at_leisure_stands_below_the_sliders_from_the_first_frame(browser, files, name):
    page = browser.new_page()
    page.add_init_script("window.setInterval = () => 0;")  # the view never learns that the sliders are there
    page.goto(files(name).as_uri())
    tops = page.evaluate(
        "['.handprop-controls', '.hp-below'].map((one) => document.querySelector(one).offsetTop)"
    )
    page.close()
    assert tops[0] < tops[1] or name == "graph"  # a graph has no sliders


@each_explorer
def test_a_wide_screen_is_used(opened, name):
    page, _ = opened(name, "wide")
    stage = page.locator(".hp-stage").bounding_box()
    assert stage["width"] > 1600
    lowest = {"nudge": 100, "graph": 290}.get(name, 350)  # one line of cards; three boxes
    told = f"the picture is {stage['height']:.0f} px high; one that is lower on purpose is named here"
    assert stage["height"] > lowest, told
    if name in ("graph", "matrices", "race"):
        assert page.evaluate("used()") > {"graph": 0.6, "matrices": 0.8, "race": 0.8}[name]
    controls = page.locator(".handprop-controls").bounding_box()
    assert controls is None or controls["width"] <= stage["width"]  # a graph has its time line only


@slow
def test_pointing_at_weights_moves_nothing(opened):
    for size in SEEN:
        page, _ = opened("network", size, reduced_motion="reduce")
        page.locator(".hp-board").scroll_into_view_if_needed()
        page.wait_for_function("() => document.querySelector('.hp-board').style.minHeight")
        count, lines = page.evaluate("pointed()")
        assert count == 1, size
        assert lines > 3


# ---- touch ----

PAINTED = """cells => cells.map(cell => Number(cell.getAttribute('aria-label').match(/ink (\\d+)/)[1]))"""


def inks(page) -> list[int]:
    return page.locator(".hp-pixels").first.locator(".hp-pixel").evaluate_all(PAINTED)


@slow
def test_every_tap_paints_and_a_finger_draws_a_line(opened):
    page, faults = opened("digits", "phone", has_touch=True, is_mobile=True)
    cells = page.locator(".hp-pixels").first.locator(".hp-pixel")
    before = inks(page)
    for k in (0, 7, 8, 56, 63, 15):
        cells.nth(k).tap()
        page.evaluate("frames()")
        after = inks(page)
        assert after[k] == (0 if before[k] >= 8 else 16), k
        assert sum(a != b for a, b in zip(after, before, strict=True)) <= 1
        before = after
    page.get_by_text("As it was written").click()
    page.evaluate("scrollTo(0, 0)")
    boxes = [cells.nth(k).bounding_box() for k in (0, 7)]
    (x1, y), (x2, _) = [(b["x"] + b["width"] / 2, b["y"] + b["height"] / 2) for b in boxes]
    finger = page.context.new_cdp_session(page)

    def touch(kind, *points):
        where = [{"x": x, "y": y} for x, y in points]
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": where})

    touch("touchStart", (x1, y))
    touch("touchMove", ((x1 + x2) / 2, y))
    touch("touchMove", (x2, y))
    touch("touchEnd")
    page.evaluate("frames()")
    assert inks(page)[:8] == [16] * 8
    assert page.evaluate("scrollY") == 0
    assert faults == []


@slow
def test_a_finger_points_at_a_pixel_of_the_input_gradient(opened):
    page, _ = opened("input_gradient", "phone", has_touch=True, is_mobile=True)
    page.locator(".hp-pixels").first.locator(".hp-pixel").nth(9).tap()
    page.wait_for_function("() => /row=2/.test(location.hash) && /column=2/.test(location.hash)")


@each_explorer
def test_a_finger_moves_a_slider_and_handles_are_large_on_a_phone(opened, name):
    page, _ = opened(name, "phone", has_touch=True, is_mobile=True)
    rows = page.locator(".hp-native:has(input)").filter(visible=True)
    row = rows.last if rows.count() else page.locator(".hp-track")  # a graph has its time line only
    assert row.bounding_box()["height"] >= 44
    slider = row.locator("input")
    slider.scroll_into_view_if_needed()
    box, before = slider.bounding_box(), slider.input_value()
    page.touchscreen.tap(box["x"] + 0.8 * box["width"], box["y"] + box["height"] / 2)
    assert slider.input_value() != before


# ---- colours that the system forces, motion, keys, ears ----


@each_explorer
def test_every_number_and_line_is_seen_with_forced_colours(opened, name):
    for scheme in ("light", "dark"):
        page, _ = opened(name, forced_colors="active", color_scheme=scheme)
        assert page.evaluate("matchMedia('(forced-colors: active)').matches")
        ground, bad = page.evaluate("faint()")
        assert bad == []
        assert ground in ("rgb(255, 255, 255)", "rgb(0, 0, 0)")


@slow
def test_the_phase_of_now_is_seen_with_forced_colours(opened):
    page, _ = opened("network", end="#phase=backward", forced_colors="active")
    looks = page.locator(".hp-phases li").evaluate_all(
        "all => all.map((one) => [one.hasAttribute('aria-current'), getComputedStyle(one).backgroundColor])"
    )
    current = [look for now, look in looks if now]
    assert len(current) == 1
    assert current[0] not in [look for now, look in looks if not now]


@each_explorer
@each_theme
def test_letters_and_lines_of_pictures_have_contrast(opened, name, scheme):
    """4.5 : 1 and 3 : 1, from the colours that the browser computes; axe-core does not look into SVG."""
    page, _ = opened(name, color_scheme=scheme, reduced_motion="reduce")
    areas = [str(tuple(bytes.fromhex(colour[1:]))) for colour in AREAS]
    assert page.evaluate("dim", areas) == []


@each_explorer
def test_nothing_moves_by_itself_where_motion_is_to_be_reduced(opened, name):
    page, _ = opened(name, reduced_motion="reduce")
    if (play := page.get_by_role("button", name=re.compile("^Play"))).count():
        play.first.click()
    page.evaluate("flip", ["", 3])
    moving = "document.getAnimations().filter((one) => one.playState === 'running').length"
    assert page.evaluate(moving) == 0


@each_explorer
def test_one_sentence_says_what_a_move_has_done_in_every_explorer(opened, name):
    page, _ = opened(name)
    page.wait_for_timeout(900)
    sliders = page.locator(".handprop-controls input[type=range]").filter(visible=True)
    if not sliders.count() or name == "race":  # they have a time line, and tell where they are
        page.locator(".hp-track input").press("ArrowRight")
        page.locator(".hp-spoken[aria-live]").filter(has_text=re.compile(r"\w{3}.*\.")).wait_for(
            state="attached"
        )
        return
    spoken = page.locator(".hp-spoken[aria-live]").filter(has_text=re.compile(r"^\S+.* (up|down): .+\. "))
    for key in ("Home", "End"):
        sliders.last.press(key)
        spoken.wait_for(state="attached")


@each_explorer
@each_theme
def test_axe_finds_nothing(opened, name, scheme):
    page, _ = opened(name, color_scheme=scheme)
    page.locator("details").evaluate_all("all => all.forEach((one) => { one.open = true; })")
    result = Axe().run(page, options={"resultTypes": ["violations"]}).response
    faults = [(rule["id"], node["html"]) for rule in result["violations"] for node in rule["nodes"]]
    assert faults == []


@each_explorer
def test_at_most_six_stops_of_the_tab_key_stand_before_the_picture(opened, name):
    page, _ = opened(name)
    before = page.evaluate("""() => {
      const stage = document.querySelector(".hp-stage");
      const stops = [...document.querySelectorAll("a, button, input, select, summary, [tabindex='0']")];
      const before = (stop) => stage.compareDocumentPosition(stop) & Node.DOCUMENT_POSITION_PRECEDING;
      return stops.filter(before).length;
    }""")
    assert before <= 6


@each_explorer
def test_controls_have_names_that_say_what_they_are(opened, name):
    page, _ = opened(name)
    names = page.locator(".handprop-controls :is(input, select)").evaluate_all(
        "all => all.map((one) => one.getAttribute('aria-label'))"
    )
    assert all(re.search(r"[a-z]{4}", label) for label in names), names
    shown = page.locator(".hp-short").all_inner_texts()
    assert all(re.search(r"[a-zηε]", text) for text in shown), shown


@slow
def test_keys_move_a_slider_by_a_notch_ten_a_tenth_and_to_its_ends(opened):
    page, _ = opened("network")
    slider = page.get_by_label("weight w5, from hidden unit 1 to the output")
    slider.focus()
    found = []
    for key in ("ArrowRight", "PageUp", "Shift+ArrowRight", "End", "Home"):
        page.keyboard.press(key)
        found.append(round(float(slider.input_value()), 6))
    assert found == [0.12, 0.22, 0.221, 1.0, -1.0]


@slow
def test_one_sentence_says_what_a_move_has_done(opened):
    page, _ = opened("network")
    page.wait_for_timeout(900)
    slider = page.get_by_label("weight w5, from hidden unit 1 to the output")
    slider.focus()
    page.keyboard.press("PageUp")
    spoken = page.locator(".hp-spoken[aria-live]")
    spoken.filter(has_text="w5 up: prediction nearer, loss down.").wait_for(state="attached")
    page.keyboard.press("Home")
    spoken.filter(has_text="w5 down: prediction farther, loss up.").wait_for(state="attached")


AUDIO = """() => {
class Voice extends EventTarget {
  frequency = { setValueAtTime: (tone) => heard.push(tone) };
  connect(next) { return next; }
  start() {}
  stop() { this.ends = true; }
}
window.heard = [];
window.AudioContext = class {
  currentTime = 0;
  createOscillator() { return new Voice(); }
  createGain() { return { gain: {}, connect: (next) => next }; }
  close() {}
};
}"""


@sampled("name", ("learning_rate", "training", "deep_chain"), "learning_rate")
def test_a_curve_can_be_heard(opened, name):
    page, faults = opened(name)
    page.evaluate(AUDIO)
    hear = page.get_by_role("button", name=re.compile("^Hear the "))
    assert hear.get_attribute("aria-pressed") == "false"
    hear.click()
    assert hear.get_attribute("aria-pressed") == "true"
    tones = page.evaluate("heard")
    assert 2 <= len(tones) <= 60
    assert round(min(tones)) == 220
    assert round(max(tones)) == 880
    assert tones[0] > tones[-1]  # losses, and gradients on the way back, get smaller
    hear.click()
    assert hear.get_attribute("aria-pressed") == "false"
    assert faults == []


# ---- the address ----


@each_explorer
def test_a_hash_sets_the_state_that_python_names(opened, name):
    explorer = MAKERS[name]()
    moved = {}
    for key, kind in explorer.kinds.items():
        if hasattr(kind, "options"):
            moved[key] = kind.options[-1][1]
        elif key not in ("painted", "points"):
            moved[key] = kind.ends[1] if kind.ends[1] != kind.start else kind.ends[0]
    end = hash_of(explorer.at(**moved))
    page, faults = opened(name, end=end)
    page.get_by_text("Share as link").click()
    link = page.get_by_label("This state as an address").input_value()
    assert link.partition("#")[2] == end[1:]
    words = explorer.state().get("words")
    if isinstance(words, str) and name != "network":
        assert words.replace("-", "−") in page.locator(".hp-said").inner_text().replace("-", "−")
    assert faults == []


@slow
def test_what_a_hash_names_in_vain_is_passed_over(opened):
    page, faults = opened("network", end="#w5=abc&w6=99&nothing=1&phase=sideways&w1=0.5")
    assert page.get_by_label("weight w1, from input 1 to hidden unit 1").input_value() == "0.5"
    assert page.get_by_label("weight w6, from hidden unit 2 to the output").input_value() == "0.12"
    page.evaluate("location.hash = '#w6=0.7'")
    page.wait_for_function("() => /0\\.7/.test(document.querySelector('.hp-control-w6 output').textContent)")
    assert page.get_by_label("weight w1, from input 1 to hidden unit 1").input_value() == "0.12"
    assert faults == []


LATER = "window.setTimeout = (call, ms) => { if (ms === 250) window.write = call; return 0; };"


def test_an_address_is_followed_though_the_last_move_is_written_before_its_event_comes(opened):
    page, _ = opened(SAMPLE)
    page.evaluate(LATER)
    page.locator(".handprop-controls input").first.press("ArrowRight")
    page.evaluate("() => { location.hash = '#nudge=0.5'; window.write(); }")
    page.wait_for_function("() => document.querySelector('.hp-control-nudge input').ariaValueText === '0.5'")


# ---- the picture in README ----


@slow
def test_readmes_picture_is_what_the_explorer_shows_today_and_moves(tmp_path):
    command = [sys.executable, str(TESTS / "pictures.py"), "--readme", str(tmp_path)]
    subprocess.run(command, check=True, timeout=300)
    kept, now = (Image.open(folder / "course.png").convert("L") for folder in (REPO / "docs", tmp_path))
    assert kept.size == now.size
    assert ImageStat.Stat(ImageChops.difference(kept, now)).mean[0] < 2  # of 255
    moving = REPO / "docs" / "course.webp"
    assert Image.open(moving).n_frames > 10
    assert moving.stat().st_size < 400_000


# ---- how much a frame costs, and what a long walk leaves behind ----

LEAST = 30  # frames a second on a processor six times as slow
SLOWER = 6


@slow
@pytest.mark.parametrize(
    ("name", "control"), [("network", "w1"), ("training", "epoch"), ("neuron", "w1"), ("matrices", "w1")]
)
def test_a_frame_costs_so_little_that_a_slow_laptop_follows_the_hand(opened, name, control):
    """Time of the processor, not of the clock: a busy machine changes nothing."""
    page, _ = opened(name)
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.evaluate("drive", [control, 20])

    def spent() -> float:
        metrics = {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}
        return metrics["TaskDuration"]

    before = spent()
    page.evaluate("drive", [control, 60])
    assert (spent() - before) / 60 * SLOWER < 1 / LEAST


@slow
@pytest.mark.parametrize(("name", "control"), [("network", "w1"), ("training", "epoch")])
def test_no_single_frame_of_a_drag_is_long_on_a_slow_laptop(opened, name, control):
    """A move with its frame: at most 100 ms, six times as slow; the dearest of a drag, the best of three."""
    page, _ = opened(name)
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.evaluate("drive", [control, 20])

    def spent() -> float:
        metrics = {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}
        return metrics["TaskDuration"]

    def dearest(place: int) -> float:
        costs = []
        for k in range(20):
            before = spent()
            page.evaluate("moveTo01", [control, (7 * k + place) % 20 / 19])
            costs.append(spent() - before)
        return max(costs)

    assert min(dearest(place) for place in range(3)) * SLOWER < 0.1


@slow
@pytest.mark.parametrize("name", MAKERS)
def test_two_thousand_moves_leave_nothing_behind(opened, name):
    page, _ = opened(name, reduced_motion="reduce")
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    page.evaluate("flip", ["", 500])  # what is computed once is there

    def kept() -> dict:
        session.send("HeapProfiler.collectGarbage")
        metrics = session.send("Performance.getMetrics")["metrics"]
        return {one["name"]: one["value"] for one in metrics}

    before = kept()
    page.evaluate("flip", ["", 2000])
    after = kept()
    assert after["Nodes"] <= before["Nodes"] + 20
    assert after["JSEventListeners"] == before["JSEventListeners"]
    assert after["JSHeapUsedSize"] < before["JSHeapUsedSize"] * 1.1 + 300_000
