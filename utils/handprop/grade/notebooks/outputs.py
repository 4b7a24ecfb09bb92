"""What stands below the cells of a graded notebook: printed text, errors, verdicts and remarks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from textwrap import wrap

from handprop.grade.judging.result import CellOutput, QuestionResult
from handprop.grade.notebooks.cells import new_cell, storable
from handprop.language import tr

_WIDTH = 92  # columns; nbgrader's pages do not break the lines of an error


def verdict(question: QuestionResult) -> list[dict]:
    """The outputs of a check cell; nbgrader's `determine_grade` reads the score of the question from them."""
    told, score = storable("\n".join(question.sentences)), question.score or 0.0
    if score > 0 and score >= question.points:
        return [_shown("display_data", "✓ " + (told or tr("Right.")))]
    if score > 0:
        number = _shown("execute_result", repr(float(score))) | {"execution_count": None}
        return [_stream(f"{told}\n"), number]
    lines = [line for sentence in told.splitlines() for line in [*wrap(sentence, _WIDTH), ""]][:-1]
    return [_error("WrongAnswer", told, lines or [question.state])]


def printed(output: CellOutput) -> list[dict]:
    """The outputs of a cell of the learner's."""
    text, error = storable(output.text), storable(output.error)
    outputs = [_stream(text)] if text else []
    if error:
        name, _, value = error.partition(": ")
        outputs.append(_error(name, value, error.splitlines()))
    return outputs


def remarks(sentences: Sequence[str]) -> dict:
    """A cell that lists what was unusual."""
    lines = [f"- {_literal(sentence)}" for sentence in sentences]
    return new_cell("markdown", "\n".join([tr("**Unusual in this submission**"), "", *lines]))


def _literal(text: str) -> str:
    # A remark can quote a learner, and others read the page: marks of Markdown and HTML stay marks.
    one_line = " ".join(storable(text).split())
    return re.sub(r"[^\w\s.,:;'-]", lambda mark: f"&#{ord(mark[0])};", one_line)


def _shown(kind: str, text: str) -> dict:
    return {"output_type": kind, "data": {"text/plain": text}, "metadata": {}}


def _stream(text: str) -> dict:
    return {"output_type": "stream", "name": "stdout", "text": text}


def _error(name: str, value: str, lines: Sequence[str]) -> dict:
    return {"output_type": "error", "ename": name, "evalue": value, "traceback": list(lines)}
