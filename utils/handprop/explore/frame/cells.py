"""Which cell shows which explorers: one that no cell shows any more leaves the kernel and the browser.

JupyterLab names the cell with each run; where the name is missing, explorers stay until the kernel ends.
"""

from __future__ import annotations

from typing import Protocol

import ipywidgets as widgets
from IPython import get_ipython


class Shown(Protocol):
    """What a cell shows."""

    def close(self) -> None:
        """Take it out of the kernel."""


_shown: dict[str, tuple[str, list[Shown]]] = {}  # cell -> its latest run, and what that run showed


def shows(explorer: Shown) -> None:
    """Tell that the cell that runs shows the explorer.  What only its earlier run showed is closed."""
    shell = get_ipython()
    told = shell.get_parent() if hasattr(shell, "get_parent") else {}
    metadata = told.get("metadata", {})
    if not (cell := metadata.get("cellId")):
        return
    before, left = _shown.get(cell, ("", [])), []
    if before[0] != told["header"]["msg_id"]:
        before, left = (told["header"]["msg_id"], []), before[1]
    _shown[cell] = (before[0], [*before[1], explorer])
    for deleted in metadata.get("deletedCells", []):
        left += _shown.pop(deleted, ("", []))[1]
    for one in left:
        if not any(one is other for _, of in _shown.values() for other in of):
            one.close()
            _forget(shell, one)


def _forget(shell, explorer: Shown) -> None:
    """IPython keeps every result of every run, as Out[7] and _7."""
    for number in [number for number, result in shell.user_ns["Out"].items() if result is explorer]:
        del shell.user_ns["Out"][number]
        shell.user_ns.pop(f"_{number}", None)


def family(*roots: widgets.Widget) -> list[widgets.Widget]:
    """All widgets that these are made of, parts before wholes, as a front end has to learn of them."""
    found: dict[int, widgets.Widget] = {}
    seen: set[int] = set()

    def add(whole: widgets.Widget) -> None:
        if id(whole) in seen:
            return
        seen.add(id(whole))
        for name in whole.keys:
            for part in _widgets(getattr(whole, name)):
                add(part)
        found[id(whole)] = whole

    for root in roots:
        add(root)
    return list(found.values())


def _widgets(value: object) -> list[widgets.Widget]:
    values = value if isinstance(value, list | tuple) else [value]
    return [inner for inner in values if isinstance(inner, widgets.Widget)]
