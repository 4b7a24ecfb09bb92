"""The sentences of an explorer: they stand once, in its ``words.json``; its JavaScript reads the same file.

>>> say = filled({"loss": "The loss of {x} is {loss}."})
>>> say("loss", x=[2.0, 3.0], loss=0.31704)
'The loss of 2, 3 is 0.317.'
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np

from handprop.draw.layout import digits
from handprop.language import tr


def phrases(file: str) -> Callable[..., str]:
    """A function that gives a sentence by its name, from the folder that a file of Python lies in."""
    return filled(json.loads(Path(file).with_name("words.json").read_text(encoding="utf-8")))


def filled(texts: Mapping[str, str]) -> Callable[..., str]:
    """A function that fills the places of a sentence: numbers to four digits, lists with commas."""
    return lambda key, **values: tr(texts[key]).format(
        **{name: _written(value) for name, value in values.items()}
    )


def bracketed(value: float, count: int = 4) -> str:
    """A number behind a sign of arithmetic, to ``count`` digits: a negative one in parentheses."""
    text = digits(value, count)
    return f"({text})" if text.startswith("-") else text


def enough(terms: list[tuple[float, ...]], total: float, parts: int = 1) -> int:
    """The digits for the factors of a sum of products over ``parts``, so that print gives ``total`` in print.

    Four, and more where terms cancel: 0.9999933 - 1 is -6.7e-06, and 1 - 1 is not.  Up to 15.
    """
    if len(terms) == 1:
        return 4
    last_digit = 10.0 ** (math.floor(math.log10(abs(total))) - 3) if total else 0.0
    noise = 1e-15 * max(abs(math.prod(term)) for term in terms) / parts

    def miss(count: int) -> float:
        printed = sum(math.prod(float(digits(factor, count)) for factor in term) for term in terms)
        return abs(printed / parts - float(digits(total)))

    return next((count for count in range(4, 15) if miss(count) <= last_digit * (1 + 1e-9) + noise), 15)


def _written(value) -> str:
    if isinstance(value, str):
        return value
    return ", ".join(_written(part) for part in value) if np.ndim(value) else digits(float(value))
