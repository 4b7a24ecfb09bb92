"""What the browser gets of an explorer: a module and a style sheet, made from what its JavaScript imports.

`handprop build` makes both with esbuild; they are stored, so that nobody who only opens a lesson needs Node.
"""

from __future__ import annotations

from pathlib import Path

from handprop.language import in_browser, tr

_EXPLORE = Path(__file__).parents[1]


def module(name: str) -> str:
    """The JavaScript of the explorer of that name; it exports what anywidget takes."""
    return in_browser(_read(name, "bundle.js"))


def style(name: str) -> str:
    """The style sheet of the explorer of that name."""
    return _read(name, "bundle.css")


def _read(name: str, file: str) -> str:
    made = _EXPLORE / name / file
    if not made.is_file():
        raise FileNotFoundError(
            tr(
                "The explorer {name} has no {file} yet: run `handprop build`, which makes it.",
                name=name,
                file=file,
            )
        )
    return made.read_text(encoding="utf-8")
