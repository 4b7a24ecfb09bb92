"""Steps to be put in order, among others that do not belong there."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from handprop.border.read_numbers import Problem, Unfinished, is_empty
from handprop.check.answers.labelled import NOT, Labelled
from handprop.check.answers.notation import plain_signs
from handprop.check.verdict import Verdict
from handprop.course.words import Words
from handprop.language import tr

if TYPE_CHECKING:
    from handprop.check.question import Case, Question

_MOST = 40  # letters


@dataclass(frozen=True)
class Order(Labelled):
    """Steps to be put in order, as a text of their letters: `"bca"`.

    A step has its place in brackets in exercise.md, ``- [2] (a) ...``; two with the same place may come
    either way.  A step without a place, ``- [ ] (d) ...``, does not belong there, and has a reply.
    """

    def worded(self, words: Words) -> Order:
        """The same with the steps of these words."""
        return replace(self, options=words.options, places=words.places, replies=words.replies)

    @property
    def whole(self) -> str:
        """The right answer as it is typed."""
        return "".join(sorted(self.places, key=lambda label: (self.places[label], label)))

    def read(self, raw: object) -> str:
        """The letters; raises `Problem` or `Unfinished`."""
        form = tr(
            "Answer with the letters in their order, as text, such as {options!r}.",
            options="".join(sorted(self.options)[:3]),
        )
        if is_empty(raw) or (isinstance(raw, str) and not raw.strip(" .")):
            raise Unfinished
        if isinstance(raw, list | tuple) and all(isinstance(one, str) for one in raw):
            raw = "".join(raw)
        if not isinstance(raw, str) or len(raw) > 10 * _MOST:
            raise Problem(form)
        text = re.sub(r"(?<!\w)\d+[.):]", "", plain_signs(raw).lower())  # numbered lines, or steps
        letters = "".join(sign for sign in text if sign.isalnum())
        strangers = [label for label in letters if label not in self.options]
        if strangers and len(re.findall(r"[^\W\d_]{3,}", text)) > 1:  # words
            raise Problem(form)
        if strangers:
            raise Problem(tr("There is no step {label!r}. {form}", label=strangers[0], form=form))
        for label in letters:
            if letters.count(label) > 1:
                raise Problem(tr("({label}) stands twice in your order. Each step comes once.", label=label))
        if not letters:
            raise Problem(form)
        return letters

    def judge(self, question: Question, raw: object, tries: int, seed: int | None) -> Verdict:
        """Right in the right order; a step that does not belong there has its reply, and its mistake."""
        given = self.read(raw)
        good = self._good(given)
        share = good / len(self.places) if question.parts else 0.0
        if good == len(given) == len(self.places):
            return Verdict("right", (tr("Right."),))
        if strangers := [label for label in given if label not in self.places]:
            first = strangers[0]
            return self.wrong(first, (NOT.format(first), self.replies[first]))
        share = min(share, 1 - 1 / len(self.places))
        if good == len(given):
            told = tr("So far it is right, up to ({given}). A step is missing after it.", given=given[-1])
        elif good:
            told = tr(
                "It is right up to ({given}). Something has to come before ({given_2}).",
                given=given[good - 1],
                given_2=given[good],
            )
        else:
            told = tr("Not ({given}) first. What does it need that is not there yet?", given=given[0])
        return Verdict("wrong", (told, *question.hints[:tries]), share=share)

    def _good(self, given: str) -> int:
        """How many steps from the first on come when all before them are done."""
        for k, label in enumerate(given):
            place = self.places.get(label)
            if place is None or any(at < place and one not in given[:k] for one, at in self.places.items()):
                return k
        return len(given)

    def right_for(self, question: Question, case: Case) -> str:
        """The right answer as it is typed."""
        return self.whole

    def chosen(self) -> Iterable[tuple[str, str]]:
        """Each step that shows a mistake, in front of the right ones."""
        return ((label + self.whole, known) for label, known in self.mistakes.items())

    def solution(self, question: Question) -> str:
        """The right answer as code."""
        return f'{question.name} = "{self.whole}"'
