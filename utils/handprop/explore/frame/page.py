"""An explorer as a page of its own: one HTML file that needs no server, no kernel and no network.

``page_of(explorer)`` gives the whole page as text, ``explorer.save_page("network.html")`` writes it.  The
last part of the page's address sets the state, and follows it: ``network.html#w5=0.3&phase=backward`` has w5
at 0.3 and shows the phase "backward"; every control that is not named stands where the explorer started.  A
list is set by the option's value, as in ``explorer.at(phase="backward")``.  ``hash_of(explorer)`` gives that
part for the state of now; its twin in the browser is ``written`` in address.js.

``name_for(picture, call)`` is a file name for the page, the same whenever the explorer is opened by the same
call, so that a site can have one page for each explorer of its lessons.  Where the environment variable
HANDPROP_PAGES holds the address of the folder with these pages (``https://…/explorers/``, or a relative
one), explorers in notebooks offer their state as a link to there, beside "Share as code".
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import os
from collections.abc import Mapping
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING
from urllib.parse import quote

from handprop.explore.frame import bundle
from handprop.explore.frame.controls import Choice, Control, LogControl
from handprop.explore.frame.pixel_controls import Painted, Stops
from handprop.language import in_browser, language, tr

if TYPE_CHECKING:
    from handprop.explore.frame.explorer import Explorer

_HERE = Path(__file__).parent


def page_of(explorer: Explorer, title: str = "") -> str:
    """The page as HTML: the explorer's own JavaScript, style sheet and numbers.

    Without a hash, it opens where the explorer started.
    """
    explorer.complete()
    picture = explorer.view.picture
    name = html.escape(title or picture.replace("_", " ").capitalize())
    told = {"values": _values(explorer), "panel": _panel(explorer)}
    return Template(_read("page.html")).substitute(
        title=name,
        lang=language() or "en",
        needs=tr("This picture needs JavaScript."),
        style=bundle.style(picture) + _read("page.css"),
        told=as_json(told),
        explorer=as_module(picture),
        script=in_browser(_read("bundle.js")),
    )


def name_for(picture: str, call: str) -> str:
    """The file name for an explorer of that kind, opened by that call."""
    return f"{picture}-{hashlib.sha256(call.encode()).hexdigest()[:8]}.html"


def address_for(picture: str, call: str) -> str:
    """Where the page of that explorer is, as far as the surroundings say; empty where they do not."""
    pages = os.environ.get("HANDPROP_PAGES", "")
    return pages + name_for(picture, call) if pages else ""


def hash_of(explorer: Explorer) -> str:
    """The last part of the page's address for the state of now; empty where every control is at its start."""
    now = explorer.numbers()
    texts = {name: (_text(kind, now[name]), _text(kind, kind.start)) for name, kind in explorer.kinds.items()}
    moved = [f"{name}={quote(text, safe=_KEPT)}" for name, (text, start) in texts.items() if text != start]
    return f"#{'&'.join(moved)}" if moved else ""


def control_told(kind: Control | Choice, names: Mapping[str, str] | None = None) -> dict:
    """What the browser's own control has to know; ``names`` has other short names for controls."""
    short = (names or {}).get(kind.name, kind.short)
    words = {"name": kind.name, "short": short, "label": kind.label, "kind": kind_of(kind)}
    if isinstance(kind, Choice):
        options = [option for option, _ in kind.options]
        ends = {"low": 0, "high": len(options) - 1, "notch": 1, "start": kind.place(kind.start)}
        return {**words, **ends, "options": options}
    return {**words, "low": kind.low, "high": kind.high, "notch": kind.notch, "start": kind.start}


def kind_of(kind: Control | Choice | Painted) -> str:
    """How a control moves: ``number``, ``whole``, ``powers``, ``stops`` or ``list``."""
    if isinstance(kind, Stops):
        return "stops"
    if isinstance(kind, Choice | Painted):
        return "list"
    if isinstance(kind, LogControl):
        return "powers"
    return "whole" if kind.notch >= 1 else "number"


def as_json(told: dict) -> str:
    """JSON that may stand in a page's script element."""
    return json.dumps(told, ensure_ascii=False).replace("<", "\\u003c")


def as_module(picture: str) -> str:
    """The explorer's JavaScript as an address that a page may import."""
    return f"data:text/javascript;base64,{base64.b64encode(bundle.module(picture).encode()).decode()}"


_KEPT = "!~*'()-_."  # what encodeURIComponent leaves as it is


def _text(kind: Control | Choice | Painted, value: float | str) -> str:
    return value if isinstance(value, str) else kind.text(value)


def _values(explorer: Explorer) -> dict:
    view = explorer.view
    return {**view.own(), "spec": view.spec, "call": view.call, "presets": view.presets}


def _panel(explorer: Explorer) -> list:
    """Columns of groups: each a heading and its controls."""
    shown = [[(title, _seen(controls)) for title, controls in column.items()] for column in explorer.columns]
    return [[(title, controls) for title, controls in column if controls] for column in shown]


def _seen(controls: list) -> list[dict]:
    return [control_told(kind) for kind in controls if not isinstance(kind, Painted)]


def _read(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")
