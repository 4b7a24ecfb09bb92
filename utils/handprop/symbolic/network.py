r"""The dense network of `handprop.network` as SymPy expressions, in exact numbers.

Weights are numbered as in the drawing of the course: column by column, so that all weights into a unit
follow each other, and layer by layer.  The 2-2-1 network has ``W1 = [[w1, w3], [w2, w4]]`` and
``W2 = [[w5], [w6]]``.  Biases are numbered by unit (``b1`` and ``b2`` hidden, ``b3`` at the output), and so
are ``z1``, ``h1``, ``delta1`` in a network with one hidden layer; in a deeper one, ``z^(2)_1`` belongs to
unit 1 of layer 2.  Inputs are ``x1``, ``x2``; the prediction is ``yhat`` and the target ``y``, or ``yhat1``,
``yhat2`` and ``y1``, ``y2``.  A linear layer has no ``z`` of its own: there, z and a are the same quantity.

>>> seed = SymbolicNetwork(
...     {"W1": [["0.12", "0.15"], ["0.33", "0.09"]], "W2": [["0.11"], ["0.12"]]},
...     ["relu", "linear"], x=["2", "3"], target=["1"])
>>> seed.derivation("w1", reuse=True).formula
delta * w5 * [z1 > 0] * x1
>>> seed.gradients()["W1"][0, 0]
-87593/500000
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from numbers import Integral
from typing import TYPE_CHECKING, Any

from sympy import Add, Expr, ImmutableMatrix, MatrixBase, Rational, Symbol

from handprop.activations import checked_frozen, checked_layers
from handprop.language import tr
from handprop.symbolic.derivation import Derivation, Line, derive, walk_back
from handprop.symbolic.exact import exact, is_exact, written_out
from handprop.symbolic.graph import ClosedForms, Graph

if TYPE_CHECKING:
    from handprop.examples import Example

Matrices = dict[str, ImmutableMatrix]
Rows = list[list[Rational]]


class SymbolicNetwork:
    """A dense network whose every quantity is an expression, with exact numbers to put in.

    Parameters
    ----------
    params : ``{"W1": ..., "b1": ..., "W2": ..., ...}``; ``W`` of shape (inputs, outputs), ``b`` of shape
        (outputs,), as nested lists.  A layer without ``b`` has no bias.  Numbers are exact: int,
        `fractions.Fraction`, SymPy numbers without floats, or text such as "0.12" or "1/3".
    activations : a name per layer, such as ``relu`` or ``sigmoid``; all are in `handprop.activations.FACTS`.
    loss : ``half_squared``, ``binary_cross_entropy`` (after sigmoid) or ``categorical_cross_entropy``
        (after softmax; written in z, with targets that sum to 1).
    x, target : the data used where a method is given none; one sample, or a list of samples.
    frozen : names of parameters that `update` leaves alone, for example ``("b1", "b2")``.

    Attributes
    ----------
    params : the parameters as matrices of exact numbers; ``b`` is a row of shape (1, outputs).
    symbols : the same names, and ``x``, with matrices of symbols.
    steps : for each symbol between the input and the loss, in order, its definition.

    Raises
    ------
    TypeError : numbers that are not exact.
    ValueError : unknown names, shapes that do not fit.
    """

    def __init__(
        self,
        params: Mapping[str, object],
        activations: Sequence[str],
        loss: str = "half_squared",
        x: object = None,
        target: object = None,
        frozen: Iterable[str] = (),
    ):
        self.activations, self.loss_name = checked_layers(activations, loss), loss
        self.params = _check_params(params, len(self.activations))
        self.frozen = checked_frozen(frozen, self.params)
        weights = [self.params[f"W{k}"] for k in range(1, len(self.activations) + 1)]
        sizes = [weights[0].rows, *(W.cols for W in weights)]
        biased = [f"b{k}" in self.params for k in range(1, len(sizes))]
        self._graph = Graph(sizes, biased, self.activations, loss)
        self._closed = ClosedForms(self._graph)
        self._x, self._target = x, target
        if x is not None:
            self._data(None, None)
        self.symbols = self._name_symbols()
        self.steps = {symbol: step.definition for symbol, step in self._graph.steps.items()}

    @classmethod
    def of(cls, example: Example) -> SymbolicNetwork:
        """The network of a `handprop.examples.Example`, with the example's data."""
        data = example.text_x, example.text_y, example.frozen
        return cls(example.text_params, example.activations, example.loss, *data)

    @property
    def loss(self) -> Expr:
        """The loss of one sample in parameters, inputs and targets."""
        return self._closed.of(self._graph.L)

    @property
    def prediction(self) -> ImmutableMatrix:
        """The prediction in parameters and inputs, a row of shape (1, outputs)."""
        return ImmutableMatrix([[self._closed.of(a) for a in self._graph.layers[-1].a]])

    @property
    def quantities(self) -> Matrices:
        """The symbols of ``z1``, ``a1``, ``delta1``, ``z2``, ... and ``y``, as rows of shape (1, units).

        The names are those of `forward` and `gradients`.
        """
        found = {"y": ImmutableMatrix([self._graph.y])}
        for k, layer in enumerate(self._graph.layers, 1):
            rows = {f"z{k}": layer.z, f"a{k}": layer.a, f"delta{k}": layer.delta}
            found |= {name: ImmutableMatrix([row]) for name, row in rows.items()}
        return found

    @property
    def names(self) -> list[str]:
        """Every parameter and every input: what the loss can be differentiated by."""
        return [symbol.name for symbol in self._differentiable]

    def gradient(self, name: str) -> Expr:
        """The derivative of the loss by a parameter or an input, in parameters, inputs and targets.

        Raises ValueError for a name that the network does not have.
        """
        return self._closed.expand(self._slopes_of_loss[self._symbol(name)])

    def values(self, x: object = None, target: object = None) -> dict[Symbol, Expr]:
        """Every quantity of one sample as an exact number, by symbol.

        Parameters, inputs, z, h and prediction; with a target also the loss and the deltas.
        """
        return {symbol: written_out(number) for symbol, number in self._of_one(x, target).items()}

    def numbers(self, x: object = None, target: object = None) -> dict[Symbol, Expr]:
        """Like `values`, each number as it is kept: quick to put into formulas and to print, in any depth."""
        return self._of_one(x, target)

    def walk_back(self, x: object = None, target: object = None) -> list[Line]:
        """The whole way back for one sample, line by line, with its numbers.

        First the deltas from the output back, each from those of the layer above; then every parameter, from
        the delta of its own unit.
        """
        return walk_back(self._graph, self._of_one(x, target))

    def forward(self, x: object = None) -> Matrices:
        """``x``, ``z1``, ``a1``, ``z2``, ... and ``prediction``: exact, one row for each sample."""
        xs, _ = self._data(x, None, with_target=False)
        rows = [self._values(row, None) for row in xs]
        found = {"x": ImmutableMatrix(xs)}
        for k, layer in enumerate(self._graph.layers, 1):
            found[f"z{k}"], found[f"a{k}"] = _table(rows, layer.z), _table(rows, layer.a)
        return found | {"prediction": found[f"a{len(self.activations)}"]}

    def loss_at(self, x: object = None, target: object = None) -> Expr:
        """The exact loss: summed over outputs, averaged over samples."""
        return _mean([row[self._graph.L] for row in self._rows(x, target)])

    def gradients(self, x: object = None, target: object = None) -> Matrices:
        """The exact gradients, by the names that `handprop.network.Network.backward` gives them.

        ``W1``, ``b1``, ... averaged over samples; ``delta1``, ..., ``x`` with one row for each sample, each
        divided by the number of samples.
        """
        rows = [self._graph.slopes(row) for row in self._rows(x, target)]
        found = {}
        for name, symbols in self.symbols.items():
            if name != "x":
                found[name] = symbols.applyfunc(lambda s: _mean([row[s] for row in rows]))
        for k, layer in enumerate(self._graph.layers, 1):
            found[f"delta{k}"] = _table(rows, layer.z) / len(rows)
        return found | {"x": _table(rows, self._graph.x) / len(rows)}

    def update(self, gradients: Mapping[str, MatrixBase], learning_rate: object) -> SymbolicNetwork:
        """A new network, one exact step against the gradient: ``w - learning_rate * dloss/dw``.

        Frozen parameters stay, and so do those without a gradient.  Where an activation makes numbers that
        are no fractions, such as sigmoid(4/5), the new parameters are expressions in them: as exact, and
        usable like any.

        Raises TypeError for numbers that are not exact, ValueError for a gradient of another shape.
        """
        rate = _exact(learning_rate, "learning_rate")
        moved = {name: P for name, P in self.params.items() if name in gradients and name not in self.frozen}
        steps = {name: rate * _like(P, gradients[name], name) for name, P in moved.items()}
        params = self.params | {name: P - steps[name] for name, P in moved.items()}
        return SymbolicNetwork(
            params, self.activations, self.loss_name, self._x, self._target, frozen=self.frozen
        )

    def derivation(
        self, name: str, x: object = None, target: object = None, reuse: bool = False
    ) -> Derivation:
        """The derivation of one gradient by the chain rule, line by line.

        Name the factors along each path from the loss, differentiate each, multiply, put in the numbers
        (of `x` and `target`, or of the network's own data; without data, the lines in symbols alone).
        With ``reuse=True``, start from delta, the derivative of the loss by the z of a unit, instead of
        from the loss: the deltas of a layer follow from those of the next, so that the number of lines
        grows with the number of units, not with the number of paths.

        Raises ValueError for a name that the network does not have, for more than one sample, and for a
        network with too many paths to write out (not with ``reuse=True``).
        """
        return self._derive([self._symbol(name)], x, target, reuse)[0]

    def derivations(
        self, x: object = None, target: object = None, reuse: bool = False
    ) -> dict[str, Derivation]:
        """The derivation of every gradient, by name; see `derivation`."""
        return dict(zip(self.names, self._derive(self._differentiable, x, target, reuse), strict=True))

    def __repr__(self) -> str:
        sizes = [len(self._graph.x), *(len(layer.a) for layer in self._graph.layers)]
        shape = "-".join(map(str, sizes))
        return f"SymbolicNetwork({shape}, {', '.join(self.activations)}, loss={self.loss_name})"

    @cached_property
    def _slopes_of_loss(self) -> dict[Symbol, Expr]:
        return self._graph.sensitivities()

    @cached_property
    def _differentiable(self) -> list[Symbol]:
        # W.T: column by column, so w1, w2, w3, ... in order.
        parameters = [s for name, M in self.symbols.items() if name != "x" for s in M.T]
        return [*parameters, *self._graph.x]

    def _derive(self, symbols: list[Symbol], x: object, target: object, reuse: bool) -> list[Derivation]:
        numbers = {}
        if x is not None or self._x is not None:
            if target is None and self._target is None:
                raise ValueError(tr("The loss needs a target; give it with target=."))
            numbers = self._of_one(x, target)
        return [derive(self._graph, self._closed, symbol, numbers, reuse) for symbol in symbols]

    def _name_symbols(self) -> Matrices:
        symbols = {}
        for k, layer in enumerate(self._graph.layers, 1):
            symbols[f"W{k}"] = layer.W
            if layer.b:
                symbols[f"b{k}"] = ImmutableMatrix([layer.b])
        return symbols | {"x": ImmutableMatrix([self._graph.x])}

    def _symbol(self, name: str | Symbol) -> Symbol:
        if (symbol := Symbol(str(name))) not in self._differentiable:
            raise ValueError(
                tr(
                    "There is no parameter or input {name!r}; choose from {names}.",
                    name=str(name),
                    names=", ".join(self.names),
                )
            )
        return symbol

    def _of_one(self, x: object, target: object) -> dict[Symbol, Expr]:
        xs, ys = self._data(x, target)
        if len(xs) > 1:
            raise ValueError(tr("{count} samples were given; give one with x= and target=.", count=len(xs)))
        return self._values(xs[0], ys and ys[0])

    def _rows(self, x: object, target: object) -> list[dict[Symbol, Expr]]:
        xs, ys = self._data(x, target)
        if ys is None:
            raise ValueError(tr("The loss needs a target; give it with target=."))
        return [self._values(*pair) for pair in zip(xs, ys, strict=True)]

    def _values(self, x: list[Rational], y: list[Rational] | None) -> dict[Symbol, Expr]:
        graph = self._graph
        values = dict(zip(graph.x, x, strict=True)) | dict(zip(graph.y, y or [], strict=bool(y)))
        for name, numbers in self.params.items():
            values.update(zip(self.symbols[name], numbers, strict=True))
        values = graph.values(values)
        if y:
            slopes = graph.slopes(values)
            values.update({delta: slopes[z] for delta, z in graph.deltas.items()})
        return values

    def _data(self, x: object, target: object, with_target: bool = True) -> tuple[Rows, Rows | None]:
        x = self._x if x is None else x
        target = self._target if target is None else target
        if x is None:
            raise ValueError(tr("There is no input to compute with; give it with x=."))
        xs = _samples(x, len(self._graph.x), "x")
        if target is None or not with_target:
            return xs, None
        ys = _samples(target, len(self._graph.y), "target")
        if len(xs) != len(ys):
            raise ValueError(
                tr(
                    "x has {count} samples and target has {count_2}; give a target for each.",
                    count=len(xs),
                    count_2=len(ys),
                )
            )
        if self.loss_name != "half_squared":
            _check_probabilities(ys, self.loss_name)
        return xs, ys


def _table(rows: list[dict[Symbol, Expr]], symbols: Sequence[Symbol]) -> ImmutableMatrix:
    return ImmutableMatrix([[written_out(row[symbol]) for symbol in symbols] for row in rows])


def _mean(numbers: list[Expr]) -> Expr:
    return written_out(numbers[0]) if len(numbers) == 1 else Add(*numbers) / len(numbers)


def _check_params(params: Mapping[str, object], layers: int) -> Matrices:
    expected = [f"W{k}" for k in range(1, layers + 1)]
    if missing := [name for name in expected if name not in params]:
        raise ValueError(
            tr(
                "{layers} activations need the weights {expected}; {missing} are missing.",
                layers=layers,
                expected=expected,
                missing=missing,
            )
        )
    checked: Matrices = {}
    inputs = None
    for k, W_name in enumerate(expected, 1):
        W = _matrix(params[W_name], W_name)
        if inputs not in (None, W.rows):
            raise ValueError(
                tr(
                    "{w_name} has {rows} rows; expected {inputs}, one per unit of the layer below.",
                    w_name=W_name,
                    rows=W.rows,
                    inputs=inputs,
                )
            )
        inputs = W.cols
        checked[W_name] = W
        if (b_name := f"b{k}") in params:
            checked[b_name] = _matrix(_samples(params[b_name], inputs, b_name), b_name)
            if checked[b_name].rows != 1:
                raise ValueError(
                    tr(
                        "{b_name} has {rows} rows; expected {inputs} numbers.",
                        b_name=b_name,
                        rows=checked[b_name].rows,
                        inputs=inputs,
                    )
                )
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


def _like(parameter: ImmutableMatrix, value: object, name: str) -> ImmutableMatrix:
    """A gradient, as a matrix or nested lists; SymPy would say of another shape only that it does not fit."""
    gradient = ImmutableMatrix(_samples(value, parameter.cols, tr("The gradient of {name}", name=name)))
    if gradient.shape != parameter.shape:
        raise ValueError(
            tr(
                "The gradient of {name} has shape {shape}; expected {shape_2}.",
                name=name,
                shape=gradient.shape,
                shape_2=parameter.shape,
            )
        )
    return gradient


def _matrix(value: object, name: str) -> ImmutableMatrix:
    rows = _nested(value, name)
    if not _is_table(rows):
        raise ValueError(
            tr("{name} must be a list of rows of equal length, of shape (inputs, outputs).", name=name)
        )
    return ImmutableMatrix(rows)


def _samples(value: object, width: int, name: str) -> list[list[Rational]]:
    """One sample or a list of samples as rows of exact numbers."""
    rows = _nested(value, name)
    if not isinstance(rows, list):
        rows = [rows]
    if not any(isinstance(row, list) for row in rows):
        rows = [rows]
    if not _is_table(rows) or len(rows[0]) != width:
        raise ValueError(
            tr("{name} must hold {width} numbers, or rows of {width} numbers each.", name=name, width=width)
        )
    return rows


def _is_table(rows: object) -> bool:
    return (
        isinstance(rows, list)
        and bool(rows)
        and all(isinstance(row, list) and row for row in rows)
        and len({len(row) for row in rows}) == 1
        and not any(isinstance(entry, list) for row in rows for entry in row)
    )


def _nested(value: object, name: str) -> list[Any] | Rational:
    if hasattr(value, "tolist"):  # a SymPy matrix or a NumPy array
        value = value.tolist()
    if isinstance(value, list | tuple):
        return [_nested(part, name) for part in value]
    return _exact(value, name)


def _exact(value: object, name: str) -> Rational:
    if isinstance(value, str):
        return Rational(_from_text(value, name))
    if isinstance(value, Fraction) or (isinstance(value, Integral) and not isinstance(value, bool)):
        return Rational(value)
    if is_exact(value):
        return exact(value)
    raise TypeError(
        tr(
            '{name} must hold exact numbers; {value!r} is of type {name_2}. Give text such as "0.12", or '
            "a fraction.",
            name=name,
            value=value,
            name_2=type(value).__name__,
        )
    )


def _from_text(text: str, name: str) -> Fraction:
    try:
        return Fraction(text)
    except (ValueError, ZeroDivisionError):
        raise ValueError(
            tr('{name} holds {words!r}; expected a number such as "0.12" or "1/3".', name=name, words=text)
        ) from None


def _check_probabilities(ys: list[list[Rational]], loss: str) -> None:
    if any(not 0 <= y <= 1 for row in ys for y in row):
        raise ValueError(tr("{loss} needs targets between 0 and 1.", loss=loss))
    if loss == "categorical_cross_entropy" and any(sum(row) != 1 for row in ys):
        raise ValueError(
            tr("categorical_cross_entropy needs targets that sum to 1 in each row (one-hot rows).")
        )
