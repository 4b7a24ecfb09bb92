"""A curve as a learner sketches it: heights at given places, judged by the shape and then by the heights."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from handprop.check.answers.array import Array
from handprop.check.verdict import Verdict

if TYPE_CHECKING:
    from handprop.check.question import Question

_ROUGH = 0.1  # of the range of the curve: as far off as a sketch may be


@dataclass(frozen=True)
class Sketch(Array):
    """Heights of a curve at given places, as good as a hand draws them.

    Parameters
    ----------
    shows : what the curve must show, each with how to tell from its heights: ``{"it never falls": ...}``.
    """

    shows: tuple[tuple[str, Callable[[np.ndarray], bool]], ...] = ()

    always_the_same = "it asks for the shape of one curve."

    def same(self, ours: np.ndarray, theirs: np.ndarray) -> np.ndarray:
        """Which heights are near, as an array of bool."""
        finite = ours[np.isfinite(ours)]
        reach = np.ptp(finite) if finite.size and np.ptp(finite) else 1.0
        return np.abs(theirs - ours) <= _ROUGH * reach

    def compare(self, question: Question, answers: Sequence[np.ndarray], tries: int) -> Verdict:
        """Near at every place, and in shape; a known wrong curve is named, then what the shape lacks."""
        (heights,) = answers
        lacking = [words for words, holds in self.shows if not holds(heights)]
        verdict = super().compare(question, answers, tries)
        if verdict.passed and lacking:
            return Verdict("wrong", (f"The heights are near. But look at the shape: {lacking[0]}.",))
        if verdict.passed or verdict.mistakes or not lacking:
            return verdict
        return replace(
            verdict, sentences=(f"Not right yet. Of the real curve it is true that {lacking[0]}.",)
        )
