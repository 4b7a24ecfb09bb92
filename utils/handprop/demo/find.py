"""The stories that there are, and the one that is meant."""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module

from handprop.demo import stories as folder
from handprop.demo.story import Story


@cache
def stories() -> tuple[Story, ...]:
    """All stories, in the order of their lessons."""
    names = [module.name for module in pkgutil.iter_modules(folder.__path__)]
    found = [import_module(f"{folder.__name__}.{name}").STORY for name in names]
    return tuple(sorted(found, key=lambda story: (story.lesson, story.name)))


def find(name: str) -> Story:
    """The story of that name, or of that lesson: ``by_hand``, ``06_by_hand``, ``06`` or ``6``.

    Raises ValueError, listing the names, if there is none.
    """
    for story in stories():
        if name in (story.name, story.lesson) or name.zfill(2) == story.number:
            return story
    names = ", ".join(story.name for story in stories())
    raise ValueError(f"There is no demo {name!r}; choose from {names}.")
