"""What a notebook is: an attempt at exercises, or one of the course's own files; nothing in it is run."""

from __future__ import annotations

import ast
import itertools
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from handprop.course.lessons import Place, lessons, own_root
from handprop.course.words import names_in
from handprop.grade.intake.names import without_copy
from handprop.grade.intake.notebook import Cell, Unreadable, Work, read

ATTEMPT, SOLUTION, LESSON, OTHER, DAMAGED = "attempt", "solution", "lesson", "other", "damaged"

_OPENS = re.compile(r"""^[^#\n]*\bexercise\(\s*(['"])(\w+)\1""", re.MULTILINE)
_ME = re.compile(r"""(?<=["']), *me *= *("[^"\n]*"|'[^'\n]*')(?=\))""")
_SHOWS = re.compile(r"check\.ask\([^)\n]*\)")
_MARK = re.compile(r"^\s*### BEGIN SOLUTION", re.MULTILINE)
_SET = re.compile(r"^(?:def\s+|class\s+)?(\w+)\s*(?:\(|=(?!=)|:)", re.MULTILINE)
_ALIKE = 0.5  # the part of its cells that a lesson has in common with the course's own


@dataclass(frozen=True)
class Content:
    """What is in a file: its kind, the exercises in it, and of each how many questions have an answer.

    `blank` are the exercises in which nothing was done; `reason` says why a file is no notebook.
    """

    kind: str
    lessons: tuple[str, ...] = ()
    answered: Mapping[str, int] = field(default_factory=dict)
    blank: frozenset[str] = frozenset()
    reason: str = ""


def content_of(path: Path) -> Content:
    """What the file at `path` holds."""
    try:
        work = read(path, _questions())
    except Unreadable as fault:
        return Content(DAMAGED, reason=str(fault))
    if any(_MARK.search(cell.source) for cell in work.cells):
        return Content(SOLUTION, lessons_in(work))
    of = lessons_in(work)
    if not of and (lesson := _lesson_itself(work)):
        return Content(LESSON, (lesson,))
    if not of:
        return Content(OTHER)
    answered = {lesson: len(_answered(work, lesson)) for lesson in of}
    blank = frozenset(lesson for lesson in of if not answered[lesson] and not _adds(work, of))
    return Content(ATTEMPT, of, answered, blank)


def lessons_in(work: Work) -> tuple[str, ...]:
    """The exercises in a notebook: those that it opens, and those whose own questions it has.

    Without either, the one whose questions' names most of its code gives a value to, if there is one such.
    """
    opened = {match[2] for cell in work.cells for match in _OPENS.finditer(cell.source)} & set(lessons())
    names = {cell.answers or cell.checks for cell in work.cells} - {None}
    own = {of[0] for name in names if len(of := sorted(_questions()[name])) == 1}
    found = opened | (own if not opened or _several(names, own) else set())
    if not found:
        given = names or {name for cell in work.cells for name in _SET.findall(cell.source)}
        found = _best(given & _questions().keys(), 1 if names else 2)
    return tuple(sorted(found))


def lesson_named_in(parts: tuple[str, ...]) -> str | None:
    """The exercise whose name stands in a path, the file's own name first."""
    for part in reversed(parts):
        plain = without_copy(part).casefold().replace("-", "_").replace(" ", "_")
        known = [lesson for lesson in lessons() if lesson in plain]
        if len(known) == 1:
            return known[0]
    return None


def _several(names: set[str], own: set[str]) -> bool:
    """Whether a notebook that opens one exercise has two questions or more of another too."""
    counts = {lesson: sum(_questions()[name] == {lesson} for name in names) for lesson in own}
    return bool(counts) and min(counts.values()) > 1


def _best(names: set[str], least: int) -> set[str]:
    fits = {lesson: sum(lesson in _questions()[name] for name in names) for lesson in lessons()}
    most = max(fits.values(), default=0)
    best = {lesson for lesson, number in fits.items() if number == most >= least}
    return best if len(best) == 1 else set()


def _answered(work: Work, lesson: str) -> list[str]:
    """The questions of a lesson that have something in their answer cell that was not there before."""
    release, found = _release(lesson), []
    for name in _names(lesson):
        mine, theirs = work.answer(name), release.answer(name)
        if _squeezed(mine) != _squeezed(theirs) and not is_empty(mine):
            found.append(name)
    return found


def _adds(work: Work, of: tuple[str, ...]) -> bool:
    """Whether there is code besides the course's own."""
    known = {_squeezed(cell.source) for lesson in of for cell in _release(lesson).cells}
    own = (
        cell for cell in work.cells if cell.kind == "code" and not (cell.answers or cell.checks or cell.asks)
    )
    return any(
        not (is_empty(cell.source) or _SHOWS.fullmatch(cell.source.strip()))
        and _squeezed(cell.source) not in known
        for cell in own
    )


def is_empty(source: str) -> bool:
    """Whether code says nothing yet: ``x = ...``, a function with only a docstring, comments."""
    try:
        return all(map(_says_nothing, ast.parse(source).body))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return not source.strip()


def _says_nothing(statement: ast.stmt) -> bool:
    match statement:
        case ast.Pass():
            return True
        case ast.Expr(value) | ast.Assign(value=value):
            return all(
                isinstance(one, ast.List | ast.Tuple | ast.Load)
                or (isinstance(one, ast.Constant) and (one.value is ... or isinstance(statement, ast.Expr)))
                for one in ast.walk(value)
            )
        case ast.FunctionDef(body=body):
            return all(map(_says_nothing, body))
    return False


def _lesson_itself(work: Work) -> str | None:
    """The lesson (not the exercise) that the notebook is, perhaps with other numbers in it."""
    texts = {_squeezed(cell.source) for cell in work.cells}
    for lesson in lessons():
        own = _lesson_texts(lesson)
        if own and len(own & texts) >= _ALIKE * len(own):
            return lesson
    return None


@cache
def _lesson_texts(lesson: str) -> frozenset[str]:
    try:
        cells = read(Place(own_root(), lesson).notebook, ()).cells
    except Unreadable:
        return frozenset()
    return frozenset(_squeezed(cell.source) for cell in cells)


@cache
def _release(lesson: str) -> Work:
    try:
        return read(Place(own_root(), lesson).release, _names(lesson))
    except Unreadable:
        return Work(())


def missing_set_up(lesson: str, work: Work) -> tuple[Cell, ...]:
    """The code before an exercise's first question that is not in a notebook any more, to be run first.

    Their places are below 0, so that no cell of the learner's is meant.
    """
    there = {_squeezed(cell.source) for cell in work.cells}
    first = itertools.takewhile(
        lambda cell: not (cell.answers or cell.checks or cell.asks), _release(lesson).cells
    )
    gone = [cell for cell in first if cell.kind == "code" and _squeezed(cell.source) not in there]
    return tuple(replace(cell, index=number - len(gone)) for number, cell in enumerate(gone))


def _squeezed(text: str) -> str:
    """The text without blanks that say nothing, and without the learner's name, which is no answer."""
    return " ".join(_ME.sub("", text).split())


@cache
def _questions() -> Mapping[str, frozenset[str]]:
    """The lessons in which a question of this name stands."""
    names: dict[str, set[str]] = {}
    for lesson in lessons():
        for name in _names(lesson):
            names.setdefault(name, set()).add(lesson)
    return {name: frozenset(of) for name, of in names.items()}


@cache
def _names(lesson: str) -> tuple[str, ...]:
    # To load the questions of all lessons takes a quarter of a second, and only their names are wanted.
    return names_in(Place(own_root(), lesson).exercise)
