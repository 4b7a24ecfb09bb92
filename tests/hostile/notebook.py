"""Notebooks of lesson 06's exercise: with right answers, with few, and with what a case changes in them."""

from __future__ import annotations

import copy
import itertools
import json
from collections.abc import Iterable, Mapping
from textwrap import dedent

from places import REPO

from handprop.check import load_questions

LESSON = "06_by_hand"

QUESTIONS = {question.name: question for question in load_questions(LESSON)}
NAMES = tuple(QUESTIONS)
SOLUTIONS = {name: question.solution_source for name, question in QUESTIONS.items()}

_new = QUESTIONS["after_the_step"]
# A number of its own, so that this answer stands when the function of exercise 2 does not.
ANSWERS = SOLUTIONS | {"after_the_step": f"after_the_step = {float(_new.right(_new.cases[0]))!r}"}

ANSWERED = frozenset({"formula", "closed_gate"})
UNANSWERED = frozenset(NAMES) - ANSWERED
"""What a cheat has not answered."""

_RELEASED = json.loads((REPO / "exercises" / LESSON / f"{LESSON}.ipynb").read_text(encoding="utf-8"))
_ids = itertools.count()


def released() -> dict:
    """The notebook as learners get it."""
    return copy.deepcopy(_RELEASED)


def honest(**changes: str) -> dict:
    """Every question answered rightly, but for those for which another answer is given."""
    return answered(ANSWERS | {name: dedent(text) for name, text in changes.items()})


def modest(**changes: str) -> dict:
    """Two questions answered rightly, the others as they came, but for those for which an answer is given."""
    given = {name: dedent(text) for name, text in changes.items()}
    return answered({name: ANSWERS[name] for name in ANSWERED} | given)


def answered(answers: Mapping[str, str]) -> dict:
    """The released notebook with these answers."""
    notebook = released()
    for name, text in answers.items():
        notebook["cells"][place(notebook, name)]["source"] = text
    return notebook


def place(notebook: Mapping, grade_id: str) -> int:
    """The index of the cell with this id of nbgrader's."""
    for index, cell in enumerate(notebook["cells"]):
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == grade_id:
            return index
    raise KeyError(grade_id)


def code_cell(source: str, **metadata: object) -> dict:
    """A code cell of the learner's own."""
    return {
        "cell_type": "code",
        "id": f"own-{next(_ids)}",
        "metadata": metadata,
        "execution_count": None,
        "outputs": [],
        "source": dedent(source).strip("\n"),
    }


def with_cell(source: str, notebook: dict | None = None, before: str = "exercise_1-ask") -> dict:
    """The notebook (honest, if none is given) with one more cell."""
    notebook = honest() if notebook is None else notebook
    notebook["cells"].insert(place(notebook, before), code_cell(source))
    return notebook


def without(notebook: dict, grade_ids: Iterable[str]) -> dict:
    """The notebook without some cells."""
    for grade_id in grade_ids:
        del notebook["cells"][place(notebook, grade_id)]
    return notebook


def checks() -> list[str]:
    """The ids of the check cells."""
    return [f"{name}-check" for name in NAMES]
