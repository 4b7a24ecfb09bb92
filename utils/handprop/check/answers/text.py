"""A free text, graded by hand."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Text:
    """A short free text, graded by hand.

    Parameters
    ----------
    model : an answer that deserves full points, for the solution.
    """

    model: str
