"""One of several options, with a reason where it is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from handprop.border.read_numbers import Problem, Unfinished, is_empty
from handprop.check import mistakes as bank
from handprop.check.answers.kind import Kind
from handprop.check.answers.labelled import NOT
from handprop.check.verdict import Verdict
from handprop.course.words import Words

if TYPE_CHECKING:
    from handprop.check.question import Case, Question
    from handprop.check.variants.stream import Stream


@dataclass(frozen=True)
class Choice(Kind):
    """One of several options, if asked for with a reason: `"b"`, or `"b2"` for option b because of reason 2.

    Parameters
    ----------
    options : label -> text; the labels are small letters.
    right : the label of the right option.
    replies : label of a wrong option -> the question or remark that leads on.
    reasons : number, as text -> text; empty if no reason is asked for.
    right_reason : the number of the right reason.
    mistakes : label of a wrong option -> id of the mistake in the bank that it shows.
    last : labels of options that speak of the others, and so stay at the end when options are shuffled.
    course : the labels that the options have in the course, where they have been shuffled.

    All but the last three are words, and come from exercise.md.
    """

    options: Mapping[str, str] = field(default_factory=dict)
    right: str = ""
    replies: Mapping[str, str] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)
    right_reason: str = ""
    mistakes: Mapping[str, str] = field(default_factory=dict)
    last: str = ""
    course: Mapping[str, str] = field(default_factory=dict)

    one_guess = True

    def shuffled(self, stream: Stream) -> Mapping[str, str]:
        """Options and reasons in any order, but for those that stay last."""
        free = [label for label in self.options if label not in self.last]
        order = "".join([*stream.shuffled(free), *self.last])
        reasons = "".join(stream.shuffled(list(self.reasons)))
        return {"order": order} | ({"reasons": reasons} if reasons else {})

    def readable(self) -> Mapping[str, object]:
        """The labels, in their order."""
        return {"kind": "choice", "letters": "".join(self.options), "digits": "".join(self.reasons)}

    def takes(self, drawn: Mapping[str, Any]) -> bool:
        """Whether the order names just the options and reasons that there are."""
        reasons = sorted(drawn.get("reasons", "")) == sorted(self.reasons)
        return sorted(drawn.get("order", "")) == sorted(self.options) and reasons

    def reordered(self, order: str, reasons: str = "") -> Choice:
        """The same choice, whose first option is the one that `order` names first."""
        new = dict(zip(order, sorted(order), strict=True))
        mistakes = {new.get(label, label): known for label, known in self.mistakes.items()}
        return replace(self, mistakes=mistakes, course={now: old for old, now in new.items()})

    def in_course(self, sentence: str) -> str:
        """What was said to an option, with the letter that it has in the course."""
        for now, old in self.course.items():
            if sentence == NOT.format(now):
                return NOT.format(old)
        return sentence

    def worded(self, words: Words) -> Choice:
        """The same choice with the options, reasons and replies of these words."""
        return replace(
            self,
            options=words.options,
            right=words.right,
            replies=words.replies,
            reasons=words.reasons,
            right_reason=words.right_reason,
        )

    @property
    def whole(self) -> str:
        """The right answer as it is typed."""
        return self.right + self.right_reason

    def read(self, raw: object) -> str:
        """Letter and number, in any case, with or without brackets; raises `Problem` or `Unfinished`."""
        if is_empty(raw) or (isinstance(raw, str) and not raw.strip()):
            raise Unfinished
        if isinstance(raw, tuple | list):
            raw = "".join(str(part) for part in raw)
        form = (
            'a letter and a number in quotes, such as "a1"'
            if self.reasons
            else 'one letter in quotes, such as "a"'
        )
        if not isinstance(raw, str):
            raise Problem(f"Answer with {form}.")
        label = "".join(sign for sign in raw.lower() if sign.isalnum())
        if label[:1] not in self.options or len(label) > 1 + bool(self.reasons):
            raise Problem(
                f"There is no option {raw.strip()[:60]!r}; answer with {form}, from {self._range()}."
            )
        if self.reasons and label[1:] not in self.reasons:
            raise Problem(f"The reason is missing: answer with {form}, from {self._range()}.")
        return label

    def judge(self, question: Question, raw: object, tries: int, seed: int | None) -> Verdict:
        """Right with the right reason; a wrong option has its own reply."""
        label = self.read(raw)
        if label == self.whole:
            return Verdict("right", ("Right.",))
        option = label[:1]
        if option == self.right:
            return Verdict("wrong", (f"({option}) is right. The reason is another one.",))
        told = [NOT.format(option), self.replies[option]]
        if (known := self.mistakes.get(option)) is None:
            return Verdict("wrong", tuple(told))
        return Verdict("wrong", (*told, bank.by_id()[known].hint), (known,))

    def right_for(self, question: Question, case: Case) -> str:
        """The right answer as it is typed."""
        return self.whole

    def chosen(self) -> Iterable[tuple[str, str]]:
        """Each wrong option that shows a mistake, as it is typed."""
        return ((option + self.right_reason, known) for option, known in self.mistakes.items())

    def solution(self, question: Question) -> str:
        """The right answer as code."""
        return f'{question.name} = "{self.whole}"'

    def slip_said_by(self, sentence: str) -> str:
        """The option that was chosen, with its text."""
        for label, option in self.options.items():
            if sentence == NOT.format(label):
                return f"chooses ({label}): {option}"
        return sentence

    def _range(self) -> str:
        letters = ", ".join(self.options)
        return f"{letters} and {', '.join(self.reasons)}" if self.reasons else letters
