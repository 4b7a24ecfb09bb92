"""A learner's file of numbers: whose it is, what it holds, what is said where it is missing or changed."""

import json
import unicodedata

import pytest

from handprop.check import Exercise, WrongAnswer, load_questions
from handprop.check.variants.given import NAME
from handprop.grade.variants.hand_out import write_numbers
from handprop.grade.variants.register import Register, read_register

LESSON = "00_start_here"
ZOE = "Zoë Ångström"


@pytest.fixture
def register():
    made = Register.new()
    made.give(LESSON, load_questions(LESSON), [ZOE, "ben"])
    return made


@pytest.fixture
def beside(tmp_path, monkeypatch, register):
    """A folder with the numbers of two learners, in which a notebook runs."""
    monkeypatch.chdir(tmp_path)
    for name in ("HANDPROP_NUMBERS", "JUPYTERHUB_USER", "HANDPROP_FOLDER"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HANDPROP_PROGRESS", "off")
    write_numbers(tmp_path, register, [LESSON], [ZOE, "ben"])
    return tmp_path / NAME


def exercise(me=""):
    return Exercise(LESSON, load_questions(LESSON), me)


def right(register, name):
    (question,) = [one for one in load_questions(LESSON) if one.name == "dot_product"]
    question = question.drawn(register.numbers(LESSON, name)["dot_product"])
    return float(question.right(question.cases[0]))


def refusal(me="", answer=1):
    with pytest.raises(WrongAnswer) as told:
        exercise(me)("dot_product", answer)
    return str(told.value)


def test_each_has_numbers_of_their_own_and_a_neighbours_answer_is_wrong(beside, register):
    assert right(register, ZOE) != right(register, "ben")
    assert exercise("ben")("dot_product", right(register, "ben")).passed
    with pytest.raises(WrongAnswer):
        exercise("ben")("dot_product", right(register, ZOE))


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("written", [ZOE, ZOE.upper(), f"  {ZOE} "])
def test_a_name_with_accents_is_found_however_it_is_written(beside, register, form, written):
    assert exercise(unicodedata.normalize(form, written))("dot_product", right(register, ZOE)).passed


def test_the_hub_knows_whose_notebook_it_is(beside, register, monkeypatch):
    monkeypatch.setenv("JUPYTERHUB_USER", "ben")
    assert exercise()("dot_product", right(register, "ben")).passed


def test_a_file_for_one_learner_needs_no_name(beside, register):
    write_numbers(beside.parent, register, [LESSON], ["ben"])
    assert exercise()("dot_product", right(register, "ben")).passed


@pytest.mark.parametrize("spoil", [
    lambda text: text[: len(text) // 2],
    lambda text: text.replace('"v1": ', '"v1": 1'),
    lambda text: "[]",
    lambda text: "",
    lambda text: json.dumps(json.loads(text) | {"learners": {}}),
])  # fmt: skip
def test_a_damaged_or_changed_file_is_said_to_be(beside, spoil):
    beside.write_text(spoil(beside.read_text(encoding="utf-8")), encoding="utf-8")
    assert refusal("ben") == "numbers.json is damaged or was changed. Ask your instructor for it again."


def test_a_learner_without_a_file_never_gets_the_numbers_of_the_course(beside):
    beside.unlink()
    (question,) = [one for one in load_questions(LESSON) if one.name == "dot_product"]
    said = refusal("ben", float(question.right(question.cases[0])))
    assert said.startswith("Your numbers are not here: put numbers.json")


def test_a_file_for_one_learner_is_not_for_another(beside, register):
    write_numbers(beside.parent, register, [LESSON], ["ben"])
    assert "holds no numbers for" in refusal(ZOE)


def test_who_is_not_in_the_file_or_gives_no_name_is_told(beside):
    assert "holds no numbers for 'bem'" in refusal("bem")
    assert (
        refusal()
        == 'Whose numbers? Write your name into the first cell: exercise("00_start_here", me="...").'
    )


def test_the_file_holds_neither_names_nor_the_secret_nor_another_lesson(beside, register):
    text = beside.read_text(encoding="utf-8")
    assert not [part for part in (register.secret, "ben", "Zo", "ngstr") if part in text]
    with pytest.raises(WrongAnswer, match="no numbers for 06_by_hand"):
        Exercise("06_by_hand", load_questions("06_by_hand"), "ben")("formula", "delta")


def test_numbers_stay_when_learners_are_added_and_a_question_is_drawn_otherwise(register, tmp_path):
    from dataclasses import replace

    questions, before = load_questions(LESSON), register.numbers(LESSON, "ben")
    changed = []
    for one in questions:  # an author has other ranges by now
        question, words = one.template
        ranges = {name: (values[0],) for name, values in one.vary.ranges.items()} if one.vary else {}
        vary = one.vary and replace(
            one.vary, ranges={**one.vary.ranges, "v3": (9.0,)} if "v3" in ranges else one.vary.ranges
        )
        changed.append(replace(question, vary=vary).worded(words))
    assert register.give(LESSON, changed, [ZOE, "ben", "new"]) == []
    assert register.numbers(LESSON, "ben") == before
    assert register.numbers(LESSON, "new")["dot_product"]["numbers"]["v3"] == 9
    register.write(tmp_path / "variants")
    assert read_register(tmp_path).numbers(LESSON, "BEN") == before


def test_numbers_that_no_longer_fit_their_question_are_replaced_and_told_of(register):
    numbers = register.learners["ben"][LESSON]
    numbers["slope"] = {"numbers": {"x": 1}}
    numbers["what_is_it"] = {"order": "abcdef"}
    told = register.give(LESSON, load_questions(LESSON), ["ben", ZOE])
    assert sorted(line.split()[0] for line in told) == ["slope", "what_is_it"]
    assert "y1" in register.numbers(LESSON, "ben")["slope"]["numbers"]
