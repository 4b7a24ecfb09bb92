"""Moodle's grading worksheet in any language: which of its columns is which.

mod/assign/gradingtable.php writes them in this order: participant, name and more about the learner (unless
names are hidden), state, … grade, maximum or scale, (state of marking), may be changed, times, comments.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_PARTICIPANT = re.compile(r"(?P<word>\D{3,}?)\s?(?P<number>\d+)")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_DATE = re.compile(r"-|.*\d{4}.*\d\d[:.]\d\d.*|.*\d[:.]\d\d.*\d{4}.*", re.S)
YES = frozenset(
    [
        "yes",
        "ja",
        "oui",
        "sí",
        "si",
        "sim",
        "kyllä",
        "tak",
        "ano",
        "áno",
        "да",
        "так",
        "da",
        "igen",
        "evet",
        "ναι",
        "はい",
        "是",
        "jah",
        "taip",
        "jā",
    ]
)
NO = frozenset(
    [
        "no",
        "nein",
        "non",
        "nee",
        "nej",
        "nei",
        "ei",
        "não",
        "nie",
        "ne",
        "нет",
        "ні",
        "nem",
        "hayır",
        "όχι",
        "いいえ",
        "否",
        "nu",
    ]
)
_NAMES = {
    "grade": "grade",
    "maximum": "maximum grade",
    "scale": "scale",
    "changeable": "grade can be changed",
    "comments": "feedback comments",
}


@dataclass(frozen=True)
class Columns:
    """The places of the columns that are filled in or looked at; None for one that is not there."""

    grade: int
    maximum: int | None = None
    scale: int | None = None
    changeable: int | None = None
    comments: int | None = None


def columns_of(rows: Sequence[Sequence[str]], grade: str | None = None) -> Columns | None:
    """The columns of a worksheet whose first row is the header; None if the table is none.

    `grade` is the name of its grade column, where neither names nor values tell it.
    """
    header = [name.strip().casefold() for name in rows[0]]
    if grade is not None and grade.casefold() in header and are_participants(rows):
        return Columns(
            header.index(grade.casefold()), comments=_comments(rows, header.index(grade.casefold()))
        )
    if header[0] == "identifier" and "grade" in header:
        return Columns(**{name: header.index(told) for name, told in _NAMES.items() if told in header})
    return _by_values(rows) if are_participants(rows) else None


def are_participants(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first column has one word with numbers: ``Participant 101``, ``Teilnehmer/in101``."""
    found = [_PARTICIPANT.fullmatch(row[0].strip()) for row in rows[1:]]
    numbers = {match["number"] for match in found if match}
    words = {match["word"].strip() for match in found if match}
    return bool(found) and all(found) and len(words) == 1 and len(numbers) == len(found)


def _by_values(rows: Sequence[Sequence[str]]) -> Columns | None:
    """By what stands in the columns: a maximum (or a scale) that is the same for all, then yes or no."""
    for place in range(2, len(rows[0]) - 1):
        values = _values(rows, place)
        changeable = next((k for k in (place + 1, place + 2) if _is_yes_or_no(rows, k)), None)
        if len(values) != 1 or changeable is None:
            continue
        (value,) = values
        if _NUMBER.fullmatch(value):
            return Columns(
                place - 1, maximum=place, changeable=changeable, comments=_comments(rows, changeable)
            )
        if "," in value:
            return Columns(
                place - 1, scale=place, changeable=changeable, comments=_comments(rows, changeable)
            )
    return None


def _is_yes_or_no(rows: Sequence[Sequence[str]], place: int) -> bool:
    values = {value.casefold() for value in _values(rows, place)} if place < len(rows[0]) else set()
    return bool(values) and values <= YES | NO


def _comments(rows: Sequence[Sequence[str]], after: int) -> int | None:
    """The last column, unless times stand in it."""
    last = len(rows[0]) - 1
    return None if last <= after or any(_DATE.fullmatch(value) for value in _values(rows, last)) else last


def _values(rows: Sequence[Sequence[str]], place: int) -> set[str]:
    return {row[place].strip() for row in rows[1:]} - {""}
