"""What the course lays into a learner's folder: its notebooks and its glossary, with links that fit there.

Tracked files are only read.  In the learner's copy a check that is not satisfied does not stop "Run All".
"""

from __future__ import annotations

import hashlib
import json
import posixpath
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from handprop.course import where
from handprop.course.front import anchor
from handprop.learner import predictions

_GLOSSARY = "docs/glossary.md"
_PACKAGE = Path(__file__).parents[1]
_MAKERS = [Path(__file__), Path(predictions.__file__), *sorted((_PACKAGE / "predict").glob("*.*"))]
_LINK = re.compile(r"(?<=\]\()([^)\s#]+)(#[^)\s]*)?")
_HEADING = re.compile(r"^#+ +(.+?) *$", re.MULTILINE)


@dataclass(frozen=True)
class Piece:
    """One file of the course: where it is made, as a path from the clone, and its name in the folder."""

    clone: Path
    source: str
    name: str

    @property
    def lesson(self) -> str:
        """The name of the lesson that it belongs to."""
        return Path(self.source).stem

    def text(self, original: str | None = None) -> str:
        """What is laid: the file itself, or `original`, another state of it."""
        text = (self.clone / self.source).read_text(encoding="utf-8") if original is None else original
        names = {piece.source: piece.name for piece in pieces(self.clone)} | {"docs/lessons.md": where.START}
        names |= _words(self.clone)
        if not self.name.endswith(".ipynb"):
            return _led(text, self.source, names)
        asks = self.clone / "lessons" / self.lesson if self.source.startswith("notebooks/") else None
        return _notebook(text, self.source, names, asks)


def pieces(clone: Path) -> list[Piece]:
    """All that is laid, in the order of the course."""
    lessons = [path.stem for path in sorted((clone / "notebooks").glob("*.ipynb"))]
    found = [Piece(clone, f"notebooks/{name}.ipynb", f"{name}.ipynb") for name in lessons]
    for path in sorted((clone / "exercises").glob("*/*.ipynb")):
        if path.stem == path.parent.name:
            source = f"exercises/{path.stem}/{path.name}"
            found.append(Piece(clone, source, where.exercise_name(path.stem)))
    more = [
        Piece(clone, "docs/practice.ipynb", where.PRACTICE),
        Piece(clone, _GLOSSARY, "Glossary.md"),
    ]
    return [*found, *(piece for piece in more if (clone / piece.source).is_file())]


def signature(clone: Path) -> str:
    """A text that is another one when any of the files, or this module, has changed; nothing is read."""
    files = [clone / piece.source for piece in pieces(clone)]
    files += [*sorted(clone.glob("lessons/*/predictions.yml")), *_MAKERS]
    states = [(path.name, path.stat().st_mtime_ns, path.stat().st_size) for path in files]
    return hashlib.sha256(repr(states).encode()).hexdigest()


def _notebook(text: str, source: str, names: dict[str, str], asks: Path | None) -> str:
    notebook = json.loads(text)
    for cell in notebook["cells"]:
        for change in FITTINGS:
            change(cell, source, names)
    if asks:
        predictions.fit(notebook, asks)
    return json.dumps(notebook, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def _lead(cell: dict, source: str, names: dict[str, str]) -> None:
    """Links to other files of the course lead to them in the learner's folder."""
    if cell["cell_type"] == "markdown":
        cell["source"] = _led("".join(cell["source"]), source, names).splitlines(keepends=True)


def _let_run(cell: dict, source: str, names: dict[str, str]) -> None:
    """The cells after an unanswered check are run all the same; what the check says is an error as before."""
    marks = cell["metadata"].get("nbgrader", {})
    if cell["cell_type"] == "code" and marks.get("grade") and marks.get("locked"):
        cell["metadata"]["tags"] = [*cell["metadata"].get("tags", []), "raises-exception"]


FITTINGS: tuple[Callable[[dict, str, dict[str, str]], None], ...] = (_lead, _let_run)
"""What is done to each cell for the learner's copy; a cell comes as in the file, as JSON."""


def _led(text: str, source: str, names: dict[str, str]) -> str:
    folder = posixpath.dirname(source)

    def lead(found: re.Match) -> str:
        target, part = posixpath.normpath(posixpath.join(folder, found[1])), found[2] or ""
        return names.get(target + part) or names.get(target, found[1]) + part

    return _LINK.sub(lead, text)


def _words(clone: Path) -> dict[str, str]:
    """Links to words of the glossary, from GitHub's form to that of JupyterLab, which keeps capitals."""
    if not (clone / _GLOSSARY).is_file():
        return {}
    words = _HEADING.findall((clone / _GLOSSARY).read_text(encoding="utf-8"))
    return {f"{_GLOSSARY}#{anchor(word)}": f"Glossary.md#{word.replace(' ', '-')}" for word in words}


def cells(text: str) -> Iterator[str]:
    """The sources of the cells of a notebook; none for a text that is no notebook."""
    try:
        for cell in json.loads(text)["cells"]:
            yield "".join(cell["source"])
    except (ValueError, KeyError, TypeError):
        return


def likeness(one: str, other: str) -> float:
    """How much of two notebooks is the same, cell by cell, from 0 to 1."""
    first, second = list(cells(one)), list(cells(other))
    shared = sum(min(first.count(cell), second.count(cell)) for cell in set(first))
    return 2 * shared / (len(first) + len(second)) if first and second else 0.0
