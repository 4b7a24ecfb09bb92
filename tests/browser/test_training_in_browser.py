"""The training explorer on its page: how it plays, an epoch in pieces, its axes; those of learning rates."""

import re

import pytest
from browser import watch

from handprop import explore
from handprop.explore.frame.page import page_of

# The functions that explore offers hide the modules of the same names.
from handprop.explore.training.numbers import EPOCHS, Setting, run  # isort: skip
from handprop.explore.training.numbers import state as trained  # isort: skip
from handprop.explore.training.parts import count  # isort: skip

pytestmark = pytest.mark.browser


@pytest.fixture
def opened(browser, tmp_path):
    """A function that opens an explorer's page at a hash; nothing may go wrong there."""
    pages = []

    def open_page(end: str = "", make=explore.training):
        file = tmp_path / "page.html"
        file.write_text(page_of(make()), encoding="utf-8")
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.set_default_timeout(20_000)
        pages.append((page, watch(page, file.as_uri())))
        page.goto(file.as_uri() + end)
        page.locator(".hp-words").wait_for()
        return page

    yield open_page
    for page, faults in pages:
        assert faults == []
        page.close()


def words(page) -> str:
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    return page.locator(".hp-words").inner_text().replace("−", "-")


def press(page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def test_steps_are_as_large_as_the_speed_says_forward_and_back(opened):
    page = opened("#speed=part&epoch=2")
    whole = count(2, 4)
    for name, epoch, part in (("Step", 2, 1), ("10 steps", 2, 11), ("Back", 2, 10)):
        press(page, name)
        assert words(page) == trained(5.0, epoch, Setting(part=part))["words"]
    page.get_by_label("speed of Play, and size of a step").select_option("one sample at a time")
    for name, epoch, part in (
        ("Step", 2, 19),
        ("Step", 2, 38),
        ("Back", 2, 19),
        ("Back", 2, 0),
        ("Back", 1, whole),
    ):
        press(page, name)
        assert words(page) == trained(5.0, epoch, Setting(part=part))["words"]
    page.get_by_label("speed of Play, and size of a step").select_option("one epoch at a time")
    for name, epoch in (("Step", 2), ("Step", 3), ("Back", 2), ("Again from the start", 0), ("Back", 0)):
        press(page, name)
        assert words(page) == trained(5.0, epoch)["words"]


def test_it_plays_a_thousand_epochs_a_second_and_one_multiplication_after_the_other(opened):
    page = opened("#speed=1000&epoch=3000")
    page.evaluate("""() => {
      window.seen = [];
      new MutationObserver(() => seen.push(document.querySelector(".hp-words").textContent))
        .observe(document.querySelector(".hp-words"), { childList: true });
    }""")
    press(page, "Play")
    page.get_by_text(f"Epoch {EPOCHS},").wait_for()
    page.get_by_role("button", name="Play", exact=True).wait_for()  # it has stopped
    shown = [int(re.search(r"Epoch (\d+)", text)[1]) for text in page.evaluate("seen")]
    assert len(shown) > 5  # pictures on the way, each farther than the one before
    assert shown == sorted({*shown})
    assert words(page) == trained(5.0, EPOCHS)["words"]
    page.get_by_label("speed of Play, and size of a step").select_option("one multiplication at a time")
    press(page, "Play")
    page.get_by_text("w1 · x1 = 1.1 · 0 = 0.").wait_for()
    page.get_by_text("w2 · x2 = -0.5 · 0 = 0.".replace("-", "−")).wait_for()
    press(page, "Pause")


def test_what_is_not_computed_yet_is_not_in_the_picture_of_an_epoch_in_pieces(opened):
    page = opened()
    expected = {
        1: ["x1 0", "x2 0", "h1", "h2", "ŷ", "target 0", "0"],
        3: ["x1 0", "x2 0", "h1 0.4636", "h2", "ŷ", "target 0"],
        10: ["x1 0", "x2 0", "h1 0.4636", "h2 0.5074", "ŷ 0.4882", "target 0", "error 0.4882"],
        14: ["x1 0", "x2 0", "δ1 -0.04975", "h2 0.5074", "ŷ 0.4882", "target 0", "error 0.4882", "δ = 0.122"],
    }
    for part, texts in expected.items():
        page.evaluate("(part) => { location.hash = `#epoch=3&part=${part}`; }", part)
        assert words(page) == trained(5.0, 3, Setting(part=part))["words"]
        found = page.locator(".hp-sub-step text").all_text_contents()
        assert [text.replace("−", "-") for text in found] == texts
    assert page.locator(".hp-panel-title").nth(1).inner_text() == "One epoch, piece by piece"


def test_the_axis_of_the_loss_is_chosen_by_itself_or_by_hand(opened):
    page = opened()

    def ticks() -> list[str]:
        texts = page.locator(".hp-panel").first.locator(".hp-tick.hp-right").all_text_contents()
        return [text for text in texts if text]

    assert ticks() == ["0", "0.08", "0.16", "0.24"]
    losses = run(Setting(), EPOCHS).losses
    assert 1e-5 < losses[EPOCHS].min() < 1e-4
    page.evaluate("location.hash = '#epoch=4000'")
    page.locator(".hp-words").filter(has_text="Epoch 4000,").wait_for()
    assert ticks() == ["10⁰", "10⁻¹", "10⁻²", "10⁻³", "10⁻⁴", "10⁻⁵"]
    page.get_by_label("axis of the loss").select_option("linear")
    page.wait_for_function("() => !document.querySelector('.hp-tick.hp-right').textContent.includes('10')")
    page.evaluate("location.hash = '#epoch=3&axis=log'")
    page.wait_for_function("() => document.querySelector('.hp-tick.hp-right').textContent.includes('10')")
    assert ticks() == ["10⁰", "10⁻¹"]


def test_no_curve_goes_beyond_the_epoch_of_now_when_one_goes_back(opened):
    page = opened("#epoch=4000")
    page.evaluate("location.hash = '#epoch=50'")
    page.get_by_text("Epoch 50,").wait_for()
    clip = "document.querySelector(one.getAttribute('clip-path').slice(4, -1)).firstChild"
    read = f"all => all.map(one => Number({clip}.getAttribute('width')))"
    edges = page.locator(".hp-past").evaluate_all(read)
    assert edges == [pytest.approx(294 * 50 / 100)] * 2


def test_steps_that_lie_beyond_the_picture_are_seen_on_an_axis_of_powers(opened):
    page = opened(make=explore.learning_rate)
    history = page.locator(".hp-panel").nth(1)

    def look() -> tuple[list[str], int, int]:
        """The axis of losses, and how many steps are seen in each picture."""
        page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        ticks = history.locator("g:not([style*=none]) > g > .hp-tick.hp-right").all_text_contents()
        seen = [
            panel.locator("path.hp-step:not([style*=none])").count()
            for panel in page.locator(".hp-panel").all()
        ]
        return [text for text in ticks if text], *seen

    linear = ["0", "0.1", "0.2", "0.3", "0.4", "0.5"]
    assert look() == (linear, 11, 11)
    press(page, "In dollars")
    ticks, on_curve, in_time = look()
    assert (on_curve, in_time) == (
        1,
        9,
    )  # the first step leaves the curve, and its losses span 85 powers of ten
    assert ticks[0] == "10¹⁵"
    assert page.locator(".hp-step[d*=L]").count() == 0  # no triangles
    page.get_by_label("axis of the loss").select_option("linear")
    assert look()[1:] == (1, 1)
    page.get_by_label("axis of the loss").select_option("powers of ten")
    press(page, "Good")  # a preset sets every control
    assert look() == (linear, 21, 21)


# Which boxes the number that is on its way lies on.
ON_BOXES = """() => {
  const box = (node) => node.getBoundingClientRect();
  const token = document.querySelector(".hp-sub-step .hp-on-its-way");
  if (!token) return null;
  const one = box(token);
  const over = (other) => Math.min(one.right, other.right) - Math.max(one.left, other.left) > 2
    && Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > 2;
  return [...document.querySelectorAll(".hp-sub-step .hp-unit")].filter((node) => over(box(node))).length;
}"""


@pytest.mark.parametrize("units", [1, 2])
def test_a_number_on_its_way_stands_between_boxes_and_not_on_them(opened, units):
    page = opened(f"#speed=part&epoch=3&part=1&units={units}")
    seen = []
    for part in range(1, count(units, 4) + 1):
        page.evaluate("(hash) => { location.hash = hash; }", f"speed=part&epoch=3&units={units}&part={part}")
        assert words(page) == trained(5.0, 3, Setting(units=units, part=part))["words"]
        seen.append(page.evaluate(ON_BOXES))
    assert [part for part, boxes in enumerate(seen, 1) if boxes] == []
    assert 0 in seen


def test_where_all_gates_are_closed_the_map_has_no_border(opened):
    page = opened("#start=2&activation=relu&epoch=400")
    words(page)
    assert page.locator("svg .hp-boundary:not(.hp-thin)").first.get_attribute("d") in (None, "")
    page = opened("#epoch=400")
    words(page)
    assert page.locator("svg .hp-boundary:not(.hp-thin)").first.get_attribute("d")


def test_on_a_phone_the_sentence_and_play_are_in_view_with_the_maps_and_keep_their_places(opened):
    page = opened("#epoch=0")
    page.set_viewport_size({"width": 390, "height": 844})
    places = []
    for end in ("epoch=0", "epoch=400", "epoch=4000", "epoch=60"):
        page.evaluate("(hash) => { location.hash = hash; }", end)
        words(page)
        box = page.get_by_role("button", name="Play", exact=True).bounding_box()
        assert box["y"] + box["height"] <= 844
        places.append(box["y"])
    assert len(set(places)) == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
