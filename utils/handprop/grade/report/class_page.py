"""A page about the class to project: no name stands in it, nor anything that a learner is known by."""

from __future__ import annotations

import io
import re
import statistics
import tokenize
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from handprop.grade.report.summary import QuestionSummary, Row, Slip, Summary
from handprop.language import tr

_LONGEST = 400  # characters of an answer
_BARS = 10


@dataclass(frozen=True)
class Asked:
    """A question: the part of the points that the class has, how well it tells learners apart, mistakes.

    `discrimination` is the correlation of the points for it with those for all others, None where all have
    the same.  `slips` are (what went wrong, how many, an answer that shows it).
    """

    number: int
    title: str
    share: float | None
    discrimination: float | None
    slips: tuple[tuple[str, int, str], ...]


def histogram(scores: Sequence[float], points: float) -> list[tuple[str, int, float]]:
    """How many learners lie in each tenth of the points: label, number, part of the largest number."""
    if not scores or not points:
        return []
    counts = [0] * _BARS
    for score in scores:
        counts[min(_BARS - 1, max(0, int(_BARS * score / points)))] += 1
    edges = [points * k / _BARS for k in range(_BARS + 1)]
    labels = [tr("{low:.4g} to {high:.4g}", low=low, high=high) for low, high in pairwise(edges)]
    return [(label, count, count / max(counts)) for label, count in zip(labels, counts, strict=True)]


def quartiles(scores: Sequence[float]) -> tuple[float, float, float] | None:
    """The lower quartile, the median and the upper quartile; None for fewer than two scores."""
    if len(scores) < 2:
        return None
    low, middle, high = statistics.quantiles(scores, n=4, method="inclusive")
    return low, middle, high


def asked(summary: Summary) -> list[Asked]:
    """The questions, as the class answered them."""
    return [
        Asked(
            one.number,
            one.question.title,
            one.share,
            discrimination(summary.rows, one.question.name),
            tuple(
                (slip.text, len(slip.learners), _example(summary, one, slip))
                for slip in one.slips
                if slip.known
            ),
        )
        for one in summary.questions
    ]


def discrimination(rows: Sequence[Row], question: str) -> float | None:
    """The correlation of the points for a question with the points for all others."""
    pairs = [(score, row.score - score) for row in rows if (score := row.score_of(question)) is not None]
    try:
        return statistics.correlation(*zip(*pairs, strict=True))
    except (statistics.StatisticsError, TypeError):
        return None


def _example(summary: Summary, asked_: QuestionSummary, slip: Slip) -> str:
    """The shortest answer with a mistake, without comments; none in which anybody's name could stand."""
    names = {word for row in summary.rows for word in _words(f"{row.learner} {row.name}")}
    answers = (
        without_comments(one.answer)
        for row in summary.rows
        if row.learner in slip.learners
        for one in row.questions
        if one.name == asked_.question.name
    )
    fit = [answer for answer in answers if 0 < len(answer) <= _LONGEST and names.isdisjoint(_words(answer))]
    return min(fit, key=len, default="")


def without_comments(source: str) -> str:
    """Code without its comments; empty if it cannot be taken apart."""
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(source).readline))
    except (tokenize.TokenError, SyntaxError):
        return ""
    lines = source.splitlines()
    for token in tokens:
        if token.type == tokenize.COMMENT:
            row, column = token.start
            lines[row - 1] = lines[row - 1][:column].rstrip()
    return "\n".join(line for line in lines if line.strip())


def _words(text: str) -> set[str]:
    return {word for word in re.findall(r"[^\W\d_]+|\d{3,}", text.casefold()) if len(word) > 2}
