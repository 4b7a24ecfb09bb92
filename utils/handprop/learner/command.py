"""The commands about the learner's folder, and the sentences for what can go wrong with a disk."""

from __future__ import annotations

import argparse
import contextlib
import errno
import json
import os
import sys
from pathlib import Path

from handprop.course import lessons, where
from handprop.language import tr

OK, FAULTY = 0, 2
_FULL = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))
_CLOSED = (errno.EACCES, errno.EPERM, errno.EROFS)


def add(commands) -> None:
    """Add the commands to the parser of `handprop`."""
    help_ = tr("bring a lesson or an exercise back as it was; yours is kept beside it")
    one = commands.add_parser("reset", help=help_, description=f"{help_.capitalize()}.")
    one.add_argument(
        "name", metavar="NAME", help=tr("an exercise, by its lesson or number: 06_by_hand or 06")
    )
    one.add_argument("--lesson", action="store_true", help=tr("the lesson, not its exercise"))
    one.set_defaults(command=_guarded(_reset))
    help_ = tr("lay the course into your own folder, or bring it up to date; `python course.py` does it too")
    one = commands.add_parser("lay", help=help_, description=f"{help_.capitalize()}.")
    one.add_argument(
        "--folder", type=Path, help=tr("your folder; default: the one that was used last, or my-course")
    )
    one.add_argument("--json", action="store_true", help=tr("say at the end, as JSON, what to open"))
    one.set_defaults(command=_guarded(_lay))


def _guarded(command):
    def run(options: argparse.Namespace) -> int:
        from handprop.learner.lay import Refused

        try:
            return command(options)
        except Refused as refused:
            print(refused, file=sys.stderr)
        except OSError as fault:
            print(sentence(fault), file=sys.stderr)
        return FAULTY

    return run


def sentence(fault: OSError) -> str:
    """What a learner is told when the disk refuses."""
    place = _folder_around(Path(fault.filename)) if fault.filename else tr("your folder")
    if fault.errno in _FULL:
        return tr("The disk is full: free some space, then run the same command again. Nothing was lost.")
    if fault.errno in _CLOSED:
        return tr(
            "{place} cannot be written to: allow it, or name another folder, "
            "`python course.py --folder PATH`. "
            "Nothing was lost.",
            place=place,
        )
    return tr(
        "{place} cannot be used ({strerror}): name another folder with --folder.",
        place=place,
        strerror=fault.strerror or fault,
    )


def _folder_around(path: Path) -> Path:
    """The learner's folder, where a draft or the course's own part of it could not be written."""
    return next((folder for folder in path.parents if (folder / where.HIDDEN).is_dir()), path)


def _reset(options: argparse.Namespace) -> int:
    from handprop.learner.lay import Refused
    from handprop.learner.reset import reset

    if (folder := where.find()) is None:
        raise Refused(tr("There is no folder of yours yet: `python course.py` makes it."))
    print(reset(lessons.own_root(), folder, options.name, options.lesson))
    return OK


def _lay(options: argparse.Namespace) -> int:
    from handprop.learner import page, started
    from handprop.learner.lay import lay

    folder = _folder(options.folder)
    said = lay(lessons.own_root(), folder)
    if (opens := started.opens(folder)) is None:
        said += [*_take_progress(folder), *page.refresh(folder)]
        opens = where.START if _has_begun(folder) else _first(folder)
        started.keep(folder, opens)
    for line in said:
        print(line)
    if options.folder is not None:
        with contextlib.suppress(OSError):  # a clone that cannot be written to: it is named again next time
            where.remember(lessons.home(), folder)
    if options.json:
        print(json.dumps({"folder": str(folder), "page": opens}))
    return OK


def _folder(named: Path | None) -> Path:
    """The folder that is named, else the one of last time; one that has gone is not begun anew."""
    from handprop.learner.lay import Refused

    if named is not None:
        return Path(os.path.expanduser(named)).resolve()
    folder = where.remembered(lessons.home())
    if not folder.exists() and folder != lessons.home() / where.DEFAULT:
        raise Refused(
            tr(
                "Your folder {folder} is not there: say where it is now, `python course.py --folder PATH`; "
                "`--folder {default}` begins a new one.",
                folder=folder,
                default=where.DEFAULT,
            )
        )
    return folder.resolve()


def _has_begun(folder: Path) -> bool:
    from handprop.learner import page

    return where.progress(folder).exists() or page.stopped_at(folder) is not None


def _first(folder: Path) -> str:
    from handprop.learner.record import Record

    return next((laid.name for laid in Record.read(folder).files.values()), where.START)


def _take_progress(folder: Path) -> list[str]:
    """Bring the progress of earlier versions, which knew one learner an account, into the first folder."""
    from handprop.check import progress

    old, file = progress.before_folders(), where.progress(folder)
    taken = old.with_name("progress-taken.txt")
    if file.exists() or taken.exists() or os.environ.get("HANDPROP_PROGRESS"):
        return []
    marks = progress.read(old, folder)
    if not marks:
        return []
    progress.write(file, marks)
    if old.exists():
        with contextlib.suppress(OSError):
            taken.write_text(f"{folder}\n", encoding="utf-8")
    return [tr("Your progress so far was brought into your folder.")]
