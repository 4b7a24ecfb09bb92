"""The explorers of lessons 08, 10 and 11 in a real browser, against NumPy."""

import ast
import importlib

import numpy as np
import pytest
from browser import import_modules, run_all_cells, write_notebook

from handprop import explore
from handprop.draw import digits
from handprop.explore.digits.runs import RECIPES, STOPS, run
from handprop.explore.gradient_check.losses import SIDES, samples

# The functions that explore offers hide the modules of the same names.
CHECK, DIGITS, INPUT = (
    importlib.import_module(f"handprop.explore.{name}.explorer")
    for name in ("gradient_check", "digits", "input_gradient")
)
pytestmark = pytest.mark.browser

NAMES = ("gradient_check", "digits", "input_gradient")
CELLS = (
    "from handprop import explore",
    "check = explore.gradient_check()\ncheck",
    "reader = explore.digits(7)\nreader",
    "impact = explore.input_gradient()\nimpact",
    "[one.numbers() for one in (check, reader, impact)]",
)


# ---- the JavaScript against Python ----


@pytest.fixture(scope="module")
def front(browser):
    """A page in which the module of each explorer stands under its own name, and its spec beside it."""
    page = browser.new_page()
    for name in NAMES:
        import_modules(page, name)
        spec = getattr(explore, name)().view.spec
        page.evaluate("([name, spec]) => { window[name] = spec; }", [f"{name}Spec", spec])
    yield page
    page.close()


def assert_same(found: dict, expected: dict, where: object) -> None:
    """Words exactly, numbers closely."""
    assert set(found) == set(expected)
    for key, value in expected.items():
        if isinstance(value, str):
            assert found[key] == value, (where, key)
        elif isinstance(value, dict):
            assert_same(found[key], value, where)
        else:
            np.testing.assert_allclose(found[key], value, rtol=1e-10, atol=1e-15, err_msg=f"{where} {key}")


def test_the_check_is_that_of_python_at_every_step(front):
    cases = [
        (samples()["h"][k], sides, slip)
        for k in range(0, len(samples()["h"]), 5)
        for sides in SIDES
        for slip in CHECK.SLIPS
    ]
    run_all = "cases => cases.map((one) => gradient_check.checked(gradient_checkSpec, ...one))"
    for case, found in zip(cases, front.evaluate(run_all, cases), strict=True):
        expected = CHECK.state(*case)
        assert found == expected, case  # nothing is computed but differences and quotients: no digit differs


def test_packed_networks_and_pictures_are_those_of_python(front):
    for name in RECIPES:
        for stop in range(len(run(name).networks)):
            found = front.evaluate(
                "([name, stop]) => digits.unpackedNet(digitsSpec.networks[name][stop]).params", [name, stop]
            )
            for key, value in run(name).networks[stop].params.items():
                np.testing.assert_array_equal(found[key], value)


def test_readings_are_those_of_python(front):
    rng = np.random.default_rng(10)
    cases = [
        (name, stop, int(rng.integers(1, 39)), painted)
        for name in RECIPES
        for stop in range(len(STOPS))
        for painted in ("", "7/43:0", "7/0:16 9:16")
    ]
    cases += [("lesson", 7, 7, "7/43:0"), ("lesson", 7, 7, "7/0:16 9:16"), ("few", 5, 31, "7/43:0")]
    run_all = """cases => cases.map(([name, stop, ...rest]) => {
        const nets = digitsSpec.networks[name];
        const net = digits.unpackedNet(nets[Math.min(stop, nets.length - 1)]);
        return digits.reading(digitsSpec, net, name, stop, ...rest);
    })"""
    for case, found in zip(cases, front.evaluate(run_all, cases), strict=True):
        name, stop, image, painted = case
        assert_same(found, DIGITS.state(name, str(STOPS[stop]), image, painted), case)


def test_impacts_are_those_of_python(front):
    rng = np.random.default_rng(11)
    cases = [
        (
            int(rng.integers(1, 39)),
            str(rng.integers(10)),
            int(rng.integers(1, 9)),
            int(rng.integers(1, 9)),
            float(rng.integers(-16, 17)) / 16,
        )
        for _ in range(60)
    ]
    run_all = """cases => {
        const net = input_gradient.unpackedNet(input_gradientSpec.network);
        return cases.map((one) => input_gradient.impact(input_gradientSpec, net, ...one));
    }"""
    for case, found in zip(cases, front.evaluate(run_all, cases), strict=True):
        assert_same(found, INPUT.state(*case), case)


# ---- the explorers in JupyterLab ----


@pytest.fixture(scope="module")
def lab(desk):
    """(page, faults) of a notebook with the three explorers, run."""
    write_notebook(desk.folder / "digits.ipynb", *CELLS)
    page, faults = desk.open("digits.ipynb", height=3000)
    run_all_cells(page)
    # Four trainings come first; on a busy machine they take their time.
    page.locator(".handprop-explorer").nth(2).locator(".hp-words").wait_for(timeout=180_000)
    return page, faults


def explorer(lab, index: int):
    return lab[0].locator(".handprop-explorer").nth(index)


def expect_words(part, words: str) -> None:
    part.locator(".hp-words").get_by_text(words.replace("-", "−"), exact=True).wait_for()


def test_the_check_by_keyboard(lab):
    page, faults = lab
    part = explorer(lab, 0)
    expect_words(part, CHECK.state(0.1)["words"])
    part.get_by_role("slider", name="step h").focus()
    for _ in range(40):
        page.keyboard.press("ArrowLeft")
    now = CHECK.state(1e-5)
    assert now["verdict"] == "agrees"
    expect_words(part, now["words"])
    assert part.locator(".hp-losses td").all_inner_texts() == [f"{now[key]:.17f}" for key in ("up", "down")]
    part.locator(".hp-control-slip select").select_option(label=CHECK.SLIPS["input"])
    now = CHECK.state(1e-5, slip="input")
    expect_words(part, now["words"])
    part.locator(".hp-reason").get_by_text(now["reason"].replace("-", "−"), exact=True).wait_for()
    part.locator(".hp-spoken[aria-live]").get_by_text("the gradient is wrong").wait_for()
    part.get_by_role("button", name="step too small").click()
    expect_words(part, CHECK.state(1e-15)["words"])
    part.get_by_role("button", name="Reset").click()
    expect_words(part, CHECK.state(0.1)["words"])
    assert faults == []


def test_the_digits_by_keyboard(lab):
    page, faults = lab
    part = explorer(lab, 1)
    expect_words(part, DIGITS.state("lesson", "40", 7, "")["words"])
    assert part.get_by_role("gridcell").count() == 64
    assert part.locator('[role=gridcell][tabindex="0"]').count() == 1
    part.locator('[role=gridcell][tabindex="0"]').focus()
    for key in [*["ArrowDown"] * 5, *["ArrowRight"] * 3, "Enter"]:
        page.keyboard.press(key)
    now = DIGITS.state("lesson", "40", 7, "7/43:0")
    assert now["said"] == 3
    expect_words(part, now["words"])
    focused = page.evaluate("document.activeElement.getAttribute('aria-label')")
    assert focused == "row 6, column 4: ink 0 of 16"
    page.keyboard.press("Space")
    expect_words(part, DIGITS.state("lesson", "40", 7, "7/43:16")["words"])
    part.get_by_role("button", name="As it was written").click()
    expect_words(part, DIGITS.state("lesson", "40", 7, "")["words"])
    part.get_by_role("slider", name="picture").focus()
    page.keyboard.press("End")
    expect_words(part, DIGITS.state("lesson", "40", 38, "")["words"])
    part.locator(".hp-control-training select").select_option(label=RECIPES["few"].words)
    epochs = part.get_by_role("slider", name="epoch")
    epochs.focus()
    for _ in range(2):
        page.keyboard.press("ArrowLeft")
    now = DIGITS.state("few", "10", 38, "")
    expect_words(part, now["words"])
    assert epochs.get_attribute("aria-valuetext") == "10"
    shares = [text.split(" ")[0] for text in part.locator(".hp-bar-text").all_text_contents()]
    assert shares == [f"{share:.3f}" for share in now["shares"]]
    assert faults == []


def test_the_pixels_by_mouse(lab):
    page, faults = lab
    part = explorer(lab, 1)
    part.get_by_role("button", name="Reset").click()
    expect_words(part, DIGITS.state("lesson", "40", 7, "")["words"])
    first, last = (part.get_by_role("gridcell").nth(k) for k in (0, 2))
    first.hover()
    page.mouse.down()
    last.hover()
    page.mouse.up()
    last.and_(page.get_by_label("row 1, column 3: ink 16 of 16")).wait_for()
    now = DIGITS.state("lesson", "40", 7, "7/0:16 2:16")
    expect_words(part, now["words"])
    part.get_by_role("button", name="Reset").click()
    expect_words(part, DIGITS.state("lesson", "40", 7, "")["words"])
    assert faults == []


def test_the_input_gradient_by_keyboard(lab):
    page, faults = lab
    part = explorer(lab, 2)
    expect_words(part, INPUT.state(7, "2", 6, 4, 0.0)["words"])
    part.get_by_role("slider", name="change of its ink").focus()
    page.keyboard.press("Home")
    now = INPUT.state(7, "2", 6, 4, -1.0)
    expect_words(part, now["words"])
    part.locator(".hp-reason").get_by_text(now["where"].replace("-", "−"), exact=True).wait_for()
    grid = part.get_by_role("grid", name="The slopes of the sum for 2")
    grid.locator('[tabindex="0"]').focus()
    for key in ("ArrowRight", "ArrowDown", "Enter"):
        page.keyboard.press(key)
    now = INPUT.state(7, "2", 2, 2, -1.0)
    expect_words(part, now["words"])
    label = f"row 2, column 2: slope {digits(now['slope'])}".replace("-", "−")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == label
    part.locator(".hp-control-output select").select_option(label="sum for 7")
    expect_words(part, INPUT.state(7, "7", 2, 2, -1.0)["words"])
    assert faults == []


def test_python_knows_where_the_controls_stand(lab):
    page, _ = lab
    cell = page.locator(".jp-Cell").nth(4)
    cell.locator(".cm-content").click()
    page.keyboard.press("Control+Enter")
    cell.locator(".jp-OutputArea-output").get_by_text("'output': '7'").wait_for()
    numbers = ast.literal_eval(cell.locator(".jp-OutputArea-output").inner_text())
    assert numbers[0] == {"h": 0.1, "sides": "central", "slip": "none"}
    assert numbers[1] == {"image": 7.0, "painted": "", "training": "lesson", "epoch": "40"}
    assert numbers[2] == {"image": 7.0, "output": "7", "row": 2.0, "column": 2.0, "change": -1.0}
