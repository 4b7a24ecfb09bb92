"""Which checks a submission was graded with: their digest, so that a change in them is seen."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from handprop.build.places import Place, find_root

_PACKAGE = Path(__file__).resolve().parents[1]


@cache
def digest(lesson: str) -> str:
    """A digest of the lesson's questions and of all code that judges answers to them."""
    questions = Place(find_root(Path(__file__)), lesson).questions
    # What lies directly in the package is the calculations that the questions compare with.
    files = [questions, *sorted((_PACKAGE / "check").rglob("*.py")), *sorted(_PACKAGE.glob("*.py"))]
    whole = hashlib.sha256()
    for file in files:
        whole.update(f"{file.parent.name}/{file.name}\0".encode() + file.read_bytes() + b"\0")
    return whole.hexdigest()
