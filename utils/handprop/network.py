"""A dense network in NumPy: forward, backward, update.

Samples are rows: ``z = x @ W + b`` and ``a = f(z)``.  ``W1`` has shape
(inputs, outputs), ``b1`` has shape (outputs,), and layers count from 1.
The loss is summed over the outputs and averaged over the samples.

>>> seed = Network({"W1": [[0.12, 0.15], [0.33, 0.09]], "W2": [[0.11], [0.12]]}, ["relu", "linear"])
>>> values = seed.forward([2.0, 3.0])
>>> gradients = seed.backward(values, target=1.0)
>>> gradients["W2"].round(6).tolist()
[[-0.979449], [-0.453891]]
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from math import isfinite, isnan
from typing import NamedTuple

import numpy as np

from handprop.activations import checked_frozen, checked_layers
from handprop.language import tr

Values = dict[str, np.ndarray]
Forward = Callable[[np.ndarray], np.ndarray]  # z -> a
Back = Callable[[np.ndarray, np.ndarray, np.ndarray], np.ndarray]  # dloss/da, z, a -> dloss/dz

_FLOAT64 = np.dtype(np.float64)
_TINY = np.finfo(_FLOAT64).tiny  # the smallest number that float64 holds with all its digits
_ZERO = np.zeros(())  # an array already: NumPy need not make one of 0.0 at every call


def _sigmoid(z: np.ndarray) -> np.ndarray:
    """1 / (1 + exp(-z)), in a form that cannot overflow."""
    return 0.5 * (1.0 + np.tanh(0.5 * z))


def _softmax(z: np.ndarray) -> np.ndarray:
    """Exp(z) scaled to sum to 1 in each row; the largest z is subtracted so that exp cannot overflow."""
    e: np.ndarray = np.exp(z - z.max(axis=-1, keepdims=True))
    e /= e.sum(axis=-1, keepdims=True)
    return e


LEAK = 0.01  # the slope of leaky ReLU where z is not above 0

# Each activation: a = f(z), and the way back, dloss/dz = dloss/da * f'(z), which may use a, known by then.
# ReLU has no slope at 0; like PyTorch we take that of the left side there: 0, and 0.01 for leaky ReLU.
ACTIVATIONS: dict[str, tuple[Forward, Back | None]] = {
    "linear": (lambda z: z, lambda da, z, a: da),
    "relu": (lambda z: np.maximum(z, _ZERO), lambda da, z, a: da * (z > _ZERO)),
    "leaky_relu": (lambda z: np.maximum(z, LEAK * z), lambda da, z, a: da * np.where(z > 0.0, 1.0, LEAK)),
    "sigmoid": (_sigmoid, lambda da, z, a: da * a * (1.0 - a)),
    "tanh": (np.tanh, lambda da, z, a: da * (1.0 - a * a)),
    "softmax": (_softmax, None),  # each output depends on every z: only used with its own loss, below
}


# Each loss, summed over outputs and samples, from the last layer's z and a and the target.
# The cross-entropies can be written in z alone: log(a) would be -inf where a rounds to 0.
def _half_squared(z: np.ndarray, a: np.ndarray, y: np.ndarray) -> float:
    return 0.5 * float(_sum_of_squares(a - y))


def _binary_cross_entropy(z: np.ndarray, a: np.ndarray, y: np.ndarray) -> float:
    # No term is negative: a large z on the side of its target leaves exactly 0, and the exact rest is added.
    return float((np.maximum(z, 0.0) - y * z + np.log1p(np.exp(-np.abs(z)))).sum())


def _categorical_cross_entropy(z: np.ndarray, a: np.ndarray, y: np.ndarray) -> float:
    if _smallest(a) > _TINY:
        return 0.0 - float(np.vdot(y, np.log(a)))  # and not -vdot, which shows a loss of 0 as -0
    z = z - z.max(axis=-1, keepdims=True)
    return float(np.log(np.exp(z).sum(axis=-1)).sum() - np.vdot(y, z))


LOSSES: dict[str, Callable[[np.ndarray, np.ndarray, np.ndarray], float]] = {
    "half_squared": _half_squared,
    "binary_cross_entropy": _binary_cross_entropy,
    "categorical_cross_entropy": _categorical_cross_entropy,
}


class _Layer(NamedTuple):
    """The names and the functions of one layer, looked up once."""

    W: str
    b: str
    z: str
    a: str
    delta: str
    f: Forward
    back: Back  # missing for softmax, which is only used with its own loss, where none is needed
    under: _Layer | None  # the layer that feeds this one; None where the input does


class _Pass(Values):
    """The values of a forward pass; `fits`: the network that computed their loss, and for which target."""

    fits: tuple[object, np.ndarray] = (None, _ZERO)


class Network:
    """A dense network: its parameters, one activation per layer, and a loss.

    Parameters
    ----------
    params : ``{"W1": ..., "b1": ..., "W2": ..., ...}``; ``W`` of shape (inputs, outputs), ``b`` of shape
        (outputs,).  A layer without ``b`` has no bias.  Arrays are copied to float64.
    activations : a name per layer, such as ``relu`` or ``sigmoid``; all are in `handprop.activations.FACTS`.
    loss : ``half_squared``, ``binary_cross_entropy`` (after sigmoid) or ``categorical_cross_entropy``
        (after softmax).
    frozen : names of parameters that `update` leaves alone, for example ``("b1", "b2")``.

    The arrays that `forward` and `backward` return may share memory with each other and with the input:
    read them, and copy before changing them.

    Raises
    ------
    ValueError : unknown names, shapes that do not fit, numbers that are not finite.
    TypeError : parameters that are not numbers, or not a dictionary.
    """

    def __init__(
        self,
        params: Mapping[str, object],
        activations: Sequence[str],
        loss: str = "half_squared",
        frozen: Iterable[str] = (),
    ):
        self.activations, self.loss_name = checked_layers(activations, loss), loss
        self.params = _check_params(params, len(self.activations))
        self.frozen = checked_frozen(frozen, self.params)
        self._layers: list[_Layer] = []
        layer = None
        for k, name in enumerate(self.activations, 1):
            names = f"W{k}", f"b{k}", f"z{k}", f"a{k}", f"delta{k}"
            layer = _Layer(*names, *ACTIVATIONS[name], under=layer)  # type: ignore[arg-type]
            self._layers.append(layer)

    def forward(self, x: object) -> Values:
        """Every value on the way from input to prediction, by name.

        ``x`` has shape (inputs,) for one sample or (samples, inputs) for a batch.  The result holds ``x``,
        ``z1``, ``a1``, ``z2``, ... and ``prediction``, which is the last ``a``.

        Raises ValueError for a wrong shape or NaN, TypeError for what is not a number.
        """
        params = self.params
        a = _as_numbers(x, "x")
        if isnan(_sum_of_squares(a)):  # which is NaN only if a part is, and costs one pass
            raise ValueError(tr("x holds NaN (not a number)."))
        inputs = params["W1"].shape[0]
        if a.shape != (inputs,) and (a.ndim != 2 or a.shape[1] != inputs or not a.size):
            raise ValueError(
                tr(
                    "x has shape {shape}; expected ({inputs},) or (samples, {inputs}).",
                    shape=a.shape,
                    inputs=inputs,
                )
            )
        values = _Pass()
        values["x"] = a
        for W, b, z_name, a_name, _, f, _, _ in self._layers:
            z = a.dot(params[W])  # as a @ W, which takes twice the time on arrays of a few numbers
            if b in params:
                z += params[b]
            a = f(z)
            values[z_name], values[a_name] = z, a
        values["prediction"] = a
        return values

    def loss(self, values: Values, target: object) -> float:
        """The loss of a forward pass: summed over outputs, averaged over samples.

        ``values`` comes from `forward`.  ``target`` has the shape of the prediction; one number will do for
        one sample with one output.

        Raises ValueError for a wrong shape, NaN, or a target that is no probability where the loss needs one.
        """
        z, a, y, _ = self._output_and_target(values, target)
        total = LOSSES[self.loss_name](z, a, y)
        if isnan(total):
            _refuse_nan_target(y)
        elif type(values) is _Pass:
            values.fits = self, y
        return total if a.ndim == 1 else total / len(a)

    def backward(self, values: Values, target: object) -> Values:
        """The gradient of the loss with respect to every parameter, every z and the input.

        ``values`` comes from `forward`.  The result holds ``W1``, ``b1``, ... with the shapes of the
        parameters, ``delta1``, ``delta2``, ... (the derivative of the loss by ``z1``, ``z2``, ...) and ``x``.
        Raises ValueError like `loss`.

        Source: the chain rule, layer by layer from the loss back; Rumelhart, Hinton, Williams, "Learning
        representations by back-propagating errors", Nature 323, 1986.
        """
        z, a, y, is_checked = self._output_and_target(values, target)
        delta = a - y
        if not is_checked and isnan(_sum_of_squares(delta)):
            _refuse_nan_target(y)
        if self.loss_name == "half_squared":
            delta = self._layers[-1].back(delta, z, a)
        single = a.ndim == 1
        if not single:
            delta = delta / len(a)
        params, gradients = self.params, {}
        for W, b, _, _, delta_name, _, _, under in reversed(self._layers):
            below = values[under.a] if under else values["x"]
            gradients[delta_name] = delta
            # One sample: a column times a row, which takes less time than NumPy's stretching of both.
            gradients[W] = below[:, None].dot(delta[None]) if single else below.T.dot(delta)
            if b in params:
                gradients[b] = delta if single else delta.sum(axis=0)
            delta = delta.dot(params[W].T)  # now the derivative of the loss by `below`
            if under:
                delta = under.back(delta, values[under.z], below)
        gradients["x"] = delta
        return gradients

    def update(self, gradients: Values, learning_rate: float) -> Network:
        """A new network, one step against the gradient: ``w - learning_rate * dloss/dw``.

        All gradients are known before any parameter moves.  Frozen parameters stay.

        Raises ValueError for a gradient that is missing or has not the shape of its parameter, and for a
        learning rate that is not a finite number.
        """
        rate = _checked_rate(learning_rate)
        moved: Values = {}
        for name, value in self.params.items():
            if name in self.frozen:
                moved[name] = value.copy()
                continue
            slope = gradients.get(name)
            # NumPy would stretch a gradient of another shape, and the parameters would be quietly wrong.
            if slope is None or getattr(slope, "shape", None) != value.shape:
                raise ValueError(
                    tr(
                        "The gradient of {name} must be an array of shape {shape}; got {slope!r}.",
                        name=name,
                        shape=value.shape,
                        slope=slope,
                    )
                )
            moved[name] = value - rate * slope
        return self._replaced(moved)

    def with_params(self, params: Mapping[str, object]) -> Network:
        """The same kind of network with other parameters (some or all), checked as in the constructor."""
        return Network({**self.params, **params}, self.activations, self.loss_name, self.frozen)

    def gradients(self, x: object, target: object) -> Values:
        """`forward` and `backward` in one call."""
        return self.backward(self.forward(x), target)

    def loss_at(self, x: object, target: object) -> float:
        """`forward` and `loss` in one call."""
        return self.loss(self.forward(x), target)

    def __repr__(self) -> str:
        sizes = [self.params["W1"].shape[0]] + [self.params[layer.W].shape[1] for layer in self._layers]
        return f"Network({'-'.join(map(str, sizes))}, {', '.join(self.activations)}, loss={self.loss_name})"

    def _output_and_target(
        self, values: Values, target: object
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray, bool]:
        """The last z and a, the target as an array, and whether `loss` has looked at it for this pass."""
        last = self._layers[-1]
        try:
            z, a = values[last.z], values[last.a]
        except (KeyError, IndexError, TypeError):
            raise TypeError(
                tr("values must be the dictionary that forward of this network returns.")
            ) from None
        if type(values) is _Pass:
            by, y = values.fits
            if by is self and y is target:
                return z, a, y, True
        y = _as_numbers(target, "target")
        # NumPy would stretch (4,) against (4, 1) to a 4 x 4 table, and the loss would be quietly wrong.
        if y.shape != a.shape and not (y.ndim == 0 and a.shape == (1,)):
            raise ValueError(
                tr(
                    "target has shape {shape}; expected {shape_2}, the shape of the prediction.",
                    shape=y.shape,
                    shape_2=a.shape,
                )
            )
        if self.loss_name != "half_squared":
            _check_probabilities(y, self.loss_name)
        return z, a, y, False

    def _replaced(self, params: Values) -> Network:
        # Skips the checks: a training loop calls this at every step, and a diverging one may reach inf.
        other = object.__new__(Network)
        other.params, other.activations, other.loss_name = params, self.activations, self.loss_name
        other.frozen, other._layers = self.frozen, self._layers
        return other


def _check_params(params: Mapping[str, object], layers: int) -> Values:
    if not isinstance(params, Mapping) or not all(isinstance(name, str) for name in params):
        raise TypeError(
            tr('params must be a dictionary such as {"W1": ..., "b1": ..., "W2": ..., "b2": ...}.')
        )
    expected = [f"W{k}" for k in range(1, layers + 1)]
    weights = sorted((name for name in params if name.startswith("W")), key=lambda name: (len(name), name))
    if weights != expected:
        raise ValueError(
            tr(
                "{layers} activations need the weights {expected}; got {weights}.",
                layers=layers,
                expected=expected,
                weights=weights,
            )
        )
    checked: Values = {}
    inputs = None
    for k, W_name in enumerate(expected, 1):
        W = _finite(params[W_name], W_name)
        if W.ndim != 2 or 0 in W.shape or inputs not in (None, W.shape[0]):
            rows = "inputs" if inputs is None else inputs
            raise ValueError(
                tr(
                    "{w_name} has shape {shape}; expected ({rows}, outputs).",
                    w_name=W_name,
                    shape=W.shape,
                    rows=rows,
                )
            )
        inputs = W.shape[1]
        checked[W_name] = W
        if (b_name := f"b{k}") in params:
            b = _finite(params[b_name], b_name)
            if b.shape != (inputs,):
                raise ValueError(
                    tr(
                        "{b_name} has shape {shape}; expected ({inputs},), one per output of {w_name}.",
                        b_name=b_name,
                        shape=b.shape,
                        inputs=inputs,
                        w_name=W_name,
                    )
                )
            checked[b_name] = b
    if strangers := set(params) - set(checked):
        raise ValueError(
            tr(
                "Unknown parameters {strangers}; {layers} layers have {checked}.",
                strangers=sorted(strangers),
                layers=layers,
                checked=list(checked),
            )
        )
    return checked


def _finite(value: object, name: str) -> np.ndarray:
    array = np.array(_as_numbers(value, name))  # a copy: the caller's array stays the caller's
    if not np.isfinite(array).all():
        raise ValueError(
            tr(
                "{name} holds a number that is not finite: {array}.",
                name=name,
                array=array[~np.isfinite(array)][0],
            )
        )
    return array


def _as_numbers(value: object, name: str) -> np.ndarray:
    if type(value) is np.ndarray and value.dtype is _FLOAT64:
        return value
    return _converted(value, name)


def _refuse_nan_target(y: np.ndarray) -> None:
    # A NaN can also come from parameters that have grown beyond float64: that is a result, not a mistake.
    if np.isnan(y).any():
        raise ValueError(tr("target holds NaN (not a number)."))


def _converted(value: object, name: str) -> np.ndarray:
    try:
        array = np.asarray(value)
    except ValueError as fault:
        raise ValueError(tr("{name} must be a rectangular array of numbers.", name=name)) from fault
    if array.dtype.kind not in "iuf":
        raise TypeError(tr("{name} must hold real numbers; it holds {dtype}.", name=name, dtype=array.dtype))
    return array.astype(np.float64)


def _sum_of_squares(a: np.ndarray) -> float:
    row = a if a.ndim == 1 else a.ravel()
    return row.dot(row)  # type: ignore[no-any-return]  # in less time than np.vdot


def _smallest(a: np.ndarray) -> float:
    smallest: float = a.item(a.argmin())  # in less than half the time of min
    return smallest


def _check_probabilities(y: np.ndarray, loss: str) -> None:
    if _smallest(y) < 0.0 or (loss == "binary_cross_entropy" and y.max() > 1.0):
        raise ValueError(
            tr(
                "{loss} needs targets between 0 and 1; got {min:.4g} to {max:.4g}.",
                loss=loss,
                min=y.min(),
                max=y.max(),
            )
        )
    if loss == "categorical_cross_entropy":
        surplus = y.dot(np.ones(y.shape[-1])) - 1.0  # adds up rows in less than half the time of sum
        if np.vdot(surplus, surplus) > 1e-18:
            raise ValueError(
                tr("categorical_cross_entropy needs targets that sum to 1 in each row (one-hot rows).")
            )


def _checked_rate(learning_rate: float) -> np.ndarray:
    """As an array: NumPy need not make one of it for every parameter."""
    try:
        good = isfinite(learning_rate)
    except TypeError:
        good = False
    if not good:
        raise ValueError(
            tr(
                "The learning rate must be one finite number; got {learning_rate!r}.",
                learning_rate=learning_rate,
            )
        )
    return np.array(learning_rate, _FLOAT64)
