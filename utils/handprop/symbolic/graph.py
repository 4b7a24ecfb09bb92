"""A dense network as a list of steps, each a formula in the quantities before it.

For the 2-2-1 network with ReLU the steps are z1, h1, z2, h2, yhat and L.  A step knows its definition and
its slopes: its partial derivative by each quantity that enters it.  Everything else follows from these.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from itertools import count
from typing import NamedTuple

from sympy import Expr, ImmutableMatrix, Rational, S, Symbol, exp, log

from handprop.symbolic.exact import exact
from handprop.symbolic.functions import ACTIVATIONS
from handprop.symbolic.notation import Minus, Over, Partial, Plus, Times, plus, times


class Step(NamedTuple):
    """One quantity: its symbol, its definition, and its slope by each symbol that enters it."""

    symbol: Symbol
    definition: Expr
    slopes: dict[Symbol, Expr]


class Layer(NamedTuple):
    """The symbols of one layer.  `b` is empty without biases; `z` is `a` where the layer is linear."""

    W: ImmutableMatrix
    b: tuple[Symbol, ...]
    z: tuple[Symbol, ...]
    a: tuple[Symbol, ...]
    delta: tuple[Symbol, ...]
    activation: str


class Graph:
    """The steps of a network, from the inputs to the loss ``L``.

    Parameters
    ----------
    sizes : the number of inputs, then the number of units of each layer.
    biased : for each layer, whether it has biases.
    activations, loss : as for `handprop.symbolic.SymbolicNetwork`.
    """

    def __init__(self, sizes: list[int], biased: list[bool], activations: tuple[str, ...], loss: str):
        self.L = Symbol("L")
        self.x = tuple(Symbol(f"x{i}") for i in range(1, sizes[0] + 1))
        self.y = _outputs("y", sizes[-1])
        self.layers = _name_layers(sizes, biased, activations)
        self.steps: dict[Symbol, Step] = {}
        below = self.x
        for layer in self.layers:
            self._add_layer(layer, below)
            below = layer.a
        self._add_loss(loss)

    @cached_property
    def users(self) -> dict[Symbol, list[Symbol]]:
        """For each symbol, the steps that it enters on the way to the loss."""
        users: dict[Symbol, list[Symbol]] = {}
        for step in self.steps.values():
            for symbol in step.slopes:
                users.setdefault(symbol, []).append(step.symbol)
        return users

    @cached_property
    def deltas(self) -> dict[Symbol, Symbol]:
        """For each delta, the z by which it differentiates the loss."""
        return {d: z for layer in self.layers for d, z in zip(layer.delta, layer.z, strict=True)}

    @cached_property
    def output_deltas(self) -> dict[Symbol, Expr]:
        """For each delta of the last layer, its formula."""
        *_, last = self.layers
        errors = [Plus(a, Minus(y)) for a, y in zip(last.a, self.y, strict=True)]
        if self.loss == "half_squared" and (pair := ACTIVATIONS[last.activation]):
            slope = pair[1]
            errors = [times([error, slope(z, a)]) for error, z, a in zip(errors, last.z, last.a, strict=True)]
        return dict(zip(last.delta, errors, strict=True))

    def sensitivities(self) -> dict[Symbol, Expr]:
        """The derivative of the loss by every symbol, in the symbols of the steps, loss first."""
        found = {self.L: S.One}
        for step in reversed(self.steps.values()):
            for symbol, slope in step.slopes.items():
                found[symbol] = found.get(symbol, S.Zero) + found[step.symbol] * slope.doit()
        return found

    def values(self, given: dict[Symbol, Expr]) -> dict[Symbol, Expr]:
        """Every quantity as an exact number, given parameters and inputs; with targets, the loss too."""
        values = dict(given)
        for step in self.steps.values():
            if step.symbol != self.L or self.y[0] in given:
                values[step.symbol] = exact(step.definition.xreplace(values).doit())
        return values

    def slopes(self, values: dict[Symbol, Expr]) -> dict[Symbol, Expr]:
        """The derivative of the loss by every z, parameter and input as an exact number, from `values`.

        From the deltas of the last layer on, where the slopes of loss and activation have cancelled: each by
        itself may have no digit left beside the other.
        """
        found = {self.deltas[d]: formula.xreplace(values).doit() for d, formula in self.output_deltas.items()}
        for step in reversed(self.steps.values()):
            if step.symbol in found:
                above = found[step.symbol] = exact(found[step.symbol])
                for symbol, slope in step.slopes.items():
                    found[symbol] = found.get(symbol, S.Zero) + above * slope.xreplace(values).doit()
        return {symbol: exact(slope) for symbol, slope in found.items()}

    def _add_layer(self, layer: Layer, below: tuple[Symbol, ...]) -> None:
        for j, (z, a) in enumerate(zip(layer.z, layer.a, strict=True)):
            weights = layer.W[:, j]
            terms = [Times(x, w) for x, w in zip(below, weights, strict=True)]
            slopes = dict(zip(below, weights, strict=True)) | dict(zip(weights, below, strict=True))
            if layer.b:
                terms.append(layer.b[j])
                slopes[layer.b[j]] = S.One
            self.steps[z] = Step(z, plus(terms), slopes)
            if (pair := ACTIVATIONS[layer.activation]) and a != z:
                f, slope = pair
                self.steps[a] = Step(a, f(z), {z: slope(z, a)})
        if layer.activation == "softmax":
            total = plus(map(exp, layer.z))
            for z, a in zip(layer.z, layer.a, strict=True):
                # No slopes: the loss is written in z, so no path to it leads through a.
                self.steps[a] = Step(a, Over(exp(z), total), {})

    def _add_loss(self, loss: str) -> None:
        self.loss = loss
        last = self.layers[-1]
        triples = list(zip(last.z, last.a, self.y, strict=True))
        if loss == "half_squared":
            definition = plus(Times(Rational(1, 2), Plus(a, Minus(y)) ** 2) for _, a, y in triples)
            slopes = {a: Plus(a, Minus(y)) for _, a, y in triples}
        elif loss == "binary_cross_entropy":
            definition = Plus(*(term for _, a, y in triples for term in _cross_entropy(a, y)))
            slopes = {a: Over(Plus(a, Minus(y)), Times(a, Plus(1, Minus(a)))) for _, a, y in triples}
        else:
            # -sum(y ln a), with a = e^z / sum(e^z) put in and sum(y) = 1.
            definition = Plus(log(plus(map(exp, last.z))), *(Minus(Times(y, z)) for z, _, y in triples))
            slopes = {z: Plus(a, Minus(y)) for z, a, y in triples}
        self.steps[self.L] = Step(self.L, definition, slopes)


class ClosedForms:
    """Every quantity written in parameters, inputs and targets alone; derivatives by `sympy.diff`.

    Nothing here uses the slopes of the steps, so it can judge what was found with them.
    """

    def __init__(self, graph: Graph):
        self._graph = graph
        self._closed: dict[Symbol | None, dict[Symbol, Expr]] = {}
        self._derivatives: dict[tuple[Symbol, Symbol], Expr] = {}

    def of(self, symbol: Symbol) -> Expr:
        """The closed form of one quantity."""
        return self._all()[symbol]

    def derivative(self, of: Symbol, by: Symbol) -> Expr:
        """The derivative of one quantity by another, in closed form."""
        if (of, by) not in self._derivatives:
            kept = by if by in self._graph.steps else None
            raw = self._all(kept)[of].diff(by)
            self._derivatives[of, by] = raw.xreplace({by: self.of(by)}) if kept else raw
        return self._derivatives[of, by]

    def expand(self, expr: Expr) -> Expr:
        """An expression with its partial derivatives, deltas and steps replaced by closed forms."""
        graph = self._graph
        known = {p: self.derivative(*p.args) for p in expr.atoms(Partial)}
        inner = expr.xreplace(dict.fromkeys(known, S.One))
        for symbol in inner.free_symbols:
            if symbol in graph.deltas:
                known[symbol] = self.derivative(graph.L, graph.deltas[symbol])
            elif symbol in graph.steps:
                known[symbol] = self.of(symbol)
        return expr.xreplace(known).doit()

    def _all(self, kept: Symbol | None = None) -> dict[Symbol, Expr]:
        if kept not in self._closed:
            closed: dict[Symbol, Expr] = {}
            for step in self._graph.steps.values():
                if step.symbol != kept:
                    closed[step.symbol] = step.definition.doit().xreplace(closed)
            self._closed[kept] = closed
        return self._closed[kept]


def _cross_entropy(a: Symbol, y: Symbol) -> tuple[Expr, Expr]:
    return Minus(Times(y, log(a))), Minus(Times(Plus(1, Minus(y)), log(Plus(1, Minus(a)))))


def _outputs(name: str, size: int) -> tuple[Symbol, ...]:
    return (Symbol(name),) if size == 1 else tuple(Symbol(f"{name}{j}") for j in range(1, size + 1))


def _name_layers(sizes: list[int], biased: Iterable[bool], activations: tuple[str, ...]) -> list[Layer]:
    weights, units = count(1), count(1)
    layers = []
    for k, (activation, has_b) in enumerate(zip(activations, biased, strict=True), 1):
        rows, columns = sizes[k - 1], sizes[k]
        # Column by column: all weights into unit 1 first, as the course numbers them in its drawing.
        W = ImmutableMatrix(columns, rows, [Symbol(f"w{next(weights)}") for _ in range(rows * columns)]).T
        numbers = [next(units) for _ in range(columns)]
        labels = numbers if len(activations) < 3 else [f"^({k})_{j}" for j in range(1, columns + 1)]
        last = k == len(activations)
        a = _outputs("yhat", columns) if last else tuple(Symbol(f"h{label}") for label in labels)
        z = a if activation == "linear" else tuple(Symbol(f"z{label}") for label in labels)
        delta = tuple(Symbol(f"delta{label}") for label in labels)
        if last and columns == 1:
            delta = (Symbol("delta"),)
        b = tuple(Symbol(f"b{n}") for n in numbers) if has_b else ()
        layers.append(Layer(W, b, z, a, delta, activation))
    return layers
