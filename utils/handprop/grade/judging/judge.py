"""Judging one submission: run its cells in the sandbox, ask for its answers, hold them against the questions.

This side never runs a learner's code; how the notebook is run, and run again, is in `runs`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from time import monotonic

from handprop.border.plain import clean
from handprop.check import Verdict
from handprop.check.question import Question
from handprop.grade.intake.content import missing_set_up
from handprop.grade.intake.notebook import Work, as_code
from handprop.grade.judging.result import BY_HAND, NOT_JUDGED, CellOutput, QuestionResult, Result
from handprop.grade.judging.run_notebook import State, run_all
from handprop.grade.sandbox.outside.isolation import describe
from handprop.grade.sandbox.outside.server_handle import Sandbox
from handprop.language import tr

_ALL_OUTPUTS = 200_000  # characters kept of one submission
_LONGEST_ANSWER = 20_000


def grade_work(
    lesson: str, questions: Sequence[Question], work: Work, sandbox: Sandbox, seed: int = 0
) -> Result:
    """The result of a notebook that could be read; `seed` is that of the class's random cases."""
    began = monotonic()
    state = State(began + sandbox.limits.total, seed)
    asked = {question.name: question for question in questions if not question.manual}
    work = as_code(work, asked)
    run_all((*missing_set_up(lesson, work), *work.cells), asked, sandbox, state)
    return Result(
        lesson,
        tuple(_outcome(question, work, state) for question in questions),
        (*work.remarks, *dict.fromkeys(state.remarks)),
        _bounded(state.outputs),
        monotonic() - began,
        describe(sandbox.isolation),
        work,
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
    for index in sorted(index for index in outputs if index >= 0):  # below 0: the course's own set-up
        one = outputs[index]
        kept.append(CellOutput(index, one.text[:room], one.error[: max(room, 200)]))
        room = max(0, room - len(one.text) - len(one.error))
    return tuple(kept)


def _outcome(question: Question, work: Work, state: State) -> QuestionResult:
    answer = clean(work.answer(question.name))[:_LONGEST_ANSWER]
    if question.manual:
        return _result(question, Verdict(BY_HAND, ()), answer)
    verdict = state.verdicts.get(question.name)
    verdict = verdict or Verdict(NOT_JUDGED, (tr("This answer was not reached."),))
    return replace(_result(question, verdict, answer), given=state.given.get(question.name, ()))


def _result(question: Question, verdict: Verdict, answer: str) -> QuestionResult:
    return QuestionResult(
        question.name,
        question.title,
        question.objective,
        float(question.points),
        None if verdict.state == BY_HAND else question.points * verdict.earned,
        verdict.state,
        verdict.sentences,
        verdict.mistakes,
        answer,
    )
