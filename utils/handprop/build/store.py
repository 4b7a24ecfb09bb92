"""Notebook files: the same bytes for the same notebook, and never half a file."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import nbformat
from nbformat import NotebookNode


def to_bytes(notebook: NotebookNode) -> bytes:
    r"""The file of a notebook: UTF-8, ``\n`` at the end of every line on every platform."""
    return (nbformat.writes(notebook, version=4).rstrip("\n") + "\n").encode()


def read(path: Path) -> NotebookNode | None:
    """The stored notebook, or None when there is none that can be read."""
    try:
        return nbformat.reads(path.read_text(encoding="utf-8"), as_version=4)
    except (OSError, ValueError, nbformat.ValidationError):
        return None


def write(path: Path, content: bytes) -> bool:
    """Put `content` at `path` in one step; False when it was there already.

    Interrupted at any moment, the path holds the old file or the new one, and no temporary file stays.
    """
    if path.is_file() and path.read_bytes() == content:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.stem}.", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.chmod(
            name, path.stat().st_mode & 0o777 if path.exists() else 0o644
        )  # mkstemp's is for its owner alone
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return True
