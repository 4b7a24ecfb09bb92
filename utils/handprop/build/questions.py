"""Loading the questions of a lesson, with an author's mistakes told apart from ours."""

from __future__ import annotations

import sys
import traceback
from pathlib import Path

from handprop.course.questions import questions_from

ATTRIBUTES = ("name", "title", "ask", "answer_source", "check_source", "points", "objective", "manual")


class QuestionsFault(Exception):
    """questions.py cannot be used: what is wrong, and the line in it where that is known."""

    def __init__(self, text: str, line: int | None = None):
        super().__init__(text)
        self.line = line


def load_questions(path: Path) -> list:
    """The QUESTIONS of the module at `path`.

    Raises QuestionsFault when the module raises, or holds no list of questions.
    """
    kept, sys.dont_write_bytecode = sys.dont_write_bytecode, True  # lessons/ holds sources and nothing else
    try:
        questions = questions_from(path)
        return _checked(questions)
    except QuestionsFault:
        raise
    except Exception as fault:
        text = " ".join(f"{type(fault).__name__}: {fault}".split())
        raise QuestionsFault(text, _line_in(path, fault)) from fault
    finally:
        sys.dont_write_bytecode = kept


def _checked(questions: list) -> list:
    if not questions:
        raise QuestionsFault("QUESTIONS is empty.")
    for position, question in enumerate(questions, 1):
        # Reading them also makes the code of the cells, so that a fault in making it is found here.
        if missing := [name for name in ATTRIBUTES if getattr(question, name, None) is None]:
            raise QuestionsFault(
                f"Number {position} of QUESTIONS is no Question: it has no {', '.join(missing)}."
            )
    return questions


def _line_in(path: Path, fault: Exception) -> int | None:
    if isinstance(fault, SyntaxError):
        return fault.lineno
    frames = traceback.extract_tb(fault.__traceback__)
    return next((frame.lineno for frame in reversed(frames) if Path(frame.filename) == path), None)
