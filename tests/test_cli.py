"""The `handprop` command: what it prints, where, and its exit codes."""

import os
import signal
import subprocess
import sys
import time

import pytest

from handprop import cli
from handprop.course import lessons as course_lessons
from handprop.course.faults import Fault, Refused
from handprop.course.lessons import Stop, lesson_named
from handprop.course.questions import load_questions
from handprop.grade.gradebook.engine import BookFault
from handprop.grade.intake.notebook import Unreadable
from handprop.grade.sandbox.outside.isolation import NoSandbox

LESSON = """\
---
kernelspec: {name: python3, display_name: Python 3}
handprop:
  title: Chain rule
  minutes: 10
  objectives:
  - {id: "05.1", text: "multiply two slopes"}
---

Nothing to run here.
"""


@pytest.fixture
def course(tmp_path, monkeypatch):
    """A course of one lesson, not built, and the current folder in it."""
    (tmp_path / "lessons/05_chain_rule").mkdir(parents=True)
    (tmp_path / "lessons/05_chain_rule/lesson.md").write_text(LESSON, encoding="utf-8")
    monkeypatch.chdir(tmp_path / "lessons")
    return tmp_path


def test_build_then_check(course, capsys):
    assert cli.main(["build", "--check"]) == 1
    assert "notebooks/05_chain_rule.ipynb: missing" in capsys.readouterr().out
    assert cli.main(["build"]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    assert line.split()[:2] == ["notebooks/05_chain_rule.ipynb", "run"]
    assert line.endswith(" s")
    assert cli.main(["build"]) == 0
    assert "unchanged" in capsys.readouterr().out
    assert cli.main(["build", "--check"]) == 0


def test_check_prints_a_unified_diff(course, capsys):
    cli.main(["build"])
    (course / "lessons/05_chain_rule/lesson.md").write_text(
        LESSON.replace("Nothing", "Little"), encoding="utf-8"
    )
    capsys.readouterr()
    assert cli.main(["build", "--check"]) == 1
    out = capsys.readouterr().out
    assert "notebooks/05_chain_rule.ipynb (cell 2): this cell differs." in out
    assert "--- stored: notebooks/05_chain_rule.ipynb\n+++ built: lessons/05_chain_rule/lesson.md" in out
    assert "\n-Nothing to run here.\n" in out
    assert "\n+Little to run here." in out


@pytest.mark.parametrize("option", [[], ["--check"], ["--force"]])
def test_an_authors_mistake_is_a_sentence_and_exit_code_2(course, capsys, option):
    (course / "lessons/05_chain_rule/lesson.md").write_text(LESSON.replace("10", "soon"), encoding="utf-8")
    assert cli.main(["build", *option]) == 2
    error = capsys.readouterr().err
    assert error.startswith("lessons/05_chain_rule/lesson.md:3: handprop needs minutes")
    assert "Traceback" not in error
    assert not (course / "notebooks").exists()


def test_an_unknown_lesson_is_a_sentence_and_exit_code_2(course, capsys):
    assert cli.main(["build", "13"]) == 2
    assert capsys.readouterr().err == "There is no lesson '13'; choose from 05_chain_rule.\n"


def test_no_course_is_a_sentence_and_exit_code_2(capsys, monkeypatch):
    monkeypatch.setattr(course_lessons, "_lesson_folders", lambda folder: [])
    assert cli.main(["build"]) == 2
    assert capsys.readouterr().err.startswith("No course here")


def test_check_and_force_exclude_each_other(capsys):
    with pytest.raises(SystemExit) as stop:
        cli.main(["build", "--check", "--force"])
    assert stop.value.code == 2


def test_orphans_are_told_in_a_build(course, capsys):
    (course / "notebooks").mkdir()
    (course / "notebooks/99_gone.ipynb").write_text("{}", encoding="utf-8")
    cli.main(["build"])
    assert "notebooks/99_gone.ipynb: no lesson makes this notebook" in capsys.readouterr().err


def test_help_imports_nothing_heavy():
    code = (
        "import sys; from handprop import cli\n"
        "try: cli.main(['--help'])\n"
        "except SystemExit: pass\n"
        "print(sorted({'numpy', 'nbformat', 'jupytext', 'nbgrader', 'sympy'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "build" in done.stdout
    assert done.stdout.splitlines()[-1] == "[]"


def test_python_m_handprop_is_handprop():
    done = subprocess.run([sys.executable, "-m", "handprop", "--help"], capture_output=True, text=True)
    assert done.returncode == 0
    assert done.stdout.startswith("usage: handprop ")


@pytest.mark.skipif(os.name == "nt", reason="sends a signal")
def test_ctrl_c_leaves_no_notebook_and_no_kernel(course):
    note = course / "pid"
    code = f"import os, time\nopen({str(note)!r}, 'w').write(str(os.getpid()))\ntime.sleep(60)"
    cell = f"\n```{{code-cell}}\n{code}\n```\n"
    (course / "lessons/05_chain_rule/lesson.md").write_text(LESSON + cell, encoding="utf-8")
    command = [sys.executable, "-m", "handprop", "build"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    _wait_for(lambda: note.exists() and note.read_text())
    process.send_signal(signal.SIGINT)
    _, error = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "Interrupted" in error
    assert "Traceback" not in error
    assert list((course / "notebooks").iterdir()) == []
    _wait_for(lambda: not _alive(int(note.read_text())))


def _wait_for(condition):
    for _ in range(600):
        if condition():
            return
        time.sleep(0.1)
    raise AssertionError("waited for a minute in vain")


def _alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (Fault("The shop is shut."), "The shop is shut."),
        (Stop("No course here."), "No course here."),
        (BookFault("The gradebook is full."), "The gradebook is full."),
        (NoSandbox("There is no sandbox."), "There is no sandbox."),
        (Unreadable("The file is empty."), "The file is empty."),
        (Refused("There is no lesson 99."), "There is no lesson 99."),
        (PermissionError(13, "Permission denied", "x.csv"), "Cannot use x.csv: Permission denied."),
    ],
)
def test_whatever_a_user_can_mend_is_one_sentence_of_every_command(fault, said, monkeypatch, capsys):
    def fails(_):
        raise fault

    for command in ("_build", "_progress", "_demo"):
        monkeypatch.setattr(cli, command, fails)
        assert cli.main([command.strip("_")]) == 2
        assert capsys.readouterr().err == f"{said}\n"


def test_a_fault_of_the_course_itself_shows_its_traceback(monkeypatch):
    def fails(_):
        raise ValueError("a slip in the code")

    monkeypatch.setattr(cli, "_demo", fails)
    with pytest.raises(ValueError, match="a slip"):
        cli.main(["demo"])


def test_variants_tells_which_questions_are_the_same_for_everybody(capsys):
    assert cli.main(["variants", "--cannot", "--lesson", "00", "--lesson", "09"]) == 0
    *same, total = capsys.readouterr().out.splitlines()
    asked = [question for lesson in ("00", "09") for question in load_questions(lesson_named(lesson))]
    fixed = {question.name for question in asked if not question.differs}
    assert {line.split()[1].rstrip(":") for line in same} == fixed
    assert total == f"{len(asked) - len(fixed)} of {len(asked)} questions differ between learners."


def test_variants_asks_for_a_list_and_a_folder(tmp_path, capsys):
    assert cli.main(["variants"]) == 2
    assert "handprop variants class.csv" in capsys.readouterr().err
    (tmp_path / "class.csv").write_text("id\nada\n", encoding="utf-8")
    there = ["variants", str(tmp_path / "class.csv"), "--lesson", "06", "--each", "--course"]
    assert cli.main([*there, str(tmp_path / "no" / "class")]) == 2
    assert "There is no folder" in capsys.readouterr().err
    assert cli.main([*there, str(tmp_path / "class")]) == 0
    assert "ada" in str(sorted((tmp_path / "class").rglob("*")))


@pytest.mark.parametrize(
    ("begins", "said"), [("soon", "'soon' is no time"), ("2026-12-01 11:00", "before it")]
)
def test_an_exam_is_made_for_a_time(tmp_path, capsys, begins, said):
    (tmp_path / "class.csv").write_text("id\nada\n", encoding="utf-8")
    made = ["exam", str(tmp_path / "class.csv"), "--lesson", "06", "--to", "2026-12-01 10:00"]
    made += ["--course", str(tmp_path / "exam"), "--from"]
    assert cli.main([*made, begins]) == 2
    assert said in capsys.readouterr().err
    assert not (tmp_path / "exam").exists()
    assert cli.main([*made, "2026-12-01 09:00"]) == 0
    assert list((tmp_path / "exam").rglob("*.ipynb"))


def test_prove_knows_functions_only(capsys):
    assert cli.main(["prove", "06.exercise_1", "00.dot"]) == 2
    assert capsys.readouterr().err == "There is no function to write in 06.exercise_1.\n"
