"""What answers in letters have in common: options that may come in any order, and letters for the course."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Self

from handprop.check import mistakes as bank
from handprop.check.answers.kind import Kind
from handprop.check.verdict import Verdict

if TYPE_CHECKING:
    from handprop.check.variants.stream import Stream

NOT = "Not ({})."


@dataclass(frozen=True)
class Lettered(Kind):
    """A kind of answer that names options by letters, and may have them in another order than the course.

    Parameters
    ----------
    options : label -> text; the labels are small letters.
    replies : label -> the question or remark that leads on.
    mistakes : what was answered -> id of the mistake in the bank that it shows; a label comes first in it.
    course : the labels that the options have in the course, where they have been shuffled.

    The first two are words, and come from exercise.md.
    """

    options: Mapping[str, str] = field(default_factory=dict)
    replies: Mapping[str, str] = field(default_factory=dict)
    mistakes: Mapping[str, str] = field(default_factory=dict)
    course: Mapping[str, str] = field(default_factory=dict)

    one_guess = True
    any_order = True
    took = "takes"  # what a learner does with an option

    def shuffled(self, stream: Stream) -> Mapping[str, str]:
        """The options in any order."""
        return {"order": "".join(stream.shuffled(list(self.options)))}

    def takes(self, drawn: Mapping[str, Any]) -> bool:
        """Whether the order names just the options that there are."""
        return sorted(drawn.get("order", "")) == sorted(self.options)

    def reordered(self, order: str, reasons: str = "") -> Self:
        """The same, whose first option is the one that `order` names first."""
        new = dict(zip(order, sorted(order), strict=True))
        mistakes = {
            new.get(label[:1], label[:1]) + label[1:]: known for label, known in self.mistakes.items()
        }
        course = {now: old for old, now in new.items()}
        return replace(self, mistakes=mistakes, course=course)

    def in_course(self, sentence: str) -> str:
        """What was said to an option, with the letter that it has in the course."""
        for now, old in self.course.items():
            if sentence == NOT.format(now):
                return NOT.format(old)
        return sentence

    def slip_said_by(self, sentence: str) -> str:
        """The option that was answered, with its text."""
        for label, option in self.options.items():
            if sentence == NOT.format(label):
                return f"{self.took} ({label}): {option}"
        return sentence

    def wrong(self, label: str, told: Iterable[str], share: float = 0.0) -> Verdict:
        """The verdict on an answer that may show a mistake of the bank."""
        if (known := self.mistakes.get(label)) is None:
            return Verdict("wrong", tuple(told), share=share)
        return Verdict("wrong", (*told, bank.by_id()[known].hint), (known,), share)


@dataclass(frozen=True)
class Labelled(Lettered):
    """Options that have places, or partners.

    Parameters
    ----------
    places : label -> the number that stands in its brackets in exercise.md.
    """

    places: Mapping[str, int] = field(default_factory=dict)
