"""`nbgrader autograde`, first half: the cells of a submission brought in order before anything is run."""

from __future__ import annotations

from pathlib import Path

from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor

from handprop.grade.notebook import release_if_ours
from handprop.grade.notebook_cells import assemble, mend, questions_in
from handprop.grade.work import Unreadable, read


class MendCells(NbGraderPreprocessor):
    """Mends copied, deleted and changed cells of a course's exercise; leaves other assignments alone.

    Named in `nbgrader_config.py`, before nbgrader's own preprocessors, which stop at a cell that was copied.
    """

    def preprocess(
        self, notebook: NotebookNode, resources: ResourcesDict
    ) -> tuple[NotebookNode, ResourcesDict]:
        """The notebook with nbgrader's cells once each and the course's text where locked."""
        release = release_if_ours(resources["nbgrader"]["assignment"], resources["nbgrader"]["notebook"])
        if release is None:
            return notebook, resources
        try:
            work = read(file_of(resources), questions_in(release))
        except Unreadable as fault:
            self.log.error("%s: %s", resources["nbgrader"]["student"], fault)
            raise
        for remark in work.remarks:
            self.log.warning("%s: %s", resources["nbgrader"]["student"], remark)
        cells = [cell for cell, _ in mend(work, release)]
        return assemble(cells, release), resources


def file_of(resources: ResourcesDict) -> Path:
    """The file that nbgrader is converting."""
    return Path(resources["metadata"]["path"]) / f"{resources['metadata']['name']}.ipynb"
