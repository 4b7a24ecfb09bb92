"""Judging an answer: right, or which mistake it was."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from handprop.border import call
from handprop.border.read_numbers import Problem, Unfinished
from handprop.check import mistakes as bank
from handprop.check.answers import Array, Choice, Function, Prediction
from handprop.check.answers.formula import Formula
from handprop.check.mistakes.calculation import Mistake
from handprop.check.mistakes.recognise import Found, localise, recognise, recognise_shape
from handprop.check.mistakes.settle import ask_further
from handprop.check.question import Question
from handprop.check.verdict import Verdict

MISSING = object()
"""Stands for an answer that was never defined: its cell was not run, or it stopped with an error."""


def judge(question: Question, raw: object, tries: int = 0) -> Verdict:
    """The verdict on an answer; `tries` earlier wrong ones make the hints stronger."""
    try:
        if raw is MISSING:
            raise Problem(f"There is no {question.variable} yet. Run the cell with your answer first.")
        if isinstance(question.answer, Choice):
            return _judge_choice(question.answer, raw)
        if isinstance(question.answer, Prediction):
            return _keep(question.answer, raw)
        if isinstance(question.answer, Function):
            return _judge_values(question, _call_on_cases(question, raw), tries)
        if isinstance(question.answer, Formula):
            return _judge_values(question, _evaluate_on_cases(question, raw), tries)
        return _judge_values(question, [question.answer.read(raw)], tries)
    except Unfinished:
        return Verdict("unfinished", (_unfinished(question, raw),))
    except Problem as problem:
        return _judge_shape(question, problem, tries) or Verdict("problem", (str(problem),))


def _unfinished(question: Question, raw: object) -> str:
    if callable(raw):
        return (
            f"Not answered yet: {question.variable} returns nothing. If it is written, is there a `return`?"
        )
    return f"Not answered yet: {question.variable} still waits for your answer."


def _judge_choice(choice: Choice, raw: object) -> Verdict:
    label = choice.read(raw)
    if label == choice.whole:
        return Verdict("right", ("Right.",))
    option = label[:1]
    if option == choice.right:
        return Verdict("wrong", (f"({option}) is right. The reason is another one.",))
    told = [f"Not ({option}).", choice.replies[option]]
    if (known := choice.mistakes.get(option)) is None:
        return Verdict("wrong", tuple(told))
    return Verdict("wrong", (*told, bank.by_id()[known].hint), (known,))


def _keep(prediction: Prediction, raw: object) -> Verdict:
    said, outcome = prediction.read(raw), prediction.read(prediction.outcome)
    kept = f"You predicted: {said}. What happens: {outcome}."
    return Verdict("right", (kept, prediction.remark) if prediction.remark and said != outcome else (kept,))


def _judge_shape(question: Question, problem: Problem, tries: int) -> Verdict | None:
    """The verdict on numbers of a wrong shape, if a known mistake gives just these."""
    if problem.numbers is None or question.pipeline is None:  # a function: those of its first case
        return None
    found = recognise_shape(question.pipeline, question.quantity, question.cases[0], problem.numbers)
    if not found:
        return None
    return Verdict("wrong", (*_tell(question, found, tries), str(problem)), tuple(one.id for (one,) in found))


def _evaluate_on_cases(question: Question, raw: object) -> list[np.ndarray]:
    """The value of the learner's formula on every case; its symbols have their right values."""
    formula = question.answer.read(raw)
    return [np.asarray(formula(question.pipeline.run(case))) for case in question.cases]


def _call_on_cases(question: Question, function: object) -> list[np.ndarray]:
    """What the learner's function returns on every case, read as the kind that is asked for."""
    if function is None or function is Ellipsis:
        raise Unfinished
    if not callable(function):
        raise Problem(
            f"{question.variable} is not a function. Write it with `def {question.variable}(...):`."
        )
    answers: list[np.ndarray] = []
    for k in range(len(question.cases)):
        try:
            answers.append(_call_on_case(question, function, k))
        except Problem:
            # A wrong answer on an earlier case says more than, say, a division by zero on this one.
            if all(_is_right(question, j, answer) for j, answer in enumerate(answers)):
                raise
            break
    return answers


def _right(question: Question, k: int) -> np.ndarray:
    return np.asarray(question.right(question.cases[k]), dtype=np.float64).reshape(question.kind.shape)


def _is_right(question: Question, k: int, answer: np.ndarray) -> bool:
    return bool(question.kind.same(_right(question, k), answer).all())


def _call_on_case(question: Question, function: Callable, k: int) -> np.ndarray:
    arguments = question.arguments(question.cases[k])
    try:
        return question.kind.read(call.call(function, arguments, quiet=k > 0))
    except Unfinished:
        if k == 0:
            raise
        raise Problem(f"{_called(question, arguments)}, your function returns nothing.") from None
    except Problem as problem:
        if k == 0:
            raise
        raise Problem(f"{_called(question, arguments)}: {problem}") from None


def _judge_values(question: Question, answers: Sequence[np.ndarray], tries: int) -> Verdict:
    kind: Array = question.kind
    cases = question.cases[: len(answers)]  # one number or array is asked for the first case only
    wrong = [k for k, answer in enumerate(answers) if not _is_right(question, k, answer)]
    if not wrong:
        return Verdict("right", (_praise(question, len(cases)),))
    found = recognise(question.pipeline, question.quantity, kind, cases, answers)
    where = _where(question, answers, wrong)
    if found:
        told = _tell(question, found, tries) + ask_further(question, [one for (one, *_) in found])
    else:
        told = ["Not right yet. " + localise(kind, _right(question, wrong[0]), answers[wrong[0]])]
        told += question.hints[:tries]
    if tries >= 2:
        told.append(f'If you want to see the solution: check.solution("{question.name}")')
    ids = tuple(mistake.id for mistakes in found for mistake in mistakes)
    return Verdict("wrong", (*told, *where), tuple(dict.fromkeys(ids)))


def _praise(question: Question, cases: int) -> str:
    return f"Right, on all {cases} cases." if isinstance(question.answer, Function) else "Right."


def _tell(question: Question, found: Sequence[Found], tries: int) -> list[str]:
    """Name the mistake and ask its question; then the belief; then the line of code."""
    names = [" and ".join(mistake.name for mistake in mistakes) for mistakes in found[:2]]
    told = [f"Not right yet. This is what comes out for someone who {', or who '.join(names)}."]
    chosen: Sequence[Mistake] = found[0]
    told += [mistake.hint for mistake in chosen]
    if tries >= 1:
        told += [
            f"The belief behind it is often: «{mistake.belief}» Where does it fail here?"
            for mistake in chosen
        ]
    if tries >= 2:
        ask = " Which line of yours does that?" if isinstance(question.answer, Function) else ""
        told += [f"As a line of code the slip reads `{mistake.example}`.{ask}" for mistake in chosen]
    return list(dict.fromkeys(told))  # two mistakes may ask the same question


def _where(question: Question, answers: Sequence[np.ndarray], wrong: Sequence[int]) -> list[str]:
    """For a function: on which numbers it goes wrong, when it is right on those that the learner sees."""
    if not isinstance(question.answer, Function) or wrong[0] == 0:
        return []
    if all(np.array_equal(answers[0], answer) for answer in answers[1:]):
        return [
            "Your function returns the same numbers whatever it is given. Compute them from its arguments."
        ]
    return [
        "It is right for the first numbers that it was tried on, not for others. "
        + f"{_called(question, question.arguments(question.cases[wrong[0]]))} it goes wrong."
    ]


def _called(question: Question, arguments: tuple) -> str:
    shown = ", ".join(_short(argument) for argument in arguments)
    return f"Called as {question.variable}({shown})"


def _short(value: object) -> str:
    if callable(value):
        return "f"
    if isinstance(value, list | tuple):  # rows may differ in length
        return f"[{', '.join(map(_short, value))}]"
    return np.array2string(np.asarray(value), precision=4, separator=", ").replace("\n", "")
