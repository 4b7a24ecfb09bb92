"""nbgrader's own commands and pages with our executor: the same scores by every way, and everything opens."""

import json
import os
import re
import shutil
import subprocess
import sys
import urllib.request
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import nbformat
import pytest
from browser import _free_port, _wait_until_up
from kinds import all_kinds, all_wrong, partly, right, wrong
from nbgrader.api import Gradebook
from nbgrader.converters import Autograde, GenerateAssignment, GenerateFeedback
from nbgrader.converters.base import NbGraderException
from nbgrader.coursedir import CourseDirectory
from nbgrader.nbgraderformat import MetadataValidator
from nbgrader.utils import compute_checksum, determine_grade
from places import REPO

from handprop.check import load_questions
from handprop.check.variants.draw import varied
from handprop.grade.gradebook.book import Book
from handprop.grade.gradebook.cells import is_current
from handprop.grade.gradebook.course import settings
from handprop.grade.gradebook.engine import engine_at, reading
from handprop.grade.intake.notebook import Unreadable, Work, read
from handprop.grade.intake.submission import Submission
from handprop.grade.judging.result import CellOutput, QuestionResult, Result
from handprop.grade.nbgrader import judge
from handprop.grade.nbgrader.kept_worker import Kept
from handprop.grade.notebooks.cells import course_cells, questions_in
from handprop.grade.notebooks.graded import is_ours, release_of, write_graded
from handprop.grade.roles import grade_id
from handprop.grade.run import Request, run
from handprop.grade.sandbox.outside import isolation
from handprop.grade.sandbox.outside.isolation import NoSandbox
from handprop.grade.sandbox.outside.server_handle import SandboxFault
from handprop.grade.variants.make import make as make_variants
from handprop.grade.variants.register import Register, read_register
from handprop.grade.workers import this_machine
from handprop.grade.workers.worker import Worker

pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")  # from nbgrader's own queries
LESSON = "06_by_hand"
NOON = datetime(2026, 3, 1, 12)


def _sandbox():
    try:
        isolation.best()
    except isolation.NoSandbox:
        return False
    return True


needs_sandbox = pytest.mark.skipif(not _sandbox(), reason="no sandbox on this machine")


# Submissions: the exercise with answers filled in


def filled(lesson, answers):
    """The exercise with the sources of these answers in their cells, and the stubs in the others."""
    notebook = nbformat.from_dict(release_of(lesson))
    for name, source in answers.items():
        course_cells(notebook)[name].source = source
    return notebook


def sample(lesson):
    mixed = {question.name: wrong(question, 2) for question in load_questions(lesson)[::2]}
    return {"mixed": right(lesson) | mixed}


# A course, and the three ways to grade it


class Course:
    """A course in a folder of its own, with this repository's settings for nbgrader or with nbgrader's."""

    def __init__(self, root, ours=True):
        self.root = root
        root.mkdir(parents=True, exist_ok=True)
        repo = REPO
        text = (repo / "nbgrader_config.py").read_text(encoding="utf-8")
        if not ours:
            text = (
                text[: text.index("\n# `nbgrader autograde`")] + "\nc.Execute.shutdown_kernel = 'immediate'\n"
            )
            assert "c.Autograde" not in text
        (root / "nbgrader_config.py").write_text(text, encoding="utf-8")

    @property
    def url(self):
        return f"sqlite:///{self.root / 'gradebook.db'}"

    def hand_in(self, learner, lesson, notebook):
        folder = self.root / "submitted" / learner / lesson
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{lesson}.ipynb"
        text = notebook if isinstance(notebook, str) else nbformat.writes(notebook)
        path.write_text(text, encoding="utf-8")
        (folder / "timestamp.txt").write_text(f"{NOON} UTC", encoding="utf-8")
        return Submission(learner, lesson, path, 1, NOON)

    def convert(self, kind, lesson, learner="*", prepare=True):
        """What `nbgrader autograde` and `nbgrader generate_feedback` do, in this process."""
        config = settings(self.root)
        config.CourseDirectory.root = str(self.root)
        config.CourseDirectory.db_url = self.url
        place = CourseDirectory(config=config, assignment_id=lesson, student_id=learner)
        with Book(self.url) as book:
            if prepare and is_ours(lesson):
                book.prepare(lesson, release_of(lesson))
        kind(coursedir=place, config=config).start()

    def scores(self, lesson):
        """What nbgrader has of every learner: the autograder's score by question, and what is left to do."""
        with Gradebook(self.url, "handprop") as gradebook:
            return {
                work.student.id: {
                    grade.name: (grade.auto_score, grade.needs_manual_grade) for grade in work.grades
                }
                for work in gradebook.notebook_submissions(lesson, lesson)
            }

    def graded(self, learner, lesson=LESSON):
        return nbformat.read(self.root / "autograded" / learner / lesson / f"{lesson}.ipynb", as_version=4)


@pytest.fixture(autouse=True)
def _quiet(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(tmp_path / "jupyter"))


@pytest.fixture(autouse=True, scope="module")
def _worker():
    yield
    judge.KEPT.stop()


def by_handprop(course, submissions, lesson):
    with Book(course.url) as book:
        book.prepare(lesson, release_of(lesson))
        this_machine.grade(submissions, on_result=lambda one, result: book.record(one, result, "checks"))
    return course.scores(lesson)


def compare(folder, lesson, kinds):
    """The scores by nbgrader alone, by nbgrader with our executor, and by ours.

    All are the same, but that nbgrader alone gives all or nothing where the parts of an answer count.
    """
    told = []
    for name, ours in (("plain", False), ("ours", True)):
        course = Course(folder / name, ours)
        submissions = [
            course.hand_in(learner, lesson, filled(lesson, answers)) for learner, answers in kinds.items()
        ]
        course.convert(Autograde, lesson)
        told.append(course.scores(lesson))
    told.append(by_handprop(Course(folder / "handprop"), submissions, lesson))
    assert told[0].keys() == kinds.keys()
    for learner in kinds:
        assert told[1][learner] == told[2][learner], learner
        assert told[0][learner] == all_or_nothing(told[2][learner], lesson), learner
    return told[0]


def all_or_nothing(scores, lesson):
    worth = {f"{one.name}-check": one.points for one in load_questions(lesson) if one.parts}
    return {
        name: (score if score is None or score >= worth.get(name, 0) else 0.0, needs)
        for name, (score, needs) in scores.items()
    }


def points(scores):
    return sum(score for score, _ in scores.values())


@needs_sandbox
def test_honest_submissions_get_the_same_scores_by_every_way(tmp_path):
    kinds = {"right": right(LESSON), "stub": {}, "partly": partly(LESSON), "wrong": all_wrong(LESSON, 3)}
    scores = compare(tmp_path, LESSON, kinds)
    assert [points(scores[learner]) for learner in ("right", "stub", "wrong")] == [10.0, 0.0, 0.0]
    assert 0 < points(scores["partly"]) < 10


@needs_sandbox
@pytest.mark.parametrize("lesson", ["02_error_and_loss", "05_chain_rule"])
def test_mixed_submissions_of_other_lessons_get_the_same_scores(tmp_path, lesson):
    scores = compare(tmp_path, lesson, sample(lesson))
    assert 0 < points(scores["mixed"]) < sum(question.points for question in load_questions(lesson))


@needs_sandbox
@pytest.mark.slow
@pytest.mark.parametrize("lesson", [LESSON, "02_error_and_loss", "05_chain_rule"])
def test_every_known_mistake_gets_the_same_score_by_every_way(tmp_path, lesson):
    scores = compare(tmp_path, lesson, all_kinds(lesson))
    wrong_ones = {learner: points(of) for learner, of in scores.items() if learner.startswith("wrong")}
    assert set(wrong_ones.values()) == {0.0}, wrong_ones


# What plain nbgrader stumbles over


@needs_sandbox
def test_a_class_with_numbers_of_its_own_gets_the_same_scores_by_both_ways(tmp_path, monkeypatch, caplog):
    course, ids = Course(tmp_path / "course"), ["ada", "ben", "eve", "zoe", "kim"]
    (tmp_path / "class.csv").write_text("\n".join(["id", *ids]) + "\n")
    Register("5a" * 32, "5a" * 8).write(course.root / "variants")  # no two have the same numbers
    list(make_variants(course.root, tmp_path / "class.csv", [LESSON]))
    own = {one: variants_of(course.root, one) for one in ids}
    of = {"ben": "ada", "kim": "zoe", "zoe": "kim"}  # a copy, and two notebooks that were exchanged
    path = next((course.root / "variants" / "hand_out").glob("*.ipynb"))
    submissions = []
    for learner in ids:
        notebook = nbformat.read(path, as_version=4)
        for name, source in own[of.get(learner, learner)].items():
            course_cells(notebook)[name].source = source
        submissions.append(course.hand_in(learner, LESSON, notebook))
    monkeypatch.chdir(course.root)  # as nbgrader's commands and formgrader do
    course.convert(Autograde, LESSON)
    scores = course.scores(LESSON)
    most = sum(question.points for question in load_questions(LESSON))
    assert [points(scores[one]) for one in ("ada", "eve")] == [most, most]
    assert all(points(scores[one]) < most for one in of)
    told = {record.getMessage() for record in caplog.records}
    fits = "the answers to exercise_1, after_the_step are right for the numbers of"
    assert told >= {f"{learner}: {fits} {other}." for learner, other in of.items()}
    again = tmp_path / "again"
    shutil.copytree(course.root / "variants", again / "variants")
    (outcome,) = run(Request(course.root / "submitted", again, workers=1), lambda _: None)
    assert {row.learner: row.score for row in outcome.summary.rows} == {
        one: points(scores[one]) for one in ids
    }


def variants_of(course, learner):
    """The right answers to a learner's own numbers, as code."""
    drawn = read_register(course).numbers(LESSON, learner)
    return {one.name: one.solution_source for one in varied(load_questions(LESSON), drawn)}


def broken(notebook, how):
    """A right submission, after what people do to notebooks by mistake or on purpose."""
    cells = notebook.cells
    place = {grade_id(cell): number for number, cell in enumerate(cells)}
    match how:
        case "copied":
            cells.insert(place["formula-check"] + 1, cells[place["formula"]].copy())
            cells.insert(2, cells[place["exercise_1-check"]].copy())
        case "deleted":
            del cells[place["printed_numbers-check"]], cells[place["exercise_1-check"]]
        case "edited":
            cells[place["exercise_1-check"]].source = "pass"
            cells[place["exercise_1-ask"]].source = "Something else is asked."
            cells[place["formula-check"]].metadata.nbgrader.points = 100
            cells[place["formula"]].metadata.nbgrader.locked = True
        case "spoiled":
            cells[place["formula-check"]].metadata.nbgrader = {"grade_id": "formula-check"}
            cells[place["formula-ask"]].metadata.nbgrader = ["nonsense"]
            cells[0].metadata.nbgrader = {"grade": True, "grade_id": "my own", "points": 50}
        case "warned":
            cells[place["formula-check"]].source = "import sys; print('careful', file=sys.stderr)"
            cells[place["formula"]].source += "\nimport warnings; warnings.warn('only a warning')"
        case "patched":
            cells[place["exercise_1"]].source = PATCHED
    return notebook


PATCHED = """\
import handprop.check, numpy, sys
handprop.check.exercise = lambda name: lambda *rest, **more: None
check = handprop.check.exercise("06_by_hand")
exercise_1 = "nothing"
"""
EXPECTED = {"copied": 10.0, "deleted": 10.0, "edited": 10.0, "spoiled": 10.0, "warned": 10.0, "patched": 8.0}


@needs_sandbox
def test_nbgrader_autograde_takes_what_it_stumbled_over(tmp_path):
    course = Course(tmp_path)
    for how in EXPECTED:
        course.hand_in(how, LESSON, broken(filled(LESSON, right(LESSON)), how))
    course.convert(Autograde, LESSON)
    assert {learner: points(scores) for learner, scores in course.scores(LESSON).items()} == EXPECTED
    release = course_cells(release_of(LESSON))
    for how in EXPECTED:
        MetadataValidator().validate_nb(course.graded(how))
        known = [name for cell in course.graded(how).cells if (name := grade_id(cell))]
        assert sorted(known) == sorted(set(known)), "once each"
        assert {name for name in release if name.endswith("-check")} <= set(known)
    edited = course_cells(course.graded("edited"))
    assert edited["exercise_1-ask"].source == release["exercise_1-ask"]["source"]
    assert edited["exercise_1-check"].source == 'check("exercise_1")'


@needs_sandbox
def test_an_answer_in_a_text_cell_is_run_by_every_way(tmp_path, caplog):
    """nbgrader gives a cell its kind back, whatever a learner's keys have made of it."""
    notebook = filled(LESSON, right(LESSON))
    for name in ("formula", "closed_gate"):
        cell = course_cells(notebook)[name]
        cell.cell_type = "markdown"
        del cell["outputs"], cell["execution_count"]
    course_cells(notebook)["closed_gate"].source = "The gate is closed because of the sum."
    found = []
    for name, ours in (("plain", False), ("ours", True)):
        course = Course(tmp_path / name, ours)
        submission = course.hand_in("ada", LESSON, notebook)
        course.convert(Autograde, LESSON)
        found.append(course.scores(LESSON)["ada"])
    assert "The answer cell of formula was a text cell; it was run as code." in caplog.text
    handprop = Course(tmp_path / "handprop")
    found.append(by_handprop(handprop, [submission], LESSON)["ada"])
    assert found[0] == found[1] == found[2]
    by_name = {question.name: question for question in load_questions(LESSON)}
    assert found[2]["formula-check"][0] == by_name["formula"].points
    assert found[2]["closed_gate-check"][0] == 0.0


@needs_sandbox
def test_a_file_that_is_no_notebook_does_not_stop_the_others(tmp_path, caplog):
    course = Course(tmp_path)
    course.hand_in("ada", LESSON, filled(LESSON, right(LESSON)))
    course.hand_in("bo", LESSON, "{ not JSON")
    course.hand_in("cy", LESSON, filled(LESSON, right(LESSON)))
    with pytest.raises(NbGraderException):
        course.convert(Autograde, LESSON)
    assert [points(course.scores(LESSON)[learner]) for learner in ("ada", "cy")] == [10.0, 10.0]
    assert not (tmp_path / "autograded" / "bo" / LESSON).exists(), "so that the next run tries again"
    sentences = [line for line in caplog.text.splitlines() if "not valid JSON" in line]
    assert len(sentences) == 1
    assert f"bo/{LESSON}/{LESSON}.ipynb: The file is not a notebook" in sentences[0]
    assert "Traceback" not in caplog.text


def of_format_3(notebook):
    cells = [
        {"input" if one["cell_type"] == "code" and key == "source" else key: one[key] for key in one}
        for one in notebook["cells"]
    ]
    return {"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [{"cells": cells}]}


@needs_sandbox
def test_a_file_that_nbgraders_own_reader_stops_at_gets_its_points(tmp_path, caplog):
    text = json.dumps(filled(LESSON, right(LESSON)))
    notebook = json.loads(text)
    files = {
        "mark": b"\xef\xbb\xbf" + text.encode(),
        "wide": text.encode("utf-16"),
        "old": json.dumps(of_format_3(notebook)).encode(),
        "new": json.dumps(notebook | {"nbformat": 5}).encode(),
        "odd": json.dumps(notebook | {"cells": ["no cell", *notebook["cells"]]}).encode(),
    }
    course = Course(tmp_path)
    for learner, data in files.items():
        course.hand_in(learner, LESSON, "")
        (tmp_path / "submitted" / learner / LESSON / f"{LESSON}.ipynb").write_bytes(data)
    course.convert(Autograde, LESSON)
    assert {name: points(scores) for name, scores in course.scores(LESSON).items()} == dict.fromkeys(
        files, 10.0
    )
    assert "Traceback" not in caplog.text


@needs_sandbox
def test_a_notebook_of_another_name_is_told_of_in_a_sentence(tmp_path, caplog):
    course = Course(tmp_path)
    course.hand_in("ada", LESSON, filled(LESSON, right(LESSON)))
    folder = tmp_path / "submitted" / "ada" / LESSON
    (folder / f"{LESSON}.ipynb").rename(folder / "my homework.ipynb")
    with pytest.raises(NbGraderException):
        course.convert(Autograde, LESSON)
    assert f"{LESSON}: no notebook here is called {LESSON}.ipynb" in caplog.text
    assert "Traceback" not in caplog.text


@needs_sandbox
def test_verdicts_stand_below_the_checks_and_the_feedback_has_the_hints(tmp_path):
    course = Course(tmp_path)
    six = load_questions(LESSON)[0]
    all_signs = [-number for number in six.right(six.cases[0])]  # no part of it is right
    course.hand_in(
        "ada", LESSON, filled(LESSON, {"exercise_1": f"exercise_1 = {list(map(float, all_signs))}"})
    )
    course.convert(Autograde, LESSON)
    cells = course_cells(course.graded("ada"))
    output = cells["exercise_1-check"].outputs[0]
    assert (output.output_type, output.ename) == ("error", "WrongAnswer")
    assert "Not answered yet" in cells["formula-check"].outputs[0].evalue
    course.convert(GenerateFeedback, LESSON)
    page = (tmp_path / "feedback" / "ada" / LESSON / f"{LESSON}.html").read_text(encoding="utf-8")
    assert output.traceback[0] in page.replace("&#39;", "'")


def test_other_assignments_are_left_to_nbgrader(tmp_path):
    assert is_ours(LESSON, LESSON)
    assert not is_ours("midterm", "midterm")
    assert not is_ours(LESSON, "another")
    assert not is_ours("../06_by_hand", "../06_by_hand")
    judge.require_sandbox(assignment="midterm", student="*", notebooks=[])


def is_current_in(course):
    engine = engine_at(course.url)
    current = reading(engine, lambda connection: is_current(connection, LESSON, release_of(LESSON)))
    engine.dispose()
    return current


def test_the_gradebook_knows_the_cells_that_learners_get_however_it_was_made(tmp_path, repo):
    ours, theirs = Course(tmp_path / "ours"), Course(tmp_path / "theirs")
    with Book(ours.url) as book:
        book.prepare(LESSON, release_of(LESSON))
    shutil.copytree(repo / "solutions" / LESSON, theirs.root / "solutions" / LESSON)
    with Book(theirs.url):
        pass  # so that nbgrader need not make the tables, which takes it seconds
    theirs.convert(GenerateAssignment, LESSON, learner=".", prepare=False)
    assert is_current_in(ours)
    assert is_current_in(theirs)
    with Book(theirs.url) as book:
        book.prepare(LESSON, release_of(LESSON))
    assert is_current_in(theirs)


@needs_sandbox
def test_the_gradebooks_points_and_texts_hold_where_they_differ(tmp_path):
    course = Course(tmp_path)
    course.hand_in("ada", LESSON, filled(LESSON, right(LESSON)))
    worth = nbformat.from_dict(release_of(LESSON))
    cell = course_cells(worth)["formula-check"]
    cell.metadata.nbgrader.points = 5
    cell.metadata.nbgrader.checksum = compute_checksum(cell)
    with Book(course.url) as book:
        book.prepare(LESSON, worth)
    assert not is_current_in(course)
    course.convert(Autograde, LESSON, prepare=False)
    assert points(course.scores(LESSON)["ada"]) == 14.0


def test_an_assignment_of_the_instructors_own_is_run_as_nbgrader_runs_it(tmp_path):
    course = Course(tmp_path)
    answer = {"grade": False, "solution": True, "locked": False, "task": False, "schema_version": 3}
    check = {"grade": True, "solution": False, "locked": True, "task": False, "schema_version": 3}
    notebook = nbformat.v4.new_notebook(metadata=release_of(LESSON)["metadata"])
    notebook.cells = [
        nbformat.v4.new_code_cell("x = 1", metadata={"nbgrader": answer | {"grade_id": "x"}}),
        nbformat.v4.new_code_cell(
            "assert x == 1", metadata={"nbgrader": check | {"grade_id": "y", "points": 3}}
        ),
    ]
    (tmp_path / "solutions" / "midterm").mkdir(parents=True)
    nbformat.write(notebook, tmp_path / "solutions" / "midterm" / "midterm.ipynb")
    course.convert(GenerateAssignment, "midterm", learner=".")
    course.hand_in("ada", "midterm", notebook)
    course.convert(Autograde, "midterm")
    assert course.scores("midterm") == {"ada": {"y": (3.0, False)}}


@pytest.mark.parametrize("kind", [NoSandbox, SandboxFault])
def test_without_a_sandbox_nbgrader_ends_with_a_sentence_and_writes_nothing(tmp_path, monkeypatch, kind):
    def refuse():
        raise kind("There is no bubblewrap.")

    monkeypatch.setattr(isolation, "best", refuse)
    monkeypatch.setattr(judge, "KEPT", Kept())
    course = Course(tmp_path)
    course.hand_in("ada", LESSON, filled(LESSON, {}))
    with pytest.raises(SystemExit, match=r"There is no bubblewrap\. .*c\.Autograde"):
        course.convert(Autograde, LESSON)
    assert not (tmp_path / "autograded").exists()


@needs_sandbox
def test_an_idle_worker_is_let_go_and_comes_back(tmp_path):
    kept = Kept(idle=0.2)
    submission = Course(tmp_path).hand_in("ada", LESSON, filled(LESSON, right(LESSON)))
    kept.start()
    kept._worker._link.process.wait(timeout=60)
    assert kept.grade(submission, filled(LESSON, right(LESSON))).score == 10.0
    kept.stop()


@needs_sandbox
def test_what_was_begun_is_taken_for_the_very_same_notebook_only(tmp_path, monkeypatch):
    sent, send = [], Worker.send
    monkeypatch.setattr(Worker, "send", lambda self, one: (sent.append(one), send(self, one)))
    good, poor = filled(LESSON, right(LESSON)), filled(LESSON, {})
    submission, kept = Course(tmp_path).hand_in("ada", LESSON, good), Kept()
    for begun, seed, times in ((good, 0, 1), (poor, 0, 2), (good, 1, 2)):
        sent.clear()
        kept.begin(replace(submission, seed=seed), begun)
        assert kept.grade(submission, good).score == 10.0
        assert len(sent) == times
    kept.begin(submission, poor)
    kept._worker._link.process.kill()
    assert kept.grade(submission, good).score == 10.0
    kept.begin(submission, poor)
    folder = Path(kept._folder.name)
    kept.stop()
    assert not folder.exists()


# Graded notebooks that `handprop grade` writes


def judged(score, state="wrong", worth=2.0, sentences=("Said.",)):
    return QuestionResult("exercise_1", "", "06.1", worth, score, state, sentences)


def write(folder, notebook, result, learner="ada"):
    submission = Course(folder).hand_in(learner, LESSON, notebook)
    release = release_of(LESSON)
    try:
        work = read(submission.path, questions_in(release))
    except Unreadable:
        work = Work(())
    return nbformat.read(write_graded(folder / "autograded", submission, work, result, release), as_version=4)


@pytest.mark.parametrize(
    ("score", "state"),
    [(2.0, "right"), (0.0, "wrong"), (0.5, "wrong"), (0.0, "unfinished"), (0.0, "not judged")],
)
@pytest.mark.parametrize("sentences", [(), ("1.5", "Said."), ("A sentence. " * 40,)])
def test_nbgrader_reads_the_same_score_from_the_outputs(tmp_path, score, state, sentences):
    notebook = write(
        tmp_path, filled(LESSON, {}), Result(LESSON, (judged(score, state, sentences=sentences),))
    )
    cell = course_cells(notebook)["exercise_1-check"]
    assert determine_grade(cell) == (score, 2.0)
    nbformat.validate(notebook)


def test_outputs_stand_below_their_cells_and_remarks_at_the_top(tmp_path):
    notebook = filled(LESSON, {"formula": "print(1)"})
    number = next(k for k, cell in enumerate(notebook.cells) if grade_id(cell) == "formula")
    printed = (CellOutput(number, "1\n", "ValueError: no\nmore"),)
    odd = "A <script>alert(1)</script> and [a](javascript:x)."
    graded = write(tmp_path, notebook, Result(LESSON, (judged(0.0),), (odd,), printed))
    outputs = course_cells(graded)["formula"].outputs
    assert [output.output_type for output in outputs] == ["stream", "error"]
    assert (outputs[0].text, outputs[1].ename, outputs[1].evalue) == ("1\n", "ValueError", "no\nmore")
    assert "<script>" not in graded.cells[0].source
    assert "](" not in graded.cells[0].source


def test_writing_again_changes_no_byte_and_a_file_that_is_no_notebook_has_a_page(tmp_path):
    result = Result(LESSON, (judged(0.0, "not judged"),), ("The file is not a notebook.",))
    write(tmp_path, "no JSON", result)
    path = tmp_path / "autograded" / "ada" / LESSON / f"{LESSON}.ipynb"
    before = path.read_bytes()
    graded = write(tmp_path, "no JSON", result)
    assert path.read_bytes() == before
    assert set(course_cells(graded)) == set(course_cells(release_of(LESSON)))
    assert "not a notebook" in graded.cells[0].source
    stamp = path.with_name("timestamp.txt").read_text(encoding="utf-8")
    assert CourseDirectory().get_existing_timestamp(str(path.parent)) == NOON, stamp
    assert {one.name for one in path.parent.iterdir()} == {path.name, "timestamp.txt"}


def test_halves_of_characters_can_be_written(tmp_path):
    text = nbformat.writes(filled(LESSON, {"formula": "formula = 'HALF'"})).replace("HALF", "\\ud83d")
    result = Result(
        LESSON, (judged(0.0, sentences=("Half \ud83d.",)),), ("\ud83d",), (CellOutput(2, "\ud83d"),)
    )
    write(tmp_path, text, result)


@pytest.mark.parametrize("name", ["", "..", "a/b", "a\0b", "é" * 120])
def test_a_name_that_leads_elsewhere_is_refused(tmp_path, name):
    submission = Submission(name, LESSON, tmp_path / "x.ipynb")
    with pytest.raises(ValueError, match="cannot be that of a folder"):
        write_graded(tmp_path / "autograded", submission, Work(()), Result(LESSON, ()), release_of(LESSON))
    assert not (tmp_path / "autograded").exists()


# nbgrader's pages and buttons, over HTTP


@contextmanager
def server(folder):
    """A Jupyter server with nbgrader's extensions, in a course's folder."""
    port = _free_port()
    command = [sys.executable, "-m", "jupyter_server", "--no-browser", "--allow-root", f"--port={port}"]
    command += [
        "--IdentityProvider.token=",
        "--ServerApp.disable_check_xsrf=True",
        f"--ServerApp.root_dir={folder}",
    ]
    env = os.environ | {
        "JUPYTER_DATA_DIR": str(folder / "data"),
        "JUPYTER_RUNTIME_DIR": str(folder / "runtime"),
    }
    with (folder / "server.log").open("w") as log:
        running = subprocess.Popen(command, cwd=folder, env=env, stdout=log, stderr=log)
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_until_up(running, f"{address}/api", folder / "server.log")
        yield address
    finally:
        running.terminate()
        running.wait(timeout=60)


def ask(address, **body):
    """The text of a page; a body is posted as JSON."""
    data = json.dumps(body).encode() if body else None
    request = urllib.request.Request(address, data, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=120) as answer:
        return answer.read().decode()


@needs_sandbox
def test_formgrader_and_the_validate_button_work_on_what_is_graded(tmp_path, repo):
    course = Course(tmp_path)
    hostile = filled(LESSON, right(LESSON) | {"exercise_1": wrong(load_questions(LESSON)[0], 0)})
    hostile.cells.insert(
        1, nbformat.v4.new_markdown_cell("Mine <script>steal()</script> <img src=x onerror=steal()>")
    )
    hostile.cells.insert(
        1, nbformat.v4.new_raw_cell("<script>steal()</script>", metadata={"format": "text/html"})
    )
    submission = course.hand_in("ada", LESSON, hostile)
    with Book(course.url) as book:
        book.prepare(LESSON, release_of(LESSON))
        result = this_machine.grade_one(submission)
        book.record(submission, result, "checks")
    write_graded(tmp_path / "autograded", submission, result.work, result, release_of(LESSON))
    shutil.copytree(repo / "solutions" / LESSON, tmp_path / "solutions" / LESSON)
    exercise = tmp_path / "mine.ipynb"
    nbformat.write(filled(LESSON, right(LESSON)), exercise)
    with server(tmp_path) as address:
        forms = f"{address}/formgrader"
        assert "Manage Assignments" in ask(f"{forms}/manage_assignments")
        (assignment,) = [one for one in json.loads(ask(f"{forms}/api/assignments")) if one["name"] == LESSON]
        assert (assignment["num_submissions"], assignment["max_score"]) == (1, 10.0)
        (listed,) = json.loads(ask(f"{forms}/api/submissions/{LESSON}"))
        assert (listed["student"], listed["score"], listed["autograded"]) == ("ada", result.score, True)
        (work,) = json.loads(ask(f"{forms}/api/submitted_notebooks/{LESSON}/{LESSON}"))
        page = ask(f"{forms}/submissions/{work['id']}/")
        told = result.questions[0].sentences[0]
        assert told[:40] in page.replace("&#39;", "'")
        assert re.search(r"<th[^>]*>\s*w1\s*</th>", page), "a table of the course is a table, not bars"
        assert "&lt;script&gt;steal()" in page, "hidden markup is text"
        assert not re.search(r"<script>steal|<img[^>]*onerror", page)
        grades = json.loads(ask(f"{forms}/api/grades?submission_id={work['id']}"))
        assert sum(grade["auto_score"] for grade in grades) == pytest.approx(result.score)
        again = json.loads(ask(f"{forms}/api/submission/{LESSON}/ada/autograde", unused=""))
        assert again["success"], again
        assert json.loads(ask(f"{forms}/api/submissions/{LESSON}"))[0]["score"] == pytest.approx(result.score)
        valid = json.loads(ask(f"{address}/assignments/validate", path="mine.ipynb"))
        assert valid["success"], valid
        assert "failed" not in valid["value"], valid
