"""The learner's folder: laid, brought up to date, followed, reset; nothing of the learner's is ever lost."""

import errno
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from handprop import cli
from handprop.build.expand import cell_id
from handprop.check import progress
from handprop.course import front, lessons, where
from handprop.learner import command as commands
from handprop.learner import content, lay, page
from handprop.learner.reset import reset

LESSON, EXERCISE = "06_by_hand.ipynb", "06_exercise_by_hand.ipynb"
TEXTS = [
    "# By hand",
    "First a sum.",
    "x = 1\nprint(x)",
    "Then a [word](../docs/glossary.md#sum).",
    "y = 2",
    "The end.",
]


def notebook(texts, name="06_by_hand", marks=None):
    """A notebook as the build makes it: ids from the text, code where there is an equals sign."""
    cells = []
    for text in texts:
        cell = new_code_cell(text) if "=" in text or "check(" in text else new_markdown_cell(text)
        cell["id"] = cell_id(name, text, 1)
        if text.startswith("check("):
            cell.metadata["nbgrader"] = {"grade": True, "locked": True, "grade_id": "q-check", "points": 1}
        cells.append(cell)
    return nbformat.writes(new_notebook(cells=cells)) + "\n"


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def put_lesson(clone, texts=TEXTS, name="06_by_hand"):
    write(clone / "notebooks" / f"{name}.ipynb", notebook(texts, name))


def put_exercise(clone, texts=None, name="06_by_hand"):
    texts = texts or [
        "# Exercise",
        "What is 1 + 1?",
        "q = ...",
        'check("q")',
        "Next: [07](../../notebooks/07_b.ipynb)",
    ]
    write(clone / "exercises" / name / f"{name}.ipynb", notebook(texts, name))


@pytest.fixture
def clone(tmp_path):
    clone = tmp_path / "clone"
    put_lesson(clone)
    put_exercise(clone)
    put_lesson(clone, ["# Seven", "a = 7", "The last."], "07_b")
    write(
        clone / "docs" / "glossary.md", "# Glossary\n\n## sum\n\nSee [06](../notebooks/06_by_hand.ipynb).\n"
    )
    return clone


@pytest.fixture
def folder(clone):
    folder = clone / "my-course"
    assert lay.lay(clone, folder) == []
    return folder


def texts(path):
    return [cell.source for cell in nbformat.read(path, 4).cells]


def work(path, change):
    """What JupyterLab does: the notebook with a learner's change, saved."""
    made = nbformat.read(path, 4)
    change(made.cells)
    nbformat.write(made, path)


def note(cells):
    cells.insert(2, new_markdown_cell("My own note."))


def answer(cells):
    cells[2].source = "q = 2"
    cells[2].execution_count = 3
    cells[2].outputs = [new_output("stream", name="stdout", text="mine\n")]


def everything(folder):
    """Every text that a learner could look for: all cells of all notebooks."""
    return [
        text for path in folder.glob("*.ipynb") for text in content.cells(path.read_text(encoding="utf-8"))
    ]


# Laying


def test_lessons_and_exercises_lie_side_by_side_with_links_that_work_there(folder):
    assert sorted(path.name for path in folder.iterdir() if not path.name.startswith(".")) == [
        LESSON, EXERCISE, "07_b.ipynb", "Glossary.md",
    ]  # fmt: skip
    assert texts(folder / LESSON)[3] == "Then a [word](Glossary.md#sum)."
    assert texts(folder / EXERCISE)[-1] == "Next: [07](07_b.ipynb)"
    assert "[06](06_by_hand.ipynb)" in (folder / "Glossary.md").read_text()


def test_an_unsatisfied_check_does_not_stop_run_all_in_the_learners_copy_only(clone, folder):
    check = nbformat.read(folder / EXERCISE, 4).cells[3]
    assert check.metadata.tags == ["raises-exception"]
    assert "raises-exception" not in (clone / "exercises" / "06_by_hand" / LESSON).read_text()


def test_laying_again_changes_nothing(clone, folder):
    before = {
        path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file() and path.name != "lock"
    }
    assert lay.lay(clone, folder) == []
    assert {path: path.stat().st_mtime_ns for path in before} == before


@pytest.fixture
def server(tmp_path, monkeypatch):
    """The note that a Jupyter server leaves of itself, and a port that answers."""
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path / "runtime"))
    with socket.create_server(("127.0.0.1", 0)) as door:
        here = {"pid": os.getpid(), "port": door.getsockname()[1], "hostname": "127.0.0.1", "sock": ""}

        def noted(root, **other):
            about = {**here, "root_dir": str(root), **other}
            write(tmp_path / "runtime" / "jpserver-1.json", json.dumps(about))

        yield noted


def test_what_jupyterlab_has_open_does_not_change_behind_its_back(clone, folder, server):
    before = (folder / LESSON).read_bytes()
    put_lesson(clone, [*TEXTS, "A new end."])
    server(folder)
    assert lay.lay(clone, folder) == [lay.OPEN]
    assert (folder / LESSON).read_bytes() == before
    (folder / LESSON).unlink()  # nor does a file come back under the hands of a learner who deletes it
    assert lay.lay(clone, folder) == [lay.OPEN]


@pytest.mark.parametrize("left", [{"pid": 2**22 + 1}, {"port": 1}, {"root": "elsewhere"}])
def test_the_note_of_a_server_that_has_ended_or_serves_another_folder_counts_for_nothing(
    clone, folder, server, tmp_path, left
):
    put_lesson(clone, [*TEXTS, "A new end."])
    server(tmp_path / left.pop("root") if "root" in left else folder, **left)
    assert lay.lay(clone, folder) == []
    assert "A new end." in (folder / LESSON).read_text()


def test_a_real_jupyterlab_keeps_lessons_as_they_are_and_the_start_page_true(at, tmp_path, monkeypatch):
    from browser import jupyterlab

    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path / "lab" / "runtime"))
    folder = tmp_path / "lab" / "files"
    assert cli.main(["lay", "--folder", str(folder)]) == 0
    before = (folder / LESSON).read_bytes()
    put_lesson(at, [*TEXTS, "A new end."])
    with jupyterlab(tmp_path / "lab"):
        assert lay.lay(at, folder) == [lay.OPEN]
        progress.write(
            where.progress(folder), {"06_by_hand": {"printed_numbers": {"passed": True, "tries": 1}}}
        )
        assert cli.main(["lay"]) == 0
        assert (folder / LESSON).read_bytes() == before
        assert "| 1 of 8 | 1 of 10 |" in (folder / where.START).read_text()  # as after every passed question
        (note,) = (tmp_path / "lab" / "runtime").glob("jpserver-*.json")
        os.kill(json.loads(note.read_text())["pid"], signal.SIGKILL)  # its note stays behind
        ended = time.monotonic() + 30
        while lay.lay(at, folder) == [lay.OPEN] and time.monotonic() < ended:
            time.sleep(0.1)
    assert "A new end." in texts(folder / LESSON)


def test_git_never_sees_the_folder(clone, folder):
    subprocess.run(["git", "init", "-q", clone], check=True)
    status = subprocess.run(
        ["git", "-C", clone, "status", "--porcelain"], capture_output=True, text=True
    ).stdout
    assert "my-course" not in status


# Bringing up to date


def test_an_untouched_file_becomes_new(clone, folder):
    put_lesson(clone, [*TEXTS, "More."])
    assert lay.lay(clone, folder) == []
    assert texts(folder / LESSON)[-1] == "More."


def test_notes_stay_and_new_cells_come(clone, folder):
    work(folder / LESSON, note)
    put_lesson(clone, [*TEXTS[:4], "y = 3", "The end.", "More."])
    assert lay.lay(clone, folder) == []
    expected = ["# By hand", "First a sum.", "My own note.", "x = 1\nprint(x)"]
    assert texts(folder / LESSON) == [
        *expected,
        "Then a [word](Glossary.md#sum).",
        "y = 3",
        "The end.",
        "More.",
    ]


def test_an_answer_keeps_its_output_when_the_question_is_reworded(clone, folder):
    work(folder / EXERCISE, answer)
    put_exercise(clone, ["# Exercise", "How much is 1 + 1?", "q = ...", 'check("q")'])
    assert lay.lay(clone, folder) == []
    cells = nbformat.read(folder / EXERCISE, 4).cells
    assert [cell.source for cell in cells] == ["# Exercise", "How much is 1 + 1?", "q = 2", 'check("q")']
    assert cells[2].outputs[0].text == "mine\n"


def test_a_cell_that_came_new_does_not_show_the_output_of_the_old_one(clone, folder):
    def run(cells):
        cells[4].outputs = [new_output("stream", name="stdout", text="of the old cell\n")]

    work(folder / LESSON, run)
    put_lesson(clone, [*TEXTS[:4], "y = 2 + 40", "The end."])
    assert lay.lay(clone, folder) == []
    assert nbformat.read(folder / LESSON, 4).cells[4].source == "y = 2 + 40"
    assert nbformat.read(folder / LESSON, 4).cells[4].outputs == []


def test_where_both_changed_one_cell_theirs_stays_and_the_new_one_lies_beside_it_once(clone, folder):
    work(folder / EXERCISE, answer)
    put_exercise(clone, ["# Exercise", "What is 1 + 1?", "q = [..., ...]", 'check("q")'])
    before = (folder / EXERCISE).read_bytes()
    (said,) = lay.lay(clone, folder)
    assert EXERCISE in said
    assert "yours stays" in said
    assert (folder / EXERCISE).read_bytes() == before
    (new,) = folder.glob("06_exercise_by_hand (new *.ipynb")
    assert "q = [..., ...]" in texts(new)
    put_lesson(clone, [*TEXTS, "More."])
    assert lay.lay(clone, folder) == []
    assert len(list(folder.glob("*(new*"))) == 1


@pytest.mark.parametrize(
    "new",
    [
        [*TEXTS[:2], "x = 1\nprint(x, x)", *TEXTS[3:]],
        [*TEXTS[:2], "z = 'another cell altogether'", *TEXTS[3:]],
        [*TEXTS[:2], "A text of the course's own.", *TEXTS[2:]],
        [*TEXTS[:2], *TEXTS[3:]],
        [TEXTS[0], *TEXTS[2:]],
    ],
)
def test_a_note_beside_a_place_that_the_course_changed_stays(clone, folder, new):
    work(folder / LESSON, note)
    put_lesson(clone, new)
    assert lay.lay(clone, folder) == []
    merged = texts(folder / LESSON)
    merged.remove("My own note.")
    assert merged == [text.replace("../docs/glossary.md", "Glossary.md") for text in new]


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"cells": 3}', '{"cells": [{}]}', "\x00"])
def test_a_notebook_damaged_by_hand_stays_and_the_new_one_lies_beside_it(clone, folder, damage):
    write(folder / LESSON, damage)
    assert lay.lay(clone, folder) == []
    put_lesson(clone, [*TEXTS, "More."])
    (said,) = lay.lay(clone, folder)
    assert "is damaged" in said
    assert (folder / LESSON).read_text() == damage
    assert texts(next(folder.glob("06_by_hand (new*")))[-1] == "More."


def test_a_folder_with_the_name_of_a_lesson_stays_and_stops_nothing(clone, folder):
    (folder / LESSON).unlink()
    (folder / LESSON).mkdir()
    write(folder / LESSON / "mine.txt", "mine")
    assert lay.lay(clone, folder) == []
    put_lesson(clone, [*TEXTS, "More."])
    (said,) = lay.lay(clone, folder)
    assert "is a folder: yours stays" in said
    assert texts(next(folder.glob("06_by_hand (new*")))[-1] == "More."
    assert lay.lay(clone, folder) == []
    assert "your work is kept in" in reset(clone, folder, "06", lesson=True)
    assert texts(folder / LESSON)[-1] == "More."
    assert [path.read_text() for path in folder.glob("06_by_hand (2*/mine.txt")] == ["mine"]


def test_a_file_that_was_deleted_comes_back(clone, folder):
    (folder / LESSON).unlink()
    lay.lay(clone, folder)
    assert texts(folder / LESSON)[0] == "# By hand"


def test_a_file_of_ones_own_with_a_name_of_the_course_stays(clone):
    folder = clone / "my-course"
    write(folder / LESSON, notebook(["Mine alone."]))
    (said,) = lay.lay(clone, folder)
    assert "of your own" in said
    put_lesson(clone, [*TEXTS, "More."])
    assert lay.lay(clone, folder) == []
    assert texts(folder / LESSON) == ["Mine alone."]
    assert texts(next(folder.glob("06_by_hand (new*")))[-1] == "More."


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"files": {"a": 1}}', None])
def test_a_lost_record_costs_no_work(clone, folder, damage):
    work(folder / LESSON, note)
    record = folder / where.HIDDEN / "laid.json"
    record.unlink() if damage is None else record.write_text(damage)
    assert lay.lay(clone, folder) == []
    assert "My own note." in texts(folder / LESSON)
    put_lesson(clone, [*TEXTS, "More."])
    lay.lay(clone, folder)
    assert {"My own note.", "More."} <= set(texts(folder / LESSON))


def test_a_file_saved_in_the_meantime_is_merged_as_it_is_now(clone, folder, monkeypatch):
    put_lesson(clone, [*TEXTS, "More."])
    plain, saved = lay.write_whole, []

    def slow(path, text):
        plain(path, text)
        if path.name.endswith(".part") and not saved:
            saved.append(work(folder / LESSON, note))

    monkeypatch.setattr(lay, "write_whole", slow)
    assert lay.lay(clone, folder) == []
    assert {"My own note.", "More."} <= set(texts(folder / LESSON))


# Renamed, removed


def test_a_renamed_lesson_is_followed_with_notes_answers_and_progress(clone, folder, monkeypatch):
    monkeypatch.delenv("HANDPROP_PROGRESS")
    work(folder / LESSON, note)
    work(folder / EXERCISE, answer)
    progress.write(where.progress(folder), {"06_by_hand": {"q": {"passed": True, "tries": 1}}})
    for path in [clone / "notebooks" / LESSON, clone / "exercises" / "06_by_hand" / LESSON]:
        path.unlink()
    put_lesson(clone, ["# On paper", *TEXTS[1:]], "07_on_paper")
    put_exercise(clone, name="07_on_paper")
    said = lay.lay(clone, folder)
    assert f"{LESSON} is called 07_on_paper.ipynb now." in said
    assert not (folder / LESSON).exists()
    assert texts(folder / "07_on_paper.ipynb")[:3] == ["# On paper", "First a sum.", "My own note."]
    assert "q = 2" in texts(folder / "07_exercise_on_paper.ipynb")
    assert progress.read(where.progress(folder)) == {"07_on_paper": {"q": {"passed": True, "tries": 1}}}


def test_a_lesson_that_was_taken_out_stays_with_the_learner(clone, folder):
    (clone / "notebooks" / "07_b.ipynb").unlink()
    assert lay.lay(clone, folder) == ["07_b.ipynb is no longer part of the course; it stays with you."]
    assert lay.lay(clone, folder) == []
    assert (folder / "07_b.ipynb").exists()


# Killed, refused


@pytest.mark.parametrize("step", range(1, 26, 3))
def test_a_run_killed_at_any_step_can_be_repeated(clone, folder, monkeypatch, step):
    work(folder / LESSON, note)
    work(folder / EXERCISE, answer)
    put_lesson(clone, [*TEXTS[:4], "y = 3", "The end.", "More."])
    put_exercise(clone, ["# Exercise", "How much?", "q = ...", 'check("q")'])
    put_lesson(clone, ["# Seven, renamed", "a = 7", "The last."], "08_b")
    (clone / "notebooks" / "07_b.ipynb").unlink()
    left = [step]

    def count(event, arguments):
        if event in ("os.rename", "open") and str(folder) in str(arguments[0]) and left:
            left[0] -= 1
            if left[0] == 0:
                left.clear()
                raise KeyboardInterrupt

    hooks.append(count)
    try:
        lay.lay(clone, folder)
    except KeyboardInterrupt:
        pass
    finally:
        hooks.clear()
    lay.lay(clone, folder)
    assert texts(folder / LESSON).count("My own note.") == 1
    assert texts(folder / LESSON)[-3:] == ["y = 3", "The end.", "More."]
    assert texts(folder / EXERCISE) == ["# Exercise", "How much?", "q = 2", 'check("q")']
    assert texts(folder / "08_b.ipynb")[0] == "# Seven, renamed"
    assert not list(folder.glob("*(new*"))


hooks = []
sys.addaudithook(lambda event, arguments: hooks[0](event, arguments) if hooks else None)


@pytest.mark.parametrize(
    ("number", "part"), [(errno.ENOSPC, "disk is full"), (errno.EROFS, "cannot be written")]
)
def test_a_disk_that_refuses_is_one_sentence_and_nothing_is_lost(
    clone, folder, monkeypatch, capsys, number, part
):
    work(folder / LESSON, note)
    put_lesson(clone, [*TEXTS, "More."])
    before = (folder / LESSON).read_bytes()

    def refuse(path, text):
        raise OSError(number, os.strerror(number), str(path))

    in_clone(monkeypatch, clone)
    monkeypatch.setattr(lay, "write_whole", refuse)
    assert cli.main(["lay"]) == 2
    said = capsys.readouterr().err
    assert part in said
    assert len(said.splitlines()) == 1
    assert (folder / LESSON).read_bytes() == before


@pytest.mark.parametrize("inner", [f"{where.HIDDEN}/lock", ".9swxr90j.part", LESSON])
def test_a_folder_that_is_read_only_is_named_itself_and_not_what_lies_in_it(folder, inner):
    said = commands.sentence(OSError(errno.EROFS, "Read-only file system", str(folder / inner)))
    assert said.startswith(f"{folder} cannot be written to: allow it, or name another folder")


@pytest.mark.parametrize("place", ["", "notebooks", "exercises/06_by_hand", "docs/glossary.md", ".."])
def test_the_courses_own_folders_are_refused(clone, place):
    with pytest.raises(lay.Refused, match="--folder"):
        lay.lay(clone, (clone / place).resolve())


# Which folder


def in_clone(monkeypatch, clone):
    monkeypatch.setattr(lessons, "own_root", lambda: clone)
    monkeypatch.setattr(where, "home", lambda: clone)  # `lessons` asks its own_root


@pytest.fixture
def at(clone, monkeypatch):
    in_clone(monkeypatch, clone)
    monkeypatch.setattr(progress, "before_folders", lambda: clone.parent / "old" / "progress.json")
    monkeypatch.setattr(front, "titles", lambda: {"06_by_hand": "By hand", "07_b": "Seven"})
    monkeypatch.delenv("HANDPROP_PROGRESS", raising=False)
    monkeypatch.delenv("HANDPROP_FOLDER", raising=False)
    monkeypatch.chdir(clone)
    return clone


def test_a_named_folder_is_remembered_and_one_that_has_gone_is_said(at, tmp_path, capsys):
    other = tmp_path / "with a blank" / "mine"
    assert cli.main(["lay", "--folder", str(other), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"folder": str(other), "page": LESSON}
    assert cli.main(["lay"]) == 0
    assert not (at / where.DEFAULT).exists()
    moved = other.rename(tmp_path / "moved")
    assert cli.main(["lay"]) == 2
    assert "is not there" in capsys.readouterr().err
    work(moved / LESSON, note)
    put_lesson(at, [*TEXTS, "More."])
    assert cli.main(["lay", "--folder", str(moved)]) == 0
    assert {"My own note.", "More."} <= set(texts(moved / LESSON))


def test_a_clone_moves_with_its_folder(at, monkeypatch):
    assert cli.main(["lay", "--folder", str(at / "mine")]) == 0
    moved = at.rename(at.parent / "elsewhere")
    in_clone(monkeypatch, moved)
    monkeypatch.chdir(moved)
    work(moved / "mine" / LESSON, note)
    assert cli.main(["lay"]) == 0
    assert where.find() == moved / "mine"
    assert "My own note." in texts(moved / "mine" / LESSON)


def test_two_folders_have_a_progress_each_and_the_old_one_is_taken_once(at, tmp_path, monkeypatch, capsys):
    progress.write(progress.before_folders(), {"06_by_hand": {"exercise_1": {"passed": True, "tries": 2}}})
    for name in ("anna", "ben"):
        assert cli.main(["lay", "--folder", str(tmp_path / name)]) == 0
    assert capsys.readouterr().out == "Your progress so far was brought into your folder.\n"
    assert progress.read(where.progress(tmp_path / "anna"))["06_by_hand"]["exercise_1"]["passed"]
    assert not where.progress(tmp_path / "ben").exists()
    monkeypatch.chdir(tmp_path / "ben")
    assert progress.path() == where.progress(tmp_path / "ben")
    assert progress.before_folders().exists()


def test_work_from_before_there_were_folders_comes_along(at, capsys):
    def git(*words):
        subprocess.run(["git", "-C", at, "-c", "user.name=a", "-c", "user.email=a@b", *words], check=True)

    git("init", "-q")
    git("add", ".")
    git("commit", "-qm", "x")
    work(at / "notebooks" / LESSON, note)
    assert cli.main(["lay"]) == 0
    assert "Your work in notebooks/06_by_hand.ipynb was copied" in capsys.readouterr().out
    git("checkout", "-q", ".")
    put_lesson(at, [*TEXTS, "More."])
    assert cli.main(["lay"]) == 0
    assert {"My own note.", "More."} <= set(texts(at / where.DEFAULT / LESSON))


# Reset


@pytest.mark.parametrize("name", ["06", "6", "06_by_hand", EXERCISE])
def test_reset_brings_an_exercise_back_and_keeps_the_old_one(clone, folder, name):
    fresh = (folder / EXERCISE).read_text()
    work(folder / EXERCISE, answer)
    said = reset(clone, folder, name)
    (kept,) = folder.glob("06_exercise_by_hand (2*.ipynb")
    assert kept.name in said
    assert "q = 2" in texts(kept)
    assert (folder / EXERCISE).read_text() == fresh
    assert reset(clone, folder, name) == f"{EXERCISE} is as it was in the beginning."
    work(folder / EXERCISE, answer)
    reset(clone, folder, name)
    assert len(list(folder.glob("06_exercise_by_hand (2*.ipynb"))) == 2


def test_reset_of_a_lesson_and_of_an_unknown_name(clone, folder):
    work(folder / LESSON, note)
    reset(clone, folder, "06", lesson=True)
    assert "My own note." not in texts(folder / LESSON)
    assert "My own note." in everything(folder)
    with pytest.raises(lay.Refused, match="06_by_hand"):
        reset(clone, folder, "44")


# The start page


def test_the_start_page_names_every_lesson_and_where_the_learner_stopped(at):
    assert cli.main(["lay"]) == 0
    folder = at / where.DEFAULT
    assert f"Begin with [the first lesson]({LESSON})." in (folder / where.START).read_text()
    work(folder / LESSON, note)
    assert cli.main(["lay"]) == 0
    start = (folder / where.START).read_text()
    assert f"You stopped in [06_by_hand]({LESSON})." in start
    assert "[07 Seven](07_b.ipynb)" in start


def test_a_passed_question_is_on_the_start_page_at_once(at, monkeypatch):
    from handprop.check import exercise

    assert cli.main(["lay"]) == 0
    folder = at / where.DEFAULT
    monkeypatch.chdir(folder)
    exercise("06_by_hand")("printed_numbers", "c")
    assert (
        "| … | [06 By hand](06_by_hand.ipynb) | [exercise](06_exercise_by_hand.ipynb) | 1 of 8 | 1 of 10 |"
        in (folder / where.START).read_text()
    )


def test_who_has_answers_but_saved_no_notebook_goes_on(at, monkeypatch):
    from handprop.check import exercise

    assert cli.main(["lay"]) == 0
    folder = at / where.DEFAULT
    monkeypatch.chdir(folder)
    marks = {"06_by_hand": {name: {"passed": True, "tries": 1} for name in exercise("06_by_hand").questions}}
    start = page.page(folder, marks)
    assert "Begin with" not in start
    assert start.split("\n\n")[1].startswith("Next: ")


CHANGES = {
    "an answer is passed": lambda folder: progress.write(
        where.progress(folder), {"06_by_hand": {"printed_numbers": {"passed": True, "tries": 1}}}
    ),
    "a lesson is saved": lambda folder: work(folder / LESSON, note),
    "a lesson is deleted": lambda folder: (folder / LESSON).unlink(),
    "the start page is deleted": lambda folder: (folder / where.START).unlink(),
    "the record is damaged": lambda folder: (folder / where.HIDDEN / "started.json").write_text("[]"),
    "the words change": lambda folder: os.utime(page.__file__),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_start_reads_everything_only_where_something_has_changed(at, monkeypatch, capsys, change):
    made = []
    refresh = page.refresh
    monkeypatch.setattr(page, "refresh", lambda folder: made.append(folder) or refresh(folder))
    said = []
    for _ in range(2):
        assert cli.main(["lay", "--json"]) == 0
        said.append(capsys.readouterr().out)
    assert len(made) == 1
    assert said[0] == said[1]
    change(at / where.DEFAULT)
    assert cli.main(["lay"]) == 0
    assert len(made) == 2
    assert (at / where.DEFAULT / where.START).is_file()


def test_a_start_page_that_the_learner_changed_is_kept(at, capsys):
    assert cli.main(["lay"]) == 0
    start = at / where.DEFAULT / where.START
    start.write_text(start.read_text() + "My plan.\n")
    assert cli.main(["lay"]) == 0
    assert "are kept in Start (yours" in capsys.readouterr().out
    assert "My plan." in next(start.parent.glob("Start (yours*")).read_text()
    assert page.is_ours(start.read_text())


def test_a_broken_disk_has_a_sentence_for_every_error():
    for number in errno.errorcode:
        said = commands.sentence(OSError(number, os.strerror(number), "a file"))
        assert "--folder" in said or "Nothing was lost" in said


def test_the_course_itself_is_laid_with_no_link_that_leads_nowhere(repo, tmp_path):
    lay.lay(repo, tmp_path / "mine")
    pages = sorted((tmp_path / "mine").glob("[0-9G]*"))
    assert len(pages) == 2 * len(lessons.lessons()) + 1  # and the glossary
    for path in pages:
        whole = "\n".join(content.cells(path.read_text())) if path.suffix == ".ipynb" else path.read_text()
        for target in re.findall(r"\]\(([^)\s#:]+)(?:#[^)]*)?\)", re.sub(r"`[^`\n]+`", "", whole)):
            assert (path.parent / target).exists() or target == where.START, (path.name, target)


def test_every_word_leads_to_its_heading_as_jupyterlab_names_it(repo):
    laid = {piece.name: piece.text() for piece in content.pieces(repo)}
    headings = re.findall(r"^## (.+)$", laid["Glossary.md"], re.MULTILINE)
    known = {heading.replace(" ", "-") for heading in headings}  # JupyterLab's createHeaderId
    led = {word for text in laid.values() for word in re.findall(r"\]\(Glossary\.md#([^)\s]+)\)", text)}
    assert led == known
    assert {"ReLU", "leaky-ReLU", "query,-key-and-value"} <= led


def test_no_locked_cell_is_changed_by_laying(repo):
    for piece in content.pieces(repo):
        if where.lesson_of(Path(piece.name)):
            laid = json.loads(piece.text())["cells"]
            original = json.loads((repo / piece.source).read_text())["cells"]
            for ours, cell in zip(laid, original, strict=True):
                if "nbgrader" in cell["metadata"]:
                    assert "".join(ours["source"]) == "".join(cell["source"])
                    assert ours["metadata"]["nbgrader"] == cell["metadata"]["nbgrader"]


def test_a_folder_is_found_from_below_it(folder, monkeypatch):
    (folder / "sub").mkdir()
    monkeypatch.chdir(folder / "sub")
    assert where.find() == Path(folder)
