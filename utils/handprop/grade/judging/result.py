"""What comes of grading one submission: plain, comparable, and the same after a round trip through JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields

from handprop.grade.intake.notebook import Work

BY_HAND = "by hand"
"""The state of a question that an instructor grades."""
NOT_JUDGED = "not judged"
"""The state of a question whose answer could not be had: an unreadable notebook, or code that never ended."""


@dataclass(frozen=True)
class QuestionResult:
    """The outcome of one question.

    `state` is that of the verdict (``right``, ``wrong``, ``unfinished``, ``problem``), `BY_HAND` or
    `NOT_JUDGED`.  `score` is in points, None for a question that is graded by hand.  `sentences` are for the
    learner, `mistakes` the ids of what was recognised, `answer` is the source of the learner's answer cell,
    `given` the numbers that it gave, where the question has numbers that are drawn for each learner.
    """

    name: str
    title: str
    objective: str
    points: float
    score: float | None
    state: str
    sentences: tuple[str, ...] = ()
    mistakes: tuple[str, ...] = ()
    answer: str = ""
    given: tuple[float, ...] = ()


@dataclass(frozen=True)
class CellOutput:
    """What a cell of the learner's printed, cut to a bounded length, and the error that stopped it."""

    index: int
    text: str = ""
    error: str = ""


@dataclass(frozen=True)
class Result:
    """The outcome of one submission.

    `remarks` are sentences for the instructor about what was unusual ("Cell 4 was stopped after 20
    seconds.").  `seconds` is the time from the first cell to the last verdict; `isolation` names what the
    learner's code ran in.  `work` is the
    notebook as it was read, where it still is at hand; it is no part of what is kept.
    """

    lesson: str
    questions: tuple[QuestionResult, ...]
    remarks: tuple[str, ...] = ()
    outputs: tuple[CellOutput, ...] = ()
    seconds: float = 0.0
    isolation: str = ""
    work: Work | None = field(default=None, compare=False, repr=False)

    @property
    def score(self) -> float:
        """The points of all questions that were judged."""
        return sum(question.score or 0.0 for question in self.questions)

    @property
    def points(self) -> float:
        """The points that can be had, those given by hand included."""
        return sum(question.points for question in self.questions)

    def to_json(self) -> str:
        """The result as text."""
        kept = {one.name: getattr(self, one.name) for one in fields(self) if one.name != "work"}
        return json.dumps(kept, ensure_ascii=False, default=asdict)

    @classmethod
    def from_json(cls, text: str) -> Result:
        """The result that `to_json` wrote."""
        data = json.loads(text)
        questions = tuple(_question(one) for one in data.pop("questions"))
        outputs = tuple(CellOutput(**one) for one in data.pop("outputs"))
        return cls(questions=questions, outputs=outputs, **data | {"remarks": tuple(data["remarks"])})


def _question(data: Mapping) -> QuestionResult:
    return QuestionResult(
        **data | {name: tuple(data.get(name, ())) for name in ("sentences", "mistakes", "given")}
    )
