"""Units as people write them: ``dollars per square foot``, ``$/ft²``, ``thousand dollars / (m * year)``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from handprop.border.read_numbers import DECIMAL_COMMA, Problem
from handprop.language import tr

_RAISED = re.compile(r"(?<=\w)[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+|\^")
_SIGNS = str.maketrans("−·×⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-**-0123456789")
_JOINED = re.compile(r"(?<=[A-Za-z])-(?=[A-Za-z])")  # dollar-feet
_SHORT = re.compile(r"\bsq\.? ?(?=(?:ft|feet|foot|m)\b)")
_TOKEN = re.compile(r"\s*(\*\*|[*/()]|[A-Za-z%]+|-?\d+)")
_COMMA = re.compile(r",\s?\d")
_MANY = {"hundred": 1e2, "k": 1e3, "thousand": 1e3, "million": 1e6}
_POWERS = {"square": 2, "sq": 2, "cubic": 3}
_TIMES = ("*", "times", "x")
_AFTERWARDS = {"squared": 2, "cubed": 3}
_SKIPPED = {"of", "a", "an", "one", "unit", "units"}
_HIGHEST = 9


class Unit(NamedTuple):
    """How many of the plain units it is, and the power of each of them."""

    factor: float
    powers: Mapping[str, int]

    def times(self, other: Unit, sign: int = 1) -> Unit:
        """The product, or with -1 the quotient."""
        names = dict.fromkeys([*self.powers, *other.powers])  # in the order written
        powers = {one: self.powers.get(one, 0) + sign * other.powers.get(one, 0) for one in names}
        kept = {one: power for one, power in powers.items() if power}
        return Unit(self.factor * other.factor**sign, kept)

    def __str__(self) -> str:
        above, below = (
            [_power(name, power) for name, power in self.powers.items() if (power > 0) is up]
            for up in (True, False)
        )
        many = [f"{self.factor:g}"] if self.factor != 1 or not above else []
        under = " · ".join(below)
        return " · ".join([*many, *above]) + (
            f" / ({under})" if below[1:] else f" / {under}" if below else ""
        )


def _power(name: str, power: int) -> str:
    return name if abs(power) == 1 else f"{name}{str(abs(power)).translate(_RAISE)}"


_RAISE = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_NOTHING = Unit(1.0, {})


def read_unit(text: str, names: Mapping[str, str]) -> Unit:
    """The unit in a text; `names` is what each word stands for.  Raises `Problem` with a sentence."""
    if _COMMA.search(text):  # the number was cut off at it, as that of "about 40,000 dollars"
        raise Problem(tr("{decimal_comma} Thousands need no comma.", decimal_comma=DECIMAL_COMMA))
    text = _RAISED.sub(lambda found: f"**{found[0].strip('^')}", text)
    text = text.replace("$", " dollars ").replace("€", " euros ").translate(_SIGNS).strip(" .;,")
    text = _SHORT.sub("square ", _JOINED.sub(" ", text))
    tokens, place = [], 0
    while place < len(text):
        found = _TOKEN.match(text, place)
        if found is None:
            raise Problem(tr("{words!r} cannot be read as a unit.", words=text[place:].strip()[:20]))
        tokens.append(found[1])
        place = found.end()
    reader = _Reader(tokens, names)
    unit = reader.product()
    if reader.tokens:
        raise Problem(tr("A bracket in your unit is closed that was never opened."))
    return unit


class _Reader:
    """Reads tokens from the left; each method takes what belongs to it away."""

    def __init__(self, tokens: list[str], names: Mapping[str, str]):
        self.tokens, self._names = tokens, names

    def product(self) -> Unit:
        """Factors side by side, or with * and / or `per` between them."""
        unit, sign = _NOTHING, 1
        while self.tokens and self.tokens[0] != ")":
            if self.tokens[0] in (*_TIMES, "/", "per"):
                sign = 1 if self.tokens.pop(0) in _TIMES else -1
            else:
                unit = unit.times(self._power(), sign)
        return unit

    def _power(self) -> Unit:
        base = self._atom()
        if raised := self.tokens[:1] == ["**"]:
            self.tokens.pop(0)
        if not self.tokens or not (raised or base.powers):
            return base
        if self.tokens[0] in _AFTERWARDS:
            return _raised(base, _AFTERWARDS[self.tokens.pop(0)])
        if self.tokens[0].lstrip("-").isdigit():
            return _raised(base, int(self.tokens.pop(0)))
        return base

    def _atom(self) -> Unit:
        if not self.tokens:
            raise Problem(tr("Your unit ends where another word should follow."))
        word = self.tokens.pop(0)
        if word == "(":
            inside = self.product()
            if not self.tokens:
                raise Problem(tr("A bracket in your unit is never closed."))
            self.tokens.pop(0)
            return inside
        if word.isdigit() and int(word):
            return Unit(float(word), {})
        return self._word(word)

    def _word(self, word: str) -> Unit:
        if word == "M" and word not in self._names:
            raise Problem(tr("M can be read in two ways: write million, or metres."))
        known = self._names.get(word) or self._names.get(word.lower())
        if known:
            return Unit(1.0, {known: 1})
        if word[0] == "k" and (known := self._names.get(word[1:])):
            return Unit(1e3, {known: 1})
        word = word.lower()
        if (many := _MANY.get(word) or _MANY.get(word.removesuffix("s"))) is not None:
            return Unit(many, {})
        if word in _POWERS:
            return _raised(self._atom(), _POWERS[word])
        if word in _SKIPPED and self.tokens:
            return self._atom()
        raise Problem(tr("{word!r} is not a unit of this question.", word=word[:20]))


def _raised(unit: Unit, power: int) -> Unit:
    if abs(power) > _HIGHEST:
        raise Problem(tr("A power of {power} cannot be meant in a unit.", power=power))
    return Unit(unit.factor**power, {name: power * one for name, one in unit.powers.items()})
