"""Central differences, and the verdicts that a comparison gives."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest

from handprop import examples, numeric
from handprop.numeric import AGREES, DIFFERS, KINK, STEP, TINY, compare, gradient, gradients

SMOOTH = {
    "sin": (np.sin, np.cos),
    "cos": (np.cos, lambda w: -np.sin(w)),
    "exp": (np.exp, np.exp),
    "square": (lambda w: w * w, lambda w: 2.0 * w),
    "minimum": (lambda w: (w - 1.0) ** 2, lambda w: 2.0 * (w - 1.0)),
    "steep": (lambda w: np.tanh(50.0 * w), lambda w: 50.0 / np.cosh(50.0 * w) ** 2),
    "offset": (lambda w: 1e6 + (w - 1.0) ** 2, lambda w: 2.0 * (w - 1.0)),
    "small": (lambda w: 1e-9 * w, lambda w: 1e-9),
}


@pytest.mark.parametrize("name", list(SMOOTH))
@pytest.mark.parametrize("w", [1.0, 0.0, 0.3, np.pi / 2, -2.0, 1e-8])
def test_smooth_functions(name, w):
    f, slope = SMOOTH[name]
    measured = gradients(lambda p: f(p["w"]), {"w": w})
    assert not measured.kinks["w"]
    assert abs(measured["w"] - slope(w)) <= 1e-7 * abs(slope(w)) + measured.noise["w"]


@pytest.mark.parametrize("slope", [0.0, 0.3, -5.0])
@pytest.mark.parametrize("distance", np.linspace(-1.2, 1.2, 49))
def test_a_kink_is_seen_wherever_it_lies_within_the_nudge(distance, slope):
    def f(p):
        return 2.0 * np.maximum(p["w"] - 1.0 - distance * STEP, 0.0) + slope * p["w"] + 0.7 * p["w"] ** 2

    if abs(abs(distance) - 1.0) < 1e-9:
        return  # at the very end of the nudge, either answer is right
    assert gradients(f, {"w": 1.0}).kinks["w"] == (abs(distance) < 1.0)


def test_default_step_is_near_the_best():
    """Half a decade more or less does not help by much; three decades hurt."""

    def error(step):
        return np.mean([abs(gradient(np.exp, w, step) - np.exp(w)) for w in np.linspace(0.1, 1.0, 50)])

    best = error(STEP)
    assert best < 1e-10
    assert error(1000 * STEP) > 1000 * best
    assert error(STEP / 1000) > 50 * best
    assert error(3 * STEP) > best / 3
    assert error(STEP / 3) > best / 3


def test_a_loss_that_is_always_zero():
    measured = gradients(lambda p: 0.0, {"w": [1.0, 2.0]})
    assert measured["w"].tolist() == [0.0, 0.0]
    assert not measured.kinks["w"].any()


def test_step_grows_with_the_entry():
    seen = []
    gradient(lambda w: seen.append(float(w)) or float(w), 1e6)
    assert max(seen) - 1e6 == pytest.approx(1e6 * STEP, rel=1e-4)


def test_given_step_is_used_as_it_is():
    seen = []
    gradient(lambda w: seen.append(float(w)) or float(w), 8.0, step=0.5)
    assert sorted(set(seen)) == [7.5, 8.0, 8.5]


@pytest.mark.parametrize("shape", [(), (3,), (2, 3), (1, 1), (0,)])
def test_result_has_the_shape_of_the_array(shape):
    array = np.full(shape, 0.5)
    result = gradient(lambda a: float(np.sum(a * a)), array)
    assert np.shape(result) == shape
    np.testing.assert_allclose(result, 2.0 * array, rtol=1e-9)


def test_lists_and_float32_are_measured_in_float64():
    assert gradient(lambda a: float(a @ a), [3.0, -2.0]) == pytest.approx([6.0, -4.0], rel=1e-9)
    single = np.array([3.0, -2.0], dtype=np.float32)
    assert gradient(lambda a: float(a @ a), single) == pytest.approx([6.0, -4.0], rel=1e-9)


def test_arrays_of_the_caller_never_change():
    params = {"a": np.array([1.0, 2.0]), "b": np.array([[3.0]])}
    before = {name: array.copy() for name, array in params.items()}
    gradients(lambda p: float(p["a"].sum() * p["b"][0, 0]), params)
    for name, array in params.items():
        assert np.array_equal(array, before[name])
        assert array.flags.writeable


def test_a_loss_that_changes_its_parameters_is_stopped():
    def careless(p):
        p["a"] += 1.0
        return float(p["a"].sum())

    params = {"a": np.array([1.0, 2.0])}
    with pytest.raises(ValueError, match="read-only"):
        gradients(careless, params)
    assert params["a"].tolist() == [1.0, 2.0]


@pytest.mark.parametrize(
    ("params", "error", "words"),
    [
        ({"w": 2}, TypeError, r"w holds integers .*nudge would be lost; write 2.0 for 2"),
        ({"w": [1, 2]}, TypeError, "w holds integers"),
        ({"w": np.array([1, 2], dtype=np.int32)}, TypeError, r"int32.*astype\(float\)"),
        ({"w": [True]}, TypeError, "w must hold real numbers; it holds bool"),
        ({"w": "1.0"}, TypeError, "it holds <U3"),
        ({"w": None}, TypeError, "it holds object"),
        ({"w": [1j]}, TypeError, "it holds complex"),
        ({"w": [[1.0], [1.0, 2.0]]}, ValueError, "w must be a rectangular array"),
        ({"w": [1.0, np.nan]}, ValueError, "w holds a number that is not finite: nan"),
        ({"w": [[np.inf, 1.0]]}, ValueError, "w holds a number that is not finite: inf"),
        ([1.0, 2.0], TypeError, "params must be a dictionary of arrays by name; got list"),
    ],
)
def test_parameters_refused(params, error, words):
    with pytest.raises(error, match=words):
        gradients(lambda p: 0.0, params)


@pytest.mark.parametrize(
    ("returned", "error", "words"),
    [
        (None, TypeError, "must return one real number; at the given parameters it returned NoneType"),
        (np.array([1.0]), TypeError, r"returned an array of shape \(1,\)"),
        ("0.5", TypeError, "returned str"),
        (1j, TypeError, "returned complex"),
        (np.nan, ValueError, "The loss is nan at the given parameters"),
        (np.inf, ValueError, "The loss is inf at the given parameters"),
    ],
)
def test_losses_refused(returned, error, words):
    with pytest.raises(error, match=words):
        gradient(lambda a: returned, [1.0])


def test_nan_beside_the_point_is_located():
    with np.errstate(invalid="ignore"), pytest.raises(ValueError, match=r"The loss is nan at w\[0\] = -"):
        gradients(lambda p: np.sqrt(p["w"][0]), {"w": [0.0]})


@pytest.mark.parametrize(
    ("step", "error", "words"),
    [
        (0, ValueError, "positive and finite; got 0"),
        (-1e-5, ValueError, "positive and finite"),
        (np.nan, ValueError, "positive and finite"),
        (np.inf, ValueError, "positive and finite"),
        ("1e-5", TypeError, "step must be a number"),
        (True, TypeError, "step must be a number"),
        (1e-20, ValueError, r"A step of 1e-20 is lost beside array\[0\] = 1; take a larger one"),
    ],
)
def test_steps_refused(step, error, words):
    with pytest.raises(error, match=words):
        gradient(lambda a: float(a[0]), [1.0], step)


# --- comparing ------------------------------------------------------------------------------------------


def measured(name: str):
    example = examples.get(name)
    network = example.network()
    loss = gradients(lambda p: network.with_params(p).loss_at(example.x, example.y), network.params)
    return network.gradients(example.x, example.y), loss


@pytest.mark.parametrize("name", list(examples.EXAMPLES))
def test_the_engine_agrees_on_every_example(name):
    analytic, nudged = measured(name)
    table = compare(analytic, nudged)
    assert table.ok, str(table)
    assert len(table) == sum(np.size(value) for value in nudged.values())
    assert not table.kinks


def test_one_wrong_entry_is_found_and_named():
    analytic, nudged = measured("gate_own")
    analytic["W1"] = analytic["W1"] + [[0.0, 0.0], [1e-4, 0.0]]
    table = compare(analytic, nudged)
    assert not table.ok
    assert table.worst.label == "W1[1, 0]"
    assert table.worst.verdict == DIFFERS
    assert table.worst.relative == pytest.approx(1e-4 / 0.6721, rel=1e-4)
    assert [entry.label for entry in table if entry.verdict == DIFFERS] == ["W1[1, 0]"]
    assert table.summary.startswith("1 of 9 entries differ; worst: W1[1, 0], relative error 0.00015")


def test_relative_error_is_by_the_larger_of_the_two():
    (entry,) = compare({"w": [1.0]}, {"w": [4.0]})
    assert (entry.absolute, entry.relative) == (3.0, 0.75)
    (entry,) = compare({"w": [-1.0]}, {"w": [1.0]})
    assert entry.relative == 2.0


def test_both_zero_agree():
    table = compare({"w": [0.0, 1.0]}, {"w": [0.0, 1.0]})
    assert [entry.verdict for entry in table] == [AGREES, AGREES]
    assert table.worst.relative == 0.0


def test_tiny_values_are_not_called_wrong():
    """Beside a loss of 10 000, a slope of 5e-7 drowns in rounding: its relative error says nothing."""
    w = np.pi / 2 + 5e-7
    nudged = gradients(lambda p: 1e4 + np.sin(p["w"]), {"w": w})
    (entry,) = compare({"w": np.cos(w)}, nudged)
    assert entry.relative > 1e-3
    assert entry.verdict == TINY
    assert compare({"w": 1e-3}, nudged).worst.verdict == DIFFERS


def test_without_measured_noise_the_floor_follows_the_largest_entry():
    assert compare({"w": [1.0, 0.0]}, {"w": [1.0, 1e-11]}).ok
    assert not compare({"w": [1.0, 0.0]}, {"w": [1.0, 1e-9]}).ok
    assert compare({"w": [1.0, 0.0]}, {"w": [1.0, 1e-9]}, atol=1e-8).ok


def test_tolerance_can_be_set():
    assert not compare([1.0], [1.001]).ok
    assert compare([1.0], [1.001], rtol=1e-2).ok


def test_kink_gets_no_verdict_and_a_sentence():
    def loss(p):
        return float(np.maximum(p["w"], 0.0).sum())

    table = compare({"w": [0.0, 1.0]}, gradients(loss, {"w": [0.0, 2.0]}))
    assert [entry.verdict for entry in table] == [KINK, AGREES]
    assert [entry.label for entry in table.kinks] == ["w[0]"]
    assert table.ok
    assert table.worst.label == "w[1]"
    assert "At w[0] the two sides of the nudge have different slopes: a kink is near" in str(table)


def test_only_kinks():
    table = compare([0.0], gradients(lambda p: float(abs(p["gradient"][0])), {"gradient": [0.0]})["gradient"])
    assert table.ok
    lonely = compare({"w": 0.0}, gradients(lambda p: abs(p["w"]), {"w": 0.0}))
    assert lonely.summary.startswith("At w the two sides")


def test_a_perfect_fit_is_not_called_wrong():
    """At loss 0 the true gradient is 0, and the measured one is the rounding of the parameters."""
    seed = examples.get("seed")
    x, y, network = seed.x, seed.y, seed.network()
    for _ in range(200):
        network = network.update(network.gradients(x, y), seed.learning_rate)
    nudged = gradients(lambda p: network.with_params(p).loss_at(x, y), network.params)
    assert compare(network.gradients(x, y), nudged).ok


def test_relu_network_at_its_kink():
    """An input of 0 puts the pre-activation on the corner: every weight into the unit is affected."""
    from handprop.network import Network

    network = Network({"W1": [[1.0]], "b1": [0.0], "W2": [[1.0]]}, ["relu", "linear"])
    nudged = gradients(lambda p: network.with_params(p).loss_at([0.0], [1.0]), network.params)
    table = compare(network.gradients([0.0], [1.0]), nudged)
    assert [entry.label for entry in table.kinks] == ["b1[0]"]
    assert table.ok


def test_names_of_scalars_vectors_and_matrices():
    table = compare({"s": 1.0, "v": [1.0], "M": [[1.0]]}, {"s": 1.0, "v": [1.0], "M": [[1.0]]})
    assert [entry.label for entry in table] == ["s", "v[0]", "M[0, 0]"]


def test_single_arrays_and_integers_can_be_compared():
    assert compare([[1, 2]], np.array([[1.0, 2.0]])).ok
    assert [entry.label for entry in compare([1], [1.0])] == ["gradient[0]"]


def test_names_that_only_analytic_has_are_left_out():
    assert len(compare({"w": [1.0], "delta1": [5.0]}, {"w": [1.0]})) == 1


@pytest.mark.parametrize(
    ("analytic", "other", "error", "words"),
    [
        ({"v": [1.0]}, {"w": [1.0]}, ValueError, "analytic has no w; it has v"),
        ({"w": [1.0]}, {"w": [[1.0]]}, ValueError, r"w has shape \(1,\) in analytic and \(1, 1\) in numeric"),
        ({"w": [np.nan]}, {"w": [1.0]}, ValueError, "analytic w holds a number that is not finite: nan"),
        ({"w": ["1"]}, {"w": [1.0]}, TypeError, "analytic w must hold real numbers"),
        ([1.0], {"w": [1.0]}, TypeError, "analytic must be a dictionary like numeric; got list"),
        ({"w": [1.0]}, {}, ValueError, "nothing to compare"),
        ({"w": []}, {"w": []}, ValueError, "nothing to compare"),
    ],
)
def test_comparisons_refused(analytic, other, error, words):
    with pytest.raises(error, match=words):
        compare(analytic, other)


def test_digits_that_another_computer_would_not_print_are_called_rounding():
    w = np.array([0.3, -0.7])
    nudged = gradients(lambda p: np.sin(p["w"]).sum(), {"w": w})
    table = compare({"w": np.cos(w)}, nudged)
    assert max(entry.relative for entry in table) > 0
    assert table.summary == "2 of 2 entries agree, apart from rounding."
    assert [line.split()[3:] for line in str(table).splitlines()[1:3]] == [
        ["rounding", "rounding", "agrees"]
    ] * 2


def test_zeros_on_both_sides_are_no_rounding():
    (row,) = str(compare({"w": [0.0]}, {"w": [0.0]})).splitlines()[1:2]
    assert row.split() == ["w[0]", "0", "0", "0", "0", "agrees"]


def test_text_table():
    lines = str(compare({"w": [1.0, 2.0]}, {"w": [1.0, 2.5]})).splitlines()
    assert lines == [
        "entry  analytic  numeric  abs. error  rel. error  verdict",
        "w[0]          1        1    rounding    rounding  agrees",
        "w[1]          2      2.5         0.5         0.2  differs (worst)",
        "1 of 2 entries differ; worst: w[1], relative error 0.2.",
    ]


def test_long_tables_show_the_worst():
    analytic = np.ones(100)
    analytic[77] = 1.5
    text = str(compare(analytic, np.ones(100)))
    assert "The 20 worst of 100 entries are shown." in text
    assert text.splitlines()[1].startswith("gradient[77]")
    assert len(text.splitlines()) == 1 + 20 + 2


class _Cells(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags, self.texts = [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.texts.append(data)


def test_html_table():
    parsed = _Cells()
    parsed.feed(compare({"<w>": [1.0, 2.0]}, {"<w>": [1.0, 2.5]})._repr_html_())
    assert [tag for tag, _ in parsed.tags].count("tr") == 3
    assert [attrs["scope"] for tag, attrs in parsed.tags if tag == "th"] == ["col"] * 6 + ["row"] * 2
    assert "<w>[1]" in parsed.texts  # escaped on the way, so it arrives as text
    assert "differs (worst)" in parsed.texts
    assert "1 of 2 entries differ; worst: <w>[1], relative error 0.2." in parsed.texts


def test_numeric_knows_nothing_of_the_network():
    source = Path(numeric.__file__).read_text(encoding="utf-8")
    assert "handprop" not in source.replace("from handprop.language import tr\n", "")
