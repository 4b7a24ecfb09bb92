"""An exam: nothing to find in what is handed out, a check that only takes, and grading as of exercises."""

import json
import os
import subprocess
import sys
import time
import zlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from classroom import grade_id, nbgrader
from places import REPO

from handprop.check import judge, load_questions
from handprop.check.answers.kind import Kind
from handprop.check.variants.draw import varied
from handprop.course.faults import Refused
from handprop.course.lessons import lessons
from handprop.exam import taken
from handprop.exam.make import HAND_OUT, Times, make, write_hand_out
from handprop.grade.notebooks.graded import release_of
from handprop.grade.run import Request, run
from handprop.grade.variants.register import Register, read_register

LESSON = "06_by_hand"
NOW = datetime.now(UTC).replace(second=0, microsecond=0)
TIMES = Times(NOW - timedelta(hours=1), NOW + timedelta(hours=1))
LEARNERS = ["ada", "zoë", "ben"]


@pytest.fixture(scope="module")
def exam(tmp_path_factory):
    folder = tmp_path_factory.mktemp("exam")
    (folder / "class.csv").write_text("id\n" + "\n".join(LEARNERS) + "\n", encoding="utf-8")
    list(make(folder / "exam", folder / "class.csv", LESSON, TIMES))
    return folder / "exam"


def files(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


class _Scrubbed(Kind):
    """A kind of answer that knows how it is read, and nothing else."""

    def __init__(self, kind, variable):
        self._readable, self._variable = kind.readable(), variable
        self.one_guess, self.any_order, self.manual = kind.one_guess, kind.any_order, kind.manual

    def readable(self):
        return self._readable

    def variable(self, question):
        return self._variable


def scrubbed(question):
    """The question without all that an exam must not tell."""
    nothing = {"solution": "", "stub": "", "pipeline": None, "quantity": None, "cases": (), "vary": None}
    more = {"further": None, "hints": (), "insight": "", "domain": None, "arguments": None, "template": None}
    return replace(question, answer=_Scrubbed(question.answer, question.variable), **nothing, **more)


@pytest.mark.parametrize("lesson", lessons())
def test_what_is_handed_out_is_made_of_what_is_asked_alone(lesson, tmp_path):
    """Byte for byte the same without any solution, hint, calculation or mistake: so it holds none of them."""
    register, questions = Register.new(), load_questions(lesson)
    register.give(lesson, questions, LEARNERS[:2])
    asked = {one: varied(questions, register.numbers(lesson, one)) for one in LEARNERS[:2]}
    release = release_of(lesson, REPO)
    write_hand_out(tmp_path / "whole", lesson, release, asked, "salt", TIMES)
    bare = {name: tuple(map(scrubbed, of)) for name, of in asked.items()}
    write_hand_out(tmp_path / "bare", lesson, release, bare, "salt", TIMES)
    assert files(tmp_path / "whole") == files(tmp_path / "bare")


def secrets_of(exam, name):
    """All that a learner might look for: right answers, hints, replies, mistakes, the secret."""
    register = read_register(exam)
    yield register.secret
    for question in varied(load_questions(LESSON), register.numbers(LESSON, name)):
        yield from (*question.hints, question.insight, *getattr(question.answer, "replies", {}).values())
        yield from (line for line in question.solution_source.splitlines() if len(line) > 24)
        for mistake in question.pipeline.mistakes if question.pipeline else ():
            yield from (mistake.id, mistake.belief, mistake.hint)
        if question.vary and question.cases:
            right = np.ravel(np.asarray(question.right(question.cases[0]), dtype=float))
            digits = (f"{abs(number):.6g}" for number in right)
            yield from (text for text in digits if len(text.replace(".", "").lstrip("0")) >= 4)


@pytest.mark.parametrize("name", LEARNERS)
def test_a_search_through_every_byte_finds_nothing(exam, name):
    handed = files(exam / HAND_OUT)
    assert sorted(handed) == [
        "06_exam_by_hand.ipynb",
        "exam.json",
        *(f"handprop_exam/{part}.py" for part in ("__init__", "foreign", "language", "read_numbers")),
    ]
    plain = {part: data.decode("utf-8") for part, data in handed.items()}  # nothing is packed or disguised
    notebook, papers = (json.loads(plain[part]) for part in ("06_exam_by_hand.ipynb", "exam.json"))
    # Numbers of two learners may be the same by chance: each is looked for in the own paper.
    papers["learners"] = _paper(exam, name)
    plain["exam.json"] = json.dumps(papers)
    plain = [*plain.values(), *(json.dumps(one, ensure_ascii=False) for one in (notebook, papers))]
    own = [
        papers["learners"][question] for question in ("printed_numbers", "find_the_slip")
    ]  # they show numbers
    shown = json.dumps([own, release_of(LESSON, REPO)], ensure_ascii=False)
    found = [one for one in secrets_of(exam, name) if one and any(one in text for text in plain)]
    assert [one for one in found if one not in shown] == []  # what is asked and released is no secret
    for data in handed.values():
        with pytest.raises(zlib.error):
            zlib.decompress(data)


def _paper(exam, name):
    paper = json.loads((exam / HAND_OUT / "exam.json").read_text(encoding="utf-8"))
    return paper["learners"][taken.key_of(paper["salt"], name)]


def test_it_runs_with_nothing_of_the_course(exam, tmp_path):
    code = """
import sys
class Not:
    def find_spec(self, name, *_):
        if name.split(".")[0] in ("handprop", "sympy"): raise ImportError(name)
sys.meta_path.insert(0, Not())
sys.path.insert(0, ".")
from handprop_exam import exercise, Unreadable
check = exercise("06_by_hand", me="ADA")
print(check("exercise_1", [1, 2, 3, 4, 5, 6]), check("closed_gate", "(D)"))
for answer in ([1, 2], ..., "no"):
    try: print(check("exercise_1", answer))
    except Unreadable as fault: print(fault)
"""
    run_ = subprocess.run(
        [sys.executable, "-I", "-c", code],
        cwd=exam / HAND_OUT,
        capture_output=True,
        text=True,
        env={**os.environ},
    )
    assert run_.returncode == 0, run_.stderr
    assert run_.stdout.count("Taken at") == 2
    assert "the shape (6,) is asked for" in run_.stdout


ANSWERS = [
    *(
        1,
        1.5,
        -2,
        True,
        float("nan"),
        "1",
        "x",
        "a",
        "(B)",
        "e",
        "a1",
        "",
        "1,5",
        ...,
        None,
        len,
        {},
        {"a": 1},
    ),
    *([1, 2], [1, 2, 3], (1, 2, 3), [[1], [2], [3]], [1, float("nan")], [1, 2, 3, 4, 5, 6]),
    *([[1, 2, 3], [4, 5, 6]], np.arange(6)),
]


@pytest.mark.parametrize("lesson", lessons())
def test_what_is_taken_can_be_judged_and_what_is_not_cannot(lesson):
    for question in load_questions(lesson):
        asked = {"variable": question.variable, **question.answer.readable()}
        if asked["kind"] not in ("numbers", "choice"):
            continue
        for answer in ANSWERS:
            judged = judge(question, answer).state in ("right", "wrong")
            try:
                taken.read(asked, answer)
                is_taken = True
            except taken.Unreadable:
                is_taken = False
            # A shape may show a known mistake: then there is a verdict on what is not taken.
            assert judged >= is_taken, (question.name, answer)
            if judged and not is_taken:
                assert np.size(answer) != np.prod(asked.get("shape", ()), dtype=int)


def test_a_function_that_is_not_written_is_not_taken():
    asked = {"variable": "f", "kind": "function"}

    def unwritten(x):
        """The head, and what it is for."""

    with pytest.raises(taken.Unreadable, match="Not answered yet"):
        taken.read(asked, unwritten)
    taken.read(asked, lambda x: x)
    taken.read(asked, max)
    assert repr(taken.Said("Taken.")) == "Taken."


def test_before_the_start_nothing_is_shown_and_after_the_end_it_is_said(exam, monkeypatch):
    check = taken.exercise(LESSON, "ada", exam / HAND_OUT)
    monkeypatch.setattr(taken, "_now", lambda: TIMES.begins - timedelta(minutes=1))
    with pytest.raises(taken.Unreadable, match="The exam begins at"):
        check.ask("exercise_1")
    monkeypatch.setattr(taken, "_now", lambda: TIMES.ends + timedelta(minutes=1))
    assert "The time was over at" in check("closed_gate", "a")


def test_a_name_that_is_not_there_and_a_missing_paper_are_told(exam, tmp_path):
    with pytest.raises(taken.Unreadable, match="as it stands on the class list"):
        taken.exercise(LESSON, "nobody", exam / HAND_OUT)("exercise_1", 1)
    with pytest.raises(taken.Unreadable, match="belongs beside this notebook"):
        taken.exercise(LESSON, "ada", tmp_path)("exercise_1", 1)


def test_what_a_try_out_left_is_named_and_another_end_too(exam, tmp_path):
    course, listed = tmp_path / "again", exam.parent / "class.csv"
    assert len(list(make(course, listed, LESSON, TIMES))) == 2
    (course / HAND_OUT / ".ipynb_checkpoints").mkdir()
    (course / HAND_OUT / ".ipynb_checkpoints" / "06_exam_by_hand-checkpoint.ipynb").write_text("answers")
    later = Times(TIMES.begins, TIMES.ends + timedelta(hours=1))
    told = "\n".join(make(course, listed, LESSON, later))
    assert "what is not of the exam: .ipynb_checkpoints/06_exam_by_hand-checkpoint.ipynb." in told
    assert f'{LESSON} = "{later.ends:%Y-%m-%d %H:%M}", in UTC' in told
    assert (course / ".gitignore").read_text() == "*\n"
    assert str(TIMES.ends.year) in (course / "class.toml").read_text()


def test_an_exam_never_asks_with_the_numbers_of_the_exercises(exam, tmp_path):
    register = Register.new()
    register.give(LESSON, load_questions(LESSON), LEARNERS)
    register.write(tmp_path / "variants")
    with pytest.raises(Refused, match="name another folder"):
        list(make(tmp_path, exam.parent / "class.csv", LESSON, TIMES))


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="this system sets no zone for one process")
def test_times_are_those_of_the_place(exam, monkeypatch):
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    try:
        assert taken._shown("2026-12-01T00:00+00:00") == "2026-12-01 09:00 JST"
    finally:
        monkeypatch.undo()
        time.tzset()


def hand_in(exam, folder, name, answers):
    notebook = json.loads((exam / HAND_OUT / "06_exam_by_hand.ipynb").read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        if nbgrader(cell).get("solution") and grade_id(cell) in answers:
            cell["source"] = answers[grade_id(cell)]
    (folder / name).mkdir(parents=True)
    (folder / name / "exam.ipynb").write_text(json.dumps(notebook), encoding="utf-8")


def test_exams_are_graded_by_the_same_judge(exam, tmp_path):
    register = read_register(exam)
    for name, whose in (("ada", "ada"), ("zoë", "ada")):
        questions = varied(load_questions(LESSON), register.numbers(LESSON, whose))
        hand_in(exam, tmp_path / "in", name, {one.name: one.solution_source for one in questions})
    (outcome,) = run(Request(tmp_path / "in", exam, workers=1), lambda _: None)
    scores = {row.learner: row.score for row in outcome.summary.rows}
    assert scores["ada"] == sum(question.points for question in load_questions(LESSON))
    assert scores["zoë"] < 7
    assert any(line.startswith("zoë: the answers to exercise_1") for line in outcome.summary.strangers)
