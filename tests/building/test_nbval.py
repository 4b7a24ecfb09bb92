"""What nbval notices when it runs our notebooks, and what it lets pass: a real run on a doctored notebook."""

import re
import subprocess
import sys

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output
from places import REPO

ROOT = REPO


def stream(text):
    return new_output("stream", name="stdout", text=text)


def result(**data):
    """Make an output with keys such as text_plain for text/plain."""
    return new_output(
        "execute_result", {key.replace("_", "/"): value for key, value in data.items()}, execution_count=1
    )


WIDGET = "import ipywidgets; ipywidgets.FloatSlider(description='w1')"
HTML = (
    'from IPython.display import HTML; HTML(\'<b>loss</b> <img alt="a" src="data:image/png;base64,AAAA">\')'
)
HTML_REPR = "<IPython.core.display.HTML object>"
PASSING = {
    "the same text": ("print(0.1 + 0.2)", stream("0.30000000000000004\n")),
    "another address": ("object()", result(text_plain="<object at 0x7f00deadbeef>")),
    "another time": ("print('took 1.2 ms')", stream("took 34 ms\n")),
    "another picture in HTML": (
        HTML,
        result(text_plain=HTML_REPR, text_html=HTML.split("'")[1].replace("AAAA", "BBBB")),
    ),
    "a widget whose view is not stored": (
        WIDGET,
        result(text_plain="FloatSlider(value=0.0, description='w1')"),
    ),
    "its folder": ("import os; print(os.path.basename(os.getcwd()))", stream("notebooks\n")),
}
FAILING = {
    "another number": ("print(0.5)", stream("0.25\n")),
    "another text in HTML": (HTML, result(text_plain=HTML_REPR, text_html="<b>error</b>")),
    "another widget": (WIDGET, result(text_plain="FloatSlider(value=0.0, description='w2')")),
    "an output that is gone": ("None", stream("0.25\n")),
    "an output that is new": ("print(1)", None),
    "an exception": ("1 / 0", None),
}


def make_cell(source, output):
    return new_code_cell(source, execution_count=1, outputs=[output] if output else [])


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory):
    """Run a notebook with a cell for each case, as the usual test run does; what became of each."""
    path = tmp_path_factory.mktemp("doctored") / "notebooks" / "doctored.ipynb"
    path.parent.mkdir()
    cases = {**PASSING, **FAILING}
    nbformat.write(new_notebook(cells=[make_cell(*case) for case in cases.values()]), path)
    command = [sys.executable, "-m", "pytest", "-c", "pyproject.toml", "--rootdir=.", "-rA", "--color=no"]
    run = subprocess.run([*command, "-p", "no:cacheprovider", path], cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 1, run.stdout + run.stderr
    found = re.findall(r"^(PASSED|FAILED) .*::Cell (\d+)", run.stdout, re.MULTILINE)
    outcome_of = {int(number): outcome for outcome, number in found}
    return {case: outcome_of[number] for number, case in enumerate(cases)}


@pytest.mark.parametrize("case", PASSING)
def test_passes(outcomes, case):
    assert outcomes[case] == "PASSED"


@pytest.mark.parametrize("case", FAILING)
def test_fails(outcomes, case):
    assert outcomes[case] == "FAILED"


def notebooks():
    return sorted([*ROOT.glob("notebooks/*.ipynb"), *ROOT.glob("solutions/*/*.ipynb")])


@pytest.mark.parametrize("path", notebooks(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_cell_escapes_the_comparison(path):
    # nbval says nothing about a cell that was never run.
    cells = [
        cell for cell in nbformat.read(path, 4).cells if cell.cell_type == "code" and cell.source.strip()
    ]
    assert cells
    assert [cell.source for cell in cells if cell.execution_count is None] == []


def test_the_usual_run_takes_in_every_notebook_but_the_exercises():
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider", "--color=no",
         "--ignore-glob=*.py"],
        cwd=ROOT, capture_output=True, text=True,
    )  # fmt: skip
    collected = set(re.findall(r"^([^:\n]+\.ipynb)::", run.stdout, re.MULTILINE))
    assert collected == {path.relative_to(ROOT).as_posix() for path in notebooks()}
