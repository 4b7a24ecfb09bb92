"""One step, sub-step by sub-step: every number against NumPy and against nudges, every sentence true."""

import math
import re

import numpy as np
import pytest
from one_steps import CASES, example_case
from sympy import Float, Symbol

from handprop import explore, numeric
from handprop.examples import get
from handprop.explore.one_step.numbers import state, timeline, told
from handprop.network import ACTIVATIONS, Network
from handprop.symbolic.functions import ACTIVATIONS as IN_SYMPY

each_case = pytest.mark.parametrize("case", CASES.values(), ids=CASES)


def lines(stops):
    return [line for stop in stops for line in stop["lines"]]


def found(stops) -> dict[tuple, float]:
    return {tuple(line["at"]): line["value"] for line in lines(stops)}


def expected(net: Network, x, y, rate: float, sample: int) -> dict[tuple, float]:
    """Every number of the walk, written down without the network's own backward."""
    count, last, numbers = len(x), len(net.activations), {}
    mean = {name: np.zeros_like(value) for name, value in net.params.items()}
    for row in range(count):
        own, slopes = walk(net, x[row], y[row])
        for name in mean:
            mean[name] += slopes[name] / count
        if row == sample:
            numbers = own | entries(slopes)
    if count > 1:
        numbers |= {(f"mean {name}", *at): v for (name, *at), v in entries(mean).items()}
    moved = {name: net.params[name] - rate * mean[name] for name in mean if name not in net.frozen}
    numbers |= {(f"new {name}", *at): v for (name, *at), v in entries(moved).items()}
    assert last >= 1
    return numbers


def entries(arrays) -> dict[tuple, float]:
    return {(name, *at): float(v) for name, array in arrays.items() for at, v in np.ndenumerate(array)}


def walk(net: Network, x, y):
    """The numbers of one sample by loops over single weights, and its gradients."""
    numbers, slopes, zs, a = {}, {}, [x], [x]
    for k, name in enumerate(net.activations, 1):
        W, b = net.params[f"W{k}"], net.params.get(f"b{k}")
        z = np.zeros(W.shape[1])
        for i, j in np.ndindex(W.shape):
            numbers["product", k, i, j] = a[-1][i] * W[i, j]
            z[j] += a[-1][i] * W[i, j]
        z = z if b is None else z + b
        zs.append(z)
        a.append(ACTIVATIONS[name][0](z))
        numbers |= {("z", k, j): v for j, v in enumerate(z)}
        if name != "linear":
            numbers |= {("a", k, j): v for j, v in enumerate(a[-1])}
    error = a[-1] - y
    numbers |= {("error", j): v for j, v in enumerate(error)}
    numbers["loss",] = loss_of(net.loss_name, a[-1], y)
    delta = error * slope_of(net.activations[-1], zs[-1], a[-1]) if net.loss_name == "half_squared" else error
    for k in range(len(net.activations), 0, -1):
        W = net.params[f"W{k}"]
        numbers |= {("delta", k, j): v for j, v in enumerate(delta)}
        slopes[f"W{k}"] = np.array([[v * d for d in delta] for v in a[k - 1]])
        if f"b{k}" in net.params:
            slopes[f"b{k}"] = delta
        if k == 1:
            break
        numbers |= {("back", k, i, j): delta[j] * W[i, j] for i, j in np.ndindex(W.shape)}
        arrived = np.array([sum(delta[j] * W[i, j] for j in range(W.shape[1])) for i in range(W.shape[0])])
        if W.shape[1] > 1:
            numbers |= {("da", k - 1, i): v for i, v in enumerate(arrived)}
        delta = arrived * slope_of(net.activations[k - 2], zs[k - 1], a[k - 1])
    return numbers, slopes


def slope_of(name: str, z, a):
    """The slope of an activation from its output; of one that is not written out here, as SymPy has it."""
    known = {
        "linear": np.ones_like(a),
        "relu": (a > 0) * 1.0,
        "leaky_relu": np.where(a > 0, 1.0, 0.01),
        "sigmoid": a * (1 - a),
        "tanh": 1 - a**2,
    }
    return (
        known[name]
        if name in known
        else np.array([_in_sympy(name, *both) for both in zip(z, a, strict=True)])
    )


def _in_sympy(name: str, z: float, a: float) -> float:
    places = Symbol("z"), Symbol("a")
    slope = IN_SYMPY[name][1](*places)
    return float(slope.xreplace(dict(zip(places, map(Float, (z, a)), strict=True))).doit())


def loss_of(name: str, a, y) -> float:
    if name == "half_squared":
        return float(((a - y) ** 2).sum() / 2)
    if name == "binary_cross_entropy":
        return float(-(y * np.log(a) + (1 - y) * np.log(1 - a)).sum())
    return float(-(y * np.log(a)).sum())


@each_case
def test_every_sub_step_has_the_numbers_of_numpy(case):
    net, x, y, rate = case
    for sample in range(len(x)):
        made, truth = found(timeline(net, x, y, rate, sample)), expected(net, x, y, rate, sample)
        assert set(made) == set(truth)
        for key, value in truth.items():
            assert made[key] == pytest.approx(value, rel=1e-9, abs=1e-12), key


@each_case
def test_every_calculation_gives_its_result_from_its_own_terms(case):
    net, x, y, rate = case
    for line in lines(timeline(net, x, y, rate)):
        if line["call"]:
            continue
        total = sum(math.prod(number for _, number in term) for term in line["terms"]) / line["over"]
        assert line["value"] == pytest.approx(total, rel=1e-9, abs=1e-12), told(line)


@each_case
def test_a_calculation_uses_nothing_that_was_not_computed_before(case):
    net, x, y, rate = case
    before: dict[str, float] = {}
    for stop in timeline(net, x, y, rate):
        for line in stop["lines"]:
            for name, number in (factor for term in line["terms"] for factor in term):
                if name in before:
                    assert number == before[name], (name, told(line))
                else:  # what is given: inputs, parameters, targets, η, ½, a slope, gradients of other samples
                    assert re.fullmatch(r"x\d+|[wb]\d+|−y\d*|−η|½|gate|slope|∂[wb]\d+ of \d+", name), name
        before |= {line["name"]: line["value"] for line in stop["lines"]}


@each_case
def test_the_gradients_are_those_of_nudges(case):
    net, x, y, rate = case
    made = found(timeline(net, x, y, rate))
    prefix = "mean " if len(x) > 1 else ""
    slopes = {
        name: np.array([made[f"{prefix}{name}", *at] for at in np.ndindex(value.shape)]).reshape(value.shape)
        for name, value in net.params.items()
    }
    nudges = numeric.gradients(lambda p: net.with_params(p).loss_at(x, y), net.params)
    for name, slope in slopes.items():
        np.testing.assert_allclose(slope, nudges[name], rtol=1e-5, atol=1e-7)


def test_the_lines_read_as_on_paper():
    net, x, y, rate = example_case("seed")
    stops = timeline(net, x, y, rate)
    assert [stop["kind"] for stop in stops] == [
        "start", "products", "sums", "activations", "products", "sums", "error", "loss",
        "delta", "gradients", "back", "gates", "gradients", "update",
    ]  # fmt: skip
    read = {line["name"]: told(line) for line in lines(stops)}
    assert read["z1"] == "z1 = x1 · w1 + x2 · w2 = 0.24 + 0.99 = 1.23"
    assert read["error"] == "error = ŷ − y = 0.2037 − 1 = -0.7963"
    assert read["∂h1"] == "∂h1 = δ · w5 = -0.7963 · 0.11 ≈ -0.08759"  # what comes back has a name
    assert read["δ1"] == "δ1 = ∂h1 · gate = -0.08759 · 1 ≈ -0.08759"
    assert read["∂w5"] == "∂w5 = δ · h1 = -0.7963 · 1.23 ≈ -0.9794"
    assert read["new w5"] == "new w5 = w5 − η · ∂w5 = 0.11 − 0.05 · (-0.9794) ≈ 0.159"


def test_a_closed_gate_passes_nothing_forward_and_nothing_back():
    net, x, y, rate = example_case("gate_own")
    made = found(timeline(net, x, y, rate))
    assert made["z", 1, 1] < 0
    assert [made[key] for key in [("a", 1, 1), ("delta", 1, 1), ("W1", 0, 1), ("W1", 1, 1), ("b1", 1)]] == [
        0
    ] * 5
    assert made["back", 2, 1, 0] != 0  # it arrives at the gate, and stops there


def test_the_sentences_say_what_happens():
    shown = explore.one_step(get("seed"))
    words = [shown.at(time=time).state()["words"] for time in range(14)]
    assert words[0].startswith("Before the step.")
    assert (
        words[3]
        == "Forward, sub-step 3 of 13. The sum meets the gate: above 0 it passes, otherwise 0 goes on."
    )
    assert words[10].endswith("At h1 that is ∂h1, short for ∂L/∂h1.")
    assert words[13].endswith("Forward again, the loss would be 0.2487.")
    for time, text in enumerate(words[1:], 1):
        assert f"sub-step {time} of 13" in text


@each_case
def test_every_sub_step_has_a_sentence_and_lines(case):
    net, x, y, rate = case
    count = len(timeline(net, x, y, rate))
    for time in range(1, count):
        now = state(net, x, y, rate, time)
        assert now["lines"] or time == count - 1  # where every parameter is frozen, none moves
        assert not re.search(r"[{}]|nan", now["words"] + "".join(now["lines"]))


def test_what_comes_back_is_named_after_its_unit_in_every_layer():
    net = Network(
        {"W1": np.ones((1, 2)), "W2": np.ones((2, 2)), "W3": np.ones((2, 1))}, ["relu", "relu", "linear"]
    )
    x, y = np.ones((1, 1)), np.zeros((1, 1))
    stops = timeline(net, x, y, 0.1)
    words = {
        stop["kind"] + str(stop["layer"]): state(net, x, y, 0.1, k)["words"] for k, stop in enumerate(stops)
    }
    assert words["back3"].endswith("At h3 that is ∂h3, short for ∂L/∂h3.")
    assert words["back2"].endswith("multiplied by the weight of that line.")
    assert words["joined1"].endswith("At h1 the sum is ∂h1, short for ∂L/∂h1.")
    names = {line["name"]: told(line) for line in lines(stops)}
    assert names["∂h3"] == "∂h3 = δ · w7 = 4 · 1 = 4"
    assert names["δ1"] == "δ1 = ∂h1 · gate = 8 · 1 = 8"


def test_the_explorer_follows_its_sliders_and_its_sample():
    shown = explore.one_step(get("seed")).at(w4=-0.2, time=3)
    assert shown.state()["lines"][1] == "h2 = ReLU(z2) = ReLU(-0.3) = 0"
    batch = explore.one_step(get("batch_232"))
    last = batch.numbers()
    assert last["sample"] == "1"
    assert batch.at(sample=4, time=1).state()["lines"][0] == "x1 · w1 = 1 · 0.5 = 0.5"
    losses = batch.state()
    example = get("batch_232")
    assert losses["loss"] == pytest.approx(example.network().loss_at(example.x, example.y))


def test_the_still_picture_knows_what_its_phase_knows():
    early = explore.one_step(get("seed")).picture()
    late = explore.one_step(get("seed"), time=13).picture()
    assert "0.2037" not in early.alt
    assert "0.2037" in late.alt
    assert "11. backward: δ1 = ∂h1 · gate" in early.text


@pytest.mark.parametrize(
    ("call", "fault"),
    [
        (lambda: explore.one_step("seed"), "needs a Network or an Example; it got str"),
        (lambda: explore.one_step(get("seed").network()), "needs an input x and a target y"),
        (lambda: explore.one_step(get("seed"), time=14), "its slider ends at 13"),
        (
            lambda: explore.one_step(Network({"W1": np.ones((5, 1))}, ["linear"]), np.ones(5), 1),
            "up to 4 units",
        ),
    ],
)
def test_what_cannot_be_shown_is_refused_in_a_sentence(call, fault):
    with pytest.raises((TypeError, ValueError), match=fault):
        call()
