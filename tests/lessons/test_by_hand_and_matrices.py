"""What lessons 06 and 07 claim, computed; and that a symbol means one thing on a screen."""

import ast
import re

import numpy as np
import pytest
from told import code, lesson, number, outputs

from handprop import numeric
from handprop.examples import get

SEED = get("seed")
NET = SEED.network()
GRADIENTS = NET.gradients(SEED.x, SEED.y)
# w1 to w6, as the drawing names them.
SLOPES = [*GRADIENTS["W1"].T.ravel(), *GRADIENTS["W2"].ravel()]


def assigned(cells):
    """The plain names that code assigns."""
    tree = ast.parse("\n".join(cells))
    return {
        node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }


def test_which_weights_grow_more_in_the_step_of_lesson_06():
    told = re.findall(r"w(\d)(?: grows)? more than w(\d)", lesson("06_by_hand"))
    assert len(told) == 2
    for more, less in told:
        assert abs(SLOPES[int(more) - 1]) > abs(SLOPES[int(less) - 1])


def test_no_weight_of_lesson_06_gets_lower():
    assert max(SLOPES) < 0


def test_the_rate_from_which_on_a_step_raises_the_loss():
    told = number(re.search(r"2: a little below ([\d.]+\d)\.", lesson("06_by_hand"))[1])
    before = NET.loss_at(SEED.x, SEED.y)
    after = {rate: NET.update(GRADIENTS, rate).loss_at(SEED.x, SEED.y) for rate in (told - 0.02, told)}
    assert after[told - 0.02] < before < after[told]


def test_a_number_counts_units_in_lesson_06_and_no_name_of_lesson_07_carries_one():
    layered = {f"{name}{k}" for name in ("z", "a", "h", "delta") for k in (1, 2)}
    assert {"z1", "z2", "delta1", "delta2"} <= assigned(code("06_by_hand"))
    assert not layered & assigned(code("07_matrices"))


def test_no_picture_of_lesson_07_has_a_bias_that_the_code_calls_otherwise():
    net = get("gate_own").network()
    shown = outputs_of_pictures("07_matrices")
    for name in ("b1", "b2"):
        for k, value in enumerate(net.params[name]):
            assert re.search(rf"^{name}\[{k}\] +\S+ +{value:.4g}$", shown, re.MULTILINE)
    assert not re.search(r"^b\d ", shown, re.MULTILINE)


def outputs_of_pictures(name):
    """The numbers that the pictures of a lesson hold as text."""
    import nbformat
    from told import ROOT

    cells = nbformat.read(ROOT / "notebooks" / f"{name}.ipynb", 4).cells
    data = [
        output.get("data", {}).get("text/plain", "") for cell in cells for output in cell.get("outputs", [])
    ]
    return "\n".join(text for text in data if text.startswith("Network("))


def test_with_two_inputs_and_three_units_two_of_three_slips_stop():
    x, W1, delta = np.array([2.0, 3.0]), np.ones((2, 3)), np.array([0.1, 0.2, 0.3])
    assert "With 2 inputs and 3 units the first two would have stopped." in lesson("07_matrices")
    with pytest.raises(ValueError, match="broadcast"):
        W1 - np.outer(delta, x)
    with pytest.raises(ValueError, match="broadcast"):
        x * delta
    assert (W1 - np.outer(x, 0.5 * W1[0])).shape == W1.shape


@pytest.mark.parametrize("name", ["05_chain_rule", "06_by_hand", "07_matrices", "08_check_gradients"])
def test_gradients_that_agree_agree_down_to_rounding(name):
    # Digits of a relative error of 1e-11 are others on the next computer.
    assert not re.search(r"relative error [\d.]+e-(09|1\d)", outputs(name))


def test_the_slope_of_w5_by_a_nudge():
    slope = numeric.gradient(
        lambda w: NET.with_params({"W2": [[w[0]], [0.12]]}).loss_at(SEED.x, SEED.y), [0.11]
    )
    assert slope[0] == pytest.approx(SLOPES[4], rel=1e-9)


def test_where_the_slope_of_w3_comes_again_in_lesson_07():
    """w1 and w2 stand below each other in the first column of W1, w3 and w4 in the second."""
    at = {"w1": (0, 0), "w2": (1, 0), "w3": (0, 1)}
    told = re.search(
        r"The slope of (w\d) is (\S+)\. Turned, it stands at (w\d)\. In the last table it stands at (w\d)",
        lesson("07_matrices"),
    )
    found = dict(re.findall(r"^(\S.*?) +(\[\[.*\]\]), loss", outputs("07_matrices"), re.MULTILINE))
    for table, weight in {"right": told[1], "turned": told[3], "through w1, w3": told[4]}.items():
        assert np.array(ast.literal_eval(found[table]))[at[weight]] == number(told[2].rstrip("."))
