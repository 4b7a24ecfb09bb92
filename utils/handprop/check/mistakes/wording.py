"""What a mistake is told with: no name that the learner has not met, no update that nobody asked for."""

from __future__ import annotations

import keyword
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from handprop.check.mistakes.calculation import Mistake, NoTrace, Pipeline

_NAME = re.compile(r"[A-Za-z_]\w*")
# The bank's names, and what lessons call the same thing.
_SAID = {
    "yhat": "prediction",
    "lr": "learning_rate",
    "a1": "h",
    "A1": "h",
    "A2": "prediction",
    "z1": "z",
    "Z1": "z",
    "dz": "delta_h",
    "dz1": "delta1",
    "dZ1": "delta_h",
    "dz2": "delta",
    "dZ2": "delta",
    "X": "x",
    "target": "y",
    "error": "(prediction - y)",
}
# What belongs to Python and NumPy, and not to the bank.
_NUMPY = """abs argmax axis dot exp float full items keepdims len linalg list log log10 max maximum mean
min norm np ones outer print range relu reversed round sigmoid sign sqrt sum tanh vectorize where zeros zip
T t i j k"""
_SPOKEN = ("name", "belief", "hint", "example")
_COMMON = {*keyword.kwlist, *_NUMPY.split()}


def names_in(text: str) -> set[str]:
    """All that could be names of code in a text."""
    return set(_NAME.findall(text))


def spoken(line: str, known: Collection[str]) -> str | None:
    """A line of code in names that are known to the learner; None where there are none for it."""
    known = {*known, *_COMMON}

    def said(found: re.Match[str]) -> str:
        name = found.group()
        other = _SAID.get(name, name)
        return name if name in known or not names_in(other) <= known else other

    code, mark, remark = line.partition("#")
    code = _NAME.sub(said, code)
    return code + mark + remark if names_in(code) <= known else None


def asked_only(
    pipeline: Pipeline, quantity: Callable[..., Any], cases: Collection[Mapping[str, Any]]
) -> Pipeline:
    """The pipeline without the mistakes that need a learning rate, where the answer needs none."""
    case = next(iter(cases), {})
    if pipeline is None or quantity is None or "lr" not in case or _moves(pipeline, quantity, case, ()):
        return pipeline
    kept = [mistake for mistake in pipeline.mistakes if not _moves(pipeline, quantity, case, (mistake,))]
    return replace(pipeline, mistakes=tuple(kept))


def filled(pipeline: Pipeline, fill: Callable[[str], str]) -> Pipeline:
    """The pipeline with the question's own numbers in what its mistakes say."""
    if pipeline is None:
        return pipeline
    kept = tuple(
        replace(mistake, **{part: fill(getattr(mistake, part)) for part in _SPOKEN})  # type: ignore[arg-type]
        for mistake in pipeline.mistakes
    )
    return replace(pipeline, mistakes=kept)


def _moves(
    pipeline: Pipeline, quantity: Callable[..., Any], case: Mapping[str, Any], mistakes: tuple[Mistake, ...]
) -> bool:
    """Whether what is asked for depends on the learning rate."""
    try:
        one, other = (
            np.asarray(quantity(pipeline.run({**case, "lr": rate}, *mistakes)), dtype=float)
            for rate in (case["lr"], case["lr"] / 2)
        )
    except (NoTrace, TypeError, ValueError):
        return False
    return one.shape != other.shape or not np.array_equal(one, other, equal_nan=True)
