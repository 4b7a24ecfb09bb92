"""What the browser tests share."""

import pytest
from browser import EXPOSED, LIGHT, SECONDS, Desk, jupyterlab


@pytest.fixture(scope="session")
def desk(browser, tmp_path_factory):
    """A JupyterLab and one page of it for all files of a process."""
    folder = tmp_path_factory.mktemp("one-lab")
    with jupyterlab(folder, LIGHT, EXPOSED) as address:
        page = browser.new_page()
        page.set_default_timeout(SECONDS * 1000)
        page.goto(f"{address}/lab")
        page.wait_for_function("() => window.jupyterapp")
        yield Desk(page, address, folder / "files")
        page.close()
