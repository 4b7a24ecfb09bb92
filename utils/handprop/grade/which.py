"""Which lesson a notebook belongs to: what it says itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from handprop.build.places import find_root, lesson_places
from handprop.grade.work import Unreadable, Work, read

_OPENS = re.compile(r"""^\s*check\s*=\s*exercise\(\s*(['"])(\w+)\1""", re.MULTILINE)


@cache
def lessons() -> tuple[str, ...]:
    """The lessons of the course that have questions, by name and in order."""
    places = lesson_places(find_root(Path(__file__)))  # those that come with this package, wherever we are
    return tuple(place.name for place in places if place.questions.is_file())


def lesson_named(name: str) -> str:
    """The lesson with this name or number: ``06_by_hand``, ``06``, ``6``.

    Raises ValueError, listing the lessons, if there is none.
    """
    for lesson in lessons():
        if name == lesson or (name.isdecimal() and name.zfill(2) == lesson[:2]):
            return lesson
    raise ValueError(f"There is no exercise {name!r}; choose from {', '.join(lessons())}.")


@dataclass(frozen=True)
class About:
    """What a report says of a lesson: its title, and its objectives' texts by id."""

    title: str
    objectives: Mapping[str, str]


@cache
def about(lesson: str) -> About:
    """What stands at the front of a lesson's source."""
    (place,) = lesson_places(find_root(Path(__file__)), (lesson,))
    front = place.lesson.read_text(encoding="utf-8").split("\n---", 1)[0].removeprefix("---")
    facts = yaml.safe_load(front)["handprop"]
    return About(facts["title"], {one["id"]: one["text"] for one in facts["objectives"]})


def lesson_of(path: Path) -> str | None:
    """The lesson of a notebook: the one whose exercise it opens, else the one whose questions it answers.

    None if it cannot be told, also where the file is no notebook.
    """
    try:
        return _by_its_words(read(path, ())) or _by_its_answers(read(path, _questions()), _questions())
    except Unreadable:
        return None


def _by_its_words(work: Work) -> str | None:
    opened = {match[2] for cell in work.cells for match in _OPENS.finditer(cell.source)}
    known = opened.intersection(lessons())
    return known.pop() if len(known) == 1 else None


def _by_its_answers(work: Work, lessons_of: Mapping[str, frozenset[str]]) -> str | None:
    """The lesson that has most of the answered questions, if there is one such lesson."""
    answered = {cell.answers for cell in work.cells if cell.answers}
    fits = {lesson: sum(lesson in lessons_of[name] for name in answered) for lesson in lessons()}
    best = [lesson for lesson, number in fits.items() if number and number == max(fits.values())]
    return best[0] if len(best) == 1 else None


@cache
def _questions() -> Mapping[str, frozenset[str]]:
    """The lessons in which a question of this name stands."""
    from handprop.check import load_questions

    names: dict[str, set[str]] = {}
    for lesson in lessons():
        for question in load_questions(lesson):
            names.setdefault(question.name, set()).add(lesson)
    return {name: frozenset(of) for name, of in names.items()}
