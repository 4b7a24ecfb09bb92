"""`handprop build` on a small course of its own; the repository's notebooks are in test_notebooks.py."""

import json
import os
import shutil
import subprocess
import sys

import jupytext
import nbformat
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handprop.build import Stop, build, check, find_root, make, store
from handprop.build.expand import cell_id
from handprop.build.release import STUB
from handprop.build.source import read_source
from handprop.build.widgets import STATE
from handprop.build.widgets import VIEW as WIDGET_VIEW
from handprop.course import files
from handprop.course import lessons as course_lessons
from handprop.course.files import write_whole

LESSON_05 = """\
---
kernelspec: {name: python3, display_name: Python 3}
handprop:
  title: Chain rule
  minutes: 10
  objectives:
  - {id: "05.1", text: "multiply two slopes"}
---

Nothing to run here.
"""

LESSON_06 = """\
---
jupytext:
  text_representation: {extension: .md, format_name: myst}
kernelspec: {name: python3, display_name: Python 3}
handprop:
  title: By hand
  minutes: 40
  builds_on: [05_chain_rule]
  objectives:
  - {id: "06.1", text: "get all six gradients"}
  - {id: "06.2", text: "say why η is small"}
---

## One

First text: ∂loss/∂w.

+++

Second text.

```{code-cell} ipython3
:tags: [nbval-ignore-output]

import sys
import ipywidgets
from IPython.display import display
display({"text/plain": "a slider", "image/png": "iVBORw0KGgo=", "VIEW": {"model_id": "x"}}, raw=True)
ipywidgets.FloatSlider()
```

```{code-cell} ipython3
for k in range(3):
    print(k)
    print("to stderr", k, file=sys.stderr)
```

```{code-cell} ipython3
1 + 1
```

Between two equal cells.

```{code-cell} ipython3
1 + 1
```
""".replace("VIEW", WIDGET_VIEW)

EXERCISE_06 = """\
---
kernelspec: {name: python3, display_name: Python 3}
handprop: {minutes: 5}
---

```{code-cell} ipython3
def check(name, value):
    assert value == 3, name
```

Before.

```{question} three
```

After.

```{question} why
```
"""

QUESTIONS_06 = """\
from types import SimpleNamespace as Question

QUESTIONS = [
    Question(
        name="three",
        title="Three",
        ask="Set `three`.",
        objective="06.1",
        points=2,
        manual=False,
        answer_source="three = ...\\n### BEGIN SOLUTION\\nthree = 3\\n### END SOLUTION",
        check_source='check("three", three)', answer=Question(aside=""),
    ),
    Question(
        name="why",
        title="Why",
        ask="Say why.",
        objective="06.2",
        points=1,
        manual=True,
        answer_source="### BEGIN SOLUTION\\nBecause.\\n### END SOLUTION",
        check_source="", answer=Question(aside=""),
    ),
]
"""

NOTEBOOKS = [
    "notebooks/05_chain_rule.ipynb",
    "notebooks/06_by_hand.ipynb",
    "solutions/06_by_hand/06_by_hand.ipynb",
    "exercises/06_by_hand/06_by_hand.ipynb",
]


FOLDERS = {"source": "solutions", "release": "exercises"}


def write_course(root):
    files = {
        "05_chain_rule/lesson.md": LESSON_05,
        "06_by_hand/lesson.md": LESSON_06,
        "06_by_hand/exercise.md": EXERCISE_06,
        "06_by_hand/questions.py": QUESTIONS_06,
    }
    for name, text in files.items():
        path = root / "lessons" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def edit(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def read(root, name):
    return nbformat.read(root / name, as_version=4)


def stored_bytes(root):
    return {name: (root / name).read_bytes() for name in NOTEBOOKS}


class Lines(make.Screen):
    """Remembers what was done to which notebook."""

    def __init__(self):
        self.what = {}

    def done(self, path, what, seconds):
        self.what[path] = what


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A course, built once; not to be changed."""
    root = tmp_path_factory.mktemp("built")
    write_course(root)
    result = build(root)
    assert not result.problems
    return root


@pytest.fixture
def course(built, tmp_path):
    """A copy of the built course, to be changed."""
    return shutil.copytree(built, tmp_path / "course")


@pytest.fixture
def no_kernel(monkeypatch):
    """Makes any attempt to run a notebook fail."""

    def refuse(*_):
        raise AssertionError("a notebook was run")

    monkeypatch.setattr(make, "run", refuse)


def test_a_lesson_becomes_an_executed_notebook(built):
    notebook = read(built, NOTEBOOKS[1])
    nbformat.validate(notebook)
    first, last = notebook.cells[0].source, notebook.cells[-1].source
    assert first.startswith("# 06 By hand\n")
    for part in ("In this lesson", "- get all six gradients\n- say why η is small", "40 minutes"):
        assert part in first
    assert "[05 Chain rule](05_chain_rule.ipynb)" in first
    assert "(../exercises/06_by_hand/06_by_hand.ipynb)" in last
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in code] == [1, 2, 3, 4]
    assert code[0].metadata == {"tags": ["nbval-ignore-output"]}
    assert [(out.name, out.text) for out in code[1].outputs] == [
        ("stdout", "0\n1\n2\n"),
        ("stderr", "to stderr 0\nto stderr 1\nto stderr 2\n"),
    ]
    assert code[2].outputs[0].data == {"text/plain": "2"}


def test_a_lesson_without_an_exercise_links_to_none(built):
    assert not any("exercise" in cell.source for cell in read(built, NOTEBOOKS[0]).cells)


def test_links_between_notebooks_lead_to_files(built):
    for name in NOTEBOOKS:
        for cell in read(built, name).cells:
            for target in [part.split(")")[0] for part in cell.source.split("](")[1:]]:
                assert ((built / name).parent / target).is_file(), (name, target)


def test_a_live_widget_is_kept_with_its_state_and_one_without_a_state_leaves_its_picture(built):
    notebook = read(built, NOTEBOOKS[1])
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert set(code[0].outputs[0].data) == {"text/plain", "image/png"}
    (slider,) = [output.data[WIDGET_VIEW]["model_id"] for output in code[0].outputs[1:]]
    models = notebook.metadata["widgets"][STATE]["state"]
    assert models[slider]["model_name"] == "FloatSliderModel"
    assert {model["model_name"] for model in models.values()} == {
        *("FloatSliderModel", "LayoutModel", "SliderStyleModel")
    }


def test_notebook_metadata_does_not_depend_on_the_machine(built):
    for name in NOTEBOOKS:
        metadata = read(built, name).metadata
        assert metadata.kernelspec.name == "python3"
        assert "version" not in metadata.language_info
        assert set(metadata) - {"handprop", "widgets"} == {"kernelspec", "language_info"}


def test_files_are_utf8_with_unix_line_ends(built):
    for content in stored_bytes(built).values():
        assert b"\r" not in content
        assert content.endswith(b"}\n")
    assert "η" in (built / NOTEBOOKS[1]).read_text(encoding="utf-8")


def test_questions_become_nbgrader_cells(built):
    cells = [cell for cell in read(built, NOTEBOOKS[2]).cells if "nbgrader" in cell.metadata]
    flags = [
        (c.cell_type, m.grade_id, m.grade, m.solution, m.locked, m.get("points"), m.schema_version)
        for c in cells
        for m in [c.metadata.nbgrader]
    ]
    assert flags == [
        ("markdown", "three-ask", False, False, True, None, 3),
        ("code", "three", False, True, False, None, 3),
        ("code", "three-check", True, False, True, 2, 3),
        ("markdown", "why-ask", False, False, True, None, 3),
        ("markdown", "why", True, True, False, 1, 3),
    ]
    assert cells[2].metadata.handprop == {"objective": "06.1", "question": "three"}


def test_an_exercise_has_stubs_and_no_outputs(built):
    notebook = read(built, NOTEBOOKS[3])
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert "three = ...\n# Your answer goes here." in [cell.source for cell in code]
    assert not any(cell.outputs or cell.execution_count for cell in code)
    assert "SOLUTION" not in json.dumps(notebook)
    assert "Because." not in json.dumps(notebook)
    assert "three = 3" not in json.dumps(notebook)


def test_exercises_are_what_nbgrader_generates(course, repo):
    settings = repo / "nbgrader_config.py"
    if settings.is_file():
        shutil.copy(settings, course)
        build(course, ("06",))
    ours = read(course, NOTEBOOKS[3])
    shutil.rmtree(course / "exercises")
    command = [sys.executable, "-m", "nbgrader", "generate_assignment", "06_by_hand"]
    options = [f"--CourseDirectory.{kind}_directory={name}" for kind, name in FOLDERS.items()]
    if not settings.is_file():
        options.append(f"--ClearSolutions.code_stub=python={STUB}")
    # nbgrader calls alembic by its name
    path = os.pathsep.join([os.path.dirname(sys.executable), os.environ.get("PATH", "")])
    done = subprocess.run(
        [*command, *options], cwd=course, env={**os.environ, "PATH": path}, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    theirs = read(course, NOTEBOOKS[3])
    assert theirs.cells == ours.cells


def test_a_second_build_runs_and_writes_nothing(course, no_kernel):
    before = stored_bytes(course)
    times = {name: (course / name).stat().st_mtime_ns for name in NOTEBOOKS}
    screen = Lines()
    assert not build(course, screen=screen).problems
    assert screen.what == dict.fromkeys(NOTEBOOKS, "unchanged")
    assert stored_bytes(course) == before
    assert {name: (course / name).stat().st_mtime_ns for name in NOTEBOOKS} == times


def test_running_again_gives_the_same_bytes(course):
    before = stored_bytes(course)
    screen = Lines()
    build(course, force=True, screen=screen)
    assert stored_bytes(course) == before
    assert screen.what[NOTEBOOKS[1]] == "run, same bytes"


def test_only_what_changed_is_run(course, monkeypatch):
    edit(course / "lessons/06_by_hand/lesson.md", "First text", "Changed text")
    ran = []
    real = make.run
    monkeypatch.setattr(make, "run", lambda draft, *rest: ran.append(draft.path) or real(draft, *rest))
    build(course)
    assert ran == ["lessons/06_by_hand/lesson.md"]
    assert "Changed text" in (course / NOTEBOOKS[1]).read_text(encoding="utf-8")


def test_check_finds_nothing_in_a_built_course(built, no_kernel):
    result = check(built)
    assert (result.problems, result.differences) == ([], [])


def test_check_shows_file_cell_and_diff_and_changes_nothing(course, no_kernel):
    before = stored_bytes(course)
    edit(course / "lessons/06_by_hand/lesson.md", "Second text", "Another text")
    (difference,) = check(course).differences
    assert (difference.path, difference.cell) == (NOTEBOOKS[1], 3)
    assert "-Second text." in difference.diff
    assert "+Another text." in difference.diff
    assert stored_bytes(course) == before


@pytest.mark.parametrize("name", NOTEBOOKS[1:])
@pytest.mark.parametrize(
    "what", ["source", "metadata", "id", "type", "missing", "extra", "notebook", "no file"]
)
def test_check_finds_every_kind_of_change_in_a_notebook(course, name, what):
    notebook = read(course, name)
    cell = notebook.cells[1]
    match what:
        case "source":
            cell.source += " "
        case "metadata":
            cell.metadata["tags"] = ["changed"]
        case "id":
            cell.id = "changed"
        case "type":
            notebook.cells[1] = nbformat.v4.new_raw_cell(cell.source, id=cell.id)
        case "missing":
            del notebook.cells[1]
        case "extra":
            notebook.cells.insert(1, nbformat.v4.new_markdown_cell("extra"))
        case "notebook":
            notebook.metadata["title"] = "changed"
    (course / name).write_bytes(store.to_bytes(notebook))
    if what == "no file":
        (course / name).unlink()
    found = check(course).differences
    assert {difference.path for difference in found} == {name}
    assert found[0].cell == (None if what in ("notebook", "no file") else 2)


def test_check_finds_notebooks_that_were_not_run(course):
    notebook = read(course, NOTEBOOKS[1])
    notebook.cells[3].execution_count = None
    (course / NOTEBOOKS[1]).write_bytes(store.to_bytes(notebook))
    assert "not run" in str(check(course).differences[0])


def test_check_finds_an_exercise_that_was_run(course):
    notebook = read(course, NOTEBOOKS[3])
    notebook.cells[1].execution_count = 1
    (course / NOTEBOOKS[3]).write_bytes(store.to_bytes(notebook))
    assert "was run" in str(check(course).differences[0])


def test_any_change_in_the_questions_calls_for_a_build(course):
    path = course / "lessons/06_by_hand/questions.py"
    path.write_text(path.read_text(encoding="utf-8") + "\nCASES = 2\n", encoding="utf-8")
    assert {difference.path for difference in check(course).differences} == {NOTEBOOKS[2]}


def test_orphans_are_found(course):
    for name in ("notebooks/04_gone.ipynb", "exercises/05_chain_rule/05_chain_rule.ipynb"):
        (course / name).parent.mkdir(exist_ok=True)
        (course / name).write_text("{}", encoding="utf-8")
    checkpoint = course / "notebooks/.ipynb_checkpoints/05_chain_rule-checkpoint.ipynb"
    checkpoint.parent.mkdir()
    checkpoint.write_text("{}", encoding="utf-8")
    expected = ["exercises/05_chain_rule/05_chain_rule.ipynb", "notebooks/04_gone.ipynb"]
    result = check(course)
    assert result.orphans == expected
    assert [difference.path for difference in result.differences] == expected
    assert check(course, ("05",)).orphans == []


# An edit of a source, and the message that it must bring: file, line and cell, then words of the sentence.
MALFORMED = [
    ("lesson.md", "---\njupytext", "jupytext", "lesson.md:1 (cell 1):", "must begin with front matter"),
    ("lesson.md", "title: By hand", "title: [By", "lesson.md:7:", "not valid YAML"),
    ("lesson.md", "handprop:", "course:", "lesson.md:1:", "no `handprop:` mapping"),
    ("lesson.md", "  title: By hand\n", "", "lesson.md:5:", "needs a title"),
    ("lesson.md", "minutes: 40", "minutes: soon", "lesson.md:5:", "needs minutes"),
    ("lesson.md", "minutes: 40", "minute: 40", "lesson.md:5:", "Unknown entry 'minute'"),
    ("lesson.md", "[05_chain_rule]", "[04_other]", "lesson.md:8:", "no such lesson"),
    ("lesson.md", "[05_chain_rule]", "[06_by_hand]", "lesson.md:8:", "does not come before"),
    ("lesson.md", '"06.2"', '"06.1"', "lesson.md:10:", "Two objectives have the id '06.1'"),
    ("lesson.md", '"06.2"', '"07.2"', "lesson.md:11:", "must be like 06.1"),
    ("lesson.md", '"06.2"', "06.2", "lesson.md:9:", "in quotes"),
    (
        "lesson.md",
        '"get all six gradients"}',
        '"x"}\n  - {id: "06.3", text: "y"}',
        "lesson.md:11:",
        "No question",
    ),
    (
        "lesson.md",
        "Second",
        "```{note}\nx\n```\n\nSecond",
        "lesson.md:20 (cell 2):",
        "Unknown directive {note}",
    ),
    (
        "lesson.md",
        "Second",
        ":::{tip}\nx\n:::\n\nSecond",
        "lesson.md:20 (cell 2):",
        "Unknown directive {tip}",
    ),
    ("lesson.md", "Second", "```{question} three\n```\n\nSecond", "lesson.md:20 (cell 2):", "in exercise.md"),
    (
        "lesson.md",
        "```{code-cell}",
        "```{code-cel}",
        "lesson.md:22 (cell 2):",
        "Unknown directive {code-cel}",
    ),
    (
        "lesson.md",
        "Second",
        "- a\n\n  ```{code-cell}\n  1\n  ```\n\nSecond",
        "lesson.md:22 (cell 2):",
        "left margin",
    ),
    ("lesson.md", "ipython3", "julia", "lesson.md:22 (cell 3):", "holds Python"),
    ("lesson.md", ":tags: [nbval", ":tags: [[nbval", "lesson.md:22 (cell 3):", "not valid YAML"),
    ("lesson.md", ":tags:", ":tag:", "lesson.md:22 (cell 3):", "only option"),
    ("lesson.md", "1 + 1\n```\n\nBetween", "1 + 1\n\nBetween", "lesson.md:38 (cell 5):", "not closed before"),
    ("lesson.md", "+++", "+++ {tags", "lesson.md:18 (cell 2):", "metadata as JSON"),
    ("lesson.md", "Second", "Se\u2028cond", "lesson.md:20:", "U+2028"),
    ("lesson.md", "## One", "# One", "lesson.md:14 (cell 1):", "made from the front matter"),
    ("exercise.md", "{question} why", "{question} who", "exercise.md:18 (cell 2):", "Unknown question 'who'"),
    ("exercise.md", "{question} why", "{question} who", "questions.py:15:", "'why' is never placed"),
    ("exercise.md", "After.", "```{question} why\n```", "exercise.md:19 (cell 2):", "placed a second time"),
    ("exercise.md", "{question} why", "{question}", "exercise.md:18 (cell 2):", "by its name alone"),
    ("exercise.md", "minutes: 5", "minute: 5", "exercise.md:3:", "Unknown entry 'minute'"),
    ("questions.py", '"06.2"', '"06.9"', "questions.py:15:", "assesses the objective '06.9'"),
    ("questions.py", '"06.2"', '"06.1"', "lesson.md:11:", "No question assesses the objective '06.2'"),
    ("questions.py", 'name="why"', 'name="three"', "questions.py:5:", "Two questions are named 'three'"),
    ("questions.py", 'name="why"', 'name="why not"', "questions.py:15:", "letters, digits"),
    ("questions.py", "points=2,", "points=1 / 0,", "questions.py:9:", "ZeroDivisionError"),
    ("questions.py", "points=2,", "points=,", "questions.py:9:", "SyntaxError"),
    ("questions.py", "points=2,", "", "questions.py:", "has no points"),
    ("questions.py", "QUESTIONS =", "QUESTION =", "questions.py:", "QUESTIONS"),
    ("questions.py", "\\n### END SOLUTION", "", "exercise.md:", "no end solution statement"),
]


@pytest.mark.parametrize(("file", "old", "new", "where", "what"), MALFORMED)
def test_a_malformed_lesson_is_pointed_at(tmp_path, no_kernel, file, old, new, where, what):
    write_course(tmp_path)
    edit(tmp_path / "lessons/06_by_hand" / file, old, new)
    messages = [str(problem) for problem in check(tmp_path, ("06",)).problems]
    assert any(m.startswith(f"lessons/06_by_hand/{where}") and what in m for m in messages), messages


def test_a_question_that_is_nowhere_is_one_problem(tmp_path, no_kernel):
    """Its title is missing only because its block is."""
    write_course(tmp_path)
    edit(tmp_path / "lessons/06_by_hand/exercise.md", "```{question} why\n```", "")
    edit(tmp_path / "lessons/06_by_hand/questions.py", 'title="Why"', 'title=""')
    (problem,) = check(tmp_path, ("06",)).problems
    assert "never placed" in problem.text


def test_an_unclosed_last_fence_is_pointed_at(tmp_path):
    write_course(tmp_path)
    path = tmp_path / "lessons/06_by_hand/lesson.md"
    path.write_text(LESSON_06.rstrip().removesuffix("```"), encoding="utf-8")
    (problem,) = check(tmp_path, ("06",)).problems
    assert (problem.line, problem.cell) == (44, 7)
    assert "never closed" in problem.text


@pytest.mark.parametrize("file", ["lesson.md", "exercise.md", "questions.py"])
def test_a_missing_file_is_pointed_at(tmp_path, file):
    write_course(tmp_path)
    (tmp_path / "lessons/06_by_hand" / file).unlink()
    (problem,) = check(tmp_path, ("06",)).problems
    assert problem.path.startswith("lessons/06_by_hand")


def test_a_file_that_is_not_utf8_is_pointed_at(tmp_path):
    write_course(tmp_path)
    (tmp_path / "lessons/05_chain_rule/lesson.md").write_bytes(b"\xff\xfe---")
    assert "UTF-8" in str(check(tmp_path, ("05",)).problems[0])


def test_all_problems_of_a_lesson_come_at_once(tmp_path):
    write_course(tmp_path)
    folder = tmp_path / "lessons/06_by_hand"
    edit(folder / "lesson.md", "minutes: 40", "minutes: soon")
    edit(folder / "lesson.md", "Second", "```{note}\nx\n```\n\nSecond")
    edit(folder / "exercise.md", "{question} why", "{question} who")
    edit(folder / "questions.py", '"06.2"', '"06.9"')
    assert len(check(tmp_path, ("06",)).problems) == 6


def test_cells_are_those_that_jupytext_reads(tmp_path):
    path = tmp_path / "lesson.md"
    path.write_text(LESSON_06, encoding="utf-8")
    notebook = jupytext.reads(LESSON_06, fmt="md:myst")
    ours = [(cell.kind, cell.source, cell.metadata) for cell in read_source(path, "lesson.md", ()).cells]
    assert ours == [(cell.cell_type, cell.source, cell.metadata) for cell in notebook.cells]


DEBRIS = [
    "```",
    "~~~",
    "{",
    "}",
    "+++",
    "---",
    ":",
    "    ",
    "> ",
    "- ",
    "```{code-cell}",
    "# x",
    "\u2028",
    "\0",
]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    file=st.sampled_from(["lesson.md", "exercise.md"]),
    edits=st.lists(
        st.tuples(st.floats(0, 1), st.integers(0, 30), st.sampled_from(DEBRIS)), min_size=1, max_size=4
    ),
)
def test_no_damage_to_a_source_ends_in_a_traceback(tmp_path, no_kernel, file, edits):
    write_course(tmp_path)
    path = tmp_path / "lessons/06_by_hand" / file
    text = path.read_text(encoding="utf-8")
    for where, cut, debris in edits:
        at = int(where * len(text))
        text = text[:at] + debris + text[at + cut :]
    path.write_text(text, encoding="utf-8", newline="\n")
    assert all(str(problem).startswith("lessons/06_by_hand") for problem in check(tmp_path, ("06",)).problems)


def test_ordinary_fences_and_quotations_are_text(tmp_path):
    text = "````\n```{note}\n```\n````\n\n> ```python\n> x\n> ```\n\n```python\nx\n```\n"
    path = tmp_path / "lesson.md"
    path.write_text(LESSON_05 + text, encoding="utf-8")
    source = read_source(path, "lesson.md", ())
    assert source.problems == []
    assert [cell.kind for cell in source.cells] == ["markdown"]


@pytest.mark.parametrize("options", ["", ":tags: [a]\n", ":tags: [a]\n\n", "---\ntags: [a]\n---\n", "\n"])
def test_cells_know_their_line(tmp_path, options):
    path = tmp_path / "lesson.md"
    cells = f"\n\nText A\n\n+++\n\n\nText B\n\n```{{code-cell}}\n{options}code_1\n\ncode_2\n\n```\n\nText C\n"
    path.write_text(LESSON_05 + cells, encoding="utf-8")
    source = read_source(path, "lesson.md", ())
    assert len(source.cells) == 4
    for cell in source.cells:
        assert source.lines[cell.line - 1] == cell.source.split("\n")[0]


@pytest.mark.parametrize(
    ("code", "error", "line"),
    [
        ("x = 1\n\ny = x / 0", "ZeroDivisionError: division by zero, at: y = x / 0", 41),
        ("def f():\n    raise ValueError('no')\nf()", "ValueError: no, at: raise ValueError('no')", 40),
        ("x = 1\nx = = 2", "SyntaxError: invalid syntax", 40),
        ("import os\nos._exit(1)", "The kernel died", 39),
        ("object()", "The output shows a memory address (at 0x", 39),
    ],
)
def test_a_cell_that_raises_is_pointed_at(course, code, error, line):
    before = stored_bytes(course)
    edit(course / "lessons/06_by_hand/lesson.md", "1 + 1", code)
    (problem,) = build(course).problems
    assert error in problem.text
    assert (problem.path, problem.line, problem.cell) == ("lessons/06_by_hand/lesson.md", line, 5)
    assert stored_bytes(course) == before


def test_a_wrong_solution_is_pointed_at_and_no_exercise_written(course):
    before = stored_bytes(course)
    edit(course / "lessons/06_by_hand/questions.py", "three = 3", "three = 4")
    (problem,) = build(course).problems
    assert "Question 'three'" in problem.text
    assert "AssertionError: three" in problem.text
    assert (problem.path, problem.line) == ("lessons/06_by_hand/exercise.md", 13)
    assert stored_bytes(course) == before


def test_answers_in_an_exercise_are_not_overwritten(course):
    notebook = read(course, NOTEBOOKS[3])
    answer = next(cell for cell in notebook.cells if "Your answer" in cell.source)
    answer.source = "three = 1 + 2"
    (course / NOTEBOOKS[3]).write_bytes(store.to_bytes(notebook))
    before = stored_bytes(course)
    (problem,) = build(course).problems
    assert problem.path == NOTEBOOKS[3]
    assert "answers are in this file" in problem.text
    assert stored_bytes(course) == before


def test_an_old_exercise_without_answers_is_overwritten(course, no_kernel, monkeypatch):
    edit(course / "lessons/06_by_hand/questions.py", "three = ...", "three = None")
    monkeypatch.setattr(make, "run", lambda draft, *_: (draft.notebook, None))
    assert build(course).problems == []
    sources = [cell.source for cell in read(course, NOTEBOOKS[3]).cells]
    assert "three = None\n# Your answer goes here." in sources


def test_a_cell_may_raise_where_it_says_so(tmp_path):
    write_course(tmp_path)
    path = tmp_path / "lessons/05_chain_rule/lesson.md"
    cell = "\n```{code-cell}\n:tags: [raises-exception]\n1 / 0\n```\n"
    path.write_text(LESSON_05 + cell, encoding="utf-8")
    assert build(tmp_path, ("05",)).problems == []
    assert check(tmp_path, ("05",)).differences == []


@pytest.mark.parametrize("fault", [KeyboardInterrupt, OSError])
def test_an_interrupted_write_leaves_the_old_file(tmp_path, monkeypatch, fault):
    path = tmp_path / "a.ipynb"
    write_whole(path, b"old")

    def interrupted(*_):
        raise fault

    monkeypatch.setattr(files.os, "replace", interrupted)
    with pytest.raises(fault):
        write_whole(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_ids_tell_equal_cells_apart_and_stay():
    assert cell_id("06_by_hand", "1 + 1", 1) != cell_id("06_by_hand", "1 + 1", 2)
    assert cell_id("06_by_hand", "1 + 1", 1) != cell_id("07_matrices", "1 + 1", 1)
    assert cell_id("06_by_hand", "1 + 1", 1) == "c54a43c91a0c"


def test_ids_of_other_cells_stay_when_a_cell_comes(course):
    before = {cell.source: cell.id for cell in read(course, NOTEBOOKS[1]).cells}
    edit(course / "lessons/06_by_hand/lesson.md", "+++\n", "+++\n\nNew.\n\n+++\n")
    new = [difference for difference in check(course).differences if "+New." in difference.diff]
    assert len(check(course).differences) == len(new) == 1
    assert len(set(before.values())) == len(before)


def test_the_root_is_found_from_below_and_from_the_package(built, repo, monkeypatch):
    assert find_root(built / "notebooks") == built.resolve()
    assert find_root(built.parent.parent.parent) == repo
    monkeypatch.setattr(course_lessons, "_lesson_folders", lambda folder: [])
    with pytest.raises(Stop, match="No course here"):
        find_root(built)


@pytest.mark.parametrize("name", ["06", "06_by_hand", "lessons/06_by_hand", "lessons/06_by_hand/"])
def test_lessons_are_found_by_name_number_or_path(built, name):
    assert [place.name for place in course_lessons.lesson_places(built, (name,))] == ["06_by_hand"]


def test_a_renamed_lesson_leaves_bytecode_and_no_lesson(course):
    """Git takes away what it knows; what Python has stored beside it stays, and is no lesson."""
    left = course / "lessons" / "06_another_name" / "__pycache__"
    left.mkdir(parents=True)
    (left / "questions.cpython-311.pyc").write_bytes(b"")
    assert not check(course).problems
    (left.parent / ".ipynb_checkpoints").mkdir()  # whoever opened it in JupyterLab
    (left.parent / ".DS_Store").touch()
    assert not check(course).problems
    (left.parent / "lesson.md.orig").touch()  # with anything else it is a lesson that lacks a part
    assert check(course).problems


def test_an_unknown_lesson_stops(built):
    with pytest.raises(Stop, match="choose from 05_chain_rule, 06_by_hand"):
        build(built, ("13",))
