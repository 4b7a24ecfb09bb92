"""Numbers of things, as sentences say them."""

from __future__ import annotations

from handprop.language import trn


def counted(number: int, one: str, many: str) -> str:
    """A number with its noun: ``1 file``, ``3 files``."""
    noun = trn(one, many, number)
    return f"{number} {noun}"


def points(number: int) -> str:
    """``1 point``, ``4 points``."""
    return counted(number, "point", "points")
