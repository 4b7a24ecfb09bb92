"""A stand-in for PyTorch, for those who do not have it: the words of it that this course uses, on NumPy.

>>> from handprop import little_torch as torch
>>> w = torch.tensor(2.0, requires_grad=True)
>>> (w * 3 - 1).backward()
>>> w.grad.item()
3.0

It does what PyTorch does, in its names; the tests compare the two.  What it does not have, it says.
"""

from __future__ import annotations

from handprop.little_torch import autograd, nn, optim
from handprop.little_torch.nn import manual_seed
from handprop.little_torch.tensor import (
    Tensor,
    float32,
    float64,
    missing,
    no_grad,
    on_tensors,
    set_default_dtype,
    tensor,
)

__all__ = [
    "Tensor",
    "autograd",
    "exp",
    "float32",
    "float64",
    "log",
    "manual_seed",
    "mean",
    "nn",
    "no_grad",
    "optim",
    "relu",
    "set_default_dtype",
    "sigmoid",
    "softmax",
    "sum",
    "tanh",
    "tensor",
]

exp, log, mean, relu, sigmoid, softmax, sum, tanh = (
    on_tensors(name) for name in ("exp", "log", "mean", "relu", "sigmoid", "softmax", "sum", "tanh")
)


__getattr__ = missing("torch")
