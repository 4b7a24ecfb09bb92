"""What a visitor meets on a bad day: one sentence, and the answers are kept."""

import json

import pytest
import site_page
from site_page import answer_of, live, ready, run, until, write

pytestmark = pytest.mark.browser
EXERCISE = "06/exercise/"
NOTHING_KEPT = """
for (const name of ["indexedDB", "localStorage", "caches"]) {
  Object.defineProperty(window, name, { get() { throw new DOMException("refused", "SecurityError"); } });
}
"""


def text_of(page, question: str) -> str:
    return answer_of(page, question).locator(".input").inner_text()


def warned(page) -> str:
    until(page, "document.querySelector('.python .warning')?.textContent")
    return page.locator(".python .warning").inner_text()


def exported(page, tmp_path) -> str:
    """The sources of the notebook that the page gives out."""
    with page.expect_download() as coming:
        page.get_by_role("button", name="Export notebook").click()
    coming.value.save_as(tmp_path / "out.ipynb")
    cells = json.loads((tmp_path / "out.ipynb").read_text(encoding="utf-8"))["cells"]
    return "\n".join("".join(cell["source"]) for cell in cells)


def only(page, said: str) -> None:
    """What the console said belongs to this bad day."""
    page.faults[:] = [fault for fault in page.faults if said not in fault]


@pytest.mark.usefixtures("python")
def test_a_browser_that_is_too_old_hears_it_before_anything_is_loaded(page, address):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.add_init_script("WebAssembly.validate = () => false;")
    live(page, f"{address}06/")
    page.locator(".hp-control-w5 .noUi-handle").last.focus()
    page.keyboard.press("ArrowRight")
    assert page.locator(".hp-control-w5 .widget-readout").last.inner_text() == "0.12"
    ready(page, address + EXERCISE)
    write(page, answer_of(page, "formula"), "formula = 'mine'")
    assert "too old to run Python" in run(page, answer_of(page, "formula"))
    ready(page, address + EXERCISE)
    assert "mine" in text_of(page, "formula")
    assert [url for url in asked if "/python/" in url] == []


def test_a_full_disk_is_told_and_the_answer_can_be_taken_out(page, address, tmp_path):
    ready(page, address + EXERCISE)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    line = page.context.new_cdp_session(page)
    line.send("Storage.overrideQuotaForOrigin", {"origin": address.rstrip("/"), "quotaSize": 1})
    write(page, answer_of(page, "formula"), "formula = 'on this page'")
    assert "The disk is full" in warned(page)
    assert "on this page" in exported(page, tmp_path)
    # There is room again: what was refused is kept with the next change.
    line.send("Storage.overrideQuotaForOrigin", {"origin": address.rstrip("/")})
    write(page, answer_of(page, "exercise_1"), "exercise_1 = [1]")
    page.wait_for_timeout(600)
    ready(page, address + EXERCISE)
    assert "on this page" in text_of(page, "formula")
    assert "[1]" in text_of(page, "exercise_1")


def test_a_browser_that_keeps_nothing_says_so_and_gives_the_answer_out(page, address, tmp_path):
    page.add_init_script(NOTHING_KEPT)
    ready(page, address + EXERCISE)
    write(page, answer_of(page, "formula"), "formula = 'in private'")
    assert "keeps nothing" in warned(page)
    assert "in private" in exported(page, tmp_path)


def test_two_tabs_lose_nothing_of_each_other(page, address):
    other = page.context.new_page()
    ready(page, address + EXERCISE)
    ready(other, address + EXERCISE)
    write(page, answer_of(page, "formula"), "formula = 'of the first'")
    until(other, "document.body.innerText.includes('of the first')")
    assert "another tab" in warned(other)
    write(other, answer_of(other, "exercise_1"), "exercise_1 = [2]")
    until(page, "document.body.innerText.includes('[2]')")
    for tab in (page, other):
        ready(tab, address + EXERCISE)
        assert "of the first" in text_of(tab, "formula")
        assert "[2]" in text_of(tab, "exercise_1")


def test_what_was_typed_the_moment_before_the_page_is_left_is_kept(page, address):
    ready(page, address + EXERCISE)
    write(page, answer_of(page, "formula"), "formula = 'at the last moment'")
    ready(page, address + EXERCISE)
    assert "at the last moment" in text_of(page, "formula")
    until(page, "!Object.keys(localStorage).some((name) => name.includes('unsaved'))")
    ready(page, address + EXERCISE)
    assert "at the last moment" in text_of(page, "formula")


class Breaking(site_page.Quiet):
    """A host whose line breaks in the middle of the first large file."""

    breaks = 1

    def copyfile(self, source, outputfile):
        """Send the file, or the beginning of it."""
        if "library.zip" in self.path and type(self).breaks:
            type(self).breaks -= 1
            outputfile.write(source.read(100_000))
            self.close_connection = True
            return
        super().copyfile(source, outputfile)


@pytest.mark.usefixtures("python")
def test_a_network_that_is_lost_while_python_loads_is_told_and_the_next_run_goes_on(browser, folder):
    with site_page.served(folder, Breaking) as address, site_page.opened(browser, address) as page:
        ready(page, address + EXERCISE)
        cell = answer_of(page, "formula")
        write(page, cell, "print(6 * 7)")
        assert "The network was lost" in run(page, cell)
        assert "42" in run(page, cell)
        only(page, "ERR_CONTENT_LENGTH_MISMATCH")


class WithoutExplorers(site_page.Quiet):
    """A host that is gone before the explorers' code has come."""

    def do_GET(self):
        """Answer with all but that."""
        return self.send_error(503) if "/explore/" in self.path else super().do_GET()


def test_a_network_that_is_lost_before_an_explorer_came_is_told_and_the_page_reads_on(browser, folder):
    with site_page.served(folder, WithoutExplorers) as address, site_page.opened(browser, address) as page:
        page.goto(address)
        page.get_by_text("This could not be loaded. Reload the page").wait_for()
        assert page.locator("main > .cell .widget").bounding_box()["height"] < 100
        page.get_by_role("link", name="Begin with lesson 00").click()
        page.wait_for_url("**/00/")
        for said in ("503", "Could not", "widget_manager"):  # ipywidgets says it too, to the console
            only(page, said)


ENDS = """import os
from handprop import explore
mine = explore.neuron()
mine.controls["w1"].observe(lambda change: change.new > 0.125 and os._exit(3), "value")
mine"""


@pytest.mark.usefixtures("python")
def test_python_that_ends_is_told_wherever_it_ends_and_starts_anew(page, address):
    ready(page, address + EXERCISE)
    cell = answer_of(page, "formula")
    write(page, answer_of(page, "exercise_1"), "exercise_1 = [3]")
    write(page, cell, "import os; os._exit(3)")
    assert "the next run starts it anew" in run(page, cell)
    write(page, cell, ENDS)
    run(page, cell)
    cell.locator(".hp-control-w1 .noUi-handle").wait_for()
    cell.locator(".hp-control-w1 .noUi-handle").focus()
    page.keyboard.press("ArrowRight")
    page.locator(".python", has_text="the next run starts it anew").wait_for()
    write(page, cell, "print(6 * 8)")
    assert "48" in run(page, cell)
    assert "[3]" in text_of(page, "exercise_1")


@pytest.mark.usefixtures("python")
@pytest.mark.parametrize(
    ("code", "said"), [("!ls", "has no shell"), ("exit()", "Python on this page goes on")]
)
def test_what_a_page_cannot_do_is_told_in_a_sentence(page, address, code, said):
    ready(page, address + EXERCISE)
    cell = answer_of(page, "formula")
    write(page, cell, code)
    assert said in run(page, cell)


@pytest.mark.slow
@pytest.mark.usefixtures("python")
def test_a_cell_that_eats_memory_ends_alone(page, address):
    ready(page, address + EXERCISE)
    write(page, answer_of(page, "exercise_1"), "exercise_1 = [3]")
    cell = answer_of(page, "formula")
    write(page, cell, "print(6 * 7)\neaten = []\nwhile True: eaten.append(bytearray(2 ** 28))")
    said = run(page, cell)
    assert "MemoryError" in said or "want of memory" in said
    write(page, cell, "eaten = None; print(6 * 8)")
    assert "48" in run(page, cell)
    assert "[3]" in text_of(page, "exercise_1")
