"""Where the course says that it teaches what others do: the sections and the questions are there."""

import re

import pytest
import yaml
from places import REPO
from questions import all_questions

from handprop.build import Stop, reference

COURSES = yaml.safe_load((REPO / "lessons" / "elsewhere.yml").read_text(encoding="utf-8"))
TOPICS = [topic for course in COURSES for topic in course["topics"] if isinstance(topic, list)]
ASKED = {f"{lesson[:2]}.{question.name}" for lesson, question in all_questions()}


@pytest.mark.parametrize(("topic", "lesson", "section", "question"), TOPICS, ids=lambda one: str(one)[:30])
def test_it_is_taught_and_asked_where_the_page_says(topic, lesson, section, question):
    text = (REPO / "lessons" / lesson / "lesson.md").read_text(encoding="utf-8")
    assert section in re.findall(r"^## (.+?) *$", text, re.MULTILINE), topic
    assert question in ASKED, topic


def test_what_is_left_out_has_a_reason():
    left = [topic for course in COURSES for topic in course["topics"] if isinstance(topic, dict)]
    assert all(len(topic["reason"]) > 20 for topic in left)
    assert len(left) < len(TOPICS) / 10


def test_seven_courses_are_compared():
    assert len(COURSES) == 7
    assert all(len(course["topics"]) > 4 for course in COURSES)


def test_a_lesson_that_was_renamed_elsewhere_only_is_named_in_a_sentence(tmp_path):
    (tmp_path / "lessons").mkdir()
    topic = ["Circuits", "12_gone", "The graph", "12.circuit"]
    course = {"title": "A", "url": "https://a.example", "topics": [topic]}
    (tmp_path / "lessons" / "elsewhere.yml").write_text(yaml.safe_dump([course]), encoding="utf-8")
    with pytest.raises(Stop, match="leads 'Circuits' to 12_gone, and there is no such lesson"):
        reference.elsewhere(tmp_path)
