"""Practice in a notebook: ten questions, an answer for each, and what there is to learn from it."""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime

from handprop.check import Verdict, judge, load_questions
from handprop.check.mistakes import by_id
from handprop.check.question import Question
from handprop.check.variants.draw import draw
from handprop.check.variants.stream import stream
from handprop.course.faults import Refused
from handprop.course.lessons import lesson_named
from handprop.language import tr
from handprop.practice import memory as memories
from handprop.practice.choose import choose
from handprop.practice.memory import Memory
from handprop.practice.worked import worked

LENGTH = 10


class Practice:
    """Ten questions like those of a lesson's exercise; call it with an answer.

    Ten that were begun go on with the question that is open.
    """

    def __init__(
        self, lesson: str, pool: Sequence[Question], memory: Memory, clock=lambda: datetime.now(UTC)
    ):
        self.lesson, self.memory = lesson, memory
        self._pool, self._clock = pool, clock
        self._asked: Counter[str] = Counter()
        self.right = 0
        self.why = ""
        self.question = self._open() or self._next()

    def __call__(self, answer: object) -> None:
        """Judge an answer; show the verdict, the worked solution, and the next question."""
        if self.question is None:
            _show(tr("These were all. Call `practice` again for ten more."))
            return
        question = self.question
        verdict = self.answer(answer)
        _show("\n\n".join(verdict.sentences))
        if verdict.state in ("right", "wrong"):
            _show(worked(question))
            _show(self._asks())

    def answer(self, answer: object) -> Verdict:
        """The verdict on an answer; right or wrong, the next question follows."""
        question, now = self.question, self._clock()
        verdict = judge(question, answer)
        if verdict.state not in ("right", "wrong"):
            return verdict
        known = {mistake.id for mistake in question.pipeline.mistakes}
        if verdict.passed:
            self.memory.avoid(known, now)
        else:
            self.memory.make(verdict.mistakes, now)
        self.right += verdict.passed
        self.question = self._next()
        memories.write(self.memory)
        return verdict

    def _open(self) -> Question | None:
        """The question that was left open when the page or the kernel was closed; None if there is none."""
        try:
            left = self.memory.begun[self.lesson]
            question = next(one for one in self._pool if one.name == left["question"])
            asked = Counter({str(name): int(times) for name, times in left["asked"].items()})
            drawn, right = int(left["drawn"]), int(left["right"])
        except (KeyError, TypeError, ValueError, AttributeError, StopIteration):
            return None  # none, or one that the exercise has no more
        self._asked, self.right, self.why = asked, right, str(left.get("why", ""))
        return self._numbered(question, drawn)

    def _next(self) -> Question | None:
        if self._asked.total() >= LENGTH:
            self.memory.begun.pop(self.lesson, None)
            return None
        question, self.why = choose(self._pool, self.memory, self._asked, self._clock())
        self._asked[question.name] += 1
        self.memory.drawn += 1
        self.memory.begun[self.lesson] = {
            "question": question.name,
            "drawn": self.memory.drawn,
            "asked": dict(self._asked),
            "right": self.right,
            "why": self.why,
        }
        return self._numbered(question, self.memory.drawn)

    def _numbered(self, question: Question, times: int) -> Question:
        secret = bytes.fromhex(self.memory.seed)
        drawn = draw([question], lambda name: stream(secret, self.lesson, name, "practice", times))
        return question.drawn(drawn[question.name])

    def _asks(self) -> str:
        """The question that is open, in Markdown."""
        if self.question is None:
            return tr(
                "**{right} of {length} were right.** What is firm and what is not: show `picture()`.",
                right=self.right,
                length=LENGTH,
            )
        return tr(
            "**Question {total} of {length}: {question}**\n\n{ask}",
            total=self._asked.total(),
            length=LENGTH,
            question=self.question.title,
            ask=self.question.ask,
        )

    def picture(self) -> Firmness:
        """What is firm and what is not."""
        return Firmness(self.memory, self._clock())

    def __repr__(self) -> str:
        return self._asks()

    def _repr_markdown_(self) -> str:
        return self._asks()


class Firmness:
    """The mistakes that a learner made, and whether each is mended: prints as lines, shows as a table."""

    def __init__(self, memory: Memory, now: datetime):
        names = {id_: mistake.name for id_, mistake in by_id().items()} | _of_lessons()
        self.rows = [
            (names.get(id_, id_), memory.is_firm(id_, now), memory.made.get(id_, ()))
            for id_ in sorted(memory.cards)
        ]

    def __repr__(self) -> str:
        lines = [f"{_state(firm)}: {name} ({_when(days)})" for name, firm, days in self.rows]
        return "\n".join(lines) or tr("No mistake yet.")

    def _repr_html_(self) -> str:
        cell = "<td style='text-align:left'>"
        rows = "".join(
            f"<tr>{cell}{'●' if firm else '○'} {_state(firm)}</td>"
            f"{cell}{html.escape(name)}</td>{cell}{_when(days)}</td></tr>"
            for name, firm, days in self.rows
        )
        head = tr("<tr><th></th><th>somebody who</th><th>made</th></tr>")
        return f"<table>{head}{rows}</table>" if rows else tr("<p>No mistake yet.</p>")


def _state(firm: bool) -> str:
    return "firm" if firm else tr("not firm yet")


def _when(days: Sequence[str]) -> str:
    """How often a mistake was made, and the last day."""
    if not days:
        return tr("not yet")
    last = max(days)
    if len(days) == 1:
        return tr("once, on {day}", day=last)
    return tr("{count} times, last on {day}", count=len(days), day=last)


def practice(lesson: str) -> Practice:
    """Ten more questions like those of a lesson's exercise, by its name or number; begun ones go on.

    Raises Refused where the exercise has no question with numbers.
    """
    name = lesson_named(lesson)
    more = Practice(name, pool_of(name), memories.read())
    memories.write(more.memory)  # the question that is open now is open after a reload too
    return more


def pool_of(lesson: str) -> list[Question]:
    """The questions of a lesson that can be asked again and again."""
    pool = [one for one in load_questions(lesson) if one.vary and one.cases]
    if not pool:
        raise Refused(tr("The exercise {lesson} has no question with numbers to practise on.", lesson=lesson))
    return pool


def _of_lessons() -> dict[str, str]:
    """The names of mistakes that belong to single lessons."""
    from handprop.course.lessons import lessons

    every = (one for lesson in lessons() for one in load_questions(lesson) if one.pipeline)
    return {mistake.id: mistake.name for one in every for mistake in one.pipeline.mistakes}


def _show(text: str) -> None:
    from IPython.display import Markdown, display

    display(Markdown(text))
