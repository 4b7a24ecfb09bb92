"""Numbers and short sentences about scores, the same on screen, pages and in tables."""

from __future__ import annotations

from handprop.grade.report.summary import Row
from handprop.language import tr


def number(value: float | None) -> str:
    """Points without noughts that say nothing; empty for None."""
    return "" if value is None else f"{value:.4g}"


def points(value: float | None) -> str:
    """Points for people and platforms: at most two decimals, never as a power of ten; empty for None."""
    return "" if value is None else f"{value:.2f}".rstrip("0").rstrip(".")


def mean(value: float) -> str:
    """A mean with one decimal, always."""
    return f"{value:.1f}"


def in_words(row: Row) -> str:
    """What a learner reads beside the score: the points, and where to look again, or why nothing was read."""
    if row.unread and row.result:
        return tr(
            "0 of {points} points. {remarks}", points=points(row.points), remarks=" ".join(row.result.remarks)
        )
    open_ = [one.title for one in row.questions if (row.score_of(one.name) or 0.0) < one.points]
    told = tr("{score} of {points} points.", score=points(row.score), points=points(row.points))
    return tr("{told} Look again at: {open}.", told=told, open="; ".join(open_)) if open_ else told
