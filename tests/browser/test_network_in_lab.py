"""The explorers in a real browser: the same numbers as NumPy, by keyboard, in JupyterLab."""

import ast
from itertools import pairwise

import nbformat
import numpy as np
import pytest
from browser import import_modules, run_all_cells, write_notebook
from places import truth
from playwright.sync_api import TimeoutError

import handprop
from handprop import examples
from handprop.activations import FACTS
from handprop.draw import digits
from handprop.explore.network.numbers import state
from handprop.network import Network

pytestmark = pytest.mark.browser

TRUTH = truth("truth_tables")
ALONE = [name for name, facts in FACTS.items() if facts.alone]
LAST = {
    "half_squared": ALONE,
    "binary_cross_entropy": ("sigmoid",),
    "categorical_cross_entropy": ("softmax",),
}


# ---- the arithmetic of the JavaScript against handprop.network and the truth tables ----


@pytest.fixture(scope="module")
def compute(browser):
    """A function that sends cases to the JavaScript and returns what it makes of them."""
    page = browser.new_page()
    import_modules(page, "network")
    run = "cases => cases.map(([net, x, y, rate]) => network.state(net, x, y, rate))"
    yield lambda cases: page.evaluate(run, [as_case(*case) for case in cases])
    page.close()


def as_case(net: Network, x, y, rate: float) -> list:
    params = {name: value.tolist() for name, value in net.params.items()}
    described = {"params": params, "activations": list(net.activations), "loss": net.loss_name}
    return [{**described, "frozen": sorted(net.frozen)}, np.asarray(x).tolist(), np.asarray(y).tolist(), rate]


def assert_same(found: dict, expected: dict) -> None:
    """Numbers to twelve digits (1e-15 where nearly equal numbers were subtracted), words exactly."""
    assert set(found) == set(expected)
    for key, value in expected.items():
        if isinstance(value, str):
            assert found[key] == value
        elif isinstance(value, dict):
            assert_same(found[key], value)
        else:
            np.testing.assert_allclose(np.array(found[key]), value, rtol=1e-12, atol=1e-15, err_msg=key)


def random_case(rng: np.random.Generator):
    counts = rng.integers(1, 6, size=rng.integers(2, 6))
    loss = rng.choice(list(LAST))
    hidden = rng.choice(ALONE, size=len(counts) - 2)
    activations = [*map(str, hidden), str(rng.choice(LAST[loss]))]
    params = {}
    for k, (rows, columns) in enumerate(pairwise(counts), 1):
        params[f"W{k}"] = rng.uniform(-1, 1, (rows, columns))
        if rng.random() < 0.5:
            params[f"b{k}"] = rng.uniform(-1, 1, columns)
    frozen = [name for name in params if rng.random() < 0.2]
    return (
        Network(params, activations, str(loss), frozen),
        rng.normal(size=counts[0]),
        target(rng, loss, counts[-1]),
    )


def target(rng: np.random.Generator, loss: str, outputs: int) -> np.ndarray:
    if loss == "categorical_cross_entropy":
        return np.eye(outputs)[rng.integers(outputs)]
    return rng.random(outputs) if loss == "binary_cross_entropy" else rng.normal(size=outputs)


def test_random_networks_give_the_numbers_and_words_of_python(compute):
    rng = np.random.default_rng(20261122)
    cases = [(*random_case(rng), float(rng.choice([0.01, 0.05, 0.5, 2.0]))) for _ in range(200)]
    used = {(name, case[0].loss_name) for case in cases for name in case[0].activations}
    assert len(used) == 3 * len(ALONE) + 1  # every activation under every loss that allows it
    for case, found in zip(cases, compute(cases), strict=True):
        assert_same(found, state(*case))


@pytest.mark.parametrize("name", list(TRUTH["relu_2_2_1"]))
def test_the_truth_tables(compute, name):
    table = TRUTH["relu_2_2_1"][name]
    rows = {row["quantity"]: float(row["float17"]) for row in table["rows"]}
    d = table["definition"]
    numbers = {key: np.array(d[key], dtype=float) for key in ("W1", "b1", "W2", "x", "y", "b2")}
    params = {
        "W1": numbers["W1"],
        "b1": numbers["b1"],
        "W2": numbers["W2"][:, None],
        "b2": numbers["b2"][None],
    }
    net = Network(params, ["relu", "linear"])
    (found,) = compute([(net, numbers["x"], numbers["y"][None], float(d["lr"]))])
    slopes = found["gradients"]
    got = {
        "z1 (pre-activation of h1)": found["values"]["z1"][0],
        "z2 (pre-activation of h2)": found["values"]["z1"][1],
        "h1": found["values"]["a1"][0],
        "h2": found["values"]["a1"][1],
        "yhat": found["values"]["prediction"][0],
        "delta = yhat - y": found["error"][0],
        "loss = 1/2 delta^2": found["loss"],
        "dL/dz1 = dL/db1 (hidden bias)": slopes["b1"][0],
        "dL/dz2 = dL/db2 (hidden bias)": slopes["delta1"][1],
        "dL/db_out": slopes["b2"][0],
        "dL/dx1": slopes["x"][0],
        "dL/dx2": slopes["x"][1],
    }
    weights = [slopes["W1"][0][0], slopes["W1"][1][0], slopes["W1"][0][1], slopes["W1"][1][1]]
    weights += [slopes["W2"][0][0], slopes["W2"][1][0]]
    got |= {f"dL/dw{i}": slope for i, slope in enumerate(weights, 1)}
    for quantity, value in got.items():
        assert value == pytest.approx(rows[quantity], rel=1e-12, abs=1e-15), quantity
    after = {row["quantity"]: float(row["float17"]) for row in table["one_step"]["with trained biases"]}
    moved = found["params_after"]["W1"]
    assert moved[0][0] == pytest.approx(after["w1 after 1 step"], rel=1e-12)
    assert moved[1][1] == pytest.approx(after["w4 after 1 step"], rel=1e-12)


def test_the_truth_table_of_the_sigmoid_batch_sample_by_sample(compute):
    example = examples.get("batch_232")
    table = TRUTH["sigmoid_2_3_2_batch"]["forward_backward_half_mean_17_digits"]
    found = compute([(example.network(), x, y, 0.5) for x, y in zip(example.x, example.y, strict=True)])
    for name, key in (("A1", "a1"), ("A2", "a2")):
        got = [case["values"][key] for case in found]
        np.testing.assert_allclose(got, np.array(table[name], dtype=float), rtol=1e-12)
    for name, key in (("dZ1", "delta1"), ("dZ2", "delta2")):  # the table's loss is a mean over 4 samples
        got = np.array([case["gradients"][key] for case in found]) / 4
        np.testing.assert_allclose(got, np.array(table[name], dtype=float), rtol=1e-12)


def test_four_digits_are_those_of_python(browser, compute):
    rng = np.random.default_rng(3)
    values = [0.0, -0.0, 1.0, 9999.4, 9999.6, 1e-4, 9.9999e-5, 1e22, 123456.0, 1e-300]
    values += (rng.normal(size=500) * 10.0 ** rng.integers(-9, 9, 500)).tolist()
    page = browser.contexts[-1].pages[-1]
    written = page.evaluate("values => values.map((value) => network.digits(value))", values)
    assert written == [digits(value) for value in values]


# ---- the explorer in JupyterLab ----

SEED_CELLS = (
    "import handprop",
    "explorer = handprop.explore.network(handprop.examples.get('seed'))\nexplorer",
)


def handle(page, name: str):
    return page.locator(f".hp-control-{name} .noUi-handle")


def where(page) -> list[dict]:
    """The places of the parts that must not move while numbers change, with the notebook at its top."""
    # The picture stays in view while the notebook scrolls: a click may have scrolled it.
    page.evaluate("document.querySelectorAll('.jp-WindowedPanel-outer').forEach((one) => one.scrollTo(0, 0))")
    page.wait_for_timeout(100)
    return [
        page.locator(part).first.bounding_box()
        for part in ("svg.hp-picture", ".hp-words", ".hp-bar", ".hp-legend")
    ]


def in_table(page) -> dict[str, list[str]]:
    """The numbers that the page shows, from its own tables: name to cells."""
    rows = page.locator(".hp-tables tbody tr").all()
    cells = [row.locator("th, td").all_inner_texts() for row in rows]
    return {name: [cell.replace("−", "-") for cell in rest] for name, *rest in cells}


def expect_table(page, net: Network, x, y, rate: float) -> None:
    """The page shows what NumPy computes."""
    now = state(net, x, y, rate)
    page.wait_for_function(
        "words => document.querySelector('.hp-words').textContent === words",
        arg=now["words"].replace("-", "−"),
    )
    shown = in_table(page)
    names = {f"w{i}": spot for i, spot in enumerate([(0, 0), (1, 0), (0, 1), (1, 1)], 1)}
    for name, spot in names.items():
        sources = (net.params["W1"], now["gradients"]["W1"], now["params_after"]["W1"])
        assert shown[name] == [digits(source[spot]) for source in sources], name
    for j in (0, 1):
        row = [now["values"]["z1"][j], now["values"]["a1"][j], now["gradients"]["delta1"][j]]
        assert shown[f"h{j + 1}"] == list(map(digits, row))
    error = [now["values"]["z2"][0], now["values"]["a2"][0], now["gradients"]["delta2"][0]]
    assert shown["ŷ"] == list(map(digits, error))


def run_until(cell, told) -> None:
    """Run a cell until it tells what is expected: what the sliders say reaches a busy kernel later."""
    for _ in range(20):
        cell.locator(".cm-content").click()
        cell.page.keyboard.press("Control+Enter")
        try:
            return told.wait_for(timeout=3000)
        except TimeoutError:
            continue
    raise AssertionError(f"The cell still tells: {cell.inner_text()}")


def test_the_explorer_by_keyboard_in_jupyterlab(desk):
    write_notebook(
        desk.folder / "seed.ipynb", *SEED_CELLS, "explorer.params['W1'].tolist(), explorer.learning_rate"
    )
    page, faults = desk.open("seed.ipynb", height=1000)
    run_all_cells(page)
    page.locator(".hp-words").wait_for()
    page.locator(".hp-tables summary").click()
    seed = examples.get("seed")
    net, x, y, rate = seed.network(), seed.x, seed.y, seed.learning_rate
    expect_table(page, net, x, y, rate)
    places = where(page)

    # Named and operable: w4 down by 25 notches closes the gate of the second hidden unit.
    slider = page.get_by_role("slider", name="weight w4, from input 2 to hidden unit 2")
    slider.focus()
    for _ in range(25):
        page.keyboard.press("ArrowLeft")
    moved = net.with_params({"W1": [[0.12, 0.15], [0.33, -0.16]]})
    expect_table(page, moved, x, y, rate)
    assert slider.get_attribute("aria-valuetext") == "−0.16"
    page.get_by_text("hidden h2 · gate closed").wait_for()
    page.wait_for_function("document.querySelector('.hp-spoken').textContent.includes('Gate closed: h2.')")

    # A step keeps all digits, although the sliders have notches of 0.01.
    page.get_by_role("button", name="Take one step").click()
    stepped = moved.update(moved.gradients(x, y), rate)
    expect_table(page, stepped, x, y, rate)
    step_value = float(handle(page, "w5").get_attribute("aria-valuenow"))
    assert step_value == pytest.approx(stepped.params["W2"][0, 0], rel=1e-12)

    # Python reads where the sliders are.
    cell = page.locator(".jp-CodeCell").last
    told = cell.locator(".jp-OutputArea-output pre")
    for number in stepped.params["W1"].ravel():  # each slider's last word may come later than another's
        told = told.filter(has_text=repr(float(number))[:6])
    run_until(cell, told)
    found, found_rate = ast.literal_eval(told.inner_text())
    np.testing.assert_allclose(found, stepped.params["W1"], rtol=1e-12)
    assert found_rate == rate

    # A step that would leave the sliders is refused in words, and nothing moves.
    handle(page, "learning_rate").focus()
    page.keyboard.press("End")
    expect_table(page, stepped, x, y, 1.0)
    page.get_by_role("button", name="Take one step").click()
    page.get_by_text("The step would take w5 to 1.183, beyond its slider.").wait_for()
    expect_table(page, stepped, x, y, 1.0)
    assert where(page) == places
    assert page.locator("figure:visible").count() == 0  # the widget is live: no static picture beside it

    page.get_by_role("button", name="Reset").click()
    expect_table(page, net, x, y, rate)

    # In a narrow window the picture stands upright: all of it is in its room.
    page.set_viewport_size({"width": 700, "height": 900})
    page.wait_for_function(
        """() => {
          const room = document.querySelector(".hp-stage").getBoundingClientRect();
          const svgs = [...document.querySelectorAll(".hp-stage svg")];
          const shown = svgs.map((one) => one.getBoundingClientRect());
          const fits = (one) => one.left >= room.left - 1 && one.right <= room.right + 1;
          return shown.some((one) => one.width > 200 && fits(one));
        }""",
        timeout=10_000,
    )
    assert faults == []


def test_a_stored_picture_is_shown_in_a_notebook_that_is_not_trusted(desk):
    bundle = handprop.explore.network(examples.get("seed"))._repr_mimebundle_()
    del bundle["application/vnd.jupyter.widget-view+json"]  # as the build stores it
    output = nbformat.v4.new_output("execute_result", data=bundle, execution_count=1)
    cell = nbformat.v4.new_code_cell("explorer", outputs=[output], execution_count=1)
    notebook = nbformat.v4.new_notebook(cells=[cell])
    nbformat.write(notebook, desk.folder / "stored.ipynb")
    page, faults = desk.open("stored.ipynb", height=1000)
    picture = page.get_by_role("img", name="A 2-2-1 network").first
    picture.wait_for()
    assert "gradient -0.1752" in picture.get_attribute("alt")
    assert picture.evaluate("image => image.complete && image.naturalWidth > 900")
    page.get_by_text("One step with learning rate 0.05 would lower the loss").wait_for()
    assert page.locator(".handprop-view").count() == 0
    assert faults == []
