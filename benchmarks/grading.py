"""How many submissions are graded in a minute, by nbgrader, by nbgrader with our executor, and by us.

    python benchmarks/grading.py             60 submissions, every way, interleaved, about 10 minutes
    python benchmarks/grading.py --count 300 --extend 60
                                             300, where nbgrader's own time is extended from 20 and 60
    python benchmarks/grading.py --growth    how ours grows to 300 and 1000 submissions, with its memory

The submissions are notebooks of lesson 06's exercise, right and wrong in several ways.  Each way starts in a
fresh course and is timed from the command's start to its end, so that all that it costs is in it.  Every
round runs every way once, in changing order.  Goals: with the sandbox on and two workers 30 times `nbgrader
autograde` at 60 submissions and 40 times at 300, in the sandbox of WebAssembly 4 times; nbgrader with our
executor 8 times; at most 10 ms of a submission for the sandbox; per submission no slower from 60 to 1000; at
most 400 MB of memory at 1000; another run with nothing to do in 1 s.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

REPO = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(REPO / "tests"))

from classes import LESSON, hand_in  # noqa: E402

from handprop.border.limits import Limits  # noqa: E402
from handprop.grade.sandbox.outside.isolation import BUBBLEWRAP, NONE, WEBASSEMBLY, available  # noqa: E402
from handprop.grade.sandbox.outside.server_handle import Sandbox  # noqa: E402
from handprop.grade.workers.this_machine import prepare  # noqa: E402

BIN = Path(sys.executable).parent
PLAIN = """\
c = get_config()
c.CourseDirectory.course_id = "handprop"
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "exercises"
"""
OURS = (REPO / "nbgrader_config.py").read_text(encoding="utf-8")
WAYS = {
    "nbgrader autograde": ("nbgrader", PLAIN),
    "nbgrader autograde, our executor": ("nbgrader", OURS),
    "handprop grade, 1 worker": ("1", PLAIN),
    "handprop grade, 2 workers": ("2", PLAIN),
    "handprop grade, 2 workers, WebAssembly": ("2 --sandbox webassembly", PLAIN),
}


def command(how: str) -> list[str]:
    """The command of a way."""
    if how == "nbgrader":
        return [str(BIN / "nbgrader"), "autograde", LESSON, "--log-level=ERROR"]
    return [str(BIN / "handprop"), "grade", "--workers", *how.split()]


def course(folder: Path, config: str, count: int) -> None:
    """A course with its assignment made and `count` submissions collected."""
    (folder / "nbgrader_config.py").write_text(config, encoding="utf-8")
    shutil.copytree(REPO / "solutions" / LESSON, folder / "solutions" / LESSON)
    made = [str(BIN / "nbgrader"), "generate_assignment", LESSON, "--force", "--log-level=ERROR"]
    subprocess.run(made, cwd=folder, check=True, capture_output=True)
    hand_in(folder / "submitted", count)


def run(way: str, count: int) -> tuple[float, float, float]:
    """Seconds, the most memory in use, in bytes, and seconds for another run right after it."""
    how, config = WAYS[way]
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        course(folder, config, count)
        start = time.perf_counter()
        process = subprocess.Popen(
            command(how), cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        memory = _Memory(process.pid)
        said, _ = process.communicate()
        seconds = time.perf_counter() - start
        memory.stop()
        if process.returncode not in (0, 1):
            raise SystemExit(f"{way} failed:\n{said[-2000:]}")
        graded = len(list((folder / "autograded").glob(f"*/{LESSON}/{LESSON}.ipynb")))
        if graded != count:
            raise SystemExit(f"{way} graded {graded} of {count}:\n{said[-2000:]}")
        start = time.perf_counter()
        if how != "nbgrader":  # which grades only what was collected anew
            subprocess.run(command(how), cwd=folder, capture_output=True)
        return seconds, memory.most, time.perf_counter() - start


class _Memory(threading.Thread):
    """Looks twice a second at what a process and all below it hold, shared pages counted once."""

    def __init__(self, process: int):
        super().__init__(daemon=True)
        self._process, self._end, self.most = process, threading.Event(), 0
        self.start()

    def run(self) -> None:
        """Look until `stop`."""
        while not self._end.wait(0.5):
            self.most = max(self.most, sum(map(_share, _family(self._process))))

    def stop(self) -> None:
        """Stop looking."""
        self._end.set()
        self.join()


def _family(process: int) -> list[int]:
    try:
        text = Path(f"/proc/{process}/task/{process}/children").read_text()
    except OSError:
        return [process]
    return [process, *(one for child in text.split() for one in _family(int(child)))]


def _share(process: int) -> int:
    """The proportional share of memory of a process, in bytes."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return 1024 * next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


def extended(way: str, count: int, known: int) -> float:
    """Seconds for `count` submissions, on the line through those for `known` and for a third of them."""
    fewer = known // 3
    few, more = run(way, fewer)[0], run(way, known)[0]
    print(f"{way}: {few:.1f} s for {fewer}, {more:.1f} s for {known}; extended to {count}", flush=True)
    return more + (more - few) / (known - fewer) * (count - known)


def compare(count: int, rounds: int, known: int | None = None) -> None:
    """All ways in turn, and their ratios within the rounds; nbgrader's own from what it takes for fewer."""
    seconds: dict[str, list[float]] = {way: [] for way in WAYS}
    for number in range(rounds):
        order = list(WAYS) if number % 2 == 0 else list(WAYS)[::-1]
        for way in order:
            own = known and way == "nbgrader autograde"
            seconds[way].append(extended(way, count, known) if own else run(way, count)[0])
            print(f"round {number + 1}: {way:<38} {seconds[way][-1]:7.1f} s", flush=True)
    base = seconds["nbgrader autograde"]
    print(f"\n{'':<38} per minute   times nbgrader")
    for way, taken in seconds.items():
        ratio = statistics.median(b / t for b, t in zip(base, taken, strict=True))
        print(f"{way:<38} {60 * count / statistics.median(taken):10.0f} {ratio:15.1f}")
    print(f"\nThe sandbox costs {1000 * sandbox_cost():.1f} ms of a submission.")


def sandbox_cost(count: int = 50, rounds: int = 4) -> float:
    """Seconds that a small submission takes longer in the sandbox than in a plain fork of the same server."""
    with Sandbox(Limits(), BUBBLEWRAP) as boxed, Sandbox(Limits(), NONE) as bare:
        for box in (boxed, bare):
            small_submissions(box, count)  # the first ones warm up
        return statistics.median(
            small_submissions(boxed, count) - small_submissions(bare, count) for _ in range(rounds)
        )


def small_submissions(box: Sandbox, count: int) -> float:
    """Seconds for one submission of a single cell, the mean of `count`."""
    start = time.perf_counter()
    for _ in range(count):
        with box.submission() as channel:
            channel.send({"do": "run", "source": "x = 1", "seconds": 5})
            channel.receive(20)
    return (time.perf_counter() - start) / count


def growth(rounds: int) -> None:
    """Ours with two workers, for classes of several sizes."""
    for count in (60, 300, 1000):
        taken = [run("handprop grade, 2 workers", count) for _ in range(rounds)]
        seconds, nothing = (statistics.median(one[part] for one in taken) for part in (0, 2))
        most = max(memory for _, memory, _ in taken)
        print(
            f"{count:5} submissions {seconds:7.1f} s {1000 * seconds / count:6.1f} ms each "
            f"{60 * count / seconds:6.0f} per minute, at most {most / 2**20:.0f} MB; "
            f"again, with nothing to do: {nothing:.2f} s",
            flush=True,
        )


def main() -> None:
    """Run what is asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--count", type=int, default=60, help="submissions; default: 60")
    parser.add_argument("--rounds", type=int, default=2, help="default: 2")
    parser.add_argument("--extend", type=int, metavar="N", help="measure nbgrader's own way with N at most")
    parser.add_argument("--growth", action="store_true", help="60, 300 and 1000 submissions, ours only")
    options = parser.parse_args()
    os.environ["HANDPROP_PROGRESS"] = "off"
    os.environ["PATH"] = f"{BIN}{os.pathsep}{os.environ['PATH']}"  # nbgrader calls alembic by its name
    if available(WEBASSEMBLY):
        prepare(WEBASSEMBLY)  # compiled once for all runs
    else:
        del WAYS["handprop grade, 2 workers, WebAssembly"]
    if options.growth:
        growth(options.rounds)
    else:
        compare(options.count, options.rounds, options.extend)


if __name__ == "__main__":
    main()
