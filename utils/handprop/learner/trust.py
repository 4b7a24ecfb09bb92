"""Trust in what the course itself laid: JupyterLab shows live widgets only in notebooks that are trusted."""

from __future__ import annotations

import json
import sqlite3
from contextlib import contextmanager, suppress
from pathlib import Path

_REFUSED = (OSError, ValueError, KeyError, TypeError, AttributeError, sqlite3.Error)


def trust(path: Path, text: str) -> None:
    """Let JupyterLab trust a notebook with this text, which the course has written to `path`."""
    if path.suffix == ".ipynb":
        with suppress(*_REFUSED), _notary() as notary:  # without trust a lesson still works, once it is run
            notary.sign(_notebook(text))


def is_trusted(path: Path, text: str) -> bool:
    """Whether JupyterLab trusts the notebook with this text: nothing is in it that its owner has not run."""
    if path.suffix == ".ipynb":
        with suppress(*_REFUSED), _notary() as notary:
            return notary.check_signature(_notebook(text))
    return False


@contextmanager
def _notary():
    from nbformat.sign import NotebookNotary

    notary = NotebookNotary()
    try:
        yield notary
    finally:
        notary.store.close()


def _notebook(text: str):
    import nbformat

    return nbformat.reads(json.dumps(json.loads(text)), as_version=4)
