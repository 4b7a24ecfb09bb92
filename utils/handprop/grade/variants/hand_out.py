"""What is handed out: exercises that show each learner's own numbers, and the file with the numbers."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from handprop.check.question import Question
from handprop.check.variants import given
from handprop.course import where
from handprop.course.files import write_whole
from handprop.grade.notebooks.cells import new_cell
from handprop.grade.roles import grade_id
from handprop.grade.variants.register import Register
from handprop.language import tr

FOLDER = "hand_out"
_OPENS = re.compile(r"""^(\w+ = exercise\(["']\w+["'])\)$""", re.MULTILINE)
_SHOWN = tr("The cell below shows the question with your own numbers.")
_OPENING = tr(
    "Everybody has other numbers here. Put `numbers.json`, which your instructor gave you, beside this "
    "notebook, and write your name, as it stands on the class list, between the quotes of `me`. "
    "Where the file is for you alone, the quotes may stay empty."
)


def write_notebook(folder: Path, lesson: str, release: Mapping, questions: Sequence[Question]) -> Path:
    """Write the exercise for a class with numbers of its own; the path of the notebook.  Raises OSError."""
    path = folder / where.exercise_name(lesson)
    write_whole(path, json.dumps(notebook(release, questions), ensure_ascii=False, indent=1) + "\n")
    return path


def notebook(release: Mapping, questions: Sequence[Question]) -> dict:
    """The released exercise, whose questions are shown by a cell where they differ between learners."""
    varying = {f"{one.name}-ask": one for one in questions if one.differs}
    cells: list[dict] = []
    for cell in copy.deepcopy(list(release["cells"])):
        cells.append(cell)
        if question := varying.get(grade_id(cell)):
            cell["source"] = f"{question.heading}\n\n{_SHOWN}"
            cells.append(new_cell("code", f'check.ask("{question.name}")'))
        elif cell["cell_type"] == "code" and _OPENS.search(cell["source"]):
            cell["source"] = _OPENS.sub(r'\1, me="")', cell["source"])
            cells.insert(-1, new_cell("markdown", _OPENING))
    for number, cell in enumerate(cells):
        cell.setdefault("id", f"own-{number}")
    return {**release, "cells": cells}


def write_numbers(folder: Path, register: Register, lessons: Sequence[str], learners: Iterable[str]) -> Path:
    """Write the file of numbers for a class; its path.  Raises OSError."""
    path = folder / given.NAME
    write_whole(path, given.written(register.part(lessons, learners), register.salt))
    return path


def write_each(folder: Path, register: Register, lessons: Sequence[str], names: Mapping[str, str]) -> Path:
    """Write a file of numbers for each learner, in a folder of the learner's; `names` are the folders'."""
    for learner, name in names.items():
        write_numbers(folder / name, register, lessons, [learner])
    return folder
