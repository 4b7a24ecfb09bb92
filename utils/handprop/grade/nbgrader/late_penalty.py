"""What late work costs, by the rule that a course sets for nbgrader."""

from __future__ import annotations

import logging
from types import SimpleNamespace

from nbgrader.preprocessors import AssignLatePenalties
from traitlets.config import Config

from handprop.grade.gradebook.engine import BookFault
from handprop.language import tr


class LatePenalty:
    """What nbgrader's plugin for late work takes off, within the bounds of `AssignLatePenalties`."""

    def __init__(self, config: Config):
        self._config = config
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
                tr(
                    "The plugin for late submissions fails: {kind}: {why}.",
                    kind=type(fault).__name__,
                    why=fault,
                )
            ) from fault
        return None if off is None else rule._check_late_penalty(SimpleNamespace(score=score), off)

    def _load(self):
        log = logging.getLogger("handprop.nbgrader")
        log.disabled = True
        rule = AssignLatePenalties(config=self._config, log=log)
        rule.init_plugin()
        return rule
