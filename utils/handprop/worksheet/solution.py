"""The solution of a sheet: the way forward, the error, the way back, one step, and the way forward again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import groupby

from sympy import Add, Expr, ImmutableMatrix, Rational, Symbol

from handprop.activations import FACTS
from handprop.language import tr
from handprop.symbolic import Line, Minus, Partial, SymbolicNetwork, Times
from handprop.symbolic.exact import exact
from handprop.symbolic.notation import Over, Plus, plus
from handprop.worksheet import witness
from handprop.worksheet.blocks import Block, Formula, Grid, Heading, Words
from handprop.worksheet.printing import Numbers, Style, named
from handprop.worksheet.problem import Problem

_LOSS = Symbol("L")


class Solution:
    """Every number of a problem, worked out once and checked, and the lines that lead to it.

    Attributes
    ----------
    samples : for each sample, every quantity as an exact number, by symbol.
    slopes : the derivative of the loss by each parameter, averaged over the samples, by symbol.
    after : for each sample, every quantity of the network after one step.
    """

    def __init__(self, problem: Problem, style: Style):
        self.problem, self.style = problem, style
        net = problem.symbolic
        pairs = list(zip(problem.x, problem.target, strict=True))
        self.samples = [net.numbers(x, y) for x, y in pairs]
        self._back = [net.walk_back(x, y) for x, y in pairs]
        self._by_sample = [_gradients(lines) for lines in self._back]
        self.slopes = {symbol: _mean([of[symbol] for of in self._by_sample]) for symbol in self._by_sample[0]}
        self._new = _stepped(net, self.slopes, problem.learning_rate)
        self.after = [self._new.numbers(x, y) for x, y in pairs]
        self.checked = witness.check(self)

    def key(self) -> dict[str, Expr]:
        """The answers by name, as a sheet asks for them: what goes into the answer key."""
        found: dict[str, Expr] = {}
        for k, numbers in enumerate(self.samples, 1):
            tail = tr(", sample {k}", k=k) if len(self.samples) > 1 else ""
            steps = {**self.problem.symbolic.steps, **dict.fromkeys(self._deltas())}
            found |= {f"{named(symbol)}{tail}": numbers[symbol] for symbol in steps if symbol in numbers}
        if len(self.samples) > 1:
            found["L"] = self.loss(self.samples)
        found |= {f"dL/d{named(symbol)}": slope for symbol, slope in self.slopes.items()}
        found |= {f"new {named(symbol)}": number for symbol, number in self._moved().items()}
        return found | {"new L": self.loss(self.after)}

    def loss(self, samples: Sequence[Numbers]) -> Expr:
        """The mean loss of samples."""
        return _mean([numbers[_LOSS] for numbers in samples])

    def blocks(self) -> Iterator[Block]:
        """The whole solution."""
        yield Heading(tr("The way forward"))
        for k, numbers in enumerate(self.samples):
            yield from self._sample_heading(k)
            yield from self._forward(numbers)
        yield Heading(tr("Error and loss"))
        yield from self._losses()
        yield Heading(tr("The way back"))
        yield Words(
            tr(
                "A delta is the derivative of the loss by the z of a unit: at the output first, then layer "
                "by layer down. Each gradient starts from the delta of its own unit."
            )
        )
        for k, lines in enumerate(self._back):
            yield from self._sample_heading(k)
            yield from self._formulas(lines)
        if len(self.samples) > 1:
            yield from self._averages()
        yield Heading(tr("The same as matrices"))
        yield from self._matrices()
        yield Heading(tr("One step"))
        yield from self._step()
        yield Heading(tr("The way forward again"))
        yield from self._again()
        yield Words(self.checked)

    def _sample_heading(self, k: int) -> Iterator[Block]:
        if len(self.samples) > 1:
            yield Heading(tr("Sample {k}", k=k + 1), 3)

    def _forward(self, numbers: Numbers) -> Iterator[Block]:
        for symbol, definition in self.problem.symbolic.steps.items():
            if symbol != _LOSS:
                yield self.style.worked(symbol, definition, numbers)

    def _losses(self) -> Iterator[Block]:
        net = self.problem.symbolic
        outputs = net.quantities[f"a{len(self.problem.activations)}"]
        for k, numbers in enumerate(self.samples):
            yield from self._sample_heading(k)
            for yhat, y in zip(outputs, net.quantities["y"], strict=True):
                yield self.style.worked(_error(yhat), Plus(yhat, Minus(y)), numbers)
            yield self.style.worked(_LOSS, net.steps[_LOSS], numbers)
        if len(self.samples) > 1:
            yield Words(tr("The loss of the batch is the mean of the losses of its samples."))
            yield self._mean_of(_LOSS, [numbers[_LOSS] for numbers in self.samples])

    def _formulas(self, lines: Sequence[Line]) -> Iterator[Block]:
        for _, of in groupby(lines, key=lambda line: line.left):
            yield self.style.lines(list(of))

    def _averages(self) -> Iterator[Block]:
        yield Heading(tr("Averaged over the batch"), 3)
        for symbol in self.slopes:
            yield self._mean_of(Partial(_LOSS, symbol), [of[symbol] for of in self._by_sample])

    def _mean_of(self, left: Expr, numbers: Sequence[Expr]) -> Formula:
        return self.style.rows(left, [], [Over(plus(numbers), len(numbers)), _mean(numbers)])

    def _matrices(self) -> Iterator[Block]:
        quantities, last = self.problem.symbolic.quantities, len(self.problem.activations)
        if (many := len(self.samples)) > 1:
            yield Words(
                tr(
                    "A row is a sample. The deltas are divided by {many}, so that the products are averages.",
                    many=many,
                )
            )
        yield self._product("X", "", self._table(self.problem.symbolic.symbols["x"]))
        for k, name in enumerate(self.problem.activations, 1):
            below = "X" if k == 1 else f"H^{{({k - 1})}}"
            bias = f" + b^{{({k})}}" if f"b{k}" in self.problem.symbolic.params else ""
            yield self._product(
                f"Z^{{({k})}}", f"{below} W^{{({k})}}{bias}", self._table(quantities[f"z{k}"])
            )
            above = r"\hat{Y}" if k == last else f"H^{{({k})}}"
            applied = rf"\operatorname{{{FACTS[name].label.replace(' ', '')}}}(Z^{{({k})}})"
            yield self._product(above, applied, self._table(quantities[f"a{k}"]))
        for k in range(last, 0, -1):
            deltas = [[exact(one / many) for one in row] for row in self._table(quantities[f"delta{k}"])]
            yield self._product(rf"\Delta^{{({k})}}", "", deltas)
            below = "X" if k == 1 else f"H^{{({k - 1})}}"
            yield self._slope_matrix(f"W{k}", f"{{{below}}}^{{T}} \\Delta^{{({k})}}")
            if f"b{k}" in self.problem.symbolic.params:
                yield self._slope_matrix(f"b{k}", rf"\text{{sums of the columns of }} \Delta^{{({k})}}")

    def _table(self, symbols: Sequence[Symbol]) -> list[list[Expr]]:
        return [[numbers[symbol] for symbol in symbols] for numbers in self.samples]

    def _slope_matrix(self, name: str, formula: str) -> Formula:
        symbols = self.problem.symbolic.symbols[name]
        rows = [[self.slopes[one] for one in symbols.row(i)] for i in range(symbols.rows)]
        kind, layer = name[0], name[1:]
        return self._product(rf"\frac{{\partial L}}{{\partial {kind}^{{({layer})}}}}", formula, rows)

    def _product(self, left: str, formula: str, rows: Sequence[Sequence[Expr]]) -> Formula:
        rounded = any(self.style.is_rounded(one) for row in rows for one in row)
        sign = r"\approx" if rounded else "="
        shown = f"{left} & = {formula} {sign}" if formula else f"{left} & {sign}"
        spoken = "; ".join(", ".join(map(self.style.number, row)) for row in rows)
        return Formula(
            (f"{shown} {self.style.matrix(rows)}",), tr("a matrix with the rows {spoken}", spoken=spoken)
        )

    def _step(self) -> Iterator[Block]:
        rate = Symbol("eta")
        yield Words(tr("Every weight moves against its gradient, by the learning rate times the gradient."))
        for symbol, slope in self.slopes.items():
            old = self.samples[0][symbol]
            formula = Plus(symbol, Minus(Times(rate, Partial(_LOSS, symbol))))
            put_in = Plus(old, Minus(Times(self._rate, slope)))
            yield self.style.rows(_new(symbol), [formula], [put_in, self._moved()[symbol]])

    @property
    def _rate(self) -> Expr:
        return Rational(Fraction(self.problem.learning_rate))

    def _moved(self) -> dict[Symbol, Expr]:
        return {symbol: self.after[0][symbol] for symbol in self.slopes}

    def _again(self) -> Iterator[Block]:
        tails = [
            tr(", sample {k}", k=k) if len(self.samples) > 1 else "" for k in range(1, len(self.samples) + 1)
        ]
        rows = [(tr("quantity"), tr("before the step"), tr("after it"))]
        for tail, before, after in zip(tails, self.samples, self.after, strict=True):
            for symbol in self.problem.symbolic.steps:
                shown = map(self.style.number, (before[symbol], after[symbol]))
                rows.append((f"{named(symbol)}{tail}", *shown))
        yield Grid(tuple(rows))
        before, after = self.loss(self.samples), self.loss(self.after)
        change = (
            tr("falls")
            if after < before
            else tr("rises: the step was too large")
            if after > before
            else tr("stays")
        )
        yield Words(
            tr(
                "The loss goes from {number} to {number_2}. It {change}.",
                number=self.style.number(before),
                number_2=self.style.number(after),
                change=change,
            )
        )

    def _deltas(self) -> list[Symbol]:
        net = self.problem.symbolic
        return [
            one for k in range(len(self.problem.activations), 0, -1) for one in net.quantities[f"delta{k}"]
        ]


def _gradients(lines: Sequence[Line]) -> dict[Symbol, Expr]:
    """The values at the ends of the lines about parameters, by symbol."""
    return {
        line.left.args[1]: line.right for line in lines if isinstance(line.left, Partial) and line.numeric
    }


def _stepped(net: SymbolicNetwork, slopes: Numbers, rate: str) -> SymbolicNetwork:
    moves = {
        name: ImmutableMatrix(symbols.rows, symbols.cols, [slopes[one] for one in symbols])
        for name, symbols in net.symbols.items()
        if name != "x"
    }
    return net.update(moves, rate)


def _mean(numbers: Sequence[Expr]) -> Expr:
    return exact(Add(*numbers) / len(numbers))


def _error(yhat: Symbol) -> Symbol:
    return Symbol(yhat.name.replace("yhat", "error"))


def _new(symbol: Symbol) -> Symbol:
    return Symbol(f"{symbol.name}^new")
