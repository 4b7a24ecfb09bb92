"""A learner's graph in a real browser: the numbers of Python, a time line, and nothing cut at any size."""

import pytest
from alone import opened
from axe_playwright_python.sync_playwright import Axe
from browser import import_modules
from graphs import ENGINE, random_calculation
from places import TESTS

from handprop import explore
from handprop.explore.graph.numbers import handed, state

pytestmark = pytest.mark.browser

GRADS = "() => [...document.querySelectorAll('.hp-node-grad')].map((node) => node.textContent)"


def fork():
    x = ENGINE.Value(3)
    return explore.graph(x * x + x, x=x)


def neuron():
    w, x = [ENGINE.Value(v) for v in (2, -3, -3)], [ENGINE.Value(v) for v in (-1, -2)]
    return explore.graph((w[0] * x[0] + w[1] * x[1] + w[2]).sigmoid())


def test_every_sub_step_is_that_of_python(browser):
    page = browser.new_page()
    import_modules(page, "graph")
    for seed in range(50):
        shown = explore.graph(random_calculation(seed)[0])
        spec, count = shown.view.spec, len(handed(shown.nodes)) + 2
        run = """([spec, count]) => Array.from({ length: count },
          (_, time) => graph.state(spec.nodes, spec.expected, time))"""
        for time, found in enumerate(page.evaluate(run, [spec, count])):
            truth = state(shown.nodes, time)
            assert [found["now"], found["words"], found["lines"]] == [
                truth["now"],
                truth["words"],
                truth["lines"],
            ]
            for ours, theirs in zip(found["arrived"], truth["arrived"], strict=True):
                assert ours == pytest.approx(theirs, rel=1e-12, abs=1e-300)
    page.close()


TOOLS = (TESTS / "browser" / "on_the_page.js").read_text(encoding="utf-8")


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("make", [fork, neuron, explore.graph])
def test_each_slope_stands_on_its_own_line_and_touches_nothing_else(browser, tmp_path, make, width):
    shown = make()
    last = len(handed(shown.nodes)) + 1
    page, _ = opened(browser, tmp_path, shown.at(time=last), width, 844, reduced_motion="reduce")
    page.wait_for_function("() => document.querySelector('.hp-node-grad').textContent")
    page.evaluate(TOOLS)
    assert page.evaluate("slopes()") == []
    page.close()


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("make", [fork, neuron])
def test_played_with_keys_nothing_is_cut_and_nothing_is_shown_too_early(browser, tmp_path, make, width):
    scheme = "dark" if width == 390 else "light"
    shown = make()
    page, faults = opened(browser, tmp_path, shown, width, 844, color_scheme=scheme, reduced_motion="reduce")
    track = page.locator(".hp-track input")
    track.focus()
    for time in range(len(handed(shown.nodes)) + 2):
        words = shown.at(time=time).state()["words"].replace("-", "−")
        page.locator(".hp-words").get_by_text(words, exact=True).wait_for()
        grads = [grad is not None for grad in shown.state()["grads"]]
        # The sentence may come one frame before the numbers.
        page.wait_for_function(f"(grads) => ({GRADS})().map(Boolean).join() === grads.join()", arg=grads)
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Home")
    page.wait_for_function(f"() => !({GRADS})().join('')")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    found = Axe().run(page, context=".handprop-explorer")
    assert [one["id"] for one in found.response["violations"]] == []
    assert faults == []


@pytest.mark.parametrize("width", [390, 1280])
def test_each_phase_has_its_name_in_the_middle_of_its_part(browser, tmp_path, width):
    page, _ = opened(browser, tmp_path, explore.graph(), width, 844, reduced_motion="reduce")
    middles = page.locator(".hp-track-phases li").evaluate_all("""(all) => all.map((one) => {
        const range = document.createRange();
        range.selectNodeContents(one);
        const [box, words] = [one.getBoundingClientRect(), range.getBoundingClientRect()];
        return [(box.left + box.right) / 2, (words.left + words.right) / 2];
    })""")
    assert all(abs(part - words) < 2 for part, words in middles)
