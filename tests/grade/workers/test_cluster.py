"""Grading on a Dask cluster: a scheduler and two workers, as processes of their own on this machine."""

import contextlib
import signal
import subprocess
import sys
import time

import pytest
from classes import LESSON, answered, hand_in, scores

from handprop import cli
from handprop.border.limits import Limits
from handprop.check import load_questions
from handprop.grade.intake.submission import Submission
from handprop.grade.sandbox.outside.server_handle import SandboxFault
from handprop.grade.workers import cluster, this_machine

pytest.importorskip("distributed")
LIMITS = Limits(cell=10.0, answer=10.0, total=30.0)


@pytest.fixture(scope="module")
def submissions(tmp_path_factory):
    """Eight notebooks, one of which sleeps long enough to be caught in the middle, and one that is a link."""
    import json

    folder = tmp_path_factory.mktemp("class")
    made = []
    for number in range(8):
        notebook = answered(number)
        if number == 4:
            slow = {
                "cell_type": "code",
                "metadata": {},
                "outputs": [],
                "source": "import time; time.sleep(3)",
            }
            notebook["cells"].insert(0, slow)
        path = folder / f"learner{number}.ipynb"
        path.write_text(json.dumps(notebook), encoding="utf-8")
        made.append(Submission(f"learner{number}", LESSON, path))
    link = folder / "link.ipynb"
    link.symlink_to(made[0].path)
    return [*made, Submission("link", LESSON, link)]


@pytest.fixture(scope="module")
def here(submissions, sandbox):
    """What the conductor on this machine makes of them."""
    return graded(this_machine.grade, submissions, workers=2)


@contextlib.contextmanager
def dask(workers=2):
    """The address of a scheduler, and its workers as processes."""
    processes = []

    def start(*command):
        process = subprocess.Popen(
            [sys.executable, "-m", "dask", *command],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        processes.append(process)
        return process

    try:
        scheduler = start("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard")
        address = next(line.split()[-1] for line in scheduler.stderr if "Scheduler at:" in line)
        options = ("--nthreads", "1", "--no-dashboard", "--host", "127.0.0.1", "--no-nanny")
        yield address, [start("worker", address, *options) for _ in range(workers)]
    finally:
        for process in processes:
            process.kill()
            process.wait()
            process.stderr.close()


def graded(how, submissions, **options):
    """Learner -> what does not depend on the clock."""
    found = {}

    def keep(submission, result):
        assert submission.learner not in found, "a submission got two results"
        found[submission.learner] = (result.questions, result.remarks, result.outputs)

    how(submissions, on_result=keep, limits=LIMITS, **options)
    return found


def test_a_cluster_gives_the_same_results(submissions, here):
    with dask() as (address, _):
        there = graded(lambda *a, **k: cluster.grade_on(address, *a, **k), submissions)
    assert there == here
    assert len(there) == 9


def test_the_command_leaves_the_same_gradebook(sandbox, tmp_path, monkeypatch, capsys):
    found = {}
    with dask() as (address, _):
        for name, where in (("here", ()), ("there", ("--scheduler", address))):
            hand_in(tmp_path / name / "submitted", 6)
            monkeypatch.chdir(tmp_path / name)
            assert cli.main(["grade", *where]) == 0, capsys.readouterr()
            found[name] = scores(tmp_path / name / "gradebook.db")
    assert found["there"] == found["here"]
    assert len(found["there"]) == 6 * len(load_questions(LESSON))


def test_a_worker_that_is_killed_midway_changes_nothing(submissions, here):
    with dask() as (address, workers):
        killed = []

        def keep(submission, result):
            found[submission.learner] = (result.questions, result.remarks, result.outputs)
            if len(found) == 4 and not killed:  # the slow one is still being worked on
                workers[0].send_signal(signal.SIGKILL)
                killed.append(time.monotonic())

        found = {}
        cluster.grade_on(address, submissions, on_result=keep, limits=LIMITS)
    assert killed
    assert found == here


def test_nobody_at_the_address_is_told_in_a_sentence(submissions, monkeypatch):
    monkeypatch.setattr(cluster, "_CONNECT", 1)
    with pytest.raises(SandboxFault, match=r"No Dask scheduler answers at tcp://127\.0\.0\.1:1"):
        cluster.grade_on("tcp://127.0.0.1:1", submissions, on_result=print)


def test_another_course_is_refused(submissions, sandbox):
    task = cluster._Task(submissions[0], b"{}", "another digest", LIMITS, sandbox)
    with pytest.raises(cluster.OtherCourse, match="other questions"):
        cluster._graded_there(task)
