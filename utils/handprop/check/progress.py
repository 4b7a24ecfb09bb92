"""A learner's progress: a file of the learner's own, without an account and without a network.

The file is a convenience, never a condition: when it is damaged or missing it is made again from the stored
outputs of the exercises, and when it cannot be written, answering goes on without it.
"""

from __future__ import annotations

import contextlib
import html
import json
import os
import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import platformdirs
import yaml

from handprop.check.feedback import Verdict
from handprop.check.question import Question
from handprop.learner import where

Marks = dict[str, dict[str, dict]]
"""lesson -> question -> ``{"passed": bool, "tries": int}``, with ``"said"`` for a prediction, and
``"looked_up"`` where the solution was shown."""

_OFF = "off"
_CALL = re.compile(r'^check\("(\w+)"\)', re.MULTILINE)


def path() -> Path | None:
    """Where progress is kept: HANDPROP_PROGRESS if set (``off`` for nowhere), else the learner's own folder.

    Where there is no such folder, the user's data folder, as in earlier versions of the course.
    """
    chosen = os.environ.get("HANDPROP_PROGRESS")
    if chosen == _OFF:
        return None
    if chosen:
        return Path(chosen)
    folder = where.find()
    return where.progress(folder) if folder else before_folders()


def before_folders() -> Path:
    """Where earlier versions of the course kept the progress of everybody on this account."""
    return platformdirs.user_data_path("handprop") / "progress.json"


def record(lesson: str, question: str, verdict: Verdict, said: str | None = None) -> None:
    """Keep the outcome of a check.  A passed question stays passed; an unfinished answer does not count."""
    if (file := path()) is None or verdict.state == "unfinished":
        return
    marks = read(file)
    entry = _entry_of(marks, lesson, question)
    entry["passed"] = entry["passed"] or verdict.passed
    entry["tries"] += 1
    if said is not None:
        entry["said"] = said
    _keep(file, marks)


def look_up(lesson: str, question: str) -> None:
    """Keep that a solution was shown before the question was passed; afterwards looking is free."""
    if (file := path()) is None:
        return
    marks = read(file)
    entry = _entry_of(marks, lesson, question)
    if not entry["passed"]:
        entry["looked_up"] = True
        _keep(file, marks)


def _entry_of(marks: Marks, lesson: str, question: str) -> dict:
    return marks.setdefault(lesson, {}).setdefault(question, {"passed": False, "tries": 0})


def _keep(file: Path, marks: Marks) -> None:
    with contextlib.suppress(OSError):  # a full or read-only disk must not stop a learner
        write(file, marks)


def read(file: Path, exercises: Path | None = None) -> Marks:
    """The marks in the file; if it is missing or damaged, those that the notebooks of `exercises` show."""
    try:
        marks = json.loads(file.read_text(encoding="utf-8"))["lessons"]
        return {lesson: {name: _entry(entry) for name, entry in of.items()} for lesson, of in marks.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return from_notebooks(exercises or where.exercises(file) or _course() / "exercises")


def from_notebooks(exercises: Path) -> Marks:
    """What the stored outputs of the exercises show: a check cell with a tick is a question passed."""
    marks: Marks = {}
    for notebook in sorted([*exercises.glob("*/*.ipynb"), *exercises.glob(f"*{where.EXERCISE}.ipynb")]):
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
            for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]:
                found = _CALL.search("".join(cell["source"]))
                if found and any(_ticked(output) for output in cell.get("outputs", [])):
                    lesson = notebook.stem.removesuffix(where.EXERCISE)
                    marks.setdefault(lesson, {})[found[1]] = {"passed": True, "tries": 1}
    return marks


@dataclass(frozen=True)
class LessonProgress:
    """How far a learner is in one lesson: questions, points, objectives met, what is open or looked up."""

    name: str
    title: str
    passed: int
    questions: int
    met: tuple[str, ...]
    open: tuple[str, ...]
    points: int = 0
    worth: int = 0
    looked_up: tuple[str, ...] = ()

    @property
    def note(self) -> str:
        """How many solutions were looked up before the question was passed; empty for none."""
        return f"{len(self.looked_up)} looked up" if self.looked_up else ""

    @property
    def bar(self) -> str:
        """Ten blocks, filled as far as the questions are passed."""
        full = round(10 * self.passed / self.questions)
        return "█" * full + "░" * (10 - full)


class Progress:
    """The progress in the whole course: prints as a list, shows as a table in a notebook."""

    def __init__(self, lessons: Sequence[LessonProgress]):
        self.lessons = tuple(lessons)

    @property
    def next_step(self) -> str:
        """One sentence: what to do next."""
        begun = [lesson for lesson in self.lessons if 0 < lesson.passed < lesson.questions]
        fresh = [lesson for lesson in self.lessons if lesson.passed == 0]
        if begun:
            return f"Next: {begun[0].open[0]} in the exercise of {begun[0].name}."
        return f"Next: the lesson {fresh[0].name}." if fresh else "All exercises are done."

    def __str__(self) -> str:
        width = max((len(lesson.title) for lesson in self.lessons), default=0)
        lines = [
            f"{lesson.name[:2]} {lesson.title:<{width}}  {lesson.bar}  {lesson.passed} of {lesson.questions}"
            + (f", {lesson.note}" if lesson.note else "")
            + (f"  met: {', '.join(lesson.met)}" if lesson.met else "")
            for lesson in self.lessons
        ]
        return "\n".join([*lines, self.next_step])

    __repr__ = __str__

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td style='text-align:left'>{lesson.name[:2]} {html.escape(lesson.title)}</td>"
            f"<td><progress max='{lesson.questions}' value='{lesson.passed}' "
            f"aria-label='{html.escape(lesson.title)}'></progress></td>"
            f"<td>{lesson.passed} of {lesson.questions}{f', {lesson.note}' if lesson.note else ''}</td>"
            f"<td style='text-align:left'>{', '.join(lesson.met) or '–'}</td></tr>"
            for lesson in self.lessons
        )
        head = "<tr><th>lesson</th><th></th><th>questions</th><th>objectives met</th></tr>"
        return f"<table>{head}{rows}</table><p>{html.escape(self.next_step)}</p>"


def overview(root: Path | None = None) -> Progress:
    """How far the learner is, lesson by lesson; reads the learner's file and the lessons."""
    root, file = root or _course(), path()
    marks = from_notebooks(root / "exercises") if file is None else read(file)
    return progress_of(marks, root)


def progress_of(marks: Marks, root: Path | None = None) -> Progress:
    """How far somebody with these marks is, lesson by lesson."""
    return Progress([_of_lesson(*entry, marks) for entry in _lessons(root or _course())])


def _of_lesson(name: str, title: str, questions: Sequence[Question], marks: Marks) -> LessonProgress:
    entries = marks.get(name, {})
    passed = {question for question, entry in entries.items() if entry["passed"]}
    looked_up = tuple(q.name for q in questions if entries.get(q.name, {}).get("looked_up"))
    left = [question for question in questions if question.name not in passed]
    unmet = {question.objective for question in left}
    met = sorted({question.objective for question in questions} - unmet)
    return LessonProgress(
        name,
        title,
        len(questions) - len(left),
        len(questions),
        tuple(met),
        tuple(q.name for q in left),
        sum(q.points for q in questions if q.name in passed),
        sum(q.points for q in questions),
        looked_up,
    )


def _lessons(root: Path) -> Iterator[tuple[str, str, list[Question]]]:
    from handprop.check.exercise import questions_from

    for module in sorted((root / "lessons").glob("*/questions.py")):
        questions = [question for question in questions_from(module) if not question.manual]
        if questions:
            yield module.parent.name, _title(module.parent / "lesson.md"), questions


def titles() -> dict[str, str]:
    """The title of every lesson of the course, by name and in order."""
    found = sorted((_course() / "lessons").glob("*/lesson.md"))
    return {lesson.parent.name: _title(lesson) for lesson in found}


def _title(lesson: Path) -> str:
    front = lesson.read_text(encoding="utf-8").split("\n---", 1)[0].removeprefix("---")
    return yaml.safe_load(front)["handprop"]["title"]


def _course() -> Path:
    return Path(__file__).resolve().parents[3]


def _entry(entry: dict) -> dict:
    kept = {"passed": bool(entry["passed"]), "tries": int(entry["tries"])}
    kept |= {"said": str(entry["said"])} if "said" in entry else {}
    return kept | ({"looked_up": True} if entry.get("looked_up") else {})


def _ticked(output: dict) -> bool:
    return "".join(output.get("data", {}).get("text/plain", "")).startswith("✓")


def write(file: Path, marks: Marks) -> None:
    """Write the marks, whole or not at all; raises OSError."""
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=file.name)
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        json.dump({"version": 1, "lessons": marks}, stream, indent=1)
    os.replace(name, file)  # whole or not at all
