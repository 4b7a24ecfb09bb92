"""A submission: whose it is, for which lesson, where the notebook lies and when it was handed in."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path


@dataclass(frozen=True)
class Submission:
    """One notebook that a learner handed in.

    `lesson` is the name of the lesson's folder, which is also nbgrader's assignment and notebook name.
    `attempt` counts from 1; `handed_in` is in UTC without a time zone, as nbgrader keeps it, None if unknown.
    `seed` is that of the random cases of its class.
    """

    learner: str
    lesson: str
    path: Path
    attempt: int = 1
    handed_in: datetime | None = None
    seed: int = field(default=0, compare=False)

    def fingerprint(self) -> str:
        """A digest of the notebook's bytes; raises OSError if it cannot be read."""
        with self.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
