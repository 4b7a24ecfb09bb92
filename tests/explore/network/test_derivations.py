"""The derivations that the network explorer shows."""

import time

import pytest

from handprop import examples, explore
from handprop.explore.network.derivation import derivations, places, store, text
from handprop.network import Network
from handprop.symbolic import SymbolicNetwork

ONE_SAMPLE = ("seed", "seed_bias", "gate_own", "chain", "mazur", "hmkcode", "karpathy_neuron")


def seed():
    return explore.network(examples.get("seed"))


@pytest.mark.parametrize("name", ONE_SAMPLE)
def test_every_symbol_of_a_derivation_finds_its_number(name):
    example = examples.get(name)
    shown = explore.network(example)
    now = {**shown.state(), "params": shown.params, "target": shown.y}
    exact = SymbolicNetwork.of(example).values()
    found = places(shown.net)
    for symbol, value in exact.items():
        if symbol.name != "L":
            source, *spot = found[symbol.name]
            number = now[source]
            for step in spot:
                number = number[step]
            assert number == pytest.approx(float(value), rel=1e-12, abs=1e-15), symbol


def test_the_lines_are_those_of_the_lesson():
    lines = derivations(examples.get("seed").network())
    assert set(lines) == {f"w{i}" for i in range(1, 7)}
    assert [line["formula"] for line in lines["w6"]] == [
        "∂L/∂w6 = ∂L/∂ŷ · ∂ŷ/∂w6",
        "∂L/∂ŷ = ŷ − y",
        "∂ŷ/∂w6 = h2",
        "δ = ŷ − y",
        "∂L/∂w6 = (ŷ − y) · h2",
        "∂L/∂w6 = δ · h2",
    ]
    assert lines["w1"][-1]["formula"] == "∂L/∂w1 = δ · w5 · [z1 > 0] · x1"
    assert lines["w1"][0]["reason"] == "chain rule along w1 → z1 → h1 → ŷ → L"
    assert set(derivations(examples.get("gate_own").network())) >= {"b1", "b2", "b3"}


def test_other_formulas_are_written_as_on_paper():
    assert text(["/", ["+", "yhat", ["-", "y"]], ["*", "yhat", 2]]) == "(ŷ − y) / (ŷ · 2)"
    assert text(["+", 1, ["-", ["^", "yhat", 2]]]) == "1 − ŷ²"
    assert text(["f", "Sigmoid", "z1"]) == "σ(z1)"


def test_the_derivations_of_the_lessons_networks_come_with_the_notebook():
    shown = seed()
    assert shown.view.derivations["lines"] == derivations(shown.net)
    for path, kept in store().items():
        assert path.read_text(encoding="utf-8") == kept


def test_the_view_of_another_network_gets_the_derivations_when_it_asks():
    net = Network({"W1": [[0.1, 0.2]], "W2": [[0.3], [0.4]]}, ["tanh", "linear"])
    shown = explore.network(net, [1.0], [0.5])
    assert shown.view.derivations == {}
    shown.view.asked = True
    end = time.monotonic() + 60
    while not shown.view.derivations and time.monotonic() < end:
        time.sleep(0.05)
    assert set(shown.view.derivations) == {"lines", "places"}
    assert shown.view.derivations["lines"] == derivations(shown.net)
