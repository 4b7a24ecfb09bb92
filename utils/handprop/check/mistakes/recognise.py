"""Recognising the mistake behind a wrong answer, and, where none fits, saying where the answer goes wrong."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain, compress
from typing import TYPE_CHECKING, Any

import numpy as np

from handprop.check.mistakes.calculation import Mistake, NoTrace, Pipeline, Values
from handprop.language import tr, trn

if TYPE_CHECKING:
    from handprop.check.answers.array import Array

# A pair of mistakes is named only where so few others come near that a fit is hardly a coincidence.
_CHANCE = 0.05
_NEAR = 0.1  # of the number
_WIDTH = 1e-3  # of the number: how far two may be apart that count as the same
# So near to the right number, one of three digits or fewer has lost the others.
_CLOSE = 0.01
_FEW_DIGITS = 3
_POWER = 5e-4  # how near to a power of ten, or to a whole number, a factor or a difference has to be
_COUNTED = 20  # from which number on a difference of 1 is little
_IN_WORDS = {3: tr("three"), 4: tr("four"), 5: tr("five"), 6: tr("six")}
_FAR = 1e6  # times the right number: every float that is far larger is whole, which is no sign of anything
_BARELY = 0.05  # of a difference that is whole: what a large number may be off is no sign of it
_MOST_NAMED = 3  # mistakes: two pairs that have one of them in common
_DECIMALS = (2, 3)  # that people keep on the way
_NOISE = 1e-13  # of the largest right number: what rounding leaves where a mistake makes all cancel

Case = Mapping[str, Any]
Found = tuple[Mistake, ...]


def recognise(
    pipeline: Pipeline,
    quantity: Callable[[Values], object],
    kind: Array,
    cases: Sequence[Case],
    answers: Sequence[np.ndarray],
) -> list[Found]:
    """The mistakes, or else the pairs of mistakes, that give just these answers on all these cases.

    ``quantity`` takes what is asked for out of a run of the pipeline.  A mistake that leaves no trace on the
    cases is never found: it would "explain" a right answer.
    """
    single: list[Found] = [(mistake,) for mistake in pipeline.mistakes]
    found = _fitting(single, pipeline, quantity, kind, cases, answers)
    if found:
        return found
    pairs = _fitting(pipeline.pairs, pipeline, quantity, kind, cases, answers)
    if len(set(chain.from_iterable(pairs))) > _MOST_NAMED:  # to name so many is to name none
        return []
    return pairs if _is_evidence(pipeline, quantity, kind, cases, answers, pairs) else []


def _is_evidence(
    pipeline: Pipeline,
    quantity: Callable,  # type: ignore[type-arg]
    kind: Array,
    cases: Sequence[Case],
    answers: Sequence[np.ndarray],
    pairs: Sequence[Found],
) -> bool:
    """Whether numbers that some pairs explain are more than a coincidence: several are, one hardly ever."""
    rights = _rights(pipeline, quantity, kind, cases)
    wrong = [
        (k, number)
        for k, (own, right) in enumerate(rights)
        for number in answers[k][~own.same(right, answers[k])]
    ]
    if not pairs or not any(
        number for _, number in wrong
    ):  # who guesses gives 0, and many pairs leave nothing
        return False
    if len(wrong) != 1:
        return True
    ((k, number),) = wrong
    own, right = rights[k]
    if right.size == 1 and right.item() and _is_power(number / right.item()):  # that alone explains it
        return False
    values = [wrong_value(pipeline, quantity, own, cases[k], pair) for pair in pipeline.pairs]
    near = [
        value
        for value in values
        if value is not None and (np.abs(value - number) < _NEAR * abs(number)).any()
    ]
    return len(pairs) <= 2 and len(near) * _WIDTH / _NEAR <= _CHANCE


def wrong_value(
    pipeline: Pipeline, quantity: Callable[..., Any], kind: Array, case: Case, found: Found
) -> np.ndarray | None:
    """What these mistakes give on a case, or None where they cannot be made."""
    value = pipeline.value(quantity, case, *found)
    return None if value is None or value.size != math.prod(kind.shape) else value.reshape(kind.shape)


def _rights(
    pipeline: Pipeline, quantity: Callable[..., Any], kind: Array, cases: Sequence[Case]
) -> list[tuple[Array, np.ndarray]]:
    """The right answers, each with its kind in the size of the case."""
    values = [_right(pipeline, quantity, case) for case in cases]
    kinds = [kind.fitted(value) for value in values]
    return [(own, value.reshape(own.shape)) for own, value in zip(kinds, values, strict=True)]


def _right(pipeline: Pipeline, quantity: Callable[..., Any], case: Case) -> np.ndarray:
    value = pipeline.value(quantity, case)
    if value is None:
        raise NoTrace(pipeline.name)
    return value


def recognise_shape(
    pipeline: Pipeline, quantity: Callable[..., Any], case: Case, numbers: np.ndarray
) -> list[Found]:
    """The mistakes that give just these numbers, in their own wrong shape."""
    found: list[Found] = []
    right = _right(pipeline, quantity, case).shape
    for mistake in pipeline.mistakes:
        value = pipeline.value(quantity, case, mistake)
        if value is None or value.shape == right:  # then the numbers are not what is wrong with the shape
            continue
        if value.size == numbers.size and np.allclose(value.ravel(), numbers.ravel(), rtol=1e-3, atol=0):
            found.append((mistake,))
    return found


def _fitting(
    candidates: Sequence[Found],
    pipeline: Pipeline,
    quantity: Callable[[Values], object],
    kind: Array,
    cases: Sequence[Case],
    answers: Sequence[np.ndarray],
) -> list[Found]:
    if not candidates:
        return []
    # Cases on which the answer is wrong come first: they rule most candidates out at once.
    rights = _rights(pipeline, quantity, kind, cases)
    order = sorted(range(len(cases)), key=lambda k: _agree(*rights[k], answers[k]))
    first, fitting = order[0], []
    for found in _possible(candidates, pipeline, quantity, rights[first][0], cases[first], answers[first]):
        trace = False
        for k in order:
            own, right = rights[k]
            value = wrong_value(pipeline, quantity, own, cases[k], found)
            if value is None or not (_agree(own, value, answers[k]) or _is_noise(right, value, answers[k])):
                break
            trace = trace or not _agree(own, right, value)
        else:
            if trace:
                fitting.append(found)
    return fitting


def _possible(
    candidates: Sequence[Found],
    pipeline: Pipeline,
    quantity: Callable[..., Any],
    kind: Array,
    case: Case,
    answer: np.ndarray,
) -> Iterator[Found]:
    """The candidates that may give an answer on a case, found for hundreds of them at once."""

    def compute() -> np.ndarray:
        values = (wrong_value(pipeline, quantity, kind, case, found) for found in candidates)
        nothing = np.full(kind.shape, np.nan)
        rows = [nothing if value is None else value for value in values]
        return np.array(rows).reshape(len(rows), *kind.shape)

    table = pipeline.once(case, (quantity, tuple(candidates)), compute)
    yield from compress(candidates, kind.may_be_same(table, answer))


def _agree(kind: Array, ours: np.ndarray, theirs: np.ndarray) -> bool:
    return bool(kind.same(ours, theirs).all())


def _is_noise(right: np.ndarray, ours: np.ndarray, theirs: np.ndarray) -> bool:
    """Whether two wrong answers differ by rounding alone, as where equal samples cancel but for 1e-17."""
    return bool((np.abs(ours - theirs) <= _NOISE * np.abs(right).max(initial=0.0)).all())


def lost_digits(
    pipeline: Pipeline, quantity: Callable[..., Any], kind: Array, case: Case, answer: np.ndarray
) -> str | None:
    """What to say of numbers worked out by hand that rounding alone makes wrong; None for all others."""
    ((kind, right),) = _rights(pipeline, quantity, kind, [case])

    def rounded_on_the_way() -> list[np.ndarray]:
        ways = [way for decimals in _DECIMALS for way in pipeline.rounded(decimals)]
        return [_rights(way, quantity, kind, [case])[0][1] for way in ways]

    wrong = np.flatnonzero(~kind.same(right, answer).ravel())
    if not answer.ravel()[wrong].all():  # a 0 has no digits to keep
        return None
    if not _cut_short(right.ravel()[wrong], answer.ravel()[wrong]) and not any(
        _agree(kind, rough, answer) and not _whole(right)
        for rough in pipeline.once(case, (quantity, _DECIMALS), rounded_on_the_way)
    ):
        return None
    return tr(
        "You are close: keep more digits on the way, and give at least {count}.{those}",
        count=_IN_WORDS.get(enough := math.floor(-math.log10(kind.tolerance)) + 1, enough),
        those=_those(kind, wrong),
    )


def _cut_short(right: np.ndarray, answer: np.ndarray) -> bool:
    """Whether all answers are near, and have few digits where the right numbers have more."""
    pairs = list(zip(answer, right, strict=True))
    near = all(
        abs(there - here) < _CLOSE * abs(here) or _is_rounded(there, here) or _is_cut(there, here)
        for there, here in pairs
    )
    return near and all(_has_few_digits(there, here) for there, here in pairs)


def _has_few_digits(there: float, here: float) -> bool:
    """Whether an answer has fewer digits than the right number: three at most, or it is that one, rounded."""
    kept = _digits(there)
    return kept < _digits(here) and (kept <= _FEW_DIGITS or float(f"{here:.{kept - 1}e}") == there)


def _is_rounded(there: float, here: float) -> bool:
    """Whether an answer is the right number with two decimals, or with three."""
    return there != 0 and any(abs(there - round(here, decimals)) < 1e-12 for decimals in _DECIMALS)


def _is_cut(there: float, here: float) -> bool:
    """Whether an answer is the right number with two significant digits, or with more."""
    kept = _digits(there)
    return kept > 1 and float(f"{here:.{kept - 1}e}") == there


def _digits(number: float) -> int:
    """How many significant digits a number has, up to ten."""
    return len(f"{number:.9e}".lstrip("-").split("e")[0].replace(".", "").rstrip("0"))


def _whole(numbers: np.ndarray) -> bool:
    return bool((numbers == np.round(numbers)).all())


_SIGN, _SIGNS_OF_ALL = tr("Only the sign is wrong."), tr("Every number is right but for its sign.")
FACTOR = tr(
    "All your numbers are off by the same factor. Which factor that all of them have is wrong, missing, or "
    "there twice?"
)
_LISTED = 6  # wrong numbers that are named
_PLACES = tr("All the numbers are right, but they stand in the wrong places.")
_POWER_OF_TEN = tr(
    "Its digits are right, its power of ten is not: has the point moved, "
    "or is a factor of 10 missing or too much?"
)
_LITTLE = tr("It is off by very little. What is counted once too often, or not at all?")
_WHOLE = tr("It is off by a whole number. Which term is missing, or too much?")
RELATIONS = (_SIGN, _SIGNS_OF_ALL, FACTOR, _PLACES, _POWER_OF_TEN, _LITTLE, _WHOLE)
"""How a sentence begins that tells something of all numbers: by chance on one case, if not on others."""


def localise(
    kind: Array, right: np.ndarray, answer: np.ndarray, *, gates: bool = True, signed: bool = True
) -> str:
    """Where and how an answer differs from the right one, without giving a number away.

    `gates`: whether a 0 may come from ReLU.  `signed`: whether the sign of a single number is worth a word.
    """
    same = kind.same(right, answer).ravel()
    right, answer = right.ravel(), answer.ravel()
    wrong = np.flatnonzero(~same)
    if kind.same(right, -answer).all():
        return _SIGN if right.size == 1 else _SIGNS_OF_ALL
    if right.size > 1 and _same_factor(right, answer):
        return FACTOR
    if _in_other_places(kind, right, answer):
        return kind.other_order(right, answer) or " ".join([_PLACES, *_asked_order(kind)])
    if right.size == 1:
        return _one_number(right[0], answer[0], signed)
    if kind.names and kind.names[0].endswith("at the start") and not same[0]:
        return tr("What comes out before the first step is wrong already.")
    signs = _signs(right, answer, wrong, gates)
    return kind.which_parts(wrong, signs) or _which_entries(kind, right.size, wrong, signs)


def only_places(kind: Array, right: np.ndarray, answer: np.ndarray) -> str | None:
    """What to ask where all numbers are right and stand in other places, whatever else explains that."""
    if not _in_other_places(kind, right.ravel(), answer.ravel()):
        return None
    return " ".join([tr("Or do some of your numbers stand in each other's place?"), *_asked_order(kind)])


def _in_other_places(kind: Array, right: np.ndarray, answer: np.ndarray) -> bool:
    """Whether these are the same numbers in another order."""
    moved = right.size > 1 and not np.array_equal(np.argsort(right), np.argsort(answer))
    return moved and bool(kind.same(np.sort(right), np.sort(answer)).all())


def _asked_order(kind: Array) -> list[str]:
    few = 1 < len(kind.names) <= _LISTED
    return [tr("The order asked for is {names}.", names=", ".join(kind.names))] if few else []


def _same_factor(right: np.ndarray, answer: np.ndarray) -> bool:
    live = np.abs(right) > 0
    if live.sum() < 2 or np.any(answer[~live] != 0) or np.any(answer[live] == 0):
        return False
    factors = answer[live] / right[live]
    # A factor of nearly 1 is no factor: then something else is wrong, by little.
    return bool(np.ptp(factors) <= min(1e-3 * np.abs(factors).max(), 0.1 * np.abs(factors - 1).min()))


def _one_number(right: float, answer: float, signed: bool) -> str:
    if abs(answer) > _FAR * max(abs(right), 1.0) and not (right and _is_power(answer / right)):
        return tr("It is more than a million times too large. Does something grow without an end?")
    if right * answer < 0:
        return tr("The sign is wrong, and so is the size.")
    if right == 0 or answer == 0:
        if answer == 0:
            return tr("The right answer is not zero.")
        return tr("Your result is too large.") if answer > 0 else tr("Your result is too small.")
    if _is_power(answer / right):
        return _POWER_OF_TEN
    if _whole(np.array([right, answer])) and abs(right - answer) == 1 and right > _COUNTED:
        return _LITTLE
    off = abs(right - answer)
    if (
        off > 0.5
        and not _whole(np.array([right]))
        and abs(off - round(off)) < min(_POWER * abs(right), _BARELY)
    ):
        return _WHOLE
    if signed or right < 0:
        return tr("The sign is right, the size is not.")
    return tr("Your result is too large.") if answer > right else tr("Your result is too small.")


def _is_power(factor: float) -> bool:
    """Whether a factor is 10, 100, ... or a tenth, a hundredth, ..."""
    power = math.log10(factor) if 0 < factor < math.inf else 0.0
    return bool(abs(power) > 0.5 and abs(power - round(power)) < _POWER)


def _those(kind: Array, wrong: np.ndarray) -> str:
    names = [kind.entry(int(k)) for k in wrong]
    return (
        tr(" It concerns {names}.", names=", ".join(names))
        if kind.shape and len(names) < np.prod(kind.shape)
        else ""
    )


def _which_entries(kind: Array, size: int, wrong: np.ndarray, signs: str) -> str:
    for title, members in kind.groups:
        if set(wrong) == set(members):
            rest = ", ".join(other for other, _ in kind.groups if other != title)
            return tr(
                "Right: {rest}. Not right yet: {title}. {signs}",
                rest=rest,
                title=title,
                signs=signs,
            ).strip()
    names = [kind.entry(int(k)) for k in wrong]
    if len(wrong) == size:
        return tr("None of the {size} numbers is right yet. {signs}", size=size, signs=signs).strip()
    listed = ", ".join(names[:_LISTED])
    if more := len(names[_LISTED:]):
        listed = tr("{listed} and {more} more", listed=listed, more=more)
    so_far = size - len(wrong)
    count = trn(
        "{count} of {size} numbers is right. ",
        "{count} of {size} numbers are right. ",
        so_far,
        count=so_far,
        size=size,
    )
    return tr(
        "{count}Look again at {listed}. {signs}",
        count="" if kind.padded else count,
        listed=listed,
        signs=signs,
    ).strip()


def _signs(right: np.ndarray, answer: np.ndarray, wrong: np.ndarray, gates: bool) -> str:
    flipped = np.sign(right[wrong]) == -np.sign(answer[wrong])
    zero = right[wrong] == 0
    if zero.all() and gates and right.any():  # where a target is met all is 0, whatever the gates
        return tr("What does ReLU make of a sum that is not above 0, and what follows from that here?")
    # One small whole number has another sign by chance.
    telling = len(wrong) > 1 or not _whole(right[wrong])
    if telling and flipped.all() and np.allclose(right[wrong], -answer[wrong], rtol=1e-3):
        return tr("Only the sign is wrong there.")
    return ""
