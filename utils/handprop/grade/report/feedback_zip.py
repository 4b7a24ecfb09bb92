"""One archive of feedback, named as the platform named the hand-ins, so that it takes them back.

Moodle's "Upload multiple feedback files in a zip" goes by ``name_123_assignsubmission_file`` in a path
(mod/assign/feedback/file/importziplib.php): the learner's page is put there.  Canvas's "Upload submissions"
goes by the numbers in a file's name, and shows the file under the name that was handed in
(`infer_comment_context_from_filename`): a notebook comes back as the graded notebook, under its own name.
"""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

from handprop.grade.intake.platforms import moodles_numbers
from handprop.grade.intake.table_file import write_table
from handprop.grade.report.summary import Summary

Given = Mapping[tuple[str, str, int], str]
"""By learner, exercise and attempt, the name that the platform gave out."""


def write_zip(
    file: Path, summary: Summary, given: Given, pages: Mapping[str, Path], graded: Path
) -> list[str]:
    """Write the archive; returns the learners for whom the platform gave no name.

    `pages` are the learners' pages, `graded` the folder of graded notebooks.  Raises OSError if that fails.
    """
    left = []
    file.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for row in summary.rows:
            name = given.get((row.learner, summary.lesson, row.attempt), "")
            if not name or row.learner not in pages:
                left.append(row.learner)
                continue
            notebook = graded / row.learner / summary.lesson / f"{summary.lesson}.ipynb"
            place, source = _place(name, summary.lesson, pages[row.learner], notebook)
            archive.write(source, place)
    return left


def names_of_folders(file: Path, pages: Mapping[str, Path]) -> None:
    """Write which folder of feedback is whose.  Raises OSError if that is not possible."""
    rows = sorted((page.parent.parent.name, learner) for learner, page in pages.items())
    write_table(file, [("folder", "learner"), *rows], "utf-8-sig")


def _place(given: str, lesson: str, page: Path, notebook: Path) -> tuple[str, Path]:
    """Where in the archive a learner's feedback goes, and which file it is."""
    if match := moodles_numbers(given):
        prefix = given[: given.rindex(match["file"])] if match["file"] else given
        return (f"{prefix}{lesson}.html" if match["file"] else f"{prefix}/{lesson}.html"), page
    if given.casefold().endswith(".ipynb") and notebook.is_file():
        return given, notebook
    return f"{given}.html", page
