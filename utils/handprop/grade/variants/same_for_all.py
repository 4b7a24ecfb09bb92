"""The questions that are the same for everybody, and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from handprop.check import load_questions
from handprop.check.question import Question
from handprop.language import tr


def reason(question: Question) -> str | None:
    """Why a question has no numbers of a learner's own; None for one that has.  A choice is shuffled."""
    if question.differs:
        return None
    return question.answer.always_the_same


def listed(lessons: Sequence[str]) -> str:
    """A line for each question that is the same for everybody, and how many there are."""
    lines = list(_lines(lessons))
    total = sum(len(load_questions(lesson)) for lesson in lessons)
    return "\n".join(
        [
            *lines,
            tr(
                "{total} of {total_2} questions differ between learners.",
                total=total - len(lines),
                total_2=total,
            ),
        ]
    )


def _lines(lessons: Sequence[str]) -> Iterator[str]:
    for lesson in lessons:
        for question in load_questions(lesson):
            if why := reason(question):
                yield f"{lesson[:2]} {question.name}: {why}"
