"""Honest answers get the same verdict in both sandboxes, question by question."""

from dataclasses import replace

import nbformat
import numpy as np
import pytest
import sympy
from hostile.run import without_count
from kinds import all_kinds
from questions import LESSONS, answer_from
from rewriting import rewritten, typed

from handprop.border.limits import Limits
from handprop.check import BreakingTest, Choice, Formula, Function, HeldOut, load_questions
from handprop.grade.intake.submission import Submission
from handprop.grade.notebooks.cells import course_cells
from handprop.grade.notebooks.graded import release_of
from handprop.grade.workers.worker import Worker

NAMES = sorted(path.parent.name for path in LESSONS.glob("*/questions.py"))
USUAL = ("06_by_hand",)
FORMS = 16  # notebooks of right answers in other forms, of each lesson
LIMITS = Limits(cell=60.0, answer=60.0, total=300.0)  # this is about verdicts, not about time


# Right answers in other forms


CALLS = (
    "def {0}(*given):\n    return _first_{0}(*given)",
    "{0} = lambda *given: _first_{0}(*given)",
    "class _Called:\n    def __call__(self, *given):\n        return _first_{0}(*given)\n{0} = _Called()",
    "import functools\n{0} = functools.partial(_first_{0})",
)
VALUES = (
    "{0} = np.asarray({0}, dtype=float)",
    "{0} = np.asarray({0}, dtype=float).tolist()",
    "{0} = np.asarray({0}, dtype=np.longdouble)",
    "{0} = np.asfortranarray(np.asarray({0}, dtype=float))",
    "{0} = np.asarray({0}, dtype=object)",
    "{0} = sympy.sympify(np.asarray({0}, dtype=float).tolist())",
)


def one_of(rng, forms):
    return forms[rng.integers(len(forms))]


def other_form(rng, lesson, question):
    """The source of a right answer, written as somebody else would."""
    name = question.variable
    match question.answer:
        case Choice(right=letter):
            form = one_of(rng, (letter, letter.upper(), f"{letter})", f"({letter})", f" {letter} "))
            return f"{name} = {form + question.answer.right_reason!r}"
        case Formula():
            expression = rewritten(rng, sympy.sympify(answer_from(lesson, question)))
            written = typed(rng, expression)
            return f"{name} = {written!r}" if isinstance(written, str) else f"{name} = {str(expression)!r}"
        case Function() | HeldOut() | BreakingTest():
            # A name of its own for each question: an answer may call those of others.
            return f"{question.answer_source}\n_first_{name} = {name}\n{one_of(rng, CALLS).format(name)}"
    made = one_of(rng, VALUES).format(name)
    return f"{question.answer_source}\nimport numpy as np, sympy\n{made}"


def other_forms(lesson):
    for seed in range(FORMS):
        rng = np.random.default_rng(seed)
        asked = [question for question in load_questions(lesson) if not question.manual]
        yield {question.name: other_form(rng, lesson, question) for question in asked}


# The two sandboxes


@pytest.fixture(scope="module")
def judges(sandbox, webassembly):
    """A worker with each of the sandboxes."""
    with Worker(LIMITS, sandbox) as one, Worker(LIMITS, webassembly) as other:
        one.wait_until_ready()
        other.wait_until_ready()
        yield one, other


def told(judge, lesson, answers, path):
    """By question: state, points, mistakes and sentences of the verdict; and the remarks."""
    notebook = nbformat.from_dict(release_of(lesson))
    for name, source in answers.items():
        course_cells(notebook)[name].source = source
    nbformat.write(notebook, path)
    result = judge.grade(Submission("ada", lesson, path, seed=1))
    return [replace(without_count(one), answer="") for one in result.questions], result.remarks


def compare(judges, lesson, answers, path):
    """The questions that are right, after a look that both sandboxes say the same."""
    (ours, remarks), (theirs, others) = (told(judge, lesson, answers, path) for judge in judges)
    assert theirs == ours
    assert others == remarks
    return [question.name for question in ours if question.state == "right"]


@pytest.mark.parametrize(
    "lesson", [pytest.param(name, marks=() if name in USUAL else pytest.mark.slow) for name in NAMES]
)
def test_solutions_stubs_and_every_known_mistake(judges, tmp_path, lesson):
    rights = {
        kind: compare(judges, lesson, answers, tmp_path / "one.ipynb")
        for kind, answers in all_kinds(lesson).items()
    }
    assert set(rights["right"]) == {one.name for one in load_questions(lesson) if not one.manual}
    assert not any(rights[kind] for kind in rights if kind.startswith(("wrong", "stub")))


@pytest.mark.slow
@pytest.mark.parametrize("lesson", NAMES)
def test_right_answers_in_other_forms(judges, tmp_path, lesson):
    for answers in other_forms(lesson):
        assert set(compare(judges, lesson, answers, tmp_path / "one.ipynb")) == set(answers)
