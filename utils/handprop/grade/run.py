"""Grading a class from beginning to end: find, grade what is not graded yet, keep, report.

Everything that a report says is in the gradebook or in the folder, so a run that was stopped anywhere is gone
on with by the same command.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from handprop.course.counting import counted
from handprop.course.faults import Refused
from handprop.course.files import write_whole
from handprop.course.lessons import lesson_named
from handprop.grade.intake import account, names_file
from handprop.grade.intake.class_list import Roster, read_roster
from handprop.grade.intake.find import Found, find
from handprop.grade.progress_bar import say
from handprop.grade.rules import LAST, Said
from handprop.grade.sandbox.outside.isolation import chosen
from handprop.grade.variants.whose import numbers_of
from handprop.grade.workers import early, this_machine
from handprop.language import tr

if TYPE_CHECKING:
    from handprop.grade.report.summary import Summary


@dataclass(frozen=True)
class Request:
    """What to grade, and what to make of it.

    folder : the submissions, or an archive of them.
    course : where the gradebook is and the pages go.
    lesson, learners : one exercise only, by name or number; the class list, a CSV file.
    attempt, regrade : as in `Rules`.
    tables, column : the files to write by kind (`csv_tables.KINDS`), and the exercise's name in them.
    feedback : the archive of feedback to write, named as the platform named the hand-ins.
    workers, scheduler : processes on this machine, or the address of a Dask scheduler.
    db : the gradebook's SQLAlchemy URL, where nbgrader's settings do not say it.
    unsafe, sandbox : run learners' code without a sandbox; in the one of this name.
    dry_run : only say what every file of the download counts as.
    """

    folder: Path
    course: Path
    lesson: str | None = None
    learners: Path | None = None
    attempt: str = LAST
    regrade: str | None = None
    tables: tuple[tuple[str, Path], ...] = ()
    column: str | None = None
    feedback: Path | None = None
    db: str | None = None
    workers: int | None = None
    scheduler: str | None = None
    unsafe: bool = False
    sandbox: str | None = None
    dry_run: bool = False


@dataclass(frozen=True)
class Outcome:
    """An exercise's summary, and the files written."""

    summary: Summary
    files: tuple[Path, ...]


def run(request: Request, say: Said = say) -> list[Outcome]:
    """Grade what is asked for; returns what came of each exercise.

    `say` is told what is about to happen.  Raises Fault (Refused for a request that cannot be met, BookFault,
    SandboxFault, Stopped) and OSError; what was graded before stays.
    """
    lesson = lesson_named(request.lesson) if request.lesson else None
    roster = read_roster(request.learners) if request.learners else None
    try:
        with _submissions(request, lesson, roster) as found:
            say(account.summary(found.files))
            if request.dry_run:
                _show(found, request, say)
                return []
            lessons = sorted({submission.lesson for submission in found.submissions})
            _check(request, lessons, found, roster)
            _start_early(request, len(found.submissions))
            return _all(lessons, found, request, roster, say)
    finally:
        this_machine.stop_early()


def _start_early(request: Request, submissions: int) -> None:
    """Let workers get warm beside this process's own imports, where there is work for sure."""
    is_new = not request.db and not (request.course / "gradebook.db").exists()
    if is_new and not request.scheduler:
        workers = min(request.workers or early.cores(), submissions)
        this_machine.start_early(workers, chosen(request.sandbox, request.unsafe))


def _all(
    lessons: Sequence[str], found: Found, request: Request, roster: Roster | None, say: Said
) -> list[Outcome]:
    # The database's library takes a third of a second: time in which the workers get ready.
    from handprop.grade.gradebook.book import Book
    from handprop.grade.gradebook.course import book_url, settings
    from handprop.grade.gradebook.late import read_rules
    from handprop.grade.report.course_table import course_of, write_course
    from handprop.grade.report.pages import course_page

    config = settings(request.course)
    url = request.db or book_url(request.course, config)
    with Book(url, config=config, rules=read_rules(request.course)) as book:
        outcomes = [_one(book, name, found, request, roster, say) for name in lessons]
        gone = found.renamed.keys() - found.owners.keys()
        course, grades = course_of(book, gone, roster, found.numbers), request.course / "grades"
        write_course(course, grades)
        write_whole(grades / "course.html", course_page(course))
        return outcomes


@contextmanager
def _submissions(request: Request, lesson: str | None, roster: Roster | None) -> Iterator[Found]:
    """What is in the download, whose archives are unpacked for as long as they are needed."""
    answers = names_file.read_names(request.course)
    with tempfile.TemporaryDirectory(prefix="handprop-") as place:
        found = find(request.folder, lesson, roster, answers, Path(place))
        if roster is not None:
            _doubts(found, roster)
        account.write_account(request.course / "grades" / "files.csv", found.files)
        names_file.write_names(request.course, found.asked, answers)
        yield found


def _doubts(found: Found, roster: Roster) -> None:
    """Ask for those whom the class list does not tell apart."""
    known, graded = roster.of(found.owners, found.numbers), {one.learner for one in found.submissions}
    for learner in graded - known.keys():
        near = roster.doubts(learner, found.owners[learner].numbers)
        why = (
            f"{' or '.join(one.name or one.id for one in near[:4])}?" if near else tr("not on the class list")
        )
        found.asked.setdefault(found.place_of(learner), f"{learner}: {why}")


def _show(found: Found, request: Request, say: Said) -> None:
    """The account of every file, and what the instructor is asked."""
    from handprop.grade.report.screen import accounted

    say(accounted(found.files, found.remarks))
    if found.asked:
        say(f"To answer: {request.course / names_file.NAME}")
    say(f"All files: {request.course / 'grades' / 'files.csv'}")


def _check(request: Request, lessons: list[str], found: Found, roster: Roster | None) -> None:
    if not lessons:
        why = " ".join(found.remarks[:5]) or tr("It should hold a notebook or a folder for each learner.")
        raise Refused(tr("No submissions in {folder}. {why}", folder=request.folder, why=why))
    if (request.tables or request.feedback) and len(lessons) > 1:
        raise Refused(
            tr(
                "There are submissions for {lessons}. Choose one for the table: --lesson.",
                lessons=", ".join(lessons),
            )
        )
    if request.tables:
        from handprop.grade.report.platform_tables import check_column

        for kind, _ in request.tables:
            check_column(roster, kind, lessons[0], request.column)
    if request.regrade:
        from handprop.check import load_questions

        names = [question.name for lesson in lessons for question in load_questions(lesson)]
        if request.regrade not in names:
            raise Refused(
                tr(
                    "There is no question {regrade!r}; choose from {names}.",
                    regrade=request.regrade,
                    names=", ".join(names),
                )
            )


def _one(book, lesson: str, found: Found, request: Request, roster: Roster | None, say: Said) -> Outcome:
    """Grade one exercise and write its pages."""
    from handprop.grade.job import Job, Rules
    from handprop.grade.report.summary import summarise

    of = [submission for submission in found.submissions if submission.lesson == lesson]
    learners = {one.learner for one in of} | {entry.learner for entry in book.results(lesson)}
    numbers = numbers_of(request.course, lesson, sorted(learners), found.numbers)
    if numbers is not None:
        of = [replace(one, numbers=numbers[one.learner]) for one in of]
    rules = Rules(
        attempt=request.attempt,
        regrade=request.regrade,
        workers=request.workers,
        unsafe=request.unsafe,
        scheduler=request.scheduler,
        sandbox=request.sandbox,
    )
    job = Job(book, lesson, rules, request.course / "autograded")
    book.prepare(lesson, job.release)
    job.grade(of, say)
    if changed := book.settle_lateness(lesson):
        whom = counted(changed, "learner", "learners")
        say(tr("{lesson}: what lateness costs has changed for {whom}.", lesson=lesson, whom=whom))
    late = {(one.learner, one.attempt) for one in of if one.path in found.late}
    remarks = [*found.remarks, *job.remarks]
    summary = summarise(book, lesson, roster, late=late, remarks=remarks, found=found, numbers=numbers)
    return _write(summary, request, {one.learner: one.path for one in of}, found)


def _write(summary: Summary, request: Request, sources: dict[str, Path], found: Found) -> Outcome:
    """The learners' pages, the instructor's, and the tables."""
    from handprop.grade.report import csv_tables
    from handprop.grade.report import pages as report
    from handprop.grade.report.feedback_zip import names_of_folders, write_zip
    from handprop.grade.report.platform_tables import left_alone

    pages = report.write_feedback(summary, request.course / "feedback", sources)
    grades = request.course / "grades"
    report.write_summary(summary, grades / f"{summary.lesson}.html", pages)
    csv_tables.write(summary, grades / f"{summary.lesson}.csv")
    write_whole(grades / f"{summary.lesson}_class.html", report.class_page(summary))
    names_of_folders(grades / "folders.csv", pages)
    files = [grades / f"{summary.lesson}.html", grades / f"{summary.lesson}.csv"]
    told: list[str] = []
    for kind, file in request.tables:
        csv_tables.write(summary, file, kind, request.column)
        told += left_alone(summary, kind, request.column)
        files.append(file)
    if request.feedback:
        left = write_zip(request.feedback, summary, found.given, pages, request.course / "autograded")
        told += (
            [
                tr(
                    "No feedback in {feedback} for: {left}.",
                    feedback=request.feedback.name,
                    left=", ".join(left),
                )
            ]
            if left
            else []
        )
        files.append(request.feedback)
    return Outcome(replace(summary, remarks=(*summary.remarks, *told)), tuple(files))
