"""Classes of submissions for tests and benchmarks of grading, and what a gradebook holds of them."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import classroom
from classroom import LESSON

# What the learners of a class hand in: name -> source of the answer cell, where it is not the solution.
KINDS = (
    {},
    {"exercise_1": "exercise_1 = [-1.616, 3.232, 0.404, -0.808, 0.606, 2.626]"},
    {"formula": 'formula = "delta * x2"', "closed_gate": "closed_gate = ..."},
    {
        "exercise_2": "def exercise_2(x, y, w, learning_rate):\n    return w",
        "after_the_step": "after_the_step = 0.5",
    },
    {"exercise_1": "exercise_1 = [1, 2, 3, 4, 5, 6]", "find_the_slip": 'find_the_slip = "a"'},
    dict.fromkeys(("exercise_1", "formula", "closed_gate", "find_the_slip"), "pass"),
)


def answered(kind: int) -> dict:
    """The notebook of lesson 06's exercise as a learner of this kind hands it in."""
    return classroom.answered(classroom.right(LESSON) | KINDS[kind % len(KINDS)], LESSON)


def hand_in(folder: Path, count: int) -> None:
    """Write submissions of `count` learners into an nbgrader course's submitted/."""
    kinds = [json.dumps(answered(kind)) for kind in range(len(KINDS))]
    for number in range(count):
        place = folder / f"learner{number:04}" / LESSON
        place.mkdir(parents=True)
        (place / f"{LESSON}.ipynb").write_text(kinds[number % len(kinds)], encoding="utf-8")


def scores(gradebook: Path) -> list[tuple]:
    """Every score in an nbgrader gradebook: learner, cell, automatic, by hand, needs a hand."""
    query = """
        select submitted_assignment.student_id, base_cell.name, grade.auto_score, grade.manual_score,
               grade.needs_manual_grade
        from grade
        join base_cell on base_cell.id = grade.cell_id
        join submitted_notebook on submitted_notebook.id = grade.notebook_id
        join submitted_assignment on submitted_assignment.id = submitted_notebook.assignment_id
        order by 1, 2
    """
    with sqlite3.connect(gradebook) as connection:
        return connection.execute(query).fetchall()
