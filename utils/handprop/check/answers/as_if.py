"""Leads from comparing a function with the right one for other arguments: exchanged, turned round, all 0."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import combinations
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from handprop.border import call
from handprop.border.read_numbers import Problem
from handprop.check.answers.trials import Trial, read
from handprop.language import tr

if TYPE_CHECKING:
    from handprop.check.question import Question

_ENOUGH = 8  # trials that have to say the same
_FIRST = 3  # which tell most of what does not fit
_MOST = 40  # trials that are compared
_NAMED = 2  # changes that do the same
_LONGEST = 6  # numbers of a list, of which any two are exchanged
_ALIVE = 0.6  # of the numbers that are not 0, and were wrong, have to be left
_RARELY = 0.4  # where gates are closed, or what counts is 0, much goes right that is wrong
_NOUGHT = 1e-9  # of the largest number
_RATE = "learning_rate"

Arguments = tuple[Any, ...]


class _Change(NamedTuple):
    """Other arguments: the words for them, and how they are made; None where they cannot be."""

    words: str
    made: Callable[[Arguments], Arguments | None]


def as_if(question: Question, given: Sequence[Trial]) -> str | None:
    """Whether what comes out is right for other arguments: two exchanged, one with another sign, ..."""
    wrong, right = ([one for one in given if one.right is so][:_MOST] for so in (False, True))
    if len(wrong) < _ENOUGH:
        return None
    used = [*wrong, *right]  # what explains only those that went wrong is no explanation
    found: dict[str, str] = {}  # by what they make of the first arguments: two may be one and the same
    for change in _changes(question):
        if all(_fits(question, one, change) for some in (used[:_FIRST], used) for one in some):
            made = _changed(question, used[0], change.made)
            found.setdefault(repr(made), change.words)
        if len(found) == _NAMED:
            break
    if not found:
        return None
    return tr(
        "What you return would be right {words}. Where does that come in?",
        words=tr(", or ").join(found.values()),
    )


def _fits(question: Question, trial: Trial, change: _Change) -> bool:
    arguments = _changed(question, trial, change.made)
    if arguments is None:
        return trial.right  # where two are equal, to exchange them changes nothing
    other = right_for(question, trial, arguments)
    kind = question.kind.fitted(trial.wanted)
    return other is not None and bool(kind.same(other, trial.outcome).all())  # type: ignore[arg-type]


def _changed(
    question: Question, trial: Trial, made: Callable[[Arguments], Arguments | None]
) -> Arguments | None:
    """The arguments of a trial, changed; None where they cannot be, as in a list of unequal tables."""
    try:
        return made(question.arguments(trial.case))
    except (ValueError, IndexError):
        return None


def right_for(question: Question, trial: Trial, arguments: Arguments) -> np.ndarray | None:
    """What is right for these arguments, where it has the shape of the trial's answer and is finite."""
    with np.errstate(all="ignore"):
        try:
            return read(question.kind.fitted(trial.wanted), question.solution(*arguments))  # type: ignore
        except (ArithmeticError, LookupError, TypeError, ValueError):  # a class of 1.5, a row too few
            return None


def _changes(question: Question) -> Iterator[_Change]:
    names = _numeric(question)
    for (k, one), (n, other) in combinations(names, 2):
        yield _Change(tr("if {one} and {other} changed places", one=one, other=other), _exchanged(k, n))
    for k, name in names:
        array = np.ndim(question.arguments(question.cases[0])[k]) > 0
        yield _Change(tr("for {name} with the other sign", name=name), _with(k, lambda v: -v))
        yield _Change(
            tr("for {name} without its signs", name=name)
            if array
            else tr("for {name} without its sign", name=name),
            _with(k, np.abs),
        )
        yield _Change(tr("for {name} half as large", name=name), _with(k, lambda v: v / 2))
        yield _Change(tr("for {name} twice as large", name=name), _with(k, lambda v: v * 2))
        if array:
            yield _Change(tr("for {name} turned round", name=name), _with(k, lambda v: v[::-1]))
            yield _Change(
                tr("for {name} with its rows turned round", name=name), _with(k, lambda v: v[..., ::-1])
            )
            yield _Change(
                tr("for {name} turned round in both directions", name=name), _with(k, lambda v: np.flip(v))
            )

    yield from _entries_exchanged(question, names)


def _entries_exchanged(question: Question, names: Sequence[tuple[int, str]]) -> Iterator[_Change]:
    """Two numbers of a short list exchanged; then two rows, or two columns, of a table."""
    for k, name in names:
        shape = np.shape(question.arguments(question.cases[0])[k])
        for axis in range(len(shape)):
            unit = (tr("numbers"),) if len(shape) == 1 else (tr("rows"), tr("columns"))
            for one, other in combinations(range(min(shape[axis], _LONGEST)), 2):
                yield _Change(
                    tr(
                        "if {unit} {one} and {other} of {name} changed places",
                        unit=unit[axis],
                        one=one + 1,
                        other=other + 1,
                        name=name,
                    ),
                    _with(k, partial(_two_exchanged, axis, one, other)),
                )


def _two_exchanged(axis: int, one: int, other: int, values: np.ndarray) -> np.ndarray:
    places = np.arange(values.shape[axis])
    places[[one, other]] = other, one
    return values.take(places, axis)


def _numeric(question: Question) -> list[tuple[int, str]]:
    """The places and names of the arguments that are decimal numbers."""
    names = inspect.signature(question.solution).parameters  # type: ignore[arg-type]
    first = question.arguments(question.cases[0])
    return [(k, name) for k, name in enumerate(names) if _is_numeric(first[k])]


def _is_numeric(argument: object) -> bool:
    if callable(argument) or isinstance(argument, str | int):
        return False
    try:
        return np.asarray(argument).dtype.kind == "f"
    except ValueError:
        return False


def _exchanged(k: int, n: int) -> Callable[[Arguments], Arguments | None]:
    def made(arguments: Arguments) -> Arguments | None:
        if np.shape(arguments[k]) != np.shape(arguments[n]) or np.array_equal(arguments[k], arguments[n]):
            return None
        new = list(arguments)
        new[k], new[n] = arguments[n], arguments[k]
        return tuple(new)

    return made


def _with(k: int, change: Callable[[np.ndarray], np.ndarray]) -> Callable[[Arguments], Arguments]:
    def made(arguments: Arguments) -> Arguments:
        new = change(np.array(arguments[k], dtype=float))
        as_given = new if isinstance(arguments[k], np.ndarray) else new.tolist()
        return (*arguments[:k], as_given, *arguments[k + 1 :])

    return made


def where_special(question: Question, function: Callable, given: Sequence[Trial]) -> str | None:  # type: ignore
    """Whether a function that is wrong elsewhere is right where an argument is all 0, or all 1, ..."""
    used = [one for one in given if not one.right][:_MOST]
    if len(used) < _ENOUGH:
        return None
    for words, made in _specials(question, used):
        if not all(_all_right(question, function, some, made) for some in (used[:1], used)):
            continue
        others = [one for one in given if not _is_special(question, one, made)]
        well = sum(one.right for one in others)
        # What goes well on many others is not wrong "elsewhere", and the words would point to a wrong place.
        if well > _RARELY * len(others):
            continue
        elsewhere = tr("on most other numbers") if well else tr("elsewhere")
        return tr(
            "It goes right {words}, and wrong {elsewhere}. What does that leave out, or keep still?",
            words=words,
            elsewhere=elsewhere,
        )
    return None


def _is_special(question: Question, trial: Trial, made: Callable[[Arguments], Arguments | None]) -> bool:
    """Whether a change leaves the arguments of a trial as they are."""
    new = _changed(question, trial, made)
    return new is not None and all(
        before is after or _alike(before, after)
        for before, after in zip(question.arguments(trial.case), new, strict=True)
    )


def _alike(one: Any, other: Any) -> bool:
    """Whether two arguments are the same, but for rounding."""
    try:
        return np.shape(one) == np.shape(other) and np.allclose(one, other, rtol=1e-12, atol=0)
    except (TypeError, ValueError):  # a function, or tables of several sizes, which no change touches
        return not _is_numeric(one)


def _all_right(
    question: Question,
    function: Callable,  # type: ignore[type-arg]
    used: Sequence[Trial],
    made: Callable[[Arguments], Arguments | None],
) -> bool:
    """Whether the function is right for the changed arguments of these trials, and not because of zeros."""
    tried = [(one, new) for one in used if (new := _changed(question, one, made)) is not None]
    known = [(*pair, right) for pair in tried if (right := right_for(question, *pair)) is not None]
    if len(known) < min(_ENOUGH, len(used)):
        return False
    asked, rights = [new for _, new, _ in known], [right for *_, right in known]
    # Where what was wrong becomes 0, it is right by that; where the right answer never moves, by luck.
    wrong = [~np.isclose(one.outcome, one.wanted, rtol=1e-5, atol=0) for one, *_ in known]  # type: ignore[arg-type]
    usual, alive = (
        sum(_live(np.asarray(value), its) for value, its in zip(values, wrong, strict=True))
        for values in ([one.wanted for one, *_ in known], rights)
    )
    if alive < _ALIVE * usual or (len(rights) > 1 and all(np.array_equal(rights[0], one) for one in rights)):
        return False
    theirs = call.call_all(function, asked)
    same = len(theirs) == len(asked) and all(
        _same(question, *one) for one in zip(rights, theirs, strict=True)
    )
    return same and not _nothing_moves(question, known[0][0], asked[0], rights[0])


def _live(numbers: np.ndarray, places: np.ndarray) -> int:
    """How many of the numbers at these places are not 0; what rounding leaves of others is."""
    return int((np.abs(numbers[places]) > _NOUGHT * np.abs(numbers).max(initial=0.0)).sum())


def _nothing_moves(question: Question, trial: Trial, arguments: Arguments, right: np.ndarray) -> bool:
    """Whether no weight moves there, so that a wrong gradient is right as well: it would tell nothing."""
    names = list(inspect.signature(question.solution).parameters)  # type: ignore[arg-type]
    if _RATE not in names:
        return False
    k = names.index(_RATE)
    still = right_for(question, trial, (*arguments[:k], 0.0, *arguments[k + 1 :]))
    return still is not None and np.array_equal(still, right)


def _same(question: Question, right: Any, value: object) -> bool:
    if isinstance(value, Problem):
        return False
    kind = question.kind.fitted(right)
    theirs = read(kind, value)
    return theirs is not None and bool(kind.same(right, theirs).all())


def _specials(
    question: Question, used: Sequence[Trial]
) -> Iterator[tuple[str, Callable[[Arguments], Arguments | None]]]:
    names = [one for one in _numeric(question) if not _is_one_hot(question, used, one[0])]
    for k, name in names:
        holds = tr("holds nothing but") if np.ndim(question.arguments(question.cases[0])[k]) else "is"
        if holds != "is":  # where this is enough, no more is said
            yield (
                tr("where all numbers of {name} are the same", name=name),
                _with(k, lambda v: np.full_like(v, v.mean())),
            )
        yield tr("where {name} {holds} 0", name=name, holds=holds), _with(k, np.zeros_like)
        yield tr("where {name} {holds} 1", name=name, holds=holds), _with(k, np.ones_like)
    for (k, one), (n, other) in combinations(names, 2):
        yield tr("where {one} and {other} hold the same numbers", one=one, other=other), _equal(k, n)
        made = _both_level(k, n)
        if all(np.ndim(question.arguments(question.cases[0])[place]) for place in (k, n)):
            yield (
                tr("where all numbers of {one} are the same, and all of {other}", one=one, other=other),
                made,
            )


def _is_one_hot(question: Question, used: Sequence[Trial], k: int) -> bool:
    """Whether an argument holds a 1 in each row and 0 elsewhere: nobody would call it with anything else."""
    tables = [np.asarray(question.arguments(one.case)[k]) for one in used]
    return all(
        table.ndim == 2 and bool(np.isin(table, (0, 1)).all() and (table.sum(axis=1) == 1).all())
        for table in tables
    )


def _equal(k: int, n: int) -> Callable[[Arguments], Arguments | None]:
    def made(arguments: Arguments) -> Arguments | None:
        if np.shape(arguments[k]) != np.shape(arguments[n]):
            return None
        return (*arguments[:n], arguments[k], *arguments[n + 1 :])

    return made


def _both_level(k: int, n: int) -> Callable[[Arguments], Arguments]:
    def level(values: np.ndarray) -> np.ndarray:
        return np.full_like(values, values.mean())

    return lambda arguments: _with(n, level)(_with(k, level)(arguments))
