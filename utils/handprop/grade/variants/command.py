"""The command `handprop variants`: everybody's own numbers for the exercises of a class."""

from __future__ import annotations

import argparse
from pathlib import Path

from handprop.language import tr

FINE = 0


def add(commands) -> None:
    """Add the command to the parser of `handprop`."""
    help_ = tr("give everybody in a class numbers of their own for the exercises")
    command = commands.add_parser(
        "variants",
        help=help_,
        description=tr("{help}. Who has numbers keeps them when you run it again.", help=help_.capitalize()),
        epilog=tr("Guide: docs/instructor.md."),
    )
    command.add_argument(
        "list",
        nargs="?",
        type=Path,
        metavar="CLASS.csv",
        help=tr("the class list: CSV with a column id, or as Canvas or Moodle export it"),
    )
    command.add_argument(
        "--lesson",
        action="append",
        metavar="NAME",
        help=tr("one exercise, such as 06; may be repeated; default: all"),
    )
    command.add_argument(
        "--each",
        action="store_true",
        help=tr("write a file of numbers for each learner, beside the one for all"),
    )
    command.add_argument(
        "--cannot",
        action="store_true",
        help=tr("list the questions that are the same for everybody, and why"),
    )
    command.add_argument(
        "--course",
        type=Path,
        default=Path(),
        metavar="FOLDER",
        help=tr("where you grade the class: the numbers are kept there; default: the current folder"),
    )
    command.set_defaults(command=run)


def run(options: argparse.Namespace) -> int:
    """Run the command; returns its exit code."""
    from handprop.course.faults import Refused
    from handprop.course.lessons import lesson_named, lessons
    from handprop.grade.variants import same_for_all
    from handprop.grade.variants.make import make

    chosen = tuple(dict.fromkeys(map(lesson_named, options.lesson or lessons())))
    if options.cannot:
        print(same_for_all.listed(chosen))
        return FINE
    if options.list is None:
        raise Refused(tr("Whom are the numbers for? Name the class list: handprop variants class.csv"))
    if not options.course.absolute().parent.is_dir():
        raise Refused(
            tr(
                "There is no folder {parent} to make {course} in.",
                parent=options.course.parent,
                course=options.course.name,
            )
        )
    for said in make(options.course, options.list, chosen, each=options.each):
        print(said)
    return FINE
