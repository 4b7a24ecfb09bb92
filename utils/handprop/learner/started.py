"""What a start found, kept for the next one: where nothing has changed, it need not read everything."""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

from handprop.course import where
from handprop.course.files import write_whole
from handprop.language import spoken
from handprop.learner.record import Record

_PACKAGE = Path(__file__).parents[1]
_MAKERS = [_PACKAGE / name for name in ("check/progress.py", "check/progress_report.py", "learner/page.py")]


def opens(folder: Path) -> str | None:
    """What is to be opened, if all is as it was after the last start; None if it has to be found out."""
    try:
        known = json.loads(_file(folder).read_text(encoding="utf-8"))
        return str(known["opens"]) if known["state"] == _state(folder) else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def keep(folder: Path, opens: str) -> None:
    """Remember what is to be opened as long as nothing changes; a disk that refuses costs time only."""
    with contextlib.suppress(OSError):
        write_whole(_file(folder), json.dumps({"state": _state(folder), "opens": opens}))


def _state(folder: Path) -> str:
    """A text that is another one when a file that the start page tells of may have changed; none is read."""
    return hashlib.sha256(repr([_stamp(path) for path in _told(folder)]).encode()).hexdigest()


def _told(folder: Path) -> Iterator[Path]:
    yield from (folder / laid.name for laid in Record.read(folder).files.values())
    yield from (folder / where.START, folder / where.HIDDEN / "laid.json")
    yield from (where.progress(folder), where.practice(where.progress(folder)))
    yield from (*_MAKERS, *spoken())


def _stamp(path: Path) -> tuple[str, int, int]:
    try:
        state = path.stat()
    except OSError:
        return path.name, 0, 0
    return path.name, state.st_mtime_ns, state.st_size


def _file(folder: Path) -> Path:
    return folder / where.HIDDEN / "started.json"
