"""The stories that there are, and the one that is meant."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from handprop.course.faults import Refused
from handprop.course.front import about
from handprop.course.lessons import Place, lesson_places, own_root
from handprop.course.questions import module_at
from handprop.demo.story import Story
from handprop.language import tr


@cache
def stories() -> tuple[Story, ...]:
    """All stories, in the order of their lessons; a lesson may have more than its first."""
    return tuple(story for place in lesson_places(own_root()) if place.demo.is_file() for story in _of(place))


def find(name: str) -> Story:
    """The story of that name, or of that lesson: ``by_hand``, ``06_by_hand``, ``06`` or ``6``.

    Raises Refused, listing the names, if there is none.
    """
    for story in stories():
        if name in (story.name, story.lesson) or name.zfill(2) == story.number:
            return story
    names = ", ".join(story.name for story in stories())
    raise Refused(tr("There is no demo {name!r}; choose from {names}.", name=name, names=names))


def _of(place: Place) -> list[Story]:
    told = module_at(place.demo)
    stories = [told.STORY, *getattr(told, "MORE", ())]
    return [replace(story, lesson=place.name, title=about(place.name).title) for story in stories]
