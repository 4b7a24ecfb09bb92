"""A submission: whose it is, for which lesson, where the notebook lies and when it was handed in."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path


@dataclass(frozen=True)
class Submission:
    """One notebook that a learner handed in.

    `lesson` is the name of the lesson's folder, which is also nbgrader's assignment and notebook name.
    `attempt` counts from 1; `handed_in` is in UTC without a time zone, as nbgrader keeps it, None if unknown.
    `seed` is that of the random cases of its class, `numbers` what was drawn for the learner's questions:
    None where the class has the numbers of the course, empty where the learner was given none.
    """

    learner: str
    lesson: str
    path: Path
    attempt: int = 1
    handed_in: datetime | None = None
    seed: int = field(default=0, compare=False)
    numbers: Mapping[str, Mapping] | None = field(default=None, compare=False)

    def fingerprint(self) -> str:
        """A digest of the notebook's bytes; raises OSError if it cannot be read."""
        with self.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
