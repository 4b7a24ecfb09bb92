"""Each kind of answer gets the same verdict, sentence for sentence, from the sandbox and in the notebook."""

from time import monotonic

import numpy as np
import pytest
from kinds import wrong
from questions import all_questions

from handprop.border.limits import Limits
from handprop.check import BreakingTest, Derivation, Match, Measure, Mend, Order, judge
from handprop.grade.intake.notebook import Cell
from handprop.grade.judging import run_notebook
from handprop.grade.sandbox.outside.server_handle import Sandbox

ASKED = {
    kind: next(question for _, question in all_questions() if isinstance(question.answer, kind))
    for kind in (BreakingTest, Derivation, Match, Measure, Mend, Order)
}
ODD = {
    BreakingTest: "def {0}(f):\n    f(1, 2)",
    Derivation: '{0} = "dL/dw"',
    Match: "{0} = {{'a': 1}}",
    Measure: "{0} = 3",
    Mend: "{0} = [1, 2, 3]",
    Order: "{0} = 'zz'",
}


def answers(form):
    """By name of the question: the source of a right answer, of a wrong or of an odd one."""
    for kind, question in ASKED.items():
        sources = {"right": question.answer_source, "wrong": wrong(question, 1)}
        yield question, sources.get(form) or ODD[kind].format(question.variable)


def in_notebook(question, source):
    names = {"np": np}
    exec(compile(source, "<ipython-input-1>", "exec"), names)
    return judge(question, names[question.variable], run_notebook._TRIES, 0)


@pytest.mark.parametrize("form", ["right", "wrong", "odd"])
def test_the_sandbox_and_the_notebook_say_the_same(sandbox, form):
    asked = list(answers(form))
    cells = [Cell(0, "code", "import numpy as np")]
    for question, source in asked:
        cells.append(Cell(len(cells), "code", source, answers=question.name))
        cells.append(Cell(len(cells), "code", question.check_source, checks=question.name))
    state = run_notebook.State(until=monotonic() + 300)
    with Sandbox(Limits(), sandbox) as box:
        run_notebook.run_all(cells, {question.name: question for question, _ in asked}, box, state)
    for question, source in asked:
        ours, theirs = in_notebook(question, source), state.verdicts[question.name]
        assert theirs.state == ours.state == {"right": "right", "wrong": "wrong", "odd": "problem"}[form]
        assert theirs.share == ours.share
        if not isinstance(question.answer, BreakingTest):  # which quotes a line, that only one of them knows
            assert theirs == ours
