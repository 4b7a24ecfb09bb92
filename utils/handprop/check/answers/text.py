"""A free text, graded by hand."""

from __future__ import annotations

from dataclasses import dataclass, replace

from handprop.course.words import Words


@dataclass(frozen=True)
class Text:
    """A short free text, graded by hand.

    Parameters
    ----------
    model : an answer that deserves full points, for the solution.
    """

    model: str = ""

    def worded(self, words: Words) -> Text:
        """The same with the model answer of these words."""
        return replace(self, model=words.model)
