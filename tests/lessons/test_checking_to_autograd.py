"""What lessons 08 to 12 claim, computed."""

import re

import numpy as np
import pytest
from told import code, lesson, names, number, outputs

from handprop.check.mistakes.collection import wrong_steps
from handprop.examples import get

SEED = get("seed")


@pytest.mark.parametrize("name", names())
def test_no_lesson_shows_the_machinery_behind_the_checks(name):
    for cell in code(name):
        assert not re.search(r"\b[A-Z]{3,}_[A-Z]+\b|\.run\(case|Pipeline", cell), cell


def test_wrong_steps_are_what_the_lesson_counts():
    net = SEED.network()
    right = net.update(net.gradients(SEED.x, SEED.y), 0.05).params
    found = wrong_steps(SEED)
    for step in found.values():
        after = step.network.params
        assert not all(np.allclose(after[name], right[name]) for name in right)
        assert {name: value.shape for name, value in step.gradients.items()} == {"W1": (2, 2), "W2": (2, 1)}
    before = net.loss_at(SEED.x, SEED.y)
    lower = sum(step.network.loss_at(SEED.x, SEED.y) < before - 1e-9 for step in found.values())
    assert f"{lower} of {len(found)} wrong steps lower the loss" in outputs("08_check_gradients")


def torch_cell():
    return next(cell for cell in code("08_check_gradients") if "import torch" in cell)


def test_the_cell_for_pytorch_says_when_there_is_none(monkeypatch, capsys):
    monkeypatch.setitem(__import__("sys").modules, "torch", None)
    exec(torch_cell(), {})
    assert "not installed" in capsys.readouterr().out


def test_the_cell_for_pytorch_says_when_it_agrees(capsys):
    pytest.importorskip("torch")
    net = SEED.network()
    known = {"np": np, "net": net, "seed": SEED, "by_matrices": net.gradients(SEED.x, SEED.y)}
    exec(torch_cell(), known)
    assert capsys.readouterr().out.rstrip().endswith("True")


def test_lesson_10_names_what_chooses_before_it_chooses():
    text = lesson("10_digits")
    assert text.index("**validation set**") < text.index("Stop where it is lowest")
    assert "**test set**" in text
    assert "held-out loss" not in text


def test_the_engine_of_lesson_12_learns_xor():
    loss, steps = re.search(r"^loss ([\d.]+) after (\d+) steps", outputs("12_autograd"), re.M).groups()
    assert float(loss) < 0.005  # half the squared error: answers are off by less than 0.2 in all four samples
    assert int(steps) == 500


def test_the_nudges_of_lesson_12_grow_as_it_says():
    rows = re.findall(
        r"(\d+) weights: way back +(\d+) links, nudges +(\d+) operations", outputs("12_autograd")
    )
    (w, links, nudges), (w_, links_, nudges_) = [tuple(map(int, row)) for row in rows[-2:]]
    text = lesson("12_autograd")
    numerals = {4: "four", 14: "fourteen", 15: "fifteen", 16: "sixteen"}
    assert f"way back grows about {numerals[round(links_ / links)]} times" in text
    assert f"the nudges about {numerals[round(nudges_ / nudges)]} times" in text
    assert f"From {w} to {w_} weights, about {numerals[round(w_ / w)]} times as many" in text


def test_the_rules_of_lesson_11_share_only_some_errors():
    shared = [
        number(a) / number(b)
        for a, b in re.findall(r"(\d+) of its (\d+) errors", outputs("11_what_did_it_learn"))
    ]
    assert 0 < max(shared) < 1
    assert "share only some of the network's errors" in lesson("11_what_did_it_learn")


def test_what_the_first_product_of_lesson_12_changes_by():
    told = re.search(
        r"z = (\S+), and q = (\S+)\. By how much does q · z change when q grows by ([\d.]+)\?",
        lesson("12_autograd"),
    )
    z, q, nudge = map(number, told.groups())
    assert f"q · z changes by {(q + nudge) * z - q * z:.4g}" in outputs("12_autograd")
