"""A class with numbers of its own, from the class list to the feedback: points, feedback, copies told of."""

import json
from types import SimpleNamespace

import numpy as np
import pytest
from classroom import grade_id, nbgrader

from handprop.check import load_questions
from handprop.check.variants.draw import varied
from handprop.grade.run import Request, run
from handprop.grade.variants.hand_out import FOLDER as HAND_OUT
from handprop.grade.variants.make import make
from handprop.grade.variants.matches import Match, Rights, told
from handprop.grade.variants.register import FOLDER, Register, read_register

LESSON = "06_by_hand"
# Of a hundred pairs of learners some four share the numbers of a question: not the ones looked at here.
SECRET = "5a" * 32
SIZES = [12, pytest.param(60, marks=pytest.mark.slow)]


def names(size):
    return ["Ada Lovelace", "Zoë Ångström", "José Núñez", *(f"Learner {k:02}" for k in range(size - 3))]


@pytest.fixture(scope="module", params=SIZES)
def classroom(tmp_path_factory, request):
    """A class with the exercise 06 handed out."""
    everybody = names(request.param)
    folder = tmp_path_factory.mktemp("class")
    rows = [f"{_id(name)},{name}" for name in everybody]
    (folder / "class.csv").write_text("\n".join(["id,name", *rows]) + "\n", encoding="utf-8")
    Register(SECRET, "5a" * 8).write(folder / FOLDER)
    told = list(make(folder, folder / "class.csv", [LESSON]))
    return SimpleNamespace(folder=folder, told=told, register=read_register(folder), names=everybody)


def _id(name):
    return name.split()[-1].lower() if not name.startswith("Learner") else f"s{name[-2:]}"


def own(classroom, name):
    """The exercise's questions with the numbers of a learner."""
    return varied(load_questions(LESSON), classroom.register.numbers(LESSON, _id(name)))


def answers(questions):
    """The right answers, as code."""
    return {one.name: one.solution_source for one in questions}


def hand_in(classroom, folder, name, given):
    """Hand in the notebook that was handed out, with these answers."""
    (path,) = (classroom.folder / FOLDER / HAND_OUT).glob("*.ipynb")
    notebook = json.loads(path.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        if nbgrader(cell).get("solution") and grade_id(cell) in given:
            cell["source"] = given[grade_id(cell)]
    (folder / _id(name)).mkdir(parents=True)
    (folder / _id(name) / path.name).write_text(json.dumps(notebook), encoding="utf-8")


def graded(classroom, folder, lines=None):
    said = []
    request = Request(folder, classroom.folder, workers=2)
    (outcome,) = run(request, said.append)
    return outcome.summary, {row.learner: row for row in outcome.summary.rows}


@pytest.fixture(scope="module")
def result(classroom):
    """All hand in: right, with known mistakes, copied, exchanged, with the course's own numbers."""
    folder = classroom.folder / "downloads"
    everybody = {name: answers(own(classroom, name)) for name in classroom.names}
    given = dict(everybody)
    given["Learner 00"] = everybody["Learner 01"]  # a copy
    given["Learner 02"], given["Learner 03"] = everybody["Learner 03"], everybody["Learner 02"]
    given["Learner 04"] = answers(load_questions(LESSON))  # from the public solutions
    wrong = [-number for number in _slopes(classroom, "Learner 05")]
    given["Learner 05"] = everybody["Learner 05"] | {"exercise_1": f"exercise_1 = {wrong}"}
    for name in classroom.names:
        hand_in(classroom, folder, name, given[name])
    summary, rows = graded(classroom, folder)
    return SimpleNamespace(summary=summary, rows=rows)


def _slopes(classroom, name):
    question = own(classroom, name)[0]
    return np.asarray(question.right(question.cases[0])).tolist()


def states(result, name):
    return {one.name: one.state for one in result.rows[_id(name)].questions}


def test_who_answers_for_their_own_numbers_has_all_points(classroom, result):
    honest = [name for name in classroom.names if name not in [f"Learner {k:02}" for k in range(6)]]
    assert {result.rows[_id(name)].score for name in honest} == {10.0}
    assert result.summary.missing == ()


def test_a_copy_has_no_points_for_numbers_and_is_told_of(result):
    assert states(result, "Learner 00")["exercise_1"] == "wrong"
    assert states(result, "Learner 00")["exercise_2"] == "right"  # a function has no numbers of its own
    assert [line for line in result.summary.strangers if line.startswith("s00: ")] == [
        "s00: the answers to exercise_1, after_the_step are right for the numbers of s01."
    ]


def test_two_who_exchanged_their_notebooks_are_told_of_once(result):
    lines = [line for line in result.summary.strangers if "s02" in line or "s03" in line]
    assert len(lines) == 1
    assert lines[0].startswith("s02 and s03 have each other's numbers")


def test_the_public_solutions_are_recognised(result):
    told = [line for line in result.summary.strangers if line.startswith("s04: ")]
    assert told == ["s04: the answers to exercise_1, after_the_step are right for the numbers of the course."]


def test_nobody_else_is_suspected(result):
    suspects = {line.split()[0].strip(":") for line in result.summary.strangers}
    assert suspects == {"s00", "s02", "s04"}


def test_a_mistake_is_named_with_own_numbers(result):
    (one,) = [one for one in result.rows["s05"].questions if one.name == "exercise_1"]
    assert one.state == "wrong"
    assert "M02-TARGET-MINUS" in one.mistakes


def test_feedback_and_graded_notebook_show_the_learners_own_numbers(classroom, result):
    for name in ("Zoë Ångström", "Learner 07"):
        question = own(classroom, name)[0]
        table = question.ask.splitlines()[4]
        cells = [part.strip() for part in table.strip("|").split("|")]
        page = classroom.folder / "feedback" / _id(name) / LESSON / f"{LESSON}.html"
        assert "".join(f"<td>{cell}</td>\n" for cell in cells) in page.read_text(encoding="utf-8")
        notebook = classroom.folder / "autograded" / _id(name) / LESSON / f"{LESSON}.ipynb"
        assert json.dumps(table, ensure_ascii=False)[1:-1] in notebook.read_text(encoding="utf-8")


def test_grading_again_grades_nothing(classroom, result):
    said = []
    run(Request(classroom.folder / "downloads", classroom.folder, workers=1), said.append)
    assert any("all graded already" in line for line in said)


def test_who_copied_from_one_of_two_with_the_same_numbers_is_told_of_with_both():
    """In a small class that happens: nobody is named alone, and an exchange is still seen."""
    table, one = ("exercise_1",), ("after_the_step",)
    copied = [Match("cy", "ada", table), Match("cy", "eve", table)]
    assert told(copied) == ["cy: the answers to exercise_1 are right for the numbers of ada and eve."]
    exchanged = [Match("dee", "ada", table), Match("dee", "eve", table), Match("eve", "dee", table)]
    (line,) = told(exchanged)
    assert line.startswith("dee and eve have each other's numbers")
    assert told([Match("fay", "", one), Match("fay", "bob", one)])[0].endswith("the numbers of the course.")


@pytest.mark.parametrize(("given", "found"), [([1.0, 2.0], ["ada", "eve"]), ([1.0, 0.0], [])])
def test_a_table_is_evidence_where_two_share_it_one_number_is_not(given, found):
    rights = Rights([], {})
    kind = SimpleNamespace(shape=(2,), same=lambda right, answer: np.isclose(right, answer))
    rights._kinds = {"slopes": kind}
    rights._right = {"slopes": {"ada": given, "eve": given, "cy": [3.0, 4.0], "bob": [5.0, 6.0]}}
    answered = [SimpleNamespace(name="slopes", state="wrong", given=given)]
    matches = rights.matches("cy", SimpleNamespace(questions=answered))
    assert [match.other for match in matches] == found
