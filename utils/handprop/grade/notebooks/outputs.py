"""What stands below the cells of a graded notebook: printed text, errors, verdicts and remarks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from textwrap import wrap

from nbformat import NotebookNode, v4

from handprop.grade.notebooks.cells import storable
from handprop.grade.judging.result import CellOutput, QuestionResult

_WIDTH = 92  # columns; nbgrader's pages do not break the lines of an error


def verdict(question: QuestionResult) -> list[NotebookNode]:
    """The outputs of a check cell; nbgrader's `determine_grade` reads the score of the question from them."""
    told, score = storable("\n".join(question.sentences)), question.score or 0.0
    if score > 0 and score >= question.points:
        return [v4.new_output("display_data", data={"text/plain": f"✓ {told or 'Right.'}"})]
    if score > 0:
        number = v4.new_output("execute_result", data={"text/plain": repr(float(score))})
        return [v4.new_output("stream", name="stdout", text=f"{told}\n"), number]
    lines = [line for sentence in told.splitlines() for line in [*wrap(sentence, _WIDTH), ""]][:-1]
    return [v4.new_output("error", ename="WrongAnswer", evalue=told, traceback=lines or [question.state])]


def printed(output: CellOutput) -> list[NotebookNode]:
    """The outputs of a cell of the learner's."""
    text, error = storable(output.text), storable(output.error)
    outputs = [v4.new_output("stream", name="stdout", text=text)] if text else []
    if error:
        name, _, value = error.partition(": ")
        outputs.append(v4.new_output("error", ename=name, evalue=value, traceback=error.splitlines()))
    return outputs


def remarks(sentences: Sequence[str]) -> NotebookNode:
    """A cell that lists what was unusual."""
    lines = [f"- {_literal(sentence)}" for sentence in sentences]
    return v4.new_markdown_cell("\n".join(["**Unusual in this submission**", "", *lines]))


def _literal(text: str) -> str:
    # A remark can quote a learner, and others read the page: marks of Markdown and HTML stay marks.
    one_line = " ".join(storable(text).split())
    return re.sub(r"[^\w\s.,:;'-]", lambda mark: f"&#{ord(mark[0])};", one_line)
