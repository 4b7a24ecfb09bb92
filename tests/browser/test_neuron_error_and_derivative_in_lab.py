"""The explorers of a neuron, of error and loss, and of derivatives in a real browser, against NumPy."""

import ast

import numpy as np
import pytest
from browser import import_modules, run_all_cells, write_notebook

from handprop.activations import for_browser
from handprop.draw import digits
from handprop.explore import derivative as make_derivative
from handprop.explore.derivative.numbers import state as derivative_state
from handprop.explore.error_and_loss.numbers import state as error_state
from handprop.explore.neuron.map import MOST_LINES
from handprop.explore.neuron.map import surface as neuron_surface
from handprop.explore.neuron.numbers import NAMES
from handprop.explore.neuron.numbers import state as neuron_state

FACTS = for_browser(NAMES)
pytestmark = pytest.mark.browser

CELLS = (
    "from handprop import explore",
    "neuron = explore.neuron()\nneuron",
    "errors = explore.error_and_loss()\nerrors",
    "derivative = explore.derivative()\nderivative",
    "[one.numbers() for one in (neuron, errors, derivative)]",
)


# ---- the arithmetic of the JavaScript against Python ----


@pytest.fixture(scope="module")
def compute(browser):
    """A function that sends cases to a function of an explorer's own module, and returns what it gives."""
    page = browser.new_page()

    def run(name: str, function: str, cases: list) -> list:
        import_modules(page, name)
        return page.evaluate(f"cases => cases.map((one) => {name}.{function}(...one))", cases)

    yield run
    page.close()


def assert_same(found: dict, expected: dict, slack: float = 1e-15) -> None:
    assert set(found) == set(expected)
    for key, value in expected.items():
        if isinstance(value, str) or key in ("rows", "steps"):
            assert found[key] == value
        else:
            np.testing.assert_allclose(np.array(found[key]), value, rtol=1e-12, atol=slack, err_msg=key)


def test_neurons_give_the_numbers_and_words_of_python(compute):
    rng = np.random.default_rng(1)
    cases = [
        (rng.uniform(-4, 4, 2).tolist(), rng.uniform(-1, 1, 2).tolist(), float(rng.uniform(-1, 1)), name)
        for name in NAMES
        for _ in range(50)
    ]
    cases += [([4.0, -4.0], [1.0, -1.0], 1.0, name) for name in NAMES]
    cases += [([0.0, 0.0], [0.0, -1.0], 0.0, name) for name in NAMES]
    found = compute("neuron", "neuronState", [[*case, FACTS] for case in cases])
    for case, now in zip(cases, found, strict=True):
        assert_same(now, neuron_state(*case))


def test_surfaces_have_the_lines_and_words_of_python(compute):
    rng = np.random.default_rng(6)
    cases = [
        (w, float(rng.uniform(-1, 1)), name, 4.0)
        for name in NAMES
        for w in [*rng.uniform(-1, 1, (30, 2)).tolist(), [0.5, 0.0], [0.0, -0.5], [0.0, 0.0]]
    ]
    cases += [(w, 0.0, name, 4.0) for name in NAMES for w in ([0.12, 0.33], [0.0, 0.0])]
    for case, found in zip(
        cases,
        compute(
            "neuron", "neuronSurface", [[w, b, FACTS[name], reach, MOST_LINES] for w, b, name, reach in cases]
        ),
        strict=True,
    ):
        expected = neuron_surface(*case)
        assert found["words"] == expected["words"]
        for line, other in zip(
            [found["zero"], *found["lines"]], [expected["zero"], *expected["lines"]], strict=True
        ):
            np.testing.assert_allclose(line, other, rtol=1e-9, atol=1e-9)
        np.testing.assert_allclose(found["levels"], expected["levels"], rtol=1e-12)


def test_half_a_digit_goes_to_the_even_digit_as_in_python(compute):
    values = [k / 2**n for n in range(16) for k in range(-999, 1000, 7)]
    values += [0.78125, -0.78125, 1.0625, 1000.5, 1001.5, 10005.0, 10015.0, 3 * 2.0**-20, 2.0**-1074]
    found = compute("neuron", "digits", [[value] for value in values])
    assert found == [digits(value) for value in values]


def test_errors_and_losses_give_the_numbers_and_words_of_python(compute):
    rng = np.random.default_rng(2)
    cases = [
        (rng.uniform(0, 4, count).round(2).tolist(), rng.uniform(0, 4, count).round(2).tolist(), order)
        for count in (1, 3, 4, 5)
        for order in ("prediction", "target")
        for _ in range(25)
    ]
    found = compute("error_and_loss", "errorAndLossState", [list(case) for case in cases])
    for case, now in zip(cases, found, strict=True):
        assert_same(now, error_state(*case))


def test_derivatives_give_the_numbers_and_words_of_python(compute):
    rng = np.random.default_rng(3)
    spec = make_derivative().view.spec
    cases = [
        [
            float(rng.uniform(-1.5, 1.5)),
            10 ** float(rng.integers(-40, 1) / 10),
            *rng.uniform(-1.2, 1.2, 2).tolist(),
        ]
        for _ in range(200)
    ]
    found = compute("derivative", "derivativeState", [[*case, spec] for case in cases])
    for case, now in zip(cases, found, strict=True):
        # A secant subtracts two losses that nearly agree: what rounding leaves grows as the nudge shrinks.
        assert_same(now, derivative_state(*case), slack=1e-15 / case[1])


# ---- by keyboard in JupyterLab ----


@pytest.fixture(scope="module")
def opened(desk):
    """(page, faults): JupyterLab on a notebook with the three explorers, all cells run."""
    write_notebook(desk.folder / "basics.ipynb", *CELLS)
    page, faults = desk.open("basics.ipynb")
    run_all_cells(page)
    page.locator(".handprop-explorer").nth(2).locator(".hp-bar").wait_for()
    return page, faults


def press(page, slider: str, key: str, times: int = 1) -> None:
    page.get_by_role("slider", name=slider, exact=True).focus()
    for _ in range(times):
        page.keyboard.press(key)


def choose(page, label: str, key: str) -> None:
    page.get_by_role("combobox", name=label, exact=True).focus()
    page.keyboard.press(key)


def expect_words(explorer, words: str) -> None:
    explorer.locator(".hp-words").first.filter(has_text=words.replace("-", "−")).wait_for()


def rows(explorer, table: str) -> list[list[str]]:
    found = explorer.locator(f"{table} tbody tr").all()
    return [[cell.replace("−", "-") for cell in row.locator("th, td").all_text_contents()] for row in found]


def places(explorer) -> list[dict]:
    """The places of the parts that must not move while numbers change."""
    top = explorer.bounding_box()["y"]
    parts = explorer.locator("svg.hp-picture, .hp-words, .hp-bar, .hp-legend").all()
    boxes = [part.bounding_box() for part in parts]
    return [{**box, "y": round(box["y"] - top, 2)} for box in boxes]


def heard(explorer, words: str) -> None:
    """A screen reader is told, once the hand rests."""
    explorer.locator(".hp-spoken[aria-live]").filter(has_text=words.replace("-", "−")).wait_for(
        state="attached"
    )


def side(part, name: str) -> float:
    return float(part.get_attribute(name))


def reset(explorer) -> None:
    explorer.get_by_role("button", name="Reset").focus()
    explorer.page.keyboard.press("Enter")


def test_the_neuron_by_keyboard(opened):
    page, faults = opened
    explorer = page.locator(".handprop-explorer").nth(0)
    start = neuron_state([2, 3], [0.12, 0.33], 0.0, "relu")
    expect_words(explorer, start["words"])
    before = places(explorer)

    press(page, "weight w2, of input 2", "ArrowLeft", 50)
    press(page, "bias b", "End")
    z = np.dot([2, 3], [0.12, -0.17]) + 1
    expect_words(explorer, f"z = {digits(z)} is above 0")
    press(page, "bias b", "PageDown", 10)
    z = np.dot([2, 3], [0.12, -0.17]) + 0.5
    expect_words(explorer, f"z = {digits(z)} is above 0")
    choose(page, "function", "t")
    a = np.tanh(z)
    expect_words(explorer, f"a = {digits(a)}, between -1 and 1")
    assert rows(explorer, ".hp-steps") == neuron_state([2, 3], [0.12, -0.17], 0.5, "tanh")["steps"]
    heard(explorer, f"Tanh squeezes z = {digits(z)}")
    assert explorer.get_by_role("img", name=f"a = {digits(a)}").count() == 3
    expect_surface(explorer, [0.12, -0.17], 0.5, "tanh", x=[2, 3], a=a)
    assert places(explorer) == before

    reset(explorer)
    expect_words(explorer, start["words"])
    assert page.get_by_role("combobox", name="function", exact=True).input_value() == "ReLU"
    assert faults == []


def expect_surface(explorer, w, b: float, activation: str, x, a: float) -> None:
    """The map has the lines of Python where they belong, the point at x, and the colour of a under it."""
    found = neuron_surface(w, b, activation, 4.0)
    area = explorer.locator("svg .hp-surface")
    left, top, width = (side(area, name) for name in ("x", "y", "width"))
    at = lambda p: [left + (p[0] + 4) / 8 * width, top + (4 - p[1]) / 8 * width]  # noqa: E731
    drawn = explorer.locator("svg line.hp-level").all()[: len(found["lines"])]
    for line, ends in zip(
        [*drawn, explorer.locator("svg line.hp-zero")], [*found["lines"], found["zero"]], strict=True
    ):
        assert line.is_visible() == bool(ends)
        if ends:
            spots = [side(line, name) for name in ("x1", "y1", "x2", "y2")]
            np.testing.assert_allclose(spots, [*at(ends[0]), *at(ends[1])], atol=1e-6)
    dot = explorer.locator("svg .hp-map circle")
    np.testing.assert_allclose([side(dot, "cx"), side(dot, "cy")], at(x), atol=1e-6)
    assert explorer.get_by_role("img", name=found["words"].replace("-", "−")).count() == 1
    # The gradient of colours runs across the lines: the share of the way at x has the colour of a.
    ends = explorer.locator("svg linearGradient")
    start, stop = (np.array([side(ends, f"x{i}"), side(ends, f"y{i}")]) for i in (1, 2))
    share = (np.array(at(x)) - start) @ (stop - start) / ((stop - start) @ (stop - start))
    colours = explorer.locator("svg stop").evaluate_all("all => all.map(s => s.getAttribute('stop-color'))")
    red, green, blue = ast.literal_eval(colours[round(share * (len(colours) - 1))].removeprefix("rgb"))
    expected = 255 + a * (np.array([230, 159, 0]) - 255)  # white at 0, orange at 1
    np.testing.assert_allclose([red, green, blue], expected, atol=8)


def test_error_and_loss_by_keyboard(opened):
    page, faults = opened
    explorer = page.locator(".handprop-explorer").nth(1)
    targets = np.array([1.0, 2.2, 0.7, 2.8])
    expect_words(explorer, "The mean loss of the 4 houses is 0.0475.")
    before = places(explorer)

    press(page, "prediction for house 1", "ArrowRight", 3)
    press(page, "prediction for house 4", "Home")
    predictions = np.array([1.8, 2.0, 0.7, 1.3])
    losses = (predictions - targets) ** 2 / 2
    expect_words(explorer, f"is {digits(losses.mean())}.")
    choose(page, "error =", "t")
    expect_words(explorer, "Target minus prediction turns every sign")
    table = rows(explorer, ".hp-tables")
    assert [row[3] for row in table[:4]] == [digits(error) for error in targets - predictions]
    assert [row[4] for row in table] == [digits(loss) for loss in [*losses, losses.mean()]]
    heard(explorer, f"{digits((targets - predictions)[3])}. The mean loss")

    # Each square is as wide as it is high, and as its arrow is long.
    squares = [side(box, "width") for box in explorer.locator("rect.hp-square").all()]
    assert squares == [side(box, "height") for box in explorer.locator("rect.hp-square").all()]
    errors = np.array([*np.abs(targets - predictions), np.sqrt(2 * losses.mean())])
    np.testing.assert_allclose(squares, errors * squares[3] / errors[3], atol=1e-9)
    for arrow, square in zip(explorer.locator("g.hp-arrow").all(), squares, strict=False):
        tail = side(arrow.locator("line"), "x1")
        tip = float(arrow.locator("polygon").get_attribute("points").split(",")[0])
        assert abs(tip - tail) == pytest.approx(square, abs=0.02)
    assert places(explorer) == before

    reset(explorer)
    expect_words(explorer, "is 0.0475.")
    explorer.get_by_text("Target minus prediction turns").wait_for(state="detached")
    assert faults == []


def test_derivatives_by_keyboard(opened):
    page, faults = opened
    explorer = page.locator(".handprop-explorer").nth(2)
    expect_words(explorer, "A nudge of 1 gives the slope 1.875; the derivative is 0.75.")
    before = places(explorer)

    press(page, "nudge h, from 0.0001 to 1", "ArrowLeft", 20)
    press(page, "weight w of the one house", "PageDown", 20)
    loss = lambda w: (1.5 * w - 1) ** 2 / 2  # noqa: E731
    slope = (loss(0.01) - loss(0.0)) / 0.01
    expect_words(explorer, f"A nudge of 0.01 gives the slope {digits(slope)}; the derivative is -1.5.")
    readout = explorer.locator(".hp-control-w .widget-readout")
    assert readout.inner_text() == "0"
    press(page, "weight w1, of the house", "End")
    press(page, "weight w2, of the garden", "ArrowRight", 10)
    houses, prices, w = np.array([[1.5, 0], [0.5, 1]]), np.array([1, 1]), np.array([1.2, -0.4])
    gradient = houses.T @ (houses @ w - prices) / 2
    found = ", ".join(map(digits, gradient))
    explorer.get_by_text(f"The gradient is ({found})".replace("-", "−")).first.wait_for()
    shown = dict(row[:2] for row in rows(explorer, ".hp-values"))
    assert shown["slope by nudge (secant)"] == digits(slope)
    assert shown["difference"] == digits(slope + 1.5)
    assert shown["∂loss/∂w1"] == digits(gradient[0])
    assert shown["∂loss/∂w2"] == digits(gradient[1])
    assert shown["gradient, uphill: its length"] == digits(np.linalg.norm(gradient))
    heard(explorer, f"The gradient is ({found})")
    assert places(explorer) == before

    # Python reads where the controls are.
    cell = page.locator(".jp-CodeCell").last
    cell.locator(".cm-content").click()
    page.keyboard.press("Control+Enter")
    told = cell.locator(".jp-OutputArea-output pre").filter(has_text="'w1': 1.2")
    told.wait_for()
    numbers = ast.literal_eval(told.inner_text())[2]
    assert numbers == pytest.approx({"w": 0.0, "nudge": 0.01, "w1": 1.2, "w2": -0.4}, abs=1e-12)
    reset(explorer)
    expect_words(explorer, "A nudge of 1 gives the slope 1.875")
    assert faults == []
