"""Wrong gradients in a real browser: every mistake of the bank as in Python, and nothing cut at any size."""

import pytest
from alone import move, opened
from axe_playwright_python.sync_playwright import Axe
from browser import import_modules
from wrong_networks import NETWORKS, random_network

from handprop import explore
from handprop.explore.wrong_gradients.numbers import applying, state

pytestmark = pytest.mark.browser

ASK = "(all) => wrong_gradients.state(...all)"


def lists(net):
    return {name: value.tolist() for name, value in net.params.items()}


@pytest.mark.parametrize("kind", NETWORKS)
def test_every_mistake_has_the_numbers_and_words_of_python(browser, kind):
    page = browser.new_page()
    import_modules(page, "wrong_gradients")
    for seed in range(4):
        net, x, y = random_network(kind, seed)
        spec = explore.wrong_gradients(net, x, y).view.spec
        for mistake in ["none", *applying(net)]:
            rate, steps = ((0.05, 12), (0.4, 3))[seed % 2]
            truth = state(net, x, y, mistake, rate, steps)
            asked = [spec, lists(net), x.tolist(), y.tolist(), mistake, rate, steps]
            found = page.evaluate(ASK, asked)
            for ours, theirs in zip(found["rows"], truth["rows"], strict=True):
                assert [ours["name"], ours["verdict"]] == [theirs["name"], theirs["verdict"]]
                assert ours["gradient"] == pytest.approx(theirs["gradient"], rel=1e-9, abs=1e-12)
                assert ours["nudge"] == pytest.approx(theirs["nudge"], rel=1e-5, abs=1e-8)
            for key in ("losses", "right"):
                assert found[key] == pytest.approx(truth[key], rel=1e-8, abs=1e-12)
            assert [found["who"], found["words"]] == [truth["who"], truth["words"]]
    page.close()


def test_no_mistake_stands_in_javascript_that_the_bank_does_not_have(browser):
    page = browser.new_page()
    import_modules(page, "wrong_gradients")
    known = set().union(*(applying(random_network(kind, 0)[0]) for kind in NETWORKS))
    assert set(page.evaluate("Object.keys(wrong_gradients.MISTAKES)")) == known
    page.close()


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (800, "light"), (1280, "light")])
def test_a_mistake_is_chosen_and_told_by_mark_and_word(browser, tmp_path, width, scheme):
    shown = explore.wrong_gradients()
    page, faults = opened(browser, tmp_path, shown, width, 844, color_scheme=scheme)
    assert page.get_by_text("= agrees").count() >= 6
    assert page.locator(".hp-hollow").count() == 0
    move(page, mistake="M25-NO-OUT-WEIGHT", w5=0.5)
    now = shown.at(mistake="M25-NO-OUT-WEIGHT", w5=0.5).state()
    for key in ("who", "words"):
        page.get_by_text(now[key].replace("-", "−") if key == "words" else now[key], exact=True).wait_for()
    assert page.locator(".hp-hollow").count() == 4
    assert page.locator("svg").get_by_text("≠ 2 times").count() == 2
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    found = Axe().run(page, context=".handprop-explorer")
    assert [one["id"] for one in found.response["violations"]] == []
    assert faults == []
