"""Layers and losses in PyTorch's words."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from handprop.language import tr
from handprop.little_torch.tensor import Tensor, _State, missing, tensor

__getattr__ = missing("torch.nn")

_random = {"generator": np.random.default_rng()}


def manual_seed(seed: int) -> None:
    """The same random numbers from here on; they are not those of PyTorch."""
    _random["generator"] = np.random.default_rng(seed)


class Parameter(Tensor):
    """A tensor that a module trains."""

    def __init__(self, data: Tensor, requires_grad: bool = True):
        super().__init__(data.detach()._array, requires_grad)


class Module:
    """Something with parameters, made of modules and parameters; `forward` says what it does."""

    def __init__(self) -> None:
        vars(self)["training"] = True

    def __setattr__(self, name: str, value: object) -> None:
        if isinstance(value, Module | Parameter) and "training" not in vars(self):
            raise AttributeError("cannot assign module before Module.__init__() call")
        if isinstance(vars(self).get(name), Parameter) and not isinstance(value, Parameter | None):
            raise TypeError(
                tr(
                    "{name} is a parameter. To give it other numbers, assign a tensor to {name}.data, "
                    "or a torch.nn.Parameter to it",
                    name=name,
                )
            )
        super().__setattr__(name, value)

    def __call__(self, *inputs: Tensor) -> Tensor:
        """What `forward` gives."""
        return self.forward(*inputs)

    def forward(self, *inputs: Tensor) -> Tensor:
        """What comes out; each kind of module has its own."""
        raise NotImplementedError(
            f'Module [{type(self).__name__}] is missing the required "forward" function'
        )

    def children(self) -> Iterator[Module]:
        """The modules that it is made of."""
        return (part for part in vars(self).values() if isinstance(part, Module))

    def named_parameters(self, prefix: str = "") -> Iterator[tuple[str, Parameter]]:
        """All parameters by name: its own, then those of its parts."""
        for name, part in vars(self).items():
            if isinstance(part, Parameter):
                yield prefix + name, part
        for name, part in vars(self).items():
            if isinstance(part, Module):
                yield from part.named_parameters(f"{prefix}{name}.")

    def parameters(self) -> Iterator[Parameter]:
        """All parameters."""
        return (part for _, part in self.named_parameters())

    def zero_grad(self) -> None:
        """Forget all derivatives."""
        for part in self.parameters():
            part.grad = None

    def train(self, mode: bool = True) -> Module:
        """Behave as in training; False: as in use."""
        self.training = mode
        for part in self.children():
            part.train(mode)
        return self

    def eval(self) -> Module:
        """Behave as in use: nothing is dropped."""
        return self.train(False)


class Linear(Module):
    """``x @ weight.T + bias``: the weight has the shape (outputs, inputs)."""

    def __init__(self, inputs: int, outputs: int, bias: bool = True):
        super().__init__()
        self.weight = _uniform(inputs, outputs, inputs)
        self.bias = _uniform(inputs, outputs) if bias else None

    def forward(self, x: Tensor) -> Tensor:
        """The weighted sums, and the biases."""
        z = x @ self.weight.T
        return z if self.bias is None else z + self.bias


class Sequential(Module):
    """Modules one after the other."""

    def __init__(self, *parts: Module):
        super().__init__()
        for k, part in enumerate(parts):
            setattr(self, str(k), part)

    def __getitem__(self, k: int) -> Module:
        return list(self.children())[k]

    def forward(self, x: Tensor) -> Tensor:
        """What the last one gives."""
        for part in self.children():
            x = part(x)
        return x


class ReLU(Module):
    """`Tensor.relu` as a layer."""

    def forward(self, x: Tensor) -> Tensor:
        """Each number, or 0 where it is negative."""
        return x.relu()


class Sigmoid(Module):
    """`Tensor.sigmoid` as a layer."""

    def forward(self, x: Tensor) -> Tensor:
        """1 / (1 + exp(-z)) of each number."""
        return x.sigmoid()


class Tanh(Module):
    """`Tensor.tanh` as a layer."""

    def forward(self, x: Tensor) -> Tensor:
        """The hyperbolic tangent of each number."""
        return x.tanh()


class Dropout(Module):
    """In training, each number is 0 with the chance p, and the others grow to make up for it."""

    def __init__(self, p: float = 0.5):
        super().__init__()
        self.p = p

    def forward(self, x: Tensor) -> Tensor:
        """The numbers that are left, divided by 1 - p; in use, all of them."""
        if not self.training or self.p == 0:
            return x
        keep = _random["generator"].random(x.shape) >= self.p
        return x * tensor(keep / max(1 - self.p, 1e-12), dtype=x.dtype)


class _Loss(Module):
    def __init__(self, *misplaced: object, reduction: str = "mean"):
        super().__init__()
        if misplaced:
            raise TypeError(
                tr(
                    "{name}() makes the loss, and a second pair of brackets uses it: "
                    "{name}()(prediction, target)",
                    name=type(self).__name__,
                )
            )
        if reduction not in ("mean", "sum", "none"):
            raise ValueError(f"{reduction} is not a valid value for reduction")
        self.reduction = reduction

    def _reduced(self, each: Tensor) -> Tensor:
        return each if self.reduction == "none" else getattr(each, self.reduction)()


class MSELoss(_Loss):
    """The squared errors: their mean over samples *and* outputs, without a half."""

    def forward(self, prediction: Tensor, target: Tensor) -> Tensor:
        """Their mean, their sum, or each one."""
        return self._reduced((prediction - target) ** 2)


class CrossEntropyLoss(_Loss):
    """Softmax and cross-entropy in one; the target is the number of the class, or shares."""

    def forward(self, z: Tensor, target: Tensor) -> Tensor:
        """From the sums before softmax; the mean over the samples."""
        shifted = z - Tensor(z.detach()._array.max(axis=-1, keepdims=True))
        logs = shifted - shifted.exp().sum(-1, keepdim=True).log()
        if target.dtype.kind == "f":
            return self._reduced(-(logs * target).sum(-1))
        rows = (*np.ogrid[tuple(map(slice, target.shape))], target._array)
        return self._reduced(-logs[rows])


def _uniform(inputs: int, *shape: int) -> Parameter:
    bound = inputs**-0.5
    return Parameter(Tensor(_random["generator"].uniform(-bound, bound, shape).astype(_State.dtype)))
