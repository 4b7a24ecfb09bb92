"""The network of a worksheet with its numbers: given, read from a file, or drawn.

>>> problem = drawn([2, 2, 1], seed=3)
>>> problem.sizes, problem.activations, problem.loss
((2, 2, 1), ('relu', 'linear'), 'half_squared')
>>> problem == drawn([2, 2, 1], seed=3)
True
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from random import Random

import numpy as np

from handprop.activations import FACTS
from handprop.course.counting import counted
from handprop.course.faults import Refused
from handprop.language import tr
from handprop.network import Network
from handprop.symbolic import SymbolicNetwork

Rows = tuple[tuple[str, ...], ...]
LOSS_AFTER = {"sigmoid": "binary_cross_entropy", "softmax": "categorical_cross_entropy"}
MOST_WEIGHTS, MOST_SAMPLES = 200, 32
_TRIES = 2000
_NEAR = 0.02  # a pre-activation nearer to 0 is a corner that a rounded number could step over
_LARGE = 4  # sums beyond saturate a sigmoid, and make long numbers


@dataclass(frozen=True)
class Problem:
    """A dense network, its data and one step of gradient descent, in exact numbers as text.

    `params` maps ``W1``, ``b1``, ... to rows of numbers such as "0.12" or "1/3", in the shapes of
    `handprop.symbolic.SymbolicNetwork`; `x` and `target` have a row for each sample.
    """

    params: tuple[tuple[str, Rows], ...]
    activations: tuple[str, ...]
    loss: str
    x: Rows
    target: Rows
    learning_rate: str = "0.1"

    @cached_property
    def symbolic(self) -> SymbolicNetwork:
        """The network in exact numbers, with its data."""
        params = {name: rows if name[0] == "W" else rows[0] for name, rows in self.params}
        return SymbolicNetwork(params, self.activations, self.loss, self.x, self.target)

    @cached_property
    def engine(self) -> Network:
        """The same network in floating point."""
        params = {name: floats(rows) if name[0] == "W" else floats(rows)[0] for name, rows in self.params}
        return Network(params, self.activations, self.loss)

    @property
    def data(self) -> tuple[np.ndarray, np.ndarray]:
        """Inputs and targets in floating point, of shapes (samples, inputs) and (samples, outputs)."""
        return floats(self.x), floats(self.target)

    @property
    def sizes(self) -> tuple[int, ...]:
        """The number of inputs, and of units in each layer."""
        weights = [rows for name, rows in self.params if name[0] == "W"]
        return (len(weights[0]), *(len(rows[0]) for rows in weights))


def given(
    params: dict[str, object],
    activations: Sequence[str],
    x: object,
    target: object,
    loss: str = "",
    learning_rate: object = "0.1",
) -> Problem:
    """A problem with these numbers; raises Refused, with what is wrong, where they make none."""
    activations = tuple(activations)
    known = {f"{kind}{k}" for kind in "Wb" for k in range(1, len(activations) + 1)}
    if unknown := sorted(params.keys() - known):
        raise Refused(
            tr(
                "params has {unknown}; these layers have {known}.",
                unknown=", ".join(unknown),
                known=", ".join(sorted(known)),
            )
        )
    rows = tuple((name, _rows(value, name)) for name, value in sorted(params.items(), key=_by_layer))
    outputs = len(dict(rows).get(f"W{len(activations)}", (("",),))[0])
    xs = _rows(x, "x")
    problem = Problem(
        rows,
        activations,
        loss or LOSS_AFTER.get(activations[-1] if activations else "", "half_squared"),
        xs,
        _rows(target, "target", width=outputs, samples=len(xs)),
        _rate(learning_rate),
    )
    _check(problem)
    return problem


def from_file(path: Path) -> Problem:
    """The problem in a TOML file: ``activations``, ``x``, ``target``, a table ``[params]``; see the guide.

    Raises Refused with a sentence for what is missing, unknown or no number.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise Refused(tr("{path} is no TOML file: {fault}.", path=path.name, fault=fault)) from None
    known = {"params", "activations", "x", "target", "loss", "learning_rate"}
    if missing := sorted({"params", "activations", "x", "target"} - data.keys()):
        raise Refused(tr("{path} says nothing of {missing}.", path=path.name, missing=", ".join(missing)))
    if unknown := sorted(data.keys() - known):
        raise Refused(
            tr(
                "{path} has {unknown}; a worksheet knows {known}.",
                path=path.name,
                unknown=", ".join(unknown),
                known=", ".join(sorted(known)),
            )
        )
    if not isinstance(data["params"], dict) or not isinstance(data["activations"], list):
        raise Refused(tr("{path} needs a table [params] and a list of activations.", path=path.name))
    return given(**data)


def drawn(
    sizes: Sequence[int],
    activations: Sequence[str] = (),
    loss: str = "",
    samples: int = 1,
    biases: bool = False,
    learning_rate: str = "0.1",
    seed: int | str = 0,
) -> Problem:
    """A problem with nice numbers: the same for the same seed.

    Weights have one decimal and are never 0, inputs are small whole numbers.  No pre-activation of a gate
    is near its corner, at least half of the gates of each layer are open, and the loss is not 0.

    Raises Refused for layers that cannot be, or if no such numbers are found.
    """
    sizes = tuple(sizes)
    activations = tuple(activations) or (*["relu"] * (len(sizes) - 2), "linear")
    _check_shape(sizes, activations, samples)
    loss = loss or LOSS_AFTER.get(activations[-1], "half_squared")
    random = Random(f"{seed}|{sizes}|{activations}|{loss}|{samples}|{biases}")
    for _ in range(_TRIES):
        problem = Problem(
            _parameters(random, sizes, biases),
            activations,
            loss,
            tuple(
                tuple(str(random.choice((-2, -1, 1, 2, 3))) for _ in range(sizes[0])) for _ in range(samples)
            ),
            tuple(_target(random, loss, activations[-1], sizes[-1]) for _ in range(samples)),
            _rate(learning_rate),
        )
        _check(problem)
        if _is_nice(problem):
            return problem
    raise Refused(tr("No nice numbers were found for this network: try fewer layers, or another seed."))


def has_corner(activation: str) -> bool:
    """Whether the slope jumps at z = 0, as that of ReLU does."""
    return FACTS[activation].straight_from is not None


def floats(rows: Rows) -> np.ndarray:
    """Numbers as text in floating point."""
    return np.array([[float(Fraction(number)) for number in row] for row in rows])


def _by_layer(item: tuple[str, object]) -> tuple[str, str]:
    return item[0][1:], item[0][:1]


def _parameters(random: Random, sizes: tuple[int, ...], biases: bool) -> tuple[tuple[str, Rows], ...]:
    found: list[tuple[str, Rows]] = []
    for k, (inputs, outputs) in enumerate(pairwise(sizes), 1):
        found.append((f"W{k}", tuple(tuple(_tenths(random) for _ in range(outputs)) for _ in range(inputs))))
        if biases:
            found.append((f"b{k}", (tuple(_tenths(random) for _ in range(outputs)),)))
    return tuple(found)


def _tenths(random: Random) -> str:
    return str(random.choice((-1, 1, 1)) * random.randint(1, 9) / 10)


def _target(random: Random, loss: str, last: str, outputs: int) -> tuple[str, ...]:
    if loss == "categorical_cross_entropy":
        right = random.randrange(outputs)
        return tuple("1" if k == right else "0" for k in range(outputs))
    if loss == "binary_cross_entropy" or last in ("sigmoid", "tanh"):
        return tuple(random.choice(("0", "1")) for _ in range(outputs))
    return tuple(str(random.choice((-1, 1, 2))) for _ in range(outputs))


def _is_nice(problem: Problem) -> bool:
    x, y = problem.data
    values = problem.engine.forward(x)
    for k, name in enumerate(problem.activations, 1):
        z = values[f"z{k}"]
        if np.abs(z).max() > _LARGE or (has_corner(name) and np.abs(z).min() < _NEAR):
            return False
        if FACTS[name].gate and 2 * (z > 0).sum() < z.size:
            return False
    slopes = problem.engine.backward(values, y)
    last = slopes[f"W{len(problem.activations)}"]
    return problem.engine.loss(values, y) > 1e-3 and bool(np.abs(last).max() > 1e-3)


def _check_shape(sizes: tuple[int, ...], activations: tuple[str, ...], samples: int) -> None:
    if len(sizes) < 2 or min(sizes) < 1:
        raise Refused(tr("Name the inputs and the units of each layer, such as 2,2,1."))
    if len(activations) != len(sizes) - 1:
        raise Refused(
            tr(
                "{counted} and {counted_2}: each layer has one.",
                counted=counted(len(sizes) - 1, "layer", "layers"),
                counted_2=counted(len(activations), "activation", "activations"),
            )
        )
    if not 1 <= samples <= MOST_SAMPLES:
        raise Refused(tr("A sheet holds 1 to {most_samples} samples.", most_samples=MOST_SAMPLES))
    if sum(a * b for a, b in pairwise(sizes)) > MOST_WEIGHTS:
        raise Refused(
            tr("More than {most_weights} weights are too many to write out.", most_weights=MOST_WEIGHTS)
        )


def _check(problem: Problem) -> None:
    """Let the engine and the exact network judge what was given."""
    try:
        _check_shape(problem.sizes, problem.activations, len(problem.x))
        values = problem.engine.forward(problem.data[0])
        problem.engine.loss(values, problem.data[1])
        problem.symbolic.loss_at()
    except Refused:
        raise
    except (ValueError, TypeError, ArithmeticError, IndexError, KeyError) as fault:
        raise Refused(tr("This makes no network: {fault}", fault=fault)) from None


def _rows(value: object, name: str, width: int = 0, samples: int = 0) -> Rows:
    """Numbers as rows of text; a flat list is one row, or a column where there is one number a sample."""
    table = value if isinstance(value, list | tuple) else [value]
    if not table:
        raise Refused(tr("{name} is empty.", name=name))
    if not isinstance(table[0], list | tuple):
        table = [[one] for one in table] if width == 1 and len(table) == samples else [table]
    rows = tuple(
        tuple(_number(one, name) for one in (row if isinstance(row, list | tuple) else [row]))
        for row in table
    )
    if len({len(row) for row in rows}) != 1 or not rows[0]:
        raise Refused(tr("The rows of {name} differ in length.", name=name))
    return rows


def _rate(value: object) -> str:
    text = _number(value, "learning_rate")
    if Fraction(text) <= 0:
        raise Refused(
            tr("learning_rate: {words} makes no step down; a learning rate is above 0.", words=text)
        )
    return text


def _number(value: object, name: str) -> str:
    """A number as text that keeps what was written: 0.1 is a tenth, not the nearest float."""
    text = str(value).strip()
    try:
        float(Fraction(text))
    except (ValueError, ZeroDivisionError):
        raise Refused(
            tr("{name}: {words!r} is no number; write 0.5, 2 or 1/3.", name=name, words=text)
        ) from None
    except OverflowError:
        raise Refused(tr("{name}: {words} is too large to compute with.", name=name, words=text)) from None
    return text
