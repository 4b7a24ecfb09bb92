"""What an author has to mend."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """Something that an author has to mend: the file, and where known the line and the cell, from 1."""

    path: str
    text: str
    line: int | None = None
    cell: int | None = None

    def __str__(self) -> str:
        line = f":{self.line}" if self.line else ""
        cell = f" (cell {self.cell})" if self.cell else ""
        return f"{self.path}{line}{cell}: {self.text}"
