"""Deep chains in a real browser: the numbers of Python, and nothing cut at any size."""

import pytest
from alone import move, opened
from axe_playwright_python.sync_playwright import Axe
from browser import import_modules

from handprop import explore
from handprop.explore.deep_chain.numbers import state

pytestmark = pytest.mark.browser


def test_every_layer_is_that_of_python(browser):
    page = browser.new_page()
    import_modules(page, "deep_chain")
    for activation in ("sigmoid", "tanh", "relu"):
        for weight in (0.4, 0.95, 1.7, 5):
            for depth in (1, 13, 40):
                found = page.evaluate("(all) => deep_chain.state(...all)", [depth, weight, activation])
                truth = state(depth, weight, activation)
                assert found["words"] == truth["words"]
                for key in ("grads", "factors"):
                    assert found[key] == pytest.approx(truth[key], rel=1e-9, abs=0)
    page.close()


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1280, "light")])
def test_nothing_is_cut_and_the_words_are_those_of_python(browser, tmp_path, width, scheme):
    shown = explore.deep_chain()
    page, faults = opened(browser, tmp_path, shown, width, 844, color_scheme=scheme)
    move(page, activation="relu", weight=2, depth=33)
    words = shown.at(activation="relu", weight=2, depth=33).state()["words"].replace("-", "−")
    page.get_by_text(words, exact=True).wait_for()
    assert page.locator(".hp-chain-bar[visibility=visible]").count() == 34
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    found = Axe().run(page, context=".handprop-explorer")
    assert [one["id"] for one in found.response["violations"]] == []
    assert faults == []
