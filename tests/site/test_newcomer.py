"""What newcomers stumbled over: on a phone, with another page's notebook, offline, after an update."""

import json
import os
import re
import shutil

import pytest
from site_page import answer_of, cell_of, opened, ready, run, served, until, write

pytestmark = pytest.mark.browser
EXERCISE = "06/exercise/"
PHONE = {"has_touch": True, "is_mobile": True, "device_scale_factor": 2}


PASTE = """(text) => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true }));
}"""
UNCOVERED = """() => {
  const box = document.querySelector("div.python").getBoundingClientRect();
  const seen = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  return !seen?.closest(".python");
}"""


@pytest.fixture
def phone(browser, address):
    with opened(browser, address, **PHONE) as page:
        page.set_viewport_size({"width": 390, "height": 844})
        yield page


@pytest.mark.parametrize(
    ("typed", "there"),
    [
        ("a = [−0.5, 2 × 3, 6 ÷ 2, 2 · 2]", "a = [-0.5, 2 * 3, 6 / 2, 2 * 2]"),
        ("a = “delta * h1”", 'a = "delta * h1"'),
        ("a = ‘it’ + “s”", "a = 'it' + \"s\""),
        ('a = "it’s −1, a “word”"  # 2 × 3', 'a = "it’s −1, a “word”"  # 2 × 3'),
        ("a\u00a0=\u00a01", "a = 1"),
    ],
)
def test_signs_of_a_keyboard_on_glass_become_those_of_python(page, address, typed, there):
    ready(page, address + EXERCISE)
    cell = answer_of(page, "exercise_1")
    write(page, cell, typed)
    assert cell.locator(".cm-content").inner_text() == there
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    for sign in typed:  # one after the other; brackets and quotes are closed by themselves
        page.keyboard.insert_text(sign)
    assert cell.locator(".cm-content").inner_text() == there
    page.keyboard.press("Control+a")
    page.evaluate(PASTE, typed)
    assert cell.locator(".cm-content").inner_text() == there


@pytest.mark.parametrize("url", ["01/", "06/", "06/exercise/", "12/exercise/"])
def test_on_a_phone_no_code_is_cut_and_a_table_of_weights_is_whole(phone, address, url):
    ready(phone, address + url)
    cut = "[...document.querySelectorAll('.input')].filter((one) => one.scrollWidth > one.clientWidth).length"
    assert phone.evaluate(cut) == 0
    if url == EXERCISE:
        table = phone.locator(".scroll:has(table)").first
        assert table.evaluate("(one) => one.scrollWidth <= one.clientWidth")
    cell = phone.locator(".cell.code:not([data-locked])").first
    write(phone, cell, "long = [" + ", ".join(["1234.5678"] * 12) + "]")
    scroller = cell.locator(".cm-scroller")
    assert scroller.evaluate("(one) => one.scrollWidth <= one.clientWidth")


@pytest.mark.usefixtures("python")
def test_the_next_question_is_where_its_link_leads(page, address):
    ready(page, address + EXERCISE)
    write(page, answer_of(page, "exercise_1"), "exercise_1 = [1.616, −3.232, −0.404, 0.808, −0.606, −2.626]")
    assert "Right" in run(page, cell_of(page, "exercise_1"))
    page.get_by_role("link", name="The path of w4").last.click()
    place = page.evaluate("document.getElementById(decodeURIComponent(location.hash.slice(1)))?.innerText")
    assert place == "The path of w4 (1 point)"


@pytest.mark.usefixtures("python")
def test_what_a_check_says_is_not_covered_by_the_line_about_python(phone, address):
    ready(phone, address + EXERCISE)
    run(phone, cell_of(phone, "exercise_1"))
    until(phone, "document.body.dataset.python === 'ready'")
    assert phone.locator("div.python.ready").count() == 1
    assert phone.evaluate(UNCOVERED)


def test_an_import_can_be_taken_back_and_a_notebook_of_another_page_is_named(page, address, tmp_path):
    ready(page, address + EXERCISE)
    with page.expect_download() as download:
        page.get_by_role("button", name="Export notebook").click()
    download.value.save_as(tmp_path / "mine.ipynb")
    write(page, answer_of(page, "exercise_1"), "exercise_1 = 'newer'")
    page.locator(".tools input").set_input_files(tmp_path / "mine.ipynb")
    page.get_by_text("1 cell taken from mine.ipynb. Run it").wait_for()
    assert "newer" not in answer_of(page, "exercise_1").inner_text()
    page.get_by_role("button", name="Take it back").click()
    page.get_by_text("as it was before the import").wait_for()
    assert "newer" in answer_of(page, "exercise_1").inner_text()
    ready(page, address + EXERCISE)
    assert "newer" in answer_of(page, "exercise_1").inner_text()
    ready(page, f"{address}00/exercise/")
    page.locator(".tools input").set_input_files(tmp_path / "mine.ipynb")
    page.get_by_text("mine.ipynb belongs to another page.").wait_for()


def kept(page):
    """Until the page and what every page needs are on the device."""
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    until(page, "caches.match(location.href).then(Boolean)")


def test_without_a_network_the_glossary_opens_and_a_page_that_is_not_here_leads_to_those_that_are(
    page, address
):
    ready(page, f"{address}02/")
    kept(page)
    page.context.set_offline(True)
    page.goto(f"{address}glossary/")
    assert page.locator("h1").inner_text() == "Glossary"
    page.goto(f"{address}03/")
    assert "was not kept on this device" in page.locator("body").inner_text()
    page.get_by_role("link", name="02 Error and loss").click()
    assert page.locator("h1").inner_text() == "02 Error and loss"
    page.context.set_offline(False)
    page.faults[:] = [fault for fault in page.faults if "503" not in fault]


def test_a_new_version_of_the_site_keeps_the_pages_that_were_kept_and_leaves_other_sites_alone(
    browser, folder, tmp_path
):
    site = tmp_path / "site"
    shutil.copytree(folder, site, copy_function=os.link)
    with served(site) as address, opened(browser, address) as page:
        ready(page, f"{address}03/")
        kept(page)
        old = next(name for name in page.evaluate("caches.keys()") if "python" not in name)
        other = address.replace("127.0.0.1", "localhost")
        page.evaluate(f"caches.open('handprop-other').then((one) => one.put('{other}', new Response('')))")
        lesson, worker = site / "03" / "index.html", site / "sw.js"
        for file, before, after in [
            (lesson, "</h1>", " renewed</h1>"),
            (worker, f'VERSION = "{old.removeprefix("handprop-")}"', 'VERSION = "next"'),
        ]:
            text = file.read_text(encoding="utf-8")
            assert before in text
            file.unlink()  # the other copy stays as it is
            file.write_text(text.replace(before, after, 1), encoding="utf-8")
        page.goto(address)
        changed = f"names.includes('handprop-next') && !names.includes('{old}')"
        until(page, f"caches.keys().then((names) => {changed})")
        assert "handprop-other" in page.evaluate("caches.keys()")
        page.context.set_offline(True)
        page.goto(f"{address}03/")
        assert page.locator("h1").inner_text().endswith("renewed")
        page.context.set_offline(False)


def test_the_start_page_says_how_much_python_is_and_no_two_demos_have_one_name(folder):
    text = (folder / "index.html").read_text(encoding="utf-8")
    sizes = json.loads(text.split("data-parts='")[1].split("'")[0]).get("sizes")
    if sizes:
        assert f"which loads {round((sum(sizes.values()) - sizes['more.zip']) / 1e6)} MB once" in text
    demos = (folder / "demos" / "index.html").read_text(encoding="utf-8")
    names = re.findall(r"<a [^>]*>([^<]*)</a>", demos.split('class="on-this-page"')[1].split("</ul>")[0])
    assert len(names) == len(set(names)) > 10
