"""What the browser tests share."""

import pytest
from browser import jupyterlab


@pytest.fixture(scope="session")
def one_lab(chromium, tmp_path_factory):
    """(address, folder): a JupyterLab for all files of a process; each ends the kernels that it began.

    A page is opened in a workspace of its own, ``/lab/workspaces/NAME/tree/NAME.ipynb``, for JupyterLab opens
    again what was open in it.
    """
    folder = tmp_path_factory.mktemp("one-lab")
    with jupyterlab(folder) as address:
        yield address, folder / "files"
