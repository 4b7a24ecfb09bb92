"""Which of a learner's notebooks are attempts at an exercise, and in which order they were made."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from handprop.course.counting import counted
from handprop.course.lessons import LESSON_NAME
from handprop.grade.intake import account
from handprop.grade.intake.content import ATTEMPT, DAMAGED, OTHER, Content
from handprop.grade.intake.download import Piece
from handprop.grade.intake.names import plain_stem
from handprop.grade.intake.platforms import Owner
from handprop.language import tr


@dataclass(frozen=True)
class Try:
    """A notebook that may be a learner's attempt at an exercise."""

    piece: Piece
    owner: Owner
    lesson: str | None
    content: Content
    when: datetime | None = None

    @property
    def blank(self) -> bool:
        """Whether it is the exercise as it was handed out."""
        return self.content.kind == ATTEMPT and self.lesson in self.content.blank

    @property
    def answered(self) -> int:
        """How many questions have an answer."""
        return self.content.answered.get(self.lesson, 0)


Dropped = tuple[Try, str, str]
"""A notebook that is no attempt, what it is instead, and why."""


def real(tries: Sequence[Try]) -> tuple[list[Try], list[Dropped]]:
    """The tries that are attempts, and those that are none.

    A blank exercise, a damaged file and a notebook without an exercise are attempts only where the learner
    has nothing better.
    """
    kept, dropped = _without_scrap(tries)
    good = [one for one in kept if one.content.kind == ATTEMPT and not one.blank]
    blank = [one for one in kept if one.blank]
    damaged = [one for one in kept if one.content.kind == DAMAGED]
    other = [one for one in kept if one.content.kind == OTHER]
    if good:
        dropped += [(one, account.EMPTY, tr("nothing was answered in it")) for one in blank]
        dropped += [(one, account.ASK, one.content.reason) for one in damaged]
        dropped += [(one, account.PAPER, tr("not a notebook of this course")) for one in other]
        return good, dropped
    if damaged:
        dropped += [(one, account.EMPTY, tr("nothing was answered in it")) for one in blank]
        return damaged + other, dropped
    if blank:
        return blank, dropped + [(one, account.PAPER, tr("no exercise in it")) for one in other]
    return other, dropped


def _without_scrap(tries: Sequence[Try]) -> tuple[list[Try], list[Dropped]]:
    """In a folder with the name of the exercise (nbgrader's) the notebook of that name was handed in."""
    places = {one.piece.parts[:-1] for one in tries if _is_nbgraders(one)}
    kept, dropped = [], []
    for one in tries:
        if one.piece.parts[:-1] in places and not _is_nbgraders(one):
            dropped.append(
                (one, account.PAPER, tr("beside {lesson}.ipynb, which was handed in", lesson=one.lesson))
            )
        else:
            kept.append(one)
    return kept, dropped


def _is_nbgraders(one: Try) -> bool:
    parts = one.piece.parts
    folder = parts[-2] if len(parts) > 1 else ""
    return bool(LESSON_NAME.fullmatch(folder)) and plain_stem(parts[-1]) == folder


def in_order(tries: Sequence[Try]) -> tuple[list[Try], list[str]]:
    """The attempts in their order, the last being the one that counts, and what is to be told of it.

    By time where all have one; else by the platform's own numbers; else by numbers in otherwise equal names;
    else the one with most answers is the last.
    """
    if len(tries) < 2:
        return list(tries), []
    if all(one.when for one in tries):
        ordered = sorted(tries, key=lambda one: (one.when, _natural(one)))
        return ordered, _drop(ordered)
    if len({one.owner.order for one in tries} - {None}) == len(tries):
        ordered = sorted(tries, key=lambda one: one.owner.order)
        return ordered, _drop(ordered)
    ordered = sorted(tries, key=_natural)
    if len({re.sub(r"\d+", "", "/".join(one.piece.parts)) for one in tries}) == 1:
        return ordered, _drop(ordered)
    ordered = sorted(ordered, key=lambda one: one.answered)
    if len({(one.piece.size, one.answered) for one in tries}) == 1:
        return ordered, []
    names = ", ".join(one.piece.name for one in ordered)
    return ordered, [
        tr("no time is known of {names}; the last of these counts, which answers most.", names=names)
    ]


def blanks(dropped: Iterable[Dropped], kept: Sequence[Try]) -> list[str]:
    """Sentences about blank or damaged copies that came after what counts."""
    last = max((one.when for one in kept if one.when), default=None)
    told = []
    for one, what, why in dropped:
        if what == account.ASK:
            told.append(tr("{name} cannot be read, another counts. {why}", name=one.piece.name, why=why))
        elif what == account.EMPTY and last and one.when and one.when > last:
            told.append(tr("{name} came later and is blank; an earlier one counts.", name=one.piece.name))
    return told


def _drop(ordered: Sequence[Try]) -> list[str]:
    best, last = max(one.answered for one in ordered), ordered[-1]
    if last.answered >= best:
        return []
    answered = counted(last.answered, "question", "questions")
    return [tr("the last attempt answers {answered}, an earlier one {best}.", answered=answered, best=best)]


def _natural(one: Try) -> list:
    """A key that sorts "2" before "10", and the plain name before numbered ones."""
    parts = re.split(r"(\d+)", "/".join([*one.piece.parts[:-1], plain_stem(one.piece.parts[-1])]))
    return [int(part) if part.isdecimal() else part for part in parts]
