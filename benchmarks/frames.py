"""How many pictures a second a drag leaves on a slow laptop: every explorer's page, slowed six times.

    python benchmarks/frames.py [NAME ...]

Headless Chromium with its processor slowed by the DevTools protocol.  For each explorer its last slider goes
to its end and back, a move for each frame; beside it, in turns, the same page draws empty frames.  A frame is
the time from one animation frame to the next.  Goals for `network` and `training`: at least 30 pictures a
second and no frame over 100 ms in the best of the rounds, which is the one that the machine disturbed least.
On a busy machine only the processor's own time says something: tests/browser/test_pages.py measures that.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))
from pictures import MAKERS
from sliders import chromium

from handprop.explore.frame.page import page_of

SLOWER, ROUNDS, MOVES = 6, 5, 60
LEAST, LONGEST = 30, 100  # pictures a second; milliseconds
MEANT = ("network", "training")
TOOLS = Path(__file__).resolve().parent.parent / "tests" / "browser" / "on_the_page.js"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", default=list(MAKERS), help="explorers; all without a name")
    names = parser.parse_args().names
    if unknown := [name for name in names if name not in MAKERS]:
        raise SystemExit(f"There is no explorer {unknown[0]!r}; there are {', '.join(MAKERS)}.")
    load = " ".join(f"{one:.1f}" for one in os.getloadavg())
    print(f"Slowed {SLOWER} times; {ROUNDS} rounds of {MOVES} moves; load average {load}\n")
    print(f"{'explorer':<16}{'pictures/s':>12}{'empty/s':>10}{'ratio':>8}{'worst frame':>13}")
    with chromium() as browser, tempfile.TemporaryDirectory() as folder:
        found = {name: measured(browser, Path(folder), name) for name in names}
    for name in (name for name in MEANT if name in found):
        rate, worst = found[name]
        reached = rate >= LEAST and worst <= LONGEST
        told = f"{rate:.0f} pictures a second, longest frame {worst:.0f} ms"
        print(f"Goal for {name}: {told}: {'reached' if reached else 'missed'}.")


def measured(browser, folder: Path, name: str) -> tuple[float, float]:
    """(pictures a second, milliseconds of the longest frame), each of its best round; prints a line."""
    file = folder / f"{name}.html"
    file.write_text(page_of(MAKERS[name]()), encoding="utf-8")
    page = browser.new_page(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    page.add_init_script(TOOLS.read_text(encoding="utf-8"))
    page.goto(file.as_uri())
    page.locator(".hp-words").first.wait_for(state="attached")
    if not page.locator(".handprop-controls input:visible").count() and page.locator(".hp-fold").count():
        page.locator(".hp-fold").first.click()
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    rounds = [page.evaluate("beside", ["", MOVES]) for _ in range(ROUNDS + 1)][1:]  # the first one warms up
    page.close()
    moved, empty = zip(*rounds, strict=True)
    rate, idle = (1000 / min(map(statistics.fmean, part)) for part in (moved, empty))
    worst = min(map(max, moved))
    print(f"{name:<16}{rate:>12.1f}{idle:>10.1f}{idle / rate:>8.2f}{worst:>10.0f} ms")
    return rate, worst


if __name__ == "__main__":
    main()
