"""Pages made from the front matter of all lessons: the glossary, and what the course covers where."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import yaml

from handprop.build.source import Source, read_source
from handprop.course.lessons import Place, Stop, lesson_places

Topics = dict[str, str]

_MADE = "*Made by `handprop build` from the front matter of the lessons. Edit `lessons/`.*\n"


def topics(root: Path) -> Topics:
    """What there is to cover, by id: ``C1`` ... concepts, ``E01`` ... slips; empty without `topics.yml`."""
    path = root / "lessons" / "topics.yml"
    if not path.is_file():
        return {}
    listed = yaml.safe_load(path.read_text(encoding="utf-8"))
    return {**listed["concepts"], **listed["errata"]}


def pages(root: Path) -> dict[Path, str]:
    """The generated pages, by path; none for a course without `topics.yml`."""
    if not topics(root):
        return {}
    docs = root / "docs"
    return {
        docs / "lessons.md": syllabus(root),
        docs / "glossary.md": glossary(root),
        docs / "coverage.md": coverage(root),
        **elsewhere(root),
    }


def syllabus(root: Path) -> str:
    """The lessons in order, with minutes, objectives and exercises; Markdown."""
    lines = ["# The lessons\n", _MADE]
    for place, front in fronts(root):
        lines += [f"## {place.number} [{front.get('title', place.name)}](../notebooks/{place.name}.ipynb)\n"]
        lines += [f"{front.get('minutes', '?')} minutes.{_exercise(place)} Afterwards you can\n"]
        lines += [f"- {objective['text']}" for objective in front.get("objectives", [])] + [""]
    return "\n".join(lines)


def _exercise(place: Place) -> str:
    if not place.exercise.is_file():
        return ""
    minutes = _front(place.exercise).get("minutes", "?")
    return f" [The exercise](../exercises/{place.name}/{place.name}.ipynb): {minutes} minutes."


def glossary(root: Path) -> str:
    """Every term, one sentence, and the lesson that introduces it; Markdown, in alphabetical order."""
    entries = [
        (term["term"], term["text"], place)
        for place, front in fronts(root)
        for term in front.get("terms", [])
    ]
    lines = ["# Glossary\n", _MADE]
    for term, text, place in sorted(entries, key=lambda entry: entry[0].lower()):
        lines += [f"## {term}\n", f"{_sentence(text)} *{_link(place)}*\n"]
    return "\n".join(lines)


def coverage(root: Path) -> str:
    """Which lesson, section and question treats each concept, slip and claim; Markdown tables."""
    where: dict[str, list[tuple[Place, dict]]] = {}
    for place, front in fronts(root):
        for cover in front.get("covers", []):
            where.setdefault(cover["id"], []).append((place, cover))
    lines = ["# What the course covers\n", _MADE]
    for title, letter in (("Concepts", "C"), ("Slips and claims of the sources", "E")):
        lines += [f"## {title}\n", "| | | lesson | section | question |", "|---|---|---|---|---|"]
        for key, text in topics(root).items():
            if key.startswith(letter):
                lines += _rows(key, text, where.get(key, []))
        lines.append("")
    return "\n".join(lines)


def elsewhere(root: Path) -> dict[Path, str]:
    """What other courses teach, and where this one does; Markdown tables.  None without `elsewhere.yml`.

    Raises Stop where that names a lesson that is not there.
    """
    path = root / "lessons" / "elsewhere.yml"
    if not path.is_file():
        return {}
    homes = {place.name: place for place in lesson_places(root)}
    lines = ["# What other courses teach, and where it is here\n", _MADE]
    for course in yaml.safe_load(path.read_text(encoding="utf-8")):
        lines += [f"## [{course['title']}]({course['url']})\n", "| topic | lesson | section | question |"]
        lines += ["|---|---|---|---|", *(_topic_row(topic, homes) for topic in course["topics"]), ""]
    return {root / "docs" / "elsewhere.md": "\n".join(lines)}


def _topic_row(topic: list[str] | dict[str, str], homes: dict[str, Place]) -> str:
    if isinstance(topic, dict):
        return f"| {topic['topic']} | left out: {topic['reason']} | | |"
    name, lesson, section, question = topic
    if lesson not in homes:
        raise Stop(f"lessons/elsewhere.yml leads {name!r} to {lesson}, and there is no such lesson.")
    return f"| {name} | {_link(homes[lesson])} | {section} | {question} |"


def missing(root: Path) -> list[str]:
    """The ids that no lesson covers, and the concepts that no question assesses."""
    treated: dict[str, bool] = {}
    for _, front in fronts(root):
        for cover in front.get("covers", []):
            treated[cover["id"]] = treated.get(cover["id"], False) or "question" in cover
    return [key for key in topics(root) if key not in treated or (key.startswith("C") and not treated[key])]


def check_covers(lesson: Source, known: Topics, questions: Sequence[str]) -> None:
    """Complain about terms and covers of a lesson that name what is not there."""
    front = lesson.front.get("handprop")
    if not isinstance(front, dict):
        return
    for term in front.get("terms") or []:
        if not (isinstance(term, dict) and term.keys() == {"term", "text"}):
            lesson.complain(f"A term needs term and text: {term}.", lesson.line_of("terms:"))
    headings = set(re.findall(r"^#+ +(.+?) *$", "\n".join(lesson.lines), re.MULTILINE))
    for cover in front.get("covers") or []:
        _check_cover(lesson, cover, known, headings, questions)


def _check_cover(
    lesson: Source, cover: object, known: Topics, headings: set[str], questions: Sequence[str]
) -> None:
    if not (isinstance(cover, dict) and {"id", "section"} <= cover.keys() <= {"id", "section", "question"}):
        lesson.complain(f"An entry of covers needs id and section: {cover}.", lesson.line_of("covers:"))
        return
    line = lesson.line_of(f"id: {cover['id']}")
    if cover["id"] not in known:
        lesson.complain(f"lessons/topics.yml has no {cover['id']}.", line)
    if cover["section"] not in headings:
        lesson.complain(f"{cover['id']}: the lesson has no heading {cover['section']!r}.", line)
    if cover.get("question") not in (None, *questions):
        lesson.complain(f"{cover['id']}: the exercise has no question {cover['question']!r}.", line)


def fronts(root: Path) -> Iterator[tuple[Place, dict]]:
    """Each lesson with its `handprop:` front matter."""
    for place in lesson_places(root):
        if place.lesson.is_file():
            yield place, _front(place.lesson)


def _front(path: Path) -> dict:
    front = read_source(path, "", directives=("question",)).front.get("handprop")
    return front if isinstance(front, dict) else {}


def _rows(key: str, text: str, covers: list[tuple[Place, dict]]) -> list[str]:
    if not covers:
        return [f"| {key} | {text} | missing | | |"]
    return [
        f"| {key} | {text} | {_link(place)} | {cover['section']} | {cover.get('question', '')} |"
        for place, cover in covers
    ]


def _link(place: Place) -> str:
    return f"[{place.name}](../notebooks/{place.name}.ipynb)"


def _sentence(text: str) -> str:
    text = text.strip()
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "?")) else ".")
