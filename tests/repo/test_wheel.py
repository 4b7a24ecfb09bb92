"""The wheel: it holds the lessons, and its core works without the packages of the extras."""

import json
import subprocess
import sys
import venv
import zipfile
from importlib import metadata

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from places import REPO

# What a learner does in a notebook of any kind, far from the clone.
LEARNER = """
from handprop import examples, explore
from handprop.check import WrongAnswer, exercise

check = exercise("06_by_hand")
try:
    check("exercise_1", [0.1] * 6)
except WrongAnswer as wrong:
    print(wrong)
explorer = explore.network(examples.get("seed"))
print(explorer.numbers()["w5"], explorer.view._esm[:20] != "")
"""
# Stands for an environment that has the core's packages only.
ALONE = """
import sys

class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {absent!r}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)

sys.meta_path.insert(0, Absent())
sys.path.insert(0, {wheel!r})
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=REPO, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def unpacked(wheel, tmp_path_factory):
    folder = tmp_path_factory.mktemp("unpacked")
    zipfile.ZipFile(wheel).extractall(folder)
    return folder


def absent() -> set[str]:
    """The top modules of all packages here that the core does not bring."""
    reached, left = set(), [Requirement(line) for line in metadata.requires("handprop")]
    while left:
        wanted = left.pop()
        name = canonicalize_name(wanted.name)
        if name in reached or (wanted.marker and not wanted.marker.evaluate({"extra": ""})):
            continue
        reached.add(name)
        left += [Requirement(line) for line in metadata.requires(name) or []]
    of_module = metadata.packages_distributions()
    brought = {top for top, names in of_module.items() if reached & set(map(canonicalize_name, names))}
    return set(of_module) - brought


def alone(unpacked, code: str, tmp_path) -> subprocess.CompletedProcess:
    text = ALONE.format(absent=absent() - {"handprop"}, wheel=str(unpacked)) + code
    return subprocess.run([sys.executable, "-I", "-c", text], cwd=tmp_path, capture_output=True, text=True)


def test_the_core_brings_neither_jupyterlab_nor_a_kernel():
    assert {"jupyterlab", "ipykernel", "nbgrader", "nbformat", "jupytext"} <= absent()
    assert not {"numpy", "sympy", "anywidget", "IPython"} & absent()


def test_checks_and_explorers_work_with_the_core_alone(unpacked, tmp_path):
    run = alone(unpacked, LEARNER, tmp_path)
    assert run.returncode == 0, run.stderr
    assert run.stdout.startswith("Not right yet.")
    assert run.stdout.splitlines()[-1] == "0.11 True"


def test_a_command_without_its_packages_says_how_to_get_them(unpacked, tmp_path):
    for word, extra in {"build": "build", "lay": "lab"}.items():
        run = alone(unpacked, f"from handprop.cli import main\nsys.exit(main([{word!r}]))", tmp_path)
        assert run.returncode == 2
        assert run.stderr.count("\n") == 1, run.stderr
        assert f'pip install "handprop[{extra}]"' in run.stderr


def test_every_lesson_and_exercise_is_in_the_wheel(wheel):
    held = set(zipfile.ZipFile(wheel).namelist())
    for folder in sorted((REPO / "lessons").glob("[0-9]*")):
        name = folder.name
        assert f"handprop/_course/lessons/{name}/questions.py" in held
        assert f"handprop/_course/notebooks/{name}.ipynb" in held
        assert f"handprop/_course/exercises/{name}/{name}.ipynb" in held
    assert not [name for name in held if name.startswith(("tests", "solutions"))]


@pytest.mark.slow
def test_the_wheel_in_an_empty_environment(wheel, tmp_path):
    venv.create(tmp_path / "env", with_pip=True)
    python = next((tmp_path / "env").glob("[bS]*/python*"))
    subprocess.run([python, "-m", "pip", "install", "--quiet", str(wheel)], check=True)
    listed = subprocess.run(
        [python, "-m", "pip", "list", "--format=json"], check=True, capture_output=True, text=True
    )
    names = {one["name"].lower() for one in json.loads(listed.stdout)}
    assert not names & {"jupyterlab", "ipykernel", "nbgrader"}
    run = subprocess.run([python, "-I", "-c", LEARNER], cwd=tmp_path, capture_output=True, text=True)
    assert run.stdout.startswith("Not right yet."), run.stderr
