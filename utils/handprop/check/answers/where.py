"""What the cases on which a function is right have in common, and those on which it goes wrong have not."""

from __future__ import annotations

import inspect
import itertools
import operator
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from handprop.check.domain import Case
from handprop.course.counting import counted
from handprop.language import tr

if TYPE_CHECKING:
    from handprop.check.answers.trials import Asked, Trial
    from handprop.check.question import Question

_MANY = 0.3  # of the other cases have to go wrong
_FEW = 4  # cases that share a property by chance, and say nothing
_FEW_VALUES = 6  # of an argument, each of which may be what is written into a function
_SEEN = 60  # cases in which these values are looked for
_DOUBTFUL = 3  # wrong answers that speak against a property, at most, if rounding may have made them
_STILL = ("steps", "learning_rate")  # where they are 0 nothing is done, and whatever is done is right
_LARGEST_COUNT = 10
_LUCK = 1e-4  # how likely it may be that so many cases are right by chance


# What may hold of one number, and of many: the tests of `_of_argument`, in their order.
_OF_ONE = ("0", tr("not negative"), tr("not positive"), tr("not 0"), tr("a whole number"))
_OF_MANY = (
    tr("nothing but 0"),
    tr("no negative number"),
    tr("no positive number"),
    tr("no 0"),
    tr("whole numbers only"),
)


_Compare = Callable[[int, int], bool]


class Property(NamedTuple):
    """Something that is true of some cases: the words for it, and how to tell."""

    words: str
    holds: Callable[[Case], bool]

    def of(self, asked: Asked) -> bool:
        """Whether it is true of a case that was asked."""
        return bool(asked.once(self, lambda one: self.holds(one.case)))


def where_right(question: Question, trials: Sequence[Trial]) -> str | None:
    """A sentence on where a function is right, if one property of the cases decides it, or nearly so."""
    telling = [trial for trial in trials if not _nothing_but_0(trial.asked)]
    right = [trial.asked for trial in telling if trial.right]
    wrong = [trial for trial in telling if not trial.right]
    if not right or not wrong:
        return None
    properties = question.once("properties", lambda: list(_properties(question)))
    told = (_counted(one, right, wrong) for one in properties)
    share, sentence = max((one for one in told if one), key=lambda one: one[0], default=(0.0, None))
    return sentence if share >= _MANY else None


def _nothing_but_0(asked: Asked) -> bool:
    """Whether all numbers given are 0: there nearly every function is right."""
    return bool(asked.once("nothing but 0", lambda one: _of_all(one.question, lambda v: v == 0)(one.case)))


def _counted(one: Property, right: Sequence[Asked], wrong: Sequence[Trial]) -> tuple[float, str] | None:
    against = [trial for trial in wrong if one.of(trial.asked)]
    # After many wrong answers nobody has asked whether rounding alone made another one wrong.
    if len(against) > _DOUBTFUL or not all(trial.asked.excuses(trial.outcome) for trial in against):
        return None
    wrong = [trial for trial in wrong if not one.of(trial.asked)]
    its = [asked.right for asked in right if one.of(asked)]
    if _noughts(its, wrong):
        return None
    with_it = len(its)
    if with_it < _FEW or all(np.array_equal(its[0], another) for another in its):  # that may be luck
        return None
    others = len(right) + len(wrong) - with_it
    if (len(right) / (len(right) + len(wrong))) ** with_it > _LUCK:
        return None
    sentence = tr(
        "It is right in all {with_it} cases in which {words}, and wrong in {count} of the {others} others.",
        with_it=with_it,
        words=one.words,
        count=len(wrong),
        others=others,
    )
    return len(wrong) / others, sentence


def _noughts(its: Sequence[np.ndarray], wrong: Sequence[Trial]) -> bool:
    """Whether all that goes wrong elsewhere is 0 in these answers, whatever is done."""
    theirs = [one for one in wrong if isinstance(one.outcome, np.ndarray)]
    if not theirs or len({one.shape for one in (*its, *(trial.wanted for trial in theirs))}) > 1:
        return False
    same = [np.isclose(one.outcome, one.wanted, rtol=1e-5, atol=0) for one in theirs]  # type: ignore[arg-type]
    places = ~np.all(same, axis=0)
    return not any(np.any(one[places]) for one in its)


def _properties(question: Question) -> Iterator[Property]:
    """The most telling first."""
    yield from _of_gates(question)
    yield from _of_steps(question)
    if np.ndim(question.cases[0].get("x", 0)) == 2:
        yield Property(tr("the batch holds one sample"), lambda case: len(case["x"]) == 1)
    yield Property(tr("all sizes are those of the first case"), _same_sizes(question))
    # All kinds of numbers are drawn for all arguments at once, so that one of them is not to blame.
    yield Property(tr("all numbers given are whole"), _of_all(question, lambda v: v == np.round(v)))
    yield Property(tr("no number given is negative"), _of_all(question, lambda v: v >= 0))
    yield Property(tr("no number given is 0"), _of_all(question, lambda v: v != 0))
    for k, name in enumerate(inspect.signature(question.solution).parameters):  # type: ignore[arg-type]
        if not callable(question.arguments(question.cases[0])[k]):
            yield from _of_argument(question, k, name)
    yield Property(
        tr("no right number is negative"), lambda case: bool(np.all(np.asarray(question.right(case)) >= 0))
    )
    yield Property(
        tr("no right number is positive"), lambda case: bool(np.all(np.asarray(question.right(case)) <= 0))
    )
    run = question.pipeline.run(question.cases[0])
    name = next((one for one in ("prediction", "p") if hasattr(run, one)), "")
    if name and "y" in question.cases[0] and np.shape(getattr(run, name)) == np.shape(run.y):
        yield from _of_prediction(question, name)


def _of_prediction(question: Question, name: str) -> Iterator[Property]:
    def predicted(case: Case) -> np.ndarray:
        return np.asarray(getattr(question.pipeline.run(case), name))

    yield Property(tr("no prediction is negative"), lambda case: bool(np.all(predicted(case) >= 0)))
    yield Property(
        tr("the prediction is above the target"), lambda case: bool(np.all(predicted(case) >= case["y"]))
    )
    yield Property(
        tr("the prediction is below the target"), lambda case: bool(np.all(predicted(case) <= case["y"]))
    )


def _of_gates(question: Question) -> Iterator[Property]:
    """Where gates are open or closed, and where a sum is not at the corner of ReLU."""
    if not {"gates", "gate", "alive"} & set(question.domain.strata[0]):
        return
    yield Property(tr("every gate is open"), lambda case: bool(np.all(_sums(question, case) > 0)))
    units = _sums(question, dict(question.cases[0])).shape
    same = all(_sums(question, dict(case)).shape == units for case in _some(question))
    if same and len(units) == 1 and units[0] > 1:
        ends = (
            tr("the gate of the first hidden unit is open"),
            tr("the gate of the last hidden unit is open"),
        )
        for words, at in zip(ends, (0, -1), strict=True):
            yield Property(words, _is_open(question, at))
    yield Property(tr("no hidden sum is exactly 0"), lambda case: bool(np.all(_sums(question, case) != 0)))


def _is_open(question: Question, at: int) -> Callable[[Case], bool]:
    return lambda case: bool(_sums(question, case)[at] > 0)


def _of_steps(question: Question) -> Iterator[Property]:
    """How a training of one weight goes: whether it goes down all the time, and stays on its side.

    Steps of whole networks take too long to be made again for every case.
    """
    if not {"size", "steps"} <= set(question.cases[0]):
        return

    def runs(case: Case) -> list[Any]:
        return [values for _, values in question.pipeline.run(case).runs]

    yield Property(
        tr("the loss rises in no step"),
        lambda case: bool(np.all(np.diff([one.loss for one in runs(case)]) <= 0)),
    )
    yield Property(
        tr("no step takes the prediction across the target"),
        lambda case: len({np.sign(one.error) for one in runs(case)} - {0.0}) < 2,
    )


def _sums(question: Question, case: Case) -> np.ndarray:
    if "biases" in case:  # any number of layers, of which the last is linear
        _, sums = question.pipeline.run(case).values
        return np.concatenate([np.zeros(0), *sums[:-1]])
    if "W1" in case:
        return np.asarray(case["x"] @ case["W1"] + case.get("b1", 0.0))
    return np.asarray(case["x"] * case["w1"] + case["b1"])


def _same_sizes(question: Question) -> Callable[[Case], bool]:
    def sizes(case: Case) -> list[tuple[int, ...]]:
        return [_numbers(one).shape for one in question.arguments(case) if not callable(one)]

    first = sizes(dict(question.cases[0]))
    return lambda case: sizes(case) == first


def _of_argument(question: Question, k: int, name: str) -> Iterator[Property]:
    one = np.ndim(_numbers(question.arguments(question.cases[0])[k])) == 0

    def every(test: Callable[..., Any]) -> Callable[[Case], bool]:
        return lambda case: bool(np.all(test(_numbers(question.arguments(case)[k]))))

    holds = tr("{name} is", name=name) if one else tr("{name} holds", name=name)
    told = _OF_ONE if one else _OF_MANY
    tests: tuple[Callable[..., Any], ...] = (
        lambda v: v == 0,
        lambda v: v >= 0,
        lambda v: v <= 0,
        lambda v: v != 0,
        lambda v: v == np.round(v),
    )
    for words, test in zip(told, tests, strict=True):
        if test in (tests[0], tests[2]) and name in _STILL:
            continue
        yield Property(f"{holds} {words}", every(test))
    few = {float(_numbers(question.arguments(case)[k])) for case in _some(question)} if one else set()
    for value in sorted(few) if len(few) <= _FEW_VALUES else ():
        yield Property(f"{holds} {value:g}", every(lambda v, value=value: v == value))
    if np.ndim(_numbers(question.arguments(question.cases[0])[k])) == 2:
        yield Property(
            tr("{name} has one row", name=name), lambda case: len(question.arguments(case)[k]) == 1
        )
        yield Property(
            tr("{name} has one column", name=name), lambda case: len(question.arguments(case)[k][0]) == 1
        )
        yield from _of_first_sizes(question, k, name)
        yield Property(
            tr("{name} has as many rows as columns", name=name),
            lambda case: len(question.arguments(case)[k]) == len(question.arguments(case)[k][0]),
        )
        yield Property(
            tr("{name} has more rows than columns, or fewer", name=name),
            lambda case: len(question.arguments(case)[k]) != len(question.arguments(case)[k][0]),
        )
    if not one:
        yield from _of_length(question, k, name)
        if isinstance(question.arguments(question.cases[0])[k], list):
            yield Property(
                tr("no list in {name} holds a number twice", name=name),
                lambda case: all(np.unique(row).size == np.size(row) for row in question.arguments(case)[k]),
            )
        yield Property(
            tr("{holds} no number twice", holds=holds), every(lambda v: np.unique(v).size == v.size)
        )
    if _is_count(question.arguments(question.cases[0])[k]):
        for most in range(1, _LARGEST_COUNT):
            words = tr("{holds} at most {most}", holds=holds, most=most)
            yield Property(
                words if one else tr("{holds} numbers of at most {most}", holds=holds, most=most),
                every(lambda v, most=most: v <= most),
            )
        return
    for most in (1, 10):
        yield Property(
            tr("{holds} at most {most} in size", holds=holds, most=most)
            if one
            else tr("{holds} numbers of at most {most} in size", holds=holds, most=most),
            every(lambda v, most=most: np.abs(v) <= most),
        )


# What there may be one of, or several: the numbers of a list, the rows of a table, the tables of a list.
_EVEN = (
    tr("{name} holds an even number of numbers"),
    tr("{name} holds an even number of rows"),
    tr("{name} holds an even number of tables"),
)


def _so_many(count: int, axes: int) -> str:
    words = (
        counted(count, "number", "numbers"),
        counted(count, "row", "rows"),
        counted(count, "table", "tables"),
    )
    return words[axes - 1]


def _of_length(question: Question, k: int, name: str) -> Iterator[Property]:
    """At most, or more than, so many numbers, rows or tables, and whether their number is even."""
    given = question.arguments(question.cases[0])[k]
    axes = 1 + _numbers(given[0]).ndim
    if axes > len(_EVEN) or (isinstance(given, list) and axes == 2):  # rows of any length
        return
    if axes == 2:
        yield Property(
            tr("{name} holds one number", name=name), lambda case: np.size(question.arguments(case)[k]) == 1
        )

    def of(test: Callable[[int], bool]) -> Callable[[Case], bool]:
        return lambda case: test(len(question.arguments(case)[k]))

    for most in range(1, 5):
        numbers = _so_many(most, axes)
        yield Property(
            tr("{name} holds at most {numbers}", name=name, numbers=numbers),
            of(most.__ge__),
        )
    for most in (1, 2):
        numbers = _so_many(most, axes)
        yield Property(
            tr("{name} holds more than {numbers}", name=name, numbers=numbers),
            of(most.__lt__),
        )
    yield Property(_EVEN[axes - 1].format(name=name), of(lambda n: n % 2 == 0))


def _of_first_sizes(question: Question, k: int, name: str) -> Iterator[Property]:
    """As many rows, or columns, as in the first case: a size that somebody may have written down."""
    words = (
        (tr("{name} has {count} rows"), tr("{name} has at most {count} rows")),
        (tr("{name} has {count} columns"), tr("{name} has at most {count} columns")),
    )
    sizes = _numbers(question.arguments(question.cases[0])[k]).shape
    for axis, (said, size) in enumerate(zip(words, sizes, strict=True)):
        for sentence, compare in zip(said, (operator.eq, operator.le), strict=True):

            def so_many(case: Case, axis: int = axis, size: int = size, compare: _Compare = compare) -> bool:
                return compare(_numbers(question.arguments(case)[k]).shape[axis], size)

            if size > 1:
                yield Property(sentence.format(name=name, count=size), so_many)


def _is_count(argument: Any) -> bool:
    """Whether it is an integer, or holds them: then a size is a bound."""
    return isinstance(argument, int) or (isinstance(argument, np.ndarray) and argument.dtype.kind == "i")


def _some(question: Question) -> list[Mapping[str, Any]]:
    """Cases that show which values are drawn, where they are few."""
    return [*question.cases, *itertools.islice(question.domain.cases(0), _SEEN)]


def _of_all(question: Question, test: Callable[..., Any]) -> Callable[[Case], bool]:
    def holds(case: Case) -> bool:
        given = (one for one in question.arguments(case) if not callable(one))
        return all(bool(np.all(test(_numbers(one)))) for one in given)

    return holds


def _numbers(argument: Any) -> np.ndarray:
    """All numbers of an argument; rows or tables of different sizes are put one behind the other."""
    try:
        return np.asarray(argument, dtype=float)
    except (TypeError, ValueError):
        return np.concatenate([_numbers(row).ravel() for row in argument])
