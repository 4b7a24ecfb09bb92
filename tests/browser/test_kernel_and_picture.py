"""Kernel, controls and picture agree after moves from all sides; a cell run again leaves nothing behind."""

import ast
import json
import random

import pytest
from browser import run_all_cells, write_notebook

from handprop import explore

pytestmark = pytest.mark.browser

NAMES = explore.__all__
LOGARITHMIC = {
    "derivative nudge",
    "nudge nudge",
    "gradient_check h",
    "learning_rate learning_rate",
}  # explorer, control
IN_PYTHON, BY_HAND = 13, 12  # moves in a round
HEAP_OF_A_RUN = 500e3  # bytes; JupyterLab remembers the outputs of earlier runs, pictures among them
FIRST = """
import json, random
from handprop import examples, explore
from handprop.explore.frame.controls import Choice, Control
opened = {}

def value(kind):
    if isinstance(kind, Choice):
        return rng.choice([option for _, option in kind.options])
    if kind.name == "points":
        return rng.choice(["", "0.5,1.25:1", "0.5,1.25:1 -0.25,0:0"])
    if not isinstance(kind, Control):
        return rng.choice(["", "7/9:16", "2/0:3 63:16"])
    number = rng.uniform(*kind.ends)
    return float(round(number)) if kind.notch == 1 else number

def move(shown):
    kind = rng.choice(list(shown.kinds.values()))
    way = rng.randrange(6)
    if way == 0:
        shown.reset()
    elif way == 1 and shown.presets:
        shown.preset(rng.choice(list(shown.presets)))
    elif way == 2:
        shown.controls[kind.name].value = value(kind)
    else:
        shown.at(**{kind.name: value(kind)})

def told(shown):
    # Moves by hand arrive in a thread of their own: one may come while the state is computed.
    before = None
    while before != (before := [shown.code(), shown.numbers()]):
        states = [shown.state(), shown.surface() if hasattr(shown, "surface") else {}]
    return json.dumps([*before, json.dumps(states, default=str, ensure_ascii=False)])
"""
OPEN_CODE = """() => document.querySelectorAll(".handprop-explorer button").forEach((one) => {
  if (one.textContent === "Share as code") one.click();
})"""
ASK = """async ([code, expression]) => {
  const { kernel } = jupyterapp.shell.currentWidget.sessionContext.session;
  const asked = kernel.requestExecute({ code, store_history: false, user_expressions: { it: expression } });
  const { content } = await asked.done;
  const { it } = content.user_expressions ?? {};
  if (it?.status !== "ok") throw new Error(JSON.stringify(content));
  return it.data["text/plain"];
}"""
HANDS = """async ([at, seed, count]) => {
  const root = document.querySelectorAll(".handprop-explorer")[at];
  let state = seed;
  const below = (n) => { state = (state * 48271) % 2147483647; return state % n; };
  const keys = ["ArrowLeft", "ArrowRight", "ArrowRight", "PageUp", "PageDown", "Home", "End"];
  const all = (part) => [...root.querySelectorAll(part)];
  const left = ["Share as code", "Play"]; // what plays does not come to rest
  const buttons = all(".handprop-view .hp-bar button").filter((one) => !left.includes(one.textContent));
  const [handles, lists] = [all(".noUi-handle"), all("select")];
  for (let k = 0; k < count; k += 1) {
    const way = below(3);
    if (way === 0) buttons[below(buttons.length)].click();
    else if (way === 1 && lists.length) {
      const list = lists[below(lists.length)];
      list.selectedIndex = below(list.options.length);
      list.dispatchEvent(new Event("change", { bubbles: true }));
    } else if (handles.length) {
      const key = keys[below(keys.length)];
      handles[below(handles.length)].dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
    }
    await new Promise((done) => setTimeout(done, below(15)));
  }
}"""
SHOWN = """(at) => {
  const root = document.querySelectorAll(".handprop-explorer")[at];
  const text = (part) => [...root.querySelectorAll(part)].map((node) => node.textContent);
  const controls = [...root.querySelectorAll("[class*=hp-control-]")];
  const sliders = controls.filter((one) => one.querySelector(".noUi-target"));
  const each = (read) => Object.fromEntries(sliders.map((one) => [name(one), read(one)]));
  const name = (node) => [...node.classList].find((one) => one.startsWith("hp-control-")).slice(11);
  return {
    code: root.querySelector(".hp-code").value,
    words: text(".hp-words"),
    places: each((one) => one.querySelector(".noUi-target").noUiSlider.get()),
    readouts: each((one) => one.querySelector(".widget-readout").textContent),
    chosen: Object.fromEntries([...root.querySelectorAll("select")].map((one) =>
      [name(one.closest("[class*=hp-control-]")), one.selectedIndex])),
  };
}"""
FRAMES = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
LEFT = "(len(_instances), int(open('/proc/self/statm').read().split()[1]) * os.sysconf('SC_PAGE_SIZE'))"


@pytest.fixture(scope="module")
def page(desk):
    """A notebook with all explorers, shown."""
    start = dict.fromkeys(("network", "matrices", "one_step"), 'examples.get("seed")')
    cells = [f'opened["{n}"] = explore.{n}({start.get(n, "")})\nopened["{n}"]' for n in NAMES]
    write_notebook(desk.folder / "all.ipynb", FIRST, *cells)
    opened, faults = desk.open("all.ipynb", height=12_000, motion="reduce")
    run_all_cells(opened)
    shown = f"document.querySelectorAll('.hp-code').length === {len(NAMES)}"
    opened.wait_for_function(shown, timeout=120_000)  # all of them in one notebook
    opened.wait_for_function("document.querySelectorAll('.noUi-handle[aria-label]').length > 40")
    opened.evaluate(OPEN_CODE)
    yield opened
    assert faults == []


def ask(page, code: str, expression: str):
    return ast.literal_eval(page.evaluate(ASK, [code, expression]))


def settled(page, name: str) -> tuple[dict, str, dict]:
    """The kernel's numbers and words, and what is shown, once the line of code is the same in both."""
    for _ in range(40):
        code, numbers, words = json.loads(ask(page, "", f'told(opened["{name}"])'))
        if page.evaluate(SHOWN, NAMES.index(name))["code"] == code:
            break
        page.wait_for_timeout(100)
    page.evaluate(FRAMES)  # the line of code changes at once, the picture with the next frame
    found = page.evaluate(SHOWN, NAMES.index(name))
    assert found["code"] == code
    return numbers, words, found


def expect_agreement(page, name: str) -> None:
    """The picture's own line of code, its words, its sliders and its lists are those of the kernel."""
    numbers, words, found = settled(page, name)
    for sentence in found["words"]:
        assert sentence.replace("−", "-") in words.replace("−", "-")
    for control, place in found["places"].items():
        if isinstance(numbers[control], str):
            continue  # stops: their place stands in the line of code
        place = 10**place if f"{name} {control}" in LOGARITHMIC else place
        assert place == pytest.approx(numbers[control], rel=1e-9, abs=1e-12), control
        readout = float(found["readouts"][control].replace("−", "-"))
        assert readout == pytest.approx(numbers[control], rel=1e-3, abs=1e-12), control


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("rounds", [1, pytest.param(8, marks=pytest.mark.slow)])
def test_moves_from_all_sides_end_in_agreement(page, name, rounds):
    rng = random.Random(name)
    ask(page, f'rng = random.Random("{name}")', "1")
    for _ in range(rounds):
        # Python moves while a hand does, too.
        page.evaluate(
            f"(all) => Promise.all([({ASK})(all[0]), ({HANDS})(all[1])])",
            [
                [f'for _ in range({IN_PYTHON}): move(opened["{name}"])', "1"],
                [NAMES.index(name), rng.randrange(1, 10**6), BY_HAND],
            ],
        )
        expect_agreement(page, name)


@pytest.mark.parametrize("times", [12, pytest.param(200, marks=pytest.mark.slow)])
def test_running_a_cell_again_leaves_nothing_behind(page, times):
    # The first runs fill caches: compiled styles, matplotlib's fonts.
    run_again(page, 5)
    before = left(page)
    run_again(page, times)
    after = left(page)
    assert after["widgets"] == before["widgets"]
    assert after["resident"] <= before["resident"] * 1.25 + 20e6, (before, after)
    # A view of this explorer has a thousand nodes; what JupyterLab itself adds comes to less than one a run.
    for part in ("nodes", "listeners"):
        assert after[part] < before[part] + times, (before, after)
    assert after["heap"] < before["heap"] + times * HEAP_OF_A_RUN, (before, after)


def run_again(page, times: int) -> None:
    """Run the selected cell, the last explorer's, again."""
    for _ in range(times):
        page.evaluate("jupyterapp.commands.execute('notebook:run-cell')")
    page.wait_for_function(f"document.querySelectorAll('.hp-code').length === {len(NAMES)}")
    page.evaluate(FRAMES)


def left(page) -> dict[str, float]:
    """What lives in the kernel (widgets, bytes) and in the browser (nodes, listeners, bytes); no garbage."""
    # What malloc keeps for later is not in use.
    code = (
        "import ctypes, gc, os; from ipywidgets.widgets.widget import _instances;"
        " gc.collect(); ctypes.CDLL(None).malloc_trim(0)"
    )
    widgets, resident = ask(page, code, LEFT)
    devtools = page.context.new_cdp_session(page)
    for _ in range(3):
        devtools.send("HeapProfiler.collectGarbage")
    counted = devtools.send("Memory.getDOMCounters")
    browser = {"nodes": counted["nodes"], "listeners": counted["jsEventListeners"]}
    browser["heap"] = devtools.send("Runtime.getHeapUsage")["usedSize"]
    devtools.detach()
    return {"widgets": widgets, "resident": resident, **browser}
