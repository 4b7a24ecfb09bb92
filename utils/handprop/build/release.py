"""Solutions to exercises: nbgrader's own preprocessors, in this process and without its database."""

from __future__ import annotations

import copy
import logging
from pathlib import Path

from nbformat import NotebookNode

STUB = "# Your answer goes here."


class ReleaseFault(Exception):
    """nbgrader cannot make an exercise of these solutions; the message says why."""


def release(solution: NotebookNode, root: Path) -> NotebookNode:
    """The notebook as learners get it: stubs, locked cells, checksums, no outputs.

    The same cells as `nbgrader generate_assignment` makes with the `nbgrader_config.py` of the course; a test
    compares the two.  Raises ReleaseFault when nbgrader refuses, for example a solution that never ends.
    """
    notebook, resources = copy.deepcopy(solution), {}
    notebook.metadata.pop("handprop", None)
    config = _config(root)
    log = logging.getLogger("handprop.nbgrader")
    log.disabled = True  # what nbgrader logs, it also raises
    try:
        for preprocessor in _preprocessors():
            notebook, resources = preprocessor(config=config, log=log).preprocess(notebook, resources)
    except Exception as fault:
        raise ReleaseFault(f"nbgrader refuses these questions: {fault}") from fault
    return notebook


def holds_answers(stored: NotebookNode) -> bool:
    """Whether somebody has worked in this exercise: an answer differs from the checksum it was made with."""
    from nbgrader.utils import compute_checksum, is_solution

    answers = [cell for cell in stored.cells if is_solution(cell)]
    return any(
        cell.metadata.nbgrader.get("checksum") not in (None, compute_checksum(cell)) for cell in answers
    )


def _preprocessors() -> list[type]:
    # nbgrader imports a database, a schema and a web server's worth of modules: only when needed.
    from nbgrader import preprocessors as nbgrader

    # The list of nbgrader's GenerateAssignment, without SaveCells, which writes to the database.
    names = (
        "IncludeHeaderFooter InstantiateTests LockCells ClearSolutions ClearOutput CheckCellMetadata "
        "ComputeChecksums ClearHiddenTests ClearMarkScheme ComputeChecksums CheckCellMetadata"
    )
    return [getattr(nbgrader, name) for name in names.split()]


def _config(root: Path):
    from traitlets.config import Config, PyFileConfigLoader

    if (root / "nbgrader_config.py").is_file():
        return PyFileConfigLoader("nbgrader_config.py", path=str(root)).load_config()
    config = Config()
    config.ClearSolutions.code_stub = {"python": STUB}
    return config
