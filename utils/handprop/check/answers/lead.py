"""What many trials together show of a function with an unknown slip: a lead, where there is evidence."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from handprop.border import call
from handprop.border.read_numbers import Problem
from handprop.check.answers.as_if import as_if, right_for, where_special
from handprop.check.answers.on_the_way import by_a_step, by_a_term, where_large
from handprop.check.answers.part import by_a_part, has_relu
from handprop.check.answers.trials import Trial, read
from handprop.check.answers.where import where_right
from handprop.language import tr, trn

if TYPE_CHECKING:
    from handprop.check.question import Question

CONSTANT = tr(
    "Your function returns the same numbers whatever it is given. "
    "Are they computed from its arguments, and is nothing set back on the way?"
)
_NEARLY = 3e-3  # of a number
_ROUGHLY = 0.2  # of a number
_CLOSE = 0.05  # of a number
_FEW_RIGHT, _MOST_OF = 0.2, 0.9  # of the cases
_MOSTLY = 0.5  # of the cases
_ENOUGH = 10  # trials that have to say the same
_PROBED = 8  # cases on which arguments are moved
_USED = 20  # of the trials that went wrong, where a slip in one part is looked for
_FEW_WRONG = 3  # trials; what explains fewer may be chance
_LITTLE = 0.01  # beside a whole number
_SEEN = 40  # trials that must not speak against it
_FEW = 2  # of them, to begin with
_FURTHER = 3  # what a count is moved by, such as that of steps
_MOVED = 4  # of them on which the right answer has to move
_MOST_DECIMALS = 7  # to which somebody rounds
_SAME_FACTOR = 1e-3  # of it, how far factors may be apart that count as one: a slope by a nudge has noise
_OTHER_FACTORS = 0.05  # of the largest, how far apart they are where they differ


class OfAFactor(str):
    """A lead that says what is known of a factor, so that nothing else has to."""


def lead(question: Question, function: Callable, trials: Sequence[Trial]) -> str | None:  # type: ignore
    """A sentence on what all trials have in common, the most telling first; None where there is nothing."""
    given = [one for one in trials if isinstance(one.outcome, np.ndarray)]
    return (
        _rounded(given)
        or _cut(given)
        or _nearly(question, given, trials)
        or _by_a_factor(question, given)
        or as_if(question, given)
        or _true_or_false(question, given)
        or _constant(given)
        or _ignored(question, function, given, whole=True)
        or _where_right(question, trials, given)
        or _all_alike(given)
        or _ignored(question, function, given, whole=False)
        or where_large(question, trials)
        or _jumps(question, function, given)
        or _by_a_part(question, given)
        or by_a_term(question, given)
        or by_a_step(question, given)
        or _near(question, given, trials)
        or where_special(question, function, given)
        or _by_another_factor(given)
        or _roughly(question, given, trials)
        or _by_little(given)
    )


def _where_right(question: Question, trials: Sequence[Trial], given: Sequence[Trial]) -> str | None:
    """On which cases it is right; and whether on all others it is off by a factor."""
    where = where_right(question, trials)
    wrong = [one for one in given if not one.right and np.any(one.wanted)]
    if not where or sum(np.count_nonzero(one.wanted) > 1 for one in wrong) < _ENOUGH:
        return where
    if not all(map(_factor, wrong)):
        return where
    # Said here, "there" are the others; before this sentence it would be nowhere.
    a_factor = tr("There all your numbers are off by one factor. What are all of them made of?")
    return OfAFactor(f"{where} {a_factor}")


def _rounded(given: Sequence[Trial]) -> str | None:
    """Whether each answer is the right one with so many decimals, where right ones have more."""
    if len(given) < _ENOUGH or sum(not one.right for one in given) < _ENOUGH:
        return None
    theirs, right = (
        np.concatenate([np.ravel(value) for value in values])  # type: ignore[arg-type]
        for values in ([one.outcome for one in given], [one.wanted for one in given])
    )
    for decimals in range(_MOST_DECIMALS):
        unit = 10.0**-decimals
        units = theirs / unit
        whole = np.abs(units - np.round(units)) < 1e-6 + 1e-15 * np.abs(units)  # of 10**10 no more is kept
        if whole.all() and (np.abs(theirs - right) < 0.501 * unit).all():
            return trn(
                "What you return is the right answer with {count} decimal. Return it without rounding.",
                "What you return is the right answer with {count} decimals. Return it without rounding.",
                decimals,
                count=decimals,
            )
    return None


def _cut(given: Sequence[Trial]) -> str | None:
    """Whether all numbers are whole, and the right ones without what stands behind the point."""
    wrong = [one for one in given if not one.right]
    if len(wrong) < _ENOUGH:
        return None
    theirs = np.concatenate([np.ravel(one.outcome) for one in wrong])  # type: ignore[arg-type]
    right = np.concatenate([one.wanted.ravel() for one in wrong])
    room = np.minimum(1e-6 * np.abs(right), _LITTLE)
    nearer_to_0 = np.abs(theirs) <= np.abs(right) + room
    cut = (theirs % 1 == 0) & nearer_to_0 & (np.abs(theirs - right) < 1 + room)
    if not cut.all() or len(np.unique(theirs)) < _FEW_WRONG:
        return None
    return tr(
        "Where it goes wrong, every number that you return is whole: what is behind the point is cut off. "
        "Is there an int(...) in it, or an array of whole numbers, as np.zeros_like makes it of such numbers?"
    )


def _true_or_false(question: Question, given: Sequence[Trial]) -> str | None:
    """Whether one of the numbers is always 0 or 1, and both come up: a comparison stands there."""
    used = [one for one in given if one.wanted.shape == question.kind.shape]
    if len(used) < _ENOUGH or used[0].wanted.size < 2 or not has_relu(question):
        return None
    theirs, right = (
        np.array([np.ravel(value) for value in values])  # type: ignore[arg-type]
        for values in ([one.outcome for one in used], [one.wanted for one in used])
    )
    for k in range(right.shape[1]):
        if set(theirs[:, k]) == {0.0, 1.0} and not np.isin(right[:, k], (0.0, 1.0)).all():
            return tr(
                "{entry} is 0 or 1 in every call. Is it a comparison? `a * z > 0` compares the product a * z "
                "with 0; where `z > 0` is meant, it needs brackets.",
                entry=question.kind.opening(k),
            )
    return None


def _by_a_part(question: Question, given: Sequence[Trial]) -> str | None:
    wrong, right = ([one for one in given if one.right is so][:_USED] for so in (False, True))
    if len(wrong) < _FEW_WRONG:
        return None
    used = [*wrong, *right]  # a slip has to explain why some go well, too
    return by_a_part(question, [one.case for one in used], [one.outcome for one in used])  # type: ignore[misc]


def _nearly(question: Question, given: Sequence[Trial], trials: Sequence[Trial]) -> str | None:
    """Whether all that is wrong is wrong by little, as no slip of the calculation would leave it."""
    if len(given) < max(_ENOUGH, len(trials)):
        return None
    off = max(float(_off(one).max(initial=0.0)) for one in given)
    if off > _NEARLY or all(
        one.right for one in given
    ):  # all right: what is wrong is a call that is no trial
        return None
    if getattr(question.answer, "nudges", False):
        return tr(
            "Your numbers are nearly right: off by {value:.1g} in a thousand at most. Is something rounded "
            "on the way, or are small numbers cut off? Is your nudge too large, far too small, or on one "
            "side only where two are asked for?",
            value=1000 * off,
        )
    return tr(
        "Your numbers are nearly right: off by {value:.1g} in a thousand at most. Is something rounded on "
        "the way, or measured with a nudge? Does something stop too early? Or are small numbers cut off?",
        value=1000 * off,
    )


def _roughly(question: Question, given: Sequence[Trial], trials: Sequence[Trial]) -> str | None:
    """Whether a function that nudges comes near on all trials: then its nudge has a wrong size."""
    if not getattr(question.answer, "nudges", False) or len(given) < max(_ENOUGH, len(trials)):
        return None
    off = [~question.kind.fitted(one.wanted).same(one.wanted, one.outcome) for one in given]  # type: ignore[arg-type]
    # A nudge of a wrong size shows on most cases, and in every number.
    if np.mean([one.any() for one in off]) < _MOSTLY:
        return None
    if len({one.shape for one in off}) == 1 and not np.any(off, axis=0).all():
        return None
    if float(np.median([_off(one).max(initial=0.0) for one in given])) > _ROUGHLY:
        return None
    return tr(
        "Your numbers come near the right ones, on most cases. Is your nudge too large, or far too small?"
    )


def _near(question: Question, given: Sequence[Trial], trials: Sequence[Trial]) -> str | None:
    """Whether all numbers come near the right ones on most trials, as where a slope is measured roughly."""
    if getattr(question.answer, "nudges", False) or len(given) < max(_ENOUGH, len(trials)):
        return None
    off = [float(_off(one).max(initial=0.0)) for one in given]
    few_right = np.mean([one.right for one in given]) < _FEW_RIGHT
    if not few_right or float(np.median(off)) > _CLOSE or float(np.quantile(off, _MOST_OF)) > _ROUGHLY:
        return None
    return tr(
        "Your numbers come near the right ones on most cases, but not near enough. Is something rounded on "
        "the way, or measured with a nudge that is too large, or on one side only?"
    )


def _by_little(given: Sequence[Trial]) -> str | None:
    """Whether what is wrong is wrong by little on most trials, as where something small is added."""
    off = [float(_off(one).max(initial=0.0)) for one in given if not one.right]
    if len(off) < _ENOUGH or float(np.quantile(off, _MOSTLY)) > _NEARLY:
        return None
    return tr(
        "Most of what is wrong is off by very little. Is something small added, rounded or cut off "
        "on the way?"
    )


def _all_alike(given: Sequence[Trial]) -> str | None:
    """Whether all numbers of each answer are one and the same, where the right ones are not."""
    pairs = [(np.asarray(one.outcome), one.wanted) for one in given if one.wanted.size > 1]
    apart = [theirs for theirs, right in pairs if np.ptp(right) > 1e-3 * np.abs(right).max()]
    if len(apart) < _ENOUGH or any(np.ptp(theirs) > 0 or not theirs.any() for theirs in apart):
        return None
    return tr(
        "All numbers that you return are the same, and they should not be. Is something added up over too "
        "much, or the same one taken each time?"
    )


def _off(trial: Trial) -> np.ndarray:
    scale = np.abs(trial.wanted)
    allowed = scale + 0.1 * scale.max(initial=0.0)
    with np.errstate(all="ignore"):
        return np.where(trial.outcome == trial.wanted, 0.0, np.abs(trial.outcome - trial.wanted) / allowed)


def _by_a_factor(question: Question, given: Sequence[Trial]) -> str | None:
    """Whether the numbers of each trial are the right ones times one factor, or plus one number."""
    usable = [one for one in given if np.any(one.wanted)]
    if len(usable) < max(_ENOUGH, 0.5 * len(given)) or all(one.right for one in usable):
        return None
    differences = [one.outcome - one.wanted for one in given]
    if _all_equal(np.concatenate([np.ravel(one) for one in differences])):
        return tr(
            "It is off by the same amount on all numbers that were tried. Where does a fixed number come in?"
        )
    factors = [_factor(one) for one in usable]
    if None in factors:
        return None
    found = np.array(factors)
    if not found.any():  # nothing but zeros: no factor of the right answer
        return None
    if _all_equal(found, _SAME_FACTOR):
        if getattr(question.answer, "nudges", False) and abs(found[0] + 1) < _NEARLY:
            return OfAFactor(
                tr(
                    "What you return is the right answer with the other sign, whatever the numbers. "
                    "Which of the two losses is subtracted from which?"
                )
            )
        return OfAFactor(
            tr(
                "What you return is {times:.4g} times the right answer, whatever the numbers. "
                "Which factor stands once too often, or is missing?",
                times=float(f"{np.median(found):.3g}"),
            )
        )
    for words, count in _quantities(question):
        counts = np.array([count(one) for one in usable], dtype=float)
        if len(set(counts)) < 3 or not counts.all():
            continue
        for way, expected in ((tr("times"), counts), (tr("divided by"), 1 / counts)):
            if np.allclose(found, expected, rtol=_SAME_FACTOR, atol=0):
                return OfAFactor(
                    tr(
                        "What you return is the right answer {way} {words}. Where does that come in?",
                        way=way,
                        words=words,
                    )
                )
    several = sum(np.count_nonzero(one.wanted) > 1 for one in usable if not one.right)
    differ = np.ptp(found) > _OTHER_FACTORS * np.abs(found).max() and not any(one.right for one in usable)
    if differ and several >= max(_ENOUGH, 0.5 * len(usable)):
        return OfAFactor(
            tr(
                "All your numbers are off by one factor, which differs from case to case. "
                "Look at what all of them are made of."
            )
        )
    return None


def _by_another_factor(given: Sequence[Trial]) -> str | None:
    """Whether the numbers of each trial are off by one factor, which on some may be 1."""
    usable = [one for one in given if np.count_nonzero(one.wanted) > 1]
    wrong = [one for one in usable if not one.right]
    if len(wrong) < _ENOUGH or len(usable) < 0.5 * len(given):
        return None
    factors = [_factor(one) for one in wrong]
    if None in factors or not any(factors) or np.ptp(np.array(factors)) <= _OTHER_FACTORS:
        return None
    return OfAFactor(
        tr(
            "All your numbers are off by one factor, which differs from case to case. "
            "Look at what all of them are made of."
        )
    )


def _all_equal(numbers: np.ndarray, tolerance: float = 1e-6) -> bool:
    return bool(np.ptp(numbers) <= tolerance * np.abs(numbers).max(initial=0.0)) and bool(numbers.any())


def _factor(trial: Trial) -> float | None:
    live = trial.wanted != 0
    if np.any(trial.outcome[~live]):  # type: ignore[index]
        return None
    ratios = trial.outcome[live] / trial.wanted[live]  # type: ignore[index]
    return float(ratios.mean()) if np.ptp(ratios) <= 1e-4 * np.abs(ratios).max() else None


def _quantities(question: Question) -> Iterator[tuple[str, Callable[[Trial], float]]]:
    """What a factor may be: an argument that is a number, or how many numbers or rows another has."""
    first = question.arguments(question.cases[0])
    for k, name in enumerate(inspect.signature(question.solution).parameters):  # type: ignore[arg-type]
        value = _array(first[k])
        if value is None:
            continue

        def shape(trial: Trial, axis: int, k: int = k) -> float:
            return _array(question.arguments(trial.case)[k]).shape[axis]  # type: ignore[union-attr]

        if value.ndim == 0:
            for power, words in ((1, name), (2, tr("{name} squared", name=name))):
                yield words, lambda trial, k=k, n=power: float(question.arguments(trial.case)[k]) ** n  # type: ignore[misc]
        elif value.ndim == 1:
            yield tr("how many numbers {name} holds", name=name), lambda trial, of=shape: of(trial, 0)  # type: ignore[misc]
        else:
            yield tr("how many rows {name} has", name=name), lambda trial, of=shape: of(trial, 0)  # type: ignore[misc]
            yield tr("how many columns {name} has", name=name), lambda trial, of=shape: of(trial, 1)  # type: ignore[misc]


def _array(argument: object) -> np.ndarray | None:
    """An argument as an array of numbers, if it is one."""
    if callable(argument) or isinstance(argument, str):
        return None
    try:
        return np.asarray(argument, dtype=float)
    except (TypeError, ValueError):
        return None


class _Part(NamedTuple):
    """A part of an argument: its words, its argument's place, and how to find it in an array."""

    words: str
    place: int
    at: object


def _constant(given: Sequence[Trial]) -> str | None:
    """Whether what comes out is the same for all that was tried."""
    first = given[0].outcome if given else None
    if len(given) < _ENOUGH or not all(np.array_equal(first, one.outcome) for one in given):  # type: ignore[arg-type]
        return None
    return CONSTANT


def _ignored(
    question: Question,
    function: Callable,  # type: ignore[type-arg]
    given: Sequence[Trial],
    whole: bool,
) -> str | None:
    """Whether what the function returns stays, whatever some argument is; without `whole`, a part of one."""
    probed = given[:_PROBED]
    if len(probed) < _PROBED:
        return None
    tried = [question.arguments(one.case) for one in probed]
    # Tables of several sizes in a list are no array, though those of the first case may be.
    parts = [
        part
        for part in _parts(question)
        if (part.at is ...) == whole
        and all(_is_tables(one[part.place]) or _array(one[part.place]) is not None for one in tried)
    ]
    # A few trials clear most parts, and the right answer takes time too.
    parts = _without_effect(question, function, parts, probed[:_FEW])
    for part in _without_effect(question, function, parts, probed):
        # What is said to have no effect has none on any other trial.
        if _moves_on(question, part, probed) and _without_effect(question, function, [part], given[:_SEEN]):
            return tr(
                "Whatever {words} is, your function returns the same. Where does it come in?",
                words=part.words,
            )
    return None


def _jumps(question: Question, function: Callable, given: Sequence[Trial]) -> str | None:  # type: ignore
    """Whether small changes of an argument change nothing in what the function returns: it has steps."""
    probed = given[:_PROBED]
    if len(probed) < _PROBED:
        return None
    whole = [part for part in _parts(question) if part.at is ...]
    whole = _without_effect(question, function, whole, probed[:_FEW], _nudged)
    for part in _without_effect(question, function, whole, probed, _nudged):
        if (
            sum(_moves(question, one, _nudged(question.arguments(one.case), part)) for one in probed)
            >= _MOVED
        ):
            return tr(
                "A small change of {words} changes nothing in what your function returns. "
                "Where does it round, or take only the largest, or ask whether something is above 0?",
                words=part.words,
            )
    return None


def _nudged(arguments: tuple, part: _Part) -> tuple:  # type: ignore[type-arg]
    given = arguments[part.place]
    if _is_tables(given):
        return _with(arguments, part, [one * 1.001 for one in given])
    value = np.array(given, dtype=float) * 1.001
    return _with(arguments, part, value if isinstance(given, np.ndarray) else value.tolist())


def _moves_on(question: Question, part: _Part, probed: Sequence[Trial]) -> bool:
    """Whether the right answer moves with a part, on enough of these trials."""
    moves = (_moves(question, one, _moved(question.arguments(one.case), part)) for one in probed)
    return sum(moves) >= _MOVED


def _without_effect(
    question: Question,
    function: Callable,  # type: ignore[type-arg]
    parts: Sequence[_Part],
    probed: Sequence[Trial],
    moved: Callable[[tuple, _Part], tuple] | None = None,  # type: ignore[type-arg]
) -> list[_Part]:
    """Those of the parts that on none of these trials move both the right answer and the function's."""
    moved = moved or _moved
    asked = [moved(question.arguments(one.case), part) for part in parts for one in probed]
    theirs = call.call_all(function, asked)
    if len(theirs) < len(asked) or any(isinstance(one, Problem) for one in theirs):
        return []
    its = [list(zip(probed, asked[k:], theirs[k:], strict=False)) for k in range(0, len(asked), len(probed))]
    return [
        part
        for part, tried in zip(parts, its, strict=True)
        if not any(not _stays(question, one, now) and _moves(question, one, new) for one, new, now in tried)
    ]


def _parts(question: Question) -> Iterator[_Part]:
    """The arguments that are numbers; then the first and the last number, or row, of larger ones."""
    whole, ends, counts = [], [], []
    for k, name in enumerate(inspect.signature(question.solution).parameters):  # type: ignore[arg-type]
        given = question.arguments(question.cases[0])[k]
        value = _array(given)
        if _is_tables(given):
            whole.append(_Part(name, k, ...))
        if isinstance(given, int) and not isinstance(given, bool):
            counts.append(_Part(name, k, ...))
        if _is_tables(given) or value is None or isinstance(given, int):
            continue
        whole.append(_Part(name, k, ...))
        if value.ndim and len(value) > 1:
            unit = "number" if value.ndim == 1 else "row"
            ends += [
                _Part(tr("the first {unit} of {name}", unit=unit, name=name), k, 0),
                _Part(tr("the last {unit} of {name}", unit=unit, name=name), k, -1),
            ]
    yield from (*whole, *counts, *ends)


def _moved(arguments: tuple, part: _Part) -> tuple:  # type: ignore[type-arg]
    given = arguments[part.place]
    if _is_tables(given):
        return _with(arguments, part, [_far_off(one) for one in given])
    if isinstance(given, int):
        return _with(arguments, part, given + _FURTHER)
    value = np.array(given, dtype=float)
    if value.ndim:
        value[part.at] = _far_off(value[part.at])  # type: ignore[call-overload]
    else:
        value = 0.5 + 1.5 * value
    return _with(arguments, part, value if isinstance(given, np.ndarray) else value.tolist())


def _far_off(value: np.ndarray) -> np.ndarray:
    """Other numbers, so far off that what is only cut into steps must not seem to stay."""
    return 0.5 - 1.5 * value


def _is_tables(argument: object) -> bool:
    """Whether it is a list of arrays, such as the weights of all layers."""
    return isinstance(argument, list) and all(isinstance(one, np.ndarray) for one in argument)


def _with(arguments: tuple, part: _Part, new: object) -> tuple:  # type: ignore[type-arg]
    return (*arguments[: part.place], new, *arguments[part.place + 1 :])


def _moves(question: Question, trial: Trial, arguments: tuple) -> bool:  # type: ignore[type-arg]
    """Whether the right answer is another one for these arguments; not where it cannot take them."""
    now = right_for(question, trial, arguments)
    return now is not None and not np.allclose(now, trial.wanted, rtol=1e-6)


def _stays(question: Question, trial: Trial, value: object) -> bool:
    now = read(question.kind.fitted(trial.wanted), value)
    return now is not None and np.array_equal(now, trial.outcome)  # type: ignore[arg-type]
