"""The front matter of a lesson: what it says of itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from handprop.course.data import from_yaml
from handprop.course.lessons import Place, lesson_places, own_root


@dataclass(frozen=True)
class About:
    """What a report says of a lesson: its title, and its objectives' texts by id."""

    title: str
    objectives: Mapping[str, str]


def front_matter(path: Path) -> dict:
    """The `handprop:` mapping at the front of a lesson.md that the build has accepted.

    Raises OSError, ValueError or KeyError where there is none: `handprop build` tells authors more.
    """
    front = path.read_text(encoding="utf-8-sig").split("\n---", 1)[0].removeprefix("---")
    return from_yaml(front)["handprop"]


def title_of(place: Place) -> str:
    """The title of a lesson; raises as `front_matter` does."""
    return front_matter(place.lesson)["title"]


def titles() -> dict[str, str]:
    """The title of every lesson of this package's course, by name and in order."""
    return {place.name: title_of(place) for place in lesson_places(own_root()) if place.lesson.is_file()}


@cache
def about(lesson: str) -> About:
    """What stands at the front of a lesson of this package's course."""
    facts = front_matter(Place(own_root(), lesson).lesson)
    return About(facts["title"], {one["id"]: one["text"] for one in facts["objectives"]})


def anchor(heading: str) -> str:
    """By which name GitHub and the site know a heading; JupyterLab keeps capitals and commas."""
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")
