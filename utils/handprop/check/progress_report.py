"""How far a learner is in the whole course, as a list or as a table."""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from handprop.check import progress
from handprop.check.question import Question
from handprop.course.front import title_of
from handprop.course.lessons import lesson_places, own_root
from handprop.course.questions import questions_from
from handprop.language import tr


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
    objectives: int = 0
    open_title: str = ""

    @property
    def goals(self) -> str:
        """How many of the objectives are met; empty for none."""
        return tr("{met} of {all}", met=len(self.met), all=self.objectives) if self.met else ""

    @property
    def note(self) -> str:
        """How many solutions were looked up before the question was passed; empty for none."""
        return tr("{count} looked up", count=len(self.looked_up)) if self.looked_up else ""

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
            return tr("Next: {open} in the exercise of {name}.", open=begun[0].open_title, name=begun[0].name)
        return tr("Next: the lesson {name}.", name=fresh[0].name) if fresh else tr("All exercises are done.")

    def __str__(self) -> str:
        width = max((len(lesson.title) for lesson in self.lessons), default=0)
        lines = [
            tr(
                "{lesson} {lesson_2:<{width}}  {bar}  {passed} of {questions}",
                lesson=lesson.name[:2],
                lesson_2=lesson.title,
                width=width,
                bar=lesson.bar,
                passed=lesson.passed,
                questions=lesson.questions,
            )
            + (f", {lesson.note}" if lesson.note else "")
            + (tr("  objectives met: {goals}", goals=lesson.goals) if lesson.goals else "")
            for lesson in self.lessons
        ]
        return "\n".join([*lines, self.next_step])

    __repr__ = __str__

    def _repr_html_(self) -> str:
        rows = "".join(
            tr(
                "<tr><td style='text-align:left'>{lesson} {lesson_2}</td><td><progress max='{questions}' "
                "value='{passed}' aria-label='{lesson_2}'></progress></td><td>{passed} of "
                "{questions}{note}</td><td style='text-align:left'>{met}</td></tr>",
                lesson=lesson.name[:2],
                lesson_2=html.escape(lesson.title),
                questions=lesson.questions,
                passed=lesson.passed,
                note=f", {lesson.note}" if lesson.note else "",
                met=lesson.goals or "–",
            )
            for lesson in self.lessons
        )
        head = tr("<tr><th>lesson</th><th></th><th>questions</th><th>objectives met</th></tr>")
        return f"<table>{head}{rows}</table><p>{html.escape(self.next_step)}</p>"


def overview(root: Path | None = None) -> Progress:
    """How far the learner is, lesson by lesson; reads the learner's file and the lessons."""
    root, file = root or own_root(), progress.path()
    marks = progress.from_notebooks(root / "exercises") if file is None else progress.read(file)
    return progress_of(marks, root)


def progress_of(marks: progress.Marks, root: Path | None = None) -> Progress:
    """How far somebody with these marks is, lesson by lesson."""
    return Progress([_of_lesson(*entry, marks) for entry in _lessons(root or own_root())])


def _of_lesson(name: str, title: str, questions: Sequence[Question], marks: progress.Marks) -> LessonProgress:
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
        len({question.objective for question in questions}),
        tr("{title} ({name})", title=left[0].title, name=left[0].name) if left else "",
    )


def _lessons(root: Path) -> Iterator[tuple[str, str, list[Question]]]:
    for place in lesson_places(root):
        questions = questions_from(place.questions) if place.questions.is_file() else []
        if asked := [question for question in questions if not question.manual]:
            yield place.name, title_of(place), asked
