"""Graded notebooks as nbgrader keeps them: the learner's work, the course's cells, verdicts as outputs."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Mapping
from pathlib import Path

from handprop.course.faults import Fault, Refused
from handprop.course.files import write_whole
from handprop.course.lessons import LESSON_NAME, Place, Stop, find_root
from handprop.grade.intake.notebook import Work
from handprop.grade.intake.submission import Submission
from handprop.grade.judging.result import BY_HAND, Result
from handprop.grade.notebooks import outputs
from handprop.grade.notebooks.cells import Placed, assemble, mend
from handprop.grade.roles import grade_id
from handprop.language import tr

_LONGEST_PART = 200  # bytes of a name in a path: file systems take 255, and more is added to it


def release_of(lesson: str, root: Path | None = None) -> dict:
    """The exercise of a lesson as learners get it, from the course at `root` or from the one around here.

    Raises Fault if there is none.
    """
    path = _release_file(lesson, root)
    try:
        notebook = json.loads(path.read_text(encoding="utf-8"))
        return {**notebook, "cells": [_joined(cell) for cell in notebook["cells"]]}
    except (OSError, ValueError, KeyError, TypeError):
        raise Fault(
            tr(
                "There is no exercise of lesson {lesson!r}: {file} is missing or unreadable.",
                lesson=lesson,
                file=path.name,
            )
        ) from None


def _joined(cell: Mapping) -> dict:
    """The cell with its text in one piece; files keep it line by line."""
    return {**cell, "source": "".join(cell["source"])}


def is_ours(assignment: str, notebook: str | None = None) -> bool:
    """Whether an assignment of nbgrader's, and a notebook in it, is the exercise of a lesson."""
    if not LESSON_NAME.fullmatch(assignment) or notebook not in (None, assignment):
        return False
    return _release_file(assignment).is_file()


def write_graded(folder: Path, submission: Submission, work: Work, result: Result, release: Mapping) -> Path:
    """Write `folder`/<learner>/<lesson>/<lesson>.ipynb in one step; the path of the file.

    `folder` is nbgrader's folder of autograded work.  The time of the submission goes beside it, as nbgrader
    wants it.  Raises Refused for a name that cannot be a folder's, OSError if writing fails.
    """
    place = folder / _part(submission.learner) / _part(submission.lesson)
    path = place / f"{submission.lesson}.ipynb"
    write_whole(path, _text(graded(work, result, release)))
    if submission.handed_in is not None:
        write_whole(place / "timestamp.txt", f"{submission.handed_in:%Y-%m-%d %H:%M:%S.%f} UTC\n")
    return path


def _text(notebook: Mapping) -> str:
    """The file of a notebook, laid out as nbformat does it."""
    return json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def graded(work: Work, result: Result, release: Mapping) -> dict:
    """The notebook with outputs and verdicts; what was unusual stands at the top.

    Without any work (an unreadable file) it has the course's cells alone.
    """
    placed = mend(work, release) if work.cells else [(copy.deepcopy(cell), None) for cell in release["cells"]]
    put_outputs(placed, result)
    cells = [cell for cell, _ in placed]
    return assemble([outputs.remarks(result.remarks), *cells] if result.remarks else cells, release)


def put_outputs(placed: Placed, result: Result) -> None:
    """Put what was printed below the learner's cells, and the verdicts below the course's checks."""
    printed = {output.index: output for output in result.outputs}
    questions = {f"{one.name}-check": one for one in result.questions if one.state != BY_HAND}
    for cell, index in placed:
        if cell["cell_type"] != "code":
            continue
        if (question := questions.get(grade_id(cell))) is not None:
            cell["outputs"] = outputs.verdict(question)
        elif index in printed:
            cell["outputs"] = outputs.printed(printed[index])


def _release_file(lesson: str, root: Path | None = None) -> Path:
    try:
        return Place(root or find_root(), lesson).release
    except Stop as fault:
        raise Fault(str(fault)) from None


def _part(name: str) -> str:
    """A name as a part of a path; raises Refused if it could lead elsewhere."""
    too_long = len(name.encode("utf-8", "replace")) > _LONGEST_PART
    if not name or name in (".", "..") or re.search(r"[/\\\0]", name) or too_long:
        raise Refused(
            tr("The name {name!r} cannot be that of a folder; rename the submission.", name=name[:40])
        )
    return name
