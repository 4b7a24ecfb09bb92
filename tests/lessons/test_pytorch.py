"""What lesson 13 and its exercise claim, computed: the ten loops are run as they stand, and mended."""

import re

import numpy as np
import pytest
from places import REPO
from told import exercise, outputs

from handprop import little_torch as torch
from handprop.check import load_questions

SOURCE = (REPO / "lessons" / "13_reading_pytorch" / "exercise.md").read_text(encoding="utf-8")
LOOPS = {
    int(number): [line.rpartition("#")[0].rstrip() for line in code.splitlines()]
    for number, code in re.findall(r"\*\*Loop (\d+)\*\*[^`]*```python\n(.*?)```", SOURCE, re.DOTALL)
}
ONE_OUTPUT = 10  # there targets are numbers
# Each loop as it should be: what stands in the line that the solution names.
MENDED = {
    1: {2: "    optimizer.zero_grad()\n    loss = loss_of(model(x), y)"},
    2: {4: "    optimizer.step()", 5: "    optimizer.zero_grad()"},
    3: {4: "    pass"},
    4: {3: "    shares = model(x)"},
    5: {1: "total = torch.nn.CrossEntropyLoss()"},
    6: {5: "model.eval()"},
    7: {3: "    if True:"},
    8: {1: "pass"},
    9: {2: "pass", 4: "    optimizer.zero_grad(); loss = loss_of(model(x), y)"},
    10: {5: "    loss = squares(z, y.reshape(4, 1))"},
}


@pytest.fixture(autouse=True)
def float64():
    torch.set_default_dtype(torch.float64)
    torch.manual_seed(0)
    yield
    torch.set_default_dtype(torch.float32)


def make_model(outputs=3, dropout=False):
    nn = torch.nn
    parts = [nn.Linear(2, 8), nn.Tanh(), *([nn.Dropout(0.5)] if dropout else []), nn.Linear(8, outputs)]
    return nn.Sequential(*parts)


def run(number, lines, most=None):
    """The loop between its beginning and the loss at the end: the names that it leaves."""
    rng = np.random.default_rng(3)
    x = rng.normal(size=(60, 2))
    classes = (np.arctan2(*x.T) // 2.1 % 3).astype(int)
    parts = [(torch.tensor(x[k : k + 6]), torch.tensor(classes[k : k + 6])) for k in range(0, 60, 6)] * 60
    model = make_model(1, False) if number == ONE_OUTPUT else make_model(3, number == 6)
    names = {
        "torch": torch,
        "make_model": make_model,
        "model": model,
        "optimizer": torch.optim.SGD(model.parameters(), lr=0.2),
        "loss_of": torch.nn.CrossEntropyLoss(),
        "batches": parts[:most],
        "x": torch.tensor(x[:4]),
        "y": torch.tensor([0.0, 1.0, 2.0, 4.0]),
        "x_held": torch.tensor(x),
        "y_held": torch.tensor(classes),
    }
    before = np.array(names["model"][0].weight.tolist())
    exec("\n".join(lines), names)
    names["moved"] = np.array(names["model"][0].weight.tolist()) - before
    if number != ONE_OUTPUT:
        z = names["model"](names["x_held"])
        names["all"] = torch.nn.CrossEntropyLoss()(z, names["y_held"]).item()
    return names


def mended(number, most=None):
    lines = [MENDED[number].get(k, line) for k, line in enumerate(LOOPS[number], 1)]
    return run(number, [part for line in lines for part in line.split("\n")], most)


def test_there_are_ten_and_the_solution_names_a_line_of_each():
    assert sorted(LOOPS) == list(range(1, 11))
    question = next(each for each in load_questions("13_reading_pytorch") if each.name == "ten_loops")
    for number, line in enumerate(question.right(question.cases[0]), 1):
        assert line in MENDED[number]


@pytest.mark.parametrize("number", [1, 2, 3, 7, 8])
def test_the_loop_does_not_learn_and_the_mended_one_does(number):
    right = mended(number)["all"]
    assert right < 0.35
    try:
        names = run(number, LOOPS[number])
    except RuntimeError:
        assert number == 7
        return
    assert names["all"] > 1.5 * right
    assert number not in (2, 3) or not names["moved"].any()


def test_the_loop_with_a_sum_makes_steps_too_long_by_the_size_of_the_batch():
    torch.manual_seed(1)
    right = mended(5, 1)["moved"]
    torch.manual_seed(1)
    np.testing.assert_allclose(run(5, LOOPS[5], 1)["moved"], 6 * right)


def test_the_loop_with_two_softmaxes_stays_above_its_floor():
    floor = np.log(1 + 2 / np.e)
    assert run(4, LOOPS[4])["loss"].item() > floor > 0.5 > mended(4)["loss"].item()


def test_the_loop_that_judges_in_training_mode_answers_twice_differently():
    wrong, right = run(6, LOOPS[6]), mended(6)
    assert wrong["model"].training
    assert not right["model"].training
    assert right["right"].tolist() == (right["model"](right["x_held"]).argmax(1) == right["y_held"]).tolist()


def test_the_loop_with_one_forward_pass_stops_in_its_second_round():
    with pytest.raises(RuntimeError, match="second time"):
        run(9, LOOPS[9])
    assert mended(9)["loss"].item() < 0.1


def test_the_loop_with_targets_in_a_row_ends_at_their_mean():
    wrong, right = run(10, LOOPS[10]), mended(10)
    assert wrong["loss"].item() > 2 > 0.9 > right["loss"].item()
    assert np.ptp(wrong["z"].detach().numpy()) < 0.6


# What the check takes for right besides: another line that is moved, another place for one that is missing.
MOVED = "    optimizer.zero_grad()\n    loss.backward()"
OTHER_WAYS = [
    (2, {3: "    pass", 4: MOVED}),
    (9, {4: "    loss = loss_of(model(x), y)\n    optimizer.zero_grad()"}),
]
OTHER_WAYS += [
    (10, {k: f"{indent}y = y.reshape(4, 1)\n{{}}"}) for k, indent in ((1, ""), (2, ""), (3, "    "))
]


@pytest.mark.parametrize(("number", "changed"), OTHER_WAYS)
def test_the_other_right_answers_mend_the_loop_too(number, changed):
    lines = [changed.get(k, "{}").format(line) for k, line in enumerate(LOOPS[number], 1)]
    names = run(number, [part for line in lines for part in line.split("\n")])
    assert names["all" if number == 2 else "loss"] < {2: 0.35, 9: 0.1, 10: 0.9}[number]
    question = next(each for each in load_questions("13_reading_pytorch") if each.name == "ten_loops")
    right = question.right(question.cases[0])
    named = min(changed)
    given = [named if k == number else line for k, line in enumerate(right, 1)]
    assert question.kind.read(given).tolist() == right.tolist()


def test_how_many_of_the_ten_say_nothing():
    """The insight counts those that run to the end and do not learn."""
    question = next(each for each in load_questions("13_reading_pytorch") if each.name == "ten_loops")
    silent = 0
    for number, lines in LOOPS.items():
        try:
            run(number, lines)
            silent += 1
        except RuntimeError:
            pass
    numerals = {6: "Six", 7: "Seven", 8: "Eight"}
    assert question.insight.startswith(f"{numerals[silent]} of the ten run to the end")


def test_the_exercise_says_that_it_needs_no_pytorch():
    assert "Nobody needs PyTorch" in exercise("13_reading_pytorch")


def test_two_orders_of_four_lines_learn():
    rows = re.findall(r"^([fzbs]{3,4}) +(.+)$", outputs("13_reading_pytorch"), re.MULTILINE)
    falls = {order: float(losses.split()[-1]) < 0.01 for order, losses in rows}
    assert falls == {"fzbs": True, "zfbs": True, "fbs": False, "fzsb": False, "fbzs": False}
