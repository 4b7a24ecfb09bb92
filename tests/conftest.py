"""What all tests share."""

import os
import shutil

import pytest
from hypothesis import settings
from places import REPO

# Notebooks kept here as material for tests are not themselves to be run by nbval.
collect_ignore_glob = ["*.ipynb"]

# The same cases in every run; no limit by the clock, which would fail on a busy machine.
settings.register_profile("handprop", derandomize=True, deadline=None, database=None)
settings.load_profile("handprop")

# A backend chosen in the shell would reach the notebooks' kernels and change what they show.
os.environ.pop("MPLBACKEND", None)
# Tests answer questions; that is nobody's progress.
os.environ["HANDPROP_PROGRESS"] = "off"

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
# Nothing of the browser's own goes to the network during a test.
QUIET = ["--disable-gpu", "--disable-quic", "--no-first-run"]
QUIET += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]


@pytest.fixture(scope="session")
def repo():
    """The repository's folder."""
    return REPO


@pytest.fixture(scope="session")
def chromium():
    """The path of a Chromium; without one the test is skipped, or fails under HANDPROP_REQUIRE_BROWSER=1."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None and os.environ.get("HANDPROP_REQUIRE_BROWSER") == "1":
        pytest.fail("There is no Chromium on the PATH, and HANDPROP_REQUIRE_BROWSER=1 asks for one.")
    if found is None:
        pytest.skip("There is no Chromium on the PATH.")
    return found


@pytest.fixture(scope="session")
def browser(chromium):
    """A headless browser, driven by Playwright."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        # Chromium refuses its sandbox to root, and containers often have no other user.
        running = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", *QUIET])
        yield running
        running.close()


@pytest.fixture(scope="session")
def webassembly():
    """The kind of sandbox that is the same everywhere, ready."""
    from handprop.grade.progress_bar import Waiting
    from handprop.grade.sandbox.outside.isolation import WEBASSEMBLY

    kind = required(WEBASSEMBLY)
    from handprop.grade.sandbox.wasm import handle

    handle.prepare(Waiting("The sandbox is made ready", 80))
    return kind


@pytest.fixture(scope="session")
def sandbox():
    """The kind of sandbox that learners' code runs in on Linux."""
    from handprop.grade.sandbox.outside.isolation import BUBBLEWRAP

    return required(BUBBLEWRAP)


def required(kind):
    """A kind of sandbox; without it the test is skipped, or fails as the browser's do."""
    from handprop.grade.sandbox.outside.isolation import NoSandbox, chosen

    try:
        return chosen(kind)
    except NoSandbox as fault:
        if os.environ.get("HANDPROP_REQUIRE_SANDBOX") == "1":
            pytest.fail(str(fault))
        pytest.skip(str(fault))
