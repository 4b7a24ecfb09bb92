"""A nudge that travels, in a real browser: the numbers of Python, and nothing cut at any size."""

import numpy as np
import pytest
from alone import move, opened
from axe_playwright_python.sync_playwright import Axe
from browser import import_modules

from handprop import explore
from handprop.activations import FACTS
from handprop.examples import get
from handprop.explore.nudge.numbers import state
from handprop.network import Network

pytestmark = pytest.mark.browser

HIDDEN = tuple(name for name, facts in FACTS.items() if facts.alone)


def chains():
    for name in ("chain", "neuron_sigmoid", "house_scaled"):
        yield get(name).network(), get(name).x, get(name).y
    rng = np.random.default_rng(3)
    for _ in range(50):
        depth = int(rng.integers(1, 5))
        params = {f"W{k}": rng.normal(size=(1, 1)) for k in range(1, depth + 1)}
        params |= {f"b{k}": rng.normal(size=1) for k in range(1, depth + 1) if rng.random() < 0.6}
        net = Network(params, [str(rng.choice(HIDDEN)) for _ in range(depth)])
        yield net, rng.normal(size=1), rng.normal(size=1)


def test_every_link_is_that_of_python(browser):
    page = browser.new_page()
    import_modules(page, "nudge")
    for net, x, y in chains():
        spec = explore.nudge(net, x, y).view.spec
        for parameter in spec["names"]:
            found = page.evaluate("([spec, name]) => nudge.state(spec, name, 0.1)", [spec, parameter])
            truth = state(net, x, y, parameter, 0.1)
            for ours, theirs in zip(found["links"], truth["links"], strict=True):
                assert [ours["from"], ours["to"]] == [theirs["from"], theirs["to"]]
                for key in ("before", "change", "ratio", "slope"):
                    assert ours[key] == (theirs[key] and pytest.approx(theirs[key], rel=1e-9, abs=1e-14))
            assert found["rate"] == pytest.approx(truth["rate"], rel=1e-9, abs=1e-13)
    page.close()


@pytest.mark.parametrize("width", [390, 640, 1280])
def test_nothing_is_cut_and_the_words_are_those_of_python(browser, tmp_path, width):
    shown = explore.nudge(get("chain"))
    page, faults = opened(browser, tmp_path, shown, width, 844, color_scheme="dark")
    move(page, parameter="b1", nudge=0.01)
    words = shown.at(parameter="b1", nudge=0.01).state()["words"].replace("-", "−")
    page.get_by_text(words, exact=True).wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    found = Axe().run(page, context=".handprop-explorer")
    assert [one["id"] for one in found.response["violations"]] == []
    assert faults == []


def test_on_a_phone_a_link_leads_from_card_to_card_and_the_slider_keeps_its_place(browser, tmp_path):
    page, faults = opened(browser, tmp_path, explore.nudge(get("neuron_sigmoid")), 390, 844)
    cards = [one.bounding_box() for one in page.locator(".hp-quantity").filter(visible=True).all()]
    links = [one.bounding_box() for one in page.locator(".hp-link").filter(visible=True).all()]
    assert len(links) == len(cards) - 1
    for before, link, after in zip(cards, links, cards[1:], strict=False):
        assert before["y"] < link["y"] < before["y"] + before["height"]
        assert after["y"] < link["y"] + link["height"] < after["y"] + after["height"]
        assert link["x"] + link["width"] < after["x"] == before["x"]
    slider = page.locator(".hp-control-nudge input")
    places = []
    for size in (1, 0.1, 0.001, 1e-6):
        move(page, nudge=size)
        words = explore.nudge(get("neuron_sigmoid")).at(nudge=size).state()["words"].replace("-", "−")
        page.get_by_text(words, exact=True).wait_for()
        places.append(slider.bounding_box()["y"])
    assert len(set(places)) == 1
    assert faults == []
