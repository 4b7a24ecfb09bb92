"""The path of a submission: read, run in the sandbox, judged; the border between the processes."""

import json
import math
import socket
import threading

import numpy as np
import pytest
import sympy

from handprop.border import call, plain
from handprop.border.channel import Broken, Channel, TooSlow
from handprop.border.foreign import Expression, Foreign
from handprop.border.limits import Limits
from handprop.border.plain import TooMuch, decode, encode
from handprop.border.read_numbers import Problem
from handprop.check import load_questions
from handprop.grade.intake.notebook import Unreadable, read
from handprop.grade.intake.submission import Submission
from handprop.grade.judging.result import Result
from handprop.grade.sandbox.outside.server_handle import Sandbox
from handprop.grade.workers.this_machine import grade, grade_one
from handprop.grade.workers.worker import Worker


def there_and_back(value):
    kept = []

    def keep(function):
        kept.append(function)
        return len(kept) - 1

    return decode(json.loads(json.dumps(encode(value, keep))), kept.__getitem__)


@pytest.mark.parametrize(
    "value",
    [
        *(None, ..., True, 0, -3, 2**200, 0.1, math.inf, 1 + 2j, "text", "", [], [1, [2.5, None]], (1, "a")),
        *(len, np.maximum),
    ],
    ids=repr,
)
def test_plain_values_come_back_the_same(value):
    back = there_and_back(value)
    assert back == value
    assert type(back) is type(value)


@pytest.mark.parametrize("dtype", ["f2", "f4", "f8", ">f8", "i1", "i4", "u8", "?", "c8"])
@pytest.mark.parametrize("shape", [(), (3,), (2, 3), (0, 2)])
def test_arrays_come_back_with_shape_and_type(dtype, shape):
    array = np.arange(math.prod(shape)).reshape(shape).astype(dtype)
    back = there_and_back(array)
    assert back.shape == shape
    assert back.dtype == array.dtype.newbyteorder("=")
    np.testing.assert_array_equal(back, array)


def test_views_objects_and_subclasses_come_back_as_numbers():
    np.testing.assert_array_equal(there_and_back(np.arange(6)[::-2]), [5, 3, 1])
    assert there_and_back(np.array([1, 2.5], dtype=object)) == [1, 2.5]
    assert there_and_back(np.float64(0.5)) == 0.5
    assert float(there_and_back(sympy.Rational(1, 4))) == 0.25
    assert there_and_back(sympy.Matrix([[1, 2]]))[0][0].value == 1.0
    assert isinstance(there_and_back(object()), Foreign)


def test_a_formula_crosses_as_text_with_its_symbols():
    delta, odd = sympy.symbols("delta w^1_{12}")
    back = there_and_back(delta * odd**2)
    assert isinstance(back, Expression)
    assert dict(back.names).keys() == {"s0_", "s1_"}
    assert str(back) == "delta*w^1_{12}**2"


@pytest.mark.parametrize(
    "value",
    [np.zeros(10**6), [0] * 300_000, [[]] * 1 + [["x" * 10_000] * 500] * 500],
    ids=["array", "list", "texts"],
)
def test_what_is_too_large_is_not_sent(value):
    ours, theirs = socket.socketpair()
    with ours, theirs, pytest.raises((TooMuch, ValueError), match=r"more|large"):
        Channel(ours).send(encode(value, lambda _: 0), 1)


def test_what_is_too_deep_is_not_sent():
    deep = []
    deep.append(deep)
    with pytest.raises(TooMuch):
        encode(deep, lambda _: 0)


@pytest.mark.parametrize(
    "message",
    [
        {},
        {"is": "no such kind"},
        {"is": ["list"]},
        {"is": "array", "dtype": "|O", "shape": [1], "value": "AAAAAAAAAAA="},
        {"is": "array", "dtype": "f8,f8", "shape": [1], "value": ""},
        {"is": "array", "dtype": "<f8", "shape": [10**9], "value": "AAAA"},
        {"is": "array", "dtype": "<f8", "shape": [-1], "value": ""},
        {"is": "array", "dtype": "<f8", "shape": "many", "value": ""},
        {"is": "array", "dtype": "<f8", "shape": [1], "value": 3},
        {"is": "complex", "value": [1]},
        {"is": "function", "handle": None},
        {"is": "other", "type": 1, "text": 2, "value": None},
        {"is": "expression", "type": "Add", "text": "1", "value": None, "names": [1], "expression": True},
    ],
    ids=str,
)
def test_a_forged_value_is_refused(message):
    with pytest.raises(Broken):
        decode(message, lambda handle: len)


def test_a_channel_says_when_nothing_comes_and_when_nobody_is_there():
    ours, theirs = socket.socketpair()
    channel = Channel(ours)
    with pytest.raises(TooSlow):
        channel.receive(0.01)
    theirs.sendall(b"\xff\xff\xff\xff")
    with pytest.raises(Broken, match="too large"):
        channel.receive(1)
    theirs.sendall(b"\x00\x00\x00\x02[[")
    with pytest.raises(Broken, match="readable"):
        channel.receive(1)
    theirs.close()
    with pytest.raises(Broken):
        channel.receive(1)


def test_a_sender_that_trickles_is_given_up_in_time():
    ours, theirs = socket.socketpair()
    stop = threading.Event()

    def trickle():
        theirs.sendall(b"\x00\x00\x10\x00")
        while not stop.wait(0.02):
            theirs.sendall(b"x")

    thread = threading.Thread(target=trickle)
    thread.start()
    with pytest.raises(TooSlow):
        Channel(ours).receive(0.2)
    stop.set()
    thread.join()


def test_a_function_elsewhere_reports_its_faults_as_problems():
    def remote(cases, seconds):
        return [Problem(f"{cases} {seconds}")]

    with pytest.raises(Problem, match=r"\[\(1, 2\)\] 3"):
        call.call(call.Elsewhere(remote), (1, 2), quiet=True, seconds=3)
    assert str(call.call_all(call.Elsewhere(remote), [(1,), (2,)])[-1]) == "[(1,), (2,)] 5.0"


def notebook(path, cells):
    """Write a notebook of (source, metadata) pairs."""
    listed = [
        {"cell_type": "code", "source": source, "metadata": {"nbgrader": meta} if meta else {}, "outputs": []}
        for source, meta in cells
    ]
    path.write_text(json.dumps({"cells": listed, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))
    return path


def answer(name, source):
    return source, {"grade_id": name, "solution": True}


def check(name):
    return f'check("{name}")', {"grade_id": f"{name}-check", "grade": True}


START = ('from handprop.check import exercise\ncheck = exercise("06_by_hand")', None)
RIGHT = {question.name: question.solution_source for question in load_questions("06_by_hand")}
QUICK = Limits(cell=2.0, answer=3.0, total=10.0)


@pytest.fixture(scope="module")
def judged(sandbox, tmp_path_factory):
    """Grade the cells of a notebook in one worker that all tests share."""
    with Worker(QUICK, sandbox) as worker:
        worker.wait_until_ready()

        def judged(*cells) -> Result:
            path = tmp_path_factory.mktemp("submission") / "06_by_hand.ipynb"
            return worker.grade(Submission("someone", "06_by_hand", notebook(path, cells)))

        yield judged


def states(result):
    return {question.name: question.state for question in result.questions}


@pytest.mark.parametrize("kind", ["solutions", "exercises"])
def test_solutions_get_all_points_and_stubs_none(repo, sandbox, kind):
    names = [folder.name for folder in (repo / "solutions").iterdir() if folder.is_dir()]
    found = {}
    submissions = [Submission("someone", name, repo / kind / name / f"{name}.ipynb") for name in names]
    grade(submissions, on_result=lambda one, result: found.update({one.lesson: result}), workers=2)
    assert sorted(found) == sorted(names)
    for result in found.values():
        assert result.remarks == (), result.lesson
        for question in result.questions:
            assert question.state in (
                ("right", "by hand") if kind == "solutions" else ("unfinished", "by hand")
            )
            assert question.score in (None, question.points if kind == "solutions" else 0.0)


def test_a_wrong_answer_is_named_with_its_mistake(judged):
    wrong = "exercise_1 = [-1.616, 3.232, 0.404, -0.808, 0.606, 2.626]"
    result = judged(START, answer("exercise_1", wrong), check("exercise_1"))
    first = result.questions[0]
    assert (first.name, first.state, first.score, first.points) == ("exercise_1", "wrong", 0.0, 2.0)
    assert first.mistakes
    assert first.answer == wrong
    assert Result.from_json(result.to_json()) == result


def test_an_answer_below_its_check_counts(judged):
    result = judged(START, check("formula"), answer("formula", RIGHT["formula"]))
    assert states(result)["formula"] == "right"


def test_a_cell_that_needs_a_later_one_counts(judged):
    uses = "closed_gate = letter"
    result = judged(
        START,
        answer("closed_gate", uses),
        check("closed_gate"),
        (RIGHT["closed_gate"].replace("closed_gate", "letter"), None),
    )
    assert states(result)["closed_gate"] == "right"


def test_an_answer_that_is_overwritten_later_counts_where_it_was_checked(judged):
    result = judged(START, answer("formula", RIGHT["formula"]), check("formula"), ("formula = 3", None))
    assert states(result)["formula"] == "right"


@pytest.mark.parametrize(
    ("cell", "remark"),
    [
        ("while True: pass", "stopped after 2 seconds"),
        ("import os\nos._exit(0)", "left out"),
        ("import signal\nsignal.signal(signal.SIGALRM, signal.SIG_IGN)\nwhile True: pass", "left out"),
    ],
)
def test_a_cell_without_an_end_costs_its_own_answer_only(judged, cell, remark):
    result = judged(
        START,
        answer("formula", RIGHT["formula"]),
        check("formula"),
        answer("exercise_1", cell),
        check("exercise_1"),
        answer("closed_gate", RIGHT["closed_gate"]),
        check("closed_gate"),
    )
    assert states(result) | {"formula": "right", "closed_gate": "right"} == states(result)
    assert states(result)["exercise_1"] == "problem"
    assert any(remark in sentence for sentence in result.remarks)


def test_a_function_runs_there_and_only_numbers_come_back(judged):
    traced = RIGHT["exercise_2"].replace(
        "    x1, x2 = x\n", "    x1, x2 = x\n    global calls\n    calls += 1\n"
    )
    result = judged(START, ("calls = 0", None), answer("exercise_2", traced), check("exercise_2"))
    assert states(result)["exercise_2"] == "right"


def test_a_function_that_fails_on_a_later_case_is_told_where(judged):
    raises = "def exercise_2(x, y, w, learning_rate):\n    return [1 / 0] * 6"
    result = judged(START, answer("exercise_2", raises), check("exercise_2"))
    told = next(question for question in result.questions if question.name == "exercise_2")
    assert told.state == "problem"
    assert "return [1 / 0] * 6" in told.sentences[0]


def test_the_verdict_is_the_same_as_in_the_notebook(judged):
    from handprop.check import judge

    given = {
        "formula": [sympy.Symbol("delta") * sympy.Symbol("w6"), "delta * w6 * x2", 3, "delta * x2", ...],
        "exercise_1": [np.zeros(6), "text", [1, 2], np.full(6, np.nan), [1.616, -3.232, -0.404, 0.808, 0, 0]],
    }
    questions = {question.name: question for question in load_questions("06_by_hand")}
    for name, values in given.items():
        for value in values:
            source = f"import sympy\nfrom numpy import array, nan\n{name} = {_code(value)}"
            result = judged(START, answer(name, source), check(name))
            there = next(question for question in result.questions if question.name == name)
            here = judge(questions[name], value, 1)
            assert (there.state, there.sentences, there.mistakes) == (
                here.state,
                here.sentences,
                here.mistakes,
            )


def _code(value):
    if isinstance(value, sympy.Basic):
        return sympy.srepr(value).replace("Mul(", "sympy.Mul(").replace("Symbol(", "sympy.Symbol(")
    return repr(value)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "empty"),
        (b"{", "not valid JSON"),
        (b"[]", "not a notebook"),
        (b'{"cells": []}', "no cells"),
        (b"[" * 100_000, "not valid JSON"),
        (b"\xff\xfe\x00", "not valid JSON"),
    ],
)
def test_a_file_that_is_no_notebook_is_named(tmp_path, data, sentence):
    path = tmp_path / "a.ipynb"
    path.write_bytes(data)
    with pytest.raises(Unreadable, match=sentence):
        read(path, ["formula"])


def test_a_link_is_not_followed(tmp_path, repo):
    path = tmp_path / "a.ipynb"
    path.symlink_to(repo / "solutions/06_by_hand/06_by_hand.ipynb")
    with pytest.raises(Unreadable, match="link"):
        read(path, ["formula"])


def test_an_unreadable_submission_gets_a_result_all_the_same(sandbox, tmp_path):
    result = grade_one(
        Submission("someone", "06_by_hand", tmp_path / "none.ipynb"), limits=QUICK, isolation=sandbox
    )
    assert {question.state for question in result.questions} == {"not judged"}
    assert result.score == 0
    assert "cannot be opened" in result.remarks[0]


def test_the_sandbox_starts_again_when_its_server_is_killed(sandbox):
    with Sandbox(QUICK, sandbox) as box:
        for _ in range(2):
            with box.submission() as channel:
                channel.send({"do": "run", "source": "x = 1", "seconds": 1})
                assert channel.receive(10) == {"text": "", "error": ""}
            box._server.kill()
            box._server.wait()


def test_what_is_read_only_once_crosses_the_border_as_numbers(judged):
    """A map, a generator and a column are right there too, and a function is told what it overwrites."""
    questions = {question.name: question for question in load_questions("06_by_hand")}
    asked = questions["exercise_1"]
    numbers = [float(number) for number in np.ravel(asked.right(asked.cases[0]))]
    step = questions["exercise_2"].solution_source
    step += "\nsolved = exercise_2\ndef exercise_2(x, y, w, learning_rate):\n"
    step += (
        "    new = solved(x, y, w, learning_rate)\n    w[:] = new\n    return ([number] for number in new)"
    )
    result = judged(
        START,
        answer("exercise_1", f"exercise_1 = map(float, {numbers})"),
        check("exercise_1"),
        answer("exercise_2", f"import numpy as np\n{step}"),
        check("exercise_2"),
    )
    told = {question.name: question for question in result.questions}
    assert told["exercise_1"].state == told["exercise_2"].state == "right"
    assert "your function changes w" in " ".join(told["exercise_2"].sentences)


def test_a_list_that_is_far_too_long_is_refused_before_it_is_read(monkeypatch):
    """In WebAssembly reading ten million numbers takes longer than an answer may."""
    monkeypatch.setattr(plain, "is_flat", lambda value: pytest.fail("it was read"))
    with pytest.raises(TooMuch, match="far more than is asked for"):
        encode([0.0] * 10**6, len)
