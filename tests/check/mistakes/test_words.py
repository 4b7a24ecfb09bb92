"""What a learner is told of a mistake holds no name of code that nobody has met who does this exercise."""

import inspect
import keyword
import re

import numpy as np
import pytest
from places import REPO
from questions import all_questions, traced_mistakes
from usual import one_in

from handprop.check import Array, judge
from handprop.check.mistakes.recognise import wrong_value
from handprop.check.mistakes.wording import names_in, spoken

QUESTIONS = [pair for pair in all_questions() if traced_mistakes(pair[1])]
PYTHON = {
    *keyword.kwlist,
    *names_in("np numpy abs max min maximum sum sqrt log10 log tanh vectorize where zip"),
}
PYTHON |= names_in("shape keepdims axis dtype array list len round reversed print dot exp norm ones zeros t")

LETTERS = set("wxs")  # a weight, its input and the value of a sigmoid, as lessons call them up to the fifth


def met(lesson, question):
    """All names in the lesson, in its exercise and in the question."""
    folder = REPO / "lessons" / lesson
    texts = [(folder / name).read_text(encoding="utf-8") for name in ("lesson.md", "exercise.md")]
    return set().union(*map(names_in, texts), question.names, PYTHON)


def code_in(said):
    """Names in backticks, and words that only code has: with a digit, an underscore or a capital inside."""
    quoted = re.findall(r"`([^`]*)`", said)
    odd = {word for word in names_in(said) if re.search(r"\d|_|[a-z][A-Z]", word)}
    odd |= names_in(said) & {"yhat", "lr", "dh", "dz", "dzo", "fused"}
    return set().union(odd, *(names_in(re.sub(r"#.*", "", code)) for code in quoted))


def letters_in(said):
    """Single letters that stand in a formula: beside a sign of arithmetic, or before a bracket."""
    found = re.finditer(r"(?<![\w'’])[A-Za-z](?![\w'’])", said)
    return {
        one.group()
        for one in found
        if said[: one.start()].rstrip()[-1:] in set("·*/+=@−")
        or said[one.end() :].lstrip()[:1] in set("·*/+=@−²^")
        or said[one.end() : one.end() + 1] == "("
    }


def letters_met(lesson, question):
    """The letters in formulas of a lesson and of its exercise, and those that a function is given.

    Those of a lesson's code are no help: a letter there may stand for something else.
    """
    folder = REPO / "lessons" / lesson
    words = (folder / "lesson.md").read_text(encoding="utf-8")
    words = re.sub(r"```{code-cell}.*?```", "", words, flags=re.DOTALL)
    text = (words + (folder / "exercise.md").read_text(encoding="utf-8")).replace("**", "")
    code = re.findall(r"```python(.*?)```|`([^`\n]+)`|\$([^$]*)\$", text, flags=re.DOTALL)
    found = letters_in(text) | LETTERS | set().union(*(names_in(part) for parts in code for part in parts))
    if callable(question.solution):
        found |= {*inspect.signature(question.solution).parameters}
    return found


def answer_with(question, mistake):
    """The answer of somebody who makes just this mistake."""
    cases = question.cases[:1] if isinstance(question.answer, Array) else question.cases
    values = [
        wrong_value(question.pipeline, question.quantity, question.kind, case, (mistake,)) for case in cases
    ]
    if isinstance(question.answer, Array):
        return values[0]
    in_turn = iter(values)
    return lambda *_: next(in_turn)


@pytest.mark.parametrize("every", [False, pytest.param(True, marks=pytest.mark.slow)])
@pytest.mark.parametrize(
    ("lesson", "question"), one_in(2, QUESTIONS), ids=lambda one: getattr(one, "name", one)
)
def test_only_names_that_were_met(lesson, question, every):
    """Each mistake at a first or at a third try in turn; the slow test looks at both."""
    known = met(lesson, question)
    strange = {}
    for k, mistake in enumerate(traced_mistakes(question)):
        for tries in (0, 2) if every else (2 * (k % 2),):
            with np.errstate(all="ignore"):
                said = str(judge(question, answer_with(question, mistake), tries))
            if foreign := code_in(said) - known - {question.name, "check", "solution", "further"}:
                strange[mistake.id] = foreign
    assert not strange


@pytest.mark.parametrize(("lesson", "question"), QUESTIONS, ids=lambda one: getattr(one, "name", one))
def test_only_letters_that_were_met(lesson, question):
    known = letters_met(lesson, question)
    said = {one.id: f"{one.name} {one.belief} {one.hint}" for one in traced_mistakes(question)}
    strange = {known_as: letters_in(words) - known for known_as, words in said.items()}
    assert not {known_as: letters for known_as, letters in strange.items() if letters}


@pytest.mark.parametrize(("lesson", "question"), QUESTIONS, ids=lambda one: getattr(one, "name", one))
def test_no_update_is_told_of_where_none_was_asked(lesson, question):
    case = question.cases[0]
    if "lr" not in case or not np.array_equal(
        question.right(case), question.right({**case, "lr": case["lr"] / 2})
    ):
        return
    for mistake in traced_mistakes(question):
        words = f"{mistake.name} {mistake.hint} {mistake.belief}".lower()
        assert not re.search(r"\bupdate|learning rate|new weight|step\b", words), mistake.id


def test_a_line_of_code_is_told_in_the_learners_names_or_not_at_all():
    assert spoken("delta = yhat - y", {"delta", "prediction", "y"}) == "delta = prediction - y"
    assert spoken("dz1 = da1 * w2", {"w2"}) is None
    assert spoken("h = np.maximum(0, z)  # all", {"h", "z"}) == "h = np.maximum(0, z)  # all"
