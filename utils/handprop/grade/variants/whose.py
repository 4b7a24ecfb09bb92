"""Whose numbers a submission is judged with: its learner's, by the list that the numbers were made from."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from handprop.check.variants.draw import Drawn
from handprop.check.variants.stream import plain
from handprop.course.faults import Refused
from handprop.grade.intake.class_list import Roster, read_roster
from handprop.grade.variants.register import FOLDER, Register, read_register
from handprop.language import tr

_LIST = "class"


def numbers_of(
    course: Path, lesson: str, learners: Iterable[str], platform: Mapping[str, Collection[str]] | None = None
) -> dict[str, Mapping[str, Drawn]] | None:
    """By learner what was drawn for a lesson; None where the class has no numbers of its own for it.

    Learners who were given none have an empty draw; who is on the list and not among `learners` is there by
    the id of the list.  `platform` are the learning platform's own numbers of learners.  Raises Refused.
    """
    register = read_register(course)
    if register is None or not register.has(lesson):
        return None
    return _by_learner(register, kept_list(course), lesson, list(learners), platform)


def _by_learner(register: Register, roster: Roster, lesson: str, learners: list[str], platform) -> dict:
    known = roster.of(learners, platform)
    found = {
        learner: register.numbers(lesson, known[learner].id) if learner in known else {}
        for learner in learners
    }
    taken = {plain(entry.id) for entry in known.values()}
    rest = [entry.id for entry in roster.entries if plain(entry.id) not in taken]
    return found | {name: register.numbers(lesson, name) for name in rest if name not in found}


def keep_list(course: Path, file: Path) -> None:
    """Keep a copy of the class list with the register.  Raises OSError."""
    for old in (course / FOLDER).glob(f"{_LIST}.*"):
        old.unlink()
    (course / FOLDER / f"{_LIST}{file.suffix.lower()}").write_bytes(file.read_bytes())


def kept_list(course: Path) -> Roster:
    """The class list that the numbers were made from.  Raises Refused if it is not there."""
    files = sorted((course / FOLDER).glob(f"{_LIST}.*"))
    if not files:
        raise Refused(
            tr(
                "{course} has no class list any more: run `handprop variants` with it again.",
                course=course / FOLDER,
            )
        )
    return read_roster(files[0])
