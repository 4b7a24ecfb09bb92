"""Optimizers in PyTorch's words: they move parameters by the derivatives that `backward` left in `grad`."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from handprop.little_torch.tensor import Tensor, missing

__getattr__ = missing("torch.optim")


class _Optimizer:
    def __init__(self, params: Iterable[Tensor]):
        self._params = list(params)
        if not self._params:
            raise ValueError("optimizer got an empty parameter list")

    def zero_grad(self) -> None:
        """Forget all derivatives."""
        for each in self._params:
            each.grad = None

    def step(self) -> None:
        """One step; a parameter without a derivative stays."""
        for k, each in enumerate(self._params):
            if each.grad is not None:
                each._array -= self._move(k, each, each.grad._array)

    def _move(self, k: int, each: Tensor, slope: np.ndarray) -> np.ndarray:
        raise NotImplementedError


class SGD(_Optimizer):
    """Gradient descent, with momentum and weight decay if wanted."""

    def __init__(
        self, params: Iterable[Tensor], lr: float = 1e-3, momentum: float = 0, weight_decay: float = 0
    ):
        super().__init__(params)
        self._lr, self._momentum, self._decay = lr, momentum, weight_decay
        self._speed: dict[int, np.ndarray] = {}

    def _move(self, k: int, each: Tensor, slope: np.ndarray) -> np.ndarray:
        slope = slope + self._decay * each._array
        self._speed[k] = self._momentum * self._speed.get(k, 0) + slope
        return self._lr * self._speed[k]


class Adam(_Optimizer):
    """Steps of about equal size for all parameters; Kingma and Ba, "Adam", 2015."""

    def __init__(
        self,
        params: Iterable[Tensor],
        lr: float = 1e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
    ):
        super().__init__(params)
        self._lr, self._betas, self._eps = lr, betas, eps
        self._means: dict[int, tuple[int, np.ndarray, np.ndarray]] = {}

    def _move(self, k: int, each: Tensor, slope: np.ndarray) -> np.ndarray:
        count, mean, square = self._means.get(k, (0, 0.0, 0.0))
        first, second = self._betas
        count, mean = count + 1, first * mean + (1 - first) * slope
        square = second * square + (1 - second) * slope**2
        self._means[k] = count, mean, square
        size = np.sqrt(square / (1 - second**count)) + self._eps
        return self._lr * mean / (1 - first**count) / size
