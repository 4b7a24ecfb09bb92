"""Steps in order, pairs, a wrong line mended, numbers with units: right in any form, and told where wrong."""

import itertools

import numpy as np
import pytest
from questions import all_questions

from handprop.check import Match, Measure, Mend, Order, judge
from handprop.check.answers.units import read_unit
from handprop.check.mistakes.calculation import NoTrace
from handprop.check.variants.draw import draw
from handprop.check.variants.stream import stream

QUESTIONS = all_questions()


def of_kind(kind):
    return [
        pytest.param(lesson, question, id=f"{lesson[:2]}.{question.name}")
        for lesson, question in QUESTIONS
        if isinstance(question.answer, kind)
    ]


def named(name):
    return next(question for _, question in QUESTIONS if question.name == name)


def variants(lesson, question, count=10):
    """The question as a few learners get it."""
    for k in range(count):
        drawn = draw([question], lambda name, k=k: stream(b"class", lesson, name, str(k)))
        yield question.drawn(drawn[question.name])


@pytest.mark.parametrize("kind", [Order, Match, Mend, Measure])
def test_each_is_used_in_two_lessons(kind):
    assert len({param.values[0] for param in of_kind(kind)}) >= 2


class TestOrder:
    @pytest.mark.parametrize(("lesson", "question"), of_kind(Order))
    def test_only_right_orders_pass(self, lesson, question):
        places = question.answer.places
        for given in itertools.permutations(places):
            right = [places[label] for label in given] == sorted(places.values())
            verdict = judge(question, "".join(given))
            assert verdict.passed == right
            assert right or verdict.share < 1

    @pytest.mark.parametrize(("lesson", "question"), of_kind(Order))
    def test_what_does_not_belong_there_has_its_reply_wherever_it_stands(self, lesson, question):
        kind = question.answer
        for stranger in set(kind.options) - set(kind.places):
            for k in range(len(kind.whole) + 1):
                verdict = judge(question, kind.whole[:k] + stranger + kind.whole[k:])
                assert verdict.sentences[:2] == (f"Not ({stranger}).", kind.replies[stranger])
                assert verdict.mistakes == tuple(filter(None, [kind.mistakes.get(stranger)]))

    @pytest.mark.parametrize(("lesson", "question"), of_kind(Order))
    def test_a_shuffled_one_has_the_same_right_order_and_mistakes(self, lesson, question):
        texts = [question.answer.options[label] for label in question.answer.whole]
        for one in variants(lesson, question):
            assert judge(one, one.answer.whole).passed
            assert [one.answer.places[label] for label in one.answer.whole] == sorted(
                question.answer.places.values()
            )
            assert sorted(one.answer.options[label] for label in one.answer.whole) == sorted(texts)
            for label, known in one.answer.mistakes.items():
                old = one.answer.course[label]
                assert (question.answer.options[old], question.answer.mistakes[old]) == (
                    one.answer.options[label],
                    known,
                )

    @pytest.mark.parametrize(
        "form", ["b, g, d, a, f", "(b)(g)(d)(a)(f)", "B G D A F", list("bgdaf"), "b → g → d → a → f"]
    )
    def test_any_form_of_the_letters_is_read(self, form):
        assert judge(named("in_order"), form).passed

    @pytest.mark.parametrize(
        ("raw", "said"),
        [
            (3, "as text"),
            ({}, "as text"),
            ("bgq", "no step 'q'"),
            ("bgb", "stands twice"),
            ([1], "as text"),
            ("--", "as text"),
        ],
    )
    def test_what_cannot_be_read_is_told_in_one_sentence(self, raw, said):
        verdict = judge(named("in_order"), raw)
        assert (verdict.state, len(verdict.sentences)) == ("problem", 1)
        assert said in str(verdict)

    def test_how_far_it_is_right_is_said(self):
        assert "right up to (g)" in str(judge(named("in_order"), "bgafd"))
        assert "missing after it" in str(judge(named("in_order"), "bgd"))
        assert judge(named("in_order"), "bgd").share == pytest.approx(0.6)
        assert "Not (a) first" in str(judge(named("in_order"), "abgdf"))


class TestMatch:
    @pytest.mark.parametrize(("lesson", "question"), of_kind(Match))
    def test_only_the_right_pairs_pass(self, lesson, question):
        kind = question.answer
        for numbers in itertools.permutations(kind.partners, len(kind.options)):
            pairs = dict(zip(kind.options, numbers, strict=True))
            verdict = judge(question, " ".join(a + n for a, n in pairs.items()))
            assert verdict.passed == all(str(kind.places[a]) == n for a, n in pairs.items())
            for pair, known in kind.mistakes.items():
                assert (known in verdict.mistakes) == (pairs[pair[0]] == pair[1])

    @pytest.mark.parametrize(("lesson", "question"), of_kind(Match))
    def test_a_shuffled_one_has_the_same_pairs_and_mistakes(self, lesson, question):
        def texts(one):
            kind = one.answer
            right = {(kind.options[a], kind.partners[str(n)]) for a, n in kind.places.items()}
            return right, {
                (kind.options[p[0]], kind.partners[p[1]], known) for p, known in kind.mistakes.items()
            }

        for one in variants(lesson, question):
            assert texts(one) == texts(question)
            assert judge(one, one.answer.whole).passed

    @pytest.mark.parametrize(
        "form",
        [
            "a3, b1, c5, d2",
            "A3 B1 C5 D2",
            "d2 c5 b1 a3",
            "a-3 b-1 c-5 d-2",
            ["a3", "b1", "c5", "d2"],
            [("a", 3), ("b", 1), ("c", 5), ("d", 2)],
        ],
    )
    def test_any_form_of_the_pairs_is_read(self, form):
        assert judge(named("behaviours"), form).passed

    @pytest.mark.parametrize(
        ("raw", "said"),
        [
            (3, "pairs as text"),
            ({"a": 3}, "pairs as text"),
            ("a3 b1", "(c) has no partner yet"),
            ("a3 a1 b2 c4 d5", "stands in two"),
            ("a9 b1 c2 d3", "no pair 'a9'"),
            ("3512", "pairs as text"),
        ],
    )
    def test_what_cannot_be_read_is_told_in_one_sentence(self, raw, said):
        verdict = judge(named("behaviours"), raw)
        assert (verdict.state, len(verdict.sentences)) == ("problem", 1)
        assert said in str(verdict)


class TestMend:
    @pytest.mark.parametrize(("lesson", "question"), of_kind(Mend))
    def test_only_the_first_wrong_line_with_its_right_number_passes(self, lesson, question):
        for one in (question, *variants(lesson, question)):
            right, told = one.right(one.cases[0]), one.answer.told(one.pipeline, one.cases[0])
            passed = [
                (line, number)
                for line in range(1, len(told) + 1)
                for number in (right, *told, right * 1.01, -right)
                if judge(one, [line, number]).passed
            ]
            lines = {line for line, _ in passed}
            assert len(lines) == 1
            assert all(number == pytest.approx(right, rel=1e-3) for _, number in passed)
            assert told[lines.pop() - 1] != pytest.approx(right, rel=1e-3)

    @pytest.mark.parametrize(("lesson", "question"), of_kind(Mend))
    def test_each_known_mistake_in_the_number_is_named(self, lesson, question):
        kind, case = question.answer, question.cases[0]
        right, told = question.right(case), kind.told(question.pipeline, case)
        line = next(k for k in range(1, 9) if judge(question, [k, right]).passed)
        seen = 0
        for mistake in question.pipeline.mistakes:
            try:
                number = float(question.quantity(question.pipeline.run(case, mistake)))
            except NoTrace:
                continue
            if abs(number - right) > 2e-3 * abs(right) and number != told[line - 1]:
                verdict = judge(question, [line, number])
                assert mistake.id in verdict.mistakes
                seen += 1
        assert seen

    def test_lines_before_and_behind_are_told_apart(self):
        assert "Line 1 is right. Look below it." in str(judge(named("slip"), [1, 0.185]))
        assert "Line 3 follows rightly" in str(judge(named("slip"), [3, 0.185]))
        assert "stands there already" in str(judge(named("slip"), [2, 0.2175]))
        assert judge(named("slip"), [2, 5]).share == 0.5

    @pytest.mark.parametrize(
        "raw", [3, "2 halves", [1], [1, 2, 3], [9, 1], [1.5, 1], [2, np.nan], {}, [2, ...], ["a", "b"]]
    )
    def test_what_cannot_be_read_is_told_in_one_sentence(self, raw):
        verdict = judge(named("slip"), raw)
        assert (verdict.state, len(verdict.sentences)) == ("problem", 1)


class TestMeasure:
    @pytest.mark.parametrize(
        "form",
        [
            "-60000000 dollars * square feet",
            "-6e7 $ ft²",
            "−60 million dollars square feet",
            "-60 000 000 dollar · ft^2",
            "-60000 (thousand dollars) * ft**2",
            [-6e7, "$*ft2"],
            "$-60000000 square feet",
            "-6e7 dollars per (1 / square foot)",
        ],
    )
    def test_any_form_and_any_unit_of_the_kind_is_right(self, form):
        verdict = judge(units_of("04"), form)
        assert verdict.passed, str(verdict)

    @pytest.mark.parametrize(
        "form", ["40000 dollars", "$40 000", "40 thousand dollars", "0.04 million $", "40000 USD"]
    )
    def test_thousands_are_units_too(self, form):
        assert judge(units_of("02"), form).passed

    @pytest.mark.parametrize(
        ("raw", "said"),
        [
            (
                "-6e7 dollars per square foot",
                "The number is right; its unit, read as dollar / foot², is not.",
            ),
            ("-6e7 dollars", "its unit, read as dollar, is not"),
            ("40 dollars² per dollar per square foot", "read as dollar / foot²"),
            ("3 dollars", "Neither the number nor its unit, read as dollar, is right yet."),
            ("6e7 dollars square feet", "The unit fits"),
        ],
    )
    def test_number_and_unit_are_told_apart(self, raw, said):
        verdict = judge(units_of("04"), raw)
        assert verdict.state == "wrong"
        assert said in str(verdict)

    def test_a_number_in_a_unit_of_another_size_is_asked_about_its_unit_first(self):
        first, then = (str(judge(units_of("02"), "40 dollars", tries)) for tries in (0, 1))
        assert "The number is right, but in a unit of another size." in first
        assert "How many dollars is one of them?" in then
        assert "Double it first" not in then
        assert "The number is right; its unit" in str(judge(units_of("02"), "40000 metres"))
        assert str(judge(units_of("02"), "40 units")) == "'units' is not a unit of this question."

    def test_a_known_mistake_is_named(self):
        assert "M02-TARGET-MINUS" in judge(units_of("04"), "6e7 dollars * ft2").mistakes
        assert judge(units_of("02"), "1600 thousand dollars").mistakes == ("L02-NO-ROOT",)

    @pytest.mark.parametrize(
        "raw",
        [
            *(
                -6e7,
                "-6e7",
                "dollars",
                {},
                [1, 2],
                "-6e7 bananas",
                "-6e7 (dollars",
                "-6e7 dollars)",
                "1,5 dollars",
            ),
            *("-6e7 dollars ** 99", "-6e7 dollars /", "-6e7 square", "12 ###", "1 " + "dollars " * 100),
        ],
    )
    def test_what_cannot_be_read_is_told_in_one_sentence(self, raw):
        verdict = judge(units_of("04"), raw)
        assert verdict.state in ("problem", "wrong")
        assert verdict.state == "problem" or "unit, read as" in str(verdict)
        assert len(verdict.sentences) == 1

    @pytest.mark.parametrize(
        "raw",
        [
            *("about 40,000 dollars", "40,000 dollars", "about $40,000", "error = 40,000 dollars"),
            *("roughly -40,000.00 dollars", "about 40, 000 dollars", "about 1,5 dollars"),
        ],
    )
    def test_a_comma_in_the_number_is_told_as_one_wherever_the_number_begins(self, raw):
        verdict = judge(units_of("02"), raw)
        assert verdict.state == "problem"
        assert "not as a comma" in str(verdict)
        assert "Thousands need no comma." in str(verdict)

    @pytest.mark.parametrize(
        ("raw", "said"),
        [
            ("0.04 M dollars", "M can be read in two ways"),
            ("40 thousand dollars = 4000 dollars", "something else than what follows"),
        ],
    )
    def test_what_says_two_things_is_asked_which(self, raw, said):
        verdict = judge(units_of("02"), raw)
        assert verdict.state == "problem"
        assert said in str(verdict)

    def test_powers_and_brackets(self):
        names = {"m": "metre", "s": "second"}
        assert read_unit("m / s²", names) == read_unit("m per s per s", names) == read_unit("m * s^-2", names)
        assert read_unit("1 / (m s)", names) == read_unit("m^-1 s^-1", names)
        assert read_unit("m / s * s", names).powers == {"metre": 1}


def test_what_has_a_letter_of_its_own_may_be_called_by_it():
    runs = next(one for lesson, one in QUESTIONS if lesson[:2] == "04" and one.name == "behaviours")
    assert judge(runs, "P3 Q1 R5 S2").passed
    assert not judge(runs, "P1 Q3 R5 S2").passed


def units_of(number):
    return next(
        question for lesson, question in QUESTIONS if lesson[:2] == number and question.name == "units"
    )


@pytest.mark.parametrize("kind", [Order, Match, Mend, Measure])
@pytest.mark.parametrize("raw", [..., None, "", "..."])
def test_nothing_yet_is_unfinished(kind, raw):
    if not (kind is Mend and isinstance(raw, str)):
        question = of_kind(kind)[0].values[1]
        assert judge(question, raw).state == "unfinished"
