"""The command `handprop grade`: its options, and what it says."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from handprop.grade.rules import EVERYTHING
from handprop.language import tr

ALL, SOME, INTERRUPTED = 0, 1, 130

_EPILOG = tr("""\
With no FOLDER, an nbgrader course's submitted/ is graded. A FOLDER may hold what nbgrader collects, what
Moodle and Canvas download (also as .zip), a notebook per learner, or a folder per learner.

Exit code: 0 all graded, 1 something needs attention, 2 an error, 130 stopped by Ctrl-C. Nothing that was
graded is lost: the same command goes on where it stopped. Guide: docs/instructor.md.
""")


def add(commands) -> None:
    """Add the command to the parser of `handprop`."""
    help_ = tr("grade a class: scores, what went wrong and why, a page of feedback for each learner")
    command = commands.add_parser(
        "grade",
        help=help_,
        description=tr("{help}. Learners' code runs in a sandbox.", help=help_.capitalize()),
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.add_argument("folder", nargs="?", type=Path, metavar="FOLDER", help=tr("the submissions"))
    _add_choice(command.add_argument_group(tr("what to grade")))
    _add_results(command.add_argument_group(tr("what to make of it")))
    _add_ways(command.add_argument_group("how"))
    command.set_defaults(command=grade)


def _add_choice(group) -> None:
    group.add_argument("--lesson", metavar="NAME", help=tr("one exercise only, such as 06_by_hand or 06"))
    group.add_argument(
        "--learners",
        type=Path,
        metavar="FILE",
        help=tr(
            "the class list, to see who is missing: CSV with a column id, or as Canvas or Moodle export it"
        ),
    )
    group.add_argument(
        "--dry-run",
        action="store_true",
        help=tr(
            "grade nothing: show whose every file is, which attempt, for which exercise, or why it is none"
        ),
    )
    group.add_argument(
        "--attempt",
        choices=("last", "best"),
        default="last",
        help=tr("which of several counts; default: last"),
    )
    group.add_argument(
        "--regrade",
        nargs="?",
        const=EVERYTHING,
        metavar="QUESTION",
        help=tr("judge again what is graded: one question, whose score alone then changes, or all"),
    )


def _add_results(group) -> None:
    group.add_argument("--canvas", type=Path, metavar="FILE", help=tr("write scores to import into Canvas"))
    group.add_argument("--moodle", type=Path, metavar="FILE", help=tr("write scores to import into Moodle"))
    group.add_argument(
        "--column",
        metavar="TITLE",
        help=tr("the exercise's name in Canvas or Moodle; default: as in --learners"),
    )
    group.add_argument(
        "--feedback",
        type=Path,
        metavar="FILE",
        help=tr("write a .zip of feedback, named as Moodle or Canvas named the hand-ins, to upload there"),
    )
    group.add_argument(
        "--course",
        type=Path,
        default=Path(),
        metavar="FOLDER",
        help=tr("where gradebook.db, grades/ and feedback/ are; default: the current folder"),
    )


def _add_ways(group) -> None:
    group.add_argument("--workers", type=_positive, metavar="N", help=tr("processes; default: one per core"))
    group.add_argument(
        "--scheduler",
        metavar="ADDRESS",
        help=tr("grade on the machines of a Dask scheduler, tcp://HOST:PORT"),
    )
    group.add_argument("--db", metavar="URL", help=tr("another gradebook, as an SQLAlchemy URL"))
    group.add_argument(
        "--sandbox",
        choices=("bubblewrap", "webassembly"),
        help=tr("what learners' code runs in; default: bubblewrap where it is there"),
    )
    group.add_argument(
        "--unsafe",
        action="store_true",
        help=tr("run learners' code with no sandbox: it can read and write all that you can"),
    )


def grade(options: argparse.Namespace) -> int:
    """Run the command; returns its exit code."""
    from handprop.grade.workers import early

    if "numpy" not in sys.modules:  # the cores are for submissions, and only one thread can be copied
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        if _is_new(options):
            early.begin(options.workers or early.cores(), options.sandbox, options.unsafe)
        return _grade(options)
    finally:
        early.end()


def _is_new(options: argparse.Namespace) -> bool:
    """Whether nothing is graded yet, so that there is work for sure if there is anything."""
    if options.dry_run or options.scheduler or options.db:
        return False
    folder = options.folder or options.course / "submitted"
    return folder.exists() and not (options.course / "gradebook.db").exists()


def _grade(options: argparse.Namespace) -> int:
    from handprop.grade.job import Stopped
    from handprop.grade.run import run
    from handprop.grade.sandbox.outside.isolation import SandboxFault

    try:
        return _report(run(_request(options)), options.course)
    except Stopped as stopped:
        print(tr("{stopped} Run the same command again to go on.", stopped=stopped), file=sys.stderr)
        return INTERRUPTED
    except SandboxFault as fault:
        raise type(fault)(
            tr("{fault} To grade work that you trust without one: --unsafe.", fault=fault)
        ) from None


def _request(options: argparse.Namespace):
    from handprop.course.faults import Refused
    from handprop.grade.run import Request

    if not options.course.absolute().parent.is_dir():
        raise Refused(
            tr(
                "There is no folder {parent} to make {course} in.",
                parent=options.course.parent,
                course=options.course.name,
            )
        )
    options.course.mkdir(exist_ok=True)
    folder = options.folder or options.course / "submitted"
    if options.folder is None and not folder.is_dir():
        raise Refused(tr("There is no folder submitted/ here. Name the one to grade: handprop grade FOLDER."))
    tables = (("canvas", options.canvas), ("moodle", options.moodle))
    return Request(
        folder=folder,
        course=options.course,
        lesson=options.lesson,
        learners=options.learners,
        attempt=options.attempt,
        regrade=options.regrade,
        tables=tuple((kind, file) for kind, file in tables if file),
        column=options.column,
        feedback=options.feedback,
        db=options.db,
        workers=options.workers,
        scheduler=options.scheduler,
        unsafe=options.unsafe,
        sandbox=options.sandbox,
        dry_run=options.dry_run,
    )


def _report(outcomes, course: Path) -> int:
    from handprop.grade.progress_bar import say
    from handprop.grade.report import screen
    from handprop.grade.report.pages import attention

    for outcome in outcomes:
        say(f"\n{screen.told(outcome.summary)}")
        for file in outcome.files:
            say(str(file))
    if outcomes:
        say(f"Feedback for learners: {course / 'feedback'}{os.sep}")
    return SOME if any(attention(one.summary) for one in outcomes) else ALL


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(tr("{words!r} is not a number of processes, 1 or more", words=text))
    return int(text)
