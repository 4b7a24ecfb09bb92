"""A question worked out: what comes out on the way, number by number, and the code that gives the answer."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from handprop.check.mistakes.calculation import Values
from handprop.check.question import Question
from handprop.check.variants import shown
from handprop.language import tr

_DIGITS = "5"
_MOST = 12  # numbers in one line


class _Watched(Values):
    """The numbers of a run, which remember what is read of them."""

    def __getattribute__(self, name: str) -> object:
        if not name.startswith("_"):
            super().__getattribute__("_read").append(name)
        return super().__getattribute__(name)


def worked(question: Question) -> str:
    """The way to the right answer, in Markdown."""
    lines = [f"- {name} = {value}" for name, value in _on_the_way(question)]
    way = "\n".join([tr("On the way:"), "", *lines]) if lines else ""
    code = tr("As code:") + f"\n\n```python\n{question.solution_source}\n```"
    return "\n\n".join(filter(None, (way, code, question.insight)))


def _on_the_way(question: Question) -> Iterator[tuple[str, str]]:
    """The stages that the answer depends on, in order, each with its numbers."""
    values = question.pipeline.run(question.cases[0])
    used = _used(question, values)
    for name in question.pipeline.stages:
        value = getattr(values, name)
        if name in used and _is_short(value):
            yield name, shown(np.ravel(value), _DIGITS).replace(" | ", ", ")


def _used(question: Question, values: Values) -> set[str]:
    used = _read_by(question.quantity, values)
    for name in reversed(question.pipeline.stages):
        if name in used:
            used |= _read_by(question.pipeline.stages[name], values)
    return used


def _read_by(stage, values: Values) -> set[str]:
    watched = _Watched(**vars(values), _read=[])
    with np.errstate(all="ignore"):
        stage(watched)
    return set(vars(watched)["_read"])


def _is_short(value: object) -> bool:
    return isinstance(value, int | float | np.ndarray | np.number) and np.size(value) <= _MOST
