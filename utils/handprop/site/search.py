"""The index of the search: Pagefind's, a folder of small files that the page reads as it needs them."""

from __future__ import annotations

import subprocess
from pathlib import Path

from handprop.course.lessons import Stop
from handprop.language import tr
from handprop.site.assets import tool


def index(root: Path, folder: Path) -> None:
    """Write the index of all pages in `folder`.  Raises Stop where Pagefind cannot run here."""
    command = [tool(root, "pagefind"), "--site", str(folder), "--output-subdir", "search", "--quiet"]
    run = subprocess.run(command, capture_output=True, encoding="utf-8")
    if run.returncode:
        raise Stop(tr("The search could not be made: {stderr}", stderr=(run.stderr or run.stdout).strip()))
    for part in ("pagefind-ui.js", "pagefind-ui.css", "pagefind-modular-ui.js", "pagefind-modular-ui.css"):
        (folder / "search" / part).unlink(missing_ok=True)
