"""`handprop grade`: a class from beginning to end, stopped, gone on with, judged again."""

import csv
import os
import re
import shlex
import signal
import subprocess
import sys
import time
import zipfile
from functools import cache

import pytest
from classroom import CRASH, GATE, HOSTILE, LESSON, NOON, SLIP, hand_in, right

from handprop import cli
from handprop.check import load_questions
from handprop.course.front import about
from handprop.grade.gradebook.book import Book, BookFault
from handprop.grade.judging import checks_digest
from handprop.grade.judging.result import NOT_JUDGED, QuestionResult, Result
from handprop.grade.sandbox.outside.server_handle import SandboxFault
from handprop.grade.workers import this_machine

FIVE = {
    "ada": {},
    "ben": SLIP,
    "chloé": CRASH,
    "dan": SLIP | GATE,
    "<script>": HOSTILE,
}
SCORES = {"ada": 10, "ben": 8, "chloé": 7, "dan": 7, "<script>": 9}


@pytest.fixture
def course(tmp_path, monkeypatch):
    """An empty folder for a class, and the current one."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def scores(course, lesson=LESSON):
    """What nbgrader's gradebook says, by learner."""
    with Book(f"sqlite:///{course / 'gradebook.db'}") as book:
        return {learner: standing.score for learner, standing in book.standings(lesson).items()}


def table(path):
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


# With the sandbox


@pytest.fixture(scope="module")
def five(tmp_path_factory):
    """Five submissions, graded by the command in a process of its own; its folder and what it printed."""
    course = tmp_path_factory.mktemp("class")
    for name, wrong in FIVE.items():
        hand_in(course / "handed in" / f"{name}.ipynb", right() | wrong)
    (course / "class.csv").write_text("\n".join(["id", *FIVE, "zoe", ""]), encoding="utf-8")
    done = handprop("grade", "handed in", "--learners", "class.csv", "--workers", "2", cwd=course)
    return course, done


def handprop(*arguments, cwd):
    command = [sys.executable, "-m", "handprop", *arguments]
    wide = {**os.environ, "COLUMNS": "100"}
    return subprocess.run(command, cwd=cwd, env=wide, capture_output=True, text=True, timeout=300)


def test_five_submissions_from_the_folder_to_the_gradebook(five):
    course, done = five
    assert (done.returncode, done.stderr) == (0, "")
    assert "06_by_hand: 5 submissions, 5 to grade." in done.stdout
    assert "5 of 5" in done.stdout
    assert "5 handed in, 1 did not; mean 8.2 of 10 points." in done.stdout
    assert "bubblewrap" in done.stdout
    assert scores(course) == SCORES


def test_what_the_class_got_wrong_stands_on_the_screen(five):
    _, done = five
    slips = done.stdout.split("What went wrong, and for how many")[1]
    assert "2  takes target - prediction for the error" in slips
    assert "1  Your function stopped with an error in the line `return 1 / 0`." in slips


def test_the_files_that_it_names_are_there(five):
    course, done = five
    for name in (f"grades/{LESSON}.html", f"grades/{LESSON}.csv"):
        assert name in done.stdout.splitlines()
        assert (course / name).is_file()
    assert {row["learner"]: row["score"] for row in table(course / "grades" / f"{LESSON}.csv")} == {
        **{learner: str(score) for learner, score in SCORES.items()},
        "zoe": "",
    }
    pages = list((course / "feedback").rglob("*.html"))
    assert len(pages) == 5
    assert all("<script" not in page.read_text(encoding="utf-8") for page in pages)
    assert len(list((course / "autograded").rglob("*.ipynb"))) == 5


def test_the_same_command_again_grades_nothing_and_says_the_same(five, monkeypatch, capsys):
    course, done = five
    monkeypatch.chdir(course)
    monkeypatch.setenv("COLUMNS", "100")
    assert cli.main(["grade", "handed in", "--learners", "class.csv"]) == 0
    again = capsys.readouterr().out
    assert "5 submissions, all graded already." in again
    assert again.split("\n\n", 1)[1] == done.stdout.split("\n\n", 1)[1]


@pytest.mark.skipif(os.name == "nt", reason="sends a signal")
def test_ctrl_c_keeps_what_was_graded_and_leaves_nothing_running(course):
    wait = {"exercise_1": "import time\ntime.sleep(15)"}
    hand_in(course / "submitted" / "ada" / LESSON / f"{LESSON}.ipynb", right())
    hand_in(course / "submitted" / "ben" / LESSON / f"{LESSON}.ipynb", right() | wait)
    command = [sys.executable, "-m", "handprop", "grade", "--workers", "1"]
    process = subprocess.Popen(
        command, cwd=course, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    while "1 of 2" not in (line := process.stdout.readline()):
        assert line
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to all in the foreground
    _, error = process.communicate(timeout=60)
    assert process.returncode == 130
    assert error == "Stopped. 1 of 2 are graded and kept. Run the same command again to go on.\n"
    assert scores(course) == {"ada": 10}
    wait_until(lambda: not running_in(course))


def running_in(course):
    """Processes that were started from this folder."""
    found = []
    for folder in filter(str.isdecimal, os.listdir("/proc")):
        try:
            found += [folder] * (os.readlink(f"/proc/{folder}/cwd") == str(course))
        except OSError:
            continue
    return [pid for pid in found if int(pid) != os.getpid()]


def wait_until(condition):
    for _ in range(300):
        if condition():
            return
        time.sleep(0.1)
    raise AssertionError("waited for half a minute in vain")


# Without it: results are made up, and the rest is real


@cache
def questions_of(lesson):
    return load_questions(lesson)


class Judge:
    """Stands in for the conductor: all is right but for `wrong` of a learner; counts what it is given."""

    def __init__(self):
        self.wrong, self.given, self.stop_after, self.states = {}, [], None, {}

    def grade(self, submissions, *, on_result, workers, isolation="bubblewrap", limits=None):
        for submission in submissions:
            if self.stop_after is not None and len(self.given) >= self.stop_after:
                raise KeyboardInterrupt
            self.given.append((submission.learner, submission.attempt))
            on_result(submission, self.result(submission))

    def result(self, submission):
        wrong = self.wrong.get(
            (submission.learner, submission.attempt), self.wrong.get(submission.learner, ())
        )
        state = self.states.get(submission.learner, "wrong")
        judged = [
            QuestionResult(
                one.name,
                one.title,
                one.objective,
                float(one.points),
                0.0 if one.name in wrong else float(one.points),
                state if one.name in wrong else "right",
            )
            for one in questions_of(submission.lesson)
        ]
        return Result(submission.lesson, tuple(judged), isolation="none")


@pytest.fixture
def judge(monkeypatch):
    stand_in = Judge()
    monkeypatch.setattr(this_machine, "grade", stand_in.grade)
    return stand_in


def collected(course, learner, lesson=LESSON, time=None):
    """A submission where nbgrader collects it."""
    path = hand_in(course / "submitted" / learner / lesson / f"{lesson}.ipynb", {}, lesson)
    if time:
        (path.parent / "timestamp.txt").write_text(time)
    return path


def test_without_a_folder_an_nbgrader_course_is_graded(course, judge, capsys):
    collected(course, "ada")
    collected(course, "ada", "05_chain_rule")
    assert cli.main(["grade"]) == 0
    out = capsys.readouterr().out
    assert f"05_chain_rule: {about('05_chain_rule').title}" in out
    assert "06_by_hand: Back-propagation by hand" in out
    assert scores(course) == {"ada": 10}
    assert (course / "feedback" / "ada" / LESSON / f"{LESSON}.html").is_file()


def test_a_stopped_run_goes_on_where_it_stopped(course, judge, capsys):
    for name in "abcde":
        collected(course, name)
    judge.stop_after = 2
    assert cli.main(["grade"]) == 130
    assert "Stopped. 2 of 5 are graded and kept." in capsys.readouterr().err
    assert scores(course) == {"a": 10, "b": 10}
    judge.stop_after = None
    assert cli.main(["grade"]) == 0
    assert "5 submissions, 2 graded already, 3 to grade." in capsys.readouterr().out
    assert judge.given == [(name, 1) for name in "abcde"]


def test_a_full_disk_is_a_sentence_and_what_was_kept_before_stays(course, judge, monkeypatch, capsys):
    collected(course, "ada")
    collected(course, "ben")
    record = Book.record

    def full(self, submission, *rest, **more):
        if submission.learner == "ben":
            raise BookFault("The gradebook cannot be written: the disk is full.")
        record(self, submission, *rest, **more)

    with monkeypatch.context() as patch:
        patch.setattr(Book, "record", full)
        assert cli.main(["grade"]) == 2
    assert capsys.readouterr().err == "The gradebook cannot be written: the disk is full.\n"
    assert scores(course) == {"ada": 10}
    assert cli.main(["grade"]) == 0
    assert (scores(course), judge.given[-1]) == ({"ada": 10, "ben": 10}, ("ben", 1))


def test_a_notebook_handed_in_again_is_graded_again(course, judge, capsys):
    path = collected(course, "ada")
    collected(course, "ben")
    cli.main(["grade"])
    hand_in(path, GATE)
    capsys.readouterr()
    cli.main(["grade"])
    assert judge.given[2:] == [("ada", 1)]
    assert "1 graded already, 1 to grade, 1 of them again" in capsys.readouterr().out


def test_after_a_mended_check_all_is_graded_again(course, judge, monkeypatch):
    collected(course, "ada")
    cli.main(["grade"])
    monkeypatch.setattr(checks_digest, "digest", lambda lesson: "mended")
    cli.main(["grade"])
    assert judge.given == [("ada", 1), ("ada", 1)]


def test_regrading_one_question_changes_its_score_alone(course, judge, monkeypatch, capsys):
    collected(course, "ada")
    collected(course, "ben")
    judge.wrong = {"ada": ["closed_gate", "formula"]}
    cli.main(["grade"])
    assert scores(course) == {"ada": 8, "ben": 10}
    judge.wrong = {"ada": ["exercise_1"], "ben": ["exercise_2"]}  # closed_gate mended; the rest would change
    monkeypatch.setattr(checks_digest, "digest", lambda lesson: "mended")
    capsys.readouterr()
    assert cli.main(["grade", "--regrade", "closed_gate"]) == 0
    assert "1 score of 2 changed." in capsys.readouterr().out
    assert scores(course) == {"ada": 9, "ben": 10}
    cli.main(["grade"])  # and what was kept stays kept
    assert scores(course) == {"ada": 9, "ben": 10}
    cli.main(["grade", "--regrade"])
    assert scores(course) == {"ada": 8, "ben": 8}


def test_the_last_attempt_counts_or_the_best(course, judge):
    for number in (1, 2, 3):
        hand_in(course / "in" / "ada" / str(number) / "x.ipynb", {})
    judge.wrong = {("ada", 1): ["exercise_2"], ("ada", 3): ["formula"]}
    cli.main(["grade", "in"])
    assert (scores(course), judge.given) == ({"ada": 9}, [("ada", 3)])
    cli.main(["grade", "in", "--attempt", "best"])
    assert scores(course) == {"ada": 10}
    assert sorted(judge.given) == [("ada", 1), ("ada", 2), ("ada", 3)]
    (row,) = table(course / "grades" / f"{LESSON}.csv")
    assert (row["attempt"], row["score"]) == ("2", "10")
    cli.main(["grade", "in"])
    assert scores(course) == {"ada": 9}
    assert len(judge.given) == 3


def test_what_needs_attention_gives_exit_code_1(course, judge, capsys):
    collected(course, "ada")
    (course / "submitted" / "ben").mkdir()
    assert cli.main(["grade"]) == 1
    assert "ben: no notebook in this folder." in capsys.readouterr().out
    (course / "submitted" / "ben").rmdir()
    assert cli.main(["grade"]) == 0
    judge.wrong, judge.states = {"zed": ["formula"]}, {"zed": NOT_JUDGED}
    collected(course, "zed")
    assert cli.main(["grade"]) == 1
    assert "needs attention" in capsys.readouterr().out


def test_an_archive_is_graded_and_nothing_of_it_stays(course, judge, capsys):
    hand_in(course / "x" / "hw" / "lovelaceada_LATE_501_9_06.ipynb", {})
    with zipfile.ZipFile(course / "all.zip", "w") as packed:
        packed.write(
            course / "x" / "hw" / "lovelaceada_LATE_501_9_06.ipynb", "hw/lovelaceada_LATE_501_9_06.ipynb"
        )
    assert cli.main(["grade", "all.zip", "--canvas", "canvas.csv", "--column", "Sheet (7)"]) == 0
    assert scores(course) == {"lovelaceada_501": 10}
    assert "late" in capsys.readouterr().out
    assert table(course / "canvas.csv")[0]["ID"] == "501"
    assert sorted(path.name for path in course.iterdir()) == [
        *("all.zip", "autograded", "canvas.csv", "feedback", "gradebook.db", "grades", "x")
    ]


def test_late_by_nbgraders_date(course, judge, capsys):
    from nbgrader.api import Gradebook

    collected(course, "ada", time="2026-03-01 12:00:01 UTC")
    cli.main(["grade"])
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}", "handprop") as gradebook:
        gradebook.find_assignment(LESSON).duedate = NOON
        gradebook.db.commit()
    capsys.readouterr()
    cli.main(["grade"])
    assert table(course / "grades" / f"{LESSON}.csv")[0]["late"] == "late"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "There is no folder submitted/ here. Name the one to grade: handprop grade FOLDER."),
        (["nowhere"], "There is no folder nowhere."),
        (["empty"], "No submissions in empty."),
        (["nowhere.zip"], "There is no archive nowhere.zip."),
        (["in", "--lesson", "99"], "There is no exercise '99'; choose from 00_start_here"),
        (["in", "--lesson", "05"], "No submissions in in."),
        (["in", "--learners", "none.csv"], "The list of learners none.csv cannot be read"),
        (["in", "--regrade", "nothing"], "There is no question 'nothing'; choose from exercise_1, formula"),
        (["in", "--course", "no/where"], "There is no folder no to make where in."),
        (["in", "--db", "no url"], "no url"),
        (["in", "--canvas", "in/ada.ipynb/x.csv", "--column", "Sheet"], "in/ada.ipynb"),
        (["in", "--canvas", "x.csv"], "Canvas takes scores for a column that it has."),
    ],
)
def test_a_slip_of_the_instructors_is_one_sentence(course, judge, capsys, arguments, said):
    hand_in(course / "in" / "ada.ipynb", {})
    (course / "empty").mkdir()
    assert cli.main(["grade", *arguments]) == 2
    error = capsys.readouterr().err
    assert said in error
    assert "Traceback" not in error
    assert error.count("\n") == 1


def test_one_table_for_two_exercises_is_refused(course, judge, capsys):
    collected(course, "ada")
    collected(course, "ada", "05_chain_rule")
    assert cli.main(["grade", "--moodle", "m.csv"]) == 2
    assert "Choose one for the table: --lesson." in capsys.readouterr().err
    assert cli.main(["grade", "--moodle", "m.csv", "--lesson", "06", "--column", "Sheet"]) == 0
    assert list(table(course / "m.csv")[0]) == ["username", "email", "Sheet", "feedback"]


def test_workers_are_a_number(capsys):
    with pytest.raises(SystemExit) as stop:
        cli.main(["grade", "--workers", "0"])
    assert stop.value.code == 2
    assert "'0' is not a number of processes, 1 or more" in capsys.readouterr().err


def test_without_a_sandbox_it_refuses_and_says_how_to_go_on(course, monkeypatch, capsys):
    def refuse(*_, **options):
        if options["isolation"] == "bubblewrap":
            raise SandboxFault("There is no sandbox here.")

    monkeypatch.setattr(this_machine, "grade", refuse)
    collected(course, "ada")
    assert cli.main(["grade"]) == 2
    assert (
        capsys.readouterr().err
        == "There is no sandbox here. To grade work that you trust without one: --unsafe.\n"
    )


def test_the_report_is_of_the_gradebook_also_after_a_grade_by_hand(course, judge, capsys):
    from nbgrader.api import Gradebook

    collected(course, "ada")
    judge.wrong = {"ada": ["exercise_1"]}
    cli.main(["grade"])
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}", "handprop") as gradebook:
        gradebook.find_grade("exercise_1-check", LESSON, LESSON, "ada").manual_score = 1.0
        gradebook.db.commit()
    cli.main(["grade", "--regrade"])
    assert scores(course) == {"ada": 9}
    assert table(course / "grades" / f"{LESSON}.csv")[0]["score"] == "9"


CANVAS_LIST = """\
Student,ID,SIS Login ID,Section,Back-propagation by hand (7)
    Points Possible,,,,20
"Lovelace, Ada",501,ada,One,
"""
MOODLE_SHEET = """\
Identifier,Full name,Email address,Status,Grade,Maximum Grade,Grade can be changed,Feedback comments
Participant 501,Ada,ada@example.org,Submitted,,10,Yes,
"""


def test_a_grade_by_hand_stands_in_every_table_also_after_all_is_judged_again(course, judge, capsys):
    from nbgrader.api import Gradebook
    from openpyxl import load_workbook

    collected(course, "ada")
    judge.wrong = {"ada": ["exercise_1"]}
    (course / "canvas.csv").write_text(CANVAS_LIST)
    (course / "sheet.csv").write_text(MOODLE_SHEET)
    cli.main(["grade"])
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}", "handprop") as gradebook:
        gradebook.find_grade("exercise_1-check", LESSON, LESSON, "ada").manual_score = 1.25
        gradebook.db.commit()
    for more in (["--canvas", "up.csv"], ["--canvas", "up.xlsx"]):
        cli.main(["grade", "--regrade", "--learners", "canvas.csv", *more])
    assert "9.25" in capsys.readouterr().out
    cli.main(["grade", "--regrade", "--learners", "sheet.csv", "--moodle", "moodle.csv"])
    assert table(course / "up.csv")[-1]["Back-propagation by hand (7)"] == "18.5"
    assert [row[4].value for row in load_workbook(course / "up.xlsx").active][-1] in (18.5, "18.5")
    assert table(course / "moodle.csv")[0]["Grade"] == "9.25"
    for file in (f"{LESSON}.csv", f"{LESSON}.html", "course.csv", "course.html"):
        assert "9.25" in (course / "grades" / file).read_text(encoding="utf-8-sig"), file
    (page,) = (course / "feedback").rglob("*.html")
    assert "9.25 of 10 points" in page.read_text(encoding="utf-8")
    cells = load_workbook(course / "grades" / "course.xlsx").active
    assert any("9.25" in str(cell.value) for row in cells for cell in row)


def test_who_handed_in_no_notebook_is_not_called_absent(course, judge, capsys):
    hand_in(course / "in" / "lovelaceada_501_9001_06_by_hand.ipynb", {})
    (course / "in" / "noetheremmy_504_9004_sheet.pdf").write_bytes(b"%PDF-1.4")
    lines = 'Student,ID,SIS Login ID,Section\n"Lovelace, Ada",501,ada,1\n"Noether, Emmy",504,emmy,1\n'
    (course / "canvas.csv").write_text(f'{lines}"Meitner, Lise",508,lise,1\n')
    cli.main(["grade", "in", "--learners", "canvas.csv"])
    told = capsys.readouterr().out
    assert "1 handed in, 1 but no notebook, 1 did not" in told
    assert "no notebook, but noetheremmy_504_9004_sheet.pdf" in told
    totals = {row["learner"]: row["total"] for row in table(course / "grades" / "course.csv")}
    assert totals["lise"] == "0"
    assert "lovelaceada_501" in totals
    assert "ada" not in totals
    states = {row["learner"]: row["state"] for row in table(course / "grades" / f"{LESSON}.csv")}
    assert (states["emmy"], states["lise"]) == ("no notebook", "missing")
    assert "sheet.pdf" in (course / "grades" / f"{LESSON}.html").read_text(encoding="utf-8")


def test_the_digest_follows_the_questions_and_the_checks(tmp_path, monkeypatch):
    first = checks_digest.digest.__wrapped__(LESSON)
    assert (
        first == checks_digest.digest.__wrapped__(LESSON) != checks_digest.digest.__wrapped__("05_chain_rule")
    )
    (tmp_path / "check").mkdir()
    monkeypatch.setattr(checks_digest, "_PACKAGE", tmp_path)
    (tmp_path / "check" / "judge.py").write_text("a")
    second = checks_digest.digest.__wrapped__(LESSON)
    (tmp_path / "check" / "judge.py").write_text("b")
    assert len({first, second, checks_digest.digest.__wrapped__(LESSON)}) == 3


LOADED = """
import sys
from handprop.check import judge, load_questions
for question in load_questions(sys.argv[1]):
    judge(question, ...)
print(*(module.__file__ for name, module in sys.modules.items() if name.partition(".")[0] == "handprop"))
"""


@pytest.mark.parametrize("lesson", ["01_forward_pass", "06_by_hand", "10_digits"])
def test_every_module_that_a_verdict_loads_is_in_the_digest(lesson):
    loaded = subprocess.run(
        [sys.executable, "-c", LOADED, lesson], capture_output=True, text=True, check=True
    )
    assert set(loaded.stdout.split()) <= set(map(str, checks_digest.judging_files(lesson)))


# The guide


def commands_of_the_guide(repo):
    """The arguments of every `handprop grade` in the instructor's guide."""
    text = (repo / "docs" / "instructor.md").read_text(encoding="utf-8")
    lines = re.findall(r"^    handprop (grade.*)$", text, re.MULTILINE)
    return [shlex.split(line) for line in lines]


def test_every_command_of_the_guide_is_understood(repo):
    commands = commands_of_the_guide(repo)
    assert len(commands) >= 7
    for arguments in commands:
        assert cli._parser().parse_args(arguments).command.__module__ == "handprop.grade.command"


def test_every_option_is_in_the_guide(repo):
    guide = (repo / "docs" / "instructor.md").read_text(encoding="utf-8")
    help_ = handprop("grade", "--help", cwd=repo).stdout
    options = set(re.findall(r"--[a-z-]+", help_)) - {"--help"}
    assert {"--lesson", "--unsafe"} <= options
    assert sorted(option for option in options if option not in guide) == []
