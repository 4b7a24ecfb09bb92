"""The page of a demo: one HTML file that needs no server, no kernel and no network."""

from __future__ import annotations

import html
import re
from pathlib import Path
from string import Template

from handprop.demo.frames import Stop, settings, stops, values_of
from handprop.demo.story import Step, Story
from handprop.explore.frame import bundle
from handprop.explore.frame.page import as_json, as_module, control_told, kind_of
from handprop.language import in_browser, language, tr

_HERE = Path(__file__).parent
_KEEP = "\u00a0"  # a space at which no line ends


def page(story: Story, on_site: bool = False) -> str:
    """The whole page as HTML: the explorer's own JavaScript and style sheet, the host, and the story.

    With `on_site` it lies among the pages of the course, and has links to its lesson and to all demos.
    """
    explorer = story.make()
    picture = explorer.view.picture
    told = {
        "spec": explorer.hall_spec(),
        "values": values_of(explorer),
        "controls": [control_told(explorer.kinds[name], story.names) for name in story.controls],
        "kinds": {name: kind_of(kind) for name, kind in explorer.kinds.items()},
        "presets": settings(story),
        "stops": [_told(stop, story.steps[stop.step]) for stop in stops(story)],
    }
    return Template(_read("host.html")).substitute(
        _words(),
        title=html.escape(story.title),
        lesson=_way_back(story) if on_site else tr("Lesson {number}", number=story.number),
        picture=picture,
        buttons="" if story.buttons else "demo-no-buttons",
        style=_without_comments(bundle.style(picture) + _read("host.css")),
        story=as_json(told),
        explorer=as_module(picture),
        script=in_browser(_read("bundle.js")),
    )


def _without_comments(css: str) -> str:
    """A style sheet as short as a page that is sent around should be."""
    return re.sub(r"/\*.*?\*/\n?", "", css, flags=re.DOTALL)


def _words() -> dict[str, str]:
    """The page's own words; the keys as they are shown at its foot."""
    keys = [
        tr("<kbd>→</kbd> or <kbd>space</kbd> next"),
        tr("<kbd>←</kbd> back"),
        tr("<kbd>Home</kbd> <kbd>End</kbd> first, last"),
        tr("<kbd>r</kbd> restore"),
        tr("<kbd>d</kbd> dark"),
        tr("<kbd>f</kbd> full screen"),
        tr("<kbd>z</kbd> picture alone"),
        tr("<kbd>w</kbd> pen"),
        tr("<kbd>p</kbd> presenter"),
        tr("<kbd>h</kbd> handout"),
    ]
    return {
        "ask": tr("Ask"),
        "back": tr("Back"),
        "demo": tr("Handprop demo"),
        "lang": language() or "en",
        "keys": "\n".join(f"    <span>{one}</span>" for one in keys),
        "needs": tr("This demo needs JavaScript."),
        "next": tr("Next"),
        "notice": tr("Notice"),
        "presets": tr("Presets"),
        "sliders": tr("Sliders"),
        "story_label": tr("Story"),
    }


def export(story: Story, file: Path, on_site: bool = False) -> None:
    """Write the page to a file, see `page`.  Raises OSError if that is not possible."""
    file.write_text(page(story, on_site), encoding="utf-8")


def _way_back(story: Story) -> str:
    return tr('<a href="../{number}/">Lesson {number}</a> · <a href="./">All demos</a>', number=story.number)


def _read(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")


def _told(stop: Stop, step: Step) -> dict:
    shown = {
        "ask": _unbroken(stop.ask),
        "notice": _unbroken(stop.notice),
        "answers": stop.answers,
        "panel": step.panel,
        "hides": step.hides,
        "step": stop.step,
        "seconds": stop.seconds,
    }
    return {**shown, "values": stop.values, "point": stop.point}


_LONG = 12  # signs of both sides of an equation that has room in one line, with products in it


def _unbroken(text: str) -> str:
    """No line begins or ends with a sign of arithmetic, and 100 000 stays whole; a long equation may
    break before its sign, for a line has room for some twenty letters."""
    text = re.sub(r"(?<=\d) (?=\d{3}\b)", _KEEP, text)
    for sign in "·/":
        text = text.replace(f" {sign} ", f"{_KEEP}{sign}{_KEEP}")
    return re.sub(r"([^ ]+) = (?=([^ ]+))", _equation, text)


def _equation(found: re.Match) -> str:
    both = found[1] + found[2]
    before = " " if _KEEP in both and len(both) > _LONG else _KEEP
    return f"{found[1]}{before}={_KEEP}"
