"""What Python as WebAssembly cannot do: said by name where a learner asks for it, and kept for the judge."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from handprop.language import tr

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

THREADS, PROGRAMS = "threads", tr("other programs")
_PACKAGE = tr("the package ")
_NAME = re.compile(_PACKAGE + r"\w{1,60}")
_MOST = 10
_asked: dict[str, None] = {}


def told() -> list[str]:
    """What was asked for since the last call, and is not there."""
    names = list(_asked)[:_MOST]
    _asked.clear()
    return names


def plain(error: str) -> str:
    """The text of an error without what Python adds for those who start it by hand."""
    return re.sub(r"\. Site initialization is disabled, .*", "", error, count=1)


def sentence(what: str, cell: int) -> str:
    """What an instructor is told."""
    return tr(
        "Cell {cell} asks for {what}, which the sandbox of this machine does not have.", cell=cell, what=what
    )


def known(names: object) -> list[str]:
    """Of what a guest says that it lacks, what can be true; the guest may say anything."""
    given = names[:_MOST] if isinstance(names, list) else []
    fits = (one for one in given if isinstance(one, str))
    return [one for one in fits if one in (THREADS, PROGRAMS) or _NAME.fullmatch(one)]


def explain(shell: InteractiveShell) -> None:
    """Let whatever needs threads, programs or a package that is not here say so."""
    import subprocess
    import threading

    shell.system = shell.getoutput = _lacks(PROGRAMS, OSError)
    threading.Thread.start = _lacks(THREADS, RuntimeError)
    subprocess.Popen.__init__ = _lacks(PROGRAMS, OSError)
    for name in ("system", "popen", "fork", "posix_spawn", "execv"):
        setattr(os, name, _lacks(PROGRAMS, OSError))
    sys.meta_path.append(_Missing())


def _lacks(what: str, fault: type[Exception]) -> Callable:
    def refuse(*_: object, **__: object) -> None:
        _asked[what] = None
        raise fault(tr("The sandbox that grades runs without {what}.", what=what))

    return refuse


class _Missing:
    """Asked last for a module: takes note of what the learner's own code imports, and finds nothing."""

    def find_spec(self, name: str, path: object = None, target: object = None) -> None:
        """Find nothing."""
        frame = sys._getframe(1)
        while frame is not None and "importlib" in frame.f_code.co_filename:
            frame = frame.f_back
        if frame is not None and frame.f_globals.get("__name__") == "__main__":
            _asked[_PACKAGE + name.partition(".")[0]] = None
