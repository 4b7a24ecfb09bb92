"""Four weeks with the course: real git, the real course, and, in the slow form, a real JupyterLab.

Nothing of the learner's is lost, `git pull` never conflicts, and the checks of generated files stay green.
"""

import nbformat
import pytest
import weeks
from browser import SECONDS, end_kernels, run_all_cells

NOTE = "My own note: why is it 0.317?"


@pytest.fixture
def term(tmp_path):
    """An upstream, a clone with an environment, and the learner's home."""
    upstream, clone, home = tmp_path / "upstream", tmp_path / "the clone", tmp_path / "home"
    upstream.mkdir()
    home.mkdir()
    weeks.make_upstream(upstream)
    weeks.git(tmp_path, "clone", "-q", upstream, clone)
    weeks.give_environment(clone)
    weeks.show_every_cell(home)
    return upstream, clone, home


def change(path, *, insert=None, answers=()):
    """What JupyterLab writes when a learner takes a note, or answers a question by its name."""
    notebook = nbformat.read(path, as_version=4)
    for name, answer in answers:
        (cell,) = [
            cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade_id") == name
        ]
        cell.source = answer
    if insert:
        notebook.cells.insert(3, nbformat.v4.new_markdown_cell(insert))
    nbformat.write(notebook, path)


def update(upstream, clone, home, renamed):
    """The authors move on, and the learner takes what is new."""
    weeks.move_on(upstream, clone, renamed)
    weeks.git(clone, "pull", "-q", "--ff-only")
    weeks.stamp(clone)
    return weeks.course(clone, home, "lay")


def look_after_the_update(folder, renamed):
    """What the update brought, and what it left."""
    old, new = (folder / f"{name}.ipynb" for name in (weeks.OLD_NAME, weeks.NEW_NAME))
    assert (old.exists(), new.exists()) == (not renamed, renamed)
    assert "My note on engines." in weeks.sources(new if renamed else old)
    assert NOTE in weeks.sources(folder / "00_start_here.ipynb")
    forward = weeks.sources(folder / "01_exercise_forward_pass.ipynb")
    assert any(weeks.NEW_TEXT in source for source in forward)
    assert 'without_relu = "a"' in forward
    assert not list(folder.glob("*(new*"))


def test_four_weeks_without_a_browser(term):
    upstream, clone, home = term
    folder = clone / "my-course"
    weeks.course(clone, home, "lay")
    change(folder / "00_start_here.ipynb", insert=NOTE)
    change(folder / f"{weeks.OLD_NAME}.ipynb", insert="My note on engines.")
    change(folder / "00_exercise_start_here.ipynb", answers=[("dot_product", "dot_product = 3")])
    change(folder / "01_exercise_forward_pass.ipynb", answers=[("without_relu", 'without_relu = "a"')])
    assert update(upstream, clone, home, renamed=False) == ""
    look_after_the_update(folder, renamed=False)
    assert "your work is kept in" in weeks.course(clone, home, "reset", "00")
    (kept,) = folder.glob("00_exercise_start_here (2*")
    assert "dot_product = 3" in weeks.sources(kept)
    moved = folder.rename(home / "moved")
    weeks.course(clone, home, "lay", "--folder", moved)
    look_after_the_update(moved, renamed=False)
    assert weeks.git(clone, "status", "--porcelain") == ""


class Desk:
    """A learner at a JupyterLab."""

    def __init__(self, page, address):
        self.page, self.root = page, address.split("/lab/tree/")[0]
        self.panel = page.locator(".jp-NotebookPanel:not(.lm-mod-hidden)")

    def open(self, file):
        self.page.goto(f"{self.root}/lab/tree/{file}?reset")
        self.page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-Cell").first.wait_for(
            timeout=SECONDS * 1000
        )
        self.page.locator(f'.lm-TabBar-tabLabel:text-is("{file}")').wait_for()

    def answer(self, stub, text):
        """Write into the cell that holds this stub."""
        self.panel.locator(".jp-CodeCell", has_text=stub).locator(".cm-content").first.click()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(text)

    def note(self, text):
        """A text cell below the first one."""
        self.panel.locator(".jp-MarkdownCell").first.click()
        for key in ("Escape", "b", "m", "Enter"):
            self.page.keyboard.press(key)
        self.page.keyboard.insert_text(text)
        self.page.keyboard.press("Control+Enter")

    def run_and_save(self, path, last):
        """Run all cells; done when the last check has answered, and the file shows it."""
        run_all_cells(self.page)
        check = self.panel.locator(".jp-CodeCell", has_text=f'check("{last}")')
        check.locator(".jp-OutputArea-output").first.wait_for()
        self.save()
        (cell,) = [cell for cell in weeks.cells(path) if cell.source == f'check("{last}")']
        assert cell.outputs

    def save(self):
        self.do("docmanager:save")

    def do(self, command, **arguments):
        return self.page.evaluate(
            "([command, words]) => window.jupyterapp.commands.execute(command, words).then(() => null)",
            [command, arguments],
        )


@pytest.fixture
def page(browser):
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.set_default_timeout(SECONDS * 1000)
    yield page
    page.close()


@pytest.mark.browser
@pytest.mark.slow
def test_four_weeks_in_jupyterlab(term, page):
    upstream, clone, home = term
    folder = clone / "my-course"
    with weeks.opened(clone, home) as (address, log):
        first_week(Desk(page, address), address, folder, log)
    weeks.generated_is_as_built(clone, home)
    with weeks.opened(clone, home) as (address, _):
        assert address.endswith("/Start.md")
        second_week(Desk(page, address), address, folder)
    said = update(upstream, clone, home, renamed=True)
    assert f"{weeks.OLD_NAME}.ipynb is called {weeks.NEW_NAME}.ipynb now." in said
    look_after_the_update(folder, renamed=True)
    weeks.generated_is_as_built(clone, home)
    with weeks.opened(clone, home) as (address, _):
        third_week(Desk(page, address), folder)
    weeks.course(clone, home, "reset", "00")
    moved = folder.rename(home / "moved")
    with weeks.opened(clone, home, "--folder", moved) as (address, _):
        page.goto(address)
        page.get_by_text("You stopped in").wait_for()
        end_kernels(page)
    look_after_the_update(moved, renamed=True)
    assert "dot_product = 3" in weeks.sources(next(moved.glob("00_exercise_start_here (2*")))
    weeks.generated_is_as_built(clone, home)


def first_week(desk, address, folder, log):
    """A lesson with a note; three exercises: one question right, one wrong, one half done."""
    assert address.endswith("/00_start_here.ipynb")
    desk.open("00_start_here.ipynb")
    desk.note(NOTE)
    desk.save()
    desk.open("00_exercise_start_here.ipynb")
    desk.answer("dot_product = ...", "dot_product = 3")
    desk.run_and_save(folder / "00_exercise_start_here.ipynb", "what_it_needs")
    desk.panel.get_by_text("So far 1 of 8 points in this exercise.").first.wait_for()
    desk.open("01_exercise_forward_pass.ipynb")
    desk.answer("without_relu = ...", 'without_relu = "a"')
    desk.run_and_save(folder / "01_exercise_forward_pass.ipynb", "forward")
    desk.open("02_exercise_error_and_loss.ipynb")
    desk.answer("error_and_loss = ", "error_and_loss = [2.1 - 2.4, ...]")
    desk.run_and_save(folder / "02_exercise_error_and_loss.ipynb", "mean_loss")
    desk.open(f"{weeks.OLD_NAME}.ipynb")
    desk.note("My note on engines.")
    desk.save()
    assert desk.page.get_by_text("Create Assignment").count() == 0
    assert desk.page.locator(".lm-MenuBar-itemLabel", has_text="Nbgrader").count() == 0
    assert "nbgrader" not in log.read_text(encoding="utf-8")
    desk.do("terminal:create-new")
    terminal = desk.page.locator(".jp-Terminal textarea")
    terminal.wait_for(state="attached")
    terminal.focus()
    desk.page.keyboard.insert_text("handprop progress > out.txt; echo $? >> out.txt\n")
    desk.page.wait_for_timeout(500)
    desk.page.keyboard.press("Enter")
    for _ in range(SECONDS * 2):
        if (folder / "out.txt").exists() and (folder / "out.txt").read_text().endswith("0\n"):
            break
        desk.page.wait_for_timeout(500)
    assert "00 Start here" in (folder / "out.txt").read_text()
    end_kernels(desk.page)
    marks = weeks.marks(folder)
    assert marks["00_start_here"]["dot_product"]["passed"]
    assert not marks["01_forward_pass"]["without_relu"]["passed"]
    assert "02_error_and_loss" not in marks
    assert "error_and_loss = [2.1 - 2.4, ...]" in weeks.sources(folder / "02_exercise_error_and_loss.ipynb")


def second_week(desk, address, folder):
    """The next day: the start page leads on, all is there without a run, a word opens its entry."""
    desk.page.goto(address)
    desk.page.get_by_role("link", name="00 Start here").click()
    desk.panel.locator(".jp-RenderedMarkdown", has_text=NOTE).wait_for()
    before = {path: path.read_bytes() for path in folder.glob("Glossary.md")}
    desk.page.get_by_role("link", name="nudge").first.click()
    desk.page.locator(".jp-MarkdownViewer h2", has_text="nudge").wait_for()
    assert desk.page.locator(".jp-Dialog").count() == 0
    assert {path: path.read_bytes() for path in before} == before
    desk.open("00_exercise_start_here.ipynb")
    desk.panel.get_by_text("So far 1 of 8 points in this exercise.").first.wait_for()
    end_kernels(desk.page)


def third_week(desk, folder):
    """On with what is new: the question that was answered wrong is answered right."""
    desk.open("01_exercise_forward_pass.ipynb")
    desk.panel.locator(".jp-RenderedMarkdown", has_text=weeks.NEW_TEXT).wait_for()
    desk.answer("without_relu = ", 'without_relu = "b"')
    desk.run_and_save(folder / "01_exercise_forward_pass.ipynb", "forward")
    desk.panel.get_by_text("So far 1 of 10 points in this exercise.").first.wait_for()
    assert weeks.marks(folder)["01_forward_pass"]["without_relu"]["passed"]
    desk.answer("without_relu = ", 'without_relu = "a"')
    desk.save()
    end_kernels(desk.page)
