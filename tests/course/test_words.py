"""The words of questions, read from exercise.md."""

import pytest

from handprop.check import load_questions
from handprop.course.lessons import Place, lessons, own_root
from handprop.course.words import Words, WordsFault, words_in, words_of

CHOICE = """---
title: A gate
hints:
- Look at z2.
---
Which are zero?

- [ ] (a) none,
  or so
  > Nudge w3 a little.
  > Does it move?
- [x] (b) both

1. [x] It is closed.
2. [ ] It is open.
"""


def test_a_choice_is_a_task_list_with_a_quoted_reply():
    words = words_of("gate", CHOICE)
    assert words.options == {"a": "none, or so", "b": "both"}
    assert words.right == "b"
    assert words.replies == {"a": "Nudge w3 a little. Does it move?"}
    assert (words.reasons, words.right_reason) == ({"1": "It is closed.", "2": "It is open."}, "1")
    assert (words.title, words.hints) == ("A gate", ("Look at z2.",))


def test_a_learner_sees_neither_tick_nor_reply():
    ask = words_of("gate", CHOICE).ask
    assert "- (a) none,\n  or so\n- (b) both" in ask
    assert "2. It is open." in ask
    assert "[" not in ask
    assert "Nudge" not in ask


@pytest.mark.parametrize(
    ("content", "part"),
    [
        ("---\ntitle: a: b\n---\n", "not valid YAML"),
        ("---\nfoo: 1\n---\n", "Unknown entry 'foo'"),
        ("---\nhints: one\n---\n", "must be a list"),
        ("---\n- 1\n---\n", "`name: value` lines"),
        ("- [ ] (a) one\n  > No.\n", "ticks none of its options"),
        ("- [ ] (a) one\n- [x] (b) two\n", "says nothing to (a)"),
        ("- [x] (a) one\n- [x] (b) two\n", "two right ones"),
        ("- [x] (a) one\n- [ ] (a) two\n  > No.\n", "(a) twice"),
    ],
)
def test_what_cannot_be_used_is_told_with_the_question(content, part):
    with pytest.raises(WordsFault, match="'q'") as told:
        words_of("q", content)
    assert part in str(told.value)


def test_an_empty_block_has_no_words(tmp_path):
    assert words_of("q", "\n") == Words()
    assert words_in(tmp_path / "exercise.md") == {}


@pytest.mark.parametrize("lesson", lessons())
def test_the_words_of_every_question_stand_in_the_exercise_alone(lesson):
    place = Place(own_root(), lesson)
    words = words_in(place.exercise)
    assert list(words) == [question.name for question in load_questions(lesson)]
    code = place.questions.read_text(encoding="utf-8")
    said = [part for one in words.values() for part in (one.insight, one.ask.strip())]
    assert [part for part in said if part and part in code] == []
