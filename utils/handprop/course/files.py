"""Writing a file whole or not at all, so that no run leaves half a page; and one run at a time."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path


def write_whole(path: Path, content: str | bytes, encoding: str = "utf-8") -> bool:
    """Write a file in one step, with its folders; False when it was there already, the same.

    Interrupted at any moment, the path holds the old file or the new one, and no draft stays.  Text is
    written with the ends of lines that it has.  Raises OSError if writing is not possible.
    """
    data = content if isinstance(content, bytes) else content.encode(encoding, "replace")
    if path.is_file() and path.read_bytes() == data:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    mode = path.stat().st_mode & 0o777 if path.exists() else 0o644  # mkstemp's own is for its user alone
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        os.chmod(draft, mode)
        os.replace(draft, path)
    except BaseException:
        os.unlink(draft)
        raise
    return True


@contextlib.contextmanager
def alone(lock: Path) -> Iterator[None]:
    """Let only one run that names this file go on; the others wait for its end."""
    with open(lock, "w", encoding="utf-8") as file:
        with contextlib.suppress(ImportError, OSError):  # Windows, or a file system without locks
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX)
        yield
