"""Where the learner's folder is, and what the files in it are called."""

from __future__ import annotations

import os
import re
from pathlib import Path

from handprop.course.lessons import home

_EXERCISE = re.compile(r"(\d\d)_exercise(_\w+)")
HIDDEN = ".handprop"
"""The hidden folder in which the course keeps what it laid, and the learner's progress."""
START = "Start.md"
PRACTICE = "Practice.ipynb"
DEFAULT = "my-course"
_REMEMBERED = ".course-folder"


def exercise_name(lesson: str) -> str:
    """The file of an exercise: in a narrow list of files its name still differs from that of the lesson."""
    return f"{lesson[:2]}_exercise{lesson[2:]}.ipynb"


def lesson_of(path: Path) -> str | None:
    """The lesson of an exercise by its file's name; None for any other file."""
    found = _EXERCISE.fullmatch(path.stem)
    return found[1] + found[2] if found else None


def find(start: Path | None = None) -> Path | None:
    """The learner's folder: around the current folder, else the one that `course.py` has opened last."""
    start = (start or Path.cwd()).resolve()
    for folder in (start, *start.parents):
        if (folder / HIDDEN).is_dir():
            return folder
    named = os.environ.get("HANDPROP_FOLDER")
    known = Path(named) if named else remembered(home())
    return known if (known / HIDDEN).is_dir() else None


def remembered(clone: Path) -> Path:
    """The folder that was named last for this clone, else its `my-course`; it may not be there."""
    try:
        named = (clone / _REMEMBERED).read_text(encoding="utf-8").strip()
    except (OSError, ValueError):
        named = ""
    return clone / (named or DEFAULT)


def remember(clone: Path, folder: Path) -> None:
    """Open this folder the next time; one inside the clone is kept relative to it.  Raises OSError."""
    if folder == remembered(clone):
        return
    inside = folder.relative_to(clone) if folder.is_relative_to(clone) else folder
    clone.mkdir(parents=True, exist_ok=True)
    (clone / _REMEMBERED).write_text(f"{inside}\n", encoding="utf-8")


def progress(folder: Path) -> Path:
    """The file with the progress of the learner whose folder this is."""
    return folder / HIDDEN / "progress.json"


def practice(progress: Path) -> Path:
    """The file of what was practised, beside that of the progress."""
    return progress.with_name("practice.json")


def exercises(file: Path) -> Path | None:
    """The folder of exercises that a file of progress is about; None for a file that lies elsewhere."""
    return file.parent.parent if file.parent.name == HIDDEN else None
