"""A hostile tester's answers: right ones are not refused, wrong ones do not pass, nor are blamed on others.

The answers stand in `adversary/`, each below a line that names its question.  After ``->`` comes which
mistakes of the bank are named; every one of these was read and found true.
"""

import functools

import numpy as np
import pytest
import survey
from questions import all_questions
from usual import one_in

from handprop import little_torch
from handprop.check import judge

QUESTIONS = {f"{lesson[:2]}.{question.name}": question for lesson, question in all_questions()}


def given(asked, code):
    names = {"np": np, "torch": little_torch}
    exec(compile(code, "<a learner's cell>", "exec"), names)
    return names[QUESTIONS[asked].variable]


@functools.cache  # several tests ask for it
def verdict_on(asked, code):
    with np.errstate(all="ignore"):
        return judge(QUESTIONS[asked], given(asked, code), seed=1)


RIGHT, WRONG = (list(survey.hostile(name)) for name in ("right", "wrong"))


@pytest.mark.parametrize(("asked", "odd", "ids", "code"), RIGHT, ids=lambda one: str(one)[:30])
def test_a_right_answer_is_not_refused(asked, odd, ids, code):
    verdict = verdict_on(asked, code)
    assert verdict.passed, str(verdict)


@pytest.mark.parametrize(("asked", "odd", "ids", "code"), one_in(5, WRONG), ids=lambda one: str(one)[:30])
def test_a_wrong_answer_is_refused_and_only_named_for_what_it_is(asked, odd, ids, code):
    verdict = verdict_on(asked, code)
    assert not verdict.passed
    assert verdict.mistakes == ids, str(verdict)


@pytest.mark.slow
def test_most_of_the_wrong_ones_get_a_lead():
    kinds = [survey.judged(verdict_on(asked, code)) for asked, _, _, code in WRONG]
    assert len(kinds) > 1000
    assert kinds.count("no lead") < NO_LEAD * len(kinds)


NO_LEAD = 0.1  # 279 of 2928

LEADS = {
    "average": "divided by how many numbers values holds",
    "init with 1": "off by the same amount on all numbers",
    "off by one range(1..)": "Whatever the first number of values is",
    "three only": "list index out of range",
    "global accumulator": "two different answers",
    "eps forgotten": "Whatever eps is",
    "y not subtracted": "Whatever y is",
    "divides twice": "divided by how many rows x has",
    "divided by column": "2 times the right answer, whatever the numbers",
    "output linear": "differs from case to case",
    "one-sided nudges": "nearly right",
    "two decimals": "keep more digits",
    "half twice": "who halves twice",
    "mean of outputs": "mean over the outputs",
    "huber": "numbers on the way stay small, and wrong in",
    "int()": "all numbers given are whole",
    "w5 w6 swapped": "if numbers 5 and 6 of w changed places",
    "weight decay": "-0.01 times w times learning_rate",
    "hidden relu": "ReLU where a sigmoid belongs",
    "sum over everything": "All numbers that you return are the same",
    "nudge of 0.1": "too large, or far too small",
    "mean abs squared": "all numbers of predictions are the same, and all of targets",
    "hard choice": "A small change of W changes nothing",
    "closed by h2": "Only what has to do with h₂ is wrong",
    "w6 - delta x2 (update)": "with the other sign, and something more, in w₄ alone",
    "loss": "comes up in this calculation",
    "ignores output index": "in which output is 0",
    "rounded to three": "the right answer with 3 decimals",
    "if len equals 3": "values holds more than 1 number",
    "zip strict with sorted values by index pairs off": "values holds an even number of numbers",
    "minibatches drop the last": "x holds at most 2 rows",
    "three layers at most": "weights holds at most 3 tables",
    "no way back for one layer": "weights holds more than 1 table",
    "leaky gate a hundredth": "every gate is open",
    "central at the corner": "no hidden sum is exactly 0",
    "until converged": "Whatever steps is",
    "learning rate capped at 1/size**2": "the loss rises in no step",
    "closed form cut at zero": "no step takes the prediction across the target",
    "computes z2 with x": "off by one factor, which differs from case to case",
    "delta clipped at one": "There all your numbers are off by one factor. What are all of them made of?",
    "input and bias of the neuron swapped": "Or do some of your numbers stand in each other's place?",
    "all with two digits": "keep more digits",
    "nudge of 1e-11": "far too small",
}


@pytest.mark.parametrize("odd", LEADS)
def test_what_all_trials_show_is_said(odd):
    asked, _, _, code = next(one for one in WRONG if one[1] == odd)
    assert LEADS[odd] in str(verdict_on(asked, code))


def test_hard_steps_are_not_taken_for_an_argument_that_is_ignored():
    asked, _, _, code = next(one for one in WRONG if one[1] == "hard max")
    assert "Whatever" not in str(verdict_on(asked, code))
