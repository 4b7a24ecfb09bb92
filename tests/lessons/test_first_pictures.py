"""Where a lesson speaks of something that moves, there is a picture of it within its first five cells."""

import nbformat
import pytest
from places import REPO

PICTURES = {"image/png", "image/svg+xml", "application/vnd.jupyter.widget-view+json"}
FIRST = 5


@pytest.mark.parametrize("number", ["00", "02", "03", "05", "06"])
def test_a_picture_stands_within_the_first_five_cells(number):
    (path,) = (REPO / "notebooks").glob(f"{number}_*.ipynb")
    cells = nbformat.read(path, as_version=4).cells[:FIRST]
    outputs = [output for cell in cells for output in cell.get("outputs", [])]
    assert any(PICTURES & set(output.get("data", {})) for output in outputs)
