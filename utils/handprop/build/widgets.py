"""The live widgets of a notebook: their state goes along, so that sliders live before any cell is run."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator

from nbformat import NotebookNode, from_dict

from handprop.explore.frame import bundle

VIEW = "application/vnd.jupyter.widget-view+json"
STATE = "application/vnd.jupyter.widget-state+json"
_MODEL = re.compile(r"IPY_MODEL_(\w+)")
_EXPLORER = re.compile(r"\.(\w+)View$")


def settle(notebook: NotebookNode) -> None:
    """Keep the state of the widgets that are shown, under names that are the same in each build.

    A view whose state is not there is dead in a file, and goes.
    """
    state = notebook.metadata.pop("widgets", {}).get(STATE, {}).get("state", {})
    shown = [id_ for output in _outputs(notebook) if (id_ := _viewed(output)) in state]
    kept = _reached(state, shown)
    names = {id_: _name(place) for place, id_ in enumerate(kept)}
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = [
                _renamed(left, names) for output in cell.outputs if (left := _live(output, names))
            ]
    if kept:
        models = {names[id_]: _renamed(_told(state[id_]), names) for id_ in kept}
        notebook.metadata["widgets"] = {STATE: {"state": models, "version_major": 2, "version_minor": 0}}


def refresh(notebook: NotebookNode) -> None:
    """Give the explorers in a notebook the JavaScript and the style sheets of now."""
    for model in notebook.metadata.get("widgets", {}).get(STATE, {}).get("state", {}).values():
        if found := _EXPLORER.search(model["state"].get("_anywidget_id", "")):
            name = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", found[1]).lower()
            model["state"] |= {"_esm": bundle.module(name), "_css": bundle.style(name)}


def _outputs(notebook: NotebookNode) -> Iterator[NotebookNode]:
    for cell in notebook.cells:
        yield from cell.get("outputs", [])


def _viewed(output: NotebookNode) -> str:
    return output.get("data", {}).get(VIEW, {}).get("model_id", "")


def _live(output: NotebookNode, names: dict[str, str]) -> NotebookNode | None:
    if VIEW not in output.get("data", {}) or _viewed(output) in names:
        return output
    output.data.pop(VIEW)
    return output if output.data else None


def _reached(state: dict, shown: list[str]) -> list[str]:
    """The models that these are made of, and the links between them, in the same order each time."""
    found: list[str] = []

    def add(id_: str) -> None:
        if id_ in state and id_ not in found:
            found.append(id_)
            for part in _parts(state[id_]):
                add(part)

    for id_ in shown:
        add(id_)
    for id_, model in state.items():
        ends = [_parts({"state": model["state"].get(end)}) for end in ("source", "target")]
        if model["model_name"].endswith("LinkModel") and all(end and end[0] in found for end in ends):
            add(id_)
    return found


def _parts(model: dict) -> list[str]:
    return _MODEL.findall(json.dumps(model["state"]))


def _told(model: dict) -> dict:
    """A model without what the front end takes anyway: empty numbers of a layout, and the like."""
    return {**model, "state": {key: value for key, value in model["state"].items() if value is not None}}


def _name(place: int) -> str:
    return hashlib.sha256(f"widget {place}".encode()).hexdigest()[:32]


def _renamed(part: NotebookNode | dict, names: dict[str, str]) -> NotebookNode:
    text = json.dumps(part)
    ids = re.compile("|".join(map(re.escape, names)) or "$^")
    return from_dict(json.loads(ids.sub(lambda found: names[found[0]], text)))
