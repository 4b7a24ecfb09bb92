"""Which lesson a notebook belongs to: what it says itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from handprop.course.lessons import lessons
from handprop.course.questions import load_questions
from handprop.grade.intake.notebook import Unreadable, Work, read

_OPENS = re.compile(r"""^\s*check\s*=\s*exercise\(\s*(['"])(\w+)\1""", re.MULTILINE)


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
    names: dict[str, set[str]] = {}
    for lesson in lessons():
        for question in load_questions(lesson):
            names.setdefault(question.name, set()).add(lesson)
    return {name: frozenset(of) for name, of in names.items()}
