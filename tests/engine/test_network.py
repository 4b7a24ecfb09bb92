"""The engine against the truth tables: every value that the tables hold."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from places import truth

from handprop.network import Network

TRUTH = truth("truth_tables")
SMALL = TRUTH["relu_2_2_1"]
BATCH = TRUTH["sigmoid_2_3_2_batch"]

WEIGHTS_ONLY, WITH_BIASES = "weights only (biases frozen)", "with trained biases"
FROZEN = {WEIGHTS_ONLY: ("b1", "b2"), WITH_BIASES: ()}
# As in the drawing: w1 and w2 lead into the first hidden unit, w3 and w4 into the second.
PLACES = {
    "w1": ("W1", (0, 0)),
    "w2": ("W1", (1, 0)),
    "w3": ("W1", (0, 1)),
    "w4": ("W1", (1, 1)),
    "w5": ("W2", (0, 0)),
    "w6": ("W2", (1, 0)),
    "b1": ("b1", 0),
    "b2": ("b1", 1),
    "b_out": ("b2", 0),
}

each_example = pytest.mark.parametrize("name", list(SMALL))
each_mode = pytest.mark.parametrize("mode", list(FROZEN))


def close(value):
    """The tables' value, to twelve digits; 1e-15 where it is 0."""
    return pytest.approx(value, rel=1e-12, abs=1e-15)


def array(text):
    return np.array(text, dtype=np.float64)


def small(name: str, mode: str = WITH_BIASES, activation: str = "relu", biases: bool = True):
    """A 2-2-1 network from the table's definition, with its input and target."""
    d = SMALL[name]["definition"]
    params = {
        "W1": array(d["W1"]),
        "b1": array(d["b1"]),
        "W2": array(d["W2"])[:, None],
        "b2": array([d["b2"]]),
    }
    if not biases:
        params = {key: value for key, value in params.items() if key.startswith("W")}
    frozen = FROZEN[mode] if biases else ()
    return Network(params, [activation, "linear"], frozen=frozen), array(d["x"]), array([d["y"]])


def batch(loss: str = "half_squared") -> tuple[Network, np.ndarray, np.ndarray]:
    d = BATCH["definition"]
    params = {key: array(d[key]) for key in ("W1", "b1", "W2", "b2")}
    return Network(params, ["sigmoid", "sigmoid"], loss), array(d["X"]), array(d["Y"])


def output_gradients(network: Network, x: np.ndarray) -> dict:
    """The derivatives of the prediction itself: with a target one below it, prediction - target is 1."""
    values = network.forward(x)
    return network.backward(values, values["prediction"] - 1.0)


def rows_of(network: Network, x, y) -> dict[str, float]:
    """Every quantity of the table's first part, computed by the engine."""
    values = network.forward(x)
    gradients = network.backward(values, y)
    gates = network.backward(values, y)["delta1"] != 0
    # The derivative by h is the input gradient of the last layer alone.
    top = Network({"W1": network.params["W2"], "b1": network.params["b2"]}, ["linear"])
    dh = top.gradients(values["a1"], y)["x"]
    delta = float(values["prediction"][0] - y[0])
    w6 = float(network.params["W2"][1, 0])
    return {
        "z1 (pre-activation of h1)": values["z1"][0],
        "z2 (pre-activation of h2)": values["z1"][1],
        "relu gate of h1": float(gates[0]),
        "relu gate of h2": float(gates[1]),
        "h1": values["a1"][0],
        "h2": values["a1"][1],
        "yhat": values["prediction"][0],
        "delta = yhat - y": gradients["delta2"][0],
        "loss = 1/2 delta^2": network.loss(values, y),
        "squared error delta^2 (no 1/2)": 2.0 * network.loss(values, y),
        **{f"dL/d{w}": gradients[PLACES[w][0]][PLACES[w][1]] for w in ("w1", "w2", "w3", "w4", "w5", "w6")},
        "dL/dh1": dh[0],
        "dL/dh2": dh[1],
        "dL/dz1 = dL/db1 (hidden bias)": (gradients["delta1"][0], gradients["b1"][0]),
        "dL/dz2 = dL/db2 (hidden bias)": (gradients["delta1"][1], gradients["b1"][1]),
        "dL/db_out": gradients["b2"][0],
        "dL/dx1": gradients["x"][0],
        "dL/dx2": gradients["x"][1],
        "dyhat/dx1": output_gradients(network, x)["x"][0],
        "dyhat/dx2": output_gradients(network, x)["x"][1],
        "NOT the gradient: delta*w6*x1 for w3 with the gate forgotten (correct forward)": delta * w6 * x[0],
        "NOT the gradient: delta*w6*x2 for w4 with the gate forgotten (correct forward)": delta * w6 * x[1],
    }


@each_example
def test_forward_and_backward(name):
    network, x, y = small(name)
    ours = rows_of(network, x, y)
    for row in SMALL[name]["rows"]:
        expected = close(float(Fraction(row["fraction"])))
        for value in np.atleast_1d(ours[row["quantity"]]):
            assert value == expected, row


@pytest.mark.parametrize("name", ["seed", "gate_seed"])
def test_gradients_without_biases_are_the_same(name):
    """Where the biases are 0, a network without them computes the same."""
    with_biases, x, y = small(name)
    without, *_ = small(name, biases=False)
    mine, theirs = without.gradients(x, y), with_biases.gradients(x, y)
    assert "b1" not in mine
    assert "b2" not in mine
    for key in mine:
        np.testing.assert_allclose(mine[key], theirs[key], rtol=1e-15)


@each_example
@each_mode
def test_one_step(name, mode):
    network, x, y = small(name, mode)
    rate = float(SMALL[name]["definition"]["lr"])
    gradients = network.gradients(x, y)
    moved = network.update(gradients, rate)
    values = moved.forward(x)
    second = {
        "z1 on the second forward pass": values["z1"][0],
        "z2 on the second forward pass": values["z1"][1],
        "h1 on the second forward pass": values["a1"][0],
        "h2 on the second forward pass": values["a1"][1],
        "yhat on the second forward pass": values["prediction"][0],
        "loss after 1 step": moved.loss(values, y),
    }
    for row in SMALL[name]["one_step"][mode]:
        expected = close(float(Fraction(row["fraction"])))
        if row["quantity"] in second:
            assert second[row["quantity"]] == expected, row
            continue
        key, index = PLACES[row["quantity"].removesuffix(" after 1 step")]
        assert moved.params[key][index] == expected, row
        assert -rate * gradients[key][index] == close(float(row["step"])), row


@each_example
@each_mode
def test_frozen_biases_stay(name, mode):
    network, x, y = small(name, mode)
    moved = network.update(network.gradients(x, y), 0.05)
    for key in ("b1", "b2"):
        stayed = np.array_equal(moved.params[key], network.params[key])
        assert stayed == (mode == WEIGHTS_ONLY)


@each_example
@each_mode
def test_trajectory(name, mode):
    table = SMALL[name]["trajectories_lr_0.05"][mode]
    network, x, y = small(name, mode)
    start = network.loss_at(x, y)
    wanted = {row["step"]: row for row in table["table"]}
    below = {
        "first_step_below_half": 0.5 * start,
        "first_step_below_1pc": 0.01 * start,
        "first_step_below_1e_6": 1e-6,  # an absolute loss
    }
    first: dict[str, int] = {}
    for step in range(max(wanted) + 1):
        values = network.forward(x)
        loss = network.loss(values, y)
        for key, bound in below.items():
            if loss < bound:
                first.setdefault(key, step)
        if step in wanted:
            check_trajectory_row(network, values, loss, wanted[step])
        network = network.update(network.backward(values, y), 0.05)
    assert first == {key: table[key] for key in below}


def check_trajectory_row(network, values, loss, row):
    # The prediction cannot come nearer to 1 than 2^-52, so a loss below 1e-20 is all rounding.
    assert loss == pytest.approx(float(row["loss_exact_20"]), rel=1e-12, abs=1e-20)
    assert loss == pytest.approx(float(row["loss_float64"]), rel=1e-12, abs=1e-20)
    assert values["prediction"][0] == close(float(row["yhat_exact_20"]))
    for weight, text in row["weights"].items():
        key, index = PLACES[weight]
        assert network.params[key][index] == close(float(text)), (row["step"], weight)


@each_example
@each_mode
def test_curvature(name, mode):
    """At zero error the Hessian's largest eigenvalue is the squared length of dprediction/dparameters."""
    table = SMALL[name]["curvature"][mode.split(" (")[0] if mode == WEIGHTS_ONLY else "biases trained"]
    network, x, y = small(name, mode)
    assert squared_length(network, x) == close(table["at_start"])
    for _ in range(1000):
        network = network.update(network.gradients(x, y), 0.05)
    at_minimum = squared_length(network, x)
    assert at_minimum == close(table["at_minimum"])
    assert 2.0 / at_minimum == close(table["two_over_lambda_at_minimum"])


def squared_length(network: Network, x: np.ndarray) -> float:
    gradients = output_gradients(network, x)
    return sum(float(np.vdot(gradients[p], gradients[p])) for p in network.params if p not in network.frozen)


# --- learning rates -------------------------------------------------------------------------------------

VARIANTS = {
    "relu, weights only": ("relu", WEIGHTS_ONLY),
    "relu, biases trained": ("relu", WITH_BIASES),
    "linear (no relu, as the seed computes), weights only": ("linear", WEIGHTS_ONLY),
    "linear (no relu, as the seed computes), biases trained": ("linear", WITH_BIASES),
}
each_variant = pytest.mark.parametrize("variant", list(VARIANTS))
ZERO, BLOWN_UP = 1e-20, 1e6


def losses(name: str, variant: str, rate: float, steps: int):
    """The network and its loss at every step, until the loss is 0 to rounding, or beyond all bounds."""
    activation, mode = VARIANTS[variant]
    network, x, y = small(name, mode, activation)
    for _ in range(steps):
        values = network.forward(x)
        loss = network.loss(values, y)
        yield network, values, loss
        if loss < ZERO or not loss < BLOWN_UP:
            return
        network = network.update(network.backward(values, y), rate)


def falls_at_every_step(name: str, variant: str, rate: float, steps: int = 2000) -> bool:
    previous = np.inf
    for _, _, loss in losses(name, variant, rate, steps):
        if loss > previous:
            return False
        previous = loss
    return True


def fate(name: str, variant: str, rate: float, steps: int = 3000) -> str:
    """What becomes of training, in the words of the table."""
    relu = VARIANTS[variant][0] == "relu"
    for _, values, loss in losses(name, variant, rate, steps):
        dead = relu and not (values["z1"] > 0).any()
        if loss < ZERO:
            return "converged-dead" if dead else "converged"
        if not loss < BLOWN_UP:
            return "blow-up"
        if dead and VARIANTS[variant][1] == WEIGHTS_ONLY:
            return "dead"  # no gradient is left: nothing moves any more
    return "dead" if dead else "oscillates"


@each_example
@each_variant
def test_learning_rate_thresholds(name, variant):
    table = SMALL[name]["learning_rate_thresholds"][variant]
    first = float(table["first_step_raises_the_loss"])
    monotone = float(table["loss_no_longer_decreases_monotonically"])
    live = float(table["no_longer_converges_to_zero_loss_with_live_units"])
    # The table's last digit, for what one step decides; half a percent, for what many slow steps decide.
    assert falls_at_every_step(name, variant, first - 1e-6, steps=2)
    assert not falls_at_every_step(name, variant, first + 1e-6, steps=2)
    assert falls_at_every_step(name, variant, monotone * 0.995)
    assert not falls_at_every_step(name, variant, monotone * 1.005)
    assert fate(name, variant, live * 0.995, steps=20_000) == "converged"
    assert fate(name, variant, live * 1.005, steps=20_000) != "converged"


@each_example
@each_variant
def test_fate_on_both_sides_of_each_change(name, variant):
    grid = SMALL[name]["learning_rate_thresholds"][variant]["grid_0_005"]
    assert fate(name, variant, grid[0][0], steps=20000) == grid[0][1]
    for (_, before), (rate, after) in pairwise(grid):
        if rate > BIAS_ALONE:
            assert (rate, after) in [(1.995, "dead"), (2.01, "blow-up")]  # see the next test
            continue
        assert fate(name, variant, rate - 0.005) == before, rate
        assert fate(name, variant, rate) == after, rate


# With both hidden units dead, the output's bias learns alone: its error shrinks by the factor 1 - rate at
# each step.  The exact limit is 2; the table's 1.995 and 2.01 say how many steps it waited, and for what.
BIAS_ALONE = 1.9


@each_example
def test_a_dead_network_with_a_bias_converges_below_two(name):
    variant = "relu, biases trained"
    assert fate(name, variant, 1.98) == "converged-dead"
    for rate in (1.98, 2.02):
        *_, (_, _, before), (_, values, after) = losses(name, variant, rate, 200)
        assert not (values["z1"] > 0).any()
        assert after / before == pytest.approx((1.0 - rate) ** 2, rel=1e-9)


# --- several outputs, a batch ---------------------------------------------------------------------------


def test_batch_forward_backward_update():
    table = BATCH["forward_backward_half_mean_17_digits"]
    network, x, y = batch()
    values = network.forward(x)
    gradients = network.backward(values, y)
    ours = {
        "A1": values["a1"],
        "A2": values["a2"],
        "dZ1": gradients["delta1"],
        "dZ2": gradients["delta2"],
        **{f"d{key}": gradients[key] for key in network.params},
        "loss": network.loss(values, y),
    }
    for key, value in ours.items():
        np.testing.assert_allclose(value, array(table[key]), rtol=1e-12, atol=0, err_msg=key)
    moved = network.update(gradients, float(BATCH["definition"]["lr"]))
    for key, value in table["updated"].items():
        np.testing.assert_allclose(moved.params[key], array(value), rtol=1e-12, atol=0, err_msg=key)
    assert set(ours) | {"updated"} == set(table)


# Each loss of the table as a multiple of ours: summed over the 2 outputs, averaged over the 4 samples.
FACTORS = {
    "half_mean": ("half_squared", 1.0),
    "half_sum": ("half_squared", 4.0),  # summed over the 4 samples, not averaged
    "mse_mean": ("half_squared", 2.0 / 2),  # no 1/2, but averaged over the 2 outputs: the same, by accident
    "half_mse_mean": ("half_squared", 1.0 / 2),  # averaged over the 2 outputs
    "bce_mean": ("binary_cross_entropy", 1.0 / 2),  # averaged over the 2 outputs
}


@pytest.mark.parametrize("variant", list(BATCH["variants"]))
def test_batch_loss_variants(variant):
    table = BATCH["variants"][variant]
    loss_name, factor = FACTORS[variant]
    network, x, y = batch(loss_name)
    gradients = network.gradients(x, y)
    assert factor * network.loss_at(x, y) == close(float(table["loss"]))
    for key in ("W1", "b1", "W2", "b2"):
        np.testing.assert_allclose(factor * gradients[key], array(table[f"d{key}"]), rtol=1e-12, err_msg=key)
    np.testing.assert_allclose(factor * gradients["x"], array(table["dX"]), rtol=1e-12)


def test_batch_per_sample_gradients():
    network, xs, ys = batch()
    for x, y, expected in zip(xs, ys, BATCH["per_sample_dW1_half"], strict=True):
        np.testing.assert_allclose(network.gradients(x, y)["W1"], array(expected), rtol=1e-12, atol=1e-17)


def test_batch_trajectory():
    wanted = {int(step): float(loss) for step, loss in BATCH["loss_half_mean_lr_0.5"].items()}
    wanted[10_000] = float(BATCH["loss_after_10000_numpy"])
    for step, loss in enumerate(batch_losses(0.5, 10_000)):
        if step in wanted:
            # Ten thousand steps add up their rounding; the table's last value has it too.
            assert loss == pytest.approx(wanted[step], rel=1e-12 if step <= 1000 else 1e-10), step


def batch_losses(rate: float, steps: int):
    network, x, y = batch()
    for _ in range(steps + 1):
        values = network.forward(x)
        yield network.loss(values, y)
        network = network.update(network.backward(values, y), rate)


def test_one_sample_at_a_time():
    table = BATCH["sgd_one_sample_at_a_time_lr_0.5_loss_after_epochs"]
    wanted = {int(epoch): float(loss) for epoch, loss in table.items()}
    network, xs, ys = batch()
    for epoch in range(max(wanted) + 1):
        if epoch in wanted:
            assert network.loss_at(xs, ys) == pytest.approx(wanted[epoch], rel=1e-11), epoch
        for x, y in zip(xs, ys, strict=True):
            network = network.update(network.gradients(x, y), 0.5)


@pytest.mark.parametrize("row", BATCH["learning_rate_scan_half_mean"], ids=lambda row: f"{row['lr']:g}")
def test_learning_rate_scan(row):
    """One step at every rate; more where rounding does not grow: above 60 the path is chaotic."""
    gentle = row["lr"] <= 10
    run = list(batch_losses(row["lr"], 1000 if gentle else 100))
    assert run[1] == pytest.approx(row["after_1"], rel=1e-12)
    if row["lr"] <= 60:
        assert run[100] == pytest.approx(row["after_100"], rel=1e-10 if gentle else 1e-6)
    if gentle:
        assert run[1000] == pytest.approx(row["after_1000"], rel=1e-10)
        assert sum(after > before for before, after in pairwise(run)) == row["increases"]


def test_learning_rate_scan_to_the_end():
    row = next(row for row in BATCH["learning_rate_scan_half_mean"] if row["lr"] == 0.5)
    assert list(batch_losses(0.5, 5000))[-1] == pytest.approx(row["after_5000"], rel=1e-10)


# --- what is refused, and in which words ----------------------------------------------------------------

W1, W2 = [[0.1, 0.2], [0.3, 0.4]], [[0.5], [0.6]]
GOOD = {"W1": W1, "W2": W2}
NAN, INF = float("nan"), float("inf")


@pytest.mark.parametrize(
    ("params", "activations", "options", "error", "words"),
    [
        (GOOD, [], {}, ValueError, "at least one layer"),
        (GOOD, "relu", {}, TypeError, "activations must be a list of names.*got the text 'relu'"),
        (GOOD, ["relu", "linear"], {"frozen": "W1"}, TypeError, "frozen must be a list of names"),
        (GOOD, ["relu", "swish"], {}, ValueError, "Unknown activation 'swish'; choose from linear, relu"),
        (
            GOOD,
            ["relu", "linear"],
            {"loss": "mse"},
            ValueError,
            "Unknown loss 'mse'; choose from half_squared",
        ),
        (
            GOOD,
            ["relu", "linear"],
            {"loss": "binary_cross_entropy"},
            ValueError,
            "needs a sigmoid output layer; the last activation is linear",
        ),
        (
            GOOD,
            ["relu", "sigmoid"],
            {"loss": "categorical_cross_entropy"},
            ValueError,
            "needs a softmax output layer; the last activation is sigmoid",
        ),
        (GOOD, ["relu", "softmax"], {}, ValueError, "softmax belongs in the last layer"),
        (GOOD, ["softmax", "linear"], {}, ValueError, "softmax belongs in the last layer"),
        (
            GOOD,
            ["softmax", "softmax"],
            {"loss": "categorical_cross_entropy"},
            ValueError,
            "softmax belongs in the last layer",
        ),
        (
            GOOD,
            ["relu", "linear"],
            {"frozen": ["b1"]},
            ValueError,
            "frozen names .*b1.*but the parameters are",
        ),
        ([W1, W2], ["relu", "linear"], {}, TypeError, "params must be a dictionary"),
        ({1: W1, 2: W2}, ["relu", "linear"], {}, TypeError, "params must be a dictionary"),
        (GOOD, ["relu"], {}, ValueError, r"1 activations need the weights \['W1'\]; got \['W1', 'W2'\]"),
        ({"W1": W1}, ["relu", "linear"], {}, ValueError, "2 activations need the weights"),
        (GOOD | {"c1": [0.0]}, ["relu", "linear"], {}, ValueError, r"Unknown parameters \['c1'\]"),
        (GOOD | {"b3": [0.0]}, ["relu", "linear"], {}, ValueError, r"Unknown parameters \['b3'\]"),
        (
            GOOD | {"W1": [1.0, 2.0]},
            ["relu", "linear"],
            {},
            ValueError,
            r"W1 has shape \(2,\); expected \(inputs",
        ),
        (GOOD | {"W1": [[]]}, ["relu", "linear"], {}, ValueError, r"W1 has shape \(1, 0\)"),
        (
            GOOD | {"W2": [[0.5, 0.6]]},
            ["relu", "linear"],
            {},
            ValueError,
            r"W2 .*\(1, 2\); expected \(2, outputs",
        ),
        (GOOD | {"b1": [0.0]}, ["relu", "linear"], {}, ValueError, r"b1 has shape \(1,\); expected \(2,\)"),
        (GOOD | {"b1": [[0.0, 0.0]]}, ["relu", "linear"], {}, ValueError, r"b1 has shape \(1, 2\)"),
        (GOOD | {"W1": [[NAN, 0.2], [0.3, 0.4]]}, ["relu", "linear"], {}, ValueError, "not finite: nan"),
        (GOOD | {"W1": [[INF, 0.2], [0.3, 0.4]]}, ["relu", "linear"], {}, ValueError, "not finite: inf"),
        (
            GOOD | {"W1": [[0.1], [0.3, 0.4]]},
            ["relu", "linear"],
            {},
            ValueError,
            "W1 must be a rectangular array",
        ),
        (
            GOOD | {"W1": [["0.1", "0.2"]]},
            ["relu", "linear"],
            {},
            TypeError,
            "W1 must hold real numbers; it holds",
        ),
        (GOOD | {"W1": [[True, False]]}, ["relu", "linear"], {}, TypeError, "it holds bool"),
        (GOOD | {"W1": [[1j, 2.0]]}, ["relu", "linear"], {}, TypeError, "it holds complex"),
        (GOOD | {"W1": None}, ["relu", "linear"], {}, TypeError, "it holds object"),
    ],
)
def test_constructor_refuses(params, activations, options, error, words):
    with pytest.raises(error, match=words):
        Network(params, activations, **options)


@pytest.mark.parametrize(
    ("x", "error", "words"),
    [
        ([1.0], ValueError, r"x has shape \(1,\); expected \(2,\) or \(samples, 2\)"),
        (1.0, ValueError, r"x has shape \(\)"),
        ([[1.0], [2.0]], ValueError, r"x has shape \(2, 1\)"),
        (np.zeros((1, 1, 2)), ValueError, r"x has shape \(1, 1, 2\)"),
        (np.zeros((0, 2)), ValueError, r"x has shape \(0, 2\)"),
        ([NAN, 1.0], ValueError, "x holds NaN"),
        (np.array([[1.0, 2.0], [3.0, NAN]]), ValueError, "x holds NaN"),
        ("12", TypeError, "x must hold real numbers; it holds <U2"),
        ([1.0, [2.0]], ValueError, "x must be a rectangular array"),
        (None, TypeError, "x must hold real numbers; it holds object"),
    ],
)
def test_forward_refuses(x, error, words):
    with pytest.raises(error, match=words):
        Network(GOOD, ["relu", "linear"]).forward(x)


def test_forward_refuses_nan_behind_weights_of_zero():
    zeros = Network({"W1": np.zeros((2, 2)), "W2": np.zeros((2, 1))}, ["relu", "linear"])
    with pytest.raises(ValueError, match="x holds NaN"):
        zeros.forward(np.array([[NAN, 1.0], [1.0, 1.0]]))


HALF, BINARY, CATEGORICAL = (
    ("half_squared", "linear"),
    ("binary_cross_entropy", "sigmoid"),
    ("categorical_cross_entropy", "softmax"),
)


@pytest.mark.parametrize("method", ["loss", "backward"])
@pytest.mark.parametrize(
    ("kind", "target", "error", "words"),
    [
        (HALF, [1.0], ValueError, r"target has shape \(1,\); expected \(3, 2\), the shape of the prediction"),
        (HALF, np.ones(3), ValueError, r"target has shape \(3,\)"),
        (HALF, 1.0, ValueError, r"target has shape \(\)"),
        (HALF, [[NAN, 1.0]] * 3, ValueError, "target holds NaN"),
        (HALF, "yes", TypeError, "target must hold real numbers"),
        (BINARY, [[NAN, 1.0]] * 3, ValueError, "target holds NaN"),
        (BINARY, [[1.5, 1.0]] * 3, ValueError, "needs targets between 0 and 1; got 1 to 1.5"),
        (BINARY, [[-0.5, 1.0]] * 3, ValueError, "needs targets between 0 and 1; got -0.5 to 1"),
        (CATEGORICAL, [[NAN, 1.0]] * 3, ValueError, "target holds NaN"),
        (CATEGORICAL, [[-0.5, 1.5]] * 3, ValueError, "needs targets between 0 and 1; got -0.5 to 1.5"),
        (CATEGORICAL, [[0.5, 0.6]] * 3, ValueError, "sum to 1 in each row"),
        (CATEGORICAL, [[0.5, 0.6], [0.5, 0.4], [0.5, 0.5]], ValueError, "sum to 1 in each row"),
    ],
)
def test_target_refused(method, kind, target, error, words):
    loss, last = kind
    network = Network({"W1": W1, "W2": [[0.5, 0.1], [0.6, 0.2]]}, ["relu", last], loss)
    values = network.forward([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])
    with pytest.raises(error, match=words):
        getattr(network, method)(values, target)


@pytest.mark.parametrize("method", ["loss", "backward"])
@pytest.mark.parametrize("values", [{}, {"x": [1.0, 2.0]}, np.array([1.0, 2.0]), [1.0, 2.0], None])
def test_values_refused(method, values):
    with pytest.raises(TypeError, match="dictionary that forward of this network returns"):
        getattr(Network(GOOD, ["relu", "linear"]), method)(values, 1.0)


def test_update_refuses():
    network = Network(GOOD, ["relu", "linear"])
    gradients = network.gradients([1.0, 2.0], 1.0)
    with pytest.raises(ValueError, match=r"gradient of W2 must be an array of shape \(2, 1\); got None"):
        network.update({"W1": gradients["W1"]}, 0.1)
    with pytest.raises(ValueError, match=r"gradient of W2 must be an array of shape \(2, 1\)"):
        network.update(gradients | {"W2": gradients["W2"].T}, 0.1)
    for rate in (NAN, INF, "0.1", None, [0.1]):
        with pytest.raises(ValueError, match="learning rate must be one finite number"):
            network.update(gradients, rate)


def test_with_params_checks_like_the_constructor():
    network = Network(GOOD, ["relu", "linear"])
    with pytest.raises(ValueError, match="not finite"):
        network.with_params({"W1": [[NAN, 0.0], [0.0, 0.0]]})
    changed = network.with_params({"W2": [[1.0], [2.0]]})
    assert changed.params["W2"].tolist() == [[1.0], [2.0]]
    assert network.params["W2"].tolist() == W2


def test_diverging_training_gives_nan_not_a_traceback():
    network = Network({"W1": [[1e200]], "W2": [[1e200]]}, ["linear", "linear"])
    with np.errstate(all="ignore"):
        values = network.forward([1e10])
        assert network.loss(values, 0.0) == INF
        again = network.update(network.backward(values, 0.0), 1.0)
        beyond = again.update(again.gradients([1e10], 0.0), 1.0)
        assert not np.isfinite(beyond.loss_at([1e10], 0.0))


# --- far out, where careless formulas overflow ----------------------------------------------------------


@pytest.mark.filterwarnings("error")
def test_losses_stay_finite_and_exact_far_out():
    """A sure and wrong prediction costs |z|, though the sigmoid and the softmax have rounded to 0."""
    one = Network({"W1": [[1.0]]}, ["sigmoid"], "binary_cross_entropy")
    assert one.loss_at([-1000.0], 1.0) == close(1000.0)
    assert one.loss_at([1000.0], 1.0) == 0.0
    assert one.loss_at([30.0], 1.0) == pytest.approx(np.exp(-30.0), rel=1e-12, abs=0.0)  # and not 30 - 30
    two = Network({"W1": [[1.0, 0.0]]}, ["softmax"], "categorical_cross_entropy")
    assert two.loss_at([1000.0], [0.0, 1.0]) == close(1000.0)
    assert two.loss_at([1000.0], [1.0, 0.0]) == 0.0
    assert str(two.loss_at([40.0], [1.0, 0.0])) == "0.0"  # and not -0.0
    assert two.loss_at([[1000.0], [0.0]], [[0.0, 1.0], [0.0, 1.0]]) == close(500.0 + np.log(2.0) / 2.0)
    assert two.gradients([1000.0], [0.0, 1.0])["delta1"].tolist() == [1.0, -1.0]


@pytest.mark.parametrize("z", [700.0, 707.0, 708.0, 709.0, 740.0])
def test_categorical_loss_is_smooth_where_its_two_formulas_meet(z):
    """The exact loss is z + log(1 + exp(-z)), which is z in float64 here."""
    two = Network({"W1": [[1.0, 0.0]]}, ["softmax"], "categorical_cross_entropy")
    assert two.loss_at([z], [0.0, 1.0]) == pytest.approx(z, rel=1e-15)


def test_relu_has_no_slope_at_zero():
    network = Network({"W1": [[1.0]], "W2": [[1.0]]}, ["relu", "linear"])
    assert network.gradients([0.0], 1.0)["x"].tolist() == [0.0]


def test_one_number_is_a_target_for_one_output():
    network = Network(GOOD, ["relu", "linear"])
    assert network.loss_at([1, 2], 1) == network.loss_at([1.0, 2.0], [1.0])


def test_repr_names_sizes_activations_and_loss():
    assert repr(Network(GOOD, ["relu", "linear"])) == "Network(2-2-1, relu, linear, loss=half_squared)"


def test_a_target_that_loss_has_seen_is_checked_again_for_another_network_or_other_values():
    net = Network({"W1": [[1.0, 2.0]]}, ["linear"])
    other = Network({"W1": [[1.0, 2.0]]}, ["softmax"], "categorical_cross_entropy")
    values, target = net.forward([1.0]), np.array([3.0, -1.0])
    net.loss(values, target)
    net.backward(values, target)
    with pytest.raises(ValueError, match="between 0 and 1"):
        other.backward(values, target)
    with pytest.raises(ValueError, match="NaN"):
        net.backward(values, np.array([np.nan, 1.0]))
    with pytest.raises(ValueError, match="NaN"):
        net.loss(values, np.array([np.nan, 1.0]))
    with pytest.raises(ValueError, match="shape"):
        net.backward(net.forward([[1.0], [2.0]]), target)
