"""Submissions of lesson 06's exercise that are hostile, broken, or honest in an unusual way.

Each is made by a function, which says what it tries and what must come of it.
"""

from hostile import (
    endless,
    files,
    functions,
    hoard,
    objects,
    patches,
    processes,
    protocol,
    shell,
    slips,
    snoop,
)
from hostile.case import Hostile, Setting

_MODULES = (slips, files, endless, hoard, processes, patches, protocol, objects, functions, shell, snoop)
CORPUS: tuple[Hostile, ...] = tuple(case for module in _MODULES for case in module.CASES)
"""Every case; what leaves a message stands before what looks for it."""

__all__ = ["CORPUS", "Hostile", "Setting"]
