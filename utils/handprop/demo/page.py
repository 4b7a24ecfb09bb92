"""The page of a demo: one HTML file that needs no server, no kernel and no network."""

from __future__ import annotations

import base64
import html
import json
from collections.abc import Mapping
from pathlib import Path
from string import Template

from handprop.demo.frames import Stop, settings, stops, values_of
from handprop.demo.story import Story
from handprop.explore.frame import bundle
from handprop.explore.frame.controls import Choice, Control, LogControl
from handprop.explore.frame.pixel_controls import Painted, Stops

_HERE = Path(__file__).parent


def page(story: Story) -> str:
    """The whole page as HTML: the explorer's own JavaScript and style sheet, the host, and the story."""
    explorer = story.make()
    picture = explorer.view.picture
    told = {
        "spec": explorer.view.spec,
        "values": values_of(explorer),
        "controls": [_described(explorer.kinds[name], story.names) for name in story.controls],
        "kinds": {name: _kind(kind) for name, kind in explorer.kinds.items()},
        "presets": settings(story),
        "stops": [_told(stop) for stop in stops(story)],
    }
    return Template(_read("host.html")).substitute(
        title=html.escape(story.title),
        lesson=html.escape(f"Lesson {story.number}"),
        picture=picture,
        buttons="" if story.buttons else "demo-no-buttons",
        style=bundle.style(picture) + _read("host.css"),
        story=json.dumps(told, ensure_ascii=False).replace("<", "\\u003c"),
        explorer=f"data:text/javascript;base64,{base64.b64encode(bundle.module(picture).encode()).decode()}",
        script=_read("bundle.js"),
    )


def export(story: Story, file: Path) -> None:
    """Write the page to a file.  Raises OSError if that is not possible."""
    file.write_text(page(story), encoding="utf-8")


def _read(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")


def _told(stop: Stop) -> dict:
    shown = {
        "ask": _unbroken(stop.ask),
        "notice": _unbroken(stop.notice),
        "step": stop.step,
        "seconds": stop.seconds,
    }
    return {**shown, "values": stop.values, "point": stop.point}


def _unbroken(text: str) -> str:
    # No line begins or ends with a sign of arithmetic.
    return text.replace(" = ", "\u00a0=\u00a0").replace(" / ", "\u00a0/\u00a0")


def _kind(kind: Control | Choice | Painted) -> str:
    if isinstance(kind, Stops):
        return "stops"
    if isinstance(kind, Choice | Painted):
        return "list"
    if isinstance(kind, LogControl):
        return "powers"
    return "whole" if kind.notch >= 1 else "number"


def _described(kind: Control | Choice, names: Mapping[str, str]) -> dict:
    short = names.get(kind.name, kind.short)
    words = {"name": kind.name, "short": short, "label": kind.label, "kind": _kind(kind)}
    if isinstance(kind, Choice):
        options = [option for option, _ in kind.options]
        ends = {"low": 0, "high": len(options) - 1, "notch": 1, "start": kind.place(kind.start)}
        return {**words, **ends, "options": options}
    return {**words, "low": kind.low, "high": kind.high, "notch": kind.notch, "start": kind.start}
