"""A learner's progress: a file of the learner's own, without an account and without a network.

The file is a convenience, never a condition: when it is damaged or missing it is made again from the stored
outputs of the exercises, and when it cannot be written, answering goes on without it.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

import platformdirs

from handprop.check.verdict import Verdict
from handprop.course import where
from handprop.course.lessons import own_root

Marks = dict[str, dict[str, dict[str, Any]]]
"""lesson -> question -> ``{"passed": bool, "tries": int}``, with ``"said"`` for a prediction,
``"looked_up"`` where the solution was shown, ``"mistakes"`` with the days on which each was made."""

_OFF = "off"
_CALL = re.compile(r'^check\("(\w+)"\)', re.MULTILINE)


def path() -> Path | None:
    """Where progress is kept: HANDPROP_PROGRESS if set (``off`` for nowhere), else the learner's own folder.

    Where there is no such folder, the user's data folder, as in earlier versions of the course.
    """
    chosen = os.environ.get("HANDPROP_PROGRESS")
    if chosen == _OFF:
        return None
    if chosen:
        return Path(chosen)
    folder = where.find()
    return where.progress(folder) if folder else before_folders()


def before_folders() -> Path:
    """Where earlier versions of the course kept the progress of everybody on this account."""
    return platformdirs.user_data_path("handprop") / "progress.json"


def record(lesson: str, question: str, verdict: Verdict, said: str | None = None) -> None:
    """Keep the outcome of a check.  A passed question stays passed; an unfinished answer does not count."""
    if (file := path()) is None or verdict.state == "unfinished":
        return
    marks = read(file)
    entry = _entry_of(marks, lesson, question)
    entry["passed"] = entry["passed"] or verdict.passed
    entry["tries"] += 1
    if said is not None:
        entry["said"] = said
    for mistake in verdict.mistakes:
        entry.setdefault("mistakes", {}).setdefault(mistake, []).append(f"{date.today():%Y-%m-%d}")
    _keep(file, marks)


def look_up(lesson: str, question: str) -> None:
    """Keep that a solution was shown before the question was passed; afterwards looking is free."""
    if (file := path()) is None:
        return
    marks = read(file)
    entry = _entry_of(marks, lesson, question)
    if not entry["passed"]:
        entry["looked_up"] = True
        _keep(file, marks)


def _entry_of(marks: Marks, lesson: str, question: str) -> dict[str, Any]:
    return marks.setdefault(lesson, {}).setdefault(question, {"passed": False, "tries": 0})


def _keep(file: Path, marks: Marks) -> None:
    with contextlib.suppress(OSError):  # a full or read-only disk must not stop a learner
        write(file, marks)


def read(file: Path, exercises: Path | None = None) -> Marks:
    """The marks in the file; if it is missing or damaged, those that the notebooks of `exercises` show."""
    try:
        marks = json.loads(file.read_text(encoding="utf-8"))["lessons"]
        return {lesson: {name: _entry(entry) for name, entry in of.items()} for lesson, of in marks.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return from_notebooks(exercises or where.exercises(file) or own_root() / "exercises")


def from_notebooks(exercises: Path) -> Marks:
    """What the stored outputs of the exercises show: a check cell with a tick is a question passed."""
    marks: Marks = {}
    own = [path for path in exercises.glob("*.ipynb") if where.lesson_of(path)]
    for notebook in sorted([*exercises.glob("*/*.ipynb"), *own]):
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
            for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]:
                found = _CALL.search("".join(cell["source"]))
                if found and any(_ticked(output) for output in cell.get("outputs", [])):
                    lesson = where.lesson_of(notebook) or notebook.stem
                    marks.setdefault(lesson, {})[found[1]] = {"passed": True, "tries": 1}
    return marks


def _entry(entry: dict[str, Any]) -> dict[str, Any]:
    kept: dict[str, Any] = {"passed": bool(entry["passed"]), "tries": int(entry["tries"])}
    kept |= {"said": str(entry["said"])} if "said" in entry else {}
    kept |= {"mistakes": entry["mistakes"]} if isinstance(entry.get("mistakes"), dict) else {}
    return kept | ({"looked_up": True} if entry.get("looked_up") else {})


def _ticked(output: dict[str, Any]) -> bool:
    return "".join(output.get("data", {}).get("text/plain", "")).startswith("✓")


def write(file: Path, marks: Marks) -> None:
    """Write the marks, whole or not at all; raises OSError."""
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=file.name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            json.dump({"version": 1, "lessons": marks}, stream, indent=1)
        os.replace(name, file)  # whole or not at all
    except BaseException:
        os.unlink(name)  # a full disk is not filled with drafts
        raise
