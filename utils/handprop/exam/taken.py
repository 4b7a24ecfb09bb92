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
from handprop.language import tr

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
        return Said(tr("Taken at {now:%H:%M}.{over}", now=datetime.now(), over=self._over()))

    def hand_in(self) -> str:
        """Which answers are there, and what to do now."""
        open_ = [name for name, asked in self._questions().items() if not _is_taken(asked)]
        left = (
            tr("Not there yet, or not readable: {open}. ", open=", ".join(open_))
            if open_
            else tr("All answers are there. ")
        )
        return Said(
            tr("{left}Save the notebook, and hand in this one file.{over}", left=left, over=self._over())
        )

    def _questions(self) -> dict[str, dict[str, Any]]:
        paper = _paper(self._folder / PAPER)
        if _now() < datetime.fromisoformat(paper["begins"]):
            raise Unreadable(tr("The exam begins at {shown}.", shown=_shown(paper["begins"])))
        key = key_of(paper["salt"], self._me or os.environ.get("JUPYTERHUB_USER", ""))
        if key not in paper["learners"]:
            raise Unreadable(
                tr('Write your name, as it stands on the class list, into the first cell: me="...".')
            )
        return paper["learners"][key]

    def _over(self) -> str:
        ends = _paper(self._folder / PAPER)["ends"]
        return (
            tr(" The time was over at {shown}.", shown=_shown(ends))
            if _now() > datetime.fromisoformat(ends)
            else ""
        )


def exercise(lesson: str, me: str = "", folder: Path | None = None) -> Exam:
    """The exam that lies in the folder of the notebook."""
    return Exam(lesson, me, folder or Path.cwd())


def read(asked: dict[str, Any], raw: object) -> None:
    """Raise Unreadable with a sentence where an answer is not there, or not of the kind that is asked for."""
    try:
        if raw is _MISSING:
            raise Problem(
                tr(
                    "There is no {variable} yet. Run the cell with your answer first.",
                    variable=asked["variable"],
                )
            )
        _READERS[asked["kind"]](asked, raw)
    except Unfinished:
        raise Unreadable(
            tr("Not answered yet: {variable} still waits for your answer.", variable=asked["variable"])
        ) from None
    except Problem as problem:
        raise Unreadable(str(problem)) from None


def _numbers(asked: dict[str, Any], raw: object) -> None:
    array, shape = as_numbers(raw), tuple(asked["shape"])
    if not fits_shape(array.shape, shape, asked["strict"]):
        raise Problem(
            tr(
                "Your answer has the shape {shape}; the shape {shape_2} is asked for.",
                shape=array.shape,
                shape_2=shape,
            )
        )
    if not np.isfinite(array).all():
        raise Problem(tr("A number of your answer is not finite. Look for a division by zero."))


def _choice(asked: dict[str, Any], raw: object) -> None:
    if is_empty(raw) or (isinstance(raw, str) and not raw.strip()):
        raise Unfinished
    parts = raw if isinstance(raw, tuple | list | str) else ()
    label = "".join(sign for part in parts for sign in str(part).lower() if sign.isalnum())
    labels = f"[{asked['letters']}]" + (f"[{asked['digits']}]" if asked["digits"] else "")
    if not re.fullmatch(labels, label):
        more = tr(" and one of {digits}", digits=", ".join(asked["digits"])) if asked["digits"] else ""
        raise Problem(
            tr(
                "Answer with one of {letters}{more}, in quotes.",
                letters=", ".join(asked["letters"]),
                more=more,
            )
        )


def _words(asked: dict[str, Any], raw: object) -> None:
    if is_empty(raw) or (isinstance(raw, str) and not raw.strip()):
        raise Unfinished


def _says_nothing() -> None:
    """Compiled like a function of which only the head and the words below it are written."""


def _function(asked: dict[str, Any], raw: object) -> None:
    if getattr(getattr(raw, "__code__", None), "co_code", None) == _says_nothing.__code__.co_code:
        raise Unfinished
    if not callable(raw):
        raise Problem(tr("{variable} must be a function.", variable=asked["variable"]))


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
        raise Unreadable(
            tr("{file} is damaged or not here: it belongs beside this notebook.", file=file.name)
        ) from None


def key_of(salt: str, name: str) -> str:
    """What stands for a learner in the file: it does not list the class."""
    plain = " ".join(unicodedata.normalize("NFC", name).casefold().split())
    return hashlib.sha256(f"{salt}\0{plain}".encode()).hexdigest()[:24]


def _now() -> datetime:
    return datetime.now(UTC)


def _shown(time: str) -> str:
    """A time as the clock of this place shows it."""
    return f"{datetime.fromisoformat(time).astimezone():%Y-%m-%d %H:%M %Z}"
