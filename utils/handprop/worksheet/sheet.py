"""A worksheet: the sheet to work on, its solution, and the files that they become."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from pathlib import Path

from handprop import draw
from handprop.activations import FACTS
from handprop.course.counting import counted
from handprop.course.faults import Refused
from handprop.draw.layout import MANY
from handprop.language import tr
from handprop.symbolic.notation import DIGITS
from handprop.worksheet import as_html, as_markdown, as_pdf
from handprop.worksheet.blocks import Block, Drawing, Grid, Heading, Room, Words
from handprop.worksheet.printing import Style, named
from handprop.worksheet.problem import Problem, drawn, given
from handprop.worksheet.solution import Solution

FORMATS = {"html": as_html.written, "md": as_markdown.written, "pdf": as_pdf.written}
_LOSSES = {
    "half_squared": tr("half the squared error, L = ½ (ŷ − y)², summed over the outputs"),
    "binary_cross_entropy": tr("the binary cross-entropy, L = −y ln ŷ − (1 − y) ln(1 − ŷ)"),
    "categorical_cross_entropy": tr("the cross-entropy, L = −ln ŷ of the right class"),
}


@dataclass(frozen=True)
class Worksheet:
    """A problem, and how its numbers are printed; shows its solution in a notebook."""

    problem: Problem
    style: Style = field(default_factory=Style)
    title: str = tr("Back-propagation by hand")

    @cached_property
    def worked(self) -> Solution:
        """Every number, checked; raises `handprop.worksheet.witness.Disagreement` if one is wrong."""
        return Solution(self.problem, self.style)

    def sheet(self) -> Iterator[Block]:
        """What a learner gets: the network, what is asked, and room to write."""
        yield Heading(self.title, 1)
        yield from self._setting()
        units = sum(self.problem.sizes[1:])
        for title, words, lines in self._tasks(units):
            yield Heading(title)
            yield Words(words)
            yield Room(lines)

    def solution(self) -> Iterator[Block]:
        """The same network, and every line of the solution."""
        yield Heading(tr("{title}: solution", title=self.title), 1)
        yield from self._setting()
        yield from self.worked.blocks()

    def key(self) -> dict[str, str]:
        """The answers in print, by name."""
        return {name: self.style.number(value) for name, value in self.worked.key().items()}

    def text(self, format_: str, solution: bool = True) -> str | bytes:
        """The solution, or the sheet, as ``html``, ``md`` or ``pdf``.

        Raises Refused for another format.
        """
        if format_ not in FORMATS:
            raise Refused(
                tr(
                    "There is no format {format!r}; choose from {formats}.",
                    format=format_,
                    formats=", ".join(FORMATS),
                )
            )
        return FORMATS[format_](list(self.solution() if solution else self.sheet()))

    def save(self, path: str | Path, solution: bool = True) -> Path:
        """Write the solution, or the sheet, to a file; the ending of its name says as what."""
        path = Path(path)
        made = self.text(path.suffix.lstrip("."), solution)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(made if isinstance(made, bytes) else made.encode("utf-8"))
        return path

    def _setting(self) -> Iterator[Block]:
        problem = self.problem
        names = [FACTS[name].label for name in problem.activations]
        hidden = tr("Hidden units: {names}. ", names=tr(", then ").join(names[:-1])) if len(names) > 1 else ""
        yield Words(
            tr(
                "{hidden}Output: {names}. The loss is {losses}.",
                hidden=hidden,
                names=names[-1],
                losses=_LOSSES[problem.loss],
            )
        )
        if len(problem.x) > 1:
            yield Words(
                tr("The loss of the {count} samples is the mean of their losses.", count=len(problem.x))
            )
        if sum(a * b for a, b in pairwise(problem.sizes)) <= MANY:
            yield Drawing(draw.network(problem.engine))
        yield Grid(self._data())
        yield Grid(self._parameters())
        yield Words(tr("Learning rate: {learning_rate}.", learning_rate=problem.learning_rate))

    def _data(self) -> tuple[tuple[str, ...], ...]:
        net = self.problem.symbolic
        heads = [named(one) for one in (*net.symbols["x"], *net.quantities["y"])]
        rows = zip(self.problem.x, self.problem.target, strict=True)
        return ((tr("sample"), *heads), *((str(k), *x, *y) for k, (x, y) in enumerate(rows, 1)))

    def _parameters(self) -> tuple[tuple[str, ...], ...]:
        """Each parameter with where it leads, in the order of its number."""
        net, rows = self.problem.symbolic, [(tr("parameter"), tr("from"), tr("to"), tr("value"))]
        for k in range(1, len(self.problem.activations) + 1):
            below = net.symbols["x"] if k == 1 else net.quantities[f"a{k - 1}"]
            units, weights = net.quantities[f"a{k}"], net.symbols[f"W{k}"]
            for j, unit in enumerate(units):
                ends = [(weights[i, j], named(source)) for i, source in enumerate(below)]
                ends += [(net.symbols[f"b{k}"][j], "bias")] if f"b{k}" in net.symbols else []
                for symbol, source in ends:
                    value = self.style.number(self.worked.samples[0][symbol])
                    rows.append((named(symbol), source, named(unit), value))
        return tuple(rows)

    def _tasks(self, units: int) -> Iterator[tuple[str, str, int]]:
        many = len(self.problem.x)
        every = tr(" of every sample") if many > 1 else ""
        parameters = sum(len(rows) * len(rows[0]) for _, rows in self.problem.params)
        digits = tr("Keep all digits on the way; write {digits} significant ones.", digits=self.style.digits)
        yield (
            tr("1. The way forward"),
            tr("Work out z and the output of every unit{every}. {digits}", every=every, digits=digits),
            2 * units * many,
        )
        yield tr("2. Error and loss"), tr("Work out error and loss{every}.", every=every), 2 * many
        yield (
            tr("3. Deltas"),
            tr("Start at the output{every}. Then go back, layer by layer.", every=every),
            2 * units * many,
        )
        yield (
            tr("4. Gradients"),
            tr(
                "Work out the derivative of the loss by each of the {counted}.",
                counted=counted(parameters, "parameter", "parameters"),
            ),
            parameters,
        )
        yield (
            tr("5. One step"),
            tr(
                "Move every parameter. The learning rate is {learning_rate}.",
                learning_rate=self.problem.learning_rate,
            ),
            parameters,
        )
        yield tr("6. Did it help"), tr("Run the way forward again. What is the loss now?"), 2 * units

    def _repr_markdown_(self) -> str:
        return as_markdown.written(list(self.solution()))

    def __repr__(self) -> str:
        return tr(
            "Worksheet({symbolic!r}, samples={count})",
            symbolic=self.problem.symbolic,
            count=len(self.problem.x),
        )


def worksheet(
    network: object = None,
    *,
    sizes: Sequence[int] = (2, 2, 1),
    activations: Sequence[str] = (),
    loss: str = "",
    x: object = None,
    target: object = None,
    learning_rate: object = "0.1",
    samples: int = 1,
    biases: bool = False,
    seed: int | str = 0,
    digits: int = DIGITS,
    fractions: bool = False,
    title: str = tr("Back-propagation by hand"),
) -> Worksheet:
    """The worksheet of a network: yours with `x` and `target`, or one drawn with nice numbers.

    Parameters
    ----------
    network : a `handprop.Network`, a `handprop.examples.Example`, or None to draw one.
    sizes, activations, loss, samples, biases, seed : of the network that is drawn.
    x, target : one sample or several; an example brings its own.
    learning_rate : of the one step.
    digits : significant digits in print.  fractions : exact fractions where the numbers are some.

    Raises Refused, with what is wrong, for what makes no worksheet.
    """
    if not 1 <= digits <= 12:
        raise Refused(tr("A sheet is printed with 1 to 12 digits."))
    if network is None:
        problem = drawn(sizes, activations, loss, samples, biases, str(learning_rate), seed)
    else:
        problem = _of(network, x, target, learning_rate)
    return Worksheet(problem, Style(digits, fractions), title)


def _of(network: object, x: object, target: object, learning_rate: object) -> Problem:
    from handprop.examples import Example

    if isinstance(network, Example):
        x = network.text_x if x is None else x
        target = network.text_y if target is None else target
        return given(dict(network.text_params), network.activations, x, target, network.loss, learning_rate)
    if x is None or target is None:
        raise Refused(
            tr("A worksheet of your own network needs data: worksheet(network, x=..., target=...).")
        )
    try:
        params = {name: array.tolist() for name, array in network.params.items()}
        return given(params, network.activations, _plain(x), _plain(target), network.loss_name, learning_rate)
    except AttributeError:
        raise Refused(
            tr("A worksheet is made of a Network; this is a {name}.", name=type(network).__name__)
        ) from None


def _plain(value: object) -> object:
    return value.tolist() if hasattr(value, "tolist") else value
