"""The start page: the lessons, what is done, what comes next, and where the learner stopped."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from handprop.course import where
from handprop.course.files import write_whole
from handprop.language import tr, trn
from handprop.learner.lay import beside
from handprop.learner.record import Record, digest, read

_MADE = re.compile(r"\A<!-- made by the course: (\w+) -->\n")
_END = tr("""
## Good to know

- Lessons and exercises here are yours: write into them, change them, run them. The course never overwrites
  your work.
- To begin an exercise again, type `handprop reset 06` in a terminal (File, New, Terminal). Yours is kept
  beside it.
- The words of the course are in the [glossary](Glossary.md).
- A new version of the course: stop it, `git pull` in its folder, then `python course.py`.
""")


def refresh(folder: Path, marks: Mapping | None = None) -> list[str]:
    """Write the start page anew; one that the learner changed is kept beside it, and a sentence says so.

    `marks` of the learner, read from the folder if not given.

    Raises OSError where the disk refuses.
    """
    path, said = folder / where.START, []
    old, new = read(path), signed(page(folder, marks))
    if old == new:
        return []
    if old is not None and not is_ours(old):
        kept = beside(path, "yours")
        write_whole(kept, old)
        said = [tr("Your changes of {path} are kept in {kept}.", path=path.name, kept=kept.name)]
    write_whole(path, new)
    return said


def signed(text: str) -> str:
    """The text with a first line that tells whether somebody has changed it since; no reader shows it."""
    return f"<!-- made by the course: {digest(text)[:12]} -->\n{text}"


def is_ours(text: str) -> bool:
    """Whether a start page is as it was written."""
    made = _MADE.match(text)
    return bool(made) and made[1] == digest(text[made.end() :])[:12]


def page(folder: Path, marks: Mapping | None = None) -> str:
    """The start page as Markdown."""
    from handprop.check import progress, progress_report
    from handprop.course import front

    record = Record.read(folder)
    marks = progress.read(where.progress(folder)) if marks is None else marks
    known = {lesson.name: lesson for lesson in progress_report.progress_of(marks).lessons}
    rows = [_row(name, title, known.get(name), record) for name, title in front.titles().items()]
    points, worth = (sum(getattr(one, part) for one in known.values()) for part in ("points", "worth"))
    head = tr("| | lesson | | questions | points | |") + "\n|---|---|---|---|---|---|\n"
    scored = tr("**{points} of {worth} points.**", points=points, worth=worth)
    return (
        f"# Handprop\n\n{_go_on(folder, record, known)}\n\n{scored}\n\n"
        f"{head}{''.join(rows)}{_practice(folder, record)}{_END}"
    )


def _practice(folder: Path, record: Record) -> str:
    """The way to more questions, and how many of the learner's mistakes are firm by now."""
    if where.PRACTICE not in {laid.name for laid in record.files.values()}:
        return ""
    return tr(
        "\n[Practice]({practice}): more questions, drawn towards your mistakes.{firm}\n",
        practice=where.PRACTICE,
        firm=_firm(folder),
    )


def _firm(folder: Path) -> str:
    if not (file := where.practice(where.progress(folder))).is_file():
        return ""
    from handprop.practice import memory

    firm, known = memory.firm(memory.stored(file))
    return tr(" {firm} of {known} mistakes are firm by now.", firm=firm, known=known) if known else ""


def stopped_at(folder: Path) -> str | None:
    """The name of the notebook that the learner saved last; None if nothing was changed yet."""
    record = Record.read(folder)
    touched = [
        path
        for source, laid in record.files.items()
        if (path := folder / laid.name).suffix == ".ipynb" and path.is_file()
        if read(path) != record.base(source)
    ]
    return max(touched, key=lambda path: path.stat().st_mtime).name if touched else None


def _go_on(folder: Path, record: Record, known: Mapping) -> str:
    last = stopped_at(folder)
    begun = next((one for one in known.values() if 0 < one.passed < one.questions), None)
    fresh = next((one for one in known.values() if one.passed == 0), None)
    if last is None and not any(one.passed for one in known.values()):
        first = next(iter(record.files.values()), None)
        return tr("Begin with [the first lesson]({first}).", first=first.name) if first else ""
    said = (
        [tr("You stopped in [{name}]({file}).", name=last.removesuffix(".ipynb"), file=last)] if last else []
    )
    if begun:
        said.append(tr("Next: {exercise}, {left}.", exercise=_exercise(begun.name), left=_left(begun)))
    elif fresh:
        said.append(
            tr(
                "Next: [{number} {title}]({name}.ipynb).",
                number=fresh.name[:2],
                title=fresh.title,
                name=fresh.name,
            )
        )
    else:
        said.append(tr("All exercises are done."))
    return " ".join(said)


def _left(lesson) -> str:
    number = len(lesson.open)
    return trn("{number} question left", "{number} questions left", number, number=number)


def _exercise(name: str) -> str:
    return tr(
        "[the exercise of {name}]({exercise_name})", name=name[:2], exercise_name=where.exercise_name(name)
    )


def _row(name: str, title: str, lesson, record: Record) -> str:
    link = f"[{name[:2]} {title}]({name}.ipynb)"
    if lesson is None:
        return f"| | {link} | | | | |\n"
    state = "✓" if lesson.passed == lesson.questions else "…" if lesson.passed else ""
    exercise = tr("[exercise]({file})", file=where.exercise_name(name))
    passed = tr("{some} of {all}", some=lesson.passed, all=lesson.questions)
    points = tr("{some} of {all}", some=lesson.points, all=lesson.worth)
    return f"| {state} | {link} | {exercise} | {passed} | {points} | {lesson.note} |\n"
