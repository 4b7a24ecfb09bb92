"""Where the course is: its root, its lessons, and the files that belong to a lesson."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from handprop.course.faults import Fault, Refused
from handprop.language import tr, translated

LESSON_NAME = re.compile(r"\d\d_[a-z0-9_]+")
_PACKAGE = Path(__file__).resolve().parents[1]
_IN_THE_WHEEL = _PACKAGE / "_course"


class Stop(Fault):
    """The command cannot go on; the message is a sentence for the person at the screen."""


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
        return translated(self.folder / "lesson.md")

    @property
    def exercise(self) -> Path:
        """The source of the exercise."""
        return translated(self.folder / "exercise.md")

    @property
    def questions(self) -> Path:
        """The module with the questions of the exercise."""
        return self.folder / "questions.py"

    @property
    def demo(self) -> Path:
        """The module with the live demo of the lesson, if it has one."""
        return translated(self.folder / "demo.py")

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


def own_root() -> Path:
    """The folder with the lessons that come with this package, wherever the user is.

    The clone, or where the package was installed from a wheel, what that holds of the course.
    """
    return _IN_THE_WHEEL if _IN_THE_WHEEL.is_dir() else _PACKAGE.parents[1]


def home() -> Path:
    """Where a folder of the learner's own lies if no other is named: the clone, or one in the user's home."""
    return Path.home() / "handprop" if _IN_THE_WHEEL.is_dir() else own_root()


@cache
def lessons() -> tuple[str, ...]:
    """The lessons of this package's course that have questions, by name and in order."""
    return tuple(place.name for place in lesson_places(own_root()) if place.questions.is_file())


def lesson_named(name: str) -> str:
    """The lesson with this name or number: ``06_by_hand``, ``06``, ``6``.

    Raises Refused, listing the lessons, if there is none.
    """
    for lesson in lessons():
        if name == lesson or (name.isdecimal() and name.zfill(2) == lesson[:2]):
            return lesson
    raise Refused(
        tr("There is no exercise {name!r}; choose from {lessons}.", name=name, lessons=", ".join(lessons()))
    )


def find_root(start: Path | None = None) -> Path:
    """The folder that holds lessons/: at or above `start` (the current folder), else that of this package.

    Raises Stop if there is none.
    """
    place = Path(start or Path.cwd()).resolve()
    for folder in (place, *place.parents, own_root()):
        if _lesson_folders(folder):
            return folder
    raise Stop(
        tr(
            "No course here: there is no lessons folder with a lesson such as lessons/06_by_hand in this "
            "folder or above it. Change to the folder of the course and try again."
        )
    )


def lesson_places(root: Path, names: tuple[str, ...] = ()) -> list[Place]:
    """The lessons of the course in order; those of `names` if any are given.

    A name may be the folder's name, a path that ends in it, or its number.  Raises Stop for an unknown name.
    """
    known = _lesson_folders(root)
    wanted = sorted({_resolve(name, known) for name in names}) if names else known
    return [Place(root, name) for name in wanted]


def _lesson_folders(root: Path) -> list[str]:
    folder = root / "lessons"
    if not folder.is_dir():
        return []
    named = [path for path in folder.iterdir() if LESSON_NAME.fullmatch(path.name) and path.is_dir()]
    return sorted(path.name for path in named if not _left_by_git(path))


# What Python, JupyterLab and file managers leave in a folder, and git passes over.
_LEFT = {"__pycache__", ".ipynb_checkpoints", ".DS_Store", "Thumbs.db", "desktop.ini"}


def _left_by_git(folder: Path) -> bool:
    """Whether a lesson was renamed or removed, and only what programs had left beside it is still there."""
    names = {path.name for path in folder.iterdir()}
    return bool(names) and names <= _LEFT


def _resolve(name: str, known: list[str]) -> str:
    last = Path(name).name
    fits = [lesson for lesson in known if last in (lesson, lesson[:2])]
    if len(fits) != 1:
        raise Stop(tr("There is no lesson {name!r}; choose from {known}.", name=name, known=", ".join(known)))
    return fits[0]
