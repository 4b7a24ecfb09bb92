"""The tables of a gradebook: nbgrader's, made as nbgrader makes them, and our own."""

from __future__ import annotations

from handprop.grade.gradebook import results
from handprop.grade.gradebook.engine import BookFault, Connection, Engine, engine_at, in_transaction, reading
from handprop.language import tr

VERSION = "e43177bfe90b"
"""The revision of the tables that nbgrader keeps in `alembic_version`."""


def open_engine(url: str) -> Engine:
    """A connection to the database at an SQLAlchemy URL, with the gradebook's tables made if it is new.

    Raises BookFault if the URL is none, its driver is not installed, or the database cannot be opened.
    """
    engine = engine_at(url)
    try:
        _make_tables(engine)
    except BookFault:
        engine.dispose()
        raise
    return engine


def _make_tables(engine: Engine) -> None:
    if not reading(engine, lambda connection: connection.has_table("course")):
        in_transaction(engine, _make_nbgraders)
    stored = reading(engine, _version)
    if stored is not None and stored != VERSION:
        raise BookFault(
            tr(
                "The gradebook was made by another version of nbgrader. Copy it somewhere safe, then run "
                "`nbgrader db upgrade`."
            )
        )
    in_transaction(engine, lambda connection: results.make(connection, engine.types))


def _make_nbgraders(connection: Connection) -> None:
    if connection.has_table("course"):  # another process has made them since this one looked
        return
    # As nbgrader does it, but in one transaction and without calling alembic as a command.
    connection.make_tables()
    if not connection.has_table("alembic_version"):
        connection.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
        connection.execute("INSERT INTO alembic_version VALUES (:version)", version=VERSION)


def _version(connection: Connection) -> str | None:
    if not connection.has_table("alembic_version"):
        return None
    rows = connection.execute("SELECT version_num FROM alembic_version")
    return rows[0][0] if rows else None
