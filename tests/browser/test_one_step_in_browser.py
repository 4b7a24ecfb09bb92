"""One step in a real browser: the numbers of Python, a time line that is played, stepped and dragged."""

import re

import numpy as np
import pytest
from alone import move, opened
from axe_playwright_python.sync_playwright import Axe
from browser import import_modules
from one_steps import CASES, NAMES
from places import TESTS
from usual import one_in

from handprop import explore
from handprop.draw import digits
from handprop.examples import get
from handprop.explore.one_step.numbers import state

pytestmark = pytest.mark.browser

WORDS = "document.querySelector('.hp-words').textContent"
TRACK = ".hp-track input"
# The box of every label and every unit, in pixels of the screen.
BOXES = """() => [...document.querySelectorAll(".hp-weight-label, .hp-unit")].map((node) => {
  const { left, top, right, bottom } = node.getBoundingClientRect();
  return [left, top, right, bottom];
})"""
TEXTS = """() => [...document.querySelectorAll("svg.hp-step text")]
  .filter((node) => getComputedStyle(node).visibility === "visible" && !node.closest("[opacity='0.000']"))
  .map((node) => node.textContent)"""


def of(name: str):
    """The explorer of an example or of a random network."""
    net, x, y, rate = CASES[name]
    return explore.one_step(net, x, y, rate) if name not in NAMES else explore.one_step(get(name))


def plain(value):
    if isinstance(value, dict):
        return {key: plain(part) for key, part in value.items()}
    return value.tolist() if isinstance(value, np.ndarray | np.generic) else value


def told(text: str) -> str:
    return re.sub(r"-(?=\d)", "−", text)


# ---- the JavaScript against Python ----


@pytest.fixture(scope="module")
def front(browser):
    page = browser.new_page()
    import_modules(page, "one_step")
    yield page
    page.close()


@pytest.mark.parametrize("name", one_in(2, CASES))
def test_every_sub_step_is_that_of_python(front, name):
    net, x, y, rate = CASES[name]
    spec = explore.one_step(net, x, y, rate).view.spec
    given = {"params": plain(net.params), "activations": net.activations, "loss": net.loss_name}
    given["frozen"] = sorted(net.frozen)
    sample = len(x) - 1
    stops = state(net, x, y, rate, 0, sample)["stops"]
    run = """([net, spec, x, y, rate, sample, count]) => {
        const at = (time) => one_step.state(net, spec, x, y, rate, time, sample);
        const told = Array.from({ length: count }, (_, time) => [at(time).words, at(time).lines]);
        return { told, stops: at(0).stops };
    }"""
    made = front.evaluate(run, [given, spec, x.tolist(), y.tolist(), rate, sample, len(stops)])
    for time, told_there in enumerate(made["told"]):
        now = state(net, x, y, rate, time, sample)
        assert told_there == [now["words"], now["lines"]]
    for found, stop in zip(made["stops"], stops, strict=True):
        assert {**found, "lines": []} == {**stop, "lines": []}
        for ours, theirs in zip(found["lines"], stop["lines"], strict=True):
            same = ("name", "at", "call", "over")
            assert [ours[key] for key in same] == [theirs[key] for key in same]
            assert ours["value"] == pytest.approx(theirs["value"], rel=1e-9, abs=1e-12)


# ---- the time line ----


def test_the_keys_walk_forward_and_back_and_every_step_says_what_python_says(browser, tmp_path):
    shown = of("seed")
    page, faults = opened(browser, tmp_path, shown, reduced_motion="reduce")
    track = page.locator(TRACK)
    track.focus()
    walk = [("ArrowRight", time) for time in range(1, 14)] + [
        ("ArrowLeft", time) for time in range(12, 8, -1)
    ]
    for key, time in [*walk, ("Home", 0), ("PageUp", 1), ("PageUp", 6), ("End", 13)]:
        page.keyboard.press(key)
        now = shown.at(time=time).state()
        page.wait_for_function(f"() => {WORDS} === {told(now['words'])!r}")
        assert page.locator(".hp-ledger li").all_inner_texts()[: len(now["lines"])] == [
            *map(told, now["lines"])
        ]
        assert track.get_attribute("aria-valuetext") == told(now["words"])
    assert faults == []


@pytest.mark.parametrize("name", one_in(2, ["seed", "gate_own", "batch_232", "random 3"]))
def test_what_is_not_computed_yet_is_not_on_the_screen(browser, tmp_path, name):
    shown = of(name)
    page, faults = opened(browser, tmp_path, shown, reduced_motion="reduce")
    stops = shown.state()["stops"]
    given = {digits(v) for v in [*shown.x.ravel(), *shown.y.ravel()]} | {"0", "1"}
    given |= {digits(v) for value in shown.network.params.values() for v in value.ravel()}
    for time in range(len(stops)):
        move(page, time=time)
        page.wait_for_function(f"() => {WORDS} === {told(shown.at(time=time).state()['words'])!r}")
        seen = {part for text in page.evaluate(TEXTS) for part in text.replace("−", "-").split()}
        known = {digits(line["value"]) for stop in stops[: time + 1] for line in stop["lines"]}
        known |= {
            digits(v)
            for stop in stops[: time + 1]
            for line in stop["lines"]
            for t in line["terms"]
            for _, v in t
        }
        later = (
            {digits(line["value"]) for stop in stops[time + 1 :] for line in stop["lines"]} - known - given
        )
        assert not seen & later, (time, seen & later)
        if time and len(stops[time]["lines"]) <= 9 and stops[time]["kind"] != "mean":
            assert {digits(line["value"]) for line in stops[time]["lines"]} <= seen, time
    assert faults == []


def time_of(page) -> float:
    """The place of the track."""
    return float(page.locator(TRACK).input_value())


def test_play_goes_to_the_end_and_pause_stops(browser, tmp_path):
    page, faults = opened(browser, tmp_path, of("chain"))
    page.clock.install()
    page.get_by_role("button", name="Play").click()
    page.clock.run_for(4_000)
    page.get_by_role("button", name="Pause").click()
    page.clock.run_for(2_000)
    stopped = time_of(page)
    assert 1 <= stopped <= 4
    page.clock.run_for(10_000)
    assert time_of(page) == stopped
    page.get_by_role("button", name="Play").click()
    page.clock.run_for(60_000)
    assert time_of(page) == len(of("chain").view.spec["phases"]) - 1
    assert page.get_by_role("button", name="Play").is_visible()
    assert faults == []


def test_the_track_is_dragged_also_between_two_sub_steps(browser, tmp_path):
    page, faults = opened(browser, tmp_path, of("seed"))
    drag = "(node, to) => { node.value = to; node.dispatchEvent(new Event('input')); }"
    token = page.locator(".hp-token.hp-forth").first
    page.locator(TRACK).evaluate(drag, 0.5)
    halfway = token.get_attribute("transform")
    page.locator(TRACK).evaluate(drag, 0.9)
    assert token.get_attribute("transform") != halfway
    page.locator(TRACK).evaluate(drag, 9.6)
    page.locator(TRACK).evaluate("(node) => node.dispatchEvent(new Event('change'))")
    page.wait_for_function("() => document.querySelector('.hp-track input').value === '10'")
    words = told(of("seed").at(time=10).state()["words"])
    page.locator(".hp-words").get_by_text(words, exact=True).wait_for()
    assert faults == []


def test_the_step_is_taken_and_the_next_one_begins(browser, tmp_path):
    shown = of("seed")
    page, faults = opened(browser, tmp_path, shown.at(time=13), reduced_motion="reduce")
    page.get_by_role("button", name="Take the step").click()
    page.wait_for_function(f"() => {WORDS}.startsWith('Before the step')")
    after = digits(shown.state()["params_after"]["W2"][0, 0])
    assert page.locator(".hp-weight-label", has_text="w5").locator("text").nth(1).text_content() == after
    assert faults == []


# ---- in view, at every size ----

# Where a text or a number on its way lies on another text, or is cut, at rest in any sub-step up to `last`.
COVERED = """async (last) => {
  const svg = () => document.querySelector("svg.hp-step");
  const seen = (node) => {
    for (let one = node; one !== svg(); one = one.parentElement) {
      const { visibility, opacity } = getComputedStyle(one);
      if (visibility === "hidden" || Number(opacity) < 0.05) return false;
    }
    return true;
  };
  const box = (node) => {
    const { left, top, right, bottom, height } = node.getBoundingClientRect();
    const spare = node.tagName === "text" ? 0.15 * height : 0; // letters are lower than their line
    const own = node.closest(".hp-token") ?? node;
    return { own, said: own.textContent, left, right, top: top + spare, bottom: bottom - spare };
  };
  const boxes = (what) => [...svg().querySelectorAll(what)].filter((node) => seen(node)).map(box);
  const both = (a, b, low, high) => Math.min(a[high], b[high]) - Math.max(a[low], b[low]) > 1;
  const over = (a, b) => a.own !== b.own && both(a, b, "left", "right") && both(a, b, "top", "bottom");
  const found = [];
  for (let time = 0; time <= last; time++) {
    location.hash = `time=${time}`;
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    const texts = boxes("text").filter(({ said }) => said.trim());
    const all = [...texts, ...boxes(".hp-token path")];
    texts.forEach((one, k) => all.slice(k + 1).forEach((other) => {
      if (over(one, other)) found.push([time, one.said, other.said]);
    }));
    const edge = box(svg());
    const beyond = (one, side, way) => way * (one[side] - edge[side]) > 1;
    const sides = [["left", -1], ["top", -1], ["right", 1], ["bottom", 1]];
    const cut = texts.filter((one) => sides.some(([side, way]) => beyond(one, side, way)));
    cut.forEach(({ said }) => found.push([time, said, "edge"]));
  }
  return found;
}"""

# Texts of a unit that come near its frame, and texts outside of it that stand on a line or a weight.
NEAR = """() => {
  const svg = document.querySelector("svg.hp-step");
  const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
  const box = (node) => {
    const { left, top, right, bottom, height } = node.getBoundingClientRect();
    const spare = node.tagName === "text" ? 0.15 * height : 0;
    return { left, right, top: top + spare, bottom: bottom - spare, said: node.textContent };
  };
  const seen = (node) => node.textContent.trim() && getComputedStyle(node).visibility === "visible";
  const texts = [...svg.querySelectorAll(".hp-units text")].filter(seen).map(box);
  const both = (a, b, low, high) => Math.min(a[high], b[high]) > Math.max(a[low], b[low]);
  const over = (a, b) => both(a, b, "left", "right") && both(a, b, "top", "bottom");
  const found = [];
  [...svg.querySelectorAll(".hp-unit")].map(box).forEach((unit) => {
    texts.filter((text) => over(text, unit)).forEach((text) => {
      const across = Math.min(text.left - unit.left, unit.right - text.right);
      const room = Math.min(across, text.top - unit.top, unit.bottom - text.bottom);
      if (room < 3 * scale) found.push([text.said, "frame", room / scale]);
    });
  });
  const labels = [...svg.querySelectorAll(".hp-weight-label")].map(box);
  const on = (one, what) => texts.filter((t) => over(t, one)).forEach((t) => found.push([t.said, what]));
  labels.forEach((label) => on(label, "weight"));
  // A wire that is upright stands on no text.
  const upright = ({ x1, x2 }) => x1.baseVal.value === x2.baseVal.value;
  const wires = [...svg.querySelectorAll(".hp-wire")].filter(upright).map(box);
  wires.forEach((wire) => { wire.left -= 1; wire.right += 1; }); // its box has no width of its own
  wires.forEach((wire) => on(wire, "wire"));
  return found;
}"""


@pytest.mark.parametrize(
    ("name", "width"),
    one_in(3, [(name, width) for width in (390, 1280) for name in ("seed", "chain", "batch_232")]),
)
def test_numbers_keep_away_from_frames_and_lines(browser, tmp_path, name, width):
    shown = of(name)
    page, faults = opened(browser, tmp_path, shown, width, 844, reduced_motion="reduce")
    for time, stop in enumerate(shown.state()["stops"]):
        if stop["kind"] in ("activations", "gates", "gradients", "update"):
            move(page, time=time)
            page.wait_for_function(f"() => {WORDS} === {told(shown.at(time=time).state()['words'])!r}")
            page.evaluate(
                "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
            )
            assert page.evaluate(NEAR) == [], time
    assert faults == []


@pytest.mark.parametrize("width", [390, 900, 1280])
def test_a_gate_is_drawn_on_both_ways_and_stops_what_comes_back(browser, tmp_path, width):
    shown = of("gate_own")  # the second gate is closed
    last = len(shown.view.spec["phases"]) - 1
    page, faults = opened(browser, tmp_path, shown.at(time=last), width, 844, reduced_motion="reduce")
    doors = """() => [...document.querySelectorAll("svg.hp-step .hp-units > g")].map((unit) =>
        [...unit.querySelectorAll(".hp-bolt")].map((door) => door.classList.contains("hp-shut")))"""
    page.wait_for_function("() => document.querySelectorAll('svg.hp-step .hp-shut').length")
    assert [shut for shut in page.evaluate(doors) if shut] == [[False, False], [True, True]]
    texts = page.evaluate(TEXTS)
    values = {
        line["name"]: told(digits(line["value"])) for stop in shown.state()["stops"] for line in stop["lines"]
    }
    for name in ("z1", "z2", "δ1", "δ2", "∂h1", "∂h2"):  # the names of the calculations
        assert texts[texts.index(name) + 1] == values[name]
    assert values["∂h2"] != values["δ2"] == "0"
    assert faults == []


@pytest.mark.parametrize("name", one_in(2, ["seed", "seed_bias", "chain"]))
def test_on_a_phone_picture_time_line_and_calculation_are_in_view_together(browser, tmp_path, name):
    page, _ = opened(
        browser, tmp_path, explore.one_step(get(name)).at(time=11), 390, 844, reduced_motion="reduce"
    )
    line = page.locator(".hp-ledger li").first.bounding_box()
    assert line["height"]
    assert line["y"] + line["height"] <= 844
    assert page.locator(".hp-time").bounding_box()["y"] >= 0


# With and without biases, activations of outputs, several outputs, a batch, one to three layers.
CROWDED = [
    *((name, width) for name in ("seed", "chain", "gate_own", "batch_232") for width in (390, 1280)),
    *[("chain", 900), ("gate_own", 900), ("random 2", 390), ("random 2", 1280), ("random 3", 390)],
]


@pytest.mark.parametrize(("name", "width"), one_in(3, CROWDED))
def test_no_number_lies_on_another_in_any_sub_step(browser, tmp_path, name, width):
    shown = of(name)
    page, faults = opened(browser, tmp_path, shown, width, 844, reduced_motion="reduce")
    last = len(shown.view.spec["phases"]) - 1
    assert page.evaluate(COVERED, last) == []
    words = told(shown.at(time=last).state()["words"])
    page.wait_for_function(f"() => {WORDS} === {words!r}")
    after = shown.state()["params_after"]
    labels = page.locator(".hp-weight-label").all_text_contents()
    weights = [told(digits(w)) for name, value in after.items() if name[0] == "W" for w in value.ravel()]
    assert [w for w in weights if not any(w in label for label in labels)] == []  # the moved ones
    page.close()
    assert faults == []


def test_next_in_a_hurry_leaves_the_picture_one_sub_step_behind_at_most(browser, tmp_path):
    page, faults = opened(browser, tmp_path, of("chain"))
    page.clock.install()
    for time in range(1, 15):
        page.get_by_role("button", name="Next").click()
        page.clock.run_for(100)
        assert time - 1 < time_of(page) < time
    page.clock.run_for(2_000)
    assert time_of(page) == 14
    assert "0.8092" in page.locator(".hp-weight-label").first.text_content()
    assert faults == []


@pytest.mark.parametrize("width", [390, 640, 1280])
@pytest.mark.parametrize("name", one_in(3, ["seed", "chain", "gate_own", "batch_232"]))
def test_nothing_overlaps_and_nothing_is_cut(browser, tmp_path, name, width):
    page, faults = opened(browser, tmp_path, of(name), width, 844, reduced_motion="reduce")
    move(page, time=len(of(name).view.spec["phases"]) - 1)
    page.wait_for_timeout(50)
    boxes = page.evaluate(BOXES)
    for k, (left, top, right, bottom) in enumerate(boxes):
        assert left >= 0
        assert right <= width
        for other in boxes[k + 1 :]:
            apart = (
                other[0] >= right - 1 or other[2] <= left + 1 or other[1] >= bottom - 1 or other[3] <= top + 1
            )
            assert apart, (boxes[k], other)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    svg = page.locator("svg.hp-step").bounding_box()
    assert svg["y"] + svg["height"] <= 844 or name == "batch_232"  # picture and time line together
    assert faults == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(browser, tmp_path, theme):
    for width in (390, 900):
        page, _ = opened(browser, tmp_path, of("gate_own").at(time=11), width, color_scheme=theme)
        page.wait_for_timeout(100)
        found = Axe().run(page, context=".handprop-explorer")
        assert [(one["id"], one["nodes"][0]["html"]) for one in found.response["violations"]] == []


def test_numbers_are_seen_in_forced_colours(browser, tmp_path):
    page, _ = opened(
        browser, tmp_path, of("seed").at(time=13), forced_colors="active", reduced_motion="reduce"
    )
    colours = page.evaluate("""() => [...document.querySelectorAll("svg.hp-step text")]
        .filter((node) => getComputedStyle(node).visibility === "visible")
        .map((node) => getComputedStyle(node).fill)""")
    ink = page.evaluate("""() => {
        const probe = document.body.appendChild(document.createElement("span"));
        probe.style.color = "CanvasText";
        return getComputedStyle(probe).color;
    }""")
    assert set(colours) == {ink}


# Labels that stand where their line crosses another, so that one cannot see which goes on where.
HIDDEN = """() => {
  const svg = document.querySelector("svg.hp-step");
  const ends = ({ x1, y1, x2, y2 }) => [x1, y1, x2, y2].map(({ baseVal }) => baseVal.value);
  const wires = [...svg.querySelectorAll(".hp-wire")].map(ends);
  const labels = [...svg.querySelectorAll(".hp-weight-label")];
  const cross = ([a, b, c, d], [e, f, g, h]) => {
    const turn = (c - a) * (h - f) - (d - b) * (g - e);
    const s = ((e - a) * (h - f) - (f - b) * (g - e)) / turn;
    const t = ((e - a) * (d - b) - (f - b) * (c - a)) / turn;
    if (![s, t].every((v) => v > 0.02 && v < 0.98)) return null;
    return new DOMPoint(a + s * (c - a), b + s * (d - b)).matrixTransform(svg.getScreenCTM());
  };
  return wires.flatMap((one, k) => {
    const { left, right, top, bottom } = labels[k].querySelector("rect").getBoundingClientRect();
    const inside = (spot) => spot && spot.x > left && spot.x < right && spot.y > top && spot.y < bottom;
    return wires.some((other, n) => n !== k && inside(cross(one, other))) ? [labels[k].textContent] : [];
  });
}"""


@pytest.mark.parametrize("width", [390, 800, 1280])
def test_no_weight_stands_where_its_line_crosses_another(browser, tmp_path, width):
    page, _ = opened(browser, tmp_path, of("seed"), width, 844, reduced_motion="reduce")
    page.locator("svg.hp-step .hp-wire").first.wait_for(state="attached")
    assert page.evaluate(HIDDEN) == []


TOOLS = (TESTS / "browser" / "on_the_page.js").read_text(encoding="utf-8")


@pytest.mark.parametrize("height", [844, 600])
@pytest.mark.parametrize("name", one_in(2, ["seed", "chain", "batch_232"]))
def test_letters_can_be_read_on_a_phone_also_on_a_low_one(browser, tmp_path, name, height):
    page, faults = opened(browser, tmp_path, of(name), 390, height, reduced_motion="reduce")
    page.evaluate(TOOLS)
    assert page.evaluate("small(10.5)") == {}
    page.locator(".hp-fold").click()
    slider = page.locator(".hp-native input").filter(visible=True).last
    slider.focus()  # it is scrolled to, and no picture covers it
    box = slider.bounding_box()
    hit = "([x, y]) => document.elementFromPoint(x, y).tagName"
    assert page.evaluate(hit, [box["x"] + 20, box["y"] + box["height"] / 2]) == "INPUT"
    assert faults == []


# Labels and units with the frame that says: computed in this sub-step.
THICK = """() => [".hp-weight-label > .hp-label", ".hp-unit"].map((what) =>
  [...document.querySelectorAll(`svg.hp-step ${what}`)].flatMap((frame, n) =>
    (frame.classList.contains("hp-now") ? [n] : [])))"""


@pytest.mark.parametrize("name", ["seed", "chain", "batch_232"])
def test_what_the_sub_step_of_now_computes_has_a_thick_frame_also_at_rest(browser, tmp_path, name):
    shown = of(name)
    net, stops = shown.network, shown.state()["stops"]
    layers = [net.params[f"W{k}"].shape for k in range(1, len(net.activations) + 1)]
    weights = [(k, i, j) for k, shape in enumerate(layers, 1) for i, j in np.ndindex(*shape)]
    units = [(0, i) for i in range(layers[0][0])]
    units += [(k, j) for k, (_, size) in enumerate(layers, 1) for j in range(size)]
    page, faults = opened(browser, tmp_path, shown, reduced_motion="reduce")
    for time, stop in enumerate(stops):
        move(page, time=time)
        page.wait_for_function(f"() => {WORDS} === {told(shown.at(time=time).state()['words'])!r}")
        lines, inside = set(), set()
        for what, *at in (line["at"] for line in stop["lines"]):
            kind = re.sub("^(new|mean) ", "", str(what))
            if kind in ("product", "back"):
                lines.add(tuple(at))
            elif kind[0] == "W":
                lines.add((int(kind[1:]), *at))
            elif kind in ("z", "a", "da", "delta"):
                inside.add(tuple(at))
            elif kind[0] == "b":
                inside.add((int(kind[1:]), *at))
        expected = [[n for n, one in enumerate(weights) if one in lines]]
        expected += [[n for n, one in enumerate(units) if one in inside]]
        assert page.evaluate(THICK) == expected, (time, stop["kind"])
    assert faults == []


# The last line of each calculation that takes more than one.
TAILS = """() => [...document.querySelectorAll(".hp-ledger li")].map((row) => {
  const range = document.createRange();
  const words = document.createTreeWalker(row, NodeFilter.SHOW_TEXT);
  const rows = new Map();
  for (let node = words.nextNode(); node; node = words.nextNode()) {
    [...node.textContent].forEach((letter, n) => {
      range.setStart(node, n);
      range.setEnd(node, n + 1);
      const top = Math.round(range.getBoundingClientRect().bottom);
      if (letter.trim()) rows.set(top, (rows.get(top) ?? "") + letter);
    });
  }
  return [...rows.values()];
}).filter((rows) => rows.length > 1).map((rows) => rows.at(-1))"""


@pytest.mark.parametrize("width", [390, 900, 1280])
def test_a_calculation_that_breaks_takes_its_sign_to_the_next_line(browser, tmp_path, width):
    page, faults = opened(browser, tmp_path, of("seed"), width, 844, reduced_motion="reduce")
    broken = 0
    for time in (7, 13):
        move(page, time=time)
        page.wait_for_function(f"() => {WORDS} === {told(of('seed').at(time=time).state()['words'])!r}")
        tails = page.evaluate(TAILS)
        broken += len(tails)
        assert [tail for tail in tails if not re.match("[=≈·+−]", tail)] == []
    assert broken or width > 390
    assert faults == []


def test_the_time_line_stays_with_a_picture_that_is_higher_than_the_screen(browser, tmp_path):
    page, faults = opened(browser, tmp_path, of("batch_232"), 390, 844, reduced_motion="reduce")
    move(page, time=8)
    output = page.locator("svg.hp-step .hp-unit").last
    output.scroll_into_view_if_needed()
    page.evaluate("(node) => node.scrollIntoView({ block: 'center' })", output.element_handle())
    box = page.get_by_role("button", name="Next").bounding_box()
    assert box["y"] >= 0
    page.get_by_role("button", name="Next").click()
    page.wait_for_function(f"() => {WORDS} === {told(of('batch_232').at(time=9).state()['words'])!r}")
    assert page.evaluate("scrollY") > 0
    assert page.locator("svg.hp-step .hp-unit").last.bounding_box()["y"] < 844
    assert faults == []
