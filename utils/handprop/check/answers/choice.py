"""One of several options, with a reason where it is asked for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from handprop.border.read_numbers import Problem, Unfinished, is_empty
from handprop.check.answers.labelled import NOT, Lettered
from handprop.check.answers.notation import plain_signs
from handprop.check.verdict import Verdict
from handprop.course.words import Words
from handprop.language import tr

if TYPE_CHECKING:
    from handprop.check.question import Case, Question
    from handprop.check.variants.stream import Stream

_FEW = 6  # letters that may be anything
_IN_WORDS = re.compile(r"^\W*(?:(?:my|the)\s+)?(?:answer|option|choice)\b\s*(?:is\b)?", re.IGNORECASE)

_BETWEEN = re.compile(r"\b(?:and|because|of|reason|with)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Choice(Lettered):
    """One of several options, if asked for with a reason: `"b"`, or `"b2"` for option b because of reason 2.

    Parameters
    ----------
    right : the label of the right option.
    reasons : number, as text -> text; empty if no reason is asked for.
    right_reason : the number of the right reason.
    last : labels of options that speak of the others, and so stay at the end when options are shuffled.

    All but the last are words, and come from exercise.md.
    """

    right: str = ""
    reasons: Mapping[str, str] = field(default_factory=dict)
    right_reason: str = ""
    last: str = ""

    took = "chooses"

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
        several = isinstance(raw, tuple | list) and len(raw) > 1
        if isinstance(raw, tuple | list):
            raw = "".join(str(part) for part in raw)
        form = (
            tr('a letter and a number in quotes, such as "a1"')
            if self.reasons
            else tr('one letter in quotes, such as "a"')
        )
        if not isinstance(raw, str):
            raise Problem(tr("Answer with {form}.", form=form))
        words = _IN_WORDS.sub("", plain_signs(raw))
        label = _bare(_BETWEEN.sub("", words))
        if len(label) > 1 + bool(self.reasons):
            label = self._copied(_bare(words))
        if several and len(label) > 1 + bool(self.reasons):
            raise Problem(tr("One option is asked for: answer with {form}.", form=form))
        if self.reasons and label[:-1] in self.reasons and label[-1:] in self.options:
            label = label[::-1]  # the number first
        if label[:1] in self.options and len(label) > 2 and set(label[1:]) <= set(self.reasons):
            raise Problem(tr("One reason is asked for: answer with {form}.", form=form))
        if label[:1] not in self.options or len(label) > 1 + bool(self.reasons):
            raise Problem(
                tr(
                    "There is no option {raw!r}; answer with {form}, from {range}.",
                    raw=raw.strip()[:60],
                    form=form,
                    range=self._range(),
                )
            )
        if label[1:] and label[1:] not in self.reasons:
            raise Problem(
                tr(
                    "There is no reason {label}; choose from {all}.",
                    label=label[1:],
                    all=", ".join(self.reasons),
                )
            )
        if self.reasons and label[1:] not in self.reasons:
            raise Problem(
                tr("The reason is missing: answer with {form}, from {range}.", form=form, range=self._range())
            )
        return label

    def _copied(self, text: str) -> str:
        """The letter of an option whose words were copied, with its letter or without; else the text."""
        words = ((label, _bare(option)) for label, option in self.options.items())
        found = [one for one, whole in words if whole.startswith(text) or f"{one}{whole}".startswith(text)]
        return found[0] if len(text) > _FEW and len(found) == 1 else text

    def judge(self, question: Question, raw: object, tries: int, seed: int | None) -> Verdict:
        """Right with the right reason; a wrong option has its own reply."""
        label = self.read(raw)
        if label == self.whole:
            return Verdict("right", (tr("Right."),))
        option = label[:1]
        if option == self.right:
            return Verdict("wrong", (tr("({option}) is right. The reason is another one.", option=option),))
        return self.wrong(option, (NOT.format(option), self.replies[option]))

    def right_for(self, question: Question, case: Case) -> str:
        """The right answer as it is typed."""
        return self.whole

    def chosen(self) -> Iterable[tuple[str, str]]:
        """Each wrong option that shows a mistake, as it is typed."""
        return ((option + self.right_reason, known) for option, known in self.mistakes.items())

    def solution(self, question: Question) -> str:
        """The right answer as code."""
        return f'{question.name} = "{self.whole}"'

    def _range(self) -> str:
        letters = ", ".join(self.options)
        return (
            tr("{letters} and {reasons}", letters=letters, reasons=", ".join(self.reasons))
            if self.reasons
            else letters
        )


def _bare(text: str) -> str:
    return "".join(sign for sign in text.lower() if sign.isalnum())
