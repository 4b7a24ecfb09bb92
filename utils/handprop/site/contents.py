"""The pages of the site: where each comes from, where it goes, and how links lead from one to the other."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import Path

from handprop.course import front, where
from handprop.course.faults import Refused
from handprop.course.lessons import Place, lesson_places
from handprop.language import tr
from handprop.learner.content import Piece
from handprop.practice.session import pool_of

_NOTEBOOK = re.compile(r"(?:.*/)?(\d\d)_(exercise_)?\w+\.ipynb")
_TEXTS = {"glossary": tr("Glossary"), "demos": tr("Live demos"), "instructor": tr("For instructors")}
_OPENING = tr("Choose a demo below. It opens in this tab; the key f fills the screen.\n\n")
_ELSEWHERE = re.compile(r"[a-z]+:", re.IGNORECASE)


@dataclass
class Page:
    """One page.

    `url` is its folder from the top of the site, ``06/exercise/``; `kind` is ``lesson``, ``exercise``,
    ``practice``, ``text`` or ``start``; `notebook` is what it shows, as nbformat's JSON; `file` the name that
    learners know it by.
    """

    url: str
    title: str
    kind: str
    notebook: dict
    lesson: str = ""
    file: str = ""
    about: str = ""
    facts: dict = field(default_factory=dict)

    @property
    def root(self) -> str:
        """The way from the page to the top of the site: ``../../``."""
        return "../" * self.url.count("/")

    @property
    def number(self) -> str:
        """The two digits of the lesson, or nothing."""
        return self.lesson[:2]


def pages(root: Path, runs: bool = True) -> list[Page]:
    """All pages as they are read, the start page first, practice last, where Python runs."""
    made = [page for place in lesson_places(root) for page in _of_lesson(place)]
    titles = {page.file.removesuffix(".ipynb"): f"{page.number} {page.title}" for page in made}
    more = [_practice(root, page) for page in made if runs and page.kind == "exercise" and _has_more(page)]
    made += [_text(root, name, title, titles) for name, title in _TEXTS.items()]
    return [_start(made), *made, *more]


def target(url: str) -> str | None:
    """Where a link of the course leads, from the top of the site; None for what is not on it.

    The course's files are known by their names: those of the repository and those of a learner's folder.
    """
    if _ELSEWHERE.match(url) or url.endswith(".html"):
        return url
    path, _, part = url.partition("#")
    place = _place_of(path) if path else ""
    return None if place is None else place + (f"#{front.anchor(part)}" if part else "")


def _place_of(path: str) -> str | None:
    if found := _NOTEBOOK.fullmatch(path):
        return f"{found[1]}/exercise/" if found[2] or "exercises/" in path else f"{found[1]}/"
    name = Path(path).stem.lower()
    if name in ("lessons", "start") and path.endswith(".md"):
        return "./"
    return f"{name}/" if name in _TEXTS and path.endswith(".md") else None


def _of_lesson(place: Place) -> list[Page]:
    facts = front.front_matter(place.lesson)
    found = [
        _notebook(place, place.notebook, f"{place.name}.ipynb", "lesson", facts["title"]),
        _notebook(
            place,
            place.release,
            where.exercise_name(place.name),
            "exercise",
            tr("Exercise: {title}", title=facts["title"]),
        ),
    ]
    for page in found:
        page.facts = facts
        page.about = f"{'; '.join(goal['text'] for goal in facts['objectives'])}."
    return found


def _notebook(place: Place, path: Path, file: str, kind: str, title: str) -> Page:
    notebook = json.loads(Piece(place.root, place.shown(path), file).text())
    url = f"{place.number}/" if kind == "lesson" else f"{place.number}/exercise/"
    return Page(url, title, kind, notebook, place.name, file)


def _has_more(exercise: Page) -> bool:
    try:
        return bool(pool_of(exercise.lesson))
    except Refused:
        return False


def _practice(root: Path, exercise: Page) -> Page:
    """The notebook for practice that learners have, for one exercise."""
    notebook = json.loads((root / "docs" / "practice.ipynb").read_text(encoding="utf-8"))
    number, title = exercise.number, exercise.title.removeprefix("Exercise: ")
    for cell in notebook["cells"]:
        words = re.sub(r'practice\("\d\d"\).*', f'practice("{number}")', "".join(cell["source"]))
        words = words.replace("# Practice\n", f"# Practice: {title}\n").replace("your folder", "this browser")
        cell["source"] = words
    about = tr("More questions like those of exercise {number}, with other numbers each time.", number=number)
    file = f"{number}_practice.ipynb"
    return Page(
        f"{number}/practice/",
        tr("Practice: {title}", title=title),
        "practice",
        notebook,
        exercise.lesson,
        file,
        about,
    )


def _text(root: Path, name: str, title: str, titles: dict[str, str]) -> Page:
    words = (root / "docs" / f"{name}.md").read_text(encoding="utf-8")
    words = re.sub(r"^\*Made by `handprop build`.*\n", "", words, flags=re.MULTILINE)
    if name == "glossary":  # lessons by their titles, not their files; upright
        words = re.sub(r"\*\[(\w+)\]\(([^)]+)\)\*", lambda found: f"[{titles[found[1]]}]({found[2]})", words)
    if name == "demos":  # each is a file beside the page
        words = re.sub(r"(?ms)^`handprop demo NAME`.*?\n\n", _OPENING, words)
        words = re.sub(r"(?m)^(\| )`([a-z_]+)`|^`handprop demo ([a-z_]+)`", r"\1[`\2\3`](\2\3.html)", words)
    return Page(
        f"{name}/", title, "text", _one_cell(words), about=tr("{title} of the Handprop course.", title=title)
    )


def _start(made: list[Page]) -> Page:
    """The start page has a template of its own, and the explorer of lesson 06."""
    shown = next((page for page in made if page.kind == "lesson" and page.number == "06"), None)
    notebook = {**_one_cell(""), "metadata": shown.notebook["metadata"]} if shown else _one_cell("")
    if shown:
        notebook["cells"] = [cell for cell in shown.notebook["cells"] if _shows_network(cell)][:1]
    return Page(
        "",
        tr("Handprop"),
        "start",
        notebook,
        about=tr("Back-propagation by hand: move a weight, watch every number."),
    )


def _shows_network(cell: dict) -> bool:
    return cell["cell_type"] == "code" and "explore.network" in "".join(cell["source"])


def _one_cell(words: str) -> dict:
    cell = {"cell_type": "markdown", "id": "text", "metadata": {}, "source": words}
    return {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
