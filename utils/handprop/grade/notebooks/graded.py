"""Graded notebooks as nbgrader keeps them: the learner's work, the course's cells, verdicts as outputs."""

from __future__ import annotations

import copy
import re
from datetime import datetime
from pathlib import Path

from nbformat import NotebookNode

from handprop.build import store
from handprop.course.lessons import LESSON_NAME, Place, Stop, find_root
from handprop.grade.notebooks import outputs as outputs
from handprop.grade.gradebook.engine import BookFault
from handprop.grade.notebooks.cells import Placed, assemble, grade_id, mend, questions_in
from handprop.grade.judging.result import BY_HAND, Result
from handprop.grade.intake.submission import Submission
from handprop.grade.intake.notebook import Unreadable, Work, read

_LONGEST_PART = 200  # bytes of a name in a path: file systems take 255, and more is added to it


def release_of(lesson: str, root: Path | None = None) -> NotebookNode:
    """The exercise of a lesson as learners get it, from the course at `root` or from the one around here.

    Raises BookFault if there is none.
    """
    path = _release_file(lesson, root)
    notebook = store.read(path)
    if notebook is None:
        raise BookFault(f"There is no exercise of lesson {lesson!r}: {path.name} is missing or unreadable.")
    return notebook


def is_ours(assignment: str, notebook: str | None = None) -> bool:
    """Whether an assignment of nbgrader's, and a notebook in it, is the exercise of a lesson."""
    if not LESSON_NAME.fullmatch(assignment) or notebook not in (None, assignment):
        return False
    return _release_file(assignment).is_file()


def write_graded(folder: Path, submission: Submission, result: Result, release: NotebookNode) -> Path:
    """Write `folder`/<learner>/<lesson>/<lesson>.ipynb in one step; the path of the file.

    `folder` is nbgrader's folder of autograded work.  The time of the submission goes beside it, as nbgrader
    wants it.  Raises ValueError for a name that cannot be a folder's, OSError if writing fails.
    """
    place = folder / _part(submission.learner) / _part(submission.lesson)
    notebook = graded(work_of(submission, release), result, release)
    path = place / f"{submission.lesson}.ipynb"
    store.write(path, store.to_bytes(notebook))
    if submission.handed_in is not None:
        store.write(place / "timestamp.txt", _timestamp(submission.handed_in))
    return path


def work_of(submission: Submission, release: NotebookNode) -> Work:
    """The cells that were handed in; none if the file is no notebook."""
    try:
        return read(submission.path, questions_in(release))
    except Unreadable:
        return Work(())


def graded(work: Work, result: Result, release: NotebookNode) -> NotebookNode:
    """The notebook with outputs and verdicts; what was unusual stands at the top.

    Without any work (an unreadable file) it has the course's cells alone.
    """
    placed = mend(work, release) if work.cells else [(copy.deepcopy(cell), None) for cell in release.cells]
    put_outputs(placed, result)
    cells = [cell for cell, _ in placed]
    return assemble([outputs.remarks(result.remarks), *cells] if result.remarks else cells, release)


def put_outputs(placed: Placed, result: Result) -> None:
    """Put what was printed below the learner's cells, and the verdicts below the course's checks."""
    printed = {output.index: output for output in result.outputs}
    questions = {f"{one.name}-check": one for one in result.questions if one.state != BY_HAND}
    for cell, index in placed:
        if cell.cell_type != "code":
            continue
        if (question := questions.get(grade_id(cell))) is not None:
            cell.outputs = outputs.verdict(question)
        elif index in printed:
            cell.outputs = outputs.printed(printed[index])


def _release_file(lesson: str, root: Path | None = None) -> Path:
    try:
        return Place(root or find_root(), lesson).release
    except Stop as fault:
        raise BookFault(str(fault)) from None


def _part(name: str) -> str:
    """A name as a part of a path; raises ValueError if it could lead elsewhere."""
    too_long = len(name.encode("utf-8", "replace")) > _LONGEST_PART
    if not name or name in (".", "..") or re.search(r"[/\\\0]", name) or too_long:
        raise ValueError(f"The name {name[:40]!r} cannot be that of a folder; rename the submission.")
    return name


def _timestamp(moment: datetime) -> bytes:
    return f"{moment:%Y-%m-%d %H:%M:%S.%f} UTC\n".encode()
