"""An operation of one's own: a forward and a backward, as in PyTorch's `torch.autograd.Function`."""

from __future__ import annotations

from typing import Any

import numpy as np

from handprop.little_torch.tensor import Tensor, made_by, no_grad


class Context:
    """What `forward` leaves for `backward`."""

    saved_tensors: tuple[Tensor, ...] = ()

    def save_for_backward(self, *tensors: Tensor) -> None:
        """Keep these tensors."""
        self.saved_tensors = tensors


class Function:
    """A subclass has two static methods, `forward(ctx, ...)` and `backward(ctx, arriving)`."""

    @classmethod
    def apply(cls, *inputs: Any) -> Tensor:
        """The result of `forward`, with `backward` as its way back."""
        ctx = Context()
        with no_grad():
            result = cls.forward(ctx, *inputs)  # type: ignore[attr-defined]
        places = [k for k, each in enumerate(inputs) if isinstance(each, Tensor)]

        def back(arriving: np.ndarray) -> list[np.ndarray | None]:
            with no_grad():
                slopes = cls.backward(ctx, Tensor(arriving))  # type: ignore[attr-defined]
            slopes = slopes if isinstance(slopes, tuple) else (slopes,)
            if len(slopes) != len(inputs):
                raise RuntimeError(
                    f"function {cls.__name__}Backward returned an incorrect number of gradients "
                    f"(expected {len(inputs)}, got {len(slopes)})"
                )
            return [None if slopes[k] is None else slopes[k]._array for k in places]

        return made_by(result._array, tuple(inputs[k] for k in places), back)
