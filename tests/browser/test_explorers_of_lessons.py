"""Each explorer in its lesson: opened in JupyterLab, moved by keyboard, compared with NumPy, saved."""

import html
import json
import re
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass

import nbformat
import numpy as np
import pytest
from browser import SECONDS
from nbconvert import HTMLExporter
from places import REPO

from handprop import examples, explore
from handprop.draw import digits
from handprop.draw.layout import parameter_names
from handprop.explore.drawn_digit.numbers import sheets
from handprop.explore.drawn_digit.weights import networks
from handprop.explore.frame.pixels import INK, pictures, reader
from handprop.network import Network

pytestmark = pytest.mark.browser

VIEW = "application/vnd.jupyter.widget-view+json"
CALL = re.compile(r"^explore\.(\w+)\(", re.MULTILINE)
HIGH = 9000  # JupyterLab draws only the cells that are in the window

# The numbers of an explorer as its tables have them: the name of a row, or of a grid, to its cells.
READ = """(root) => {
  const text = (node) => node.textContent.replaceAll("−", "-");
  const cells = (node) => [...node.querySelectorAll("td")].map(text);
  const rows = [...root.querySelectorAll("tr")].filter((row) => row.querySelector("th[scope=row]"));
  const grids = [...root.querySelectorAll("[role=grid]")];
  return Object.fromEntries([
    ...rows.map((row) => [text(row.querySelector("th")), cells(row)]),
    ...grids.map((grid) => [grid.getAttribute("aria-label"), cells(grid)]),
  ]);
}"""
SHOWS = f"""(expected) => {{
  const found = ({READ})(document.querySelector(".handprop-explorer"));
  return Object.entries(expected).every(([name, end]) =>
    found[name] && String(found[name].slice(-end.length)) === String(end));
}}"""

Rows = dict[str, list[str]]  # the name of a row, and its last cells


@dataclass(frozen=True)
class Case:
    """An explorer of a lesson: keys as (control, key, times), and the rows that NumPy expects after them."""

    lesson: str
    explorer: str
    keys: list[tuple[str, str, int]]
    expected: Callable[[], Rows]
    which: int = 0  # of the lesson's explorers of that kind

    def __str__(self) -> str:
        return (
            f"{self.lesson}-{self.explorer}-{self.which}" if self.which else f"{self.lesson}-{self.explorer}"
        )


# ---- what NumPy says ----


def cells(*numbers: float) -> list[str]:
    return [digits(number) for number in numbers]


def of_drawn_digit() -> Rows:
    """The shares of the 2 that lesson 00 opens with, the strongest weight for it made smaller by 1."""
    net, x = networks()["trained"], sheets()[3] / INK
    hidden, W2 = net.forward(x)["a1"], net.params["W2"].copy()
    W2[(hidden * W2[:, 2]).argmax(), 2] -= 1.0
    z = hidden @ W2 + net.params["b2"]
    shares = np.exp(z) / np.exp(z).sum()
    return {str(k): [f"{share:.3f}"] for k, share in enumerate(shares)}


def of_three_steps() -> Rows:
    """w of lesson 15's cell after three steps, and its derivative by a nudge into the complex plane."""

    def last(w):
        h = 0.0
        for x in (1.0, 0.5, -1.0):
            h = np.tanh(0.8 * x + w * h)
        return h

    return {"w": cells(0.5, last(0.5 + 1e-20j).imag / 1e-20)}


def of_attention() -> Rows:
    """The scores of lesson 16's first token, and what its mean of the values owes to each."""
    scores, values = np.array([2.0, 0.0, 4.0]) / np.sqrt(2), np.array([1.0, 0.0, 3.0])

    def mean(scores):
        e = np.exp(scores)
        return e @ values / e.sum()

    slopes = [mean(scores + 1e-20j * np.eye(3)[k]).imag / 1e-20 for k in range(3)]
    return {f"score {k + 1}": cells(scores[k], slopes[k]) for k in range(3)}


def of_network(net: Network, x, y, rate: float) -> Rows:
    """Every number of a 2-2-1 network without biases: value, gradient and next value; z, a and delta."""
    values, slopes = net.forward(x), net.backward(net.forward(x), y)
    after = net.update(slopes, rate).params
    spots = {f"w{2 * j + i + 1}": ("W1", (i, j)) for i in (0, 1) for j in (0, 1)}
    spots |= {f"w{5 + i}": ("W2", (i, 0)) for i in (0, 1)}
    rows = {n: cells(*(of[W][at] for of in (net.params, slopes, after))) for n, (W, at) in spots.items()}
    for j in (0, 1):
        rows[f"h{j + 1}"] = cells(values["z1"][j], values["a1"][j], slopes["delta1"][j])
    return {**rows, "ŷ": cells(values["z2"][0], values["a2"][0], slopes["delta2"][0])}


def seed_with(w5: float, rate: float) -> Rows:
    seed = examples.get("seed")
    return of_network(seed.network().with_params({"W2": [[w5], [0.12]]}), seed.x, seed.y, rate)


def of_neuron() -> Rows:
    net = Network({"W1": [[1.0], [0.3]], "b1": [0.2]}, ["sigmoid"])
    values = net.forward(np.array([1.0, 1.0]))
    return {
        "w1 · x1": cells(1.0),
        "weighted sum z": cells(values["z1"][0]),
        "a = f(z), sigmoid": cells(values["a1"][0]),
    }


def of_houses() -> Rows:
    same = Network({"W1": [[1.0]]}, ["linear"])
    predictions, targets = np.array([[1.8], [2.0], [0.7], [1.3]]), np.array([[1.0], [2.2], [0.7], [2.8]])
    one = [(float(p[0] - t[0]), same.loss_at(p, t)) for p, t in zip(predictions, targets, strict=True)]
    rows = {f"house {k}": cells(*pair) for k, pair in enumerate(one, 1)}
    return {**rows, "mean": cells(same.loss_at(predictions, targets))}


def of_derivative() -> Rows:
    w, nudge, houses = 0.6, 0.1, np.array([[1.5, 0.0], [0.5, 1.0]])
    one = lambda w: Network({"W1": [[w]]}, ["linear"])  # noqa: E731
    loss = lambda w: one(w).loss_at(np.array([1.5]), np.array([1.0]))  # noqa: E731
    slope = (loss(w + nudge) - loss(w)) / nudge
    exact = one(w).gradients(np.array([1.5]), np.array([1.0]))["W1"][0, 0]
    two = Network({"W1": [[-1.2], [-0.4]]}, ["linear"])
    gradient = two.gradients(houses, np.ones((2, 1)))["W1"].ravel()
    return {
        "slope by nudge (secant)": cells(slope),
        "derivative (tangent)": cells(exact),
        "difference": cells(slope - exact),
        "∂loss/∂w1": cells(gradient[0]),
        "∂loss/∂w2": cells(gradient[1]),
        "gradient, uphill: its length": cells(np.linalg.norm(gradient)),
    }


def of_descent(steps: int, rate: float) -> Rows:
    house = examples.get("house_scaled")
    net, rows = house.network(), {}
    for step in range(steps + 1):
        rows[str(step)] = cells(net.params["W1"][0, 0], net.loss_at(house.x, house.y))
        net = net.update(net.gradients(house.x, house.y), rate)
    return rows


def of_matrices() -> Rows:
    own = examples.get("gate_own")
    net = own.network().with_params({"W1": [[0.5, -0.3], [0.1, -0.4]]})
    values, slopes = net.forward(own.x), net.backward(net.forward(own.x), own.y)
    assert np.all(values["z1"] > 0) == (values["a1"].min() > 0)  # both gates are open now
    shown = {"z1": values["z1"], "∂W1": slopes["W1"], "∂W2": slopes["W2"]}
    sizes = {"z1": "1 by 2", "∂W1": "2 by 2", "∂W2": "2 by 1"}
    return {f"{name}, {sizes[name]}": cells(*np.ravel(value)) for name, value in shown.items()}


def of_training(epochs: int) -> Rows:
    xor, rows = examples.get("xor"), {}
    for rate in (1.0, 5.0, 20.0, 60.0):
        net = xor.network()
        for _ in range(epochs):
            net = net.update(net.gradients(xor.x, xor.y), rate)
        rows[f"η = {digits(rate)}"] = cells(net.loss_at(xor.x, xor.y))
    return rows


def of_check(h: float) -> Rows:
    chain = examples.get("chain")
    net, w = chain.network(), chain.params["W1"][0, 0]
    loss = lambda w: net.with_params({"W1": [[w]]}).loss_at(chain.x, chain.y)  # noqa: E731
    slope, gradient = (loss(w + h) - loss(w - h)) / (2 * h), net.gradients(chain.x, chain.y)["W1"][0, 0]
    error = abs(gradient - slope) / max(abs(gradient), abs(slope))
    return {
        "slope by nudges": cells(slope),
        "gradient under check": cells(gradient),
        "gradient / slope": cells(gradient / slope),
        "relative error": cells(error),
    }


def of_wrong_gradients() -> Rows:
    seed = examples.get("seed")
    net = seed.network().with_params({"W1": [[0.12, 0.15], [-1.0, 0.09]]})
    slopes = net.gradients(seed.x, seed.y)
    told = {"w1": slopes["W1"][0, 0], "w3": slopes["W1"][0, 1], "w6": slopes["W2"][1, 0]}
    for _ in range(15):
        net = net.update(net.gradients(seed.x, seed.y), 0.05)
    rows = {name: [*cells(slope, slope), "= agrees"] for name, slope in told.items()}
    return {**rows, "with right gradients": cells(net.loss_at(seed.x, seed.y))}


def of_digit(image: int) -> Rows:
    hidden = reader().forward(pictures()[0][image - 1] / INK)["a1"]
    return {f"h{k}": cells(value) for k, value in enumerate(hidden, 1)}


def of_pixel(image: int, row: int, column: int, output: int, change: float) -> Rows:
    net, x, pixel = reader(), pictures()[0][image - 1] / INK, 8 * (row - 1) + column - 1
    before, moved = net.forward(x), x.copy()
    moved[pixel] += change
    # The slope of one sum before softmax: back through the gates to the pixel.
    slope = net.params["W1"][pixel] @ (net.params["W2"][:, output] * (before["z1"] > 0))
    truth = net.forward(moved)["z2"][output] - before["z2"][output]
    return {
        "by the slope": cells(slope * change),
        "in truth": cells(truth),
        "difference": cells(truth - slope * change),
    }


def of_one_step(name: str, sample: int | None, *labels: str) -> Rows:
    """The gradients of some parameters, in the rows of the calculations."""
    example = examples.get(name)
    x, y = (example.x, example.y) if sample is None else (example.x[sample], example.y[sample])
    net = example.network()
    slopes, named = net.gradients(x, y), parameter_names(net)
    found = {
        str(label): slopes[key][at] for key in named for at, label in np.ndenumerate(np.array(named[key]))
    }
    return {f"∂{label}": cells(found[label]) for label in labels}


def of_nudge() -> Rows:
    neuron = examples.get("neuron_sigmoid")
    net = neuron.network()
    nudged = net.with_params({"W1": net.params["W1"] + 0.01})
    before, after = net.forward(neuron.x), nudged.forward(neuron.x)
    z, a = (after[name][0] - before[name][0] for name in ("z1", "a1"))
    change = nudged.loss_at(neuron.x, neuron.y) - net.loss_at(neuron.x, neuron.y)
    return {
        "w1 to z1": cells(z, z / 0.01, neuron.x[0]),
        "z1 to ŷ": cells(a, a / z, before["a1"][0] * (1 - before["a1"][0])),
        "ŷ to loss": cells(change, change / a, before["a1"][0] - neuron.y[0]),
    }


def of_house_nudge() -> Rows:
    change = (1.5 * 1.01 - 1) ** 2 / 2 - (1.5 - 1) ** 2 / 2
    return {"w1 to ŷ": cells(0.015, 1.5, 1.5), "ŷ to loss": cells(change, change / 0.015, 0.5)}


def of_deep_chain() -> Rows:
    net = Network({f"W{k}": [[1.0]] for k in (1, 2, 3)}, ["sigmoid"] * 3)
    outs = [net.forward(np.ones(1))[f"a{k}"][0] for k in (1, 2, 3)]
    slopes = [a * (1 - a) for a in outs]
    return {str(k): cells(slopes[k - 1], np.prod(slopes[k:])) for k in (1, 2)}


def of_circuit() -> Rows:
    x, y, z = -2.0, 5.0, -4.0
    slopes = {"x": z, "y": z, "x + y": z, "z": x + y, "f": 1.0}
    values = {"x": x, "y": y, "x + y": x + y, "z": z, "f": (x + y) * z}
    return {name: cells(values[name], slopes[name]) for name in slopes}


CASES = [
    Case("00_start_here", "drawn_digit", [("change", "ArrowLeft", 10)], of_drawn_digit),
    Case("00_start_here", "network", [("w5", "ArrowRight", 10)], lambda: seed_with(w5=0.21, rate=0.05)),
    Case(
        "01_forward_pass",
        "neuron",
        [("w1", "End", 1), ("b", "ArrowRight", 20), ("activation", "s", 1)],
        of_neuron,
    ),
    Case("02_error_and_loss", "error_and_loss", [("p1", "ArrowRight", 3), ("p4", "Home", 1)], of_houses),
    Case("03_partial_derivatives", "nudge", [("nudge", "ArrowLeft", 10)], of_house_nudge),
    Case(
        "03_partial_derivatives",
        "derivative",
        [("w", "ArrowLeft", 40), ("nudge", "ArrowLeft", 10), ("w1", "Home", 1), ("w2", "ArrowRight", 10)],
        of_derivative,
    ),
    Case(
        "04_learning_rate",
        "learning_rate",
        [("learning_rate", "ArrowLeft", 40), ("steps", "End", 1)],
        lambda: of_descent(steps=40, rate=explore.learning_rate().numbers()["learning_rate"] * 10**-0.4),
    ),
    Case("05_chain_rule", "nudge", [("nudge", "ArrowLeft", 10)], of_nudge),
    Case(
        "05_chain_rule",
        "one_step",
        [("track", "End", 1)],
        lambda: of_one_step("chain", None, "w1", "b1", "w2", "b2"),
    ),
    Case(
        "06_by_hand",
        "one_step",
        [("track", "ArrowRight", 13), ("track", "ArrowLeft", 1)],
        lambda: of_one_step("seed", None, "w1", "w4", "w5", "w6"),
    ),
    Case(
        "06_by_hand",
        "network",
        [("w5", "ArrowLeft", 20), ("learning_rate", "End", 1)],
        lambda: seed_with(w5=-0.09, rate=1.0),
    ),
    Case(
        "07_matrices",
        "one_step",
        [("track", "End", 1), ("track", "ArrowLeft", 2)],
        lambda: of_one_step("batch_232", 1, "w1", "w6", "w10", "b5"),
    ),
    Case("07_matrices", "matrices", [("w4", "PageDown", 20)], of_matrices),
    Case("08_check_gradients", "gradient_check", [("h", "ArrowLeft", 10)], lambda: of_check(h=0.01)),
    Case(
        "08_check_gradients",
        "wrong_gradients",
        [("w2", "Home", 1), ("steps", "ArrowRight", 5)],
        of_wrong_gradients,
    ),
    Case("09_training_loop", "training", [("epoch", "ArrowRight", 25)], lambda: of_training(epochs=25)),
    Case("10_digits", "digits", [("image", "ArrowRight", 3)], lambda: of_digit(image=10)),
    Case(
        "11_what_did_it_learn",
        "input_gradient",
        [("column", "ArrowRight", 1), ("change", "ArrowLeft", 4)],
        lambda: of_pixel(image=7, row=6, column=5, output=2, change=-0.25),
    ),
    Case("12_autograd", "graph", [("track", "End", 1)], of_circuit),
    Case("12_autograd", "graph", [("track", "ArrowRight", 3)], lambda: {"x": cells(3.0, 7.0)}, which=1),
    Case("12_autograd", "race", [("track", "End", 1)], lambda: {"nudge every weight": ["42 µs", "100 %"]}),
    Case("12_autograd", "deep_chain", [("depth", "Home", 1), ("depth", "ArrowRight", 2)], of_deep_chain),
    Case("13_reading_pytorch", "graph", [("track", "End", 1)], lambda: {"w": cells(3.0, 6.0)}),
    Case("14_tensors", "graph", [("track", "End", 1)], lambda: {"b": cells(1.0, 4.0)}),
    Case("15_shared_weights", "graph", [("track", "End", 1)], of_three_steps),
    Case("16_sums_and_products", "graph", [("track", "End", 1)], of_attention),
]


# ---- in JupyterLab ----


def code_cells(lesson: str) -> list[str]:
    """The sources of a lesson's code cells."""
    notebook = nbformat.read(REPO / "notebooks" / f"{lesson}.ipynb", as_version=4)
    return [cell.source for cell in notebook.cells if cell.cell_type == "code"]


def lesson_calls(lesson: str) -> list[str]:
    """The explorers that the cells of a lesson open, in their order."""
    return [call for source in code_cells(lesson) for call in CALL.findall(source)]


def needed(lesson: str, explorer: str, which: int = 0) -> list[int]:
    """The code cells to run: the imports, what names the explorer's argument, and the explorer."""
    sources = code_cells(lesson)
    last = [k for k, source in enumerate(sources) if explorer in CALL.findall(source)][which]
    if lesson >= "13":  # their graphs hold what the cells before have worked out
        return list(range(last + 1))
    names = re.findall(r"^explore\.\w+\((\w+)\)", sources[last])
    return [
        k
        for k, source in enumerate(sources[: last + 1])
        if k in (0, last)
        or "class Value" in source
        or any(re.search(rf"^{name} = ", source, re.MULTILINE) for name in names)
    ]


def run_cells(page, places: list[int]) -> None:
    """Run these code cells, once the kernel is ready: before that, JupyterLab runs none."""
    page.get_by_text("| Idle").wait_for()
    for place in places:
        page.locator(".jp-CodeCell").nth(place).locator(".cm-content").click()
        page.keyboard.press("Control+Enter")


def press(explorer, control: str, key: str, times: int) -> None:
    """Press a key on a slider, on a list, or on the track of a time line."""
    if control == "track":
        part = explorer.locator(".hp-track input")
    else:
        part = explorer.locator(f".hp-control-{control}").locator(".noUi-handle, select").first
    part.focus()
    for _ in range(times):
        explorer.page.keyboard.press(key)


def unfold(explorer) -> None:
    for summary in explorer.locator(".hp-tables > summary").all():
        summary.press("Enter")


def assert_shows(page, expected: Rows) -> None:
    """Wait until the page has these cells; if it never has, say which differ."""
    from playwright.sync_api import TimeoutError as Late

    try:
        page.wait_for_function(SHOWS, arg=expected)
    except Late:
        found = page.locator(".handprop-explorer").evaluate(READ)
        assert {name: found.get(name, [])[-len(end) :] for name, end in expected.items()} == expected
        raise


def saved_cell(page, path, call: str):
    """The cell of that explorer as JupyterLab saves it, with its live view."""
    cell = page.locator(".jp-CodeCell").filter(has=page.locator(".handprop-explorer")).filter(has_text=call)
    still = cell.locator("figure")
    still.wait_for(state="attached")
    assert not still.is_visible()
    page.keyboard.press("Control+s")
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        if found := _with_view(path, call):
            return found
        page.wait_for_timeout(100)
    raise AssertionError(f"JupyterLab did not save {path.name} with the explorer in it.")


def _with_view(path, call: str):
    try:
        notebook = nbformat.read(path, as_version=4)
    except (json.JSONDecodeError, nbformat.reader.NotJSONError):  # half written
        return None
    cells = [
        cell for cell in notebook.cells if cell.cell_type == "code" and call in CALL.findall(cell.source)
    ]
    live = [cell for cell in cells if any(VIEW in output.get("data", {}) for output in cell.outputs)]
    still = [cell for cell in live if any("image/png" in output.get("data", {}) for output in cell.outputs)]
    return still[0] if still else None


def _in_turn():
    """Every third explorer in the first lesson that has it; all have files of their own beside this one."""
    met = []
    for case in CASES:
        usual = case.explorer not in met and len(met) % 3 == 0
        yield pytest.param(case, id=str(case), marks=[] if usual else [pytest.mark.slow])
        met += [case.explorer] if case.explorer not in met else []


@pytest.mark.filterwarnings("ignore:Your element with mimetype")  # nbconvert passes over the dead view
@pytest.mark.parametrize("case", _in_turn())
def test_the_explorer_of_a_lesson_by_keyboard(desk, case):
    name = f"{case.lesson}.ipynb"
    shutil.copy(REPO / "notebooks" / name, desk.folder / name)
    page, faults = desk.open(name, height=HIGH)
    run_cells(page, needed(case.lesson, case.explorer, case.which))
    explorer = page.locator(".handprop-explorer")
    explorer.locator(".noUi-handle[aria-label]").first.wait_for(state="attached")  # sliders may be folded
    unfold(explorer)
    expected = case.expected()
    assert not page.evaluate(SHOWS, expected)
    for control, key, times in case.keys:
        press(explorer, control, key, times)
    assert_shows(page, expected)
    assert_a_reader_without_widgets_has_picture_and_table(saved_cell(page, desk.folder / name, case.explorer))
    assert faults == []


def assert_a_reader_without_widgets_has_picture_and_table(cell) -> None:
    alone = nbformat.v4.new_notebook(cells=[cell])
    printed, _ = HTMLExporter().from_notebook_node(alone)
    pictures = re.findall(r'<figure[^>]*><img alt="([^"]+)"[^>]*src="data:image/svg\+xml;base64,', printed)
    assert len(pictures) == 1
    (text,) = [output.data["text/plain"] for output in cell.outputs if "image/png" in output.get("data", {})]
    assert len(re.findall(r"\d", text)) >= 10
    assert f"<pre>{html.escape(text)}</pre>" in printed


def test_no_explorer_of_a_lesson_is_forgotten():
    lessons = sorted(path.stem for path in (REPO / "notebooks").glob("*.ipynb"))
    used = [(lesson, call) for lesson in lessons for call in lesson_calls(lesson)]
    assert used == [(case.lesson, case.explorer) for case in CASES]
