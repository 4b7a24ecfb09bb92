"""Every question that varies, drawn for many learners: right is right, mistakes are named as on the original.

A sample in the usual run; a thousand learners in the slow one.
"""

import itertools
import json
import re
from collections import Counter, defaultdict
from functools import cache
from statistics import mean
from time import process_time

import numpy as np
import pytest
from kinds import solved, written

from handprop.check import Choice, judge, load_questions
from handprop.check.mistakes.recognise import wrong_value
from handprop.check.variants import shown
from handprop.check.variants.draw import draw
from handprop.check.variants.stream import stream
from handprop.course.lessons import lessons

SECRET = b"the secret of a class of tests"
LEFT = re.compile(r"\{\w+(?::\w+)?\}")
FEW, MANY, TURNS = 20, 1000, 10
ONE_EACH = 60  # of the mistakes, which are judged in turn; all are compared by their numbers


@cache
def questions(lesson):
    return tuple(load_questions(lesson))


def groups():
    """The lesson and the names of the questions that are drawn together."""
    for lesson in lessons():
        together = defaultdict(list)
        for question in questions(lesson):
            if question.differs:
                together[(question.vary and question.vary.name) or question.name].append(question.name)
        for names in together.values():
            yield pytest.param(lesson, tuple(names), id=f"{lesson[:2]}-{'-'.join(names)}")


def drawn_for(lesson, names, learner):
    asked = [question for question in questions(lesson) if question.name in names]
    found = draw(asked, lambda name: stream(SECRET, lesson, name, learner))
    return {question.name: (question, found[question.name]) for question in asked}


_NAMED = {}


def named(question):
    """What the check says to each known mistake of the question, on the numbers of the course."""
    if question.name not in _NAMED or _NAMED[question.name][0] is not question:
        _NAMED[question.name] = question, dict(verdicts(question))
    return _NAMED[question.name][1]


def verdicts(question, turn=0, of=1):
    """What is said to each mistake, or in turn to one in every `of` of them."""
    mistakes = question.pipeline.mistakes if question.pipeline and question.cases else ()
    for k, mistake in list(enumerate(mistakes))[turn % of :: of]:
        case = question.cases[0]
        value = wrong_value(question.pipeline, question.quantity, question.kind, case, (mistake,))
        if value is not None and np.isfinite(value).all() and (given := written(question, value)) is not None:
            yield (k, mistake.id), judge(question, given)


def check_answers(question, variant, turn=0, of=1):
    """The variant takes its right answer and its solution, and tells every mistake as the original does."""
    right = written(variant, variant.right(variant.cases[0])) if variant.cases else variant.answer.whole
    if right is None:
        check_solution(variant)
    else:
        assert judge(variant, right).passed
    for (k, known), verdict in verdicts(variant, turn, of):
        before = named(question).get((k, known))
        if before is not None and not before.passed:
            assert not verdict.passed, known
            assert known in verdict.mistakes or known not in before.mistakes, (known, verdict)
            assert set(verdict.mistakes) <= set(before.mistakes), (known, verdict, before)


def check_all_mistakes(question, variant):
    """By the numbers alone, which is quicker: each mistake shows, and gives the same as no new one."""
    before, now = _alike(question), _alike(variant)
    assert before.keys() <= now.keys()
    assert all(now[k] & before.keys() <= before[k] for k in before)


def _alike(question):
    """By the place of each mistake that shows, the ids of those that give the same numbers."""
    if not (question.pipeline and question.cases):
        return {}
    kind, case = question.kind, question.cases[0]
    right = np.asarray(question.right(case), dtype=float).reshape(kind.shape)
    parts = (question.pipeline, question.quantity, kind, case)
    values = {k: wrong_value(*parts, (one,)) for k, one in enumerate(question.pipeline.mistakes)}
    values = {
        k: value for k, value in values.items() if value is not None and not kind.same(right, value).all()
    }
    return {
        k: {m for m, other in values.items() if kind.same(other, value).all()} for k, value in values.items()
    }


def check_options(question, variant):
    """Each option of a shuffled choice has its own text and reply, the right one is right, no other is."""
    if not variant.answer.any_order:
        return
    assert judge(variant, variant.answer.whole).passed
    if not isinstance(variant.answer, Choice):
        alike = question.answer.whole == variant.answer.whole
        assert judge(variant, question.answer.whole).passed == alike  # a neighbour's letters
        return
    for label, text in variant.answer.options.items():
        assert f"- ({label}) {text.split(chr(10))[0][:20]}" in variant.ask
        if label != variant.answer.right:
            verdict = judge(variant, label + variant.answer.right_reason)
            assert not verdict.passed
            assert variant.answer.replies[label] in verdict.sentences
            in_course = variant.answer.in_course(verdict.sentences[0])
            assert set(verdict.mistakes) == (
                {known} if (known := question.answer.mistakes.get(in_course[5])) else set()
            )


def check_words(variant, drawn):
    said = [variant.title, variant.ask, variant.insight, *variant.hints, variant.solution_source]
    said += [
        part
        for one in (variant.pipeline.mistakes if variant.pipeline else ())
        for part in (one.name, one.hint)
    ]
    if not variant.vary:
        return
    assert not [text for text in said if LEFT.search(text)]
    if not variant.cases:
        return
    for name in variant.vary.ranges:
        if not isinstance(drawn["numbers"][name], list) and name != "layers":  # these stand there in words
            assert shown(drawn["numbers"][name]) in variant.ask, name


def check_solution(variant):
    """The worked solution, run as it is printed, gives the right answer."""
    assert judge(variant, solved(variant)).passed


@pytest.mark.parametrize(("lesson", "names"), list(groups()))
def test_a_sample_of_learners_has_fit_numbers(lesson, names):
    for number in range(FEW):
        for question, drawn in drawn_for(lesson, names, f"learner {number}").values():
            variant = question.drawn(drawn)
            check_answers(question, variant, number, TURNS)
            check_options(question, variant)
            check_words(variant, drawn)
            if number < FEW / TURNS:
                check_solution(variant)


@pytest.mark.slow
@pytest.mark.parametrize(("lesson", "names"), list(groups()))
def test_a_thousand_learners_have_numbers_of_their_own(lesson, names):
    drawn_for(lesson, names, "set-up")
    seconds, seen = [], defaultdict(Counter)
    for number in range(MANY):
        began = process_time()
        found = drawn_for(lesson, names, f"learner {number}")
        variants = [question.drawn(drawn) for question, drawn in found.values()]
        seconds.append((process_time() - began) / len(found))
        for (question, drawn), variant in zip(found.values(), variants, strict=True):
            seen[question.name][json.dumps(drawn)] += 1
            check_answers(question, variant, number, ONE_EACH)
            check_all_mistakes(question, variant)
            check_options(question, variant)
            check_words(variant, drawn)
            if number < FEW:
                check_solution(variant)
    for name, counts in seen.items():
        same = sum(count * (count - 1) for count in counts.values()) / (MANY * (MANY - 1))
        told = (
            f"{1 - same:.2%} of pairs differ, {1000 * mean(seconds):.1f} ms, most {1000 * max(seconds):.0f}"
        )
        print(lesson, name, told)
        assert same < (0.05 if "numbers" in next(iter(counts)) else 0.25), name  # three options: six orders


def test_the_numbers_of_the_course_are_fit_themselves():
    from handprop.check.variants.draw import is_fit

    varying = [one for lesson in lessons() for one in questions(lesson) if one.vary]
    assert len(varying) > 20
    assert [one.name for one in varying if not is_fit(one, one.vary.numbers)] == []


def test_drawing_again_gives_the_same_and_another_key_gives_another():
    def all_of(learner, secret=SECRET, attempt=1):
        asked = questions("07_matrices")
        return draw(asked, lambda name: stream(secret, "07_matrices", name, learner, attempt))

    ways = [all_of("ada"), all_of("ben"), all_of("ada", b"another"), all_of("ada", attempt=2)]
    assert all_of("ada") == ways[0] == all_of(" ADA")
    assert all(one["outer"] != other["outer"] for one, other in itertools.combinations(ways, 2))


def test_numbers_and_options_are_drawn_apart_for_each_question():
    choices, alike = [one for one in questions("06_by_hand") if one.answer.any_order], 0
    for number in range(60):
        found = {
            one.name: one.answer.shuffled(stream(SECRET, "06", one.name, f"l{number}")) for one in choices
        }
        alike += found["closed_gate"] == found["printed_numbers"]
    assert alike < 12
