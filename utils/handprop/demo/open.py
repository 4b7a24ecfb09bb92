"""Opening a page in the browser, full-screen where a browser can be told to."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import webbrowser
from pathlib import Path

from handprop.demo.page import export
from handprop.demo.story import Story

_CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "chrome", "microsoft-edge", "msedge")
_SECONDS = 2  # a browser that cannot start has given up by then


def show(story: Story) -> tuple[Path, bool]:
    """Write the page to a temporary file and open it; the file, and whether a browser took it.

    The file stays: the browser may read it again.  Raises OSError if it cannot be written.
    """
    folder = Path(tempfile.mkdtemp(prefix="handprop-demo-"))
    file = folder / f"{story.name}.html"
    export(story, file)
    return file, _full_screen(file, folder) or webbrowser.open(file.as_uri())


def _full_screen(file: Path, folder: Path) -> bool:
    """A Chromium with a profile of its own: a running one would ignore the wish for the full screen."""
    browser = next(filter(None, map(shutil.which, _CHROMIUM)), None)
    if browser is None or "BROWSER" in os.environ:  # whoever sets BROWSER has chosen
        return False
    command = [
        browser,
        "--start-fullscreen",
        f"--app={file.as_uri()}",
        f"--user-data-dir={folder / 'profile'}",
    ]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "stdin": subprocess.DEVNULL}
    try:
        started = subprocess.Popen(
            [*command, "--no-first-run", "--no-default-browser-check"], **quiet, start_new_session=True
        )
        return started.wait(_SECONDS) == 0
    except subprocess.TimeoutExpired:
        return True
    except OSError:
        return False
