"""A number with its unit, as text: `"-0.98 dollars per square foot"`."""

from __future__ import annotations

import contextlib
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from handprop.border.read_numbers import DECIMAL_COMMA, Problem, Unfinished, is_empty
from handprop.check.answers.array import BY_HAND, Array, Number
from handprop.check.answers.kind import Kind
from handprop.check.answers.notation import plain_signs, without_quotes
from handprop.check.answers.units import Unit, read_unit
from handprop.check.verdict import Verdict
from handprop.language import tr

if TYPE_CHECKING:
    from handprop.check.question import Case, Question

_LONGEST = 200
_UNIT = tr("The number is right; its unit, read as {}, is not. {}")
_NEITHER = tr("Neither the number nor its unit, read as {}, is right yet. {}")
_SCALE = tr("The number is right, but in a unit of another size. In which unit did you compute?")
_FORM = tr('Write number and unit as text in quotes, such as "2.5 {}".')
_NUMBER = re.compile(r"\s*([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)\s*\*?")
_BEFORE = re.compile(r"^\s*(?:[A-Za-z_ ]*[=≈:]|(?:about|around|roughly)\b|[~≈±])\s*")
_MONEY_FIRST = re.compile(r"^\s*([-+]?)\s*([$€]|USD|EUR)\s*([-+]?[\d.]+)")
_AGAIN = re.compile(r"(.*[^\s*/])\s*\(\s*[=≈]?([^()]*)\)")  # what was said, said again in brackets
_THOUSANDS = re.compile(r"(?<=\d)[ _'’](?=\d{3}(?!\d))")

MONEY_AND_SIZES = {
    **dict.fromkeys(("dollar", "dollars", "USD"), "dollar"),
    **dict.fromkeys(("euro", "euros", "EUR"), "euro"),
    **dict.fromkeys(("foot", "feet", "ft"), "foot"),
    **dict.fromkeys(("metre", "metres", "meter", "meters", "m"), "metre"),
}


@dataclass(frozen=True)
class Measure(Kind):
    """A number with its unit.

    Parameters
    ----------
    unit : the unit of what the calculation gives, as people write it.
    example : a unit that is not this one, for messages.
    why : what to ask where the unit is not right.
    names : word -> the plain unit that it stands for.
    """

    unit: str
    example: str
    why: str
    names: Mapping[str, str] = field(default_factory=lambda: MONEY_AND_SIZES)

    values = Array(shape=(), names=(tr("Your number"),), tolerance=BY_HAND)
    on_paper = True

    def compared(self, cases: Sequence[Case]) -> Sequence[Case]:
        """The first case alone, whose numbers the learner sees."""
        return cases[:1]

    def read(self, raw: object) -> tuple[float, Unit]:
        """The number and its unit; raises `Problem` or `Unfinished`."""
        form = _FORM.format(self.example)
        if is_empty(raw) or (isinstance(raw, str) and not raw.strip(" .")):
            raise Unfinished
        if isinstance(raw, list | tuple) and len(raw) == 2 and isinstance(raw[1], str):
            raw = f"{raw[0]} {raw[1]}"
        if isinstance(raw, int | float | np.number) and not isinstance(raw, bool):
            raise Problem(tr("The unit is missing. {form}", form=form))
        if not isinstance(raw, str) or len(raw) > _LONGEST:
            raise Problem(form)
        if re.match(r"\s*[-+−$€]*\d+,\d", raw):
            raise Problem(tr("{decimal_comma} Thousands need no comma.", decimal_comma=DECIMAL_COMMA))
        text = without_quotes(plain_signs(raw)).replace("−", "-").replace("US$", "$")
        return self._said(_BEFORE.sub("", _THOUSANDS.sub("", text)))

    def _said(self, text: str) -> tuple[float, Unit]:
        """What a text says, once or more often: with = between, or again in brackets; raises `Problem`."""
        if again := _AGAIN.fullmatch(text.strip(" .")):
            with contextlib.suppress(Problem):
                first, then = map(self._once, again.groups())
                if _alike(first, then):
                    return first
        *before, last = re.split("[=≈]", text)
        said = []
        for one in before:  # a calculation, which is not read, or the same in another unit
            with contextlib.suppress(Problem):
                said.append(self._once(one))
        if said and not _alike(said[-1], self._once(last)):
            raise Problem(tr("What stands before the equals sign is something else than what follows it."))
        return self._once(last)

    def _once(self, text: str) -> tuple[float, Unit]:
        form = _FORM.format(self.example)
        text = _MONEY_FIRST.sub(r"\1\3 \2", text)
        found = _NUMBER.match(text)
        if not found:
            raise Problem(tr("There is no number at the start. {form}", form=form))
        if not text[found.end() :].strip(" ."):
            raise Problem(tr("The unit is missing. {form}", form=form))
        return float(found[1]), read_unit(text[found.end() :], self.names)

    def judge(self, question: Question, raw: object, tries: int, seed: int | None) -> Verdict:
        """Right where number and unit are, in any unit of the same kind."""
        number, unit = self.read(raw)
        ours, kind = read_unit(self.unit, self.names), Number(tr("Your number"))
        asked = replace(question, answer=kind, parts=False)
        share = 0.5 * question.parts
        right = np.asarray(question.right(question.cases[0]), dtype=float)
        ways = (number, number * unit.factor / ours.factor)
        fits = any(bool(kind.same(right, np.asarray(one)).all()) for one in ways)
        if unit.powers != ours.powers:
            told = (_UNIT if fits else _NEITHER).format(unit, self.why)
            return Verdict("wrong", (told, *question.hints[:tries]), share=share * fits)
        verdict = kind.judge(asked, np.asarray(number * unit.factor / ours.factor), tries, seed)
        if verdict.passed:
            return Verdict("right", (tr("Right, the number and its unit."),))
        if fits:  # what the hints ask about first is done
            return replace(verdict, sentences=(_SCALE, *question.hints[::-1][:tries]), share=share)
        first, *others = verdict.sentences
        told = tr("The unit fits. {first}", first=first.removeprefix("Not right yet. "))
        return replace(verdict, sentences=(told, *others), share=share)


def _alike(first: tuple[float, Unit], then: tuple[float, Unit]) -> bool:
    """Whether two say the same: 40 thousand dollars, and 40000 dollars."""
    (number, unit), (other, its) = first, then
    near = math.isclose(number * unit.factor, other * its.factor, rel_tol=BY_HAND)
    return near and unit.powers == its.powers
