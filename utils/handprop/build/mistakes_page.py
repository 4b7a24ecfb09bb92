"""The table of docs/mistakes.md: what every question does with every mistake that can be made in it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from handprop.check import mistakes as bank
from handprop.check.answers import Function
from handprop.check.judge import judge
from handprop.check.mistakes.calculation import Mistake, NoTrace, Stage
from handprop.check.mistakes.recognise import wrong_value
from handprop.check.question import Case, Question
from handprop.check.verdict import Verdict
from handprop.course.lessons import lessons
from handprop.course.questions import load_questions

UNUSED = "the answer does not use what the mistake changes"
UNSEEN = "the numbers of the question come out right all the same"
IMPOSSIBLE = "it cannot be made on every case of the question"


@dataclass(frozen=True)
class Cell:
    """What a question does with a mistake; `reason` says why the mistake leaves no trace, if it does not."""

    mistake: Mistake
    reason: str = ""
    rejected: bool = False
    named: bool = False
    others: tuple[str, ...] = ()
    told: str = ""


def cells(question: Question) -> list[Cell]:
    """One cell for each mistake that belongs to the question."""
    named = [_judged(bank.by_id()[known], judge(question, raw)) for raw, known in question.answer.chosen()]
    cases = question.answer.compared(question.cases)
    return named + [
        _cell(question, cases, mistake) for mistake in (question.pipeline.mistakes if cases else ())
    ]


def _cell(question: Question, cases: Sequence[Case], mistake: Mistake) -> Cell:
    try:
        values = [_wrong(question, case, mistake) for case in cases]
    except NoTrace:
        return Cell(mistake, reason=IMPOSSIBLE)
    if all(_passes(question, case, value) for case, value in zip(cases, values, strict=True)):
        return Cell(mistake, reason=UNSEEN if _enters(question, cases, mistake) else UNUSED)
    return _judged(mistake, _verdict(question, cases, values))


def _wrong(question: Question, case: Case, mistake: Mistake) -> np.ndarray:
    """What the mistake gives, in the shape of the answer or, where it does not fit, in its own."""
    value = wrong_value(question.pipeline, question.quantity, question.kind, case, (mistake,))
    if value is None:
        value = np.asarray(question.quantity(question.pipeline.run(case, mistake)), dtype=float)
    return value


def _passes(question: Question, case: Case, value: np.ndarray) -> bool:
    right = np.asarray(question.right(case), dtype=float).reshape(question.kind.shape)
    return value.shape == right.shape and bool(question.kind.same(right, value).all())


def _enters(question: Question, cases: Sequence[Case], mistake: Mistake) -> bool:
    """Whether the answer uses any of the stages that the mistake changes: does NaN in them reach it?"""
    stages = question.pipeline.stages
    changes = {name: _poisoned(stages[name]) for name in mistake.changes if name in stages}
    poisoned = replace(mistake, changes=changes)
    for case in cases:
        try:
            value = np.asarray(question.quantity(question.pipeline.run(case, poisoned)), dtype=float)
        except (TypeError, ValueError, NoTrace):  # a stage that is no number, or wants a proper one
            return True
        right = np.asarray(question.right(case), dtype=float)
        if value.shape != right.shape or not np.array_equal(value, right):
            return True
    return False


def _poisoned(stage: Stage) -> Stage:
    return lambda v: np.full_like(np.asarray(stage(v), dtype=float), np.nan)


def _verdict(question: Question, cases: Sequence[Case], values: list[np.ndarray]) -> Verdict:
    """The verdict on an answer that is wrong in just this way: a function that gives these values in turn."""
    stand_in = Function(question.name, question.kind)
    question = replace(question, answer=stand_in, cases=cases, arguments=lambda case: ())
    in_turn = iter(values)
    return judge(question, lambda *_: next(in_turn))


def _judged(mistake: Mistake, verdict: Verdict) -> Cell:
    return Cell(
        mistake,
        rejected=not verdict.passed,
        named=mistake.id in verdict.mistakes,
        others=tuple(other for other in verdict.mistakes if other != mistake.id),
        told=verdict.sentences[0],
    )


def all_questions() -> Iterator[tuple[str, Question]]:
    """(lesson, question) for every question of every lesson, in order."""
    for lesson in lessons():
        for question in load_questions(lesson):
            yield lesson, question


_INTRODUCTION = """# Mistakes, and where they are recognised

This page is generated: `handprop build` writes it from the questions of all lessons
(`lessons/*/questions.py`) and from the bank of mistakes (`utils/handprop/check/mistakes/`). Do not edit it.

Every mistake that can be made in the calculation of a question was made, and the answer that comes out was
handed to the check. *Rejected* says whether the check refused the answer. *Named* says whether it told the
learner this mistake; where it told of others as well, they stand beside it: they give the same numbers on
every case of the question, so nobody could tell them apart. A mistake that leaves no trace in the answer
cannot be rejected; such mistakes are listed below each table, with the reason.
"""


def document() -> str:
    """The text of docs/mistakes.md."""
    table = [(lesson, question, cells(question)) for lesson, question in all_questions()]
    caught: dict[str, list[str]] = defaultdict(list)
    for lesson, question, row in table:
        for one in dict.fromkeys(cell.mistake.id for cell in row if cell.named):
            caught[one].append(f"{lesson[:2]} {question.name}")
    parts = [_INTRODUCTION, _summary(table), *(_section(*entry) for entry in table), _bank(caught)]
    return "\n".join(parts)


def _summary(table: list[tuple[str, Question, list[Cell]]]) -> str:
    lines = [
        "## All questions",
        "",
        "| lesson | question | mistakes that show | rejected | named | named alone | no trace |",
        "|---|---|---:|---:|---:|---:|---:|",
    ]
    for lesson, question, row in table:
        count = _counts(row)
        shown = [count[key] for key in ("shown", "rejected", "named", "alone", "no trace")]
        lines.append(f"| {lesson} | {question.name} | " + " | ".join(map(str, shown)) + " |")
    total = sum((_counts(row) for _, _, row in table), Counter())
    shown = [total[key] for key in ("shown", "rejected", "named", "alone", "no trace")]
    lines.append("| all | | " + " | ".join(map(str, shown)) + " |")
    return "\n".join([*lines, ""])


def _counts(row: list[Cell]) -> Counter:
    shown = [cell for cell in row if not cell.reason]
    return Counter(
        {
            "shown": len(shown),
            "rejected": sum(cell.rejected for cell in shown),
            "named": sum(cell.named for cell in shown),
            "alone": sum(cell.named and not cell.others for cell in shown),
            "no trace": len(row) - len(shown),
        }
    )


def _section(lesson: str, question: Question, row: list[Cell]) -> str:
    lines = [f"## {lesson}: {question.name}", "", f"{_plain(question.title)}.", ""]
    if not row:
        return "\n".join([*lines, "No known mistake belongs to this question.", ""])
    if shown := [cell for cell in row if not cell.reason]:
        lines += ["| mistake | someone who | rejected | named |", "|---|---|---|---|"]
        cases = len(question.answer.compared(question.cases))
        where = f"on all {cases} cases" if cases > 1 else "here"
        lines += [_line(cell, where) for cell in shown]
        lines.append("")
    for reason in (UNUSED, UNSEEN, IMPOSSIBLE):
        if silent := dict.fromkeys(cell.mistake.id for cell in row if cell.reason == reason):
            lines += [f"No trace, because {reason}: {', '.join(silent)}.", ""]
    return "\n".join(lines)


def _line(cell: Cell, where: str) -> str:
    named = "yes" if cell.named else f"no; the learner is told: {_plain(cell.told)}"
    if cell.named and cell.others:
        named = f"yes, with {', '.join(cell.others)} (same numbers {where})"
    rejected = "yes" if cell.rejected else "**no**"
    return f"| {cell.mistake.id} | {_plain(cell.mistake.name)} | {rejected} | {named} |"


def _bank(caught: dict[str, list[str]]) -> str:
    lines = [
        "## The bank",
        "",
        "Mistakes that belong to one lesson only stand with its questions, and are not listed here.",
        "",
        "| mistake | someone who | because | named in |",
        "|---|---|---|---|",
    ]
    for one, mistake in sorted(bank.by_id().items()):
        where = ", ".join(caught[one]) if one in caught else "no question yet"
        lines.append(f"| {one} | {_plain(mistake.name)} | {_plain(mistake.belief)} | {where} |")
    return "\n".join([*lines, ""])


def _plain(text: str) -> str:
    """Text that Markdown shows as it is."""
    for sign in "\\|*_<>":
        text = text.replace(sign, "\\" + sign)
    return text
