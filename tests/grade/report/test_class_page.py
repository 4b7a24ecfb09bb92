"""The page to project, the course's table, and what learners' pages say."""

import csv
import json
from dataclasses import replace

import pytest
from classroom import LESSON, answered, hand_in, right
from messy_class import stand_in
from openpyxl import load_workbook

from handprop.check import load_questions
from handprop.grade.report import class_page
from handprop.grade.report import pages as report
from handprop.grade.report.summary import Row
from handprop.grade.run import Request, run
from handprop.grade.workers import this_machine

SLIP = "exercise_1 = [-1.616, 3.232, 0.404, -0.808, 0.606, 2.626]"


@pytest.fixture
def graded(tmp_path, monkeypatch):
    """Two exercises of three learners, graded without a sandbox; the course's folder and the outcomes."""
    monkeypatch.setattr(this_machine, "grade", stand_in())
    monkeypatch.setattr(this_machine, "start_early", lambda *_: None)
    hand_in(tmp_path / "in" / "Ada Lovelace" / "a.ipynb", right())
    hand_in(
        tmp_path / "in" / "Ben Müller" / "a.ipynb",
        {"formula": right()["formula"], "exercise_1": f"{SLIP}  # Ben"},
    )
    hand_in(tmp_path / "in" / "Chloé" / "a.ipynb", right() | {"formula": "formula = 'w1'"})
    hand_in(tmp_path / "in" / "Ada Lovelace" / "b.ipynb", right("05_chain_rule"), "05_chain_rule")
    return tmp_path, {
        one.summary.lesson: one.summary for one in run(Request(tmp_path / "in", tmp_path), lambda *_: None)
    }


def test_no_name_stands_on_the_page_to_project(graded):
    course, _ = graded
    page = (course / "grades" / f"{LESSON}_class.html").read_text(encoding="utf-8")
    assert [name for name in ("Ada", "Lovelace", "Ben", "Müller", "Chloé") if name in page] == []
    assert "3 learners, mean 6.7 of 10 points" in page


def test_quartiles_histogram_and_how_well_a_question_tells_apart():
    assert class_page.quartiles([0, 2, 4, 6, 8]) == (2, 4, 6)
    assert class_page.quartiles([3]) is None
    counts = [count for _, count, _ in class_page.histogram([0, 9.9, 10, 10], 10)]
    assert counts == [1, 0, 0, 0, 0, 0, 0, 0, 0, 3]


def test_an_answer_is_shown_without_comments_and_never_with_a_name():
    assert class_page.without_comments("x = 1  # Ada\n# me\ny = '#'") == "x = 1\ny = '#'"
    assert class_page.without_comments("x = (") == ""


def test_the_course_table_has_totals_and_weeks(graded):
    course, _ = graded
    with (course / "grades" / "course.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream))
    points = sum(question.points for question in load_questions("05_chain_rule"))
    assert rows[0] == ["learner", "05_chain_rule", LESSON, "total"]
    assert rows[2] == ["Ada Lovelace", str(points), "10", str(points + 10)]
    assert rows[4] == ["Chloé", "", "9", "9"]
    cells = load_workbook(course / "grades" / "course.xlsx").active.iter_rows(values_only=True)
    assert [cell or "" for row in cells for cell in row] == [cell for row in rows for cell in row]
    assert "Chloé" in (course / "grades" / "course.html").read_text(encoding="utf-8")


def test_feedback_folders_are_told_in_a_file(graded):
    course, _ = graded
    with (course / "grades" / "folders.csv").open(encoding="utf-8-sig", newline="") as stream:
        told = {row["folder"]: row["learner"] for row in csv.DictReader(stream)}
    assert told.keys() == {folder.name for folder in (course / "feedback").iterdir()}


def page_of(summary, **changes):
    row = summary.rows[0]
    one = replace(row.questions[0], **changes)
    result = replace(row.result, questions=(one, *row.questions[1:]))
    return " ".join(report.feedback_page(summary, replace(row, result=result)).split())


def test_a_right_answer_elsewhere_is_not_missing(graded):
    page = page_of(graded[1][LESSON], answer="")
    assert "Your answer was found in another cell" in page
    assert "No answer to this question was found" not in page


def test_points_given_by_hand_do_not_stand_under_not_right_yet(graded):
    summary = graded[1][LESSON]
    page = page_of(summary, state="wrong", score=0.0)  # the gradebook has 2
    assert "Graded by your instructor: 2 of 2 points" in page
    assert isinstance(summary.rows[0], Row)


def test_the_question_stands_on_the_page_and_the_solution_only_after_its_date(graded):
    summary = graded[1][LESSON]
    assert "Take paper." in page_of(summary)
    assert "The worked solution" not in page_of(summary)
    shown = replace(summary, solutions_from=report._now())
    assert "The worked solution" in page_of(shown)


def test_a_deleted_set_up_and_answers_that_cannot_be_run(tmp_path, monkeypatch):
    notebook = answered(right("07_matrices"), "07_matrices")
    notebook["cells"] = [cell for cell in notebook["cells"] if "exercise(" not in "".join(cell["source"])]
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "ada.ipynb").write_text(json.dumps(notebook))
    broken = answered(
        right() | {"exercise_1": "exercise_1 = [..., ..., ..., ..., ..., ...]\nexercise_1 = 1 / 0"}
    )
    for cell in broken["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == "formula":
            cell["cell_type"] = "markdown"
    (tmp_path / "in" / "ben.ipynb").write_text(json.dumps(broken))
    outcomes = {
        one.summary.lesson: one.summary for one in run(Request(tmp_path / "in", tmp_path, workers=1), print)
    }
    (ada,), (ben,) = outcomes["07_matrices"].rows, outcomes[LESSON].rows
    assert ada.score == sum(question.points for question in load_questions("07_matrices"))
    said = {one.name: (one.state, " ".join(one.sentences)) for one in ben.questions}
    assert said["exercise_1"][0] == "problem"
    assert "stopped with an error" in said["exercise_1"][1]
    assert said["formula"][0] == "right"  # by a key that was hit by mistake nobody loses points
    assert any("formula was a text cell" in remark for remark in ben.result.remarks)
