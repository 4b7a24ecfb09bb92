"""The derivation of one gradient by the chain rule, line by line, each line a formula that can be checked."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from sympy import Add, Basic, Dummy, E, Eq, Expr, Function, Mul, Rational, S, Symbol, exp, expand, together

from handprop.language import tr
from handprop.symbolic.exact import exact, has_digits, put_in, written_out
from handprop.symbolic.graph import ClosedForms, Graph
from handprop.symbolic.notation import (
    DIGITS,
    Partial,
    Path,
    Plus,
    as_latex,
    as_text,
    decimal,
    enough_digits,
    is_rounded,
    plus,
    times,
)

Numbers = dict[Symbol, Expr]

MOST_PATHS = 200
_EXACT_DIGITS = 12
_JUDGED_DIGITS = 50  # a slip in a number shows long before
_WIDE = 8  # factors


@dataclass(frozen=True)
class Line:
    """``left = right``, why, and (where it helps) the formula that the reason speaks of.

    `numeric` marks a line with the numbers of one sample put in.  All numbers are exact; print rounds them.
    """

    left: Expr
    right: Expr
    reason: str
    about: Basic | None = None
    numeric: bool = False

    @property
    def equation(self) -> Eq:
        """The line as a SymPy relation, not evaluated."""
        return Eq(self.left, self.right, evaluate=False)

    @property
    def sign(self) -> str:
        """``=``, or ``≈`` where print rounds a number."""
        return "≈" if self.numeric and is_rounded(self.right) else "="

    def __str__(self) -> str:
        why = self.reason if self.about is None else f"{self.reason} {_formula(self.about, as_text)}"
        return f"{as_text(self.left)} {self.sign} {as_text(self.right, self.numeric)}\n     {why}"

    def _latex_rows(self, above: Line | None) -> list[str]:
        # As on paper: the left side is written once, then the equals signs stand below each other.
        left = "" if above and above.left == self.left else as_latex(self.left)
        sign = r"\approx" if self.sign == "≈" else "="
        why = rf"\text{{{self.reason}}}"
        if self.about is not None:
            why += rf"\ {{{_formula(self.about, as_latex)}}}"
        digits = enough_digits(self.right) if self.numeric else DIGITS
        first, *rest = (as_latex(term, self.numeric, digits) for term in _terms_by_row(self.right))
        rows = [rf"{left} & {sign} {first} && {why}"]
        # The empty group makes TeX space the sign as between two terms.
        return rows + [rf"& \quad {{}} {text if text.startswith('-') else '+ ' + text}" for text in rest]


@dataclass(frozen=True, repr=False)
class Derivation:
    """The lines that lead from the chain rule to one gradient.

    Shows as aligned formulas in Jupyter, as numbered lines of text with ``print``.
    """

    name: str
    lines: tuple[Line, ...]
    numbers: Numbers
    closed: ClosedForms

    @property
    def formula(self) -> Expr:
        """The gradient in symbols, on the last line before the numbers."""
        target = self.lines[-1].left
        return [line.right for line in self.lines if line.left == target and not line.numeric][-1]

    @property
    def value(self) -> Expr | None:
        """The gradient as an exact number; None if no numbers were given."""
        return written_out(self.lines[-1].right) if self.lines[-1].numeric else None

    def verify(self) -> bool:
        """True if every line holds.

        Both sides of a line are written in parameters, inputs and targets alone, with `sympy.diff` of the
        loss (or of a step) for each derivative; their difference must vanish, in a line of numbers to 50
        digits.  The line is judged on its own, without the slopes from which it was made.

        Raises ValueError, naming the first line that does not hold.
        """
        for number, line in enumerate(self.lines, 1):
            if not self.holds(line):
                raise ValueError(
                    tr(
                        "Line {number} does not hold: {as_text} is not {as_text_2}.",
                        number=number,
                        as_text=as_text(line.left),
                        as_text_2=as_text(line.right),
                    )
                )
        return True

    def holds(self, line: Line) -> bool:
        """Whether the right side of a line equals its left side."""
        left, right = self.closed.expand(line.left), self.closed.expand(line.right)
        if line.numeric:
            return not has_digits(put_in(left, self.numbers) - put_in(right, self.numbers), _JUDGED_DIGITS)
        return _is_zero(left - right)

    def __iter__(self) -> Iterator[Line]:
        return iter(self.lines)

    def __len__(self) -> int:
        return len(self.lines)

    def __str__(self) -> str:
        rows = [f"{number}. {line}" for number, line in enumerate(self.lines, 1)]
        return "\n".join([tr("dL/d{name}, line by line:", name=self.name), *rows])

    __repr__ = __str__

    def _repr_latex_(self) -> str:
        above = (None, *self.lines)
        rows = [row for b, line in zip(above, self.lines, strict=False) for row in line._latex_rows(b)]
        return "$$\\begin{aligned}\n" + " \\\\[4pt]\n".join(rows) + "\n\\end{aligned}$$"


def derive(graph: Graph, closed: ClosedForms, symbol: Symbol, numbers: Numbers, reuse: bool) -> Derivation:
    """The derivation of dL/d`symbol`; see `handprop.symbolic.SymbolicNetwork.derivation`."""
    lines = _with_deltas(graph, symbol, numbers) if reuse else _path_by_path(graph, symbol, numbers)
    return Derivation(symbol.name, tuple(lines), numbers, closed)


def _path_by_path(graph: Graph, symbol: Symbol, numbers: Numbers) -> list[Line]:
    """Every path from the loss down to the symbol; each factor on a line of its own."""
    target = Partial(graph.L, symbol)
    _refuse_too_many(graph, symbol)
    paths = list(_paths(graph, symbol, {graph.L}))
    lines = [Line(target, plus(times(_named(path)) for path in paths), *_chain_reason(paths))]
    for of, by in dict.fromkeys(edge for path in paths for edge in pairwise(path)):
        step = graph.steps[of]
        about = Eq(of, step.definition, evaluate=False)
        lines.append(Line(Partial(of, by), step.slopes[by], "differentiate", about))

    delta_of = {z: delta for delta, z in graph.deltas.items() if delta in graph.output_deltas}
    tails = [path[_find(path, delta_of) :] for path in paths]
    for z in dict.fromkeys(tail[0] for tail in tails):
        lines += _delta_lines(graph, delta_of[z], graph.output_deltas[delta_of[z]], numbers)
    multiplied = plus(times(_slopes(graph, path)) for path in paths)
    reused = plus(times([delta_of[tail[0]], *_slopes(graph, tail)]) for tail in tails)
    reason = tr("multiply the factors") if len(paths) == 1 else tr("multiply along each path, add the paths")
    lines.append(Line(target, multiplied, reason))
    lines.append(Line(target, reused, _known(tail[0] for tail in tails)))
    return lines + _number_lines(target, reused, numbers)


def _with_deltas(graph: Graph, symbol: Symbol, numbers: Numbers) -> list[Line]:
    """From the deltas of the layer above, each found once from the deltas above it."""
    target = Partial(graph.L, symbol)
    start = _first_needed(graph, symbol)
    return _deltas_down_to(graph, start, numbers) + _from_delta(graph, target, symbol, start, numbers)


def walk_back(graph: Graph, numbers: Numbers) -> list[Line]:
    """Each delta from those of the layer above, then each parameter from the delta of its own unit."""
    lines = _deltas_down_to(graph, 0, numbers)
    for k, layer in enumerate(graph.layers):
        for symbol in [*layer.W.T, *layer.b]:
            lines += _from_delta(graph, Partial(graph.L, symbol), symbol, k, numbers)
    return lines


def _deltas_down_to(graph: Graph, lowest: int, numbers: Numbers) -> list[Line]:
    lines = []
    for k in range(len(graph.layers) - 1, lowest - 1, -1):
        for delta in graph.layers[k].delta:
            formula = graph.output_deltas.get(delta)
            formula = formula if formula is not None else _reusing(graph, graph.deltas[delta], k + 1)
            lines += _delta_lines(graph, delta, formula, numbers)
    return lines


def _from_delta(graph: Graph, target: Partial, symbol: Symbol, layer: int, numbers: Numbers) -> list[Line]:
    named, formula = _reusing(graph, symbol, layer, named=True), _reusing(graph, symbol, layer)
    reason = tr("chain rule, starting from the unit's delta")
    lines = [Line(target, named, reason)] if named != formula else []
    lines.append(Line(target, formula, tr("put in the factors")))
    return lines + _number_lines(target, formula, numbers)


def _first_needed(graph: Graph, symbol: Symbol) -> int:
    """The lowest layer (from 0) whose deltas the gradient needs: its own at the output, else the next."""
    for k, layer in enumerate(graph.layers):
        if symbol in layer.W.free_symbols or symbol in layer.b:
            return min(k + 1, len(graph.layers) - 1)
    return 0  # an input


def _reusing(graph: Graph, symbol: Symbol, layer: int, named: bool = False) -> Expr:
    """The derivative of the loss by `symbol` with the deltas of a layer above it (counted from 0)."""
    delta_of = dict(zip(graph.layers[layer].z, graph.layers[layer].delta, strict=True))
    paths = list(_paths(graph, symbol, set(delta_of)))
    factors = _named if named else lambda path: _slopes(graph, path)
    shared = _shared_end(paths)
    heads, tail = [path[: len(path) - shared + 1] for path in paths], paths[0][-shared:]
    total = plus(times([delta_of[head[0]], *factors(head)]) for head in heads)
    return times([total, *factors(tail)])


def _shared_end(paths: list[tuple[Symbol, ...]]) -> int:
    """How many symbols at their lower ends all paths share, to be written once after the sum."""
    shared = 1  # the symbol that we differentiate by
    while len(paths) > 1 and len({path[-shared - 1 :] for path in paths}) == 1:
        shared += 1
    return shared


def _paths(graph: Graph, symbol: Symbol, tops: set[Symbol]) -> Iterator[tuple[Symbol, ...]]:
    """Every path from one of `tops` down to the symbol."""
    if symbol in tops:
        yield (symbol,)
        return
    for user in graph.users[symbol]:
        for path in _paths(graph, user, tops):
            yield (*path, symbol)


def _named(path: tuple[Symbol, ...]) -> list[Expr]:
    return [Partial(of, by) for of, by in pairwise(path)]


def _slopes(graph: Graph, path: tuple[Symbol, ...]) -> list[Expr]:
    return [graph.steps[of].slopes[by] for of, by in pairwise(path)]


def _find(path: tuple[Symbol, ...], wanted: Container[Symbol]) -> int:
    return next(place for place, symbol in enumerate(path) if symbol in wanted)


def _chain_reason(paths: list[tuple[Symbol, ...]]) -> tuple[str, Path | None]:
    if len(paths) == 1:
        return tr("chain rule along"), Path(*reversed(paths[0]))
    return tr("chain rule: a product for each of the {count} paths, added up", count=len(paths)), None


def _known(ends: Iterable[Symbol]) -> str:
    return tr("delta is known") if len(set(ends)) == 1 else tr("the deltas are known")


def _delta_lines(graph: Graph, delta: Symbol, formula: Expr, numbers: Numbers) -> list[Line]:
    about = Eq(delta, Partial(graph.L, graph.deltas[delta]), evaluate=False)
    return [
        Line(delta, formula, tr("named once, then reused:"), about),
        *_number_lines(delta, formula, numbers),
    ]


def _number_lines(left: Expr, formula: Expr, numbers: Numbers) -> list[Line]:
    if not numbers:
        return []
    substituted = formula.xreplace(numbers)
    value = exact(substituted.doit())
    lines = [Line(left, substituted, tr("put in the numbers"), numeric=True)] if substituted != value else []
    return [*lines, Line(left, value, *_value_reason(value), numeric=True)]


def _value_reason(value: Expr) -> tuple[str, Expr | None]:
    if not is_rounded(value):
        return tr("the value"), None
    if value.is_Rational and (decimal(value, _EXACT_DIGITS)[1] or value.q < 10**6):
        return tr("rounded; exactly"), value
    return tr("rounded to four significant digits"), None


def _refuse_too_many(graph: Graph, symbol: Symbol) -> None:
    ways: dict[Symbol, int] = {graph.L: 1}
    for step in reversed(graph.steps.values()):
        for by in step.slopes:
            ways[by] = ways.get(by, 0) + ways[step.symbol]
    if ways[symbol] > MOST_PATHS:
        raise ValueError(
            tr(
                "{ways} paths lead from {symbol} to the loss, too many to write out; ask for "
                "derivation('{symbol}', reuse=True).",
                ways=ways[symbol],
                symbol=symbol,
            )
        )


def _formula(about: Basic, write: Callable[[Basic], str]) -> str:
    if isinstance(about, Rational):
        text, exact = decimal(about, _EXACT_DIGITS)
        return text if exact else write(about)
    # SymPy's text for Eq is Eq(a, b).
    return " = ".join(map(write, about.args)) if isinstance(about, Eq) else write(about)


def _terms_by_row(right: Expr) -> tuple[Expr, ...]:
    """The parts of a right side that get a row each: its terms, where one row would be too wide."""
    is_wide = isinstance(right, Plus) and sum(max(1, len(term.args)) for term in right.args) > _WIDE
    return right.args if is_wide else (right,)


def _is_zero(difference: Expr) -> bool:
    """Whether an expression vanishes everywhere.

    First as a polynomial, or a fraction of two, in the symbols and in each ReLU, sigmoid, exp, ... as an
    unknown of its own: quick, and enough for the lines made here.  If that does not settle it, numbers at a
    few points show most wrong lines to be wrong, and what is left is expanded inside the functions too.
    """
    if _expands_to_zero(_masked(difference)):
        return True
    symbols = sorted(difference.free_symbols, key=str)
    for shift in range(3):
        point = {s: Rational(7 * n + 3 * shift + 2, 11 + 2 * n) for n, s in enumerate(symbols)}
        if abs(difference.xreplace(point).evalf(30)) > 1e-20:
            return False
    return _expands_to_zero(difference)


def _masked(expr: Expr) -> Expr:
    """The expression with an unknown for each function; an outer function hides the inner ones."""
    unknowns: dict[object, Dummy] = {}

    def unknown(part: object) -> Dummy:
        return unknowns.setdefault(part, Dummy(positive=True))

    def power(argument: Expr) -> Expr:
        # SymPy merges exp(a) * exp(b) into exp(a + b), so exp needs an unknown for each term.
        parts = (term.as_coeff_Mul() for term in Add.make_args(argument))
        return Mul(*(unknown((exp, term)) ** factor for factor, term in parts))

    masks = {f: power(f.args[0]) if isinstance(f, exp) else unknown(f) for f in expr.atoms(Function)}
    return expr.xreplace(masks | {E: unknown((exp, S.One))})


def _expands_to_zero(expr: Expr) -> bool:
    return expand(expr) == 0 or expand(together(expr).as_numer_denom()[0]) == 0
