"""Running a notebook in the sandbox, from a fresh process to its last answer, as often as it takes.

The cells go to the sandbox in their order; where the notebook has a check, the answer is asked for as plain
data.  A cell that ends the process, or does not end, is left out, and the rest is run again.  Of several
tries at an answer the best counts: an answer that stands below its check, or needs a later cell, costs no
points.  A choice has one try, or one could try every letter.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from time import monotonic

from handprop.border.channel import Broken, Channel, TooSlow
from handprop.border.plain import clean
from handprop.border.read_numbers import Problem, Unfinished
from handprop.check import Verdict
from handprop.check.judge import MISSING, judge
from handprop.check.question import Question
from handprop.grade.intake.notebook import Cell
from handprop.grade.judging import remote_functions
from handprop.grade.judging.result import NOT_JUDGED, CellOutput
from handprop.grade.sandbox.inside.imports import named_in
from handprop.grade.sandbox.inside.lacking import known, sentence
from handprop.grade.sandbox.outside.server_handle import Sandbox
from handprop.language import tr

_STARTS = 6  # how often a submission is begun again without what ended it
_DEATHS = 2  # how often the sandbox may die before it is held to be the submission's doing
_GRACE = 2.0  # seconds beyond a limit that the sandbox keeps itself, before it is killed
_TRIES = 1  # hints as at a learner's second try: the mistake, and the belief behind it
_NOT_THERE = ("NameError", "AttributeError", "KeyError")  # what is raised by code that needs a later cell
_RANK = {"right": 4, "wrong": 3, NOT_JUDGED: 2, "problem": 2, "unfinished": 1}


class _TimeUp(Exception):
    """The submission has used up its time."""


@dataclass
class State:
    """What is known of a submission, over all its starts."""

    until: float
    seed: int = 0  # of the random cases
    verdicts: dict[str, Verdict] = field(default_factory=dict)
    outputs: dict[int, CellOutput] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)
    skipped: set[int | str] = field(default_factory=set)
    deaths: int = 0  # of the sandbox itself
    early: set[str] = field(default_factory=set)  # answers that were asked for before all was there
    given: dict[str, tuple[float, ...]] = field(default_factory=dict)  # the numbers of answers

    def keep(self, name: str, verdict: Verdict) -> None:
        """Keep a verdict, unless a better one is there."""
        before = self.verdicts.get(name)
        if before is None or _worth(verdict) > _worth(before):
            self.verdicts[name] = verdict

    def open(self, question: Question) -> bool:
        """Whether to ask for an answer: it does no harm, is not right yet, and is no second guess."""
        known = self.verdicts.get(question.name)
        if known is None:
            return question.name not in self.skipped
        guessed = known.state == "wrong" and question.answer.one_guess
        return not (question.name in self.skipped or known.passed or guessed)

    def lost(self, names: Iterable[str]) -> bool:
        """Whether a cell ended the process, and an answer may have been lost by that."""
        states = (self.verdicts[name].state if name in self.verdicts else "" for name in names)
        cells = any(isinstance(one, int) for one in self.skipped)
        return cells and any(state in ("", "problem") for state in states)


def run_all(cells: Sequence[Cell], asked: Mapping[str, Question], sandbox: Sandbox, state: State) -> None:
    """Run the cells, and if answers are lost because the process ended, those with answers alone."""
    _run_to_the_end(cells, asked, sandbox, state)
    if state.lost(asked) and monotonic() < state.until:
        # What spoils the process may end it only later, in a cell that did no harm.
        state.skipped.clear()
        state.remarks.append(
            tr("What was lost by that was looked for again, without the learner's own cells.")
        )
        _run_to_the_end([cell for cell in cells if cell.answers or cell.checks], asked, sandbox, state)


def _run_to_the_end(
    cells: Sequence[Cell], asked: Mapping[str, Question], sandbox: Sandbox, state: State
) -> None:
    """Run the cells, and again without what ended the process, until their end is reached."""
    for _ in range(_STARTS):
        if _Run(cells, asked, sandbox, state).go():
            return
    state.remarks.append(tr("The code ended its process again and again; the rest was not run."))


class _Run:
    """One start of a submission: from a fresh process to the last answer, or to what ended it."""

    def __init__(
        self, cells: Sequence[Cell], questions: Mapping[str, Question], sandbox: Sandbox, state: State
    ):
        self._cells, self._questions, self._sandbox, self._state = cells, questions, sandbox, state
        self._last_check = {cell.checks: cell.index for cell in cells if cell.checks}
        self._imports = named_in(cell.source for cell in cells if cell.kind == "code")
        self._failed: list[Cell] = []
        self._doing: int | str | None = None  # the cell or the answer that is being worked on
        self._channel: Channel | None = None

    def go(self) -> bool:
        """Whether the submission came to its end; if not, what ended it is left out the next time."""
        try:
            with self._sandbox.submission(self._imports) as channel:
                self._channel = channel
                self._all_cells()
                self._second_chances()
            return True
        except _TimeUp:
            self._note_time_up()
            return True
        except TooSlow:
            return self._leave_out(tr("it never ended"))
        except Broken:
            return False if self._not_its_fault() else self._leave_out(tr("it ended its process"))

    def _not_its_fault(self) -> bool:
        """Whether the sandbox itself was killed from outside; if again and again, that is not sure."""
        self._state.deaths += self._sandbox.ended == "server"
        return self._sandbox.ended == "server" and self._state.deaths <= _DEATHS

    def _all_cells(self) -> None:
        for cell in self._cells:
            if cell.checks:
                self._ask_at(cell)
            elif cell.kind == "code" and cell.index not in self._state.skipped and not self._run(cell):
                self._failed.append(cell)

    def _ask_at(self, cell: Cell) -> None:
        """Ask for the answer that a cell checks; for a choice at the last of its checks only."""
        question = self._questions.get(cell.checks)
        if question is None:  # a text, which an instructor reads
            return
        if not question.answer.one_guess or cell.index == self._last_check[cell.checks]:
            self._ask(cell.checks)

    def _second_chances(self) -> None:
        """At the end: cells that needed a later one, then answers that are not right yet."""
        again = [cell for cell in self._failed if self._missing(cell)]
        for cell in again if self._anything_open() else ():
            self._run(cell)
        for name in self._questions:
            if again or self._worth_asking_again(name):
                self._ask(name)

    def _worth_asking_again(self, name: str) -> bool:
        """Whether there may be more than before: no wrong value, no function that failed by itself."""
        known = self._state.verdicts.get(name)
        if known is None or name in self._state.early:
            return True
        failed = known.state == "problem" and self._questions[name].answer.fails_by_itself
        return known.state != "wrong" and not failed

    def _anything_open(self) -> bool:
        return any(map(self._state.open, self._questions.values()))

    def _missing(self, cell: Cell) -> bool:
        return self._state.outputs[cell.index].error.startswith(_NOT_THERE)

    def _run(self, cell: Cell) -> bool:
        """Run a cell; whether it came to its end without an error."""
        self._doing = cell.index
        seconds = self._seconds(self._sandbox.limits.cell)
        self._channel.send({"do": "run", "source": cell.source, "seconds": seconds}, seconds)
        answer = self._receive(seconds + _GRACE)
        text, error = _text(answer, "text", self._sandbox.limits.output), _text(answer, "error", 2000)
        if error.startswith("Stopped:"):
            self._state.remarks.append(
                tr(
                    "Cell {index} was stopped after {seconds:.0f} seconds.",
                    index=cell.index + 1,
                    seconds=seconds,
                )
            )
        missing = known(answer.get("lacks"))
        self._state.remarks += [sentence(what, cell.index + 1) for what in missing]
        self._state.outputs[cell.index] = CellOutput(cell.index, text, error)
        self._doing = None
        return not error

    def _ask(self, name: str) -> None:
        if not self._state.open(self._questions[name]):
            return
        self._doing = name
        seconds = self._seconds(self._sandbox.limits.answer)
        self._channel.send({"do": "ask", "name": self._questions[name].variable, "seconds": seconds}, seconds)
        answer = self._receive(seconds + _GRACE)
        calls = remote_functions.Calls(
            self._channel, monotonic() + self._seconds(self._sandbox.limits.answer)
        )
        verdict = self._judge(self._questions[name], answer, calls)
        if answer.get("missing") is True or _needs_more(verdict):
            self._state.early.add(name)
        self._state.keep(name, verdict)
        self._doing = None

    def _judge(self, question: Question, answer: Mapping, calls: remote_functions.Calls) -> Verdict:
        if answer.get("missing") is True:
            return self._without_answer(question)
        if "problem" in answer:
            return Verdict("problem", (_text(answer, "problem", 500),))
        value = remote_functions.read(answer.get("value"), calls)
        try:
            verdict = judge(question, value, _TRIES, self._state.seed)
            if question.vary and question.cases:
                self._state.given[question.name] = _numbers(question, value)
            # The first line of a cell may have set what was there before, and its next one failed.
            return (self._lost(question) if verdict.state == "unfinished" else None) or verdict
        except (Broken, _TimeUp):
            raise
        except Exception as fault:  # a fault of the check's own: the other answers are judged all the same
            said = f"{type(fault).__name__}: {fault}"[:200]
            self._state.remarks.append(
                tr(
                    "The check of {question} failed on this answer ({clean}). Grade it by hand, and tell the "
                    "authors.",
                    question=question.name,
                    clean=clean(said),
                )
            )
            return Verdict(
                NOT_JUDGED, (tr("This answer could not be judged. Your instructor can see that."),)
            )

    def _without_answer(self, question: Question) -> Verdict:
        """The verdict where there is no answer: what became of its cell says more than that."""
        return self._lost(question) or judge(question, MISSING)

    def _lost(self, question: Question) -> Verdict | None:
        """Why an answer is not there: its cell stopped; None if it did not."""
        own = [cell for cell in self._cells if cell.answers == question.name]
        errors = [self._state.outputs[cell.index].error for cell in own if cell.index in self._state.outputs]
        if not any(errors):
            return None
        said = next(filter(None, errors)).splitlines()[-1]
        return Verdict(
            "problem",
            (tr("The cell with your answer stopped with an error. Python says: {said}", said=said),),
        )

    def _receive(self, seconds: float) -> Mapping:
        answer = self._channel.receive(seconds)
        if not isinstance(answer, dict):
            raise Broken
        return answer

    def _seconds(self, most: float) -> float:
        left = self._state.until - monotonic()
        if left <= 0:
            raise _TimeUp
        return min(most, left)

    def _note_time_up(self) -> None:
        total = self._sandbox.limits.total
        sentence = tr("The submission was stopped after {total:.0f} seconds in all.", total=total)
        self._state.remarks.append(sentence)
        for name in self._questions:
            if name not in self._state.verdicts:
                self._state.verdicts[name] = Verdict("problem", (sentence,))

    def _leave_out(self, why: str) -> bool:
        """Take note of what ended the process; whether there is nothing more to try."""
        if self._sandbox.ended == "memory":
            why = tr("it used too much memory")
        if self._doing is None:
            self._state.remarks.append(tr("The code ended its process after its last cell."))
            return True
        self._state.skipped.add(self._doing)
        if isinstance(self._doing, str):
            sentence = tr("Your answer could not be had: {why}.", why=why)
            self._state.keep(self._doing, Verdict("problem", (sentence,)))
            self._state.remarks.append(
                tr("The answer to {doing} could not be had: {why}.", doing=self._doing, why=why)
            )
        else:
            sentence = tr("Cell {doing} was left out: {why}.", doing=self._doing + 1, why=why)
            self._state.outputs[self._doing] = CellOutput(self._doing, "", sentence)
            self._state.remarks.append(sentence)
        return False


def _worth(verdict: Verdict) -> tuple[float, int]:
    return verdict.earned, _RANK[verdict.state]


def _numbers(question: Question, value: object) -> tuple[float, ...]:
    """The numbers of an answer in reading order; none where it cannot be read."""
    try:
        return tuple(map(float, question.kind.read(value).ravel()))
    except (Problem, Unfinished):
        return ()


def _needs_more(verdict: Verdict) -> bool:
    """Whether a function failed for want of something that a later cell may define."""
    return verdict.state == "problem" and any(
        f"Python says: {kind}" in sentence for kind in _NOT_THERE for sentence in verdict.sentences
    )


def _text(answer: Mapping, key: str, most: int) -> str:
    value = answer.get(key)
    return clean(value[:most]) if isinstance(value, str) else ""
