"""A gradebook in a database other than SQLite, which nbgrader's own settings can ask for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import Connection, create_engine, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError, NoSuchModuleError, OperationalError

from handprop.grade.gradebook.engine import BookFault
from handprop.language import tr

_MOMENTS = {"postgresql": "TIMESTAMP"}
_LONG_TEXTS = {"mysql": "LONGTEXT", "mariadb": "LONGTEXT"}


class OtherDatabase:
    """The way to a database at an SQLAlchemy URL, see `gradebook.engine.Engine`.

    Raises BookFault if the URL is none, or its driver is not installed.
    """

    errors = DBAPIError

    def __init__(self, url: str):
        try:
            self._engine = create_engine(make_url(url))
        except (NoSuchModuleError, ImportError) as fault:  # the first is an ArgumentError, too
            raise BookFault(
                tr("The driver for the gradebook's database is not installed: {why}.", why=fault)
            ) from None
        except ArgumentError:
            raise BookFault(
                tr(
                    "The gradebook's address {url!r} is not one; an address looks like sqlite:///gradebook.db.",
                    url=url,
                )
            ) from None
        self.shown = self._engine.url.render_as_string(hide_password=True)
        self.types = types_of(self._engine.url.get_backend_name())

    @contextmanager
    def transaction(self, only_reads: bool = False) -> Iterator[_Transaction]:
        """A transaction, as the database itself keeps readers and writers apart."""
        with self._engine.begin() as connection:
            yield _Transaction(connection)

    def dispose(self) -> None:
        """Close the connections."""
        self._engine.dispose()

    def is_busy(self, fault: Exception) -> bool:
        """Whether another program was writing."""
        return getattr(fault.orig, "sqlite_errorname", "").startswith(("SQLITE_BUSY", "SQLITE_LOCKED"))

    def may_pass(self, fault: Exception) -> bool:
        """Whether trying again can help."""
        return isinstance(fault, IntegrityError | OperationalError)


def types_of(kind: str) -> dict[str, str]:
    """How a kind of database calls the types of our own columns."""
    return {"moment": _MOMENTS.get(kind, "DATETIME"), "text": _LONG_TEXTS.get(kind, "TEXT")}


class _Transaction:
    """A transaction, see `gradebook.engine.Connection`."""

    def __init__(self, connection: Connection):
        self._connection = connection

    def execute(self, sql: str, **values: object) -> list[Sequence]:
        """The rows that a statement gives."""
        result = self._connection.execute(text(sql), values)
        return list(result.all()) if result.returns_rows else []

    def execute_many(self, sql: str, rows: Sequence[dict]) -> None:
        """One statement for many sets of values."""
        if rows:
            self._connection.execute(text(sql), rows)

    def has_table(self, name: str) -> bool:
        """Whether there is a table of this name."""
        return inspect(self._connection).has_table(name)

    def make_tables(self) -> None:
        """Make nbgrader's tables, by nbgrader itself."""
        from nbgrader.api import Base

        Base.metadata.create_all(self._connection)
