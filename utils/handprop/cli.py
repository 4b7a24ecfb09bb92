"""`handprop`: the commands of the course.

Each command imports what it needs when it runs, so that `handprop --help` answers at once.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from handprop.course.counting import counted
from handprop.course.faults import Fault, Refused, of_system
from handprop.course.lessons import find_root
from handprop.exam import command as exam
from handprop.grade import command
from handprop.grade.variants import command as variants
from handprop.language import tr
from handprop.learner import command as learner
from handprop.prove import command as prover
from handprop.site import command as site
from handprop.worksheet import command as worksheet

OK, DIFFERENT, FAULTY, INTERRUPTED = 0, 1, 2, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0, 1 for differences, 2 for an error, 130 for Ctrl-C.

    What the person at the screen can mend is said in one sentence here, for every command.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a Windows console may lack η and ∂
    options = _parser().parse_args(arguments)
    try:
        return options.command(options)
    except KeyboardInterrupt:
        print(tr("\nInterrupted; what was finished is kept."), file=sys.stderr)
        return INTERRUPTED
    except Fault as fault:
        print(fault, file=sys.stderr)
    except ModuleNotFoundError as fault:
        print(_missing(fault, options.word), file=sys.stderr)
    except OSError as fault:
        print(of_system(fault), file=sys.stderr)
    return FAULTY


# The packages that a command works with, by name of the extra that brings them; see pyproject.toml.
_EXTRAS = {
    "build": "build",
    "grade": "grade",
    "lay": "lab",
    "reset": "lab",
    "site": "site",
    "variants": "grade",
    "exam": "grade",
    "worksheet": "print",
}


def _missing(fault: ModuleNotFoundError, word: str) -> str:
    """The sentence for a package that is not installed; one of the course's own is raised again."""
    package = (fault.name or "").split(".")[0]
    if package in ("", "handprop"):
        raise fault
    extra = f'"handprop[{_EXTRAS[word]}]"' if word in _EXTRAS else package
    return tr(
        "`handprop {word}` needs the package {package}, which is not installed: `pip install {extra}`.",
        word=word,
        package=package,
        extra=extra,
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="handprop", description=tr("The commands of the Handprop course."))
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", dest="word", required=True)
    _add_build(commands)
    _add_progress(commands)
    _add_demo(commands)
    command.add(commands)
    variants.add(commands)
    exam.add(commands)
    learner.add(commands)
    prover.add(commands)
    worksheet.add(commands)
    site.add(commands)
    return parser


def _add_build(commands) -> None:
    help_ = tr("make notebooks/, solutions/ and exercises/ from lessons/")
    command = commands.add_parser(
        "build",
        help=help_,
        description=tr(
            "{help}. A notebook is run only when its source changed, so after a change in the package "
            "use --force.",
            help=help_.capitalize(),
        ),
    )
    command.add_argument(
        "names", nargs="*", metavar="NAME", help=tr("a lesson, such as 06_by_hand or 06; default: all")
    )
    how = command.add_mutually_exclusive_group()
    how.add_argument(
        "--check",
        action="store_true",
        help=tr("change nothing; list what a build would change, exit 1 if any"),
    )
    how.add_argument("--force", action="store_true", help=tr("run every notebook again, changed or not"))
    command.set_defaults(command=_build)


def _add_progress(commands) -> None:
    help_ = tr("show which questions are answered, which objectives are met, and what to do next")
    command = commands.add_parser("progress", help=help_, description=f"{help_.capitalize()}.")
    command.set_defaults(command=_progress)


def _add_demo(commands) -> None:
    help_ = tr("show a live demo to a class, full-screen in the browser")
    command = commands.add_parser(
        "demo", help=help_, description=tr("{help}. Without a name: list the demos.", help=help_.capitalize())
    )
    command.add_argument(
        "name", nargs="?", metavar="NAME", help=tr("a demo, or its lesson: by_hand, 06_by_hand, 06")
    )
    command.add_argument(
        "--export",
        metavar="FILE",
        type=Path,
        help=tr("write one HTML file that needs no network, do not open it"),
    )
    command.set_defaults(command=_demo)


def _demo(options: argparse.Namespace) -> int:
    from handprop import demo

    if options.name is None and options.export:
        raise Refused(tr("Which demo? Give its name before --export; `handprop demo` lists them."))
    if options.name is None:
        return _list_demos(demo.stories())
    return _show_demo(demo.find(options.name), options.export)


def _list_demos(stories) -> int:
    width = max(len(story.name) for story in stories)
    for story in stories:
        print(
            tr(
                "{story:<{width}}  lesson {number}  {minutes:2} min  {about}",
                story=story.name,
                width=width,
                number=story.number,
                minutes=story.minutes,
                about=story.about,
            )
        )
    return OK


def _show_demo(story, file: Path | None) -> int:
    from handprop.demo.open import show
    from handprop.demo.page import export

    if file is not None:
        export(story, file)
        print(
            tr("{file}: {story}. It needs no network: open it in any browser.", file=file, story=story.title)
        )
        return OK
    file, opened = show(story)
    print(file)
    print(
        tr("f: full screen. Space: next.") if opened else tr("No browser was found; open this file in one.")
    )
    return OK


def _progress(options: argparse.Namespace) -> int:
    from handprop.check import course_progress

    print(course_progress())
    return OK


def _build(options: argparse.Namespace) -> int:
    from handprop import build

    root, names = find_root(), tuple(options.names)
    if options.check:
        return _report_check(build.check(root, names))
    return _report_build(build.build(root, names, force=options.force, screen=_Screen()))


def _report_check(result) -> int:
    for difference in result.differences:
        print(difference)
    _report_problems(result.problems)
    if result.problems:
        return FAULTY
    if result.differences:
        found = counted(len(result.differences), "difference", "differences")
        print(f"{found}; run `handprop build`.", file=sys.stderr)
        return DIFFERENT
    print(tr("Every notebook is as its lesson makes it."))
    return OK


def _report_build(result) -> int:
    for path in result.orphans:
        print(tr("{path}: no lesson makes this notebook; delete it.", path=path), file=sys.stderr)
    _report_problems(result.problems)
    return FAULTY if result.problems else OK


def _report_problems(problems) -> None:
    for problem in problems:
        print(problem, file=sys.stderr)
    if problems:
        print(
            tr("{counted} in the lessons.", counted=counted(len(problems), "problem", "problems")),
            file=sys.stderr,
        )


class _Screen:
    """One line per notebook; on a terminal also the cell that is running."""

    def __init__(self):
        self._live = sys.stdout.isatty()

    def step(self, path: str, cell: int, cells: int) -> None:
        if self._live:
            print(
                tr("\r\x1b[K{path}  cell {cell} of {cells}", path=path, cell=cell, cells=cells),
                end="",
                flush=True,
            )

    def done(self, path: str, what: str, seconds: float) -> None:
        clear = "\r\033[K" if self._live else ""
        print(f"{clear}{path:<44} {what:<16} {seconds:5.1f} s", flush=True)
