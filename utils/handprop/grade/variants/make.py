"""Making the numbers of a class: the register, the notebooks to hand out, the files of numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from handprop.check import load_questions
from handprop.course.counting import counted
from handprop.course.faults import Refused
from handprop.grade.intake.class_list import Roster, read_roster
from handprop.grade.intake.names import folder_names
from handprop.grade.notebooks.graded import release_of
from handprop.grade.variants import hand_out
from handprop.grade.variants.register import FOLDER, Register, read_register
from handprop.grade.variants.whose import keep_list
from handprop.language import tr


def make(course: Path, class_list: Path, lessons: Sequence[str], *, each: bool = False) -> Iterator[str]:
    """Give all on the list numbers for these lessons, and write what is handed out; says what was done.

    Raises Refused for a list that cannot be used, and OSError.
    """
    roster = read_roster(class_list)
    learners = _names(roster, class_list)
    register = read_register(course) or Register.new()
    folder = course / FOLDER / hand_out.FOLDER
    for lesson in lessons:
        questions = load_questions(lesson)
        for said in register.give(lesson, questions, learners):
            yield f"{lesson}: {said}"
        hand_out.write_notebook(folder, lesson, release_of(lesson), questions)
    register.write(course / FOLDER)
    keep_list(course, class_list)
    every = [lesson for lesson in _all_lessons(register) if register.has(lesson)]
    hand_out.write_numbers(folder, register, every, learners)
    exercises = counted(len(lessons), "exercise", "exercises")
    yield tr(
        "{counted}, {exercises}: hand out {folder}.",
        counted=counted(len(learners), "learner", "learners"),
        exercises=exercises,
        folder=folder,
    )
    if each:
        apart = course / FOLDER / "each"
        hand_out.write_each(apart, register, every, folder_names(learners))
        yield tr("A file of numbers for each learner: {apart}.", apart=apart)
    yield tr(
        "Keep {course} to yourself: `handprop grade --course {course_2}` needs it.",
        course=course / FOLDER,
        course_2=course,
    )


def _all_lessons(register: Register) -> list[str]:
    return sorted({lesson for lessons in register.learners.values() for lesson in lessons})


def _names(roster: Roster, file: Path) -> list[str]:
    names = [entry.id for entry in roster.entries]
    if not names:
        raise Refused(tr("{file} names no learners.", file=file))
    return names
