"""The network explorer in the hand: numbers dragged in the picture, the path and the product of a weight."""

import numpy as np
import pytest
from alone import opened
from axe_playwright_python.sync_playwright import Axe
from browser import import_modules

from handprop import explore
from handprop.examples import get
from handprop.explore.network.derivation import derivations, places
from handprop.explore.network.numbers import state
from handprop.network import Network

pytestmark = pytest.mark.browser

HELD = {"w1": "[data-hold=w1]", "w6": "[data-hold=w6]", "b1": "[data-hold=b1]", "x2": "[data-hold=x2]"}
HELD["y1"] = "[data-hold=y1]"
TOLD = """() => [...document.querySelectorAll(
  ".hp-stage svg:not(.hp-away) text, .hp-words, .hp-tables td, .hp-factor, .hp-formula",
)].map((one) => one.textContent)"""


def middle(page, selector: str) -> tuple[float, float]:
    box = page.locator(f"svg:not(.hp-away) {selector}").bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def settled(page):
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    return page.evaluate(TOLD)


@pytest.mark.parametrize("name", HELD)
def test_a_drag_and_the_slider_give_the_same_state(browser, tmp_path, name):
    page, faults = opened(browser, tmp_path, explore.network(get("seed_bias")), 1000, 900)
    page.locator(".hp-choices input").first.click()
    x, y = middle(page, HELD[name])
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 31, y, steps=4)
    page.mouse.up()
    page.locator(".hp-choices input").first.click()
    page.wait_for_function("(name) => location.hash.startsWith(`#${name}=`)", arg=name)
    moved = page.locator(f".hp-control-{name} input")
    dragged, value = settled(page), moved.input_value()  # the address is behind, on a busy machine
    page.locator(".hp-bar").get_by_text("Reset", exact=True).click()
    page.wait_for_function("() => !location.hash")
    assert settled(page) != dragged
    put = "(one, v) => { one.value = v; one.dispatchEvent(new Event('input', { bubbles: true })); }"
    moved.evaluate(put, value)
    assert settled(page) == dragged
    assert faults == []
    page.close()


def test_a_finger_drags_a_weight_and_the_page_stays(browser, tmp_path):
    options = {"has_touch": True, "is_mobile": True}
    page, faults = opened(browser, tmp_path, explore.network(get("seed")), 390, 844, **options)
    finger = page.context.new_cdp_session(page)
    x, y = middle(page, HELD["w6"])
    for kind, points in (("touchStart", [(x, y)]), ("touchMove", [(x + 40, y + 3)]), ("touchEnd", [])):
        where = [{"x": a, "y": b} for a, b in points]
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": where})
    page.wait_for_function("() => location.hash.startsWith('#w6=') && Number(location.hash.slice(4)) > 0.2")
    assert page.evaluate("scrollY") == 0
    assert page.locator(".hp-weight-label.hp-chosen:visible").get_attribute("data-parameter") == "w6"
    assert faults == []
    page.close()


def test_folded_away_the_sliders_leave_their_keys_to_the_picture(browser, tmp_path):
    page, _ = opened(browser, tmp_path, explore.network(get("seed")), 1000, 900)
    w5 = page.locator("[data-hold=w5]")
    assert w5.get_attribute("tabindex") == "-1"  # the slider is the way in
    page.locator(".hp-fold").focus()
    page.keyboard.press("s")
    assert not page.locator(".handprop-controls").is_visible()
    assert w5.get_attribute("tabindex") == "0"
    w5.focus()
    found = []
    for key in ("ArrowRight", "PageUp", "Shift+ArrowRight", "End", "Home"):
        page.keyboard.press(key)
        settled(page)
        found.append(round(float(w5.get_attribute("aria-valuenow")), 6))
    assert found == [0.12, 0.22, 0.221, 1.0, -1.0]
    assert w5.get_attribute("aria-label") == "weight w5, from hidden unit 1 to the output"
    assert Axe().run(page, context=".handprop-explorer").response["violations"] == []
    page.keyboard.press("s")
    assert page.locator(".handprop-controls").is_visible()
    page.close()


# ---- the path and the product, against NumPy ----


@pytest.fixture(scope="module")
def front(browser):
    """A page in which the network explorer's module stands under its own name."""
    page = browser.new_page()
    import_modules(page, "network")
    yield page
    page.close()


def drawn(rng: np.random.Generator) -> tuple[Network, np.ndarray, np.ndarray]:
    sizes = [int(n) for n in rng.integers(1, 3, 3)]
    params = {f"W{k}": rng.uniform(-1, 1, (sizes[k - 1], sizes[k])).round(2) for k in (1, 2)}
    params |= {f"b{k}": rng.uniform(-1, 1, sizes[k]).round(2) for k in (1, 2)} if rng.random() < 0.5 else {}
    kinds = [str(rng.choice(["relu", "sigmoid", "tanh"])), str(rng.choice(["linear", "sigmoid"]))]
    return (
        Network(params, kinds),
        rng.uniform(-2, 2, sizes[0]).round(1),
        rng.uniform(-1, 1, sizes[2]).round(1),
    )


def plain(value):
    if isinstance(value, dict):
        return {key: plain(part) for key, part in value.items()}
    return value.tolist() if isinstance(value, np.ndarray | np.generic) else value


PRODUCT = """([now, places, lines]) => {
  const look = (name) => places[name].reduce((part, key) => part[key], now);
  const { paths } = network.productOf(lines);
  const times = (path) => path.reduce((value, { tree }) => value * network.valueOf(tree, look), 1);
  return paths.map(times).reduce((a, b) => a + b);
}"""
CURVE = "([net, x, y, spot, ends]) => network.lossOver(net, x, y, spot, ends, 20)"


def test_product_and_curve_are_those_of_fifty_random_networks(front):
    rng = np.random.default_rng(16)
    derived = {}
    for _ in range(50):
        net, x, y = drawn(rng)
        shape = str([[*map(np.shape, net.params.values())], net.activations])
        if shape not in derived:
            derived[shape] = (derivations(net), places(net))
        lines, spots = derived[shape]
        now = plain({**state(net, x, y, 0.05), "params": net.params, "target": y})
        spec = explore.network(net, x, y).view.spec
        slopes = net.gradients(x, y)
        for name, array, *spot in spec["parameters"]:
            found = front.evaluate(PRODUCT, [now, spots, lines[name]])
            assert found == pytest.approx(slopes[array][tuple(spot)], rel=1e-12, abs=1e-15)
        name, array, *spot = spec["parameters"][rng.integers(len(spec["parameters"]))]
        parts = {"params": plain(net.params), "activations": list(net.activations), "loss": net.loss_name}
        asked = [{**parts, "frozen": []}, plain(x), plain(y), [array, *spot], [-1, 1]]
        for value, loss in front.evaluate(CURVE, asked):
            moved = net.params[array].copy()
            moved[tuple(spot)] = value
            other = net.with_params({array: moved})
            assert loss == pytest.approx(other.loss(other.forward(x), y), rel=1e-12)


def test_the_path_goes_on_to_the_loss_and_ends_at_a_closed_gate(front):
    seed = get("seed")
    spec = explore.network(seed).view.spec

    def path(net, name):
        now = plain(state(net, seed.x, seed.y, 0.05))
        return front.evaluate("([spec, now, name]) => network.pathFrom(spec, now, name)", [spec, now, name])

    open_path = [["line", 1, 0, 1], ["unit", 1, 1], ["line", 2, 1, 0], ["unit", 2, 0], ["loss"]]
    assert path(seed.network(), "w3") == open_path
    assert path(seed.network(), "w5") == [["line", 2, 0, 0], ["unit", 2, 0], ["loss"]]
    shut = seed.network().with_params({"W1": [[0.12, -1.0], [0.33, 0.09]]})
    assert path(shut, "w3") == open_path[:2]
