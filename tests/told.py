"""What lessons and exercises tell their readers, as one text each, and the numbers in it."""

import nbformat
from places import REPO

ROOT = REPO


def lesson(name):
    """The words of a lesson, spaces and line breaks made one space."""
    return _words(ROOT / "notebooks" / f"{name}.ipynb")


def exercise(name):
    """The words of an exercise, its questions included."""
    return _words(ROOT / "solutions" / name / f"{name}.ipynb")


def outputs(name):
    """What the cells of a lesson print, stored in its notebook."""
    cells = nbformat.read(ROOT / "notebooks" / f"{name}.ipynb", 4).cells
    return "\n".join(output.get("text", "") for cell in cells for output in cell.get("outputs", []))


def number(text):
    """A number as it is printed: a minus may be a hyphen or U+2212, thousands may be parted by a space."""
    return float(text.replace("−", "-").replace(" ", ""))


def _words(path):
    cells = nbformat.read(path, 4).cells
    return " ".join(" ".join(cell.source for cell in cells if cell.cell_type == "markdown").split())


def code(name):
    """The code cells of a lesson."""
    cells = nbformat.read(ROOT / "notebooks" / f"{name}.ipynb", 4).cells
    return [cell.source for cell in cells if cell.cell_type == "code"]


def names():
    """The names of all lessons."""
    return sorted(path.stem for path in (ROOT / "notebooks").glob("*.ipynb"))
