"""Our own table in the gradebook's database: the result of every attempt, beside nbgrader's scores."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    DateTime,
    Integer,
    MetaData,
    Row,
    String,
    Table,
    Text,
    insert,
    select,
    update,
)
from sqlalchemy.dialects.mysql import LONGTEXT

from handprop.grade.intake.submission import Submission
from handprop.grade.judging.result import Result

ours = MetaData()
results = Table(
    "handprop_result",
    ours,
    Column("lesson", String(128), primary_key=True),
    Column("learner", String(128), primary_key=True),
    Column("attempt", Integer, primary_key=True, autoincrement=False),
    Column("handed_in", DateTime),
    Column("graded", DateTime, nullable=False),
    Column("fingerprint", String(64), nullable=False),  # of the file; empty if it could not be read
    Column("digest", String(128), nullable=False),  # of the checks
    Column("counts", Boolean, nullable=False),  # whether nbgrader's scores are of this attempt
    Column("result", Text().with_variant(LONGTEXT, "mysql", "mariadb"), nullable=False),
)


def save(
    connection: Connection, submission: Submission, result: Result, marks: Mapping[str, str], counts: bool
) -> None:
    """Keep a result; one of the same attempt is replaced.  `marks` are the fingerprint and the digest."""
    row = {
        "handed_in": submission.handed_in,
        "graded": datetime.now(UTC).replace(tzinfo=None),
        "counts": counts,
        "result": _storable(result.to_json()),
        **marks,
    }
    key = _key(submission)
    if connection.execute(update(results).where(*_is(key)).values(row)).rowcount == 0:
        connection.execute(insert(results).values(row | key))
    if counts:
        others = results.c.attempt != submission.attempt
        of_learner = _is({"lesson": submission.lesson, "learner": submission.learner})
        connection.execute(update(results).where(*of_learner, others).values(counts=False))


def marks(connection: Connection, submission: Submission) -> Row | None:
    """With which fingerprint and digest an attempt was graded, and if it counts; None if it was not."""
    query = select(results.c.fingerprint, results.c.digest, results.c.counts)
    return connection.execute(query.where(*_is(_key(submission)))).one_or_none()


def of_lesson(connection: Connection, lesson: str) -> list:
    """(learner, attempt, handed in, counts, result as JSON) of every attempt, by learner and attempt."""
    columns = [results.c[name] for name in ("learner", "attempt", "handed_in", "counts", "result")]
    query = select(*columns).where(results.c.lesson == lesson)
    return connection.execute(query.order_by(results.c.learner, results.c.attempt)).all()


def _key(submission: Submission) -> dict:
    return {"lesson": submission.lesson, "learner": submission.learner, "attempt": submission.attempt}


def _is(values: Mapping) -> list:
    return [results.c[name] == value for name, value in values.items()]


def _storable(text: str) -> str:
    # Half of a surrogate pair, which a learner's code can print, has no place in a database.
    return text.encode("utf-8", "replace").decode("utf-8")
