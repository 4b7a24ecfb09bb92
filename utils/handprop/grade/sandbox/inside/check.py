"""Stands in the sandbox for `handprop.check`: notebooks import it, and it knows no questions."""

from __future__ import annotations

from handprop.language import tr


class _Asked:
    """What `check(...)` returns here; the answer is judged elsewhere."""

    def __repr__(self) -> str:
        return tr("Judged by the grader.")


class _Exercise:
    def __init__(self, lesson: str):
        self.lesson = lesson

    def __call__(self, *_: object, **__: object) -> _Asked:
        return _Asked()

    def ask(self, *_: object) -> None:
        """Show nothing: the numbers are known to whoever judges."""

    def solution(self, *_: object) -> None:
        """Print nothing: there are no solutions here."""


def exercise(lesson: str, me: str | None = None) -> _Exercise:
    """An exercise that takes every answer and judges none."""
    return _Exercise(lesson)


def course_progress(*_: object, **__: object) -> str:
    """Say that progress is not kept here."""
    return tr("Progress is not kept while grading.")
