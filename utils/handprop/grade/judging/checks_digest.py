"""Which checks a submission was graded with: their digest, so that a change in them is seen."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from handprop.course.lessons import Place, own_root

_PACKAGE = Path(__file__).resolve().parents[1]


@cache
def digest(lesson: str) -> str:
    """A digest of the lesson's questions and of all code that judges answers to them."""
    questions = Place(own_root(), lesson).questions
    # Beside the checks: how answers are read, and the calculations that the questions compare with.
    folders = [_PACKAGE / name for name in ("check", "border", "course", "symbolic", "examples")]
    files = [questions, *sorted(_PACKAGE.glob("*.py"))]
    files += [file for folder in folders for file in sorted(folder.rglob("*.py"))]
    whole = hashlib.sha256()
    for file in files:
        whole.update(f"{file.parent.name}/{file.name}\0".encode() + file.read_bytes() + b"\0")
    return whole.hexdigest()
