"""The register of a class: its secret, and the numbers that each learner was given.

It stays with the instructor.  Who has numbers keeps them, also when a question is drawn otherwise today; only
where an old draw no longer fits its question are there new ones, and a sentence says so.
"""

from __future__ import annotations

import json
import os
import secrets
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from handprop.check.question import Question
from handprop.check.variants.draw import Drawn, draw
from handprop.check.variants.given import Lessons
from handprop.check.variants.stream import plain, stream
from handprop.course.counting import counted
from handprop.course.faults import Refused
from handprop.course.files import write_whole
from handprop.language import tr

FOLDER, FILE = "variants", "register.json"


@dataclass
class Register:
    """The secret of a class, the salt of its file of numbers, and by learner what was drawn."""

    secret: str
    salt: str
    learners: dict[str, dict[str, dict[str, Drawn]]] = field(default_factory=dict)

    @classmethod
    def new(cls) -> Register:
        """A register without learners, and a secret that nobody knows."""
        return cls(secrets.token_hex(32), secrets.token_hex(8))

    def numbers(self, lesson: str, learner: str) -> Mapping[str, Drawn]:
        """What a learner was given for a lesson; empty if there is nothing."""
        return self.learners.get(plain(learner), {}).get(lesson, {})

    def has(self, lesson: str) -> bool:
        """Whether anybody has numbers for the lesson."""
        return any(lesson in lessons for lessons in self.learners.values())

    def give(self, lesson: str, questions: Sequence[Question], learners: Iterable[str]) -> list[str]:
        """Give numbers to all who have none yet; returns sentences about draws that had to be replaced.

        Raises NoVariant where a question's ranges are too narrow.
        """
        replaced: dict[str, list[str]] = defaultdict(list)
        for learner in learners:
            known = self.learners.setdefault(plain(learner), {}).get(lesson, {})
            kept = {one.name: known[one.name] for one in questions if _fits(one, known.get(one.name))}
            for name in known.keys() & {one.name for one in questions if one.differs}:
                if name not in kept:
                    replaced[name].append(learner)
            if any(one.differs and one.name not in kept for one in questions):
                kept = {**self._drawn(lesson, questions, learner), **kept}
            self.learners[plain(learner)][lesson] = kept
        return [
            tr(
                "{name} has new numbers for {counted}: the old ones do not fit the question as it is now.",
                name=name,
                counted=counted(len(of), "learner", "learners"),
            )
            for name, of in replaced.items()
        ]

    def _drawn(self, lesson: str, questions: Sequence[Question], learner: str) -> dict:
        secret = bytes.fromhex(self.secret)
        return draw(questions, lambda name: stream(secret, lesson, name, learner))

    def part(self, lessons: Iterable[str], learners: Iterable[str]) -> dict[str, Lessons]:
        """What is handed out: by learner the numbers for these lessons."""
        return {
            learner: {lesson: self.numbers(lesson, learner) for lesson in lessons} for learner in learners
        }

    def write(self, folder: Path) -> None:
        """Write the register into a folder, readable by its owner alone.  Raises OSError."""
        file = folder / FILE
        folder.mkdir(parents=True, exist_ok=True)
        write_whole(folder / ".gitignore", "*\n")  # the secret stays out of every repository
        if not file.exists():
            os.close(os.open(file, os.O_CREAT | os.O_WRONLY, 0o600))
        content = {"secret": self.secret, "salt": self.salt, "learners": self.learners}
        write_whole(file, json.dumps(content, indent=1, sort_keys=True, ensure_ascii=False) + "\n")


def read_register(course: Path) -> Register | None:
    """The register of a class that is graded in this folder; None if it has no variants.  Raises Refused."""
    file = course / FOLDER / FILE
    if not file.exists():
        return None
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
        return Register(content["secret"], content["salt"], content["learners"])
    except (OSError, ValueError, KeyError, TypeError):
        raise Refused(
            tr(
                "{file} cannot be read. It says whose numbers are whose: bring it back from a copy.",
                file=file,
            )
        ) from None


def _fits(question: Question, drawn: Drawn | None) -> bool:
    """Whether a question can still be asked with what was once drawn for it."""
    if drawn is None or ("numbers" in drawn) != bool(question.vary):
        return False
    try:
        variant = question.drawn(drawn)
        for case in variant.cases[:1]:
            variant.right(case)
        return question.answer.takes(drawn)
    except (KeyError, TypeError, ValueError, IndexError):
        return False
