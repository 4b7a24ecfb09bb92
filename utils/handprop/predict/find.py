"""Finding the predictions of a lesson: what is asked, and what happens, as its notebook shows it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise, takewhile
from pathlib import Path

import yaml

from handprop.language import translated

MARK = "**Predict"
_MOST = 1200  # letters of an outcome that fit below a box


def asked(notebook: dict) -> Iterator[int]:
    """Where a cell of code answers a prediction, which the text before it asks."""
    cells = notebook["cells"]
    for place, (before, cell) in enumerate(pairwise(cells), 1):
        if cell["cell_type"] == "code" and before["cell_type"] == "markdown" and MARK in text(before):
            yield place


def specs(notebook: dict, folder: Path) -> dict[int, dict]:
    """For each such place what its box has to know; `folder` holds the lesson's ``predictions.yml``, or not.

    ``kind`` is ``number``, ``choice``, ``curve`` or ``words``; ``answer`` and ``options`` belong to the first
    two, ``curve`` to the third.  ``told`` says that an explorer shows what happens before anything is moved.
    """
    known = _known(translated(folder / "predictions.yml"))
    found = {}
    for number, place in enumerate(asked(notebook), 1):
        own = known.get(number, {})
        first = {
            "number": number,
            "outcome": _outcome(answers(notebook, place)),
            "told": own.get("told", False),
        }
        found[place] = first | _kind(own)
    return found


def answers(notebook: dict, place: int) -> list[dict]:
    """The cells of code from `place` on, up to the next words: they answer together."""
    return list(takewhile(lambda cell: cell["cell_type"] == "code", notebook["cells"][place:]))


def text(cell: dict) -> str:
    """The source of a cell."""
    return "".join(cell["source"])


def _known(path: Path) -> dict:
    return yaml.safe_load(path.read_text(encoding="utf-8")) if path.is_file() else {}


def _kind(known: dict) -> dict:
    if "number" in known:
        return {"kind": "number", "answer": float(known["number"]), "options": []}
    if "choices" in known:
        return {"kind": "choice", "answer": known["right"], "options": known["choices"]}
    if "curve" in known:
        return {"kind": "curve", "answer": None, "options": [], "curve": known["curve"]}
    return {"kind": "words", "answer": None, "options": []}


def _outcome(cells: list[dict]) -> str:
    """What the cells print; nothing where they say more than fits."""
    outputs = [output for cell in cells for output in cell.get("outputs", [])]
    parts = ["".join(output["text"]) for output in outputs if output["output_type"] == "stream"]
    whole = "".join(parts).rstrip()
    return whole if len(whole) <= _MOST else ""
