"""Answers of every kind to the questions of a lesson, as source: right, a stub, every known mistake once."""

import json
from functools import cache

import numpy as np
from questions import questions_of, traced_mistakes

from handprop.check import (
    Array,
    BreakingTest,
    Choice,
    Derivation,
    Formula,
    Function,
    HeldOut,
    Match,
    Measure,
    Mend,
    Order,
)
from handprop.check.mistakes.recognise import wrong_value
from handprop.course.lessons import lessons


def right(lesson):
    return {question.name: question.answer_source for question in questions_of(lesson)}


def wrong(question, number):
    """The source of a wrong answer: the known mistake of this number, counted round."""
    if isinstance(question.answer, Choice):
        options = [label for label in question.answer.options if label != question.answer.right]
        return f'{question.name} = "{options[number % len(options)]}{question.answer.right_reason}"'
    if isinstance(question.answer, Formula):
        return f"{question.answer_source}\n{question.name} = '-(' + {question.name} + ')'"
    if type(question.answer) in WRONG:
        return f"{question.answer_source}\n{WRONG[type(question.answer)](question, number)}"
    try:
        return _known(question, number)
    except (ZeroDivisionError, TypeError, ValueError):  # no mistakes; arguments that are functions, or ragged
        told = CALLED if isinstance(question.answer, Function) else CHANGED
        return UNKNOWN + told.format(right=question.answer_source, name=question.variable)


def _known(question, number):
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


# A mistake that nobody knows: every lead is looked for.
UNKNOWN = """\
def _other(value):
    if isinstance(value, list | tuple):
        return [_other(one) for one in value]
    return value if isinstance(value, str) or callable(value) else value * 1.37 + 0.21 * value**2 + 0.11
"""
CALLED = "{right}\n_right = {name}\ndef {name}(*given):\n    return _other(_right(*given))\n"
CHANGED = "{right}\n{name} = _other({name})\n"


def _wrong_line(question, number):
    added = f"\n{question.answer.formulas[0]} = {number + 7}"
    return f"{question.name} = {question.name} + {added!r}"


def _stops_always(question, number):
    return f"_right = {question.variable}\ndef {question.variable}(f):\n    _right(f)\n    assert False"


def _names_one(question, number):
    return f"def {question.variable}(x, y, x_new):\n    return np.full(len(x_new), {number % 2})"


# What stands behind the right answer of a kind, and makes it a wrong one.
WRONG = {
    Derivation: _wrong_line,
    BreakingTest: _stops_always,
    HeldOut: _names_one,
    Mend: lambda question, number: f"{question.name}[1] += {number + 1}",
    Measure: lambda question, number: f"{question.name} = {question.name}.replace(' ', '{number}1 ', 1)",
    Order: lambda question, number: f"{question.name} = {question.name}[::-1]",
    Match: lambda question, number: (
        f"{question.name} = {question.name}.translate(str.maketrans('12345', '2{number % 3 + 3}512'))"
    ),
}


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
    return {question.name: wrong(question, number) for question in questions_of(lesson)}


def partly(lesson):
    """Every second answer right, the others a stub or an error."""
    names = list(right(lesson))
    answers = {name: right(lesson)[name] for name in names[::2]}
    return answers | {names[1]: f"{names[1]} = 1 / 0"}


def all_kinds(lesson):
    """By learner: right, a stub, partly done, and every known mistake of every question once."""
    most = max(len(traced_mistakes(question)) for question in questions_of(lesson))
    mistaken = {f"wrong {number:02}": all_wrong(lesson, number) for number in range(max(most, 4))}
    return {"right": right(lesson), "stub": {}, "partly": partly(lesson), **mistaken}


def written(question, value):
    """Numbers as a learner hands them in; None for answers of another kind."""
    if isinstance(question.answer, Array):
        return np.asarray(value).tolist()
    if isinstance(question.answer, Mend):
        return [solved(question)[0], float(value)]
    if isinstance(question.answer, Measure):
        return f"{float(value)!r} {question.answer.unit}"
    if isinstance(question.answer, Derivation):
        numbers = zip(question.answer.quantities, value, strict=True)
        return "\n".join([f"{name} = {float(number)!r}" for name, number in numbers] + [solved(question)])
    return None


def solved(variant):
    names = {"np": np}
    exec(solutions_before(variant) + "\n" + variant.solution_source, names)
    return names[variant.name]


@cache
def _function(name):
    """A function of the exercise that a later solution calls."""
    of = {one.name: one for lesson in lessons() for one in questions_of(lesson)}
    return of[name].solution_source


def solutions_before(variant):
    return _function("exercise_2") if "exercise_2(" in variant.solution_source else ""
