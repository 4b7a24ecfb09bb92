"""Every activation in every table: the same names, the same numbers, slopes that nudges agree with."""

from fractions import Fraction

import numpy as np
import pytest
from sympy import Rational, Symbol

from handprop import draw
from handprop.activations import FACTS, for_browser
from handprop.check.answers.notation import FUNCTIONS
from handprop.examples import get
from handprop.network import ACTIVATIONS, Network
from handprop.numeric import compare, gradients
from handprop.symbolic import SymbolicNetwork
from handprop.symbolic.functions import ACTIVATIONS as IN_SYMPY

ALONE = [name for name, facts in FACTS.items() if facts.alone]
PLACES = (-3.0, -0.75, 0.0, 0.5, 2.0)
BY_HAND = {"linear": float, **FUNCTIONS}  # what learners may type is written down apart from the engines


def test_the_tables_have_the_same_names():
    assert list(FACTS) == list(ACTIVATIONS) == list(IN_SYMPY)
    assert set(ALONE) <= set(BY_HAND)


@pytest.mark.parametrize("name", ALONE)
def test_values_and_slopes_are_the_same_in_numpy_sympy_and_by_nudges(name):
    f, back = ACTIVATIONS[name]
    z, a = Symbol("z"), Symbol("a")
    in_sympy, slope = IN_SYMPY[name]
    for place in PLACES:
        value, exact = float(f(np.array(place))), Rational(place)
        assert value == pytest.approx(BY_HAND[name](place), rel=1e-15)
        assert float(in_sympy(exact)) == pytest.approx(value, rel=1e-15)
        found = float(back(1.0, np.array(place), np.array(value)))
        by_formula = slope(z, a).xreplace({z: exact, a: in_sympy(exact)}).doit()
        assert found == pytest.approx(float(by_formula), rel=1e-14)
        assert found == pytest.approx(float(in_sympy(z).diff(z).xreplace({z: exact}).doit()), rel=1e-14)
        if place:
            nudge = (BY_HAND[name](place + 1e-6) - BY_HAND[name](place - 1e-6)) / 2e-6
            assert found == pytest.approx(nudge, rel=1e-6)


@pytest.mark.parametrize("name", ALONE)
def test_facts_hold(name):
    facts, f = FACTS[name], BY_HAND[name]
    if facts.ends:
        below, above = facts.ends
        assert all(below <= f(z) <= above for z in (*PLACES, -700.0, 700.0))
        for sign, end in ((-1, below), (1, above)):  # ten times as far out, the rest is a tenth, or none
            assert abs(f(sign * 700.0) - end) <= abs(f(sign * 70.0) - end) / 9, "not where it ends"
        assert facts.levels  # one without ends may have levels too, as softplus would
    for a, z in facts.levels:
        assert f(z) == pytest.approx(a, rel=1e-14)
    if not facts.levels:
        assert all(f(z) == z for z in (0.5, 3.0, *([-0.5, -3.0] if facts.straight_from is None else [])))
    assert facts.gate == (f(-1.0) == f(-2.0) == 0.0)
    for z in PLACES:
        assert eval(facts.applied(z, repr).replace("·", "*"), HELPERS) == pytest.approx(f(z), rel=1e-14)
        assert repr(z) in facts.sentence(z, f(z), repr)


HELPERS = {"max": max, "exp": np.exp, "tanh": np.tanh, "log": np.log, "min": min}


def test_the_browser_gets_plain_data():
    found = for_browser(["sigmoid", "softmax"])
    assert list(found) == ["sigmoid", "softmax"]
    assert found["sigmoid"]["ends"] == (0.0, 1.0)
    assert found["softmax"]["alone"] is False


# ---- leaky ReLU, by hand in fractions ----

LEAK = Fraction(1, 100)


def leaky_by_hand(p, x, y):
    """The gradients of a 2-2-1 network with leaky ReLU, a linear output and biases, line by line."""
    z = [x[0] * p["W1"][0][j] + x[1] * p["W1"][1][j] + p["b1"][j] for j in (0, 1)]
    h = [v if v > 0 else LEAK * v for v in z]
    slope = [Fraction(1) if v > 0 else LEAK for v in z]
    delta = h[0] * p["W2"][0][0] + h[1] * p["W2"][1][0] + p["b2"][0] - y[0]
    hidden = [delta * p["W2"][j][0] * slope[j] for j in (0, 1)]
    found = {"W1": [[x[i] * hidden[j] for j in (0, 1)] for i in (0, 1)], "b1": [hidden]}
    return found | {"W2": [[delta * h[0]], [delta * h[1]]], "b2": [[delta]]}


def test_leaky_relu_by_hand_in_numpy_and_in_sympy():
    own = get("gate_own")  # one unit below 0, one above
    x, y = [Fraction(v) for v in own.text_x], [Fraction(v) for v in own.text_y]
    expected = leaky_by_hand(own.exact_params, x, y)
    exact = SymbolicNetwork(own.text_params, ["leaky_relu", "linear"], x=own.text_x, target=own.text_y)
    slopes = exact.gradients()
    network = Network(own.params, ["leaky_relu", "linear"])
    found = network.gradients(own.x, own.y)
    for name, rows in expected.items():
        assert [[Fraction(int(n.p), int(n.q)) for n in row] for row in slopes[name].tolist()] == rows
        np.testing.assert_allclose(np.atleast_2d(found[name]), np.array(rows, float), rtol=1e-14)
    nudged = gradients(lambda params: network.with_params(params).loss_at(own.x, own.y), network.params)
    assert compare(found, nudged).ok
    assert any(slopes["W1"][0, j] != 0 and network.forward(own.x)["z1"][j] < 0 for j in (0, 1))


@pytest.mark.parametrize("reuse", [False, True])
def test_derivations_with_leaky_relu_hold_line_by_line(reuse):
    own = get("gate_own")
    net = SymbolicNetwork(own.text_params, ["leaky_relu", "linear"], x=own.text_x, target=own.text_y)
    slopes = net.gradients()
    found = net.derivations(reuse=reuse)
    assert all(derivation.verify() for derivation in found.values())
    assert found["w1"].value == slopes["W1"][0, 0]
    assert str(found["w1"].formula) == "delta * w5 * ([z1 > 0] + 1/100 * (1 - [z1 > 0])) * x1"


def test_leaky_relu_at_zero_has_the_slope_of_the_left_side():
    network = Network({"W1": [[1.0]], "b1": [-2.0], "W2": [[1.0]]}, ["leaky_relu", "linear"])
    assert network.gradients([2.0], [1.0])["b1"].tolist() == [-0.01]
    exact = SymbolicNetwork(
        {"W1": [[1]], "b1": [-2], "W2": [[1]]}, ["leaky_relu", "linear"], x=[2], target=[1]
    )
    assert exact.gradients()["b1"][0] == Rational(-1, 100)


def test_a_drawing_names_the_leaky_unit_and_has_no_gate():
    own = get("gate_own")
    network = Network(own.params, ["leaky_relu", "linear"])
    picture = draw.network(network, network.forward(own.x))
    assert "gate" not in picture.alt
    assert picture._repr_png_() if hasattr(picture, "_repr_png_") else picture.alt
