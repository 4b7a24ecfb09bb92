"""What learners hand in, for the tests of grading a class: notebooks of an exercise with chosen answers."""

import json
from datetime import datetime
from functools import cache

from places import REPO

LESSON = "06_by_hand"
NOON = datetime(2026, 3, 1, 12)

SLIP = {"exercise_1": "exercise_1 = [-1.616, 3.232, 0.404, -0.808, 0.606, 2.626]"}  # the sign of delta
GATE = {"closed_gate": 'closed_gate = "b"'}
CRASH = {"exercise_2": "def exercise_2(*a):\n    return 1 / 0", "after_the_step": "after_the_step = ..."}
HOSTILE = {"formula": 'formula = "<script>alert(1)</script>"'}


@cache
def _text(folder, lesson):
    return (REPO / folder / lesson / f"{lesson}.ipynb").read_text(encoding="utf-8")


def released(lesson=LESSON):
    """The exercise as learners get it."""
    return json.loads(_text("exercises", lesson))


@cache
def _solutions(lesson):
    cells = json.loads(_text("solutions", lesson))["cells"]
    return {grade_id(cell): _without_marks(cell) for cell in cells if nbgrader(cell).get("solution")}


def _without_marks(cell):
    """The text of a cell without nbgrader's marks: whoever has them handed in the course's own solution."""
    lines = "".join(cell["source"]).splitlines()
    return "\n".join(line for line in lines if not line.strip().startswith("###"))


def right(lesson=LESSON):
    """The right answers, by question."""
    return dict(_solutions(lesson))


def answered(answers, lesson=LESSON):
    """The exercise with these answers; the rest as it was handed out."""
    notebook = released(lesson)
    for cell in notebook["cells"]:
        if grade_id(cell) in answers:
            cell["source"] = answers[grade_id(cell)]
    return notebook


def hand_in(path, answers, lesson=LESSON):
    """Write a notebook with these answers; its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(answered(answers, lesson)), encoding="utf-8")
    return path


def nbgrader(cell):
    return cell["metadata"].get("nbgrader", {})


def grade_id(cell):
    return nbgrader(cell).get("grade_id")
