"""Where things are: the root of the course, its lessons, and the notebooks that belong to a lesson."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

LESSON_NAME = re.compile(r"\d\d_[a-z0-9_]+")
GENERATED = ("notebooks", "solutions", "exercises")


class Stop(Exception):
    """The command cannot go on; the message is a sentence for the person at the screen."""


@dataclass(frozen=True)
class Problem:
    """Something that an author has to mend: the file, and where known the line and the cell, from 1."""

    path: str
    text: str
    line: int | None = None
    cell: int | None = None

    def __str__(self) -> str:
        line = f":{self.line}" if self.line else ""
        cell = f" (cell {self.cell})" if self.cell else ""
        return f"{self.path}{line}{cell}: {self.text}"


@dataclass(frozen=True)
class Place:
    """The files of one lesson, read and written."""

    root: Path
    name: str

    @property
    def number(self) -> str:
        """The two digits at the front of the name."""
        return self.name[:2]

    @property
    def folder(self) -> Path:
        """The folder that the author works in."""
        return self.root / "lessons" / self.name

    @property
    def lesson(self) -> Path:
        """The source of the lesson."""
        return self.folder / "lesson.md"

    @property
    def exercise(self) -> Path:
        """The source of the exercise."""
        return self.folder / "exercise.md"

    @property
    def questions(self) -> Path:
        """The module with the questions of the exercise."""
        return self.folder / "questions.py"

    @property
    def notebook(self) -> Path:
        """The executed lesson."""
        return self.root / "notebooks" / f"{self.name}.ipynb"

    @property
    def solution(self) -> Path:
        """The executed exercise with its solutions: nbgrader's source."""
        return self.root / "solutions" / self.name / f"{self.name}.ipynb"

    @property
    def release(self) -> Path:
        """The exercise as learners get it: nbgrader's release."""
        return self.root / "exercises" / self.name / f"{self.name}.ipynb"

    def shown(self, path: Path) -> str:
        """A path as messages show it: from the root, with forward slashes."""
        return path.relative_to(self.root).as_posix()


def find_root(start: Path | None = None) -> Path:
    """The folder that holds lessons/: at or above `start` (the current folder), else around this package.

    Raises Stop if there is none.
    """
    for place in (Path(start or Path.cwd()), Path(__file__)):
        for folder in [place.resolve(), *place.resolve().parents]:
            if _lesson_folders(folder):
                return folder
    raise Stop(
        "No course here: there is no lessons folder with a lesson such as lessons/06_by_hand in this folder "
        "or above it. Change to the folder of the course and try again."
    )


def lesson_places(root: Path, names: tuple[str, ...] = ()) -> list[Place]:
    """The lessons of the course in order; those of `names` if any are given.

    A name may be the folder's name, a path that ends in it, or its number.  Raises Stop for an unknown name.
    """
    known = _lesson_folders(root)
    wanted = sorted({_resolve(name, known) for name in names}) if names else known
    return [Place(root, name) for name in wanted]


def orphans(root: Path) -> list[str]:
    """Notebooks in the generated folders that no lesson makes, as paths from the root."""
    places = lesson_places(root)
    made = {place.notebook for place in places if place.lesson.exists()}
    made |= {path for place in places if place.exercise.exists() for path in (place.solution, place.release)}
    found = (path for folder in GENERATED for path in (root / folder).rglob("*.ipynb"))
    kept = (path for path in found if path not in made and ".ipynb_checkpoints" not in path.parts)
    return sorted(path.relative_to(root).as_posix() for path in kept)


def _lesson_folders(root: Path) -> list[str]:
    folder = root / "lessons"
    if not folder.is_dir():
        return []
    return sorted(
        path.name for path in folder.iterdir() if LESSON_NAME.fullmatch(path.name) and path.is_dir()
    )


def _resolve(name: str, known: list[str]) -> str:
    last = Path(name).name
    fits = [lesson for lesson in known if last in (lesson, lesson[:2])]
    if len(fits) != 1:
        raise Stop(f"There is no lesson {name!r}; choose from {', '.join(known)}.")
    return fits[0]
