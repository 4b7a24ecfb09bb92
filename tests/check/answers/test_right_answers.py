"""A right answer is right in whatever form it comes, in the notebook and through the grader's border."""

import inspect
import re
from collections import deque
from copy import deepcopy
from itertools import islice

import numpy as np
import pytest
import sympy
from questions import all_questions, answer_from
from rewriting import agrees, forms_of, other_code, rewritten, typed

from handprop.border import call
from handprop.border.plain import decode, encode
from handprop.border.read_numbers import Problem
from handprop.check import Array, Choice, Formula, Function, Sketch, judge
from handprop.check.answers import trials

QUESTIONS = [(lesson, question) for lesson, question in all_questions() if not question.answer.manual]
FORMULAS = [question for _, question in QUESTIONS if isinstance(question.answer, Formula)]
NUMBERS = [question for _, question in QUESTIONS if isinstance(question.answer, Array)]
FUNCTIONS = [pair for pair in QUESTIONS if isinstance(pair[1].answer, Function)]

delta, w6, x2 = sympy.symbols("delta w6 x2")
RIGHT_FORMULAS = {
    "06": delta * w6 * x2,
    "15": sympy.sympify("(h2 - y) * (1 - h2**2) * (x2 + w * (1 - h1**2) * x1)"),
    "16": sympy.sympify("p1 * p2 * (k1 - k2) * (v1 - v2)"),
}


def through_the_border(answer):
    """What the grader makes of an answer."""
    kept = []

    def keep(function):
        kept.append(function)
        return len(kept) - 1

    def function(handle):
        def remote(cases, seconds):
            watched = call.Watched(kept[handle])
            values = call.call_all(watched, cases, seconds=seconds)
            there.changed |= watched.changed
            return [
                one if isinstance(one, Problem) else decode(encode(one, keep), function) for one in values
            ]

        there = call.Elsewhere(remote)
        return there

    return decode(encode(answer, keep), function)


def judged(question, make, rng):
    """The verdict on an answer, given directly or through the border, at random."""
    answer = make()
    return judge(question, through_the_border(answer) if rng.integers(2) else answer)


def formulas():
    return [(question, RIGHT_FORMULAS[question.objective[:2]]) for question in FORMULAS]


def of_other_meaning(rng, expression):
    """A formula near to the right one that is not the same for all numbers."""
    parts = list(expression.args)
    k = rng.integers(len(parts))
    others = [sympy.Symbol(name) for name in ("w5", "x1", "h1")]
    changes = [
        lambda: -expression,
        lambda: 2 * expression,
        lambda: expression / 2,
        lambda: sympy.Mul(*parts[:k], *parts[k + 1 :]),
        lambda: sympy.Mul(*parts[:k], parts[k] ** 2, *parts[k + 1 :]),
        lambda: expression + others[rng.integers(3)],
        lambda: expression * others[rng.integers(3)],
        lambda: sympy.Mul(*parts[:k], parts[k] + 1, *parts[k + 1 :]),
    ]
    return changes[rng.integers(len(changes))]()


def check_formulas(count, seed):
    rng = np.random.default_rng(seed)
    for number in range(count):
        question, right = formulas()[number % len(FORMULAS)]
        answer = typed(rng, rewritten(rng, right))
        verdict = judged(question, lambda answer=answer: answer, rng)
        assert verdict.passed, f"{answer}\n{verdict}"
        wrong = typed(rng, rewritten(rng, of_other_meaning(rng, right)))
        assert not judged(question, lambda wrong=wrong: wrong, rng).passed, wrong


def right_value(question):
    return np.asarray(question.right(question.cases[0]), dtype=float).reshape(question.kind.shape)


def check_numbers(count, seed):
    rng = np.random.default_rng(seed)
    for _ in range(count):
        question = NUMBERS[rng.integers(len(NUMBERS))]
        value = right_value(question)
        forms = forms_of(value)
        form = int(rng.integers(len(forms)))
        verdict = judged(question, lambda q=value, f=forms[form]: f(q), rng)
        assert verdict.passed, f"{question.name}, form {form}: {verdict}"
        wrong = value.copy()
        drawn = question.answer.tolerance if isinstance(question.answer, Sketch) else 0  # as near is right
        wrong.flat[rng.integers(value.size)] += rng.choice([-1, 1]) * (
            0.01 + (0.01 + drawn) * np.abs(value).max()
        )
        assert not judged(question, lambda q=wrong, f=forms[form]: f(q), rng).passed, (question.name, form)


# Float32 drowns a small nudge.
NOT_IN_SINGLE = ("partials", "numeric_gradient")
SOLUTIONS = {id(question): answer_from(lesson, question) for lesson, question in FUNCTIONS}


def in_single_precision(function):
    def single(*arguments):
        return function(*(_single(argument) for argument in arguments))

    return single


def _single(value):
    if isinstance(value, np.ndarray) and value.dtype.kind == "f":
        return value.astype(np.float32)
    return np.float32(value) if isinstance(value, float) else value


def overwriting(function):
    def greedy(*arguments):
        result = deepcopy(function(*arguments))
        for argument in arguments:
            if isinstance(argument, list | np.ndarray):
                argument[:] = argument[::-1] if isinstance(argument, list) else 0
        return result

    return greedy


def heeding(greedy, verdict, solution):
    """The same function as it is after the advice of a verdict: it begins with copies."""
    names = list(inspect.signature(solution).parameters)
    lines = re.findall(r"`(\w+) = (.+?)`", str(verdict).replace("\n", " "))

    def careful(*arguments):
        given = dict(zip(names, arguments, strict=False))
        copied = {name: eval(code, {}, given) for name, code in lines}
        return greedy(*{**given, **copied}.values())

    return careful


def implementation(rng, question, solution):
    """A function that does the same in other code, for other numbers, or with a habit of its own."""
    written = other_code(rng, question.answer.solution(question))
    tried = [lambda case=case: question.arguments(case) for case in question.cases]
    if not agrees(written, solution, tried):
        written = solution
    habit = rng.integers(4)
    if habit == 0 and question.name not in NOT_IN_SINGLE:
        return in_single_precision(written)
    return overwriting(written) if habit == 1 else written


def check_functions(count, seed):
    rng = np.random.default_rng(seed)
    for number in range(count):
        lesson, question = FUNCTIONS[number % len(FUNCTIONS)]
        solution = SOLUTIONS[id(question)]
        function = implementation(rng, question, solution)
        form = int(rng.integers(1000))

        def shaped(*arguments, function=function, form=form):
            return in_form(function(*arguments), form)

        verdict = judged(question, lambda f=shaped: f, rng)
        assert verdict.passed, f"{lesson} {question.name}, form {form}: {verdict}"

        def off(*arguments, function=function, form=form):
            result = function(*arguments)
            first, *others = result if isinstance(result, tuple) else (result,)
            if of_tables(first):
                return [first[0] + 1, *first[1:]], *others
            value = np.array(first, dtype=float)
            value.flat[0] += 0.01 + 0.01 * np.abs(value).max()
            return in_form((value, *others) if others else value, form)

        # Whether it passes is asked, and not what it is told: to look for that takes ten times as long.
        wrong = through_the_border(off) if rng.integers(2) else off
        assert not question.answer.passes(question, wrong, None), (question.name, form)


def of_tables(value):
    """Whether it is a list of arrays, as the derivatives with respect to all weights of a network are."""
    return isinstance(value, list) and any(np.ndim(one) == 2 for one in value)


VECTORS = (list, tuple, np.float32, np.copy, lambda value: map(float, value), deque)


def in_form(value, form):
    """The value in one of the forms that its number of axes allows; float32 stays what it is."""
    if isinstance(value, tuple):  # several results: only the first of them changes its form
        # Beside a vector nobody knows what a column means.
        if all(isinstance(one, np.ndarray) and one.ndim == 1 for one in value):
            return VECTORS[form % len(VECTORS)](value[0]), *value[1:]
        return in_form(value[0], form), *value[1:]
    if of_tables(value):
        return value
    value = np.asarray(value)
    if value.dtype == np.float32 or value.size == 0:
        return value
    value = value.astype(float)
    forms = forms_of(value)
    return forms[form % len(forms)](value)


def test_a_formula_however_it_is_written():
    check_formulas(80, seed=1)


def test_numbers_in_any_container():
    check_numbers(300, seed=2)


@pytest.mark.parametrize("question", NUMBERS, ids=lambda one: one.name)
def test_what_can_be_read_only_once_is_read_once(question):
    values = right_value(question)
    verdict = judge(question, iter(values if values.ndim else [values]))
    assert verdict.passed, verdict


def test_functions_in_other_code_and_other_numbers():
    check_functions(60, seed=3)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize(
    ("check", "count", "first"),
    [(check_formulas, 500, 100), (check_numbers, 900, 200), (check_functions, 600, 300)],
    ids=["formulas", "numbers", "functions"],
)
def test_twenty_thousand_right_answers(check, count, first, seed):
    check(count, seed=first + seed)


SATURATED = {  # the share of the right class is 0.995, and float32 keeps few digits of what is left of it
    "x": np.array([[1.0]]),
    "y": np.array([1]),
    "W1": np.array([[1.20237, 0.69646]]),
    "b1": np.array([1.01368, 1.23775]),
    "W2": np.array([[0.28585, 1.16818], [0.43995, 1.41527]]),
    "b2": np.array([-0.47321, 0.85572]),
}


def not_excused(question, function, cases):
    """The cases on which a function goes wrong by more than rounding may do."""
    with np.errstate(all="ignore"):
        asked = list(trials.finite(question, cases))
    tried = zip(trials.tried(function, asked), asked, strict=True)
    return [one.case for one, its in tried if not one.right and not its.excuses(one.outcome)]


def test_what_float32_loses_on_the_way_is_no_mistake():
    question = next(question for _, question in FUNCTIONS if question.name == "gradients")
    single = in_single_precision(SOLUTIONS[id(question)])
    (asked,) = trials.finite(question, [SATURATED])
    (trial,) = trials.tried(single, [asked])
    assert asked.steady
    assert not trial.right
    assert asked.excuses(trial.outcome)
    assert not asked.excuses(trial.outcome * 1.001)


NEARLY_CERTAIN = {  # of each sample, so that in float32 hardly a digit of the gradients is left
    "x": np.array([[3.0, 2.0, 2.0], [-2.0, 0.0, -1.0], [3.0, 3.0, -1.0]]),
    "y": np.array([1, 2, 1]),
    "W1": np.array([[1.43, 0.78, 1.32], [0.45, 0.74, -0.88], [-0.65, 1.25, -0.43]]),
    "b1": np.array([-1.0, 1.0, -1.0]),
    "W2": np.array([[-0.7853, 0.4103, -1.024], [-0.9997, 0.5606, -0.9031], [0.4349, -1.143, 0.6175]]),
    "b2": np.array([-1.44, 0.49, -0.7]),
}


def test_only_what_is_not_right_needs_the_excuse_of_rounding():
    _, question = next(one for one in FUNCTIONS if one[0][:2] == "17" and one[1].name == "gradients")
    single = in_single_precision(SOLUTIONS[id(question)])
    assert not_excused(question, single, [NEARLY_CERTAIN]) == []
    off = in_single_precision(lambda *given: [one * 1.001 for one in SOLUTIONS[id(question)](*given)])
    assert not_excused(question, off, [NEARLY_CERTAIN])


@pytest.mark.slow
@pytest.mark.parametrize(("lesson", "question"), FUNCTIONS, ids=lambda one: getattr(one, "name", one))
def test_no_case_refuses_a_function_in_single_precision(lesson, question):
    if question.name in NOT_IN_SINGLE:
        return
    rng, solution = np.random.default_rng(6), SOLUTIONS[id(question)]
    cases = list(islice(question.domain.cases(7), 4000))
    for _ in range(6):
        written = other_code(rng, question.answer.solution(question))
        if agrees(written, solution, [lambda case=case: question.arguments(case) for case in question.cases]):
            assert not_excused(question, in_single_precision(written), cases) == []


@pytest.mark.parametrize(("lesson", "question"), FUNCTIONS, ids=lambda one: getattr(one, "name", one))
def test_a_function_that_overwrites_its_arguments_passes_and_is_told_so(lesson, question):
    kept = question.arguments(question.cases[0])
    greedy = overwriting(SOLUTIONS[id(question)])
    changes = any(isinstance(one, np.ndarray) or (isinstance(one, list) and len(one) > 1) for one in kept)
    for answer in (greedy, through_the_border(greedy)):
        verdict = judge(question, answer)
        assert verdict.passed, str(verdict)
        if changes:
            assert "changes" in str(verdict)
            assert "changes" not in str(judge(question, heeding(greedy, verdict, SOLUTIONS[id(question)])))


def test_a_choice_in_any_letter_form():
    for _, question in QUESTIONS:
        if isinstance(question.answer, Choice):
            label = question.answer.whole
            for form in (label, label.upper(), f"({label})", f" {label}. ", list(label)):
                assert judge(question, form).passed, (question.name, form)
