"""The test that breaks this code: it lets the right function pass and fails each of several wrong ones.

The learner's test is called with a function of ours, right or with a known mistake in it; none of them tells
which it is, and they come in an order that nobody can foresee.
"""

from __future__ import annotations

import inspect
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from handprop.border import call
from handprop.border.read_numbers import Problem, Unfinished
from handprop.check.answers.defined import Defined
from handprop.check.mistakes.calculation import Mistake
from handprop.check.verdict import Verdict
from handprop.language import tr

if TYPE_CHECKING:
    from handprop.check.question import Case, Question

_STOPPED = call.STOPPED.partition("{")[0]
_LAST_DIGIT = 1e-13
_RIGHTS = 4  # times that the right function is tried, between the wrong ones
_MOST_CALLS = 20_000


class _Tried(NamedTuple):
    """How a test took one function: why it fails, empty if the function passes; how often it was called."""

    fails: str
    called: int
    noise: float


@dataclass(frozen=True)
class BreakingTest(Defined):
    """A function of the learner's that is called with a function, and raises AssertionError if that is wrong.

    Parameters
    ----------
    name : the name of the learner's function.
    tested : what the function that it is given is called in the question.
    case : a case from the arguments with which the learner's test calls it; may raise ValueError.
    mistakes : ids of the mistakes of the pipeline, each of which makes one wrong function.
    """

    name: str
    tested: str
    case: Callable[..., Case]
    mistakes: tuple[str, ...]

    always_the_same = tr("it asks for a test, which is tried on functions that are right and wrong.")

    @property
    def arguments(self) -> str:  # type: ignore[override]
        """The function that is tested."""
        return self.tested

    def judge(self, question: Question, raw: Any, tries: int, seed: int | None) -> Verdict:
        """Right if the right function passes and no wrong one does; else one that should not have passed."""
        self.must_be_function(raw)
        wrong = question.known(self.mistakes)
        wrong.sort(key=lambda one: self.mistakes.index(one.id))
        found = self._tried(question, raw, wrong, random.Random(seed))
        if (refused := self._of_right(found)) is not None:
            return refused
        through = [one for one in wrong if not found[one.id][0].fails]
        if not through:
            return Verdict(
                "right",
                (tr("Right: the right function passes, and {count} wrong ones do not.", count=len(wrong)),),
            )
        share = (1 - len(through) / len(wrong)) * question.parts
        return Verdict("wrong", tuple(self._told(question, wrong, through, tries)), share=share)

    def _tried(
        self, question: Question, raw: Callable[..., Any], wrong: Sequence[Mistake], rng: random.Random
    ) -> dict[str, list[_Tried]]:
        """What became of every function, by the id of its mistake; empty for the right one."""
        first = self._try(question, raw, (), 0.0)
        if not first.called:
            self._never_called(first)
        order = [*((one,) for one in wrong), *[()] * _RIGHTS]
        rng.shuffle(order)
        found: dict[str, list[_Tried]] = {"": [first]}
        for mistakes in order:
            noise = 0.0 if mistakes else _LAST_DIGIT * rng.choice([-1, 0, 1])
            known = mistakes[0].id if mistakes else ""
            found.setdefault(known, []).append(self._try(question, raw, mistakes, noise))
        return found

    @property
    def _call(self) -> str:
        return f"{self.tested}({', '.join(inspect.signature(self.case).parameters)})"

    def _never_called(self, first: _Tried) -> None:
        if not first.fails:
            raise Unfinished(
                tr("Not answered yet: {name} never calls {tested}.", name=self.name, tested=self.tested)
            )
        raise Problem(
            tr("Your test never calls {tested}. {fails}", tested=self.tested, fails=first.fails).strip()
        )

    def _of_right(self, found: Mapping[str, Sequence[_Tried]]) -> Verdict | None:
        """What to say where the right function does not pass every time; None where it does."""
        failed = [one for one in found[""] if one.fails]
        if not failed:
            return None
        told = [tr("Your test fails the right function too.")]
        if found[""][0].fails:
            told.append(found[""][0].fails)
            if "is ambiguous" in told[-1]:
                told[-1] = tr(
                    "Compare the numbers of what {tested} returns one by one, as in `abs(a - b) < 0.001`.",
                    tested=self.tested,
                )
            elif not told[-1].startswith(_STOPPED):
                told.append(tr("What should come out there? Work it out in another way."))
        elif any(one.noise == 0 for one in failed):
            told = [
                tr("Your test does not always say the same of the same function. What does it keep, or draw?")
            ]
        else:
            told += [
                tr(
                    "It fails one that differs in the last digit. "
                    "Compare with a little room, as in `abs(a - b) < 0.001`, and not with ==."
                )
            ]
        return Verdict("wrong", tuple(told))

    def _told(
        self, question: Question, wrong: Sequence[Mistake], through: Sequence[Mistake], tries: int
    ) -> list[str]:
        caught = len(wrong) - len(through)
        told = [
            tr(
                "The right function passes, and {caught} of {count} wrong ones fail. This one comes through: "
                "its author {name}.",
                caught=caught,
                count=len(wrong),
                name=through[0].name,
            ),
            tr("With which numbers would that show?")
            if caught
            else tr(
                "None was stopped. Which line of your test would stop one, as an `assert` does, and can it "
                "ever fail?"
            ),
        ]
        if tries >= 1:
            told += [through[0].hint, *question.hints[: tries - 1]]
        if tries >= 2:
            told.append(
                tr('If you want to see the solution: check.solution("{question}")', question=question.name)
            )
        return told

    def _try(
        self, question: Question, raw: Callable[..., Any], mistakes: tuple[Mistake, ...], noise: float
    ) -> _Tried:
        function = _Tested(self, question, mistakes, noise)
        try:
            fails = self._said(call.call(raw, (function.called,), quiet=True))
        except Problem as problem:
            if function.refused:
                raise Problem(function.refused) from None
            fails = _why(problem)
        return _Tried(fails, function.calls, noise)

    def _said(self, value: object) -> str:
        """What a test that ran to its end says: nothing or True for a function that passes, False for one
        that fails.  Raises `Problem` for anything else."""
        if value is None or (isinstance(value, bool | np.bool_) and value):
            return ""
        if isinstance(value, bool | np.bool_):
            return tr("It returns False.")
        raise Problem(tr("Your test returns something. Let it say `assert ...`, or return True or False."))


class _Tested:
    """A function as the learner's test gets it, how often it was called, and why a call was refused."""

    def __init__(self, kind: BreakingTest, question: Question, mistakes: tuple[Mistake, ...], noise: float):
        self.calls, self.refused = 0, ""

        def called(*arguments: object, **named: object) -> object:
            self.calls += 1
            try:
                case = kind.case(*arguments, **named)
            except (TypeError, ValueError):
                self.refused = tr(
                    "Your test calls {tested} with what it does not take: it is {call}.",
                    tested=kind.tested,
                    call=kind._call,
                )
                raise ValueError(self.refused) from None
            if self.calls > _MOST_CALLS:
                self.refused = tr(
                    "Your test calls {tested} more than {most_calls} times; a few are enough.",
                    tested=kind.tested,
                    most_calls=_MOST_CALLS,
                )
                raise ValueError(self.refused)
            value = question.quantity(question.pipeline.run(case, *mistakes))
            value = np.asarray(value, dtype=float) * (1 + noise)
            return value if value.ndim else float(value)

        self.called = called


def _why(problem: Problem) -> str:
    """Why a test failed a function; raises the problem where it is the test that cannot be run."""
    said = str(problem)
    if not said.startswith(_STOPPED):
        raise problem
    line, _, why = said.partition("`")[2].partition("`")
    if "AssertionError" in why:
        return tr("It stopped in the line `{line}`.", line=line) if line else tr("It stopped.")
    return said
