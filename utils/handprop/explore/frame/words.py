"""The sentences of an explorer: they stand once, in its ``words.json``; its JavaScript reads the same file.

>>> say = filled({"loss": "The loss of {x} is {loss}."})
>>> say("loss", x=[2.0, 3.0], loss=0.31704)
'The loss of 2, 3 is 0.317.'
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np

from handprop.draw.layout import digits


def phrases(file: str) -> Callable[..., str]:
    """A function that gives a sentence by its name, from the folder that a file of Python lies in."""
    return filled(json.loads(Path(file).with_name("words.json").read_text(encoding="utf-8")))


def filled(texts: Mapping[str, str]) -> Callable[..., str]:
    """A function that fills the places of a sentence: numbers to four digits, lists with commas."""
    return lambda key, **values: texts[key].format(
        **{name: _written(value) for name, value in values.items()}
    )


def bracketed(value: float) -> str:
    """A number behind a sign of arithmetic, to four digits: a negative one in parentheses."""
    text = digits(value)
    return f"({text})" if text.startswith("-") else text


def _written(value) -> str:
    if isinstance(value, str):
        return value
    return ", ".join(_written(part) for part in value) if np.ndim(value) else digits(float(value))
