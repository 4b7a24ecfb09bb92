"""Answers of every kind to the questions of a lesson, as source: right, a stub, every known mistake once."""

import json

import numpy as np
from questions import traced_mistakes

from handprop.check import Choice, Derivation, Formula, Function, load_questions
from handprop.check.mistakes.recognise import wrong_value


def right(lesson):
    return {question.name: question.answer_source for question in load_questions(lesson)}


def wrong(question, number):
    """The source of a wrong answer: the known mistake of this number, counted round."""
    if isinstance(question.answer, Choice):
        options = [label for label in question.answer.options if label != question.answer.right]
        return f'{question.name} = "{options[number % len(options)]}{question.answer.right_reason}"'
    if isinstance(question.answer, Formula):
        return f"{question.answer_source}\n{question.name} = '-(' + {question.name} + ')'"
    if isinstance(question.answer, Derivation):
        added = f"\n{question.answer.formulas[0]} = {number + 7}"
        return f"{question.answer_source}\n{question.name} = {question.name} + {added!r}"
    mistakes = traced_mistakes(question)
    mistake = mistakes[number % len(mistakes)]
    values = [
        wrong_value(question.pipeline, question.quantity, question.kind, case, (mistake,)).tolist()
        for case in question.cases
    ]
    if not isinstance(question.answer, Function):
        return f"from numpy import inf as Infinity, nan as NaN\n{question.name} = {json.dumps(values[0])}"
    cases = [flat(question.arguments(case)) for case in question.cases]
    return TABLE.format(name=question.variable, cases=json.dumps(cases), values=json.dumps(values))


TABLE = """\
import numpy as np
from numpy import inf as Infinity, nan as NaN

def {name}(*arguments):
    given = np.hstack([np.ravel(np.asarray(one, dtype=float)) for one in arguments])
    for case, value in zip({cases}, {values}):
        if len(case) == len(given) and np.allclose(case, given, rtol=1e-12, atol=1e-300):
            return np.array(value)
"""


def flat(arguments):
    return np.hstack([np.ravel(np.asarray(one, dtype=float)) for one in arguments]).tolist()


def all_wrong(lesson, number):
    return {question.name: wrong(question, number) for question in load_questions(lesson)}


def partly(lesson):
    """Every second answer right, the others a stub or an error."""
    names = list(right(lesson))
    answers = {name: right(lesson)[name] for name in names[::2]}
    return answers | {names[1]: f"{names[1]} = 1 / 0"}


def all_kinds(lesson):
    """By learner: right, a stub, partly done, and every known mistake of every question once."""
    most = max(len(traced_mistakes(question)) for question in load_questions(lesson))
    mistaken = {f"wrong {number:02}": all_wrong(lesson, number) for number in range(max(most, 4))}
    return {"right": right(lesson), "stub": {}, "partly": partly(lesson), **mistaken}
