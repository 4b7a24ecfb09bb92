"""A function that learns from samples and names the class of others, judged by samples it has not seen.

Nothing of how it learns is looked at.  Each task is drawn anew, so that no answer can be known beforehand,
and the right classes of the new samples never go where the learner's code runs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from handprop.border import call
from handprop.border.read_numbers import Problem, Unfinished, as_numbers
from handprop.check.answers.defined import Defined
from handprop.check.verdict import Verdict
from handprop.language import tr, trn

if TYPE_CHECKING:
    from handprop.check.question import Question

_SEEN = 20  # training samples among those that are asked for: a model that knows them by heart is told so
_BY_HEART = 0.9
_FAR = 100.0  # times the largest number: what stands beside the new samples when they are asked for again
_SAME = 0.8  # of the answers stay even where training starts from other weights


class Task(NamedTuple):
    """What there is to learn: ``x`` (samples, features), ``y`` (samples,) classes from 0; new ones alike."""

    what: str
    x: np.ndarray
    y: np.ndarray
    x_new: np.ndarray
    y_new: np.ndarray

    @property
    def baseline(self) -> float:
        """The share of the new samples that always naming the most frequent class gets right."""
        return float(np.mean(self.y_new == np.bincount(self.y).argmax()))

    @property
    def wanted(self) -> float:
        """The share of the new samples that has to be right: halfway from the baseline to all."""
        return (1 + self.baseline) / 2


class _Reached(NamedTuple):
    """What share of the new samples a function got right, and why that is not enough; empty if it is."""

    right: float
    why: str


@dataclass(frozen=True)
class HeldOut(Defined):
    """A function ``name(x, y, x_new)`` of the learner's that gives a class for each row of ``x_new``.

    Parameters
    ----------
    name : the name of the learner's function.
    tasks : each draws a task from a random generator.
    """

    name: str
    tasks: Sequence[Callable[[np.random.Generator], Task]]

    arguments = "x, y, x_new"
    always_the_same = tr("it asks for a function, which learns something else every time.")

    def judge(self, question: Question, raw: Any, tries: int, seed: int | None) -> Verdict:
        """Right if it gets enough right of every task, whatever stands beside the samples."""
        self.must_be_function(raw)
        rng = np.random.default_rng(seed)
        drawn = [draw(rng) for draw in self.tasks]
        reached = [self._reached(raw, task, rng) for task in drawn]
        told = [one.why for one in reached if one.why]
        share = sum(not one.why for one in reached) / len(reached) if told else 0.0
        if not told and not (told := self._leak(raw, drawn[0])):
            return Verdict("right", (_praise(drawn, reached),))
        told = [told[0], *question.hints[:tries]]
        if tries >= 2:
            told.append(tr('If you want to see the solution: check.solution("{name}")', name=question.name))
        return Verdict("wrong", tuple(told), share=share)

    def _reached(self, raw: Callable[..., Any], task: Task, rng: np.random.Generator) -> _Reached:
        order = rng.permutation(len(task.x_new) + _SEEN)
        asked = np.vstack([task.x_new, task.x[:_SEEN]])[order]
        said = np.empty(len(order), dtype=int)
        said[order] = self._said(raw, task, asked)
        new, seen = said[: len(task.x_new)], said[len(task.x_new) :]
        right = float(np.mean(new == task.y_new))
        if right >= task.wanted:
            return _Reached(right, "")
        by_heart = np.mean(seen == task.y[:_SEEN]) >= _BY_HEART and right <= task.baseline + 0.1
        return _Reached(right, _too_little(task, said, right, bool(by_heart)))

    def _leak(self, raw: Callable[..., Any], task: Task) -> list[str]:
        """What to say of a function whose answers hang on what else is asked for; empty if they do not."""
        beside = np.full_like(task.x_new, _FAR * np.abs(task.x_new).max())
        alone = self._said(raw, task, task.x_new)
        among = self._said(raw, task, np.vstack([task.x_new, beside]))[: len(alone)]
        if np.mean(alone == among) >= _SAME:
            return []
        told = tr(
            "Asked for the same {what} beside others, it gives other answers. "
            "What does it take from the samples that it should only judge?",
            what=task.what,
        )
        return [told]

    def _said(self, raw: Callable[..., Any], task: Task, asked: np.ndarray) -> np.ndarray:
        """The classes that the function gives for these samples; raises `Problem` where they are none."""
        value = call.call(raw, (task.x, task.y, asked), quiet=True)
        if value is None:
            raise Unfinished(
                tr(
                    "Not answered yet: {name} returns nothing. If it is written, is there a `return`?",
                    name=self.name,
                )
            )
        said = as_numbers(value)
        if said.ndim == 2 and len(said) == len(asked) and said.shape[1] > 1:
            raise Problem(
                tr(
                    "{name} returns a row of numbers for each sample; return the class, a number from 0.",
                    name=self.name,
                )
            )
        if said.size != len(asked):
            raise Problem(
                trn(
                    "{name} is asked for {asked} samples, and returns {count} number: "
                    "one class for each row of x_new is wanted.",
                    "{name} is asked for {asked} samples, and returns {count} numbers: "
                    "one class for each row of x_new is wanted.",
                    said.size,
                    name=self.name,
                    asked=len(asked),
                    count=said.size,
                )
            )
        if not np.isfinite(said).all() or (said != said.round()).any():
            raise Problem(
                tr(
                    "{name} returns {first}; a class is a whole number, from 0.",
                    name=self.name,
                    first=f"{said.flat[0]:.4g}",
                )
            )
        return said.ravel().astype(int)


def _praise(drawn: Sequence[Task], reached: Sequence[_Reached]) -> str:
    shares = [f"{one.right:.0%} ({task.what})" for task, one in zip(drawn, reached, strict=True)]
    return tr("Right. Of samples that it had not seen, it names rightly {shares}.", shares=", ".join(shares))


def _too_little(task: Task, said: np.ndarray, right: float, by_heart: bool) -> str:
    """Why this share is not enough."""
    if np.ptp(said) == 0:
        return tr(
            "Of {what}, your function gives every sample the class {said}.", what=task.what, said=said[0]
        )
    told = {"what": task.what, "right": f"{right:.0%}", "wanted": f"{task.wanted:.0%}"}
    beside = {by: float(np.mean(said[: len(task.y_new)] + by == task.y_new)) for by in (1, -1)}
    for by, shifted in beside.items():
        if shifted >= task.wanted:
            return tr(
                "Of {what}, {shifted} of your classes are {by}. The first class is 0.",
                what=task.what,
                shifted=f"{shifted:.0%}",
                by=tr("one too small") if by > 0 else tr("one too large"),
            )
    if by_heart:
        return tr(
            "Of {what} it knows those that it learned from, and gets {right} of new ones right: "
            "it has learned them by heart. At least {wanted} are asked for.",
            **told,
        )
    return tr(
        "Of {what} that it had not seen it gets {right} right. Always to name the most frequent class gets "
        "{baseline}. At least {wanted} are asked for.",
        baseline=f"{task.baseline:.0%}",
        **told,
    )
