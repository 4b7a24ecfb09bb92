"""A nudge that travels: every ratio against NumPy, their product against the derivative."""

import math

import numpy as np
import pytest

from handprop import explore
from handprop.activations import FACTS
from handprop.examples import get
from handprop.explore.nudge.numbers import layer_of, state
from handprop.network import Network

HIDDEN = tuple(name for name, facts in FACTS.items() if facts.alone)


def random_chain(seed: int):
    """A chain of one to four units, its input and its target."""
    rng = np.random.default_rng(seed)
    depth = int(rng.integers(1, 5))
    activations = [str(rng.choice(HIDDEN)) for _ in range(depth)]
    params = {f"W{k}": rng.normal(size=(1, 1)) for k in range(1, depth + 1)}
    params |= {f"b{k}": rng.normal(size=1) for k in range(1, depth + 1) if rng.random() < 0.6}
    return Network(params, activations), rng.normal(size=1), rng.normal(size=1)


CHAINS = [(get(n).network(), get(n).x, get(n).y) for n in ("chain", "neuron_sigmoid", "house_scaled")]
CHAINS += [random_chain(seed) for seed in range(50)]
each_chain = pytest.mark.parametrize("chain", CHAINS, ids=lambda chain: repr(chain[0]))


def parameters(net):
    return list(explore.nudge(net, [1.0], [1.0]).view.spec["names"])


@each_chain
def test_the_slopes_multiply_to_the_gradient_and_the_ratios_to_the_change(chain):
    net, x, y = chain
    gradients = net.gradients(x, y)
    for parameter in parameters(net):
        now = state(net, x, y, parameter, 0.01)
        name, _ = layer_of(net, parameter)
        assert now["slope"] == pytest.approx(gradients[name].item(), rel=1e-9, abs=1e-15)
        change = net.with_params({name: net.params[name] + 0.01}).loss_at(x, y) - net.loss_at(x, y)
        assert now["links"][-1]["change"] == pytest.approx(change, rel=1e-9, abs=1e-15)
        assert now["rate"] == pytest.approx(change / 0.01, rel=1e-9, abs=1e-12)
        ratios = [link["ratio"] for link in now["links"]]
        if None not in ratios:
            assert math.prod(ratios) == pytest.approx(change / 0.01, rel=1e-6, abs=1e-12)


@each_chain
def test_a_smaller_nudge_brings_each_ratio_to_its_slope(chain):
    net, x, y = chain
    for parameter in parameters(net):
        for link in state(net, x, y, parameter, 1e-6)["links"]:
            if link["ratio"] is not None and link["change"]:
                assert link["ratio"] == pytest.approx(link["slope"], rel=2e-3, abs=2e-4)


def test_nothing_passes_a_closed_gate():
    net = Network({"W1": [[1.0]], "b1": [-5.0], "W2": [[1.0]]}, ["relu", "linear"])
    now = state(net, np.array([1.0]), np.array([1.0]), "w1", 0.1)
    assert [link["ratio"] for link in now["links"]] == [pytest.approx(1.0), 0, None, None]
    assert "the loss stays" in now["words"]
    assert now["product"] == "A link passes nothing on, so nothing behind it moves."


def test_the_explorer_names_the_links_of_lesson_05():
    shown = explore.nudge(get("chain"))
    assert [link["to"] for link in shown.state()["links"]] == ["z1", "h1", "z2", "ŷ", "loss"]
    assert [link["to"] for link in shown.at(parameter="b2").state()["links"]] == ["z2", "ŷ", "loss"]
    assert "z1 to h1" in explore.nudge(get("chain")).picture().text


@pytest.mark.parametrize(
    ("call", "fault"),
    [
        (lambda: explore.nudge("chain"), "needs a Network or an Example; it got str"),
        (lambda: explore.nudge(get("seed")), "one unit in each layer"),
        (lambda: explore.nudge(get("chain").network()), "needs an input x and a target y"),
        (lambda: explore.nudge(get("chain").network(), [[1.0]], 1.0), "shows one sample"),
    ],
)
def test_what_cannot_be_shown_is_refused_in_a_sentence(call, fault):
    with pytest.raises((TypeError, ValueError), match=fault):
        call()
