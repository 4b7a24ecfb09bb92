"""The site in a browser: served, opened, and asked for nothing from elsewhere."""

import re
import threading
import time
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer


class Quiet(SimpleHTTPRequestHandler):
    """A plain static host, as `python -m http.server` is one."""

    def log_message(self, *args):
        """Say nothing."""


@contextmanager
def served(folder, host=Quiet):
    """The address at which the folder is served."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(host, directory=str(folder)))
    server.daemon_threads = True
    server.handle_error = lambda *args: None  # a page that is left breaks off its requests
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@contextmanager
def opened(browser, address, **more):
    """A page that may ask only the site's own address; what else it asks, and its errors, fail the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True, **more)
    faults = []

    def only_ours(route):
        if route.request.url.startswith(address):
            return route.continue_()
        faults.append(f"asked {route.request.url}")
        return route.abort()

    context.route(re.compile("^https?:"), only_ours)
    page = context.new_page()
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    page.on("console", lambda said: said.type == "error" and faults.append(said.text))
    page.faults = faults
    yield page
    context.close()
    assert [fault for fault in faults if "ERR_INTERNET_DISCONNECTED" not in fault] == []


def until(page, script: str, seconds: float = 60) -> None:
    """Wait until JavaScript is true; Playwright's own waiting evaluates text, which the pages forbid."""
    end = time.monotonic() + seconds
    while not page.evaluate(script):
        assert time.monotonic() < end, script
        page.wait_for_timeout(50)


def wait(true, seconds: float = 60) -> None:
    """Wait until a function of Python says yes."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, true
        time.sleep(0.05)


def live(page, url: str) -> None:
    """Open a page, and wait until its explorers live and their sliders have their names.

    What is far below comes with the first move of the reader, here of the mouse.
    """
    page.goto(url)
    page.mouse.move(1, 1)
    page.mouse.move(2, 2)
    until(page, "[...document.querySelectorAll('.widget')].every((one) => 'live' in one.dataset)")
    until(page, "[...document.querySelectorAll('.noUi-handle')].every((one) => one.ariaLabel)")


def ready(page, url: str) -> None:
    """Open a page whose cells can be run."""
    page.goto(url)
    until(page, "'ready' in document.body.dataset")


def cell_of(page, question: str):
    """The cell with the check of a question."""
    return page.locator(f'.cell[data-question="{question}"]')


def answer_of(page, question: str):
    """The cell above it, in which the answer stands."""
    return cell_of(page, question).locator("xpath=preceding-sibling::*[contains(@class, 'code')][1]")


def write(page, cell, text: str) -> None:
    """Put a text into a cell with the keyboard, as a learner does."""
    cell.locator(".input").click()
    cell.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(text)


def run(page, cell, seconds: float = 180) -> str:
    """Run a cell; what it shows."""
    cell.locator(".cell-tools button").first.click()
    settled(page, seconds)
    return cell.locator(".output").inner_text()


def settled(page, seconds: float = 180) -> None:
    """Wait until nothing runs."""
    page.wait_for_timeout(100)
    until(page, "!document.querySelector('.cell.running')", seconds)
