"""What a learner expects before the reveal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from handprop.border.read_numbers import Unfinished, is_empty
from handprop.check.answers.kind import Kind
from handprop.check.verdict import Verdict
from handprop.language import tr

if TYPE_CHECKING:
    from handprop.check.question import Question


@dataclass(frozen=True)
class Prediction(Kind):
    """What the learner expects before the reveal: kept, shown beside the outcome, neither right nor wrong.

    Parameters
    ----------
    outcome : what really happens, as a sentence or a number.
    remark : what to notice when the two differ.
    """

    outcome: object
    remark: str = ""

    def read(self, raw: object) -> str:
        """The prediction as text; raises `Unfinished`."""
        if is_empty(raw) or not str(raw).strip():
            raise Unfinished
        return f"{raw:.4g}" if isinstance(raw, float) else str(raw).strip()[:200]

    def judge(self, question: Question, raw: object, tries: int, seed: int | None) -> Verdict:
        """Kept, and shown beside what happens."""
        said, outcome = self.read(raw), self.read(self.outcome)
        kept = tr("You predicted: {said}. What happens: {outcome}.", said=said, outcome=outcome)
        return Verdict("right", (kept, self.remark) if self.remark and said != outcome else (kept,))

    def solution(self, question: Question) -> str:
        """What really happens, as code."""
        return f"{question.name} = {self.outcome!r}"

    def remembered(self, raw: object) -> str:
        """The prediction as it was given."""
        return str(raw)
