"""Grading the submissions of one exercise into the gradebook: what is not there yet, or all again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from handprop.check.variants.draw import varied
from handprop.course.counting import counted
from handprop.course.faults import Fault, Refused
from handprop.grade.gradebook.book import Book, Entry
from handprop.grade.intake.notebook import Unreadable, Work, read
from handprop.grade.intake.submission import Submission
from handprop.grade.judging import checks_digest
from handprop.grade.judging.checks_digest import digest_with
from handprop.grade.judging.result import Result
from handprop.grade.notebooks import graded as notebook
from handprop.grade.notebooks.cells import personal, questions_in
from handprop.grade.progress_bar import Progress
from handprop.grade.questions import questions_of
from handprop.grade.rules import BEST, LAST, Rules, Said
from handprop.grade.sandbox.outside.isolation import BUBBLEWRAP, NONE, chosen
from handprop.grade.workers import cluster, early, this_machine
from handprop.language import tr


class Stopped(Fault):
    """Ctrl-C: how many submissions were graded in this run, of how many."""

    def __init__(self, done: int, total: int):
        super().__init__(tr("Stopped. {done} of {total} are graded and kept.", done=done, total=total))
        self.done, self.total = done, total


class Job:
    """Grading one exercise into a book; `folder` takes the graded notebooks, for nbgrader's formgrader.

    A submission whose learner has numbers of their own brings them along.
    """

    def __init__(self, book: Book, lesson: str, rules: Rules, folder: Path):
        self.book, self.lesson, self.rules, self.folder = book, lesson, rules, folder
        self.remarks: list[str] = []
        self.digest = checks_digest.digest(lesson)
        self.release = notebook.release_of(lesson)
        entries = book.results(lesson)
        self.stood = {learner: one.score for learner, one in book.standings(lesson).items()}
        self.before = {(entry.learner, entry.attempt): entry.result for entry in entries}

    def grade(self, submissions: Sequence[Submission], say: Said) -> None:
        """Grade those of the submissions that count and are not graded yet, or all if that is asked for.

        `say` is told how many these are.  Raises Stopped on Ctrl-C; what was graded is kept.
        """
        chosen = list(submissions) if self.rules.attempt == BEST else _last(submissions)
        graded = [
            one for one in chosen if self.book.has(one, self._digest(one))
        ]  # also takes the fingerprints
        fresh = [one for one in chosen if one not in set(graded)]
        waiting = fresh if self.rules.regrade is None else chosen
        say(self._plan(chosen, graded, waiting))
        self._run(waiting)
        self._settle(chosen)
        if self.rules.regrade is not None:
            say(self._difference(waiting))

    def _run(self, waiting: list[Submission]) -> None:
        progress = Progress(self.lesson, len(waiting))
        try:
            self._hand_out(waiting, lambda submission, result: self._keep(submission, result, progress))
        except KeyboardInterrupt:
            raise Stopped(progress.done, progress.total) from None
        finally:
            progress.end()

    def _hand_out(self, waiting: list[Submission], on_result: this_machine.Report) -> None:
        """Grade on this machine, or on those of a cluster."""
        seed = self.book.seed() if waiting else 0
        waiting = [replace(submission, seed=seed) for submission in waiting]
        if self.rules.scheduler:
            isolation = NONE if self.rules.unsafe else self.rules.sandbox or BUBBLEWRAP  # over there
            cluster.grade_on(self.rules.scheduler, waiting, on_result=on_result, isolation=isolation)
        else:
            workers = self.rules.workers or early.cores()
            isolation = chosen(self.rules.sandbox, self.rules.unsafe)
            this_machine.grade(waiting, on_result=on_result, workers=workers, isolation=isolation)

    def _plan(self, chosen: list[Submission], graded: list[Submission], waiting: list[Submission]) -> str:
        told = f"{self.lesson}: " + counted(len(chosen), "submission", "submissions")
        if not waiting:
            return tr("{told}, all graded already.", told=told)
        if self.rules.regrade is not None:
            return tr(
                "{told}, judged again{regrade}.",
                told=told,
                regrade=f" for {self.rules.regrade}" if self.rules.regrade else "",
            )
        again = sum((one.learner, one.attempt) in self.before for one in waiting)
        kept = tr(", {count} graded already", count=len(graded)) if graded else ""
        changed = (
            tr(", {again} of them again, as a notebook or a check has changed", again=again) if again else ""
        )
        return tr(
            "{told}{kept}, {count} to grade{changed}.",
            told=told,
            kept=kept,
            count=len(waiting),
            changed=changed,
        )

    def _difference(self, judged: list[Submission]) -> str:
        after = self.book.standings(self.lesson)  # a grade by hand stands before the machine's
        known = {one.learner for one in judged} & self.stood.keys()
        changed = [one for one in known if abs(after[one].score - self.stood[one]) > 1e-9]
        return tr(
            "{counted} of {count} changed.",
            counted=counted(len(changed), "score", "scores"),
            count=len(known),
        )

    def _keep(self, submission: Submission, result: Result, progress: Progress) -> None:
        self._record(submission, self._merged(submission, result), counts=self.rules.attempt == LAST)
        progress.step()

    def _merged(self, submission: Submission, result: Result) -> Result:
        """The result as it was, but for the one question that is judged again."""
        before = self.before.get((submission.learner, submission.attempt))
        if not self.rules.regrade or before is None:
            return result
        new = {one.name: one for one in result.questions if one.name == self.rules.regrade}
        return replace(
            before, work=result.work, questions=tuple(new.get(one.name, one) for one in before.questions)
        )

    def _record(self, submission: Submission, result: Result, counts: bool) -> None:
        if counts:  # the notebook first: what is in the book is not made again
            try:
                work = result.work or self._work_of(submission)
                notebook.write_graded(self.folder, submission, work, result, self._release(submission))
            except Refused as fault:
                self.remarks.append(
                    tr(
                        "{learner}: formgrader cannot show this notebook. {fault}",
                        learner=submission.learner,
                        fault=fault,
                    )
                )
        self.book.record(submission, result, self._digest(submission), counts=counts)

    def _digest(self, submission: Submission) -> str:
        """What a result depends on beside the notebook: the checks, and the learner's own numbers."""
        return self.digest if submission.numbers is None else digest_with(self.digest, submission.numbers)

    def _release(self, submission: Submission) -> Mapping:
        return personal(self.release, varied(questions_of(self.lesson), submission.numbers or {}))

    def _work_of(self, submission: Submission) -> Work:
        """The cells of a submission whose result was there already; none if the file is no notebook."""
        try:
            return read(submission.path, questions_in(self.release))
        except Unreadable:
            return Work(())

    def _settle(self, chosen: list[Submission]) -> None:
        """See to it that the attempt that counts is the one asked for, also where none was to be graded."""
        results = {(entry.learner, entry.attempt): entry for entry in self.book.results(self.lesson)}
        counted = self.book.attempts_that_count(self.lesson)
        attempts: dict[str, list[tuple[Submission, Entry]]] = defaultdict(list)
        for one in chosen:
            attempts[one.learner].append((one, results[one.learner, one.attempt]))
        for learner, of in attempts.items():
            # Of equally good ones the later: sorting keeps their order.
            submission, entry = sorted(of, key=lambda pair: pair[1].result.score)[-1]
            if counted.get(learner) != submission.attempt:
                self._record(submission, entry.result, counts=True)


def _last(submissions: Iterable[Submission]) -> list[Submission]:
    return list({submission.learner: submission for submission in submissions}.values())
