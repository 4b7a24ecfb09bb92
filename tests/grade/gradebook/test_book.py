"""The gradebook: nbgrader's tables and ours, written together or not at all, by several at a time."""

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from nbgrader.api import Gradebook, get_alembic_version
from places import TESTS
from sqlalchemy import create_engine, text
from traitlets.config import Config

from handprop.check import load_questions
from handprop.course.faults import Fault
from handprop.grade.gradebook import tables
from handprop.grade.gradebook.book import Book, BookFault
from handprop.grade.gradebook.course import book_url, settings
from handprop.grade.gradebook.sqlite import SqliteConnection
from handprop.grade.intake.submission import Submission
from handprop.grade.judging.result import BY_HAND, CellOutput, QuestionResult, Result
from handprop.grade.nbgrader.other_databases import types_of
from handprop.grade.notebooks.graded import release_of
from handprop.grade.roles import grade_id, is_grade, marks

LESSON = "06_by_hand"
QUESTIONS = len(load_questions(LESSON))
NOON = datetime(2026, 3, 1, 12)


@pytest.fixture(autouse=True)
def _alembic(monkeypatch):
    """nbgrader calls alembic by its name when it makes a gradebook."""
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")


@pytest.fixture
def url(tmp_path):
    return f"sqlite:///{tmp_path / 'gradebook.db'}"


@pytest.fixture
def book(url):
    with prepared(url) as opened:
        yield opened


@contextmanager
def prepared(url, **options):
    """The gradebook with the cells of the lesson."""
    with Book(url, **options) as opened:
        opened.prepare(LESSON, release_of(LESSON))
        yield opened


def result(right=(), lesson=LESSON, answers=(), **more):
    """A result in which the questions named are right, and the others wrong."""
    questions = load_questions(lesson)
    assert set(right) <= {question.name for question in questions}
    judged = tuple(
        QuestionResult(
            question.name,
            question.title,
            question.objective,
            float(question.points),
            float(question.points) if question.name in right else 0.0,
            "right" if question.name in right else "wrong",
            ("Said of it.",),
            answer=dict(answers).get(question.name, "x"),
        )
        for question in questions
    )
    return Result(lesson, judged, **more)


def submission(folder, learner, attempt=1, content="{}", handed_in=NOON):
    path = folder / f"{learner}-{attempt}.ipynb"
    path.write_text(content, encoding="utf-8")
    return Submission(learner, LESSON, path, attempt, handed_in)


def nbgraders(url, learner):
    """What nbgrader itself says of a submission."""
    with Gradebook(url, "handprop") as gradebook:
        found = gradebook.find_submission(LESSON, learner)
        notebook = gradebook.find_submission_notebook(LESSON, LESSON, learner)
        grades = {
            grade.name: (grade.auto_score, grade.manual_score, grade.score, grade.needs_manual_grade)
            for grade in notebook.grades
        }
        comments = {comment.name: comment.comment for comment in notebook.comments}
        return {
            "score": found.score,
            "of": found.max_score,
            "at": found.timestamp,
            "open": found.needs_manual_grade,
            "late": found.total_seconds_late,
            "penalty": found.late_submission_penalty,
            "grades": grades,
            "comments": comments,
        }


def give_by_hand(url, learner, cell, **values):
    with Gradebook(url, "handprop") as gradebook:
        grade = gradebook.find_grade(cell, LESSON, LESSON, learner)
        for name, value in values.items():
            setattr(grade, name, value)
        gradebook.db.commit()


def due(url, moment):
    with Book(url), Gradebook(url, "handprop") as gradebook:
        gradebook.add_assignment(LESSON, duedate=moment)


def test_nbgrader_reads_what_was_recorded(book, url, tmp_path):
    book.record(submission(tmp_path, "ada"), result(["exercise_1", "formula"]), "checks")
    told = nbgraders(url, "ada")
    assert (told["score"], told["of"], told["at"], told["open"]) == (3.0, 10.0, NOON, False)
    assert told["grades"]["exercise_1-check"] == (2.0, None, 2.0, False)
    assert told["grades"]["exercise_2-check"] == (0.0, None, 0.0, False)
    assert len(told["grades"]) == len(told["comments"]) == QUESTIONS


def test_the_tables_are_those_that_nbgrader_makes_itself(book, url, tmp_path):
    with Gradebook(f"sqlite:///{tmp_path / 'theirs.db'}", "handprop"):
        pass
    shapes = []
    for name in ("gradebook.db", "theirs.db"):
        engine = create_engine(f"sqlite:///{tmp_path / name}")
        with engine.connect() as connection:
            made = connection.exec_driver_sql(
                "select name, sql from sqlite_master where type = 'table'"
            ).all()
        shapes.append({name: " ".join(sql.split()) for name, sql in made})
        engine.dispose()
    versions = [shape.pop("alembic_version") for shape in shapes]
    assert all("version_num VARCHAR(32) NOT NULL" in version for version in versions)
    assert set(shapes[0]) - set(shapes[1]) == {"handprop_result"}
    assert {name: shapes[0][name] for name in shapes[1]} == shapes[1]


def test_the_version_is_the_one_that_nbgrader_writes(book, url):
    engine = create_engine(url)
    with engine.connect() as connection:
        assert (
            connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
            == get_alembic_version()
        )
    engine.dispose()


def test_a_gradebook_that_nbgrader_made_is_used_as_it_is(url, tmp_path):
    with Gradebook(url, "handprop") as gradebook:
        gradebook.add_student("ada", first_name="Ada", last_name="Byron", email="ada@example.org")
        gradebook.add_assignment(LESSON, duedate="2026-03-01 10:00:00 UTC")
    with prepared(url) as book:
        book.record(submission(tmp_path, "ada"), result(), "checks")
        assert [(one.id, one.first_name) for one in book.learners()] == [("ada", "Ada")]
    assert nbgraders(url, "ada")["late"] == 2 * 3600


def test_another_kind_of_database_gets_the_same_rows(tmp_path):
    """SQLite spoken to as PostgreSQL or MySQL would be: by SQLAlchemy, with nbgrader's own tables."""
    url = f"sqlite+pysqlite:///{tmp_path / 'other.db'}"
    with prepared(url) as book:
        mine = submission(tmp_path, "ada")
        book.record(mine, result(["formula"]), "checks")
        book.record(mine, result(["formula", "exercise_1"]), "checks")
        assert book.has(mine, "checks")
        assert book.standings(LESSON)["ada"].score == 3.0
        assert [entry.handed_in for entry in book.results(LESSON)] == [NOON]
    assert nbgraders(url, "ada")["score"] == 3.0


@pytest.mark.parametrize(
    ("name", "text", "moment"),
    [("sqlite", "TEXT", "DATETIME"), ("postgresql", "TEXT", "TIMESTAMP"), ("mysql", "LONGTEXT", "DATETIME")],
)
def test_every_kind_of_database_can_hold_a_result(name, text, moment):
    assert types_of(name) == {"text": text, "moment": moment}


def test_an_old_gradebook_is_refused_with_the_command_that_mends_it(book, url):
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'old'"))
    engine.dispose()
    with pytest.raises(BookFault, match="nbgrader db upgrade"):
        Book(url)


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("nonsense", "is not one"),
        ("nosuch://x/y", "not installed"),
        ("sqlite:////no/such/folder/gradebook.db", "unable to open"),
    ],
)
def test_what_cannot_be_opened_gets_a_sentence(address, said):
    with pytest.raises(BookFault, match=said):
        Book(address)


def test_a_file_that_is_no_database_gets_a_sentence(tmp_path):
    path = tmp_path / "gradebook.db"
    path.write_text("not a database, but long enough to be looked at" * 30, encoding="utf-8")
    with pytest.raises(BookFault, match="not a database"):
        Book(f"sqlite:///{path}")
    assert path.read_text(encoding="utf-8").startswith("not a database")


def test_the_same_file_with_the_same_checks_is_not_graded_again(book, tmp_path):
    mine = submission(tmp_path, "ada")
    assert not book.has(mine, "checks")
    book.record(mine, result(), "checks")
    assert book.has(mine, "checks")
    assert not book.has(mine, "mended checks")
    submission(tmp_path, "ada", content="another")
    assert not book.has(mine, "checks")


def test_what_was_removed_from_nbgraders_tables_is_graded_again(book, url, tmp_path):
    mine, second = submission(tmp_path, "ada", 2), submission(tmp_path, "ada", 1)
    book.record(second, result(), "checks", counts=False)
    book.record(mine, result(["formula"]), "checks")
    with Gradebook(url, "handprop") as gradebook:
        gradebook.remove_assignment(LESSON)
    assert not book.has(mine, "checks")
    assert book.has(second, "checks"), "its scores were never there"
    book.prepare(LESSON, release_of(LESSON))
    book.record(mine, result(["formula"]), "checks")
    assert book.has(mine, "checks")
    assert nbgraders(url, "ada")["score"] == 1.0


def test_a_file_that_changes_while_it_is_graded_is_graded_next_time(book, tmp_path):
    mine = submission(tmp_path, "ada")
    book.has(mine, "checks")
    submission(tmp_path, "ada", content="handed in again meanwhile")
    book.record(mine, result(), "checks")
    assert not book.has(mine, "checks")


@pytest.mark.skipif(os.name == "nt", reason="no links and pipes without rights there")
def test_links_and_pipes_are_not_opened(book, tmp_path):
    (tmp_path / "link.ipynb").symlink_to("/dev/zero")
    os.mkfifo(tmp_path / "pipe.ipynb")
    for name in ("link", "pipe", "missing"):
        odd = Submission(name, LESSON, tmp_path / f"{name}.ipynb")
        assert not book.has(odd, "checks")
        book.record(odd, result(), "checks")
        assert book.has(odd, "checks")


def test_results_come_back_as_they_were(book, tmp_path):
    whole = result(
        ["formula"], remarks=("Odd.",), outputs=(CellOutput(3, "1\n2"),), seconds=0.5, isolation="x"
    )
    book.record(submission(tmp_path, "bo", handed_in=None), whole, "checks")
    book.record(submission(tmp_path, "ada"), result(), "checks")
    first, second = book.results(LESSON)
    assert (first.learner, first.attempt, first.handed_in) == ("ada", 1, NOON)
    assert second == ("bo", 1, None, whole)


def test_every_attempt_is_kept_and_one_counts(book, url, tmp_path):
    book.record(submission(tmp_path, "ada", 1), result(["formula", "exercise_1"]), "checks")
    book.record(submission(tmp_path, "ada", 2), result(["formula"]), "checks", counts=False)
    assert [(one.attempt, one.result.score) for one in book.results(LESSON)] == [(1, 3.0), (2, 1.0)]
    assert book.attempts_that_count(LESSON) == {"ada": 1}
    assert nbgraders(url, "ada")["score"] == 3.0
    book.record(submission(tmp_path, "ada", 2), result(["formula"]), "checks")
    assert book.attempts_that_count(LESSON) == {"ada": 2}
    assert nbgraders(url, "ada")["score"] == 1.0


def test_what_was_given_by_hand_stays_and_is_marked_for_review(book, url, tmp_path):
    book.record(submission(tmp_path, "ada"), result(), "checks")
    give_by_hand(url, "ada", "exercise_1-check", manual_score=1.5, extra_credit=0.25)
    with Gradebook(url, "handprop") as gradebook:
        gradebook.find_comment("formula", LESSON, LESSON, "ada").manual_comment = "Nearly."
        gradebook.db.commit()
    book.record(submission(tmp_path, "ada"), result(["exercise_1", "formula"]), "new checks")
    told = nbgraders(url, "ada")
    assert told["grades"]["exercise_1-check"] == (2.0, 1.5, 1.75, True)
    assert told["comments"]["formula"] == "Nearly."
    assert (told["score"], told["open"]) == (2.75, True)
    standing = book.standings(LESSON)["ada"]
    assert (standing.score, standing.open, standing.comments) == (
        2.75,
        ["exercise_1"],
        {"formula": "Nearly."},
    )


def test_an_untouched_answer_is_said_to_be_none(book, url, tmp_path):
    stub = next(cell["source"] for cell in release_of(LESSON)["cells"] if grade_id(cell) == "formula")
    book.record(submission(tmp_path, "ada"), result(answers={"formula": stub}), "checks")
    comments = nbgraders(url, "ada")["comments"]
    assert comments["formula"] == "No response."
    assert comments["exercise_1"] is None


def with_text(release):
    """The release with its first question answered in words, and graded by hand."""
    cells = [cell for cell in release["cells"] if grade_id(cell) != "exercise_1-check"]
    answer = next(cell for cell in cells if grade_id(cell) == "exercise_1")
    answer |= {"cell_type": "markdown", "source": "Your answer goes here."}
    marks(answer).update(grade=True, points=2, cell_type="markdown")
    return release | {"cells": cells}


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        ("Because of the gate.", (None, None, 0.0, True)),
        ("Your answer goes here.", (0.0, None, 0.0, False)),
    ],
)
def test_a_question_in_words_waits_for_a_hand_unless_nothing_was_written(book, url, tmp_path, answer, state):
    book.prepare(LESSON, with_text(release_of(LESSON)))
    whole = result(["formula"])
    first = QuestionResult("exercise_1", "", "06.1", 2.0, None, BY_HAND, answer=answer)
    whole = Result(LESSON, (first, *whole.questions[1:]))
    book.record(submission(tmp_path, "ada"), whole, "checks")
    told = nbgraders(url, "ada")
    assert told["grades"]["exercise_1"] == state
    assert told["open"] == state[3]
    give_by_hand(url, "ada", "exercise_1", manual_score=2.0, needs_manual_grade=False)
    assert book.standings(LESSON)["ada"].score == 3.0


@pytest.mark.parametrize(("method", "off"), [("none", 0.0), ("zero", 3.0)])
def test_late_work_costs_what_nbgraders_plugin_says(url, tmp_path, method, off):
    config = Config()
    config.LateSubmissionPlugin.penalty_method = method
    due(url, "2026-03-01 11:00:00 UTC")
    with prepared(url, config=config) as book:
        book.record(submission(tmp_path, "ada"), result(["exercise_1", "formula"]), "checks")
        book.record(
            submission(tmp_path, "bo", handed_in=NOON - timedelta(hours=2)), result(["formula"]), "checks"
        )
        assert book.standings(LESSON)["ada"].score == 3.0 - off
        assert book.standings(LESSON)["bo"].score == 1.0
        with Gradebook(url, "handprop") as gradebook:
            gradebook.grant_extension(LESSON, "ada", hours=3)
        book.record(submission(tmp_path, "ada", handed_in=None), result(["formula"]), "checks")
        assert book.standings(LESSON)["ada"].score == 1.0, "within the extension, by the time that is known"
    assert nbgraders(url, "ada")["late"] == 0


def test_a_plugin_that_fails_gets_a_sentence_and_leaves_nothing(url, tmp_path):
    config = Config()
    config.AssignLatePenalties.plugin_class = "no.such.Plugin"
    due(url, "2026-03-01 11:00:00 UTC")
    with prepared(url, config=config) as book:
        with pytest.raises(BookFault, match="late"):
            book.record(submission(tmp_path, "ada"), result(), "checks")
        assert book.results(LESSON) == []


def test_settings_come_from_the_course(tmp_path):
    assert book_url(tmp_path, settings(tmp_path)) == f"sqlite:///{tmp_path / 'gradebook.db'}"
    config = tmp_path / "nbgrader_config.py"
    config.write_text("c = get_config()\nc.CourseDirectory.db_url = 'sqlite:///x.db'\n", encoding="utf-8")
    assert book_url(tmp_path, settings(tmp_path)) == "sqlite:///x.db"
    config.write_text("c = nothing\n", encoding="utf-8")
    with pytest.raises(BookFault, match=r"nbgrader_config.py.*NameError"):
        settings(tmp_path)


@pytest.mark.parametrize("name", ["", "x" * 129, "a\0b", "a\udc80b"])
def test_a_name_that_no_table_holds_is_refused(book, tmp_path, name):
    with pytest.raises(ValueError, match="name"):
        book.record(Submission(name, LESSON, tmp_path / "x.ipynb"), result(), "checks")


def test_names_and_outputs_may_hold_anything_else(book, url, tmp_path):
    odd = "Zoë 'O\"; DROP TABLE grade; --"
    whole = result(outputs=(CellOutput(0, "half a pair \ud83d, zero \0, smile 😀"),))
    book.record(Submission(odd, LESSON, tmp_path / "x.ipynb"), whole, "checks")
    assert book.results(LESSON)[0].result.outputs[0].text == "half a pair ?, zero \0, smile 😀"
    assert nbgraders(url, odd)["score"] == 0.0


def test_cells_may_change_their_text_and_points_but_not_come_or_go_with_submissions(book, url, tmp_path):
    release = release_of(LESSON)
    book.prepare(LESSON, release)
    cells = [cell for cell in release["cells"] if "formula" not in str(cell["metadata"])]
    fewer = release | {"cells": cells}
    book.prepare(LESSON, fewer)
    book.prepare(LESSON, release)
    book.record(submission(tmp_path, "ada"), result(["formula"]), "checks")
    with pytest.raises(BookFault, match=r"formula.*nbgrader db assignment remove"):
        book.prepare(LESSON, fewer)
    worth = release_of(LESSON)
    marks(next(cell for cell in worth["cells"] if is_grade(cell)))["points"] = 5
    book.prepare(LESSON, worth)
    assert nbgraders(url, "ada")["of"] == 13.0


def test_a_lesson_that_is_none_gets_a_sentence(book, tmp_path):
    with pytest.raises(Fault, match="no exercise of lesson '99_none'"):
        release_of("99_none")


def rows(url):
    engine = create_engine(url)
    tables = ("student", "submitted_assignment", "submitted_notebook", "grade", "comment", "handprop_result")
    with engine.connect() as connection:
        counts = {name: connection.execute(text(f"SELECT count(*) FROM {name}")).scalar() for name in tables}
    engine.dispose()
    return counts


@pytest.mark.parametrize("statement", range(1, 10))
def test_a_fault_at_any_statement_leaves_nothing_half(book, url, tmp_path, monkeypatch, statement):
    book.prepare(LESSON, release_of(LESSON))
    before, seen, execute = rows(url), [], SqliteConnection.execute

    def failing(self, sql, **values):
        seen.append(sql)
        if len(seen) == statement:
            raise KeyboardInterrupt
        return execute(self, sql, **values)

    monkeypatch.setattr(SqliteConnection, "execute", failing)
    with pytest.raises(KeyboardInterrupt):
        book.record(submission(tmp_path, "ada"), result(["formula"]), "checks")
    monkeypatch.undo()
    assert rows(url) == before
    book.record(submission(tmp_path, "ada"), result(["formula"]), "checks")
    assert nbgraders(url, "ada")["score"] == 1.0


WRITER = """
import subprocess
import sys
from pathlib import Path
from datetime import datetime
sys.path[:0] = [sys.argv[1], f"{sys.argv[1]}/grade/gradebook"]
from test_book import Submission, prepared, result
url, folder, learners = sys.argv[2], Path(sys.argv[3]), sys.argv[4].split(",")
with prepared(url) as book:
    print("ready", flush=True)
    sys.stdin.readline()
    for learner in learners:
        book.record(Submission(learner, "06_by_hand", folder / "x", 1), result(["formula"]), "checks")
        print(learner, flush=True)
"""


def writer(url, folder, learners):
    command = [sys.executable, "-c", WRITER, str(TESTS), url, str(folder), ",".join(learners)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def test_processes_that_write_the_same_learners_wait_for_each_other(url, tmp_path):
    learners = [f"learner {number}" for number in range(25)]
    writers = [writer(url, tmp_path, order) for order in (learners, learners[::-1], learners)]
    for one in writers:
        assert one.stdout.readline() == "ready\n"
    told = [one.communicate("go\n", timeout=100)[0].split("\n")[:-1] for one in writers]
    assert [one.returncode for one in writers] == [0, 0, 0]
    assert [sorted(lines) for lines in told] == [sorted(learners)] * 3
    found = rows(url)
    assert (found["student"], found["submitted_notebook"], found["handprop_result"]) == (25, 25, 25)
    assert found["grade"] == found["comment"] == 25 * QUESTIONS


def test_a_lock_that_stays_gets_a_sentence(url, tmp_path, monkeypatch):
    monkeypatch.setattr("handprop.grade.gradebook.sqlite.LONGEST_WAIT", 0.05)
    monkeypatch.setattr("handprop.grade.gradebook.engine._PAUSES", ())
    with Book(url) as book:
        book.prepare(LESSON, release_of(LESSON))
        engine = create_engine(url)
        with engine.connect() as other:
            other.exec_driver_sql("BEGIN IMMEDIATE")
            with pytest.raises(BookFault, match="Another program is writing"):
                book.record(submission(tmp_path, "ada"), result(), "checks")
        engine.dispose()
        book.record(submission(tmp_path, "ada"), result(), "checks")


@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL there")
def test_what_was_reported_before_a_kill_is_there_and_nothing_half(url, tmp_path):
    learners = [f"learner {number}" for number in range(400)]
    one = writer(url, tmp_path, learners)
    assert one.stdout.readline() == "ready\n"
    one.stdin.write("go\n")
    one.stdin.flush()
    reported = [one.stdout.readline().strip() for _ in range(20)]
    time.sleep(0.013)  # somewhere in the middle of a later one
    one.send_signal(signal.SIGKILL)
    reported += one.communicate()[0].split("\n")[:-1]
    found = rows(url)
    assert len(reported) <= found["handprop_result"] < 400
    assert found["student"] == found["submitted_notebook"] == found["handprop_result"]
    assert found["grade"] == found["comment"] == QUESTIONS * found["student"]
    with Book(url) as book:
        assert set(reported) <= {entry.learner for entry in book.results(LESSON)}
        book.record(submission(tmp_path, "ada"), result(["formula"]), "checks")


def test_tables_that_another_process_made_in_between_are_not_made_again(tmp_path):
    url = f"sqlite:///{tmp_path / 'gradebook.db'}"
    with Book(url):
        pass
    engine = tables.engine_at(url)
    tables.in_transaction(engine, tables._make_nbgraders)
    assert tables.reading(engine, tables._version) == tables.VERSION
    engine.dispose()
