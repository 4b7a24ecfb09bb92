"""Files that are no notebook, or a broken, old or enormous one."""

import json
import os

from hostile.case import collected, hostile
from hostile.notebook import LESSON, NAMES, REPO, code_cell, honest, place


def as_bytes(notebook, **options) -> bytes:
    """The notebook as it lies in a file."""
    return json.dumps(notebook, **options).encode()


@hostile(lost=NAMES, says="is empty")
def nothing_in_it(_):
    """Zero bytes."""
    return b""


@hostile(lost=NAMES, says="not valid JSON")
def cut_off(_):
    """A notebook of which the second half is missing."""
    data = as_bytes(honest())
    return data[: len(data) // 2]


@hostile(lost=NAMES, says="not valid JSON")
def rubbish(_):
    """Bytes that mean nothing."""
    return bytes(range(256)) * 100


@hostile(lost=NAMES, says="not valid JSON")
def a_web_page(_):
    """The page of the server that says that one has to log in."""
    return b"<!DOCTYPE html><html><title>Sign in</title></html>"


@hostile(lost=NAMES, says="not a notebook")
def another_kind_of_json(_):
    """A list."""
    return b"[1, 2, 3]"


@hostile(lost=NAMES, says="no cells")
def a_notebook_without_cells(_):
    """An empty notebook."""
    return b'{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}'


@hostile(lost=NAMES, says="no cells")
def cells_of_a_wrong_kind(_):
    """The cells are a number."""
    return b'{"cells": 5, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}'


@hostile(lost=NAMES, says="not valid JSON")
def brackets_without_end(_):
    """A hundred thousand brackets."""
    return b'{"cells": ' + b"[" * 100_000


@hostile(lost=NAMES, says="far more")
def a_million_empty_lists(_):
    """Small in the file, and thirty times as large in memory."""
    return b'{"cells": [' + b"[]," * 10_000_000 + b"[]]}"


@hostile(lost=NAMES, says="MB")
def half_a_gigabyte(_):
    """A file of half a gigabyte, of which the disk holds nothing."""

    def make(path):
        with path.open("wb") as file:
            file.write(as_bytes(honest())[:-1])
            file.truncate(500 * 2**20)

    return make


@hostile(lost=NAMES, says="link")
def a_link_to_the_solutions(_):
    """A symbolic link."""
    return lambda path: path.symlink_to(REPO / "solutions" / LESSON / f"{LESSON}.ipynb")


@hostile(lost=NAMES)
def a_link_to_a_device(_):
    """A symbolic link to zeros without end."""
    return lambda path: path.symlink_to("/dev/zero")


@hostile(lost=NAMES, says="cannot be opened")
def a_folder(_):
    """A folder with the name of a notebook."""
    return lambda path: path.mkdir()


@hostile(lost=NAMES, says="not a plain file")
def a_pipe(_):
    """A pipe to which nobody writes."""
    return lambda path: os.mkfifo(path)


@hostile(lost=NAMES, says="cannot be opened")
def no_file(_):
    """Nothing at all."""
    return lambda path: None


@hostile()
def outputs_of_fifty_megabytes(_):
    """Right answers, and what was printed on the way."""
    notebook = honest()
    cell = notebook["cells"][place(notebook, "exercise_1")]
    lines = ["0123456789" * 10 + "\n"] * 500_000
    cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": lines}]
    return notebook


@hostile(says="cells")
def thousands_of_cells(_):
    """Right answers, and three thousand further cells."""
    notebook = honest()
    notebook["cells"] += [dict(code_cell("notes"), cell_type="markdown") for _ in range(3000)]
    return notebook


@hostile(lost={"exercise_1"}, says="cannot be read")
def a_cell_of_megabytes(_):
    """The text of a cell has a megabyte."""
    return honest(exercise_1="exercise_1 = [" + "1.616, " * 200_000 + "]")


@hostile()
def one_id_for_all_cells(_):
    """Every cell has the same id."""
    notebook = honest()
    for cell in notebook["cells"]:
        cell["id"] = "same"
    return notebook


@hostile(says="julia")
def another_kernel(_):
    """The notebook asks for a kernel of another language."""
    notebook = honest()
    notebook["metadata"]["kernelspec"] = {"display_name": "Julia", "language": "julia", "name": "julia-1.10"}
    return notebook


@hostile()
def a_kernel_that_is_not_there(_):
    """The learner's own environment had another name."""
    notebook = honest()
    notebook["metadata"]["kernelspec"] = {"display_name": "mine", "language": "python", "name": "../../mine"}
    return notebook


@hostile(says="format 99")
def format_of_the_future(_):
    """A version of the format that nobody has seen."""
    return honest() | {"nbformat": 99, "nbformat_minor": 1}


@hostile(says="format 3")
def format_of_the_past(_):
    """Format 3, in which cells lie on sheets."""
    notebook = honest()
    cells = [
        {"cell_type": "code", "input": cell["source"], "metadata": cell["metadata"], "outputs": []}
        if cell["cell_type"] == "code"
        else cell
        for cell in notebook["cells"]
    ]
    return {"metadata": {}, "nbformat": 3, "nbformat_minor": 0, "worksheets": [{"cells": cells}]}


@hostile()
def marks_at_the_beginning(_):
    """UTF-8 with a byte order mark, as editors on Windows write it."""
    return b"\xef\xbb\xbf" + as_bytes(honest(), ensure_ascii=False)


@hostile()
def utf_16(_):
    """Another encoding."""
    return json.dumps(honest(), ensure_ascii=False).encode("utf-16")


@hostile(lost={"exercise_1", "formula"}, says="cannot be read")
def cells_that_are_no_cells(_):
    """Numbers, lists and half cells among right ones."""
    notebook = honest()
    first, second = place(notebook, "exercise_1"), place(notebook, "formula")
    notebook["cells"][first] = 5
    notebook["cells"][second] = {"cell_type": [], "source": {}, "metadata": 3}
    return notebook


@hostile()
def metadata_of_a_wrong_kind(_):
    """The metadata are lists, numbers and text; answers are found by their names."""
    notebook = honest()
    for cell, metadata in zip(notebook["cells"], [[], 5, "x", None, {"nbgrader": []}] * 10, strict=False):
        cell["metadata"] = metadata
    return notebook | {"metadata": []}


@hostile()
def half_of_a_sign(_):
    """Half a surrogate pair and a null character in the comments of right answers."""
    notebook = honest()
    for name in NAMES:
        notebook["cells"][place(notebook, name)]["source"] += "\n# \ud800 half a sign"
    notebook["metadata"]["title"] = "\ud800\x00"
    return notebook


@hostile()
def text_as_lines(_):
    """Sources as lists of lines, with the ends of lines of Windows."""
    notebook = honest()
    for cell in notebook["cells"]:
        cell["source"] = [line + "\r\n" for line in "".join(cell["source"]).split("\n")]
    return notebook


CASES = collected(globals())
