"""Whether a JupyterLab is open on a folder: what it shows must not change on the disk behind its back."""

from __future__ import annotations

import contextlib
import json
import socket
from pathlib import Path

import psutil
from jupyter_core.paths import jupyter_runtime_dir

_SECONDS = 0.5


def is_open(folder: Path) -> bool:
    """Whether a Jupyter server of this account has the folder as its own, or lies around it."""
    return any(_serves(path, folder) for path in Path(jupyter_runtime_dir()).glob("jpserver-*.json"))


def _serves(note: Path, folder: Path) -> bool:
    """A server leaves a note of itself, and takes it away when it ends; one that was killed does not."""
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        server = json.loads(note.read_text(encoding="utf-8"))
        root = Path(server["root_dir"]).resolve()
        return folder.resolve().is_relative_to(root) and psutil.pid_exists(server["pid"]) and _answers(server)
    return False


def _answers(server: dict) -> bool:
    if server.get("sock"):
        return Path(server["sock"]).exists()
    host = server.get("hostname")
    host = "localhost" if host in (None, "", "0.0.0.0", "::") else host
    socket.create_connection((host, server["port"]), _SECONDS).close()
    return True
