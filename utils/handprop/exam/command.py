"""The command `handprop exam`: an exercise with everybody's own numbers, and no verdict on the spot."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path

from handprop.language import tr

FINE = 0


def add(commands) -> None:
    """Add the command to the parser of `handprop`."""
    help_ = tr("make an exam of an exercise: own numbers for everybody, no verdict before it is graded")
    command = commands.add_parser(
        "exam", help=help_, description=f"{help_.capitalize()}.", epilog=tr("Guide: docs/instructor.md.")
    )
    command.add_argument(
        "list", type=Path, metavar="CLASS.csv", help=tr("the class list, as for `handprop variants`")
    )
    command.add_argument("--lesson", required=True, metavar="NAME", help=tr("the exercise, such as 06"))
    command.add_argument(
        "--from", required=True, dest="begins", metavar="TIME", help=tr('"2026-12-01 09:00", local time')
    )
    command.add_argument("--to", required=True, dest="ends", metavar="TIME", help=tr("when it ends"))
    command.add_argument(
        "--course",
        type=Path,
        default=Path("exam"),
        metavar="FOLDER",
        help=tr("where it is made and graded, apart from the exercises; default: exam"),
    )
    command.set_defaults(command=run)


def run(options: argparse.Namespace) -> int:
    """Run the command; returns its exit code."""
    from handprop.course.lessons import lesson_named
    from handprop.exam.make import Times, make

    times = Times(_utc(options.begins), _utc(options.ends))
    for said in make(options.course, options.list, lesson_named(options.lesson), times):
        print(said)
    return FINE


def _utc(text: str) -> datetime:
    """A time as it is typed, of this place where it names no zone, in UTC.  Raises Refused."""
    from handprop.course.faults import Refused

    try:
        return datetime.fromisoformat(text.strip()).astimezone(UTC)
    except ValueError:
        raise Refused(tr('{words!r} is no time: write it as "2026-12-01 09:00".', words=text)) from None
