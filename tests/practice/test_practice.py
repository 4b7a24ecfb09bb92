"""Practice, simulated: whoever has a misconception is found out, and left alone with it when it is mended."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from kinds import written

from handprop.check.mistakes.recognise import wrong_value
from handprop.check.variants.draw import showing
from handprop.course.lessons import lessons
from handprop.practice import memory as memories
from handprop.practice.memory import Memory
from handprop.practice.session import LENGTH, Practice, pool_of, practice
from handprop.practice.worked import worked

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
WITHIN = 6


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("HANDPROP_PROGRESS", str(tmp_path / "progress.json"))


class Clock:
    """Two minutes for each look."""

    def __init__(self):
        self.now = START

    def __call__(self):
        self.now += timedelta(minutes=2)
        return self.now


def value(question, *mistakes):
    parts = (question.pipeline, question.quantity, question.kind, question.cases[0])
    return wrong_value(*parts, mistakes)


def believes(question, id_):
    """The mistake of this id, as this question knows it."""
    return next((one for one in question.pipeline.mistakes if one.id == id_), None)


def reply(question, id_):
    """What somebody answers who makes this mistake wherever it can be made."""
    mistake = believes(question, id_)
    made = value(question, mistake) if mistake else None
    return written(question, value(question) if made is None else made)


def simulate(lesson, id_, mends_after=2):
    """The questions asked of a learner who has a misconception until it has been named a few times."""
    more = Practice(lesson, pool_of(lesson), Memory(), Clock())
    story, named = [], 0
    while more.question is not None:
        question = more.question
        verdict = more.answer(reply(question, id_ if named < mends_after else ""))
        assert verdict.state in ("right", "wrong"), str(verdict)  # else it waits for another answer
        named += id_ in verdict.mistakes
        firm = id_ in more.memory.cards and more.memory.is_firm(id_, more._clock.now)
        story.append((verdict, firm, more.why))
    return more, story


def misconceptions():
    for lesson in lessons():
        try:
            pool = pool_of(lesson)
        except ValueError:
            continue
        for id_ in sorted({one.id for question in pool for one in showing(question)}):
            yield pytest.param(lesson, id_, id=f"{lesson[:2]}-{id_}")


ALL = list(misconceptions())


@pytest.mark.parametrize(("lesson", "id_"), ALL[::7])
def test_a_misconception_is_found_within_six_questions_and_left_alone_when_firm(lesson, id_):
    check(lesson, id_)


@pytest.mark.slow
@pytest.mark.parametrize(("lesson", "id_"), ALL)
def test_every_misconception_is_found_and_left_alone(lesson, id_):
    check(lesson, id_)


def check(lesson, id_):
    more, story = simulate(lesson, id_)
    found = [k for k, (verdict, _, _) in enumerate(story, 1) if id_ in verdict.mistakes]
    assert found, f"{id_} was never found"
    assert found[0] <= WITHIN
    assert more.memory.is_firm(id_, START + timedelta(hours=1))
    assert not [why for _, firm, why in story if firm and why == id_]
    assert any(firm for _, firm, _ in story)
    assert len(story) == LENGTH


def test_questions_differ_and_never_come_twice_with_the_same_numbers():
    more, seen = Practice("06_by_hand", pool_of("06_by_hand"), Memory(), Clock()), Counter()
    while more.question is not None:
        seen[more.question.ask + more.question.name + str(more.question.cases)] += 1
        assert more.answer(reply(more.question, "")).passed
    assert max(seen.values()) == 1
    assert len(seen) == LENGTH


def test_a_call_shows_the_verdict_the_worked_solution_and_the_next_question(monkeypatch):
    told = []
    monkeypatch.setattr("IPython.display.display", lambda one: told.append(one.data))
    more = practice("06")
    for number in range(1, LENGTH + 1):
        open_, told[:] = more.question, []
        more("no number")
        assert len(told) == 1
        assert more.question is open_
        more(reply(open_, ""))
        said, steps, after = told[1:]
        assert said.startswith("Right")
        assert steps == worked(open_)
        assert f"Question {number + 1} of {LENGTH}" in after or number == LENGTH
    assert f"{LENGTH} of {LENGTH} were right" in after
    more(1)
    assert "Call `practice` again" in told[-1]
    assert practice("06").question is not None


def test_mistakes_of_the_exercise_come_first(tmp_path):
    from handprop.check import Verdict, progress

    for mistake in ("M33-NO-GATE", "M33-NO-GATE"):
        progress.record("07_matrices", "outer", Verdict("wrong", ("No.",), (mistake,)))
    memory = memories.read()
    assert list(memory.cards) == ["M33-NO-GATE"]
    more = Practice("07_matrices", pool_of("07_matrices"), memory)
    assert more.why == "M33-NO-GATE"
    assert believes(more.question, "M33-NO-GATE")


def test_the_memory_lies_in_the_learners_folder_and_nowhere_else(tmp_path):
    more = Practice("00_start_here", pool_of("00_start_here"), Memory(), Clock())
    more.answer(reply(more.question, ""))
    assert [path.name for path in tmp_path.iterdir()] == ["practice.json"]
    assert memories.read().drawn == more.memory.drawn
    (tmp_path / "practice.json").write_text("{", encoding="utf-8")
    assert memories.read().cards == {}


def test_the_start_page_leads_to_practice_and_counts_what_is_firm(tmp_path, monkeypatch):
    from places import REPO

    from handprop.course import where
    from handprop.learner import page
    from handprop.learner.lay import lay

    monkeypatch.delenv("HANDPROP_PROGRESS")
    monkeypatch.setenv("HANDPROP_FOLDER", str(tmp_path / "mine"))
    lay(REPO, tmp_path / "mine")
    assert "[Practice](Practice.ipynb): more questions" in page.page(tmp_path / "mine")
    assert (tmp_path / "mine" / where.PRACTICE).is_file()
    monkeypatch.chdir(tmp_path / "mine")
    simulate("00_start_here", "D01-NO-SIGN")
    assert "are firm by now" in page.page(tmp_path / "mine")


def test_an_answer_that_cannot_be_read_costs_nothing():
    more = Practice("00_start_here", pool_of("00_start_here"), Memory(), Clock())
    before = more.question
    assert more.answer("three").state == "problem"
    assert more.answer(...).state == "unfinished"
    assert more.question is before


def test_the_worked_solution_names_each_number_on_the_way():
    (question,) = [one for one in pool_of("04_learning_rate") if one.name == "one_step"]
    told = worked(question)
    assert "- error = 3.5" in told
    assert "- dw = 8.75" in told
    assert "weight = 3 - 0.1 * slope" in told
    assert "loss" not in told.split("As code")[0]  # the answer does not need it


def test_every_worked_solution_can_be_made():
    for lesson in lessons():
        for question in pool_of(lesson) if lesson != "none" else ():
            assert question.solution_source in worked(question)
            assert np.size(value(question)) >= 1


def test_the_picture_says_what_is_firm():
    more, _ = simulate("00_start_here", "D01-NO-SIGN")
    assert "firm: loses a minus (2 times, last on 2026-03-02)" in repr(more.picture()).splitlines()
    assert "<table>" in more.picture()._repr_html_()
