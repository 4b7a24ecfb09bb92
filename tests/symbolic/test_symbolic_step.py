"""One exact step of every network: against fractions, NumPy, nudges and 40 digits of other arithmetic."""

import pickle
import time
from fractions import Fraction

import mpmath
import numpy as np
import pytest
from sympy import Float, I, Matrix, Rational, Symbol, latex, pi, sqrt

from handprop import numeric
from handprop.examples import EXAMPLES, fractions, get
from handprop.network import Network
from handprop.symbolic import SymbolicNetwork

SHAPES = [
    ([1, 1], ["sigmoid"], "half_squared"),
    ([3, 2], ["linear"], "half_squared"),
    ([2, 1], ["sigmoid"], "binary_cross_entropy"),
    ([2, 3], ["softmax"], "categorical_cross_entropy"),
    ([1, 1, 1], ["sigmoid", "sigmoid"], "half_squared"),
    ([1, 1, 1, 1], ["tanh", "relu", "sigmoid"], "half_squared"),
    ([2, 2, 1], ["relu", "linear"], "half_squared"),
    ([2, 3, 1], ["leaky_relu", "tanh"], "half_squared"),
    ([2, 3, 2], ["tanh", "softmax"], "categorical_cross_entropy"),
    ([2, 1, 3], ["sigmoid", "relu"], "half_squared"),
    ([2, 2, 2], ["relu", "sigmoid"], "binary_cross_entropy"),
    ([2, 2, 2, 1], ["tanh", "tanh", "sigmoid"], "half_squared"),
    ([2, 2, 1, 2], ["linear", "sigmoid", "softmax"], "categorical_cross_entropy"),
]
FUNCTIONS = {
    "linear": lambda z: z,
    "relu": lambda z: max(z, mpmath.mpf(0)),
    "leaky_relu": lambda z: max(z, z / 100),
    "sigmoid": lambda z: 1 / (1 + mpmath.exp(-z)),
    "tanh": mpmath.tanh,
}


def numbers(rng, *shape):
    return [[Fraction(int(n), 64) for n in row] for row in rng.integers(-96, 97, shape)]


def targets(rng, loss, samples, outputs):
    if loss == "categorical_cross_entropy":
        return [[int(j == hot) for j in range(outputs)] for hot in rng.integers(0, outputs, samples)]
    rows = numbers(rng, samples, outputs)
    return [[abs(n) / 2 for n in row] for row in rows] if loss == "binary_cross_entropy" else rows


def random_parts(seed, sizes, loss, biases, samples):
    rng = np.random.default_rng([seed, *sizes, len(loss)])
    params = {}
    for k in range(1, len(sizes)):
        params[f"W{k}"] = numbers(rng, sizes[k - 1], sizes[k])
        if biases == "zero":
            params[f"b{k}"] = [0] * sizes[k]
        elif biases == "some":
            params[f"b{k}"] = numbers(rng, 1, sizes[k])[0]
    return params, numbers(rng, samples, sizes[0]), targets(rng, loss, samples, sizes[-1])


def precise_loss(params, activations, loss, x, y):
    """The loss to mpmath's digits, written down once more and from scratch."""
    total = mpmath.mpf(0)
    for row, target in zip(x, y, strict=True):
        a = list(row)
        for k, name in enumerate(activations, 1):
            b = params.get(f"b{k}", [0] * len(params[f"W{k}"][0]))
            z = [
                sum(ai * w[j] for ai, w in zip(a, params[f"W{k}"], strict=True)) + b[j] for j in range(len(b))
            ]
            total_exp = sum(map(mpmath.exp, z)) if name == "softmax" else None
            a = [mpmath.exp(v) / total_exp for v in z] if total_exp else [FUNCTIONS[name](v) for v in z]
        for p, t in zip(a, target, strict=True):
            if loss == "half_squared":
                total += (p - t) ** 2 / 2
            elif loss == "binary_cross_entropy":
                total -= t * mpmath.log(p) + (1 - t) * mpmath.log(1 - p)
            elif t:
                total -= t * mpmath.log(p)
    return total / len(x)


def precise_step(params, activations, loss, x, y, rate):
    """Every parameter after one step, from central differences in 80 digits: good to 25 digits and more."""

    def high(value):
        return (
            [high(v) for v in value]
            if isinstance(value, list)
            else mpmath.mpf(value.numerator) / value.denominator
        )

    base, x, y = {name: high(value) for name, value in params.items()}, high(x), high(y)
    h = mpmath.mpf(10) ** -20
    moved = {}
    for name, value in base.items():
        rows = value if name.startswith("W") else [value]
        for i, row in enumerate(rows):
            for j, entry in enumerate(row):
                row[j] = entry + h
                up = precise_loss(base, activations, loss, x, y)
                row[j] = entry - h
                down = precise_loss(base, activations, loss, x, y)
                row[j] = entry
                moved[name, i, j] = entry - high(rate) * (up - down) / (2 * h)
    return moved


def floats(matrix):
    return np.array([[float(n) for n in row] for row in matrix.tolist()])


def assert_same(exact, network, tolerance=1e-12):
    assert set(exact.params) == set(network.params)
    for name, value in network.params.items():
        np.testing.assert_allclose(
            floats(exact.params[name]), np.atleast_2d(value), rtol=tolerance, atol=tolerance, err_msg=name
        )


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_three_steps_of_every_example(name):
    example = get(name)
    exact, network = SymbolicNetwork.of(example), example.network()
    for _ in range(3):
        exact = exact.update(exact.gradients(), example.text_learning_rate)
        network = network.update(network.gradients(example.x, example.y), example.learning_rate)
        assert not any(
            number.has(Float) or number.free_symbols for P in exact.params.values() for number in P
        )
        assert_same(exact, network)
        assert float(exact.loss_at()) == pytest.approx(
            network.loss_at(example.x, example.y), rel=1e-12, abs=1e-15
        )


@pytest.mark.parametrize("biases", ["none", "zero", "some"])
@pytest.mark.parametrize(("sizes", "activations", "loss"), SHAPES)
@pytest.mark.parametrize("samples", [1, 3])
def test_random_networks_against_forty_digits_and_numpy(sizes, activations, loss, biases, samples):
    params, x, y = random_parts(samples, sizes, loss, biases, samples)
    exact = SymbolicNetwork(params, activations, loss, x, y)
    after = exact.update(exact.gradients(), "1/3")
    with mpmath.workdps(80):
        for (name, i, j), expected in precise_step(params, activations, loss, x, y, Fraction(1, 3)).items():
            found = after.params[name][i, j]
            assert abs(mpmath.mpf(str(found.evalf(45))) - expected) < mpmath.mpf(10) ** -25, (name, i, j)
    network = Network({k: np.array(v, dtype=float) for k, v in params.items()}, activations, loss)
    X, Y = np.array(x, dtype=float), np.array(y, dtype=float)
    assert_same(after, network.update(network.gradients(X, Y), 1 / 3))


@pytest.mark.parametrize(("sizes", "activations", "loss"), SHAPES)
def test_the_second_step_against_nudges(sizes, activations, loss):
    params, x, y = random_parts(5, sizes, loss, "some", 2)
    exact = SymbolicNetwork(params, activations, loss, x, y)
    exact = exact.update(exact.gradients(), "0.5")
    X, Y = np.array(x, dtype=float), np.array(y, dtype=float)
    start = {k: floats(v) if k.startswith("W") else floats(v)[0] for k, v in exact.params.items()}
    nudged = numeric.gradients(lambda p: Network(p, activations, loss).loss_at(X, Y), start)
    found = exact.gradients()
    ours = {k: floats(found[k]) if k.startswith("W") else floats(found[k])[0] for k in start}
    assert numeric.compare(ours, nudged).ok, numeric.compare(ours, nudged)


def test_fractions_stay_fractions():
    params, x, y = random_parts(2, [2, 3, 2], "half_squared", "some", 2)
    net = SymbolicNetwork(params, ["relu", "linear"], x=x, target=y)
    slopes = net.gradients()
    after = net.update(slopes, Fraction(1, 7))
    for name, P in net.params.items():
        assert all(n.is_Rational for n in after.params[name])
        assert after.params[name] == P - slopes[name] / 7


def test_derivations_after_a_step_hold_line_by_line():
    net = SymbolicNetwork.of(get("chain"))
    after = net.update(net.gradients(), "0.5")
    slopes = after.gradients()
    for reuse in (False, True):
        found = after.derivations(reuse=reuse)
        assert all(derivation.verify() for derivation in found.values())
        assert float(found["w1"].value) == pytest.approx(float(slopes["W1"][0]), rel=1e-15)
        assert "w2 = " not in str(found["w1"])
        wrong = found["w1"].lines[-1]
        assert not found["w1"].holds(
            type(wrong)(wrong.left, wrong.right + Rational(1, 10**30), "", numeric=True)
        )


def test_a_number_that_is_zero_without_looking_like_it_closes_the_gate():
    """sigmoid(1) + sigmoid(-1) - 1 is 0, and ReLU of it has neither value nor slope."""
    params = {"W1": [[1, -1]], "W2": [[1], [1]], "b2": [-1], "W3": [[2]]}
    net = SymbolicNetwork(params, ["sigmoid", "relu", "linear"], x=[1], target=[3])
    values = {s.name: v for s, v in net.values().items()}
    assert (values["z^(2)_1"], values["h^(2)_1"], values["yhat"], values["L"]) == (0, 0, 0, Rational(9, 2))
    slopes = net.gradients()
    assert set(slopes["W1"]) == set(slopes["W2"]) == set(slopes["W3"]) == {0}
    assert net.update(slopes, 1).params == net.params
    assert all(derivation.verify() for derivation in net.derivations().values())


@pytest.mark.parametrize("z", [-3, 0, 3])
def test_relu_at_and_around_zero(z):
    net = SymbolicNetwork({"W1": [[1]], "b1": [z - 2], "W2": [[1]]}, ["relu", "linear"], x=[2], target=[5])
    after = net.update(net.gradients(), 1)
    assert after.params["b1"][0] == z - 2 + (5 - z if z > 0 else 0)


@pytest.mark.parametrize(
    ("activation", "loss"), [("sigmoid", "binary_cross_entropy"), ("tanh", "half_squared")]
)
def test_saturated_units(activation, loss):
    params = {"W1": [["300"]], "W2": [["-250"]]}
    net = SymbolicNetwork(params, [activation, activation], loss, x=["1"], target=["1"])
    numbers = Network({k: np.array(v, float) for k, v in params.items()}, [activation, activation], loss)
    assert_same(net.update(net.gradients(), 1), numbers.update(numbers.gradients([1.0], [1.0]), 1.0))
    assert float(net.loss_at()) == pytest.approx(numbers.loss_at([1.0], [1.0]), rel=1e-12)
    small = net.gradients()["W1"][0]
    assert 0 < abs(small.evalf(5)) < 1e-100  # and not lost, as in float64


def test_frozen_parameters_stay():
    mazur = get("mazur")
    net = SymbolicNetwork.of(mazur)
    after = net.update(net.gradients(), "0.5")
    assert net.frozen == after.frozen == frozenset({"b1", "b2"})
    assert (after.params["b1"], after.params["b2"]) == (net.params["b1"], net.params["b2"])
    assert after.params["W1"] != net.params["W1"]
    with pytest.raises(ValueError, match=r"frozen names \['b3'\]"):
        SymbolicNetwork(fractions_of(mazur), mazur.activations, frozen=["b3"])
    with pytest.raises(TypeError, match="frozen must be a list of names"):
        SymbolicNetwork(fractions_of(mazur), mazur.activations, frozen="b1")
    with pytest.raises(TypeError, match="activations must be a list of names"):
        SymbolicNetwork(fractions_of(mazur), "sigmoid")
    once = (name for name in ("b1", "b2"))
    assert SymbolicNetwork(fractions_of(mazur), mazur.activations, frozen=once).frozen == net.frozen


def fractions_of(example):
    return {name: fractions(text) for name, text in example.text_params.items()}


def test_gradients_in_other_forms_and_what_is_refused():
    net = SymbolicNetwork({"W1": [[1, 2]], "b1": [0, 0]}, ["linear"], x=[1], target=[0, 0])
    expected = net.update(net.gradients(), "0.1").params
    lists = {"W1": [[1, 2]], "b1": [1, 2]}
    assert net.update(lists, "0.1").params == expected
    assert net.update({"W1": Matrix([[1, 2]]), "b1": Matrix([[1, 2]])}, Rational(1, 10)).params == expected
    with pytest.raises(ValueError, match=r"The gradient of W1 has shape \(2, 2\); expected \(1, 2\)"):
        net.update({"W1": [[1, 2], [3, 4]]}, 1)
    with pytest.raises(ValueError, match="The gradient of W1 must hold 2 numbers"):
        net.update({"W1": [[1], [2]]}, 1)
    with pytest.raises(TypeError, match="The gradient of W1 must hold exact numbers"):
        net.update({"W1": np.array([[1.0, 2.0]])}, 1)
    for rate in (0.1, Float("0.1"), 0.5 * pi, I, Symbol("eta"), True, pi / 0):
        with pytest.raises(TypeError, match="learning_rate must hold exact numbers"):
            net.update(lists, rate)


def test_exact_numbers_that_are_no_fractions_are_taken_as_parameters():
    net = SymbolicNetwork({"W1": [[sqrt(2)]], "b1": [pi - 3]}, ["linear"], x=[sqrt(2)], target=[2])
    assert net.values()[Symbol("yhat")].evalf(30) == (pi - 1).evalf(30)
    assert all(derivation.verify() for derivation in net.derivations().values())


def test_how_long_numbers_print_and_travel():
    net = SymbolicNetwork.of(get("chain"))
    assert str(net.forward()["a1"]) == "Matrix([[sigmoid(4/5)]])"
    assert str(net.forward()["z2"]) == "Matrix([[3/5 - 6*sigmoid(4/5)/5]])"
    for _ in range(3):
        net = net.update(net.gradients(), "0.5")
    assert len(str(net.params["W1"])) < 2000
    assert r"\ldots" in latex(net.params["W1"])
    again = pickle.loads(pickle.dumps(net.params))
    assert float(again["W1"][0]) == float(net.params["W1"][0])


def seconds_to_show(sizes, activations):
    """CPU seconds for all derivations of a network as text and as LaTeX, and how many there are."""
    params, x, y = random_parts(1, sizes, "half_squared", "none", 1)
    net = SymbolicNetwork(params, activations, x=x, target=y)
    start = time.process_time()
    shown = [str(d) + d._repr_latex_() for d in net.derivations().values()]
    return time.process_time() - start, len(shown)


def test_a_deep_smooth_network_costs_in_proportion():
    """About 17 times the small one; hours of it where numbers are evaluated again and again."""
    small = min(seconds_to_show([2, 2, 1], ["tanh", "sigmoid"])[0] for _ in range(3))
    deep, count = seconds_to_show([3, 4, 3, 2], ["tanh", "tanh", "sigmoid"])
    assert deep < 100 * small
    assert count == 12 + 12 + 6 + 3
