"""The gradebook's database: transactions that are whole or nothing, and waiting for others.

SQLite, which nbgrader takes where it is told nothing else, is spoken to directly; the library that speaks to
other databases takes longer to import than a submission takes to grade.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Protocol, TypeVar

from handprop.course.faults import Fault
from handprop.grade.gradebook.sqlite import Sqlite, path_in

_PAUSES = (0.05, 0.2, 0.8, 2.0)  # seconds between tries, where two processes collided
_Value = TypeVar("_Value")


class BookFault(Fault):
    """The gradebook cannot be used; the message is a sentence for the instructor."""


class Connection(Protocol):
    """A transaction: SQL with ``:name`` where values go, the same for every database."""

    def execute(self, sql: str, **values: object) -> list[Sequence]:
        """The rows that a statement gives."""

    def execute_many(self, sql: str, rows: Sequence[dict]) -> None:
        """One statement for many sets of values, which may be none."""

    def has_table(self, name: str) -> bool:
        """Whether there is a table of this name."""

    def make_tables(self) -> None:
        """Make nbgrader's tables."""


class Engine(Protocol):
    """A way to a database; a context of `transaction` is undone when it is left by an exception."""

    shown: str  # the address, without a password
    errors: type[Exception]
    types: dict[str, str]  # how it calls the types of columns

    def transaction(self, only_reads: bool = False) -> AbstractContextManager[Connection]:
        """A transaction, which keeps nobody from writing if it `only_reads`."""

    def dispose(self) -> None:
        """Let go of the database."""

    def is_busy(self, fault: Exception) -> bool:
        """Whether another program was writing."""

    def may_pass(self, fault: Exception) -> bool:
        """Whether trying again can help: somebody else was writing, or wrote the same row first."""


def engine_at(url: str) -> Engine:
    """A connection to the database at an SQLAlchemy URL, as it is.

    Raises BookFault if the URL is none, or its driver is not installed.
    """
    if (path := path_in(url)) is not None:
        return Sqlite(path, url)
    from handprop.grade.nbgrader.other_databases import OtherDatabase

    return OtherDatabase(url)


def in_transaction(engine: Engine, work: Callable[[Connection], _Value]) -> _Value:
    """What `work` returns, run in one transaction; tried again if another process was in the way.

    `work` may be run several times; all that it did in the database before is undone.
    Raises BookFault if the database refuses.
    """
    for pause in _pauses():
        try:
            with engine.transaction() as connection:
                return work(connection)
        except engine.errors as fault:
            if pause is None or not engine.may_pass(fault):
                raise _as_sentence(engine, fault) from fault
        time.sleep(pause)
    raise AssertionError("the last try returns or raises")


def _pauses() -> Iterator[float | None]:
    yield from _PAUSES
    yield None


def reading(engine: Engine, work: Callable[[Connection], _Value]) -> _Value:
    """What `work` reads; it keeps nobody from writing.  Raises BookFault if the database refuses."""
    try:
        with engine.transaction(only_reads=True) as connection:
            return work(connection)
    except engine.errors as fault:
        raise _as_sentence(engine, fault) from fault


def _as_sentence(engine: Engine, fault: Exception) -> BookFault:
    if engine.is_busy(fault):
        return BookFault(
            f"Another program is writing to the gradebook ({engine.shown}); close it and try again."
        )
    said = " ".join(str(getattr(fault, "orig", fault)).split())
    return BookFault(f"The gradebook ({engine.shown}) cannot be used: {said}.")
