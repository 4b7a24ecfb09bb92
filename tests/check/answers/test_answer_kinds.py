"""Kinds of answer judge themselves: a new one needs its own file, and nobody asks which kind an answer is."""

import ast
import re
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

import pytest

import handprop
from handprop.border.limits import Limits
from handprop.border.read_numbers import Problem, Unfinished, is_empty
from handprop.build.mistakes_page import cells
from handprop.check import Exercise, Question, Verdict, WrongAnswer, answers, judge, load_questions, progress
from handprop.check.answers.kind import Kind
from handprop.check.variants.stream import stream
from handprop.course.lessons import lessons
from handprop.grade.intake.notebook import Cell
from handprop.grade.judging import run_notebook
from handprop.grade.sandbox.outside.server_handle import Sandbox
from handprop.grade.variants import hand_out, same_for_all
from handprop.grade.variants.register import Register

PACKAGE = Path(handprop.__file__).parent
KINDS = {name for name in answers.__all__ if isinstance(getattr(answers, name), type)} - {"Number"}


@dataclass(frozen=True)
class Order(Kind):
    """Steps to be put in order: a list of their letters."""

    steps: dict[str, str]
    right: str

    one_guess = True

    def judge(self, question, raw, tries, seed):
        """Right in the right order."""
        if is_empty(raw):
            raise Unfinished
        given = "".join(map(str, raw))
        if sorted(given) != sorted(self.steps):
            raise Problem(f"Put each of {', '.join(self.steps)} in your list once.")
        if given == self.right:
            return Verdict("right", ("Right.",))
        first = next(one for one, other in zip(given, self.right, strict=True) if one != other)
        return Verdict("wrong", (f"Up to ({first}) it is right. What does this step need?",))

    def solution(self, question):
        """The letters in their order."""
        return f"{question.name} = {list(self.right)}"


ORDER = Question(
    name="order",
    title="In which order",
    ask="Put the steps in order.",
    objective="06.2",
    points=1,
    answer=Order({"a": "update", "b": "forward", "c": "backward"}, "bca"),
)


def is_asked_for_its_kind(node):
    """Whether a piece of code asks which kind an answer is."""
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "isinstance":
        return bool(KINDS & {name.id for name in ast.walk(node.args[1]) if isinstance(name, ast.Name)})
    return isinstance(node, ast.MatchClass) and getattr(node.cls, "id", "") in KINDS


def test_the_search_finds_such_code():
    for code in ("isinstance(x, Array)", "isinstance(x, int | Choice)", "match x:\n case Text(): pass"):
        assert any(map(is_asked_for_its_kind, ast.walk(ast.parse(code))))


# Controls have a kind called Choice too, SymPy a Function, and a worksheet its Formula.
ELSEWHERE = ("explore", "demo", "symbolic", "worksheet")


def test_nobody_asks_which_kind_an_answer_is():
    files = [file for file in PACKAGE.rglob("*.py") if file.relative_to(PACKAGE).parts[0] not in ELSEWHERE]
    assert len(files) > 50
    asking = [
        file for file in files if any(map(is_asked_for_its_kind, ast.walk(ast.parse(file.read_text()))))
    ]
    assert asking == []


class TestAKindOfItsOwn:
    def test_it_is_judged(self):
        assert judge(ORDER, list("bca")).passed
        assert judge(ORDER, ["b", "a", "c"]).sentences == (
            "Up to (a) it is right. What does this step need?",
        )
        assert judge(ORDER, ["b"]).state == "problem"
        assert judge(ORDER, ...).state == "unfinished"

    def test_it_is_checked_in_a_notebook(self, tmp_path, monkeypatch):
        monkeypatch.setenv("HANDPROP_PROGRESS", str(tmp_path / "progress.json"))
        check = Exercise("06_by_hand", [ORDER])
        with pytest.raises(WrongAnswer, match="Up to"):
            check("order", "cab")
        assert check("order", "bca").passed
        assert progress.read(tmp_path / "progress.json")["06_by_hand"]["order"] == {
            "passed": True,
            "tries": 2,
        }

    def test_it_has_a_cell_and_a_solution(self):
        assert ORDER.answer_source == (
            "order = ...\n### BEGIN SOLUTION\norder = ['b', 'c', 'a']\n### END SOLUTION"
        )
        assert not ORDER.manual
        assert ORDER.variable == "order"

    def test_the_page_of_mistakes_has_a_section_for_it(self):
        assert cells(ORDER) == []

    def test_a_class_with_numbers_of_its_own_gets_it_as_it_is(self):
        """One guess is no order: nothing is drawn for it, and no cell shows what was drawn."""
        assert same_for_all.reason(ORDER) == ORDER.answer.always_the_same
        page = {
            "cells": [
                {"cell_type": "markdown", "source": "", "metadata": {"nbgrader": {"grade_id": "order-ask"}}}
            ]
        }
        assert len(hand_out.notebook(page, [ORDER])["cells"]) == 1
        register = Register("00", "00", {})
        register.give("06_by_hand", [ORDER], ["ada"])
        assert register.give("06_by_hand", [ORDER], ["ada"]) == []

    def test_a_class_is_graded_on_it_and_one_guess_counts(self, sandbox):
        sources = ["order = list('cab')", 'check("order")', "order = list('bca')"]
        cells = [
            Cell(k, "code", source, checks="order" if k == 1 else None) for k, source in enumerate(sources)
        ]
        state = run_notebook.State(until=monotonic() + 300)
        with Sandbox(Limits(), sandbox) as box:
            run_notebook.run_all(cells, {"order": ORDER}, box, state)
        assert state.verdicts["order"].state == "wrong"


@pytest.mark.parametrize(
    "kind", ["BreakingTest", "Choice", "Derivation", "Formula", "Match", "Measure", "Mend", "Order", "Sketch"]
)
def test_a_kind_that_several_lessons_can_use_is_used_in_two(kind):
    asked = {
        lesson for lesson in lessons() for one in load_questions(lesson) if type(one.answer).__name__ == kind
    }
    assert len(asked) >= 2


def test_a_kind_whose_parts_come_in_any_order_says_so():
    for lesson in lessons():
        for one in load_questions(lesson):
            drawn = one.answer.shuffled(stream(b"tests", lesson, one.name, "ada"))
            assert bool(drawn) == one.answer.any_order, (
                f"{type(one.answer).__name__}: see any_order in kind.py"
            )


def test_every_answer_is_typed_so_that_no_pointer_is_needed():
    """The stub of every answer is text that a keyboard fills: a name that is set, or a function."""
    for lesson in lessons():
        for question in load_questions(lesson):
            if not question.manual:
                assert re.search(rf"^(def|class) |^{question.variable} = ", question.answer_source, re.M)
