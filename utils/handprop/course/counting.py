"""Numbers of things, as sentences say them."""

from __future__ import annotations


def count(number: int, noun: str) -> str:
    """A number with its noun: ``1 file``, ``3 files``."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
