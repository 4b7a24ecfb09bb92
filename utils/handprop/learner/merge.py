"""Joining what the learner and what the course changed in a notebook, cell by cell: nbdime's work.

Only text and metadata are merged.  Outputs belong to the run that made them: a cell of the learner's keeps
its own, and a cell whose code came new brings those that it was laid with.
"""

from __future__ import annotations

import argparse
import copy
import json
import uuid

from nbformat import NotebookNode, ValidationError, from_dict, validate, writes

_OF_A_RUN = ("execution", "collapsed", "scrolled", "jupyter")  # what JupyterLab notes in a cell's metadata
_HOW = argparse.Namespace(
    merge_strategy="mergetool",  # leaves conflicts as they are, so that they can be seen
    input_strategy=None,
    output_strategy=None,
    ignore_transients=True,
    log_level="INFO",
)


def merge(base: str, theirs: str, new: str) -> str | None:
    """The learner's notebook with what the course changed since `base`; None where both changed one thing.

    Texts of notebooks; None also if one of them cannot be read.
    """
    from nbdime.merging.decisions import apply_decisions
    from nbdime.merging.notebooks import decide_notebook_merge

    try:
        whole = [_read(text) for text in (base, theirs, new)]
        bare = [_bare(notebook) for notebook in whole]
        decisions = decide_notebook_merge(*bare, _HOW)
        if not all(map(_is_clean, decisions)):
            return None
        merged = from_dict(apply_decisions(bare[0], decisions))
        _put_ids(merged, *whole[1:])
        _put_outputs(merged, *whole[1:])
        validate(merged)
        return writes(merged).rstrip("\n") + "\n"
    except (ValueError, KeyError, TypeError, AttributeError, ValidationError):
        return None


def _read(text: str) -> NotebookNode:
    notebook = from_dict(json.loads(text))
    for cell in notebook.cells:
        cell.source = "".join(cell.source)
    return notebook


def _bare(notebook: NotebookNode) -> NotebookNode:
    """The notebook without what its runs left in it."""
    bare = copy.deepcopy(notebook)
    for name in ("widgets", "language_info"):
        bare.metadata.pop(name, None)
    for cell in bare.cells:
        cell.pop("id", None)  # ours change with the text: that would be a change more
        for name in _OF_A_RUN:
            cell.metadata.pop(name, None)
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return bare


def _is_clean(decision) -> bool:
    """Whether both changes fit together; new cells always fit, beside whatever the other side did there."""
    sides = [{change.op for change in diff or ()} for diff in (decision.local_diff, decision.remote_diff)]
    if decision.conflict and decision.common_path == ("cells",) and {"addrange"} in sides:
        decision.action, decision.conflict = "local_then_remote", False
    return not decision.conflict


def _put_ids(merged: NotebookNode, theirs: NotebookNode, new: NotebookNode) -> None:
    left: dict[str, list[str]] = {}
    for cell in [*new.cells, *theirs.cells]:
        left.setdefault(cell.source, []).append(cell.get("id"))
    used: set[str] = set()
    for cell in merged.cells:
        known = [id_ for id_ in left.get(cell.source, ()) if id_ and id_ not in used]
        cell["id"] = known[0] if known else uuid.uuid4().hex[:8]
        used.add(cell["id"])


def _put_outputs(merged: NotebookNode, theirs: NotebookNode, new: NotebookNode) -> None:
    runs = {cell.source: cell for notebook in (new, theirs) for cell in _code(notebook)}
    for cell in _code(merged):
        run = runs.get(cell.source)
        if run is not None:
            cell.outputs, cell.execution_count = run.outputs, run.execution_count
            cell.metadata |= {name: run.metadata[name] for name in _OF_A_RUN if name in run.metadata}
    for name in ("widgets", "language_info"):
        for notebook in (new, theirs):
            if name in notebook.metadata:
                merged.metadata[name] = _joined(merged.metadata.get(name, {}), notebook.metadata[name])


def _code(notebook: NotebookNode) -> list[NotebookNode]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def _joined(first: dict, second: dict) -> dict:
    """Both, the second one first; the states of widgets, which are a level deeper, side by side."""
    return {
        name: _joined(first[name], value) if name in first and isinstance(value, dict) else value
        for name, value in {**first, **second}.items()
    }
