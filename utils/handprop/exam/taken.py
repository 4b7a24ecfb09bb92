"""What an exam's notebook calls: it shows the questions and takes answers, and knows none.

This file and what it imports are copied into what is handed out; the course itself need not be there.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import unicodedata
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from handprop.border.read_numbers import Problem, Unfinished, as_numbers, fits_shape, is_empty

PAPER = "exam.json"
_MISSING = object()


class Unreadable(Exception):
    """An answer, or the exam's own file, cannot be read: shown as a sentence, without a traceback."""

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


class Said(str):
    """A sentence, which a notebook shows without quotes."""

    __repr__ = str.__str__


class Exam:
    """The questions of one learner; `check("name")` says whether the answer in the notebook can be read."""

    def __init__(self, lesson: str, me: str, folder: Path):
        self.lesson, self._me, self._folder = lesson, me, folder

    def ask(self, name: str) -> None:
        """Show a question."""
        from IPython.display import Markdown, display

        display(Markdown(self._questions()[name]["ask"]))

    def __call__(self, name: str, *answer: object) -> str:
        """Take the answer: the variable of the notebook, or the one handed over."""
        asked = self._questions()[name]
        read(asked, answer[0] if answer else _in_notebook(asked["variable"]))
        return Said(f"Taken at {datetime.now():%H:%M}.{self._over()}")

    def hand_in(self) -> str:
        """Which answers are there, and what to do now."""
        open_ = [name for name, asked in self._questions().items() if not _is_taken(asked)]
        left = f"Not there yet, or not readable: {', '.join(open_)}. " if open_ else "All answers are there. "
        return Said(f"{left}Save the notebook, and hand in this one file.{self._over()}")

    def _questions(self) -> dict[str, dict[str, Any]]:
        paper = _paper(self._folder / PAPER)
        if _now() < datetime.fromisoformat(paper["begins"]):
            raise Unreadable(f"The exam begins at {_shown(paper['begins'])}.")
        key = key_of(paper["salt"], self._me or os.environ.get("JUPYTERHUB_USER", ""))
        if key not in paper["learners"]:
            raise Unreadable(
                'Write your name, as it stands on the class list, into the first cell: me="...".'
            )
        return paper["learners"][key]

    def _over(self) -> str:
        ends = _paper(self._folder / PAPER)["ends"]
        return f" The time was over at {_shown(ends)}." if _now() > datetime.fromisoformat(ends) else ""


def exercise(lesson: str, me: str = "", folder: Path | None = None) -> Exam:
    """The exam that lies in the folder of the notebook."""
    return Exam(lesson, me, folder or Path.cwd())


def read(asked: dict[str, Any], raw: object) -> None:
    """Raise Unreadable with a sentence where an answer is not there, or not of the kind that is asked for."""
    try:
        if raw is _MISSING:
            raise Problem(f"There is no {asked['variable']} yet. Run the cell with your answer first.")
        _READERS[asked["kind"]](asked, raw)
    except Unfinished:
        raise Unreadable(f"Not answered yet: {asked['variable']} still waits for your answer.") from None
    except Problem as problem:
        raise Unreadable(str(problem)) from None


def _numbers(asked: dict[str, Any], raw: object) -> None:
    array, shape = as_numbers(raw), tuple(asked["shape"])
    if not fits_shape(array.shape, shape, asked["strict"]):
        raise Problem(f"Your answer has the shape {array.shape}; the shape {shape} is asked for.")
    if not np.isfinite(array).all():
        raise Problem("A number of your answer is not finite. Look for a division by zero.")


def _choice(asked: dict[str, Any], raw: object) -> None:
    if is_empty(raw) or (isinstance(raw, str) and not raw.strip()):
        raise Unfinished
    parts = raw if isinstance(raw, tuple | list | str) else ()
    label = "".join(sign for part in parts for sign in str(part).lower() if sign.isalnum())
    labels = f"[{asked['letters']}]" + (f"[{asked['digits']}]" if asked["digits"] else "")
    if not re.fullmatch(labels, label):
        more = f" and one of {', '.join(asked['digits'])}" if asked["digits"] else ""
        raise Problem(f"Answer with one of {', '.join(asked['letters'])}{more}, in quotes.")


def _words(asked: dict[str, Any], raw: object) -> None:
    if is_empty(raw) or (isinstance(raw, str) and not raw.strip()):
        raise Unfinished


def _says_nothing() -> None:
    """Compiled like a function of which only the head and the words below it are written."""


def _function(asked: dict[str, Any], raw: object) -> None:
    if getattr(getattr(raw, "__code__", None), "co_code", None) == _says_nothing.__code__.co_code:
        raise Unfinished
    if not callable(raw):
        raise Problem(f"{asked['variable']} must be a function.")


_READERS = {"numbers": _numbers, "choice": _choice, "words": _words, "function": _function}


def _is_taken(asked: dict[str, Any]) -> bool:
    try:
        read(asked, _in_notebook(asked["variable"]))
    except Unreadable:
        return False
    return True


def _in_notebook(name: str) -> object:
    from IPython import get_ipython

    shell = get_ipython()
    return _MISSING if shell is None else shell.user_ns.get(name, _MISSING)


def _paper(file: Path) -> dict[str, Any]:
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise Unreadable(f"{file.name} is damaged or not here: it belongs beside this notebook.") from None


def key_of(salt: str, name: str) -> str:
    """What stands for a learner in the file: it does not list the class."""
    plain = " ".join(unicodedata.normalize("NFC", name).casefold().split())
    return hashlib.sha256(f"{salt}\0{plain}".encode()).hexdigest()[:24]


def _now() -> datetime:
    return datetime.now(UTC)


def _shown(time: str) -> str:
    """A time as the clock of this place shows it."""
    return f"{datetime.fromisoformat(time).astimezone():%Y-%m-%d %H:%M %Z}"
