"""What was laid into a folder, kept in its hidden part: names, and a copy of each file as it was laid."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path

from handprop.course import where
from handprop.course.files import write_whole


@dataclass
class Laid:
    """One file that was laid: its name, the hash of what was laid, and of what was put beside it last."""

    name: str
    hash: str
    beside: str = ""


@dataclass
class Record:
    """The record of one folder; a damaged one counts as empty."""

    folder: Path
    seen: str = ""
    files: dict[str, Laid] = field(default_factory=dict)

    @classmethod
    def read(cls, folder: Path) -> Record:
        """The record of a folder."""
        try:
            data = json.loads(_file(folder).read_text(encoding="utf-8"))
            files = {source: Laid(**laid) for source, laid in data["files"].items()}
            return cls(folder, str(data["seen"]), files)
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return cls(folder)

    def write(self) -> None:
        """Keep the record; raises OSError."""
        files = {source: vars(laid) for source, laid in self.files.items()}
        write_whole(
            _file(self.folder), json.dumps({"version": 1, "seen": self.seen, "files": files}, indent=1)
        )

    def base(self, source: str) -> str | None:
        """The file as it was laid; None if it never was, or if the copy is damaged."""
        laid = self.files.get(source)
        text = read(self._copy(laid.name)) if laid else None
        return text if text is not None and digest(text) == laid.hash else None

    def keep(self, source: str, name: str, text: str) -> None:
        """Remember that this text was laid under this name; raises OSError."""
        if self.base(source) != text or self.files[source].name != name:
            write_whole(self._copy(name), text)
            self.files[source] = Laid(name, digest(text))
            self.write()

    def follow(self, old: str, new: str, name: str) -> None:
        """A file of the course has another path and name now, and the learner's goes by the same."""
        base, laid = self.base(old), self.files.pop(old)
        before, after = self.folder / laid.name, self.folder / name
        if before.exists() and not after.exists():
            before.rename(after)
        if base is not None:
            write_whole(self._copy(name), base)
        self.files[new] = Laid(name, laid.hash, laid.beside)
        self.write()
        if laid.name != name:
            self._copy(laid.name).unlink(missing_ok=True)

    def _copy(self, name: str) -> Path:
        return self.folder / where.HIDDEN / "laid" / name


def read(path: Path) -> str | None:
    """The text of a file; None if there is none, and what is no UTF-8 comes with signs in its place."""
    try:
        return path.read_bytes().decode("utf-8", "replace")
    except (FileNotFoundError, IsADirectoryError):
        return None


def digest(text: str) -> str:
    """A hash of a text."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def _file(folder: Path) -> Path:
    return folder / where.HIDDEN / "laid.json"
