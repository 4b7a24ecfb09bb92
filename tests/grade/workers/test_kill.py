"""Nothing is lost: graders and workers killed at random moments, and the gradebook left at the end."""

import json
import multiprocessing
import os
import random
import re
import signal
import sqlite3
import time
from pathlib import Path

import pytest
from classes import LESSON, hand_in, scores

LEARNERS = 30
SANDBOXES = ["bubblewrap", pytest.param("webassembly", marks=pytest.mark.slow)]
SEED = 20
SERVER = "handprop.grade.sandbox.inside.server"
OURS = (SERVER, "handprop.grade.workers.worker", "multiprocessing.forkserver")  # copies have the name of that


def command(course, output, *options):
    """In a process of its own: the command, its output in a file."""
    from handprop import cli

    os.chdir(course)
    os.setpgid(0, 0)
    end = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(end, 1)
    os.dup2(end, 2)
    os._exit(cli.main(["grade", "--workers", "2", *options]))


@pytest.fixture(scope="module")
def fork():
    """Processes that have imported everything already, so that most of their time is grading."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["handprop.grade.run", "handprop.grade.workers.this_machine"])
    return context


@pytest.fixture(scope="module", params=SANDBOXES)
def kind(request):
    """Each sandbox in turn."""
    return request.getfixturevalue("sandbox" if request.param == "bubblewrap" else "webassembly")


@pytest.fixture(scope="module")
def undisturbed(kind, fork, tmp_path_factory):
    """The scores and results of a run that nobody disturbed."""
    course = tmp_path_factory.mktemp("undisturbed")
    hand_in(course / "submitted", LEARNERS)
    run = start(fork, course, kind)
    run.join()
    assert run.exitcode in (0, 1), (course / "output").read_text()
    return kept(course)


def start(fork, course, kind):
    run = fork.Process(target=command, args=(course, course / "output", "--sandbox", kind))
    run.start()
    return run


def kept(course):
    """What the database holds, but for the times, and what depends on them."""
    with sqlite3.connect(course / "gradebook.db") as connection:
        rows = connection.execute("select learner, attempt, counts, result from handprop_result").fetchall()
    results = {}
    for learner, attempt, counts, text in rows:
        result = json.loads(re.sub(r"on all \d+ cases", "on all cases", text))  # as many as there is time for
        del result["seconds"]
        assert (learner, attempt) not in results
        results[learner, attempt] = counts, result
    return scores(course / "gradebook.db"), results


def workers_of(process):
    """The processes below a grader: workers, sandboxes and their servers, but no learner's process."""
    if SERVER in _line(process) and "bwrap" not in _line(process):
        return []
    try:
        text = Path(f"/proc/{process}/task/{process}/children").read_text()
    except OSError:
        return []
    children = [int(number) for number in text.split()]
    return children + [below for child in children for below in workers_of(child)]


def wait_for_a_moment(run, chance, course, early):
    """Until some more submissions are graded, or, if it is to be early, somewhere in the start of the run."""
    if early:
        run.join(chance.uniform(0.0, 2.0))
        return
    until = has_progress(course) + chance.randint(1, 5)
    while run.is_alive() and has_progress(course) < until:
        time.sleep(0.01)
    run.join(chance.uniform(0.0, 0.1))


def kill(run, chance, grader):
    """Kill the grader, or some process below it; whether there was one to kill."""
    targets = [run.pid] if grader else workers_of(run.pid)
    if not run.is_alive() or not targets:
        return False
    try:
        os.kill(chance.choice(targets), signal.SIGKILL)
    except ProcessLookupError:
        return False
    if grader:
        run.join()
    return True


def has_progress(course):
    try:
        with sqlite3.connect(course / "gradebook.db") as connection:
            return connection.execute("select count(*) from handprop_result").fetchone()[0]
    except sqlite3.Error:
        return 0


@pytest.mark.parametrize("times", [6, pytest.param(50, marks=pytest.mark.slow)])
def test_a_run_that_is_killed_again_and_again_ends_like_one_that_was_not(
    fork, kind, undisturbed, tmp_path_factory, times
):
    chance = random.Random(SEED)
    kills, went_on = 0, 0
    while kills < times:
        course = tmp_path_factory.mktemp("killed")
        hand_in(course / "submitted", LEARNERS)
        run, early = start(fork, course, kind), True
        while run.exitcode not in (0, 1):
            # Whoever kills every start of a process wins; one early kill at a time is bad luck enough.
            early = not early and chance.random() < 0.2
            wait_for_a_moment(run, chance, course, early)
            kills += kill(run, chance, grader=chance.random() < 0.4)
            if not run.is_alive() and run.exitcode not in (0, 1):
                assert run.exitcode == -signal.SIGKILL, (course / "output").read_text()[-2000:]
                went_on += 0 < has_progress(course) < LEARNERS
                run = start(fork, course, kind)
        for there, here in zip(kept(course), undisturbed, strict=True):
            assert there == here
    assert went_on, "no run was killed in its middle"
    assert left_over() == []


def left_over():
    """Processes of graders that are still there a moment later."""
    for _ in range(100):
        found = [
            process
            for process in filter(str.isdigit, os.listdir("/proc"))
            if any(name in _line(process) for name in OURS) and _parent(process) == 1
        ]
        if not found:
            return []
        time.sleep(0.1)
    return found


def _line(process):
    try:
        return Path(f"/proc/{process}/cmdline").read_text()
    except OSError:
        return ""


def _parent(process):
    try:
        return int(Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def test_a_full_disk_ends_the_run_with_a_sentence_and_the_same_command_goes_on(
    fork, kind, undisturbed, tmp_path_factory
):
    """A database that may not grow stands for a full disk: SQLite reports both in the same way."""
    from handprop.grade.gradebook.book import Book, BookFault
    from handprop.grade.gradebook.engine import reading
    from handprop.grade.intake.find import find
    from handprop.grade.judging.checks_digest import digest
    from handprop.grade.notebooks.graded import release_of
    from handprop.grade.workers.this_machine import grade

    course = tmp_path_factory.mktemp("full")
    hand_in(course / "submitted", 6)
    submissions = find(course / "submitted", LESSON).submissions
    with Book(f"sqlite:///{course / 'gradebook.db'}") as book:
        book.prepare(LESSON, release_of(LESSON))
        ((pages,),) = reading(book._engine, lambda connection: connection.execute("pragma page_count"))
        book._engine._connection().execute(f"pragma max_page_count = {pages + 2}")
        with pytest.raises(BookFault, match="full"):
            grade(
                submissions,
                on_result=lambda submission, result: book.record(submission, result, digest(LESSON)),
                isolation=kind,
            )
    done = has_progress(course)
    assert done < 6
    run = start(fork, course, kind)
    run.join()
    assert run.exitcode in (0, 1), (course / "output").read_text()
    assert has_progress(course) == 6
