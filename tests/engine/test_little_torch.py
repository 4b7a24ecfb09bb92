"""The stand-in for PyTorch: against central differences, against our network, and against PyTorch itself."""

import subprocess
import sys

import numpy as np
import pytest

from handprop import little_torch, numeric
from handprop.examples import get
from handprop.network import Network

RNG = np.random.default_rng(13)
A, B, ROW, ONE = (RNG.uniform(0.3, 1.5, shape) for shape in ((3, 4), (4, 2), (4,), (3, 1)))
FORMULAS = {
    "a row is stretched": (lambda a, row: ((a + row) * (a - 2 * row) / row).sum(), (A, ROW)),
    "a column is stretched": (lambda a, one: (a / one - one**3 + 1 / a - (2 - one)).sum(), (A, ONE)),
    "products": (
        lambda a, b, row: ((a @ b) ** 2).sum() + (row @ b).sum() + (a @ row).sum() + row @ row,
        (A, B, ROW),
    ),
    "functions": (lambda a: (a.exp() + a.log() * a.sigmoid() - a.tanh() * (a - 1).relu()).sum(), (A,)),
    "sums": (lambda a: (a.sum(0) * a.mean(0)).sum() + (a / a.sum(1, keepdim=True)).mean() ** 2, (A,)),
    "taken twice": (lambda a: (a[[0, 0, 2]] ** 2).sum() + a[1, 2] * a[:, 1].sum(), (A,)),
    "shapes": (lambda a: (a.reshape(4, 3) @ a.reshape(3, 4)).sum() + (a.T @ a).sum(), (A,)),
    "shares": (lambda a: (a.softmax(1) ** 2).sum(), (A,)),
}


@pytest.mark.parametrize("name", FORMULAS)
def test_derivatives_against_nudges(name):
    formula, arrays = FORMULAS[name]
    leaves = [little_torch.tensor(each, requires_grad=True) for each in arrays]
    formula(*leaves).backward()
    values = {str(k): each for k, each in enumerate(arrays)}

    def loss(p):
        return formula(*(little_torch.tensor(p[name]) for name in values)).item()

    found = {str(k): leaf.grad.numpy() for k, leaf in enumerate(leaves)}
    assert numeric.compare(found, numeric.gradients(loss, values)).ok


@pytest.mark.parametrize("name", ["seed", "batch_232", "gate_own"])
def test_against_our_network(name):
    example = get(name)
    network = example.network()
    x, y = little_torch.tensor(example.x), little_torch.tensor(example.y)
    leaves = {key: little_torch.tensor(value, requires_grad=True) for key, value in network.params.items()}
    a = x
    for k, activation in enumerate(network.activations, 1):
        z = a @ leaves[f"W{k}"] + leaves.get(f"b{k}", 0.0)
        a = z if activation == "linear" else getattr(z, activation)()
    loss = ((a - y) ** 2).sum() / 2 / (len(example.x) if example.x.ndim == 2 else 1)
    loss.backward()
    assert loss.item() == pytest.approx(network.loss_at(example.x, example.y), rel=1e-12)
    slopes = network.gradients(example.x, example.y)
    for key, leaf in leaves.items():
        np.testing.assert_allclose(leaf.grad.numpy(), slopes[key], rtol=1e-12, atol=1e-15)


def test_layers_and_losses_against_our_network():
    nn, rng = little_torch.nn, np.random.default_rng(0)
    little_torch.set_default_dtype(little_torch.float64)
    try:
        model = nn.Sequential(nn.Linear(5, 4), nn.ReLU(), nn.Linear(4, 3))
    finally:
        little_torch.set_default_dtype(little_torch.float32)
    x, classes = rng.normal(size=(6, 5)), rng.integers(3, size=6)
    first, last = model[0], model[2]
    params = {"W1": first.weight, "b1": first.bias, "W2": last.weight, "b2": last.bias}
    arrays = {name: each.detach().numpy().T.copy() for name, each in params.items()}
    network = Network(arrays, ["relu", "softmax"], "categorical_cross_entropy")
    loss = nn.CrossEntropyLoss()(model(little_torch.tensor(x)), little_torch.tensor(classes))
    loss.backward()
    assert loss.item() == pytest.approx(network.loss_at(x, np.eye(3)[classes]), rel=1e-12)
    slopes = network.gradients(x, np.eye(3)[classes])
    for name, each in params.items():
        np.testing.assert_allclose(each.grad.numpy().T, slopes[name], rtol=1e-10, atol=1e-15)


# What a program prints, the same with PyTorch and with the stand-in. It rounds to twelve digits: `show`.
PROGRAM = """
def show(*things):
    print(*(np.round(np.array(each.tolist(), dtype=float), 12).tolist() for each in things))

def refused(action):
    try:
        action()
    except (RuntimeError, AttributeError) as error:
        print(type(error).__name__, str(error)[:45])
    else:
        print("allowed")

nn = torch.nn
torch.set_default_dtype(torch.float64)
z = torch.tensor([[1.0, 2.0, -1.0], [0.5, 0.1, 3.0]], requires_grad=True)
shares, classes = torch.tensor([[1.0, 0, 0], [0, 0.5, 0.5]]), torch.tensor([1, 0])
for reduction in ("mean", "sum"):
    for loss, target in ((nn.CrossEntropyLoss, classes), (nn.CrossEntropyLoss, shares),
                         (nn.MSELoss, shares)):
        if z.grad is not None:
            z.grad.zero_()
        value = loss(reduction=reduction)(z, target)
        value.backward()
        show(value, z.grad)
for make in (lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.9, weight_decay=0.1),
             lambda p: torch.optim.Adam(p, lr=0.05)):
    w = torch.tensor([1.0, 2.0, -3.0], requires_grad=True)
    optimizer = make([w])
    for _ in range(5):
        optimizer.zero_grad()
        ((w * torch.tensor([1.0, 5.0, 0.2]) - 1) ** 2).sum().backward()
        optimizer.step()
    show(w)

class Scale(torch.autograd.Function):
    @staticmethod
    def forward(ctx, z, factor):
        ctx.factor = factor
        return z * factor

    @staticmethod
    def backward(ctx, arriving):
        return arriving * ctx.factor, None

w = torch.tensor(3.0, requires_grad=True)
Scale.apply(w * w, 5.0).backward()
(w * w.detach()).backward()
show(w.grad)
square = w * w
square.backward()
refused(square.backward)
refused(lambda: z.backward())
refused(lambda: torch.tensor(1.0).backward())
refused(w.numpy)
refused(lambda: w.__isub__(1.0))
refused(lambda: torch.tensor(1, requires_grad=True))
with torch.no_grad():
    w -= 1
    print((w * 2).requires_grad)
show(w)

class Bare(nn.Module):
    def __init__(self):
        self.layer = nn.Linear(2, 2)

refused(Bare)
layer = nn.Linear(4, 3)
print([(name, tuple(each.shape)) for name, each in nn.Sequential(layer, nn.Tanh()).named_parameters()])
drop = nn.Dropout(0.5)
ones = torch.tensor(np.ones(1000))
print(sorted(set(drop(ones).tolist())), set(drop.eval()(ones).tolist()))
print(torch.tensor([1, 2]).dtype == torch.tensor([3]).dtype, torch.tensor([1.5]).dtype == torch.float64)
torch.set_default_dtype(torch.float32)
print((torch.tensor([1.5]) * 0.1).dtype == torch.float32, (ones * 0.1).dtype == torch.float64)
"""


def printed(line):
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", f"import numpy as np\n{line}\n{PROGRAM}"],
        capture_output=True,
        text=True,
    )
    assert not done.returncode, done.stderr
    return done.stdout


def test_the_stand_in_says_what_pytorch_says():
    pytest.importorskip("torch")
    ours = printed("from handprop import little_torch as torch")
    assert ours == printed("import torch")
    assert "allowed" not in ours


@pytest.mark.parametrize(
    ("wrong", "error", "said"),
    [
        (lambda t, w: t.fft, AttributeError, "no torch.fft"),
        (lambda t, w: t.matmul, AttributeError, "no torch.matmul. Matrices are multiplied"),
        (lambda t, w: t.tensor("1, 2"), TypeError, "holds numbers; got '1, 2'"),
        (lambda t, w: t.tensor([[1.0], [2.0, 3.0]]), ValueError, "rows of a tensor have one length"),
        (lambda t, w: t.nn.GELU, AttributeError, "no torch.nn.GELU"),
        (lambda t, w: t.optim.RMSprop, AttributeError, "no torch.optim.RMSprop"),
        (lambda t, w: w.matmul(w), AttributeError, "no Tensor.matmul"),
        (lambda t, w: np.ones((1, 2)) @ w, TypeError, "torch.tensor(x) first"),
        (lambda t, w: w.T @ np.ones((2, 1)), TypeError, "torch.tensor(x) first"),
        (lambda t, w: t.sigmoid(np.ones(2)), TypeError, "`torch.sigmoid` works on tensors"),
        (lambda t, w: setattr(w, "data", np.ones((2, 1))), TypeError, "torch.tensor(x) first"),
        (lambda t, w: t.nn.MSELoss(w, w), TypeError, "MSELoss()(prediction, target)"),
        (lambda t, w: setattr(t.nn.Linear(2, 1), "weight", w), TypeError, "weight.data"),
        (lambda t, w: w.numpy(), RuntimeError, "detach"),
        (lambda t, w: w.__isub__(1.0), RuntimeError, "in-place"),
    ],
)
def test_what_it_does_not_take_it_says(wrong, error, said):
    """Whoever shows the sentence puts the stop behind it."""
    with pytest.raises(error) as raised:
        wrong(little_torch, little_torch.tensor(np.ones((2, 1)), requires_grad=True))
    text = str(raised.value)
    assert said in text
    assert not text.endswith(".")
    assert ("Matrices are multiplied" in text) == ("matmul" in text)  # advice for those whom it helps


def test_numpy_on_the_left_leaves_the_sum_to_the_tensor():
    w = little_torch.tensor(np.ones(2), requires_grad=True)
    (np.array([3.0, 4.0]) - 2 * w).sum().backward()
    assert w.grad.tolist() == [-2.0, -2.0]


def test_numbers_assigned_to_data_are_trained():
    layer = little_torch.nn.Linear(2, 1, bias=False)
    layer.weight.data = little_torch.tensor(np.array([[1.0, 2.0]]))
    optimizer = little_torch.optim.SGD(layer.parameters(), lr=0.5)
    out = layer(little_torch.tensor(np.array([[2.0, 4.0]]))).sum()
    out.backward()
    optimizer.step()
    assert out.item() == 10.0
    assert layer.weight.tolist() == [[0.0, 0.0]]


def test_a_long_graph_is_walked_without_calls_inside_calls():
    w = little_torch.tensor(1.0, requires_grad=True)
    far = w
    for _ in range(5000):
        far = far + w
    far.backward()
    assert w.grad.item() == 5001
