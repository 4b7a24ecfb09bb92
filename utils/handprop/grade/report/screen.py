"""What grading shows on the screen when it is done: tables and mistakes."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from textwrap import wrap

from handprop.course.counting import counted
from handprop.grade.intake import account
from handprop.grade.intake.account import Filed
from handprop.grade.intake.names import printable
from handprop.grade.report.pages import MOST_SLIPS, attention
from handprop.grade.report.summary import Row, Summary
from handprop.grade.report.words import mean, number, points
from handprop.language import tr

MOST_ROWS = 40  # learners in the table on the screen; the page has all
_WIDTH = 24  # columns of names


def accounted(files: Sequence[Filed], remarks: Sequence[str] = ()) -> str:
    """Every file of a download with its learner, exercise and attempt, or why it is none."""
    shown = [one for one in account.side_by_side(files) if one.what not in (account.SYSTEM, account.PACKED)]
    width = min(max((len(one.learner) for one in shown), default=7), 2 * _WIDTH)
    wide = min(max((len(one.lesson) for one in shown), default=8), _WIDTH)
    lines = [
        tr(
            "{learner:<{width}}  {exercise:<{wide}}  attempt  file: what it is, and why",
            learner=tr("learner"),
            width=width,
            exercise=tr("exercise"),
            wide=wide,
        )
    ]
    for one in shown:
        why = f"{one.what}: {one.why}" if one.why else one.what
        lead = (
            f"{_fit(one.learner or '–', width)}  {_fit(one.lesson or '–', wide)}  {one.attempt or '–':<7}  "
        )
        lines += _hang(lead, f"{_file(one)}: {why}")
    if (more := len(files) - len(shown)) > 0:
        lines.append(
            tr(
                "Not listed: {counted} of a system, or archives that were opened.",
                counted=counted(more, "file", "files"),
            )
        )
    blocks = [lines]
    if remarks:
        blocks.append([tr("Needs your attention"), *(line for one in remarks for line in _hang("  ", one))])
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


def _file(one: Filed) -> str:
    """The file below the learner's own folder, where the folder says no more than the learner does."""
    top, _, below = one.name.partition("/")
    return below if below and one.learner and one.learner in top else one.name


def told(summary: Summary) -> str:
    """The result of a class as plain text."""
    blocks = [list(part(summary)) for part in (_head, _learners, _questions, _objectives, _slips, _attention)]
    return "\n\n".join("\n".join(lines) for lines in blocks if lines) + "\n"


def _head(summary: Summary) -> Iterator[str]:
    count = tr("{count} handed in", count=len(summary.rows))
    nothing = len(summary.missing) - len(summary.without)
    missing = tr(", {count} but no notebook", count=len(summary.without)) if summary.without else ""
    missing += tr(", {nothing} did not", nothing=nothing) if nothing else ""
    average = (
        tr("; mean {mean} of {points} points", mean=mean(summary.mean), points=number(summary.points))
        if summary.rows
        else ""
    )
    yield f"{summary.lesson}: {summary.title}"
    yield f"{count}{missing}{average}."
    if isolation := sorted({row.result.isolation for row in summary.rows if row.result} - {""}):
        yield tr("The learners' code ran in: {isolation}.", isolation=", ".join(isolation))


def _learners(summary: Summary) -> Iterator[str]:
    if len(summary.rows) > MOST_ROWS:
        yield tr(
            "{count} learners are too many for here: grades/{lesson}.html, .csv.",
            count=len(summary.rows),
            lesson=summary.lesson,
        )
        return
    width = max((len(row.learner) for row in summary.rows), default=0)
    width = min(max(width, len("learner")), 2 * _WIDTH)
    numbers = "".join(f"{one.number:>5}" for one in summary.questions)
    yield tr("{learner:<{width}}  score{numbers}", learner=tr("learner"), width=width, numbers=numbers)
    for row in summary.rows:
        yield _learner(row, summary, width)
    for entry in summary.missing:
        yield f"{_fit(entry.id, width)}      –  {summary.absent(entry)}"


def _learner(row: Row, summary: Summary, width: int) -> str:
    scores = [row.score_of(one.question.name) for one in summary.questions]
    shown = "".join(f"{points(score) or '–':>5}" for score in scores)
    marks = [tr("late")] * row.late + [
        tr("attempt {attempt} of {attempts}", attempt=row.attempt, attempts=row.attempts)
    ] * (row.attempts > 1)
    marks += [tr("needs attention")] * row.not_judged
    return f"{_fit(row.learner, width)}  {points(row.score):>5}{shown}  {', '.join(marks)}".rstrip()


def _questions(summary: Summary) -> Iterator[str]:
    width = min(max(len(one.question.title) for one in summary.questions), 2 * _WIDTH)
    yield tr(
        "no. {question:<{width}}  objective      right  unanswered   mean",
        question=tr("question"),
        width=width,
    )
    for one in summary.questions:
        right = tr("{right} of {total}", right=one.states["right"], total=one.states.total())
        yield (
            f"{one.number:>3} {_fit(one.question.title, width)}  {one.question.objective:<9}"
            f"{right:>11}  {one.states['unfinished']:>10}  {_percent(one.share):>5}"
        )


def _objectives(summary: Summary) -> Iterator[str]:
    yield tr("objective")
    for one in summary.objectives:
        yield from _hang(f"{one.id:<6}{_percent(one.share):>6}  ", one.text)


def _slips(summary: Summary) -> Iterator[str]:
    if not any(one.slips for one in summary.questions):
        return
    yield tr("What went wrong, and for how many (an answer may fit more than one mistake)")
    for one in (one for one in summary.questions if one.slips):
        yield f"{one.number:>3} {one.question.title}"
        for slip in one.slips[:MOST_SLIPS]:
            yield from _hang(f"{len(slip.learners):>8}  ", slip.text)
        if (more := len(one.slips) - MOST_SLIPS) > 0:
            yield " " * 10 + tr("and {more} more", more=more)


def _attention(summary: Summary) -> Iterator[str]:
    if lines := attention(summary):
        yield tr("Needs your attention")
        for line in lines:
            yield from _hang("  ", line)


def _hang(lead: str, text: str) -> Sequence[str]:
    """The text after `lead`, wrapped, and the lines after the first below its beginning."""
    columns = min(110, shutil.get_terminal_size((100, 24)).columns)
    lines = wrap(printable(" ".join(text.split())), max(30, columns - len(lead))) or [""]
    return [lead + lines[0], *(" " * len(lead) + line for line in lines[1:])]


def _fit(text: str, width: int) -> str:
    text = printable(text)
    return f"{text:<{width}}" if len(text) <= width else f"{text[: width - 1]}…"


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{100 * share:.0f} %"
