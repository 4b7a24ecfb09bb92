"""Arrays that remember how they were made, and `backward`, which finds the derivatives: the engine.

Every operation keeps its parents and a function that sends the arriving derivative back to them.  A number
that was stretched on the way (broadcasting) gets the sum of what comes back.
"""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Callable, Iterator, Sequence

import numpy as np

from handprop.language import tr

Back = Callable[[np.ndarray], Sequence[np.ndarray | None]]  # dloss/dresult -> dloss/dparent, for each parent

float32, float64 = np.dtype("float32"), np.dtype("float64")


class _State:
    """What holds for all tensors at a time."""

    dtype = float32
    recording = True


def set_default_dtype(dtype: np.dtype) -> None:
    """The type of tensors that are made from decimal numbers in lists."""
    _State.dtype = dtype


@contextlib.contextmanager
def no_grad() -> Iterator[None]:
    """Nothing that is computed inside is remembered."""
    before, _State.recording = _State.recording, False
    try:
        yield
    finally:
        _State.recording = before


class Tensor:
    """An array with `grad` and a memory of its parents; made by `tensor`.

    Raises RuntimeError where PyTorch does, with the beginning of its sentence.
    """

    def __init__(
        self,
        array: np.ndarray,
        requires_grad: bool = False,
        parents: tuple[Tensor, ...] = (),
        back: Back | None = None,
    ):
        self._array, self.requires_grad = array, requires_grad
        self._parents, self._back = parents, back
        self.grad: Tensor | None = None
        if requires_grad and array.dtype.kind != "f":
            raise RuntimeError("Only Tensors of floating point and complex dtype can require gradients")

    shape = property(lambda self: self._array.shape)
    dtype = property(lambda self: self._array.dtype)
    ndim = property(lambda self: self._array.ndim)

    def __getattr__(self, name: str) -> object:
        return missing("Tensor")(name)

    __array_priority__ = 1000  # NumPy leaves `array @ tensor` to the tensor, as with PyTorch

    T = property(lambda self: made_by(self._array.T, (self,), lambda g: (g.T,)))
    is_leaf = property(lambda self: self._back is None)

    def backward(self, gradient: Tensor | None = None, retain_graph: bool = False) -> None:
        """Adds the derivatives of this number to the `grad` of all leaves that it was made from."""
        if not self.requires_grad:
            raise RuntimeError("element 0 of tensors does not require grad and does not have a grad_fn")
        if gradient is None and self._array.size != 1:
            raise RuntimeError("grad can be implicitly created only for scalar outputs")
        arriving = {id(self): np.ones_like(self._array) if gradient is None else gradient._array}
        for node in reversed(_in_order(self)):
            node._pass_on(arriving, retain_graph)

    def _pass_on(self, arriving: dict[int, np.ndarray], retain_graph: bool) -> None:
        here = arriving.pop(id(self), None)
        if here is None:
            return
        if self._back is None:
            self.grad = Tensor(here.copy() if self.grad is None else self.grad._array + here)
            return
        for parent, slope in zip(self._parents, self._back(here), strict=True):
            if parent.requires_grad and slope is not None:
                slope = _unstretched(slope, parent.shape)
                arriving[id(parent)] = arriving.get(id(parent), 0) + slope
        if not retain_graph:
            self._back = _used_up

    def detach(self) -> Tensor:
        """The same numbers without the memory; they share the array."""
        return Tensor(self._array)

    @property
    def data(self) -> Tensor:
        """The same numbers without the memory; what is assigned here takes their place."""
        return self.detach()

    @data.setter
    def data(self, numbers: Tensor) -> None:
        if not isinstance(numbers, Tensor):
            raise TypeError(_no_tensor(".data ="))
        self._array = numbers._array

    def item(self) -> float:
        """The number that it holds."""
        if self._array.size != 1:
            raise RuntimeError(f"a Tensor with {self._array.size} elements cannot be converted to Scalar")
        return self._array.item()

    def tolist(self) -> list | float:
        """Plain numbers in lists."""
        return self._array.tolist()

    def numpy(self) -> np.ndarray:
        """The array; refused for a tensor that collects derivatives, as changes in it would go unseen."""
        if self.requires_grad:
            raise RuntimeError(
                "Can't call numpy() on Tensor that requires grad. Use tensor.detach().numpy() instead"
            )
        return self._array

    def __array__(self, dtype: object = None, copy: bool | None = None) -> np.ndarray:
        return np.array(self.numpy(), dtype=dtype)

    def __repr__(self) -> str:
        more = ", requires_grad=True" if self.requires_grad else ""
        return f"tensor({np.array2string(self._array, precision=4, separator=', ', prefix='tensor(')}{more})"

    def __len__(self) -> int:
        return len(self._array)

    def __iter__(self) -> Iterator[Tensor]:
        return (self[k] for k in range(len(self)))

    def __float__(self) -> float:
        return float(self.item())

    def __bool__(self) -> bool:
        return bool(self.item())

    __hash__ = object.__hash__

    def _met_by(self, other: object) -> Tensor:
        """The other one as a tensor; a bare number takes on the type of this one."""
        if isinstance(other, Tensor):
            return other
        return Tensor(np.asarray(other, dtype=self.dtype if self.dtype.kind == "f" else _State.dtype))

    def __add__(self, other: object) -> Tensor:
        other = self._met_by(other)
        return made_by(self._array + other._array, (self, other), lambda g: (g, g))

    def __mul__(self, other: object) -> Tensor:
        other = self._met_by(other)
        a, b = self._array, other._array
        return made_by(a * b, (self, other), lambda g: (g * b, g * a))

    def __truediv__(self, other: object) -> Tensor:
        other = self._met_by(other)
        a, b = self._array, other._array
        return made_by(a / b, (self, other), lambda g: (g / b, -g * a / b**2))

    def __pow__(self, power: float) -> Tensor:
        a = self._array
        return made_by(a**power, (self,), lambda g: (g * power * a ** (power - 1),))

    def __matmul__(self, other: Tensor) -> Tensor:
        if not isinstance(other, Tensor):
            raise TypeError(_no_tensor("@"))
        a, b = self._array, other._array
        return made_by(a @ b, (self, other), lambda g: _back_through_product(g, a, b))

    def __rmatmul__(self, other: object) -> Tensor:
        raise TypeError(_no_tensor("@"))

    def __getitem__(self, place: object) -> Tensor:
        place = place._array if isinstance(place, Tensor) else place

        def back(g: np.ndarray) -> tuple[np.ndarray]:
            whole = np.zeros_like(self._array)
            np.add.at(whole, place, g)  # a number that is taken twice gets both
            return (whole,)

        return made_by(self._array[place], (self,), back)

    def __neg__(self) -> Tensor:
        return self * -1

    def __sub__(self, other: object) -> Tensor:
        return self + -self._met_by(other)

    def __rsub__(self, other: object) -> Tensor:
        return self._met_by(other) + -self

    def __rtruediv__(self, other: object) -> Tensor:
        return self._met_by(other) / self

    __radd__, __rmul__ = __add__, __mul__

    def __iadd__(self, other: object) -> Tensor:
        return self._in_place(self._array + _plain(other))

    def __isub__(self, other: object) -> Tensor:
        return self._in_place(self._array - _plain(other))

    def __imul__(self, other: object) -> Tensor:
        return self._in_place(self._array * _plain(other))

    def zero_(self) -> Tensor:
        """Sets every number to 0."""
        return self._in_place(np.zeros_like(self._array))

    def _in_place(self, numbers: np.ndarray) -> Tensor:
        if _State.recording and self.requires_grad:
            kind = "a leaf Variable that requires grad" if self.is_leaf else "a tensor that was computed"
            raise RuntimeError(f"{kind} is being used in an in-place operation")
        self._array[...] = numbers
        return self

    def __gt__(self, other: object) -> Tensor:
        return Tensor(self._array > _plain(other))

    def __lt__(self, other: object) -> Tensor:
        return Tensor(self._array < _plain(other))

    def __eq__(self, other: object) -> Tensor:  # type: ignore[override]
        return Tensor(np.asarray(self._array == _plain(other)))

    def sum(self, dim: int | None = None, keepdim: bool = False) -> Tensor:
        """The sum of all numbers, or along one axis."""
        a = self._array

        def back(g: np.ndarray) -> tuple[np.ndarray]:
            g = g if dim is None or keepdim else np.expand_dims(g, dim)
            return (np.broadcast_to(g, a.shape),)

        return made_by(a.sum(axis=dim, keepdims=keepdim), (self,), back)

    def mean(self, dim: int | None = None, keepdim: bool = False) -> Tensor:
        """The mean of all numbers, or along one axis."""
        count = self._array.size if dim is None else self.shape[dim]
        return self.sum(dim, keepdim) / count

    def reshape(self, *shape: int) -> Tensor:
        """The same numbers in another shape."""
        a = self._array
        return made_by(a.reshape(shape), (self,), lambda g: (g.reshape(a.shape),))

    def argmax(self, dim: int | None = None) -> Tensor:
        """Where the largest number stands."""
        return Tensor(np.asarray(self._array.argmax(axis=dim)))

    def exp(self) -> Tensor:
        """The exponential function of each number."""
        e = np.exp(self._array)
        return made_by(e, (self,), lambda g: (g * e,))

    def log(self) -> Tensor:
        """The natural logarithm of each number."""
        a = self._array
        return made_by(np.log(a), (self,), lambda g: (g / a,))

    def relu(self) -> Tensor:
        """Each number, or 0 where it is negative."""
        a = self._array
        return made_by(np.maximum(a, 0), (self,), lambda g: (g * (a > 0),))

    def sigmoid(self) -> Tensor:
        """1 / (1 + exp(-z)) of each number."""
        e = np.exp(-np.abs(self._array))  # at most 1, so that nothing overflows and no digit is lost
        s = np.where(self._array >= 0, 1 / (1 + e), e / (1 + e))
        return made_by(s, (self,), lambda g: (g * e / (1 + e) ** 2,))

    def tanh(self) -> Tensor:
        """The hyperbolic tangent of each number."""
        t = np.tanh(self._array)
        return made_by(t, (self,), lambda g: (g * (1 - t * t),))

    def softmax(self, dim: int) -> Tensor:
        """Shares that add up to 1 along the axis."""
        e = (self - Tensor(self._array.max(axis=dim, keepdims=True))).exp()
        return e / e.sum(dim, keepdim=True)


def tensor(numbers: object, dtype: np.dtype | None = None, requires_grad: bool = False) -> Tensor:
    """A tensor with a copy of these numbers; an array keeps its type, a list of decimals gets the default."""
    try:
        array = np.array(numbers)
    except ValueError:
        raise ValueError(tr("The rows of a tensor have one length, and these have several")) from None
    if array.dtype.kind not in "biuf":
        raise TypeError(tr("A tensor holds numbers; got {value}", value=repr(numbers)))
    if dtype is None and array.dtype == float64 and not isinstance(numbers, np.ndarray | np.generic):
        dtype = _State.dtype
    return Tensor(array if dtype is None else array.astype(dtype), requires_grad)


def made_by(array: np.ndarray, parents: tuple[Tensor, ...], back: Back) -> Tensor:
    """The result of an operation on these parents; it remembers them only if it must."""
    if not (_State.recording and any(parent.requires_grad for parent in parents)):
        return Tensor(np.asarray(array))
    return Tensor(np.asarray(array), True, parents, back)


_PRODUCTS = {"matmul", "mm", "mv", "dot", "bmm", "einsum", "inner"}


def missing(place: str) -> Callable[[str], object]:
    """The `__getattr__` of a module of the stand-in: it says that a word is none of the lessons."""

    def refuse(name: str) -> object:
        raise AttributeError(
            tr(
                "The stand-in for PyTorch knows only the words of the lessons, so it has no {name}",
                name=f"{place}.{name}",
            )
            + (tr(". Matrices are multiplied with `x @ W1`") if name in _PRODUCTS else "")
        )

    return refuse


def on_tensors(name: str) -> Callable[..., Tensor]:
    """A method of `Tensor` as a function, which refuses what is no tensor."""
    method = getattr(Tensor, name)

    @functools.wraps(method)
    def function(numbers: Tensor, *more: object, **options: object) -> Tensor:
        if not isinstance(numbers, Tensor):
            raise TypeError(_no_tensor(f"torch.{name}"))
        return method(numbers, *more, **options)

    return function


def _no_tensor(where: str) -> str:
    return tr(
        "`{where}` works on tensors, and here it met something else. "
        "If x comes from NumPy: make torch.tensor(x) first",
        where=where,
    )


def _plain(numbers: object) -> object:
    return numbers._array if isinstance(numbers, Tensor) else numbers


def _in_order(output: Tensor) -> list[Tensor]:
    """All that needs derivatives, parents before children; a loop, as a long graph is too deep for calls."""
    order, seen, stack = [], set(), [(output, False)]
    while stack:
        node, is_done = stack.pop()
        if is_done:
            order.append(node)
        elif id(node) not in seen:
            seen.add(id(node))
            stack.append((node, True))
            stack += [(parent, False) for parent in node._parents if parent.requires_grad]
    return order


def _unstretched(slope: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    """The sum over all copies that broadcasting made of an array of this shape."""
    slope = slope.sum(axis=tuple(range(slope.ndim - len(shape))))
    stretched = tuple(axis for axis, size in enumerate(shape) if size == 1 and slope.shape[axis] > 1)
    return slope.sum(axis=stretched, keepdims=True)


def _back_through_product(g: np.ndarray, a: np.ndarray, b: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    if a.ndim == 1 and b.ndim == 1:
        return g * b, g * a
    if a.ndim == 1:
        return g @ b.T, np.outer(a, g)
    if b.ndim == 1:
        return np.outer(g, b), a.T @ g
    return g @ b.T, a.T @ g


def _used_up(g: np.ndarray) -> Sequence[np.ndarray]:
    raise RuntimeError("Trying to backward through the graph a second time")
