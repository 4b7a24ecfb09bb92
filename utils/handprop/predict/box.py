"""The box: it keeps what the learner predicts, then shows what happens, then says how near it was."""

from __future__ import annotations

import contextlib
import json
import os
from pathlib import Path

import anywidget
import traitlets

from handprop.course import where
from handprop.course.files import write_whole
from handprop.course.lessons import own_root
from handprop.language import in_browser, tr
from handprop.predict.find import specs

STATE = "application/vnd.jupyter.widget-state+json"
ESM, CSS = (
    in_browser((Path(__file__).parent / name).read_text(encoding="utf-8"))
    for name in ("bundle.js", "bundle.css")
)


class Box(anywidget.AnyWidget):
    """One box; ``said`` is the prediction as text, ``seen`` whether the outcome is shown."""

    _esm, _css = ESM, CSS
    key = traitlets.Unicode(help="lesson and number, such as 03.1").tag(sync=True)
    spec = traitlets.Dict().tag(sync=True)
    said = traitlets.Unicode().tag(sync=True)
    family = traitlets.List(help="the ids of the widgets that belong together").tag(sync=True)
    seen = traitlets.Bool().tag(sync=True)


def predict(lesson: str, number: int) -> Box:
    """The box of a prediction of a lesson, counted from 1, with what was kept in it earlier.

    Raises ValueError if the lesson has no such prediction.
    """
    root, spec = own_root(), None
    for path in sorted((root / "notebooks").glob(f"{lesson}_*.ipynb")):
        notebook = json.loads(path.read_text(encoding="utf-8"))
        found = specs(notebook, root / "lessons" / path.stem)
        spec = next((one for one in found.values() if one["number"] == number), None)
    if spec is None:
        raise ValueError(tr("Lesson {lesson!r} has no prediction {number!r}.", lesson=lesson, number=number))
    box = Box(key=f"{lesson}.{number}", spec=spec)
    box.family = [box.model_id, box.layout.model_id]
    kept = _kept().get(box.key) or _saved(box.key) or {}
    box.said, box.seen = str(kept.get("said", "")), bool(kept.get("seen"))
    box.observe(lambda change: _keep(box), ["said", "seen"])
    return box


def _file() -> Path | None:
    folder = where.find()
    return folder / where.HIDDEN / "predictions.json" if folder else None


def _kept() -> dict:
    with contextlib.suppress(OSError, ValueError, AttributeError, TypeError):
        return dict(json.loads(_file().read_text(encoding="utf-8")))
    return {}


def _keep(box: Box) -> None:
    if file := _file():
        with contextlib.suppress(OSError):  # a full or read-only disk must not stop a learner
            kept = _kept() | {box.key: {"said": box.said, "seen": box.seen}}
            write_whole(file, json.dumps(kept, indent=1, ensure_ascii=False))


def _saved(key: str) -> dict | None:
    """What was kept in the box before any cell was run: it is in the notebook alone."""
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        notebook = json.loads(Path(os.environ["JPY_SESSION_NAME"]).read_text(encoding="utf-8"))
        models = notebook["metadata"]["widgets"][STATE]["state"].values()
        return next((one["state"] for one in models if one["state"].get("key") == key), None)
    return None
