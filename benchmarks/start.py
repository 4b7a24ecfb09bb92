"""From the command to a usable first lesson, beside plain JupyterLab on an empty notebook.

    python benchmarks/start.py

`python course.py`, on a folder that is laid already, and `jupyter lab` on an empty notebook, with nothing on
but JupyterLab's own, take turns, so that a busy machine slows both.  A time runs from the command
until Chromium shows the notebook's first cell and its kernel is idle.  Goal: at most 1.15 times as long.
`--rounds` says how often; the medians are compared, and the fastest of each are shown.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))
from browser import REPO, SECONDS, _free_port, end_kernels, write_notebook
from conftest import BROWSERS, QUIET
from playwright.sync_api import Error, sync_playwright

from handprop.course import where
from handprop.learner import lay

GOAL = 1.15
PATIENCE = 5 * SECONDS  # a machine that does much else is slow, in both ways
OTHERS = ("nbdime", "jupyterlab_jupytext", "notebook", "notebook_shim")
NBGRADER = ("formgrader", "validate_assignment", "assignment_list", "course_list")


def main() -> int:
    """Measure and report; the exit code says whether the goal was met."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as folder:
        ways = {"plain JupyterLab": plain(Path(folder)), "python course.py": course(Path(folder))}
        times = keep_folder(measure, ways, rounds)
    for name, of in times.items():
        print(f"{name:<18} {statistics.median(of):6.2f} s   fastest {min(of):6.2f} s")
    plainly, ours = (statistics.median(of) for of in times.values())
    print(f"{ours / plainly:.2f} times as long; the goal is {GOAL}")
    return int(ours > GOAL * plainly)


def keep_folder(work, *arguments):
    """Do the work, and leave the folder that this clone remembers as it was."""
    before = where.remembered(REPO)
    try:
        return work(*arguments)
    finally:
        where.remember(REPO, before)


def plain(folder: Path) -> tuple[list, dict]:
    """The command and the environment of JupyterLab without anything else."""
    (folder / "plain").mkdir()
    write_notebook(folder / "plain" / "empty.ipynb", "")
    config = folder / "config" / "jupyter_server_config.d"
    config.mkdir(parents=True)
    off = {f"nbgrader.server_extensions.{name}": False for name in NBGRADER} | dict.fromkeys(OTHERS, False)
    (config / "quiet.json").write_text(json.dumps({"ServerApp": {"jpserver_extensions": off}}))
    disabled = dict.fromkeys(("@jupyter/nbgrader", "nbdime-jupyterlab", "jupyterlab-jupytext"), True)
    (folder / "config" / "labconfig").mkdir()
    (folder / "config" / "labconfig" / "page_config.json").write_text(
        json.dumps({"disabledExtensions": disabled})
    )
    command = [sys.executable, "-m", "jupyterlab", "--allow-root", f"--ServerApp.root_dir={folder / 'plain'}"]
    command.append("--LabApp.default_url=/lab/tree/empty.ipynb")
    return command, home(folder, "a") | {"JUPYTER_CONFIG_PATH": str(folder / "config")}


def course(folder: Path) -> tuple[list, dict]:
    """The command and the environment of the course; its folder is laid before."""
    mine, variables = folder / "my-course", home(folder, "b")
    lay.lay(REPO, mine)
    return [sys.executable, REPO / "course.py", "--folder", mine], variables


def home(folder: Path, name: str) -> dict:
    """Variables for a home of its own."""
    (folder / name).mkdir()
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("JUPYTER", "HANDPROP"))}
    return kept | {"HOME": str(folder / name)}


def measure(ways: dict, rounds: int) -> dict[str, list[float]]:
    """The times of every way, in turns; the first turn only warms the disk up."""
    times: dict[str, list[float]] = {name: [] for name in ways}
    chromium = next(filter(None, map(shutil.which, BROWSERS)))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", *QUIET])
        for turn in range(rounds + 1):
            for name, way in ways.items():
                seconds = start(browser, *way)
                if turn:
                    times[name].append(seconds)
    return times


def start(browser, command: list, variables: dict) -> float:
    """Start a server, open what it shows, wait until it can be used; seconds."""
    page = browser.new_page()
    page.set_default_timeout(PATIENCE * 1000)
    begin = time.perf_counter()
    options = ["--no-browser", f"--port={_free_port()}", "--IdentityProvider.token="]
    server = subprocess.Popen(
        [*map(str, command), *options],
        env=variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        visit(page, next(found[0] for line in server.stdout if (found := re.search(r"http://127\S+", line))))
        page.locator(".jp-NotebookPanel .jp-Cell").first.wait_for()
        page.get_by_text("| Idle").wait_for()
        seconds = time.perf_counter() - begin
        end_kernels(page)
        return seconds
    finally:
        page.close()
        server.terminate()
        server.communicate()


def visit(page, address: str) -> None:
    """Open an address as soon as the server answers: it names the address a moment before it listens."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            page.goto(address)
            return
        except Error:
            if time.monotonic() > end:
                raise
            time.sleep(0.05)


if __name__ == "__main__":
    sys.exit(main())
