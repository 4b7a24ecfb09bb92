"""What a question says of its numbers, so that others can be drawn in their place."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from handprop.check.mistakes.calculation import Pipeline, Values
from handprop.check.variants.stream import Stream

Numbers = Mapping[str, Any]
"""Name -> number, text or list of numbers, as JSON holds them."""

_PLACE = re.compile(r"\{(\w+)(?::(\d|code|in_brackets))?\}")
_ALL_DIGITS = 12


def _nothing(_: Values) -> Mapping[str, object]:
    return {}


def _all(_: object) -> bool:
    return True


@dataclass(frozen=True)
class Vary:
    """The numbers of a question, and which others may stand in their place.

    Parameters
    ----------
    numbers : those of the course, by the names that stand in braces in exercise.md.
    ranges : name -> the values that may be drawn; what has no range stays.
    follows : from numbers that were drawn, those that follow from them.
    possible : a quick look at drawn numbers, before the calculation is run.
    case : what the question computes with, from the numbers.
    pipeline : the calculation that `alike`, `holds` and `shown` look at.
    alike : what of a run must come out as with the numbers of the course: gates, signs.
    holds : what must hold of a run besides.
    shown : further numbers for the words, from a run.
    further : the case for an answer that several mistakes fit, from the numbers.
    name : a name for numbers that several questions share.
    """

    numbers: Numbers
    ranges: Mapping[str, Sequence[Any]]
    case: Callable[[Numbers], Mapping[str, object]]
    pipeline: Pipeline
    alike: Callable[[Values], Any] = _all
    holds: Callable[[Values], bool] = _all
    shown: Callable[[Values], Mapping[str, object]] = _nothing
    further: Callable[[Numbers], Mapping[str, object]] | None = None
    follows: Callable[[Numbers], Numbers] = lambda numbers: numbers
    possible: Callable[[Numbers], bool] = _all
    name: str = ""

    def draw(self, stream: Stream) -> Numbers:
        """Numbers from the ranges; whether they are fit is another matter."""
        drawn = {name: stream.choice(values) for name, values in self.ranges.items()}
        return self.follows({**self.numbers, **drawn})

    def is_alike(self, numbers: Numbers) -> bool:
        """Whether gates and signs stand as with the numbers of the course, and all that must hold does."""
        if not self.possible(numbers):
            return False
        try:
            values = self.run(numbers)
        except ZeroDivisionError:  # nothing that can be asked
            return False
        return bool(np.array_equal(self.alike(values), self._as_in_course) and self.holds(values))

    @cached_property
    def _as_in_course(self) -> Any:
        return self.alike(self.run(self.numbers))

    def run(self, numbers: Numbers) -> Values:
        """The calculation with these numbers."""
        return self.pipeline.run(self.case(numbers))

    def words_of(self, numbers: Numbers) -> Fill:
        """What puts these numbers into words."""
        return Fill({**numbers, **self.shown(self.run(numbers))})


@dataclass(frozen=True)
class Fill:
    """Puts numbers into text, where their names stand in braces; other braces stay as they are.

    ``{w1}`` is all of a number, ``{w1:4}`` four significant digits, ``{w1:in_brackets}`` has brackets around
    what is negative, ``{w1:code}`` is written as Python writes it.
    """

    numbers: Numbers = field(default_factory=dict)

    def __call__(self, text: str) -> str:
        """The text with the numbers in it."""
        return _PLACE.sub(self._put, text) if self.numbers else text

    def _put(self, found: re.Match[str]) -> str:
        name, form = found.groups()
        return shown(self.numbers[name], form or "") if name in self.numbers else found[0]


def shown(value: Any, form: str = "") -> str:
    """A number as it stands in words, by one of the forms of `Fill`; a list as cells of a table."""
    if isinstance(value, str):
        return value
    if np.ndim(value):
        return " | ".join(shown(one, form) for one in value)
    number = float(value)
    digits = int(form) if form.isdigit() else _ALL_DIGITS
    text = f"{number:.{digits}g}"
    text = f"{number:.0f}" if "e+" in text else text
    text = "0" if text == "-0" else text
    if form == "code":
        return text
    bracketed = form == "in_brackets" and number < 0
    text = text.replace("-", "−")
    return f"({text})" if bracketed else text


def steps(low: float, high: float, step: float = 1) -> tuple[float, ...]:
    """Numbers from `low` to `high` in equal steps but for 0, as they are written: 0.3."""
    count = round((high - low) / step)
    values = (float(f"{low + k * step:.{_ALL_DIGITS}g}") for k in range(count + 1))
    return tuple(value for value in values if value)


def numbers_at(case: Mapping[str, Any], places: Mapping[str, tuple[Any, ...]]) -> Numbers:
    """The numbers that stand in a case at places such as ``("W1", 0, 1)``, by name."""
    return {name: np.asarray(case[key])[tuple(at)].item() for name, (key, *at) in places.items()}


def put_into(
    case: Mapping[str, Any], places: Mapping[str, tuple[Any, ...]]
) -> Callable[[Numbers], dict[str, Any]]:
    """The function that puts numbers into a copy of a case, at their places."""

    def filled(numbers: Numbers) -> dict[str, Any]:
        made = {key: np.array(value) if np.ndim(value) else value for key, value in case.items()}
        for name, (key, *at) in places.items():
            if at:
                made[key][tuple(at)] = numbers[name]
            else:
                made[key] = numbers[name]
        return made

    return filled


def vary(
    case: Mapping[str, Any],
    pipeline: Pipeline,
    ranges: Mapping[str, Any],
    places: Mapping[str, Any] | None = None,
    **more: Any,
) -> Vary:
    """A `Vary` of a case whose numbers stand at `places`; without these, the keys of the case.

    `more` are the other parts of a `Vary`.
    """
    places = places or {name: (name,) for name in ranges}
    return Vary(numbers_at(case, places), ranges, put_into(case, places), pipeline, **more)
