"""The pages that come of grading: one for the instructor, one for each learner.

Self-contained HTML without scripts.  Everything that comes from a learner is text: the templates escape all
that is put into them, and the pages forbid scripts besides.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from handprop.check.variants.draw import varied
from handprop.course.counting import counted
from handprop.course.files import write_whole
from handprop.course.front import about
from handprop.grade.intake.names import folder_names
from handprop.grade.judging.result import BY_HAND, NOT_JUDGED
from handprop.grade.report import class_page as about_class
from handprop.grade.report.course_table import Course
from handprop.grade.report.summary import Row, Summary
from handprop.grade.report.words import mean, points
from handprop.language import language, tr, trn

LONGEST_TEXT = 20_000  # characters of an answer or an output on a page
MOST_SLIPS = 8
_NBGRADERS = ("timestamp.txt", "submission_secret.txt")  # what `nbgrader release_feedback` asks for
_LARGEST_EXTRA = 10_000  # bytes

_STATES = {
    "right": ("✓", tr("Right")),
    "wrong": ("✗", tr("Not right yet")),
    "unfinished": ("○", tr("Not answered yet")),
    "problem": ("!", tr("The answer cannot be judged as it is")),
    BY_HAND: ("…", tr("Graded by hand")),
    NOT_JUDGED: ("!", tr("Not judged")),
}


def feedback_page(summary: Summary, row: Row) -> str:
    """The page for one learner: their answers, what is right, what was wrong, and the hint."""
    objectives = about(summary.lesson).objectives
    outputs = row.result.outputs if row.result else ()
    printed = [output for output in outputs if output.text.strip() or output.error]
    page = _templates().get_template("feedback.html")
    questions = {one.name: one for one in varied((each.question for each in summary.questions), row.drawn)}
    return page.render(
        summary=summary,
        row=row,
        objectives=objectives,
        printed=printed,
        questions=questions,
        show_solutions=summary.solutions_from is not None and summary.solutions_from <= _now(),
    )


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)


def summary_page(summary: Summary, links: Mapping[str, str] | None = None) -> str:
    """The page for the instructor; `links` lead to the learners' pages."""
    return (
        _templates()
        .get_template("summary.html")
        .render(
            summary=summary,
            links=links or {},
            attention=attention(summary),
            remarks=[row for row in summary.rows if row.result and row.result.remarks and not row.not_judged],
            isolation=sorted({row.result.isolation for row in summary.rows if row.result} - {""}),
            spread=_spread(summary),
            most=MOST_SLIPS,
        )
    )


def class_page(summary: Summary) -> str:
    """The page to project: how the class did, without a name."""
    scores = [row.score for row in summary.rows]
    return (
        _templates()
        .get_template("class.html")
        .render(
            summary=summary,
            histogram=about_class.histogram(scores, summary.points),
            quartiles=about_class.quartiles(scores),
            asked=about_class.asked(summary),
            most=MOST_SLIPS,
        )
    )


def course_page(course: Course) -> str:
    """The page of all exercises."""
    return _templates().get_template("course.html").render(course=course)


def attention(summary: Summary) -> list[str]:
    """Sentences about what to look at: what was left out, could not be judged, or waits for a hand."""
    told = [*summary.remarks, *summary.strangers]
    for row in summary.rows:
        if row.not_judged:
            why = " ".join(row.result.remarks) or tr("An answer could not be judged.")
            told.append(f"{row.learner}: {why}")
    waiting = [row.learner for row in summary.rows if row.standing and row.standing.open]
    if waiting:
        told.append(tr("To grade by hand, in formgrader: {waiting}.", waiting=", ".join(waiting)))
    if summary.unlisted:
        names = ", ".join(summary.unlisted)
        told.append(
            tr("Not on the class list: {names}. Tables made from that list leave them out.", names=names)
        )
    return told


def write_feedback(summary: Summary, folder: Path, sources: Mapping[str, Path]) -> dict[str, Path]:
    """Write the learners' pages where nbgrader keeps feedback: folder/<learner>/<lesson>/<lesson>.html.

    `sources` are the learners' notebooks: what nbgrader's release of feedback needs is copied from beside
    them.  Returns each learner's page.  Raises OSError if a page cannot be written.
    """
    rows = {row.learner: row for row in summary.rows if row.result}
    pages = {}
    for learner, name in folder_names(rows).items():
        pages[learner] = page = folder / name / summary.lesson / f"{summary.lesson}.html"
        write_whole(page, feedback_page(summary, rows[learner]))
        if learner in sources:
            _copy_extras(sources[learner].parent, page.parent)
    return pages


def write_summary(summary: Summary, file: Path, pages: Mapping[str, Path]) -> None:
    """Write the instructor's page, with links to the learners'.  Raises OSError if that is not possible."""
    links = {
        learner: quote(Path(os.path.relpath(page, file.parent)).as_posix()) for learner, page in pages.items()
    }
    write_whole(file, summary_page(summary, links))


def _copy_extras(source: Path, target: Path) -> None:
    for name in _NBGRADERS:
        file = source / name
        if file.is_file() and not file.is_symlink() and file.stat().st_size <= _LARGEST_EXTRA:
            shutil.copyfile(file, target / name)


def _spread(summary: Summary) -> list[tuple[str, int, float]]:
    """How many learners lie in each fifth of the points: label, number, part of the largest number."""
    if not summary.rows or not summary.points:
        return []
    fifths = [0] * 5
    for row in summary.rows:
        fifths[min(4, max(0, int(5 * row.score / summary.points)))] += 1
    borders = [summary.points * k / 5 for k in range(6)]
    labels = [
        (tr("{low} to below {high}") if k < 4 else tr("{low} to {high}")).format(
            low=points(low), high=points(high)
        )
        for k, (low, high) in enumerate(pairwise(borders))
    ]
    return [(label, count, count / max(fifths)) for label, count in zip(labels, fifths, strict=True)]


@cache
def _templates() -> Environment:
    folder = Path(__file__).parent / "templates"
    environment = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["style"] = Markup((folder / "page.css").read_text(encoding="utf-8"))
    environment.globals |= {"tr": tr, "trn": trn, "lang": language() or "en"}
    environment.filters |= {
        "points": points,
        "mean": mean,
        "percent": lambda share: f"{100 * share:.0f} %",
        "learners": lambda number: counted(number, "learner", "learners"),
        "state": _STATES.__getitem__,
        "when": _when,
        "marked": _marked,
        "markdown": _markdown,
        "cut": _cut,
    }
    return environment


def _when(time: datetime) -> str:
    return f"{time:%Y-%m-%d %H:%M} UTC"


def _marked(text: str) -> Markup:
    """A sentence with what stands between backticks shown as code."""
    parts = text.split("`")
    if len(parts) % 2 == 0:
        return escape(text)
    return Markup("").join(
        Markup("<code>{}</code>").format(part) if k % 2 else escape(part) for k, part in enumerate(parts)
    )


@lru_cache(maxsize=500)  # a class has the same questions, but for those with numbers of a learner's own
def _markdown(text: str) -> Markup:
    """The course's own Markdown as HTML; nothing of a learner's comes here."""
    from markdown_it import MarkdownIt

    return Markup(MarkdownIt("commonmark", {"html": False}).enable("table").render(text))


def _cut(text: str) -> str:
    if len(text) <= LONGEST_TEXT:
        return text
    return tr(
        "{words}\n… ({count} more characters)", words=text[:LONGEST_TEXT], count=len(text) - LONGEST_TEXT
    )
