"""The gradebook's database: connections, transactions that are whole or nothing, waiting for others."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError, NoSuchModuleError, OperationalError

from handprop.course.faults import Fault
from handprop.grade.gradebook.schema import VERSION, nbgraders

LONGEST_WAIT = 60.0
"""Seconds to wait for another process that writes to an SQLite file."""

_PAUSES = (0.05, 0.2, 0.8, 2.0)  # seconds between tries, where two processes collided
_Value = TypeVar("_Value")


class BookFault(Fault):
    """The gradebook cannot be used; the message is a sentence for the instructor."""


def open_engine(url: str) -> Engine:
    """A connection to the database at an SQLAlchemy URL, with nbgrader's tables made if it is new.

    Raises BookFault if the URL is none, its driver is not installed, or the database cannot be opened.
    """
    engine = engine_at(url)
    try:
        _make_tables(engine)
    except BookFault:
        engine.dispose()
        raise
    return engine


def engine_at(url: str) -> Engine:
    """A connection to a database as it is, see `open_engine`."""
    try:
        parsed = make_url(url)
        sqlite = parsed.get_backend_name() == "sqlite"
        engine = create_engine(parsed, connect_args={"timeout": LONGEST_WAIT} if sqlite else {})
    except (NoSuchModuleError, ImportError) as fault:  # the first is an ArgumentError, too
        raise BookFault(f"The driver for the gradebook's database is not installed: {fault}.") from None
    except ArgumentError:
        raise BookFault(
            f"The gradebook's address {url!r} is not one; an address looks like sqlite:///gradebook.db."
        ) from None
    if sqlite:
        _set_up_sqlite(engine)
    return engine


def in_transaction(engine: Engine, work: Callable[[Connection], _Value]) -> _Value:
    """What `work` returns, run in one transaction; tried again if another process was in the way.

    `work` may be run several times; all that it did in the database before is undone.
    Raises BookFault if the database refuses.
    """
    for pause in (*_PAUSES, None):
        try:
            with engine.begin() as connection:
                return work(connection)
        except DBAPIError as fault:
            if pause is None or not _may_pass(fault):
                raise _as_sentence(engine.url, fault) from fault
        time.sleep(pause)
    raise AssertionError("the last try returns or raises")


def reading(engine: Engine, work: Callable[[Connection], _Value]) -> _Value:
    """What `work` reads; it keeps nobody from writing.  Raises BookFault if the database refuses."""
    try:
        with engine.connect().execution_options(only_reads=True) as connection:
            return work(connection)
    except DBAPIError as fault:
        raise _as_sentence(engine.url, fault) from fault


def _set_up_sqlite(engine: Engine) -> None:
    # Python's sqlite3 begins a transaction late, at the first change, when it may have to be refused because
    # another process has changed what was read.  With IMMEDIATE it waits at the start instead.
    @event.listens_for(engine, "connect")
    def _connect(connection, _record):
        connection.isolation_level = None
        connection.execute("PRAGMA synchronous = FULL")  # a score that was reported survives a power cut

    @event.listens_for(engine, "begin")
    def _begin(connection):
        reads = connection.get_execution_options().get("only_reads")
        connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


def _make_tables(engine: Engine) -> None:
    from handprop.grade.gradebook.results import ours

    if not reading(engine, lambda connection: inspect(connection).has_table("course")):
        in_transaction(engine, _make_nbgraders)
    stored = reading(engine, _version)
    if stored is not None and stored != VERSION:
        raise BookFault(
            "The gradebook was made by another version of nbgrader. "
            "Copy it somewhere safe, then run `nbgrader db upgrade`."
        )
    in_transaction(engine, ours.create_all)


def _make_nbgraders(connection: Connection) -> None:
    # As nbgrader does it, but in one transaction and without calling alembic as a command.
    nbgraders.create_all(connection)
    if not inspect(connection).has_table("alembic_version"):
        connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)"))
        connection.execute(text("INSERT INTO alembic_version VALUES (:head)"), {"head": VERSION})


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _may_pass(fault: DBAPIError) -> bool:
    """Whether trying again can help: somebody else was writing, or wrote the same row first."""
    name = getattr(fault.orig, "sqlite_errorname", None)
    if name is not None:
        return name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_CONSTRAINT"))
    return isinstance(fault, IntegrityError | OperationalError)


def _as_sentence(url: URL, fault: DBAPIError) -> BookFault:
    said = " ".join(str(fault.orig).split())
    where = url.render_as_string(hide_password=True)
    if getattr(fault.orig, "sqlite_errorname", "").startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return BookFault(f"Another program is writing to the gradebook ({where}); close it and try again.")
    return BookFault(f"The gradebook ({where}) cannot be used: {said}.")
