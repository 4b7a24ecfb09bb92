"""Our own table in the gradebook's database: the result of every attempt, beside nbgrader's scores."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from handprop.grade.gradebook.engine import Connection
from handprop.grade.gradebook.times import moment
from handprop.grade.intake.submission import Submission
from handprop.grade.judging.result import Result

# fingerprint: of the file, empty if it could not be read; digest: of the checks; counts: whether nbgrader's
# scores are of this attempt.
_TABLE = """
CREATE TABLE IF NOT EXISTS handprop_result (
    lesson VARCHAR(128) NOT NULL,
    learner VARCHAR(128) NOT NULL,
    attempt INTEGER NOT NULL,
    handed_in {moment},
    graded {moment} NOT NULL,
    fingerprint VARCHAR(64) NOT NULL,
    digest VARCHAR(128) NOT NULL,
    counts BOOLEAN NOT NULL,
    result {text} NOT NULL,
    PRIMARY KEY (lesson, learner, attempt)
)
"""
_COLUMNS = (
    "lesson",
    "learner",
    "attempt",
    "handed_in",
    "graded",
    "fingerprint",
    "digest",
    "counts",
    "result",
)
_THIS = "lesson = :lesson AND learner = :learner AND attempt = :attempt"
_INSERT = f"INSERT INTO handprop_result ({', '.join(_COLUMNS)}) VALUES (:{', :'.join(_COLUMNS)})"


class Kept(NamedTuple):
    """An attempt as it is kept; `result` is its JSON."""

    learner: str
    attempt: int
    handed_in: datetime | None
    counts: bool
    result: str


def make(connection: Connection, types: Mapping[str, str]) -> None:
    """Make the table if it is not there."""
    connection.execute(_TABLE.format(**types))


def seed_of_class(connection: Connection) -> int:
    """The seed of the random cases on which functions of this class are tried: drawn once, and kept."""
    connection.execute("CREATE TABLE IF NOT EXISTS handprop_class (seed INTEGER NOT NULL PRIMARY KEY)")
    rows = connection.execute("SELECT MIN(seed) FROM handprop_class")
    if rows[0][0] is not None:
        return int(rows[0][0])
    seed = secrets.randbelow(2**31)
    connection.execute("INSERT INTO handprop_class (seed) VALUES (:seed)", seed=seed)
    return seed


def save(
    connection: Connection, submission: Submission, result: Result, marks: Mapping[str, str], counts: bool
) -> None:
    """Keep a result; one of the same attempt is replaced.  `marks` are the fingerprint and the digest."""
    key = _key(submission)
    row = {
        "handed_in": submission.handed_in,
        "graded": datetime.now(UTC).replace(tzinfo=None),
        "counts": counts,
        "result": _storable(result.to_json()),
        **marks,
    }
    connection.execute(f"DELETE FROM handprop_result WHERE {_THIS}", **key)
    connection.execute(_INSERT, **row, **key)
    if counts:
        others = "lesson = :lesson AND learner = :learner AND attempt <> :attempt"
        connection.execute(f"UPDATE handprop_result SET counts = :no WHERE {others}", no=False, **key)


def marks(connection: Connection, submission: Submission) -> tuple[str, str, bool] | None:
    """With which fingerprint and digest an attempt was graded, and if it counts; None if it was not."""
    query = f"SELECT fingerprint, digest, counts FROM handprop_result WHERE {_THIS}"
    rows = connection.execute(query, **_key(submission))
    return (rows[0][0], rows[0][1], bool(rows[0][2])) if rows else None


def of_lesson(connection: Connection, lesson: str) -> Sequence[Kept]:
    """Every attempt, by learner and attempt."""
    query = "SELECT learner, attempt, handed_in, counts, result FROM handprop_result WHERE lesson = :lesson"
    rows = connection.execute(f"{query} ORDER BY learner, attempt", lesson=lesson)
    return [Kept(row[0], row[1], moment(row[2]), bool(row[3]), row[4]) for row in rows]


def _key(submission: Submission) -> dict:
    return {"lesson": submission.lesson, "learner": submission.learner, "attempt": submission.attempt}


def _storable(text: str) -> str:
    # Half of a surrogate pair, which a learner's code can print, has no place in a database.
    return text.encode("utf-8", "replace").decode("utf-8")
