"""Python on later visits: it goes on from what the first visit kept, and begins when it is wanted."""

import pytest
from site_page import answer_of, opened, ready, run, until, wait, write

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("python")]
EXERCISE = "00/exercise/"
# Python draws the seed of its hashes as it begins: the same one twice is the same beginning.
CELL = """
import sys
print(hash("word"), "sympy" in sys.modules)
import random, numpy
from sympy.core.random import rng
print(random.random(), numpy.random.rand(), rng.random())
"""
CACHES = "(await Promise.all((await caches.keys()).map((one) => caches.open(one))))"
KEYS = f"(async () => (await Promise.all({CACHES}.map((one) => one.keys()))).flat().map((one) => one.url))()"


def kept(page):
    """Until Python's memory is kept; its place."""
    until(page, f"{KEYS}.then((urls) => urls.some((url) => url.includes('/memory-')))")
    return next(url for url in page.evaluate(KEYS) if "/memory-" in url)


def said(page, text: str = CELL) -> list[str]:
    """The lines that the first cell prints."""
    cell = page.locator(".cell.code:not([data-locked])").first
    write(page, cell, text)
    return run(page, cell).split("\n")


def test_python_goes_on_from_where_the_first_visit_had_begun(page, address):
    ready(page, f"{address}06/")  # its cells import what imports SymPy
    first = said(page)
    kept(page)
    asked = []
    page.context.on("request", lambda request: asked.append(request.url))
    ready(page, f"{address}01/exercise/")
    second = said(page)
    assert first[0] == second[0]
    assert second[0].endswith("True")
    assert not set(first[1].split()) & set(second[1].split())  # chance is another
    assert [url for url in asked if "/python/" in url] == []
    # What the page is, and what is kept in the browser, is that of this visit.
    text = "import os; print(os.path.basename(os.environ['JPY_SESSION_NAME']), open('progress.json').read())"
    page.evaluate("localStorage.setItem('handprop.progress', JSON.stringify('of this visit'))")
    assert said(page, text)[0].split(" ", 1)[1] == "of this visit"
    assert said(page, text)[0].startswith("01_")


@pytest.mark.slow
def test_what_was_kept_and_is_broken_is_made_anew(page, address):
    ready(page, address + EXERCISE)
    assert said(page, "print(6 * 7)")[0] == "42"
    place = kept(page)
    put = f"one.put('{place}', new Response('{'broken' * 100}'))"
    page.evaluate(
        f"(async () => {{ for (const one of {CACHES}) if (await one.match('{place}')) await {put}; }})()"
    )
    ready(page, address + EXERCISE)
    assert said(page, "print(6 * 8)")[0] == "48"
    size = f"caches.match('{place}').then((one) => one?.arrayBuffer()).then((one) => one?.byteLength > 1e6)"
    until(page, size)


def test_python_begins_when_a_cell_is_entered_but_not_before_it_is_on_this_device(page, address):
    ready(page, address + EXERCISE)
    cell = page.locator(".cell.code:not([data-locked])").first
    write(page, cell, "print('begun')")
    page.wait_for_timeout(500)
    assert page.workers == []
    assert "begun" in run(page, cell)
    kept(page)
    ready(page, address + EXERCISE)
    page.wait_for_timeout(500)
    assert page.workers == []
    cell.locator(".input").click()
    wait(lambda: page.wait_for_timeout(50) or len(page.workers) == 1)
    assert page.locator("div.python").is_hidden()
    assert "begun" in run(page, cell)
    assert len(page.workers) == 1


@pytest.mark.slow
def test_what_an_earlier_version_kept_is_given_up_and_another_sites_stays(page, address):
    ready(page, address + EXERCISE)
    for name, url in [
        ("old", f"{address}python/old/python.bin"),
        ("theirs", f"{address}x/python/a/python.bin"),
    ]:
        page.evaluate(
            f"caches.open('handprop-python-{name}').then((one) => one.put('{url}', new Response('')))"
        )
    said(page, "1")
    until(page, "caches.keys().then((names) => !names.includes('handprop-python-old'))")
    assert "handprop-python-theirs" in page.evaluate("caches.keys()")


@pytest.mark.slow
def test_python_that_is_awake_hears_what_another_tab_has_reached(browser, address):
    with opened(browser, address) as page:
        other = page.context.new_page()
        for tab in (page, other):
            ready(tab, address + EXERCISE)
            said(tab, "1")
        show = "print(open('progress.json').read())"
        page.evaluate("localStorage.setItem('handprop.progress', JSON.stringify('from the other tab'))")
        assert said(other, show)[0] == "from the other tab"


def test_a_page_that_is_older_than_the_site_says_so(page, address):
    ready(page, address + EXERCISE)
    page.context.route("**/python/**", lambda route: route.fulfill(status=404))
    cell = answer_of(page, page.evaluate("document.querySelector('.cell[data-question]').dataset.question"))
    write(page, cell, "1")
    assert "was renewed" in run(page, cell)
    page.faults[:] = [fault for fault in page.faults if "404" not in fault]
