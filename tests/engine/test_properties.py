"""Random networks: the engine against central differences, against itself, and against PyTorch."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from handprop.activations import FACTS
from handprop.network import Network
from handprop.numeric import compare, gradients

HIDDEN = tuple(name for name, facts in FACTS.items() if facts.alone)
LAST = {
    "half_squared": HIDDEN,
    "binary_cross_entropy": ("sigmoid",),
    "categorical_cross_entropy": ("softmax",),
}
# A nudge is near 1e-5; behind several layers it may have grown a little.
FAR_FROM_KINKS = 1e-3


def cases(number: int):
    """The same cases on every run and every machine."""
    return settings(
        max_examples=number,
        derandomize=True,
        deadline=None,
        database=None,
        suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
    )


@dataclass
class Case:
    network: Network
    x: np.ndarray
    y: np.ndarray

    def loss(self, params: dict) -> float:
        """The loss as a function of the parameters and of the input, by name."""
        weights = {name: value for name, value in params.items() if name != "x"}
        return self.network.with_params(weights).loss_at(params["x"], self.y)

    @property
    def everything(self) -> dict:
        return {**self.network.params, "x": self.x}

    def gradients(self) -> dict:
        return self.network.gradients(self.x, self.y)

    def away_from_kinks(self) -> bool:
        values = self.network.forward(self.x)
        z = [values[f"z{k}"] for k, name in enumerate(self.network.activations, 1) if name.endswith("relu")]
        return all(np.abs(each).min() > FAR_FROM_KINKS for each in z)


@st.composite
def networks(draw, batches: tuple = (None, 1, 2, 3, 4, 5, 6, 7, 8)) -> Case:
    """2 to 5 layers, widths 1 to 6, each activation and loss, biases or not, one sample or a batch."""
    widths = draw(st.lists(st.integers(1, 6), min_size=3, max_size=6))
    hidden = draw(st.tuples(*[st.sampled_from(HIDDEN)] * (len(widths) - 2)))
    loss = draw(st.sampled_from(list(LAST)))
    last = draw(st.sampled_from(LAST[loss]))
    biased = draw(st.tuples(*[st.booleans()] * (len(widths) - 1)))
    samples = draw(st.sampled_from(batches))
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    params = {}
    for k, (inputs, outputs) in enumerate(pairwise(widths), 1):
        params[f"W{k}"] = rng.normal(0.0, 1.0, (inputs, outputs))
        if biased[k - 1]:
            params[f"b{k}"] = rng.normal(0.0, 1.0, outputs)
    lead = () if samples is None else (samples,)
    x = rng.normal(0.0, 1.5, (*lead, widths[0]))
    return Case(Network(params, [*hidden, last], loss), x, targets(rng, loss, (*lead, widths[-1])))


def targets(rng: np.random.Generator, loss: str, shape: tuple) -> np.ndarray:
    if loss == "half_squared":
        return rng.normal(0.0, 1.5, shape)
    if loss == "binary_cross_entropy":
        return rng.random(shape).round(int(rng.integers(0, 3)))
    if rng.random() < 0.5:
        return np.eye(shape[-1])[rng.integers(shape[-1], size=shape[:-1])]
    return rng.dirichlet(np.ones(shape[-1]), size=shape[:-1])


# --- against central differences ------------------------------------------------------------------------


@cases(300)
@given(networks())
def test_every_entry_against_central_differences(case):
    assume(case.away_from_kinks())
    table = compare(case.gradients(), gradients(case.loss, case.everything))
    assert table.ok, f"{case.network}\n{table}"


@cases(600)
@given(networks(), st.integers(0, 2**32))
def test_slope_in_a_random_direction(case, seed):
    """Two calls of the loss judge all entries at once: a wrong entry shows in nearly every direction."""
    assume(case.away_from_kinks())
    rng = np.random.default_rng(seed)
    directions = {name: rng.normal(size=value.shape) for name, value in case.everything.items()}

    def along(t):
        return case.loss({name: value + t * directions[name] for name, value in case.everything.items()})

    nudged = gradients(lambda p: along(p["t"]), {"t": 0.0})
    assume(not nudged.kinks["t"])
    ours = case.gradients()
    slope = sum(np.vdot(ours[name], direction) for name, direction in directions.items())
    # The direction is some ten units long, and the curvature along it a hundred times that of one entry.
    table = compare({"t": slope}, nudged, rtol=1e-5, atol=1e-8 * (1.0 + along(0.0)))
    assert table.ok, f"{case.network}\n{table}"


# --- against itself -------------------------------------------------------------------------------------


@cases(250)
@given(networks(batches=(None,)))
def test_one_sample_is_a_batch_of_one(case):
    one, batch = case.gradients(), case.network.gradients(case.x[None], case.y[None])
    assert case.network.loss_at(case.x, case.y) == pytest.approx(
        case.network.loss_at(case.x[None], case.y[None]), rel=1e-12, abs=1e-12
    )
    for name, value in one.items():
        other = batch[name] if name in case.network.params else batch[name][0]
        np.testing.assert_allclose(value, other, rtol=1e-9, atol=1e-12, err_msg=name)


@cases(250)
@given(networks(batches=(1, 2, 3, 4, 5, 6, 7, 8)))
def test_batch_is_the_mean_of_its_samples(case):
    batch = case.gradients()
    singles = [case.network.gradients(x, y) for x, y in zip(case.x, case.y, strict=True)]
    losses = [case.network.loss_at(x, y) for x, y in zip(case.x, case.y, strict=True)]
    assert case.network.loss_at(case.x, case.y) == pytest.approx(np.mean(losses), rel=1e-12, abs=1e-12)
    for name, value in batch.items():
        each = np.array([single[name] for single in singles])
        expected = each.mean(axis=0) if name in case.network.params else each / len(case.x)
        np.testing.assert_allclose(value, expected, rtol=1e-9, atol=1e-12, err_msg=name)


@cases(250)
@given(networks())
def test_arrays_of_the_caller_never_change(case):
    network, arrays = case.network, [*case.network.params.values(), case.x, case.y]
    copies = [array.copy() for array in arrays]
    values = network.forward(case.x)
    kept = {name: value.copy() for name, value in values.items()}
    slopes = network.backward(values, case.y)
    kept_slopes = {name: value.copy() for name, value in slopes.items()}
    network.update(slopes, 0.1)
    assert all(np.array_equal(array, copy) for array, copy in zip(arrays, copies, strict=True))
    assert all(np.array_equal(values[name], kept[name]) for name in kept)
    assert all(np.array_equal(slopes[name], kept_slopes[name]) for name in kept_slopes)


@cases(300)
@given(networks(), st.data())
def test_update_moves_all_but_the_frozen(case, data):
    before = case.network
    frozen = data.draw(st.sets(st.sampled_from(list(before.params))))
    network = Network(before.params, before.activations, before.loss_name, frozen)
    slopes = network.gradients(case.x, case.y)
    after = network.update(slopes, 0.25)
    for name, value in network.params.items():
        expected = value if name in frozen else value - 0.25 * slopes[name]
        assert np.array_equal(after.params[name], expected)
        assert not np.shares_memory(after.params[name], value)


@cases(300)
@given(networks())
def test_shapes_and_names(case):
    network, values, slopes = case.network, case.network.forward(case.x), case.gradients()
    layers = range(1, len(network.activations) + 1)
    named = [f"{letter}{k}" for k in layers for letter in "za"]
    assert set(values) == {"x", "prediction", *named}
    assert set(slopes) == {"x", *network.params, *(f"delta{k}" for k in layers)}
    assert all(slopes[name].shape == value.shape for name, value in case.everything.items())
    assert all(slopes[f"delta{k}"].shape == values[f"z{k}"].shape for k in layers)
    assert values["prediction"].shape == case.y.shape


@cases(300)
@given(networks(), st.integers(0, 2**32))
def test_the_order_of_hidden_units_does_not_matter(case, seed):
    params = dict(case.network.params)
    order = np.random.default_rng(seed).permutation(params["W1"].shape[1])
    params |= {"W1": params["W1"][:, order], "W2": params["W2"][order]}
    if "b1" in params:
        params["b1"] = params["b1"][order]
    other = case.network.with_params(params)
    ours, theirs = case.gradients(), other.gradients(case.x, case.y)
    np.testing.assert_allclose(theirs["x"], ours["x"], rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(theirs["W1"], ours["W1"][:, order], rtol=1e-9, atol=1e-12)


# --- against PyTorch ------------------------------------------------------------------------------------


def torch_gradients(torch, case: Case) -> tuple[float, dict]:
    leaves = {name: torch.tensor(value, requires_grad=True) for name, value in case.everything.items()}
    steps = {"linear": lambda z: z, "softmax": lambda z: z, "leaky_relu": torch.nn.functional.leaky_relu}
    a = leaves["x"]
    for k, name in enumerate(case.network.activations, 1):
        z = a @ leaves[f"W{k}"]
        z = z + leaves[f"b{k}"] if f"b{k}" in leaves else z
        a = (
            steps[name](z)
            if name in steps
            else getattr(torch if hasattr(torch, name) else torch.nn.functional, name)(z)
        )
    samples = 1 if case.y.ndim == 1 else len(case.y)
    target = torch.tensor(case.y)
    if case.network.loss_name == "half_squared":
        total = 0.5 * ((a - target) ** 2).sum()
    elif case.network.loss_name == "binary_cross_entropy":
        total = torch.nn.functional.binary_cross_entropy_with_logits(z, target, reduction="sum")
    else:
        total = torch.nn.functional.cross_entropy(z, target, reduction="sum")
    loss = total / samples
    slopes = torch.autograd.grad(loss, list(leaves.values()))
    return loss.item(), {name: slope.numpy() for name, slope in zip(leaves, slopes, strict=True)}


@cases(350)
@given(networks())
def test_against_pytorch(case):
    torch = pytest.importorskip("torch")
    loss, slopes = torch_gradients(torch, case)
    assert case.network.loss_at(case.x, case.y) == pytest.approx(loss, rel=1e-12, abs=1e-12)
    ours = case.gradients()
    for name, slope in slopes.items():
        scale = max(1.0, np.abs(slope).max())
        np.testing.assert_allclose(ours[name], slope, rtol=1e-11, atol=1e-13 * scale, err_msg=name)
