"""What a calculation keeps for a class: the same as computed anew, and nobody's to change."""

import numpy as np
import pytest

from handprop.check import load_questions
from handprop.check.answers.array import Array
from handprop.check.mistakes.calculation import Mistake, Pipeline

COUNTED = []
DOUBLE = Mistake("D", "doubles", "b", "h", "e", {"y": lambda v: 2 * v.x + 1})


def counted(v):
    COUNTED.append(v.x)
    return v.x + 1


CASE, OTHER = {"x": 2.0}, {"x": 2.0}
PIPELINE = Pipeline("a line", {"y": counted}, (DOUBLE,))


def asked(v):
    return v.y


def test_a_case_that_is_kept_is_computed_once_and_any_other_every_time():
    kept = PIPELINE.keeping([CASE])
    for case, times in ((CASE, 1), (OTHER, 3)):
        COUNTED.clear()
        assert [kept.value(asked, case).item() for _ in range(3)] == [3.0] * 3
        assert len(COUNTED) == times
    assert kept.value(asked, CASE, DOUBLE) == 5.0


def test_a_calculation_with_other_stages_never_takes_what_was_kept():
    kept = Pipeline("a third", {"y": lambda v: v.x / 3}).keeping([CASE])
    assert kept.value(asked, CASE) == 2 / 3
    assert {float(way.value(asked, CASE)) for way in kept.rounded(2)} == {0.67, 2 / 3}


def test_what_is_kept_cannot_be_changed():
    value = Pipeline("a line", {"y": lambda v: np.ones(2)}).keeping([CASE]).value(asked, CASE)
    with pytest.raises(ValueError, match="read-only"):
        value[0] = 7


@pytest.mark.parametrize("lesson", ["06_by_hand", "07_matrices"])
def test_every_mistake_gives_the_same_kept_and_not(lesson):
    for question in load_questions(lesson):
        if question.pipeline is None or not question.cases:
            continue
        for mistake in question.pipeline.mistakes:
            given = [
                pipeline.value(question.quantity, case, mistake)
                for case in question.cases
                for pipeline in (question.pipeline, question.pipeline.keeping(()), question.pipeline)
            ]
            for first, anew, again in zip(given[::3], given[1::3], given[2::3], strict=True):
                assert again is first
                assert (first is None and anew is None) or np.array_equal(first, anew, equal_nan=True)


def test_the_sieve_of_many_answers_lets_through_whatever_counts_as_the_same():
    rng = np.random.default_rng(3)
    kind = Array((3,))
    many = rng.normal(size=(400, 3)) * 10.0 ** rng.integers(-6, 6, size=(400, 1))
    many[::7, 0], many[::11, 1], many[::13] = 0, np.inf, np.nan
    for theirs in (many * (1 + 9e-6 * rng.choice([-1, 1], size=many.shape)), many.astype(np.float32)):
        for answer in theirs[:60].astype(float):
            with np.errstate(invalid="ignore"):
                same = np.array([kind.same(row, answer).all() for row in many])
            passed = kind.may_be_same(many, answer)
            assert not (same & ~passed).any()
            assert passed.sum() < 40
