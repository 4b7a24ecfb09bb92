"""`nbgrader autograde`, first half: the cells of a submission brought in order before anything is run."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, TextIO

from nbconvert.exporters import NotebookExporter
from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode, from_dict
from nbformat.v4 import new_notebook
from nbgrader.preprocessors import CheckCellMetadata, NbGraderPreprocessor, OverwriteCells

from handprop.check.variants.draw import Drawn
from handprop.grade.gradebook.cells import is_current
from handprop.grade.gradebook.engine import engine_at, in_transaction, reading
from handprop.grade.gradebook.results import seed_of_class
from handprop.grade.intake.notebook import as_code, read
from handprop.grade.intake.submission import Submission
from handprop.grade.nbgrader.kept_worker import KEPT
from handprop.grade.notebooks.cells import answers_in_code, assemble, mend, questions_in
from handprop.grade.notebooks.graded import is_ours, release_of
from handprop.grade.variants.whose import numbers_of


class AsHandedIn(NotebookExporter):
    """nbgrader's exporter; a file that `MendCells` reads anyway is not read before.

    nbgrader's reader stops with a traceback at a byte-order mark, at UTF-16, at a later format, at a cell
    that is none.
    """

    def from_file(
        self, file_stream: TextIO, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """The converted notebook, and nbgrader's resources."""
        mends = any(isinstance(one, MendCells) for one in self._preprocessors)
        if mends and is_ours_in(resources):
            return self.from_notebook_node(new_notebook(), resources=resources, **kw)
        return super().from_file(file_stream, resources=resources, **kw)


class MendCells(NbGraderPreprocessor):
    """Mends copied, deleted and changed cells of a course's exercise; leaves other assignments alone.

    Named in `nbgrader_config.py`, before nbgrader's own preprocessors, which stop at a cell that was copied.
    """

    def preprocess(
        self, notebook: NotebookNode, resources: ResourcesDict
    ) -> tuple[NotebookNode, ResourcesDict]:
        """The notebook with nbgrader's cells once each and the course's text where locked."""
        if not is_ours_in(resources):
            return notebook, resources
        release = release_of(resources["nbgrader"]["assignment"])
        work = read(file_of(resources), questions_in(release))  # what it raises has been said
        work = as_code(work, answers_in_code(release))
        for remark in work.remarks:
            self.log.warning("%s: %s", resources["nbgrader"]["student"], remark)
        cells = [cell for cell, _ in mend(work, release)]
        mended = assemble(cells, release)
        KEPT.begin(
            submission_of(resources)[0], mended
        )  # nbgrader's own way to the verdict is as long as ours
        return from_dict(mended), resources


class OverwriteChanged(OverwriteCells):
    """nbgrader's mending of cells, left out where `MendCells` did it with the cells of the gradebook."""

    def preprocess(
        self, notebook: NotebookNode, resources: ResourcesDict
    ) -> tuple[NotebookNode, ResourcesDict]:
        """The notebook with the cells that the gradebook has."""
        if is_ours_in(resources):
            lesson = resources["nbgrader"]["assignment"]
            release = release_of(lesson)
            engine = engine_at(resources["nbgrader"]["db_url"])
            current = reading(engine, lambda connection: is_current(connection, lesson, release))
            engine.dispose()
            if current:
                return notebook, resources
        return super().preprocess(notebook, resources)


class CheckOthers(CheckCellMetadata):
    """nbgrader's check of its metadata, for other assignments: in ours the metadata are the course's own.

    It would take a fifth of the time of a submission.
    """

    def preprocess(
        self, notebook: NotebookNode, resources: ResourcesDict
    ) -> tuple[NotebookNode, ResourcesDict]:
        """The notebook as it is; raises nbgrader's ValidationError if it has to be refused."""
        return (notebook, resources) if is_ours_in(resources) else super().preprocess(notebook, resources)


def submission_of(resources: ResourcesDict) -> tuple[Submission, Mapping[str, Mapping[str, Drawn]] | None]:
    """What nbgrader is converting, and the numbers of the class, if it has its own."""
    names = resources["nbgrader"]
    student, lesson = names["student"], names["assignment"]
    numbers = numbers_of(Path(), lesson, [student])  # nbgrader runs in the course's folder
    own = None if numbers is None else numbers[student]
    seed = _seed_of_class(names["db_url"])
    return Submission(student, lesson, file_of(resources), seed=seed, numbers=own), numbers


def _seed_of_class(url: str) -> int:
    """As `handprop grade` has it, so that both ways give the same verdicts."""
    engine = engine_at(url)
    try:
        return in_transaction(engine, seed_of_class)
    finally:
        engine.dispose()


def is_ours_in(resources: ResourcesDict) -> bool:
    """Whether nbgrader is converting the exercise of a lesson."""
    return is_ours(resources["nbgrader"]["assignment"], resources["nbgrader"]["notebook"])


def file_of(resources: ResourcesDict) -> Path:
    """The file that nbgrader is converting."""
    return Path(resources["metadata"]["path"]) / f"{resources['metadata']['name']}.ipynb"
