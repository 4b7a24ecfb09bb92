"""The site: pages that read well anywhere, with live explorers, and no request to any other host."""

import json
import re
from urllib.parse import unquote, urljoin, urlsplit

import numpy as np
import pytest
from site_answers import RIGHT, SLIPS, bare, first_sentence, grade
from site_page import answer_of, cell_of, live, ready, run, settled, until, wait, write

from handprop.check import judge
from handprop.check.mistakes.recognise import wrong_value
from handprop.check.variants.draw import showing
from handprop.cli import main
from handprop.course.faults import Refused
from handprop.course.lessons import lessons
from handprop.practice import practice
from handprop.practice.session import pool_of
from handprop.site.contents import target

pytestmark = pytest.mark.browser
LINK = re.compile(r'<a [^>]*?href="([^"]*)"')
ID = re.compile(r'\bid="([^"]+)"')


def test_every_link_leads_to_a_page_and_a_place_on_it(folder):
    texts = {
        path.parent.relative_to(folder).as_posix().strip(".") + "/": path.read_text(encoding="utf-8")
        for path in folder.glob("**/index.html")
    }
    texts = {url.lstrip("/"): text for url, text in texts.items()}
    more = len(list(folder.glob("[0-9]*/practice/index.html")))
    assert len(texts) == 2 * len(lessons()) + 4 + more
    dead = []
    for url, text in texts.items():
        for link in LINK.findall(text):
            parts = urlsplit(urljoin(f"http://site/{url}", link))
            path = unquote(parts.path).lstrip("/")
            if parts.netloc != "site":
                continue
            there = texts.get(path)
            places = ID.findall(there) if there else []
            is_page = there is not None and (not parts.fragment or unquote(parts.fragment) in places)
            if not is_page and not (folder / path).is_file():
                dead.append(f"{url}: {link}")
    assert dead == []


@pytest.mark.parametrize(
    ("link", "place"),
    [
        ("06_by_hand.ipynb", "06/"),
        ("06_exercise_by_hand.ipynb", "06/exercise/"),
        ("../exercises/06_by_hand/06_by_hand.ipynb", "06/exercise/"),
        ("../../notebooks/07_matrices.ipynb#the-step", "07/#the-step"),
        ("../docs/glossary.md#delta", "glossary/#delta"),
        ("Glossary.md#leaky-ReLU", "glossary/#leaky-relu"),
        ("Start.md", "./"),
        ("#here", "#here"),
        ("../deploy/README.md", None),
    ],
)
def test_links_of_the_course_lead_to_pages_of_the_site(link, place):
    assert target(link) == place


def test_no_page_names_a_file_of_another_host(folder):
    for path in folder.glob("**/index.html"):
        text = path.read_text(encoding="utf-8")
        assert not re.findall(r'(?:src|data-src|action)="(?:https?:)?//[^"]*"', text), path
        assert not re.findall(r'<link [^>]*href="(?:https?:)?//[^"]*"', text), path
        assert "default-src 'none'" in text


def test_no_header_of_a_table_is_empty(folder):
    for path in folder.glob("**/index.html"):
        assert not re.findall(r"<th[^>]*></th>", path.read_text(encoding="utf-8")), path


def test_a_page_waits_for_nothing_that_it_does_not_show(folder):
    """One small style sheet, and that of formulas where there are some; no script of a file of its own."""
    for page in folder.glob("**/index.html"):
        head, body = page.read_text(encoding="utf-8").split("<body", 1)
        links = re.findall(r"<link [^>]*>", head)
        sheets = [name for link in links for name in re.findall(r"assets/(\w+)-\w+\.css", link)]
        assert sheets == (["formulas"] if 'class="katex' in body else []) + ["site"], page
        assert not [tag for tag in re.findall(r"<script[^>]+>", head) if 'type="module"' not in tag], page
    (sheet,) = (folder / "assets").glob("site-*.css")
    assert sheet.stat().st_size < 16_000


def test_another_folder_is_not_overwritten(tmp_path, capsys):
    (tmp_path / "mine.txt").write_text("mine")
    assert main(["site", str(tmp_path), "--no-python"]) == 2
    assert "holds other files" in capsys.readouterr().err
    assert (tmp_path / "mine.txt").read_text() == "mine"


def test_a_slider_moves_the_network_before_any_python(page, address):
    live(page, f"{address}06/")
    explorer = page.locator(".handprop-explorer").last
    before = explorer.locator(".hp-words").first.inner_text()
    explorer.locator(".hp-control-w5 .noUi-handle").focus()
    page.keyboard.press("ArrowRight")
    until(page, f"[...document.querySelectorAll('.hp-words')].at(-1).innerText !== {json.dumps(before)}")
    assert explorer.locator(".hp-control-w5 .widget-readout").inner_text() == "0.12"


def test_a_link_opens_the_explorer_in_its_state(page, address):
    live(page, f"{address}06/#w5=0.3&phase=backward")
    explorer = page.locator(".handprop-explorer").last
    assert explorer.locator(".hp-control-w5 .widget-readout").inner_text() == "0.3"
    page.get_by_role("button", name="Copy a link to this state").last.click()
    assert "w5=0.3" in page.url
    assert "phase=backward" in page.url


def test_a_link_leads_to_its_own_explorer_where_a_page_has_two(page, address):
    live(page, f"{address}06/#w5=0.3&explorer=1")
    first, last = (page.locator(".hp-control-w5 .widget-readout").nth(k) for k in (0, -1))
    assert (first.text_content(), last.text_content()) == ("0.3", "0.11")
    live(page, f"{address}glossary/")
    live(page, f"{address}06/#w5=0.3&explorer=2")
    assert (first.text_content(), last.text_content()) == ("0.11", "0.3")
    page.get_by_role("button", name="Copy a link to this state").last.click()
    assert page.url.endswith("06/#w5=0.3&explorer=2")


def test_a_prediction_is_kept_over_a_reload(page, address):
    live(page, f"{address}06/")
    box = page.locator(".hp-predict").first
    box.get_by_label("Below").check()
    box.get_by_role("button", name="Keep it, then show").click()
    assert "So it is" in box.inner_text()
    live(page, f"{address}06/")
    assert "You said: Below. So it is." in page.locator(".hp-predict").first.inner_text()


def test_the_search_finds_a_term_and_leads_to_it(page, address):
    page.goto(f"{address}glossary/")
    page.get_by_label("Search the course").fill("outer product")
    link = page.locator(".found a").first
    link.wait_for()
    assert "07/" in page.locator(".found").inner_html()


def test_the_start_page_leads_back_to_where_the_learner_was(page, address):
    page.goto(f"{address}06/")
    page.locator("#the-step").scroll_into_view_if_needed()
    until(page, "JSON.parse(localStorage.getItem('handprop.place') ?? '{}').url?.includes('#')")
    page.goto(address)
    assert "06 Back-propagation by hand" in page.locator(".go-on").inner_text()
    page.locator(".go-on").click()
    page.wait_for_url("**/06/#*")


def test_light_and_dark_are_chosen_and_kept(page, address):
    page.goto(address)
    page.get_by_role("button", name="Dark colours").click()
    page.goto(f"{address}06/")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"


@pytest.mark.parametrize("every", [False, pytest.param(True, marks=pytest.mark.slow)])
def test_a_phone_scrolls_in_one_direction_only(page, address, folder, every):
    page.set_viewport_size({"width": 390, "height": 844})
    for path in sorted(folder.glob("**/index.html"))[:: 1 if every else 3]:
        live(page, address + path.relative_to(folder).as_posix())
        assert page.evaluate("document.documentElement.scrollWidth") == 390, path


def test_what_was_seen_once_opens_without_a_network(page, address):
    live(page, f"{address}06/")
    there = page.locator(".handprop-explorer").count()
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    until(page, "caches.match(location.href).then(Boolean)")
    page.context.set_offline(True)
    live(page, f"{address}06/")
    assert page.locator(".handprop-explorer").count() == there > 0
    page.context.set_offline(False)


def test_the_whole_course_is_kept_at_one_press(page, address):
    page.goto(address)
    page.get_by_role("button", name="Keep the whole course").click()
    until(page, "document.querySelector('.keep-all').innerText.includes('on this device now')", 180)
    page.context.set_offline(True)
    live(page, f"{address}01/")
    assert page.locator(".handprop-explorer").count() > 0
    until(page, "[...document.images].every((one) => one.loading === 'lazy' || one.naturalWidth > 0)")
    page.goto(f"{address}demos/by_hand.html")
    page.get_by_role("link", name="Lesson 06").click()
    page.wait_for_url("**/06/")
    page.context.set_offline(False)


def test_every_exercise_with_numbers_leads_to_practice(folder):
    for name in lessons():
        try:
            more = bool(pool_of(name)) and (folder / "python").is_dir()
        except Refused:
            more = False
        exercise = (folder / name[:2] / "exercise" / "index.html").read_text(encoding="utf-8")
        start = (folder / "index.html").read_text(encoding="utf-8")
        assert ('href="../practice/"' in exercise) == (f'href="{name[:2]}/practice/"' in start) == more
        assert not more or f'practice("{name[:2]}")' in (
            folder / name[:2] / "practice" / f"{name[:2]}_practice.ipynb"
        ).read_text(encoding="utf-8").replace(chr(92), "")


# Cells that run


@pytest.mark.usefixtures("python")
def test_practice_goes_on_after_a_reload_and_keeps_its_mistakes(page, address, tmp_path, monkeypatch):
    monkeypatch.setenv("HANDPROP_PROGRESS", str(tmp_path / "progress.json"))
    page.goto(f"{address}00/exercise/")
    page.get_by_role("link", name="Practise").click()
    page.wait_for_url("**/00/practice/")
    ready(page, page.url)
    asks, answer, firm = (page.locator(".cell.code").nth(k) for k in range(3))
    run(page, asks)
    shows(asks, "Question 1 of 10")
    question = open_question(page, tmp_path)
    mistake = min(showing(question), key=lambda one: one.id)
    parts = (question.pipeline, question.quantity, question.kind, question.cases[0])
    wrong = wrong_value(*parts, (mistake,)).tolist()
    write(page, answer, f"more({wrong})")
    run(page, answer)
    said = shows(answer, "Question 2 of 10")
    assert bare(judge(question, wrong).sentences[0]) in said
    page.wait_for_timeout(600)

    ready(page, f"{address}00/practice/")
    shows(answer, "Question 2 of 10")
    question = open_question(page, tmp_path)
    write(page, answer, f"more({np.asarray(question.right(question.cases[0])).tolist()})")
    run(page, answer)
    assert "Right" in shows(answer, "Question 3 of 10")
    assert f"not firm yet {mistake.name} once" in bare(run(page, firm))


def shows(cell, words):
    """What a cell shows, once these words are there: Markdown is set by a part that is loaded first."""
    cell.locator(".output", has_text=words).wait_for()
    return bare(cell.locator(".output").inner_text())


def open_question(page, folder):
    """The question that the page asks, drawn here from what the browser keeps."""
    kept = page.evaluate("JSON.parse(localStorage.getItem('handprop.practice'))")
    (folder / "practice.json").write_text(kept, encoding="utf-8")
    return practice("00").question


@pytest.mark.usefixtures("python")
def test_from_the_start_page_to_a_graded_answer(page, address, tmp_path, sandbox):
    page.goto(address)
    page.locator("#contents").get_by_role("link", name="06 Back-propagation by hand").click()
    live(page, page.url)
    page.locator("#contents .exercise[href*='exercise']").nth(6).click()
    ready(page, page.url)
    assert page.url == f"{address}06/exercise/"
    question = answer_of(page, "exercise_1"), cell_of(page, "exercise_1")

    for slip in SLIPS:
        write(page, question[0], f"exercise_1 = {slip}")
        run(page, question[0])
        said = run(page, question[1])
        assert first_sentence(slip) in bare(said)

    write(page, question[0], f"exercise_1 = {RIGHT}")
    run(page, question[0])
    said = run(page, question[1])
    assert "✓" in said
    assert "So far 2 of 10 points" in said
    page.wait_for_timeout(600)

    ready(page, f"{address}06/exercise/")
    assert "1.616" in question[0].locator(".input").inner_text()
    assert "✓" in question[1].locator(".output").inner_text()
    assert "1 of 8 right" in page.locator("#contents").inner_text()

    with page.expect_download() as coming:
        page.get_by_role("button", name="Export notebook").click()
    (tmp_path / "in" / "ada").mkdir(parents=True)
    file = tmp_path / "in" / "ada" / coming.value.suggested_filename
    coming.value.save_as(file)
    assert file.name == "06_exercise_by_hand.ipynb"
    assert grade(tmp_path) == 2

    ready(page, f"{address}06/exercise/")
    write(page, answer_of(page, "formula"), "formula = 'mine, to be replaced'")
    page.locator("input[type=file]").set_input_files(file)
    until(page, "document.querySelector('.told').innerText.includes('taken from')")
    assert "to be replaced" not in answer_of(page, "formula").inner_text()


@pytest.mark.usefixtures("python")
def test_an_endless_loop_is_stopped_and_python_runs_again(page, address):
    ready(page, f"{address}06/exercise/")
    cell = answer_of(page, "formula")
    write(page, cell, "print('begun')\nwhile True: pass")
    cell.locator(".cell-tools button").first.click()
    cell.locator(".output", has_text="begun").wait_for(timeout=180_000)
    page.get_by_role("button", name="Stop").click()
    settled(page)
    assert "Stopped." in cell.locator(".output").inner_text()
    write(page, cell, "print(6 * 7)")
    assert run(page, cell).strip() == "42"


@pytest.mark.usefixtures("python")
def test_a_picture_a_formula_an_error_and_an_explorer_of_the_learners_own(page, address):
    ready(page, f"{address}06/")
    cell = page.locator(".cell.code").first
    write(page, cell, "from handprop import examples, explore\nmine = explore.neuron()\nmine")
    run(page, cell)
    until(
        page, "document.querySelector('.cell.code .handprop-explorer .hp-control-w1 .noUi-handle') !== null"
    )
    cell.locator(".noUi-handle").first.focus()
    page.keyboard.press("ArrowRight")
    write(page, cell, "print(next(iter(mine.numbers().items())))")
    moved = run(page, cell)
    write(page, cell, "import matplotlib.pyplot as plt\nplt.plot([1, 3, 2]);")
    run(page, cell)
    assert cell.locator("img[src^='data:image/png']").count() == 1
    write(page, cell, "import sympy\nsympy.sqrt(sympy.Symbol('x')) / 2")
    run(page, cell)
    cell.locator(".katex").wait_for()
    write(page, cell, "1 / 0")
    assert "ZeroDivisionError: division by zero" in run(page, cell)
    assert "('x1', 2.1)" in moved


@pytest.mark.usefixtures("python")
def test_the_step_that_is_shown_is_written_out_before_any_cell_was_run(page, address):
    live(page, f"{address}06/")
    explorer = page.locator(".handprop-explorer").last
    explorer.locator(".hp-control-w5 .noUi-handle").focus()
    page.keyboard.press("ArrowRight")
    explorer.get_by_role("button", name="Write it out").click()
    sheet = explorer.locator(".hp-written")
    sheet.wait_for(timeout=180_000)
    assert "0.12" in sheet.locator("tr", has_text="w5").first.inner_text()
    page.goto(address)
    live(page, address)
    assert page.get_by_role("button", name="Write it out").count() == 0  # no page for cells


@pytest.mark.usefixtures("python")
def test_python_hears_every_move_of_an_explorer_of_the_learners_own(page, address):
    ready(page, f"{address}06/exercise/")
    cell, other = answer_of(page, "formula"), answer_of(page, "exercise_1")
    write(page, cell, OWN)
    run(page, cell)
    handle = cell.locator(".hp-control-w3 .noUi-handle")
    handle.wait_for()
    handle.focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(300)
    write(page, other, "print(mine.controls['w3'].value, len(heard) > 0)")
    wait(lambda: run(page, other).split() == ["0.33", "True"])  # a cell may go before the last move
    cell.get_by_role("button", name="Write it out").click()
    cell.locator(".hp-written").wait_for(timeout=60_000)
    assert "0.33" in cell.locator(".hp-written tr", has_text="w3").first.inner_text()


OWN = """from handprop import examples, explore
from handprop.network import Network
mine = explore.network(Network({"W1": [[0.2], [0.1]], "W2": [[0.3]]}, ["relu", "linear"]), [1.0, 2.0], 1.0)
heard = []
mine.observe(heard.append, "params")
mine"""


@pytest.mark.usefixtures("python")
def test_python_runs_offline_after_the_first_visit(page, address):
    ready(page, f"{address}00/exercise/")
    cell = page.locator(".cell.code").first
    run(page, cell)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    until(page, "caches.match(location.href).then(Boolean)")
    page.context.set_offline(True)
    ready(page, f"{address}00/exercise/")
    write(page, cell, "print('offline', 2 + 3)")
    assert "offline 5" in run(page, cell)
    page.context.set_offline(False)
