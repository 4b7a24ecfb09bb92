"""Grading where there is no sandbox and no POSIX: what the package asks of a system, and a run without it."""

import ast
import os
import socket
import subprocess
import sys
from pathlib import Path

import mypy
import pytest
import without_posix
from classes import scores
from classroom import LESSON, SLIP, hand_in, right

import handprop
from handprop.border.channel import Broken
from handprop.border.limits import Limits
from handprop.border.time_limit import TooLong, _by_thread
from handprop.grade.intake.submission import Submission
from handprop.grade.sandbox import link
from handprop.grade.sandbox.link import Link
from handprop.grade.sandbox.outside import isolation
from handprop.grade.workers import this_machine

PACKAGE = Path(handprop.__file__).parent
STUBS = Path(mypy.__file__).parent / "typeshed" / "stdlib"
# Rooms that only Linux enters: the sandbox itself, and its end on this side.
LINUX = ("grade/sandbox/inside/namespaces.py", "grade/sandbox/inside/server.py")
LINUX += ("grade/sandbox/inside/system_calls.py", "grade/sandbox/outside/server_handle.py")
GUEST = ("grade/sandbox/inside/guest.py",)  # runs in a guest of WebAssembly, which is the same everywhere
# What stands behind a question whether it is there: file -> names.
ASKED = {
    "course/files.py": {"fcntl"},
    "border/time_limit.py": {"signal.setitimer", "signal.SIGALRM", "signal.ITIMER_REAL"},
    "grade/sandbox/link.py": {"socket.AF_UNIX", "signal.SIGKILL", "/proc", "os.fork"},
    "grade/sandbox/outside/bare.py": {"os.killpg", "signal.SIGKILL"},
    "grade/sandbox/outside/isolation.py": {"os.geteuid"},
    "grade/sandbox/wasm/host.py": {"resource"},
    "grade/sandbox/wasm/store.py": {"os.getuid"},
    "grade/workers/early.py": {"os.sched_getaffinity"},
    "grade/workers/worker.py": {"resource"},
}


# What does not exist there, by the stubs of the standard library


def holds(test, platform):
    """Whether a condition of a stub holds on a platform; what is not about platforms holds."""
    match test:
        case ast.Compare(ast.Attribute(attr="platform"), [ast.Eq()], [ast.Constant(value)]):
            return value == platform
        case ast.Compare(ast.Attribute(attr="platform"), [ast.NotEq()], [ast.Constant(value)]):
            return value != platform
        case ast.BoolOp(ast.And(), values):
            return all(holds(one, platform) for one in values)
        case ast.BoolOp(ast.Or(), values):
            return any(holds(one, platform) for one in values)
    return True


def names(body, platform):
    """The names that a stub defines on a platform."""
    for one in body:
        match one:
            case ast.If():
                yield from names(one.body if holds(one.test, platform) else one.orelse, platform)
            case ast.FunctionDef() | ast.ClassDef():
                yield one.name
            case ast.AnnAssign(ast.Name(id=name)) | ast.Assign([ast.Name(id=name)]):
                yield name
            case ast.ImportFrom():
                yield from (alias.asname or alias.name for alias in one.names)


def missing(module, platform):
    """What a module of the standard library has on Linux and not on this platform."""
    files = (STUBS / f"{module}.pyi", STUBS / module / "__init__.pyi")
    body = ast.parse(next(one for one in files if one.is_file()).read_text(encoding="utf-8")).body
    return set(names(body, "linux")) - set(names(body, platform))


MODULES = ("os", "signal", "socket", "select", "time", "shutil", "asyncio", "multiprocessing")
POSIX_ONLY = {"fcntl", "resource", "pwd", "grp", "termios", "tty", "pty", "crypt", "syslog", "posix"}
GONE = {
    f"{module}.{name}" for module in MODULES for name in missing(module, "win32") | missing(module, "darwin")
}


def asked_of_the_system(file):
    """The names in a file of the package that not every system has."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        match node:
            case ast.Attribute(ast.Name(id=module), attr) if f"{module}.{attr}" in GONE:
                yield f"{module}.{attr}"
            case ast.Import():
                yield from (one.name for one in node.names if one.name in POSIX_ONLY)
            case ast.ImportFrom(module=module):
                if module in POSIX_ONLY:
                    yield module
                yield from (f"{module}.{one.name}" for one in node.names if f"{module}.{one.name}" in GONE)
            case ast.Constant(str() as text) if text.startswith(("/proc/", "/dev/", "/sys/")):
                yield "/proc"


def test_the_stubs_tell_what_is_missing():
    assert {"os.fork", "os.killpg", "os.geteuid", "os.pidfd_open", "signal.SIGALRM", "socket.AF_UNIX"} <= GONE
    assert not {"os.open", "os.replace", "socket.socketpair", "signal.SIGINT", "select.select"} & GONE


def test_only_named_rooms_ask_for_what_not_every_system_has():
    asked = {}
    for file in sorted(PACKAGE.rglob("*.py")):
        place = file.relative_to(PACKAGE).as_posix()
        if place not in LINUX + GUEST and (found := set(asked_of_the_system(file)) - ASKED.get(place, set())):
            asked[place] = found
    # Inside bubblewrap's own command these are paths in the sandbox.
    assert asked.pop("grade/sandbox/outside/isolation.py", {"/proc"}) == {"/proc"}
    assert asked == {}


# A run on such a system


@pytest.fixture
def course(tmp_path):
    """A course with two submissions, and a system around it that has no POSIX."""
    (tmp_path / "shim").mkdir()
    without_posix.lay(tmp_path / "shim")
    for learner, answers in (("ada", right()), ("ben", right() | SLIP)):
        hand_in(tmp_path / "course" / "submitted" / f"{learner}.ipynb", answers)
    return tmp_path / "course"


no_posix = pytest.mark.skipif(os.name != "posix", reason="plays another system on POSIX")


def run(course, *options, **environment):
    path = os.pathsep.join([str(course.parent / "shim"), os.environ.get("PYTHONPATH", "")])
    command = [sys.executable, "-m", "handprop", "grade", "--workers", "1", *options]
    surroundings = os.environ | {"PYTHONPATH": path, "PYTHONIOENCODING": "cp1252"} | environment
    return subprocess.run(command, cwd=course, env=surroundings, capture_output=True, timeout=500)


@no_posix
def test_without_posix_a_class_is_graded_where_its_work_is_trusted(course):
    done = run(course, "--unsafe")
    assert done.returncode == 0, done.stderr.decode("cp1252")
    assert b"none: a limit on time only" in done.stdout
    found = {}
    for learner, _, score, *_ in scores(course / "gradebook.db"):
        found[learner] = found.get(learner, 0) + score
    assert found["ada"] == 10.0
    assert found["ben"] < 10.0
    assert (course / "feedback" / "ada" / LESSON / f"{LESSON}.html").is_file()
    again = run(course, "--unsafe")
    assert b"all graded already" in again.stdout


@no_posix
def test_without_posix_a_class_is_graded_in_webassembly(course, webassembly):
    done = run(course)
    assert done.returncode == 0, done.stderr.decode("cp1252")
    assert b"The learners' code ran in: WebAssembly" in done.stdout
    found = {}
    for learner, _, score, *_ in scores(course / "gradebook.db"):
        found[learner] = found.get(learner, 0) + score
    assert found["ada"] == 10.0
    assert found["ben"] < 10.0


@no_posix
def test_without_posix_and_any_sandbox_there_is_a_sentence(course):
    done = run(course, WITHOUT_WEBASSEMBLY="1")
    assert done.returncode == 2
    error = done.stderr.decode("cp1252")
    assert "there is no sandbox for it" in error
    assert "python course.py sandbox" in error
    assert "--unsafe" in error
    assert "Traceback" not in error


WAIT = {"exercise_1": "import time\nwhile True:\n    pass", "formula": "import os\nos._exit(3)"}


def test_trusted_work_gets_its_points_on_any_system(tmp_path):
    """What stands in for the sandbox on macOS and Windows, on the system that is here."""
    limits, found = Limits(cell=3, total=30), {}
    handed_in = {"right": right(), "wrong": right() | SLIP, "endless": right() | WAIT}
    submissions = [
        Submission(name, LESSON, hand_in(tmp_path / f"{name}.ipynb", answers))
        for name, answers in handed_in.items()
    ]
    keep = lambda one, result: found.update({one.learner: result})  # noqa: E731
    this_machine.grade(submissions, on_result=keep, limits=limits, isolation=isolation.BARE)
    points = {name: {one.name: one.score for one in found[name].questions} for name in handed_in}
    assert found["right"].score == 10.0
    assert points["wrong"] == points["right"] | {"exercise_1": 0.0}
    assert points["endless"] == points["right"] | {"exercise_1": 0.0, "formula": 0.0}
    assert "Cell" in " ".join(found["endless"].remarks)
    assert next(one.mistakes for one in found["wrong"].questions if one.name == "exercise_1")


# The parts that take the place of POSIX


def test_a_loop_is_stopped_without_a_signal():
    def loop():
        with _by_thread(0.2):
            while True:
                pass

    with pytest.raises(TooLong):
        loop()


def test_nothing_is_raised_after_what_was_in_time():
    for _ in range(50):
        with _by_thread(5.0):
            pass


ECHO = "from handprop.grade.sandbox.link import join\nend = join()\nend.sendall(end.recv(9))"


def test_a_process_comes_through_the_door_with_its_key_and_nobody_else(monkeypatch):
    monkeypatch.setattr(link, "has_pairs", lambda: False)
    started = Link([sys.executable, "-c", ECHO])
    with socket.create_connection(started._door.getsockname()) as stranger:
        stranger.sendall(b"0" * 32)
        end = started.socket(60)
    end.sendall(b"the right")
    assert end.recv(9) == b"the right"
    started.close()
    started.process.wait(60)


def test_a_process_that_ends_before_it_comes_is_given_up(monkeypatch):
    monkeypatch.setattr(link, "has_pairs", lambda: False)
    started = Link([sys.executable, "-c", "pass"])
    with pytest.raises(Broken):
        started.socket(60)
    started.close()
