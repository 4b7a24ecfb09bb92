"""Progress: kept in the learner's own file, made again when it is lost, never in the way."""

import errno
import json

import pytest
from questions import answer_from

from handprop import cli
from handprop.check import Exercise, Question, Verdict, WrongAnswer, course_progress, load_questions, progress
from handprop.check.answers import Prediction

LESSON = "06_by_hand"
RIGHT = [1.616, -3.232, -0.404, 0.808, -0.606, -2.626]


@pytest.fixture
def file(tmp_path, monkeypatch):
    path = tmp_path / "own" / "progress.json"
    monkeypatch.setenv("HANDPROP_PROGRESS", str(path))
    return path


@pytest.fixture
def check():
    return Exercise(LESSON, load_questions(LESSON))


def lesson_of(shown):
    return next(lesson for lesson in shown.lessons if lesson.name == LESSON)


def test_right_and_wrong_answers_are_kept_and_unfinished_ones_are_not(file, check):
    with pytest.raises(WrongAnswer):
        check("exercise_1", None)
    assert not file.exists()
    with pytest.raises(WrongAnswer):
        check("exercise_1", [0.0] * 6)
    check("exercise_1", RIGHT)
    marks = json.loads(file.read_text())["lessons"][LESSON]["exercise_1"]
    (days,) = marks.pop("mistakes").values()  # what was wrong, and when: practice draws towards it
    assert len(days) == 1
    assert marks == {"passed": True, "tries": 2}


def test_a_passed_question_stays_passed(file, check):
    check("exercise_1", RIGHT)
    with pytest.raises(WrongAnswer):
        check("exercise_1", [0.0] * 6)
    assert lesson_of(course_progress()).passed == 1


def test_objectives_are_met_when_all_their_questions_are_passed(file, check):
    check("printed_numbers", "c")
    assert lesson_of(course_progress()).met == ("06.3",)
    check("exercise_1", RIGHT)
    assert "06.1" not in lesson_of(course_progress()).met
    check("formula", "delta * w6 * x2")
    check("closed_gate", "d")
    second = next(one for one in load_questions(LESSON) if one.name == "second_sample")
    check("second_sample", answer_from(LESSON, second))
    assert "06.1" in lesson_of(course_progress()).met


def test_what_to_do_next(file, check):
    assert course_progress().next_step.startswith("Next: the lesson ")
    check("exercise_1", RIGHT)
    assert course_progress().next_step == f"Next: The path of w4 (formula) in the exercise of {LESSON}."


@pytest.mark.parametrize(
    "damage", ["", "{", "[]", '{"lessons": 3}', '{"lessons": {"06_by_hand": {"exercise_1": 1}}}', "\x00"]
)
def test_a_damaged_file_is_made_again_from_the_notebooks(file, tmp_path, damage):
    file.parent.mkdir()
    file.write_text(damage)
    marks = progress.read(file, with_a_solved_notebook(tmp_path))
    assert marks == {LESSON: {"exercise_1": {"passed": True, "tries": 1}}}


def test_a_missing_file_is_made_again_from_the_notebooks(file, tmp_path):
    assert progress.read(file, with_a_solved_notebook(tmp_path)) == {
        LESSON: {"exercise_1": {"passed": True, "tries": 1}}
    }


def test_a_missing_file_of_a_learners_folder_is_made_again_from_its_exercises(tmp_path):
    solved = {"source": ['check("exercise_1")'], "outputs": [{"data": {"text/plain": ["✓ Right."]}}]}
    for name in ("06_exercise_by_hand", "06_exercise_by_hand (2026-01-01 10.00)"):
        (tmp_path / f"{name}.ipynb").write_text(json.dumps({"cells": [solved]}), encoding="utf-8")
    marks = progress.read(tmp_path / ".handprop" / "progress.json")
    assert marks == {LESSON: {"exercise_1": {"passed": True, "tries": 1}}}


def with_a_solved_notebook(folder):
    """A folder of exercises in which one check shows a tick, one shows an error, and one file is broken."""
    solved = {"source": ['check("exercise_1")'], "outputs": [{"data": {"text/plain": ["✓ Right."]}}]}
    failed = {"source": ['check("formula")'], "outputs": [{"output_type": "error", "ename": "WrongAnswer"}]}
    for name, text in ((LESSON, json.dumps({"cells": [solved, failed]})), ("07_other", "{broken")):
        (folder / "exercises" / name).mkdir(parents=True)
        (folder / "exercises" / name / f"{name}.ipynb").write_text(text, encoding="utf-8")
    return folder / "exercises"


def test_a_file_that_cannot_be_written_is_not_in_the_way(tmp_path, monkeypatch, check):
    blocked = tmp_path / "a file"
    blocked.write_text("")
    monkeypatch.setenv("HANDPROP_PROGRESS", str(blocked / "progress.json"))
    assert check("exercise_1", RIGHT).passed


def test_off_keeps_nothing(monkeypatch, check):
    monkeypatch.setenv("HANDPROP_PROGRESS", "off")
    assert progress.path() is None
    assert check("exercise_1", RIGHT).passed


def test_a_prediction_is_kept_and_shown_beside_the_outcome(file):
    asked = Question("guess", "06.1", 0, Prediction("it falls", remark="Look at the sign."))
    verdict = Exercise(LESSON, [asked])("guess", "it rises")
    assert isinstance(verdict, Verdict)
    assert "You predicted: it rises. What happens: it falls." in str(verdict)
    assert "Look at the sign." in str(verdict)
    assert json.loads(file.read_text())["lessons"][LESSON]["guess"]["said"] == "it rises"


def test_the_command_shows_a_bar(file, check, capsys):
    check("exercise_1", RIGHT)
    assert cli.main(["progress"]) == 0
    shown = capsys.readouterr().out
    assert "1 of 8" in shown
    assert "█░" in shown


def test_table_and_list_count_the_objectives_that_are_met(file, check):
    check("printed_numbers", "c")
    assert "<td style='text-align:left'>1 of 3</td>" in course_progress()._repr_html_()
    assert "objectives met: 1 of 3" in str(course_progress())


def test_a_solution_looked_up_is_marked_and_one_looked_up_afterwards_is_not(file, check, capsys):
    check.solution("formula")
    check("formula", "delta * w6 * x2")
    check("exercise_1", RIGHT)
    check.solution("exercise_1")
    shown = lesson_of(course_progress())
    assert (shown.passed, shown.looked_up) == (2, ("formula",))
    assert "2 of 8, 1 looked up" in str(course_progress())
    assert "2 of 8, 1 looked up" in course_progress()._repr_html_()


def test_a_right_answer_tells_the_points_so_far_and_what_is_next(file, check):
    verdict = check("exercise_1", RIGHT)
    assert "So far 2 of 10 points in this exercise." in str(verdict)
    assert str(verdict).endswith("Next: The path of w4")


def test_after_the_last_question_comes_the_next_lesson(file, monkeypatch, tmp_path):
    questions = load_questions(LESSON)[:1]
    monkeypatch.chdir(tmp_path)
    (tmp_path / "07_matrices.ipynb").touch()
    shown = Exercise(LESSON, questions)("exercise_1", RIGHT)._repr_html_()
    assert 'Next: <a href="07_matrices.ipynb">07 Gradients as matrices</a>' in shown


def test_the_next_question_is_a_link_where_jupyter_says_which_notebook_is_open(file, check, monkeypatch):
    monkeypatch.setenv("JPY_SESSION_NAME", "/home/me/06_exercise_by_hand.ipynb")
    assert 'href="06_exercise_by_hand.ipynb#The-path-of-w4-' in check("exercise_1", RIGHT)._repr_html_()


def test_a_full_disk_is_said_leaves_no_drafts_and_costs_no_point(file, check, monkeypatch):
    plain = progress.os.replace

    def full(old, new):
        raise OSError(errno.ENOSPC, "No space left on device", str(new))

    monkeypatch.setattr(progress.os, "replace", full)
    said = " ".join(check("exercise_1", RIGHT).sentences)
    assert "could not be kept in your progress" in said
    assert "So far 2 of" in said
    assert list(file.parent.iterdir()) == []
    monkeypatch.setattr(progress.os, "replace", plain)
    assert "could not be kept" not in " ".join(check("exercise_1", RIGHT).sentences)
    assert progress.read(file)[LESSON]["exercise_1"]["passed"]
