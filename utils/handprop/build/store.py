"""Notebook files: the same bytes for the same notebook."""

from __future__ import annotations

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
