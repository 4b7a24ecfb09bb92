"""Two witnesses for every number of a solution: the engine, and for the gradients the nudges."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from handprop import numeric
from handprop.course.counting import counted
from handprop.course.faults import Refused
from handprop.language import tr
from handprop.network import Network
from handprop.worksheet.problem import has_corner

if TYPE_CHECKING:
    from handprop.worksheet.solution import Solution

_CLOSE = 1e-9  # of the largest number beside it: what floating point leaves of an exact calculation


class Disagreement(ArithmeticError):
    """The exact numbers are not those of the engine or of the nudges: a fault of the course's own."""


def check(solution: Solution) -> str:
    """Compare every number, before the step and after it; a sentence that says what was compared.

    Raises Disagreement for the first number that does not agree.
    """
    problem = solution.problem
    x, y = problem.data
    compared = _compare(solution, problem.engine, solution.samples)
    slopes = problem.engine.gradients(x, y)
    found = {name: _floats(solution, name) for name in problem.engine.params}
    for name, array in found.items():
        _same(name, array, slopes[name])
        compared += array.size
    moved = problem.engine.update(slopes, float(Fraction(problem.learning_rate)))
    compared += _compare(solution, moved, solution.after)
    nudged = numeric.gradients(
        lambda params: problem.engine.with_params(params).loss_at(x, y), problem.engine.params
    )
    judged = numeric.compare(found, nudged)
    if not judged.ok:
        raise Disagreement(judged.summary)
    corners = (
        tr(
            " {counted} left out: at the corner of a ReLU nudges cannot tell.",
            counted=counted(len(judged.kinks), "gradient", "gradients"),
        )
        if judged.kinks
        else ""
    )
    return tr(
        "Checked: {counted} against the course's engine, and {counted_2} by nudging each parameter.{corners}",
        counted=counted(compared, "number", "numbers"),
        counted_2=counted(len(judged) - len(judged.kinks), "gradient", "gradients"),
        corners=corners,
    )


def _compare(solution: Solution, engine: Network, samples: list) -> int:
    """Hold z, a, loss and delta of each sample against the engine; how many numbers that were."""
    problem, compared = solution.problem, 0
    quantities = problem.symbolic.quantities
    for x, y, numbers in zip(*problem.data, samples, strict=True):
        values = engine.forward(x)
        _refuse_dust(solution, values, numbers)
        values |= {name: one for name, one in engine.backward(values, y).items() if name.startswith("delta")}
        for name, symbols in quantities.items():
            if name != "y" and not (name[0] == "z" and quantities[f"a{name[1:]}"] == symbols):
                ours = np.array([float(numbers[one]) for one in symbols])
                _same(name, ours, values[name])
                compared += ours.size
        _same(tr("the loss"), np.array([float(solution.loss([numbers]))]), np.array([engine.loss(values, y)]))
        compared += 1
    return compared


def _refuse_dust(solution: Solution, values: dict, numbers: dict) -> None:
    """At the corner itself rounding decides the slope of the engine: no witness can be had."""
    quantities = solution.problem.symbolic.quantities
    for k, name in enumerate(solution.problem.activations, 1):
        for symbol, z in zip(quantities[f"z{k}"], values[f"z{k}"], strict=True):
            if has_corner(name) and (z > 0) != bool(numbers[symbol] > 0):
                raise Refused(
                    tr(
                        "{symbol} is 0, the corner of its activation, and rounding moves it off: its slope "
                        "cannot be checked. Change a number a little.",
                        symbol=symbol,
                    )
                )


def _floats(solution: Solution, name: str) -> np.ndarray:
    symbols = solution.problem.symbolic.symbols[name]
    return np.array([float(solution.slopes[one]) for one in symbols]).reshape(
        solution.problem.engine.params[name].shape
    )


def _same(name: str, ours: np.ndarray, theirs: np.ndarray) -> None:
    room = _CLOSE * max(1.0, float(np.abs(theirs).max(initial=0.0)))
    if not np.all(np.abs(ours - theirs) <= room):
        raise Disagreement(tr("{name}: {ours} is not {theirs}.", name=name, ours=ours, theirs=theirs))
