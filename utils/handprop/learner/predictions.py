"""Predict, then see: in the learner's copy an outcome is not on the screen before the learner wants it there.

A box comes before the cell of code that answers, the cell's stored output goes, and the words after it are
folded.  The notebooks of the course keep all of it open.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import re
from pathlib import Path

from handprop.language import in_browser, tr
from handprop.predict.find import MARK, specs, text

_VIEW = "application/vnd.jupyter.widget-view+json"
_STATE = "application/vnd.jupyter.widget-state+json"
_FOLDED = tr(
    "<details>\n<summary>Answer first, then open: what happened, and why</summary>\n\n{}\n\n</details>"
)
_HEADING = re.compile(r"#{1,6} ")
_ASKS = re.compile(r"\?|\*\*Your turn")
_BOX = Path(__file__).parents[1] / "predict"


def fit(notebook: dict, folder: Path) -> None:
    """Put a box before each outcome of a lesson's notebook, as JSON; `folder` is that of its sources."""
    found = specs(notebook, folder)
    cells, models, answering, told, trying, before = [], {}, False, False, False, ""
    for place, cell in enumerate(notebook["cells"]):
        if spec := found.get(place):
            box, state = _box(folder.name[:2], spec)
            cells.append(box)
            models |= state
            answering, told = True, spec["told"]
        if cell["cell_type"] == "markdown":
            before = text(cell)
            cell["source"] = folded(before, answering or trying).splitlines(keepends=True)
            answering = trying = False
        elif answering:
            _cover(cell, told)
        else:  # what is to be found out with the sliders is not told before, either
            trying = trying or bool(_ASKS.search(before) and "explore." in text(cell))
        cells.append(cell)
    notebook["cells"] = cells
    if models:
        kept = notebook["metadata"].setdefault("widgets", {}).setdefault(_STATE, {})
        kept |= {"state": kept.get("state", {}) | models, "version_major": 2, "version_minor": 0}


def folded(words: str, answers: bool) -> str:
    """The text with what answers a prediction folded: up to its first heading or question, if it `answers`
    one, and between two questions of its own."""
    done: list[str] = []
    left: list[str] = []
    waiting = answers
    for part in words.split("\n\n"):
        if MARK in part or _HEADING.match(part):
            done, left = [*done, *_fold(left, waiting)], []
            waiting = MARK in part
            done.append(part)
        else:
            left.append(part)
    # After the last question come hints; its answer is the next cell's.
    return "\n\n".join([*done, *_fold(left, answers and not done)])


def _fold(parts: list[str], answers: bool) -> list[str]:
    return [_FOLDED.format("\n\n".join(parts))] if parts and answers else parts


def _cover(cell: dict, told: bool) -> None:
    """An explorer stays where nothing happens in it before the learner moves something."""
    if told or "explore." not in text(cell):
        cell["outputs"], cell["execution_count"] = [], None


def _box(lesson: str, spec: dict) -> tuple[dict, dict]:
    """The cell of a box, and the state with which it lives before it is run."""
    key = f"{lesson}.{spec['number']}"
    own, layout = (hashlib.sha256(f"{part} {key}".encode()).hexdigest()[:32] for part in ("box", "layout"))
    cell = {
        "cell_type": "code",
        "execution_count": None,
        "id": f"predict-{lesson}-{spec['number']}",
        "metadata": {"jupyter": {"source_hidden": True}, "tags": ["predict"]},
        "outputs": [
            {
                "output_type": "display_data",
                "metadata": {},
                "data": {
                    "text/plain": [tr("Run this cell to keep your prediction.")],
                    _VIEW: {"model_id": own, "version_major": 2, "version_minor": 0},
                },
            }
        ],
        "source": ["from handprop.predict import predict\n", "\n", f'predict("{lesson}", {spec["number"]})'],
    }
    return cell, {own: _model(key, spec, own, layout), layout: _LAYOUT}


def _model(key: str, spec: dict, own: str, layout: str) -> dict:
    version = f"~{'.'.join(importlib.metadata.version('anywidget').split('.')[:2])}.*"
    texts = {"_esm": in_browser((_BOX / "bundle.js").read_text("utf-8"))}
    texts["_css"] = (_BOX / "bundle.css").read_text("utf-8")
    about = {"_anywidget_id": "handprop.predict.box.Box", "layout": f"IPY_MODEL_{layout}", "_dom_classes": []}
    names = {"_model_name": "AnyModel", "_view_name": "AnyView"}
    modules = {f"_{part}_module{end}": value for part in ("model", "view")
               for end, value in (("", "anywidget"), ("_version", version))}  # fmt: skip
    state = {**texts, **about, **names, **modules, "key": key, "spec": spec, "said": "", "seen": False}
    state["family"] = [own, layout]
    return {
        "model_module": "anywidget",
        "model_module_version": version,
        "model_name": "AnyModel",
        "state": state,
    }


_LAYOUT = {
    "model_module": "@jupyter-widgets/base",
    "model_module_version": "2.0.0",
    "model_name": "LayoutModel",
    "state": {},
}
