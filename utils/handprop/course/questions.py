"""Loading the modules that stand beside a lesson, its questions above all."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

from handprop.course.faults import Refused
from handprop.course.lessons import Place, own_root
from handprop.course.words import Words, words_in
from handprop.language import tr, translated


def load_questions(lesson: str) -> list:
    """The questions of a lesson of this package's course, each a `handprop.check.Question`.

    Raises Refused if the lesson has no `questions.py`.
    """
    path = Place(own_root(), lesson).questions
    if not path.is_file():
        raise Refused(tr("There is no lesson {lesson!r} with questions.", lesson=lesson))
    return questions_from(path)


def questions_from(path: Path) -> list:
    """The `QUESTIONS` of a Python file, with the words that the exercise.md beside it has for them.

    Raises WordsFault if these cannot be read.
    """
    words = words_in(translated(path.with_name("exercise.md")))
    questions = list(module_at(path).QUESTIONS)
    return [_worded(question, words.get(getattr(question, "name", None))) for question in questions]


def _worded(question, words: Words | None):
    return question if words in (None, Words()) else question.worded(words)


def module_at(path: Path) -> ModuleType:
    """The module in a Python file; loaded afresh each time, so that an author sees each change."""
    spec = importlib.util.spec_from_file_location(f"_handprop_{path.stem}_{path.parent.name}", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
