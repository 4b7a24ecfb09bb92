"""Building every notebook, or only saying what a build would change."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path

from nbformat import NotebookNode

from handprop.build import bundles, mistakes_page, reference, store, widgets
from handprop.build.compare import Difference, differences
from handprop.build.expand import Draft
from handprop.build.notes import holds_notes
from handprop.build.orphans import orphans
from handprop.build.plan import Plan, lesson_titles, make_plan
from handprop.build.problem import Problem
from handprop.build.release import holds_answers
from handprop.build.run import run, was_run
from handprop.course.files import write_whole
from handprop.course.lessons import Place, lesson_places, own_root


class Screen:
    """Where progress goes; this one is silent."""

    def step(self, path: str, cell: int, cells: int) -> None:
        """A cell starts."""

    def done(self, path: str, what: str, seconds: float) -> None:
        """A notebook is finished."""


@dataclass
class Result:
    """What a build or a check found."""

    problems: list[Problem] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)
    orphans: list[str] = field(default_factory=list)


def build(
    root: Path, names: tuple[str, ...] = (), *, force: bool = False, screen: Screen | None = None
) -> Result:
    """Make the notebooks of the lessons in `names`, or of all.

    A notebook is run when its cells differ from the stored ones, when it was not run from top to bottom, or
    with `force`.  A lesson with problems is left as it is, and the others are built.

    Raises Stop for an unknown name, or when no kernel can be started.
    """
    result, screen, titles = Result(), screen or Screen(), lesson_titles(root)
    if not names:
        _bundle(root, screen)  # before the lessons, which hold the explorers' JavaScript
    for place in lesson_places(root, names):
        plan = make_plan(place, titles)
        problems = plan.problems or _build_lesson(plan, force, screen)
        if problems:
            screen.done(place.shown(place.folder), "has problems", 0.0)
        result.problems += problems
    if not names:
        result.orphans = orphans(root)
        _write_pages(root, {**reference.pages(root), **_pages_of_the_package(root)}, screen)
    return result


def _bundle(root: Path, screen: Screen) -> None:
    if sentence := bundles.missing(root):
        screen.done("JavaScript", sentence, 0.0)
    _write_pages(root, bundles.pages(root), screen)


def _write_pages(root: Path, pages: dict[Path, str], screen: Screen) -> None:
    for path, text in pages.items():
        start = time.perf_counter()
        changed = write_whole(path, text.encode())
        screen.done(
            path.relative_to(root).as_posix(),
            "written" if changed else "unchanged",
            time.perf_counter() - start,
        )


def _pages(root: Path) -> dict[Path, str]:
    return {**reference.pages(root), **bundles.pages(root), **_pages_of_the_package(root)}


def _pages_of_the_package(root: Path) -> dict[Path, str]:
    """What is made from the questions and demos of this very course, with its own checks and explorers."""
    if root.resolve() != own_root():
        return {}
    from handprop.demo.notes import notes
    from handprop.explore.network.derivation import store

    docs = root / "docs"
    return {docs / "mistakes.md": mistakes_page.document(), docs / "demos.md": notes(), **store()}


def check(root: Path, names: tuple[str, ...] = ()) -> Result:
    """What a build would change, without changing or running anything.

    Raises Stop for an unknown name.
    """
    result, titles = Result(), lesson_titles(root)
    for place in lesson_places(root, names):
        plan = make_plan(place, titles)
        result.problems += plan.problems
        if not plan.problems:
            result.differences += _lesson_differences(plan)
    if not names:
        result.orphans = orphans(root)
        result.differences += [
            Difference(path, None, "no lesson makes this notebook.") for path in result.orphans
        ]
        result.differences += [
            Difference(path.relative_to(root).as_posix(), None, "differs from what its sources make.")
            for path, text in _pages(root).items()
            if not path.is_file() or path.read_text(encoding="utf-8") != text
        ]
    return result


def _build_lesson(plan: Plan, force: bool, screen: Screen) -> list[Problem]:
    place = plan.place
    problems = _build_run(place, plan.lesson, place.notebook, force, screen)
    if plan.solution is None:
        return problems
    found = _build_run(place, plan.solution, place.solution, force, screen)
    if not found:  # what learners get never runs ahead of its solution
        found = _build_release(place, plan.release, screen)
    return problems + found


def _build_release(place: Place, notebook: NotebookNode, screen: Screen) -> list[Problem]:
    shown, start, stored = place.shown(place.release), time.perf_counter(), store.read(place.release)
    if stored is not None and holds_answers(stored):
        return [
            Problem(
                shown, "Somebody's answers are in this file; move it away, or delete it, and build again."
            )
        ]
    changed = write_whole(place.release, store.to_bytes(notebook))
    screen.done(shown, "written" if changed else "unchanged", time.perf_counter() - start)
    return []


def _build_run(place: Place, draft: Draft, path: Path, force: bool, screen: Screen) -> list[Problem]:
    shown, start = place.shown(path), time.perf_counter()
    stored = store.read(path)
    if stored is not None and holds_notes(stored, place.name):
        text = "Somebody's notes are in this file; move it away, or delete it, and build again."
        return [Problem(shown, text)]
    if stored is not None:
        widgets.refresh(stored)
    if not force and stored is not None and not _differences(draft.notebook, stored, shown, draft.path):
        changed = write_whole(path, store.to_bytes(stored))
        screen.done(shown, "laid out afresh" if changed else "unchanged", time.perf_counter() - start)
        return []
    notebook, problem = run(draft, path.parent, lambda cell, cells: screen.step(shown, cell, cells))
    if problem:
        return [problem]
    changed = write_whole(path, store.to_bytes(notebook))
    screen.done(shown, "run" if changed else "run, same bytes", time.perf_counter() - start)
    return []


def _lesson_differences(plan: Plan) -> list[Difference]:
    place = plan.place
    found = _stored_differences(plan.lesson.notebook, place, place.notebook, plan.lesson.path)
    if plan.solution is not None:
        path = plan.solution.path
        found += _stored_differences(plan.solution.notebook, place, place.solution, path)
        found += _release_differences(plan.release, place, path)
    return found


def _stored_differences(built: NotebookNode, place: Place, path: Path, source: str) -> list[Difference]:
    return _differences(built, store.read(path), place.shown(path), source)


def _differences(
    built: NotebookNode, stored: NotebookNode | None, path: str, source: str
) -> list[Difference]:
    found = differences(built, stored, path, source)
    if not found and not was_run(stored):
        return [Difference(path, None, "not run from top to bottom without an error.")]
    before = store.to_bytes(stored) if stored else b""
    if not found:
        widgets.refresh(stored)
        if store.to_bytes(stored) != before:
            return [Difference(path, None, "its explorers have another JavaScript or style sheet than now.")]
    return found


def _release_differences(built: NotebookNode, place: Place, path: Path) -> list[Difference]:
    shown = place.shown(place.release)
    stored = store.read(place.release)
    found = differences(built, stored, shown, path)
    if stored and any(cell.get("outputs") or cell.get("execution_count") for cell in stored.cells):
        found.append(Difference(shown, None, "an exercise has no outputs; this one was run."))
    return found
