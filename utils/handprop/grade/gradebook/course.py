"""What the gradebook needs to know of a course: nbgrader's settings, and its penalty for late work."""

from __future__ import annotations

import logging
from pathlib import Path
from types import SimpleNamespace

from traitlets.config import Config, PyFileConfigLoader

from handprop.grade.gradebook.engine import BookFault

_CONFIG = "nbgrader_config.py"


def settings(root: Path) -> Config:
    """What the `nbgrader_config.py` in a folder sets; empty without one.

    Raises BookFault if the file cannot be run.
    """
    if not (root / _CONFIG).is_file():
        return Config()
    try:
        return PyFileConfigLoader(_CONFIG, path=str(root)).load_config()
    except Exception as fault:
        raise BookFault(f"{root / _CONFIG} cannot be used: {type(fault).__name__}: {fault}.") from fault


def book_url(root: Path, config: Config) -> str:
    """Where nbgrader keeps a course's gradebook: the address that is set, or gradebook.db in its folder."""
    url = config.CourseDirectory.get("db_url", "") if "CourseDirectory" in config else ""
    return url or f"sqlite:///{root.resolve() / 'gradebook.db'}"


class LatePenalty:
    """What nbgrader's plugin for late work takes off, within the bounds of `AssignLatePenalties`."""

    def __init__(self, config: Config | None = None):
        self._config = config or Config()
        self._rule = None

    def __call__(self, learner: str, score: float, seconds: float) -> float | None:
        """The points for work that came `seconds` late; None if the course takes none.

        Raises BookFault if the course's plugin fails.
        """
        try:
            rule = self._rule = self._rule or self._load()
            off = rule.plugin_inst.late_submission_penalty(learner, score, seconds)
        except Exception as fault:
            raise BookFault(
                f"The plugin for late submissions fails: {type(fault).__name__}: {fault}."
            ) from fault
        return None if off is None else rule._check_late_penalty(SimpleNamespace(score=score), off)

    def _load(self):
        from nbgrader.preprocessors import AssignLatePenalties

        log = logging.getLogger("handprop.nbgrader")
        log.disabled = True
        rule = AssignLatePenalties(config=self._config, log=log)
        rule.init_plugin()
        return rule
