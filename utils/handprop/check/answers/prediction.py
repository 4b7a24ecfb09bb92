"""What a learner expects before the reveal."""

from __future__ import annotations

from dataclasses import dataclass

from handprop.border.read_numbers import Unfinished, is_empty


@dataclass(frozen=True)
class Prediction:
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
