"""Which checks a submission was graded with: their digest, so that a change in them is seen."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import handprop
from handprop.course.lessons import Place, own_root
from handprop.language import language, spoken

_PACKAGE = Path(handprop.__file__).resolve().parent
# Beside the checks: how answers are read, and the calculations that the questions compare with.
_FOLDERS = ("check", "border", "course", "language", "symbolic", "examples")


@cache
def digest(lesson: str) -> str:
    """A digest of the lesson's questions and of all code that judges answers to them."""
    whole = hashlib.sha256(language().encode())
    for file in judging_files(lesson):
        whole.update(f"{file.parent.name}/{file.name}\0".encode() + file.read_bytes() + b"\0")
    return whole.hexdigest()


def digest_with(checks: str, numbers: Mapping) -> str:
    """The digest of checks together with the numbers that were drawn for a learner."""
    drawn = json.dumps(numbers, sort_keys=True).encode()
    return hashlib.sha256(f"{checks}\0".encode() + drawn).hexdigest()


def judging_files(lesson: str) -> Iterator[Path]:
    """The files that a verdict on an answer to this lesson's questions depends on."""
    place = Place(own_root(), lesson)
    yield from (place.questions, place.exercise)  # which option is right stands with the words
    yield from sorted(_PACKAGE.glob("*.py"))
    for folder in _FOLDERS:
        yield from sorted((_PACKAGE / folder).rglob("*.py"))
    yield from spoken()
