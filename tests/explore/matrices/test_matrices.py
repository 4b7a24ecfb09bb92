"""The explorer of matrices on Python's side."""

import re

import numpy as np
import pytest
from on_paper import is_sum, last_digit, where_digits_cancel, worked_out

from handprop import examples, explore
from handprop.network import Network

# The functions that explore offers hide the modules of the same names.
from handprop.explore.matrices.numbers import equations, values  # isort: skip
from handprop.explore.matrices.words import state as traced  # isort: skip


def positions(slider) -> tuple[float, float, float]:
    if hasattr(slider, "base"):
        return tuple(slider.base**e for e in (slider.min, (slider.min + slider.max) / 2, slider.max))
    return slider.min, (slider.min + slider.max) / 2, slider.max


NETWORKS = ("seed", "gate_own", "mazur", "chain", "batch_232", "xor")


@pytest.mark.parametrize("name", NETWORKS)
def test_each_matrix_is_what_its_equation_says(name):
    example = examples.get(name)
    net = example.network()
    found = values(net, example.x, example.y)
    pick = lambda key: found[key.removesuffix(".T")].T if key.endswith(".T") else found[key]  # noqa: E731
    for step in equations(net):
        factors = [pick(key) for key in step["factors"]]
        if step["op"] == "product":
            expected = factors[0] @ factors[1] + (factors[2] if len(factors) == 3 else 0)
        elif step["op"] == "times":
            expected = factors[0] * factors[1]
        elif step["op"] == "sum":
            expected = factors[0].sum(axis=0, keepdims=True)
        elif step["op"] == "error":
            expected = (factors[0] - factors[1]) / len(factors[0])
        else:
            continue
        np.testing.assert_allclose(found[step["result"]], expected, rtol=1e-12, atol=1e-15)
    gradients = net.gradients(example.x, example.y)
    for key in net.params:
        np.testing.assert_allclose(found[f"d{key}"], np.atleast_2d(gradients[key]), rtol=1e-12)


def lines_of_numbers(words: dict) -> list[tuple[str, str]]:
    """The two sides of the equals sign of each entry that is a product, a sum or a difference."""
    entries = (entry for matrix in words.values() for row in matrix for entry in row)
    made = (re.search(r": ([^:]+) = (\S+)\.$", entry) for entry in entries)
    return [one.groups() for one in made if one and "f′" not in one[1] and not re.match("[a-z_]+\\(", one[1])]


@pytest.mark.parametrize("name", NETWORKS)
def test_the_numbers_of_a_sentence_give_its_result(name):
    example = examples.get(name)
    lines = lines_of_numbers(traced(example.network(), example.x, example.y)["words"])
    for numbers, result in lines:
        assert worked_out(numbers) == pytest.approx(float(result), rel=2e-3, abs=1e-14), numbers
    assert len(lines) > 5


@pytest.mark.parametrize("last", ["linear", "sigmoid"])
@pytest.mark.parametrize("samples", [1, 3])
def test_sums_and_differences_give_their_result_to_its_last_digit(last, samples):
    rng = np.random.default_rng(4)
    longest = 0
    for _ in range(60):
        net, x, y = where_digits_cancel(rng, ["tanh", last], samples)
        for numbers, result in lines_of_numbers(traced(net, x, y)["words"]):
            if is_sum(numbers.split(" / ")[0].strip("()")):
                assert abs(worked_out(numbers) - float(result)) <= last_digit(result), f"{numbers} = {result}"
                longest = max(longest, len(numbers))
    assert longest > 40


def test_numbers_have_four_digits_where_none_cancel():
    words = traced(examples.get("seed").network(), [[2.0, 3.0]], [[1.0]])["words"]
    assert words["delta2"][0][0].endswith(": 0.2037 - 1 = -0.7963.")
    net = Network({"W1": [[12.0]]}, ["sigmoid"])
    assert traced(net, [[1.0]], [[1.0]])["words"]["da1"][0][0].endswith(": 0.999993856 - 1 = -6.144e-06.")


def test_sentences_name_rows_columns_and_weights():
    seed = examples.get("seed")
    words = traced(seed.network(), seed.x, seed.y)["words"]
    assert words["z1"][0][1] == (
        "z1, row 1, column 2: row 1 of x times column 2 of W1: 2 · 0.15 + 3 · 0.09 = 0.57."
    )
    assert words["W1"][1][0] == "W1 (w2), row 2, column 1: 0.33, given."
    assert words["dW2"][1][0].startswith("∂W2 (∂w6), row 2, column 1: row 2 of hᵀ times column 1 of δ2:")


def test_every_slider_of_the_matrices_moves_its_entry():
    shown = explore.matrices(examples.get("seed"))
    spots = {"w1": ("W1", 0, 0), "w2": ("W1", 1, 0), "w3": ("W1", 0, 1), "w4": ("W1", 1, 1)}
    spots |= {"w5": ("W2", 0, 0), "w6": ("W2", 1, 0), "x1": ("x", 0, 0), "x2": ("x", 0, 1), "y1": ("y", 0, 0)}
    assert set(spots) == set(shown.controls)
    for name, (key, i, j) in spots.items():
        for position in positions(shown.controls[name]):
            shown.controls[name].value = position
            now = shown.state()["values"]
            assert now[key][i, j] == pytest.approx(position)
            error = now["a2"] - now["y"]
            np.testing.assert_allclose(now["dW2"], now["a1"].T @ error, atol=1e-15)
            np.testing.assert_allclose(
                now["dW1"], now["x"].T @ (error @ shown.params["W2"].T * (now["z1"] > 0)), atol=1e-15
            )


@pytest.mark.parametrize("name", ["seed", "gate_own", "mazur", "chain"])
def test_the_presets_of_the_matrices_do_what_they_are_called(name):
    shown = explore.matrices(examples.get(name))
    assert {"x1 = 0", "error 0"} <= set(shown.presets)
    for preset in shown.presets:
        now = shown.preset(preset).state()["values"]
        if preset == "the seed":
            assert now["a2"] == pytest.approx(0.2037)
        elif preset == "x1 = 0":
            assert not now["dW1"][0].any()
        elif preset == "error 0":
            assert all(np.abs(now[f"d{key}"]).max() < 1e-14 for key in shown.net.params)
        elif preset.endswith("= 0"):
            assert not now["dW1"][:, 0].any()  # nothing comes back to the first hidden unit
        else:
            assert re.fullmatch(r"h\d (open|closed)", preset), f"say here what {preset!r} promises"
            unit = int(preset[1]) - 1
            assert preset.endswith(" open" if now["z1"][0, unit] > 0 else " closed")
            assert now["dW1"][:, unit].any() == preset.endswith("open")


def test_a_batch_has_presets_for_weights_only():
    assert set(explore.matrices(examples.get("batch_232")).presets) == {"w7 and w10 = 0"}
    far = Network({"W1": [[1.0]], "W2": [[9.0]]}, ["relu", "linear"])
    assert "error 0" not in explore.matrices(far, [3.0], [1.0]).presets  # the target's slider ends at 2
