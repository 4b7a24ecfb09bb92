"""Writing a file whole or not at all, so that a killed run never leaves half a page."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def write_whole(path: Path, text: str, encoding: str = "utf-8") -> None:
    """Write a text file in one step, with its folders.  Raises OSError if that is not possible."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "w", encoding=encoding, errors="replace", newline="") as stream:
            stream.write(text)
        os.chmod(draft, 0o644)  # as any new file: mkstemp keeps its own to the user
        os.replace(draft, path)
    except BaseException:
        os.unlink(draft)
        raise
