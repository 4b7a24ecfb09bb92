"""Answers to the first question of exercise 06, as learners write them on the site, and their points."""

import subprocess
import sys

import pytest

from handprop.check import WrongAnswer, exercise
from handprop.grade.gradebook.book import Book

RIGHT = [1.616, -3.232, -0.404, 0.808, -0.606, -2.626]
SLIPS = [[-one for one in RIGHT], [2 * one for one in RIGHT]]


def said_in_jupyterlab(question: str, answer: object) -> str:
    """What the check says to a first try, in a notebook of JupyterLab."""
    with pytest.raises(WrongAnswer) as wrong:
        exercise("06_by_hand")(question, answer)
    return bare("\n".join(wrong.value._render_traceback_()))


def first_sentence(answer: object) -> str:
    """The beginning of it, which no earlier try changes."""
    return said_in_jupyterlab("exercise_1", answer).split("?")[0]


def bare(text: str) -> str:
    """Without what only lays it out."""
    return " ".join(text.split())


def grade(folder) -> float:
    """The points that `handprop grade` gives to the one learner in ``folder/in``."""
    command = [sys.executable, "-m", "handprop", "grade", "in", "--workers", "1"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    with Book(f"sqlite:///{folder / 'gradebook.db'}") as book:
        (standing,) = book.standings("06_by_hand").values()
    return standing.score
