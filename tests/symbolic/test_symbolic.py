"""The exact network against the truth tables, against NumPy, and its derivations line by line."""

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
import sympy
from on_paper import is_sum, last_digit, where_digits_cancel, worked_out
from places import truth
from sympy import Derivative, Heaviside, Max, Rational, Symbol, exp, simplify, symbols

from handprop.examples import EXAMPLES, fractions, get
from handprop.network import Network
from handprop.symbolic import Gate, Line, Partial, Plus, ReLU, Sigmoid, SymbolicNetwork, Times

TRUTH = truth("truth_tables")
TABLES = TRUTH["relu_2_2_1"]
RATE = "0.05"


def table(rows):
    return {row["quantity"].split(" (")[0].split(" = ")[0]: Rational(row["fraction"]) for row in rows}


def with_biases(name):
    """The table's network, with the biases of its definition."""
    d = TABLES[name]["definition"]
    params = {"W1": d["W1"], "b1": d["b1"], "W2": [[w] for w in d["W2"]], "b2": [d["b2"]]}
    return SymbolicNetwork(params, ["relu", "linear"], x=d["x"], target=[d["y"]])


def named(net, matrices):
    """Matrices of numbers by the names of their symbols."""
    return {s.name: n for key, M in net.symbols.items() for s, n in zip(M, matrices[key], strict=True)}


@pytest.mark.parametrize("name", ["seed", "gate_seed", "gate_own"])
def test_every_row_of_the_truth_table(name):
    net = with_biases(name)
    values = {symbol.name: value for symbol, value in net.values().items()}
    slopes = named(net, net.gradients())
    loss = values["L"]
    prediction = net.prediction[0]
    of_numbers = {s: values[s.name] for s in prediction.free_symbols}
    found = {
        "z1": values["z1"],
        "z2": values["z2"],
        "relu gate of h1": Gate(values["z1"]),
        "relu gate of h2": Gate(values["z2"]),
        "h1": values["h1"],
        "h2": values["h2"],
        "yhat": values["yhat"],
        "delta": values["delta"],
        "loss": loss,
        "squared error delta^2": 2 * loss,
        **{f"dL/d{p}": slopes[p] for p in ("w1", "w2", "w3", "w4", "w5", "w6", "x1", "x2")},
        "dL/dh1": values["delta"] * values["w5"],
        "dL/dh2": values["delta"] * values["w6"],
        "dL/dz1": values["delta1"],
        "dL/dz2": values["delta2"],
        "dL/db_out": slopes["b3"],
        "dyhat/dx1": prediction.diff(Symbol("x1")).xreplace(of_numbers),
        "dyhat/dx2": prediction.diff(Symbol("x2")).xreplace(of_numbers),
    }
    expected = {q: n for q, n in table(TABLES[name]["rows"]).items() if not q.startswith("NOT the gradient")}
    assert expected == {q: found.pop(q) for q in expected}
    assert not found
    assert (slopes["b1"], slopes["b2"]) == (values["delta1"], values["delta2"])


@pytest.mark.parametrize("trained", ["weights only (biases frozen)", "with trained biases"])
@pytest.mark.parametrize("name", ["seed", "gate_seed", "gate_own"])
def test_one_exact_step(name, trained):
    net = with_biases(name)
    slopes = net.gradients()
    keys = ("W1", "W2") if trained.startswith("weights") else ("W1", "b1", "W2", "b2")
    after = net.update({key: slopes[key] for key in keys}, RATE)
    values = {symbol.name: value for symbol, value in after.values().items()}
    values["b_out"] = values["b3"]
    expected = table(TABLES[name]["one_step"][trained])
    for quantity, number in expected.items():
        key = "L" if quantity == "loss after 1 step" else quantity.split()[0]
        assert values[key] == number, quantity
    assert len(expected) >= 12


def test_the_examples_have_the_gradients_of_the_table():
    for name in ("seed", "gate_seed", "gate_own"):
        net = SymbolicNetwork.of(get(name))
        slopes = named(net, net.gradients())
        expected = table(TABLES[name]["rows"])
        assert all(slopes[p] == expected[f"dL/d{p}"] for p in slopes if p[0] in "wx")


def test_symbols_follow_the_drawing():
    net = SymbolicNetwork.of(get("seed_bias"))
    w1, w2, w3, w4, w5, w6 = symbols("w1:7")
    assert net.symbols["W1"].tolist() == [[w1, w3], [w2, w4]]
    assert net.symbols["W2"].tolist() == [[w5], [w6]]
    assert net.names == ["w1", "w2", "w3", "w4", "b1", "b2", "w5", "w6", "b3", "x1", "x2"]
    assert [s.name for s in net.steps] == ["z1", "h1", "z2", "h2", "yhat", "L"]
    deep = SymbolicNetwork({"W1": [[1]], "W2": [[1, 2]], "W3": [[1], [2]]}, ["tanh", "relu", "sigmoid"])
    assert [s.name for s in deep.steps][:4] == ["z^(1)_1", "h^(1)_1", "z^(2)_1", "h^(2)_1"]


def test_closed_forms_of_the_seed():
    net = SymbolicNetwork.of(get("seed"))
    w1, w2, w3, w4, w5, w6, x1, x2, y = symbols("w1:7 x1 x2 y")
    prediction = w5 * Max(0, w1 * x1 + w2 * x2) + w6 * Max(0, w3 * x1 + w4 * x2)
    assert net.prediction[0].replace(ReLU, lambda z: Max(0, z)) == prediction
    assert (net.loss - (net.prediction[0] - y) ** 2 / 2).expand() == 0
    for name in net.names:
        assert (net.gradient(name) - net.loss.diff(Symbol(name))).expand() == 0


def test_the_slopes_of_the_activations():
    z = Symbol("z", real=True)
    assert simplify(Sigmoid(z).diff(z).rewrite(exp) - (1 / (1 + exp(-z))).diff(z)) == 0
    for number in (-2, 3, Rational(1, 7)):
        assert ReLU(z).diff(z).subs(z, number) == Heaviside(number)
        assert ReLU(number) == max(0, number)
    assert ReLU(z).diff(z).subs(z, 0) == 0
    assert Sigmoid(0) == Rational(1, 2)
    assert float(Sigmoid(Rational(-3, 2))) == pytest.approx(1 / (1 + np.exp(1.5)), rel=1e-15)


def random_network(rng, activations, loss, biases, widest=3):
    sizes = rng.integers(1, widest + 1, len(activations) + 1)
    number = lambda *shape: [  # noqa: E731
        [Fraction(int(n), 64) for n in row] for row in rng.integers(-96, 97, shape)
    ]
    params = {}
    for k in range(1, len(sizes)):
        params[f"W{k}"] = number(sizes[k - 1], sizes[k])
        if biases:
            params[f"b{k}"] = number(1, sizes[k])[0]
    samples = int(rng.integers(1, 4))
    x = number(samples, sizes[0])
    target = number(samples, sizes[-1])
    if loss == "binary_cross_entropy":
        target = [[abs(n) / 2 for n in row] for row in target]
    if loss == "categorical_cross_entropy":
        hot = rng.integers(0, sizes[-1], samples)
        target = [[int(j == h) for j in range(sizes[-1])] for h in hot]
    return params, x, target


KINDS = [
    (["linear"], "half_squared"),
    (["sigmoid"], "binary_cross_entropy"),
    (["softmax"], "categorical_cross_entropy"),
    (["linear", "linear"], "half_squared"),
    (["relu", "linear"], "half_squared"),
    (["relu", "relu"], "half_squared"),
    (["sigmoid", "sigmoid"], "half_squared"),
    (["tanh", "tanh"], "half_squared"),
    (["relu", "sigmoid"], "binary_cross_entropy"),
    (["tanh", "softmax"], "categorical_cross_entropy"),
    (["relu", "tanh", "linear"], "half_squared"),
    (["linear", "sigmoid", "softmax"], "categorical_cross_entropy"),
    (["relu", "relu", "relu", "linear"], "half_squared"),
]


def same_number(a, b):
    # SymPy would spend long on deciding whether the difference of two irrational numbers is 0.
    return a == b if a.is_Rational else float(a) == pytest.approx(float(b), rel=1e-14, abs=1e-14)


def floats(exact):
    # maxn: a sum of irrational numbers that is exactly 0 has no first digit to look for.
    return np.array([[float(n.evalf(17, maxn=40)) for n in row] for row in exact.tolist()])


@pytest.mark.parametrize(("activations", "loss"), KINDS)
@pytest.mark.parametrize("seed", [0, 1])
def test_random_networks_against_numpy(activations, loss, seed):
    rng = np.random.default_rng([seed, len(loss), *map(len, activations)])
    params, x, target = random_network(rng, activations, loss, biases=bool(seed))
    exact = SymbolicNetwork(params, activations, loss, x, target)
    numpy = Network({k: np.array(v, dtype=float) for k, v in params.items()}, activations, loss)
    X, Y = np.array(x, dtype=float), np.array(target, dtype=float)
    values = numpy.forward(X)
    for name, expected in exact.forward().items():
        np.testing.assert_allclose(floats(expected), values[name], rtol=1e-10, atol=1e-10, err_msg=name)
    assert float(exact.loss_at()) == pytest.approx(numpy.loss(values, Y), rel=1e-10, abs=1e-10)
    gradients = numpy.backward(values, Y)
    found = exact.gradients()
    assert set(found) == set(gradients)
    for name, expected in found.items():
        wanted = np.atleast_2d(gradients[name])
        np.testing.assert_allclose(floats(expected), wanted, rtol=1e-10, atol=1e-10, err_msg=name)


@pytest.mark.parametrize("reuse", [False, True], ids=["by paths", "by deltas"])
@pytest.mark.parametrize(("activations", "loss"), KINDS[:-2])
def test_derivations_of_random_networks_hold_line_by_line(activations, loss, reuse):
    rng = np.random.default_rng([7, len(loss), *map(len, activations)])
    params, x, target = random_network(rng, activations, loss, biases=True, widest=2)
    net = SymbolicNetwork(params, activations, loss, x[0], target[0])
    slopes = named(net, net.gradients())
    for name, derivation in net.derivations(reuse=reuse).items():
        assert derivation.verify()
        assert same_number(derivation.value, slopes[name])


@pytest.mark.parametrize("reuse", [False, True], ids=["by paths", "by deltas"])
@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_derivations_of_the_examples_hold_line_by_line(name, reuse):
    example = get(name)
    net = SymbolicNetwork.of(example)
    sample = {}
    if isinstance(example.text_x[0], tuple):  # a batch
        sample = {"x": fractions(example.text_x[1]), "target": fractions(example.text_y[1])}
    slopes = named(net, net.gradients(**sample))
    for key, derivation in net.derivations(**sample, reuse=reuse).items():
        assert derivation.verify()
        assert same_number(derivation.value, slopes[key])


def test_the_derivation_of_w1_as_a_learner_writes_it():
    derivation = SymbolicNetwork.of(get("seed")).derivation("w1")
    L, yhat, y, h1, z1, w1, w5, x1, delta = symbols("L yhat y h1 z1 w1 w5 x1 delta")
    equations = [line.equation.args for line in derivation]
    target = Partial(L, w1)
    chain = Times(Partial(L, yhat), Partial(yhat, h1), Partial(h1, z1), Partial(z1, w1))
    assert equations[0] == (target, chain)
    assert equations[1:5] == [
        (Partial(L, yhat), derivation.lines[1].right),
        (Partial(yhat, h1), w5),
        (Partial(h1, z1), Gate(z1)),
        (Partial(z1, w1), x1),
    ]
    assert derivation.lines[1].right.doit() == yhat - y
    assert derivation.formula == Times(delta, w5, Gate(z1), x1)
    numbers = Times(Rational(-7963, 10000), Rational(11, 100), 1, 2)
    assert equations[-2:] == [(target, numbers), (target, Rational(-87593, 500000))]
    assert derivation.value == Rational(-87593, 500000)


def test_reusing_delta_collapses_the_derivation():
    net = SymbolicNetwork.of(get("seed"))
    full, short = net.derivation("w1"), net.derivation("w1", reuse=True)
    assert str(short.formula) == "delta * w5 * [z1 > 0] * x1"
    assert len(short) < len(full)
    assert [line.left for line in short].count(Symbol("delta")) == 3  # formula, numbers, value
    first = net.derivation("x1", reuse=True)
    assert str(first.formula) == "delta1 * w1 + delta2 * w3"


def test_several_paths_are_summed():
    derivation = SymbolicNetwork.of(get("mazur")).derivation("w1")
    first = derivation.lines[0].right
    assert isinstance(first, Plus)
    assert len(first.args) == 2
    short = SymbolicNetwork.of(get("mazur")).derivation("w1", reuse=True)
    assert str(short.formula) == "(delta3 * w5 + delta4 * w7) * h1 * (1 - h1) * x1"


def wrong(derivation, number, right):
    lines = list(derivation.lines)
    lines[number - 1] = replace(lines[number - 1], right=right)
    return replace(derivation, lines=tuple(lines))


@pytest.mark.parametrize("number", range(1, 13))
def test_any_wrong_line_fails(number):
    derivation = SymbolicNetwork.of(get("seed")).derivation("w1")
    assert len(derivation) == 12
    for slip in (2 * derivation.lines[number - 1].right, derivation.lines[number - 1].right + 1):
        with pytest.raises(ValueError, match=f"Line {number} does not hold"):
            wrong(derivation, number, slip).verify()


def test_typical_slips_fail():
    derivation = SymbolicNetwork.of(get("gate_own")).derivation("w3")
    w5, w6, x1, delta = symbols("w5 w6 x1 delta")
    last = next(n for n, line in enumerate(derivation, 1) if line.right == derivation.formula)
    for slip in (delta * w6 * x1, delta * w5 * Gate(Symbol("z2")) * x1, -derivation.formula):
        assert not derivation.holds(replace(derivation.lines[last - 1], right=slip))
    assert derivation.holds(replace(derivation.lines[last - 1], right=x1 * Gate(Symbol("z2")) * w6 * delta))
    forgotten_gate = Line(Partial(Symbol("L"), Symbol("w3")), Rational(-63, 125), "", numeric=True)
    assert not derivation.holds(forgotten_gate)


def test_a_wrong_line_among_irrational_numbers_fails():
    derivation = SymbolicNetwork.of(get("nielsen_good_start")).derivation("w1")
    slightly = derivation.value + Rational(1, 10**12)
    with pytest.raises(ValueError, match="does not hold"):
        wrong(derivation, len(derivation), slightly).verify()
    z1, yhat = symbols("z1 yhat")
    other_form = Line(Partial(yhat, z1), exp(-z1) / (1 + exp(-z1)) ** 2, "")
    half = Line(Partial(yhat, z1), exp(-z1) / (1 + exp(-z1)), "")
    assert not derivation.holds(half)
    assert derivation.holds(replace(other_form, right=Sigmoid(z1) - Sigmoid(z1) ** 2))


def test_text_of_a_derivation():
    text = str(SymbolicNetwork.of(get("seed")).derivation("w5"))
    assert text == repr(SymbolicNetwork.of(get("seed")).derivation("w5"))
    assert text.splitlines() == [
        "dL/dw5, line by line:",
        "1. dL/dw5 = dL/dyhat * dyhat/dw5",
        "     chain rule along w5 -> yhat -> L",
        "2. dL/dyhat = yhat - y",
        "     differentiate L = 1/2 * (yhat - y)**2",
        "3. dyhat/dw5 = h1",
        "     differentiate yhat = h1 * w5 + h2 * w6",
        "4. delta = yhat - y",
        "     named once, then reused: delta = dL/dyhat",
        "5. delta = 0.2037 - 1",
        "     put in the numbers",
        "6. delta = -0.7963",
        "     the value",
        "7. dL/dw5 = (yhat - y) * h1",
        "     multiply the factors",
        "8. dL/dw5 = delta * h1",
        "     delta is known",
        "9. dL/dw5 = -0.7963 * 1.23",
        "     put in the numbers",
        "10. dL/dw5 ≈ -0.9794",
        "     rounded; exactly -0.979449",
    ]


def test_latex_of_a_derivation():
    net = SymbolicNetwork.of(get("seed"))
    latex = net.derivation("w1")._repr_latex_()
    assert latex.startswith("$$\\begin{aligned}\n\\frac{\\partial L}{\\partial w_{1}} & = ")
    assert r"\left[z_{1} > 0\right]" in latex
    assert r" & \approx -0.1752 && \text{rounded; exactly}\ {-0.175186}" in latex
    assert latex.count(r"\frac{\partial L}{\partial w_{1}} &") == 2
    assert sympy.latex(net.derivation("w1").lines[3].equation) == (
        r"\frac{\partial h_{1}}{\partial z_{1}} = \left[z_{1} > 0\right]"
    )
    wide = SymbolicNetwork.of(get("mazur")).derivation("w1")._repr_latex_()
    assert r"& \quad {} + \frac{\partial L}{\partial \hat{y}_{2}}" in wide


def test_without_data_there_are_symbols_only():
    net = SymbolicNetwork({"W1": [["0.5"]], "b1": ["0.1"]}, ["sigmoid"])
    derivation = net.derivation("b1")
    assert derivation.verify()
    assert derivation.value is None
    assert not any(line.numeric for line in derivation)
    assert not any(line.right.has(Derivative) for line in derivation)


def test_a_batch_is_averaged():
    net = SymbolicNetwork.of(get("batch_232"))
    expected = TRUTH["sigmoid_2_3_2_batch"]["variants"]["half_mean"]
    np.testing.assert_allclose(float(net.loss_at()), float(expected["loss"]), rtol=1e-12)
    slopes = net.gradients()
    for key, name in (("dW1", "W1"), ("dW2", "W2"), ("dX", "x")):
        np.testing.assert_allclose(floats(slopes[name]), expected[key], rtol=1e-11)
    with pytest.raises(ValueError, match=r"4 samples were given; give one"):
        net.derivation("w1")


def test_deltas_serve_where_the_paths_are_too_many():
    ones = [[1] * 6 for _ in range(6)]
    params = {"W1": [[1] * 6], "W2": ones, "W3": ones, "W4": ones, "W5": [[1]] * 6}
    net = SymbolicNetwork(params, ["relu"] * 4 + ["linear"], x=[1], target=[0])
    with pytest.raises(ValueError, match=r"216 paths .* reuse=True"):
        net.derivation("w1")
    assert net.derivation("w1", reuse=True).value == 216 * 1296


GOOD = {"W1": [["0.5", 1]], "W2": [[Fraction(1, 3)], [Rational(2)]]}


@pytest.mark.parametrize(
    ("params", "error", "message"),
    [
        ({"W1": [[0.5, 1]]}, TypeError, r"W1 must hold exact numbers; 0.5 is of type float. Give text"),
        ({"W1": [[sympy.Float("0.5"), 1]]}, TypeError, "is of type Float"),
        ({"W1": np.array([[0.5, 1.0]])}, TypeError, "is of type float"),
        ({"W1": [[True, 1]]}, TypeError, "is of type bool"),
        ({"W1": [["half", 1]]}, ValueError, r"W1 holds 'half'; expected a number"),
        ({"W1": [["1/0", 1]]}, ValueError, "expected a number"),
        ({"W1": [["nan", 1]]}, ValueError, "expected a number"),
        ({"W1": [[1, 2], [3]]}, ValueError, "rows of equal length"),
        ({"W1": [1, 2]}, ValueError, "rows of equal length"),
        ({"W1": []}, ValueError, "rows of equal length"),
        ({"W1": [[1, 2, 3]]}, ValueError, r"W2 has 2 rows; expected 3"),
        ({"b1": [1]}, ValueError, "b1 must hold 2 numbers"),
        ({"b1": [[1, 2], [3, 4]]}, ValueError, "b1 has 2 rows"),
        ({"W3": [[1]]}, ValueError, r"Unknown parameters \['W3'\]"),
    ],
)
def test_bad_parameters(params, error, message):
    with pytest.raises(error, match=message):
        SymbolicNetwork(GOOD | params, ["relu", "linear"])


def test_bad_calls():
    with pytest.raises(ValueError, match=r"\['W2'\] are missing"):
        SymbolicNetwork({"W1": [[1]]}, ["relu", "linear"])
    with pytest.raises(ValueError, match="Unknown activation 'step'"):
        SymbolicNetwork(GOOD, ["step", "linear"])
    with pytest.raises(ValueError, match="Unknown loss 'mse'"):
        SymbolicNetwork(GOOD, ["relu", "linear"], "mse")
    with pytest.raises(ValueError, match="needs a sigmoid output layer"):
        SymbolicNetwork(GOOD, ["relu", "linear"], "binary_cross_entropy")
    with pytest.raises(ValueError, match="softmax belongs in the last layer"):
        SymbolicNetwork(GOOD, ["softmax", "linear"])
    with pytest.raises(ValueError, match="at least one layer"):
        SymbolicNetwork({}, [])
    net = SymbolicNetwork(GOOD, ["relu", "linear"])
    with pytest.raises(ValueError, match=r"no parameter or input 'w9'; choose from w1, w2, w3, w4, x1"):
        net.derivation("w9")
    with pytest.raises(ValueError, match=r"no parameter or input 'z1'"):
        net.gradient("z1")
    with pytest.raises(ValueError, match="no input to compute with"):
        net.forward()
    with pytest.raises(ValueError, match="needs a target"):
        net.loss_at(x=[1])
    with pytest.raises(ValueError, match="needs a target"):
        net.derivation("w1", x=[1])
    with pytest.raises(ValueError, match="x must hold 1 numbers"):
        net.forward([1, 2])
    with pytest.raises(ValueError, match="x has 2 samples and target has 1"):
        net.loss_at([[1], [2]], [1])
    with pytest.raises(TypeError, match="x must hold exact numbers"):
        net.forward([0.1])
    with pytest.raises(TypeError, match="learning_rate must hold exact numbers"):
        net.update({}, 0.05)
    binary = SymbolicNetwork({"W1": [[1, 2]]}, ["softmax"], "categorical_cross_entropy")
    with pytest.raises(ValueError, match="sum to 1"):
        binary.loss_at([1], [1, 1])
    with pytest.raises(ValueError, match="between 0 and 1"):
        binary.loss_at([1], [2, -1])


# ---- numbers in print ----


def in_text(array):
    """Nested decimals as text, exact for SymPy."""
    return np.array(array).astype(str).tolist()


@pytest.mark.parametrize("last", ["linear", "sigmoid"])
def test_a_line_of_numbers_gives_its_value_from_what_is_printed(last):
    rng = np.random.default_rng(6)
    sums = 0
    for _ in range(12):
        net, x, y = where_digits_cancel(rng, ["sigmoid", last])
        params = {key: in_text(value) for key, value in net.params.items()}
        exact = SymbolicNetwork(params, net.activations, x=in_text(x[0]), target=in_text(y[0]))
        for name in ("w1", "w6"):
            numbers = [line for line in exact.derivation(name) if line.numeric]
            for put_in, value in pairwise(numbers):
                if put_in.left != value.left:
                    continue
                text, result = (
                    str(line).split("\n")[0].partition(f" {line.sign} ")[2] for line in (put_in, value)
                )
                assert worked_out(text) == pytest.approx(float(result), rel=5e-3, abs=0), (
                    f"{text} is not {result}"
                )
                if is_sum(text):
                    assert abs(worked_out(text) - float(result)) <= last_digit(result), (
                        f"{text} is not {result}"
                    )
                    sums += 1
    assert sums >= 12 or last == "sigmoid"


def test_wide_sums_have_enough_digits_in_latex_too():
    terms = [
        Times(Rational(sign * (10**7 + n), 10**7), 1, 1, 1) for n, sign in ((1, 1), (2, -1), (4, 1), (5, -1))
    ]
    line = Line(Symbol("d"), Plus(*terms, Rational(0)), "put in the numbers", numeric=True)
    assert "1.0000004" in "".join(line._latex_rows(None))
    assert "1.0000004" in str(line)
