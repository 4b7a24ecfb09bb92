"""Workers that are copies of the grader, and sandboxes that were warm before them."""

import json
import os
import socket
import subprocess
import sys
import threading
from collections import deque

import pytest
from classroom import LESSON, SLIP, hand_in, right

from handprop.border.channel import Broken
from handprop.grade.intake.submission import Submission
from handprop.grade.judging.result import Result
from handprop.grade.sandbox.link import Copy, can_copy
from handprop.grade.workers import this_machine
from handprop.grade.workers.worker import TIMES

# In a process of its own, as pytest and NumPy have threads in this one.
GRADED = """
import json, os, sys
from pathlib import Path
from handprop.grade.sandbox import link
from handprop.grade.workers import early, this_machine, worker
from handprop.grade.intake.find import find

started = []
for kind in (worker.Link, worker.Copy):
    class Seen(kind):
        def __init__(self, *given, kind=kind, **named):
            started.append(kind.__name__)
            kind.__init__(self, *given, **named)
    setattr(worker, kind.__name__, Seen)
if sys.argv[2] == "warm":
    early.begin(2)
if sys.argv[2] == "threads":
    worker.can_copy = lambda: False
found = find(Path(sys.argv[1]), None, None, {}, Path(sys.argv[1])).submissions
results = {}
this_machine.grade(found, on_result=lambda one, result: results.update({one.learner: result}), workers=2)
begun = len(early._handed_out)
early.end()
children = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
told = {learner: result.to_json() for learner, result in results.items()}
print(json.dumps({"started": started, "begun": begun, "left": children, "results": told}))
"""


def graded(folder, how):
    """What came of grading a folder in a process of its own."""
    one_thread = os.environ | {"OPENBLAS_NUM_THREADS": "1"}
    command = [sys.executable, "-c", GRADED, str(folder), how]
    done = subprocess.run(command, capture_output=True, text=True, env=one_thread, check=False)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    results = {learner: json.loads(text) for learner, text in told["results"].items()}
    return told | {"results": {learner: one | {"seconds": 0} for learner, one in results.items()}}


def test_copies_and_new_processes_give_the_same_results_and_leave_nothing(sandbox, tmp_path):
    for learner, answers in (
        ("ada", right()),
        ("ben", right() | SLIP),
        ("eve", right() | {"formula": "1/0"}),
    ):
        hand_in(tmp_path / f"{learner}.ipynb", answers)
    warm, cold, new = (graded(tmp_path, how) for how in ("warm", "cold", "threads"))
    assert warm["results"] == cold["results"] == new["results"]
    assert len(warm["results"]) == 3
    assert (warm["started"], warm["begun"]) == (["Copy", "Copy"], 2)
    assert (cold["started"], cold["begun"]) == (["Copy", "Copy"], 0)
    assert (new["started"], new["begun"]) == (["Link", "Link"], 0)
    assert warm["left"] == cold["left"] == new["left"] == []


def until_it_ends(end):
    while end.recv(1):
        pass


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux is copied")
def test_a_copy_holds_no_end_of_another_open():
    first, second = Copy(until_it_ends), Copy(until_it_ends)
    for one in (first, second):  # were the second to hold the end of the first, that would have to be killed
        one.end(20)
        assert one.process.exitcode == 0


def test_a_process_with_two_threads_is_not_copied():
    end = threading.Event()
    thread = threading.Thread(target=end.wait)
    thread.start()
    assert not can_copy()
    end.set()
    thread.join()


class Mortal:
    """A worker that dies at some of its submissions."""

    isolation, limits = "none", this_machine.Limits()

    def __init__(self, dies):
        self.dies, self.given, self.restarts = dies, deque(), 0
        self.end, self._other = socket.socketpair()
        self._other.send(b"1")  # readable always

    def fileno(self):
        return self.end.fileno()

    def send(self, submission):
        self.given.append(submission)

    def receive(self):
        submission = self.given.popleft()
        if self.dies(submission):
            raise Broken
        return submission.learner

    def restart(self):
        self.given.clear()
        self.restarts += 1


@pytest.mark.parametrize("count", [1, 2, 3, 9])
def test_each_submission_gets_one_result_whoever_dies(count):
    submissions = [Submission(f"learner{k}", LESSON, None) for k in range(count)]
    begun = {one.learner: 0 for one in submissions}

    def dies(submission):
        begun[submission.learner] += 1
        last = submissions[-1].learner
        return submission.learner == last or begun[submission.learner] < 3

    pool, results = [Mortal(dies), Mortal(dies)][:count], []
    keep = lambda one, result: results.append((one.learner, result))  # noqa: E731
    this_machine._Round(pool, deque((one, 1) for one in submissions), keep).go()
    assert sorted(learner for learner, _ in results) == sorted(begun)
    for learner, result in results[:-1]:
        assert result == learner
        assert begun[learner] == 3  # what was waiting beside one that died is not held against it
    learner, result = next(one for one in results if one[0] == submissions[-1].learner)
    assert isinstance(result, Result)
    assert begun[learner] == TIMES
