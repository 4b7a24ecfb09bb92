"""What a lesson must hold, beyond being well-formed: its front matter, its questions, its objectives."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from handprop.build.source import Source
from handprop.course.lessons import LESSON_NAME, Place

LESSON_KEYS = ("title", "minutes", "builds_on", "objectives", "terms", "covers")
QUESTION_NAME = re.compile(r"[A-Za-z0-9_-]+")


def check_lesson_front(source: Source, place: Place, known: Sequence[str]) -> None:
    """Complain about the `handprop:` mapping of a lesson; `known` are the names of all lessons."""
    front = _mapping(source)
    if front is None:
        return
    line = source.line_of("handprop:")
    for key in sorted(set(front) - set(LESSON_KEYS)):
        source.complain(f"Unknown entry {key!r} under handprop; known are {', '.join(LESSON_KEYS)}.", line)
    if not _is_text(front.get("title")):
        source.complain("handprop needs a title, a line of text.", line)
    if not _is_count(front.get("minutes")):
        source.complain("handprop needs minutes, a whole number above 0.", line)
    _check_builds_on(source, front.get("builds_on", []), place, known)
    _check_objectives(source, front.get("objectives"), place)


def check_exercise_front(source: Source) -> None:
    """Complain about the `handprop:` mapping of an exercise; it may hold a title and minutes of its own."""
    front = _mapping(source)
    if front is None:
        return
    line = source.line_of("handprop:")
    for key in sorted(set(front) - {"title", "minutes"}):
        source.complain(f"Unknown entry {key!r} under handprop; an exercise has title and minutes.", line)
    if "title" in front and not _is_text(front["title"]):
        source.complain("The title must be a line of text.", line)
    if "minutes" in front and not _is_count(front["minutes"]):
        source.complain("minutes must be a whole number above 0.", line)


def check_questions(lesson: Source, exercise: Source, module: Source, questions: Sequence) -> None:
    """Complain about questions and objectives that do not fit; `module` is questions.py, as text."""
    _check_placed(exercise, module, [question.name for question in questions])
    placed = {cell.source for cell in exercise.cells if cell.kind == "question"}
    objectives = list(dict.fromkeys(objective["id"] for objective in well_formed_objectives(lesson)))
    for question in questions:
        line = module.line_of(f'"{question.name}"')
        if not QUESTION_NAME.fullmatch(question.name):
            module.complain(f"The name {question.name!r} may hold letters, digits, - and _ only.", line)
        if question.name in placed and not (question.title and question.ask.strip()):
            exercise.complain(
                f"The question {question.name!r} has no title, or asks nothing: both stand in its block.",
                exercise.line_of(f"{{question}} {question.name}"),
            )
        if question.objective not in objectives:
            known = ", ".join(objectives) or "none"
            module.complain(
                f"The question {question.name!r} assesses the objective {question.objective!r}, "
                f"which the lesson does not have; it has {known}.",
                line,
            )
    assessed = {question.objective for question in questions}
    for objective in objectives:
        if objective not in assessed:
            lesson.complain(f"No question assesses the objective {objective!r}.", lesson.line_of(objective))


def well_formed_objectives(lesson: Source) -> list[dict]:
    """The objectives of a lesson that have an id and a text."""
    front = lesson.front.get("handprop")
    listed = front.get("objectives") if isinstance(front, dict) else None
    return [item for item in listed if _is_objective(item)] if isinstance(listed, list) else []


def _check_placed(exercise: Source, module: Source, names: Sequence[str]) -> None:
    for name in (name for name, count in Counter(names).items() if count > 1):
        module.complain(f"Two questions are named {name!r}.", module.line_of(f'"{name}"'))
    placed: dict[str, int] = {}
    for cell in exercise.cells:
        if cell.kind != "question":
            continue
        if cell.source not in names:
            known = ", ".join(dict.fromkeys(names)) or "none"
            text = f"Unknown question {cell.source!r}; {module.path} has {known}."
            exercise.complain(text, cell.line, cell.number)
        elif cell.source in placed:
            text = (
                f"The question {cell.source!r} is placed a second time; first in line {placed[cell.source]}."
            )
            exercise.complain(text, cell.line, cell.number)
        placed.setdefault(cell.source, cell.line)
    for name in dict.fromkeys(names):
        if name not in placed:
            text = f"The question {name!r} is never placed; {exercise.path} needs ```{{question}} {name}."
            module.complain(text, module.line_of(f'"{name}"'))


def _mapping(source: Source) -> dict | None:
    if not source.front:
        return None  # already complained about
    front = source.front.get("handprop")
    if not isinstance(front, dict):
        source.complain("The front matter has no `handprop:` mapping.", 1)
        return None
    return front


def _check_builds_on(source: Source, names: object, place: Place, known: Sequence[str]) -> None:
    line = source.line_of("builds_on")
    if not isinstance(names, list):
        source.complain("builds_on must be a list of lessons, such as [05_chain_rule], or [].", line)
        return
    for name in names:
        if not isinstance(name, str) or not LESSON_NAME.fullmatch(name):
            source.complain(f"builds_on names {name!r}; a lesson's name looks like 05_chain_rule.", line)
        elif name >= place.name:
            source.complain(f"builds_on names {name!r}, which does not come before this lesson.", line)
        elif name not in known:
            source.complain(f"builds_on names {name!r}, and there is no such lesson.", line)


def _check_objectives(source: Source, listed: object, place: Place) -> None:
    line = source.line_of("objectives:") or source.line_of("handprop:")
    if not isinstance(listed, list) or not listed:
        source.complain('handprop needs objectives, a list of {id: "06.1", text: "…"}.', line)
        return
    for item in listed:
        if not _is_objective(item):
            source.complain(
                f'The objective {item!r} needs an id and a text, in quotes: {{id: "06.1", text: "…"}}.',
                line,
            )
        elif not re.fullmatch(rf"{place.number}\.\d+", item["id"]):
            source.complain(
                f"The objective id {item['id']!r} must be like {place.number}.1.",
                source.line_of(item["id"]),
            )
    counts = Counter(item["id"] for item in listed if _is_objective(item))
    for name in (name for name, count in counts.items() if count > 1):
        source.complain(f"Two objectives have the id {name!r}.", source.line_of(name))


def _is_objective(item: object) -> bool:
    return isinstance(item, dict) and set(item) == {"id", "text"} and all(map(_is_text, item.values()))


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0
