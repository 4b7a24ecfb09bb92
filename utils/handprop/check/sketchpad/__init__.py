"""Axes in a notebook, to draw a sketch on by mouse, finger or keys; the heights go into the answer, as code.

Nothing is judged here: a sketch counts as the numbers that stand in the notebook.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import anywidget
import traitlets

from handprop.language import in_browser

ESM, CSS = (
    in_browser((Path(__file__).parent / name).read_text(encoding="utf-8"))
    for name in ("bundle.js", "bundle.css")
)


class Sketchpad(anywidget.AnyWidget):
    """The axes for one answer: `spec` has its variable, the curve's places, and the heights given so far."""

    _esm, _css = ESM, CSS
    spec: Any = traitlets.Dict().tag(sync=True)
