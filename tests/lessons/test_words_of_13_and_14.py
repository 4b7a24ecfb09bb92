"""What the words of lessons 13 and 14 say beside their outputs, computed with the lessons' own code."""

import contextlib
import io
import json

import numpy as np
import pytest
from places import REPO


def names_of(lesson: str, last: str) -> dict:
    """The names that a lesson's cells leave, up to the cell in which the text `last` stands."""
    notebook = json.loads((REPO / "notebooks" / f"{lesson}.ipynb").read_text(encoding="utf-8"))
    names: dict = {}
    for cell in notebook["cells"]:
        source = "".join(cell["source"])
        if cell["cell_type"] == "code":
            with contextlib.redirect_stdout(io.StringIO()):
                exec(source, names)
            if last in source:
                return names
    raise AssertionError(f"Lesson {lesson} has no cell with {last!r}.")


@pytest.fixture(scope="module")
def tensors():
    return names_of("14_tensors", "def normalised")


@pytest.fixture(scope="module")
def torch():
    return names_of("13_reading_pytorch", "import torch")["torch"]


def arrived(tensors, formula, *values) -> list[np.ndarray]:
    """What arrives at the numbers of a formula, by the engine of lesson 14."""
    leaves = [tensors["Tensor"](value) for value in values]
    tensors["backward"](formula(*leaves))
    return [leaf.grad for leaf in leaves]


# Lesson 14


def test_few_of_the_slopes_of_a_product_are_not_0():
    rows, inner, columns = 4, 3, 2
    second = np.arange(1.0, 1 + inner * columns).reshape(inner, columns)
    slopes = [np.outer(np.eye(rows)[i], second[k]) for i in range(rows) for k in range(inner)]
    assert np.size(slopes) == rows * columns * rows * inner
    assert np.count_nonzero(slopes) == rows * columns * inner


def test_stretched_forward_is_summed_back(tensors):
    _, b = arrived(tensors, lambda z, b: (z + b).sum(), np.zeros((4, 3)), [1, 2, 3])
    assert b.tolist() == [4, 4, 4]


def test_two_that_are_equally_large_share_and_a_number_taken_twice_gets_both(tensors):
    (shared,) = arrived(tensors, lambda z: z.max(0), [2, 2, 1])
    assert shared.tolist() == [0.5, 0.5, 0]
    (twice,) = arrived(tensors, lambda z: z[[0, 0, 2]].sum(), [5, 6, 7])
    assert twice.tolist() == [2, 0, 1]


def share(z, subtracted):
    """The share of the second, in small steps."""
    e = (z - subtracted).exp()
    return (e * e.sum(1) ** -1)[[0], [1]]


def test_the_path_through_the_maximum_hands_back_0(tensors):
    tensor, z = tensors["Tensor"], [[2.0, 1.0, -1.0]]
    (whole,) = arrived(tensors, lambda z: share(z, z.max(1)).log(), z)
    (cut,) = arrived(tensors, lambda z: share(z, tensor([[2.0]])).log(), z)
    assert whole == pytest.approx(cut)
    shares = [share(tensor(z), tensor(off)).data.item() for off in (2.0, 1.0, -3.0)]
    assert shares == pytest.approx(shares[:1] * 3)  # the same number from all changes no share


def test_in_one_piece_a_sure_wrong_answer_costs_what_it_should(tensors):
    z, target = tensors["Tensor"]([[1000.0, 0.0]]), np.array([[0.0, 1.0]])
    assert share(z, z.max(1)).data.item() == 0  # rounded
    loss = tensors["cross_entropy"](z, target)
    tensors["backward"](loss)
    assert loss.data.item() == 1000
    assert z.grad.tolist() == [[1, -1]]


def test_the_three_paths_of_batch_normalisation(tensors):
    tensor, x, g = tensors["Tensor"], np.array([1.0, 2.0, 4.0, 9.0]), np.array([1.0, -1.0, 0.5, 2.0])
    normalised, count = tensors["normalised"], tensor(0.25)
    assert normalised(tensor(x + 1)).data == pytest.approx(normalised(tensor(x)).data)
    spread, mean = np.sqrt(x.var() + 1e-5), tensor(x.mean())

    def result(itself, its_mean, its_spread):
        away = itself - its_mean
        variance = its_spread - its_spread.sum() * count
        return away * ((variance**2).sum() * count + tensor(1e-5)) ** -0.5 * tensor(g)

    held = tensor(x)
    (itself,) = arrived(tensors, lambda z: result(z, mean, held).sum(), x)
    (by_mean,) = arrived(tensors, lambda z: result(held, z.sum() * count, held).sum(), x)
    (by_spread,) = arrived(tensors, lambda z: result(held, mean, z).sum(), x)
    assert itself == pytest.approx(g / spread)
    assert by_mean == pytest.approx(np.full(4, -g.mean() / spread))
    shown = (x - x.mean()) / spread
    assert by_spread == pytest.approx(-shown * (g * shown).mean() / spread)
    (whole,) = arrived(tensors, lambda z: (normalised(z) * tensor(g)).sum(), x)
    assert whole == pytest.approx(itself + by_mean + by_spread)
    assert whole.sum() == pytest.approx(0, abs=1e-12)


# Lesson 13


def test_a_graph_serves_once(torch):
    w = torch.tensor(3.0, requires_grad=True)
    loss = w * w
    loss.backward()
    with pytest.raises(RuntimeError):
        loss.backward()


def test_zero_grad_lets_a_walk_begin_anew(torch):
    w = torch.tensor(3.0, requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=0.1)
    for _ in range(3):
        optimizer.zero_grad()
        (w * w).backward()
    assert w.grad.item() == 6


@pytest.mark.parametrize(("outputs", "times"), [(1, 2), (2, 1), (10, 0.2)])
def test_with_one_output_the_gradient_is_twice_ours_with_ten_a_fifth(torch, outputs, times):
    z, y = np.linspace(-1.0, 1.0, 4 * outputs).reshape(4, outputs), np.zeros((4, outputs))
    theirs, ours = (torch.tensor(z, requires_grad=True) for _ in range(2))
    torch.nn.MSELoss()(theirs, torch.tensor(y)).backward()
    (((ours - torch.tensor(y)) ** 2).sum(1).mean() / 2).backward()
    assert theirs.grad.numpy() == pytest.approx(times * ours.grad.numpy())


def test_with_two_softmaxes_no_loss_is_below_the_floor(torch):
    right, floor = torch.tensor([0]), np.log(1 + 2 / np.e)  # shares 1, 0, 0
    for sums in ([1.0, 0, 0], [10.0, 0, 0], [1000.0, -1000, -1000], [0.0, 0, 5]):
        shares = torch.softmax(torch.tensor([sums]), 1)
        assert torch.nn.CrossEntropyLoss()(shares, right).item() >= floor - 1e-6
    assert torch.nn.CrossEntropyLoss()(torch.tensor([[1000.0, -1000, -1000]]), right).item() == 0


def test_no_grad_does_not_change_the_mode(torch):
    model = torch.nn.Sequential(torch.nn.Linear(64, 32), torch.nn.Dropout(0.5))
    model.train()
    with torch.no_grad():
        assert model.training
    model.eval()
    assert not model.training


def test_two_inputs_and_two_units_hide_that_a_weight_lies_turned(torch):
    shapes = [tuple(torch.nn.Linear(2, units).weight.shape) for units in (2, 3)]
    assert shapes == [(2, 2), (3, 2)]
