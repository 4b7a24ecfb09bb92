"""Running a notebook and keeping what it shows."""

from __future__ import annotations

import copy
import os
import re
from collections.abc import Callable
from pathlib import Path

from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode

from handprop.build import widgets
from handprop.build.expand import Draft
from handprop.build.problem import Problem
from handprop.course.lessons import Stop

SECONDS_PER_CELL = 120  # the limit that nbval has in the test run
ADDRESS = re.compile(r"\bat 0x[0-9a-fA-F]{6,16}\b")
ANSI = re.compile(r"\x1b\[[0-9;]*m")


def run(
    draft: Draft, folder: Path, step: Callable[[int, int], None]
) -> tuple[NotebookNode | None, Problem | None]:
    """The notebook of `draft`, executed from top to bottom with `folder` as the current one.

    `step` is told the number of the cell that starts and how many there are.  The result is the notebook, or
    the problem with its line in the source: a cell raises (without the tag raises-exception), takes too long,
    ends the kernel, or shows a memory address.
    Raises Stop when no kernel can be started.
    """
    notebook = copy.deepcopy(draft.notebook)
    client = NotebookClient(
        notebook,
        kernel_name="python3",
        timeout=SECONDS_PER_CELL,
        record_timing=False,
        store_widget_state=True,
        coalesce_streams=True,  # how a stream is cut into pieces is a matter of chance
        shutdown_kernel="immediate",
        extra_arguments=["--IPKernelApp.log_level=ERROR"],  # or it warns, on the screen, of plain TCP
        resources={"metadata": {"path": str(folder)}},
    )
    folder.mkdir(parents=True, exist_ok=True)
    problem = _run_cells(client, notebook, draft, step)
    if problem:
        return None, problem
    client.set_widgets_metadata()
    widgets.settle(notebook)
    problem = _address_fault(draft, notebook)
    return (None, problem) if problem else (notebook, None)


def _run_cells(client, notebook: NotebookNode, draft: Draft, step: Callable) -> Problem | None:
    # Not client.execute(): it takes Ctrl-C for itself, and the build would go on with the next notebook.
    index, count = 0, 0
    env = {name: value for name, value in os.environ.items() if name != "MPLBACKEND"}  # it changes pictures
    env["HANDPROP_PROGRESS"] = "off"  # the solutions are not the author's progress as a learner
    try:
        with client.setup_kernel(env=env):
            for index, cell in enumerate(notebook.cells):
                step(index + 1, len(notebook.cells))
                count += cell.cell_type == "code" and bool(cell.source.strip())
                client.execute_cell(cell, index, execution_count=count)
    except CellExecutionError as fault:
        return _raised(draft, index, count, f"{fault.ename}: {fault.evalue}".strip(), notebook.cells[index])
    except CellTimeoutError:
        return _fault(draft, index, f"This cell ran for more than {SECONDS_PER_CELL} seconds.")
    except DeadKernelError:
        return _fault(draft, index, "The kernel died while it ran this cell.")
    except (FileNotFoundError, RuntimeError, LookupError) as fault:
        # jupyter_client's NoSuchKernel is a KeyError, and a kernel that does not answer a RuntimeError
        raise Stop(
            f"No Python kernel could be started ({fault}); set the course up with course.py."
        ) from fault
    return None


def _raised(draft: Draft, index: int, count: int, error: str, cell: NotebookNode) -> Problem:
    trace = next((out.traceback for out in cell.outputs if out.output_type == "error"), [])
    found = re.findall(rf"Cell In\[{count}\], line (\d+)", ANSI.sub("", "\n".join(trace)))
    line = int(found[-1]) if found else 1
    code = cell.source.split("\n")[line - 1 : line]
    at = f", at: {code[0].strip()}" if code else ""
    return _fault(draft, index, f"This cell raises {error}{at}", line)


def _fault(draft: Draft, index: int, text: str, line: int = 1) -> Problem:
    origin = draft.origins[index]
    if origin is None:
        return Problem(draft.path, text)
    if origin.kind == "question":
        return Problem(draft.path, f"Question {origin.source!r}: {text}", origin.line, origin.number)
    return Problem(draft.path, text, origin.line + line - 1, origin.number)


def _address_fault(draft: Draft, notebook: NotebookNode) -> Problem | None:
    for index, cell in enumerate(notebook.cells):
        if cell.cell_type != "code" or "nbval-ignore-output" in cell.metadata.get("tags", []):
            continue
        texts = [
            output.get("text") or output.get("data", {}).get("text/plain", "") for output in cell.outputs
        ]
        if found := ADDRESS.search("\n".join(texts)):
            return _fault(
                draft, index, f"The output shows a memory address ({found[0]}): another one each time."
            )
    return None


def was_run(notebook: NotebookNode) -> bool:
    """Whether every code cell of a stored notebook was run, in order and without an unexpected error."""
    cells = [cell for cell in notebook.cells if cell.cell_type == "code" and cell.source.strip()]
    in_order = [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))
    return in_order and not any(map(_failed, cells))


def _failed(cell: NotebookNode) -> bool:
    may_raise = "raises-exception" in cell.metadata.get("tags", [])
    return not may_raise and any(output.output_type == "error" for output in cell.outputs)
