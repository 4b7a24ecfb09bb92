"""What a hostile or broken submission is: how it is made, and what must come of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from hostile.notebook import NAMES, UNANSWERED, code_cell, honest, modest, with_cell


@dataclass(frozen=True)
class Setting:
    """What the tests put around a run, and a submission may try to reach.

    `folder` holds the class (gradebook, solutions, other submissions, each with a secret in it), `repo` the
    course.  `token` is part of the name of every file and process that a submission tries to leave.
    Something listens on `port` of the loopback address, and on the abstract socket named `token`.
    """

    folder: Path
    repo: Path
    token: str
    port: int

    def prelude(self, name: str) -> str:
        """The first cell of every submission: where things are, for those that try to get there.

        `INSIDE` is False where the class can be seen; what could harm a machine is only tried if it is True.
        """
        places = {"CLASS": str(self.folder), "REPO": str(self.repo), "PORT": self.port}
        places |= {"RUN": self.token, "TOKEN": f"{self.token}-{name}"}
        lines = [f"{name} = {value!r}" for name, value in places.items()]
        return "\n".join([*lines, "import os", "INSIDE = not os.path.exists(CLASS)"])


Made = Mapping | bytes | Callable[[Path], object]
"""A notebook, the bytes of a file, or what puts something else in its place."""


@dataclass(frozen=True)
class Hostile:
    """A submission, and what is expected of grading it.

    `lost` are the questions without points: all others have all of theirs.  `says` are patterns of what
    the instructor or the learner reads.  `tries` says what the submission does.
    """

    name: str
    tries: str
    make: Callable[[Setting], Made]
    lost: frozenset[str]
    says: tuple[str, ...]

    def write(self, path: Path, setting: Setting) -> None:
        """Put the submission at `path`."""
        made = self.make(setting)
        if callable(made):
            made(path)
        elif isinstance(made, bytes):
            path.write_bytes(made)
        else:
            path.write_text(json.dumps(self._opened(made, setting)), encoding="utf-8")

    def _opened(self, notebook: Mapping, setting: Setting) -> Mapping:
        """The notebook with the prelude in front, if it is one."""
        if notebook.get("nbformat") != 4 or not isinstance(notebook.get("cells"), list):
            return notebook
        return notebook | {"cells": [code_cell(setting.prelude(self.name)), *notebook["cells"]]}


def hostile(*, lost: Iterable[str] = (), says: str | tuple[str, ...] = ()) -> Callable:
    """Make a case of a function of the setting; its docstring says what the submission tries."""
    missed = frozenset(lost)
    assert missed <= set(NAMES), missed
    parts = (says,) if isinstance(says, str) else says

    def case(make: Callable[[Setting], Made]) -> Hostile:
        return Hostile(make.__name__, make.__doc__ or "", make, missed, parts)

    return case


def code(*, lost: Iterable[str] = (), says: str | tuple[str, ...] = (), cheat: bool = False) -> Callable:
    """The same for a function that returns the code of one more cell at the beginning.

    A cheat has two right answers of its own, and no points for any other question; else all are right.
    """

    def case(text: Callable[[], str]) -> Hostile:
        def make(_: Setting) -> Mapping:
            return with_cell(text(), modest() if cheat else honest())

        make.__name__, make.__doc__ = text.__name__, text.__doc__
        return hostile(lost={*lost, *(UNANSWERED if cheat else ())}, says=says)(make)

    return case


def collected(names: Mapping[str, object]) -> list[Hostile]:
    """The cases among the names of a module, in order."""
    return [value for value in names.values() if isinstance(value, Hostile)]
