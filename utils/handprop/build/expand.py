"""From sources to notebooks: the opening cell, the questions, the closing cell, metadata and cell ids."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nbformat import NotebookNode, v4

from handprop.build.source import Cell, Source
from handprop.course import counting
from handprop.course.counting import counted
from handprop.course.front import anchor
from handprop.course.lessons import Place
from handprop.language import tr

# As JupyterLab writes it, but without the version of Python, which differs between machines.
METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {
        "file_extension": ".py",
        "mimetype": "text/x-python",
        "name": "python",
        "nbconvert_exporter": "python",
        "pygments_lexer": "ipython3",
    },
}


@dataclass
class Draft:
    """A notebook before it is run, and for each of its cells the cell of the source that it came from."""

    notebook: NotebookNode
    path: str
    origins: list[Cell | None]


def lesson_draft(place: Place, lesson: Source, titles: Mapping[str, str], questions: Sequence) -> Draft:
    """The notebook of a lesson; `titles` of all lessons by name, `questions` of its exercise or none."""
    pairs = [(v4.new_markdown_cell(_lesson_opening(place, lesson.front["handprop"], titles)), None)]
    pairs += [(_plain_cell(cell), cell) for cell in lesson.cells]
    pairs.append((v4.new_markdown_cell(_lesson_closing(place, questions, titles)), None))
    return _draft(place, lesson.path, pairs)


def solution_draft(
    place: Place, exercise: Source, titles: Mapping[str, str], questions: Sequence, fingerprint: str
) -> Draft:
    """The exercise with its solutions; `fingerprint` of questions.py, so that a change in it is noticed.

    `titles` of all lessons by name, in the order of the course.
    """
    title = titles[place.name]
    by_name = {question.name: question for question in questions}
    own = exercise.front.get("handprop") or {}
    opening = _exercise_opening(place, own.get("title", title), own.get("minutes"), title, questions)
    pairs = [(v4.new_markdown_cell(opening), None)]
    for cell in exercise.cells:
        if cell.kind == "question":
            pairs += [(made, cell) for made in question_cells(by_name[cell.source])]
        else:
            pairs.append((_plain_cell(cell), cell))
    pairs.append((v4.new_markdown_cell(_exercise_closing(place, titles)), None))
    draft = _draft(place, exercise.path, pairs)
    draft.notebook.metadata["handprop"] = {"questions": fingerprint}
    return draft


def question_cells(question) -> list[NotebookNode]:
    """What is asked, where to answer, and (unless it is graded by hand) the check, for nbgrader."""
    name, points = question.name, question.points
    about = {"handprop": {"objective": question.objective, "question": name}}
    heading = f"## {question.title} ({counting.points(points)})"
    said = [heading, question.ask.strip(), *filter(None, [question.answer.aside])]
    ask = v4.new_markdown_cell("\n\n".join(said), metadata=_nbgrader(f"{name}-ask", locked=True))
    if question.manual:
        graded = _nbgrader(name, solution=True, grade=True, points=points)
        return [ask, v4.new_markdown_cell(question.answer_source, metadata=graded | about)]
    answer = v4.new_code_cell(question.answer_source, metadata=_nbgrader(name, solution=True))
    graded = _nbgrader(f"{name}-check", locked=True, grade=True, points=points)
    return [ask, answer, v4.new_code_cell(question.check_source, metadata=graded | about)]


def cell_id(lesson: str, source: str, occurrence: int) -> str:
    """An id that stays while the cell stays: a hash of lesson, source, and which one of equal cells it is."""
    return hashlib.sha256(f"{lesson}\0{occurrence}\0{source}".encode()).hexdigest()[:12]


def _draft(place: Place, path: str, pairs: list[tuple[NotebookNode, Cell | None]]) -> Draft:
    seen: Counter[str] = Counter()
    for cell, _ in pairs:
        seen[cell.source] += 1
        cell["id"] = cell_id(place.name, cell.source, seen[cell.source])
    notebook = v4.new_notebook(cells=[cell for cell, _ in pairs], metadata=METADATA)
    return Draft(notebook, path, [origin for _, origin in pairs])


def _plain_cell(cell: Cell) -> NotebookNode:
    make = v4.new_code_cell if cell.kind == "code" else v4.new_markdown_cell
    return make(cell.source, metadata=cell.metadata)


def _nbgrader(grade_id: str, points: int | None = None, **flags: bool) -> dict:
    known = {"grade": False, "locked": False, "solution": False, "task": False, **flags}
    worth = {} if points is None else {"points": points}
    return {"nbgrader": {"grade_id": grade_id, "schema_version": 3, **known, **worth}}


def _lesson_opening(place: Place, front: dict, titles: Mapping[str, str]) -> str:
    goals = "\n".join(f"- {objective['text']}" for objective in front["objectives"])
    links = [
        tr("[{name} {titles}]({name_2}.ipynb)", name=name[:2], titles=titles[name], name_2=name)
        for name in front.get("builds_on", [])
    ]
    builds_on = (
        tr("Builds on {listed}.", listed=_listed(links)) if links else tr("Builds on no other lesson.")
    )
    return tr(
        "# {number} {title}\n\n"
        "**In this lesson**\n\n"
        "{goals}\n\n"
        "About {minutes} minutes. {builds_on}{new_words}",
        number=place.number,
        title=front["title"],
        goals=goals,
        minutes=front["minutes"],
        builds_on=builds_on,
        new_words=_new_words(front),
    )


def _new_words(front: dict) -> str:
    """The terms that the lesson explains, each linked to its entry in the glossary."""
    terms = [term["term"] for term in front.get("terms") or []]
    links = [f"[{term}](../docs/glossary.md#{anchor(term)})" for term in terms]
    return tr("\n\nNew words: {links}.", links=", ".join(links)) if links else ""


def _lesson_closing(place: Place, questions: Sequence, titles: Mapping[str, str]) -> str:
    exercise = f"../exercises/{place.name}/{place.name}.ipynb"
    now = (
        [tr("**Now you:** [the exercise]({exercise}), {worth}.", exercise=exercise, worth=_worth(questions))]
        if questions
        else []
    )
    return "\n\n".join([*now, _way_on(place, titles, "", "../docs/lessons.md")])


def _exercise_closing(place: Place, titles: Mapping[str, str]) -> str:
    back = tr(
        "[{number} {titles}](../../notebooks/{place}.ipynb)",
        number=place.number,
        titles=titles[place.name],
        place=place.name,
    )
    way_on = _way_on(place, titles, "../../notebooks/", "../../docs/lessons.md", back)
    return tr("**The end of this exercise.**\n\n{way_on}", way_on=way_on)


def _way_on(place: Place, titles: Mapping[str, str], folder: str, all_lessons: str, back: str = "") -> str:
    """Links to the next lesson, back to `back` or to the lesson before, and to all lessons."""
    names = list(titles)
    here = names.index(place.name)
    links = [
        tr(
            "[{name} {titles}]({folder}{name_2}.ipynb)",
            name=name[:2],
            titles=titles[name],
            folder=folder,
            name_2=name,
        )
        for name in names
    ]
    onward = [tr("Next: {links}", links=links[here + 1])] if here + 1 < len(links) else []
    back = back or (links[here - 1] if here else "")
    every = (
        [tr("[All lessons]({all_lessons})", all_lessons=all_lessons)]
        if (place.root / "lessons" / "topics.yml").is_file()
        else []
    )
    return " · ".join([*onward, *([tr("Back: {back}", back=back)] if back else []), *every])


def _exercise_opening(place: Place, title: str, minutes: int | None, lesson: str, questions: Sequence) -> str:
    time = tr(" About {minutes} minutes.", minutes=minutes) if minutes else ""
    back = tr(
        "[{number} {lesson}](../../notebooks/{place}.ipynb)",
        number=place.number,
        lesson=lesson,
        place=place.name,
    )
    title = title.removeprefix("Exercise:").strip()
    return tr(
        "# Exercise: {title}\n\n{worth} in total.{time} Back to the lesson: {back}.",
        title=title,
        worth=_worth(questions),
        time=time,
        back=back,
    )


def _worth(questions: Sequence) -> str:
    points = sum(question.points for question in questions)
    return counted(len(questions), "question", "questions") + f", {counting.points(points)}"


def _listed(items: list[str]) -> str:
    return (
        items[0] if len(items) == 1 else tr("{items} and {last}", items=", ".join(items[:-1]), last=items[-1])
    )
