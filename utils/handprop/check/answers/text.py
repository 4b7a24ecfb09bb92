"""A free text, graded by hand."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from handprop.check.answers.kind import Kind, marked
from handprop.course.words import Words
from handprop.language import tr

if TYPE_CHECKING:
    from handprop.check.question import Question


@dataclass(frozen=True)
class Text(Kind):
    """A short free text, graded by hand.

    Parameters
    ----------
    model : an answer that deserves full points, for the solution.
    """

    model: str = ""

    manual = True
    always_the_same = tr("it asks for words, which an instructor reads.")

    def worded(self, words: Words) -> Text:
        """The same with the model answer of these words."""
        return replace(self, model=words.model)

    def solution(self, question: Question) -> str:
        """The model answer."""
        return self.model.strip()

    def cell(self, question: Question) -> str:
        """The model answer between nbgrader's marks; nothing stands above it."""
        return "\n".join(marked(self.solution(question)))
