"""Judging one submission: run its cells in the sandbox, ask for its answers, hold them against the questions.

This side never runs a learner's code.  It sends cells to the sandbox in their order; where the notebook has a
check, it asks for the answer as plain data.  A cell that ends the process, or does not end, is left out, and
the rest is run again.  Of several tries at an answer the best counts: an answer that stands below its
check, or needs a later cell, costs no points.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from time import monotonic

from handprop.check import Verdict
from handprop.check.answers import Text
from handprop.check.judge import MISSING, judge
from handprop.check.question import Question
from handprop.grade import elsewhere
from handprop.grade.plain import Broken, Channel, clean
from handprop.grade.result import BY_HAND, NOT_JUDGED, CellOutput, QuestionResult, Result
from handprop.grade.sandbox.isolation import describe
from handprop.grade.sandbox.start import Sandbox
from handprop.grade.work import Cell, Work

_STARTS = 6  # how often a submission is begun again without what ended it
_GRACE = 2.0  # seconds beyond a limit that the sandbox keeps itself, before it is killed
_ALL_OUTPUTS = 200_000  # characters kept of one submission
_LONGEST_ANSWER = 20_000
_TRIES = 1  # hints as at a learner's second try: the mistake, and the belief behind it
_RANK = {"right": 4, "wrong": 3, "problem": 2, "unfinished": 1}


class _TimeUp(Exception):
    """The submission has used up its time."""


class _Ended(Exception):
    """The process of the learner's code ended in the middle of something; the message says why."""


@dataclass
class _State:
    """What is known of a submission, over all its starts."""

    until: float
    verdicts: dict[str, Verdict] = field(default_factory=dict)
    outputs: dict[int, CellOutput] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)
    skipped: set[int | str] = field(default_factory=set)

    def keep(self, name: str, verdict: Verdict) -> None:
        """Keep a verdict, unless a better one is there."""
        before = self.verdicts.get(name)
        if before is None or _RANK[verdict.state] > _RANK[before.state]:
            self.verdicts[name] = verdict

    def open(self, name: str) -> bool:
        """Whether a question is not answered rightly yet, and asking for it does no harm."""
        known = self.verdicts.get(name)
        return name not in self.skipped and not (known and known.passed)


def grade_work(lesson: str, questions: Sequence[Question], work: Work, sandbox: Sandbox) -> Result:
    """The result of a notebook that could be read."""
    began = monotonic()
    state = _State(began + sandbox.limits.total)
    asked = {question.name: question for question in questions if not isinstance(question.answer, Text)}
    for _ in range(_STARTS):
        if _Run(work, asked, sandbox, state).go():
            break
    else:
        state.remarks.append("The code ended its process again and again; the rest was not run.")
    return Result(
        lesson,
        tuple(_outcome(question, work, state) for question in questions),
        (*work.remarks, *dict.fromkeys(state.remarks)),
        _bounded(state.outputs),
        monotonic() - began,
        describe(sandbox.isolation),
    )


def ungraded(lesson: str, questions: Sequence[Question], sentence: str, isolation: str = "") -> Result:
    """The result of what cannot be graded at all: no points, and the sentence that says why."""
    verdict = Verdict(NOT_JUDGED, (sentence,))
    return Result(
        lesson,
        tuple(_result(question, verdict, "") for question in questions),
        (sentence,),
        isolation=describe(isolation) if isolation else "",
    )


def _bounded(outputs: Mapping[int, CellOutput]) -> tuple[CellOutput, ...]:
    """The outputs in the order of the cells, as far as there is room for them."""
    kept, room = [], _ALL_OUTPUTS
    for index in sorted(outputs):
        one = outputs[index]
        kept.append(CellOutput(index, one.text[:room], one.error[: max(room, 200)]))
        room = max(0, room - len(one.text) - len(one.error))
    return tuple(kept)


def _outcome(question: Question, work: Work, state: _State) -> QuestionResult:
    answer = clean(work.answer(question.name))[:_LONGEST_ANSWER]
    if isinstance(question.answer, Text):
        return _result(question, Verdict(BY_HAND, ()), answer, None)
    verdict = state.verdicts.get(question.name)
    return _result(question, verdict or Verdict(NOT_JUDGED, ("This answer was not reached.",)), answer)


def _result(question: Question, verdict: Verdict, answer: str, score: float | None = 0.0) -> QuestionResult:
    return QuestionResult(
        question.name,
        question.title,
        question.objective,
        float(question.points),
        float(question.points) if verdict.passed else score,
        verdict.state,
        verdict.sentences,
        verdict.mistakes,
        answer,
    )


class _Run:
    """One start of a submission: from a fresh process to the last answer, or to what ended it."""

    def __init__(self, work: Work, questions: Mapping[str, Question], sandbox: Sandbox, state: _State):
        self._work, self._questions, self._sandbox, self._state = work, questions, sandbox, state
        self._failed: list[Cell] = []
        self._doing: int | str | None = None  # the cell or the answer that is being worked on
        self._channel: Channel | None = None

    def go(self) -> bool:
        """Whether the submission came to its end; if not, what ended it is left out the next time."""
        try:
            with self._sandbox.submission() as channel:
                self._channel = channel
                self._all_cells()
                self._second_chances()
            return True
        except _TimeUp:
            self._note_time_up()
            return True
        except (Broken, _Ended):
            return self._leave_out()

    def _all_cells(self) -> None:
        for cell in self._work.cells:
            if cell.checks:
                self._ask(cell.checks)
            elif cell.kind == "code" and cell.index not in self._state.skipped and not self._run(cell):
                self._failed.append(cell)

    def _second_chances(self) -> None:
        """At the end: cells that needed a later one, then answers that are not right yet."""
        again = [cell for cell in self._failed if self._missing(cell)]
        for cell in again if self._anything_open() else ():
            self._run(cell)
        for name in self._questions:
            known = self._state.verdicts.get(name)
            # A wrong value is not asked for again unless something was run since: it would be the same.
            if self._state.open(name) and (known is None or known.state != "wrong" or again):
                self._ask(name)

    def _anything_open(self) -> bool:
        return any(self._state.open(name) for name in self._questions)

    def _missing(self, cell: Cell) -> bool:
        return self._state.outputs[cell.index].error.startswith(("NameError", "AttributeError", "KeyError"))

    def _run(self, cell: Cell) -> bool:
        """Run a cell; whether it came to its end without an error."""
        self._doing = cell.index
        seconds = self._seconds(self._sandbox.limits.cell)
        self._channel.send({"do": "run", "source": cell.source, "seconds": seconds}, seconds)
        answer = self._receive(seconds + _GRACE)
        text, error = _text(answer, "text", self._sandbox.limits.output), _text(answer, "error", 2000)
        if error.startswith("Stopped:"):
            self._state.remarks.append(f"Cell {cell.index + 1} was stopped after {seconds:.0f} seconds.")
        self._state.outputs[cell.index] = CellOutput(cell.index, text, error)
        self._doing = None
        return not error

    def _ask(self, name: str) -> None:
        if not self._state.open(name) or name not in self._questions:
            return
        self._doing = name
        seconds = self._seconds(self._sandbox.limits.answer)
        self._channel.send({"do": "ask", "name": self._questions[name].variable, "seconds": seconds}, seconds)
        answer = self._receive(seconds + _GRACE)
        calls = elsewhere.Calls(self._channel, monotonic() + self._seconds(self._sandbox.limits.answer))
        self._state.keep(name, self._judge(self._questions[name], answer, calls))
        self._doing = None

    def _judge(self, question: Question, answer: Mapping, calls: elsewhere.Calls) -> Verdict:
        if answer.get("missing") is True:
            return judge(question, MISSING)
        if "problem" in answer:
            return Verdict("problem", (_text(answer, "problem", 500),))
        return judge(question, elsewhere.read(answer.get("value"), calls), _TRIES)

    def _receive(self, seconds: float) -> Mapping:
        answer = self._channel.receive(seconds)
        if not isinstance(answer, dict):
            raise Broken("A message was not readable.")
        return answer

    def _seconds(self, most: float) -> float:
        left = self._state.until - monotonic()
        if left <= 0:
            raise _TimeUp
        return min(most, left)

    def _note_time_up(self) -> None:
        total = self._sandbox.limits.total
        sentence = f"The submission was stopped after {total:.0f} seconds in all."
        self._state.remarks.append(sentence)
        for name in self._questions:
            if name not in self._state.verdicts:
                self._state.verdicts[name] = Verdict("problem", (sentence,))

    def _leave_out(self) -> bool:
        """Take note of what ended the process; whether there is nothing more to try."""
        why = (
            "it used too much memory"
            if self._sandbox.ended == "memory"
            else "it ended its process or never ended"
        )
        if self._doing is None:
            self._state.remarks.append("The code ended its process after its last cell.")
            return True
        self._state.skipped.add(self._doing)
        if isinstance(self._doing, str):
            sentence = f"Your answer could not be had: {why}."
            self._state.keep(self._doing, Verdict("problem", (sentence,)))
            self._state.remarks.append(f"The answer to {self._doing} could not be had: {why}.")
        else:
            sentence = f"Cell {self._doing + 1} was left out: {why}."
            self._state.outputs[self._doing] = CellOutput(self._doing, "", sentence)
            self._state.remarks.append(sentence)
        return False


def _text(answer: Mapping, key: str, most: int) -> str:
    value = answer.get(key)
    return clean(value[:most]) if isinstance(value, str) else ""
