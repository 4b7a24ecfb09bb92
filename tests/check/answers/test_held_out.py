"""A project is judged by what its function reads that it has not seen, and by nothing else."""

import numpy as np
import pytest

from handprop.check import judge, load_questions
from handprop.check.answers.held_out import HeldOut

QUESTIONS = {question.name: question for question in load_questions("17_your_own_data")}
READ_NEW = QUESTIONS["read_new"]


def defined(*extra):
    """The solutions of the exercise, then further code, as in one notebook."""
    names = {"np": np}
    for name in ("scaled", "gradients", "read_new"):
        exec(QUESTIONS[name].solution_source, names)
    for code in extra:
        exec(code, names)
    return names


def verdict(names, seed=0):
    return judge(READ_NEW, names["read_new"], seed=seed)


@pytest.mark.parametrize("seed", range(4))
def test_the_solution_passes_for_every_class(seed):
    assert verdict(defined(), seed).state == "right"


WITHOUT_SCALE = "def scaled(x, x_new):\n    return x_new\n"
CONSTANT = "def read_new(x, y, x_new):\n    return np.full(len(x_new), np.bincount(y).argmax())\n"
BY_HEART = """
def read_new(x, y, x_new):
    known = {row.tobytes(): label for row, label in zip(x, y)}
    return np.array([known.get(row.tobytes(), 0) for row in x_new])
"""
LEAK = """
_fair = read_new
def scaled(x, x_new):
    return (x_new - MEAN) / SPREAD
def read_new(x, y, x_new):
    global MEAN, SPREAD
    both = np.vstack([x, x_new])
    MEAN, SPREAD = both.mean(axis=0), np.where(both.std(axis=0) > 0, both.std(axis=0), 1)
    return _fair(x, y, x_new)
"""
NO_HIDDEN_LAYER = """
def read_new(x, y, x_new):
    x, x_new = scaled(x, x), scaled(x, x_new)
    means = np.array([x[y == k].mean(axis=0) for k in range(y.max() + 1)])
    return ((x_new[:, None] - means) ** 2).sum(axis=2).argmin(axis=1)
"""
LEARNED_BEFORE = """
from sklearn.datasets import load_digits
_known = load_digits()
def read_new(x, y, x_new):
    return np.resize(_known.target, len(x_new))
"""


@pytest.mark.filterwarnings("ignore:overflow", "ignore:invalid")
@pytest.mark.parametrize(
    ("code", "why"),
    [
        (CONSTANT, "gives every sample the class"),
        (BY_HEART, "learned them by heart"),
        (LEAK, "beside others, it gives other answers"),
        (NO_HIDDEN_LAYER, "Of measurements that it had not seen"),
        (LEARNED_BEFORE, "that it had not seen it gets"),
    ],
)
@pytest.mark.parametrize("seed", range(3))
def test_a_function_that_has_not_learned_fails_with_its_reason(code, why, seed):
    found = verdict(defined(code), seed)
    assert found.state == "wrong"
    assert why in found.sentences[0]


WITHOUT_GATE = """
def gradients(x, y, W1, b1, W2, b2):
    h = np.maximum(x @ W1 + b1, 0)
    sums = h @ W2 + b2
    e = np.exp(sums - sums.max(axis=1, keepdims=True))
    delta = (e / e.sum(axis=1, keepdims=True) - np.eye(len(b2))[y]) / len(x)
    below = delta @ W2.T
    return x.T @ below, below.sum(axis=0), h.T @ delta, delta.sum(axis=0)
"""


def test_a_wrong_gradient_that_still_trains_is_caught_as_a_gradient():
    names = defined(WITHOUT_GATE)
    assert verdict(names).state == "right"  # it reads new samples well
    found = judge(QUESTIONS["gradients"], names["gradients"], seed=0)
    assert found.state == "wrong"
    assert found.mistakes == ("PROJECT-NO-GATE",)


def test_a_part_that_is_reached_earns_its_share():
    found = verdict(defined(NO_HIDDEN_LAYER))
    assert found.share == pytest.approx(2 / 3)
    assert verdict(defined(CONSTANT)).share == 0


@pytest.mark.parametrize(
    ("returned", "why"),
    [
        ("np.zeros((len(x_new), 4))", "a row of numbers for each sample"),
        ("np.zeros(3)", "one class for each row of x_new"),
        ("np.full(len(x_new), 0.5)", "a class is a whole number"),
        ("np.full(len(x_new), np.nan)", "a class is a whole number"),
        ("['cat'] * len(x_new)", ""),
        ("1 / 0", "ZeroDivisionError"),
    ],
)
def test_what_is_no_class_gets_a_sentence(returned, why):
    found = verdict(defined(f"def read_new(x, y, x_new):\n    return {returned}\n"))
    assert found.state == "problem"
    assert why in str(found)
    assert len(found.sentences) == 1


def test_nothing_returned_and_no_function():
    assert verdict(defined("def read_new(x, y, x_new):\n    ...\n")).state == "unfinished"
    assert verdict({"read_new": ...}).state == "unfinished"
    assert verdict({"read_new": 3}).state == "problem"


def test_the_answers_to_new_samples_never_reach_the_function():
    seen = []

    def spy(x, y, x_new):
        seen.append((x, y, x_new))
        return np.zeros(len(x_new), dtype=int)

    judge(READ_NEW, spy, seed=5)
    rng = np.random.default_rng(5)
    tasks = [draw(rng) for draw in READ_NEW.answer.tasks]
    for task, (x, y, x_new) in zip(tasks, seen, strict=True):
        assert np.array_equal(x, task.x)
        assert np.array_equal(y, task.y)
        assert len(x_new) > len(task.x_new)
        assert not np.array_equal(x_new[: len(task.x_new)], task.x_new)  # no order tells which is which


def test_a_class_seed_draws_the_same_and_another_seed_does_not():
    def drawn(seed):
        rng = np.random.default_rng(seed)
        return [draw(rng) for draw in READ_NEW.answer.tasks]

    assert all(np.array_equal(a.x, b.x) for a, b in zip(drawn(1), drawn(1), strict=True))
    assert not any(
        a.x.shape == b.x.shape and np.array_equal(a.x, b.x) for a, b in zip(drawn(1), drawn(2), strict=True)
    )


def test_the_kind_says_nothing_of_the_right_answer():
    assert isinstance(READ_NEW.answer, HeldOut)
    assert READ_NEW.answer.readable() == {"kind": "function"}
