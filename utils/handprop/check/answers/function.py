"""A function of the learner's."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from handprop.border import call
from handprop.border.read_numbers import Problem, Unfinished
from handprop.check.answers import trials
from handprop.check.answers.array import Array, is_single
from handprop.check.answers.computed import Computed, is_right, kind_of
from handprop.check.answers.defined import Defined
from handprop.check.answers.lead import CONSTANT, OfAFactor, lead
from handprop.check.answers.trials import Trial, Trials
from handprop.check.mistakes.recognise import FACTOR, RELATIONS
from handprop.check.verdict import Verdict
from handprop.language import tr

if TYPE_CHECKING:
    from handprop.check.question import Case, Question

_NOT_THE_SAME = tr("Called twice with the same numbers, your function returns two different answers.")
_A_FACTOR = tr("There all your numbers are off by one factor. What are all of them made of?")
_A_FACTOR_FIRST = tr(
    "On the first numbers that it is tried on, all of yours are off by one factor. "
    "What are all of them made of?"
)
_KEPT = tr(
    "What your function puts into `{name}` stays there for the next call. Does it need to? "
    "Make it anew inside the function."
)
_OTHER_ORDER = tr(
    "Your function takes its arguments in another order than they come in. "
    "Begin it with `def {name}({listed}):`."
)
_AGAIN = 3  # calls with the same numbers
_DIGITS = 7  # more than any case is drawn with: with fewer, a call that is shown may go right
_LONGEST_CALL = 1500  # characters of a call that is shown whole
_LONG = 300  # characters of an argument that a longer call shows by its name
_IN_FLOAT32 = tr(
    "Your numbers come from float32, which keeps 7 digits, and a small nudge changes only the last of them. "
    "Compute in float64 first: float(...), or np.array(..., dtype=float)."
)


@dataclass(frozen=True)
class Function(Defined, Computed):
    """A Python function of the learner's, called with the arguments of each case.

    Parameters
    ----------
    name : the name that the learner's function has.
    returns : the kind of what it returns.
    nudges : whether it subtracts numbers that are nearly equal, for which float32 has too few digits.
    """

    name: str
    returns: Array
    nudges: bool = False

    always_the_same = tr("it asks for a function, which is tried on other numbers every time.")
    which_line = tr(" Which line of yours does that?")

    def __post_init__(self) -> None:
        object.__setattr__(self, "returns", replace(self.returns, returned=True))

    @property
    def values(self) -> Array:
        """The kind of what the function returns."""
        return self.returns

    def compared(self, cases: Sequence[Case]) -> Sequence[Case]:
        """All of them."""
        return cases

    def outcomes(self, question: Question, raw: Any) -> list[np.ndarray]:
        """What the learner's function returns on every case, read as the kind that is asked for."""
        self.must_be_function(raw)
        first, *others = (question.arguments(case) for case in question.cases)
        answers = [kind_of(question, 0).read(call.call(raw, first, quiet=False))]
        try:
            values = call.call_all(raw, others) if others else []
            answers.extend(
                _read(question, k, *one) for k, one in enumerate(zip(others, values, strict=False), 1)
            )
        except Problem:
            # A wrong answer on an earlier case says more than, say, a division by zero on this one.
            if all(is_right(question, k, answer) for k, answer in enumerate(answers)):
                raise
        return answers

    def judge(self, question: Question, raw: Any, tries: int, seed: int | None) -> Verdict:
        """As for other numbers; what is right on the question's cases is tried on random ones too.

        A function that changes what it is given is told so.
        """
        self.must_be_function(raw)
        watched = call.Watched(raw)
        try:
            verdict = self._verdict(question, watched, tries, seed)
        except Unfinished:
            raise
        except Problem as problem:
            if order := _other_order(question, watched):
                raise Problem(order) from None
            if not watched.keeps:
                raise
            raise Problem(f"{problem} {_KEPT.format(name=watched.keeps)}") from None
        if not verdict.passed and (order := _other_order(question, watched)):
            return Verdict("wrong", (tr("Not right yet. {order}", order=order),), share=verdict.share)
        return replace(verdict, sentences=(*verdict.sentences, *_overwritten(question, watched.changed)))

    def _verdict(self, question: Question, raw: Any, tries: int, seed: int | None) -> Verdict:
        answers = self.outcomes(question, raw)
        wrong = [k for k, answer in enumerate(answers) if not is_right(question, k, answer)]
        if question.domain is None:
            return self.compare(question, answers, tries)
        if wrong:
            # Right at first, and wrong after something was kept: that explains more than a mistake would.
            verdict = self.compare(question, answers, tries, name=wrong[0] == 0 or not raw.keeps)
            named = bool(verdict.mistakes)
            if not named and not self._stays(question, raw, answers[0]):
                return _not_the_same(raw)
            found = trials.random_trials(question, raw, seed)
            if named:  # what explains the question's own cases has to explain others, too
                verdict = self._with(question, answers, found.witnesses(), tries)
                if verdict.mistakes:
                    return verdict
                verdict = self.compare(question, answers, tries, name=False)
            return self._placed(question, raw, answers, found, verdict)
        found = trials.random_trials(question, raw, seed)
        if found.keeps_state:
            return _not_the_same(raw)
        if not found.failures:
            return Verdict("right", (self.praise(len(answers) + found.asked),))
        worst = trials.simplest(question, raw, found.failures)
        return self._told_of(question, raw, answers, worst, found, tries)

    def passes(self, question: Question, function: Callable[..., Any], seed: int | None) -> bool:
        """Whether `judge` would call the function right, without looking for the mistake."""
        try:
            answers = self.outcomes(question, function)
        except Problem:
            return False
        if not all(is_right(question, k, answer) for k, answer in enumerate(answers)):
            return False
        found = trials.random_trials(question, function, seed)
        return not found.failures and not found.keeps_state

    def _told_of(
        self,
        question: Question,
        raw: Any,
        answers: list[np.ndarray],
        worst: Trial,
        found: Trials,
        tries: int,
    ) -> Verdict:
        """The verdict on a function that fails on random cases, the simplest of which is `worst`."""
        if isinstance(worst.outcome, Problem):
            raise Problem(f"{called(question, question.arguments(worst.case))}: {worst.outcome}")
        again = [one.outcome for one in trials.tried(raw, [worst.asked] * _AGAIN)]
        if not all(isinstance(one, np.ndarray) and np.array_equal(one, worst.outcome) for one in again):
            return _not_the_same(raw)
        verdict = self._with(question, answers, [worst, *found.witnesses()], tries, name=not raw.keeps)
        if verdict.mistakes:
            return verdict
        in_float32 = self.nudges and _in_float32(answers)
        return _with_place(verdict, _IN_FLOAT32 if in_float32 else _lead(question, raw, found))

    def _with(
        self,
        question: Question,
        answers: Sequence[np.ndarray],
        seen: Sequence[Trial],
        tries: int,
        name: bool = True,
    ) -> Verdict:
        """The verdict on the question's own cases, as far as they were answered, and on these."""
        cases = [*question.cases[: len(answers)], *(one.case for one in seen)]
        longer = replace(question, cases=cases)
        return self.compare(longer, [*answers, *(one.outcome for one in seen)], tries, name)  # type: ignore[list-item]

    def _placed(
        self,
        question: Question,
        raw: Any,
        answers: Sequence[np.ndarray],
        found: Trials,
        verdict: Verdict,
    ) -> Verdict:
        """The verdict on a function with an unknown slip, and where it is right, or why it cannot be."""
        if self.nudges and _in_float32(answers):
            return _with_place(verdict, _IN_FLOAT32)
        told = _lead(question, raw, found) or _ended(question, found.trials)
        return _with_place(verdict, told, shown=is_right(question, 0, answers[0]))

    def _stays(self, question: Question, raw: object, answer: np.ndarray) -> bool:
        """Whether the function gives for the first case what it gave before, every time."""
        given = [question.arguments(question.cases[0]) for _ in range(_AGAIN)]
        try:
            return all(
                not isinstance(again, Problem) and self.returns.same(answer, self.returns.read(again)).all()
                for again in call.call_all(raw, given)  # type: ignore[arg-type]
            )
        except Problem:
            return False

    def praise(self, cases: int) -> str:
        """Right, and on how many cases."""
        return tr("Right, on all {cases} cases.", cases=cases)

    def where(self, question: Question, answers: Sequence[np.ndarray], wrong: Sequence[int]) -> list[str]:
        """On which numbers it goes wrong, when it is right on those that the learner sees."""
        if wrong[0] == 0:
            return []
        if all(np.array_equal(answers[0], answer) for answer in answers[1:]):
            return [CONSTANT]
        shown = called(question, question.arguments(question.cases[wrong[0]]))
        return [
            tr("It is right for the first numbers that it was tried on, not for others."),
            tr("{called} it goes wrong.", called=shown),
        ]


def _lead(question: Question, raw: Any, found: Trials) -> str | None:
    if raw.keeps:
        return _KEPT.format(name=raw.keeps)
    # Beside a case that was made of it with a 0, every slip is right where something is 0.
    drawn = [one for one in found.trials if not one.asked.altered]
    return lead(question, raw, drawn if any(not one.right for one in drawn) else found.trials)


def _other_order(question: Question, raw: call.Watched) -> str | None:
    """What to say of a function whose parameters have the names asked for, in another order."""
    asked = list(inspect.signature(question.solution).parameters) if callable(question.solution) else []
    if (theirs := raw.parameters) == asked or sorted(theirs) != sorted(asked):
        return None
    return _OTHER_ORDER.format(name=question.variable, listed=", ".join(asked))


def _ended(question: Question, tried: Sequence[Trial]) -> str | None:
    """The call that ended in an error, if one did: after it no other was tried."""
    if not tried or not isinstance(problem := tried[-1].outcome, Problem):
        return None
    return f"{called(question, question.arguments(tried[-1].case))}: {problem}"


def _not_the_same(raw: call.Watched) -> Verdict:
    """The verdict on a function whose answers change, though nothing that it is given does; and why."""
    why = (
        tr(
            "`{name}` in it draws other random numbers in every call. What it needs comes in its arguments.",
            name=raw.draws,
        )
        if raw.draws
        else _KEPT.format(name=raw.keeps)
        if raw.keeps
        else tr("Does it draw random numbers, or keep something from one call to the next?")
    )
    return Verdict("wrong", (_NOT_THE_SAME, why))


def _in_float32(answers: Sequence[np.ndarray]) -> bool:
    """Whether the numbers come from float32, and not from integers or halves, which fit into it anyway."""
    numbers = np.concatenate([answer.ravel() for answer in answers])
    with np.errstate(over="ignore"):
        return is_single(numbers) and not np.array_equal(numbers.astype(np.float16), numbers)


def _with_place(verdict: Verdict, place: str | None, shown: bool = True) -> Verdict:
    """The verdict with a lead; `shown` is whether its first sentence is of a call that the learner sees."""
    if not isinstance(place, OfAFactor):  # on this case: on others it is another one
        softer = _A_FACTOR if shown else _A_FACTOR_FIRST
        verdict = replace(verdict, sentences=tuple(one.replace(FACTOR, softer) for one in verdict.sentences))
    first, *others = verdict.sentences
    if isinstance(place, OfAFactor):  # of all numbers: it says more than a factor, or than some of one case
        opening = tr("Not right yet. ")
        of_all = shown or first.removeprefix(opening).startswith(RELATIONS)
        first = first.replace(FACTOR, "").strip() if of_all else opening.strip()
    return replace(verdict, sentences=(first, place, *others)) if place and place not in first else verdict


def _overwritten(question: Question, changed: set[int]) -> list[str]:
    if not changed:
        return []
    names = list(inspect.signature(question.solution).parameters)  # type: ignore[arg-type]
    given = question.arguments(question.cases[0])
    return [
        tr(
            "By the way: your function changes {listed}, which it was given, so whoever calls it loses "
            "the old numbers. Let it work on a copy: begin with {lines}.",
            listed=" and ".join(names[k] for k in sorted(changed)),
            lines=" and ".join(f"`{names[k]} = {_copy(names[k], given[k])}`" for k in sorted(changed)),
        )
    ]


def _copy(name: str, value: object) -> str:
    """The code that copies an argument; a list of arrays is copied with the arrays in it."""
    of_arrays = isinstance(value, list | tuple) and any(isinstance(one, np.ndarray | list) for one in value)
    return f"[one.copy() for one in {name}]" if of_arrays else f"{name}.copy()"


def _read(question: Question, k: int, arguments: tuple[Any, ...], value: object) -> np.ndarray:
    """What the function returned for case number `k`; raises `Problem`, which names the arguments."""
    try:
        if isinstance(value, Problem):
            raise value
        return kind_of(question, k).read(value)
    except Unfinished:
        raise Problem(
            tr("{called}, your function returns nothing.", called=called(question, arguments))
        ) from None
    except Problem as problem:
        raise Problem(f"{called(question, arguments)}: {problem}") from None


def called(question: Question, arguments: tuple[Any, ...]) -> str:
    """A call of the learner's function, in words that open a sentence.

    What would fill the screen has its name there, and its shape behind: nobody types it in anyway.
    """
    shown = [_short(argument) for argument in arguments]
    sizes = []
    if sum(map(len, shown)) > _LONGEST_CALL:
        names = inspect.signature(question.solution).parameters  # type: ignore[arg-type]
        for k, (name, argument) in enumerate(zip(names, arguments, strict=True)):
            if len(shown[k]) > _LONG and (size := _size(argument)):
                shown[k] = name
                sizes.append(tr("{name} has the shape {size}", name=name, size=size))
    call_ = tr("Called as {variable}({shown})", variable=question.variable, shown=", ".join(shown))
    behind = tr(" and ").join(sizes)
    return f"{call_} ({behind})" if sizes else call_


def _size(value: object) -> tuple[int, ...] | None:
    return value.shape if isinstance(value, np.ndarray) else None


def _short(value: object) -> str:
    """An argument as it is typed, so that the call can be copied and tried."""
    if callable(value):
        return getattr(value, "typed", "f")
    if isinstance(value, np.ndarray) and value.ndim:
        return f"np.array({_short(value.tolist())})" if value.size else f"np.zeros({value.shape})"
    if isinstance(value, list | tuple):  # rows may differ in length
        inside = ", ".join(map(_short, value))
        return f"[{inside}]" if isinstance(value, list) else f"({inside}{',' * (len(value) == 1)})"
    if isinstance(value, float | np.ndarray | np.floating):
        typed = f"{float(value) + 0.0:.{_DIGITS}g}"  # no -0
        return typed if set(typed) & set(".en") else f"{typed}.0"
    return str(value)
