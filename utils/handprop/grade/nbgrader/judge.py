"""`nbgrader autograde`, second half: learners' code runs in our sandbox, and the course's checks judge."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode, from_dict
from nbgrader import utils
from nbgrader.preprocessors import Execute, SaveAutoGrades
from traitlets.log import get_logger

from handprop.check import load_questions
from handprop.check.variants.draw import Drawn
from handprop.grade.gradebook.engine import engine_at, in_transaction
from handprop.grade.gradebook.scores import save_outputs
from handprop.grade.intake.names import printable
from handprop.grade.intake.notebook import Unreadable, read
from handprop.grade.judging.result import Result
from handprop.grade.nbgrader.kept_worker import KEPT
from handprop.grade.nbgrader.mend import is_ours_in, submission_of
from handprop.grade.nbgrader.sentences import SENTENCES
from handprop.grade.notebooks.graded import is_ours, put_outputs
from handprop.grade.roles import grade_id, is_grade, is_solution, marks
from handprop.grade.sandbox.outside.isolation import SandboxFault
from handprop.grade.variants.matches import Rights, told
from handprop.language import tr

UNPROTECTED = tr(
    "Without a sandbox, nbgrader can run learners' code with all that you may do on this "
    "machine: remove the lines that begin with c.Autograde from nbgrader_config.py if you trust "
    "it."
)
_RENAMED = tr(
    "{folder}: no notebook here is called {assignment}.ipynb, the name that nbgrader looks for. Rename the "
    "learner's, or let `handprop grade` find it."
)


def require_sandbox(assignment: str, notebooks: Sequence[str] = (), **_: Any) -> None:
    """End `nbgrader autograde` with a sentence, before anything is run or written, where there is no sandbox.

    nbgrader calls it (`c.Autograde.pre_convert_hook`) for every submission.  Of a file that is no notebook
    it says so in a sentence, which stands for nbgrader's traceback; nbgrader leaves the file out and goes on.
    """
    SENTENCES.instead = False
    if not is_ours(assignment):
        return
    if notebooks and not any(is_ours(assignment, Path(one).stem) for one in notebooks):
        folder = printable(str(Path(notebooks[0]).parent))
        SENTENCES.say(get_logger(), _RENAMED.format(folder=folder, assignment=assignment))
    for notebook in map(Path, notebooks):
        try:
            read(notebook, ())
        except Unreadable as fault:
            SENTENCES.say(get_logger(), f"{printable(str(notebook))}: {fault}")
    try:
        KEPT.start()
    except SandboxFault as fault:
        raise SystemExit(f"{fault} {UNPROTECTED}") from None


class Judge(Execute):
    """Puts verdicts below the check cells of a course's exercise, so that `SaveAutoGrades` finds its scores.

    Other assignments are run as nbgrader runs them: in a kernel, without a sandbox.
    """

    def preprocess(
        self, notebook: NotebookNode, resources: ResourcesDict, **kwargs: Any
    ) -> tuple[NotebookNode, ResourcesDict]:
        """The notebook with what its cells printed, and the verdicts."""
        if not is_ours_in(resources):
            return super().preprocess(notebook, resources, **kwargs)
        submission, numbers = submission_of(resources)
        student, lesson = submission.learner, submission.lesson
        result = KEPT.grade(submission, notebook)
        for remark in result.remarks:
            self.log.warning("%s: %s", student, remark)
        for said in _of_others(student, lesson, numbers, result):
            self.log.warning(said)
        put_outputs(list(zip(notebook.cells, range(len(notebook.cells)), strict=True)), result)
        return from_dict(notebook), resources


def _of_others(
    student: str, lesson: str, numbers: Mapping[str, Mapping[str, Drawn]] | None, result: Result
) -> list[str]:
    """Sentences about answers that are right for somebody else's numbers."""
    if numbers is None or all(one.state != "wrong" for one in result.questions):
        return []
    return told(Rights(load_questions(lesson), numbers).matches(student, result))


class SaveScores(SaveAutoGrades):
    """nbgrader's saving of scores; for a course's exercise one transaction with a tenth of the queries."""

    def preprocess(
        self, notebook: NotebookNode, resources: ResourcesDict
    ) -> tuple[NotebookNode, ResourcesDict]:
        """The notebook as it is, its scores in the gradebook."""
        if not is_ours_in(resources):
            return super().preprocess(notebook, resources)
        names = resources["nbgrader"]
        engine = engine_at(names["db_url"])
        in_transaction(
            engine,
            lambda connection: save_outputs(
                connection, names["assignment"], names["student"], _scores(notebook), _comments(notebook)
            ),
        )
        engine.dispose()
        return notebook, resources


def _scores(notebook: NotebookNode) -> dict[str, float | None]:
    """What the outputs of a graded notebook give for each cell with points."""
    return {grade_id(cell): utils.determine_grade(cell)[0] for cell in notebook.cells if is_grade(cell)}


def _comments(notebook: NotebookNode) -> dict[str, str | None]:
    return {grade_id(cell): _comment(cell) for cell in notebook.cells if is_solution(cell)}


def _comment(cell: NotebookNode) -> str | None:
    return "No response." if marks(cell).get("checksum") == utils.compute_checksum(cell) else None
