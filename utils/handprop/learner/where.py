"""Where the learner's folder is, and what the files in it are called."""

from __future__ import annotations

import os
from pathlib import Path

EXERCISE = "_exercise"
"""What tells an exercise from its lesson: ``06_by_hand.ipynb``, ``06_by_hand_exercise.ipynb``."""
HIDDEN = ".handprop"
"""The hidden folder in which the course keeps what it laid, and the learner's progress."""
START = "Start.md"
_DEFAULT, _REMEMBERED = "my-course", ".course-folder"


def course() -> Path:
    """The clone that this package belongs to."""
    return Path(__file__).resolve().parents[3]


def find(start: Path | None = None) -> Path | None:
    """The learner's folder: around the current folder, else the one that `course.py` has opened last."""
    start = (start or Path.cwd()).resolve()
    for folder in (start, *start.parents):
        if (folder / HIDDEN).is_dir():
            return folder
    named = os.environ.get("HANDPROP_FOLDER")
    known = Path(named) if named else remembered(course())
    return known if (known / HIDDEN).is_dir() else None


def remembered(clone: Path) -> Path:
    """The folder that was named last for this clone, else its `my-course`; it may not be there."""
    try:
        named = (clone / _REMEMBERED).read_text(encoding="utf-8").strip()
    except (OSError, ValueError):
        named = ""
    return clone / (named or _DEFAULT)


def remember(clone: Path, folder: Path) -> None:
    """Open this folder the next time; one inside the clone is kept relative to it.  Raises OSError."""
    if folder == remembered(clone):
        return
    inside = folder.relative_to(clone) if folder.is_relative_to(clone) else folder
    (clone / _REMEMBERED).write_text(f"{inside}\n", encoding="utf-8")


def progress(folder: Path) -> Path:
    """The file with the progress of the learner whose folder this is."""
    return folder / HIDDEN / "progress.json"


def exercises(file: Path) -> Path | None:
    """The folder of exercises that a file of progress is about; None for a file that lies elsewhere."""
    return file.parent.parent if file.parent.name == HIDDEN else None
