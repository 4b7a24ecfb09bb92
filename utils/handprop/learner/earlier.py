"""Work that was done in the clone's own notebooks and exercises, before learners had folders of their own."""

from __future__ import annotations

import json
import subprocess

from nbformat import from_dict

from handprop.learner.content import Piece


def earlier_work(piece: Piece) -> tuple[str, str] | None:
    """A file as committed and what somebody made of it by hand, both as they are laid; else None."""
    if not piece.name.endswith(".ipynb") or (before := _committed(piece)) is None:
        return None
    worked = (piece.clone / piece.source).read_text(encoding="utf-8")
    if worked == before or not _by_hand(piece, worked):
        return None
    return piece.text(before), piece.text(worked)


def _committed(piece: Piece) -> str | None:
    """The file as git has it; None without git, or where git does not have it."""
    try:
        git = ["git", "-C", str(piece.clone), "show", f"HEAD:./{piece.source}"]
        shown = subprocess.run(git, capture_output=True, text=True, encoding="utf-8")
    except (OSError, ValueError):
        return None
    return shown.stdout if shown.returncode == 0 else None


def _by_hand(piece: Piece, text: str) -> bool:
    from handprop.build.notes import holds_notes
    from handprop.build.release import holds_answers

    try:
        notebook = from_dict(json.loads(text))
        for cell in notebook.cells:
            cell.source = "".join(cell.source)
        return (
            holds_answers(notebook)
            if piece.source.startswith("exercises")
            else holds_notes(notebook, piece.lesson)
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        return False
