"""What grading loads: an import that nobody needs is paid for at every run of every worker."""

import subprocess
import sys

import pytest

HEAVY = {
    "sqlalchemy",
    "nbgrader",
    "nbformat",
    "nbconvert",
    "nbclient",
    "jupytext",
    "sympy",
    "matplotlib",
    "IPython",
    "jupyterlab",
}
PAGES = {"jinja2"}


def loaded(code):
    """The packages, and the rooms of grade/, that are loaded after some code."""
    told = "; import sys; print(*(name for name in sys.modules))"
    names = subprocess.run([sys.executable, "-c", code + told], capture_output=True, text=True, check=True)
    names = names.stdout.split()
    rooms = {
        name.split(".")[2] for name in names if name.startswith("handprop.grade.") and name.count(".") > 2
    }
    return {name.partition(".")[0] for name in names} | {f"grade/{room}" for room in rooms}


@pytest.mark.parametrize(
    ("module", "never"),
    [
        ("handprop.cli", {*HEAVY, *PAGES, "numpy", "yaml"}),
        ("handprop.grade.run", {*HEAVY, "grade/nbgrader"}),
        ("handprop.grade.report.screen", {*HEAVY, "grade/nbgrader"}),
        ("handprop.grade.gradebook.book", {*HEAVY, "jinja2", "grade/nbgrader", "grade/report"}),
        (
            "handprop.grade.judging.judge",
            {*HEAVY, *PAGES, "grade/gradebook", "grade/report", "grade/notebooks"},
        ),
        (
            "handprop.grade.workers.worker",
            {*HEAVY, *PAGES, "grade/gradebook", "grade/report", "grade/notebooks"},
        ),
        ("handprop.grade.job", {*HEAVY, "jinja2", "grade/nbgrader", "grade/report"}),
    ],
)
def test_a_room_loads_what_it_needs_and_no_more(module, never):
    assert not loaded(f"import {module}") & never
