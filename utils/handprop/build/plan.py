"""What each lesson's sources make, and what is wrong with them; nothing is run or written here."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from nbformat import NotebookNode

from handprop.build import reference, rules
from handprop.build.expand import Draft, lesson_draft, solution_draft
from handprop.build.problem import Problem
from handprop.build.questions import QuestionsFault, load_questions
from handprop.build.release import ReleaseFault, release
from handprop.build.source import Source, read_source
from handprop.course.lessons import Place, lesson_places


@dataclass
class Plan:
    """The notebooks of one lesson before they are run, or the problems that stand in the way."""

    place: Place
    lesson: Draft | None = None
    solution: Draft | None = None
    release: NotebookNode | None = None
    problems: list[Problem] = field(default_factory=list)


def make_plan(place: Place, titles: dict[str, str]) -> Plan:
    """Read the sources of a lesson, check them, and expand them into notebooks.

    `titles` is what `lesson_titles` says: of every lesson, by name.
    """
    plan = Plan(place)
    if not place.lesson.is_file():
        plan.problems.append(Problem(place.shown(place.folder), "This folder has no lesson.md."))
        return plan
    lesson = read_source(place.lesson, place.shown(place.lesson), directives=())
    rules.check_lesson_front(lesson, place, list(titles))
    exercise, questions = _read_exercise(place, lesson, plan)
    reference.check_covers(lesson, reference.topics(place.root), [question.name for question in questions])
    plan.problems[:0] = lesson.problems
    if not plan.problems:
        _expand(plan, lesson, exercise, questions, titles)
    return plan


def _expand(plan: Plan, lesson: Source, exercise: Source | None, questions: list, titles: dict) -> None:
    place = plan.place
    plan.lesson = lesson_draft(place, lesson, titles, questions)
    if exercise is None:
        return
    text = place.questions.read_text(encoding="utf-8")
    fingerprint = hashlib.sha256(text.encode()).hexdigest()[:12]
    plan.solution = solution_draft(place, exercise, titles, questions, fingerprint)
    try:
        plan.release = release(plan.solution.notebook, place.root)
    except ReleaseFault as fault:
        plan.problems.append(Problem(exercise.path, str(fault)))


def _read_exercise(place: Place, lesson: Source, plan: Plan) -> tuple[Source | None, list]:
    module = Source(place.shown(place.questions))
    if not place.exercise.is_file():
        if place.questions.is_file():
            module.complain("There is no exercise.md beside this file to place the questions.")
        plan.problems += module.problems
        return None, []
    exercise = read_source(place.exercise, place.shown(place.exercise), directives=("question",))
    rules.check_exercise_front(exercise)
    questions = _read_questions(place, module)
    if not module.problems:
        rules.check_questions(lesson, exercise, module, questions)
    plan.problems += exercise.problems + module.problems
    return exercise, questions


def _read_questions(place: Place, module: Source) -> list:
    if not place.questions.is_file():
        module.complain("There is no such file, and the exercise needs its questions.")
        return []
    try:
        questions = load_questions(place.questions)
    except QuestionsFault as fault:
        module.complain(str(fault), fault.line)
        return []
    module.lines = place.questions.read_text(encoding="utf-8").split("\n")
    return questions


def lesson_titles(root: Path) -> dict[str, str]:
    """The title of every lesson that has a lesson.md, by name; the name where the title cannot be read."""
    titles = {}
    for place in lesson_places(root):
        if place.lesson.is_file():
            front = read_source(place.lesson, "", directives=()).front.get("handprop")
            title = front.get("title") if isinstance(front, dict) else None
            titles[place.name] = title if isinstance(title, str) else place.name
    return titles
