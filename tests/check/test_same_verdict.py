"""The notebook and the grader say the same of an answer: verdict, mistakes, share, and what is told.

All answers of `adversary/`, and for each question its right answer and its known mistakes:
python course.py test -m slow tests/check/test_same_verdict.py
"""

import linecache
from collections import defaultdict
from time import monotonic

import kinds
import numpy as np
import pytest
import survey
from questions import all_questions
from usual import one_in

from handprop import little_torch
from handprop.border.limits import Limits
from handprop.check import BreakingTest, Function, judge
from handprop.grade.intake.notebook import Cell
from handprop.grade.judging import run_notebook
from handprop.grade.sandbox.outside.server_handle import Sandbox

BEFORE = "import numpy as np\nfrom handprop import little_torch as torch"
HOSTILE = [*survey.hostile("right"), *survey.hostile("wrong")]
OF_THE_BANK = 40  # known mistakes of a question


def answers(lesson, of_the_bank=OF_THE_BANK):
    """By name of the question: the sources of its answers."""
    found = defaultdict(list)
    for asked, _, _, code in HOSTILE:
        found[asked].append(code)
    sources = {}
    for name, question in all_questions():
        if name == lesson and not question.manual:
            known = (kinds.wrong(question, k) for k in range(of_the_bank))
            own = [*found[f"{lesson[:2]}.{question.name}"], question.answer_source, *known]
            sources[question.name] = list(dict.fromkeys(own))
    return sources


def rounds(sources):
    """By name of the question, one answer to each, until no answer is left."""
    for k in range(max(map(len, sources.values()))):
        yield {name: each[k] for name, each in sources.items() if k < len(each)}


def run(source, names):
    # As IPython does: a message quotes the line that stopped.
    linecache.cache["<ipython-input-1>"] = (len(source), None, source.splitlines(True), "<ipython-input-1>")
    with np.errstate(all="ignore"):
        exec(compile(source, "<ipython-input-1>", "exec"), names)


def in_the_notebook(question, names):
    with np.errstate(all="ignore"):
        return judge(question, names[question.variable], run_notebook._TRIES, 0)


def by_the_grader(box, questions, given):
    cells = []
    for name, source in given.items():
        cells.append(Cell(len(cells), "code", f"{BEFORE}\n{source}", answers=name))
        cells.append(Cell(len(cells), "code", questions[name].check_source, checks=name))
    state = run_notebook.State(until=monotonic() + 300)
    run_notebook.run_all(cells, {name: questions[name] for name in given}, box, state)
    return state.verdicts


def said(question, verdict):
    """What has to be the same; a problem quotes a line of the learner's, which only one of them knows."""
    quotes = verdict.state == "problem" or isinstance(question.answer, BreakingTest)
    own = quotes or verdict.passed  # a slow function is tried on fewer cases, which praise counts
    return verdict.state, verdict.mistakes, verdict.share, () if own else verdict.sentences


def differences(sandbox, lesson, given):
    """Those of these rounds of answers on which the two do not agree."""
    questions = {question.name: question for name, question in all_questions() if name == lesson}
    found = []
    for one in given:
        with Sandbox(Limits(), sandbox) as box:
            theirs = by_the_grader(box, questions, one)
        names = {"np": np, "torch": little_torch}  # a function may call that of an earlier question
        for name, source in one.items():
            try:
                run(source, names)
            except (NameError, TypeError):  # it needs an answer of another form to an earlier question
                continue
            ours = in_the_notebook(questions[name], names)
            if said(questions[name], ours) != said(questions[name], theirs[name]):
                found.append((name, source, ours, theirs[name]))
    return found


LESSONS = sorted({lesson for lesson, _ in all_questions()})


def test_the_two_agree_on_some_answers(sandbox):
    (first, *_) = rounds(answers(LESSONS[-1], 0))
    assert len(first) >= 5
    assert differences(sandbox, LESSONS[-1], [first]) == []


@pytest.mark.parametrize("lesson", one_in(3, LESSONS))
def test_the_two_agree_on_functions_with_a_mistake_that_nobody_knows(sandbox, lesson):
    given = {
        question.name: kinds.UNKNOWN
        + kinds.CALLED.format(right=question.answer_source, name=question.variable)
        for name, question in all_questions()
        if name == lesson and isinstance(question.answer, Function)
    }
    assert differences(sandbox, lesson, [given]) == []


@pytest.mark.parametrize(
    ("lesson", "odd", "words"),
    [
        ("12_autograd", "memory by node and start in a global", "`memo` stays there"),
        ("09_training_loop", "gradient before v in the brackets", "in another order than they come in"),
    ],
)
def test_the_two_agree_on_what_only_the_code_shows(sandbox, lesson, odd, words):
    asked, _, _, code = next(one for one in HOSTILE if one[1] == odd)
    given = {asked.split(".")[1]: code}
    names = {"np": np}
    run(code, names)
    questions = {question.name: question for name, question in all_questions() if name == lesson}
    (name,) = given
    assert words in str(in_the_notebook(questions[name], names))
    assert differences(sandbox, lesson, [given]) == []


@pytest.mark.slow
def test_there_are_thousands_of_answers():
    assert sum(len(each) for lesson in LESSONS for each in answers(lesson).values()) >= 2000


@pytest.mark.slow
@pytest.mark.parametrize("lesson", LESSONS)
def test_the_two_agree(sandbox, lesson):
    given = list(rounds(answers(lesson)))
    print(f"\n{lesson}: {sum(map(len, given))} answers")
    assert differences(sandbox, lesson, given) == []
