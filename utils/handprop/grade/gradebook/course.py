"""What the gradebook needs to know of a course: nbgrader's settings."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from handprop.grade.gradebook.engine import BookFault
from handprop.language import tr

_CONFIG = "nbgrader_config.py"


def settings(root: Path) -> Mapping:
    """What the `nbgrader_config.py` in a folder sets; empty without one.

    Raises BookFault if the file cannot be run.
    """
    if not (root / _CONFIG).is_file():
        return {}
    from traitlets.config import PyFileConfigLoader

    try:
        return PyFileConfigLoader(_CONFIG, path=str(root)).load_config()
    except Exception as fault:
        raise BookFault(
            tr(
                "{file} cannot be used: {kind}: {why}.",
                file=root / _CONFIG,
                kind=type(fault).__name__,
                why=fault,
            )
        ) from fault


def book_url(root: Path, config: Mapping) -> str:
    """Where nbgrader keeps a course's gradebook: the address that is set, or gradebook.db in its folder."""
    url = config.get("CourseDirectory", {}).get("db_url", "")
    return url or f"sqlite:///{root.resolve() / 'gradebook.db'}"
