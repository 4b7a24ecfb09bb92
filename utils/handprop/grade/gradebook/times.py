"""Times as databases give them: SQLite as text, MySQL a span as a time after 1970, PostgreSQL as they are."""

from __future__ import annotations

from datetime import datetime, timedelta

_EPOCH = datetime(1970, 1, 1)


def moment(value: object) -> datetime | None:
    """A point in time, in UTC without a zone; None where there is none."""
    return datetime.fromisoformat(value) if isinstance(value, str) else value


def span(value: object) -> timedelta | None:
    """A length of time, as in nbgrader's extensions; None where there is none."""
    if value is None or isinstance(value, timedelta):
        return value
    return moment(value) - _EPOCH
