"""Give somebody on a hub what they start with; what is in their home already stays as it is.

The local hub calls `fill`; on Kubernetes this file runs in each pod, as it starts.
"""

import os
import shutil
from pathlib import Path

REPO = Path(__file__).resolve().parents[2]


def copy_once(source, target):
    """Copy a file or a folder, unless something of that name is there already."""
    if target.exists():
        return
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns(".*"))
    else:
        shutil.copyfile(source, target)


def fill(home, role):
    """The lessons for everybody; for the instructor the course folder too: solutions, nbgrader's settings."""
    home.mkdir(parents=True, exist_ok=True)
    copy_once(REPO / "notebooks", home / "notebooks")
    if role == "instructor":
        course = home / "handprop"
        course.mkdir(exist_ok=True)
        for name in ("solutions", "nbgrader_config.py"):
            copy_once(REPO / name, course / name)


if __name__ == "__main__":
    fill(Path.home(), os.environ.get("HANDPROP_ROLE", "learner"))
