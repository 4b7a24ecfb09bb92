"""What all kinds of answer that are a function of the learner's have in common."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from handprop.border import call
from handprop.border.read_numbers import Problem, Unfinished, is_empty
from handprop.check.answers.kind import Kind
from handprop.language import tr

if TYPE_CHECKING:
    from handprop.check.question import Question


class Defined(Kind):
    """An answer that the learner defines with ``def``, under a name of its own.

    `arguments`: what stands in the brackets where it is said how.
    """

    name: str
    arguments = "..."
    fails_by_itself = True

    def readable(self) -> Mapping[str, object]:
        """Nothing but that it is a function."""
        return {"kind": "function"}

    def variable(self, question: Question) -> str:
        """The name of the function."""
        return self.name

    def must_be_function(self, raw: object) -> None:
        """Raise Unfinished where nothing was written yet, Problem where it is no function."""
        if is_empty(raw):
            raise Unfinished
        if not isinstance(raw, call.Watched) and not callable(raw):
            raise Problem(
                tr(
                    "{name} is not a function. Write it with `def {name}({arguments}):`.",
                    name=self.name,
                    arguments=self.arguments,
                )
            )
