"""The stories that there are, and the one that is meant."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from handprop.course.faults import Refused
from handprop.course.front import about
from handprop.course.lessons import Place, lesson_places, own_root
from handprop.course.questions import module_at
from handprop.demo.story import Story


@cache
def stories() -> tuple[Story, ...]:
    """All stories, in the order of their lessons."""
    return tuple(_of(place) for place in lesson_places(own_root()) if place.demo.is_file())


def find(name: str) -> Story:
    """The story of that name, or of that lesson: ``by_hand``, ``06_by_hand``, ``06`` or ``6``.

    Raises Refused, listing the names, if there is none.
    """
    for story in stories():
        if name in (story.name, story.lesson) or name.zfill(2) == story.number:
            return story
    names = ", ".join(story.name for story in stories())
    raise Refused(f"There is no demo {name!r}; choose from {names}.")


def _of(place: Place) -> Story:
    return replace(module_at(place.demo).STORY, lesson=place.name, title=about(place.name).title)
