"""The explorers of learning rate, matrices and training in a real browser, against NumPy."""

import ast

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from browser import import_modules, run_all_cells, write_notebook
from on_paper import where_digits_cancel

from handprop import examples, explore
from handprop.draw import digits

# The functions that explore offers hide the modules of the same names.
from handprop.explore.learning_rate.numbers import state as descent  # isort: skip
from handprop.explore.learning_rate.landscapes import LANDSCAPES  # isort: skip
from handprop.explore.matrices.words import state as traced  # isort: skip
from handprop.explore.training.numbers import EPOCHS, RATES, Setting, run  # isort: skip
from handprop.explore.training.numbers import state as trained  # isort: skip
from handprop.explore.training.parts import count  # isort: skip

pytestmark = pytest.mark.browser

WIDTH = 294  # of the axes of the curves of training
MODULES = ("learning_rate", "matrices", "training")
CELLS = (
    "from handprop import explore, examples",
    "rate = explore.learning_rate(learning_rate=0.05)\nrate",
    "matrices = explore.matrices(examples.get('seed'))\nmatrices",
    "training = explore.training()\ntraining",
    "[one.numbers() for one in (rate, matrices, training)]",
)


# ---- the JavaScript against Python ----


@pytest.fixture(scope="module")
def front(browser):
    """A page in which the module of each explorer stands under its own name."""
    page = browser.new_page()
    for name in MODULES:
        import_modules(page, name)
    yield page
    page.close()


def assert_same(found, expected, rtol: float, atol: float, where: str = "") -> None:
    """Words exactly, numbers closely."""
    if isinstance(expected, dict):
        assert set(found) == set(expected)
        for key, value in expected.items():
            assert_same(found[key], value, rtol, atol, f"{where} {key}")
    elif isinstance(expected, str) or (isinstance(expected, list) and {"words", "sees"} & {*where.split()}):
        assert found == expected, where
    else:
        np.testing.assert_allclose(np.array(found), expected, rtol=rtol, atol=atol, err_msg=where)


def test_descents_give_the_numbers_and_words_of_python(front):
    rates = {"house_scaled": 1.0, "house": 1e-6, "seed": 0.5}
    rates |= {"gardens_scaled": 1.7, "gardens": 0.045, "relu_1_1_1": 1.0}
    rng = np.random.default_rng(4)
    cases = [
        (name, float(rng.uniform(0, 1.2) * rates[name]), int(rng.integers(0, 13)), float(rng.uniform(0, 1.3)))
        for name in LANDSCAPES
        for _ in range(60)
    ]
    # Each name once, at settings where rounding cannot choose between two.
    cases += [
        ("seed", 0.001, 20, 1.0),
        ("seed", 0.05, 20, 1.0),
        ("seed", 0.45, 40, 1.0),
        ("seed", 0.05, 5, 0.0),
        ("gardens", 0.02, 20, 1.0),
        ("gardens", 0.035, 20, 1.0),
        ("gardens", 0.041, 20, 1.0),
        ("relu_1_1_1", 0.9, 10, 1.0),
    ]
    cases += [("seed", 0.3, 12, 1.0), ("house", 10.0, 40, 1.0), ("house_scaled", 0.95, 8, 1.0)]
    cases += [("house_scaled", 0.8, 20, 1.0), ("house_scaled", 0.1, 0, 1.0)]
    spec = explore.learning_rate().view.spec["landscapes"]
    run = "cases => cases.map((one) => learning_rate.descent(...one))"
    found = front.evaluate(run, [[spec[name], *rest] for name, *rest in cases])
    seen = set()
    for case, now in zip(cases, found, strict=True):
        expected = descent(*case)
        seen.add(expected["behaviour"])
        # The house in dollars squares thousands; steps beyond the minimum subtract nearly equal numbers.
        scale = max(1.0, np.sqrt(2 * expected["losses"][0]))
        assert now.pop("words") == expected.pop("words"), case
        infinite = not np.isfinite(expected["losses"][-1])
        if infinite:
            assert len(now["losses"]) == len(expected["losses"])
            continue
        assert_same(now, expected, rtol=1e-8, atol=1e-11 * scale**2, where=str(case))
    assert seen == {"slow", "good", "oscillating", "without end", "diverging", "dead", "start"}


@pytest.mark.parametrize("name", ["seed", "gate_own", "mazur", "chain", "batch_232", "xor"])
def test_matrices_and_their_sentences_are_those_of_python(front, name):
    example = examples.get(name)
    net = example.network()
    spec = explore.matrices(example).view.spec
    params = {key: value.tolist() for key, value in net.params.items()}
    described = {"params": params, "activations": list(net.activations), "loss": net.loss_name, "frozen": []}
    rows = [np.atleast_2d(example.x).tolist(), np.atleast_2d(example.y).tolist()]
    found = front.evaluate(
        "([spec, net, x, y]) => matrices.traced(spec, net, x, y)", [spec, described, *rows]
    )
    assert_same(found, traced(net, example.x, example.y), rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("samples", [1, 3])
def test_sentences_of_matrices_have_the_digits_of_python_where_some_cancel(front, samples):
    rng = np.random.default_rng(9)
    for _ in range(10):
        net, x, y = where_digits_cancel(rng, ["tanh", "sigmoid"], samples)
        spec = explore.matrices(net, x, y).view.spec
        params = {key: value.tolist() for key, value in net.params.items()}
        described = {
            "params": params,
            "activations": list(net.activations),
            "loss": net.loss_name,
            "frozen": [],
        }
        found = front.evaluate(
            "([spec, net, x, y]) => matrices.traced(spec, net, x, y).words",
            [spec, described, x.tolist(), y.tolist()],
        )
        assert found == traced(net, x, y)["words"]


SETTINGS = (
    Setting(),
    Setting("0.5,1.2:1 -0.25,0:0 1.5,-0.5:1 0,0:1"),
    Setting(units=1, start="3", activation="relu"),
    Setting(units=8, start="6"),
)
BEGUN = """const begun = training.begin(spec, setting);
    training.grow(begun, epoch);"""


@pytest.mark.parametrize("setting", SETTINGS)
def test_trainings_are_those_of_python(front, setting):
    spec = explore.training().view.spec
    for epoch in (0, 1, 60, 400):
        read = f"""([spec, setting, epoch]) => {{
            {BEGUN}
            return spec.rates.map((_, i) => {{
                const {{ row, slopes, step, ...now }} = training.snapshot(spec, begun, i, epoch);
                const {{ map, hidden }} = training.maps(spec, begun, row);
                const all = (part) => [...part];
                return {{ ...now, row: all(row), slopes: all(slopes), map: all(map), hidden: all(hidden) }};
            }});
        }}"""
        for rate, found in zip(RATES, front.evaluate(read, [spec, setting._asdict(), epoch]), strict=True):
            expected = trained(rate, epoch, setting)
            for name, own in (("row", "params"), ("slopes", "gradients")):
                expected[name] = np.concatenate(
                    [np.ravel(expected[own][k]) for k in ("W1", "b1", "W2", "b2")]
                )
                del expected[own]
            expected |= {name: expected[name].ravel() for name in ("map", "hidden")}
            assert_same(found, expected, rtol=1e-9, atol=1e-12, where=f"{rate} {epoch}")


@pytest.mark.parametrize("setting", [Setting(units=8, start="6"), Setting(units=3, start="1")])
def test_a_training_that_small_differences_change_is_the_same_to_the_last_digit(front, setting):
    """With the rate 60, one part in 10¹⁵ more in the weights ends at another loss."""
    read = f"([spec, setting, epoch]) => {{ {BEGUN} return begun.runs.map((run) => run.losses[epoch]); }}"
    spec = explore.training().view.spec
    found = front.evaluate(read, [spec, setting._asdict(), EPOCHS])
    assert found == run(setting, EPOCHS).losses[EPOCHS].tolist()


@pytest.mark.parametrize(
    "setting", [Setting(), Setting(units=3, start="0", activation="relu"), Setting("0.5,1.2:1", 8, "4")]
)
def test_every_sub_step_of_an_epoch_says_the_same_as_in_python(front, setting):
    spec = explore.training().view.spec
    parts = count(setting.units, 4 + bool(setting.points))
    read = f"""([spec, setting, epoch, parts]) => {{
        {BEGUN}
        const words = (part) => training.snapshot(spec, begun, 1, epoch, part).words;
        return Array.from({{ length: parts }}, (_, k) => words(k + 1));
    }}"""
    found = front.evaluate(read, [spec, setting._asdict(), 3, parts])
    assert found == [trained(5.0, 3, setting._replace(part=k + 1))["words"] for k in range(parts)]


def test_points_in_an_address_that_are_none_are_passed_over(front):
    spec = explore.training().view.spec
    read = "([spec, text]) => training.pointsOf(spec, text)"
    assert front.evaluate(read, [spec, "0.5,1.2:1 9,9:1 x,0:1 0.1,0.2:2 0.1 -0.5,1.5:0"]) == [
        [0.5, 1.2, 1],
        [-0.5, 1.5, 0],
    ]
    assert len(front.evaluate(read, [spec, " ".join(["0,0:1"] * 9)])) == 6


# ---- the explorers in JupyterLab ----


@pytest.fixture(scope="module")
def lab(desk):
    """(page, faults) of a notebook with the three explorers, run."""
    write_notebook(desk.folder / "training.ipynb", *CELLS)
    page, faults = desk.open("training.ipynb", height=1000)
    run_all_cells(page)
    page.locator(".handprop-explorer").nth(2).locator(".hp-words").wait_for()
    return page, faults


def explorer(lab, index: int):
    return lab[0].locator(".handprop-explorer").nth(index)


def expect_words(part, words: str) -> None:
    part.locator(".hp-words").get_by_text(words.replace("-", "−"), exact=True).wait_for()


def numbers(part, row: str) -> list[str]:
    """The cells of a row of the folded table that is shown."""
    if part.locator("details").get_attribute("open") is None:
        part.locator("summary").click()
    line = part.locator(".hp-tables tr:not([hidden])").filter(has=part.page.locator(f'th:text-is("{row}")'))
    return [cell.replace("−", "-") for cell in line.locator("td").all_inner_texts()]


def places(part) -> list[dict]:
    """Where the parts stand that must not move, relative to the explorer."""
    part.evaluate("explorer => explorer.scrollIntoView()")  # while a page scrolls, the picture stays in view
    top = part.bounding_box()
    boxes = [part.locator(css).first.bounding_box() for css in (".hp-panels", ".hp-bar", ".hp-legend")]
    return [[round(box["x"] - top["x"]), round(box["y"] - top["y"]), round(box["height"])] for box in boxes]


def test_the_learning_rate_by_keyboard(lab):
    page, faults = lab
    part = explorer(lab, 0)
    expect_words(part, descent("house_scaled", 0.05, 10)["words"])
    # 0.05 is no round power of ten, and yet the slider starts at it.
    part.get_by_role("button", name="Share as code").click()
    line = part.get_by_role("textbox", name="This state as one line of Python")
    assert line.input_value() == "explore.learning_rate(learning_rate=0.05)"
    before = places(part)
    part.get_by_role("slider", name="learning rate").focus()
    for _ in range(120):
        page.keyboard.press("ArrowRight")
    rate = 10 ** (np.log10(0.05) + 1.2)
    now = descent("house_scaled", rate, 10)
    assert now["behaviour"] == "oscillating"
    expect_words(part, now["words"])
    assert numbers(part, "10") == [digits(now["places"][10]), digits(now["losses"][10])]
    part.get_by_role("slider", name="number of steps").focus()
    page.keyboard.press("End")
    now = descent("house_scaled", rate, 40)
    expect_words(part, now["words"])
    assert numbers(part, "40") == [digits(now["places"][40]), digits(now["losses"][40])]
    part.get_by_role("combobox", name="loss of").select_option(label="house, in dollars")
    assert descent("house", rate, 40)["behaviour"] == "diverging"
    expect_words(part, descent("house", rate, 40)["words"])
    part.get_by_role("button", name="Dead").click()
    expect_words(part, descent("seed", 0.45, 40)["words"])
    moved = 'example="seed", learning_rate=0.45, steps=40'
    assert line.input_value() == f"explore.learning_rate(learning_rate=0.05).at({moved})"
    part.get_by_role("button", name="Slow").click()
    expect_words(part, descent("seed", 0.001, 20)["words"])
    assert 'example="seed", learning_rate=0.001, steps=20' in line.input_value()
    part.get_by_role("button", name="Dead").click()
    part.locator(".hp-spoken[aria-live]").get_by_text("Dead: after step 20").wait_for()
    assert places(part) == before
    part.get_by_role("button", name="Reset").click()
    expect_words(part, descent("house_scaled", 0.05, 10)["words"])
    assert faults == []


def test_steps_on_a_map_by_keyboard(lab):
    page, faults = lab
    part = explorer(lab, 0)
    before = places(part)
    part.get_by_role("combobox", name="loss of").focus()
    page.keyboard.press("t")  # the first of the two houses
    expect_words(part, descent("gardens_scaled", 0.05, 10)["words"])
    part.locator(".hp-panel-title").get_by_text("The steps on the map of the loss", exact=True).wait_for()
    part.get_by_role("slider", name="learning rate").focus()
    for _ in range(100):
        page.keyboard.press("ArrowRight")
    expect_descent(part, "gardens_scaled", 0.5, 10)
    part.get_by_role("slider", name="start, times the example's first weights").focus()
    page.keyboard.press("Home")
    expect_descent(part, "gardens_scaled", 0.5, 10, 0.0)
    for name, at in {
        "Narrow valley": ("gardens", 0.035, 20),
        "Too far for ReLU": ("relu_1_1_1", 0.9, 10),
    }.items():
        part.get_by_role("button", name=name).focus()
        page.keyboard.press("Enter")
        expect_descent(part, *at)
    assert part.get_by_text("gate closed: flat").is_visible()
    assert Axe().run(page, {"include": [[".handprop-explorer"]]}).response["violations"] == []
    assert part.get_by_role("img", name="The steps on the map of the loss. Dead: after step 2").count() == 1
    assert places(part) == before
    part.get_by_role("button", name="Reset").click()
    part.locator(".hp-panel-title").get_by_text("The steps on the loss curve", exact=True).wait_for()
    expect_words(part, descent("house_scaled", 0.05, 10)["words"])
    assert faults == []


def expect_descent(part, name: str, rate: float, steps: int, start: float = 1.0) -> None:
    """Words, the last row of the table, and where on the map the dots are: one scale for both weights."""
    now = descent(name, rate, steps, start)
    expect_words(part, now["words"])
    place = ", ".join(map(digits, now["places"][-1]))
    assert numbers(part, str(steps)) == [place, digits(now["losses"][-1])]
    read = """all => all.filter(d => d.style.display === '')
        .map(d => d.getAttribute('transform').match(/-?[\\d.]+/g))"""
    dots = part.locator(".hp-panel").nth(0).locator("path.hp-step").evaluate_all(read)
    (left, right), (low, high) = LANDSCAPES[name].ends
    expected = [
        [62 + 366 * (w1 - left) / (right - left), 270 - 244 * (w2 - low) / (high - low)]
        for w1, w2 in now["places"]
    ]
    np.testing.assert_allclose(np.array(dots, dtype=float), expected, atol=0.02)


def test_the_matrices_by_keyboard(lab):
    page, faults = lab
    part = explorer(lab, 1)
    seed = examples.get("seed")
    net = seed.network()
    words = traced(net, seed.x, seed.y)["words"]
    expect_words(part, words["z1"][0][0])
    before = places(part)
    part.locator('td[tabindex="0"]').focus()
    page.keyboard.press("ArrowRight")
    expect_words(part, words["z1"][0][1])
    assert part.locator("td.hp-first").all_inner_texts() == ["2", "3"]  # the row of x
    assert part.locator("td.hp-second").all_inner_texts() == ["0.15", "0.09"]  # the column of W1
    page.keyboard.press("End")
    expect_words(part, words["W1"][1][1])
    for _ in range(9):
        page.keyboard.press("ArrowDown")
    for _ in range(3):
        page.keyboard.press("ArrowLeft")
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    expect_words(part, words["dW1"][1][1])
    focused = page.evaluate("document.activeElement.getAttribute('aria-label')")
    assert focused == words["dW1"][1][1].replace("-", "−")
    before = places(part)  # of the phase that is shown now: this screen has room for one
    part.get_by_role("slider", name="weight w6, from hidden unit 2 to the output").focus()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    moved = net.with_params({"W2": [[0.11], [0.17]]})
    now = traced(moved, seed.x, seed.y)
    expect_words(part, now["words"]["dW1"][1][1])
    grid = part.get_by_role("grid", name="∂W1, 2 by 2")
    assert [text.replace("−", "-") for text in grid.locator("td").all_inner_texts()] == [
        digits(v) for v in now["values"]["dW1"].ravel()
    ]
    assert places(part) == before
    assert part.locator('td[tabindex="0"]').count() == 1

    # A preset, by keyboard, leaves the trace where it is; the factors follow it.
    part.get_by_role("button", name="h2 closed").focus()
    page.keyboard.press("Enter")
    closed = traced(net.with_params({"W1": [[0.12, -0.15], [0.33, -0.09]]}), seed.x, seed.y)
    expect_words(part, closed["words"]["dW1"][1][1])
    assert part.locator("td.hp-first").all_inner_texts() == ["3"]  # x2, in xᵀ
    assert part.locator("td.hp-second").all_inner_texts() == ["0"]  # the delta of h2
    part.get_by_role("button", name="Share as code").click()
    code = part.locator("input").last.input_value()
    assert code == 'explore.matrices(examples.get("seed")).at(w3=-0.15, w4=-0.09)'
    part.get_by_role("button", name="Reset").click()
    expect_words(part, words["dW1"][1][1])
    part.get_by_role("slider", name="weight w6, from hidden unit 2 to the output").focus()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    expect_words(part, now["words"]["dW1"][1][1])
    assert faults == []


def test_the_training_by_keyboard_and_player(lab):
    page, faults = lab
    part = explorer(lab, 2)
    expect_words(part, trained(5.0, 0)["words"])
    before = places(part)
    part.get_by_role("slider", name="epoch").focus()
    for _ in range(25):
        page.keyboard.press("ArrowRight")
    now = trained(5.0, 25)
    expect_words(part, now["words"])
    assert past(part) == pytest.approx([WIDTH * 25 / 100] * 2)
    maps = part.locator("image").evaluate_all("all => all.map(one => one.getAttribute('href'))")
    assert len({*maps}) == 3  # the prediction, h1, h2
    alt = f"Map of predictions. {' '.join([now['words'], *now['sees']])}"
    assert part.get_by_role("group", name=alt.replace("-", "−"), exact=True).count() == 1
    slopes = now["gradients"]
    assert numbers(part, "w5") == [digits(now["params"]["W2"][0, 0]), digits(slopes["W2"][0, 0])]
    assert numbers(part, "b1") == [digits(now["params"]["b1"][0]), digits(slopes["b1"][0])]
    part.locator(".hp-control-learning_rate select").select_option(label="20")
    expect_words(part, trained(20.0, 25)["words"])
    for button, epoch in (("Step", 26), ("10 steps", 36), ("Back", 35), ("Again from the start", 0)):
        part.get_by_role("button", name=button, exact=True).click()
        expect_words(part, trained(20.0, epoch)["words"])
    shown = part.locator(".hp-values").nth(0).locator("td").all_inner_texts()
    assert shown == [digits(loss) for loss in trained(20.0, 0)["losses"]]
    assert places(part) == before
    part.get_by_role("button", name="Play", exact=True).click()
    page.wait_for_function("""() => {
        const words = document.querySelectorAll(".handprop-explorer .hp-words")[2].textContent;
        return Number(words.match(/Epoch (\\d+)/)[1]) >= 5;
    }""")
    part.get_by_role("button", name="Pause").click()
    page.wait_for_timeout(200)
    epoch = int(float(part.locator(".hp-control-epoch .noUi-handle").get_attribute("aria-valuenow")))
    expect_words(part, trained(20.0, epoch)["words"])
    part.get_by_role("button", name="Again from the start").click()
    expect_words(part, trained(20.0, 0)["words"])
    assert faults == []


def test_points_are_added_to_the_training_by_click_and_by_keys(lab):
    page, faults = lab
    part = explorer(lab, 2)
    before = places(part)
    part.get_by_role("button", name="Reset").click()
    part.get_by_role("button", name="10 steps", exact=True).click()
    expect_words(part, trained(5.0, 10)["words"])
    box = part.locator("image").first.bounding_box()
    page.mouse.click(box["x"] + 0.5 * box["width"], box["y"] + 0.15 * box["height"])  # (0.5, 1.2)
    expect_words(part, trained(5.0, 0, Setting("0.5,1.2:1"))["words"])
    part.get_by_role("button", name="New point at x1 = 0.5, x2 = 0.5").focus()
    for key in ("ArrowLeft", "ArrowDown", "0"):
        page.keyboard.press(key)
    points = "0.5,1.2:1 0.4,0.4:0"
    expect_words(part, trained(5.0, 0, Setting(points))["words"])
    part.get_by_role("button", name="10 steps", exact=True).click()
    expect_words(part, trained(5.0, 10, Setting(points))["words"])
    assert past(part) == pytest.approx([WIDTH * 10 / 20] * 2)
    part.get_by_role("button", name="A click adds: 1").click()
    box = part.locator("image").first.bounding_box()
    page.mouse.click(box["x"] + 0.5 * box["width"], box["y"] + 0.5 * box["height"])
    expect_words(part, trained(5.0, 0, Setting(f"{points} 0.5,0.5:0"))["words"])
    part.get_by_role("button", name="A click adds: 0").click()
    assert Axe().run(page, {"include": [[".hp-training"]]}).response["violations"] == []
    assert places(part) == before
    part.get_by_role("button", name="Reset").click()
    part.locator(".hp-control-learning_rate select").select_option(label="20")
    expect_words(part, trained(20.0, 0)["words"])
    assert faults == []


def past(part) -> list[float]:
    """How far the curves of losses and of weights are drawn, of `WIDTH`."""
    clip = "document.querySelector(one.getAttribute('clip-path').slice(4, -1)).firstChild"
    read = f"all => all.map(one => Number({clip}.getAttribute('width')))"
    return part.locator(".hp-past").evaluate_all(read)


def test_python_reads_where_the_controls_are(lab):
    page, _ = lab
    cell = page.locator(".jp-CodeCell").last
    cell.locator(".cm-content").click()
    page.keyboard.press("Control+Enter")
    told = cell.locator(".jp-OutputArea-output pre").filter(has_text="'learning_rate': '20'")
    told.wait_for()
    rate, matrices, training = ast.literal_eval(told.inner_text())
    assert rate == {
        "example": "house_scaled",
        "learning_rate": 0.05,
        "steps": 10.0,
        "start": 1.0,
        "axis": "auto",
    }
    assert matrices["w6"] == 0.17
    chosen = {"axis": "auto", "speed": "25", "start": "lesson", "activation": "sigmoid", "points": ""}
    assert training == chosen | {"learning_rate": "20", "units": 2.0, "epoch": 0.0, "part": 0.0}
