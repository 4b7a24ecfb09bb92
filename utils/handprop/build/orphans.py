"""Notebooks in the generated folders that no lesson makes."""

from __future__ import annotations

from pathlib import Path

from handprop.course.lessons import lesson_places

GENERATED = ("notebooks", "solutions", "exercises")


def orphans(root: Path) -> list[str]:
    """Their paths from the root of the course."""
    places = lesson_places(root)
    made = {place.notebook for place in places if place.lesson.exists()}
    made |= {path for place in places if place.exercise.exists() for path in (place.solution, place.release)}
    found = (path for folder in GENERATED for path in (root / folder).rglob("*.ipynb"))
    kept = (path for path in found if path not in made and ".ipynb_checkpoints" not in path.parts)
    return sorted(path.relative_to(root).as_posix() for path in kept)
