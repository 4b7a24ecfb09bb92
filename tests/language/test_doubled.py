"""With a test language that says every word twice, no word for learners is said once."""

import json
import os
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest
from places import REPO

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

from doubled import doubled, escaped, write  # noqa: E402

# No words of a language: names of functions and losses, options that are typed as code, units, the course.
NAMES = "relu ReLU linear sigmoid tanh leaky Handprop half_squared central one sided loss exp"
UNITS = "metre metres dollars thousand per square feet"
CODE = "nan inf np float Number Network check solution"
# Titles of pages are names of explorers, and the story of a demo is translated with its file.
TITLES = (
    "Deep chain Derivative Digits Error and Gradient check Graph Input gradient Learning rate Matrices "
    "Network Neuron Nudge One step Race Training Wrong gradients The forward pass"
)
ALLOWED = {*NAMES.split(), *UNITS.split(), *CODE.split()}


@pytest.fixture(scope="module")
def language(tmp_path_factory):
    """The folder of the test language, whose path is its name."""
    return write(tmp_path_factory.mktemp("doubled"))


@pytest.fixture(scope="module")
def said(language):
    """place -> all that is said there."""
    ways = {
        "HANDPROP_LANGUAGE": str(language),
        "PYTHONPATH": os.pathsep.join([str(HERE), str(REPO / "tests")]),
    }
    command = [sys.executable, str(HERE / "everything_said.py")]
    run = subprocess.run(command, env=os.environ | ways, capture_output=True, text=True, encoding="utf-8")
    assert run.returncode == 0, run.stderr[-2000:]
    found = defaultdict(str)
    for line in run.stdout.splitlines():
        told = json.loads(line)
        found[told["place"]] += told["text"] + "\n"
    return found


def test_a_doubled_text_keeps_places_code_and_formulas():
    text = "The loss of {x:.4g} is `loss`, <b>not</b> $\\frac{a}{b}$."
    assert doubled(text) == "The The loss loss of of {x:.4g} is is `loss`, <b>not not</b> $\\frac{a}{b}$."
    assert escaped(doubled(text)) == []
    assert escaped("The The loss is is high") == ["loss", "high"]


def test_every_word_goes_through_the_catalogue(said):
    assert len(said) > 150
    once = {}
    for place, text in said.items():
        allowed = ALLOWED | set(TITLES.split() if place == "demo" or place.endswith(": page") else ())
        if words := {word for line in text.splitlines() for word in escaped(line)} - allowed:
            once[place] = sorted(words)
    assert once == {}
