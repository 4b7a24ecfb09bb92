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


NO_LEAD = 0.1  # 295 of 3001

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
    "a millionth added to each slope": "Most of what is wrong is off by very little",
    "stops at the first two zeros": "numeric holds no 0",
    "clip at 2": "numbers on the way stay small",
    "whole part of a": "all numbers given are whole",
    "gates stored from the first call": "puts into `gates` stays there",
    "memory by node in a global": "puts into `memo` stays there",
    "memory by node and start in a global": "puts into `memo` stays there",
    "shares kept by shape in a global": "puts into `P` stays there",
    "p kept by shape in a global": "puts into `P` stays there",
    "mean kept on the function itself": "puts into `scaled.m` stays there",
    "losses in a default list": "puts into `losses` stays there",
    "slopes in default lists": "puts into `dW` stays there",
    "list of results in a global": "puts into `out` stays there",
    "first two of a default list": "puts into `out` stays there",
    "place 0 never filled": "dW[0] is None: it was never filled",
    "first layer left out": "hold 2 tables each; this network has 3 layers",
    "return inside the loop over layers": "hold 1 table each",
    "new weights and biases of all layers": "None of the 33 numbers",
    "values behind the layer": "dW[0] has the shape (3, 3), and the weights of this layer the shape (2, 3)",
    "compares in the last layers": "db[0]: This is True or False",
    "second table grows by broadcasting": "W2 has the shape (2, 2); the shape (2, 1) is asked for",
    "zeros like whole numbers": "every number that you return is whole",
    "results in an array of integers": "every number that you return is whole",
    "integer zeros filled": "every number that you return is whole",
    "nudges cut to whole numbers": "cut to 0 in an array of whole numbers",
    "f called with two numbers": "f() takes 1 positional argument but 2 were given. All the numbers",
    "subtracts the size of the step": "lowers the weight in every step",
    "error without its sign": "would your weight move the other way",
    "delta1 compared with 0": "dL/db1 is 0 or 1 in every call",
    "nothing but 0": "The right answer is not zero",
    "divides by the columns of x": "x has as many rows as columns",
    "three steps at most": "steps is at most 3",
    "start at most 2": "start is at most 2",
    "classes above 2 counted as 2": "classes is at most 3",
    "loss above taken from the loss below": "Which of the two losses is subtracted from which",
    "caret for a power": "two stars",
    "np.max with 0 first": "ReLU is np.maximum(0, z)",
    "caret for an array": "two stars",
    "decimal comma in the return": "not as a comma",
    "gradient before v in the brackets": "`def momentum(w, v, gradient, learning_rate, beta):`",
    "list kept by an object": "puts into `self.out` stays there",
}


@pytest.mark.parametrize("odd", LEADS)
def test_what_all_trials_show_is_said(odd):
    asked, _, _, code = next(one for one in WRONG if one[1] == odd)
    assert LEADS[odd] in str(verdict_on(asked, code))


FALSE = {
    "capped at one": "number that you return is whole",
    "hard tanh": "Is it a comparison",
    "stops at the first error": "Is it a comparison",
    "a millionth added to each slope": "wrong places",
    "stops at the first two zeros": "one call to the next",
    "size of the score": "What you return is b1",
    "delta times the hidden values": "W2 are the same",
    "ReLU of the delta besides": "W2 are the same",
    "first delta times cosh of x": "w2 is 0",
    "sine of the error": "steps is",
    "only the first two gradients": "Only the sign",
    "divides by the columns of x": "is what comes out for someone",
    "nudges cut to whole numbers": "`below = above`",
}


@pytest.mark.parametrize("odd", FALSE)
def test_nothing_false_is_said(odd):
    asked, _, _, code = next(one for one in WRONG if one[1] == odd)
    assert FALSE[odd] not in str(verdict_on(asked, code))


def test_hard_steps_are_not_taken_for_an_argument_that_is_ignored():
    asked, _, _, code = next(one for one in WRONG if one[1] == "hard max")
    assert "Whatever" not in str(verdict_on(asked, code))
