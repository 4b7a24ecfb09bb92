"""A curve as a sketch: its height at a few places, judged by its features and not by its digits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from handprop.check.answers.array import NOISE, Array
from handprop.check.answers.kind import listed
from handprop.check.verdict import Verdict
from handprop.language import tr

if TYPE_CHECKING:
    from handprop.check.question import Question

_AS_GIVEN = 0.25  # how far a hand may be from a height that the question gives, as a share of it
_LEVEL = 0.1  # of the steepest step of the right curve: what counts as level far out


@dataclass(frozen=True)
class Axes:
    """What a curve is drawn on: places, the lowest and the highest height, parts of the scale, and names."""

    places: Sequence[float]
    heights: tuple[float, float]
    parts: int
    across: str
    up: str


@dataclass(frozen=True)
class Sketch(Array):
    """Heights of a curve at named places, from left to right.

    `axes` are offered to draw on; the highest curve on them says nothing of the right one.
    `tolerance` is a share of the curve's greatest height: as near as a hand draws.  What is wrong is named by
    features: sign and zeros, slopes, bends, what becomes of it far out; the height comes last.
    `known` are the places at which the question gives the height: there a hand draws what it was told.
    """

    on_paper = False  # a hand is not so exact that a part of the calculation could be told from it
    tolerance: float = 0.12
    axes: Axes | None = field(default=None, compare=False)
    known: tuple[int, ...] = ()
    aside = tr(
        "Would you rather draw it? Run the check: it brings axes, and writes the heights into your answer."
    )
    always_the_same = tr("it asks for the features of a curve, and these are the same for all numbers.")

    def same(self, ours: np.ndarray, theirs: np.ndarray) -> np.ndarray:
        """Which heights agree, as near as a hand draws."""
        finite = np.abs(ours[np.isfinite(ours)])
        return np.abs(theirs - ours) <= self.tolerance * finite.max(initial=0.0)

    def praise(self, cases: int) -> str:
        """What to say of a curve that is near; a tent is too, so that no more is claimed."""
        return tr("Right, as near as a hand draws.")

    def aid(self, question: Question, raw: object) -> object:
        """Axes to draw on, with the heights that are there already; None where the question has no axes."""
        if self.axes is None:
            return None
        from handprop.check.sketchpad import Sketchpad  # the front end of widgets, for a notebook alone

        axes = self.axes
        curve = {"x": list(map(float, axes.places)), "y": axes.heights, "parts": axes.parts}
        names = {"x_name": axes.across, "y_name": axes.up, "powers": False}
        given = [_height(one) for one in raw] if isinstance(raw, list | tuple) else []
        given = given if len(given) == len(axes.places) else []
        return Sketchpad(spec={"name": question.variable, "curve": curve | names, "given": given})

    def judge(self, question: Question, raw: object, tries: int, seed: int | None) -> Verdict:
        """Right if the curve is near everywhere; else its mistake, or every feature that is wrong."""
        given = self.read(raw)  # once: it may be a generator
        verdict = super().judge(question, given, tries, seed)
        if verdict.mistakes:
            return verdict
        right = np.asarray(question.right(question.cases[0]), dtype=float).reshape(self.shape)
        told = list(self._not_as_told(right, given))
        if verdict.passed and not told:
            return verdict
        hints = verdict.sentences[1:]
        if verdict.passed:
            verdict, hints = Verdict("wrong", ()), question.hints[:tries]
        else:
            told += self._wrong_features(right, given, ask_height=not told)
        return replace(verdict, sentences=(tr("Not right yet. {told}", told=told[0]), *told[1:], *hints))

    def _not_as_told(self, right: np.ndarray, given: np.ndarray) -> Iterator[str]:
        """A question for every height that stands in the question and is another one in the sketch."""
        for k in self.known:
            if abs(given[k] - right[k]) > _AS_GIVEN * abs(right[k]) + NOISE:
                yield tr("How high is the curve at {entry}? The question says it.", entry=self.entry(k))

    def _wrong_features(self, right: np.ndarray, given: np.ndarray, ask_height: bool) -> Iterator[str]:
        """A question for every feature in which the two curves differ; about height if it is the only one."""
        near = self.tolerance * np.abs(right).max()
        alike = True
        for feature in (self._sign, self._slope, self._bend, self._far_out):
            if told := feature(right, given, near):
                alike = False
                yield told
        if alike and ask_height:
            far = int(np.abs(right - given).argmax()) if self.same(right, given)[0] else 0
            yield tr("The shape is right. How high is the curve at {entry}?", entry=self.entry(far))

    def _sign(self, right: np.ndarray, given: np.ndarray, near: float) -> str:
        # A curve that is too low and above 0 all the same has the right sign.
        low = (right * given > 0) & (np.abs(right) > near / 3)
        off = [self.entry(k) for k in _differing(right, given, near) if not low[k]]
        return (
            tr("Look at the sign at {listed}: above 0, below it, or (nearly) 0?", listed=listed(off))
            if off
            else ""
        )

    def _slope(self, right: np.ndarray, given: np.ndarray, near: float) -> str:
        places = _differing(np.diff(right), np.diff(given), near)
        off = [
            tr("from {entry} to {entry_2}", entry=self.entry(k), entry_2=self.entry(k + 1)) for k in places
        ]
        return (
            tr("Look at the slope {listed}: does the curve rise, fall or stay?", listed=listed(off))
            if off
            else ""
        )

    def _bend(self, right: np.ndarray, given: np.ndarray, near: float) -> str:
        off = [self.entry(k + 1) for k in _differing(np.diff(right, 2), np.diff(given, 2), near)]
        return (
            tr("Look at {listed}: is the curve bent upwards there, or downwards?", listed=listed(off))
            if off
            else ""
        )

    def _far_out(self, right: np.ndarray, given: np.ndarray, near: float) -> str:
        # Where the end itself is right, its neighbour is wrong, and the question about height names that.
        scale = np.abs(np.diff(right)).max()  # for both: a curve that grows too steeply is not level by that
        off = [
            self.entry(end)
            for end in (0, -1)
            if abs(given[end] - right[end]) > near
            and _is_level(right, end, near, scale) != _is_level(given, end, near, scale)
        ]
        return (
            tr("Far out, at {listed}: does the curve level off, or go on?", listed=listed(off)) if off else ""
        )


def _height(one: Any) -> float | None:
    """A height that was given, for the axes; None for what is no number."""
    is_number = isinstance(one, int | float) and bool(np.isfinite(one))
    return float(one) if is_number else None


def _differing(right: np.ndarray, given: np.ndarray, near: float) -> list[int]:
    """Where the signs differ, and not by what a hand draws."""
    differ = (_signs(right, near) != _signs(given, near)) & (np.abs(right - given) > near / 2)
    return [int(k) for k in np.flatnonzero(differ)]


def _signs(numbers: np.ndarray, near: float) -> np.ndarray:
    return np.where(np.abs(numbers) <= near / 3, 0.0, np.sign(numbers))


def _is_level(curve: np.ndarray, end: int, near: float, scale: float) -> bool:
    return bool(np.abs(np.diff(curve))[end] <= max(near / 3, _LEVEL * scale))
