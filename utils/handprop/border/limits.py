"""How much a submission may use; what goes beyond is stopped, and named in the report."""

from __future__ import annotations

from dataclasses import dataclass

MIB = 2**20


@dataclass(frozen=True)
class Limits:
    """Limits for one submission.

    `cell`, `answer`, `total` : seconds of wall-clock time for one cell, for one answer (a function is called
    on many cases), and for all of the submission, new starts included.  `memory`, `disk` : bytes that the
    learner's processes may use beyond what was there at the start, and may write in their scratch folder.
    `processes` : processes and threads at a time.  `output` : characters of printed text kept of a cell.
    """

    cell: float = 20.0
    answer: float = 20.0
    total: float = 60.0
    memory: int = 1024 * MIB
    disk: int = 64 * MIB
    processes: int = 48
    output: int = 10_000
