"""Phases, derivations, presets and lines of code in a real browser: as Python has them, by keyboard."""

import random
import re

import numpy as np
import pytest
from browser import import_modules, run_all_cells, write_notebook
from on_paper import is_sum, last_digit, where_digits_cancel, worked_out

from handprop import examples, explore
from handprop.draw import digits
from handprop.explore.network.derivation import derivations, places
from handprop.explore.network.numbers import state
from handprop.explore.network.phases import PHASES, phase_told
from handprop.network import Network
from handprop.symbolic import SymbolicNetwork

pytestmark = pytest.mark.browser

SHAPES = {
    "seed": (["relu", "linear"], {"W1": (2, 2), "W2": (2, 1)}),
    "gate_own": (["relu", "linear"], {"W1": (2, 2), "b1": (2,), "W2": (2, 1), "b2": (1,)}),
    "chain": (["sigmoid", "sigmoid"], {"W1": (1, 1), "b1": (1,), "W2": (1, 1), "b2": (1,)}),
    "two outputs": (["tanh", "sigmoid"], {"W1": (1, 2), "W2": (2, 2), "b2": (2,)}),
}


# ---- the JavaScript against Python ----


@pytest.fixture(scope="module")
def front(browser):
    """A page in which the network explorer's module stands under its own name."""
    page = browser.new_page()
    import_modules(page, "network")
    yield page
    page.close()


def plain(value):
    """Numbers and arrays as JSON takes them."""
    if isinstance(value, dict):
        return {key: plain(part) for key, part in value.items()}
    return value.tolist() if isinstance(value, np.ndarray | np.generic) else value


def random_text(rng: random.Random, shape: tuple[int, ...]):
    """Nested decimals with two places, as text: exact for SymPy and for NumPy."""
    if not shape:
        return f"{rng.randint(-150, 150) / 100:.2f}"
    return [random_text(rng, shape[1:]) for _ in range(shape[0])]


def random_case(kind: str, rng: random.Random) -> tuple[Network, SymbolicNetwork, np.ndarray, np.ndarray]:
    activations, shapes = SHAPES[kind]
    params = {name: random_text(rng, shape) for name, shape in shapes.items()}
    inputs, outputs = shapes["W1"][0], shapes["W2"][1]
    x, y = random_text(rng, (inputs,)), random_text(rng, (outputs,))
    numbers = {name: np.array(value, dtype=float) for name, value in params.items()}
    exact = SymbolicNetwork(params, activations, x=x, target=y)
    return Network(numbers, activations), exact, np.array(x, float), np.array(y, float)


@pytest.mark.parametrize("kind", SHAPES)
def test_the_phases_say_what_python_says(front, kind):
    rng = random.Random(7)
    for _ in range(20):
        net, _, x, y = random_case(kind, rng)
        now, spec = state(net, x, y, 0.05), explore.network(net, x, y).view.spec
        run = "([now, spec, phases]) => phases.map((phase) => network.phaseTold(now, phase, spec))"
        names = [phase for _, phase in PHASES]
        assert front.evaluate(run, [plain(now), spec, names]) == [phase_told(now, p, net) for p in names]


@pytest.mark.parametrize("kind", SHAPES)
def test_every_line_of_a_derivation_has_the_exact_value(front, kind):
    rng = random.Random(11)
    look = """([now, places, lines]) => lines.map(({tree}) => {
        const look = (name) => places[name].reduce((part, key) => part[key], now);
        return tree === null ? null : [network.valueOf(tree, look), network.numbersOf(tree, look)];
    })"""
    for _ in range(2):
        net, exact, x, y = random_case(kind, rng)
        now = {**state(net, x, y, 0.05), "params": net.params, "target": y}
        values, found_places = exact.values(), places(net)
        for name, lines in derivations(net).items():
            found = front.evaluate(look, [plain(now), found_places, lines])
            symbolic = [line for line in exact.derivation(name) if not line.numeric]
            for made, line in zip(found, symbolic, strict=True):
                if made is not None:
                    value = float(line.right.xreplace(values).doit())
                    assert made[0] == pytest.approx(value, rel=1e-12, abs=1e-15), line
            last = exact.gradient(name).xreplace(exact.values())
            assert found[-1][0] == pytest.approx(float(last), rel=1e-12, abs=1e-15)


@pytest.mark.parametrize("last", ["linear", "sigmoid"])
def test_the_numbers_of_a_line_give_its_value(front, last):
    rng = np.random.default_rng(8)
    run = """([now, places, lines]) => lines.map((line) =>
        network.derivationLine(line, (name) => places[name].reduce((part, key) => part[key], now)))"""
    sums = 0
    for _ in range(20):
        net, x, y = where_digits_cancel(rng, ["tanh", last])
        now = {**state(net, x[0], y[0], 0.05), "params": net.params, "target": y[0]}
        lines = [line for made in derivations(net).values() for line in made]
        for told in front.evaluate(run, [plain(now), places(net), lines]):
            *_, numbers, result = re.split(" [=≈] ", told)
            if re.search("[^-+*/·² ()0-9.e]", numbers):
                continue  # a formula, with a value of one symbol
            assert worked_out(numbers) == pytest.approx(float(result), rel=5e-3, abs=1e-14), told
            if is_sum(numbers):
                assert abs(worked_out(numbers) - float(result)) <= last_digit(result), told
                sums += 1
    assert sums > 100


def test_a_line_shows_formula_numbers_and_value(front):
    example = examples.get("gate_own")
    net = example.network()
    now = {**state(net, example.x, example.y, 0.05), "params": net.params, "target": example.y}
    run = """([now, places, lines]) => lines.map((line) =>
        network.derivationLine(line, (name) => places[name].reduce((part, key) => part[key], now)))"""
    lines = derivations(net)
    assert front.evaluate(run, [plain(now), places(net), lines["w2"]])[1:] == [
        "∂L/∂ŷ = ŷ − y = -0.06 - 0.5 = -0.56",
        "∂ŷ/∂h1 = w5 = 0.6",
        "∂h1/∂z1 = [z1 > 0] = 1",
        "∂z1/∂w2 = x2 = -2",
        "δ = ŷ − y = -0.06 - 0.5 = -0.56",
        "∂L/∂w2 = (ŷ − y) · w5 · [z1 > 0] · x2 = (-0.06 - 0.5) · 0.6 · 1 · (-2) = 0.672",
        "∂L/∂w2 = δ · w5 · [z1 > 0] · x2 = -0.56 · 0.6 · 1 · (-2) = 0.672",
    ]
    seed = examples.get("seed")
    now = {**state(seed.network(), seed.x, seed.y, 0.05), "params": seed.params, "target": seed.y}
    rounded = front.evaluate(run, [plain(now), places(seed.network()), derivations(seed.network())["w1"]])
    assert rounded[-1] == "∂L/∂w1 = δ · w5 · [z1 > 0] · x1 = -0.7963 · 0.11 · 1 · 2 ≈ -0.1752"


def test_numbers_in_code_are_those_of_python(front):
    rng = np.random.default_rng(5)
    values = [0.0, -0.0, 0.1 + 0.2, 1e-4, 9.99999999999999e-5, 1e15, 123456789012345.0, -2.5e-9]
    values += (rng.normal(size=300) * 10.0 ** rng.integers(-12, 16, 300)).tolist()
    for count in (12, 15):
        run = "([values, count]) => values.map((value) => network.exact(value, count))"
        assert front.evaluate(run, [values, count]) == [f"{value + 0.0:.{count}g}" for value in values]


# ---- in JupyterLab ----


@pytest.fixture(scope="module")
def lab(desk):
    """(page, what went wrong): a notebook with the network explorer, run."""
    cell = "explore.network(examples.get('seed'))"
    write_notebook(desk.folder / "phases.ipynb", "from handprop import examples, explore", cell)
    page, faults = desk.open("phases.ipynb")
    run_all_cells(page)
    page.locator(".hp-words").wait_for()
    return page, faults


@pytest.fixture
def page(lab):
    """The page at its start; nothing went wrong until the end."""
    opened, faults = lab
    opened.get_by_role("button", name="Reset").click()
    expect_words(opened, seed_told("all")["words"])
    yield opened
    assert faults == []


def seed_told(phase: str, net: Network | None = None) -> dict:
    seed = examples.get("seed")
    net = net or seed.network()
    return phase_told(state(net, seed.x, seed.y, seed.learning_rate), phase, net)


def expect_words(page, words: str) -> None:
    page.wait_for_function(
        "words => document.querySelector('.hp-words').textContent === words", arg=words.replace("-", "−")
    )


def seen(page, part: str) -> int:
    """How many of the parts of the picture can be seen."""
    return sum(one.is_visible() for one in page.locator(f"svg.hp-picture {part}").all())


def test_the_phases_by_keyboard_round_and_back(page):
    net = examples.get("seed").network()
    seed = examples.get("seed")
    after = net.update(net.gradients(seed.x, seed.y), 0.05)
    every = {"error": seen(page, ".hp-of-error"), "backward": seen(page, ".hp-of-backward")}
    assert min(every.values()) > 0
    bar = page.get_by_role("group", name="Phases of one step")
    bar.get_by_role("button", name="Next phase").focus()
    for phase, error, backward in (
        ("forward", 0, 0),
        ("error", 1, 0),
        ("backward", 1, 1),
        ("update", 1, 1),
    ):
        page.keyboard.press("Enter")
        expect_words(page, seed_told(phase)["words"])
        assert seen(page, ".hp-of-error") == error * every["error"]
        assert seen(page, ".hp-of-backward") == backward * every["backward"]
        assert bar.locator("[aria-current=step]").inner_text().endswith(phase)
        label = page.get_by_role("group", name="A 2-2-1 network").get_attribute("aria-label")
        assert label == f"A 2-2-1 network. {seed_told(phase)['results']}".replace("-0.", "−0.")
    labels = page.locator('g[data-parameter="w5"]').text_content()
    assert labels == f"w5{digits(after.params['W2'][0, 0])}was0.11"

    # Round: the step is taken, the next one begins; the arrow back undoes it.
    page.keyboard.press("ArrowRight")
    expect_words(page, seed_told("forward", after)["words"])
    page.keyboard.press("ArrowLeft")
    expect_words(page, seed_told("update")["words"])
    for phase in ("backward", "error", "forward", "all"):
        page.keyboard.press("ArrowLeft")
        expect_words(page, seed_told(phase)["words"])
    assert bar.get_by_role("button", name="Back").get_attribute("aria-disabled") == "true"


def test_a_slider_moved_in_between_is_not_undone(page):
    bar = page.get_by_role("group", name="Phases of one step")
    bar.get_by_role("button", name="Next phase").focus()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    seed = examples.get("seed")
    net = seed.network()
    after = net.update(net.gradients(seed.x, seed.y), 0.05)
    expect_words(page, seed_told("forward", after)["words"])
    page.get_by_role("slider", name="weight w5").focus()
    page.keyboard.press("Home")
    moved = after.with_params({"W2": [[-1.0], after.params["W2"][1]]})
    expect_words(page, seed_told("forward", moved)["words"])
    bar.get_by_role("button", name="Back").focus()
    page.keyboard.press("ArrowLeft")
    expect_words(page, seed_told("all", moved)["words"])


def test_a_derivation_by_keyboard_and_under_the_pointer(page):
    lines = page.locator(".hp-lines .hp-formula")
    page.get_by_role("radio", name="w6").focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowLeft")  # w5
    assert page.get_by_role("radio", name="w5").is_checked()
    last = lines.get_by_text("∂L/∂w5 = δ · h1 = −0.7963 · 1.23 ≈ −0.9794", exact=True)
    last.wait_for()
    page.wait_for_function(
        "document.querySelector('.hp-spoken').textContent.includes('∂L/∂w5 = δ · h1 = −0.7963 · 1.23')"
    )
    assert page.locator("g.hp-chosen").get_attribute("data-parameter") == "w5"

    # A slider with the focus takes over, and the numbers are those of now.
    page.get_by_role("slider", name="weight w4").focus()
    for _ in range(25):
        page.keyboard.press("ArrowLeft")
    closed = "∂L/∂w4 = δ · w6 · [z2 > 0] · x2 = −0.8647 · 0.12 · 0 · 3 = 0"
    lines.get_by_text(closed, exact=True).wait_for()
    page.locator('g[data-parameter="w3"] rect').hover()
    lines.get_by_text("∂z2/∂w3 = x1 = 2", exact=True).wait_for()

    # In the first phases there is no gradient to derive.
    page.get_by_role("button", name="Next phase").click()
    page.get_by_text("The gradients come in phase 3, backward.").wait_for()
    assert lines.count() == 0


def test_presets_and_the_line_of_code(page):
    page.get_by_role("group", name="Presets").get_by_role("button", name="dead ReLU").focus()
    page.keyboard.press("Enter")
    expect_words(page, "One step with learning rate 0.05 would leave the loss at 0.5.")
    assert page.locator("svg.hp-picture").get_by_text("gate closed").count() == 2  # spoken later, too
    assert page.locator(".hp-door.hp-shut").count() == 2
    page.get_by_role("button", name="Share as code").focus()
    page.keyboard.press("Enter")
    field = page.get_by_role("textbox", name="This state as one line of Python")
    shown = explore.network(examples.get("seed")).preset("dead ReLU")
    assert field.input_value() == shown.code()
    chosen = "() => document.getSelection().toString() || document.activeElement.value"
    assert page.evaluate(chosen) == shown.code()
    page.get_by_role("button", name="overshoots").click()
    expect_words(page, shown.preset("overshoots").state()["words"])
    page.get_by_role("button", name="Next phase").click()
    expect_words(page, shown.at(phase="forward").state()["words"])
    assert field.input_value() == shown.code()
    page.get_by_role("button", name="the seed").click()
    expect_words(page, seed_told("all")["words"])
    page.get_by_role("button", name="Share as code").click()
    assert not field.is_visible()


def test_the_step_is_written_out_and_kept_as_a_page(page, tmp_path):
    sheet = page.get_by_role("region", name="The step written out")
    opener = page.get_by_role("button", name="Write it out")
    assert sheet.count() == 0
    opener.focus()
    page.keyboard.press("Enter")
    sheet.wait_for()
    shown = explore.network(examples.get("seed"))
    key = shown.write_out().key()
    assert {key["dL/dw1"], key["L"], key["z1"]} <= {cell for cell in words_of(sheet) if cell}
    page.wait_for_function("document.activeElement.matches('.hp-written')")
    assert sheet.get_by_role("heading", level=3).inner_text() == "Back-propagation by hand: solution"
    with page.expect_download() as coming:
        sheet.get_by_role("link", name="Save as a page").click()
    assert coming.value.suggested_filename == "worked_solution.html"
    coming.value.save_as(tmp_path / "kept.html")
    kept = (tmp_path / "kept.html").read_text(encoding="utf-8")
    assert kept == shown.write_out().text("html")

    # The numbers move on, and the sheet says so; a rate of 0 makes no step, in a sentence.
    rate = page.get_by_role("slider", name="learning rate")
    rate.focus()
    page.keyboard.press("Home")
    sheet.get_by_text("The numbers have moved since.").wait_for()
    opener.click()
    page.locator(".hp-note").get_by_text("a learning rate is above 0").wait_for()
    sheet.get_by_role("button", name="Close").click()
    assert sheet.count() == 0
    assert page.evaluate("document.activeElement.textContent") == "Write it out"


def words_of(sheet) -> list[str]:
    """What stands in the sheet's formulas and tables, number by number."""
    return re.findall(r"[−-]?\d[\d.]*", sheet.text_content().replace("\u2212", "-"))


def test_motion_is_reduced_on_request(page):
    moving = """() => [...document.querySelectorAll(".handprop-view *")].filter((one) => {
        const style = getComputedStyle(one);
        const longest = (list) => Math.max(...list.split(",").map(parseFloat));
        return longest(style.transitionDuration) > 0 || longest(style.animationDuration) > 0;
    }).length"""
    page.emulate_media(reduced_motion="no-preference")
    assert page.evaluate(moving) > 0  # the doors of the gates
    page.emulate_media(reduced_motion="reduce")
    assert page.evaluate(moving) == 0
    page.emulate_media(reduced_motion="no-preference")
