"""Making an exam: what is handed out, and the folder in which it is graded.

What is handed out is made from what questions ask, and from nothing else of them.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from handprop import language
from handprop.border import foreign, read_numbers
from handprop.check import load_questions
from handprop.check.question import Question
from handprop.check.variants.draw import varied
from handprop.course import counting
from handprop.course.counting import counted
from handprop.course.faults import Refused
from handprop.course.files import write_whole
from handprop.exam import taken
from handprop.grade.intake.class_list import read_roster
from handprop.grade.notebooks.cells import new_cell
from handprop.grade.notebooks.graded import release_of
from handprop.grade.roles import grade_id
from handprop.grade.variants.register import FOLDER, Register, read_register
from handprop.grade.variants.whose import keep_list
from handprop.language import tr

HAND_OUT, PACKAGE = "hand_out", "handprop_exam"
_CODE = ((taken, "__init__"), (read_numbers, "read_numbers"), (foreign, "foreign"), (language, "language"))
_SETS_UP = re.compile(r"^from handprop\.check import exercise\n|^check = exercise\(.*\)\n?", re.MULTILINE)
_OPENING = tr("""# Exam: {title}

{what}, from {begins:%Y-%m-%d %H:%M} to {ends:%H:%M %Z}.

Write your name, as it stands on the class list, between the quotes of `me`, and run the cell.
A cell at each question shows it with your own numbers. The check says only whether your answer can be read;
it is judged afterwards. At the end, run the last cell, save the notebook, and hand in this one file.""")


@dataclass(frozen=True)
class Times:
    """When an exam begins and ends, with a time zone."""

    begins: datetime
    ends: datetime


def make(course: Path, class_list: Path, lesson: str, times: Times) -> Iterator[str]:
    """Make the exam in a folder of its own; says what was done.  Raises Refused and OSError."""
    learners = [entry.id for entry in read_roster(class_list).entries]
    if not learners:
        raise Refused(tr("{class_list} names no learners.", class_list=class_list))
    if times.ends <= times.begins:
        raise Refused(tr("The exam ends before it begins: look at --from and --to."))
    register = read_register(course) or Register.new()
    _refuse_exercises(course, register)
    questions = load_questions(lesson)
    yield from register.give(lesson, questions, learners)
    register.write(course / FOLDER)
    keep_list(course, class_list)
    write_whole(course / ".gitignore", "*\n")  # the secret is beside it, whatever the folder is called
    yield from _write_rules(course, lesson, times)
    asked = {one: varied(questions, register.numbers(lesson, one)) for one in learners}
    folder = course / HAND_OUT
    write_hand_out(folder, lesson, release_of(lesson), asked, register.salt, times)
    made = ", ".join(
        [counted(len(learners), "learner", "learners"), counted(len(questions), "question", "questions")]
    )
    yield tr("{made}: hand out {folder} when the exam begins.", made=made, folder=folder)
    if others := sorted(_left_over(folder, lesson)):
        yield tr(
            "Take out of {folder} first what is not of the exam: {others}.",
            folder=folder,
            others=", ".join(others),
        )
    yield tr(
        "Keep the rest of {course} to yourself. Grade with `handprop grade DOWNLOADS --course {course}`.",
        course=course,
    )


def _refuse_exercises(course: Path, register: Register) -> None:
    """An exam where the exercises are would ask with the numbers that are solved already."""
    if register.learners and not (course / HAND_OUT / taken.PAPER).exists():
        raise Refused(
            tr(
                "{course} has the numbers of a class's exercises. An exam needs others: name another folder "
                "with --course.",
                course=course,
            )
        )


def _write_rules(course: Path, lesson: str, times: Times) -> Iterator[str]:
    """The end of the exam as the date that work is due; a file that is there already is the instructor's."""
    file, end = course / "class.toml", f"{times.ends.astimezone(UTC):%Y-%m-%d %H:%M}"
    if not file.exists():
        write_whole(file, tr('[due]\n{lesson} = "{end}"  # in UTC\n', lesson=lesson, end=end))
    elif end not in file.read_text(encoding="utf-8"):
        yield tr(
            '{file} was there already, with another end. Write it there too: {lesson} = "{end}", in UTC.',
            file=file,
            lesson=lesson,
            end=end,
        )


def _left_over(folder: Path, lesson: str) -> Iterator[str]:
    """What lies in the folder besides the exam: a try-out with answers, and what Jupyter made of it."""
    ours = {taken.PAPER, _notebook_name(lesson), *(f"{PACKAGE}/{name}.py" for _, name in _CODE)}
    for path in folder.rglob("*"):
        if path.is_file() and (name := path.relative_to(folder).as_posix()) not in ours:
            yield name


def write_hand_out(
    folder: Path,
    lesson: str,
    release: Mapping,
    asked: Mapping[str, Sequence[Question]],
    salt: str,
    times: Times,
) -> None:
    """Write all that learners get: the notebook, the questions of each, and the code that reads answers."""
    paper = {
        "begins": times.begins.astimezone(UTC).isoformat(timespec="minutes"),
        "ends": times.ends.astimezone(UTC).isoformat(timespec="minutes"),
        "salt": salt,
        "learners": {taken.key_of(salt, one): dict(map(_public, of)) for one, of in asked.items()},
    }
    write_whole(folder / taken.PAPER, json.dumps(paper, ensure_ascii=False) + "\n")
    questions = next(iter(asked.values()))
    notebook = json.dumps(_notebook(release, questions, times), ensure_ascii=False, indent=1)
    write_whole(folder / _notebook_name(lesson), notebook + "\n")
    for module, name in _CODE:
        source = Path(module.__file__).read_text(encoding="utf-8").replace("handprop.border", PACKAGE)
        write_whole(
            folder / PACKAGE / f"{name}.py", source.replace("handprop.language", f"{PACKAGE}.language")
        )


def _notebook_name(lesson: str) -> str:
    return f"{lesson[:2]}_exam{lesson[2:]}.ipynb"


def _public(question: Question) -> tuple[str, dict]:
    """What a learner may know of a question: what it asks, and of which kind its answer is."""
    return question.name, {"ask": question.ask, "variable": question.variable, **question.answer.readable()}


def _notebook(release: Mapping, questions: Sequence[Question], times: Times) -> dict:
    points = sum(one.points for one in questions)
    what = counted(len(questions), "question", "questions") + f", {counting.points(points)}"
    title = _title(release)
    opening = _OPENING.format(
        title=title, what=what, begins=times.begins.astimezone(), ends=times.ends.astimezone()
    )
    cells = [new_cell("markdown", opening), *_cells(release, questions), new_cell("code", "check.hand_in()")]
    for number, cell in enumerate(cells):
        cell["id"] = f"exam-{number}"
    return {**release, "cells": cells}


def _title(release: Mapping) -> str:
    first = release["cells"][0]["source"].splitlines()[0]
    return first.removeprefix("# Exercise:").strip()


def _cells(release: Mapping, questions: Iterable[Question]) -> Iterator[dict]:
    """The cells for answers and checks as they are released; the questions are shown by a cell."""
    by_ask = {f"{one.name}-ask": one for one in questions}
    for cell in copy.deepcopy(list(release["cells"])):
        if question := by_ask.get(grade_id(cell)):
            yield {**cell, "source": question.heading}
            yield new_cell("code", f'check.ask("{question.name}")')
        elif grade_id(cell) is not None:
            yield cell
        elif cell["cell_type"] == "code":
            yield from _set_up(cell)


def _set_up(cell: dict) -> Iterator[dict]:
    lesson = re.search(r"exercise\((.\w+.)\)", cell["source"])
    if lesson is None:
        yield cell
        return
    own = f'from {PACKAGE} import exercise\n\ncheck = exercise({lesson[1]}, me="")'
    rest = _SETS_UP.sub("", cell["source"]).strip()
    yield {**cell, "source": f"{rest}\n\n{own}".strip()}
