"""Where the course says that it teaches what others do: the sections and the questions are there."""

import re

import pytest
import yaml
from places import REPO
from questions import all_questions

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
