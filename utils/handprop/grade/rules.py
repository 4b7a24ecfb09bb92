"""How to grade a class: which attempt counts, what is graded again, and where."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

LAST, BEST = "last", "best"
EVERYTHING = ""

Said = Callable[[str], None]


@dataclass(frozen=True)
class Rules:
    """How to grade.

    attempt : which of several attempts counts, ``last`` or ``best``.
    regrade : None; a question whose score alone is judged again; or `EVERYTHING`.
    workers : processes, by default one per core.
    unsafe, sandbox : run learners' code without a sandbox; in the one of this name.
    scheduler : the address of a Dask scheduler, to grade on its machines.
    """

    attempt: str = LAST
    regrade: str | None = None
    workers: int | None = None
    unsafe: bool = False
    scheduler: str | None = None
    sandbox: str | None = None
