"""A picture as a small SVG that has no ground of its own, and fits a light and a dark page.

A dark page is known by ``prefers-color-scheme``.  In an ``<img>`` that follows the ``color-scheme`` of the
page, which JupyterLab (4.3 and later) and the course's site set for their themes, not the reader's system.
Where a page does not say what it is, letters can still be read: each has a rim of the opposite colour.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from xml.etree import ElementTree

from handprop.draw.layout import GRID, INK, ON_AREA, PAPER, QUIET

_DARK = {INK: "#ececec", QUIET: "#b0b0b0", GRID: "#4a4a4a", PAPER: "#111111"}
_NAMES = {INK: "ink", QUIET: "quiet", GRID: "grid", PAPER: "paper"}
_LONG = re.compile(r"\d+\.\d{2,}")
_SVG = "http://www.w3.org/2000/svg"
_STYLE, _GROUP, _TEXT = (f"{{{_SVG}}}{tag}" for tag in ("style", "g", "text"))
_LOOK = """
svg { font-family: "DejaVu Sans", Verdana, sans-serif; $light }
@media (prefers-color-scheme: dark) { svg { $dark } }
* { stroke-linejoin: round; stroke-linecap: butt }
text { fill: var(--ink); paint-order: stroke; stroke: var(--paper); stroke-width: 2.5px }
"""  # Verdana has the widths of DejaVu Sans


def as_svg(figure) -> bytes:
    """The figure as SVG: letters stay letters, and the colours of the page are variables.

    Areas (``rasterized=True``, ``imshow``) become small pictures inside.
    """
    import matplotlib

    drawn = io.StringIO()
    # The salt gives what is clipped the same names every time.
    with matplotlib.rc_context({"svg.fonttype": "none", "svg.hashsalt": "handprop"}):
        figure.savefig(drawn, format="svg", transparent=True, dpi=72, metadata={"Date": None})
    ElementTree.register_namespace("", _SVG)
    picture = ElementTree.fromstring(drawn.getvalue())
    picture.remove(picture[0])  # which program has drawn it, and when
    for part in picture.iter():
        _tidy(part)
    _flatten(picture)
    picture.find(f".//{_STYLE}").text = _look() + _classes(picture)
    return ElementTree.tostring(picture, encoding="utf-8")


def _tidy(part) -> None:
    """Without names that nothing asks for, with one digit behind the point, and with the page's colours."""
    part.tail = None
    if part.tag == _GROUP:
        part.attrib.pop("id", None)
    for name, value in part.attrib.items():
        part.set(name, " ".join(_LONG.sub(lambda number: f"{float(number[0]):.4g}", value).split()))
    if style := part.get("style"):
        part.set("style", _style(style, part.tag))


def _style(style: str, tag: str) -> str:
    style = re.sub(r"font: ([^;]*?)'DejaVu Sans'[^;]*", _font, style)
    # Black is what matplotlib draws with where nobody has chosen.
    for colour, name in {**_NAMES, "#000000": "ink"}.items():
        style = style.replace(f": {colour}", f": var(--{name})")
    return f"{style}; stroke: none" if tag == _TEXT and ON_AREA in style else style


def _font(found: re.Match) -> str:
    *weight, size = found[1].split()
    return "; ".join([f"font-size: {size}", *(f"font-weight: {one}" for one in weight)])


def _flatten(part) -> None:
    """Take what stands in a group that does nothing out of it."""
    for place, child in reversed(list(enumerate(part))):
        child.text = child.text if child.tag == _TEXT else None
        _flatten(child)
        if child.tag == _GROUP and not child.attrib:
            part[place : place + 1] = list(child)


def _classes(picture) -> str:
    """One rule for each style, instead of the style at each place."""
    styles = Counter(style for part in picture.iter() if (style := part.get("style")))
    names = {style: f"c{k}" for k, (style, count) in enumerate(styles.most_common()) if count > 1}
    for part in picture.iter():
        if name := names.get(part.get("style")):
            del part.attrib["style"]
            part.set("class", name)
    return "".join(f".{name} {{ {style} }}\n" for style, name in names.items())


def _look() -> str:
    light, dark = (
        " ".join(f"--{_NAMES[ink]}: {colour};" for ink, colour in colours)
        for colours in (zip(_NAMES, _NAMES, strict=True), _DARK.items())
    )
    return _LOOK.replace("$light", light).replace("$dark", dark)
