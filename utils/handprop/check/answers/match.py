"""What belongs together: letters and numbers in pairs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from handprop.border.read_numbers import Problem, Unfinished, is_empty
from handprop.check.answers.labelled import Labelled
from handprop.check.answers.notation import plain_signs
from handprop.check.verdict import Verdict
from handprop.course.words import Words
from handprop.language import tr

if TYPE_CHECKING:
    from handprop.check.question import Case, Question
    from handprop.check.variants.stream import Stream

_LONGEST = 400
_PAIR = re.compile(r"([a-z])[^a-z0-9]{0,4}(\d)")
_TURNED = re.compile(r"(\d)[^a-z0-9]{0,4}([a-z])")


@dataclass(frozen=True)
class Match(Labelled):
    """Pairs of a letter and a number, as text: `"a2 b1 c3"`.

    In exercise.md a letter has the number of its partner in brackets, ``- [2] (a) ...``; the partners are a
    numbered list, ``1. [ ] ...``, in which some may have none.  `mistakes` are by wrong pairs, ``"a3"``.

    Parameters
    ----------
    partners : number, as text -> text.
    """

    partners: Mapping[str, str] = field(default_factory=dict)

    def worded(self, words: Words) -> Match:
        """The same with what these words have in their two lists."""
        said: dict[str, Any] = {"options": words.options, "places": words.places, "replies": words.replies}
        return replace(self, partners=words.reasons, **said)

    def shuffled(self, stream: Stream) -> Mapping[str, str]:
        """Both lists in any order."""
        return {**super().shuffled(stream), "reasons": "".join(stream.shuffled(list(self.partners)))}

    def takes(self, drawn: Mapping[str, Any]) -> bool:
        """Whether the orders name just what there is."""
        return super().takes(drawn) and sorted(drawn.get("reasons", "")) == sorted(self.partners)

    @property
    def whole(self) -> str:
        """The right answer as it is typed."""
        return " ".join(f"{label}{self.places[label]}" for label in sorted(self.places))

    def read(self, raw: object) -> dict[str, str]:
        """The number for each letter; raises `Problem` or `Unfinished`."""
        form = tr("Answer with pairs as text, such as {example!r}.", example=self._example())
        if is_empty(raw) or (isinstance(raw, str) and not raw.strip(" .")):
            raise Unfinished
        if isinstance(raw, list | tuple) and len(raw) <= len(self.options):
            parts = (one if isinstance(one, list | tuple) else [one] for one in raw)
            raw = " ".join("".join(str(part) for part in pair) for pair in parts)
        if not isinstance(raw, str) or len(raw) > _LONGEST:
            raise Problem(form)
        text = plain_signs(raw).lower()
        if not re.search("[a-z0-9]", _TURNED.sub("", text)):
            text = _TURNED.sub(r"\2\1 ", text)
        pairs = [(self._labels().get(one, one), number) for one, number in _PAIR.findall(text)]
        if not pairs or re.search("[a-z0-9]", _PAIR.sub("", text)):
            raise Problem(form)
        found = dict(pairs)
        if len(found) < len(pairs):
            raise Problem(tr("A letter stands in two of your pairs. Each has one partner."))
        if strangers := [f"{a}{n}" for a, n in pairs if a not in self.options or n not in self.partners]:
            raise Problem(
                tr("There is no pair {strangers!r} here. {form}", strangers=strangers[0], form=form)
            )
        if missing := [label for label in self.options if label not in found]:
            raise Problem(tr("({missing}) has no partner yet. {form}", missing=missing[0], form=form))
        return found

    def _labels(self) -> dict[str, str]:
        """The label of each option that ends with a letter of its own, as "run P" does."""
        ends = {text.split()[-1].lower(): label for label, text in self.options.items()}
        return {end: label for end, label in ends.items() if len(end) == 1 and end not in self.options}

    def judge(self, question: Question, raw: object, tries: int, seed: int | None) -> Verdict:
        """Right where every pair is; else how many are, and what leads on for the first that is not."""
        found = self.read(raw)
        wrong = [label for label in sorted(found) if found[label] != str(self.places[label])]
        if not wrong:
            return Verdict("right", (tr("Right."),))
        first, good = wrong[0], len(found) - len(wrong)
        told = [
            tr(
                "{good} of {count} pairs are right. ({first}) does not belong to {found}.",
                good=good,
                count=len(found),
                first=first,
                found=found[first],
            )
        ]
        told += [self.replies[first]] if first in self.replies else []
        known = [
            self.mistakes[f"{one}{found[one]}"] for one in wrong if f"{one}{found[one]}" in self.mistakes
        ]
        share = good / len(found) * question.parts
        verdict = self.wrong(f"{first}{found[first]}", (*told, *question.hints[:tries]), share)
        return replace(verdict, mistakes=tuple(dict.fromkeys(known)))

    def reordered(self, order: str, reasons: str = "") -> Match:
        """The same with both lists in these orders."""
        new = dict(zip(reasons, sorted(reasons), strict=True))
        kind = super().reordered(order)
        mistakes = {pair[0] + new.get(pair[1], pair[1]): known for pair, known in kind.mistakes.items()}
        return replace(kind, mistakes=mistakes)

    def right_for(self, question: Question, case: Case) -> str:
        """The right answer as it is typed."""
        return self.whole

    def chosen(self) -> Iterable[tuple[str, str]]:
        """The right answer but for one pair, for each that shows a mistake."""
        for pair, known in self.mistakes.items():
            right = {label: str(number) for label, number in self.places.items()} | {pair[0]: pair[1]}
            yield " ".join(label + number for label, number in right.items()), known

    def solution(self, question: Question) -> str:
        """The right answer as code."""
        return f'{question.name} = "{self.whole}"'

    def _example(self) -> str:
        labels, numbers = sorted(self.options)[:2], sorted(self.partners)[:2]
        return " ".join(label + number for label, number in zip(labels, reversed(numbers), strict=False))
