"""The way of a learner through the site in Firefox, to a graded answer, and without a network afterwards."""

import json
import shutil

import pytest
import site_page
from places import REPO
from site_answers import RIGHT, SLIPS, bare, first_sentence, grade

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("python")]
LIVE = "[...document.querySelectorAll('.widget')].every((one) => 'live' in one.dataset)"
HERE = "document.readyState === 'complete'"
READY = "'ready' in document.body.dataset"
NAMED = "[...document.querySelectorAll('.noUi-handle')].every((one) => one.ariaLabel)"
W5 = "[...document.querySelectorAll('.hp-control-w5')].at(-1)"
CHECK = '.cell[data-question="exercise_1"]'


def answer_cell(firefox) -> str:
    """The cell in which the answer to the first question stands, as a selector."""
    steps = f"let one = document.querySelector('{CHECK}');"
    steps += "do one = one.previousElementSibling; while (!one.matches('.code')); one.dataset.cell"
    return f'.cell[data-cell="{firefox.evaluate(steps)}"]'


def run(firefox, cell: str) -> str:
    """Run a cell; what it shows."""
    firefox.click(f"{cell} .cell-tools button")
    firefox.until(f"!document.querySelector('.cell.running') && document.querySelector('{cell} .output *')")
    return bare(firefox.evaluate(f"document.querySelector('{cell} .output').innerText"))


def write(firefox, cell: str, text: str) -> None:
    """Type a text into a cell, key by key, in the place of what stands there."""
    firefox.click(f"{cell} .input")
    firefox.until(f"document.querySelector('{cell} .cm-content')")
    firefox.click(f"{cell} .cm-content")
    firefox.press("a", held="Control")
    firefox.type(text)


def move_w5(firefox) -> None:
    """The weight moved by the keyboard, before any Python; the first scrolling makes what is below."""
    firefox.until(HERE)
    firefox.evaluate("scrollBy(0, 100)")
    firefox.until(f"{HERE} && {LIVE} && {NAMED}")
    words = "[...document.querySelectorAll('.hp-words')].at(-1).innerText"
    before = firefox.evaluate(words)
    firefox.evaluate(f"{W5}.querySelector('.noUi-handle').focus()")
    firefox.press("ArrowRight")
    firefox.until(f"{words} !== {json.dumps(before)}")
    assert firefox.evaluate(f"{W5}.querySelector('.widget-readout').innerText") == "0.12"


def exported(firefox, folder):
    """The notebook that the page gives out, laid where `handprop grade` looks."""
    firefox.click(".tools .export")
    firefox.until("document.querySelector('.told').innerText.includes('downloads')")
    name = "06_exercise_by_hand.ipynb"
    file = folder / "downloads" / name
    site_page.wait(lambda: file.is_file() and not list(file.parent.glob("*.part")))
    (folder / "in" / "ada").mkdir(parents=True)
    return shutil.copy(file, folder / "in" / "ada" / name)


def test_from_the_start_page_to_a_graded_answer_and_on_without_a_network(firefox, folder, tmp_path, sandbox):
    with site_page.served(folder) as address:
        firefox.goto(address)
        firefox.until(f"{HERE} && {LIVE} && {NAMED}")
        firefox.click("#contents a[href='06/']")
        firefox.until("location.pathname === '/06/'")
        move_w5(firefox)
        firefox.click("#contents a[href='../06/exercise/']")
        firefox.until(f"location.pathname === '/06/exercise/' && {READY}")

        answer = answer_cell(firefox)
        for slip in SLIPS:
            write(firefox, answer, f"exercise_1 = {slip}")
            assert first_sentence(slip) in run(firefox, CHECK)
        write(firefox, answer, f"exercise_1 = {RIGHT}")
        said = run(firefox, CHECK)
        assert "✓" in said
        assert "So far 2 of 10 points" in said

        firefox.until("caches.match(location.href).then(Boolean)")
        firefox.reload()
        firefox.until(READY)
        assert "1.616" in firefox.evaluate(f"document.querySelector('{answer} .input').innerText")
        assert "✓" in firefox.evaluate(f"document.querySelector('{CHECK} .output').innerText")
        file = exported(firefox, tmp_path)
        assert grade(tmp_path) == 2
        write(firefox, answer, "exercise_1 = []")
        firefox.choose("input[type=file]", file)
        firefox.until("document.querySelector('.told').innerText.includes('taken from')")
        assert "1.616" in firefox.evaluate(f"document.querySelector('{answer} .input').innerText")
    assert [url for url in firefox.asked if not url.startswith((address, "about:", "data:", "blob:"))] == []
    assert firefox.faults == []

    # The host is gone: the page, its answers and Python are still there.
    firefox.reload()
    firefox.until(READY)
    assert "✓" in run(firefox, CHECK)


@pytest.mark.slow
def test_in_a_private_window_a_cell_runs_and_its_answer_survives_a_reload(firefox_in_private, address):
    firefox_in_private.goto(f"{address}06/exercise/")
    firefox_in_private.until(READY)
    answer = answer_cell(firefox_in_private)
    write(firefox_in_private, answer, f"exercise_1 = {RIGHT}")
    assert "✓" in run(firefox_in_private, CHECK)
    firefox_in_private.reload()
    firefox_in_private.until(READY)
    assert "1.616" in firefox_in_private.evaluate(f"document.querySelector('{answer} .input').innerText")


@pytest.mark.slow
def test_where_nothing_may_be_kept_it_is_said_and_a_cell_runs(firefox_that_keeps_nothing, address):
    firefox = firefox_that_keeps_nothing
    firefox.goto(f"{address}06/exercise/")
    firefox.until(READY)
    write(firefox, answer_cell(firefox), f"exercise_1 = {RIGHT}")
    firefox.until("document.querySelector('.python .warning')?.textContent.includes('keeps nothing')")
    assert "✓" in run(firefox, CHECK)


def test_firefox_is_among_what_ci_installs():
    assert "firefox-esr" in (REPO / ".ci" / "run").read_text(encoding="utf-8")
