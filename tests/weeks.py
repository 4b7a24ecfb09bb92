"""A learner's weeks with the course: an upstream, and a clone of it with an environment."""

import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import time
from contextlib import contextmanager
from pathlib import Path

import nbformat
from browser import SECONDS, _free_port

REPO = Path(__file__).resolve().parent.parent
NEW_TEXT = "The course has a sentence more here."
OLD_NAME, NEW_NAME = "12_autograd", "12_your_own_autograd"


def run(*command, cwd, **more):
    """Run a command that has to succeed; return what it printed."""
    done = subprocess.run(
        [str(word) for word in command], cwd=cwd, capture_output=True, text=True, encoding="utf-8", **more
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def git(folder, *words):
    """Git with a name, wherever this runs."""
    return run("git", "-c", "user.name=a", "-c", "user.email=a@b.c", *words, cwd=folder)


def make_upstream(folder):
    """The course as it stands here, committed to a repository of its own."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=REPO, capture_output=True, text=True,
    )  # fmt: skip
    assert listed.returncode == 0, "this test needs git"
    for name in listed.stdout.strip("\0").split("\0"):
        if (REPO / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(REPO / name, folder / name)
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "the course")
    return folder


def give_environment(clone):
    """An environment in a clone, made of the packages of these tests, that course.py finds ready."""
    place = clone / ".venv"
    run(sys.executable, "-m", "venv", "--without-pip", place, cwd=clone)
    packages = sysconfig.get_path("purelib")
    code = "import sysconfig; print(sysconfig.get_path('purelib'))"
    own = run(place / "bin" / "python", "-c", code, cwd=clone)
    (Path(own.strip()) / "course.pth").write_text(f"{clone / 'utils'}\n{packages}\n")
    for name in ("share", "etc"):
        (place / name).symlink_to(Path(sys.prefix) / name)
    program = place / "bin" / "handprop"
    program.write_text(f'#!/bin/sh\nexec "{place / "bin" / "python"}" -m handprop "$@"\n')
    program.chmod(0o755)
    stamp(clone)


def show_every_cell(home):
    """JupyterLab leaves cells that are out of sight out of the page; a test looks for them there."""
    settings = home / ".jupyter" / "lab" / "user-settings" / "@jupyterlab" / "notebook-extension"
    settings.mkdir(parents=True)
    (settings / "tracker.jupyterlab-settings").write_text('{"windowingMode": "none"}')


def stamp(clone):
    """Tell course.py that the environment fits this state of the course, in this place."""
    code = "import course as c; c.stamp_file(c.REPO).write_text(c.stamp(c.REPO))"
    run(clone / ".venv" / "bin" / "python", "-c", code, cwd=clone)


def course(clone, home, *words):
    """Run a command of the clone's package, as its learner."""
    return run(clone / ".venv" / "bin" / "handprop", *words, cwd=clone, env=surroundings(home))


def surroundings(home):
    """A home of one's own, and progress where it belongs."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("HANDPROP", "JUPYTER", "XDG"))
    }
    return {**kept, "HOME": str(home), "SHELL": "/bin/bash"}


def move_on(upstream, clone, renamed):
    """What authors do in the meantime: words of an exercise, perhaps a lesson renamed; all built again."""
    exercise = upstream / "lessons" / "01_forward_pass" / "exercise.md"
    head, text = exercise.read_text(encoding="utf-8").split("\n---\n", 1)
    exercise.write_text(f"{head}\n---\n\n{NEW_TEXT}\n{text.lstrip()}", encoding="utf-8")
    if renamed:
        _rename(upstream)
    own = {**os.environ, "PYTHONPATH": str(upstream / "utils"), "HANDPROP_PROGRESS": "off"}
    what = [] if renamed else ["01"]
    code = f"from handprop.cli import main; raise SystemExit(main(['build', *{what}]))"
    run(clone / ".venv" / "bin" / "python", "-c", code, cwd=upstream, env=own)
    git(upstream, "add", "-A")
    git(upstream, "commit", "-qm", "other words")


def _rename(upstream):
    (upstream / "lessons" / OLD_NAME).rename(upstream / "lessons" / NEW_NAME)
    for path in (upstream / "lessons").rglob("*.*"):  # other lessons build on it, and pages lead to it
        if path.suffix in (".md", ".yml", ".py") and OLD_NAME in (text := path.read_text(encoding="utf-8")):
            path.write_text(text.replace(OLD_NAME, NEW_NAME), encoding="utf-8")
    (upstream / "notebooks" / f"{OLD_NAME}.ipynb").unlink()
    for room in ("solutions", "exercises"):
        shutil.rmtree(upstream / room / OLD_NAME)


def generated_is_as_built(clone, home):
    """The checks of generated files that the tests make, and git: nothing of the course was changed."""
    assert "Every notebook is as its lesson makes it." in course(clone, home, "build", "--check")
    assert git(clone, "status", "--porcelain") == ""


def cells(path):
    """The cells of a notebook."""
    return nbformat.read(path, as_version=4).cells


def sources(path):
    """The texts of the cells of a notebook."""
    return [cell.source for cell in cells(path)]


def marks(folder):
    """The learner's progress."""
    return json.loads((folder / ".handprop" / "progress.json").read_text(encoding="utf-8"))["lessons"]


@contextmanager
def opened(clone, home, *words):
    """JupyterLab as `python course.py` opens it; yields the address that it shows, and its log."""
    port, log = _free_port(), home / f"start-{time.monotonic_ns()}.log"
    command = [sys.executable, clone / "course.py", *words, "--no-browser", f"--port={port}"]
    command += [
        "--IdentityProvider.token=",
        "--ServerApp.port_retries=0",
        "--LabApp.expose_app_in_browser=True",
    ]
    with open(log, "w") as stream:
        server = subprocess.Popen(
            list(map(str, command)), env=surroundings(home), cwd=home, stdout=stream, stderr=stream
        )
    try:
        yield _address(server, log), log
    finally:
        server.terminate()
        try:
            server.wait(SECONDS)
        except subprocess.TimeoutExpired:
            server.kill()  # on a busy machine; what was saved is on the disk
            server.wait()


def _address(server, log):
    end = time.monotonic() + 2 * SECONDS
    while time.monotonic() < end and server.poll() is None:
        if found := re.search(r"http://127\.0\.0\.1:\d+/lab/tree/\S+", log.read_text(encoding="utf-8")):
            return found[0]
        time.sleep(0.2)
    raise RuntimeError(log.read_text(encoding="utf-8")[-2000:])
