"""nbgrader's tables as nbgrader makes them, written down here because importing nbgrader takes seconds.

A test holds them to those of the nbgrader that is installed, and its own commands read and write them.
"""

from __future__ import annotations

from uuid import uuid4

from sqlalchemy import (
    Boolean,
    Column,
    DateTime,
    Enum,
    Float,
    ForeignKey,
    Interval,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

VERSION = "e43177bfe90b"
"""The revision of these tables that nbgrader keeps in `alembic_version`."""

nbgraders = MetaData()

COURSE = Table("course", nbgraders, Column("id", String(128), unique=True, primary_key=True))
STUDENT = Table(
    "student",
    nbgraders,
    Column("id", String(128), primary_key=True),
    *(Column(name, String(128)) for name in ("first_name", "last_name", "email", "lms_user_id")),
)
ASSIGNMENT = Table(
    "assignment",
    nbgraders,
    Column("id", String(32), primary_key=True),
    Column("name", String(128), unique=True, nullable=False),
    Column("duedate", DateTime),
    Column("course_id", String(128), ForeignKey("course.id"), nullable=False),
)
NOTEBOOK = Table(
    "notebook",
    nbgraders,
    Column("id", String(32), primary_key=True),
    Column("name", String(128), nullable=False),
    Column("assignment_id", String(32), ForeignKey("assignment.id")),
    Column("kernelspec", String(1024)),
    UniqueConstraint("name", "assignment_id"),
)
BASE = Table(
    "base_cell",
    nbgraders,
    Column("id", String(32), primary_key=True),
    Column("name", String(128), nullable=False),
    Column("notebook_id", String(32), ForeignKey("notebook.id"), nullable=False),
    Column("type", String(50)),
    UniqueConstraint("name", "notebook_id", "type"),
)


def _of_base(name: str, *more: Column) -> Table:
    return Table(
        name, nbgraders, Column("id", String(32), ForeignKey("base_cell.id"), primary_key=True), *more
    )


def _worth() -> tuple[Column, Column]:
    kinds = Enum("code", "markdown", name="grade_cell_type", validate_strings=True)
    return Column("max_score", Float, nullable=False), Column("cell_type", kinds, nullable=False)


CELL, SOLUTION, TASK = (
    _of_base("grade_cells", *_worth()),
    _of_base("solution_cells"),
    _of_base("task_cells", *_worth()),
)
SOURCE = Table(
    "source_cell",
    nbgraders,
    Column("id", String(32), primary_key=True),
    Column("name", String(128), nullable=False),
    Column(
        "cell_type", Enum("code", "markdown", name="source_cell_type", validate_strings=True), nullable=False
    ),
    Column("locked", Boolean, nullable=False),
    Column("source", Text),
    Column("checksum", String(128)),
    Column("notebook_id", String(32), ForeignKey("notebook.id")),
    UniqueConstraint("name", "notebook_id"),
)
SUBMITTED = Table(
    "submitted_assignment",
    nbgraders,
    Column("id", String(32), primary_key=True),
    Column("assignment_id", String(32), ForeignKey("assignment.id")),
    Column("student_id", String(128), ForeignKey("student.id")),
    Column("timestamp", DateTime),
    Column("extension", Interval),
    UniqueConstraint("assignment_id", "student_id"),
)
WORK = Table(
    "submitted_notebook",
    nbgraders,
    Column("id", String(32), primary_key=True),
    Column("assignment_id", String(32), ForeignKey("submitted_assignment.id")),
    Column("notebook_id", String(32), ForeignKey("notebook.id")),
    Column("flagged", Boolean),
    Column("late_submission_penalty", Float(0)),
    UniqueConstraint("notebook_id", "assignment_id"),
)


def _of_work(name: str, *more: Column) -> Table:
    """A table with a row for each cell of a submitted notebook."""
    return Table(
        name,
        nbgraders,
        Column("id", String(32), primary_key=True),
        Column("notebook_id", String(32), ForeignKey("submitted_notebook.id")),
        Column("cell_id", String(32), ForeignKey("base_cell.id")),
        *more,
        UniqueConstraint("cell_id", "notebook_id"),
    )


GRADE = _of_work(
    "grade",
    *(Column(name, Float) for name in ("auto_score", "manual_score", "extra_credit")),
    Column("needs_manual_grade", Boolean, nullable=False),
)
COMMENT = _of_work("comment", Column("auto_comment", Text), Column("manual_comment", Text))


def new_id() -> str:
    """An id for a row, of nbgrader's form."""
    return uuid4().hex
