"""A gradebook in an SQLite file."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

LONGEST_WAIT = 60.0
"""Seconds to wait for another process that writes to the file."""

_URL = re.compile(r"sqlite://(?:/([^?]*))?")
_SCHEMA = Path(__file__).with_name("schema.sql")


def path_in(url: str) -> str | None:
    """The file in an SQLAlchemy URL such as ``sqlite:///gradebook.db``; None for any other kind."""
    found = _URL.fullmatch(url)
    return (found[1] or ":memory:") if found else None


class Sqlite:
    """The way to one SQLite file, see `engine.Engine`; opened when it is first used."""

    errors = sqlite3.Error
    types = {"moment": "DATETIME", "text": "TEXT"}  # noqa: RUF012 (nobody changes it)

    def __init__(self, path: str, shown: str):
        self.shown = shown
        self._path = path
        self._open: sqlite3.Connection | None = None

    @contextmanager
    def transaction(self, only_reads: bool = False) -> Iterator[SqliteConnection]:
        """A transaction; one that writes waits at its start until nobody else does.

        Left to itself, sqlite3 begins one at the first change, when it may have to be refused because another
        process has changed what was read.
        """
        raw = self._connection()
        raw.execute("BEGIN" if only_reads else "BEGIN IMMEDIATE")
        try:
            yield SqliteConnection(raw)
            raw.execute("COMMIT")
        except BaseException:
            if raw.in_transaction:
                raw.execute("ROLLBACK")
            raise

    def dispose(self) -> None:
        """Close the file."""
        if self._open is not None:
            self._open.close()
            self._open = None

    def is_busy(self, fault: Exception) -> bool:
        """Whether another program was writing."""
        return getattr(fault, "sqlite_errorname", "").startswith(("SQLITE_BUSY", "SQLITE_LOCKED"))

    def may_pass(self, fault: Exception) -> bool:
        """Whether trying again can help."""
        broken = getattr(fault, "sqlite_errorname", "").startswith("SQLITE_CONSTRAINT")
        return broken or self.is_busy(fault)

    def _connection(self) -> sqlite3.Connection:
        if self._open is None:
            self._open = sqlite3.connect(self._path, timeout=LONGEST_WAIT, isolation_level=None)
            self._open.execute("PRAGMA synchronous = FULL")  # a score that was reported survives a power cut
        return self._open


class SqliteConnection:
    """A transaction, see `engine.Connection`."""

    def __init__(self, raw: sqlite3.Connection):
        self._raw = raw

    def execute(self, sql: str, **values: object) -> list[Sequence]:
        """The rows that a statement gives."""
        return self._raw.execute(sql, _stored(values)).fetchall()

    def execute_many(self, sql: str, rows: Sequence[dict]) -> None:
        """One statement for many sets of values."""
        self._raw.executemany(sql, map(_stored, rows))

    def has_table(self, name: str) -> bool:
        """Whether there is a table of this name."""
        return bool(
            self.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = :name", name=name)
        )

    def make_tables(self) -> None:
        """Make nbgrader's tables, as nbgrader makes them."""
        for statement in _SCHEMA.read_text(encoding="utf-8").split(";"):
            self._raw.execute(statement)


def _stored(values: dict) -> dict:
    """The values as SQLAlchemy writes them to SQLite: times as text."""
    return {name: _text(value) if isinstance(value, datetime) else value for name, value in values.items()}


def _text(moment: datetime) -> str:
    return moment.isoformat(" ", "microseconds")
