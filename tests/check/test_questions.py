"""Every question of every lesson: the solution passes, the stub fails, every known mistake is rejected."""

import numpy as np
import pytest
from questions import all_questions, answer_from, stub_of, traced_mistakes

from handprop.build import mistakes_page as page
from handprop.check import Array, Choice, Exercise, Function, Sketch, WrongAnswer, judge
from handprop.check.answers import computed
from handprop.check.mistakes.recognise import recognise, wrong_value

QUESTIONS = all_questions()


def of_kind(wanted):
    """The questions whose answer is of a kind, as parameters with readable names."""
    return [
        pytest.param(lesson, question, id=f"{lesson}-{question.name}")
        for lesson, question in QUESTIONS
        if isinstance(question.answer, wanted)
    ]


BY_ID = of_kind(object)
MISTAKES = [
    pytest.param(question, mistake, id=f"{lesson}-{question.name}-{mistake.id}")
    for lesson, question in QUESTIONS
    for mistake in traced_mistakes(question)
]


def test_there_are_questions():
    assert QUESTIONS


@pytest.mark.parametrize(("lesson", "question"), BY_ID)
def test_the_solution_passes(lesson, question):
    verdict = judge(question, answer_from(lesson, question))
    assert verdict.passed, str(verdict)


@pytest.mark.parametrize(("lesson", "question"), BY_ID)
def test_the_stub_fails_with_the_sentence_for_an_unfinished_answer(lesson, question):
    verdict = judge(question, stub_of(question))
    assert verdict.state == "unfinished"
    assert "Not answered yet" in str(verdict)


@pytest.mark.parametrize(("lesson", "question"), BY_ID)
def test_a_right_answer_is_met_with_an_insight_of_its_own(lesson, question):
    said = str(Exercise(lesson, [question])(question.name, answer_from(lesson, question)))
    assert question.insight in said
    told = f"{len(question.insight)} letters in the insight; it has 31 to 150"
    assert 30 < len(question.insight) <= 150, told
    assert "!" not in question.insight
    assert [other.insight for _, other in QUESTIONS].count(question.insight) == 1


@pytest.mark.parametrize(("question", "mistake"), MISTAKES)
def test_every_known_mistake_is_rejected_and_named(question, mistake):
    """Named alone, or together with a mistake that gives the same numbers on every case of the question."""
    verdict = judge(question, mistaken_answer(question, mistake))
    assert not verdict.passed
    assert mistake.id in verdict.mistakes, f"{verdict.mistakes}: {verdict}"
    for other in set(verdict.mistakes) - {mistake.id}:
        assert indistinguishable(question, mistake, other), f"{other} could have been told from {mistake.id}"


@pytest.mark.parametrize(("lesson", "question"), BY_ID)
def test_the_check_that_learners_call_tells_each_mistake(lesson, question):
    """Mistakes of a question's own are no less known than those of the bank."""
    check = Exercise(lesson, [question])
    for mistake in traced_mistakes(question):
        with pytest.raises(WrongAnswer) as caught:
            check(question.name, mistaken_answer(question, mistake))
        assert mistake.id in caught.value.verdict.mistakes


# Where the cases of a function cannot show a mistake, and why.
SILENT = {
    "M38-RELU-AT-0": "shows at z = 0 only, where the course takes 0 by convention",
    "M79-UNITS": "the numbers of the question are in the units that are meant",
}


@pytest.mark.parametrize(("lesson", "question"), of_kind(Function))
def test_the_cases_of_a_function_show_every_mistake_that_can_reach_its_answer(lesson, question):
    """Otherwise a wrong function passes: ReLU on the gradient, say, where all gradients are positive."""
    cells = page.cells(question)
    silent = {cell.mistake.id for cell in cells if cell.reason == page.UNSEEN}
    shown = {cell.mistake.id for cell in cells if not cell.reason}  # of a slip of many sizes, one is enough
    assert silent - shown <= set(SILENT)


@pytest.mark.parametrize(("lesson", "question"), of_kind(Choice))
def test_wrong_options_are_rejected_with_a_reply(lesson, question):
    for label in question.answer.options:
        verdict = judge(question, label + question.answer.right_reason)
        assert verdict.passed == (label == question.answer.right)
        assert verdict.passed or question.answer.replies[label] in str(verdict)
    for reason in set(question.answer.reasons) - {question.answer.right_reason}:
        assert judge(question, question.answer.right + reason).state == "wrong"


@pytest.mark.parametrize(("lesson", "question"), of_kind(Array))
def test_a_small_change_of_a_right_answer_never_passes(lesson, question, monkeypatch):
    drawn = 1.01 * question.answer.tolerance if isinstance(question.answer, Sketch) else 0  # as near is right
    right = np.asarray(question.right(question.cases[0]), dtype=float)
    rng = np.random.default_rng(0)
    for trial in range(200):
        if trial == 10:  # whether a mistake explains it is slow to find, and no part of passing
            monkeypatch.setattr(computed, "_recognised", lambda *_: [])
            monkeypatch.setattr(computed, "_rounded_away", lambda *_: None)
            monkeypatch.setattr(computed, "by_a_part", lambda *_: "")
        changed = right.copy()
        k = rng.integers(right.size)
        size = 10 ** rng.uniform(-2.5, 1) * rng.choice([-1, 1])
        size += drawn * np.sign(size)
        changed.ravel()[k] += size * max(np.abs(right).max(), 1e-3)
        assert not judge(question, changed).passed


def mistaken_answer(question, mistake):
    values = [
        wrong_value(question.pipeline, question.quantity, question.kind, case, (mistake,))
        for case in question.cases
    ]
    if not isinstance(question.answer, Function):
        return values[0]
    calls = iter(values)
    return lambda *arguments: next(calls)


def indistinguishable(question, mistake, other_id):
    other = next(m for m in question.pipeline.mistakes if m.id == other_id)
    cases = question.cases if isinstance(question.answer, Function) else question.cases[:1]
    answers = [
        wrong_value(question.pipeline, question.quantity, question.kind, case, (mistake,)) for case in cases
    ]
    finite = [k for k, answer in enumerate(answers) if answer is not None and np.isfinite(answer).all()]
    found = recognise(
        question.pipeline,
        question.quantity,
        question.kind,
        [cases[k] for k in finite],
        [answers[k] for k in finite],
    )
    return (other,) in found
