"""What a right answer opens: an insight that belongs to it, the points so far, and the way on."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from handprop.check import progress
from handprop.check.question import Question
from handprop.check.verdict import Link, Verdict
from handprop.course import front, where
from handprop.course.counting import points
from handprop.language import tr


def after(verdict: Verdict, lesson: str, question: Question, questions: Sequence[Question]) -> Verdict:
    """The verdict on a right answer with all that follows; points only where progress is kept."""
    said = (*verdict.sentences, question.insight) if question.insight else verdict.sentences
    if (file := progress.path()) is None:
        return replace(verdict, sentences=said)
    marks = progress.read(file)
    _show_on_start_page(file, marks)
    passed = {name for name, entry in marks.get(lesson, {}).items() if entry["passed"]}
    if question.name not in passed:
        said = (*said, tr("It could not be kept in your progress: is the disk full? Then check once more."))
        passed.add(question.name)
    return replace(
        verdict, sentences=(*said, _so_far(questions, passed)), onward=_next(questions, passed, lesson)
    )


def _show_on_start_page(file: Path, marks: progress.Marks) -> None:
    from handprop.learner import page  # it shows what stands in this file

    if folder := where.exercises(file):
        with contextlib.suppress(OSError):  # a full or read-only disk must not stop a learner
            page.refresh(folder, marks)


def _so_far(questions: Sequence[Question], passed: set[str]) -> str:
    worth = sum(question.points for question in questions if question.name in passed)
    return tr(
        "So far {worth} of {questions} points in this exercise.",
        worth=worth,
        questions=sum(question.points for question in questions),
    )


def _next(questions: Sequence[Question], passed: set[str], lesson: str) -> Link | None:
    left = [question for question in questions if question.name not in passed]
    return Link(left[0].title, _here(left[0])) if left else _next_lesson(lesson)


def _here(question: Question) -> str:
    """The heading of a question in the notebook that is open; Jupyter tells its kernels which one that is."""
    file = Path(os.environ.get("JPY_SESSION_NAME", "")).name
    heading = f"{question.title} ({points(question.points)})"
    return f"{file}#{heading}".replace(" ", "-") if file.endswith(".ipynb") else ""


def _next_lesson(lesson: str) -> Link | None:
    titles = front.titles()
    names = list(titles)
    if lesson not in names or lesson == names[-1]:
        return None
    following = names[names.index(lesson) + 1]
    path = next(
        (p for p in (f"{following}.ipynb", f"../../notebooks/{following}.ipynb") if Path(p).is_file()), ""
    )
    return Link(f"{following[:2]} {titles[following]}", path)
