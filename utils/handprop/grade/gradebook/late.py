"""`class.toml`: what a class's instructor sets without writing Python.

site = "https://example.org/course/"   # where `handprop site` was published: feedback links to its lessons
[due]                                  # in UTC, or with a zone
06_by_hand = "2026-11-20 18:00"
[extension.06_by_hand]                 # a date of one's own
ada = "2026-11-22 18:00"
[late]
grace_minutes = 15
percent_per_day = 10                   # of the learner's points, for each day begun; or points_per_day
at_most_percent = 50
[solutions]                            # from when on feedback shows the worked solution
06_by_hand = "2026-11-25 00:00"
"""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from handprop.course.faults import Refused
from handprop.language import tr

NAME = "class.toml"
_DAY = 86_400.0
_RULES = {"grace_minutes", "percent_per_day", "points_per_day", "at_most_percent"}


@dataclass(frozen=True)
class ClassRules:
    """When work is due, for all and single learners, what lateness costs, when solutions show; the site."""

    due: Mapping[str, datetime] = field(default_factory=dict)
    extension: Mapping[str, Mapping[str, datetime]] = field(default_factory=dict)
    solutions: Mapping[str, datetime] = field(default_factory=dict)
    late: Mapping[str, float] = field(default_factory=dict)
    site: str = ""

    def date(self, lesson: str, learner: str) -> datetime | None:
        """By when a learner's work is due, in UTC; None if nothing is set."""
        return self.extension.get(lesson, {}).get(learner) or self.due.get(lesson)

    def penalty(self, _learner: str, score: float, seconds: float) -> float | None:
        """The points taken off a score for work that came `seconds` late; None for none."""
        beyond = seconds - 60 * self.late.get("grace_minutes", 0)
        if beyond <= 0:
            return None
        days = math.ceil(beyond / _DAY)
        off = days * (score * self.late.get("percent_per_day", 0) / 100 + self.late.get("points_per_day", 0))
        return min(off, score * self.late.get("at_most_percent", 100) / 100) or None


def read_rules(folder: Path) -> ClassRules:
    """The rules in a folder's `class.toml`; empty without one.

    Raises Refused, with what is wrong, if the file cannot be used.
    """
    file = folder / NAME
    if not file.is_file():
        return ClassRules()
    try:
        told = tomllib.loads(file.read_text(encoding="utf-8-sig"))
        extension = {lesson: _dates(of) for lesson, of in told.get("extension", {}).items()}
        late = {name: float(value) for name, value in told.get("late", {}).items()}
        dates, solutions = _dates(told.get("due", {})), _dates(told.get("solutions", {}))
        rules = ClassRules(dates, extension, solutions, late, _site(told.get("site", "")))
    except (ValueError, TypeError, AttributeError, OSError) as fault:
        raise Refused(tr("{file} cannot be used: {why}.", file=file, why=fault)) from None
    if unknown := (late.keys() - _RULES) | (told.keys() - {"due", "extension", "solutions", "late", "site"}):
        raise Refused(
            tr(
                "{file} cannot be used: it does not know {unknown}.",
                file=file,
                unknown=", ".join(sorted(unknown)),
            )
        )
    return rules


def _site(told: object) -> str:
    """An address that pages can link to, with a slash at its end; nothing for none."""
    if told and not re.match(r"https?://[^\s<>\"']+$", str(told)):
        raise ValueError(tr("site = {told!r} is no address that begins with https://", told=str(told)))
    return f"{str(told).rstrip('/')}/" if told else ""


def _dates(told: Mapping[str, object]) -> dict[str, datetime]:
    return {name: _date(value) for name, value in told.items()}


def _date(value: object) -> datetime:
    when = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    return when.astimezone(UTC).replace(tzinfo=None) if when.tzinfo else when
