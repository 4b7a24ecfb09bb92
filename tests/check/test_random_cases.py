"""Functions are tried on all that their question allows, not on the cases alone that learners can see."""

import itertools
from dataclasses import replace

import numpy as np
import pytest
from questions import all_questions

from handprop.border.call import Elsewhere
from handprop.check import Function, judge, load_questions
from handprop.check.answers import trials
from handprop.check.domain import Domain, features, network, size_of

FUNCTIONS = [
    (lesson, question) for lesson, question in all_questions() if isinstance(question.answer, Function)
]
QUESTIONS = {f"{lesson[:2]}.{question.name}": question for lesson, question in FUNCTIONS}
each_function = pytest.mark.parametrize("name", QUESTIONS)


def variant(name, old, new):
    """The solution with a part of its source replaced."""
    question = QUESTIONS[name]
    source = question.solution_source
    assert old in source
    space = dict(question.solution.__globals__)
    exec(source.replace(old, new), space)
    return space[question.variable]


# Each stands for its kind: what the cases that learners see do not show.
SLIPS = [
    ("00.dot", "weights[k]", "weights[values.index(values[k])]"),
    ("00.dot", "range(len(values))", "range(min(6, len(values)))"),
    ("01.forward", "x @ W1 + b1", "x[:4] @ W1[:4] + b1"),
    ("01.forward", "h @ W2 + b2", "h[:4] @ W2[:4] + b2"),
    ("02.mean_loss", "predictions[:, 0]", "abs(predictions[:, 0])"),
    ("02.mean_loss", "np.mean(errors**2 / 2)", "np.sum(errors**2 / 2) / max(3, len(errors))"),
    ("03.partials", "1e-6", "0.005"),
    ("03.partials", "return [(loss(w1 + nudge, w2)", "return [(np.round(loss(w1 + nudge, w2), 8)"),
    ("03.partials", "x1, x2 = x", "x1, x2 = np.round(x, 1)"),
    ("04.train", "    return w", "        if (w * size - price) ** 2 / 2 < 0.01: break\n    return w"),
    ("05.relu_chain", "z > 0", "z >= 0"),
    ("07.bias_gradient", "z > 0", "z != 0"),
    ("07.batch_gradient", "len(x)", "max(2, len(x))"),
    ("07.backward", "if k > 0:", "if 0 < k < 3:"),
    ("08.worst_error", "max(abs(a), abs(n))", "max(a, abs(n))"),
    ("09.train", "np.outer(h, delta)", "np.outer(z, delta)"),
    ("09.train", "(z > 0)", "np.where(z > 0, 1, 0.01)"),
    ("09.train", "if step == steps:", "if step == steps or losses[-1] < 0.01:"),
    ("10.softmax_gradient", "axis=1", "axis=x.shape[1] != len(y[0])"),
    ("10.softmax_gradient", "x.T @ (p - y)", "x[:, :3].T @ (p - y)"),
    ("11.impact", "W1 @", "W1[:, :5][:, :4] @"),
    ("11.occlusion", "range(len(x))", "range(min(3, len(x)))"),
    ("12.way_back", "+= slope *", "+= slopes[node][parents[node].index(parent)] *"),
]


@pytest.mark.parametrize(("name", "old", "new"), SLIPS)
def test_what_the_visible_cases_do_not_show_is_refused(name, old, new):
    question, function = QUESTIONS[name], variant(name, old, new)
    assert [judge(question, function, 0, seed).passed for seed in range(3)] == [False] * 3


@each_function
def test_the_solution_passes_with_many_seeds(name):
    for seed in range(4):
        assert judge(QUESTIONS[name], QUESTIONS[name].solution, 0, seed).passed


def as_list(value):
    return np.asarray(value, dtype=float).tolist()


FORMS = {
    "as it is": lambda value: value,
    "a list": as_list,
    "an array": lambda value: np.asarray(value, dtype=float),
    "in float32": lambda value: np.asarray(value, dtype=np.float32),
    "nearly right": lambda value: (np.asarray(value, dtype=float) * (1 + 1e-9)).tolist(),
    "nearly wrong": lambda value: np.asarray(value, dtype=float) * (1 + 1e-4),
    "wrong": lambda value: np.asarray(value, dtype=float) + 1.0,
    "a column": lambda value: np.asarray(value, dtype=float).reshape(-1, 1),
    "not a number": lambda value: np.asarray(value, dtype=float) * np.nan,
    "without an end": lambda value: np.asarray(value, dtype=float) + np.inf,
    "whole": lambda value: np.asarray(value, dtype=float).astype(int),
    "one too few": lambda value: as_list(value)[:-1] if np.ndim(value) else None,
    "nothing": lambda value: None,
    "words": lambda value: "three",
}


@pytest.mark.parametrize("form", FORMS)
def test_many_answers_at_once_are_judged_as_each_by_itself(form):
    for name in ("00.dot", "06.exercise_2", "11.impact"):
        question = QUESTIONS[name]
        its = [one for batch in trials.drawn(question, 5) for one in batch]

        def function(*given, question=question):
            return FORMS[form](question.solution(*given))

        together = trials.tried(function, trials.Batch(its))
        alone = [one for asked in its for one in trials.tried(function, trials.Batch([asked]))]
        assert [one.right for one in together] == [one.right for one in alone[: len(together)]]
        for here, there in zip(together, alone, strict=False):
            assert type(here.outcome) is type(there.outcome)
            assert str(here.outcome) == str(there.outcome)


def changed(value):
    if isinstance(value, list | tuple):
        return [changed(one) for one in value]
    return np.asarray(value, dtype=float) * 1.37 + 0.11


@pytest.mark.parametrize("name", ["01.forward", "05.chain", "06.exercise_2", "11.occlusion", "17.scaled"])
def test_what_is_known_of_the_cases_of_a_class_changes_no_verdict(name):
    question = QUESTIONS[name]

    def slip(*given):
        return changed(question.solution(*given))

    fresh = replace(question)
    first = judge(fresh, slip, 1, 3)
    assert first.state == "wrong"
    assert judge(fresh, slip, 1, 3) == first
    assert judge(replace(question), slip, 1, 3) == first


@each_function
def test_the_count_that_is_told_does_not_depend_on_the_seed(name):
    told = {judge(QUESTIONS[name], QUESTIONS[name].solution, 0, seed).sentences for seed in (None, 1, 2)}
    assert len(told) == 1


@each_function
def test_other_numbers_are_tried_each_time(name):
    first, second = (next(iter(QUESTIONS[name].domain.cases(None))) for _ in range(2))
    assert repr(first) != repr(second)
    first, second = (next(iter(QUESTIONS[name].domain.cases(3))) for _ in range(2))
    assert [repr(value) for key, value in first.items() if key != "f"] == [
        repr(value) for key, value in second.items() if key != "f"
    ]


def test_a_failing_case_is_small_and_its_numbers_are_short():
    function = variant("01.forward", "h @ W2 + b2", "np.abs(h @ W2 + b2)")
    question = QUESTIONS["01.forward"]
    found = trials.random_trials(question, function, 5)
    worst = trials.simplest(question, function, found.failures)
    assert not worst.right
    assert size_of(worst.case) <= min(size_of(one.case) for one in found.failures)
    assert size_of(worst.case) <= (9, 24)


def test_the_learner_is_told_on_which_numbers_it_goes_wrong():
    verdict = judge(QUESTIONS["12.way_back"], variant("12.way_back", *SLIPS[-1][1:]), 0, 4)
    assert any("Called as way_back([[], [" in sentence for sentence in verdict.sentences)


def test_a_function_that_remembers_is_told_so():
    counter = itertools.count()
    solution = QUESTIONS["00.dot"].solution
    verdict = judge(QUESTIONS["00.dot"], lambda *lists: solution(*lists) + (next(counter) > 4), 0, 1)
    assert "two different answers" in verdict.sentences[0]


def test_a_function_that_fails_on_some_numbers_is_told_on_which():
    def dot(values, weights):
        return sum(v * w for v, w in zip(values, weights, strict=True)) / (len(values) != 7)

    verdict = judge(QUESTIONS["00.dot"], dot, 0, 1)
    assert verdict.state == "problem"
    assert "Called as dot([" in verdict.sentences[0]
    assert "ZeroDivisionError" in verdict.sentences[0]


@pytest.mark.parametrize(
    ("clock", "seconds", "most"),
    [("process_time", 1, 120), ("monotonic", 9, 120), ("monotonic", 0.01, None)],
    ids=["slow", "never ready", "a busy machine"],
)
def test_a_slow_function_is_tried_on_fewer_cases_and_one_on_a_busy_machine_on_all(
    monkeypatch, clock, seconds, most
):
    """What else the machine does must not change how often a function is called: the count is stored."""
    calls, real = itertools.count(1), getattr(trials, clock)
    solution = QUESTIONS["00.dot"].solution
    told = judge(QUESTIONS["00.dot"], solution, 0, 1).sentences

    def dot(values, weights):
        if next(calls) > 10:
            late.append(seconds)
        return solution(values, weights)

    late: list[float] = []
    monkeypatch.setattr(trials, clock, lambda: real() + sum(late))
    verdict = judge(QUESTIONS["00.dot"], dot, 0, 1)
    assert verdict.passed
    if most is None:
        assert verdict.sentences == told
    else:
        assert next(calls) < most


def test_a_function_elsewhere_is_timed_by_the_clock():
    """What another process does is no work of this one."""
    solution = QUESTIONS["00.dot"].solution
    slow = []

    def remote(cases, seconds):
        slow.append(len(cases))
        return [solution(*arguments) for arguments in cases]

    real = trials.monotonic
    trials.monotonic = lambda: real() + len(slow)
    try:
        assert judge(QUESTIONS["00.dot"], Elsewhere(remote), 0, 1).passed
    finally:
        trials.monotonic = real
    assert sum(slow) < 200


@pytest.mark.parametrize("gates", ["open", "closed", "corner", "any"])
@pytest.mark.parametrize("kind", ["plain", "whole", "repeated", "small", "wide"])
def test_the_gates_are_as_asked_for(kind, gates):
    domain = Domain(network, features(kind=(kind,), gates=(gates,), sizes=((3, 4, 2),)))
    for case in itertools.islice(domain.cases(1), 30):
        z = case["x"] @ case["W1"] + case["b1"]
        assert {"open": (z > 0).all(), "closed": (z < 0).all(), "corner": z[0] == 0, "any": z.all()}[gates]


def test_numbers_that_rounding_would_decide_are_left_out():
    question = load_questions("00_start_here")[2]
    nearly = {"values": np.array([1.0, 1.0]), "weights": np.array([1.234567, -1.2345671])}
    assert next(trials.steady(question, [nearly, question.cases[0]])).case is question.cases[0]


def from_memory(function, keys):
    """The function, which asks only whether its first arguments were given before."""
    kept = {}

    def remembers(*given):
        key = repr([np.asarray(one).tolist() for one in given[:keys]])
        if key not in kept:
            kept[key] = function(*given)
        return kept[key]

    return remembers


@pytest.mark.parametrize(
    ("name", "keys"), [("14.column_back", 2), ("09.momentum", 1), ("06.exercise_2", 1), ("11.occlusion", 1)]
)
def test_an_answer_from_memory_is_refused_whatever_the_seed_and_told(name, keys):
    def plain(*given):
        return np.asarray(QUESTIONS[name].solution(*given)).tolist()

    for seed in range(4):
        verdict = judge(QUESTIONS[name], from_memory(plain, keys), 0, seed)
        assert not verdict.passed
        assert "into `kept` stays there for the next call" in str(verdict)


def test_a_slip_where_an_input_is_0_is_refused_whatever_the_seed():
    solution = QUESTIONS["06.exercise_2"].solution

    def at_0(x, y, w, learning_rate):
        return solution(x, y - 0.01 * (x[0] == 0), w, learning_rate)

    for seed in range(6):
        assert not judge(QUESTIONS["06.exercise_2"], at_0, 0, seed).passed


def test_whole_numbers_that_come_up_elsewhere_are_no_memory():
    def off_where_whole(values, weights):
        right = sum(v * w for v, w in zip(values, weights, strict=True))
        return right + all(one == round(one) for one in [*values, *weights])

    said = str(judge(QUESTIONS["00.dot"], off_where_whole, 0, 1))
    assert "Right" not in said
    assert "another call" not in said
