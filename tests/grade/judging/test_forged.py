"""A sandbox that was taken over: whatever comes out of it, the judge stays whole and gives no points."""

import contextlib
import json

import numpy as np
import pytest
from hostile.notebook import LESSON, NAMES, QUESTIONS, honest
from hypothesis import given, settings
from hypothesis import strategies as some

from handprop.border.channel import Broken
from handprop.border.limits import Limits
from handprop.border.plain import encode
from handprop.grade.intake.notebook import read
from handprop.grade.judging.judge import grade_work
from handprop.grade.sandbox.outside.isolation import NONE

FLOAT64 = "<f8"


class Forger:
    """Stands for a sandbox; answers every question with what it is told to."""

    limits, isolation, ended = Limits(cell=1, answer=1, total=20), NONE, ""

    def __init__(self, *answers):
        self._answers = list(answers)

    @contextlib.contextmanager
    def submission(self, *_):
        yield self

    def send(self, message, seconds=None):
        self._do = message.get("do")

    def receive(self, seconds=None):
        if self._do == "run":
            return {"text": "", "error": ""}
        answer = self._answers[0] if len(self._answers) == 1 else self._answers.pop(0)
        return json.loads(json.dumps(answer))  # what cannot be JSON cannot come


@pytest.fixture(scope="module")
def work(tmp_path_factory):
    path = tmp_path_factory.mktemp("forged") / "honest.ipynb"
    path.write_text(json.dumps(honest()))
    return read(path, NAMES)


def graded(work, *answers):
    return grade_work(LESSON, list(QUESTIONS.values()), work, Forger(*answers))


def array(shape, data="", dtype=FLOAT64):
    return {"is": "array", "dtype": dtype, "shape": shape, "value": data}


def expression(text, names=()):
    pairs = [list(pair) for pair in names]
    return {"is": "expression", "type": "Mul", "text": text, "value": 1.0, "names": pairs, "expression": True}


@pytest.mark.parametrize(
    "value",
    [
        array([6], dtype="O"),
        array([6], dtype="V8"),
        array([6], dtype="(10000,10000)f8"),
        array([6], dtype="f8,O"),
        array([6], dtype="M8[s]"),
        array([6], dtype="f1000000"),
        array([6], "AAAA"),
        array([-6]),
        array([0, 10**18]),
        array([10**18, 0]),
        array([10**9] * 8),
        array([2] * 60),
        array("666666"),
        {"is": "function", "handle": -1},
        {"is": "function", "handle": 10**30},
        {"is": "function", "handle": "nan"},
        {"is": "complex", "value": [1, 2, 3]},
        {"is": "complex", "value": [1e999, "nan"]},
        {"is": "other", "type": [], "text": {}, "value": "nan"},
        {"is": "other", "type": "x", "text": "y", "value": 1e999},
        {"is": "other", "type": "x", "text": "y", "value": {}},
        expression("s0_" * 6000, []),
        expression("9**9**9**9", []),
        expression("(" * 9999, []),
        expression("-" * 9999 + "1", [[]]),
        expression("s0_.__class__", [["s0_", "delta"]]),
        {"is": "expression", "type": "", "text": "open('/')", "value": 1, "names": [["s0_", "w1"]] * 9999,
         "expression": True},
        {"is": "expression", "type": "", "text": "exp(exp(exp(s0_*9999)))", "value": 1,
         "names": [["s0_", "delta"]], "expression": True},
        {"is": "dots", "value": 1},
        {"is": "tuple", "value": 5},
        {"is": []},
        {"is": "no such thing"},
        {},
        [[[[[[[]]]]]]],
        [[], [[]], [[[]]]],
        [float("nan")] * 6,
        [10**4000] * 6,
        10**4000,
        [1e999] * 6,
        [None] * 6,
        [True] * 6,
        ["1e999999999"] * 6,
        "\ud800" * 1000,
        ["\ud800\x00"] * 6,
        {"is": "other", "type": "\ud800", "text": "\ud800", "value": None},
        expression("\ud800 + s0_", [["s0_", "\ud800"]]),
        "9" * 100_000,
        "x" * 1_000_000,
        [["a", 1], ["b"]] * 1000,
        [0.0] * 100_000,
        [{"is": "function", "handle": k} for k in range(1000)],
        [[{"is": "array", "dtype": FLOAT64, "shape": [0], "value": ""}] * 3] * 3,
    ],
    ids=lambda value: str(value)[:40],
)  # fmt: skip
def test_a_value_that_nobody_should_send(work, value):
    result = graded(work, {"value": value})
    assert result.score == 0
    assert [one.name for one in result.questions] == list(NAMES)
    assert len(result.to_json().encode()) < 200_000


@pytest.mark.parametrize(
    "message",
    [
        *(None, 5, [], "right", {}, {"score": 10}, {"state": "right"}, {"problem": {}}, {"missing": "x"}),
        *(
            {"problem": "x" * 10**6},
            {"problem": "\ud800\x00"},
            {"call": 0, "arguments": []},
            {"call": 0},
            {"value": {"is": "right"}},
        ),
    ],
    ids=str,
)
def test_a_message_that_is_no_answer(work, message):
    result = graded(work, message)
    assert result.score == 0
    assert len(result.to_json().encode()) < 100_000


def test_calls_back_without_end_come_to_an_end(work):
    """A function that is called, and instead of an answer calls back, again and again."""
    result = graded(work, {"value": {"is": "function", "handle": 0}}, {"call": 0, "arguments": []})
    assert result.score == 0


@pytest.mark.parametrize("fault", [OverflowError, RecursionError, MemoryError, ZeroDivisionError, KeyError])
def test_a_check_that_fails_costs_only_its_own_question(work, monkeypatch, fault):
    from handprop.check.answers import Choice

    def fails(*_):
        raise fault("on purpose")

    monkeypatch.setattr(Choice, "read", fails)
    result = graded(work, {"value": encode(np.array([1.616, -3.232, -0.404, 0.808, -0.606, -2.626]), None)})
    assert {one.name: one.state for one in result.questions}["exercise_1"] == "right"
    assert {one.state for one in result.questions if one.name in ("closed_gate", "printed_numbers")} == {
        "not judged"
    }
    assert any("closed_gate failed" in said and fault.__name__ in said for said in result.remarks)


_odd = some.none() | some.booleans() | some.integers() | some.floats() | some.text(max_size=8)
_KEYS = ["is", "dtype", "shape", "value", "handle", "text", "names", "expression", "type", "call", "problem"]
_KINDS = ["array", "function", "expression", "other", "tuple", "complex", "dots", "set", "dict", "f8", "<i4"]


def _nested(inner):
    keys = some.sampled_from(_KEYS)
    return some.lists(inner, max_size=6) | some.dictionaries(keys, inner | some.sampled_from(_KINDS))


@settings(max_examples=100)
@given(some.recursive(_odd, _nested, max_leaves=20))
def test_no_value_makes_the_judge_fail(work, value):
    try:
        value = json.loads(json.dumps(value))
    except (ValueError, Broken):
        return
    result = graded(work, {"value": value})
    right = {one.name for one in result.questions if one.score}
    assert right <= {"closed_gate", "printed_numbers"}  # a letter may be guessed
