"""The way back through a learner's own graph: against complex steps and lesson 12's engine."""

import numpy as np
import pytest
from graphs import ENGINE, complex_step, random_calculation

from handprop import explore
from handprop.explore.graph.layout import layout
from handprop.explore.graph.numbers import expected, handed, state
from handprop.explore.graph.record import MOST_NODES, WIDEST, recorded, rows_of

SEEDS = range(50)
Value = ENGINE.Value


def last(nodes) -> dict:
    return state(nodes, len(handed(nodes)) + 1)


# ---- numbers ----


@pytest.mark.parametrize("seed", SEEDS)
def test_derivatives_are_those_of_complex_steps(seed):
    output, leaves, plan = random_calculation(seed)
    names = {f"v{k}": leaf for k, leaf in enumerate(leaves) if leaf in ENGINE.in_order(output)}
    nodes = recorded(output, names)
    found = dict(zip([node["name"] for node in nodes], last(nodes)["grads"], strict=True))
    for k in range(len(leaves)):
        if f"v{k}" in found:
            truth = complex_step(leaves, plan, k)
            assert found[f"v{k}"] == pytest.approx(truth, rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_node_passes_on_only_when_everything_has_arrived(seed):
    output, _, _ = random_calculation(seed)
    nodes = recorded(output)
    coming = expected(nodes)
    for time in range(len(handed(nodes)) + 2):
        now = state(nodes, time)
        assert all(len(came) <= count for came, count in zip(now["arrived"], coming, strict=True))
        if now["now"] is not None:
            assert now["grads"][now["now"]] is not None
            lines = now["lines"][: len(nodes[now["now"]]["parents"])]
            assert all(" gets " in line for line in lines)
    assert None not in now["grads"]
    assert time == len(handed(nodes)) + 1


def test_the_six_gradients_of_lesson_06():
    from handprop.examples import get

    w = [Value(v) for v in [0.12, 0.33, 0.15, 0.09, 0.11, 0.12]]
    h1, h2 = (2 * w[0] + 3 * w[1]).relu(), (2 * w[2] + 3 * w[3]).relu()
    loss = (h1 * w[4] + h2 * w[5] - 1) ** 2 / 2
    nodes = recorded(loss, {f"w{k}": v for k, v in enumerate(w, 1)})
    found = dict(zip([node["name"] for node in nodes], last(nodes)["grads"], strict=True))
    seed = get("seed")
    truth = seed.network().gradients(seed.x, seed.y)
    flat = [*truth["W1"].T.ravel(), *truth["W2"].ravel()]
    assert [found[f"w{k}"] for k in range(1, 7)] == pytest.approx(flat, rel=1e-12)


def test_a_fork_shows_its_sum_and_waits():
    x = Value(3)
    shown = explore.graph(x * x + x, x=x)
    assert shown.at(time=2).state()["lines"][-1] == "x is used again: 1 has arrived, 2 still to come"
    assert shown.at(time=3).state()["lines"][-1] == "x is a fork, its paths are added: 1 + 3 + 3 = 7"
    assert shown.state()["grads"] == [7.0, 1.0, 1.0]


def test_it_says_whether_the_objects_hold_the_same():
    x, y, z = Value(-2), Value(5), Value(-4)
    f = (x + y) * z
    assert explore.graph(f).at(time=3).state()["words"].endswith("Every number has its derivative now.")
    ENGINE.backward(f)
    assert "your objects hold the same" in explore.graph(f).at(time=3).state()["words"]
    ENGINE.way_back(f)
    words = explore.graph(f, x=x).at(time=3).state()["words"]
    assert words.endswith("Your objects hold others: x has -12.")


# ---- names, rows, places ----


def test_what_has_no_name_gets_its_formula():
    x, y = Value(2), Value(-3)
    names = [node["name"] for node in recorded((x + y) * x * Value(7) + x**2, {"x": x})]
    assert names == ["x", "-3", "x + -3", "#4", "7", "#6", "x**2", "#8"]


@pytest.mark.parametrize("seed", SEEDS)
def test_the_line_of_code_opens_the_same_graph(seed):
    output, _, _ = random_calculation(seed)
    shown = explore.graph(output)
    again = eval(shown.at(time=1).code(), {"explore": explore})
    assert again.nodes == shown.nodes
    assert again.state() == shown.state()
    assert rows_of(again.nodes) == rows_of(shown.nodes)


@pytest.mark.parametrize("seed", SEEDS)
def test_no_two_boxes_share_a_place_and_lines_lead_forward(seed):
    output, _, _ = random_calculation(seed)
    nodes = recorded(output)
    found = layout(nodes)
    for k, (level, slot) in enumerate(found["places"]):
        for other, spot in enumerate(found["places"][:k]):
            assert level != spot[0] or abs(slot - spot[1]) > 0.99, (k, other)
    for k, of_node in enumerate(found["lines"]):
        for parent, line in zip(nodes[k]["parents"], of_node, strict=True):
            assert line[0] == found["places"][parent]
            assert line[-1] == found["places"][k]
            assert [spot[0] for spot in line] == list(range(line[0][0], line[-1][0] + 1))


@pytest.mark.parametrize("seed", SEEDS)
def test_no_two_lines_cross_where_they_come_in(seed):
    output, _, _ = random_calculation(seed)
    found = layout(recorded(output))
    for of_node, ends in zip(found["lines"], found["ends"], strict=True):
        middle = (len(ends) - 1) / 2
        assert sorted(ends) == [n - middle for n in range(len(ends))]
        slots = [of_node[ends.index(end)][-2][1] for end in sorted(ends)]
        assert slots == sorted(slots)


def test_a_line_that_comes_from_above_comes_in_above():
    x, y = Value(2), Value(3)
    assert layout(recorded(x * y + x))["ends"][-1] == [0.5, -0.5]


def test_a_long_name_is_cut_in_its_box_and_whole_in_words():
    rate = Value(0.1)
    (node, *_) = recorded(rate * 2, {"learning_rate_of_the_step": rate})
    assert node["label"] == "learning_ra…"
    assert len(node["label"]) == WIDEST
    assert node["name"] == "learning_rate_of_the_step"


def test_the_picture_has_a_row_for_each_number():
    text = explore.graph().at(time=3).picture().text
    assert [row.split()[-1] for row in text.splitlines()[1:6]] == ["-4", "-4", "-4", "3", "1"]


# ---- what cannot be shown ----


def circle():
    x = Value(1)
    y = x + 1
    x.parents, x.slopes = (y,), (1,)
    return y


def chain(count: int):
    y = Value(1)
    for _ in range(count):
        y = y + y
    return y


def broken(**changes):
    f = Value(1) + Value(2)
    vars(f).update(changes)
    return f


@pytest.mark.parametrize(
    ("make", "fault"),
    [
        (lambda: 3.0, "it got float, which has no data"),
        (lambda: np.ones(3), "it got ndarray, which has no parents"),
        (circle, "made from itself; a circle has no way back"),
        (lambda: chain(5000), f"up to {MOST_NODES} nodes; here are more than {MOST_NODES}"),
        (lambda: broken(slopes=(1,)), "2 parents and 1 slopes"),
        (lambda: broken(parents={1, 2}), "parents of a Value must be in an order"),
        (lambda: broken(parents=(1, 2)), "it got int, which has no data"),
        (lambda: broken(data=float("nan")), "data of a node must be a finite number; one is nan"),
        (lambda: broken(slopes=(1, None)), "slope of a node must be a finite number; one is None"),
        (list, "one node at least"),
        (lambda: [["x", 1], ["", 2, [3], [1]]], "numbers of earlier rows"),
        (lambda: [["x"]], r"A row of a graph is \[name, data"),
        (lambda: [["x", 1]] * 31, "here are 31"),
    ],
)
def test_what_cannot_be_shown_is_refused_in_a_sentence(make, fault):
    output = make()
    with pytest.raises((TypeError, ValueError), match=fault):
        explore.graph(output)


def test_a_name_that_does_not_lead_to_the_output_is_refused():
    with pytest.raises(ValueError, match="is not made from y; name only what leads to it"):
        explore.graph(Value(1) + Value(2), y=Value(3))
