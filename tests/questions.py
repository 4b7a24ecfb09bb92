"""What tests need to know of the lessons' questions."""

from functools import cache

import numpy as np
from places import REPO

from handprop import little_torch
from handprop.check import Array, Function, load_questions
from handprop.check.mistakes.recognise import wrong_value

LESSONS = REPO / "lessons"


@cache
def questions_of(lesson):
    """The questions of a lesson, read once for all tests of a process; what they remember stays with them."""
    return tuple(load_questions(lesson))


@cache
def all_questions():
    """(lesson, question) for every question of every lesson that has a check."""
    names = sorted(path.parent.name for path in LESSONS.glob("*/questions.py"))
    return tuple((name, question) for name in names for question in questions_of(name) if not question.manual)


def answer_from(lesson, question):
    """The answer that the solutions give: the solution cells run in order, as in the notebook."""
    names = {"np": np, "torch": little_torch}
    for other in questions_of(lesson):
        exec(other.answer_source, names)
        if other.name == question.name:
            return names[question.variable]
    raise AssertionError("the question is not in its lesson")


def stub_of(question):
    """What a learner has who runs the cell unchanged."""
    kept, inside = [], False
    for line in question.answer_source.splitlines():
        if "### BEGIN SOLUTION" in line:
            inside = True
            kept.append(line.split("###")[0] + "# Your answer goes here.")
        elif "### END SOLUTION" in line:
            inside = False
        elif not inside:
            kept.append(line)
    names = {"np": np, "torch": little_torch}
    exec("\n".join(kept), names)
    return names[question.variable]


def traced_mistakes(question):
    """The known mistakes that give other numbers than the truth on some case of the question."""
    if not isinstance(question.answer, Array | Function) or question.pipeline is None:
        return []
    cases = question.cases if isinstance(question.answer, Function) else question.cases[:1]
    return [mistake for mistake in question.pipeline.mistakes if leaves_trace(question, cases, mistake)]


def leaves_trace(question, cases, mistake):
    """Whether the mistake can be made on every case, and shows on one of them."""
    values = [
        wrong_value(question.pipeline, question.quantity, question.kind, case, (mistake,)) for case in cases
    ]
    if any(value is None for value in values):
        return False
    rights = [np.asarray(question.right(case), dtype=float).reshape(question.kind.shape) for case in cases]
    return any(
        not question.kind.same(right, value).all() for right, value in zip(rights, values, strict=True)
    )
